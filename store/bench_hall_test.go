package store_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist/hall"
	"hallcheck/checklist/table"
	"hallcheck/store"
	"hallcheck/store/storetest"
)

// hallZone is that of the made-up year.
var hallZone = time.FixedZone("", 8*3600)

// ticketFile is a machine's export: n tickets, perDay on each day that ends with last.
func ticketFile(n, perDay int, last time.Time) []byte {
	rng := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	b.WriteString("票号,业务类型,取号时间,叫号时间,结束时间,窗口,弃号\n")
	days := (n + perDay - 1) / perDay
	for i := range n {
		day := last.AddDate(0, 0, i/perDay-days+1)
		at := time.Date(day.Year(), day.Month(), day.Day(), 8, 30, (i%perDay)*30_000/perDay, 0, hallZone)
		called := at.Add(time.Duration(rng.IntN(1500)) * time.Second)
		done := called.Add(time.Duration(60+rng.IntN(600)) * time.Second)
		fmt.Fprintf(&b, "A%04d,%s,%s,%s,%s,%d,%d\n", i%perDay, []string{"个人", "对公", "贵宾"}[rng.IntN(3)], at.Format(time.DateTime), called.Format(time.DateTime), done.Format(time.DateTime), 1+rng.IntN(6), rng.IntN(20)/19)
	}
	return []byte(b.String())
}

// BenchmarkTickets imports a file of 100,000 tickets, from its bytes to durable rows,
// and once more. Reach: < 3 s.
func BenchmarkTickets(b *testing.B) {
	data := ticketFile(100_000, 1100, time.Date(2026, 11, 2, 0, 0, 0, 0, hallZone))
	for name, addr := range map[string]func() string{"sqlite": func() string { return "" }, "postgres": func() string { return onServer(b).Database(b) }} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				s, err := store.Open(b.Context(), storetest.Options(b, addr()))
				require.NoError(b, err)
				storetest.SetUp(b, s)
				b.StartTimer()
				once := func() (store.TicketImport, time.Duration) {
					from := cpuTime()
					start := time.Now()
					t, err := table.Read("queue.csv", data)
					require.NoError(b, err)
					f, err := hall.ReadTickets(t, hall.GuessTickets(t), storetest.NewClock().Now(), nil)
					require.NoError(b, err)
					require.Empty(b, f.Listed())
					out, err := s.ImportTickets(b.Context(), f.Tickets, nil)
					require.NoError(b, err)
					b.ReportMetric(float64((cpuTime() - from).Milliseconds()), "again-cpu-ms")
					return out, time.Since(start)
				}
				spent := cpuTime()
				out, first := once()
				require.Equal(b, 100_000, out.New)
				b.ReportMetric(float64((cpuTime() - spent).Milliseconds()), "first-cpu-ms")
				b.ReportMetric(float64(first.Milliseconds()), "first-ms")
				out, again := once()
				require.Equal(b, []int{0, 0, 100_000}, []int{out.New, out.Changed, out.Same})
				b.ReportMetric(float64(again.Milliseconds()), "again-ms")
				b.StopTimer()
				require.NoError(b, s.Close())
				b.StartTimer()
			}
		})
	}
}

// BenchmarkHallYear: the figures of a year of one hall with 8,000 patrols and 400,000
// tickets, from settled half-hours; and what settling that year costs when nobody ever
// looked at it, and a check of it. Reach of the figures: < 200 ms.
func BenchmarkHallYear(b *testing.B) {
	s, err := store.Open(b.Context(), storetest.Options(b, ""))
	require.NoError(b, err)
	b.Cleanup(func() { _ = s.Close() })
	storetest.SetUp(b, s)
	hallYear(b, s)
	begun, spent := time.Now(), cpuTime()
	require.NoError(b, s.SettleHall(b.Context(), nil))
	cold, coldCPU := time.Since(begun), cpuTime()-spent
	begun = time.Now()
	rep, err := s.Check(b.Context(), true, nil)
	require.NoError(b, err)
	require.Empty(b, rep.Troubles)
	require.Equal(b, 365, rep.HallDays)
	checked := time.Since(begun)
	var took, used []time.Duration
	for b.Loop() {
		from, cpu := time.Now(), cpuTime()
		set, _, err := s.FigureSet(b.Context(), "", "2025-11-03", "2026-11-02")
		require.NoError(b, err)
		took, used = append(took, time.Since(from)), append(used, cpuTime()-cpu)
		require.Equal(b, 400_000, set.Total.Tickets)
		require.GreaterOrEqual(b, set.Total.Posts, 8000)
	}
	b.ReportMetric(float64(cold.Milliseconds()), "cold-ms")
	b.ReportMetric(float64(checked.Milliseconds()), "check-ms")
	b.ReportMetric(float64(coldCPU.Milliseconds()), "cold-cpu-ms")
	p50, _ := quantiles(took)
	c50, _ := quantiles(used)
	b.ReportMetric(float64(p50.Milliseconds()), "year-p50-ms")
	b.ReportMetric(float64(c50.Milliseconds()), "year-cpu-ms")
}

// hallYear fills a year up to 2 November 2026.
func hallYear(b *testing.B, s *store.Store) {
	b.Helper()
	last := time.Date(2026, 11, 2, 0, 0, 0, 0, hallZone)
	t, err := table.Read("queue.csv", ticketFile(400_000, 1096, last))
	require.NoError(b, err)
	f, err := hall.ReadTickets(t, hall.GuessTickets(t), storetest.NewClock().Now(), nil)
	require.NoError(b, err)
	require.Empty(b, f.Listed())
	_, err = s.ImportTickets(b.Context(), f.Tickets, nil)
	require.NoError(b, err)
	rng := rand.New(rand.NewPCG(3, 4))
	yes := true
	for day := 0; day < 364; day++ {
		var list []hall.Entry
		for i := range 22 {
			waiting, open, oldest := rng.IntN(40), 1+rng.IntN(6), rng.IntN(25)
			at := last.AddDate(0, 0, -day).Add(8*time.Hour + time.Duration(i*25)*time.Minute)
			list = append(list, hall.Entry{Kind: hall.KindPatrol, Ref: fmt.Sprint(day, "-", i), At: at.UnixMilli(), Waiting: &waiting, Open: &open, Oldest: &oldest, Yes: &yes, Works: &yes})
		}
		_, err := s.Append(b.Context(), list...)
		require.NoError(b, err)
	}
}
