package report

import (
	"math/big"
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist"
)

// builder turns an inspection into a paper.
type builder struct {
	d     SheetDoc
	in    *checklist.Inspection
	c     *checklist.Checklist
	res   *checklist.Result
	tr    words
	zone  *time.Location
	lines map[slot]*checklist.Line
	numOf map[string]int    // item → 序号
	shots map[slot][]string // photo numbers
	p     *paper
}

// slot is an item on a sheet.
type slot struct{ sheet, item string }

func newPaper(d SheetDoc) *paper {
	b := &builder{d: d, in: d.Inspection, c: d.Inspection.Checklist, res: d.Result, tr: wordsOf(d.Lang), zone: d.Zone}
	if b.res == nil {
		b.res = checklist.Evaluate(b.in)
	}
	if b.zone == nil {
		b.zone = chinaTime
	}
	b.index()
	b.head()
	b.notices()
	b.photos()
	switch b.c.Scoring.Method {
	case checklist.Gap:
		b.survey()
	case checklist.PeakEnd:
		b.walk()
	case checklist.Flags:
		b.flags()
	case checklist.Points, checklist.Compliance:
		b.marks()
	}
	b.p.Sign = b.tr.signers()
	return b.p
}

func (w words) signers() []string {
	return []string{w.t("sign.inspector"), w.t("sign.head"), w.t("sign.date")}
}

func (b *builder) index() {
	b.lines, b.numOf, b.shots = map[slot]*checklist.Line{}, map[string]int{}, map[slot][]string{}
	for i := range b.res.Trace {
		l := &b.res.Trace[i]
		b.lines[slot{l.Sheet, l.Item}] = l
	}
	for i := range b.c.Items {
		b.numOf[b.c.Items[i].ID] = i + 1
	}
}

func (b *builder) at(ms int64, layout string) string {
	return time.UnixMilli(ms).In(b.zone).Format(layout)
}

// visit is arrival to leaving: the day once, when it is the same.
func (b *builder) visit() string {
	from := b.at(b.in.StartedAt, "2006-01-02 15:04")
	if b.in.FinishedAt == 0 {
		return from + "–"
	}
	to := b.at(b.in.FinishedAt, "2006-01-02 15:04")
	if to[:10] == from[:10] {
		to = to[11:]
	}
	return from + "–" + to
}

func (b *builder) branch() string {
	if b.in.Branch.Code == "" {
		return b.in.Branch.Name
	}
	return b.in.Branch.Name + " (" + b.in.Branch.Code + ")"
}

func (b *builder) head() {
	in, t := b.in, b.tr
	b.p = &paper{
		Title: t.in(b.c.Title), Edition: t.t("edition", "n", strconv.Itoa(b.c.Version)), Org: b.d.Org, tr: t, open: b.d.Photo,
		DocID:   t.t("doc", "id", in.ID, "rev", strconv.Itoa(in.Rev)),
		Created: time.UnixMilli(max(in.StartedAt, in.FinishedAt)).UTC(),
		Running: t.in(b.c.Title) + " · " + in.Branch.Name + " · " + in.Day,
		Head: []field{
			{t.t("head.org"), b.d.Org, ""},
			{t.t("head.branch"), b.branch(), ""},
			{t.t("head.grade"), t.core("grade", string(in.Branch.Grade)), ""},
			{t.t("head.mode"), t.core("mode", string(in.Mode)), ""},
			{t.t("head.time"), b.visit(), ""},
			{t.t("head.inspector"), in.Inspector.Name, ""},
		},
	}
	if in.Status == checklist.Draft {
		b.p.Running += " · " + t.t("mark.draft")
	}
	b.p.Grade = b.gradeName(b.res.Grade)
	b.p.Bad = b.poor(b.res.Grade) || b.capped()
	b.p.ScoreCap = t.t("head.score")
	if in.Status == checklist.Draft {
		b.p.ScoreCap = t.t("head.soFar")
	}
	switch {
	case b.c.Scoring.Method == checklist.Flags:
		b.p.ScoreCap, b.p.Score, b.p.Grade = t.t("head.class"), b.gradeName(b.class()), ""
	case b.c.Scoring.Method == checklist.Gap:
		b.surveyScore()
	case b.res.Score == nil:
		b.p.Score, b.p.Grade = t.t("unscored"), ""
	default:
		b.p.Score = b.res.Score.String()
	}
	b.facts()
}

func (b *builder) class() string {
	if b.res.Class != "" {
		return b.res.Class
	}
	return b.res.Grade
}

// gradeName is the word of a grade or class id, in the checklist's language.
func (b *builder) gradeName(id string) string {
	for i := range b.c.Scoring.Grades {
		if g := &b.c.Scoring.Grades[i]; g.ID == id {
			return b.tr.in(g.Name)
		}
	}
	return ""
}

