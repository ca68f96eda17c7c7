package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/storetest"
)

// finished makes a finished inspection of a hall whose last items fail.
func finished(t *testing.T, s *store.Store, id string, hall, fails, rev int) *checklist.Inspection {
	t.Helper()
	c, err := s.Checklist(t.Context(), "env", 0)
	require.NoError(t, err)
	at := time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC)
	b := checklist.Branch{Code: fmt.Sprintf("H%02d", hall), Name: fmt.Sprintf("第%d支行", hall), Active: true}
	in, err := checklist.Start(id, c, b, checklist.Person{ID: "p", Name: "张三"}, checklist.Self, at)
	require.NoError(t, err)
	for i := range c.Items {
		v := checklist.Pass
		if i >= len(c.Items)-fails {
			v = checklist.Miss
			require.NoError(t, in.Note("main", c.Items[i].ID, "有灰尘", at))
		}
		require.NoError(t, in.Record("main", c.Items[i].ID, checklist.VerdictValue(v), at))
	}
	require.NoError(t, in.Finish("", at.Add(time.Hour)))
	in.Rev = rev
	return in
}

// TestImportManyIsOneAfterAnother: bundles taken in together leave what they leave
// one by one, a bundle seen before, a record twice in a bundle, newer and older
// revisions of a record in different bundles included.
func TestImportManyIsOneAfterAnother(t *testing.T) {
	engines := []string{"", ""}
	if c := onServer(t); c != nil {
		engines = append(engines, c.Database(t), c.Database(t))
	}
	var dumps []string
	for i, addr := range engines {
		s, err := store.Open(t.Context(), storetest.Options(t, addr))
		require.NoError(t, err)
		require.NoError(t, s.Setup(t.Context(), checklist.Profile{
			Face: checklist.FaceHQ, Org: "总行", OrgID: "org-1", Device: "hq",
			User: checklist.Person{ID: "person-1", Name: "王芳", Role: checklist.HQSupervisor},
		}))
		var many []store.Incoming
		bundle := func(sha string, hall, seq int, list ...*checklist.Inspection) {
			in := store.Incoming{
				Record: store.ImportRecord{SHA256: sha, Device: fmt.Sprint("d", hall), Seq: int64(seq), Branch: list[0].Branch.Code, Created: 7, Name: sha + ".hcb"},
				Branch: list[0].Branch,
			}
			for _, x := range list {
				in.List = append(in.List, s.Prepare(x, nil))
			}
			many = append(many, in)
		}
		twice := finished(t, s, "b", 1, 2, 9)
		bundle("s1", 1, 1, finished(t, s, "a", 1, 1, 9), twice, twice, finished(t, s, "c", 1, 0, 9))
		bundle("s2", 2, 1, finished(t, s, "d", 2, 3, 9))
		bundle("s1", 1, 1, finished(t, s, "never", 1, 1, 9))
		bundle("s3", 1, 2, finished(t, s, "a", 1, 4, 10), finished(t, s, "b", 1, 5, 8), finished(t, s, "e", 1, 2, 9))
		var reps []store.ImportReport
		if i%2 == 0 {
			reps, err = s.ImportMany(t.Context(), many)
			require.NoError(t, err)
		} else {
			for _, in := range many {
				rep, err := s.ImportPrepared(t.Context(), in.Record, in.List, in.Loop, in.Branch)
				require.NoError(t, err)
				reps = append(reps, rep)
			}
		}
		require.Equal(t, []store.ImportReport{
			{New: []string{"a", "b", "c"}, Same: []string{"b"}},
			{New: []string{"d"}},
			{Known: true},
			{Updated: []string{"a"}, Older: []string{"b"}, New: []string{"e"}},
		}, reps)
		cells, err := s.PeriodCells(t.Context(), "env", "2026-11-01", "2026-11-30")
		require.NoError(t, err)
		require.Equal(t, []int{4, 8}, []int{cells[0].N, cells[0].Problems}) // a of its newer revision 4, b 2, c 0, e 2
		rep, err := s.Check(t.Context(), true, nil)
		require.NoError(t, err)
		require.Empty(t, rep.Troubles)
		b, err := s.Dump(t.Context())
		require.NoError(t, err)
		dumps = append(dumps, string(b))
		require.NoError(t, s.Close())
	}
	for _, d := range dumps[1:] {
		require.Equal(t, dumps[0], d)
	}
}
