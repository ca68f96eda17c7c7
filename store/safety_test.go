package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/storetest"
)

func dump(t *testing.T, s *store.Store) string {
	t.Helper()
	b, err := s.Dump(t.Context())
	require.NoError(t, err)
	return string(b)
}

func TestBackupAndRestore(t *testing.T) {
	opt := storetest.Options(t, "")
	s, err := store.Open(t.Context(), opt)
	require.NoError(t, err)
	storetest.Work(t, s)
	want := dump(t, s)
	file := filepath.Join(t.TempDir(), "我的 备份.db")
	require.NoError(t, s.Backup(t.Context(), file))
	require.Equal(t, "store.backupExists", checklist.CodeOf(s.Backup(t.Context(), file)))
	require.NoError(t, s.SetSetting(t.Context(), "later", "1"))
	require.NoError(t, s.Close())
	kept, err := store.Restore(t.Context(), opt.Dir, file)
	require.NoError(t, err)
	require.FileExists(t, filepath.Join(kept, "app.db"))
	s, err = store.Open(t.Context(), opt)
	require.NoError(t, err)
	require.Equal(t, want, dump(t, s))
	require.NoError(t, s.Close())

	bad := filepath.Join(t.TempDir(), "bad.db")
	b, err := os.ReadFile(file)
	require.NoError(t, err)
	for i := 4096 * 3; i < 4096*5; i++ {
		b[i] = 0xEE
	}
	require.NoError(t, os.WriteFile(bad, b, 0o600))
	_, err = store.Restore(t.Context(), opt.Dir, bad)
	require.Equal(t, "store.backupBad", checklist.CodeOf(err))
	_, err = store.Restore(t.Context(), opt.Dir, filepath.Join(opt.Dir, "none"))
	require.Equal(t, "store.backupBad", checklist.CodeOf(err))
	s, err = store.Open(t.Context(), opt)
	require.NoError(t, err)
	require.Equal(t, want, dump(t, s))
	require.NoError(t, s.Close())
}

func TestDailyBackupsKeepSeven(t *testing.T) {
	opt := storetest.Options(t, "")
	clock := storetest.NewClock()
	opt.Clock = clock.Now
	for range 10 {
		day := clock.At.UTC().Format("20060102")
		for range 2 { // the second start of a day makes none
			s, err := store.Open(t.Context(), opt)
			require.NoError(t, err)
			require.Eventually(t, func() bool {
				list := store.Backups(opt.Dir)
				return len(list) > 0 && filepath.Base(list[0])[4:12] == day
			}, 10*time.Second, 5*time.Millisecond)
			require.NoError(t, s.Close())
		}
		clock.At = clock.At.Add(25 * time.Hour)
	}
	require.Len(t, store.Backups(opt.Dir), 7)
}

// TestHalfBackupsAreSweptAway: a program killed during its daily backup leaves a
// copy of the database that nobody would ever remove.
func TestHalfBackupsAreSweptAway(t *testing.T) {
	opt := storetest.Options(t, "")
	half := filepath.Join(opt.Dir, "backup", "app-20261102T090000Z.db.part")
	require.NoError(t, os.MkdirAll(filepath.Dir(half), 0o700))
	for _, f := range []string{half, half + "-journal", filepath.Join(filepath.Dir(half), "mine.part")} {
		require.NoError(t, os.WriteFile(f, []byte("half"), 0o600))
	}
	s, err := store.Open(t.Context(), opt)
	require.NoError(t, err)
	require.Eventually(t, func() bool { return len(store.Backups(opt.Dir)) == 1 }, 10*time.Second, 5*time.Millisecond)
	require.NoError(t, s.Close())
	require.NoFileExists(t, half)
	require.NoFileExists(t, half+"-journal")
	require.FileExists(t, filepath.Join(filepath.Dir(half), "mine.part"))
}

