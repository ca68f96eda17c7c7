package cli

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
	"hallcheck/checklist/report"
	"hallcheck/store"
)

// usualRanking is the checklist a ranking is about when nobody says.
const usualRanking = "6s-environment"

type rankRow struct {
	Rank       int      `json:"rank"`
	PeerRank   int      `json:"peerRank"`
	PeerCount  int      `json:"peerCount"`
	Branch     string   `json:"branch"`
	Name       string   `json:"name"`
	HallGrade  string   `json:"hallGrade"`
	Traffic    string   `json:"traffic"`
	Score      string   `json:"score"`
	Grade      *string  `json:"grade"`
	Records    int      `json:"records"`
	Vetoes     int      `json:"vetoes"`
	Problems   int      `json:"problems"`
	Critical   int      `json:"critical"`
	Last       *string  `json:"last"`
	Change     *string  `json:"change"`
	RankChange *int     `json:"rankChange"`
	Weakest    *weakDoc `json:"weakest"`
	OddVersion bool     `json:"oddVersion"`
	Excluded   int      `json:"excluded"`
}

type weakDoc struct {
	Zone  string `json:"zone"`
	Score string `json:"score"`
	Lost  string `json:"lost"`
}

type absentDoc struct {
	Branch     string  `json:"branch"`
	Name       string  `json:"name"`
	Incomplete int     `json:"incomplete"`
	Last       *string `json:"last"`
}

type rankDoc struct {
	Period       string      `json:"period"`
	Checklist    string      `json:"checklist"`
	Version      int         `json:"version"`
	PeerGroup    *string     `json:"peerGroup"`
	TooFew       bool        `json:"tooFew"`
	Inspected    int         `json:"inspected"`
	Active       int         `json:"active"`
	Mean         *string     `json:"mean"`
	LastMean     *string     `json:"lastMean"`
	Rows         []rankRow   `json:"rows"`
	NotInspected []absentDoc `json:"notInspected"`
}

