package hall

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func at(seconds int) time.Time { return time.UnixMilli(at0 + int64(seconds)*1000).UTC() }

func TestSceneOfAMorning(t *testing.T) {
	rules := DefaultRules()
	day := []Entry{
		after(-5400, "s", KindSession, yes(true)),
		after(-5390, "p", KindPost, yes(true), func(e *Entry) { e.By = "李静" }),
		after(-1800, "patrol", KindPatrol, ref("in"), waiting(9), opened(3), oldest(12), yes(true), func(e *Entry) { e.By = "李静" }),
		after(-900, "o5", KindWindow, window(5), yes(true)),
		after(-60, "n", KindCount, waiting(23), opened(4)),
		after(-1044, "w", KindWait, ticket("A067")),
		after(-372, "c1", KindCall, window(1), ticket("A071")),
		after(-718, "c3", KindCall, window(3), ticket("C012")),
		after(-300, "a", KindAbandoned, ticket("A058")),
		after(-200, "care", KindCare), after(-190, "care2", KindCare), after(-180, "v", KindVoid, ref("care2")),
	}
	now := at(120)
	s := Watch(rules, day, now)
	require.True(t, s.Session.Runs())
	require.Equal(t, 92*time.Minute, s.Session.Long(now))
	require.Equal(t, 23, s.Waiting.N)
	require.Equal(t, 4, s.Open.N)
	require.Equal(t, 6, s.Usable)
	require.Equal(t, []any{true, true, "李静", at(-5390).UnixMilli()}, []any{s.Post.Known, s.Post.On, s.Post.Who, s.Post.Since})
	d, timed, ok := s.Longest()
	require.True(t, ok)
	require.Equal(t, 19*time.Minute+24*time.Second, d)
	require.Equal(t, "A067", timed.Ticket)
	require.Equal(t, LightAmber, rules.WaitLight(d))
	require.Equal(t, LightAmber, rules.RatioLight(s.Waiting.N, s.Open.N))
	tenths, ok := Ratio(s.Waiting.N, s.Open.N)
	require.True(t, ok)
	require.Equal(t, 58, tenths) // 23 ÷ 4 = 5.75
	require.Equal(t, 5, s.Advised(rules, nil))
	require.True(t, s.LongLine(rules))
	require.Equal(t, []int{1, 0}, []int{s.Care, s.Welcome})
	open := []int{}
	for _, w := range s.Windows {
		if w.Open {
			open = append(open, w.No)
		}
	}
	require.Equal(t, []int{1, 3, 5}, open)
	w, _ := s.Window(3)
	require.Equal(t, "C012", w.Now.Ticket)
	require.Equal(t, LightRed, rules.ServeLight(now.Sub(time.UnixMilli(w.Now.Called))))
	mean, ok := s.Half[19].Mean() // 9:30, the patrol's and the count of 9:59
	require.True(t, ok)
	require.Equal(t, 16, mean)
	require.Equal(t, LightAmber, s.Half[19].Light)
	_, ok = s.Half[20].Mean()
	require.False(t, ok)

	later := Watch(rules, day, at(3600))
	require.Equal(t, 0, later.Advised(rules, nil), "a count of an hour ago says nothing of now")
	require.True(t, later.LongLine(rules), "A067 still waits")
}

func TestOpenWindowsFollowTheLastWord(t *testing.T) {
	rules := DefaultRules()
	day := []Entry{after(0, "o1", KindWindow, window(1), yes(true)), after(1, "o2", KindCall, window(2))}
	require.Equal(t, 2, Watch(rules, day, at(9)).Open.N)
	day = append(day, after(2, "n", KindCount, waiting(3), opened(5)))
	require.Equal(t, 5, Watch(rules, day, at(9)).Open.N)
	day = append(day, after(3, "x1", KindWindow, window(1), yes(false)))
	require.Equal(t, 4, Watch(rules, day, at(9)).Open.N)
	day = append(day, after(4, "o9", KindWindow, window(9), yes(true))) // no such window
	require.Equal(t, 4, Watch(rules, day, at(9)).Open.N)
	day = append(day, after(5, "n2", KindCount, opened(0)), after(6, "o3", KindWindow, window(3), yes(true)))
	require.Equal(t, 2, Watch(rules, day, at(9)).Open.N, "windows 2 and 3 are known to be open")
	require.False(t, Watch(rules, day[:0], at(9)).Open.Known())
}

func TestLights(t *testing.T) {
	r := DefaultRules()
	for _, x := range []struct {
		waiting, open int
		want          Light
	}{{0, 0, LightGreen}, {1, 0, LightRed}, {20, 4, LightGreen}, {21, 4, LightAmber}, {32, 4, LightAmber}, {33, 4, LightRed}} {
		require.Equal(t, x.want, r.RatioLight(x.waiting, x.open), x)
	}
	require.Equal(t, LightGreen, r.WaitLight(15*time.Minute))
	require.Equal(t, LightAmber, r.WaitLight(15*time.Minute+time.Second))
	require.Equal(t, LightRed, r.WaitLight(30*time.Minute+time.Millisecond))
	_, ok := Ratio(3, 0)
	require.False(t, ok)
}

