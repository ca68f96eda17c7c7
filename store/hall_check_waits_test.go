package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist/hall"
	"hallcheck/store/storetest"
)

// TestCheckOfATicketNeverCalled: the day a ticket was left waiting on is sound, with its
// wait until the hall closed or, as an older version kept it, without.
func TestCheckOfATicketNeverCalled(t *testing.T) {
	opt := storetest.Options(t, "")
	clock, later := opt.Clock, time.Duration(0)
	opt.Clock = func() time.Time { return clock().Add(later) }
	s := opened(t, opt)
	storetest.SetUp(t, s)
	waiting := 3 // seen in one half-hour: the day fits no other zone
	_, err := s.Append(t.Context(), hall.Entry{Kind: hall.KindWait, Ticket: "A001"}, hall.Entry{Kind: hall.KindCount, Waiting: &waiting})
	require.NoError(t, err)
	longest := func() int64 {
		days, err := s.HallDays(t.Context(), "", "2026-11-03", "2026-11-03")
		require.NoError(t, err)
		require.Zero(t, days[0].Called)
		return days[0].WaitMax
	}
	later = 30 * time.Minute
	require.InDelta(t, 1800, longest(), 60, "until now")
	later = 24 * time.Hour
	all := longest()
	closes := hall.DefaultRules().Closes
	began := clock().Hour()*60 + clock().Minute()
	require.InDelta(t, (closes-began)*60, all, 60, "until the hall closed")
	sound(t, s)
	db := behind(t, opt)
	const of = " WHERE day = '2026-11-03'"
	for _, q := range []string{
		"UPDATE hall_cells SET wait_max = 0" + of,
		fmt.Sprintf("UPDATE hall_days SET wait_max = 0, body = replace(body, '\"waitMax\":%d,', '')", all) + of,
		"UPDATE hall_spans SET wait_max = 0",
	} {
		mustExec(t, db, q)
	}
	sound(t, s)
	mustExec(t, db, "UPDATE hall_days SET stale = 1"+of)
	require.Equal(t, all, longest())
	sound(t, s)
	mustExec(t, db, "UPDATE hall_days SET wait_max = 7"+of)
	require.Contains(t, troubles(t, s)[0], "hallDay B001 2026-11-03: wait_max 7, not ")
}
