package hall

import (
	"slices"
	"strconv"
	"time"

	"hallcheck/checklist"
)

// Level says how full a half-hour of a weekday usually is.
type Level string

// The levels of the peak chart (闲, 一般, 忙). An unknown cell has none.
const (
	LevelIdle   Level = "idle"
	LevelNormal Level = "normal"
	LevelBusy   Level = "busy"
)

// PeakWeeks is how far back the peak chart looks.
const PeakWeeks = 8

// EnoughDays is on how many days a half-hour of a weekday must have been seen before
// anything is said about it (DOMAIN 6.2: n ≥ 3).
const EnoughDays = 3

// PeakCell is what one half-hour of a weekday usually comes to. A day counts once,
// however often people were counted on it: two hours at the desk on one Monday must
// not outweigh seven others.
type PeakCell struct {
	Mean    int64 // people waiting, thousandths: the mean over the days
	N       int   // days it was seen on, at most PeakWeeks
	Tickets int   // of N: days without a count, taken from the tickets instead
	Level   Level
	Known   bool // N ≥ EnoughDays; the level of others is empty

	Days     int   // days the ticket machine ran on, half-hours without a ticket included
	Arrivals int   // tickets taken on them
	Served   int   // customers whose handling is known, timed ones included
	ServeSum int64 // seconds, over Served
	Called   int   // customers whose wait is known, timed ones included
	WaitSum  int64 // seconds, over Called
	Counts   int   // counts that know the open windows
	Open     int   // open windows, over Counts
}

// PerSlot is the mean number of customers who take a ticket in this half-hour; ok is
// false when fewer than EnoughDays days are known.
func (c PeakCell) PerSlot() (customers float64, ok bool) {
	if c.Days < EnoughDays {
		return 0, false
	}
	return float64(c.Arrivals) / float64(c.Days), true
}

// Waited is the mean minutes customers of this half-hour were seen to wait.
func (c PeakCell) Waited() (minutes float64, ok bool) {
	if c.Called == 0 {
		return 0, false
	}
	return float64(c.WaitSum) / float64(c.Called) / 60, true
}

// Peaks is the peak chart of a hall: its half-hours by weekday.
type Peaks struct {
	From, Until string // days it is made from, inclusive
	Seen        int    // days with any figure
	Cells       int    // known ones among the half-hours
	cells       [7][SlotsOfDay]PeakCell
}

// NewPeaks makes the peak chart of one hall from the PeakWeeks weeks that end with
// the day until ("" = the last day there is); cells of other days are left aside.
//
// People waiting on a day come from that half-hour's counts. Where nobody counted, but
// the ticket machine ran, they come from the tickets by Little's law: tickets taken ×
// mean wait ÷ half an hour. Between the first and the last ticket of such a day a
// half-hour without tickets is one without customers. Customers timed at the desk of a
// day without ticket machine say how long they waited and were served, not how many
// came.
//
// Levels rank the known cells by their mean, cells with the same mean sharing the
// middle of their ranks: the top quarter is busy, the lower half idle, the rest in
// between; so they do not depend on the order of the cells. Whatever its rank, a
// half-hour in which less than one person waits is idle.
func NewPeaks(cells []Cell, until string) *Peaks {
	p := &Peaks{Until: until}
	if until == "" {
		for i := range cells {
			p.Until = max(p.Until, cells[i].Day)
		}
	}
	last, err := time.Parse(time.DateOnly, p.Until)
	if err != nil {
		return p
	}
	p.From = last.AddDate(0, 0, 1-7*PeakWeeks).Format(time.DateOnly)
	days := map[string]*[SlotsOfDay]Cell{}
	for i := range cells {
		c := &cells[i]
		if c.Day < p.From || c.Day > p.Until || c.Slot < 0 || c.Slot >= SlotsOfDay {
			continue
		}
		if days[c.Day] == nil {
			days[c.Day] = new([SlotsOfDay]Cell)
		}
		days[c.Day][c.Slot].peakSum(c)
	}
	sums := [7][SlotsOfDay]int64{}
	for day, slots := range days {
		t, err := time.Parse(time.DateOnly, day)
		if err != nil {
			continue
		}
		p.Seen++
		w := t.Weekday()
		p.addDay(w, slots, &sums[w])
	}
	p.rank(&sums)
	return p
}

