package shell

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// AnswerBar is the control an item's type needs: the three verdicts, labelled
// marks, a rating, two ratings of a pair, or a stepper; and "not applicable"
// beside it where it is not one of the segments.
type AnswerBar struct {
	widget.BaseWidget
	say Words
	set func(checklist.Value)

	it       *checklist.Item
	value    checklist.Value
	Busy     bool // answers are on their way: do not set the stepper back
	segments *kit.Segmented
	second   *kit.Segmented // perception of a pair
	Stepper  *kit.Stepper
	na       *kit.Segmented
	capFirst *kit.Label
	capLast  *kit.Label
}

// NewAnswerBar makes a bar that hands what is tapped to set; the zero Value takes an answer back.
func NewAnswerBar(say Words, set func(checklist.Value)) *AnswerBar {
	b := &AnswerBar{say: say, set: set, capFirst: kit.NewCaption(""), capLast: kit.NewCaption("")}
	b.segments = kit.NewVerdictBar(nil, "", b.choose)
	b.second = kit.NewVerdictBar(nil, "", b.chooseSecond)
	b.na = kit.NewVerdictBar(nil, "", b.chooseBeside)
	b.Stepper = kit.NewStepper(0, 1000, 500, b.took)
	b.ExtendBaseWidget(b)
	return b
}

func (b *AnswerBar) naOption(key string) kit.Option {
	return kit.Option{ID: "na", Text: b.say.T("verdict.na"), Icon: "dash", Key: key, Tone: kit.Plain}
}

// Bind shows an item's answer.
func (b *AnswerBar) Bind(c *checklist.Checklist, it *checklist.Item, v checklist.Value) {
	fresh := b.it != it
	b.it, b.value = it, v
	pair := it.Expectation.ZH != ""
	labelled := it.Type == checklist.TypeScore && it.Deduct == nil && len(c.ScoreLabels) > 0
	segmented := it.Type == checklist.TypePass || it.Type == checklist.TypeRating || labelled
	show(b.segments, segmented)
	show(b.second, pair)
	show(b.capFirst, pair)
	show(b.capLast, pair)
	show(b.Stepper, !segmented && it.Type != checklist.TypeText)
	show(b.na, it.Type != checklist.TypePass)
	b.bindBeside(it, v, segmented)
	switch {
	case pair:
		b.bindPair(it, v)
	case segmented:
		b.segments.SetOptions(b.options(c, it), b.chosenSegment(v))
	case it.Type != checklist.TypeText:
		b.bindStepper(it, v, fresh)
	}
	b.Refresh()
}

// bindBeside fills the segments beside a stepper or a rating: the best answer
// of a score, and not applicable.
func (b *AnswerBar) bindBeside(it *checklist.Item, v checklist.Value, segmented bool) {
	key := "-"
	if it.Type == checklist.TypeRating {
		key = "0"
	}
	options := []kit.Option{b.naOption(key)}
	now := chosen(v.Verdict == checklist.NA, "na")
	if full, ok := it.Best(); ok && !segmented {
		word := b.say.T("inspect.fullMarks")
		if it.Deduct != nil {
			word = b.say.T("inspect.noDeduction")
		}
		options = append([]kit.Option{{ID: "full", Text: word, Icon: "tick", Tone: kit.Pass}}, options...)
		if v.Verdict == "" && (v.Number != nil && *v.Number == it.Points || v.Occurrences != nil && *v.Occurrences == *full.Occurrences) {
			now = "full"
		}
	}
	b.na.SetOptions(options, now)
}

func (b *AnswerBar) chooseBeside(id string) {
	if id == "na" {
		b.toggle(checklist.VerdictValue(checklist.NA))
		return
	}
	if v, ok := b.it.Best(); ok {
		b.set(v)
	}
}

func chosen(on bool, id string) string {
	if on {
		return id
	}
	return ""
}

