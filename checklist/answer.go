package checklist

import (
	"strconv"
	"time"
)

// Verdict is the three-way answer of a pass item; every type also takes NA.
type Verdict string

// The verdicts. The empty Verdict means the value lies in another field.
const (
	Pass Verdict = "pass"
	Miss Verdict = "fail"
	NA   Verdict = "na"
)

// Value is one answer as given. Exactly one way is used, after the item's type:
// pass takes Verdict; score takes Number (0…points, step 0.5) or Occurrences
// where the item deducts; rating and number take Number; text takes Text;
// SERVQUAL pairs take Expectation and Perception. All take Verdict NA.
type Value struct {
	Verdict     Verdict `json:"verdict,omitempty"`
	Number      *Milli  `json:"number,omitempty"` // thousandths
	Occurrences *int    `json:"occurrences,omitempty"`
	Text        string  `json:"text,omitempty"`
	Expectation int     `json:"expectation,omitempty"` // 1…7, 0 = not answered
	Perception  int     `json:"perception,omitempty"`
}

// IsZero says that nothing was answered.
func (v Value) IsZero() bool {
	return v.Verdict == "" && v.Number == nil && v.Occurrences == nil && v.Text == "" &&
		v.Expectation == 0 && v.Perception == 0
}

// VerdictValue makes the value of a verdict.
func VerdictValue(v Verdict) Value { return Value{Verdict: v} }

// NumberValue makes the value of a number, rating or score.
func NumberValue(m Milli) Value { return Value{Number: &m} }

// OccurrencesValue makes the value of a counted deduction.
func OccurrencesValue(k int) Value { return Value{Occurrences: &k} }

// TextValue makes the value of a text.
func TextValue(s string) Value { return Value{Text: s} }

// PhotoKind says what a picture shows.
type PhotoKind string

// The kinds of photo.
const (
	PhotoEvidence PhotoKind = "evidence" // belongs to an answer
	PhotoAfter    PhotoKind = "after"    // proves a rectification
)

// PhotoRef is one use of a stored picture. The picture itself is found by its
// hash in the photo store and never changes.
type PhotoRef struct {
	ID       string    `json:"id"`   // uuid of this use
	Hash     string    `json:"hash"` // SHA-256 of the original's bytes, 64 hex digits
	Name     string    `json:"name"` // file name it came with
	Kind     PhotoKind `json:"kind"`
	Source   string    `json:"source"`          // file, paste, drop, inbox
	TakenAt  int64     `json:"taken,omitempty"` // capture time, unix ms UTC; 0 = unknown
	AddedAt  int64     `json:"added"`           // import time, unix ms UTC
	Width    int       `json:"w"`               // upright pixels
	Height   int       `json:"h"`
	Size     int64     `json:"size"` // bytes of the original
	Type     string    `json:"type"` // image/jpeg …
	Position int       `json:"pos"`  // order inside the answer

	// Masked is the SHA-256 of the copy with the mosaic burnt in, "" = none. See
	// Shown and Leaving: what leaves the branch carries this picture instead.
	Masked  string  `json:"masked,omitempty"`
	Marks   []Mark  `json:"marks,omitempty"`   // layers over the picture, mosaic included until it leaves
	Privacy Privacy `json:"privacy,omitempty"` // what was decided about customers in it
}

// Remedy is what the inspector already settled about a failed item.
type Remedy struct {
	Severity Severity `json:"severity,omitempty"` // empty = the item's own
	Owner    string   `json:"owner,omitempty"`    // name of who fixes it
	Due      string   `json:"due,omitempty"`      // yyyy-mm-dd; empty = inspection date + rectify_days
}

// Answer is what one sheet says about one item.
type Answer struct {
	Value     Value      `json:"value"`
	Note      string     `json:"note,omitempty"`
	Recording string     `json:"recording,omitempty"` // reference + time code of a recording kept outside
	Remedy    Remedy     `json:"remedy,omitzero"`
	Photos    []PhotoRef `json:"photos,omitempty"`
	At        int64      `json:"at"` // last change, unix ms UTC
}

// Check says whether value v may be given to the item, else why not. lowest and
// highest entered numbers are bounded to 0…999 999.
func (i *Item) Check(v Value) error {
	if v.IsZero() || v.Verdict == NA {
		return nil
	}
	bad := func(want string) error { return Fail("answer.type", "item", i.ID, "want", want) }
	if i.Expectation.ZH != "" {
		return i.checkPair(v, bad)
	}
	switch i.Type {
	case TypePass:
		if v.Verdict != Pass && v.Verdict != Miss {
			return bad("pass, fail, na")
		}
	case TypeText:
		if v.Text == "" {
			return bad("text")
		}
	case TypeScore:
		return i.checkScore(v, bad)
	default:
		return i.checkNumber(v, bad)
	}
	return nil
}

// Best is the answer of somebody who only confirms: a pass, full marks, nothing to
// deduct; false for what must be measured, judged or written.
func (i *Item) Best() (Value, bool) {
	switch {
	case i.Type == TypePass:
		return VerdictValue(Pass), true
	case i.Type == TypeScore && i.Deduct != nil:
		return OccurrencesValue(0), true
	case i.Type == TypeScore:
		return NumberValue(i.Points), true
	default:
		return Value{}, false
	}
}

func (i *Item) checkPair(v Value, bad func(string) error) error {
	for _, n := range []int{v.Expectation, v.Perception} {
		if n < 0 || n > i.Scale {
			return bad("1…" + strconv.Itoa(i.Scale))
		}
	}
	return nil
}

func (i *Item) checkScore(v Value, bad func(string) error) error {
	if i.Deduct != nil && v.Occurrences != nil {
		if *v.Occurrences < 0 || *v.Occurrences > 999 {
			return bad("0…999")
		}
		return nil
	}
	if v.Number == nil || *v.Number < 0 || *v.Number > i.Points || *v.Number%500 != 0 {
		return bad("0…" + i.Points.String() + ", ½")
	}
	return nil
}

func (i *Item) checkNumber(v Value, bad func(string) error) error {
	if v.Number == nil {
		return bad("number")
	}
	if i.Type == TypeRating && (*v.Number < N(1) || *v.Number > N(i.Scale) || *v.Number%1000 != 0) {
		return bad("1…" + strconv.Itoa(i.Scale))
	}
	if *v.Number < 0 || *v.Number > N(999999) {
		return bad("0…999999")
	}
	return nil
}

// millis is the one way times enter records: unix milliseconds UTC.
func millis(t time.Time) int64 { return t.UnixMilli() }
