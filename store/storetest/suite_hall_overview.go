package storetest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/store"
)

// hallOverview is what headquarters sees of its halls' days.
func hallOverview(t *testing.T, s *store.Store) {
	ctx := t.Context()
	require.NoError(t, s.Setup(ctx, checklist.Profile{Face: checklist.FaceHQ, OrgID: "o", Device: "hq", User: checklist.Person{ID: "p", Name: "督导"}}))
	b := func(code, name string) checklist.Branch {
		return checklist.Branch{Code: code, Name: name, Grade: checklist.Second, Traffic: checklist.TrafficHigh, Active: true}
	}
	rival := b("R1", "别家")
	rival.Owner = checklist.OwnerCompetitor
	shut := b("B9", "已撤")
	shut.Active = false
	require.NoError(t, s.SaveBranches(ctx, []checklist.Branch{b("B1", "一支行"), b("B2", "二支行"), rival, shut}))
	report := func(code, day string, rev int, total hall.DayTotal, cells []hall.Cell, entries ...hall.Entry) {
		total.Branch, total.Day, total.Works = code, day, true
		for i := range cells {
			cells[i].Branch, cells[i].Day = code, day
		}
		for i := range entries {
			entries[i].Branch, entries[i].Day = code, day
		}
		_, err := s.ImportInspections(ctx, store.ImportRecord{SHA256: code + day, Device: "dev-" + code, Seq: int64(rev), Branch: code, Name: "x"}, nil,
			store.Loop{Hall: []hall.Report{{Branch: code, Day: day, Rev: rev, Total: total, Cells: cells, Entries: entries}}}, b(code, code))
		require.NoError(t, err)
	}
	busy := func() []hall.Cell {
		return []hall.Cell{{Slot: 20, Samples: 1, Waiting: 40, Counts: 1, Open: 4, Usable: 6, Crowded: 1, Oldests: 1, Oldest: 22, Late: 1}}
	}
	for i, day := range []string{"2026-10-01", "2026-10-08", "2026-10-15", "2026-10-22"} {
		report("B1", day, i+1, hall.DayTotal{Meetings: i % 2, MeetingOK: i % 2, Due: 5, Made: 4, Missed: 1, Cell: hall.Cell{Samples: 1, Waiting: 40, Flow: hall.Flow{Tickets: 10, WaitMax: int64(60 * i)}}},
			busy(), hall.Entry{ID: "d" + day, Kind: hall.KindDrill, Topic: "fire", At: 1})
	}
	october, err := s.HallOverview(ctx, "2026-10-01", "2026-10-31", 10)
	require.NoError(t, err)
	list, long := october.Halls, october.Queues
	require.Len(t, list, 2, "our own active halls, silent ones too")
	require.Equal(t, []any{"B1", 4, "2026-10-22", 4, 2, 2, 160, 40, int64(180), 20, 16, 4}, []any{
		list[0].Branch.Code, list[0].Known, list[0].Last, list[0].Days, list[0].Held, list[0].NoMet, list[0].Waiting, list[0].Tickets, list[0].WaitMax, list[0].Due, list[0].Made, list[0].Missed,
	})
	require.Equal(t, []any{"B2", 0, ""}, []any{list[1].Branch.Code, list[1].Known, list[1].Last})
	later, err := s.HallOverview(ctx, "2026-10-08", "2026-10-31", 10)
	require.NoError(t, err)
	missed, drills := later.Missed, later.Drills
	require.Len(t, missed, 1)
	require.Equal(t, []string{"B1", "2026-10-15"}, []string{missed[0].Branch.Code, missed[0].Day})
	require.Len(t, long, 1)
	require.Equal(t, []any{"一支行", 20, 4, 4}, []any{long[0].Branch.Name, long[0].Slot, long[0].Seen, long[0].Long})
	require.Equal(t, []hall.DrillCount{{Branch: b("B1", "一支行"), Topic: "fire", Count: 3, Last: "2026-10-22"}}, drills)
	sound(t, s)
}
