package store_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/storetest"
)

// sealed are the tables whose every business value Check can vouch for: seals,
// recomputed results and sums stand behind them.
var sealed = []string{"sheets", "answers", "photo_refs", "inspection_zones", "results", "period_cells"}

// TestBitFlips turns single bits of a database file. Each time the store must
// open with nothing changed, or say what is damaged; it must not panic, hang, or
// hand out a changed finished record as sound. HALLCHECK_FLIPS=500 is the full run.
func TestBitFlips(t *testing.T) {
	n := 120
	if v := os.Getenv("HALLCHECK_FLIPS"); v != "" {
		var err error
		n, err = strconv.Atoi(v)
		require.NoError(t, err)
	}
	opt := storetest.Options(t, "")
	s, err := store.Open(t.Context(), opt)
	require.NoError(t, err)
	storetest.Work(t, s)
	require.NoError(t, s.DeleteDraft(t.Context(), "in-5")) // only finished records are sealed
	want := strings.Split(dump(t, s), "\n")
	file := filepath.Join(t.TempDir(), "good.db")
	require.NoError(t, s.Backup(t.Context(), file))
	require.NoError(t, s.Close())
	good, err := os.ReadFile(file)
	require.NoError(t, err)
	random := rand.New(rand.NewPCG(1, 2))
	same, named, unsealed := 0, 0, 0
	for range n {
		at := random.IntN(len(good) * 8)
		bad := append([]byte(nil), good...)
		bad[at/8] ^= 1 << (at % 8)
		from := time.Now()
		got, noticed := afterFlip(t, bad)
		require.Less(t, time.Since(from), 10*time.Second)
		switch changed := differing(want, got); {
		case noticed:
			named++
		case len(changed) == 0:
			same++
		default:
			unsealed++
			for _, l := range changed {
				for _, table := range sealed {
					require.False(t, strings.HasPrefix(l, `{"`+table+`"`), "bit %d changed a sealed record unseen: %s", at, l)
				}
			}
		}
	}
	fmt.Printf("%d bits turned: %d changed nothing, %d were named, %d changed values no seal covers\n", n, same, named, unsealed)
	require.Positive(t, named)
}

// afterFlip opens the bytes as a database; noticed says that damage was named.
func afterFlip(t *testing.T, content []byte) (lines []string, noticed bool) {
	t.Helper()
	opt := storetest.Options(t, "")
	require.NoError(t, os.WriteFile(filepath.Join(opt.Dir, "app.db"), content, 0o600))
	s, err := store.Open(t.Context(), opt)
	if err != nil {
		require.NotEmpty(t, checklist.CodeOf(err), err)
		return nil, true
	}
	defer func() { require.NoError(t, s.Close()) }()
	rep, err := s.Check(t.Context(), true, nil)
	if err != nil || len(rep.Troubles) > 0 {
		require.True(t, err == nil || checklist.CodeOf(err) != "", err)
		return nil, true
	}
	return strings.Split(dump(t, s), "\n"), false
}

func differing(want, got []string) []string {
	have := map[string]bool{}
	for _, l := range want {
		have[l] = true
	}
	var out []string
	for _, l := range got {
		if !have[l] {
			out = append(out, l)
		}
		delete(have, l)
	}
	for l := range have {
		out = append(out, l)
	}
	return out
}
