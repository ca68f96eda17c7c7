package report

import (
	"io"
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
)

// RankingDoc is a ranking to be handed out.
type RankingDoc struct {
	Table     ranking.Table
	Checklist *checklist.Checklist
	Org       string
	From, To  string        // days, yyyy-mm-dd, inclusive
	Peers     ranking.Peers // as given to ranking.Rank; zero = all halls
	Lang      checklist.Lang
	Made      time.Time // written into the file; zero = the last day of the period
}

// Ranking writes the ranking (排名表, DOMAIN 8.3) in the format. Errors:
// report.format, or the writer's.
func Ranking(w io.Writer, f Format, d RankingDoc) ([]Warning, error) {
	return newRanking(d).write(w, f)
}

// RankingXLSX writes the ranking as a workbook.
func RankingXLSX(w io.Writer, d RankingDoc) error {
	_, err := Ranking(w, XLSX, d)
	return err
}

// RankingPDF writes the ranking as PDF, A4 landscape.
func RankingPDF(w io.Writer, d RankingDoc) error {
	_, err := Ranking(w, PDF, d)
	return err
}

func newRanking(d RankingDoc) *paper {
	t := wordsOf(d.Lang)
	if d.Made.IsZero() {
		if day, err := time.Parse(time.DateOnly, d.To); err == nil {
			d.Made = day
		}
	}
	period := t.t("rank.period", "from", d.From, "to", d.To)
	title := t.t("rank.title", "list", t.in(d.Checklist.Title))
	p := &paper{
		Title: title, Edition: t.t("edition", "n", strconv.Itoa(d.Checklist.Version)), Org: d.Org, tr: t,
		First: t.t("sheet.ranking"), DocID: title + " · " + period, Running: title + " · " + period, Created: d.Made.UTC(),
		Head: []field{
			{Label: t.t("head.org"), Value: d.Org},
			{Label: t.t("rank.periodLabel"), Value: period},
			{Label: t.t("rank.scope"), Value: t.peers(d.Peers)},
			{Label: t.t("rank.coverage"), Value: strconv.Itoa(d.Table.Inspected) + " / " + strconv.Itoa(d.Table.Active)},
			{Label: t.t("rank.mean"), Value: t.score(d.Table.Mean)},
			{Label: t.t("rank.lastMean"), Value: t.score(d.Table.LastMean)},
		},
	}
	if d.Table.TooFew {
		p.Notices = []notice{{Mark: t.t("mark.tooFew"), Text: t.t("notice.tooFew", "n", strconv.Itoa(ranking.FewestRanked)), Bad: true}}
	}
	p.Parts = []part{rankPart(t, &d)}
	if len(d.Table.NotInspected) > 0 {
		p.Parts = append(p.Parts, absentPart(t, &d))
	}
	return p
}

// peers names a peer group.
func (w words) peers(p ranking.Peers) string {
	var out []string
	if p.Grade != "" {
		out = append(out, w.core("grade", string(p.Grade)))
	}
	if p.Traffic != "" {
		out = append(out, w.core("traffic", string(p.Traffic)))
	}
	if len(out) == 0 {
		return w.t("rank.all")
	}
	return strings.Join(out, " · ")
}

func (w words) score(t *checklist.Tenths) string {
	if t == nil {
		return "–"
	}
	return t.String()
}

func rankPart(t words, d *RankingDoc) part {
	p := part{Note: t.rankNotes(d), Cols: []col{
		{Title: t.t("col.rank"), Width: 13, Align: centre},
		{Title: t.t("col.code"), Width: 22, Align: centre},
		{Title: t.t("col.hall"), Width: 62},
		{Title: t.t("head.grade"), Width: 21, Align: centre},
		{Title: t.t("col.score"), Width: 16, Align: centre},
		{Title: t.t("col.change"), Width: 18, Align: centre},
		{Title: t.t("col.rankChange"), Width: 18, Align: centre},
		{Title: t.t("col.grade"), Width: 18, Align: centre},
		{Title: t.t("col.vetoes"), Width: 13, Align: centre},
		{Title: t.t("col.problems"), Width: 15, Align: centre},
		{Title: t.t("col.onTime"), Width: 20, Align: centre},
		{Title: t.t("col.weakest"), Width: 44},
		{Title: t.t("col.records"), Width: 13, Align: centre},
		{Title: t.t("col.peerRank"), Width: 20, Align: centre},
	}}
	for i := range d.Table.Rows {
		p.Rows = append(p.Rows, rankRow(t, d.Checklist, &d.Table.Rows[i]))
	}
	if len(p.Rows) == 0 {
		p.Rows = []row{span(t.t("rank.empty"), toneMuted)}
	}
	return p
}

