package scale_test

import (
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/checklist/standard"
	"hallcheck/store"
	"hallcheck/store/scale"
	"hallcheck/store/storetest"
)

var server struct {
	once    sync.Once
	cluster *storetest.Cluster
	why     error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if server.cluster != nil {
		server.cluster.Stop()
	}
	os.Exit(code)
}

// onServer returns the address of an empty database.
func onServer(t testing.TB) string {
	t.Helper()
	server.once.Do(func() { server.cluster, server.why = storetest.StartCluster() })
	if server.cluster == nil {
		storetest.NoCluster(t, server.why)
	}
	return server.cluster.Database(t)
}

// headquarters opens a headquarters' store with the built-in checklists.
func headquarters(t testing.TB, addr string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{
		Addr: addr, Dir: t.TempDir(), Parse: standard.Read, Builtin: assets.Checklists(),
		Initials: func(name string) string { return strings.Repeat("z", len(name)/9) },
	})
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	require.NoError(t, s.Setup(t.Context(), checklist.Profile{
		Face: checklist.FaceHQ, Org: "北岭银行", OrgID: "org-1", Device: "hq",
		User: checklist.Person{ID: "person-1", Name: "李宗岳", Role: checklist.HQSupervisor},
	}))
	return s
}

// generator makes so many halls and months up to November 2026.
func generator(t testing.TB, s *store.Store, halls, months int) *scale.Generator {
	t.Helper()
	lists := map[string]*checklist.Checklist{}
	all, err := s.Checklists(t.Context())
	require.NoError(t, err)
	for _, c := range all {
		lists[c.ID] = c
	}
	g, err := scale.New(scale.Options{
		Halls: halls, Months: months, Seed: 1, Lists: lists,
		Until: time.Date(2026, 11, 22, 0, 0, 0, 0, time.FixedZone("CST", 8*3600)),
	})
	require.NoError(t, err)
	return g
}

// TestFillIsAnImport: what Fill writes is what importing the same records one
// bundle at a time stores, to the byte, on both engines.
func TestFillIsAnImport(t *testing.T) {
	var dumps []string
	for _, address := range []func(testing.TB) string{func(testing.TB) string { return "" }, onServer} {
		filled, imported := headquarters(t, address(t)), headquarters(t, address(t))
		g := generator(t, filled, 3, 1)
		g.Hall = scale.HallAlso
		sum, err := scale.Fill(t.Context(), filled, g, nil)
		require.NoError(t, err)
		require.Equal(t, scale.Sum{Bundles: 3, Inspections: 18, Answers: sum.Answers, Failed: sum.Failed, Findings: sum.Findings, Days: 63}, sum)
		for n := range g.Bundles() {
			b, err := g.Bundle(n)
			require.NoError(t, err)
			rep, err := imported.ImportInspections(t.Context(), b.Record, b.Inspections, b.Loop, b.Branch)
			require.NoError(t, err)
			require.Len(t, rep.New, 6)
		}
		for _, s := range []*store.Store{filled, imported} {
			b, err := s.Dump(t.Context())
			require.NoError(t, err)
			dumps = append(dumps, string(b))
			rep, err := s.Check(t.Context(), true, nil)
			require.NoError(t, err)
			require.Empty(t, rep.Troubles)
			require.Equal(t, []int{18, sum.Answers, sum.Findings}, []int{rep.Inspections, rep.Answers, rep.Findings})
		}
	}
	for _, d := range dumps[1:] {
		require.True(t, dumps[0] == d, "one of filled/imported × SQLite/PostgreSQL differs")
	}
}

