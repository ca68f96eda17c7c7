package hall_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist/hall"
)

func ms(day, hour, minute, second int) int64 {
	return time.Date(2026, 11, day, hour, minute, second, 0, china).UnixMilli()
}

func num(n int) *int { return &n }

func is(yes bool) *bool { return &yes }

// TestFiguresByHand: Monday 2 November, figures worked out on paper.
func TestFiguresByHand(t *testing.T) {
	r := hall.DefaultRules()
	entries := []hall.Entry{
		{ID: "1", Day: "2026-11-02", Kind: hall.KindPatrol, At: ms(2, 9, 0, 0), Waiting: num(30), Open: num(4), Oldest: num(31), Yes: is(true), Works: is(true)},
		{ID: "2", Day: "2026-11-02", Kind: hall.KindPatrol, At: ms(2, 12, 0, 0), Waiting: num(10), Open: num(2), Oldest: num(8), Yes: is(false), Works: is(true)},
		{ID: "3", Day: "2026-11-02", Kind: hall.KindCount, At: ms(2, 12, 10, 0), Waiting: num(2), Open: num(0), Usable: num(6)},
		{ID: "4", Day: "2026-11-02", Kind: hall.KindMeeting, Topic: hall.MorningMeeting, At: ms(2, 8, 20, 0), Minutes: 10},
		{ID: "5", Day: "2026-11-02", Kind: hall.KindMeeting, Topic: hall.EveningMeeting, At: ms(2, 17, 20, 0), Minutes: 10},
		{ID: "6", Day: "2026-11-02", Kind: hall.KindPatrol, At: ms(2, 15, 0, 0), Waiting: num(99), Open: num(1)},
		{ID: "7", Day: "2026-11-02", Kind: hall.KindVoid, At: ms(2, 15, 1, 0), Ref: "6"},
		{ID: "8", Day: "2026-11-02", Kind: hall.KindFault, Topic: "ATM", At: ms(2, 16, 9, 0)},
	}
	day := hall.DayFacts{Branch: "B", Day: "2026-11-02", Entries: entries, Outages: hall.Outages(entries), Rules: r, Now: time.Date(2026, 11, 10, 9, 0, 0, 0, china)}
	for minute, waited := range map[int]int{0: 0, 1: 60, 2: 61, 3: 900, 4: 901, 5: 5 * 3600} { // seconds
		day.Machine[20].Take(hall.Ticket{Taken: ms(2, 10, minute, 0), Called: ms(2, 10, minute, waited), Finished: ms(2, 10, minute, waited+90)})
	}
	day.Machine[21].Take(hall.Ticket{Taken: ms(2, 10, 40, 0), Abandoned: true})
	cells, total := hall.Settle(day)
	set := hall.FiguresOf(hall.FigureBasis{From: "2026-11-02", To: "2026-11-02", Cells: cells, Days: []hall.DayTotal{total}, Rules: r, Now: day.Now})
	got := map[string]string{}
	for _, f := range set.Total.Figures(r) {
		got[f.ID] = fmt.Sprintf("%s %s", f.Decimal(), f.Light)
	}
	require.Equal(t, map[string]string{
		"open":     "33.3 ",                                            // (4+2+0) ÷ (6+6+6)
		"peakOpen": "– ", "ratio": "7.0 amber", "longest": "300.0 red", // 42 ÷ 3 waiting, 6 ÷ 3 open
		"mean":      "55.3 red", // 19,922 s ÷ 6 ÷ 60
		"ninety":    "241 red",  // the sixth of six: more than 240
		"over":      "33.3 ",    // 901 s and five hours; 900 s is not over 15 minutes
		"abandoned": "14.3 red", "onPost": "50.0 red", "machines": "100.0 green",
		"uptime":   "90.0 amber",                     // 51 of 510 minutes
		"meetings": "100.0 green", "rounds": "20.0 ", // noon in time; the opening one at 9:00 was late
	}, got)
	require.Equal(t, 3, total.Long) // 9:00, 10:00 by tickets, 12:00 with nobody at a window
	require.Equal(t, []int{1, 0, 5}, []int{set.Bands[0].Samples, set.Bands[3].Samples, total.Due})
	require.Equal(t, []string{"opening", "noon", "rest", "weekend"}, []string{set.Bands[0].Key, set.Bands[1].Key, set.Bands[2].Key, set.Bands[3].Key})
	require.Equal(t, 2, set.Bands[1].Samples)
	require.Equal(t, 7, set.Bands[2].Tickets)
}

