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

// TestNewestOfEachChecklist: of a checklist's records only the last finished
// ones come, scored and unscored apart, on both engines; the total counts what
// is left whether the page holds all of it or not.
func TestNewestOfEachChecklist(t *testing.T) {
	for name, addr := range map[string]func() string{"sqlite": func() string { return "" }, "postgres": func() string { return onServer(t).Database(t) }} {
		t.Run(name, func(t *testing.T) {
			s, err := store.Open(t.Context(), storetest.Options(t, addr()))
			require.NoError(t, err)
			defer func() { require.NoError(t, s.Close()) }()
			storetest.SetUp(t, s)
			day := time.Date(2026, 10, 20, 9, 0, 0, 0, time.UTC)
			for i := range 5 {
				id := fmt.Sprintf("in-%d", i)
				storetest.Draft(t, s, id, day.AddDate(0, 0, i%3)) // finished in another order than started
				storetest.Fill(t, s, id, i%2)
			}
			storetest.Draft(t, s, "draft", day)
			read := func(f checklist.Filter) (ids []string, total int) {
				rows, total, err := s.Summaries(t.Context(), f)
				require.NoError(t, err)
				for _, r := range rows {
					ids = append(ids, r.ID)
				}
				return ids, total
			}
			ids, total := read(checklist.Filter{Status: checklist.Finished, Newest: 2})
			require.ElementsMatch(t, []string{"in-4", "in-3"}, ids)
			require.Equal(t, 2, total)
			ids, total = read(checklist.Filter{Newest: 1})
			require.ElementsMatch(t, []string{"in-4", "draft"}, ids, "what has no score is apart")
			require.Equal(t, 2, total)
			ids, total = read(checklist.Filter{Newest: 2, Status: checklist.Finished, Limit: 1, Offset: 1})
			require.Len(t, ids, 1)
			require.Equal(t, 2, total)
			_, total = read(checklist.Filter{Status: checklist.Finished, Limit: 2})
			require.Equal(t, 5, total, "a full page is counted")
			ids, total = read(checklist.Filter{Offset: 40, Limit: 2})
			require.Empty(t, ids)
			require.Equal(t, 6, total, "a page behind the end is counted")
			ids, total = read(checklist.Filter{Offset: 4, Limit: 5})
			require.Len(t, ids, 2)
			require.Equal(t, 6, total)
		})
	}
}
