package hall

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/table"
)

// LengthFields are the fields that hold lengths of time.
var LengthFields = []string{FieldWaiting, FieldHandling}

// LengthUnits are the units a column of lengths may be in, in seconds. table.Whole is
// what a workbook keeps.
var LengthUnits = []int{table.Second, table.Minute, table.Hour, table.Whole}

// UnitOf is the key in a TicketMap of the unit of a column of lengths; its value is one
// of LengthUnits. Without it the lengths must say their unit themselves.
func UnitOf(field string) string { return field + "Unit" }

// Lengths is what the cells of a column look like when they are read as lengths.
type Lengths struct {
	Cells int // that hold anything
	Spans []table.Span
	Open  bool // some do not say their unit themselves
}

// mostLooked is how many rows are looked at to find a unit.
const mostLooked = 3000

// LengthsOf looks at a column.
func LengthsOf(t *table.Table, col int) Lengths {
	var l Lengths
	for _, row := range t.Rows[:min(len(t.Rows), mostLooked)] {
		text := row.Cell(col)
		if text == "" || noLength(text) {
			continue
		}
		l.Cells++
		if s, ok := table.ParseSpan(text); ok {
			l.Spans = append(l.Spans, s)
			l.Open = l.Open || !s.Fixed && (s.Number != 0 || s.Small != 0)
		}
	}
	return l
}

// noLength says that a cell is one of those machines write for what there is not; a
// nought is a length.
func noLength(text string) bool { return nothing[text] && text != "0" }

// median of the lengths in seconds, noughts left out; 0 without any.
func (l *Lengths) median(unit int) int {
	var list []int
	for _, s := range l.Spans {
		if n := s.In(unit); n > 0 {
			list = append(list, n)
		}
	}
	if len(list) == 0 {
		return 0
	}
	slices.Sort(list)
	return list[len(list)/2]
}

// longQueue is a median nobody's hall has, in seconds.
const longQueue = 2 * table.Hour

// unit is the one the values themselves tell, 0 when they leave a doubt.
func (l *Lengths) unit() int {
	numbers, parts, exact, pairs, high := 0, 0, 0, 0, false
	for _, s := range l.Spans {
		switch {
		case s.Fixed:
			pairs += flag(s.Seconds > 0) // hours stand in front where there are any
		case s.Colon:
			high = high || s.Number >= longestTicket.Hours()
		case s.Number > 0:
			numbers++
			parts += flag(s.Number != float64(int(s.Number)))
			exact += flag(s.Exact && s.Number < 1)
		}
	}
	switch {
	case numbers > 0 && exact*2 > numbers && l.median(table.Whole) <= longQueue:
		return table.Whole
	case numbers > 0 && l.median(table.Minute) > longQueue:
		return table.Second
	case numbers > 0 && parts > 0 && l.median(table.Minute) >= table.Minute:
		return table.Minute
	case numbers > 0:
		return 0
	case high || pairs > 0 || l.median(table.Hour) > longQueue:
		return table.Minute
	}
	return 0
}

// likely says whether a column guessed by its heading holds lengths, and no times,
// which look the same when they have no day: those of nearly every row are soon after
// its ticket was taken. What is neither stays, and is a mistake of the file.
func (m TicketMap) likely(t *table.Table, field string) bool {
	l := LengthsOf(t, m[field])
	unit := l.unit()
	if unit == 0 {
		unit = table.Second
	}
	if l.median(unit) > 2*longQueue {
		return false
	}
	r := newTicketReader(t, m)
	moments, rows, soon := 0, 0, 0
	for _, row := range t.Rows[:min(len(t.Rows), mostLooked)] {
		text, _ := r.cell(row, field)
		if _, span := table.ParseSpan(text); !span {
			_, moment := table.Moment(text, time.UTC)
			moments += flag(moment)
			continue
		}
		seconds, ok := table.Clock(text)
		if taken := r.moment(row, FieldTaken, 0); ok && taken > 0 && text != "0" {
			after := r.clock(row, seconds, taken) - taken
			rows++
			soon += flag(after >= 0 && after <= 2*longQueue*1000)
		}
	}
	return moments*3 <= l.Cells && (rows == 0 || soon*10 < rows*9)
}

// FindUnits is the map with the units of the columns of lengths that can be told: by
// what a workbook keeps, by the heading, by the times beside them, by the values. A
// unit that is there already stays.
func (m TicketMap) FindUnits(t *table.Table) TicketMap {
	out := maps.Clone(m)
	for _, field := range LengthFields {
		col, ok := m[field]
		if _, known := m[UnitOf(field)]; known || !ok || col < 0 || col >= len(t.Head) {
			continue
		}
		l := LengthsOf(t, col)
		if !l.Open {
			continue
		}
		unit := l.unit()
		if said := table.HeadingUnit(t.Head[col]); said != 0 && unit != table.Whole {
			unit = said
		} else if shown := m.unitByTimes(t, field); shown != 0 {
			unit = shown
		}
		if unit != 0 {
			out[UnitOf(field)] = unit
		}
	}
	return out
}