// rank answers the ranking of a month.
func rank(e *env, a *arguments) error {
	period, err := a.need("period")
	if err != nil {
		return err
	}
	month, err := time.Parse("2006-01", period)
	if err != nil {
		return wrongUse(a.command, "usage.badValue", "flag", "--period", "value", period, "want", "2026-11")
	}
	peers, err := peerGroup(a)
	if err != nil {
		return err
	}
	xlsx := a.get("xlsx")
	if xlsx != "" && !strings.HasSuffix(strings.ToLower(xlsx), ".xlsx") {
		return wrongUse(a.command, "usage.badValue", "flag", "--xlsx", "value", xlsx, "want", "*.xlsx")
	}
	s, err := e.open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	id := a.get("checklist")
	if id == "" {
		id = usualRanking
	}
	c, err := s.Checklist(e.ctx, id, 0)
	if err != nil {
		return err
	}
	t, err := e.ranking(s, c, month, peers)
	if err != nil {
		return err
	}
	if xlsx != "" {
		p, err := s.Profile(e.ctx)
		if err != nil {
			return err
		}
		err = WriteFile(xlsx, func(w io.Writer) error {
			return report.RankingXLSX(w, report.RankingDoc{
				Table: t, Checklist: c, Org: p.Org, From: month.Format(time.DateOnly), To: lastDay(month), Peers: peers,
				Lang: checklist.Lang(e.cfg.Lang),
			})
		})
		if err != nil {
			return err
		}
	}
	doc := rankDocOf(t, c, period, some(a.get("peer-group")))
	return e.answer(doc, func(w io.Writer) error { return e.rankTable(w, c, period, t) })
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

// ranking makes the table of a month against the month before.
func (e *env) ranking(s *store.Store, c *checklist.Checklist, month time.Time, peers ranking.Peers) (ranking.Table, error) {
	in := ranking.Input{Checklist: c, Peers: peers}
	var err error
	if in.Branches, err = s.Branches(e.ctx); err != nil {
		return ranking.Table{}, err
	}
	if in.Cells, err = s.PeriodCells(e.ctx, c.ID, month.Format(time.DateOnly), lastDay(month)); err != nil {
		return ranking.Table{}, err
	}
	before := month.AddDate(0, -1, 0)
	if in.Last, err = s.PeriodCells(e.ctx, c.ID, before.Format(time.DateOnly), lastDay(before)); err != nil {
		return ranking.Table{}, err
	}
	return ranking.Rank(in), nil
}

func lastDay(month time.Time) string { return month.AddDate(0, 1, -1).Format(time.DateOnly) }

func rankDocOf(t ranking.Table, c *checklist.Checklist, period string, peers *string) rankDoc {
	d := rankDoc{
		Period: period, Checklist: c.ID, Version: t.Version, PeerGroup: peers, TooFew: t.TooFew, Inspected: t.Inspected, Active: t.Active,
		Mean: tenths(t.Mean), LastMean: tenths(t.LastMean), Rows: []rankRow{}, NotInspected: []absentDoc{},
	}
	for _, r := range t.Rows {
		row := rankRow{
			Rank: r.Rank, PeerRank: r.PeerRank, PeerCount: r.PeerCount, Branch: r.Branch.Code, Name: r.Branch.Name,
			HallGrade: string(r.Branch.Grade), Traffic: string(r.Branch.Traffic), Score: r.Score.String(), Grade: some(r.Grade),
			Records: r.N, Vetoes: r.Vetoes, Problems: r.Problems, Critical: r.Critical,
			Last: tenths(r.LastScore), Change: tenths(r.Change), OddVersion: r.OddVersion, Excluded: r.Excluded,
		}
		if r.LastScore != nil {
			row.RankChange = &r.RankChange
		}
		if w := r.Weakest; w != nil {
			row.Weakest = &weakDoc{w.Zone, w.Score.String(), w.Lost.String()}
		}
		d.Rows = append(d.Rows, row)
	}
	for _, n := range t.NotInspected {
		d.NotInspected = append(d.NotInspected, absentDoc{n.Branch.Code, n.Branch.Name, n.Incomplete, tenths(n.LastScore)})
	}
	return d
}

// rankTable writes the ranking for people.
func (e *env) rankTable(w io.Writer, c *checklist.Checklist, period string, ranked ranking.Table) error {
	fmt.Fprintf(w, "%s  %s  %d / %d\n", period, e.name(c.Title), ranked.Inspected, ranked.Active)
	t := &table{right: map[int]bool{0: true, 3: true, 5: true, 6: true, 7: true, 8: true}}
	t.add(e.t("cli.col.rank"), e.t("cli.col.branch"), e.t("cli.col.name"), e.t("cli.col.score"), e.t("cli.col.grade"),
		e.t("cli.col.change"), e.t("cli.col.rankChange"), e.t("cli.col.veto"), e.t("cli.col.problems"), e.t("cli.col.weakest"))
	for _, r := range ranked.Rows {
		grade, change, moved, weakest, mark := "", "–", "–", "", ""
		if g := c.GradeByID(r.Grade); g != nil {
			grade = e.name(g.Name)
		}
		if r.Change != nil {
			change, moved = signed(int(*r.Change), r.Change.String()), signed(r.RankChange, strconv.Itoa(r.RankChange))
		}
		if r.Weakest != nil {
			weakest = e.name(r.Weakest.Name) + " " + r.Weakest.Score.String()
		}
		if r.OddVersion {
			mark = "*"
		}
		t.add(strconv.Itoa(r.Rank), r.Branch.Code, r.Branch.Name+mark, r.Score.String(), grade, change, moved,
			strconv.Itoa(r.Vetoes), strconv.Itoa(r.Problems), weakest)
	}
	if err := t.write(w); err != nil {
		return err
	}
	if len(ranked.NotInspected) > 0 {
		var names []string
		for _, n := range ranked.NotInspected {
			names = append(names, n.Branch.Code+" "+n.Branch.Name)
		}
		fmt.Fprintln(w, e.t("cli.rank.notInspected", "names", strings.Join(names, "、")))
	}
	if ranked.TooFew {
		e.say("cli.rank.few")
	}
	return nil
}

func signed(n int, s string) string {
	if n > 0 {
		return "+" + s
	}
	return s
}
