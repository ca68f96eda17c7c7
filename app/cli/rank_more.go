package cli

import (
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
	"hallcheck/store"
)

// rankComposites lists headquarters' composites.
func rankComposites(e *env, s *store.Store, _ *arguments) error {
	all, err := s.Composites(e.ctx)
	if err != nil {
		return err
	}
	if all == nil {
		all = []ranking.Composite{}
	}
	return e.answer(all, func(w io.Writer) error {
		t := &table{}
		for _, c := range all {
			var parts []string
			for _, p := range c.Parts {
				parts = append(parts, e.name(p.Title)+" "+p.Weight.String())
			}
			t.add(c.ID, c.Name, strings.Join(parts, " · "), e.t("target.gradedBy", "list", cmp.Or(c.GradedBy(), ranking.GradesNone)))
		}
		return t.write(w)
	})
}

// rankComposite adds, changes or drops a composite.
func rankComposite(e *env, a *arguments) error {
	c := ranking.Composite{ID: a.rest[0], Name: a.get("name"), Grades: a.get("grades")}
	if !a.has("drop") {
		if _, err := a.need("name"); err != nil {
			return err
		}
		weights, err := a.need("weights")
		if err != nil {
			return err
		}
		for _, one := range strings.Split(weights, ",") {
			list, text, _ := strings.Cut(one, "=")
			w, err := checklist.ParseMilli(text)
			if err != nil {
				return wrongUse(a.command, "usage.badValue", "flag", "--weights", "value", one, "want", "mystery-shopper=50,6s-environment=30")
			}
			c.Parts = append(c.Parts, ranking.Part{Checklist: strings.TrimSpace(list), Weight: w})
		}
	}
	s, err := e.open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	if a.has("drop") {
		return s.DropComposite(e.ctx, c.ID)
	}
	if err := s.SaveComposite(e.ctx, c); err != nil {
		return err
	}
	return e.answer(c, func(io.Writer) error {
		e.say("target.saved.composite", "id", c.ID)
		return nil
	})
}

// rankRules shows headquarters' rules, or changes those given.
func rankRules(e *env, s *store.Store, a *arguments) error {
	text, err := s.Setting(e.ctx, ranking.SettingRules)
	if err != nil {
		return err
	}
	r, err := ranking.ReadRules(text)
	if err != nil {
		return err
	}
	for flag, to := range map[string]*int{"coverage": &r.CoverageMin, "small": &r.SmallBelow} {
		if !a.has(flag) {
			continue
		}
		if *to, err = strconv.Atoi(a.get(flag)); err != nil {
			return wrongUse(a.command, "usage.badValue", "flag", "--"+flag, "value", a.get(flag), "want", "0–100")
		}
	}
	if low, err := a.oneOf("low", string(ranking.GateProvisional), string(ranking.GateWithheld)); err != nil {
		return err
	} else if low != "" {
		r.Low = ranking.Gate(low)
	}
	if shrink, err := a.oneOf("shrink", "off", "shown", "ranks"); err != nil {
		return err
	} else if shrink != "" {
		r.Shrink = ranking.Shrink(strings.TrimPrefix(shrink, "off"))
	}
	if err := r.Check(); err != nil {
		return err
	}
	if len(a.values) > 0 {
		if err := s.SetSetting(e.ctx, ranking.SettingRules, r.String()); err != nil {
			return err
		}
	}
	return e.answer(r, func(w io.Writer) error {
		shrink := "off"
		if r.Shrink != "" {
			shrink = string(r.Shrink)
		}
		_, err := fmt.Fprintln(w, e.t("target.rules", "coverage", strconv.Itoa(r.CoverageMin), "low", e.t("target.low."+string(r.Low)),
			"small", strconv.Itoa(r.SmallBelow), "shrink", e.t("target.shrink."+shrink)))
		return err
	})
}

type pointDoc struct {
	Month string  `json:"month"`
	Score *string `json:"score"`
	Halls int     `json:"halls"`
}

// trendMonths is how many months a trend shows when nobody says.
const trendMonths = 12

