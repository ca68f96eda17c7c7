package storetest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist/hall"
	"hallcheck/store"
)

// hallFigureTests are those of half-hours, days and their settling.
var hallFigureTests = []test{
	{"hall: half-hours and days", hallCells},
	{"hall: a machine down for days", hallOutage},
	{"hall: days keep their rules", hallRulesHistory},
	{"hall: revisions of a day", hallRevisions},
	{"hall: changes after a sending", hallSentAgain},
	{"hall: corrections", hallCorrections},
	{"hall: peaks of a day are fixed", hallPeaksFixed},
	{"hall: the day of the set-up", hallFirstDay},
}

// at is a moment of a day of November 2026, in the zone of the suite's clock.
func at(day, hour, minute int) int64 {
	return time.Date(2026, 11, day, hour, minute, 0, 0, time.FixedZone("", 8*3600)).UnixMilli()
}

func num(n int) *int { return &n }

func is(yes bool) *bool { return &yes }

// putter writes entries into the hall's day.
func putter(t *testing.T, s *store.Store) func(...hall.Entry) []hall.Entry {
	return func(entries ...hall.Entry) []hall.Entry {
		out, err := s.Append(t.Context(), entries...)
		require.NoError(t, err)
		return out
	}
}

func hallCells(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	put := putter(t, s)
	put(
		hall.Entry{Kind: hall.KindPatrol, Ref: "i1", At: at(2, 10, 5), Waiting: num(31), Open: num(4), Oldest: num(16), Yes: is(true), Works: is(false)},
		hall.Entry{Kind: hall.KindCount, At: at(2, 10, 29), Waiting: num(20), Open: num(4), Usable: num(5)},
		hall.Entry{Kind: hall.KindPost, At: at(2, 10, 30), Yes: is(false)},
		hall.Entry{Kind: hall.KindMeeting, At: at(2, 8, 20), Topic: hall.MorningMeeting, Minutes: 9, People: []string{"李静", "王强"}, Absent: []string{"赵敏"}},
		hall.Entry{Kind: hall.KindComplaint, At: at(2, 11, 0), Topic: "attitude", Text: "态度", Yes: is(true)},
		hall.Entry{Kind: hall.KindPraise, At: at(2, 11, 1), Text: "拾金不昧"},
	)
	wait := put(hall.Entry{Kind: hall.KindWait, At: at(2, 14, 0)})[0]
	call := put(hall.Entry{Kind: hall.KindCall, At: at(2, 14, 17), Ref: wait.ID, Window: 2})[0]
	put(hall.Entry{Kind: hall.KindDone, At: at(2, 14, 31), Ref: call.ID})

	cells, err := s.HallCells(ctx, "", "2026-11-01", "2026-11-02")
	require.NoError(t, err)
	waits := make(hall.Histogram, 18)
	waits[17] = 1
	want := []hall.Cell{
		{
			Branch: "B001", Day: "2026-11-02", Slot: 20, Samples: 2, Waiting: 51, Counts: 2, Open: 8, Usable: 11, Crowded: 1, Oldests: 1, Oldest: 16, Late: 1,
			Posts: 1, OnPost: 1, Rounds: 1,
		},
		{Branch: "B001", Day: "2026-11-02", Slot: 21, Posts: 1},
		{Branch: "B001", Day: "2026-11-02", Slot: 28, Flow: hall.Flow{Tickets: 1, Called: 1, WaitSum: 1020, WaitMax: 1020, Over: 1, Served: 1, ServeSum: 840, Waits: waits}},
	}
	require.Equal(t, want, cells)
	days, err := s.HallDays(ctx, "B001", "2026-11-02", "2026-11-02")
	require.NoError(t, err)
	require.Len(t, days, 1)
	d := days[0]
	require.Equal(t, []int{5, 1, 4, 1, 9, 0, 2, 1, 1, 1, 1, 2, 510, 1, 17}, []int{
		d.Due, d.Made, d.Missed, d.Meetings, d.MeetingMin, d.MeetingOK, d.Present, d.Absent, d.Complaints, d.Solved, d.Praise, d.Long, d.Hours, d.Tickets, d.Cell.Waits[17] + int(d.WaitMax-1004),
	})

	put(hall.Entry{Kind: hall.KindCount, At: at(2, 10, 10), Waiting: num(1)}) // written down later
	cells, err = s.HallCells(ctx, "", "2026-11-02", "2026-11-02")
	require.NoError(t, err)
	require.Equal(t, []int{3, 52, 2}, []int{cells[0].Samples, cells[0].Waiting, cells[0].Counts})

	today := put(hall.Entry{Kind: hall.KindCount, At: at(3, 8, 40), Waiting: num(7)})[0]
	days, err = s.HallDays(ctx, "", "2026-11-02", "2026-11-30")
	require.NoError(t, err)
	require.Equal(t, []string{"2026-11-02", "2026-11-03"}, []string{days[0].Day, days[1].Day})
	require.Equal(t, []int{7, 0, 0, 30}, []int{days[1].Waiting, days[1].Due, days[1].Missed, days[1].Hours}, "the day has only begun, and its first round was over before the set-up")
	put(hall.Entry{Kind: hall.KindVoid, Ref: today.ID})
	days, err = s.HallDays(ctx, "", "2026-11-03", "2026-11-03")
	require.NoError(t, err)
	require.Equal(t, 0, days[0].Samples)

	none, err := s.HallCells(ctx, "B007", "2026-11-01", "2026-11-30")
	require.NoError(t, err)
	require.Empty(t, none, "another hall")
	sound(t, s)
}