// unitByTimes is the unit with which nine of ten lengths are what lies between the
// times of their rows, while no other does for more than half of them; 0 otherwise.
func (m TicketMap) unitByTimes(t *table.Table, field string) int {
	ends := map[string][2]string{FieldWaiting: {FieldTaken, FieldCalled}, FieldHandling: {FieldCalled, FieldFinished}}[field]
	if !m.has(ends[0]) || !m.has(ends[1]) {
		return 0
	}
	r := newTicketReader(t, m)
	agree, rows := map[int]int{}, 0
	for _, row := range t.Rows[:min(len(t.Rows), mostLooked)] {
		text, _ := r.cell(row, field)
		span, ok := table.ParseSpan(text)
		from := r.moment(row, ends[0], 0)
		to := r.moment(row, ends[1], from)
		if !ok || span.Fixed || from == 0 || to <= from {
			continue
		}
		rows++
		for _, unit := range LengthUnits {
			agree[unit] += flag(near(to-from, span.In(unit)))
		}
	}
	best, second := 0, 0
	for _, unit := range LengthUnits {
		if agree[unit] > agree[best] {
			best, second = unit, best
		} else if agree[unit] > agree[second] {
			second = unit
		}
	}
	if rows == 0 || agree[best]*10 < rows*9 || agree[second]*2 > rows {
		return 0
	}
	return best
}

// near says whether a length fits what lies between two times, ms: machines cut off
// seconds, so a minute may be between them.
func near(between int64, seconds int) bool {
	d := between - int64(seconds)*1000
	return d <= 60_000 && d >= -60_000
}

func (m TicketMap) has(field string) bool { _, ok := m[field]; return ok }

// checkUnits is Check for the columns of lengths.
func (m TicketMap) checkUnits(t *table.Table) error {
	for _, field := range LengthFields {
		col, ok := m[field]
		if !ok {
			continue
		}
		unit, said := m[UnitOf(field)]
		if l := LengthsOf(t, col); said && !slices.Contains(LengthUnits, unit) || !said && l.Open {
			return checklist.Fail("hall.map.unit", "column", t.Head[col])
		}
	}
	return nil
}

// length reads a length of time, ok is false where there is none.
func (r *ticketReader) length(row table.Row, field string) (seconds int, ok bool) {
	text, col := r.cell(row, field)
	if text == "" || noLength(text) {
		return 0, false
	}
	s, ok := table.ParseSpan(text)
	unit, said := r.m[UnitOf(field)]
	switch {
	case !ok, !said && !s.Fixed && (s.Number != 0 || s.Small != 0): // the latter far down the file
		r.wrong(row, col, "hall.ticket.length", "text", short(text))
		return 0, false
	case float64(s.In(unit)) > longestTicket.Seconds():
		r.wrong(row, col, "hall.ticket.longest", "text", short(text), "hours", strconv.Itoa(s.In(unit)/table.Hour))
		return 0, false
	}
	return s.In(unit), true
}

// lengths works out the times of a ticket that its lengths tell, and holds the lengths
// against the times that are there. Nobody is served in no time: a handling of nought
// is none, and so is a waiting of nought beside it, or of somebody who was not there.
func (r *ticketReader) lengths(row table.Row, t *Ticket) {
	waited, waits := r.length(row, FieldWaiting)
	served, serves := r.length(row, FieldHandling)
	serves = serves && served > 0
	if word, _ := r.cell(row, FieldAbandoned); waits && waited == 0 {
		waits = !gone[strings.ToLower(word)] && (t.Called > 0 || t.Finished > 0 || serves || !r.m.has(FieldHandling))
	}
	wait, serve := int64(waited)*1000, int64(served)*1000
	if t.Called == 0 && waits && t.Taken > 0 {
		t.Called = t.Taken + wait
	}
	if t.Called == 0 && serves && t.Finished > 0 {
		t.Called = t.Finished - serve
	}
	if t.Taken == 0 && waits && t.Called > 0 {
		t.Taken = t.Called - wait
	}
	if t.Finished == 0 && serves && t.Called > 0 {
		t.Finished = t.Called + serve
	}
	if r.bad {
		return
	}
	if waits && t.Taken > 0 && t.Called >= t.Taken && !near(t.Called-t.Taken, waited) {
		r.apart(row, FieldWaiting, "hall.ticket.waiting", t.Taken, t.Called)
	}
	if serves && t.Called > 0 && t.Finished >= t.Called && !near(t.Finished-t.Called, served) {
		r.apart(row, FieldHandling, "hall.ticket.handling", t.Called, t.Finished)
	}
}

// apart is a length that is not what lies between its times.
func (r *ticketReader) apart(row table.Row, field, code string, from, to int64) {
	text, col := r.cell(row, field)
	r.wrong(row, col, code, "text", short(text), "from", r.shown(from), "to", r.shown(to), "between", Span((to-from)/1000))
}

// Span writes seconds as 0:09:05.
func Span(seconds int64) string {
	return fmt.Sprintf("%d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
}

// lengthHeadings are a field's headings, alone and with a unit behind.
func lengthHeadings(names ...string) []string {
	var out []string
	for _, unit := range []string{"", "秒", "秒数", "分钟", "分钟数", "分", "小时", "分秒", "时分秒", "时分", "s", "sec", "seconds", "min", "minutes", "h", "hours", "hhmmss", "mmss", "hhmm"} {
		for _, n := range names {
			out = append(out, n+unit)
		}
	}
	return out
}