// options are the segments of an item.
func (b *AnswerBar) options(c *checklist.Checklist, it *checklist.Item) []kit.Option {
	if it.Type == checklist.TypePass {
		return []kit.Option{
			{ID: "pass", Text: b.say.T("verdict.pass"), Icon: "tick", Key: "1", Tone: kit.Pass},
			{ID: "fail", Text: b.say.T("verdict.fail"), Icon: "cross", Key: "2", Tone: kit.Fail},
			b.naOption("0"),
		}
	}
	if it.Type == checklist.TypeRating {
		return ratingOptions(it.Scale, true)
	}
	var out []kit.Option
	for _, l := range c.ScoreLabels {
		tone := kit.Warn
		if l.Value >= it.Points {
			tone = kit.Pass
		} else if l.Value == 0 {
			tone = kit.Fail
		}
		key := l.Value.String()
		if len(key) != 1 {
			key = ""
		}
		out = append(out, kit.Option{ID: l.Value.String(), Text: l.Name.In(b.say.Lang), Key: key, Tone: tone})
	}
	return out
}

// ratingOptions are 1…scale; judged colours the low ones as bad.
func ratingOptions(scale int, judged bool) []kit.Option {
	var out []kit.Option
	for n := 1; n <= scale; n++ {
		tone := kit.Accent
		if judged && n <= 2 {
			tone = kit.Fail
		} else if judged && n*2 > scale+1 {
			tone = kit.Pass
		} else if judged {
			tone = kit.Warn
		}
		out = append(out, kit.Option{ID: strconv.Itoa(n), Text: strconv.Itoa(n), Tone: tone})
	}
	return out
}

func (b *AnswerBar) chosenSegment(v checklist.Value) string {
	if v.Number != nil {
		return v.Number.String()
	}
	return string(v.Verdict)
}

func (b *AnswerBar) bindPair(it *checklist.Item, v checklist.Value) {
	b.capFirst.Set(b.say.T("inspect.expectation"))
	b.capLast.Set(b.say.T("inspect.perception"))
	number := func(n int) string { return chosen(n > 0, strconv.Itoa(n)) }
	b.segments.SetOptions(ratingOptions(it.Scale, false), number(v.Expectation))
	b.second.SetOptions(ratingOptions(it.Scale, false), number(v.Perception))
}

func (b *AnswerBar) bindStepper(it *checklist.Item, v checklist.Value, fresh bool) {
	if b.Busy && !fresh {
		return
	}
	low, high, step, _ := bounds(it)
	b.Stepper.Min, b.Stepper.Max, b.Stepper.Step = int64(low), int64(high), int64(step)
	b.Stepper.Unit, b.Stepper.Note = b.say.Unit(it.Unit), ""
	var shown *int64
	switch {
	case it.Type == checklist.TypeScore && it.Deduct != nil:
		b.Stepper.Min, b.Stepper.Max, b.Stepper.Step = 0, 999000, 1000
		b.Stepper.Unit = b.say.T("inspect.occurrences")
		if v.Occurrences != nil {
			k := int64(*v.Occurrences) * 1000
			shown = &k
		}
	case it.Type == checklist.TypeScore:
		b.Stepper.Unit = b.say.T("inspect.max", "n", it.Points.String())
	}
	if v.Number != nil {
		n := int64(*v.Number)
		shown = &n
	}
	now := b.Stepper.Value()
	if fresh || (shown == nil) != (now == nil) || shown != nil && *shown != *now {
		b.Stepper.Set(shown)
	}
}

// choose is a tap on a segment; the chosen one again takes the answer back.
func (b *AnswerBar) choose(id string) {
	if b.it.Expectation.ZH != "" {
		n, _ := strconv.Atoi(id)
		b.set(checklist.Value{Expectation: n, Perception: b.value.Perception})
		return
	}
	b.toggle(segmentValue(b.it, id))
}