func hallOutage(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	days := func() (down, broken []int) {
		list, err := s.HallDays(ctx, "", "2026-10-29", "2026-11-02")
		require.NoError(t, err)
		for _, d := range list {
			down, broken = append(down, d.Down), append(broken, d.Broken)
		}
		return down, broken
	}
	begin := func(day, hour int) hall.Entry {
		out, err := s.Append(ctx, hall.Entry{Kind: hall.KindFault, At: at(day, hour, 0), Topic: "ATM"})
		require.NoError(t, err)
		return out[0]
	}
	a := begin(-1, 16) // 30 October, closes at 17:00
	down, broken := days()
	require.Equal(t, []int{60, 510, 510, 510}, down, "days on which nothing was written count too")
	require.Equal(t, down, broken)
	end, err := s.Append(ctx, hall.Entry{Kind: hall.KindFaultEnd, At: at(1, 9, 0), Ref: a.ID}) // 1 November 9:00
	require.NoError(t, err)
	begin(0, 12) // another machine, on 31 October, still down
	down, broken = days()
	require.Equal(t, []int{60, 510 + 300, 30 + 510, 510}, down)
	require.Equal(t, []int{60, 510, 510, 510}, broken)
	_, err = s.Append(ctx, hall.Entry{Kind: hall.KindVoid, At: at(1, 9, 1), Ref: end[0].ID})
	require.NoError(t, err)
	down, _ = days()
	require.Equal(t, []int{60, 810, 1020, 1020}, down, "its end was taken back")
}

func hallRulesHistory(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	_, err := s.Append(ctx,
		hall.Entry{Kind: hall.KindCount, At: at(2, 10, 0), Waiting: num(24), Open: num(4)},
		hall.Entry{Kind: hall.KindCount, At: at(3, 8, 50), Waiting: num(24), Open: num(4)})
	require.NoError(t, err)
	crowded := func() (out []int) {
		cells, err := s.HallCells(ctx, "", "2026-11-01", "2026-11-03")
		require.NoError(t, err)
		for _, c := range cells {
			out = append(out, c.Crowded, c.Usable)
		}
		return out
	}
	require.Equal(t, []int{1, 6, 1, 6}, crowded())
	r := hall.DefaultRules()
	r.RatioAmber, r.Windows = 6, r.Windows[:5]
	require.NoError(t, s.SaveHallRules(ctx, r))
	require.Equal(t, []int{1, 6, 0, 5}, crowded(), "yesterday keeps its rules")
	r.RatioAmber = 7
	require.NoError(t, s.SaveHallRules(ctx, r))
	_, err = s.Append(ctx, hall.Entry{Kind: hall.KindCare, At: at(2, 10, 1)}) // settles it once more
	require.NoError(t, err)
	require.Equal(t, []int{1, 6, 0, 5}, crowded())
}