func TestLights(t *testing.T) {
	r := hall.DefaultRules()
	light := func(id string, s hall.Sums) hall.Light { return hall.FigureOf(s.Figures(r), id).Light }
	with := func(set func(*hall.Sums)) hall.Sums {
		s := hall.Sums{}
		set(&s)
		return s
	}
	for _, x := range []struct {
		id   string
		want hall.Light
		s    hall.Sums
	}{
		{"onPost", "green", with(func(s *hall.Sums) { s.OnPost, s.Posts = 95, 100 })},
		{"onPost", "amber", with(func(s *hall.Sums) { s.OnPost, s.Posts = 949, 1000 })},
		{"onPost", "amber", with(func(s *hall.Sums) { s.OnPost, s.Posts = 90, 100 })},
		{"onPost", "red", with(func(s *hall.Sums) { s.OnPost, s.Posts = 899, 1000 })},
		{"onPost", "", hall.Sums{}},
		{"peakOpen", "green", with(func(s *hall.Sums) { s.PeakOpen, s.PeakUsable = 4, 5 })},
		{"abandoned", "green", with(func(s *hall.Sums) { s.Abandoned, s.Tickets = 5, 100 })},
		{"abandoned", "amber", with(func(s *hall.Sums) { s.Abandoned, s.Tickets = 51, 1000 })},
		{"abandoned", "red", with(func(s *hall.Sums) { s.Abandoned, s.Tickets = 101, 1000 })},
		{"ratio", "green", with(func(s *hall.Sums) { s.Samples, s.Counts, s.Waiting, s.Open = 2, 1, 20, 2 })},
		{"ratio", "amber", with(func(s *hall.Sums) { s.Samples, s.Counts, s.Waiting, s.Open = 1, 1, 11, 2 })},
		{"ratio", "red", with(func(s *hall.Sums) { s.Samples, s.Counts, s.Waiting, s.Open = 1, 1, 17, 2 })},
		{"ratio", "red", with(func(s *hall.Sums) { s.Samples, s.Counts, s.Waiting, s.Packed = 2, 2, 3, 1 })}, // no window open, people waiting (DOMAIN 6.2: ∞)
		{"ratio", "", with(func(s *hall.Sums) { s.Samples, s.Counts, s.Waiting = 2, 1, 3 })},                 // no window open, and nobody waiting then
		{"longest", "green", with(func(s *hall.Sums) { s.Oldests, s.Oldest = 1, 15 })},
		{"longest", "amber", with(func(s *hall.Sums) { s.Called, s.WaitMax = 1, 901 })},
		{"mean", "green", with(func(s *hall.Sums) { s.Called, s.WaitSum = 1, 600 })},
		{"mean", "amber", with(func(s *hall.Sums) { s.Called, s.WaitSum = 1, 601 })},
		{"meetings", "red", with(func(s *hall.Sums) { s.Days, s.Held = 20, 19 })},
		{"meetings", "green", with(func(s *hall.Sums) { s.Days, s.Held = 20, 20 })},
	} {
		require.Equal(t, x.want, light(x.id, x.s), "%s %+v", x.id, x.s)
	}
	none := with(func(s *hall.Sums) { s.Samples, s.Counts, s.Waiting, s.Packed = 2, 2, 3, 1 })
	require.Equal(t, "∞", hall.FigureOf(none.Figures(r), "ratio").Decimal())
	require.Equal(t, "–", hall.FigureOf((&hall.Sums{}).Figures(r), "ratio").Decimal())
}

func TestPercentile(t *testing.T) {
	for _, x := range []struct {
		h    hall.Histogram
		want int
	}{
		{hall.Histogram{0, 10}, 1}, {hall.Histogram{9, 1}, 0}, {hall.Histogram{8, 1, 1}, 1}, {hall.Histogram{0, 0, 0, 1}, 3}, {hall.Histogram{89, 10, 1}, 1}, {hall.Histogram{90, 10}, 0},
	} {
		got, ok := x.h.Percentile(900)
		require.True(t, ok)
		require.Equal(t, x.want, got, x.h)
	}
	_, ok := hall.Histogram{}.Percentile(900)
	require.False(t, ok)
}

func TestPersistentQueues(t *testing.T) {
	var cells []hall.Cell
	add := func(week, slot int, long bool) {
		c := hall.Cell{Branch: "B", Day: time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC).AddDate(0, 0, -7*week).Format(time.DateOnly), Slot: slot, Samples: 1}
		if long {
			c.Crowded = 1
		}
		cells = append(cells, c)
	}
	for week := range 8 {
		add(week, 20, week < 3)                 // three of eight
		add(week, 21, week < 2)                 // two only
		add(week, 22, true)                     // always
		add(week+8, 24, true)                   // too long ago
		add(week, 25, week == 7 || week%4 == 0) // three, the oldest week too
	}
	for week := range 3 {
		add(week, 23, true) // measured three times only
	}
	got := hall.PersistentOf(cells, "2026-11-08") // Sunday: the Monday of eight weeks ago is the first day
	var short []string
	for _, p := range got {
		short = append(short, fmt.Sprintf("%s %s %d/%d", p.Weekday, hall.SlotClock(p.Slot), p.Long, p.Seen))
	}
	require.Equal(t, []string{"Monday 11:00 8/8", "Monday 10:00 3/8", "Monday 12:30 3/8"}, short)
}

