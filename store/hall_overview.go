package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
)

// HallOverview adds up what every active hall of our own said about the days from …
// to, inclusive, by code; halls that said nothing are in it with nothing known. The
// 90th percentile and peaks need half-hours and are not in it: see HallFigures of one
// hall.
func (s *Store) HallOverview(ctx context.Context, from, to string) ([]hall.HallSums, error) {
	branches, err := s.Branches(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := s.read(ctx).Raw("SELECT branch, count(*), max(day), sum(works), sum(CASE WHEN works = 1 AND meetings > 0 THEN 1 ELSE 0 END),"+
		" sum(CASE WHEN works = 1 AND meeting_ok > 0 THEN 1 ELSE 0 END), sum(samples), sum(waiting), sum(counts), sum(open), sum(usable), sum(crowded),"+
		" sum(packed), sum(oldests), max(oldest), sum(late), sum(too_late), sum(posts), sum(on_post), sum(rounds), sum(working), sum(tickets), sum(abandoned),"+
		" sum(called), sum(wait_sum), max(wait_max), sum(over), sum(served), sum(serve_sum), sum(meetings), sum(drills), sum(due), sum(made), sum(faults),"+
		" sum(down), sum(broken), sum(hours), sum(complaints), sum(solved), sum(long), sum(missed), sum(late_rounds), sum(skipped)"+
		" FROM hall_days WHERE day >= ? AND day <= ? GROUP BY branch", from, to).Rows()
	if err != nil {
		return nil, coded(err, "read")
	}
	defer func() { _ = rows.Close() }()
	known := map[string]hall.HallSums{}
	for rows.Next() {
		var h hall.HallSums
		c := &h.Cell
		err := rows.Scan(&h.Branch.Code, &h.Known, &h.Last, &h.Days, &h.Held, &h.HeldLong, &c.Samples, &c.Waiting, &c.Counts, &c.Open, &c.Usable, &c.Crowded,
			&c.Packed, &c.Oldests, &c.Oldest, &c.Late, &c.TooLate, &c.Posts, &c.OnPost, &c.Rounds, &c.Working, &c.Tickets, &c.Abandoned,
			&c.Called, &c.WaitSum, &c.WaitMax, &c.Over, &c.Served, &c.ServeSum, &h.Meetings, &h.Drills, &h.Due, &h.Made, &h.Faults,
			&h.Down, &h.Broken, &h.Hours, &h.Complaints, &h.Solved, &h.Long,
			&h.Missed, &h.LateRounds, &h.Skipped)
		if err != nil {
			return nil, coded(err, "read")
		}
		h.NoMet = h.Days - h.Held
		known[h.Branch.Code] = h
	}
	out := make([]hall.HallSums, 0, len(branches))
	for _, b := range ours(branches) {
		h := known[b.Code]
		h.Branch = b
		out = append(out, h)
	}
	return out, coded(rows.Err(), "read")
}

// ours are the active halls that belong to no competitor, by code.
func ours(list []checklist.Branch) []checklist.Branch {
	out := slices.DeleteFunc(slices.Clone(list), func(b checklist.Branch) bool { return b.Rival() || !b.Active })
	slices.SortFunc(out, func(a, b checklist.Branch) int { return cmp.Compare(a.Code, b.Code) })
	return out
}

// ownHalls finds active halls of our own by code.
func (s *Store) ownHalls(ctx context.Context) (map[string]checklist.Branch, error) {
	list, err := s.Branches(ctx)
	out := make(map[string]checklist.Branch, len(list))
	for _, b := range ours(list) {
		out[b.Code] = b
	}
	return out, err
}

// MissedMeetings lists the working days from … to on which a hall that reported held
// no morning meeting, newest first, at most most.
func (s *Store) MissedMeetings(ctx context.Context, from, to string, most int) ([]hall.MissedMeeting, error) {
	names, err := s.ownHalls(ctx)
	if err != nil {
		return nil, err
	}
	var rows []struct{ Branch, Day string }
	err = s.read(ctx).Raw("SELECT branch, day FROM hall_days WHERE day >= ? AND day <= ? AND works = 1 AND meetings = 0 ORDER BY day DESC, branch LIMIT ?", from, to, most).Scan(&rows).Error
	var out []hall.MissedMeeting
	for _, r := range rows {
		if b, ok := names[r.Branch]; ok {
			out = append(out, hall.MissedMeeting{Branch: b, Day: r.Day})
		}
	}
	return out, coded(err, "read")
}

// LongQueues lists the persistent queues of all halls as of a day, those long in the
// largest share of their weeks first (see hall.PersistentOf), at most most. Only halls
// and half-hours with a long queue often enough are read whole.
func (s *Store) LongQueues(ctx context.Context, until string, most int) ([]hall.LongQueue, error) {
	last, err := time.Parse(time.DateOnly, until)
	if err != nil {
		return nil, checklist.Fail("store.day", "day", until)
	}
	from := last.AddDate(0, 0, 1-7*hall.PersistentWeeks).Format(time.DateOnly)
	names, err := s.ownHalls(ctx)
	if err != nil {
		return nil, err
	}
	var suspects []string
	err = s.read(ctx).Raw("SELECT DISTINCT branch FROM (SELECT branch, slot FROM hall_cells WHERE day >= ? AND day <= ? AND (late > 0 OR over > 0 OR crowded > 0)"+
		" GROUP BY branch, slot HAVING count(*) >= ?) AS x ORDER BY branch", from, until, hall.PersistentLong).Scan(&suspects).Error
	if err != nil {
		return nil, coded(err, "read")
	}
	var out []hall.LongQueue
	for _, code := range suspects {
		b, ok := names[code]
		if !ok {
			continue
		}
		cells, err := hallCellsIn(s.read(ctx), code, from, until)
		if err != nil {
			return nil, coded(err, "read")
		}
		for _, p := range hall.PersistentOf(cells, until) {
			out = append(out, hall.LongQueue{Branch: b, Persistent: p})
		}
	}
	slices.SortStableFunc(out, func(a, b hall.LongQueue) int { return cmp.Compare(b.Long*a.Seen, a.Long*b.Seen) })
	if len(out) > most {
		out = out[:most]
	}
	return out, nil
}

// Drills counts what the halls practised on the days from … to, in meetings and
// outside, by hall and topic.
func (s *Store) Drills(ctx context.Context, from, to string) ([]hall.DrillCount, error) {
	names, err := s.ownHalls(ctx)
	if err != nil {
		return nil, err
	}
	entries, err := entriesWhere(s.read(ctx), "e.kind = 'drill' AND e.day >= ? AND e.day <= ?"+notTakenBack+" ORDER BY e.branch, e.day", from, to)
	if err != nil {
		return nil, coded(err, "read")
	}
	at, out := map[[2]string]int{}, []hall.DrillCount{}
	for _, e := range entries {
		b, ok := names[e.Branch]
		if !ok {
			continue
		}
		key := [2]string{e.Branch, e.Topic}
		i, have := at[key]
		if !have {
			i, at[key] = len(out), len(out)
			out = append(out, hall.DrillCount{Branch: b, Topic: e.Topic})
		}
		out[i].Count++
		out[i].Last = max(out[i].Last, e.Day)
	}
	return out, nil
}
