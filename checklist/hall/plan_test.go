package hall_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist/hall"
)

var shanghai = time.FixedZone("CST", 8*3600)

// on is a moment of Friday 2026-11-20.
func on(clock string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", "2026-11-20 "+clock, shanghai)
	if err != nil {
		panic(err)
	}
	return t
}

func patrolAt(clock string) hall.Entry {
	return hall.Entry{ID: "p" + clock, Day: "2026-11-20", At: on(clock).UnixMilli(), Kind: hall.KindPatrol, Ref: "in" + clock}
}

// states writes a plan as "08:10 opening done".
func states(list []hall.Duty) []string {
	var out []string
	for _, d := range list {
		out = append(out, hall.Clock(d.Minute)+" "+d.Part+" "+string(d.State))
	}
	return out
}

func TestADayAsksForRoundsAndMeeting(t *testing.T) {
	rules := hall.DefaultRules()
	list := hall.PlanDay(rules, nil, "2026-11-20", nil, on("07:00"))
	require.Equal(t, []string{
		"08:10 opening later", "08:20 meeting later", "10:00 round later", "12:00 noon later", "15:00 round later", "17:00 closing later",
	}, states(list))
	require.Equal(t, "patrol@10:00", list[2].Key)
	require.Equal(t, "meeting@08:20", list[1].Key)

	rules.Shut = []string{"2026-11-20"}
	require.Empty(t, hall.PlanDay(rules, nil, "2026-11-20", nil, on("07:00")))
	rules.Shut, rules.Daily, rules.Rounds = nil, "", []int{600, 600, 490}
	require.Equal(t, []string{"08:10 opening later", "10:00 closing later"}, states(hall.PlanDay(rules, nil, "2026-11-20", nil, on("07:00"))))
}

func TestPeaksAskForDenserRounds(t *testing.T) {
	peak := func(slot int) bool { return slot >= 18 && slot < 23 || slot == 31 } // 9:00–11:30, 15:30
	list := hall.PlanDay(hall.DefaultRules(), peak, "2026-11-20", nil, on("07:00"))
	require.Equal(t, []string{
		"08:10 opening later", "08:20 meeting later", "09:00 peak later", "10:00 round later", "11:00 peak later",
		"12:00 noon later", "15:00 round later", "15:30 peak later", "17:00 closing later",
	}, states(list))
	half := hall.DefaultRules()
	half.Dense = 30
	require.Len(t, hall.PlanDay(half, func(slot int) bool { return slot == 20 || slot == 21 }, "2026-11-20", nil, on("07:00")), 7, "10:00 is there, 10:30 is added")
	require.Len(t, hall.PlanDay(half, func(slot int) bool { return slot < 17 || slot >= 34 }, "2026-11-20", nil, on("07:00")), 6, "no rounds of peaks while the hall is shut")
}

func TestStatesOfTheDay(t *testing.T) {
	plan := func(clock string, entries ...hall.Entry) []string {
		return states(hall.PlanDay(hall.DefaultRules(), nil, "2026-11-20", entries, on(clock)))
	}
	require.Equal(t, "10:00 round soon", plan("09:50")[2])
	require.Equal(t, "10:00 round later", plan("09:49")[2])
	require.Equal(t, "10:00 round due", plan("10:00")[2])
	require.Equal(t, "10:00 round due", plan("10:30")[2])
	require.Equal(t, "10:00 round missed", plan("10:31")[2])
	require.Equal(t, "10:00 round done", plan("18:00", patrolAt("09:30"))[2])
	require.Equal(t, "10:00 round missed", plan("18:00", patrolAt("09:29"))[2], "that was the opening patrol's time")
	require.Equal(t, "08:10 opening late", plan("18:00", patrolAt("09:29"))[0])
	require.Equal(t, "10:00 round late", plan("18:00", patrolAt("10:31"))[2])
	got := plan("18:00", patrolAt("11:30"), patrolAt("11:45"))
	require.Equal(t, "10:00 round missed", got[2], "one patrol does not make up for another")
	require.Equal(t, "12:00 noon done", got[3])
	require.Equal(t, "17:00 closing missed", got[5])
}

func TestSnoozeSkipAndUndo(t *testing.T) {
	at := func(kind hall.Kind, clock string) hall.Entry {
		return hall.Entry{ID: string(kind), Day: "2026-11-20", At: on(clock).UnixMilli(), Kind: kind, Topic: "patrol@10:00", Text: "停电"}
	}
	snooze := at(hall.KindSnooze, "10:00")
	snooze.Until = on("10:20").UnixMilli()
	duty := func(clock string, entries ...hall.Entry) hall.Duty {
		return hall.PlanDay(hall.DefaultRules(), nil, "2026-11-20", entries, on(clock))[2]
	}
	require.Equal(t, hall.StateSnoozed, duty("10:19", snooze).State)
	require.Equal(t, hall.StateDue, duty("10:20", snooze).State)
	require.Equal(t, hall.StateMissed, duty("10:31", snooze).State, "a reminder is put off, not the duty")
	skip := at(hall.KindSkip, "10:10")
	require.Equal(t, hall.StateSkipped, duty("10:31", skip).State)
	require.Equal(t, "停电", duty("10:31", skip).Text)
	require.Equal(t, hall.StateDone, duty("11:00", skip, patrolAt("10:20")).State)
	require.Equal(t, hall.StateMissed, duty("11:00", at(hall.KindSkip, "10:31")).State, "no reason afterwards")
	void := hall.Entry{ID: "v", Day: "2026-11-20", At: on("10:11").UnixMilli(), Kind: hall.KindVoid, Ref: skip.ID}
	require.Equal(t, hall.StateDue, duty("10:12", skip, void).State)
}

