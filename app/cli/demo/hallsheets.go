package demo

import (
	"time"

	"hallcheck/checklist"
	hallday "hallcheck/checklist/hall"
)

// calm is how much less often something is wrong on the daily sheets than on those of
// the weekly round, which looks closer.
const calm = 4

// itemOpen is the patrol's count of open windows.
const itemOpen = "patrol.queue.open-windows"

// dayWriter fills the sheets of a hall's own days.
func (m *maker) dayWriter(h *hall, month time.Time) *writer {
	usual := *h
	usual.lapses /= calm
	return &writer{cast: m.cast, h: &usual, d: newDice(m.Seed, "sheets "+h.Code+month.Format(" 2006-01")), lists: m.lists, month: month}
}

// patrolSheet is the round as a filled list that says what the entry says.
func (w *hallDays) patrolSheet(e *hallday.Entry, at time.Time) error {
	rules := hallday.DefaultRules()
	matched := *e.Open >= len(rules.Windows) || *e.Waiting <= rules.RatioAmber**e.Open
	_, err := w.sheet(rules.Patrol, at, 3*time.Minute, map[string]checklist.Value{
		"patrol.people.lobby-on-post":   passed(*e.Yes),
		"patrol.people.windows-match":   passed(matched),
		"patrol.queue.waiting":          checklist.NumberValue(checklist.N(*e.Waiting)),
		itemOpen:                        checklist.NumberValue(checklist.N(*e.Open)),
		"patrol.queue.longest-wait":     checklist.NumberValue(checklist.N(*e.Oldest)),
		"patrol.equipment.self-service": passed(*e.Works),
	})
	return err
}

// meetingSheet is the meeting as a filled list, and its id. Pictures are taken of
// drills; on other days there is nothing to be seen. Older ones may look alike.
func (w *hallDays) meetingSheet(e *hallday.Entry, at time.Time, drill bool) (id string, err error) {
	seen := map[string]checklist.Value{
		"mtg.order.on-time":  passed(true),
		"mtg.order.duration": checklist.NumberValue(checklist.N(e.Minutes)),
		"mtg.drill.practice": passed(true),
		"mtg.record.display": passed(true),
	}
	if !drill {
		seen["mtg.drill.practice"], seen["mtg.record.display"] = checklist.VerdictValue(checklist.NA), checklist.VerdictValue(checklist.NA)
	}
	return w.sheet(hallday.DefaultRules().Daily, at, time.Duration(e.Minutes)*time.Minute, seen)
}

// sheet is a list filled in the hall by its lobby manager.
func (w *hallDays) sheet(list string, at time.Time, long time.Duration, seen map[string]checklist.Value) (id string, err error) {
	w.writer.seen = seen
	v, err := w.writer.visit(list, checklist.Self, w.h.manager, at, long, "")
	if err != nil {
		return "", err
	}
	for i := range v.shots {
		v.shots[i].shared = !w.recent
	}
	w.sheets = append(w.sheets, v)
	return v.in.ID, nil
}

func passed(ok bool) checklist.Value {
	if ok {
		return checklist.VerdictValue(checklist.Pass)
	}
	return checklist.VerdictValue(checklist.Miss)
}
