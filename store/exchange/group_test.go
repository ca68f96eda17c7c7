package exchange_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store"
	"hallcheck/store/exchange"
	"hallcheck/store/storetest"
)

// packed writes one finished record as the first branch's program would, without its
// database: number seq, record id at revision rev.
func packed(t testing.TB, hq, b *site, dir string, seq int64, id string, rev, fails int) string {
	t.Helper()
	card, err := bundle.ReadCard(cardOf(t, hq))
	require.NoError(t, err)
	in := storetest.Finished(t, id, hall(1), time.Date(2026, 11, 3, 1, 0, 0, 0, time.UTC), rev, fails)
	rec := &bundle.Inspection{Standard: bundle.Standard{ID: "env", Version: 1, SHA256: hashOf(storetest.Sample("env", 1, 8))}}
	rec.Result, err = json.Marshal(checklist.Evaluate(in))
	require.NoError(t, err)
	rec.Data, err = json.Marshal(in)
	require.NoError(t, err)
	rec.SealNow()
	p := bundle.Parcel{
		Signer: signerOf(t, b, "device.json").Signer, Recipients: []string{card.Recipient},
		Manifest: bundle.Manifest{Org: card.Org, HQ: card.HQ(), Device: "00000001-dev", Branch: "B001", Seq: seq, App: "x", Created: 1},
		Records:  []bundle.Record{{Kind: bundle.KindInspection, Inspection: rec}},
	}
	var out bytes.Buffer
	wr, err := bundle.Write(t.Context(), &out, p, nil)
	require.NoError(t, err)
	path := filepath.Join(dir, bundle.NameOf(&p.Manifest, wr.SHA256).String())
	require.NoError(t, os.WriteFile(path, out.Bytes(), 0o600))
	return path
}

// many writes n records of the first branch, numbered from 1.
func many(t testing.TB, hq, b *site, n int) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for i := range n {
		packed(t, hq, b, dir, int64(i+1), fmt.Sprintf("in-%03d", i), 1, i%4)
	}
	return dir
}

// twin is a headquarters that can read and believes the same.
func twin(t testing.TB, hq *site) *site {
	t.Helper()
	out := newHQ(t, "")
	keepKeys(t, hq, out)
	for _, d := range must(hq.st.Devices(t.Context())) {
		require.NoError(t, out.st.SaveBranches(t.Context(), []checklist.Branch{hall(1)}))
		require.NoError(t, out.st.SaveDevice(t.Context(), d))
	}
	return out
}

// TestABadOneKeepsNoOtherOut: of many bundles that wait together exactly the bad ones
// are refused, each with its own reason, wherever they stand; what is stored is what
// one at a time would store, whatever the size of a group.
func TestABadOneKeepsNoOtherOut(t *testing.T) {
	hq, b := pair(t)
	dir := many(t, hq, b, 120)
	other := t.TempDir()
	sixtieth, err := filepath.Glob(filepath.Join(dir, "*-00000060-*"))
	require.NoError(t, err)
	fork := ""
	for k := 0; filepath.Base(fork) <= filepath.Base(sixtieth[0]); k++ { // the genuine one comes first
		fork = packed(t, hq, b, other, 60, fmt.Sprint("in-x", k), 1, 0)
	}
	bad, wrong := map[int64]string{}, []string(nil)
	for path, code := range map[string]string{
		fork: bundle.ErrFork,
		packed(t, hq, b, other, 121, "in-010", 1, 3):                                                "store.conflict",
		packed(t, hq, b, other, 20_000, "in-y", 1, 0):                                               bundle.ErrAhead,
		forgeBranch(t, b, hq, "B002", 122):                                                          bundle.ErrBranch,
		renamed(t, packed(t, hq, b, other, 124, "in-z", 1, 0), func(b []byte) { b[200] ^= 1 }, 124): bundle.ErrDamaged,
	} {
		n, ok := bundle.ParseName(path)
		require.True(t, ok)
		bad[n.Seq], wrong = code, append(wrong, path)
	}
	files := []string{dir, packed(t, hq, b, other, 125, "in-010", 2, 3), packed(t, hq, b, other, 126, "in-011", 0, 0)}
	files = append(files, wrong...)
	dumps := map[string]bool{}
	for _, group := range []int{1, 7, 100, 1000} {
		at := twin(t, hq)
		at.x.GroupsOf(group)
		last := 0
		out, err := at.x.Import(t.Context(), files, func(done, total int) {
			require.Equal(t, []int{last + 1, 127}, []int{done, total})
			last = done
		})
		require.NoError(t, err)
		require.Equal(t, 127, last)
		refused := map[int64]string{}
		for i, o := range out {
			if i > 0 {
				require.LessOrEqual(t, filepath.Base(out[i-1].File), filepath.Base(o.File), "told in order")
			}
			if o.Err != nil {
				n, _ := bundle.ParseName(o.File)
				refused[n.Seq] = o.Code
			}
		}
		require.Equal(t, bad, refused)
		rev, err := at.st.Inspection(t.Context(), "in-010")
		require.NoError(t, err)
		require.Equal(t, 2, rev.Rev)
		require.Len(t, at.inspections(t), 120)
		at.sound(t)
		dumps[business(t, at)] = true
		before := at.dump(t)
		for _, o := range at.take(t, dir) {
			require.Equal(t, exchange.StatusSame, o.Status)
		}
		require.Equal(t, before, at.dump(t))
	}
	require.Len(t, dumps, 1)
}

