package report

import (
	"io"
	"strconv"
	"strings"
	"time"

	"hallcheck/assets"
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

	// What follows is for the charts; without Answer there are none.
	Answer  *ranking.Answer
	Trend   []ranking.MonthSum // by peer group, up to the period's last month
	First   string             // first month of the trend, yyyy-mm
	Losses  []ranking.Loss     // dearest first
	Commons []checklist.Common
	Item    func(id string) checklist.Text // the sentence of an item
}

// rules are those the table was made by.
func (d *RankingDoc) rules() ranking.Rules {
	if d.Answer == nil {
		return ranking.Rules{}
	}
	return d.Answer.Question.Rules
}

// composite is the index the table is of, nil for one checklist.
func (d *RankingDoc) composite() *ranking.Composite {
	if d.Answer == nil {
		return nil
	}
	return d.Answer.Question.Composite
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
	if d.composite() != nil {
		p.Edition = ""
		p.Head = append(p.Head, field{Label: t.t("rank.weights"), Value: t.weights(d.composite())}, field{Label: t.t("rank.bands"), Value: t.bands(d.composite(), d.Checklist)})
	}
	p.Notices = t.rankNotices(&d)
	p.Parts = []part{rankPart(t, &d)}
	if len(d.Table.NotInspected) > 0 {
		p.Parts = append(p.Parts, absentPart(t, &d))
	}
	if d.Answer != nil {
		p.after = func(c *canvas) { t.rankCharts(&d).draw(c) }
		p.sheets = func(b *book) { t.rankSheets(b, &d, p) }
	}
	return p
}

// weights names the parts of a composite.
func (w words) weights(c *ranking.Composite) string {
	var parts []string
	for _, p := range c.Parts {
		parts = append(parts, w.in(p.Title)+" "+p.Weight.String())
	}
	return strings.Join(parts, " · ")
}

// bands names the checklist whose bands grade a composite, with the bands.
func (w words) bands(c *ranking.Composite, sheet *checklist.Checklist) string {
	by := c.GradedBy()
	for _, p := range c.Parts {
		if p.Checklist != by {
			continue
		}
		var out []string
		for _, g := range sheet.Scoring.Grades {
			if g.When == "" {
				out = append(out, w.in(g.Name)+" ≥ "+g.Min.String())
			}
		}
		return w.in(p.Title) + " · " + strings.Join(out, " · ")
	}
	return w.t("rank.noBands")
}

// rankNotices say what a reader must know before the table.
func (w words) rankNotices(d *RankingDoc) []notice {
	var out []notice
	shared := func(key string, pairs ...string) string { return assets.T(string(w.lang), "target."+key, pairs...) }
	if g := d.Table.Gate; g != "" {
		out = append(out, notice{
			Mark: w.t("rank.gate." + string(g)), Bad: true,
			Text: w.t("rank.low", "n", strconv.Itoa(d.Table.Inspected), "m", strconv.Itoa(d.Table.Active), "min", strconv.Itoa(d.rules().CoverageMin)),
		})
	}
	if d.Table.TooFew {
		out = append(out, notice{Mark: w.t("mark.tooFew"), Text: w.t("notice.tooFew", "n", strconv.Itoa(ranking.FewestRanked)), Bad: true})
	}
	if d.Table.ByShrunk {
		out = append(out, notice{Mark: w.t("rank.shrunk"), Text: shared("byShrunk") + " " + assets.T(string(w.lang), "ranking.aboutShrink"), Bad: true})
	}
	return out
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
	if c := d.composite(); c != nil {
		for _, x := range c.Parts {
			p.Cols = append(p.Cols, col{Title: t.in(x.Title), Width: 22, Align: centre, Small: true})
		}
	}
	if d.rules().Shrink != ranking.ShrinkOff {
		p.Cols = append(p.Cols, col{Title: t.t("rank.shrunk"), Width: 18, Align: centre})
	}
	for i := range d.Table.Rows {
		p.Rows = append(p.Rows, rankRow(t, d, &d.Table.Rows[i]))
	}
	if len(p.Rows) == 0 {
		p.Rows = []row{span(t.t("rank.empty"), toneMuted)}
	}
	return p
}

func rankRow(t words, d *RankingDoc, r *ranking.Row) row {
	dash := txt("–").tone(toneMuted)
	name := r.Branch.Name + rankMarks(r)
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
	if g := d.Checklist.GradeByID(r.Grade); g != nil {
		grade = txt(t.in(g.Name))
	}
	cells := []cell{
		num(strconv.Itoa(r.Rank)).tone(toneStrong), txt(r.Branch.Code), txt(name), txt(t.core("grade", string(r.Branch.Grade))),
		num(r.Score.String()).tone(toneStrong), change, moved, grade, vetoes, num(strconv.Itoa(r.Problems)),
		onTime, weak, num(strconv.Itoa(r.N)), peer,
	}
	for _, s := range r.Shares {
		x := dash
		if s.N > 0 {
			x = num(s.Score.String())
		}
		cells = append(cells, x)
	}
	if d.rules().Shrink != ranking.ShrinkOff {
		x := dash
		if r.Shrunk != nil {
			x = num(r.Shrunk.Score.String())
		}
		cells = append(cells, x)
	}
	return row{Cells: cells}
}

// rankMarks are a row's footnote signs, and § for incomplete records left out.
func rankMarks(r *ranking.Row) string {
	out := ""
	for _, sign := range r.Marks() {
		out += " " + string(sign)
	}
	if r.Excluded > 0 {
		out += " §"
	}
	return out
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
	if d.composite() != nil {
		out[0] = w.t("rank.noteIndex")
	}
	all := ""
	for i := range d.Table.Rows {
		all += rankMarks(&d.Table.Rows[i])
	}
	shared := func(key string, pairs ...string) string { return assets.T(string(w.lang), "target."+key, pairs...) }
	if strings.Contains(all, "*") {
		out = append(out, shared("note.partial"))
	}
	if strings.Contains(all, "†") {
		out = append(out, shared("note.version"))
	}
	if strings.Contains(all, "‡") {
		out = append(out, shared("note.small"))
	}
	if strings.Contains(all, "§") {
		out = append(out, w.t("rank.excluded"))
	}
	for _, v := range d.Table.Rivals {
		out = append(out, shared("rival", "name", v.Branch.Name, "score", v.Score.String(), "n", strconv.Itoa(v.N), "day", v.Day))
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
