package hall

// Cell is what one half-hour of one day came to: sums only, so that cells add up to
// days, weeks, halls. It comes from the entries of the day (patrols, counts, on-post
// checks, clocks of the desk) and from the tickets of the ticket machine.
type Cell struct {
	Branch string
	Day    string // yyyy-mm-dd
	Slot   int    // 0…47

	Samples int // counts of people waiting
	Waiting int // people waiting, over the samples
	Counts  int // samples that know the open windows
	Open    int // open windows, over Counts
	Usable  int // usable windows, over Counts
	Crowded int // samples over RatioAmber people per open window
	Packed  int // samples over RatioRed
	Oldests int // samples that know the oldest ticket
	Oldest  int // the longest of them, minutes
	Late    int // of them over WaitAmber
	TooLate int // of them over WaitRed
	Posts   int // on-post checks (patrols among them)
	OnPost  int // of them on post
	Rounds  int // patrols that looked at the machines
	Working int // of them with every machine working

	Flow
}

// Flow is what the tickets of a half-hour come to. A ticket belongs to the half-hour
// it was taken in.
type Flow struct {
	Tickets   int
	Abandoned int
	Called    int   // tickets whose waiting is known
	WaitSum   int64 // seconds, over Called
	WaitMax   int64 // seconds
	Over      int   // of Called over WaitAmber minutes
	Served    int   // tickets whose handling is known
	ServeSum  int64 // seconds, over Served
	// Waits counts Called by minutes of waiting: Waits[k] waited more than k-1 and at
	// most k minutes, Waits[0] not at all, the last one longer still. Limits in whole
	// minutes and percentiles to the minute are exact from it.
	Waits Histogram
}

// mostMinutes is the last minute told apart; longer waits stand with it.
const mostMinutes = 240

// Histogram counts by whole minutes, see Flow.Waits. It grows as needed.
type Histogram []int

// DayTotal is what a day of a hall came to, beside and over its cells.
type DayTotal struct {
	Branch string
	Day    string
	Works  bool // the hall was open by its rules

	Cell // sums over the cells of the day; Slot and Branch of it are not used

	Due        int // rounds asked for
	Made       int // of them in time
	Missed     int
	Meetings   int // morning meetings held
	MeetingMin int // minutes of them
	MeetingOK  int // of them long enough
	Present    int
	Absent     int
	Drills     int
	Faults     int // begun
	Down       int // minutes machines were down on the day
	Complaints int
	Solved     int // of them at first contact
	Praise     int
	Special    int
	Welcome    int
	Care       int
	Requests   int
	Long       int // half-hours with a long queue: a sample or ticket over amber
}
