package hall

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A day sent to headquarters before its meeting was due is no day without a meeting.
func TestADayCountsOnceItsMeetingIsDue(t *testing.T) {
	r := DefaultRules()
	works := func(hour, minute int, entries ...Entry) bool {
		_, total := Settle(DayFacts{Branch: "B", Day: "2026-11-20", Entries: entries, Rules: r, Now: time.Date(2026, 11, 20, hour, minute, 0, 0, time.UTC)})
		return total.Works
	}
	require.False(t, works(8, 0))
	require.False(t, works(8, 50), "held late it is held")
	require.True(t, works(8, 51))
	held := Entry{ID: "m", Day: "2026-11-20", At: time.Date(2026, 11, 20, 7, 40, 0, 0, time.UTC).UnixMilli(), Kind: KindMeeting, Topic: MorningMeeting, Minutes: 12}
	require.True(t, works(8, 0, held))
	_, total := Settle(DayFacts{Branch: "B", Day: "2026-11-20", Rules: r, Now: time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)})
	require.True(t, total.Works, "the day is over")
	require.Equal(t, 510, total.Hours)
}

// What a mean is said to be made of must give it: of one ticket of 50 s not 0 minutes.
func TestTheMeanSaysItsPartsOfMinutes(t *testing.T) {
	for seconds, want := range map[int64]string{50: "0.8", 19 * 60: "19", 1141: "19", 1145: "19.1", 47_808: "796"} {
		s := Sums{Cell: Cell{Flow: Flow{Called: 1, WaitSum: seconds}}}
		f := FigureOf(s.waits(DefaultRules()), FigureMean)
		require.Equal(t, []string{"a", want, "b", "1"}, f.Parts)
	}
}
