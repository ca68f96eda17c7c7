package store_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/storetest"
)

// TestCheckFindsTamperedFindings changes rows, photos, moves and the index behind
// the store's back.
func TestCheckFindsTamperedFindings(t *testing.T) {
	const second = "(SELECT id FROM findings WHERE number = 'F-2026-0002')"
	for _, q := range []string{
		"UPDATE findings SET status = 'closed' WHERE id = " + second,
		"UPDATE findings SET due = '2027-01-01' WHERE id = " + second,
		"UPDATE findings SET number = 'F-2026-0077' WHERE id = " + second,
		"DELETE FROM findings WHERE id = " + second,
		"DELETE FROM subject_photos WHERE subject = " + second,
		"UPDATE subject_photos SET hash = 'x' WHERE subject = " + second,
		"DROP TRIGGER finding_events_no_update; UPDATE finding_events SET body = replace(body, 'minor', 'major') WHERE finding = " + second,
		"DROP TRIGGER finding_events_no_delete; DELETE FROM finding_events WHERE verb = 'open' AND finding = " + second,
		"DELETE FROM finding_text WHERE rowid = (SELECT n FROM findings WHERE number = 'F-2026-0002')",
	} {
		opt := storetest.Options(t, "")
		s, err := store.Open(t.Context(), opt)
		require.NoError(t, err)
		storetest.SetUp(t, s)
		for _, text := range []string{"一", "二"} {
			_, err := s.OpenFinding(t.Context(), checklist.FindingDraft{Text: text, Photos: []checklist.PhotoRef{storetest.Photo("p"+text, 'a')}})
			require.NoError(t, err)
		}
		rep, err := s.Check(t.Context(), true, nil)
		require.NoError(t, err)
		require.Equal(t, 2, rep.Findings)
		require.Empty(t, rep.Troubles)
		require.NoError(t, s.Close())
		db := raw(t, filepath.Join(opt.Dir, "app.db"))
		mustExec(t, db, q)
		require.NoError(t, db.Close())
		s, err = store.Open(t.Context(), opt)
		require.NoError(t, err)
		rep, err = s.Check(t.Context(), true, nil)
		require.NoError(t, err)
		require.Len(t, rep.Troubles, 1, q)
		require.Equal(t, "finding", rep.Troubles[0].Code, q)
		require.NoError(t, s.Close())
	}
}

// TestMovesAreAppendOnly: nothing but the note that they were sent changes.
func TestMovesAreAppendOnly(t *testing.T) {
	opt := storetest.Options(t, "")
	s, err := store.Open(t.Context(), opt)
	require.NoError(t, err)
	storetest.SetUp(t, s)
	_, err = s.OpenFinding(t.Context(), checklist.FindingDraft{Text: "灯不亮"})
	require.NoError(t, err)
	require.NoError(t, s.Close())
	db := raw(t, filepath.Join(opt.Dir, "app.db"))
	for _, q := range []string{"UPDATE finding_events SET body = 'x'", "DELETE FROM finding_events"} {
		_, err := db.ExecContext(t.Context(), q)
		require.ErrorContains(t, err, "append-only")
	}
	mustExec(t, db, "UPDATE finding_events SET sent = 7")
}

// TestFindingsAreFoundAfterARestore: the copy a backup makes is put together
// anew, and the index must still point to the right rows.
func TestFindingsAreFoundAfterARestore(t *testing.T) {
	opt := storetest.Options(t, "")
	s, err := store.Open(t.Context(), opt)
	require.NoError(t, err)
	storetest.SetUp(t, s)
	for i, text := range []string{"灯管不亮", "地面积水", "饮水机缺水"} {
		_, err := s.OpenFinding(t.Context(), checklist.FindingDraft{Text: text, Photos: []checklist.PhotoRef{storetest.Photo("p", "abc"[i])}})
		require.NoError(t, err)
	}
	file := filepath.Join(t.TempDir(), "copy.db")
	require.NoError(t, s.Backup(t.Context(), file))
	want := dump(t, s)
	require.NoError(t, s.Close())
	_, err = store.Restore(t.Context(), opt.Dir, file)
	require.NoError(t, err)
	s, err = store.Open(t.Context(), opt)
	require.NoError(t, err)
	require.Equal(t, want, dump(t, s))
	rows, total, err := s.Findings(t.Context(), checklist.FindingFilter{Text: "积水"})
	require.NoError(t, err)
	require.Equal(t, 1, total)
	require.Equal(t, "地面积水", rows[0].Text)
	require.NoError(t, s.Close())
}