// TestShares: the data is the same for a seed, another for another, goes on where
// it was cut, and keeps to the shares it states.
func TestShares(t *testing.T) {
	s := headquarters(t, "")
	g := generator(t, s, 200, 3)
	var sum scale.Sum
	states := map[checklist.FindingStatus]int{}
	ids, bad := map[string]bool{}, map[int]int{}
	for n := range g.Bundles() {
		b, err := g.Bundle(n)
		require.NoError(t, err)
		again, err := g.Bundle(n)
		require.NoError(t, err)
		require.Equal(t, b, again)
		sum.Bundles += min(1, len(b.Inspections))
		for _, in := range b.Inspections {
			require.False(t, ids[in.ID])
			ids[in.ID] = true
			for _, sh := range in.Sheets {
				sum.Answers += len(sh.Answers)
				for item, a := range sh.Answers {
					it := in.Checklist.ItemByID(item)
					require.NoError(t, it.Check(a.Value))
					if it.OpensFinding(in.Checklist, a.Value) {
						sum.Failed++
						bad[n/200]++
						require.NotEmpty(t, a.Note)
					}
				}
			}
		}
		byFinding := map[string][]checklist.FindingEvent{}
		for _, e := range b.Loop.Events {
			byFinding[e.Finding] = append(byFinding[e.Finding], e)
		}
		for _, events := range byFinding {
			for _, l := range checklist.Fold(events).History() {
				require.False(t, l.Void)
			}
			states[checklist.Fold(events).Status]++
			sum.Findings++
		}
	}
	require.InDelta(t, 600, sum.Bundles, 6)
	require.InDelta(t, 135, float64(sum.Answers)/float64(sum.Bundles), 3, "answers a month and hall")
	require.InDelta(t, 0.1, float64(sum.Findings)/float64(sum.Failed), 0.02)
	require.InDelta(t, 0.6, float64(states[checklist.FindingClosed])/float64(sum.Findings), 0.08)
	require.Positive(t, states[checklist.FindingOpen])
	require.Positive(t, states[checklist.FindingSubmitted])
	require.Positive(t, states[checklist.FindingRejected])
	require.Greater(t, bad[0], bad[2], "the months get better")
	other := generator(t, s, 200, 3)
	other.Seed = 2
	a, err := g.Bundle(7)
	require.NoError(t, err)
	b, err := other.Bundle(7)
	require.NoError(t, err)
	require.NotEqual(t, a.Inspections[0].ID, b.Inspections[0].ID)
	t.Logf("%+v %v %v", sum, states, bad)
}

// TestThousandsOfHalls: every bundle of a month can be made, codes and names of
// halls are their own.
func TestThousandsOfHalls(t *testing.T) {
	g := generator(t, headquarters(t, ""), 4000, 1)
	codes, names := map[string]bool{}, map[string]bool{}
	for n := range g.Bundles() {
		b, err := g.Bundle(n)
		require.NoError(t, err)
		codes[b.Branch.Code], names[b.Branch.Name] = true, true
	}
	require.Len(t, codes, 4000)
	require.Len(t, names, 4000)
}

// TestFillGoesOn: a fill begun with fewer halls' bundles is finished by the next.
func TestFillGoesOn(t *testing.T) {
	s, whole := headquarters(t, ""), headquarters(t, "")
	g := generator(t, s, 120, 1)
	for n := range 30 {
		b, err := g.Bundle(n)
		require.NoError(t, err)
		_, err = s.ImportInspections(t.Context(), b.Record, b.Inspections, b.Loop, b.Branch)
		require.NoError(t, err)
	}
	for _, x := range []*store.Store{s, whole} {
		_, err := scale.Fill(t.Context(), x, g, nil)
		require.NoError(t, err)
	}
	a, err := s.Dump(t.Context())
	require.NoError(t, err)
	b, err := whole.Dump(t.Context())
	require.NoError(t, err)
	require.True(t, string(a) == string(b))
}

// TestDaysOfHalls: what halls say of their days could have come in a bundle, is the same
// for a seed, leaves the records as they are without it, and keeps to its shares.
func TestDaysOfHalls(t *testing.T) {
	s := headquarters(t, "")
	g, plain := generator(t, s, 60, 2), generator(t, s, 60, 2)
	g.Hall = scale.HallAlso
	only := *g
	only.Hall = scale.HallOnly
	days, unmet, long, machine := 0, 0, 0, map[string]bool{}
	cells := map[string][]hall.Cell{}
	for n := range g.Bundles() {
		b, err := g.Bundle(n)
		require.NoError(t, err)
		without, err := plain.Bundle(n)
		require.NoError(t, err)
		require.Equal(t, without.Inspections, b.Inspections)
		alone, err := only.Bundle(n)
		require.NoError(t, err)
		require.Empty(t, alone.Inspections)
		require.Equal(t, b.Loop.Hall, alone.Loop.Hall)
		for _, r := range b.Loop.Hall {
			require.NoError(t, r.Check())
			days++
			unmet += min(1, max(0, 1-r.Total.Meetings))
			long += r.Total.Long
			if r.Total.Tickets > 0 {
				machine[r.Branch] = true
			}
			cells[r.Branch] = append(cells[r.Branch], r.Cells...)
		}
	}
	persistent := 0
	for _, list := range cells {
		persistent += min(1, len(hall.PersistentOf(list, "2026-11-30")))
	}
	require.InDelta(t, 60*(21+22), days, 90)
	require.InDelta(t, 0.03, float64(unmet)/float64(days), 0.015)
	require.InDelta(t, 15, len(machine), 8)
	require.InDelta(t, 12, persistent, 10)
	require.Positive(t, persistent)
	require.Greater(t, long, days/20)
}
