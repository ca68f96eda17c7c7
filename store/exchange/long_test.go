package exchange_test

import (
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store/exchange"
	"hallcheck/store/storetest"
)

// longText is text of so many characters that no engine can make short.
func longText(n int) string {
	rnd := rand.New(rand.NewPCG(uint64(n), 3))
	var b strings.Builder
	for range n {
		b.WriteRune(rune(0x4e00 + rnd.IntN(0x5000)))
	}
	return b.String()
}

// TestLongWordsArrive: what a person wrote may be as long as it was, on either engine.
func TestLongWordsArrive(t *testing.T) {
	pg, why := storetest.StartCluster()
	if why != nil {
		storetest.NoCluster(t, why)
	}
	t.Cleanup(pg.Stop)
	first, b := pair(t)
	b.inspect(t, "in-1", 1)
	_, err := b.st.Edit(t.Context(), "in-1", func(in *checklist.Inspection, now time.Time) error {
		return in.Reopen(checklist.Person{Name: "王芳"}, longText(3000), now)
	})
	require.NoError(t, err)
	_, err = b.st.Edit(t.Context(), "in-1", func(in *checklist.Inspection, now time.Time) error {
		return in.Note(checklist.MainSheet, "item.7", longText(4000), now)
	})
	require.NoError(t, err)
	_, err = b.st.Edit(t.Context(), "in-1", func(in *checklist.Inspection, now time.Time) error { return in.Finish("", now) })
	require.NoError(t, err)
	p := b.export(t, t.TempDir())
	var dumps []string
	for _, addr := range []string{"", pg.Database(t)} {
		hq := newHQ(t, addr)
		keepKeys(t, first, hq)
		require.NoError(t, hq.st.SaveBranches(t.Context(), []checklist.Branch{hall(1)}))
		for _, d := range must(first.st.Devices(t.Context())) {
			require.NoError(t, hq.st.SaveDevice(t.Context(), d))
		}
		o := hq.take(t, p.Path)[0]
		require.NoError(t, o.Err)
		require.Equal(t, exchange.StatusNew, o.Status)
		in, err := hq.st.Inspection(t.Context(), "in-1")
		require.NoError(t, err)
		require.Equal(t, longText(4000), in.Answer(checklist.MainSheet, "item.7").Note)
		dumps = append(dumps, business(t, hq))
	}
	require.Equal(t, dumps[0], dumps[1])
}

// TestLongNamesAreRefused: names of things are short everywhere in a file, so that
// every engine can store what one can.
func TestLongNamesAreRefused(t *testing.T) {
	hq, b := pair(t)
	b.inspect(t, "in-1", 1)
	b.export(t, t.TempDir())
	long := strings.Repeat("x", 3000)
	hq.refusal(t, packed(t, hq, b, t.TempDir(), 2, long, 1, 0), bundle.ErrRecord)
	e := must(b.st.Finding(t.Context(), b.findings(t)[0].ID)).Events[0]
	e.ID = long
	file := func(seq int64, rec bundle.Record) string {
		path := filepath.Join(t.TempDir(), "x.bundle")
		forgeSeq(t, b, hq, path, seq, rec)
		return path
	}
	hq.refusal(t, file(3, bundle.Record{Kind: bundle.KindFinding, Finding: &bundle.Finding{Events: []checklist.FindingEvent{e}}}), bundle.ErrRecord)
	hq.refusal(t, file(4, bundle.Record{Kind: bundle.KindReview, Review: &bundle.Review{Events: []checklist.ReviewEvent{{
		ID: "ev", Inspection: long, Rev: 1, Clock: 7, Device: "00000001-dev", Day: "2026-11-04", Verb: checklist.ReviewAppeal, Note: "不服",
		By: checklist.Person{ID: "h", Name: "周行长", Role: checklist.BranchHead, Branch: "B001"},
	}}}}), bundle.ErrRecord)
}