// TestFiguresAgainstNaive compares figures of random days with ones made the long way
// from the raw entries and tickets.
func TestFiguresAgainstNaive(t *testing.T) {
	for seed := range uint64(150) {
		rng := rand.New(rand.NewPCG(seed, 7))
		r := hall.DefaultRules()
		r.WaitAmber, r.RatioAmber = 5+rng.IntN(20), 1+rng.IntN(6)
		var cells []hall.Cell
		var totals []hall.DayTotal
		n := naive{rules: r}
		for d := range 1 + rng.IntN(9) {
			f := randomDay(rng, d+1, r)
			n.days = append(n.days, f.facts)
			n.tickets = append(n.tickets, f.tickets...)
			c, total := hall.Settle(f.facts)
			cells, totals = append(cells, c...), append(totals, total)
			rng.Shuffle(len(f.facts.Entries), func(i, j int) { e := f.facts.Entries; e[i], e[j] = e[j], e[i] })
			again, totalAgain := hall.Settle(f.facts)
			require.Equal(t, c, again, "the order of entries does not matter (seed %d)", seed)
			require.Equal(t, total, totalAgain)
		}
		set := hall.FiguresOf(hall.FigureBasis{From: "2026-11-01", To: "2026-11-30", Cells: cells, Days: totals, Rules: r, Now: time.Date(2026, 12, 1, 12, 0, 0, 0, china)})
		want := n.figures()
		for _, f := range set.Total.Figures(r) {
			w, ok := want[f.ID]
			if !ok {
				continue
			}
			if w == nil {
				require.False(t, f.Known(), "seed %d %s: %+v", seed, f.ID, f)
				continue
			}
			require.True(t, f.Known(), "seed %d %s", seed, f.ID)
			require.Zero(t, w.Cmp(big.NewRat(f.Num, f.Den)), "seed %d %s: %s, naive %s", seed, f.ID, big.NewRat(f.Num, f.Den), w)
		}
		var sum hall.Sums
		for _, band := range set.Bands {
			sum.Cell.Add(band.Cell)
		}
		require.Equal(t, set.Total.Cell, sum.Cell, "bands add up to the whole")
	}
}

type made struct {
	facts   hall.DayFacts
	tickets []hall.Ticket
}

// randomDay makes a day of November with whatever can happen on one.
func randomDay(rng *rand.Rand, d int, r hall.Rules) made {
	day := fmt.Sprintf("2026-11-%02d", d)
	out := made{facts: hall.DayFacts{Branch: "B", Day: day, Rules: r, Now: time.Date(2026, 12, 1, 12, 0, 0, 0, china)}}
	id := 0
	put := func(e hall.Entry) string {
		id++
		e.ID, e.Day = fmt.Sprintf("%d-%d", d, id), day
		if e.At == 0 {
			e.At = ms(d, 8+rng.IntN(10), rng.IntN(60), rng.IntN(60))
		}
		out.facts.Entries = append(out.facts.Entries, e)
		return e.ID
	}
	maybe := func() *int {
		if rng.IntN(4) == 0 {
			return nil
		}
		return num(rng.IntN(40))
	}
	truth := func() *bool {
		if rng.IntN(4) == 0 {
			return nil
		}
		return is(rng.IntN(5) > 0)
	}
	for range rng.IntN(30) {
		kind := []hall.Kind{hall.KindPatrol, hall.KindCount, hall.KindPost}[rng.IntN(3)]
		e := hall.Entry{Kind: kind, Waiting: maybe(), Oldest: maybe(), Yes: truth(), Works: truth()}
		if rng.IntN(3) > 0 {
			e.Open = num(rng.IntN(7))
		}
		ref := put(e)
		if rng.IntN(6) == 0 {
			put(hall.Entry{Kind: hall.KindVoid, Ref: ref})
		}
	}
	for range rng.IntN(3) {
		put(hall.Entry{Kind: hall.KindMeeting, Topic: []string{hall.MorningMeeting, hall.EveningMeeting}[rng.IntN(2)], Minutes: rng.IntN(20)})
	}
	for range rng.IntN(200) {
		t := hall.Ticket{Taken: ms(d, 9+rng.IntN(7), rng.IntN(60), rng.IntN(60)), Abandoned: rng.IntN(12) == 0}
		if rng.IntN(9) > 0 {
			t.Called = t.Taken + int64(rng.IntN(3000))*1000
		}
		if rng.IntN(9) > 0 && t.Called > 0 {
			t.Finished = t.Called + int64(rng.IntN(900))*1000
		}
		out.tickets = append(out.tickets, t)
		out.facts.Machine[hall.SlotOf(time.UnixMilli(t.Taken).In(china))].Take(t)
	}
	return out
}

