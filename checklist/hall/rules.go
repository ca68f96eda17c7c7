package hall

import (
	"slices"
	"strconv"
	"time"

	"hallcheck/checklist"
)

// SettingRules is the setting that holds a hall's Rules as JSON.
const SettingRules = "hall.rules"

// Window is one of the hall's windows (台席).
type Window struct {
	No       int    `json:"no"` // 1…99
	Business string `json:"business,omitempty"`
	Gone     bool   `json:"gone,omitempty"` // out of use
}

// Rules are a hall's hours, windows, rhythm and limits. Times are minutes after
// midnight, shares permille.
type Rules struct {
	Opens   int      `json:"opens"`
	Closes  int      `json:"closes"`
	Days    []int    `json:"days"` // open weekdays, 0 = Sunday
	Shut    []string `json:"shut,omitempty"`
	Extra   []string `json:"extra,omitempty"` // days open all the same
	Windows []Window `json:"windows"`
	Rounds  []int    `json:"rounds"`  // when a patrol is due; opening and closing are the first and the last
	Dense   int      `json:"dense"`   // minutes between patrols in a peak half-hour
	Meeting int      `json:"meeting"` // when the morning meeting begins
	Grace   int      `json:"grace"`   // minutes after which a duty counts as missed
	Patrol  string   `json:"patrol"`  // checklist that drives a patrol
	Daily   string   `json:"daily"`   // checklist of the morning meeting

	Limits
}

// DefaultRules are those of DOMAIN 6.2 for a hall open 8:30 to 17:00, every day of
// the week, with six windows.
func DefaultRules() Rules {
	return Rules{
		Opens: 8*60 + 30, Closes: 17 * 60, Days: []int{0, 1, 2, 3, 4, 5, 6},
		Windows: []Window{{No: 1}, {No: 2}, {No: 3}, {No: 4}, {No: 5}, {No: 6}},
		Rounds:  []int{8*60 + 10, 10 * 60, 12 * 60, 15 * 60, 17 * 60},
		Dense:   60, Meeting: 8*60 + 20, Grace: 30, Patrol: "lobby-patrol", Daily: "morning-meeting",
		Limits: Limits{
			WaitAmber: 15, WaitRed: 30, WaitGoal: 10, ServeAmber: 5, ServeRed: 10, RatioAmber: 5, RatioRed: 8, OpenShare: 800, Abandoned: 50,
			OnPost: 950, Machines: 950, MeetingMinutes: 10,
		},
	}
}

// Check lists everything that cannot be as checklist.Problems, each with its field:
// problems hall.rule.<field>.
func (r Rules) Check() error {
	var out checklist.Problems
	bad := func(field, value string) {
		out = append(out, checklist.Problem{Key: field, Code: "hall.rule." + field, Args: map[string]string{"value": value}})
	}
	clock := func(field string, v int) {
		if v < 0 || v >= 24*60 {
			bad(field, strconv.Itoa(v))
		}
	}
	clock("opens", r.Opens)
	clock("closes", r.Closes)
	clock("meeting", r.Meeting)
	if r.Closes <= r.Opens {
		bad("closes", Clock(r.Closes))
	}
	for _, m := range r.Rounds {
		clock("rounds", m)
	}
	seen := map[int]bool{}
	for _, w := range r.Windows {
		if w.No < 1 || w.No > 99 || seen[w.No] {
			bad("windows", strconv.Itoa(w.No))
		}
		seen[w.No] = true
	}
	for _, d := range r.Days {
		if d < 0 || d > 6 {
			bad("days", strconv.Itoa(d))
		}
	}
	for _, d := range slices.Concat(r.Shut, r.Extra) {
		if _, err := time.Parse(time.DateOnly, d); err != nil {
			bad("days", d)
		}
	}
	if r.Dense < 10 || r.Dense > 480 {
		bad("dense", strconv.Itoa(r.Dense))
	}
	if r.Grace < 5 || r.Grace > 240 {
		bad("grace", strconv.Itoa(r.Grace))
	}
	r.Limits.check(bad)
	if len(out) > 0 {
		return out
	}
	return nil
}

// Works says whether the hall is open on a day, yyyy-mm-dd.
func (r Rules) Works(day string) bool {
	if slices.Contains(r.Extra, day) {
		return true
	}
	t, err := time.Parse(time.DateOnly, day)
	return err == nil && !slices.Contains(r.Shut, day) && slices.Contains(r.Days, int(t.Weekday()))
}

// MeetingOver says whether the time of a day's morning meeting is past: from then on a
// meeting not held is a meeting missed.
func (r Rules) MeetingOver(day string, now time.Time) bool {
	today := now.Format(time.DateOnly)
	return day < today || day == today && minuteOf(now) > r.Meeting+r.Grace
}

// Usable lists the windows in use, in order of their numbers.
func (r Rules) Usable() []Window {
	var out []Window
	for _, w := range r.Windows {
		if !w.Gone {
			out = append(out, w)
		}
	}
	slices.SortFunc(out, func(a, b Window) int { return a.No - b.No })
	return out
}

// Slots are the half-hours the hall is open: from the one of Opens to before Closes.
func (r Rules) Slots() (from, to int) {
	return r.Opens / SlotMinutes, (r.Closes + SlotMinutes - 1) / SlotMinutes
}
