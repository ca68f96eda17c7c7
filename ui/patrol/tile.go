package patrol

import (
	"fmt"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// tile is one item: its key, its words, where it stands; a number has its stepper.
type tile struct {
	card    *kit.Card
	key     string
	text    *kit.Paragraph
	pill    *kit.Pill
	row     *fyne.Container // of words and pill
	stepper *kit.Stepper    // numbers only
}

// longWords is how wide an item's words may be, at 100 %, before all are set small.
const longWords = 330

// long says whether the words of any item are so long that they would not fit beside
// the others'.
func long(w shell.Words, c *checklist.Checklist) bool {
	for i := range c.Items {
		if fyne.MeasureText(w.In(c.Items[i].Text), theme.Points(theme.Body), fyne.TextStyle{}).Width > theme.Scaled(longWords) {
			return true
		}
	}
	return false
}

// newTile makes the tile of an item; tap acts as its key, set takes a number. In small
// type it has room for long words.
func newTile(w shell.Words, it *checklist.Item, key string, small bool, tap func(), set func(checklist.Value)) *tile {
	t := &tile{key: key, text: kit.NewParagraph(w.In(it.Text), theme.Text), pill: kit.NewPill(kit.Plain, "")}
	t.text.Lines = 2
	head := kit.NewParagraph(w.In(it.Text), theme.Text)
	head.Bold, head.Lines = true, 2
	if small {
		t.text.Font, t.text.Lines, head.Font = theme.Caption, 3, theme.Caption
	}
	if it.Type == checklist.TypeNumber {
		t.stepper = kit.NewStepper(0, int64(hall.MostFor(it))*1000, 1000, func(n int64) { set(checklist.NumberValue(checklist.Milli(n))) })
		t.stepper.Unit, t.stepper.Counts = w.Unit(it.Unit), true
		t.row = kit.NewRow(0, t.pill, kit.Space())
		t.card = kit.NewCardInset(kit.NewColumn(4, head, t.stepper, t.row), 8)
	} else {
		row := []fyne.CanvasObject{kit.Grow(t.text), t.pill}
		if key != "" {
			row = append([]fyne.CanvasObject{kit.NewKeyCap(upper(key))}, row...)
		}
		t.row = kit.NewRow(8, row...)
		inset := float32(7)
		if small {
			inset = 4
		}
		t.card = kit.NewCardInset(kit.MinSize(t.row, 60, 40), inset)
	}
	t.card.Tap, t.card.Mouse = tap, true // every item has its key
	return t
}

// show gives the tile an answer; suggested is a number nobody confirmed yet.
func (t *tile) show(w shell.Words, in *checklist.Inspection, it *checklist.Item, v checklist.Value, suggested *checklist.Milli, chosen bool) {
	tone, icon, word := w.Answer(in, it, v)
	if t.stepper != nil {
		if v.Number != nil && v.Verdict == "" {
			word = w.T("patrol.known")
			if tone == kit.Fail {
				word = w.T("patrol.over")
			}
		}
		if v.IsZero() && suggested != nil {
			tone, icon, word = kit.Accent, "", w.T("patrol.suggested")
		}
		t.step(v, suggested)
	}
	t.pill.Set(tone, icon, word)
	t.row.Refresh() // the pill has another width
	t.card.Fill = theme.Surface
	if tone == kit.Fail {
		t.card.Fill = theme.FailSoft
	}
	t.card.Chosen = chosen
	t.card.Refresh()
}

// step shows a number without disturbing what is being typed.
func (t *tile) step(v checklist.Value, suggested *checklist.Milli) {
	want := v.Number
	if want == nil && v.Verdict == "" {
		want = suggested
	}
	now := t.stepper.Value()
	switch {
	case want == nil && now != nil:
		t.stepper.Set(nil)
	case want != nil && (now == nil || *now != int64(*want)):
		n := int64(*want)
		t.stepper.Set(&n)
	}
}

func upper(key string) string { return string(key[0] - 'a' + 'A') }

// elapsed writes milliseconds as minutes and seconds, "2:14"; over an hour "1:02:14".
func elapsed(ms int64) string {
	s := max(ms/1000, 0)
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}