// poor says whether the grade is the last of the bands, or the first class of
// a flags checklist.
func (b *builder) poor(id string) bool {
	gs := b.c.Scoring.Grades
	if id == "" || len(gs) == 0 {
		return false
	}
	if b.c.Scoring.Method == checklist.Flags {
		return gs[0].ID == id
	}
	return gs[len(gs)-1].ID == id
}

func (b *builder) capped() bool {
	for _, v := range b.res.Vetoes {
		if v.Effect == checklist.VetoInspection {
			return true
		}
	}
	return false
}

// facts are the figures beside the score.
func (b *builder) facts() {
	t, r := b.tr, b.res
	add := func(key, value string) { b.p.Facts = append(b.p.Facts, field{t.t(key), value, ""}) }
	add("fact.answered", strconv.Itoa(r.Answered)+" / "+strconv.Itoa(r.Total))
	if r.PassRate.Applicable > 0 {
		add("fact.passRate", strconv.Itoa(r.PassRate.Full)+" / "+strconv.Itoa(r.PassRate.Applicable))
	}
	if b.c.Kind != checklist.KindSurvey && b.c.Kind != checklist.KindReview {
		add("fact.findings", strconv.Itoa(r.Red))
	}
	if b.hasVeto() {
		add("fact.vetoes", strconv.Itoa(len(r.Vetoes)))
	}
	if b.in.Phase != "" {
		add("fact.phase", t.t("phase."+b.in.Phase))
	}
	if b.in.Pressure != "" {
		add("fact.pressure", t.t("pressure."+b.in.Pressure))
	}
}

func (b *builder) hasVeto() bool {
	for i := range b.c.Items {
		if b.c.Items[i].Veto != checklist.VetoNone && b.c.Items[i].Veto != "" {
			return true
		}
	}
	return false
}

func (b *builder) note(bad bool, mark, text string) {
	b.p.Notices = append(b.p.Notices, notice{Mark: mark, Text: text, Bad: bad})
}

// notices are the marks that change how the sheet is read, most serious first.
func (b *builder) notices() {
	t, in, r := b.tr, b.in, b.res
	if in.Status == checklist.Draft {
		b.note(true, t.t("mark.draft"), t.t("notice.draft", "answered", strconv.Itoa(r.Answered), "total", strconv.Itoa(r.Total)))
	}
	if in.Incomplete != "" {
		b.note(true, t.t("mark.incomplete"), t.t("notice.incomplete", "reason", clean(in.Incomplete)))
	}
	if names := b.vetoNames(checklist.VetoInspection); names != "" {
		b.note(true, t.t("mark.veto"), names)
	}
	if c := r.Cap; c != nil {
		b.note(true, t.t("mark.cap"), t.t("notice.cap", "before", c.Before.String(), "after", c.After.String(), "limit", c.Limit.String()))
	}
	if names := b.vetoNames(checklist.VetoIndicator); names != "" {
		b.note(true, t.t("mark.indicatorVeto"), names)
	}
	if r.Small {
		b.note(false, t.t("mark.small"), t.t(b.smallKey(), "n", strconv.Itoa(len(in.Sheets))))
	}
	if b.c.Kind == checklist.KindReview {
		b.note(true, t.t("mark.sensitive"), t.t("notice.sensitive"))
	}
	if len(in.LeftOut) > 0 {
		var names []string
		for _, z := range in.LeftOut {
			names = append(names, b.zoneName(z))
		}
		b.note(false, t.t("mark.leftOut"), strings.Join(names, t.t("and")))
	}
	for _, o := range in.Reopened {
		b.note(false, t.t("mark.reopened"), t.t("notice.reopened", "time", b.at(o.At, "2006-01-02 15:04"), "who", o.By, "reason", clean(o.Reason)))
	}
}

func (b *builder) smallKey() string {
	if b.c.Scoring.Method == checklist.Gap {
		return "notice.smallSurvey"
	}
	return "notice.smallPeople"
}

func (b *builder) vetoNames(effect checklist.Veto) string {
	var out []string
	for _, v := range b.res.Vetoes {
		it := b.c.ItemByID(v.Item)
		if v.Effect != effect || it == nil {
			continue
		}
		name := strconv.Itoa(b.numOf[v.Item]) + " " + b.tr.in(it.Text)
		if s := b.in.Sheet(v.Sheet); s != nil && s.Person != "" {
			name = s.Person + " – " + name
		}
		out = append(out, name)
	}
	return strings.Join(out, b.tr.t("and"))
}

func (b *builder) zoneName(id string) string {
	if z := b.c.ZoneByID(id); z != nil {
		return b.tr.in(z.Name)
	}
	return id
}

// decimals writes r with at most two places, rounded half away from zero.
func decimals(r *big.Rat) string {
	s := r.FloatString(2)
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	if s == "-0" {
		return "0"
	}
	return s
}
