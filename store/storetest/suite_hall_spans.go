package storetest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/store"
)

// hallSpans: what is kept of whole weeks and months is what the days, half-hours and
// entries themselves come to, whatever came in when, twice, late or from two computers.
func hallSpans(t *testing.T, s *store.Store) {
	ctx, rng := t.Context(), rand.New(rand.NewPCG(7, 7))
	require.NoError(t, s.Setup(ctx, checklist.Profile{Face: checklist.FaceHQ, OrgID: "o", Device: "hq", User: checklist.Person{ID: "p", Name: "督导"}}))
	var halls []checklist.Branch
	for i := range 4 {
		halls = append(halls, checklist.Branch{Code: fmt.Sprintf("B%d", i), Name: fmt.Sprintf("%d支行", i), Grade: checklist.Second, Traffic: checklist.TrafficHigh, Active: true})
	}
	require.NoError(t, s.SaveBranches(ctx, halls))
	var sent []hall.Report
	for n := range 60 { // bundles of some days, some of them said before, newer and older
		code := halls[rng.IntN(3)].Code // one hall says nothing
		var list []hall.Report
		first := time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rng.IntN(80))
		for k := range 1 + rng.IntN(12) {
			list = append(list, randomReport(rng, code, first.AddDate(0, 0, k).Format(time.DateOnly), len(sent)+k))
		}
		if n%7 == 3 { // once more what was said, by the other computer or this one
			again := slices.DeleteFunc(slices.Clone(sent), func(r hall.Report) bool { return r.Branch != code })
			list = append(list, again[max(0, len(again)-5):]...)
		}
		sent = append(sent, list...)
		_, err := s.ImportInspections(ctx, store.ImportRecord{SHA256: fmt.Sprintf("s%d", n), Device: fmt.Sprintf("%s-%d", code, n%2), Seq: int64(n + 1), Branch: code, Name: "x"}, nil,
			store.Loop{Hall: list}, halls[slices.IndexFunc(halls, func(b checklist.Branch) bool { return b.Code == code })])
		require.NoError(t, err)
	}
	for _, r := range [][2]string{
		{"2026-09-01", "2026-09-30"},
		{"2026-10-01", "2026-11-30"},
		{"2026-11-02", "2026-11-08"},
		{"2026-09-14", "2026-11-20"},
		{"2026-09-30", "2026-10-05"},
		{"2026-10-29", "2026-11-08"},
		{"2026-11-05", "2026-11-05"},
	} {
		got, err := s.HallOverview(ctx, r[0], r[1], 10_000)
		require.NoError(t, err)
		require.Equal(t, slowOverview(t, s, halls, r[0], r[1]), got, r)
		few, err := s.HallOverview(ctx, r[0], r[1], 2)
		require.NoError(t, err)
		require.Equal(t, got.AllQueues, few.AllQueues)
		require.Equal(t, got.Queues[:min(2, got.AllQueues)], few.Queues)
		require.Len(t, few.Missed, min(2, len(got.Missed)))
	}
	all, err := s.HallOverview(ctx, "2026-09-14", "2026-11-20", 10_000)
	require.NoError(t, err)
	require.Greater(t, all.AllQueues, 5)
	require.Greater(t, len(all.Drills), 5)
	require.Equal(t, all.AllMissed(), len(all.Missed))
	sound(t, s)
}