// rankTrend answers the months of a hall, a peer group or the whole.
func rankTrend(e *env, a *arguments) error {
	peers, err := peerGroup(a)
	if err != nil {
		return err
	}
	first, last := "", ranking.MonthOf(e.now()).String()
	if a.has("period") {
		p, err := periodOf(a)
		if err != nil {
			return err
		}
		first, last = p.From[:7], p.To[:7]
	} else {
		first = ranking.MonthOf(e.now()).Move(1 - trendMonths).String()
	}
	list := rankedList(a)
	s, err := e.open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	if _, err := s.Checklist(e.ctx, list, 0); err != nil {
		return err
	}
	var sums []ranking.MonthSum
	if hall := a.get("branch-code"); hall != "" {
		sums, err = s.Trend(e.ctx, list, hall, first, last)
	} else {
		sums, err = s.GroupTrend(e.ctx, list, first, last)
	}
	if err != nil {
		return err
	}
	out := []pointDoc{}
	for _, p := range ranking.Trend(sums, peers, first, last) {
		out = append(out, pointDoc{p.Month, tenths(p.Score), p.Halls})
	}
	return e.answer(out, func(w io.Writer) error {
		t := &table{right: map[int]bool{1: true, 2: true}}
		t.add(e.t("target.col.month"), e.t("cli.col.score"), e.t("target.col.halls"))
		for _, p := range out {
			score := "–"
			if p.Score != nil {
				score = *p.Score
			}
			t.add(p.Month, score, strconv.Itoa(p.Halls))
		}
		return t.write(w)
	})
}

type lossDoc struct {
	Item  string `json:"item"`
	Zone  string `json:"zone"`
	Text  string `json:"text"`
	Lost  string `json:"lost"`
	Times int    `json:"times"`
	Halls int    `json:"halls"`
}

// mostLosses is how many items are listed.
const mostLosses = 20

// rankLosses lists the items that cost most points.
func rankLosses(e *env, a *arguments) error {
	p, err := periodOf(a)
	if err != nil {
		return err
	}
	list := rankedList(a)
	s, err := e.open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	c, err := s.Checklist(e.ctx, list, 0)
	if err != nil {
		return err
	}
	all, err := s.TopLosses(e.ctx, list, a.get("branch-code"), p.From, p.To, mostLosses)
	if err != nil {
		return err
	}
	out := []lossDoc{}
	for _, l := range all {
		text := l.Item
		if it := c.ItemByID(l.Item); it != nil {
			text = e.name(it.Text)
		}
		out = append(out, lossDoc{l.Item, l.Zone, text, checklist.RoundTenths(l.Lost.Rat()).String(), l.Times, l.Halls})
	}
	return e.answer(out, func(w io.Writer) error {
		t := &table{right: map[int]bool{0: true, 1: true, 2: true}}
		t.add(e.t("target.col.lost"), e.t("target.col.times"), e.t("target.col.halls"), e.t("target.col.item"))
		for _, l := range out {
			t.add(l.Lost, strconv.Itoa(l.Times), strconv.Itoa(l.Halls), cut(l.Text, 60))
		}
		return t.write(w)
	})
}

type offsetDoc struct {
	Inspector string  `json:"inspector"`
	Halls     int     `json:"halls"`
	Records   int     `json:"records"`
	Others    int     `json:"others"`
	Offset    *string `json:"offset"` // null = too few halls to say
	Margin    *string `json:"margin"`
	Clear     bool    `json:"clear"`
}

// rankInspectors compares inspectors over the halls they share.
func rankInspectors(e *env, a *arguments) error {
	p, err := periodOf(a)
	if err != nil {
		return err
	}
	list := rankedList(a)
	s, err := e.open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	from, to := aroundMonths(p)
	visits, err := s.Visits(e.ctx, list, from, to)
	if err != nil {
		return err
	}
	out := []offsetDoc{}
	for _, o := range ranking.Leniency(visits, p.From, p.To) {
		d := offsetDoc{Inspector: o.Inspector, Halls: o.Halls, Records: o.Records, Others: o.Others, Clear: o.Clear}
		if o.Shown {
			mean := signed(int(o.Mean), o.Mean.String())
			d.Offset, d.Margin = &mean, tenths(&o.Margin)
		}
		out = append(out, d)
	}
	return e.answer(out, func(w io.Writer) error {
		t := &table{right: map[int]bool{1: true, 2: true, 3: true}}
		t.add(e.t("target.col.inspector"), e.t("target.col.offset"), e.t("target.col.margin"), e.t("target.col.halls"))
		for _, o := range out {
			offset, margin := e.t("target.tooFew"), ""
			if o.Offset != nil {
				offset, margin = *o.Offset, "±"+*o.Margin
			}
			t.add(o.Inspector, offset, margin, strconv.Itoa(o.Halls))
		}
		e.say("target.notApplied")
		return t.write(w)
	})
}

// aroundMonths are the first day of the month before a period and the last of
// the month after it.
func aroundMonths(p ranking.Period) (from, to string) {
	first, _ := time.Parse(time.DateOnly, p.From)
	last, _ := time.Parse(time.DateOnly, p.To)
	return ranking.MonthOf(first).Before().From, ranking.MonthOf(last).Move(1).To
}