func rankRow(t words, c *checklist.Checklist, r *ranking.Row) row {
	dash := txt("–").tone(toneMuted)
	name := r.Branch.Name
	if r.OddVersion {
		name += " *"
	}
	if r.Excluded > 0 {
		name += " †"
	}
	change, moved, onTime, weak, peer := dash, dash, dash, dash, dash
	if r.Change != nil {
		change = cell{Text: r.Change.String(), Num: r.Change.String(), Format: "+0.0;-0.0;0.0"}
		if *r.Change > 0 {
			change.Text = "+" + change.Text
		}
	}
	if r.LastRank > 0 {
		moved = cell{Text: t.moved(r.RankChange), Num: strconv.Itoa(r.RankChange), Format: "↑0;↓0;="}
	}
	if r.OnTime != nil {
		onTime = txt(checklist.Tenths(*r.OnTime).String() + "%")
	}
	if r.Weakest != nil {
		weak = txt(t.in(r.Weakest.Name) + " " + r.Weakest.Score.String())
	}
	if r.PeerCount >= ranking.FewestRanked {
		peer = txt(strconv.Itoa(r.PeerRank) + " / " + strconv.Itoa(r.PeerCount))
	}
	vetoes := num(strconv.Itoa(r.Vetoes))
	if r.Vetoes > 0 {
		vetoes.Tone = toneBad
	}
	grade := cell{}
	if g := c.GradeByID(r.Grade); g != nil {
		grade = txt(t.in(g.Name))
	}
	return row{Cells: []cell{
		num(strconv.Itoa(r.Rank)).tone(toneStrong), txt(r.Branch.Code), txt(name), txt(t.core("grade", string(r.Branch.Grade))),
		num(r.Score.String()).tone(toneStrong), change, moved, grade, vetoes, num(strconv.Itoa(r.Problems)),
		onTime, weak, num(strconv.Itoa(r.N)), peer,
	}}
}

// moved writes a change of rank with an arrow, so that the direction is plain.
func (w words) moved(n int) string {
	switch {
	case n > 0:
		return "↑" + strconv.Itoa(n)
	case n < 0:
		return "↓" + strconv.Itoa(-n)
	default:
		return "="
	}
}

func (w words) rankNotes(d *RankingDoc) string {
	out := []string{w.t("rank.note", "version", strconv.Itoa(d.Table.Version))}
	odd, excluded := false, false
	for i := range d.Table.Rows {
		odd, excluded = odd || d.Table.Rows[i].OddVersion, excluded || d.Table.Rows[i].Excluded > 0
	}
	if odd {
		out = append(out, w.t("rank.odd"))
	}
	if excluded {
		out = append(out, w.t("rank.excluded"))
	}
	return strings.Join(out, "\n")
}

func absentPart(t words, d *RankingDoc) part {
	p := part{Title: t.t("rank.absent", "n", strconv.Itoa(len(d.Table.NotInspected))), Sheet: t.t("sheet.absent"), Cols: []col{
		{Title: t.t("col.code"), Width: 37, Align: centre},
		{Title: t.t("col.hall"), Width: 120},
		{Title: t.t("head.grade"), Width: 40, Align: centre},
		{Title: t.t("col.incomplete"), Width: 40, Align: centre},
		{Title: t.t("col.lastScore"), Width: 40, Align: centre},
	}}
	for _, a := range d.Table.NotInspected {
		last := txt("–").tone(toneMuted)
		if a.LastScore != nil {
			last = num(a.LastScore.String())
		}
		p.Rows = append(p.Rows, row{Cells: []cell{
			txt(a.Branch.Code), txt(a.Branch.Name), txt(t.core("grade", string(a.Branch.Grade))), num(strconv.Itoa(a.Incomplete)), last,
		}})
	}
	return p
}
