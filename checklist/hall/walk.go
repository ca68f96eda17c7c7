package hall

import (
	"time"

	"hallcheck/checklist"
)

// freshMinutes is how old a count of the desk may be to stand in a patrol's sheet.
const freshMinutes = 30

// Suggest is what a patrol that begins at now starts from: for the items that say how
// many wait, how many windows serve and how old the oldest ticket is, the desk's last
// counts of the day, none older than half an hour. Keys are item ids.
func Suggest(c *checklist.Checklist, entries []Entry, now time.Time) map[string]checklist.Value {
	var waiting, open, oldest *int
	since := now.Add(-freshMinutes * time.Minute).UnixMilli()
	live := Live(entries)
	for i := range live {
		e := &live[i]
		if e.Kind != KindCount || e.At < since || e.At > now.UnixMilli() {
			continue
		}
		waiting, open, oldest = later(waiting, e.Waiting), later(open, e.Open), later(oldest, e.Oldest)
	}
	out := map[string]checklist.Value{}
	for i := range c.Items {
		item := &c.Items[i]
		if item.Type != checklist.TypeNumber {
			continue
		}
		for word, n := range map[string]*int{itemWaiting: waiting, itemOpen: open, itemOldest: oldest} {
			if n != nil && means(item, word) {
				out[item.ID] = checklist.NumberValue(checklist.N(*n))
			}
		}
	}
	return out
}

func later(before, now *int) *int {
	if now != nil {
		return now
	}
	return before
}

// AllGood answers every item of a patrol that nobody answered yet with its best: a
// pass, full marks, nothing to deduct, or the number suggested for it. What must be
// counted or judged and has no suggestion stays open.
func AllGood(in *checklist.Inspection, suggested map[string]checklist.Value, now time.Time) error {
	for _, s := range in.Sheets {
		for i := range in.Checklist.Items {
			item := &in.Checklist.Items[i]
			if !in.Applies(s, item) || s.Answered(item) {
				continue
			}
			v, ok := suggested[item.ID]
			if !ok {
				v, ok = item.Best()
			}
			if !ok {
				continue
			}
			if err := in.Record(s.ID, item.ID, v, now); err != nil {
				return err
			}
		}
	}
	return nil
}
