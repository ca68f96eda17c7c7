package cli

import (
	"fmt"
	"io"
	"strconv"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/checklist/report"
	"hallcheck/store"
)

type figureDoc struct {
	ID      string  `json:"id"`
	Value   *string `json:"value"` // one decimal, in the unit; null = nothing to go by
	Unit    string  `json:"unit"`
	Num     int64   `json:"num"` // exact: num ÷ den of one, people, minutes
	Den     int64   `json:"den"`
	Light   *string `json:"light"` // green, amber, red; null = no limit
	Limit   string  `json:"limit"`
	Formula string  `json:"formula"`
}

type figureGroupDoc struct {
	Key     string      `json:"key"`
	Tickets int         `json:"tickets"`
	Figures []figureDoc `json:"figures"`
}

type persistentDoc struct {
	Weekday int    `json:"weekday"` // 0 = Sunday
	From    string `json:"from"`
	Long    int    `json:"long"`
	Seen    int    `json:"seen"`
}

type figuresDoc struct {
	From       string           `json:"from"`
	To         string           `json:"to"`
	Total      []figureDoc      `json:"total"`
	Groups     []figureGroupDoc `json:"groups,omitempty"`
	Persistent []persistentDoc  `json:"persistent"`
	Causes     map[string]int   `json:"causes"`
}

// hallFigures shows the figures of the hall, in all or by day, week or band.
func hallFigures(e *env, s *store.Store, a *arguments) error {
	from, to, err := daysOf(e, a, 27)
	if err != nil {
		return err
	}
	by, err := a.oneOf("by", "day", "week", "band")
	if err != nil {
		return err
	}
	set, rules, err := s.FigureSet(e.ctx, a.get("branch-code"), from, to)
	if err != nil {
		return err
	}
	if out := a.get("xlsx"); out != "" {
		d := report.HallFiguresDoc{Set: set, Rules: rules, Name: e.hallName(s, a.get("branch-code")), Lang: checklist.Lang(e.cfg.Lang), Made: e.now()}
		if err := WriteFile(out, func(w io.Writer) error { return report.HallFigures(w, d) }); err != nil {
			return err
		}
		e.say("hallfigures.saved", "file", out)
	}
	groups := map[string][]hall.Group{"day": set.Days, "week": set.Weeks, "band": set.Bands}[by]
	return e.answer(e.figuresDoc(set, rules, groups), func(w io.Writer) error {
		if by != "" {
			return e.figureGroups(w, by, groups, rules)
		}
		return e.figureList(w, set, rules)
	})
}

func (e *env) hallName(s *store.Store, code string) string {
	if code == "" {
		if p, err := s.Profile(e.ctx); err == nil {
			return p.Branch.Name
		}
	}
	names, err := hallNames(e.ctx, s)
	if err != nil || names[code] == "" {
		return code
	}
	return names[code]
}

func (e *env) figureDocs(s *hall.Sums, r hall.Rules) []figureDoc {
	var out []figureDoc
	for _, f := range s.Figures(r) {
		_, limit := f.Target()
		d := figureDoc{ID: f.ID, Unit: string(f.Unit), Num: f.Num, Den: f.Den, Limit: limit, Formula: e.formula(f)}
		if f.Known() {
			d.Value = some(f.Decimal())
		}
		if f.Light != hall.LightNone {
			d.Light = some(string(f.Light))
		}
		out = append(out, d)
	}
	return out
}

func (e *env) formula(f hall.Figure) string {
	if !f.Known() {
		return e.t("hall.figure.none")
	}
	return e.t("hall.figure."+f.ID+".how", f.Parts...)
}

func (e *env) figuresDoc(set *hall.FigureSet, r hall.Rules, groups []hall.Group) figuresDoc {
	d := figuresDoc{From: set.From, To: set.To, Total: e.figureDocs(&set.Total, r), Persistent: []persistentDoc{}, Causes: map[string]int{}}
	for i := range groups {
		d.Groups = append(d.Groups, figureGroupDoc{groups[i].Key, groups[i].Tickets, e.figureDocs(&groups[i].Sums, r)})
	}
	for _, p := range set.Persistent {
		d.Persistent = append(d.Persistent, persistentDoc{int(p.Weekday), hall.SlotClock(p.Slot), p.Long, p.Seen})
	}
	for _, c := range set.Causes {
		d.Causes[c.Cause] = c.N
	}
	return d
}

// figureList writes each figure with its judgement and formula.
func (e *env) figureList(w io.Writer, set *hall.FigureSet, r hall.Rules) error {
	t := &table{right: map[int]bool{1: true}}
	t.add(e.t("hallfigures.col.figure"), e.t("hallfigures.col.value"), e.t("hallfigures.col.unit"), e.t("hallfigures.col.target"), e.t("hallfigures.col.word"), e.t("hallfigures.col.how"))
	for _, f := range set.Total.Figures(r) {
		key, limit := f.Target()
		word := ""
		if f.Word() != "" {
			word = e.t(f.Word())
		}
		t.add(e.t("hall.figure."+f.ID), f.Decimal(), e.t("hall.figure.unit."+string(f.Unit)), e.t(key, "v", limit), word, e.formula(f))
	}
	if err := t.write(w); err != nil {
		return err
	}
	if len(set.Persistent) > 0 {
		fmt.Fprintln(w, "\n"+e.t("hallfigures.queues"))
		for _, p := range set.Persistent {
			fmt.Fprintln(w, "  "+e.t("peak.day."+strconv.Itoa(int(p.Weekday))), hall.SlotClock(p.Slot)+"–"+hall.SlotClock(p.Slot+1),
				e.t("hallfigures.queueLine", "n", strconv.Itoa(p.Seen), "m", strconv.Itoa(p.Long)))
		}
	}
	if len(set.Causes) > 0 {
		fmt.Fprintln(w, "\n"+e.t("hallfigures.causes"))
		for _, c := range set.Causes {
			fmt.Fprintln(w, "  "+e.t("hall.cause."+c.Cause), c.N)
		}
	}
	return nil
}

// figureGroups writes one line for each day, week or band.
func (e *env) figureGroups(w io.Writer, by string, groups []hall.Group, r hall.Rules) error {
	t := &table{right: map[int]bool{}}
	head := []string{e.t("hallfigures." + by), e.t("hallfigures.col.tickets")}
	for i, id := range hall.FigureIDs {
		head = append(head, e.t("hall.figure."+id))
		t.right[i+2] = true
	}
	t.right[1] = true
	t.add(head...)
	for _, g := range groups {
		name := g.Key
		if by == "band" {
			name = e.t("hall.band." + g.Key)
		}
		line := []string{name, strconv.Itoa(g.Tickets)}
		for _, f := range g.Figures(r) {
			line = append(line, f.Decimal())
		}
		t.add(line...)
	}
	return t.write(w)
}
