package report

import (
	"io"
	"strconv"
	"strings"
	"time"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/arrival"
)

// BoardDoc is an arrival board to be handed out.
type BoardDoc struct {
	Board arrival.Board
	Lists []*checklist.Checklist // for the names of the board's lists
	Rows  []int                  // which rows; nil = all
	Org   string
	Lang  checklist.Lang
	Made  time.Time // written into the file and into the texts
}

// Board writes the arrival board (到报情况) in the format: every hall with the
// state of each checklist, and behind it the list of those to be asked. Errors:
// report.format, or the writer's.
func Board(w io.Writer, f Format, d BoardDoc) ([]Warning, error) {
	t := wordsOf(d.Lang)
	p := boardPaper(t, &d, t.board("title"))
	p.First = t.board("sheet.board")
	p.Parts = []part{boardPart(t, &d), chasePart(t, &d)}
	p.Parts[1].Sheet = t.board("sheet.chase")
	return p.write(w, f)
}

// Chase writes the list of the halls to be asked (催报名单): what lacks, until
// when, whom to call. Errors: report.format, or the writer's.
func Chase(w io.Writer, f Format, d BoardDoc) ([]Warning, error) {
	t := wordsOf(d.Lang)
	p := boardPaper(t, &d, t.board("chase.title"))
	p.First = t.board("sheet.chase")
	p.Parts = []part{chasePart(t, &d)}
	p.Parts[0].Title = ""
	return p.write(w, f)
}

// board speaks a text of the board.
func (w words) board(key string, pairs ...string) string {
	return assets.T(string(w.lang), "board."+key, pairs...)
}

// ListName is the short name of a checklist, such as a column has room for; one
// without a short name is called by its title.
func ListName(lang checklist.Lang, id string, lists []*checklist.Checklist) string {
	if key := "board.short." + id; assets.Has(string(lang), key) {
		return assets.T(string(lang), key)
	}
	for _, c := range lists {
		if c.ID == id {
			return c.Title.In(lang)
		}
	}
	return id
}

// PeriodName says a period in words: "2026 年 11 月 第 3 周".
func PeriodName(lang checklist.Lang, p arrival.Period) string {
	home, week := p.Home()
	return assets.T(string(lang), "board.period."+string(p.Unit), "year", home.Format("2006"), "month", home.Format("1"),
		"week", strconv.Itoa(week), "quarter", strconv.Itoa((int(home.Month())+2)/3), "half", strconv.Itoa((int(home.Month())+5)/6))
}

func (d *BoardDoc) rows() []int {
	if d.Rows != nil {
		return d.Rows
	}
	all := make([]int, len(d.Board.Rows))
	for i := range all {
		all[i] = i
	}
	return all
}

// open are the rows to be asked about.
func (d *BoardDoc) open() []int {
	var out []int
	for _, i := range d.rows() {
		if d.Board.Rows[i].State.Open() {
			out = append(out, i)
		}
	}
	return out
}

func (d *BoardDoc) name(list int) string { return ListName(d.Lang, d.Board.Plan.Lists[list], d.Lists) }

func boardPaper(t words, d *BoardDoc, title string) *paper {
	s, period := d.Board.Sum, PeriodName(t.lang, d.Board.Plan.Period)
	n := func(states ...arrival.State) string {
		sum := 0
		for _, x := range states {
			sum += s.By[x]
		}
		return strconv.Itoa(sum)
	}
	return &paper{
		Title: title + " · " + period, Org: d.Org, DocID: title + " · " + period, Running: title + " · " + period, Created: d.Made.UTC(), tr: t,
		Head: []field{
			{Label: t.t("head.org"), Value: d.Org},
			{Label: t.t("rank.periodLabel"), Value: period},
			{Label: t.board("made"), Value: d.Made.Format("2006-01-02 15:04")},
			{Label: t.t("rank.coverage"), Value: strconv.Itoa(s.Reported) + " / " + strconv.Itoa(s.Halls)},
			{Label: t.board("state.received"), Value: n(arrival.Received)},
			{Label: t.board("toAsk"), Value: n(arrival.Missing, arrival.Partial, arrival.Pictures, arrival.Returned)},
		},
	}
}

func boardPart(t words, d *BoardDoc) part {
	p := part{Note: t.board("note"), Cols: []col{
		{Title: t.t("col.code"), Width: 24, Align: centre},
		{Title: t.t("col.hall"), Width: 52},
		{Title: t.t("head.grade"), Width: 22, Align: centre},
		{Title: t.board("all"), Width: 22, Align: centre},
	}}
	for k := range d.Board.Plan.Lists {
		p.Cols = append(p.Cols, col{Title: d.name(k), Width: 24, Align: centre})
	}
	p.Cols = append(p.Cols, col{Title: t.board("last"), Width: 30, Align: centre})
	for _, i := range d.rows() {
		r := &d.Board.Rows[i]
		cells := []cell{txt(r.Branch.Code), txt(r.Branch.Name).tone(toneStrong), txt(t.core("grade", string(r.Branch.Grade))), t.stateCell(r.State, arrival.Cell{})}
		for _, c := range r.Cells {
			cells = append(cells, t.stateCell(c.State, c))
		}
		p.Rows = append(p.Rows, row{Cells: append(cells, txt(stamp(r.Last, d.Made)))})
	}
	if len(p.Rows) == 0 {
		p.Rows = []row{span(t.board("none"), toneMuted)}
	}
	return p
}

