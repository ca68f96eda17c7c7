package arrival

import (
	"time"

	"hallcheck/checklist"
)

// State is how far a hall is with one checklist, or with all of them.
type State uint8

// The states. Nothing due shows as a dash; Waiting is due after the end of the
// period shown and has not begun.
const (
	None     State = iota
	Waiting        // 未到期
	Received       // 已签收
	Pictures       // 待照片
	Partial        // 部分
	Missing        // 未报
	Returned       // 退回
)

// stateIDs are the words scripts and text keys know the states by.
var stateIDs = [...]string{"none", "waiting", "received", "pictures", "partial", "missing", "returned"}

// ID is the stable word of a state.
func (s State) ID() string { return stateIDs[s] }

// StateByID is the state with the word; ok is false for none of them.
func StateByID(id string) (s State, ok bool) {
	for i, x := range stateIDs {
		if x == id {
			return State(i), true
		}
	}
	return None, false
}

// Open says whether something is to be asked for.
func (s State) Open() bool { return s >= Pictures }

// Record is a finished record as the board sees it.
type Record struct {
	Checklist string
	Day       string // of the inspection, yyyy-mm-dd
	Returned  bool   // headquarters gave it back and no newer state of it came
	Counts    bool   // counts as reported: complete, not void
	Lacking   int    // required pictures it has not, or that cannot be opened
	Arrived   int64  // unix ms UTC
}

// Cell is one hall and one checklist.
type Cell struct {
	State    State
	Have     int    // records due that are here
	Need     int    // records due in all
	Late     int    // of those missing, how many were due before today
	Due      string // last day of the first span that lacks a record, "" = none
	Excluded int    // records that came but do not count: cut short or void
	Pictures int    // lacking in the records counted
}

// Lacks is how many records are still to come.
func (c Cell) Lacks() int { return max(c.Need-c.Have, 0) }

// Refusal is the newest bundle of a hall when it was refused.
type Refusal struct {
	Code string
	Args map[string]string // of the reason's sentence
	At   int64             // unix ms UTC
}

// Hall is everything known of one hall besides its records.
type Hall struct {
	Branch   checklist.Branch
	Initials string // of the name, in pinyin
	Contact  Contact
	Last     int64 // when a bundle last arrived, unix ms UTC; 0 = never
	Refused  *Refusal
	Gaps     int   // numbers missing in the sequences of its devices
	Silent   int64 // when something arrived last, if that is SilentDays ago or more, unix ms UTC; 0 = it is not
}

// SilentDays is how long a hall may send nothing before the board says so: the
// rhythm of what is due by default is a week, and one may be missed.
const SilentDays = 14

// Contact is who is called about a hall.
type Contact struct {
	Name  string `json:"name"`
	Phone string `json:"phone"`
}

// Row is one hall of the board; Cells stand in the order of Plan.Lists.
type Row struct {
	Hall
	State State
	Cells []Cell
}

// Plan is what is due in a period, worked out once for all halls.
type Plan struct {
	Period Period
	Lists  []string // ids of the checklists asked for
	Asked  []Requirement
	Today  string

	need map[Class][][]span
}

// span is the time in which some records are due.
type span struct {
	from, to string
	times    int
	after    bool // it goes on after the period shown
}

// NewPlan works out what the requirements ask in a period; today is yyyy-mm-dd.
func NewPlan(p Period, today string, asked []Requirement) *Plan {
	plan := &Plan{Period: p, Today: today, Asked: asked, need: map[Class][][]span{}}
	for _, r := range asked {
		plan.Lists = append(plan.Lists, r.Checklist)
	}
	for _, class := range []Class{Ordinary, Important, Partner} {
		cells := make([][]span, len(asked))
		for i, r := range asked {
			o := r.For(class)
			if o.Times <= 0 {
				continue
			}
			for _, s := range p.spans(o.Unit) {
				after := o.Unit.rank() > p.Unit.rank() && p.Next(1).spans(o.Unit)[0] == s
				cells[i] = append(cells[i], span{s.From, s.To, o.Times, after})
			}
		}
		plan.need[class] = cells
	}
	return plan
}

// Days are the first and last day whose records matter.
func (pl *Plan) Days() (from, to string) { return pl.DaysOf(Ordinary, Important, Partner) }

// DaysOf are the first and last day whose records matter for halls of some classes.
func (pl *Plan) DaysOf(classes ...Class) (from, to string) {
	from, to = pl.Period.From, pl.Period.To
	for _, class := range classes {
		for _, spans := range pl.need[class] {
			for _, s := range spans {
				from, to = min(from, s.from), max(to, s.to)
			}
		}
	}
	return from, to
}

