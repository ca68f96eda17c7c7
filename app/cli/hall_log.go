package cli

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/checklist/report"
	"hallcheck/store"
)

// caseDays is how far back a log looks for what was still open on its day.
const caseDays = 180

// HallLog makes the papers of a hall's days from what is stored, for the window and
// for scripts.
type HallLog struct {
	Store *store.Store
	Lang  checklist.Lang
	Now   func() time.Time
}

// Day is the log of a day, yyyy-mm-dd, as it stands.
func (h *HallLog) Day(ctx context.Context, day string) (report.DayLogDoc, error) {
	now := h.Now()
	doc := report.DayLogDoc{Lang: h.Lang, Made: now}
	who, err := h.Store.Profile(ctx)
	if err != nil {
		return doc, err
	}
	doc.Branch, doc.Org = who.Branch, who.Org
	plan, err := h.Store.HallPlan(ctx, day)
	if err != nil {
		return doc, err
	}
	entries, err := h.Store.HallDay(ctx, "", day)
	if err != nil {
		return doc, err
	}
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return doc, err
	}
	around, err := h.Store.HallEntries(ctx, "", at.AddDate(0, 0, -caseDays).Format(time.DateOnly), now.Format(time.DateOnly),
		hall.KindFault, hall.KindFaultEnd, hall.KindComplaint, hall.KindComplaintEnd, hall.KindEvent, hall.KindVoid)
	if err != nil {
		return doc, err
	}
	cells, totals, err := h.Store.HallFigures(ctx, "", day, day)
	if err != nil {
		return doc, err
	}
	var total hall.DayTotal
	if len(totals) == 1 {
		total = totals[0]
	}
	red, err := h.red(ctx, day)
	if err != nil {
		return doc, err
	}
	doc.Log = hall.NewDayLog(day, plan.Rules, entries, hall.Carried(around, day), cells, total, plan.Duties, red, now)
	return doc, nil
}

// red counts the failed items of the day's patrols.
func (h *HallLog) red(ctx context.Context, day string) (map[string]int, error) {
	rows, _, err := h.Store.Summaries(ctx, checklist.Filter{From: day, To: day, Status: checklist.Finished, Limit: 500})
	out := make(map[string]int, len(rows))
	for _, r := range rows {
		out[r.ID] = r.Red
	}
	return out, err
}

// Cases lists what happened in the days from … to besides queues, the newest last; where
// the days reach today, with the faults and complaints from before that are still open.
func (h *HallLog) Cases(ctx context.Context, from, to string, kinds ...hall.Kind) (report.HallCasesDoc, error) {
	now := h.Now()
	today := now.Format(time.DateOnly)
	doc := report.HallCasesDoc{Lang: h.Lang, Made: now, From: from, To: to}
	who, err := h.Store.Profile(ctx)
	if err != nil {
		return doc, err
	}
	doc.Branch, doc.Org = who.Branch, who.Org
	rules, err := h.Store.HallRules(ctx)
	if err != nil {
		return doc, err
	}
	entries, err := h.Store.HallEntries(ctx, "", from, today, append(slices.Clone(kinds), hall.KindFaultEnd, hall.KindComplaintEnd, hall.KindVoid)...)
	if err != nil {
		return doc, err
	}
	if to >= today {
		open, err := h.Store.OpenCases(ctx, "", hall.KindFault, hall.KindComplaint)
		if err != nil {
			return doc, err
		}
		entries = append(hall.StillOpen(open, from), entries...)
	}
	for _, c := range hall.Cases(entries, rules, now, kinds...) {
		if c.Day <= to && !c.LogOnly() {
			doc.Cases = append(doc.Cases, c)
		}
	}
	slices.SortStableFunc(doc.Cases, func(a, b hall.Case) int { return int(min(1, max(-1, a.At-b.At))) })
	return doc, nil
}

// SaveDay writes the log of a day as PDF.
func (h *HallLog) SaveDay(ctx context.Context, path, day string) error {
	doc, err := h.Day(ctx, day)
	if err != nil {
		return err
	}
	return WriteFile(path, func(w io.Writer) error {
		_, err := report.DayLogPDF(w, doc)
		return err
	})
}

// SaveCases writes the list of cases, PDF or workbook by the ending of path.
func (h *HallLog) SaveCases(ctx context.Context, path, from, to string, kinds ...hall.Kind) error {
	doc, err := h.Cases(ctx, from, to, kinds...)
	if err != nil {
		return err
	}
	format := report.Format(strings.TrimPrefix(strings.ToLower(filepath.Ext(path)), "."))
	return WriteFile(path, func(w io.Writer) error {
		_, err := report.HallCases(w, format, doc)
		return err
	})
}