// TestHalfRestoresAreSweptAway: a killed restore leaves an unpacked copy of all
// photos; the next start or restore removes it, one under way keeps its own.
func TestHalfRestoresAreSweptAway(t *testing.T) {
	opt := storetest.Options(t, "")
	leave := func() (ours, theirs []string) {
		for _, d := range []string{".restore-123", ".restore-mine", "restore-7"} {
			require.NoError(t, os.MkdirAll(filepath.Join(opt.Dir, d, "photos"), 0o700))
			require.NoError(t, os.WriteFile(filepath.Join(opt.Dir, d, "photos", "x"), []byte("half"), 0o600))
		}
		require.NoError(t, os.WriteFile(filepath.Join(opt.Dir, "restore.part"), []byte("half"), 0o600))
		return []string{".restore-123", "restore.part"}, []string{".restore-mine/photos/x", "restore-7/photos/x"}
	}
	look := func(ours, theirs []string) {
		for _, p := range ours {
			_, err := os.Lstat(filepath.Join(opt.Dir, p))
			require.ErrorIs(t, err, os.ErrNotExist, p)
		}
		for _, p := range theirs {
			require.FileExists(t, filepath.Join(opt.Dir, p))
		}
	}
	ours, theirs := leave()
	s, err := store.Open(t.Context(), opt)
	require.NoError(t, err)
	look(ours, theirs)
	ours, theirs = leave()
	_, err = store.RestoreFrom(t.Context(), opt.Dir, func() (string, error) { return "", nil })
	require.Equal(t, "store.locked", checklist.CodeOf(err))
	require.DirExists(t, filepath.Join(opt.Dir, ".restore-123"), "the folder is in use: nothing is touched")
	copied := filepath.Join(t.TempDir(), "b.db")
	require.NoError(t, s.Backup(t.Context(), copied))
	require.NoError(t, s.Close())
	_, err = store.RestoreFrom(t.Context(), opt.Dir, func() (string, error) {
		look(ours, theirs)
		work, err := os.MkdirTemp(opt.Dir, store.RestoreWork)
		require.NoError(t, err)
		return filepath.Join(work, "b.db"), os.Rename(copied, filepath.Join(work, "b.db"))
	})
	require.NoError(t, err, "the folder of the restore under way stays")
}

// TestCheckFindsTampering changes rows behind the store's back.
func TestCheckFindsTampering(t *testing.T) {
	for want, q := range map[string]string{
		"seal":   "UPDATE answers SET value = '{\"verdict\":\"pass\"}' WHERE inspection = 'in-2' AND item = 'item.7'",
		"record": "UPDATE answers SET value = 'x' WHERE inspection = 'in-1' AND item = 'item.1'",
		"result": "UPDATE results SET result = replace(result, '750', '990') WHERE inspection = 'in-1'",
		"sums":   "UPDATE period_cells SET score_sum = score_sum + 1",
		"audit":  "DROP TRIGGER audit_no_update; UPDATE audit SET actor = 'x' WHERE seq = 4",
		"orphan": "DELETE FROM sheets WHERE inspection = 'in-0'",
	} {
		opt := storetest.Options(t, "")
		s, err := store.Open(t.Context(), opt)
		require.NoError(t, err)
		storetest.Work(t, s)
		require.NoError(t, s.Close())
		db := raw(t, filepath.Join(opt.Dir, "app.db"))
		mustExec(t, db, q)
		require.NoError(t, db.Close())
		s, err = store.Open(t.Context(), opt)
		require.NoError(t, err)
		rep, err := s.Check(t.Context(), true, nil)
		require.NoError(t, err, want)
		codes := map[string]bool{}
		for _, x := range rep.Troubles {
			codes[x.Code] = true
		}
		require.True(t, codes[want], "%s: %v", want, rep.Troubles)
		require.NoError(t, s.Close())
	}
}

// TestCheckWhileWorkGoesOn: an inspection that is finished between the reading of
// the kept sums and that of their base is no damage.
func TestCheckWhileWorkGoesOn(t *testing.T) {
	for name, s := range map[string]*store.Store{"sqlite": open(t), "postgres": openServer(t)} {
		storetest.SetUp(t, s)
		storetest.Fill(t, s, storetest.Draft(t, s, "in-1", time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC)), 2)
		late := storetest.Draft(t, s, "in-2", time.Date(2026, 11, 4, 9, 0, 0, 0, time.UTC))
		finished := false
		require.NoError(t, s.AfterRows(func(sql string) {
			if strings.Contains(sql, "FROM period_cells WHERE") && !finished {
				finished = true
				storetest.Fill(t, s, late, 1)
			}
		}))
		rep, err := s.Check(t.Context(), true, nil)
		require.NoError(t, err, name)
		require.True(t, finished, name)
		require.Empty(t, rep.Troubles, name)
		rows, _, err := s.Summaries(t.Context(), checklist.Filter{})
		require.NoError(t, err)
		require.Len(t, rows, 2)
		require.Equal(t, checklist.Finished, rows[0].Status)
	}
}

