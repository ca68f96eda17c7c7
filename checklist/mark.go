package checklist

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// MarkKind is a kind of layer drawn over a photo.
type MarkKind string

// The kinds of mark, and the points each has.
const (
	MarkArrow       MarkKind = "arrow"        // tail, head
	MarkBox         MarkKind = "box"          // two opposite corners
	MarkEllipse     MarkKind = "ellipse"      // two opposite corners of its frame
	MarkPen         MarkKind = "pen"          // the line, one point and up
	MarkText        MarkKind = "text"         // upper left corner
	MarkPin         MarkKind = "pin"          // centre; its number is its place among the pins
	MarkMosaicBox   MarkKind = "mosaic-box"   // two opposite corners
	MarkMosaicBrush MarkKind = "mosaic-brush" // the line, one point and up
)

// Mosaic says whether the kind hides what is below it.
func (k MarkKind) Mosaic() bool { return k == MarkMosaicBox || k == MarkMosaicBrush }

// Colour names the colour of a mark; see RGB. Mosaics have none.
type Colour string

// The colours: four of the set of Okabe and Ito (Color Universal Design, 2008),
// which people with any colour vision can tell apart, and white. Every mark is
// drawn with a dark or light edge besides, so that it shows on any picture.
const (
	Vermillion Colour = "vermillion"
	Blue       Colour = "blue"
	Yellow     Colour = "yellow"
	Green      Colour = "green"
	White      Colour = "white"
)

// Colours lists the colours in the order they are offered.
func Colours() []Colour { return []Colour{Vermillion, Blue, Yellow, Green, White} }

// RGB is the colour's value, 0…255 each; an unknown name is vermillion.
func (c Colour) RGB() (r, g, b uint8) {
	switch c {
	case Blue:
		return 0, 114, 178
	case Yellow:
		return 240, 228, 66
	case Green:
		return 0, 158, 115
	case White:
		return 255, 255, 255
	default:
		return 213, 94, 0
	}
}

// Light says whether the edge and the letters on the colour have to be dark.
func (c Colour) Light() bool { return c == Yellow || c == White }

// The limits of marks; what is beyond is refused.
const (
	MaxMarks      = 200
	MaxMarkPoints = 2000  // of one mark
	maxAllPoints  = 20000 // of one photo
	MaxMarkText   = 200   // characters
	MarkRange     = 10000 // largest coordinate
	MaxMarkWidth  = 2000
)

// Point is a place on the upright picture, 0…10 000 ten-thousandths of its width
// from the left and of its height from the top.
type Point struct {
	X int `json:"x"`
	Y int `json:"y"`
}

// Mark is one layer over a photo. The picture itself is never changed by it.
type Mark struct {
	Kind   MarkKind `json:"kind"`
	Points []Point  `json:"points"`
	Text   string   `json:"text,omitempty"` // of a text
	Colour Colour   `json:"colour,omitempty"`
	Width  int      `json:"width,omitempty"` // of line, letters or brush: 1…2000 ten-thousandths of the long edge
}

// Marks are the layers of one photo, lowest first.
type Marks []Mark

// Mosaics are the layers that hide something.
func (m Marks) Mosaics() Marks { return m.only(true) }

// Drawn are the layers that hide nothing.
func (m Marks) Drawn() Marks { return m.only(false) }

func (m Marks) only(mosaic bool) (out Marks) {
	for _, x := range m {
		if x.Kind.Mosaic() == mosaic {
			out = append(out, x)
		}
	}
	return out
}

// Pin is the number of the pin at i, 1 and up: pins are numbered in their order.
func (m Marks) Pin(i int) int {
	n := 0
	for _, x := range m[:min(i+1, len(m))] {
		if x.Kind == MarkPin {
			n++
		}
	}
	return n
}

// Check says what in the marks the editor cannot have made: code mark.tooMany
// or mark.invalid with what is wrong.
func (m Marks) Check() error {
	if len(m) > MaxMarks {
		return Fail("mark.tooMany", "max", itoa(MaxMarks))
	}
	all := 0
	for i, x := range m {
		if why := x.wrong(); why != "" {
			return Fail("mark.invalid", "n", itoa(i+1), "why", why)
		}
		all += len(x.Points)
	}
	if all > maxAllPoints {
		return Fail("mark.invalid", "n", itoa(len(m)), "why", "points")
	}
	return nil
}

func (m *Mark) wrong() string {
	least, most := m.Kind.points()
	switch {
	case most == 0:
		return "kind"
	case len(m.Points) < least || len(m.Points) > most:
		return "points"
	case m.Width < 1 || m.Width > MaxMarkWidth:
		return "width"
	case m.Kind.Mosaic() != (m.Colour == ""), m.Colour != "" && !slices.Contains(Colours(), m.Colour):
		return "colour"
	case (m.Kind == MarkText) != (m.Text != ""), !utf8.ValidString(m.Text), utf8.RuneCountInString(m.Text) > MaxMarkText:
		return "text"
	}
	for _, p := range m.Points {
		if p.X < 0 || p.X > MarkRange || p.Y < 0 || p.Y > MarkRange {
			return "place"
		}
	}
	return ""
}