func TestUsualWindows(t *testing.T) {
	rules := DefaultRules()
	var cells []Cell
	for week := 1; week <= 4; week++ {
		day := at(-week * 7 * 86400).Format(time.DateOnly)
		cells = append(cells, Cell{Day: day, Slot: 20, Machine: true, Samples: 1, Waiting: 14, Flow: Flow{Tickets: 24, Served: 20, ServeSum: 20 * 300}}, Cell{Day: day, Slot: 22, Samples: 1, Waiting: 6})
	}
	p := NewPeaks(cells, "2026-11-20")
	require.Equal(t, WindowsFor(24, 5, 10), UsualWindows(rules, p, time.Saturday, 20))
	require.Positive(t, UsualWindows(rules, p, time.Saturday, 20))
	require.Equal(t, 2, UsualWindows(rules, p, time.Saturday, 22), "six people at most five each")
	require.Equal(t, 0, UsualWindows(rules, p, time.Sunday, 20))
	require.Equal(t, 0, UsualWindows(rules, nil, time.Sunday, 20))
}

func TestFeedAndAlerts(t *testing.T) {
	rules := DefaultRules()
	day := []Entry{
		after(0, "s", KindSession, yes(true)), after(0, "w", KindWait, ticket("A067")),
		after(60, "c", KindCall, window(3)), after(10, "care", KindCare), after(11, "v", KindVoid, ref("care")),
		after(100, "c2", KindCall, window(1)), after(400, "d2", KindDone, ref("c2")),
	}
	feed := Feed(rules, day, at(700))
	kinds := []string{}
	for _, m := range feed {
		if m.Entry != nil {
			kinds = append(kinds, m.Entry.ID)
		} else {
			kinds = append(kinds, string(m.Alert)+" "+strconv.Itoa(m.Limit)+" "+strconv.Itoa(m.Clock.Window))
		}
	}
	require.Equal(t, []string{"serve 10 3", "d2", "c2", "c", "w", "s"}, kinds)
	require.Equal(t, at(660).UnixMilli(), feed[0].At)
	require.Equal(t, 1, feed[1].Clock.Window, "the end knows its window")
	feed = Feed(rules, day, at(2000))
	require.Equal(t, []Alert{AlertLong, AlertWait, AlertServe}, []Alert{feed[0].Alert, feed[1].Alert, feed[2].Alert})
	require.Len(t, Feed(rules, append(day, after(900, "d", KindDone, ref("c"))), at(2000)), len(feed)+1, "an alert stays when its clock stopped")
	require.Equal(t, "d2", LastAtDesk(feed).ID)
	require.Nil(t, LastAtDesk(nil))
}

// TestVoidTakesBackAndBringsBack follows a count that was corrected, and a call with
// its end.
func TestVoidTakesBackAndBringsBack(t *testing.T) {
	day := []Entry{after(0, "n1", KindCount, waiting(22)), after(5, "c", KindCall, window(1)), after(6, "d", KindDone, ref("c")), after(7, "p", KindPatrol, ref("in"))}
	n := 0
	do := func(entries ...Entry) {
		for _, e := range entries {
			if n++; e.ID == "" {
				e.ID = "e" + strconv.Itoa(n)
			}
			e.At, e.Day = at0+int64(10+n)*1000, "2026-11-21"
			day = append(day, e)
		}
	}
	count := func() (out []int) {
		for _, e := range Live(day) {
			if e.Kind == KindCount {
				out = append(out, *e.Waiting)
			}
		}
		return out
	}
	do(Entry{ID: "n2", Kind: KindCount, Waiting: new(int), Instead: "n1"})
	require.Equal(t, []int{0}, count())
	do(Entry{ID: "n3", Kind: KindCount, Waiting: day[0].Waiting, Instead: "n2"})
	require.Equal(t, []int{22}, count())
	voids := Void(day, "n3")
	do(voids...)
	require.Equal(t, []int{0}, count(), "what was corrected stands again, not what that had corrected")
	back := day[len(day)-1].ID
	do(Entry{Kind: KindVoid, Ref: back})
	require.Equal(t, []int{22}, count(), "the taking back was taken back")
	do(Void(day, "n3")...)
	require.Equal(t, []int{0}, count())
	do(Void(day, "n2")...)
	require.Equal(t, []int{22}, count())
	require.Nil(t, Void(day, "n2"), "it is gone already")
	require.Nil(t, Void(day, "p"), "a patrol is corrected on its sheet")
	do(Void(day, "c")...)
	require.Empty(t, Timings(day))
	for _, e := range Live(day) {
		require.NotEqual(t, KindDone, e.Kind)
	}
}
