package hall_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
)

func TestQueuesOfADay(t *testing.T) {
	cells := []hall.Cell{
		{Day: "2026-11-02", Slot: 0, Samples: 1},
		{Day: "2026-11-02", Slot: 18, Posts: 1},               // could not have shown a queue
		{Day: "2026-11-02", Slot: 20, Oldests: 1, Late: 1},    // the oldest ticket
		{Day: "2026-11-02", Slot: 21, Samples: 1, Crowded: 1}, // people
		{Day: "2026-11-03", Slot: 22, Samples: 1, Crowded: 1}, // another day
		{Day: "2026-11-02", Slot: 47, Flow: hall.Flow{Called: 3, Over: 1}},
	}
	q := hall.QueuesOf("2026-11-02", cells)
	require.Equal(t, hall.QueueDay{Day: "2026-11-02", Seen: 1 | 1<<20 | 1<<21 | 1<<47, Long: 1<<20 | 1<<21 | 1<<47}, q)
	next := hall.QueuesOf("2026-11-03", cells)
	list, err := hall.ParseQueueDays(nil, q.String()+";"+next.String())
	require.NoError(t, err)
	require.Equal(t, []hall.QueueDay{q, next}, list)
	for _, bad := range []string{"2026-11-02", "2026-11-02 1", "2026-11-02 x 1", "2026-11-02 1 281474976710656", ";"} {
		_, err := hall.ParseQueueDays(nil, bad)
		require.Equal(t, "hall.report", checklist.CodeOf(err), bad)
	}
}

func TestParts(t *testing.T) {
	for _, x := range []struct {
		from, to    string
		spans, days []string
	}{
		{"2026-11-01", "2026-11-30", []string{"2026-11"}, nil},
		{"2026-11-02", "2026-11-08", []string{"2026-11-02"}, nil},
		{"2026-10-01", "2026-12-31", []string{"2026-10", "2026-11", "2026-12"}, nil},
		{"2026-11-01", "2026-11-22", []string{"2026-11-02", "2026-11-09", "2026-11-16"}, []string{"2026-11-01"}},
		{"2026-10-26", "2026-11-30", []string{"2026-11"}, []string{"2026-10-26", "2026-10-27", "2026-10-28", "2026-10-29", "2026-10-30", "2026-10-31"}},
		{"2026-10-26", "2026-11-02", []string{"2026-10-26"}, []string{"2026-11-02"}},
		{"2026-12-28", "2027-01-03", []string{"2026-12-28"}, nil},
		{"2026-11-30", "2026-11-29", nil, nil},
		{"nonsense", "2026-11-29", nil, nil},
	} {
		spans, days := hall.Parts(x.from, x.to)
		require.Equal(t, x.spans, spans, x)
		require.Equal(t, x.days, days, x)
	}
	require.Equal(t, []string{"2026-10-26", "2026-11-02"}, hall.WeeksOf("2026-10-30", "2026-11-02"))
	require.Equal(t, []hall.Stretch{{"2026-12", "2026-12-01", "2026-12-31"}, {"2026-12-28", "2026-12-28", "2027-01-03"}, {"2027-01", "2027-01-01", "2027-01-31"}},
		hall.SpansOf([]string{"2026-12-31", "2027-01-01", "2026-12-29"}))
}
