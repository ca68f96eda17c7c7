package hall_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
)

const mergeDay = "2026-11-02"

// computer is one computer of a hall: the tickets it read and who was timed at its
// desk.
type computer struct {
	tickets []hall.Ticket
	gone    []int64 // abandoned at the desk
}

// report is what it says to headquarters.
func (c *computer) report(t testing.TB) hall.Report {
	t.Helper()
	facts := hall.DayFacts{Branch: "B", Day: mergeDay, Rules: hall.DefaultRules(), Now: time.Date(2026, 11, 3, 9, 0, 0, 0, china)}
	seer := hall.Seer{}
	for _, x := range c.tickets {
		facts.Machine[slotOf(x.Taken)].Take(x)
		seer.See(x.Taken, x.Number)
	}
	for i, at := range c.gone {
		facts.Entries = append(facts.Entries, hall.Entry{ID: fmt.Sprint("g", i), Branch: "B", Day: mergeDay, At: at, Kind: hall.KindAbandoned})
	}
	r := hall.Report{Branch: "B", Day: mergeDay, Rev: 1}
	r.Cells, r.Total = hall.Settle(facts)
	if len(c.tickets) > 0 {
		r.Machine = &hall.MachineDay{From: hall.SlotsOfDay, Seen: seer.Seen()}
		for _, x := range c.tickets {
			r.Machine.From, r.Machine.To = min(r.Machine.From, slotOf(x.Taken)), max(r.Machine.To, slotOf(x.Taken))
		}
	}
	require.NoError(t, r.Check())
	return r
}

func slotOf(ms int64) int { return hall.SlotOf(time.UnixMilli(ms).In(china)) }

// union is what the computers know together: every ticket once, and who was timed at a
// desk where no machine's tickets are known.
func union(list []computer) (out [hall.SlotsOfDay]hall.Flow) {
	once := map[string]bool{}
	var covered [hall.SlotsOfDay]bool
	for _, c := range list {
		first, last := hall.SlotsOfDay, -1
		for _, x := range c.tickets {
			slot := slotOf(x.Taken)
			first, last = min(first, slot), max(last, slot)
			if !once[x.Number] {
				once[x.Number] = true
				out[slot].Take(x)
			}
		}
		for slot := first; slot <= last; slot++ {
			covered[slot] = true
		}
	}
	for _, c := range list {
		for _, at := range c.gone {
			if slot := slotOf(at); !covered[slot] {
				out[slot].Take(hall.Ticket{Taken: at, Abandoned: true})
			}
		}
	}
	for slot := range out {
		out[slot].Over = out[slot].Waits.Over(hall.DefaultRules().WaitAmber)
	}
	return out
}

// permutations of a list, each a list of its own.
func permutations[T any](list []T) (out [][]T) {
	if len(list) < 2 {
		return [][]T{slices.Clone(list)}
	}
	for i := range list {
		for _, rest := range permutations(slices.Delete(slices.Clone(list), i, i+1)) {
			out = append(out, append([]T{list[i]}, rest...))
		}
	}
	return out
}

// TestCustomersCountOnceOnHoweverManyComputers holds Merge against a union of the
// tickets themselves, for computers that read parts of one or two machines' days – up
// to a moment, or whole half-hours of it – in every order of their reports.
func TestCustomersCountOnceOnHoweverManyComputers(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 1))
	opens := time.Date(2026, 11, 2, 8, 30, 0, 0, china).UnixMilli()
	const half = int64(30 * 60_000)
	between := func(list []hall.Ticket, from, to int64) (out []hall.Ticket) {
		for _, x := range list {
			if x.Taken >= from && x.Taken < to {
				out = append(out, x)
			}
		}
		return out
	}
	for round := range 300 {
		machines := make([][]hall.Ticket, 1+rng.IntN(2))
		for m := range machines {
			for i := range 30 + rng.IntN(200) {
				at := opens + rng.Int64N(17*half)
				x := hall.Ticket{Number: fmt.Sprintf("%c%03d", 'A'+m, i), Taken: at, Abandoned: rng.IntN(9) == 0}
				if rng.IntN(10) > 0 {
					x.Called = at + rng.Int64N(30*60_000)
					x.Finished = x.Called + rng.Int64N(10*60_000)
				}
				machines[m] = append(machines[m], x)
			}
		}
		computers := make([]computer, 2+rng.IntN(3))
		// Where two computers know a half-hour in part, the one that knows more of it is
		// not both together: parts begin with the day, or are whole half-hours.
		whole := rng.IntN(2) == 0
		for i := range computers {
			c := &computers[i]
			from, to := opens, opens+1+rng.Int64N(17*half)
			if whole {
				from = opens + rng.Int64N(16)*half
				to = from + (1+rng.Int64N(17))*half
			}
			if rng.IntN(5) > 0 {
				c.tickets = between(machines[rng.IntN(len(machines))], from, to)
			}
			for range rng.IntN(6) {
				c.gone = append(c.gone, opens-2*half+rng.Int64N(21*half))
			}
		}
		if !whole { // one who read it all tells the others' hashes
			for m := range machines {
				computers[m].tickets = machines[m]
			}
			for i := len(machines); i < len(computers); i++ { // a part of the first half-hour may share none
				if n := len(computers[i].tickets); n > 0 && computers[i].tickets[0].Taken+half > opens && slices.MaxFunc(computers[i].tickets, byTaken).Taken < opens+half {
					computers[i].tickets = nil
				}
			}
		}
		compareMerge(t, computers, fmt.Sprint("round ", round))
	}
}

