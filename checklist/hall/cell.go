package hall

import (
	"strconv"
	"strings"

	"hallcheck/checklist"
)

// Cell is what one half-hour of one day came to: sums only, so that cells add up to
// days, weeks, halls. It comes from the entries of the day (patrols, counts, on-post
// checks, clocks of the desk) and from the tickets of the ticket machine.
type Cell struct {
	Branch string `json:"branch"`
	Day    string `json:"day"`  // yyyy-mm-dd
	Slot   int    `json:"slot"` // 0…47

	// Machine says that the ticket machine's tickets of the day are known: then Tickets
	// is everybody who came, otherwise only who was timed at the desk. It is said by
	// what reads the cells.
	Machine bool `json:"-"`

	Samples int `json:"samples,omitempty"` // counts of people waiting
	Waiting int `json:"waiting,omitempty"` // people waiting, over the samples
	Counts  int `json:"counts,omitempty"`  // samples that know the open windows
	Open    int `json:"open,omitempty"`    // open windows, over Counts
	Usable  int `json:"usable,omitempty"`  // usable windows, over Counts
	Crowded int `json:"crowded,omitempty"` // samples over RatioAmber people per open window
	Packed  int `json:"packed,omitempty"`  // samples over RatioRed
	Oldests int `json:"oldests,omitempty"` // samples that know the oldest ticket
	Oldest  int `json:"oldest,omitempty"`  // the longest of them, minutes
	Late    int `json:"late,omitempty"`    // of them over WaitAmber
	TooLate int `json:"tooLate,omitempty"` // of them over WaitRed
	Posts   int `json:"posts,omitempty"`   // on-post checks (patrols among them)
	OnPost  int `json:"onPost,omitempty"`  // of them on post
	Rounds  int `json:"rounds,omitempty"`  // patrols that looked at the machines
	Working int `json:"working,omitempty"` // of them with every machine working

	Flow
}

// Flow is what the tickets of a half-hour come to. A ticket belongs to the half-hour
// it was taken in.
type Flow struct {
	Tickets   int   `json:"tickets,omitempty"`
	Abandoned int   `json:"abandoned,omitempty"`
	Called    int   `json:"called,omitempty"`   // tickets whose waiting is known
	WaitSum   int64 `json:"waitSum,omitempty"`  // seconds, over Called
	WaitMax   int64 `json:"waitMax,omitempty"`  // seconds
	Over      int   `json:"over,omitempty"`     // of Called over WaitAmber minutes
	Served    int   `json:"served,omitempty"`   // tickets whose handling is known
	ServeSum  int64 `json:"serveSum,omitempty"` // seconds, over Served
	// Waits counts Called by minutes of waiting: Waits[k] waited more than k-1 and at
	// most k minutes, Waits[0] not at all, the last one longer still. Limits in whole
	// minutes and percentiles to the minute are exact from it.
	Waits Histogram `json:"waits,omitempty"`
}

// mostMinutes is the last minute told apart; longer waits stand one behind it.
const mostMinutes = 240

// Histogram counts by whole minutes, see Flow.Waits. It grows as needed.
type Histogram []int

// DayTotal is what a day of a hall came to, beside and over its cells.
type DayTotal struct {
	Branch string `json:"branch"`
	Day    string `json:"day"`
	Works  bool   `json:"works,omitempty"` // the hall was open by its rules, and its morning meeting was held or should have been

	Cell // sums over the cells of the day; Slot and Branch of it are not used

	Due        int `json:"due,omitempty"`        // rounds asked for
	Made       int `json:"made,omitempty"`       // of them in time
	LateRounds int `json:"lateRounds,omitempty"` // of them begun after their time
	Skipped    int `json:"skipped,omitempty"`    // of them left out with a reason given in time
	Missed     int `json:"missed,omitempty"`     // of them not made at all
	Meetings   int `json:"meetings,omitempty"`   // morning meetings held
	MeetingMin int `json:"meetingMin,omitempty"` // minutes of them
	MeetingOK  int `json:"meetingOK,omitempty"`  // of them long enough
	Present    int `json:"present,omitempty"`
	Absent     int `json:"absent,omitempty"`
	Drills     int `json:"drills,omitempty"`
	Faults     int `json:"faults,omitempty"` // begun
	Down       int `json:"down,omitempty"`   // minutes machines were down while the hall was open, each of them
	Broken     int `json:"broken,omitempty"` // minutes in which any was
	Hours      int `json:"hours,omitempty"`  // minutes the hall was open, up to the settling
	Complaints int `json:"complaints,omitempty"`
	Solved     int `json:"solved,omitempty"` // of them at first contact
	Praise     int `json:"praise,omitempty"`
	Special    int `json:"special,omitempty"`
	Welcome    int `json:"welcome,omitempty"`
	Care       int `json:"care,omitempty"`
	Requests   int `json:"requests,omitempty"`
	Long       int `json:"long,omitempty"` // half-hours with a long queue: a sample or ticket over amber
}

// Add puts another cell's sums in.
func (c *Cell) Add(o Cell) {
	c.Samples += o.Samples
	c.Waiting += o.Waiting
	c.Counts += o.Counts
	c.Open += o.Open
	c.Usable += o.Usable
	c.Crowded += o.Crowded
	c.Packed += o.Packed
	c.Oldests += o.Oldests
	c.Oldest = max(c.Oldest, o.Oldest)
	c.Late += o.Late
	c.TooLate += o.TooLate
	c.Posts += o.Posts
	c.OnPost += o.OnPost
	c.Rounds += o.Rounds
	c.Working += o.Working
	c.Flow.Add(o.Flow)
}

// Add puts another flow's sums in.
func (f *Flow) Add(o Flow) {
	f.Tickets += o.Tickets
	f.Abandoned += o.Abandoned
	f.Called += o.Called
	f.WaitSum += o.WaitSum
	f.WaitMax = max(f.WaitMax, o.WaitMax)
	f.Over += o.Over
	f.Served += o.Served
	f.ServeSum += o.ServeSum
	f.Waits = f.Waits.plus(o.Waits)
}

// plus is the sum of two histograms, in a slice of its own.
func (h Histogram) plus(o Histogram) Histogram {
	if len(o) == 0 {
		return h
	}
	out := make(Histogram, max(len(h), len(o)))
	copy(out, h)
	for k, n := range o {
		out[k] += n
	}
	return out
}

// String writes the minutes somebody waited, "0:3 4:1": how many by which minute.
func (h Histogram) String() string {
	var b strings.Builder
	for k, n := range h {
		if n != 0 {
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(strconv.Itoa(k) + ":" + strconv.Itoa(n))
		}
	}
	return b.String()
}

// ParseHistogram reads what String wrote. Code hall.report.
func ParseHistogram(s string) (Histogram, error) {
	var h Histogram
	for part := range strings.FieldsSeq(s) {
		minute, count, _ := strings.Cut(part, ":")
		k, err1 := strconv.Atoi(minute)
		n, err2 := strconv.Atoi(count)
		if err1 != nil || err2 != nil || k < 0 || k > mostMinutes+1 || n < 0 {
			return nil, checklist.Fail("hall.report", "part", part)
		}
		for len(h) <= k {
			h = append(h, 0)
		}
		h[k] += n
	}
	return h, nil
}
