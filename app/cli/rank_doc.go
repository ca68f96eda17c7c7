package cli

import (
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"

	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
)

type rankRow struct {
	Rank       int        `json:"rank"`
	PeerRank   int        `json:"peerRank"`
	PeerCount  int        `json:"peerCount"`
	Branch     string     `json:"branch"`
	Name       string     `json:"name"`
	HallGrade  string     `json:"hallGrade"`
	Traffic    string     `json:"traffic"`
	Score      string     `json:"score"`
	Grade      *string    `json:"grade"`
	Records    int        `json:"records"`
	Vetoes     int        `json:"vetoes"`
	Problems   int        `json:"problems"`
	Critical   int        `json:"critical"`
	OnTime     *string    `json:"onTime"`
	Last       *string    `json:"last"`
	Change     *string    `json:"change"`
	RankChange *int       `json:"rankChange"`
	Weakest    *weakDoc   `json:"weakest"`
	Weak       []weakDoc  `json:"weak"`
	Shares     []shareDoc `json:"shares,omitempty"`
	Partial    bool       `json:"partial"`
	Small      bool       `json:"small"`
	Shrunk     *shrunkDoc `json:"shrunk,omitempty"`
	OddVersion bool       `json:"oddVersion"`
	Excluded   int        `json:"excluded"`
	Why        []string   `json:"why"`
}

type weakDoc struct {
	Zone  string `json:"zone"`
	Score string `json:"score"`
	Lost  string `json:"lost"`
}

type shareDoc struct {
	Checklist string  `json:"checklist"`
	Weight    string  `json:"weight"`
	Records   int     `json:"records"`
	Score     *string `json:"score"`   // null = missing, dropped
	Percent   *string `json:"percent"` // of the weights of the parts that are there
	Points    *string `json:"points"`
}

type shrunkDoc struct {
	Score  string `json:"score"`
	Weight string `json:"ownPercent"`
}

type absentDoc struct {
	Branch     string  `json:"branch"`
	Name       string  `json:"name"`
	Incomplete int     `json:"incomplete"`
	Last       *string `json:"last"`
}

type rivalDoc struct {
	Branch  string `json:"branch"`
	Name    string `json:"name"`
	Score   string `json:"score"`
	Records int    `json:"records"`
	Day     string `json:"day"` // of the last visit
}

type rankDoc struct {
	Period       string      `json:"period"`
	From         string      `json:"from"`
	To           string      `json:"to"`
	Checklist    string      `json:"checklist,omitempty"`
	Composite    string      `json:"composite,omitempty"`
	Version      int         `json:"version"`
	PeerGroup    *string     `json:"peerGroup"`
	TooFew       bool        `json:"tooFew"`
	Gate         string      `json:"gate"`
	Inspected    int         `json:"inspected"`
	Active       int         `json:"active"`
	Mean         *string     `json:"mean"`
	LastMean     *string     `json:"lastMean"`
	Shrink       string      `json:"shrink"`
	Rows         []rankRow   `json:"rows"`
	NotInspected []absentDoc `json:"notInspected"`
	Competitors  []rivalDoc  `json:"competitors"`
}

func rankDocOf(got ranking.Answer, peers *string, lang checklist.Lang) rankDoc {
	t, q := got.Table, got.Question
	d := rankDoc{
		Period: q.Period.String(), From: q.Period.From, To: q.Period.To, Checklist: got.Input.Checklist.ID, Version: t.Version, PeerGroup: peers,
		TooFew: t.TooFew, Gate: string(t.Gate), Inspected: t.Inspected, Active: t.Active, Mean: tenths(t.Mean), LastMean: tenths(t.LastMean),
		Shrink: string(q.Rules.Shrink), Rows: []rankRow{}, NotInspected: []absentDoc{}, Competitors: []rivalDoc{},
	}
	if q.Composite != nil {
		d.Checklist, d.Composite = "", q.Composite.ID
	}
	for i := range t.Rows {
		d.Rows = append(d.Rows, rankRowOf(&t, &t.Rows[i], lang))
	}
	for _, n := range t.NotInspected {
		d.NotInspected = append(d.NotInspected, absentDoc{n.Branch.Code, n.Branch.Name, n.Incomplete, tenths(n.LastScore)})
	}
	for _, v := range t.Rivals {
		d.Competitors = append(d.Competitors, rivalDoc{v.Branch.Code, v.Branch.Name, v.Score.String(), v.N, v.Day})
	}
	return d
}

func rankRowOf(t *ranking.Table, r *ranking.Row, lang checklist.Lang) rankRow {
	row := rankRow{
		Rank: r.Rank, PeerRank: r.PeerRank, PeerCount: r.PeerCount, Branch: r.Branch.Code, Name: r.Branch.Name,
		HallGrade: string(r.Branch.Grade), Traffic: string(r.Branch.Traffic), Score: r.Score.String(), Grade: some(r.Grade),
		Records: r.N, Vetoes: r.Vetoes, Problems: r.Problems, Critical: r.Critical, Last: tenths(r.LastScore), Change: tenths(r.Change),
		OddVersion: r.OddVersion, Excluded: r.Excluded, Partial: r.Partial, Small: r.Small, Weak: []weakDoc{}, Shares: shareDocs(r), Why: []string{},
	}
	if r.OnTime != nil {
		rate := checklist.Tenths(*r.OnTime)
		row.OnTime = tenths(&rate)
	}
	if r.LastScore != nil {
		row.RankChange = &r.RankChange
	}
	for _, w := range r.Weak {
		row.Weak = append(row.Weak, weakDoc{w.Zone, w.Score.String(), w.Lost.String()})
	}
	if len(row.Weak) > 0 {
		row.Weakest = &row.Weak[0]
	}
	if s := r.Shrunk; s != nil {
		row.Shrunk = &shrunkDoc{s.Score.String(), checklist.Tenths(s.Weight).String()}
	}
	for _, why := range append(ranking.Explain(*r, lang), t.ExplainShrunk(*r, lang)...) {
		row.Why = append(row.Why, sentence(string(lang), "ranking.why.", checklist.Fail(why.Code, pairsOf(why.Args)...)))
	}
	return row
}