// naive makes the figures from what was written down, with rationals.
type naive struct {
	rules   hall.Rules
	days    []hall.DayFacts
	tickets []hall.Ticket
}

func quotient(a, b int64) *big.Rat {
	if b == 0 {
		return nil
	}
	return big.NewRat(a, b)
}

func (n *naive) entries() (out []hall.Entry) {
	for _, d := range n.days {
		gone := map[string]bool{}
		for _, e := range d.Entries {
			if e.Kind == hall.KindVoid {
				gone[e.Ref] = true
			}
		}
		for _, e := range d.Entries {
			if !gone[e.ID] && e.Kind != hall.KindVoid {
				out = append(out, e)
			}
		}
	}
	return out
}

func (n *naive) figures() map[string]*big.Rat {
	var waiting, open, usable []int64
	var oldest []int64
	var posts, on, looked, works int64
	meetings := map[string]bool{}
	for _, e := range n.entries() {
		patrol := e.Kind == hall.KindPatrol
		if e.Kind == hall.KindMeeting && e.Topic == hall.MorningMeeting {
			meetings[e.Day] = true
		}
		if !patrol && e.Kind != hall.KindCount && e.Kind != hall.KindPost {
			continue
		}
		if e.Waiting != nil {
			waiting = append(waiting, int64(*e.Waiting))
		}
		if e.Open != nil {
			open, usable = append(open, int64(*e.Open)), append(usable, int64(max(6, *e.Open)))
		}
		if e.Oldest != nil {
			oldest = append(oldest, int64(*e.Oldest))
		}
		if e.Yes != nil && e.Kind != hall.KindCount {
			posts++
			if *e.Yes {
				on++
			}
		}
		if e.Works != nil && patrol {
			looked++
			if *e.Works {
				works++
			}
		}
	}
	out := map[string]*big.Rat{
		"open": quotient(total(open), total(usable)), "onPost": quotient(on, posts), "machines": quotient(works, looked),
		"meetings": quotient(int64(len(meetings)), int64(len(n.days))), "ratio": nil,
	}
	if len(waiting) > 0 && total(open) > 0 {
		out["ratio"] = new(big.Rat).Quo(quotient(total(waiting), int64(len(waiting))), quotient(total(open), int64(len(open))))
	}
	n.waits(out, oldest)
	return out
}

func (n *naive) waits(out map[string]*big.Rat, oldest []int64) {
	var waits []int64 // seconds
	var over, abandoned int64
	longest := int64(0)
	for _, t := range n.tickets {
		if t.Abandoned {
			abandoned++
		}
		if t.Called > 0 {
			waits = append(waits, (t.Called-t.Taken)/1000)
		}
	}
	for _, w := range waits {
		longest = max(longest, w)
		if w > int64(n.rules.WaitAmber)*60 {
			over++
		}
	}
	for _, m := range oldest {
		longest = max(longest, m*60)
	}
	out["over"], out["abandoned"] = quotient(over, int64(len(waits))), quotient(abandoned, int64(len(n.tickets)))
	out["mean"], out["ninety"], out["longest"] = quotient(total(waits), int64(len(waits))*60), nil, nil
	if len(waits)+len(oldest) > 0 {
		out["longest"] = quotient(longest, 60)
	}
	if len(waits) > 0 {
		slices.Sort(waits)
		out["ninety"] = quotient((waits[(len(waits)*9+9)/10-1]+59)/60, 1) // nearest rank, whole minutes up
	}
}

func total(list []int64) (sum int64) {
	for _, x := range list {
		sum += x
	}
	return sum
}

// TestNoMeetingsAskedForIsNoMissedMeeting: a hall whose rules ask for no morning meeting
// has no rate of meetings, not one of nought.
func TestNoMeetingsAskedForIsNoMissedMeeting(t *testing.T) {
	sums := hall.Sums{Days: 5}
	rate := func(r hall.Rules) hall.Figure {
		for _, f := range sums.Figures(r) {
			if f.ID == hall.FigureMeetings {
				return f
			}
		}
		return hall.Figure{}
	}
	require.True(t, rate(hall.DefaultRules()).Known())
	without := hall.DefaultRules()
	without.Daily = ""
	require.False(t, rate(without).Known())
}