func byTaken(a, b hall.Ticket) int { return int(a.Taken - b.Taken) }

func compareMerge(t *testing.T, computers []computer, name string) {
	t.Helper()
	var reports []hall.Report
	for i := range computers {
		reports = append(reports, computers[i].report(t))
	}
	want, first := union(computers), []any(nil)
	for _, list := range permutations(reports) {
		cells, total := hall.Merge(list)
		var got [hall.SlotsOfDay]hall.Flow
		var sum hall.Flow
		for _, c := range cells {
			got[c.Slot] = c.Flow
			sum.Add(c.Flow)
		}
		require.Equal(t, want, got, name)
		require.Equal(t, sum, total.Flow, name)
		if first == nil {
			first = []any{cells, total}
		}
		require.Equal(t, first, []any{cells, total}, "the order of arrival does not matter, %s", name)
	}
}

// A later export knows who was called meanwhile: of two that know as many tickets the
// one that knows more about them counts, whoever sent first.
func TestTheLaterExportOfTheSameTicketsCounts(t *testing.T) {
	at := time.Date(2026, 11, 2, 10, 5, 0, 0, china).UnixMilli()
	early := computer{tickets: []hall.Ticket{{Number: "A1", Taken: at}, {Number: "A2", Taken: at + 60_000}}}
	later := computer{tickets: []hall.Ticket{{Number: "A1", Taken: at, Called: at + 300_000, Finished: at + 400_000}, {Number: "A2", Taken: at + 60_000}}, gone: []int64{at + 1000, at + 6*3_600_000}}
	for _, list := range permutations([]hall.Report{early.report(t), later.report(t)}) {
		cells, total := hall.Merge(list)
		require.Equal(t, []int{2, 1, 1, 3}, []int{cells[0].Tickets, cells[0].Called, cells[0].Served, total.Tickets})
		require.Equal(t, 1, cells[1].Tickets, "timed at the desk when the machine was off")
	}
}

// Half-hours with a long queue are those of the hall, and rounds cannot be more than
// were asked for, in any order.
func TestMergedDaysDoNotDependOnTheirOrder(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 2))
	for range 200 {
		var list []hall.Report
		for range 2 + rng.IntN(3) {
			due := rng.IntN(6)
			made := rng.IntN(due + 1)
			missed := rng.IntN(due - made + 1)
			total := hall.DayTotal{Branch: "B", Day: mergeDay, Due: due, Made: made, Missed: missed, Skipped: due - made - missed, Hours: rng.IntN(500), Broken: rng.IntN(200), Long: 1, Faults: rng.IntN(3)}
			cell := hall.Cell{Branch: "B", Day: mergeDay, Slot: 20 + rng.IntN(2), Samples: 1, Crowded: 1}
			total.Cell.Add(cell)
			list = append(list, hall.Report{Branch: "B", Day: mergeDay, Rev: 1, Total: total, Cells: []hall.Cell{cell}})
		}
		wantCells, want := hall.Merge(list)
		require.Equal(t, len(wantCells), want.Long)
		require.LessOrEqual(t, want.Made+want.Missed+want.Skipped+want.LateRounds, want.Due)
		require.LessOrEqual(t, want.Broken, want.Hours)
		for _, p := range permutations(list) {
			cells, total := hall.Merge(p)
			require.Equal(t, wantCells, cells)
			require.Equal(t, want, total)
		}
	}
}

func TestWhatIsSaidOfAMachineIsChecked(t *testing.T) {
	at := time.Date(2026, 11, 2, 10, 5, 0, 0, china).UnixMilli()
	c := computer{tickets: []hall.Ticket{{Number: "A1", Taken: at}, {Number: "A2", Taken: at + 3_600_000}}}
	r := c.report(t)
	require.Equal(t, []int{20, 22, 2}, []int{r.Machine.From, r.Machine.To, len(r.Machine.Seen)})
	other := computer{tickets: slices.Clone(c.tickets)}
	slices.Reverse(other.tickets)
	require.Equal(t, r.Machine, other.report(t).Machine, "the same on every computer, whatever the order")
	for name, spoil := range map[string]func(m *hall.MachineDay){
		"begins sooner": func(m *hall.MachineDay) { m.From = 19 }, "begins later": func(m *hall.MachineDay) { m.From = 21 }, "ends later": func(m *hall.MachineDay) { m.To = 47 },
		"turned round": func(m *hall.MachineDay) { m.From, m.To = m.To, m.From }, "no hash": func(m *hall.MachineDay) { m.Seen = nil },
		"falling": func(m *hall.MachineDay) { slices.Reverse(m.Seen) }, "twice": func(m *hall.MachineDay) { m.Seen[1] = m.Seen[0] },
		"too many": func(m *hall.MachineDay) {
			for range 70 {
				m.Seen = append(m.Seen, m.Seen[len(m.Seen)-1]+1)
			}
		},
		"no such half-hour": func(m *hall.MachineDay) { m.From, m.To = -1, 48 },
	} {
		bad := c.report(t)
		spoil(bad.Machine)
		require.Equal(t, "hall.report", checklist.CodeOf(bad.Check()), name)
	}
}
