package storetest

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist/hall"
	"hallcheck/store"
)

var hallTicketTests = []test{
	{"hall: tickets of the machine", tickets},
	{"hall: an import of tickets that is stopped", ticketsStopped},
	{"hall: what a machine calls its columns", ticketMaps},
}

// ticketsOf are n tickets of 2 November, a minute apart from 10:00, called after wait
// minutes and served for three.
func ticketsOf(n, wait int) []hall.Ticket {
	out := make([]hall.Ticket, n)
	for i := range out {
		t := at(2, 10, i)
		out[i] = hall.Ticket{Number: fmt.Sprintf("A%03d", i), Business: "个人", Window: 1, Taken: t, Called: t + int64(wait)*60_000, Finished: t + int64(wait+3)*60_000, Source: "q.csv"}
	}
	return out
}

func tickets(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	list := ticketsOf(40, 16)
	list[39].Abandoned = true
	list[38].Called, list[38].Finished = 0, 0
	preview, err := s.PreviewTickets(ctx, list)
	require.NoError(t, err)
	want := store.TicketImport{New: 40, Days: 1, From: "2026-11-02", To: "2026-11-02"}
	require.Equal(t, want, preview)
	days, err := s.TicketDays(ctx, "2026-11-01", "2026-11-30")
	require.NoError(t, err)
	require.Empty(t, days, "a preview changes nothing")
	_, err = s.Append(ctx,
		hall.Entry{Kind: hall.KindWait, ID: "w1", At: at(2, 10, 5)}, hall.Entry{Kind: hall.KindCall, At: at(2, 10, 9), Ref: "w1", Window: 1},
		hall.Entry{Kind: hall.KindAbandoned, At: at(2, 9, 29)})
	require.NoError(t, err)

	got, err := s.ImportTickets(ctx, list, nil)
	require.NoError(t, err)
	require.Equal(t, want, got)
	cells, err := s.HallCells(ctx, "", "2026-11-02", "2026-11-02")
	require.NoError(t, err)
	flow := func(c hall.Cell) []int {
		return []int{c.Slot, c.Tickets, c.Abandoned, c.Called, int(c.WaitSum), int(c.WaitMax), c.Over, c.Served, int(c.ServeSum)}
	}
	require.Len(t, cells, 3)
	require.Equal(t, []int{18, 1, 1, 0, 0, 0, 0, 0, 0}, flow(cells[0]), "timed at the desk before the machine ran")
	require.Equal(t, []int{20, 30, 0, 30, 30 * 960, 960, 30, 30, 30 * 180}, flow(cells[1]), "what the desk timed meanwhile counts once")
	require.Equal(t, []int{21, 10, 1, 9, 9 * 960, 960, 9, 8, 8 * 180}, flow(cells[2]))

	before := dump(t, s)
	got, err = s.ImportTickets(ctx, list, nil)
	require.NoError(t, err)
	require.Equal(t, store.TicketImport{Same: 40, From: "2026-11-02", To: "2026-11-02"}, got)
	require.Equal(t, before, dump(t, s), "the same file twice is one")

	list[0].Called, list[1].Window = list[0].Taken, 2
	got, err = s.ImportTickets(ctx, append(list[:3:3], hall.Ticket{Taken: at(1, 9, 0)}, hall.Ticket{Taken: at(1, 9, 0)}), nil)
	require.NoError(t, err)
	require.Equal(t, store.TicketImport{New: 2, Changed: 2, Same: 1, Days: 2, From: "2026-11-01", To: "2026-11-02"}, got)
	cells, err = s.HallCells(ctx, "", "2026-11-01", "2026-11-02")
	require.NoError(t, err)
	require.Equal(t, []int{2, 29 * 960}, []int{cells[0].Tickets, int(cells[2].WaitSum)})
	days, err = s.TicketDays(ctx, "2026-11-01", "2026-11-30")
	require.NoError(t, err)
	require.Equal(t, store.TicketDay{Day: "2026-11-02", Tickets: 40, Called: 39, Finished: 39, Abandoned: 1, First: at(2, 10, 0), Last: at(2, 10, 39), Source: "q.csv"}, days[0])
	require.Len(t, days, 2)
	sound(t, s)
}

func dump(t *testing.T, s *store.Store) string {
	t.Helper()
	out, err := s.Dump(t.Context())
	require.NoError(t, err)
	return string(out)
}

func ticketsStopped(t *testing.T, s *store.Store) {
	SetUp(t, s)
	ctx, stop := context.WithCancel(t.Context())
	list := make([]hall.Ticket, 0, 12_000)
	for i := range cap(list) {
		list = append(list, hall.Ticket{Number: "x", Taken: at(2, 8, 0) + int64(i)*1000})
	}
	_, err := s.ImportTickets(ctx, list, func(done, _ int) {
		if done > 0 {
			stop()
		}
	})
	require.ErrorIs(t, err, context.Canceled)
	days, err := s.TicketDays(t.Context(), "2026-11-01", "2026-11-30")
	require.NoError(t, err)
	require.Empty(t, days, "all or none")
}

func ticketMaps(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	m, err := s.TicketMap(ctx, "a|b")
	require.NoError(t, err)
	require.Nil(t, m)
	require.NoError(t, s.RememberTicketMap(ctx, "a|b", hall.TicketMap{"taken": 1}))
	require.NoError(t, s.RememberTicketMap(ctx, "c", hall.TicketMap{"taken": 0}))
	m, err = s.TicketMap(ctx, "a|b")
	require.NoError(t, err)
	require.Equal(t, hall.TicketMap{"taken": 1}, m)
}
