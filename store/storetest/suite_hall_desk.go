package storetest

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/store"
)

// hallRevisions: keys of the desk make a day stale once, but whatever is written after
// the day was read for sending or settled is a change of its own.
func hallRevisions(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	rev := func(entries int) int {
		t.Helper()
		days, err := s.UnsentHall(ctx)
		require.NoError(t, err)
		last := days[len(days)-1]
		require.Len(t, last.Report.Entries, entries)
		return last.Report.Rev
	}
	key := func(at int64) {
		t.Helper()
		_, err := s.Append(ctx, hall.Entry{Kind: hall.KindCount, Waiting: num(4), At: at})
		require.NoError(t, err)
	}
	cause := func(at int64) {
		t.Helper()
		_, err := s.Append(ctx, hall.Entry{Kind: hall.KindCause, Tags: []string{"slow"}, At: at})
		require.NoError(t, err)
	}
	key(0)
	cause(0)
	first := rev(1)
	cause(0)
	cause(0)
	second := rev(3)
	require.Greater(t, second, first, "written after it was read for sending")
	require.Equal(t, second, rev(3), "nothing new")

	yesterday := at(2, 10, 0)
	key(yesterday)
	key(yesterday + 1)
	days, err := s.HallDays(ctx, "", "2026-11-02", "2026-11-02")
	require.NoError(t, err)
	require.Equal(t, 2, days[0].Samples)
	key(yesterday + 2)
	days, err = s.HallDays(ctx, "", "2026-11-02", "2026-11-02")
	require.NoError(t, err)
	require.Equal(t, 3, days[0].Samples, "written after it was settled")
	sound(t, s)
}

// hallCorrections: a correction is one row that takes the place of an entry of its own
// kind and day, and of nothing else.
func hallCorrections(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	put := putter(t, s)
	first := put(hall.Entry{Kind: hall.KindCount, Waiting: num(2)})[0]
	put(hall.Entry{Kind: hall.KindCount, Waiting: num(7), Instead: first.ID})
	rows, err := s.HallDay(ctx, "", "2026-11-03")
	require.NoError(t, err)
	require.Len(t, rows, 2)
	live := hall.Live(rows)
	require.Len(t, live, 1)
	require.Equal(t, 7, *live[0].Waiting)
	cells, err := s.HallCells(ctx, "", "2026-11-03", "2026-11-03")
	require.NoError(t, err)
	require.Equal(t, []int{1, 7}, []int{cells[0].Samples, cells[0].Waiting})

	past := put(hall.Entry{Kind: hall.KindCount, Waiting: num(2), At: at(2, 10, 0)})[0]
	for want, e := range map[string]hall.Entry{
		"store.hallDay": {Kind: hall.KindCount, Waiting: num(1), Instead: past.ID},
		"store.hallRef": {Kind: hall.KindCause, Tags: []string{"slow"}, Instead: first.ID},
		"hall.limit":    {Kind: hall.KindFault, Topic: "atm", Instead: first.ID},
	} {
		_, err := s.Append(ctx, e)
		require.Equal(t, want, checklist.CodeOf(err))
	}
	_, err = s.Append(ctx, hall.Entry{Kind: hall.KindCount, Waiting: num(1), Instead: "nobody"})
	require.Equal(t, "store.hallRef", checklist.CodeOf(err))
	rows, err = s.HallDay(ctx, "", "2026-11-03")
	require.NoError(t, err)
	require.Len(t, rows, 2, "nothing refused was kept")
	sound(t, s)
}

// hallFirstDay is set up at nine: the opening patrol and the meeting were over by then.
func hallFirstDay(t *testing.T, s *store.Store) {
	SetUp(t, s)
	put := putter(t, s)
	plan := func(day string) string {
		t.Helper()
		p, err := s.HallPlan(t.Context(), day)
		require.NoError(t, err)
		require.Equal(t, p.Works && len(p.Duties) == 0, p.Past)
		var out []string
		for _, d := range p.Duties {
			out = append(out, d.Part+" "+string(d.State))
		}
		return strings.Join(out, ", ")
	}
	require.Equal(t, "round later, noon later, round later, closing later", plan(""))
	put(hall.Entry{Kind: hall.KindPatrol, Ref: "i1", At: at(3, 8, 12)})
	require.Equal(t, "opening done, round later, noon later, round later, closing later", plan(""))
	require.Empty(t, plan("2026-11-02"), "nobody was here the day before")
	put(hall.Entry{Kind: hall.KindCount, At: at(2, 10, 0), Waiting: num(3)})
	require.Equal(t, "opening missed, meeting missed, round missed, noon missed, round missed, closing missed", plan("2026-11-02"), "somebody was")
	require.Empty(t, plan("2026-11-01"))
}

// hallPeaksFixed: the plan that was shown first is the plan of the day, whatever is
// learned of peaks afterwards.
func hallPeaksFixed(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	put := putter(t, s)
	plan := func() string {
		t.Helper()
		p, err := s.HallPlan(ctx, "")
		require.NoError(t, err)
		var out []string
		for _, d := range p.Duties {
			if d.Part == hall.PartPeak {
				out = append(out, hall.Clock(d.Minute))
			}
		}
		return strings.Join(out, " ")
	}
	tuesday := func(weeksAgo, hour, waiting int) {
		put(hall.Entry{Kind: hall.KindCount, Waiting: num(waiting), At: time.UnixMilli(at(3, hour, 5)).AddDate(0, 0, -7*weeksAgo).UnixMilli()})
	}
	require.Empty(t, plan(), "nothing is known, nothing is fixed")
	for week := 1; week <= 3; week++ {
		tuesday(week, 9, 1)
		tuesday(week, 11, 30)
		tuesday(week, 14, 2)
		tuesday(week, 16, 1)
	}
	require.Equal(t, "11:00", plan())
	for week := 1; week <= 3; week++ {
		tuesday(week, 14, 90)
		tuesday(week, 14, 90)
	}
	require.Equal(t, "11:00", plan())
	kept, err := s.HallEntries(ctx, "", "2026-11-03", "2026-11-03", hall.KindPeaks)
	require.NoError(t, err)
	require.Len(t, kept, 1, "written down once")
	require.Equal(t, []string{"11:00"}, kept[0].Tags)
}
