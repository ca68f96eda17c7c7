package store

import (
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"hallcheck/checklist/hall"
)

// KeptSum is a kept sum of a hall that is not what it is made from.
type KeptSum struct {
	Slot        int    // half-hour of the day, -1 = of all of it
	Field       string // the column, SumMissing or SumExtra
	Kept, Fresh string // "" where they say nothing to a reader
}

// What is wrong with a whole row: nothing is kept where something should be, or the
// other way round.
const (
	SumMissing = "missing"
	SumExtra   = "extra"
)

// mostSums is how many sums of a day, week or month are told.
const mostSums = 20

// String is for the one who repairs it: "10:00 waiting 13, not 12".
func (k KeptSum) String() string {
	s := k.Field
	if k.Slot >= 0 {
		s = hall.SlotClock(k.Slot) + " " + s
	}
	if k.Kept != k.Fresh {
		s += " " + k.Kept + ", not " + k.Fresh
	}
	return s
}

// sumTable is a table of kept sums of one hall.
type sumTable struct {
	query   string // all columns, of one hall
	columns []string
	width   int
	slot    int // its column, -1 = none
	day     int // its column, -1 = none
}

func sumsIn(l *rowList) *sumTable {
	t := &sumTable{query: "SELECT " + l.columns + " FROM " + l.table + " WHERE branch = ?", columns: strings.Split(l.columns, ", ")}
	t.width, t.slot, t.day = len(t.columns), slices.Index(t.columns, "slot"), slices.Index(t.columns, "day")
	return t
}

// rows are those drawn to be written.
func (t *sumTable) rows(l *rowList) [][]string {
	return slices.Collect(slices.Chunk(texted(l.args), t.width))
}

// grouped are rows by the text of a column.
func grouped(rows [][]string, column int) map[string][][]string {
	out := map[string][][]string{}
	for _, r := range rows {
		out[r[column]] = append(out[r[column]], r)
	}
	return out
}

func (t *sumTable) slotOf(row []string) int {
	if t.slot < 0 {
		return -1
	}
	n, err := strconv.Atoi(row[t.slot])
	if err != nil {
		return -1
	}
	return n
}

// differ compares the rows kept of a day, week or month with those it comes to.
func (t *sumTable) differ(kept, fresh [][]string) (out []KeptSum) {
	want := map[int][]string{}
	for _, r := range fresh {
		want[t.slotOf(r)] = r
	}
	for _, r := range kept {
		slot := t.slotOf(r)
		f, ok := want[slot]
		if !ok { // not to be there, or there twice
			out = append(out, KeptSum{Slot: slot, Field: SumExtra})
			continue
		}
		delete(want, slot)
		for i, field := range t.columns {
			if sum, ok := apart(field, r[i], f[i]); ok {
				sum.Slot = slot
				out = append(out, sum)
			}
		}
	}
	for slot := range want {
		out = append(out, KeptSum{Slot: slot, Field: SumMissing})
	}
	return out
}

// apart compares one column. Lists are equal in any order, and what an older version
// wrote of a day where it says the same.
func apart(field, kept, fresh string) (sum KeptSum, yes bool) {
	if kept == fresh {
		return sum, false
	}
	switch field {
	case "branch", "day", "slot", "device", "stale", "span":
		return sum, false
	case "body":
		var was hall.DayTotal
		err := fromJSON(kept, &was)
		return KeptSum{Field: field}, err != nil || toJSON(was) != fresh
	case "drilled":
		a, b := drillList(kept), drillList(fresh)
		return KeptSum{Field: field, Kept: strconv.Itoa(len(a)), Fresh: strconv.Itoa(len(b))}, !slices.Equal(a, b)
	case "queues":
		a, b := strings.Split(kept, ";"), strings.Split(fresh, ";")
		slices.Sort(a)
		slices.Sort(b)
		return KeptSum{Field: field}, !slices.Equal(a, b)
	case "waits", "seen_slots", "long_slots":
		return KeptSum{Field: field}, true
	}
	return KeptSum{Field: field, Kept: kept, Fresh: fresh}, true
}

// drillList are the drills of a month or week in order; one that cannot be read is none.
func drillList(text string) (out []string) {
	var list [][2]string
	if fromJSON(text, &list) != nil {
		return []string{text}
	}
	for _, d := range list {
		out = append(out, d[0]+" "+d[1])
	}
	slices.Sort(out)
	return out
}

// daySums are the rows kept of some days of a hall, by day.
type daySums struct {
	cells, totals       *sumTable
	keptCells, keptDays map[string][][]string
}

func keptDays(tx *gorm.DB, branch, from, to string) (*daySums, error) {
	cells, totals := hallRowsOf(nil)
	d := &daySums{cells: sumsIn(cells), totals: sumsIn(totals)}
	for _, x := range []struct {
		of   *sumTable
		into *map[string][][]string
	}{{d.cells, &d.keptCells}, {d.totals, &d.keptDays}} {
		rows, err := rowTexts(tx, x.of.query+" AND day >= ? AND day <= ?", branch, from, to)
		if err != nil {
			return nil, err
		}
		*x.into = grouped(rows, x.of.day)
	}
	return d, nil
}

// differ compares what is kept of a day with what it comes to. The body says once more
// what the other columns say: it is told when these are right.
func (d *daySums) differ(day string, settled []settledDay) []KeptSum {
	cells, totals := hallRowsOf(settled)
	out := append(d.totals.differ(d.keptDays[day], d.totals.rows(totals)), d.cells.differ(d.keptCells[day], d.cells.rows(cells))...)
	if len(out) > 1 {
		out = slices.DeleteFunc(out, func(k KeptSum) bool { return k.Field == "body" })
	}
	return out
}
