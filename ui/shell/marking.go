package shell

import (
	"context"
	"image"
	"image/color"
	"reflect"
	"slices"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/checklist/markup"
	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// Marking is a photo to be marked.
type Marking struct {
	// Path is the upright working copy of the picture without any mosaic burnt
	// in, such as photos.Store.Working(ref.Hash).
	Path    string
	Picture image.Image // the picture itself, instead of Path
	Title   string      // heading; "" = the page's own
	Sub     string      // muted words behind it
	Marks   []checklist.Mark
	Privacy checklist.Privacy
	Fixed   bool // the picture came masked: nothing about customers is left to decide
}

// MarkingOf is the Marking of a photo's reference, whose working copy of
// ref.Hash – not of ref.Shown() – is at path.
func MarkingOf(ref checklist.PhotoRef, path string) Marking {
	return Marking{
		Path: path, Sub: ref.Name, Marks: ref.Marks, Privacy: ref.Privacy,
		Fixed: ref.Privacy == checklist.PrivacyMasked && ref.Masked == "",
	}
}

// Unmarkable says why a photo cannot be marked when its picture is not there: the
// original of a masked one is deleted after a while.
func Unmarkable(ref checklist.PhotoRef, err error) error {
	if ref.Masked == "" {
		return err
	}
	return checklist.Fail("photo.forgotten", "name", ref.Name).Because(err)
}

// MarkPhoto opens the editor above the page shown. When the person leaves it –
// by Esc, the button, or to another page – then is called once, on the window's
// goroutine, with the marks and the decision, and only when something changed.
// then burns the mosaic (photos.Store.BurnMosaic) and saves, by shell.Save.
func (s *Shell) MarkPhoto(m Marking, then func(marks []checklist.Mark, as checklist.Privacy)) {
	s.flush()
	r := Route{ID: "marking", Icon: "edit", Faces: []checklist.Face{s.cfg.Face}, New: func(s *Shell, _ any) Page {
		return newMarkingPage(s, m, then)
	}}
	s.stack = append(s.stack, newVisit(r, nil))
	s.show()
}

// NewMarking makes the editor as a page of its own, for the gallery.
func NewMarking(s *Shell, m Marking, then func(marks []checklist.Mark, as checklist.Privacy)) Page {
	return newMarkingPage(s, m, then)
}

// markingPage is the editor.
type markingPage struct {
	s    *Shell
	m    Marking
	then func([]checklist.Mark, checklist.Privacy)

	pad     *kit.Marker
	mosaic  *markup.Mosaic
	size    image.Point
	ready   bool
	privacy checklist.Privacy
	steps   map[string]int // chosen step of width, by tool

	tools    []*kit.ToolRow
	swatches []*kit.Swatch
	widths   *kit.Segmented
	undo     *kit.Button
	redo     *kit.Button
	remove   *kit.Button
	word     *kit.TextField
	wordRow  *fyne.Container
	hint     *kit.Label
	state    *kit.Pill
	clear    *kit.Toggle
	acts     []fyne.CanvasObject
	stage    *kit.Stage
}

func newMarkingPage(s *Shell, m Marking, then func([]checklist.Mark, checklist.Privacy)) *markingPage {
	p := &markingPage{s: s, m: m, then: then, privacy: m.Privacy, steps: map[string]int{}}
	p.pad = kit.NewMarker()
	p.pad.Colour = string(checklist.Vermillion)
	p.pad.ToolOf = p.tool
	p.pad.Paint = p.paint
	p.pad.OnChanged = p.changed
	p.pad.OnWord = p.askWord
	p.pad.Tool = p.tool(string(checklist.MarkArrow))
	return p
}

// markTool is a tool as the editor offers it.
type markTool struct {
	kind    checklist.MarkKind // "" = choosing
	key     rune
	icon    string
	gesture kit.Gesture
	widths  [3]int // ten-thousandths of the long edge
}

// markTools are in the order they are offered.
func markTools() []markTool {
	line, letters, brush := [3]int{20, 40, 80}, [3]int{220, 340, 540}, [3]int{300, 600, 1200}
	return []markTool{
		{"", 'v', "mark-pick", kit.Pick, line},
		{checklist.MarkArrow, 'a', "mark-arrow", kit.Span, line},
		{checklist.MarkBox, 'b', "mark-box", kit.Span, line},
		{checklist.MarkEllipse, 'o', "mark-ellipse", kit.Span, line},
		{checklist.MarkPen, 'd', "edit", kit.Trace, line},
		{checklist.MarkText, 't', "mark-text", kit.Stamp, letters},
		{checklist.MarkPin, 'n', "mark-pin", kit.Stamp, letters},
		{checklist.MarkMosaicBrush, 'm', "mark-brush", kit.Trace, brush},
		{checklist.MarkMosaicBox, 'x', "mark-mosaic", kit.Span, line},
	}
}

func markToolOf(id string) markTool {
	all := markTools()
	i := slices.IndexFunc(all, func(t markTool) bool { return string(t.kind) == id })
	return all[max(i, 0)]
}

// tool is the pad's form of a tool, with the width chosen for it.
func (p *markingPage) tool(id string) kit.MarkTool {
	t := markToolOf(id)
	step, set := p.steps[id]
	if !set {
		step = 1
	}
	hides := t.kind.Mosaic()
	return kit.MarkTool{
		ID: id, Gesture: t.gesture, Below: hides, Plain: hides, Worded: t.kind == checklist.MarkText, Width: t.widths[step],
	}
}

// paint draws a layer as it will be in the marked picture.
func (p *markingPage) paint(all []kit.Layer, i int) (image.Image, image.Rectangle) {
	marks := marksOf(all)
	var img *image.RGBA
	if marks[i].Kind.Mosaic() {
		img = p.mosaic.Layer(marks[i])
	} else {
		img = markup.Layer(p.size, marks[i], marks.Pin(i))
	}
	return img, img.Rect
}

// marksOf are the pad's layers as marks.
func marksOf(layers []kit.Layer) checklist.Marks {
	out := make(checklist.Marks, len(layers))
	for i, l := range layers {
		points := make([]checklist.Point, len(l.Points))
		for k, q := range l.Points {
			points[k] = checklist.Point{X: q.X, Y: q.Y}
		}
		out[i] = checklist.Mark{
			Kind: checklist.MarkKind(l.Tool), Points: points, Text: l.Text, Colour: checklist.Colour(l.Colour), Width: l.Width,
		}
	}
	return out
}

func layersOf(marks []checklist.Mark) []kit.Layer {
	out := make([]kit.Layer, len(marks))
	for i, m := range marks {
		points := make([]image.Point, len(m.Points))
		for k, q := range m.Points {
			points[k] = image.Pt(q.X, q.Y)
		}
		out[i] = kit.Layer{Tool: string(m.Kind), Points: points, Text: m.Text, Colour: string(m.Colour), Width: m.Width}
	}
	return out
}

// marks are the layers worth keeping: a text nobody wrote is none.
func (p *markingPage) marks() []checklist.Mark {
	return slices.DeleteFunc(marksOf(p.pad.Layers()), func(m checklist.Mark) bool {
		return m.Kind == checklist.MarkText && m.Text == ""
	})
}

// Title implements Page.
func (p *markingPage) Title() (string, string) {
	if p.m.Title != "" {
		return p.m.Title, p.m.Sub
	}
	return p.s.T("mark.title"), p.m.Sub
}

// Load implements Page: it reads the picture once; a change elsewhere must not
// take what is being drawn away.
func (p *markingPage) Load(ctx context.Context) {
	if p.ready {
		return
	}
	p.stage.Loading(p.s.T("shell.loading"))
	show := func(img image.Image) {
		if img == nil {
			p.stage.Problem(p.s.T("mark.noPicture"), "photo.read", kit.NewSecondary(p.s.T("mark.done"), "Esc", p.s.Back))
			return
		}
		Run(p.s, ctx, func(context.Context) (*markup.Mosaic, error) { return markup.NewMosaic(img), nil }, func(g *markup.Mosaic, err error) {
			p.mosaic, p.size, p.ready = g, img.Bounds().Size(), true
			p.pad.Open(img, layersOf(p.m.Marks))
			p.stage.Full()
			p.changed()
			kit.Focus(p.pad)
		})
	}
	if p.m.Picture != nil {
		show(p.m.Picture)
		return
	}
	p.s.Picture(p.m.Path, show)
}

// Flush hands over what was drawn.
func (p *markingPage) Flush() {
	if !p.ready {
		return
	}
	marks, as := p.marks(), p.decided()
	if as == p.m.Privacy && sameMarks(marks, p.m.Marks) {
		return
	}
	p.m.Marks, p.m.Privacy = marks, as
	p.then(marks, as)
}

func sameMarks(a, b []checklist.Mark) bool {
	return len(a) == 0 && len(b) == 0 || reflect.DeepEqual(a, b)
}

// decided is the decision as it stands: a mosaic is one.
func (p *markingPage) decided() checklist.Privacy {
	if p.m.Fixed || len(checklist.Marks(p.marks()).Mosaics()) > 0 {
		return checklist.PrivacyMasked
	}
	if p.privacy == checklist.PrivacyMasked {
		return checklist.PrivacyOpen // the mosaic was taken away again
	}
	return p.privacy
}

// WantsChange implements Wanter: nothing outside changes this page.
func (p *markingPage) WantsChange(string) bool { return false }

// Pressed gives the arrows to the pad, wherever the keyboard is.
func (p *markingPage) Pressed(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyBackspace, fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown:
		p.pad.TypedKey(e)
		return true
	}
	return false
}

// markColours are the palette as the window draws it.
func markColours(c checklist.Colour) (fill, ink color.NRGBA) {
	r, g, b := c.RGB()
	ink = theme.Color(theme.OnMark)
	if c.Light() {
		ink = color.NRGBA{0x1e, 0x1e, 0x1e, 0xff}
	}
	return color.NRGBA{r, g, b, 0xff}, ink
}