func openServer(t *testing.T) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), storetest.Options(t, onServer(t).Database(t)))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

func TestAuditIsAppendOnly(t *testing.T) {
	opt := storetest.Options(t, "")
	s, err := store.Open(t.Context(), opt)
	require.NoError(t, err)
	storetest.SetUp(t, s)
	require.NoError(t, s.Close())
	db := raw(t, filepath.Join(opt.Dir, "app.db"))
	for _, q := range []string{"UPDATE audit SET actor = 'x'", "DELETE FROM audit"} {
		_, err := db.ExecContext(t.Context(), q)
		require.ErrorContains(t, err, "append-only")
	}
}

// tap answers one item, another one each time.
func tap(s *store.Store, id string, n int) error {
	_, err := s.Edit(context.Background(), id, func(in *checklist.Inspection, now time.Time) error {
		item := in.Checklist.Items[n%len(in.Checklist.Items)].ID
		v := []checklist.Verdict{checklist.Pass, checklist.Miss}[n/len(in.Checklist.Items)%2]
		return errors.Join(in.Record(checklist.MainSheet, item, checklist.VerdictValue(v), now),
			in.Note(checklist.MainSheet, item, fmt.Sprint("第", n), now))
	})
	return err
}

// smallDisk mounts a file system of n MiB.
func smallDisk(t *testing.T, mib int) string {
	t.Helper()
	dir := t.TempDir()
	out, err := exec.Command("mount", "-t", "tmpfs", "-o", fmt.Sprintf("size=%dm", mib), "tmpfs", dir).CombinedOutput()
	if err != nil {
		fmt.Printf("SKIP %s: no right to mount a small disk: %s\n", t.Name(), out)
		t.Skip("cannot mount")
	}
	t.Cleanup(func() { _ = exec.Command("umount", "-l", dir).Run() })
	return dir
}

// TestFullDisk: the reserve lets ticks go on; when that is used up too, the tick
// is refused with a sentence, nothing saved is harmed, and freeing room is enough.
func TestFullDisk(t *testing.T) {
	opt := storetest.Options(t, "")
	opt.Dir = smallDisk(t, 48)
	s, err := store.Open(t.Context(), opt)
	require.NoError(t, err)
	storetest.SetUp(t, s)
	id := storetest.Draft(t, s, "in-1", time.Unix(1_800_000_000, 0))
	require.NoError(t, tap(s, id, 0))
	ballast := filepath.Join(opt.Dir, "ballast")
	f, err := os.Create(ballast)
	require.NoError(t, err)
	for err == nil {
		_, err = f.Write(make([]byte, 4096))
	}
	require.NoError(t, f.Close())
	require.FileExists(t, filepath.Join(opt.Dir, "reserve.bin"))
	acked := 0
	for n := 1; n <= 4000 && err != nil; n++ {
		if e := tap(s, id, n); e != nil {
			require.Equal(t, "store.full", checklist.CodeOf(e))
			break
		}
		acked = n
	}
	require.GreaterOrEqual(t, acked, 2000)
	require.NoFileExists(t, filepath.Join(opt.Dir, "reserve.bin"))
	f, err = os.OpenFile(ballast, os.O_APPEND|os.O_WRONLY, 0)
	require.NoError(t, err)
	for err == nil {
		_, err = f.Write(make([]byte, 4096))
	}
	require.NoError(t, f.Close())
	var refused error
	for n := 5000; n < 5200 && refused == nil; n++ { // big rows, until the log wants a new page
		if refused = s.SetSetting(t.Context(), fmt.Sprint("k", n), strings.Repeat("x", 300_000)); refused == nil {
			acked = n
			require.NoError(t, tap(s, id, n))
		}
	}
	require.Equal(t, "store.full", checklist.CodeOf(refused))
	in, err := s.Inspection(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, fmt.Sprint("第", acked), in.Answer("main", fmt.Sprintf("item.%d", acked%8)).Note)
	require.NoError(t, os.Remove(ballast))
	require.NoError(t, tap(s, id, 9001))
	rep, err := s.Check(t.Context(), true, nil)
	require.NoError(t, err)
	require.Empty(t, rep.Troubles)
	require.NoError(t, s.Close())
}

