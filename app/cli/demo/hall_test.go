package demo

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

func TestQueueTellsOneStory(t *testing.T) {
	h := &hall{Branch: checklist.Branch{Code: "0101", Traffic: checklist.TrafficHigh}}
	monday := time.Date(2026, 11, 2, 0, 0, 0, 0, china)
	q := newQueue(newDice(1, "x"), h, monday, []string{"个人业务"})
	require.Equal(t, q, newQueue(newDice(1, "x"), h, monday, []string{"个人业务"}), "the same seed gives the same day")
	require.Greater(t, len(q.tickets), 200)
	longest := 0
	for minute := 8 * 60; minute < 18*60; minute += 5 {
		at := monday.Add(time.Duration(minute) * time.Minute)
		waiting, open, oldest := q.seen(at)
		longest = max(longest, oldest)
		counted := 0
		for i := range q.tickets {
			counted += flagOf(q.tickets[i].Taken <= at.UnixMilli() && q.tickets[i].Called > at.UnixMilli())
		}
		require.Equal(t, counted, waiting, at)
		require.True(t, waiting == 0 || open > 0)
	}
	require.Positive(t, longest)
}
