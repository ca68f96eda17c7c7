package exchange_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	desk "hallcheck/checklist/hall"
	"hallcheck/checklist/table"
	"hallcheck/store/exchange"
	"hallcheck/store/storetest"
)

// machineFile is a ticket machine's file of a day from half past eight up to a moment:
// a customer every five minutes, called after twelve, served for four.
func machineFile(day, until string) string {
	var b strings.Builder
	b.WriteString("票号,取号时间,叫号时间,办理时长(分钟)\n")
	zone := storetest.NewClock().At.Location()
	at, _ := time.ParseInLocation("2006-01-02 15:04", day+" 08:30", zone)
	end, _ := time.ParseInLocation("2006-01-02 15:04", day+" "+until, zone)
	for i := 1; at.Before(end); i++ {
		fmt.Fprintf(&b, "A%03d,%s,%s,4\n", i, at.Format(time.DateTime), at.Add(12*time.Minute).Format(time.DateTime))
		at = at.Add(5 * time.Minute)
	}
	return b.String()
}

// readFile takes a file of the ticket machine over.
func (s *site) readFile(t testing.TB, text string) {
	t.Helper()
	file, err := table.Read("queue.csv", []byte(text))
	require.NoError(t, err)
	got, err := desk.ReadTickets(file, desk.GuessTickets(file), storetest.NewClock().Now(), nil)
	require.NoError(t, err)
	require.Empty(t, got.Listed())
	_, err = s.st.ImportTickets(t.Context(), got.Tickets, nil)
	require.NoError(t, err)
}

// TestTwoComputersOfAHallReadTheSameMachine: one computer read the morning and then the
// whole day, the other the whole day; on each somebody was timed at the desk while the
// machine ran, and after it. Headquarters counts every customer once, on both engines
// and in whatever order the files come.
func TestTwoComputersOfAHallReadTheSameMachine(t *testing.T) {
	pg, why := storetest.StartCluster()
	if why != nil {
		storetest.NoCluster(t, why)
	}
	t.Cleanup(pg.Stop)
	for name, addr := range map[string]string{"sqlite": "", "postgres": pg.Database(t)} {
		t.Run(name, func(t *testing.T) { twoComputers(t, addr) })
	}
}

func twoComputers(t *testing.T, addr string) {
	hq := newHQ(t, addr)
	one, enrol := newBranch(t, 1, hq)
	_, err := exchange.Enrol(t.Context(), hq.st, hq.dir, enrol)
	require.NoError(t, err)
	two, enrol := secondComputer(t, hq, hall(1))
	_, err = exchange.Enrol(t.Context(), hq.st, hq.dir, enrol)
	require.NoError(t, err)
	zone := storetest.NewClock().At.Location()
	for i, order := range [][]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
		day := time.Date(2026, 10, 20+i, 0, 0, 0, 0, zone)
		text := day.Format(time.DateOnly)
		gone := func(hour int) desk.Entry {
			return desk.Entry{Kind: desk.KindAbandoned, At: day.Add(time.Duration(hour) * time.Hour).UnixMilli()}
		}
		one.append(t, gone(10), gone(15), gone(18))
		one.readFile(t, machineFile(text, "11:40"))
		files := []string{one.export(t, t.TempDir()).Path}
		one.readFile(t, machineFile(text, "17:00"))
		files = append(files, one.export(t, t.TempDir()).Path)
		two.append(t, gone(11), gone(19))
		two.readFile(t, machineFile(text, "17:00"))
		files = append(files, two.export(t, t.TempDir()).Path)
		for _, k := range order {
			require.NoError(t, hq.take(t, files[k])[0].Err)
		}
		cells, err := hq.st.HallCells(t.Context(), "B001", text, text)
		require.NoError(t, err)
		days, err := hq.st.HallDays(t.Context(), "B001", text, text)
		require.NoError(t, err)
		var tickets []string
		for _, c := range cells {
			tickets = append(tickets, fmt.Sprint(c.Slot, ":", c.Tickets, "/", c.Called, "/", c.Served, "/", c.Abandoned, "/", c.WaitSum))
		}
		var want []string
		for slot := 17; slot < 34; slot++ {
			want = append(want, fmt.Sprint(slot, ":6/6/6/0/", 6*720))
		}
		require.Equal(t, append(want, "36:1/0/0/1/0", "38:1/0/0/1/0"), tickets, "order %v", order)
		require.Equal(t, []int{17*6 + 2, 17 * 6, 2}, []int{days[0].Tickets, days[0].Called, days[0].Abandoned}, "order %v", order)
		before := hq.dump(t)
		require.Equal(t, exchange.StatusSame, hq.take(t, files[order[0]])[0].Status)
		require.Equal(t, before, hq.dump(t), "again changes nothing")
	}
	hq.sound(t)
	one.sound(t)
	two.sound(t)
}