// fillDisk leaves no byte free beside name.
func fillDisk(t *testing.T, name string) {
	t.Helper()
	f, err := os.OpenFile(name, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	require.NoError(t, err)
	for err == nil {
		_, err = f.Write(make([]byte, 4096))
	}
	require.NoError(t, f.Close())
}

// TestOpenOnAFullDisk: a start on a full disk lives on the reserve and says so to
// the first who listens; with no reserve left it says how much to free.
func TestOpenOnAFullDisk(t *testing.T) {
	opt := storetest.Options(t, "")
	opt.Dir = smallDisk(t, 48)
	s, err := store.Open(t.Context(), opt)
	require.NoError(t, err)
	storetest.SetUp(t, s)
	id := storetest.Draft(t, s, "in-1", time.Unix(1_800_000_000, 0))
	require.NoError(t, tap(s, id, 0))
	want := dump(t, s)
	require.NoError(t, s.Close())
	ballast, reserve := filepath.Join(opt.Dir, "ballast"), filepath.Join(opt.Dir, "reserve.bin")
	fillDisk(t, ballast)
	require.FileExists(t, reserve)

	s, err = store.Open(t.Context(), opt)
	require.NoError(t, err)
	require.Equal(t, want, dump(t, s))
	heard := make(chan checklist.Change, 8)
	s.Subscribe(func(c checklist.Change) { heard <- c })
	select {
	case c := <-heard:
		require.Equal(t, checklist.Change{Kind: "space", ID: "low"}, c)
	case <-time.After(5 * time.Second):
		t.Fatal("nobody was told that the disk is full")
	}
	require.NoFileExists(t, reserve)
	require.NoError(t, tap(s, id, 1))
	want = dump(t, s)
	require.NoError(t, s.Close())

	fillDisk(t, ballast)
	_, err = store.Open(t.Context(), opt)
	require.Equal(t, "store.full", checklist.CodeOf(err), "%v", err)
	require.NoError(t, os.Truncate(ballast, 0))
	s, err = store.Open(t.Context(), opt)
	require.NoError(t, err)
	require.Equal(t, want, dump(t, s))
	require.NoError(t, s.Close())
}

// TestOpenANewFolderOnAFullDisk: with nothing there yet the sentence is the same.
func TestOpenANewFolderOnAFullDisk(t *testing.T) {
	opt := storetest.Options(t, "")
	disk := smallDisk(t, 4)
	opt.Dir = filepath.Join(disk, "data")
	fillDisk(t, filepath.Join(disk, "ballast"))
	_, err := store.Open(t.Context(), opt)
	var coded *checklist.Error
	require.ErrorAs(t, err, &coded)
	require.Equal(t, "store.full", coded.Code, "%v", err)
	require.Equal(t, map[string]string{"mb": "64"}, coded.Args)
}

func TestStoreAfterCloseRefuses(t *testing.T) {
	s := open(t)
	storetest.SetUp(t, s)
	id := storetest.Draft(t, s, "in-1", time.Unix(1_800_000_000, 0))
	require.NoError(t, s.Close())
	require.NoError(t, s.Close())
	require.Equal(t, "store.closed", checklist.CodeOf(tap(s, id, 1)))
	_, err := s.Inspection(t.Context(), "other")
	require.Equal(t, "store.closed", checklist.CodeOf(err))
	_, _, err = s.Summaries(t.Context(), checklist.Filter{})
	require.Equal(t, "store.closed", checklist.CodeOf(err))
}

// TestManyWriters: taps, imports and settings from several goroutines all arrive.
func TestManyWriters(t *testing.T) {
	s := open(t)
	storetest.SetUp(t, s)
	id := storetest.Draft(t, s, "in-1", time.Unix(1_800_000_000, 0))
	done := make(chan error, 4)
	for g := range 4 {
		go func() {
			var err error
			for n := 0; n < 50 && err == nil; n++ {
				err = errors.Join(tap(s, id, n), s.SetSetting(context.Background(), fmt.Sprint("k", g), fmt.Sprint(n)))
				if err == nil {
					_, _, err = s.Summaries(context.Background(), checklist.Filter{})
				}
			}
			done <- err
		}()
	}
	for range 4 {
		require.NoError(t, <-done)
	}
	in, err := s.Inspection(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, 200, in.Rev)
}