// hallLog shows the log of a day, and writes it where --out says.
func hallLog(e *env, s *store.Store, a *arguments) error {
	day, err := dayFlag(a, "day", e.today())
	if err != nil {
		return err
	}
	out := a.get("out")
	if out != "" && strings.ToLower(filepath.Ext(out)) != ".pdf" {
		return wrongUse(a.command, "usage.badValue", "flag", "--out", "value", out, "want", "*.pdf")
	}
	h := &HallLog{Store: s, Lang: checklist.Lang(e.cfg.Lang), Now: e.now}
	doc, err := h.Day(e.ctx, day)
	if err != nil {
		return err
	}
	if out != "" {
		err := WriteFile(out, func(w io.Writer) error {
			_, err := report.DayLogPDF(w, doc)
			return err
		})
		if err != nil {
			return err
		}
	}
	parts := report.DayLogParts(doc)
	return e.answer(map[string]any{"day": day, "weather": doc.Log.Weather, "customers": doc.Log.Heads, "parts": partDocs(parts), "file": out}, func(w io.Writer) error {
		for _, p := range parts {
			fmt.Fprintln(w, p.Title)
			t := &table{}
			t.add(p.Cols...)
			for _, r := range p.Rows {
				for i := range r {
					r[i] = strings.ReplaceAll(r[i], "\n", e.t("truth.join"))
				}
				t.add(r...)
			}
			if err := t.write(w); err != nil {
				return err
			}
			fmt.Fprintln(w)
		}
		return nil
	})
}

type logPartDoc struct {
	Title string     `json:"title"`
	Cols  []string   `json:"cols"`
	Rows  [][]string `json:"rows"`
}

func partDocs(parts []report.LogPart) []logPartDoc {
	out := make([]logPartDoc, len(parts))
	for i, p := range parts {
		out[i] = logPartDoc{p.Title, p.Cols, p.Rows}
	}
	return out
}

type caseDoc struct {
	ID     string `json:"id"`
	Kind   string `json:"kind"`
	At     string `json:"at"`
	Topic  string `json:"topic"`
	Text   string `json:"text"`
	Person string `json:"person"`
	Open   bool   `json:"open"`
	Ended  string `json:"ended,omitempty"`
	Result string `json:"result,omitempty"`
	Down   int    `json:"downMinutes,omitempty"`
}

// hallCases lists faults, complaints, praise …, and writes them where --out says.
func hallCases(e *env, s *store.Store, a *arguments) error {
	today := e.today()
	from, err := dayFlag(a, "from", e.now().AddDate(0, 0, -30).Format(time.DateOnly))
	if err != nil {
		return err
	}
	to, err := dayFlag(a, "to", today)
	if err != nil {
		return err
	}
	kinds := hall.CaseKinds()
	if a.has("kind") {
		k := hall.Kind(a.get("kind"))
		if !slices.Contains(kinds, k) {
			return wrongUse(a.command, "usage.badValue", "flag", "--kind", "value", string(k), "want", "fault|complaint|praise|special|drill|event|note")
		}
		kinds = []hall.Kind{k}
	}
	h := &HallLog{Store: s, Lang: checklist.Lang(e.cfg.Lang), Now: e.now}
	doc, err := h.Cases(e.ctx, from, to, kinds...)
	if err != nil {
		return err
	}
	out := a.get("out")
	if out != "" {
		if err := h.SaveCases(e.ctx, out, from, to, kinds...); err != nil {
			return err
		}
	}
	docs := []caseDoc{}
	for _, c := range doc.Cases {
		x := caseDoc{ID: c.ID, Kind: string(c.Kind), At: c.Time(e.now().Location()).Format(time.RFC3339), Topic: c.Topic, Text: c.Text, Person: c.Person, Down: c.Down}
		x.Open = c.Open() && (c.Kind == hall.KindFault || c.Kind == hall.KindComplaint)
		if c.End != nil {
			x.Ended, x.Result = c.End.Time(e.now().Location()).Format(time.RFC3339), c.End.Text
		}
		docs = append(docs, x)
	}
	return e.answer(map[string]any{"from": from, "to": to, "cases": docs, "file": out}, func(w io.Writer) error {
		t := &table{}
		t.add(e.t("hallcases.col.at"), e.t("hallcases.col.kind"), e.t("hallcases.paper.category"), e.t("hallcases.col.what"), e.t("hallcases.col.owner"), e.t("hallcases.col.state"))
		for i, c := range doc.Cases {
			state := e.t("hallcases.noted")
			switch {
			case docs[i].Open:
				state = e.t("hallcases.filter.open")
			case c.End != nil || c.SolvedAtOnce():
				state = e.t("hallcases.settled")
			}
			kind, topic := e.caseWords(&c)
			t.add(docs[i].At[:16], kind, cut(topic, 32), cut(c.Text, 48), cut(c.Person, 20), state) // whole in --json and the papers
		}
		if len(doc.Cases) == 0 {
			t.add("–", "", "", "", "", strconv.Itoa(0))
		}
		return t.write(w)
	})
}

// caseWords are what a case is and what it is about, as the page has them.
func (e *env) caseWords(c *hall.Case) (kind, topic string) {
	kind, topic = e.t("hallcases.kind."+string(c.Kind)), e.topic(&c.Entry)
	switch {
	case c.Kind == hall.KindNote && c.TopicKey() != "":
		kind = e.t("hallcases.kind.emergency")
	case c.Kind == hall.KindNote:
		topic = ""
	}
	return kind, topic
}

// topic is an entry's topic in words.
func (e *env) topic(x *hall.Entry) string {
	if key := x.TopicKey(); key != "" {
		return e.t(key)
	}
	return x.Topic
}