// Row judges one hall by its records.
func (pl *Plan) Row(h Hall, records []Record) Row {
	need := pl.need[ClassOf(h.Branch)]
	r := Row{Hall: h, Cells: make([]Cell, len(need))}
	for i, spans := range need {
		r.Cells[i] = pl.cell(pl.Lists[i], spans, records, h.Refused != nil)
	}
	r.State = summit(r.Cells)
	return r
}

// cell counts the records of each span up to what is asked in it: four patrols
// in one week do not stand for the three weeks without.
func (pl *Plan) cell(list string, spans []span, records []Record, refused bool) Cell {
	var c Cell
	returned, later := false, true
	for _, s := range spans {
		have := 0
		for i := range records {
			r := &records[i]
			if r.Checklist != list || r.Day < s.from || r.Day > s.to {
				continue
			}
			switch {
			case r.Returned:
				returned = true
			case !r.Counts:
				c.Excluded++
			default:
				have++
				c.Pictures += r.Lacking
			}
		}
		c.Need += s.times
		c.Have += min(have, s.times)
		if have < s.times {
			if c.Due == "" {
				c.Due = s.to
			}
			if s.to < pl.Today {
				c.Late += s.times - have
			}
			later = later && s.after && s.to >= pl.Today
		}
	}
	c.State = judge(c, returned, refused, later)
	return c
}

// judge names the state of a counted cell; later says that all that lacks is due
// after the period shown.
func judge(c Cell, returned, refused, later bool) State {
	switch {
	case c.Need == 0:
		return None
	case returned:
		return Returned
	case c.Have < c.Need && refused:
		return Returned // what is missing may be in the file that was refused
	case c.Have == 0 && later:
		return Waiting
	case c.Have == 0:
		return Missing
	case c.Have < c.Need:
		return Partial
	case c.Pictures > 0:
		return Pictures
	default:
		return Received
	}
}

// summit is the state of a hall: what came back first, then nothing at all, then
// parts, then pictures.
func summit(cells []Cell) State {
	var n [Returned + 1]int
	for _, c := range cells {
		n[c.State]++
	}
	came := n[Received] + n[Pictures] + n[Partial]
	switch {
	case n[Returned] > 0:
		return Returned
	case n[Missing] > 0 && came == 0:
		return Missing
	case n[Missing]+n[Partial] > 0:
		return Partial
	case n[Pictures] > 0:
		return Pictures
	case n[Received] > 0:
		return Received
	case n[Waiting] > 0:
		return Waiting
	}
	return None
}

// Reported says whether anything of the hall counts in the period.
func (r *Row) Reported() bool {
	for _, c := range r.Cells {
		if c.Have > 0 {
			return true
		}
	}
	return false
}

// Due is the first day something of the hall was due and is not here ("" = nothing
// is), and how many days ago that was; 0 = it is not late. today is yyyy-mm-dd.
func (r *Row) Due(today string) (day string, late int) {
	for _, c := range r.Cells {
		if c.State.Open() && c.Due != "" && (day == "" || c.Due < day) {
			day = c.Due
		}
	}
	return day, daysSince(day, today)
}

// Board is a period of all halls.
type Board struct {
	Plan *Plan
	Rows []Row // active halls by code
	Sum  Sum
}

// Sum is what the board comes to. Every hall is in exactly one state.
type Sum struct {
	Halls    int
	By       [Returned + 1]int // halls in each state
	Reported int               // halls with at least one record: coverage (DOMAIN 5.2)
	Pictures int               // lacking in all
	Late     int               // records due before today
	Oldest   string            // the earliest day on which something was due and is not here, "" = none
	Lacks    map[string]int    // checklist → halls in which records are missing
}

// Sum adds rows up.
func (pl *Plan) Sum(rows []Row) Sum {
	s := Sum{Halls: len(rows), Lacks: map[string]int{}}
	for i := range rows {
		r := &rows[i]
		s.By[r.State]++
		if r.Reported() {
			s.Reported++
		}
		for k, c := range r.Cells {
			s.Pictures += c.Pictures
			s.Late += c.Late
			if c.Late > 0 && (s.Oldest == "" || c.Due < s.Oldest) {
				s.Oldest = c.Due
			}
			if c.State == Missing || c.State == Partial || c.State == Returned {
				s.Lacks[pl.Lists[k]]++
			}
		}
	}
	return s
}

// DaysLate is how many days ago the oldest missing record was due, 0 = none is late.
func (s Sum) DaysLate(today string) int { return daysSince(s.Oldest, today) }

func daysSince(due, today string) int {
	from, err1 := time.Parse(time.DateOnly, due)
	to, err2 := time.Parse(time.DateOnly, today)
	if err1 != nil || err2 != nil {
		return 0
	}
	return max(int(to.Sub(from).Hours()/24), 0)
}