// points is how few and how many points a kind has; 0, 0 for one unknown.
func (k MarkKind) points() (least, most int) {
	switch k {
	case MarkArrow, MarkBox, MarkEllipse, MarkMosaicBox:
		return 2, 2
	case MarkText, MarkPin:
		return 1, 1
	case MarkPen, MarkMosaicBrush:
		return 1, MaxMarkPoints
	default:
		return 0, 0
	}
}

// Privacy is what was decided about customers and papers in a picture.
type Privacy string

// The decisions. A picture with a mosaic is masked.
const (
	PrivacyOpen   Privacy = ""       // nobody looked yet
	PrivacyClear  Privacy = "clear"  // 无客户: nothing to hide
	PrivacyMasked Privacy = "masked" // what must not be seen is under a mosaic
)

// SettingPrivacy is the setting that demands a decision about every photo before
// an inspection is finished or leaves the branch; "1" = on.
const SettingPrivacy = "privacy.required"

// SettingKeepDays is the setting that says for how many days the original of a
// masked photo stays on the computer; 0 = it goes at once.
const SettingKeepDays = "privacy.keep_days"

// defaultKeepDays is how long originals are kept when nobody said.
const defaultKeepDays = 30

// KeepDays reads the setting SettingKeepDays.
func KeepDays(value string) int {
	n, err := strconv.Atoi(value)
	if err != nil || n < 0 {
		return defaultKeepDays
	}
	return n
}

// Shown is the hash of the picture people and papers see: the one with the
// mosaic burnt in, else the original.
func (p PhotoRef) Shown() string {
	if p.Masked != "" {
		return p.Masked
	}
	return p.Hash
}

// Drawn names the picture with the marks drawn on it, for the copies of the photo
// store (photos.Store.Working and Thumb) and so for every page and paper: Shown,
// or, with marks, Shown and the marks in one word that ParseDrawn reads.
func (p PhotoRef) Drawn() string {
	marks := Marks(p.Marks).Drawn()
	if len(marks) == 0 {
		return p.Shown()
	}
	b, _ := json.Marshal(marks) // plain data
	return p.Shown() + "#" + string(b)
}

// ParseDrawn takes what Drawn made apart; marks is nil for a plain hash. Code
// mark.invalid.
func ParseDrawn(picture string) (hash string, marks Marks, err error) {
	hash, list, marked := strings.Cut(picture, "#")
	if !marked {
		return hash, nil, nil
	}
	if err := json.Unmarshal([]byte(list), &marks); err != nil {
		return hash, nil, Fail("mark.invalid", "n", "0", "why", "json").Because(err)
	}
	return hash, marks, marks.Check()
}

// Leaving is the reference as it may leave the branch: with a mosaic there is no
// trace of the original in it, neither hash nor size nor the mosaic's outline.
func (p PhotoRef) Leaving() PhotoRef {
	if p.Masked == "" {
		return p
	}
	p.Hash, p.Masked, p.Size, p.Type = p.Masked, "", 0, "image/jpeg"
	p.Marks = Marks(p.Marks).Drawn()
	return p
}

// Decided says whether somebody decided about customers in the picture.
func (p PhotoRef) Decided() bool { return p.Privacy != PrivacyOpen }

// Marked is the reference with other marks and another decision. masked is the
// hash of the picture with the mosaic burnt in, which must be given exactly when
// m has a mosaic; then the decision is masked. A picture that came masked stays
// so. Codes: those of Marks.Check, mark.mosaic, mark.privacy.
func (p PhotoRef) Marked(m Marks, masked string, as Privacy) (PhotoRef, error) {
	if err := m.Check(); err != nil {
		return p, err
	}
	if (len(m.Mosaics()) > 0) != (masked != "") || masked != "" && (len(masked) != 64 || masked == p.Hash) {
		return p, Fail("mark.mosaic", "name", p.Name)
	}
	arrived := p.Privacy == PrivacyMasked && p.Masked == "" // hidden before it came here
	switch {
	case masked != "" || arrived:
		as = PrivacyMasked
	case as != PrivacyOpen && as != PrivacyClear:
		return p, Fail("mark.privacy", "name", p.Name)
	}
	p.Marks, p.Masked, p.Privacy = slices.Clone(m), masked, as
	return p, nil
}

// CheckMarks says what is wrong with the marks of a reference that came from
// outside: it has left a branch, so no mosaic stands open in it any more.
func (p PhotoRef) CheckMarks() error {
	if err := Marks(p.Marks).Check(); err != nil {
		return err
	}
	if p.Masked != "" || len(Marks(p.Marks).Mosaics()) > 0 {
		return Fail("mark.mosaic", "name", p.Name)
	}
	if p.Privacy != PrivacyOpen && p.Privacy != PrivacyClear && p.Privacy != PrivacyMasked {
		return Fail("mark.privacy", "name", p.Name)
	}
	return nil
}
