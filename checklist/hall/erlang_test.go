package hall

import (
	"container/heap"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestErlangCOfATable holds the formula against a printed table: J. Dunlop, D. Girma,
// J. Irvine, Digital Mobile Communications and the TETRA System (Wiley 1999), appendix
// A.4, Erlang C table. Its example reads from the table that 8 channels take 3.87
// erlang when 5 % have to wait and 10 channels 4.08 erlang at 1 %, and that of those
// who wait 1.6 % and 0.22 % wait longer than the mean holding time (at 3.87 erlang).
// The table gives loads to the hundredth, so the last digit of the share is not told.
func TestErlangCOfATable(t *testing.T) {
	desk := func(load float64, windows int) Desk {
		return Desk{Arrivals: load * SlotMinutes / 6, Handling: 6, Windows: windows}
	}
	for _, x := range []struct {
		load    float64
		windows int
		want    float64
	}{{3.87, 8, 0.05}, {4.08, 10, 0.01}} {
		below, above := desk(x.load-0.005, x.windows).MustWait(), desk(x.load+0.005, x.windows).MustWait()
		require.LessOrEqual(t, below, x.want)
		require.GreaterOrEqual(t, above, x.want, "%v erlang, %d channels", x.load, x.windows)
	}
	for windows, want := range map[int]float64{8: 0.016, 10: 0.0022} {
		d := desk(3.87, windows)
		require.InDelta(t, want, d.LongerThan(6)/d.MustWait(), want/20)
	}
}

// TestErlangC holds the formula against answers in closed form – 1/2 for a queue with
// one window half busy, 1/3 for C(2, 1), 4/9 for C(3, 2), 1/55 for C(2, 1/5) – and
// against the textbook's sum, worked out by hand to four places.
func TestErlangC(t *testing.T) {
	for _, x := range []struct {
		load    float64
		windows int
		want    float64
	}{
		{0.5, 1, 0.5}, {1, 2, 1.0 / 3}, {2, 3, 0.4444}, {4, 5, 0.5541}, {8, 10, 0.4092}, {10, 12, 0.4494}, {0.2, 2, 0.0182},
	} {
		d := Desk{Arrivals: x.load * SlotMinutes / 6, Handling: 6, Windows: x.windows}
		require.InDelta(t, x.load, d.Load(), 1e-12)
		require.InDelta(t, x.want, d.MustWait(), 0.0002, "%v erlang, %d windows", x.load, x.windows)
	}
	for c := 1; c <= 40; c += 3 { // the textbook's sum, which overflows for large halls only
		a := 0.9 * float64(c)
		term, sum := 1.0, 0.0
		for k := range c {
			sum += term
			term *= a / float64(k+1)
		}
		last := term * float64(c) / (float64(c) - a)
		require.InEpsilon(t, last/(sum+last), Desk{Arrivals: a * SlotMinutes / 6, Handling: 6, Windows: c}.MustWait(), 1e-9, c)
	}
	grows := Desk{Arrivals: 30, Handling: 6, Windows: 6}
	require.False(t, grows.Stable())
	require.Equal(t, 1.0, grows.MustWait())
	require.True(t, math.IsInf(grows.MeanWait(), 1))
	require.Equal(t, 1.0, grows.Busy())
}

func TestEnoughWindows(t *testing.T) {
	require.Zero(t, WindowsFor(0, 6, 10))
	require.Zero(t, RuleOfThumb(0, 6))
	require.Equal(t, 5, RuleOfThumb(20, 6), "20 × 6 / 30 / 0.85 = 4.7")
	require.Equal(t, 4, RuleOfThumb(17, 6), "17 × 6 / 30 / 0.85 = 4 exactly")
	for _, x := range []struct{ arrivals, handling, limit float64 }{{20, 6, 10}, {3, 12, 5}, {60, 8, 2}, {200, 15, 1}} {
		n := WindowsFor(x.arrivals, x.handling, x.limit)
		require.LessOrEqual(t, Desk{x.arrivals, x.handling, n}.MeanWait(), x.limit)
		require.Greater(t, Desk{x.arrivals, x.handling, n - 1}.MeanWait(), x.limit, "one fewer would not do")
	}
}

// times is a heap of when each window is free again.
type times []float64

func (h times) Len() int           { return len(h) }
func (h times) Less(i, j int) bool { return h[i] < h[j] }
func (h times) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *times) Push(x any)        { *h = append(*h, x.(float64)) }
func (h *times) Pop() any          { o := *h; x := o[len(o)-1]; *h = o[:len(o)-1]; return x }

// simulate lets customers arrive and be served, and returns the mean wait and the
// share who waited longer than limit minutes.
func simulate(d Desk, customers int, limit float64, r *rand.Rand) (mean, longer float64) {
	free := make(times, d.Windows)
	now, total := 0.0, 0.0
	for range customers {
		now += r.ExpFloat64() * SlotMinutes / d.Arrivals
		start := max(now, free[0])
		free[0] = start + r.ExpFloat64()*d.Handling
		heap.Fix(&free, 0)
		total += start - now
		if start-now > limit {
			longer++
		}
	}
	return total / float64(customers), longer / float64(customers)
}

// TestErlangAgainstASimulation: the formula and a queue played customer by customer
// agree. The waits of neighbours in a line are alike, so that 400,000 customers of a
// desk busy to 80 % say as much as some thousands independent ones: the mean of such
// runs scatters by about 2 %, and 6 % is three times that; a share of a quarter
// scatters by 0.4 points. Seeds are fixed: the test is the same every time.
func TestErlangAgainstASimulation(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	for _, d := range []Desk{{20, 6, 5}, {4, 5, 1}, {33, 8, 10}, {60, 3, 7}} {
		mean, longer := simulate(d, 400_000, 5, r)
		require.InEpsilon(t, d.MeanWait(), mean, 0.06, "%+v", d)
		require.InDelta(t, d.LongerThan(5), longer, 0.012, "%+v", d)
	}
}