// peakSum adds what the peak chart needs of a cell.
func (c *Cell) peakSum(x *Cell) {
	c.Machine = c.Machine || x.Machine
	c.Samples += x.Samples
	c.Waiting += x.Waiting
	c.Counts += x.Counts
	c.Open += x.Open
	c.Tickets += x.Tickets
	c.Called += x.Called
	c.WaitSum += x.WaitSum
	c.Served += x.Served
	c.ServeSum += x.ServeSum
}

func (p *Peaks) addDay(w time.Weekday, slots *[SlotsOfDay]Cell, sums *[SlotsOfDay]int64) {
	first, last := SlotsOfDay, -1
	for s := range slots {
		if slots[s].Machine && slots[s].Tickets > 0 {
			first, last = min(first, s), s
		}
	}
	for s := range slots {
		c, to := &slots[s], &p.cells[w][s]
		ran := s >= first && s <= last
		switch {
		case c.Samples > 0:
			sums[s] += ratio(1000*int64(c.Waiting), int64(c.Samples))
			to.N++
		case ran && c.Tickets == 0:
			to.N++
			to.Tickets++
		case ran && c.Called > 0: // L = λ·W
			sums[s] += ratio(1000*int64(c.Tickets)*c.WaitSum, int64(c.Called)*SlotMinutes*60)
			to.N++
			to.Tickets++
		}
		if ran {
			to.Days++
			to.Arrivals += c.Tickets
		}
		to.Called += c.Called
		to.WaitSum += c.WaitSum
		to.Served += c.Served
		to.ServeSum += c.ServeSum
		to.Counts += c.Counts
		to.Open += c.Open
	}
}

// ratio is a ÷ b rounded half up, for figures that are not negative.
func ratio(a, b int64) int64 { return (2*a + b) / (2 * b) }

// rank gives every known cell its mean and level.
func (p *Peaks) rank(sums *[7][SlotsOfDay]int64) {
	var means []int64
	for w := range p.cells {
		for s := range p.cells[w] {
			c := &p.cells[w][s]
			if c.N > 0 {
				c.Mean = ratio(sums[w][s], int64(c.N))
			}
			if c.Known = c.N >= EnoughDays; c.Known {
				means = append(means, c.Mean)
			}
		}
	}
	slices.Sort(means)
	p.Cells = len(means)
	for w := range p.cells {
		for s := range p.cells[w] {
			if c := &p.cells[w][s]; c.Known {
				c.Level = levelOf(c.Mean, means)
			}
		}
	}
}

// levelOf is the level of a mean among all of them, sorted. Its place in permille of
// the whole is that of the middle of those equal to it: (2·below + equal) ÷ 2k.
func levelOf(mean int64, means []int64) Level {
	below, _ := slices.BinarySearch(means, mean)
	after, _ := slices.BinarySearch(means, mean+1)
	k, place := len(means), below+after // 2·below + equal
	switch {
	case mean < 1000 || place < k:
		return LevelIdle
	case 2*place >= 3*k:
		return LevelBusy
	}
	return LevelNormal
}

// At is a half-hour of a weekday; the zero cell for one outside the day.
func (p *Peaks) At(weekday time.Weekday, slot int) PeakCell {
	if p == nil || weekday < 0 || weekday > 6 || slot < 0 || slot >= SlotsOfDay {
		return PeakCell{}
	}
	return p.cells[weekday][slot]
}