func (w words) stateCell(s arrival.State, c arrival.Cell) cell {
	out := txt(CellWord(w.lang, s, c))
	switch s {
	case arrival.None, arrival.Waiting:
		out.Tone = toneMuted
	case arrival.Missing, arrival.Returned:
		out.Tone = toneBad
	case arrival.Partial, arrival.Pictures:
		out.Tone = toneStrong
	case arrival.Received:
	}
	return out
}

// CellWord is a state in words, with how many of how many where parts are here.
func CellWord(lang checklist.Lang, s arrival.State, c arrival.Cell) string {
	if s == arrival.Partial && c.Need > 0 {
		return assets.T(string(lang), "board.partial", "n", strconv.Itoa(c.Have), "m", strconv.Itoa(c.Need))
	}
	return assets.T(string(lang), "board.state."+s.ID())
}

func stamp(ms int64, in time.Time) string {
	if ms == 0 {
		return "–"
	}
	return time.UnixMilli(ms).In(in.Location()).Format("2006-01-02 15:04")
}

func chasePart(t words, d *BoardDoc) part {
	p := part{Title: t.board("chase.title"), Note: t.board("chase.note"), Cols: []col{
		{Title: t.t("col.no"), Width: 12, Align: centre},
		{Title: t.t("col.code"), Width: 24, Align: centre},
		{Title: t.t("col.hall"), Width: 48},
		{Title: t.board("all"), Width: 20, Align: centre},
		{Title: t.board("lacks"), Width: 86},
		{Title: t.board("due"), Width: 24, Align: centre},
		{Title: t.board("late"), Width: 18, Align: centre},
		{Title: t.board("contact"), Width: 22, Align: centre},
		{Title: t.board("phone"), Width: 32, Align: centre},
		{Title: t.board("last"), Width: 30, Align: centre},
	}}
	for n, i := range d.open() {
		r := &d.Board.Rows[i]
		due, late := r.Due(d.Board.Plan.Today)
		days := txt("–").tone(toneMuted)
		if late > 0 {
			days = num(strconv.Itoa(late)).tone(toneBad)
		}
		p.Rows = append(p.Rows, row{Cells: []cell{
			num(strconv.Itoa(n + 1)), txt(r.Branch.Code), txt(r.Branch.Name).tone(toneStrong), t.stateCell(r.State, arrival.Cell{}),
			txt(Lacks(d, i)), dayCell(due), days, txt(r.Contact.Name), txt(r.Contact.Phone), txt(stamp(r.Last, d.Made)),
		}})
	}
	if len(p.Rows) == 0 {
		p.Rows = []row{span(t.board("chase.none"), toneMuted)}
	}
	return p
}

// Lacks says what a hall of the board still owes, and why its last file was
// refused: "6S 环境缺 1 份（应 4 份）；礼仪有 2 张照片打不开".
func Lacks(d *BoardDoc, i int) string {
	t := wordsOf(d.Lang)
	r := &d.Board.Rows[i]
	var out []string
	for k, c := range r.Cells {
		if !c.State.Open() {
			continue
		}
		pairs := []string{"list", d.name(k), "n", strconv.Itoa(c.Lacks()), "m", strconv.Itoa(c.Need), "p", strconv.Itoa(c.Pictures)}
		switch {
		case c.State == arrival.Pictures:
			out = append(out, t.board("lack.pictures", pairs...))
		case c.State == arrival.Returned && r.Refused == nil:
			out = append(out, t.board("lack.returned", pairs...))
		case c.Have == 0 && c.Need == 1:
			out = append(out, t.board("lack.one", pairs...))
		case c.Have == 0:
			out = append(out, t.board("lack.all", pairs...))
		default:
			out = append(out, t.board("lack.records", pairs...))
		}
	}
	if r.Refused != nil && r.State == arrival.Returned {
		out = append(out, t.board("lack.refused", "why", refusal(t, r.Refused)))
	}
	return strings.Join(out, t.t("and"))
}

// refusal is the sentence of the reason a file was refused for.
func refusal(t words, r *arrival.Refusal) string {
	var pairs []string
	for k, v := range r.Args {
		pairs = append(pairs, k, v)
	}
	if key := "error." + r.Code; assets.Has(string(t.lang), key) {
		return strings.TrimRight(assets.T(string(t.lang), key, pairs...), "。.")
	}
	return r.Code
}
