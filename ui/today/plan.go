package today

import (
	"sort"
	"time"

	"hallcheck/checklist"
)

// Step is what is to be done about a checklist now.
type Step uint8

// The steps in order of urgency.
const (
	Resume Step = iota // a draft waits
	Start              // due in this period and not done
	Done               // done in this period
)

// Task is one line of the day.
type Task struct {
	Step  Step
	List  *checklist.Checklist // nil when the draft's list is gone
	Draft *checklist.Summary   // Resume
	Last  *checklist.Summary   // latest finished one, of this period when Done
	End   time.Time            // when the period ends
}

// period returns the period of a frequency around now; unknown frequencies
// count as monthly. Weeks begin on Monday (ISO 8601).
func period(frequency string, now time.Time) (from, to time.Time) {
	y, m, d := now.Date()
	day := time.Date(y, m, d, 0, 0, 0, 0, now.Location())
	switch frequency {
	case "hourly":
		from = time.Date(y, m, d, now.Hour(), 0, 0, 0, now.Location())
		return from, from.Add(time.Hour)
	case "daily":
		return day, day.AddDate(0, 0, 1)
	case "weekly":
		from = day.AddDate(0, 0, -(int(now.Weekday())+6)%7)
		return from, from.AddDate(0, 0, 7)
	case "quarterly":
		from = time.Date(y, m-(m-1)%3, 1, 0, 0, 0, 0, now.Location())
		return from, from.AddDate(0, 3, 0)
	case "half-yearly":
		from = time.Date(y, m-(m-1)%6, 1, 0, 0, 0, 0, now.Location())
		return from, from.AddDate(0, 6, 0)
	}
	from = time.Date(y, m, 1, 0, 0, 0, 0, now.Location())
	return from, from.AddDate(0, 1, 0)
}

// Plan says what is due at now: drafts first, the one last worked on in front;
// then lists the hall checks itself whose period has no finished inspection,
// the period that ends first in front; then what is done. Lists the hall may
// not use on itself (covert visits, surveys) are left to those who do them.
func Plan(lists []*checklist.Checklist, rows []checklist.Summary, now time.Time) []Task {
	byID := map[string]*checklist.Checklist{}
	for _, c := range lists {
		byID[c.ID] = c
	}
	var drafts, open, done []Task
	drafted := map[string]bool{}
	latest := map[string]*checklist.Summary{}
	for i := range rows {
		r := &rows[i]
		if r.Status == checklist.Draft {
			drafts = append(drafts, Task{Step: Resume, List: byID[r.Checklist], Draft: r})
			drafted[r.Checklist] = true
			continue
		}
		if l := latest[r.Checklist]; l == nil || r.FinishedAt > l.FinishedAt {
			latest[r.Checklist] = r
		}
	}
	for _, c := range lists {
		if !self(c) || drafted[c.ID] {
			continue
		}
		from, to := period(c.Frequency, now)
		t := Task{Step: Start, List: c, Last: latest[c.ID], End: to}
		if t.Last != nil && t.Last.FinishedAt >= from.UnixMilli() {
			t.Step = Done
			done = append(done, t)
			continue
		}
		open = append(open, t)
	}
	for i := range drafts {
		drafts[i].Last = latest[drafts[i].Draft.Checklist]
	}
	sort.SliceStable(drafts, func(i, j int) bool { return drafts[i].Draft.UpdatedAt > drafts[j].Draft.UpdatedAt })
	sort.SliceStable(open, func(i, j int) bool { return open[i].End.Before(open[j].End) })
	sort.SliceStable(done, func(i, j int) bool { return done[i].Last.FinishedAt > done[j].Last.FinishedAt })
	return append(append(drafts, open...), done...)
}

func self(c *checklist.Checklist) bool {
	for _, m := range c.Modes {
		if m == checklist.Self {
			return true
		}
	}
	return false
}

// Score is the latest score of a checklist and its change from the one before.
type Score struct {
	Now    checklist.Summary
	Change *checklist.Tenths // nil = no earlier score
}

// Scores are the latest scored inspections, one per checklist, newest first.
func Scores(rows []checklist.Summary) []Score {
	scored := make([]checklist.Summary, 0, len(rows))
	for _, r := range rows {
		if r.Status == checklist.Finished && r.Score != nil {
			scored = append(scored, r)
		}
	}
	sort.SliceStable(scored, func(i, j int) bool { return scored[i].FinishedAt > scored[j].FinishedAt })
	var out []Score
	at := map[string]int{}
	for _, r := range scored {
		i, seen := at[r.Checklist]
		if !seen {
			at[r.Checklist] = len(out)
			out = append(out, Score{Now: r})
			continue
		}
		if out[i].Change == nil {
			d := *out[i].Now.Score - *r.Score
			out[i].Change = &d
		}
	}
	return out
}