// randomReport is a day of a hall with an older drill taken back now and then.
func randomReport(rng *rand.Rand, code, day string, no int) hall.Report {
	r := hall.Report{Branch: code, Day: day, Rev: 1 + rng.IntN(4)}
	t := hall.DayTotal{Branch: code, Day: day, Works: rng.IntN(6) > 0, Meetings: rng.IntN(2), Due: 5, Made: rng.IntN(5), Complaints: rng.IntN(3), Hours: 510, Drills: rng.IntN(2)}
	t.MeetingOK = t.Meetings * rng.IntN(2)
	for slot := 17; slot < 23; slot++ {
		if rng.IntN(5) == 0 {
			continue
		}
		c := hall.Cell{Branch: code, Day: day, Slot: slot, Posts: 1, OnPost: rng.IntN(2)}
		if rng.IntN(8) > 0 {
			c.Samples, c.Waiting, c.Crowded = 1, rng.IntN(40), rng.IntN(2)
		}
		if rng.IntN(3) == 0 {
			n := 1 + rng.IntN(9)
			c.Flow = hall.Flow{Tickets: n, Called: n, WaitSum: int64(n * 60), WaitMax: int64(rng.IntN(3000)), Over: rng.IntN(n), Waits: hall.Histogram{0, n}}
		}
		r.Cells = append(r.Cells, c)
		t.Cell.Add(c)
	}
	r.Total = t
	for k := range rng.IntN(3) {
		e := hall.Entry{ID: fmt.Sprintf("%s-%s-%d-%d", code, day, no, k), Branch: code, Day: day, At: int64(no), Kind: hall.KindDrill, Topic: []string{"fire", "crowd", "停 \"电\""}[rng.IntN(3)]}
		r.Entries = append(r.Entries, e)
		if rng.IntN(4) == 0 {
			r.Entries = append(r.Entries, hall.Entry{ID: e.ID + "v", Branch: code, Day: day, At: int64(no), Kind: hall.KindVoid, Ref: e.ID})
		}
	}
	return r
}

// slowOverview makes it the long way: day by day and half-hour by half-hour.
func slowOverview(t *testing.T, s *store.Store, halls []checklist.Branch, from, to string) *hall.Overview {
	t.Helper()
	o := &hall.Overview{From: from, To: to}
	for _, b := range halls {
		days, err := s.HallDays(t.Context(), b.Code, from, to)
		require.NoError(t, err)
		h := hall.HallSums{Branch: b, Known: len(days)}
		for _, d := range days {
			c := d.Cell
			c.Branch, c.Day, c.Waits = "", "", nil
			h.Sums.Add(hall.Sums{
				Cell: c, Meetings: d.Meetings, Drills: d.Drills, Due: d.Due, Made: d.Made, Missed: d.Missed, LateRounds: d.LateRounds, Skipped: d.Skipped, Faults: d.Faults,
				Down: d.Down, Broken: d.Broken, Hours: d.Hours, Complaints: d.Complaints, Solved: d.Solved, Long: d.Long,
			})
			h.Last = d.Day
			if !d.Works {
				continue
			}
			h.Days++
			h.Held += min(d.Meetings, 1)
			h.HeldLong += min(d.MeetingOK, 1)
			if d.Meetings == 0 {
				h.NoMet++
				o.Missed = append(o.Missed, hall.MissedMeeting{Branch: b, Day: d.Day})
			}
		}
		o.Halls = append(o.Halls, h)
		cells, err := s.HallCells(t.Context(), b.Code, "", to)
		require.NoError(t, err)
		for _, q := range hall.PersistentOf(cells, to) {
			o.Queues = append(o.Queues, hall.LongQueue{Branch: b, Persistent: q})
		}
		o.Drills = append(o.Drills, slowDrills(t, s, b, from, to)...)
	}
	slices.SortStableFunc(o.Queues, func(a, b hall.LongQueue) int { return b.Long*a.Seen - a.Long*b.Seen })
	slices.SortStableFunc(o.Missed, func(a, b hall.MissedMeeting) int { return -slices.Compare([]string{a.Day}, []string{b.Day}) })
	o.AllQueues = len(o.Queues)
	return o
}

func slowDrills(t *testing.T, s *store.Store, b checklist.Branch, from, to string) (out []hall.DrillCount) {
	t.Helper()
	list, err := s.HallEntries(t.Context(), b.Code, from, to)
	require.NoError(t, err)
	for _, e := range hall.Live(list) {
		if e.Kind != hall.KindDrill {
			continue
		}
		i := slices.IndexFunc(out, func(d hall.DrillCount) bool { return d.Topic == e.Topic })
		if i < 0 {
			i, out = len(out), append(out, hall.DrillCount{Branch: b, Topic: e.Topic})
		}
		out[i].Count++
		out[i].Last = max(out[i].Last, e.Day)
	}
	slices.SortFunc(out, func(a, b hall.DrillCount) int { return slices.Compare([]string{a.Topic}, []string{b.Topic}) })
	return out
}
