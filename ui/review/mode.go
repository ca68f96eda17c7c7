package review

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// mode is what the row below the pictures asks for; "" = nothing.
type mode string

// The questions.
const (
	returning mode = "return" // why it is returned
	refusing  mode = "refuse" // why it may not take longer
	extending mode = "extend" // until when it may take
)

// offer is one answer that needs no typing.
type offer struct {
	word  string // on the chip
	value string // into the field
}

// ask opens a question about the pair shown.
func (m *mode) ask(p *page, what mode) {
	*m = what
	p.board.foot.ask(what, p.offers(what))
	p.board.foot.set()
}

// close takes the question away.
func (m *mode) close(p *page) {
	if *m == "" {
		return
	}
	*m = ""
	c := p.s.Window().Canvas()
	if c.Focused() == fyne.Focusable(p.board.foot.field) {
		c.Unfocus()
	}
	p.board.foot.set()
}

// offers are the answers most often given.
func (p *page) offers(what mode) []offer {
	var out []offer
	switch what {
	case extending:
		return p.dates()
	case refusing:
		for _, k := range []string{"enough", "vague", "urgent"} {
			out = append(out, offer{p.t("refuse." + k), p.t("refuse." + k)})
		}
	default:
		for _, k := range []string{"unclear", "unfixed", "elsewhere", "old"} {
			out = append(out, offer{p.t("reason." + k), p.t("reason." + k)})
		}
	}
	return out
}

// dates are the asked date, some days more than now, and the last possible day.
func (p *page) dates() []offer {
	w, last := p.s.Words(), p.f.LatestDue()
	add := func(out []offer, key, day string) []offer {
		for _, o := range out {
			if o.value == day {
				return out
			}
		}
		if day <= p.f.Due || day > last {
			return out
		}
		return append(out, offer{p.t(key, "day", w.DayOf(day)), day})
	}
	out := add(nil, "until.asked", p.f.AskedDue)
	out = add(out, "until.three", later(p.f.Due, 3))
	out = add(out, "until.seven", later(p.f.Due, 7))
	return add(out, "until.last", last)
}

func later(day string, n int) string {
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return d.AddDate(0, 0, n).Format(time.DateOnly)
}

// confirm takes the answer in the field.
func (p *page) confirm() {
	text := strings.TrimSpace(p.board.foot.field.Text)
	if text == "" {
		p.s.Hint(p.t("hint." + string(p.mode)))
		return
	}
	switch p.mode {
	case returning:
		p.decide(checklist.VerbReject, text)
	case refusing:
		p.decide(checklist.VerbRefuse, text)
	case extending:
		p.decide(checklist.VerbGrant, text)
	}
}

// otherDay moves the date in the field.
func (p *page) otherDay(by int) {
	f := p.board.foot
	f.field.Fill(later(strings.TrimSpace(f.field.Text), by))
	f.light()
}

// chip is an answer to tap, with its number while a question is open.
type chip struct {
	*kit.Card
	offer offer
}

func newChip(key string, o offer, tap func()) chip {
	cap, word := kit.NewKeyCap(key), kit.NewText(o.word, theme.Caption, false, theme.Text).Whole()
	show(cap, key != "")
	c := kit.NewCardInset(kit.Inset(kit.NewRow(6, cap, word), 0, 5, 0, 5), 4)
	c.Tap = tap
	return chip{c, o}
}
