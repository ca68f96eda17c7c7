package morning

import (
	"context"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// isDay says whether s is a day, yyyy-mm-dd.
func isDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// showAsked counts the questions of this meeting and what is left of the bank's list.
func (h *holding) showAsked() {
	p := h.p
	list, right := hall.AskedIn(p.d.asked, h.in().ID)
	first := p.t("askedNone")
	if len(list) > 0 {
		first = p.t("askedN", "n", strconv.Itoa(len(list)), "right", strconv.Itoa(right))
	}
	h.asked.Objects = []fyne.CanvasObject{headed(first, h.draw), muted(p.bankLine())}
	h.asked.Refresh()
}

// bankLine says how many questions there are and how many never came yet.
func (p *page) bankLine() string {
	if len(p.d.bank) == 0 {
		return p.t("bankEmpty")
	}
	times, fresh := hall.Asked(p.d.asked), 0
	for _, q := range p.d.bank {
		if times[q.ID] == 0 {
			fresh++
		}
	}
	return p.t("bank", "n", strconv.Itoa(len(p.d.bank)), "fresh", strconv.Itoa(fresh))
}

// asking is the dialog of one question.
type asking struct {
	h     *holding
	topic string
	skip  int // questions passed over without asking
	q     hall.Question
	seed  string

	head   *kit.Label
	words  *kit.Paragraph
	answer *kit.Paragraph
	who    *kit.SearchSelect
	bar    *kit.Segmented
}

// ask draws a question and who answers it; without questions it asks for a list of them.
func (h *holding) ask() {
	p := h.p
	if len(p.d.bank) == 0 {
		p.s.Hint(p.t("bankEmpty"))
		p.importQuestions()
		return
	}
	x := &asking{h: h, head: kit.NewCaption(""), words: kit.NewParagraph("", theme.Text), answer: muted("")}
	x.words.Font, x.words.Bold = theme.Title, true
	x.bar = kit.NewVerdictBar([]kit.Option{
		{ID: "right", Text: p.t("right"), Icon: "tick", Tone: kit.Pass},
		{ID: "wrong", Text: p.t("wrong"), Icon: "cross", Tone: kit.Fail},
		{ID: "none", Text: p.t("unsaid"), Icon: "dash", Tone: kit.Plain},
	}, "", nil)
	x.bar.OnChosen = func(string) {}
	x.who = p.whoSelect(p.t("whoHint"), p.d.notes.Present(p.d.people), "")
	x.who.OnChosen = func(string) { kit.Focus(x.bar) }
	topics := []kit.Choice{{ID: "", Text: p.t("allTopics")}}
	for _, s := range hall.QuestionTopics(p.d.bank) {
		topics = append(topics, kit.Choice{ID: s, Text: s})
	}
	topic := kit.NewSearchSelect(p.t("allTopics"), topics, "", p.matches, func(s string) {
		x.topic, x.skip = s, 0
		x.draw()
		kit.Focus(x.bar)
	})
	other := kit.NewSecondary(p.t("other"), "", func() {
		x.skip++
		x.draw()
		kit.Focus(x.bar)
	}).WithIcon("refresh")
	show := kit.NewQuiet(p.t("showAnswer"), func() { x.reveal() })
	body := kit.NewColumn(12,
		kit.NewRow(10, kit.Grow(x.head), topic, other), x.words, kit.NewTopRow(10, kit.Grow(x.answer), show),
		kit.FormRow(p.t("answers"), x.who), x.bar, kit.NewCaption(p.t("askHint")))
	x.draw()
	p.s.Form(p.t("question"), body, 600, x.bar, p.t("noteNext"), x.save)
}

// draw takes the question that is next by the lots.
func (x *asking) draw() {
	p := x.h.p
	list, _ := hall.AskedIn(p.d.asked, x.h.in().ID)
	x.seed = hall.DrawSeed(x.h.in().ID, len(list))
	order := hall.Draw(p.d.bank, hall.Asked(p.d.asked), x.topic, len(p.d.bank), x.seed)
	x.q = order[x.skip%len(order)]
	if x.skip > 0 {
		x.seed += "+" + strconv.Itoa(x.skip)
	}
	x.head.Set(p.t("nth", "n", strconv.Itoa(len(list)+1), "topic", x.q.Topic))
	x.words.Set(x.q.Text)
	x.answer.Set("")
	x.bar.Set("")
	x.who.Set(hall.DrawPerson(p.d.notes.Present(p.d.people), p.d.asked, x.seed))
}

func (x *asking) reveal() {
	text := x.q.Answer
	if text == "" {
		text = x.h.p.t("noAnswer")
	}
	x.answer.Set(text)
}

// save writes the question down and draws the next; without a verdict it only leaves.
func (x *asking) save(done func()) {
	p := x.h.p
	if x.bar.Chosen == "" {
		p.s.Hint(p.t("askHint"))
		return
	}
	var right *bool
	if x.bar.Chosen != "none" {
		v := x.bar.Chosen == "right"
		right = &v
	}
	e := x.q.Entry(x.h.in().ID, x.seed, x.who.Chosen, right)
	log := p.sv.Log
	p.saving++
	shell.Save(p.s, func(ctx context.Context) ([]hall.Entry, error) { return log.Append(ctx, e) }, func(out []hall.Entry, err error) {
		p.saving--
		if err != nil {
			p.s.Fail(err)
			return
		}
		p.d.asked = append(p.d.asked, out...)
		x.h.showAsked()
		x.skip = 0
		x.draw()
		kit.Focus(x.bar)
	})
}

// importQuestions reads a list of questions into the bank's own.
func (p *page) importQuestions() {
	if p.sv.ReadFile == nil {
		return
	}
	p.s.Choose.OpenFile([]string{".xlsx", ".csv", ".txt"}, p.takeQuestions)
}

func (p *page) takeQuestions(path string) {
	read, log := p.sv.ReadFile, p.sv.Log
	shell.Save(p.s, func(ctx context.Context) (hall.QuestionImport, error) {
		data, err := read(path)
		if err != nil {
			return hall.QuestionImport{}, err
		}
		list, err := hall.QuestionsIn(path, data)
		if err != nil {
			return hall.QuestionImport{}, err
		}
		return log.ImportQuestions(ctx, list, false)
	}, func(out hall.QuestionImport, err error) {
		if err != nil {
			p.s.Fail(err)
			return
		}
		p.s.Toast(p.t("imported", "new", strconv.Itoa(out.New), "changed", strconv.Itoa(out.Changed), "same", strconv.Itoa(out.Same)), nil)
		p.s.Reload()
	})
}
