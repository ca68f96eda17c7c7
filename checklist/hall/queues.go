package hall

import (
	"cmp"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist"
)

// When a queue counts as persistent [D]: within the last PersistentWeeks weeks it was
// measured in at least PersistentSeen of them, and long in at least PersistentLong.
const (
	PersistentWeeks = 8
	PersistentSeen  = 4
	PersistentLong  = 3
)

// Persistent is a half-hour of a weekday whose queue is long week after week.
type Persistent struct {
	Weekday time.Weekday
	Slot    int
	Seen    int // weeks it was measured in
	Long    int // of them with a long queue
	Sums    Cell
}

// Slots is a set of half-hours of a day: bit n is half-hour n.
type Slots uint64

// QueueDay says in which half-hours of a day the queue was measured, and in which of
// them it was long: all that is needed to find persistent queues.
type QueueDay struct {
	Day        string
	Seen, Long Slots
}

// QueuesOf takes from the half-hours of a day what is needed to find persistent queues.
// A half-hour is long when people per open window, the oldest ticket or any ticket's
// wait was over its amber limit in it.
func QueuesOf(day string, cells []Cell) QueueDay {
	q := QueueDay{Day: day}
	for i := range cells {
		if c := &cells[i]; c.Day == day && c.Measured() {
			q.Seen |= 1 << c.Slot
			if c.Long() {
				q.Long |= 1 << c.Slot
			}
		}
	}
	return q
}

// String writes the day for keeping: "2026-11-02 6291456 2097152"; ParseQueueDays reads
// such days, parted by semicolons.
func (q QueueDay) String() string {
	return q.Day + " " + strconv.FormatUint(uint64(q.Seen), 10) + " " + strconv.FormatUint(uint64(q.Long), 10)
}

// ParseQueueDays reads days as String writes them, and adds them to a list. Code
// hall.report.
func ParseQueueDays(into []QueueDay, s string) ([]QueueDay, error) {
	for s != "" {
		var one string
		one, s, _ = strings.Cut(s, ";")
		day, masks, _ := strings.Cut(one, " ")
		seen, long, _ := strings.Cut(masks, " ")
		a, err1 := strconv.ParseUint(seen, 10, SlotsOfDay)
		b, err2 := strconv.ParseUint(long, 10, SlotsOfDay)
		if err1 != nil || err2 != nil {
			return nil, checklist.Fail("hall.report", "part", one)
		}
		into = append(into, QueueDay{Day: day, Seen: Slots(a), Long: Slots(b)})
	}
	return into, nil
}

// Persistence finds persistent queues as of a day, hall after hall.
type Persistence struct {
	From, Until string // the PersistentWeeks weeks, inclusive
	weekdays    weekdays
}

// NewPersistence looks at the PersistentWeeks weeks that end with a day; ok is false
// when it is none.
func NewPersistence(until string) (p *Persistence, ok bool) {
	last, err := time.Parse(time.DateOnly, until)
	return &Persistence{From: last.AddDate(0, 0, 1-7*PersistentWeeks).Format(time.DateOnly), Until: until, weekdays: weekdays{}}, err == nil
}

// Of lists the persistent queues (d10) of one hall, of which each day stands in the list
// once: those long in the largest share of their weeks first. Sums are left empty.
func (p *Persistence) Of(days []QueueDay) []Persistent {
	var seen, long [7][SlotsOfDay]int
	for _, q := range days {
		if q.Day < p.From || q.Day > p.Until {
			continue
		}
		w := p.weekdays.of(q.Day) // a weekday comes once a week
		for rest := uint64(q.Seen); rest != 0; rest &= rest - 1 {
			slot := bits.TrailingZeros64(rest)
			seen[w][slot]++
			long[w][slot] += int(q.Long >> slot & 1) // #nosec G115 -- one bit
		}
	}
	var out []Persistent
	for w := range seen {
		for slot, n := range seen[w] {
			if n >= PersistentSeen && long[w][slot] >= PersistentLong {
				out = append(out, Persistent{Weekday: time.Weekday(w), Slot: slot, Seen: n, Long: long[w][slot]})
			}
		}
	}
	slices.SortFunc(out, func(a, b Persistent) int {
		return cmp.Or(cmp.Compare(b.Long*a.Seen, a.Long*b.Seen), cmp.Compare((a.Weekday+6)%7, (b.Weekday+6)%7), cmp.Compare(a.Slot, b.Slot))
	})
	return out
}

// Days are those a persistent queue was looked for on.
func (p *Persistence) Days(w time.Weekday) (out []string) {
	last := p.weekdays.date(p.Until)
	for back := 7*PersistentWeeks - 1; back >= 0; back-- {
		if t := last.AddDate(0, 0, -back); t.Weekday() == w {
			out = append(out, t.Format(time.DateOnly))
		}
	}
	return out
}

// PersistentOf lists the persistent queues of one hall as of a day from its half-hours,
// with the sums of those.
func PersistentOf(cells []Cell, until string) []Persistent {
	p, ok := NewPersistence(until)
	if !ok {
		return nil
	}
	byDay := map[string]*QueueDay{}
	for i := range cells {
		c := &cells[i]
		if byDay[c.Day] == nil {
			byDay[c.Day] = &QueueDay{Day: c.Day}
		}
		q := QueuesOf(c.Day, cells[i:i+1])
		byDay[c.Day].Seen |= q.Seen
		byDay[c.Day].Long |= q.Long
	}
	days := make([]QueueDay, 0, len(byDay))
	for _, q := range byDay {
		days = append(days, *q)
	}
	out := p.Of(days)
	for i := range out {
		for k := range cells {
			out[i].take(p, &cells[k])
		}
	}
	return out
}

// take puts a half-hour of the hall in when it is one of the queue's.
func (q *Persistent) take(p *Persistence, c *Cell) {
	if c.Slot == q.Slot && c.Day >= p.From && c.Day <= p.Until && c.Measured() && p.weekdays.of(c.Day) == q.Weekday {
		q.Sums.Add(*c)
	}
}