// TestImportStoppedInTheMiddle: what was told as done is in, nothing else is half in,
// and going on comes to the same.
func TestImportStoppedInTheMiddle(t *testing.T) {
	hq, b := pair(t)
	dir := many(t, hq, b, 90)
	clean := twin(t, hq)
	clean.take(t, dir)
	hq.x.GroupsOf(20)
	ctx, cancel := context.WithCancel(t.Context())
	out, err := hq.x.Import(ctx, []string{dir}, func(done, _ int) {
		if done == 30 {
			cancel()
		}
	})
	require.ErrorIs(t, err, context.Canceled)
	require.GreaterOrEqual(t, len(out), 30)
	require.Less(t, len(out), 90)
	require.Len(t, hq.inspections(t), len(out), "what is in was told")
	for _, o := range hq.take(t, dir) {
		require.NoError(t, o.Err)
	}
	require.Equal(t, clean.dump(t), hq.dump(t))
	left, err := os.ReadDir(filepath.Join(hq.dir, "staging"))
	require.True(t, os.IsNotExist(err) || err == nil && len(left) == 0)
}

// TestKilledAmongMany: killed while many bundles go in together, as often as it
// takes, headquarters ends with what one that was never killed has.
func TestKilledAmongMany(t *testing.T) {
	hq, b := pair(t)
	clean := twin(t, hq)
	const all = 400
	dir := many(t, hq, b, all)
	clean.take(t, dir)
	rnd := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 2))
	hits, part := 0, 0
	for n, round := 0, 0; n < all; round++ {
		hq.closed(t)
		if killed(t, hq.dir, dir, time.Duration(rnd.IntN(40+40*round))*time.Millisecond) {
			hits++
		}
		hq.opened(t)
		refused(t, hq)
		var err error
		_, n, err = hq.st.Summaries(t.Context(), checklist.Filter{})
		require.NoError(t, err)
		list, err := hq.st.Imports(t.Context(), 0)
		require.NoError(t, err)
		require.Equal(t, len(list), n, "a bundle counts as in with its record, or not at all")
		if n > 0 && n < all {
			part++
		}
	}
	t.Logf("%d times killed at work, %d times with some of it in", hits, part)
	require.Greater(t, hits, 1, "nothing was killed in the middle: the test proves nothing")
	require.Positive(t, part)
	hq.take(t, dir)
	refused(t, hq)
	require.Equal(t, clean.dump(t), hq.dump(t))
	rows, err := hq.st.Receipts(t.Context(), 0)
	require.NoError(t, err)
	require.Equal(t, all, len(rows)) //nolint:testifylint // rows in a message help nobody
	for _, r := range rows {
		require.Equal(t, store.OutcomeImported, r.Outcome)
	}
}
