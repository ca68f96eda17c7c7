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

// A ticket nobody called or gave up counts for the longest wait as long as it was seen
// waiting, and for no other figure of waits.
func TestATicketNeverCalledCountsForTheLongestWait(t *testing.T) {
	at := func(hour, minute int) time.Time { return time.Date(2026, 11, 20, hour, minute, 0, 0, time.UTC) }
	entry := func(id string, hour, minute int, kind Kind, more ...func(*Entry)) Entry {
		e := Entry{ID: id, Day: "2026-11-20", At: at(hour, minute).UnixMilli(), Kind: kind}
		for _, x := range more {
			x(&e)
		}
		return e
	}
	figures := func(now time.Time, machine Flow, entries ...Entry) []string {
		d := DayFacts{Branch: "B", Day: "2026-11-20", Entries: entries, Rules: DefaultRules(), Now: now}
		d.Machine[SlotOf(at(16, 0))] = machine
		_, total := Settle(d)
		s := Sums{Cell: total.Cell}
		var out []string
		for _, f := range s.waits(d.Rules)[1:] {
			out = append(out, f.Decimal())
		}
		return out
	}
	waits := []Entry{entry("w1", 10, 0, KindWait), entry("w2", 10, 30, KindWait), entry("c2", 10, 35, KindCall, ref("w2"))}
	require.Equal(t, []string{"90.0", "5.0", "5"}, figures(at(11, 30), Flow{}, waits...), "until now")
	require.Equal(t, []string{"420.0", "5.0", "5"}, figures(at(23, 0), Flow{}, waits...), "until the hall closes")
	ended := append(waits, entry("s", 10, 50, KindSession, yes(false)), entry("s2", 12, 0, KindSession, yes(true)), entry("s3", 13, 0, KindSession, yes(false)))
	require.Equal(t, []string{"50.0", "5.0", "5"}, figures(at(23, 0), Flow{}, ended...), "until its clock stopped")
	require.Equal(t, []string{"90.0", "–", "–"}, figures(at(11, 30), Flow{}, waits[0]), "known by it alone")
	require.Equal(t, []string{"–", "–", "–"}, figures(at(11, 30), Flow{}, waits[0], entry("a", 10, 20, KindAbandoned, ref("w1"))), "given up")
	require.Equal(t, []string{"–", "–", "–"}, figures(at(11, 30), Flow{}, waits[0], entry("v", 10, 20, KindVoid, ref("w1"))), "taken back")
	require.Equal(t, []string{"–", "–", "–"}, figures(at(23, 0), Flow{Tickets: 1}, entry("w", 16, 5, KindWait)), "the machine knows that customer")
	require.Equal(t, []string{"–", "–", "–"}, figures(at(23, 0), Flow{}, entry("w", 18, 0, KindWait)), "taken after closing time")
}
