package photos

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

func write(t testing.TB, path string, data []byte) string {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
	require.NoError(t, os.WriteFile(path, data, 0o600))
	return path
}

func TestPicturesInTheOrderAPersonCounts(t *testing.T) {
	dir := t.TempDir()
	for _, n := range []string{
		"IMG_10.jpg", "img_2.JPG", "IMG_1.heic", "IMG_002b.png", "notes.txt",
		".hidden.jpg", ".cache/x.jpg", "sub/9.webp", "sub/10.jpeg",
	} {
		write(t, filepath.Join(dir, n), []byte("x"))
	}
	single := write(t, filepath.Join(t.TempDir(), "given.bin"), []byte("x"))
	got, err := Pictures([]string{single, dir})
	require.NoError(t, err)
	want := []string{single}
	for _, n := range []string{"IMG_1.heic", "img_2.JPG", "IMG_002b.png", "IMG_10.jpg", "sub/9.webp", "sub/10.jpeg"} {
		want = append(want, filepath.Join(dir, filepath.FromSlash(n)))
	}
	assert.Equal(t, want, got)
	_, err = Pictures([]string{filepath.Join(dir, "gone")})
	assert.Equal(t, "photo.read", checklist.CodeOf(err))
}

func TestPicturesHaveALimit(t *testing.T) {
	dir := t.TempDir()
	for i := range MaxPictures + 5 {
		write(t, filepath.Join(dir, strconv.Itoa(i)+".jpg"), nil)
	}
	got, err := Pictures([]string{dir})
	assert.Equal(t, "photo.tooMany", checklist.CodeOf(err))
	require.Len(t, got, MaxPictures)
	assert.Equal(t, filepath.Join(dir, "1999.jpg"), got[MaxPictures-1])
}

func TestImportGoesOnAfterABadFile(t *testing.T) {
	s := open(t)
	dir := t.TempDir()
	paths := []string{
		write(t, filepath.Join(dir, "a.jpg"), camera(t, 64, 48, 1)),
		write(t, filepath.Join(dir, "b.jpg"), []byte("no photo")),
		filepath.Join(dir, "gone.jpg"),
		dir,
		write(t, filepath.Join(dir, "c.jpg"), camera(t, 64, 48, 2)),
	}
	names, codes := make([]string, len(paths)), make([]string, len(paths))
	refs := s.Import(bg, paths, "drop", noon, func(i int, ref checklist.PhotoRef, err error) {
		names[i], codes[i] = ref.Name, checklist.CodeOf(err)
	})
	assert.Equal(t, []string{"a.jpg", "", "", "", "c.jpg"}, names)
	assert.Equal(t, []string{"", "photo.type", "photo.read", "photo.type", ""}, codes)
	require.Len(t, refs, 2)
	assert.Equal(t, "a.jpg", refs[0].Name)
	assert.Equal(t, "c.jpg", refs[1].Name)
}

func TestInboxReportsWholeFilesOnce(t *testing.T) {
	dir := t.TempDir()
	known := map[string]seen{}
	assert.Empty(t, lookInto(filepath.Join(dir, "unplugged"), known))
	two := write(t, filepath.Join(dir, "2.jpg"), []byte("half"))
	write(t, filepath.Join(dir, "2.jpg.part"), []byte("x"))
	write(t, filepath.Join(dir, "empty.jpg"), nil)
	assert.Empty(t, lookInto(dir, known), "one look says nothing about being whole")
	write(t, two, []byte("half and half"))
	one := write(t, filepath.Join(dir, "1.jpg"), []byte("x"))
	assert.Empty(t, lookInto(dir, known), "it grew")
	assert.Equal(t, []string{one, two}, lookInto(dir, known))
	assert.Empty(t, lookInto(dir, known), "once")
	write(t, one, []byte("another picture"))
	assert.Empty(t, lookInto(dir, known))
	assert.Equal(t, []string{one}, lookInto(dir, known), "written anew")
	require.NoError(t, os.Remove(two))
	lookInto(dir, known)
	write(t, two, []byte("half and half"))
	lookInto(dir, known)
	assert.Equal(t, []string{two}, lookInto(dir, known), "gone and come again")
}

func TestWatchEndsWithItsContext(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithTimeout(bg, 20*time.Second)
	defer cancel()
	want := write(t, filepath.Join(dir, "1.jpg"), []byte("x"))
	var got []string
	Watch(ctx, dir, time.Millisecond, func(p string) { got = append(got, p); cancel() })
	assert.Equal(t, []string{want}, got)
}