func TestMeetingCountsFromItsBeginning(t *testing.T) {
	held := hall.Entry{ID: "m", Day: "2026-11-20", At: on("08:45").UnixMilli(), Kind: hall.KindMeeting, Topic: hall.MorningMeeting, Minutes: 15, Ref: "in"}
	duty := func(e hall.Entry) hall.Duty {
		return hall.PlanDay(hall.DefaultRules(), nil, "2026-11-20", []hall.Entry{e}, on("18:00"))[1]
	}
	require.Equal(t, hall.StateDone, duty(held).State)
	require.Equal(t, on("08:45").UnixMilli(), duty(held).At)
	held.At = on("08:55").UnixMilli()
	require.Equal(t, hall.StateLate, duty(held).State, "however long it was")
	held.Topic = hall.EveningMeeting
	require.Equal(t, hall.StateMissed, duty(held).State)
}

func TestOtherDays(t *testing.T) {
	yesterday := hall.PlanDay(hall.DefaultRules(), nil, "2026-11-19", []hall.Entry{patrolAt("10:00")}, on("09:00"))
	for _, d := range yesterday {
		require.Equal(t, hall.StateMissed, d.State, d.Key)
	}
	for _, d := range hall.PlanDay(hall.DefaultRules(), nil, "2026-11-21", nil, on("23:59")) {
		require.Equal(t, hall.StateLater, d.State, d.Key)
	}
}

// TestARoundCountsOnceItsTimeIsPast: who looks at the figures while a round is due has
// not missed it.
func TestARoundCountsOnceItsTimeIsPast(t *testing.T) {
	count := func(clock string, entries ...hall.Entry) []int {
		_, total := hall.Settle(hall.DayFacts{Day: "2026-11-20", Entries: append(entries, patrolAt("08:10")), Rules: hall.DefaultRules(), Now: on(clock)})
		return []int{total.Due, total.Made, total.Missed}
	}
	snooze := hall.Entry{ID: "s", Day: "2026-11-20", At: on("10:05").UnixMilli(), Kind: hall.KindSnooze, Topic: "patrol@10:00", Until: on("10:25").UnixMilli()}
	require.Equal(t, []int{1, 1, 0}, count("09:59"))
	require.Equal(t, []int{1, 1, 0}, count("10:00"))
	require.Equal(t, []int{1, 1, 0}, count("10:20", snooze))
	require.Equal(t, []int{1, 1, 0}, count("10:30"))
	require.Equal(t, []int{2, 1, 1}, count("10:31"))
	require.Equal(t, []int{2, 2, 0}, count("10:10", patrolAt("10:02")))
}

// TestPeaksOfADayAreFixed: what the plan asked for when it was first shown is what the
// figures count, whatever is known of peaks later.
func TestPeaksOfADayAreFixed(t *testing.T) {
	peak := func(slot int) bool { return slot == 18 || slot == 21 || slot == 36 } // 9:00, 10:30, 18:00
	fixed := hall.FixPeaks(hall.DefaultRules(), peak, on("09:31"))
	require.Equal(t, []string{"10:30"}, fixed.Tags, "from now on, while the hall is open")
	fixed.ID, fixed.Day = "f", "2026-11-20"
	other := fixed
	other.ID, other.At, other.Tags = "e", fixed.At+1, []string{"14:00"}

	rules := hall.DefaultRules()
	rules.Dense = 30
	entries := []hall.Entry{other, fixed, patrolAt("08:10"), patrolAt("10:00"), patrolAt("10:35"), patrolAt("12:45")}
	entries = append(entries, hall.Entry{ID: "s", Day: "2026-11-20", At: on("15:10").UnixMilli(), Kind: hall.KindSkip, Topic: "patrol@15:00", Text: "停电"})
	list := hall.PlanDay(rules, func(int) bool { return true }, "2026-11-20", entries, on("20:00"))
	require.Equal(t, []string{
		"08:10 opening done", "08:20 meeting missed", "10:00 round done", "10:30 peak done", "12:00 noon late", "15:00 round skipped", "17:00 closing missed",
	}, states(list))
	_, total := hall.Settle(hall.DayFacts{Day: "2026-11-20", Entries: entries, Rules: rules, Now: on("20:00")})
	require.Equal(t, []int{6, 3, 1, 1, 1}, []int{total.Due, total.Made, total.LateRounds, total.Skipped, total.Missed})
	_, total = hall.Settle(hall.DayFacts{Day: "2026-11-20", Entries: entries[2:], Rules: rules, Now: on("20:00")})
	require.Equal(t, 5, total.Due, "nothing was fixed, no peak is asked for afterwards")
}
