package hall

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"hallcheck/checklist"
	"hallcheck/checklist/table"
)

// Shift is somebody's time on post.
type Shift struct {
	Day    string `json:"day"` // yyyy-mm-dd
	Person string `json:"person"`
	Start  int    `json:"start"` // minutes after midnight
	Ends   int    `json:"ends"`
	Post   string `json:"post,omitempty"` // 大堂, 智能区 …
}

// rosterReach is how many days before and after today a roster's names are offered.
const rosterReach = 30

// Offered are the people with, behind them, those whom only the own hall's roster around
// today names; roster lists the shifts of a hall ("" = the own one), nil = there is none.
func Offered(ctx context.Context, people []checklist.Person, roster func(ctx context.Context, branch, from, to string) ([]Shift, error), today time.Time) ([]checklist.Person, error) {
	if roster == nil {
		return people, nil
	}
	shifts, err := roster(ctx, "", today.AddDate(0, 0, -rosterReach).Format(time.DateOnly), today.AddDate(0, 0, rosterReach).Format(time.DateOnly))
	if err != nil {
		return nil, err
	}
	return WithRoster(people, shifts), nil
}

// WithRoster are the people of a hall and, behind them, whom only its roster names, each
// once: the name is what people are told apart by.
func WithRoster(people []checklist.Person, shifts []Shift) []checklist.Person {
	seen := map[string]bool{}
	var out []checklist.Person
	add := func(p checklist.Person) {
		if p.Name != "" && !seen[p.Name] {
			seen[p.Name] = true
			out = append(out, p)
		}
	}
	for _, p := range people {
		add(p)
	}
	for _, x := range shifts {
		add(checklist.Person{Name: x.Person})
	}
	return out
}

// mostShifts bounds a roster: a year of a large hall.
const mostShifts = 20_000

// rosterHeadings are what a roster's columns are called; the template has the first.
var rosterHeadings = map[string][]string{
	"day":    {"日期", "值班日期", "date", "day"},
	"person": {"姓名", "人员", "值班人", "值班人员", "name", "person"},
	"start":  {"上岗", "开始", "开始时间", "上岗时间", "上班时间", "from", "start", "start time"},
	"ends":   {"下岗", "结束", "结束时间", "下岗时间", "下班时间", "to", "end", "ends", "end time"},
	"post?":  {"岗位", "位置", "区域", "post", "position"},
}

// RosterHead is the head of a roster's template in a language.
func RosterHead(lang checklist.Lang) []string {
	var out []string
	for _, key := range []string{"day", "person", "start", "ends", "post?"} {
		list := rosterHeadings[key]
		word := list[0]
		if lang == checklist.EN {
			word = list[slices.IndexFunc(list, func(s string) bool { return s[0] < utf8.RuneSelf })]
			word = strings.ToUpper(word[:1]) + word[1:]
		}
		out = append(out, word)
	}
	return out
}

// ReadRoster reads who is on post when out of a table, CSV or XLSX, in order of time.
// Everything wrong is said at once, each with its cell, as checklist.Problems: codes
// shift.day, shift.person, shift.time, shift.order, shift.overlap, shift.long,
// shift.none, shift.most and those of table.
func ReadRoster(name string, data []byte) ([]Shift, error) {
	t, err := table.Read(name, data)
	if err != nil {
		return nil, err
	}
	at, bad := t.Columns(rosterHeadings)
	if len(bad) > 0 {
		return nil, bad
	}
	if _, ok := at["post"]; !ok {
		at["post"] = -1
	}
	r := rosterReader{t: t, at: at, own: map[string][]int{}}
	for _, row := range t.Rows {
		r.read(row)
	}
	switch {
	case len(t.Rows) > mostShifts:
		r.bad = append(r.bad, checklist.Problem{File: t.Name, Code: "shift.most", Args: map[string]string{"most": strconv.Itoa(mostShifts)}})
	case len(r.out)+len(r.bad) == 0:
		r.bad = append(r.bad, checklist.Problem{File: t.Name, Code: "shift.none"})
	}
	if len(r.bad) > 0 {
		return nil, r.bad
	}
	SortShifts(r.out)
	return r.out, nil
}

type rosterReader struct {
	t   *table.Table
	at  map[string]int
	out []Shift
	row []table.Row      // of out
	own map[string][]int // places in out by day and person
	bad checklist.Problems
}

func (r *rosterReader) read(row table.Row) {
	if row.Cell(r.at["person"])+row.Cell(r.at["start"])+row.Cell(r.at["ends"]) == "" {
		return // a day of the template nobody filled in
	}
	before := len(r.bad)
	s := Shift{Person: row.Cell(r.at["person"]), Post: row.Cell(r.at["post"])}
	var ok bool
	switch s.Day, ok = table.Day(row.Cell(r.at["day"])); {
	case ok:
	case row.Cell(r.at["day"]) == "":
		r.wrong(row, "day", "shift.noDay")
	default:
		r.wrong(row, "day", "shift.day")
	}
	if s.Person == "" {
		r.wrong(row, "person", "shift.person")
	}
	for _, field := range []string{"person", "post"} {
		if utf8.RuneCountInString(row.Cell(r.at[field])) > mostShort {
			r.wrong(row, field, "shift.long")
		}
	}
	s.Start, ok = r.minute(row, "start")
	ends, right := r.minute(row, "ends")
	if s.Ends = ends; ok && right && s.Ends <= s.Start {
		r.bad = append(r.bad, r.t.Problem(row, r.at["ends"], "shift.order", "value", Clock(s.Ends))) // a workbook keeps a fraction of a day
	}
	if len(r.bad) > before {
		return
	}
	key := s.Day + s.Person
	for _, i := range r.own[key] {
		if x := r.out[i]; x.Start < s.Ends && s.Start < x.Ends {
			r.bad = append(r.bad, r.t.Problem(row, r.at["start"], "shift.overlap", "name", s.Person, "other", r.t.Place(r.row[i], r.at["start"]),
				"from", Clock(r.out[i].Start), "to", Clock(r.out[i].Ends)))
			return
		}
	}
	r.own[key] = append(r.own[key], len(r.out))
	r.out, r.row = append(r.out, s), append(r.row, row)
}

// minute reads a time of day; 24:00 is the end of it.
func (r *rosterReader) minute(row table.Row, field string) (int, bool) {
	text := row.Cell(r.at[field])
	if text == "24:00" {
		return 24 * 60, true
	}
	seconds, ok := table.Clock(text)
	if !ok {
		r.wrong(row, field, "shift.time")
	}
	return (seconds + 30) / 60, ok
}

func (r *rosterReader) wrong(row table.Row, field, code string) {
	r.bad = append(r.bad, r.t.Problem(row, r.at[field], code, "value", row.Cell(r.at[field])))
}

// SortShifts puts shifts in order of day, begin and name.
func SortShifts(list []Shift) {
	slices.SortFunc(list, func(a, b Shift) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), a.Start-b.Start, cmp.Compare(a.Person, b.Person))
	})
}

// OnPost is who is on post at a minute of a day, and who comes next after it that day.
func OnPost(list []Shift, day string, minute int) (now, next []Shift) {
	from := 0
	for _, s := range list {
		switch {
		case s.Day != day:
		case s.Start <= minute && minute < s.Ends:
			now = append(now, s)
		case s.Start > minute && (from == 0 || s.Start < from):
			from = s.Start
		}
	}
	for _, s := range list {
		if s.Day == day && from > 0 && s.Start == from {
			next = append(next, s)
		}
	}
	return now, next
}
