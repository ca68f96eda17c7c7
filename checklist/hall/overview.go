package hall

import "hallcheck/checklist"

// HallSums are the sums of one hall over some days, for headquarters' list of halls.
type HallSums struct {
	Branch checklist.Branch
	Sums
	Known int    // days the hall said anything of
	Last  string // the last of them, yyyy-mm-dd; "" = none
	NoMet int    // working days without a morning meeting
}

// LongQueue is a persistent queue of one of many halls.
type LongQueue struct {
	Branch checklist.Branch
	Persistent
}

// DrillCount says how often a hall practised something.
type DrillCount struct {
	Branch checklist.Branch
	Topic  string
	Count  int
	Last   string // yyyy-mm-dd
}

// MissedMeeting is a working day of a hall without a morning meeting.
type MissedMeeting struct {
	Branch checklist.Branch
	Day    string
}