func pairsOf(args map[string]string) []string {
	var out []string
	for k, v := range args {
		out = append(out, k, v)
	}
	return out
}

func shareDocs(r *ranking.Row) []shareDoc {
	lines, _ := r.Adds()
	var out []shareDoc
	for _, s := range r.Shares {
		d := shareDoc{Checklist: s.Checklist, Weight: s.Weight.String(), Records: s.N}
		for _, l := range lines {
			if l.Checklist == s.Checklist {
				d.Score, d.Percent, d.Points = tenths(&s.Score), some(l.Part), some(l.Points)
			}
		}
		out = append(out, d)
	}
	return out
}

// rankTable writes the ranking for people.
func (e *env) rankTable(w io.Writer, got ranking.Answer) error {
	c, ranked := got.Input.Checklist, got.Table
	fmt.Fprintf(w, "%s  %s  %d / %d\n", got.Question.Period, e.name(c.Title), ranked.Inspected, ranked.Active)
	t := &table{right: map[int]bool{0: true, 3: true, 5: true, 6: true, 7: true, 8: true, 9: true}}
	head := []string{
		e.t("cli.col.rank"), e.t("cli.col.branch"), e.t("cli.col.name"), e.t("cli.col.score"), e.t("cli.col.grade"),
		e.t("cli.col.change"), e.t("cli.col.rankChange"), e.t("cli.col.veto"), e.t("cli.col.problems"), e.t("target.col.onTime"), e.t("cli.col.weakest"),
	}
	if got.Question.Rules.Shrink != ranking.ShrinkOff {
		head = append(head, e.t("target.col.shrunk"))
	}
	t.add(head...)
	for i := range ranked.Rows {
		t.add(e.rankLine(got, &ranked.Rows[i])[:len(head)]...)
	}
	if err := t.write(w); err != nil {
		return err
	}
	if c := got.Input.Composite; c != nil {
		fmt.Fprintln(w, e.t("target.gradedBy", "list", cmp.Or(c.GradedBy(), ranking.GradesNone)))
	}
	e.rankNotes(w, &ranked)
	return nil
}

func (e *env) rankLine(got ranking.Answer, r *ranking.Row) []string {
	grade, change, moved, onTime, weakest, shrunk := "", "–", "–", "–", "", "–"
	if g := got.Input.Checklist.GradeByID(r.Grade); g != nil {
		grade = e.name(g.Name)
	}
	if r.Change != nil {
		change, moved = signed(int(*r.Change), r.Change.String()), signed(r.RankChange, strconv.Itoa(r.RankChange))
	}
	if r.OnTime != nil {
		onTime = checklist.Tenths(*r.OnTime).String() + "%"
	}
	if r.Weakest != nil {
		weakest = e.name(r.Weakest.Name) + " " + r.Weakest.Score.String()
	}
	if r.Shrunk != nil {
		shrunk = r.Shrunk.Score.String()
	}
	return []string{
		strconv.Itoa(r.Rank), r.Branch.Code, r.Branch.Name + r.Marks(), r.Score.String(), grade, change, moved,
		strconv.Itoa(r.Vetoes), strconv.Itoa(r.Problems), onTime, weakest, shrunk,
	}
}

// rankNotes writes what stands under the table.
func (e *env) rankNotes(w io.Writer, t *ranking.Table) {
	if len(t.NotInspected) > 0 {
		var names []string
		for _, n := range t.NotInspected {
			names = append(names, n.Branch.Code+" "+n.Branch.Name)
		}
		fmt.Fprintln(w, e.t("cli.rank.notInspected", "names", strings.Join(names, "、")))
	}
	for _, v := range t.Rivals {
		fmt.Fprintln(w, e.t("target.rival", "name", v.Branch.Code+" "+v.Branch.Name, "score", v.Score.String(), "n", strconv.Itoa(v.N), "day", v.Day))
	}
	var all strings.Builder
	for i := range t.Rows {
		all.WriteString(t.Rows[i].Marks())
	}
	if strings.Contains(all.String(), "*") {
		e.say("target.note.partial")
	}
	if strings.Contains(all.String(), "†") {
		e.say("target.note.version")
	}
	if strings.Contains(all.String(), "‡") {
		e.say("target.note.small")
	}
	if t.TooFew {
		e.say("cli.rank.few")
	}
	if t.Gate != "" {
		e.say("target.gate."+string(t.Gate), "n", strconv.Itoa(t.Inspected), "m", strconv.Itoa(t.Active))
	}
	if t.ByShrunk {
		e.say("target.byShrunk")
	}
}
