package cli

import (
	"cmp"
	"context"
	"io"
	"slices"
	"strings"

	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
	"hallcheck/checklist/report"
	"hallcheck/store"
)

// usualRanking is the checklist a ranking is about when nobody says.
const usualRanking = "6s-environment"

func rankedList(a *arguments) string {
	if list := a.get("checklist"); list != "" {
		return list
	}
	return usualRanking
}

// rank answers the ranking of a period.
func rank(e *env, a *arguments) error {
	period, err := periodOf(a)
	if err != nil {
		return err
	}
	peers, err := peerGroup(a)
	if err != nil {
		return err
	}
	shrink, err := a.oneOf("shrink", "off", "shown", "ranks")
	if err != nil {
		return err
	}
	for _, ending := range []string{"xlsx", "pdf"} {
		if f := a.get(ending); f != "" && !strings.HasSuffix(strings.ToLower(f), "."+ending) {
			return wrongUse(a.command, "usage.badValue", "flag", "--"+ending, "value", f, "want", "*."+ending)
		}
	}
	if a.has("checklist") && a.has("composite") {
		return wrongUse(a.command, "usage.notBoth", "flag", "--checklist", "other", "--composite")
	}
	s, err := e.open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	q, err := question(e.ctx, s, a.get("checklist"), a.get("composite"))
	if err != nil {
		return err
	}
	q.Period, q.Peers = period, peers
	if shrink != "" {
		q.Rules.Shrink = ranking.Shrink(strings.TrimPrefix(shrink, "off"))
	}
	got, err := ranking.Ask(e.ctx, s, q)
	if err != nil {
		return err
	}
	for _, f := range []report.Format{report.XLSX, report.PDF} {
		if path := a.get(string(f)); path != "" {
			if err := e.rankPaper(s, path, f, got); err != nil {
				return err
			}
		}
	}
	doc := rankDocOf(got, some(a.get("peer-group")), checklist.Lang(e.cfg.Lang))
	return e.answer(doc, func(w io.Writer) error { return e.rankTable(w, got) })
}

// periodOf reads --period, or --from with --to.
func periodOf(a *arguments) (ranking.Period, error) {
	text := a.get("period")
	if a.has("from") || a.has("to") {
		if a.has("period") {
			return ranking.Period{}, wrongUse(a.command, "usage.notBoth", "flag", "--period", "other", "--from")
		}
		from, err := a.need("from")
		if err != nil {
			return ranking.Period{}, err
		}
		to, err := a.need("to")
		if err != nil {
			return ranking.Period{}, err
		}
		text = from + ".." + to
	} else if _, err := a.need("period"); err != nil {
		return ranking.Period{}, err
	}
	p, err := ranking.ParsePeriod(text)
	if err != nil {
		return p, wrongUse(a.command, "usage.badValue", "flag", "--period", "value", text, "want", "2026-11|2026-Q4|2026|2026-11-01..2026-11-15")
	}
	return p, nil
}

// question is what headquarters' rules say about a checklist ("" = the usual
// one) or a composite, without period and peers.
func question(ctx context.Context, s *store.Store, list, composite string) (q ranking.Question, err error) {
	text, err := s.Setting(ctx, ranking.SettingRules)
	if err != nil {
		return q, err
	}
	if q.Rules, err = ranking.ReadRules(text); err != nil {
		return q, err
	}
	if composite == "" {
		if list == "" {
			list = usualRanking
		}
		q.Checklist, err = s.Checklist(ctx, list, 0)
		return q, err
	}
	if q.Composite, err = s.Composite(ctx, composite); err != nil {
		return q, err
	}
	for _, p := range q.Composite.Parts {
		l, err := s.Checklist(ctx, p.Checklist, 0)
		if err != nil {
			return q, err
		}
		q.Lists = append(q.Lists, l)
	}
	return q, nil
}

// rankPaper writes the ranking as a workbook or PDF.
func (e *env) rankPaper(s *store.Store, path string, f report.Format, got ranking.Answer) error {
	who, err := s.Profile(e.ctx)
	if err != nil {
		return err
	}
	d, err := RankingPaper(e.ctx, s, got, who.Org, checklist.Lang(e.cfg.Lang))
	if err != nil {
		return err
	}
	return WriteFile(path, func(w io.Writer) error {
		_, err := report.Ranking(w, f, d)
		return err
	})
}

// paperMonths is how many months the trend of a paper has, and paperLosses how
// many items it names.
const (
	paperMonths = 12
	paperLosses = 30
)

// RankingPaper gathers what the paper of a ranking shows beside the table.
func RankingPaper(ctx context.Context, s *store.Store, got ranking.Answer, org string, lang checklist.Lang) (report.RankingDoc, error) {
	q := got.Question
	d := report.RankingDoc{
		Table: got.Table, Checklist: got.Input.Checklist, Org: org, From: q.Period.From, To: q.Period.To, Peers: q.Peers, Lang: lang, Answer: &got,
	}
	last, err := ranking.ParsePeriod(q.Period.To[:7])
	if err != nil {
		return d, err
	}
	d.First = last.Move(1 - paperMonths).String()
	if q.Composite != nil {
		cells, err := s.MonthCells(ctx, q.ListIDs(), "", d.First, last.String())
		if err != nil {
			return d, err
		}
		d.Trend = got.Input.Composite.Months(cells, got.Input.Branches)
	} else if d.Trend, err = s.GroupTrend(ctx, q.Checklist.ID, d.First, last.String()); err != nil {
		return d, err
	}
	texts := map[string]checklist.Text{}
	for _, id := range q.ListIDs() {
		losses, err := s.TopLosses(ctx, id, "", q.Period.From, q.Period.To, paperLosses)
		if err != nil {
			return d, err
		}
		commons, err := s.CommonProblems(ctx, id, q.Period.From, q.Period.To)
		if err != nil {
			return d, err
		}
		d.Losses, d.Commons = append(d.Losses, losses...), append(d.Commons, commons...)
		list, err := s.Checklist(ctx, id, 0)
		if err != nil {
			return d, err
		}
		for _, it := range list.Items {
			texts[it.ID] = it.Text
		}
	}
	slices.SortStableFunc(d.Losses, func(a, b ranking.Loss) int { return cmp.Compare(b.Lost, a.Lost) })
	d.Losses = d.Losses[:min(paperLosses, len(d.Losses))]
	d.Item = func(id string) checklist.Text { return texts[id] }
	return d, nil
}

// peerGroup reads GRADE or GRADE/TRAFFIC.
func peerGroup(a *arguments) (ranking.Peers, error) {
	grade, traffic, both := strings.Cut(a.get("peer-group"), "/")
	word := &arguments{command: a.command, values: map[string]string{}}
	if a.has("peer-group") {
		word.values["peer-group"] = grade
	}
	g, err := word.oneOf("peer-group", gradeWords...)
	if err != nil {
		return ranking.Peers{}, err
	}
	p := ranking.Peers{Grade: checklist.HallGrade(g)}
	if both {
		word.values["peer-group"] = traffic
		t, err := word.oneOf("peer-group", "high", "medium", "low")
		if err != nil {
			return p, err
		}
		p.Traffic = checklist.Traffic(t)
	}
	return p, nil
}

func signed(n int, s string) string {
	if n > 0 {
		return "+" + s
	}
	return s
}
