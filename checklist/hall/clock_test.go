package hall

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// at0 is ten o'clock of a Saturday.
var at0 = time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC).UnixMilli()

// after is an entry so many seconds after ten.
func after(seconds int, id string, k Kind, fill ...func(*Entry)) Entry {
	e := Entry{ID: id, Day: "2026-11-21", At: at0 + int64(seconds)*1000, Kind: k}
	for _, f := range fill {
		f(&e)
	}
	return e
}

func ref(id string) func(*Entry)   { return func(e *Entry) { e.Ref = id } }
func window(n int) func(*Entry)    { return func(e *Entry) { e.Window = n } }
func ticket(s string) func(*Entry) { return func(e *Entry) { e.Ticket = s } }
func yes(on bool) func(*Entry)     { return func(e *Entry) { e.Yes = &on } }
func waiting(n int) func(*Entry)   { return func(e *Entry) { e.Waiting = &n } }
func opened(n int) func(*Entry)    { return func(e *Entry) { e.Open = &n } }
func oldest(n int) func(*Entry)    { return func(e *Entry) { e.Oldest = &n } }

func TestTimings(t *testing.T) {
	day := []Entry{
		after(0, "w1", KindWait, ticket("A067")),
		after(60, "w2", KindWait, ticket("A068")),
		after(120, "c1", KindCall, window(3), ref("w1")),
		after(180, "c2", KindCall, window(1)),
		after(200, "a2", KindAbandoned, ref("w2")),
		after(420, "d1", KindDone, ref("c1")),
		after(500, "c3", KindCall, window(1), ticket("A070")), // the one before was never stopped
		after(600, "x", KindDone, ref("nothing")),
		after(700, "a3", KindAbandoned, ticket("A071")),
	}
	all := Timings(day)
	require.Len(t, all, 5)
	first := all[0]
	require.Equal(t, []any{"A067", 3, "w1", "c1", "d1"}, []any{first.Ticket, first.Window, first.Wait, first.Call, first.End})
	waited, ok := first.Waited()
	require.True(t, ok)
	require.Equal(t, 2*time.Minute, waited)
	served, ok := first.Served()
	require.True(t, ok)
	require.Equal(t, 5*time.Minute, served)
	require.Equal(t, at0+200_000, all[1].Abandoned)
	require.False(t, all[1].Waits())
	require.True(t, all[2].Left, "the next was called at its window")
	require.False(t, all[2].Serves())
	require.True(t, all[3].Serves())
	_, ok = all[3].Served()
	require.False(t, ok)
	require.Equal(t, "A071", all[4].Ticket)

	ended := Timings(append(day, after(800, "s", KindSession, yes(false))))
	require.True(t, ended[3].Left)
	back := Timings(append(day, after(800, "s", KindSession, yes(false)), after(801, "v", KindVoid, ref("s"))))
	require.True(t, back[3].Serves(), "the end of the session was taken back")
}

// TestVoidedCall: what belongs to something taken back does not count, and comes back
// with it.
func TestVoidedCall(t *testing.T) {
	day := []Entry{
		after(0, "w", KindWait), after(60, "c", KindCall, window(2), ref("w")), after(90, "d", KindDone, ref("c")),
		after(100, "v", KindVoid, ref("c")),
	}
	all := Timings(day)
	require.Len(t, all, 1)
	require.True(t, all[0].Waits(), "the wait goes on")
	all = Timings(append(day, after(110, "vv", KindVoid, ref("v"))))
	require.Equal(t, at0+90_000, all[0].Finished)
}

// TestOrderOfOneMomentDoesNotMatter: entries of one millisecond come in the order of
// their ids, which are random.
func TestOrderOfOneMomentDoesNotMatter(t *testing.T) {
	day := []Entry{
		after(0, "w", KindWait, ticket("A1")), after(0, "c", KindCall, window(2), ref("w")), after(0, "d", KindDone, ref("c")),
		after(0, "n", KindCount, waiting(4)), after(0, "v", KindVoid, ref("n")), after(0, "vv", KindVoid, ref("v")),
		after(0, "n2", KindCount, waiting(5)), after(0, "v2", KindVoid, ref("n2")),
		after(0, "loop1", KindVoid, ref("loop2")), after(0, "loop2", KindVoid, ref("loop1")),
	}
	want := fmt.Sprint(Timings(day))
	for seed := range uint64(200) {
		mixed := append([]Entry(nil), day...)
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(mixed), func(i, k int) { mixed[i], mixed[k] = mixed[k], mixed[i] })
		require.Equal(t, want, fmt.Sprint(Timings(mixed)))
		live := map[string]bool{}
		for _, e := range Live(mixed) {
			live[e.ID] = true
		}
		require.Equal(t, map[string]bool{"w": true, "c": true, "d": true, "n": true}, live)
	}
}

func TestNextTicket(t *testing.T) {
	for number, want := range map[string]string{
		"A071": "A072", "A099": "A100", "A999": "A1000", "7": "8", "V003": "V004", "对公9": "对公10", "": "", "VIP": "", "A12345678901": "",
	} {
		require.Equal(t, want, NextTicket(number), number)
	}
}
