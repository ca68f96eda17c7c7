package exchange_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store/exchange"
)

// The same move of a review with other content is a conflict: nothing of the file
// counts, it is set aside with its own code, and an alarm is raised. Twice the same
// is no conflict, whatever became of its pictures on the way.
func TestSameReviewMoveOtherContent(t *testing.T) {
	hq, b := pair(t)
	b.inspect(t, "in-1", 2)
	send(t, b, hq)
	there, err := hq.st.Review(t.Context(), "in-1")
	require.NoError(t, err)
	appeal := checklist.ReviewEvent{
		ID: "ev", Inspection: "in-1", Rev: there.Record.Rev, Clock: 7, Device: "00000001-dev", Day: "2026-11-04", Verb: checklist.ReviewAppeal, Note: "不服",
		By: checklist.Person{ID: "h", Name: "周行长", Role: checklist.BranchHead, Branch: "B001"},
	}
	seq := int64(1)
	file := func(events ...checklist.ReviewEvent) string {
		seq++
		path := filepath.Join(t.TempDir(), "x.bundle")
		forgeSeq(t, b, hq, path, seq, bundle.Record{Kind: bundle.KindReview, Review: &bundle.Review{Events: events}})
		return path
	}
	require.Equal(t, 1, hq.take(t, file(appeal))[0].Others)
	stands := hq.states(t, "in-1")
	require.Equal(t, exchange.StatusSame, hq.take(t, file(appeal))[0].Status)

	other := appeal
	other.Note = "其实服了"
	altered := file(other)
	seen, err := hq.x.Preview(t.Context(), []string{altered})
	require.NoError(t, err)
	require.Equal(t, "store.reviewContent", seen[0].Code, "the preview says so before")
	out := hq.refusal(t, altered, "store.reviewContent")
	require.Equal(t, exchange.StatusConflict, out.Status)
	require.Equal(t, stands, hq.states(t, "in-1"))
	r, err := hq.st.Review(t.Context(), "in-1")
	require.NoError(t, err)
	require.Equal(t, []any{1, "不服"}, []any{len(r.Events), r.Events[0].Note})
	require.Equal(t, []string{"device.conflict B001 4"}, hq.alarms(t))

	fresh := appeal
	fresh.ID, fresh.Clock = "ev-2", 8
	twice := fresh
	twice.Note = "还是不服"
	hq.refusal(t, file(fresh, twice), "store.reviewContent")
	_, err = os.Stat(filepath.Join(hq.dir, exchange.QuarantineDir))
	require.NoError(t, err)
	hq.sound(t)
}
