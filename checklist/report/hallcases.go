package report

import (
	"io"
	"strconv"
	"strings"
	"time"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/hall"
)

// HallCasesDoc is the list of what happened in a hall besides queues (投诉登记表,
// 设备故障登记表 …), to be kept or handed on.
type HallCasesDoc struct {
	Cases    []hall.Case // in the order wanted
	From, To string      // days, inclusive
	Branch   checklist.Branch
	Org      string
	Lang     checklist.Lang
	Made     time.Time // in the hall's zone
}

// HallCases writes the list as PDF or workbook. Errors: report.format, or the
// writer's.
func HallCases(w io.Writer, f Format, d HallCasesDoc) ([]Warning, error) {
	l := &dayLogPaper{DayLogDoc: DayLogDoc{Lang: d.Lang, Made: d.Made, Branch: d.Branch, Org: d.Org}, tr: wordsOf(d.Lang)}
	t := func(key string, pairs ...string) string {
		return assets.T(string(l.tr.lang), "hallcases."+key, pairs...)
	}
	title := t("paper.title")
	p := &paper{
		Title: title, Org: d.Org, DocID: title, Running: dots(title, d.Branch.Name, d.From+" – "+d.To), Created: d.Made.UTC(), tr: l.tr, First: title,
		Head: []field{
			{Label: l.t("branch"), Value: d.Branch.Name},
			{Label: t("paper.period"), Value: d.From + " – " + d.To},
			{Label: t("paper.count"), Value: strconv.Itoa(len(d.Cases)), Num: strconv.Itoa(len(d.Cases))},
			{Label: t("paper.open"), Value: strconv.Itoa(openCases(d.Cases))},
		},
	}
	table := part{Cols: []col{
		{Title: t("paper.no"), Width: 10, Align: centre},
		{Title: t("col.at"), Width: 30},
		{Title: t("col.kind"), Width: 24},
		{Title: t("paper.category"), Width: 32},
		{Title: t("col.what"), Width: 80},
		{Title: t("col.owner"), Width: 24},
		{Title: t("col.state"), Width: 32},
		{Title: t("result"), Width: 45},
	}}
	for i := range d.Cases {
		table.Rows = append(table.Rows, l.caseRow(t, i+1, &d.Cases[i]))
	}
	if len(table.Rows) == 0 {
		table.Rows = []row{span(l.t("none"), toneMuted)}
	}
	p.Parts = []part{table}
	return p.write(w, f)
}

func openCases(list []hall.Case) (n int) {
	for i := range list {
		if k := list[i].Kind; list[i].Open() && (k == hall.KindFault || k == hall.KindComplaint) {
			n++
		}
	}
	return n
}

func (l *dayLogPaper) caseRow(t func(string, ...string) string, no int, c *hall.Case) row {
	kind, category := t("kind."+string(c.Kind)), l.topic(&c.Entry)
	switch {
	case c.Kind == hall.KindEvent:
		category = c.Due
	case c.Kind == hall.KindNote && strings.HasPrefix(c.Topic, hall.EmergencyTopic):
		kind = t("kind.emergency")
	case c.Kind == hall.KindNote:
		category = ""
	}
	state, bad, result := l.caseState(t, c)
	stands := txt(state)
	if bad {
		stands = stands.tone(toneBad)
	}
	at := time.UnixMilli(c.At).In(l.Made.Location()).Format("2006-01-02 15:04")
	return row{Cells: []cell{num(strconv.Itoa(no)), txt(at), txt(kind), txt(category), txt(paperText(c.Text)), txt(c.Person), stands, txt(paperText(result))}}
}

func (l *dayLogPaper) caseState(t func(string, ...string) string, c *hall.Case) (state string, bad bool, result string) {
	if c.End != nil {
		result = dots(l.when(c.End.At), c.End.Text)
	}
	switch {
	case c.Kind == hall.KindFault && c.End == nil:
		return l.t("stillDown", "n", strconv.Itoa(c.Down)), true, ""
	case c.Kind == hall.KindFault:
		return t("restored") + l.t("and") + l.t("minutes", "n", strconv.Itoa(c.Down)), false, result
	case c.SolvedAtOnce():
		return t("solved"), false, result
	case c.Kind == hall.KindComplaint && c.End == nil:
		return t("unsettled"), true, ""
	case c.Kind == hall.KindComplaint:
		return t("settled"), false, result
	}
	return t("noted"), false, result
}