func (b *AnswerBar) chooseSecond(id string) {
	n, _ := strconv.Atoi(id)
	b.set(checklist.Value{Expectation: b.value.Expectation, Perception: n})
}

func segmentValue(it *checklist.Item, id string) checklist.Value {
	if it.Type == checklist.TypePass || id == "na" {
		return checklist.VerdictValue(checklist.Verdict(id))
	}
	m, err := checklist.ParseMilli(id)
	if err != nil {
		return checklist.Value{}
	}
	return checklist.NumberValue(m)
}

// toggle gives a value, or takes it back when it is the one there.
func (b *AnswerBar) toggle(v checklist.Value) {
	if b.value.Verdict != "" && b.value.Verdict == v.Verdict || v.Number != nil && b.value.Number != nil && *v.Number == *b.value.Number {
		v = checklist.Value{}
	}
	b.set(v)
}

func (b *AnswerBar) took(thousandths int64) {
	if b.it.Type == checklist.TypeScore && b.it.Deduct != nil {
		b.set(checklist.OccurrencesValue(int(thousandths / 1000)))
		return
	}
	b.set(checklist.NumberValue(checklist.Milli(thousandths)))
}

// HeightAt is one line of 40, or two for a pair.
func (b *AnswerBar) HeightAt(float32) float32 {
	if b.second.Visible() {
		return theme.Scaled(40)*2 + 8
	}
	return theme.Scaled(40)
}

// dropCaps leaves the key-caps out where they would cost the words their room.
func (b *AnswerBar) dropCaps(w float32) {
	n := float32(max(len(b.segments.Options), 1))
	tight, caps := false, false
	for _, o := range b.segments.Options {
		tight = tight || fyne.MeasureText(o.Text, theme.Points(theme.Body), fyne.TextStyle{}).Width+theme.Scaled(54) > w/n
		caps = caps || o.Key != ""
	}
	if !tight || !caps {
		return
	}
	options := append([]kit.Option(nil), b.segments.Options...)
	for i := range options {
		options[i].Key = ""
	}
	b.segments.SetOptions(options, b.segments.Chosen)
}

// CreateRenderer implements fyne.Widget.
func (b *AnswerBar) CreateRenderer() fyne.WidgetRenderer { return &answerRenderer{b} }

type answerRenderer struct{ b *AnswerBar }

func (r *answerRenderer) Destroy() {}

func (r *answerRenderer) Objects() []fyne.CanvasObject {
	b := r.b
	return []fyne.CanvasObject{b.capFirst, b.capLast, b.segments, b.second, b.Stepper, b.na}
}

func (r *answerRenderer) MinSize() fyne.Size { return fyne.NewSize(theme.Scaled(200), r.b.HeightAt(0)) }

func (r *answerRenderer) Layout(s fyne.Size) {
	b := r.b
	h := theme.Scaled(40)
	w := s.Width
	if b.na.Visible() {
		nw := min(b.na.MinSize().Width, s.Width*0.56)
		put(b.na, s.Width-nw, 0, nw, h)
		w -= nw + 10
	}
	x := float32(0)
	if b.second.Visible() {
		x = max(b.capFirst.Natural().Width, b.capLast.Natural().Width) + 10
		mh := b.capFirst.MinSize().Height
		put(b.capFirst, 0, (h-mh)/2, x-10, mh)
		put(b.capLast, 0, h+8+(h-mh)/2, x-10, mh)
		put(b.second, x, h+8, w-x, h)
	}
	put(b.segments, x, 0, w-x, h)
	b.dropCaps(w - x)
	put(b.Stepper, 0, 0, w, h)
}

func (r *answerRenderer) Refresh() {
	r.Layout(r.b.Size())
	r.b.segments.Refresh()
	r.b.second.Refresh()
	r.b.na.Refresh()
}

func show(o fyne.CanvasObject, on bool) {
	if o.Visible() != on {
		if on {
			o.Show()
		} else {
			o.Hide()
		}
	}
}
