package hall_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist/hall"
)

// TestWhatWasOverBeforeTheSetUpIsNotMissed: on the day a hall begins, and on no other.
func TestWhatWasOverBeforeTheSetUpIsNotMissed(t *testing.T) {
	rules := hall.DefaultRules()
	const day = "2026-11-20"
	asked := func(begun, now string, entries ...hall.Entry) []string {
		return states(hall.AskedFor(hall.PlanDay(rules, nil, day, entries, on(now)), day, on(begun).UnixMilli(), shanghai))
	}
	require.Empty(t, asked("19:30", "19:31"))
	require.Empty(t, asked("19:30", "23:59"))
	require.Equal(t, []string{"10:00 round due", "12:00 noon later", "15:00 round later", "17:00 closing later"}, asked("10:20", "10:20"), "what can still be done is asked for")
	require.Equal(t, []string{"10:00 round missed", "12:00 noon missed", "15:00 round missed", "17:00 closing missed"}, asked("10:30", "20:00"), "it could have been done")
	require.Equal(t, []string{"08:10 opening done", "17:00 closing missed"}, asked("15:31", "20:00", patrolAt("08:05")), "what was done is shown")
	all := hall.PlanDay(rules, nil, day, nil, on("20:00"))
	require.Equal(t, states(all), states(hall.AskedFor(all, day, on("19:30").AddDate(0, 0, -1).UnixMilli(), shanghai)), "the day after")
	require.Equal(t, states(all), states(hall.AskedFor(all, day, 0, shanghai)), "not known when")

	total := func(begun int64) []int {
		_, x := hall.Settle(hall.DayFacts{Day: day, Rules: rules, Begun: begun, Now: on("20:00").AddDate(0, 0, 1)})
		works := 0
		if x.Works {
			works = 1
		}
		return []int{x.Due, x.Missed, works}
	}
	require.Equal(t, []int{0, 0, 0}, total(on("19:30").UnixMilli()), "no round and no meeting was missed")
	require.Equal(t, []int{3, 3, 0}, total(on("11:00").UnixMilli()))
	require.Equal(t, []int{5, 5, 1}, total(on("08:00").UnixMilli()))
	require.Equal(t, []int{5, 5, 1}, total(on("19:30").AddDate(0, 0, -1).UnixMilli()))
}
