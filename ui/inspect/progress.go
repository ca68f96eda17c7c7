package inspect

import (
	"sort"
	"strconv"
	"time"

	"hallcheck/checklist"
	"hallcheck/ui/shell"
)

// part is the progress of one zone on the sheet in front.
type part struct {
	Zone            *checklist.Zone
	Answered, Total int
	Red             int // answers that open a finding
}

// parts lists the zones of the sheet in front that ask something.
func (f *flow) parts() []part {
	s := f.sheet()
	byZone := map[string]*part{}
	for _, it := range f.asked(s) {
		p := byZone[it.Zone]
		if p == nil {
			p = &part{}
			byZone[it.Zone] = p
		}
		p.Total++
		if s.Answered(it) {
			p.Answered++
			if shell.Red(f.in.Checklist, it, s.Answers[it.ID].Value) {
				p.Red++
			}
		}
	}
	var out []part
	zones := f.in.Checklist.Zones
	for i := range zones {
		if p := byZone[zones[i].ID]; p != nil {
			p.Zone = &zones[i]
			out = append(out, *p)
		}
	}
	return out
}

// tally counts answered, all and failed items over every sheet.
func (f *flow) tally() (answered, total, reds int) {
	for _, s := range f.in.Sheets {
		for _, it := range f.asked(s) {
			total++
			if s.Answered(it) {
				answered++
				if shell.Red(f.in.Checklist, it, s.Answers[it.ID].Value) {
					reds++
				}
			}
		}
	}
	return answered, total, reds
}

// openCount counts the items that still want an answer, over every sheet.
func (f *flow) openCount() int {
	n := 0
	for _, s := range f.in.Sheets {
		for _, it := range f.asked(s) {
			if f.open(s, it) {
				n++
			}
		}
	}
	return n
}

// The figures of the estimate: an item takes usualPace until this inspection
// has shown its own pace; a pause longer than longestPace is an interruption,
// not work.
const (
	usualPace   = 4 * time.Second
	longestPace = 90 * time.Second
	paceSample  = 20
	paceLeast   = 4
	paceStep    = 10 * time.Second
)

// timeLeft estimates how long the open items take: their number times the
// median gap between the latest answers, in steps of ten seconds.
func (f *flow) timeLeft() time.Duration {
	left := time.Duration(f.openCount()) * f.pace()
	return (left + paceStep - 1) / paceStep * paceStep
}

func (f *flow) pace() time.Duration {
	var at []int64
	for _, s := range f.in.Sheets {
		for _, a := range s.Answers {
			if a.At > 0 && !a.Value.IsZero() {
				at = append(at, a.At)
			}
		}
	}
	sort.Slice(at, func(i, j int) bool { return at[i] < at[j] })
	at = at[max(0, len(at)-paceSample-1):]
	var gaps []time.Duration
	for i := 1; i < len(at); i++ {
		if d := time.Duration(at[i]-at[i-1]) * time.Millisecond; d > 0 && d <= longestPace {
			gaps = append(gaps, d)
		}
	}
	if len(gaps) < paceLeast {
		return usualPace
	}
	sort.Slice(gaps, func(i, j int) bool { return gaps[i] < gaps[j] })
	return gaps[len(gaps)/2]
}

// wants lists what the leave gate still asks of an answered item.
func (f *flow) wants(p place) []checklist.Missing {
	if s, it := f.in.Sheet(p.Sheet), f.in.Checklist.ItemByID(p.Item); s == nil || it == nil || !s.Answered(it) {
		return nil
	}
	var out []checklist.Missing
	for _, m := range f.in.Gate(time.UnixMilli(f.in.StartedAt).Add(24 * time.Hour)) {
		if m.Sheet == p.Sheet && m.Item == p.Item {
			out = append(out, m)
		}
	}
	return out
}

// gateGroup is one heading of the leave gate's list: a zone of a sheet, or the
// visit as a whole (Zone nil).
type gateGroup struct {
	Sheet   *checklist.Sheet // nil where the inspection has one sheet only
	Zone    *checklist.Zone
	Entries []gateEntry
}

// gateEntry is one thing missing; Item is nil for the visit as a whole.
type gateEntry struct {
	checklist.Missing
	Item *checklist.Item
	No   int // number of the item on its sheet
}

// gateGroups arranges what is missing by sheet and zone, in checklist order.
func gateGroups(in *checklist.Inspection, missing []checklist.Missing) []gateGroup {
	f := &flow{in: in}
	numbers := map[place]int{}
	for _, s := range in.Sheets {
		for i, it := range f.asked(s) {
			numbers[place{s.ID, it.ID}] = i + 1
		}
	}
	var out []gateGroup
	for _, m := range missing {
		e := gateEntry{Missing: m, Item: in.Checklist.ItemByID(m.Item), No: numbers[place{m.Sheet, m.Item}]}
		g := gateGroup{}
		if e.Item != nil {
			g.Zone = in.Checklist.ZoneByID(e.Item.Zone)
		}
		if s := in.Sheet(m.Sheet); s != nil && s.ID != checklist.MainSheet {
			g.Sheet = s
		}
		if n := len(out) - 1; n >= 0 && out[n].Zone == g.Zone && out[n].Sheet == g.Sheet {
			out[n].Entries = append(out[n].Entries, e)
			continue
		}
		g.Entries = []gateEntry{e}
		out = append(out, g)
	}
	return out
}

// sheetName is what a sheet's tab says: the person, else its number.
func sheetName(in *checklist.Inspection, s *checklist.Sheet) string {
	if s.Person != "" {
		return s.Person
	}
	for i, x := range in.Sheets {
		if x.ID == s.ID {
			return strconv.Itoa(i + 1)
		}
	}
	return ""
}

// nextSheetID is the id of a further sheet: "s" and the lowest number above
// all used ones, so that a removed sheet's id is not used again in one run.
func nextSheetID(in *checklist.Inspection) string {
	highest := 0
	for _, s := range in.Sheets {
		if n, err := strconv.Atoi(s.ID[min(1, len(s.ID)):]); err == nil && n > highest {
			highest = n
		}
	}
	return "s" + strconv.Itoa(highest+1)
}