func TestSweep(t *testing.T) {
	s := open(t)
	var hashes []string
	for i := range 3 {
		ref, err := s.Add(bg, bytes.NewReader(camera(t, 64, 48, uint64(i))), "a.jpg", "file", noon)
		require.NoError(t, err)
		hashes = append(hashes, ref.Hash)
	}
	used := map[string]bool{hashes[0]: true}
	sweep := func(now time.Time) Swept {
		n, err := s.Sweep(bg, func(h string) bool { return used[h] }, now)
		require.NoError(t, err)
		return n
	}
	now := time.Now()
	assert.Equal(t, Swept{}, sweep(now), "a young original may still get its row")
	now = now.Add(25 * time.Hour)
	assert.Equal(t, Swept{Moved: 2}, sweep(now))
	assert.True(t, s.Has(hashes[0]))
	assert.False(t, s.Has(hashes[1]))
	assert.Equal(t, Swept{}, sweep(now))
	used[hashes[1]] = true
	assert.Equal(t, Swept{Restored: 1}, sweep(now.Add(24*time.Hour)))
	require.NoError(t, s.Verify(bg, hashes[1]))
	assert.Equal(t, Swept{Deleted: 1}, sweep(now.Add(32*24*time.Hour)))
	_, err := os.Stat(filepath.Join(s.trash(), now.UTC().Format(time.DateOnly)))
	assert.ErrorIs(t, err, os.ErrNotExist)

	old := time.Now().Add(-48 * time.Hour)
	require.NoError(t, os.Chtimes(s.original(hashes[0]), old, old))
	_, err = s.Add(bg, bytes.NewReader(camera(t, 64, 48, 0)), "a.jpg", "file", noon)
	require.NoError(t, err)
	delete(used, hashes[0])
	assert.Equal(t, Swept{}, sweep(time.Now()), "added again just now: not to be swept before its row is written")
}

func TestOpenRemovesOldTemporaryFiles(t *testing.T) {
	s := open(t)
	old := write(t, filepath.Join(s.tmp(), "in-old"), []byte("x"))
	young := write(t, filepath.Join(s.tmp(), "in-young"), []byte("x"))
	past := time.Now().Add(-25 * time.Hour)
	require.NoError(t, os.Chtimes(old, past, past))
	again, err := Open(s.dir)
	require.NoError(t, err)
	require.NoError(t, again.Close())
	assert.NoFileExists(t, old)
	assert.FileExists(t, young)
}

func TestMovePatiently(t *testing.T) {
	for _, c := range []struct {
		err   error
		fails int
		calls int
		ok    bool
	}{
		{&os.LinkError{Op: "rename", Err: sharingViolation}, 3, 4, true},
		{os.ErrPermission, 2, 3, true},
		{syscall.ENOSPC, 1, 1, false},
		{os.ErrPermission, 99, 10, false},
	} {
		calls := 0
		err := patiently(func(string, string) error {
			if calls++; calls <= c.fails {
				return c.err
			}
			return nil
		})("a", "b")
		assert.Equal(t, c.calls, calls)
		if c.ok {
			assert.NoError(t, err)
		} else {
			assert.ErrorIs(t, err, c.err)
		}
	}
}

func TestDiskFullIsNamed(t *testing.T) {
	s := open(t)
	s.rename = func(string, string) error { return &os.LinkError{Op: "rename", Err: syscall.ENOSPC} }
	data := camera(t, 64, 48, 1)
	_, err := s.Add(bg, bytes.NewReader(data), "大堂.jpg", "file", noon)
	assert.Equal(t, checklist.Fail("photo.full", "name", "大堂.jpg", "mb", "2").Args, err.(*checklist.Error).Args)
	assert.Equal(t, "photo.full", checklist.CodeOf(err))
	assert.False(t, s.Has(sum(data)))
	requireNoTemp(t, s)
	s.rename = moveFile
	_, err = s.Add(bg, bytes.NewReader(data), "大堂.jpg", "file", noon)
	require.NoError(t, err, "goes on without a restart once there is room")
}

func TestCaptured(t *testing.T) {
	east := time.FixedZone("", 8*3600)
	local := time.Local
	time.Local = east
	defer func() { time.Local = local }()
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	for in, want := range map[[2]string]time.Time{
		{"2026:03:04 05:06:07", ""}:        time.Date(2026, 3, 3, 21, 6, 7, 0, time.UTC),
		{"2026:03:04 05:06:07", "+01:00"}:  time.Date(2026, 3, 4, 4, 6, 7, 0, time.UTC),
		{"2026:03:04 05:06:07", "-03:30"}:  time.Date(2026, 3, 4, 8, 36, 7, 0, time.UTC),
		{"2026:03:04 05:06:07", "rubbish"}: time.Date(2026, 3, 3, 21, 6, 7, 0, time.UTC),
	} {
		assert.Equal(t, want.UnixMilli(), captured(in[0], in[1], now), in)
	}
	for _, in := range []string{"", "0000:00:00 00:00:00", "1970:01:01 00:00:00", "2026:11:23 00:00:00", "2026:13:01 00:00:00", strings.Repeat("9", 50)} {
		assert.Zero(t, captured(in, "", now), in)
	}
}
