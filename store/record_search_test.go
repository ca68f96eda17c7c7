package store_test

import (
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/standard"
	"hallcheck/store"
	"hallcheck/store/scale"
	"hallcheck/store/storetest"
)

// searched is a headquarters with records of 40 halls, some of which changed their
// names, and an own draft.
func searched(t *testing.T, addr string) *store.Store {
	t.Helper()
	opt := storetest.Options(t, addr)
	opt.Parse, opt.Builtin = standard.Read, assets.Checklists()
	s, err := store.Open(t.Context(), opt)
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	storetest.SetUpHQ(t, s)
	lists := map[string]*checklist.Checklist{}
	all, err := s.Checklists(t.Context())
	require.NoError(t, err)
	for _, c := range all {
		lists[c.ID] = c
	}
	g, err := scale.New(scale.Options{Halls: 40, Months: 2, Seed: 3, Lists: lists, Until: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)})
	require.NoError(t, err)
	for n := range g.Bundles() {
		b, err := g.Bundle(n)
		require.NoError(t, err)
		if len(b.Inspections) == 0 {
			continue
		}
		for _, in := range b.Inspections {
			switch {
			case n >= 40 && n%4 == 0: // the second month of every fourth hall
				in.Branch.Name = "迁址后的" + in.Branch.Name
			case n%7 == 0:
				in.Inspector.Name = "Ärzte Müller"
			}
		}
		_, err = s.ImportInspections(t.Context(), b.Record, b.Inspections, b.Loop, b.Branch)
		require.NoError(t, err)
	}
	c := lists[scale.Patrol]
	in, err := checklist.Start("own-draft", c, checklist.Branch{Code: "Z9", Name: "草稿支行", Active: true}, checklist.Person{Name: "王草"}, checklist.Self, time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC))
	require.NoError(t, err)
	require.NoError(t, s.StartInspection(t.Context(), in))
	return s
}

// TestSearchIsByRow: however a text is looked for, what is found, in which order, and
// how many there are is what asking every row would say.
func TestSearchIsByRow(t *testing.T) {
	for engine, addr := range map[string]string{"sqlite": "", "postgres": onServer(t).Database(t)} {
		t.Run(engine, func(t *testing.T) {
			s := searched(t, addr)
			ids, total, err := s.SummariesByRow(t.Context(), checklist.Filter{Limit: 1000})
			require.NoError(t, err)
			require.Greater(t, total, 400)
			texts := []string{"迁址", "ärzte", "MÜLLER", "草稿", "支行", "礼仪", "巡", "王", "没有这样的", "%", "z9", "etiquette", "0", "müller 支行"}
			random := rand.New(rand.NewPCG(7, 7))
			for len(texts) < 90 {
				in, err := s.Inspection(t.Context(), ids[random.IntN(len(ids))])
				require.NoError(t, err)
				words := []string{in.Branch.Name, in.Branch.Code, in.Inspector.Name, in.Checklist.Title.ZH, in.Checklist.Title.EN}
				var text []string
				for range 1 + random.IntN(2) {
					w := []rune(strings.Fields(words[random.IntN(len(words))])[0])
					from := random.IntN(len(w))
					text = append(text, string(w[from:min(len(w), from+1+random.IntN(3))]))
				}
				texts = append(texts, strings.Join(text, " "))
			}
			found := 0
			for _, few := range []int{0, 12, 20_000} {
				back := store.FetchFew(few)
				for i, text := range texts {
					f := checklist.Filter{Text: text, Limit: 1 + random.IntN(9), Offset: random.IntN(3) * 4}
					switch (i + few) % 5 {
					case 1:
						f.From, f.To = "2026-10-20", "2026-11-08"
					case 2:
						f.Status, f.Sort = checklist.Finished, checklist.SortLowest
					case 3:
						f.Sort, f.Review = checklist.SortBranch, checklist.ReviewToDo
					}
					want, n, err := s.SummariesByRow(t.Context(), f)
					require.NoError(t, err)
					list, total, err := s.Summaries(t.Context(), f)
					require.NoError(t, err)
					var got []string
					for k := range list {
						got = append(got, list[k].ID)
					}
					require.Equal(t, want, got, "%d %+v", few, f)
					require.Equal(t, n, total, "%d %+v", few, f)
					found += len(got)
				}
				back()
			}
			require.Greater(t, found, 300)
		})
	}
}

// TestNamesOfOldRecords: a database made before names were kept finds the same.
func TestNamesOfOldRecords(t *testing.T) {
	opt := storetest.Options(t, "")
	opt.Parse, opt.Builtin = standard.Read, assets.Checklists()
	unpack(t, filepath.Join("testdata", "schemas", "v12-hq.db.gz"), filepath.Join(opt.Dir, "app.db"))
	s, err := store.Open(t.Context(), opt)
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	all, _, err := s.Summaries(t.Context(), checklist.Filter{})
	require.NoError(t, err)
	require.Len(t, all, 45)
	for i := range all {
		for _, text := range []string{all[i].Branch.Name, all[i].Branch.Code, all[i].Inspector, all[i].Branch.Code + " " + all[i].Inspector} {
			want, n, err := s.SummariesByRow(t.Context(), checklist.Filter{Text: text, Limit: 100})
			require.NoError(t, err)
			got, total, err := s.Summaries(t.Context(), checklist.Filter{Text: text, Limit: 100})
			require.NoError(t, err)
			require.Positive(t, total)
			require.Equal(t, n, total, text)
			require.Len(t, got, len(want), text)
		}
	}
}