// Busy says whether a half-hour of a weekday is a peak.
func (p *Peaks) Busy(weekday time.Weekday, slot int) bool {
	return p.At(weekday, slot).Level == LevelBusy
}

// Empty says whether nothing was seen at all.
func (p *Peaks) Empty() bool { return p == nil || p.Seen == 0 }

// Printable refuses a notice for the wall that would be all dashes: code hall.peakThin.
func (p *Peaks) Printable() error {
	if p.Cells == 0 {
		return checklist.Fail("hall.peakThin", "n", strconv.Itoa(EnoughDays))
	}
	return nil
}

// Span is the half-hours anything was seen in, to exclusive; both 0 when nothing was.
func (p *Peaks) Span() (from, to int) {
	if p == nil {
		return 0, 0
	}
	from = SlotsOfDay
	for w := range p.cells {
		for s := range p.cells[w] {
			if c := &p.cells[w][s]; c.N > 0 || c.Arrivals > 0 {
				from, to = min(from, s), max(to, s+1)
			}
		}
	}
	return min(from, to), to
}

// Basis says what a mean handling time was taken from.
type Basis string

// The bases, the nearest first.
const (
	FromSlot    Basis = "slot"    // that half-hour of that weekday
	FromWeekday Basis = "weekday" // all half-hours of the weekday
	FromHall    Basis = "hall"    // everything there is
)

// EnoughServed is how many customers a mean handling time is taken from at least.
const EnoughServed = 10

// Handling is the mean minutes at a window in a half-hour of a weekday: from that
// half-hour if at least EnoughServed customers were timed in it, otherwise from the
// whole weekday, otherwise from all of the hall's; ok is false when nobody was timed
// in any of them.
func (p *Peaks) Handling(weekday time.Weekday, slot int) (minutes float64, from Basis, ok bool) {
	if p == nil || weekday < 0 || weekday > 6 {
		return 0, "", false
	}
	c := p.At(weekday, slot)
	if c.Served >= EnoughServed {
		return perCustomer(c.ServeSum, c.Served), FromSlot, true
	}
	served, sum, all, allSum := 0, int64(0), 0, int64(0)
	for w := range p.cells {
		for s := range p.cells[w] {
			x := &p.cells[w][s]
			all, allSum = all+x.Served, allSum+x.ServeSum
			if w == int(weekday) {
				served, sum = served+x.Served, sum+x.ServeSum
			}
		}
	}
	switch {
	case served >= EnoughServed:
		return perCustomer(sum, served), FromWeekday, true
	case all > 0:
		return perCustomer(allSum, all), FromHall, true
	}
	return 0, "", false
}

// EnoughCounts is how many counts the windows usually open are taken from at least.
const EnoughCounts = 3

// UsuallyOpen is the mean number of open windows patrols and the desk counted in a
// half-hour of a weekday: of that half-hour if it was counted EnoughCounts times,
// otherwise of the whole weekday, otherwise of all of the hall's; ok is false when
// nobody counted so often at all.
func (p *Peaks) UsuallyOpen(weekday time.Weekday, slot int) (windows float64, from Basis, ok bool) {
	c := p.At(weekday, slot)
	if c.Counts >= EnoughCounts {
		return float64(c.Open) / float64(c.Counts), FromSlot, true
	}
	counts, open, all, allOpen := 0, 0, 0, 0
	for w := time.Sunday; w <= time.Saturday; w++ {
		for s := range SlotsOfDay {
			x := p.At(w, s)
			all, allOpen = all+x.Counts, allOpen+x.Open
			if w == weekday {
				counts, open = counts+x.Counts, open+x.Open
			}
		}
	}
	switch {
	case counts >= EnoughCounts:
		return float64(open) / float64(counts), FromWeekday, true
	case all >= EnoughCounts:
		return float64(allOpen) / float64(all), FromHall, true
	}
	return 0, "", false
}

func perCustomer(seconds int64, n int) float64 { return float64(seconds) / float64(n) / 60 }
