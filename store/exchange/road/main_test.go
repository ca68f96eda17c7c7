package road_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store/exchange/road"
	"hallcheck/store/exchange/road/roadtest"
)

// maker starts a server; disk limits where its files lie.
type maker struct {
	name string
	make func(t testing.TB, disk string) *roadtest.Server
}

func makers() []maker {
	return []maker{
		{"folder", roadtest.Folder},
		{"webdav apache", roadtest.Apache},
		{"webdav x-net", netDAV},
		{"sftp openssh", roadtest.SSHD},
		{"sftp pkg", pkgSFTP},
		{"s3", roadtest.S3},
	}
}

// each runs a test on every sort of road.
func each(t *testing.T, disk string, test func(t *testing.T, s *roadtest.Server)) {
	for _, m := range makers() {
		t.Run(m.name, func(t *testing.T) { test(t, m.make(t, disk)) })
	}
}

// blob is content that looks like an encrypted file.
func blob(seed byte, size int) ([]byte, string) {
	b := make([]byte, size)
	_, _ = rand.NewChaCha8([32]byte{seed, 7}).Read(b) // never fails
	sum := sha256.Sum256(b)
	return b, hex.EncodeToString(sum[:])
}

func put(r road.Road, name string, b []byte, sum string) error {
	return r.Put(context.Background(), name, bytes.NewReader(b), int64(len(b)), sum, nil)
}

func get(t testing.TB, r road.Road, name string, offset int64) []byte {
	t.Helper()
	f, err := r.Get(context.Background(), name, offset)
	require.NoError(t, err)
	defer f.Close()
	b, err := io.ReadAll(f)
	require.NoError(t, err)
	return b
}

func names(t testing.TB, r road.Road, dir string) (out []string) {
	t.Helper()
	list, err := r.List(context.Background(), dir)
	require.NoError(t, err)
	for _, e := range list {
		out = append(out, e.Name)
	}
	return out
}

func TestConformance(t *testing.T) {
	ctx := context.Background()
	each(t, "", func(t *testing.T, s *roadtest.Server) {
		r := s.Open(t)
		require.Empty(t, names(t, r, ""))
		require.Empty(t, names(t, r, "to-hq"), "a missing folder is empty")
		big, bigSum := blob(1, 3<<20+17)
		one, oneSum := blob(2, 1)
		none, noneSum := blob(3, 0)

		var told []int64
		err := r.Put(ctx, "to-hq/B1-3701101-00000001.bundle", bytes.NewReader(big), int64(len(big)), bigSum, func(n int64) { told = append(told, n) })
		require.NoError(t, err)
		require.IsNonDecreasing(t, told)
		require.Equal(t, int64(len(big)), told[len(told)-1])
		require.NoError(t, put(r, "to-branch/3701101/one.note", one, oneSum))
		require.NoError(t, put(r, "to-branch/3701101/none.note", none, noneSum))
		require.NoError(t, put(r, "root.note", one, oneSum))

		require.Equal(t, []string{"to-hq/B1-3701101-00000001.bundle"}, names(t, r, "to-hq"))
		require.Equal(t, []string{"to-branch/3701101/none.note", "to-branch/3701101/one.note"}, names(t, r, "to-branch/3701101"))
		require.Equal(t, []string{"root.note"}, names(t, r, ""), "folders are not listed")
		require.Empty(t, names(t, r, "to-branch"))
		list, err := r.List(ctx, "to-hq")
		require.NoError(t, err)
		require.Equal(t, int64(len(big)), list[0].Size)
		require.WithinDuration(t, time.Now(), list[0].Changed, 5*time.Second)

		require.Equal(t, big, get(t, r, "to-hq/B1-3701101-00000001.bundle", 0))
		require.Equal(t, big[1<<20:], get(t, r, "to-hq/B1-3701101-00000001.bundle", 1<<20))
		require.Empty(t, get(t, r, "to-hq/B1-3701101-00000001.bundle", int64(len(big))))
		require.Empty(t, get(t, r, "to-branch/3701101/none.note", 0))
		_, err = r.Get(ctx, "to-hq/missing", 0)
		require.ErrorIs(t, err, fs.ErrNotExist)

		require.NoError(t, r.Remove(ctx, "root.note"))
		require.NoError(t, r.Remove(ctx, "root.note"), "gone is gone")
		require.Empty(t, names(t, r, ""))
	})
}

func TestNeverReplaced(t *testing.T) {
	each(t, "", func(t *testing.T, s *roadtest.Server) {
		r := s.Open(t)
		a, aSum := blob(1, 200_000)
		b, bSum := blob(2, 200_000)
		c, cSum := blob(3, 200_001)
		require.NoError(t, put(r, "d/x.bundle", a, aSum))
		require.NoError(t, put(r, "d/x.bundle", a, aSum), "sent again it is done")
		require.Equal(t, "exchange.exists", checklist.CodeOf(put(r, "d/x.bundle", b, bSum)), "same size")
		require.Equal(t, "exchange.exists", checklist.CodeOf(put(r, "d/x.bundle", c, cSum)), "other size")
		require.Equal(t, a, get(t, r, "d/x.bundle", 0))
		require.Equal(t, []string{"d/x.bundle"}, names(t, r, "d"))
		require.NoError(t, r.Tidy(context.Background(), "d", nil))
	})
}

// TestTwoSendersAtOnce: of two that bring one name, one wins, and both know.
func TestTwoSendersAtOnce(t *testing.T) {
	each(t, "", func(t *testing.T, s *roadtest.Server) {
		for round := range 5 {
			name := "d/" + string(rune('a'+round)) + ".bundle"
			data, sums, errs := make([][]byte, 2), make([]string, 2), make(chan error, 2)
			roads := make([]road.Road, 2)
			for i := range 2 {
				data[i], sums[i] = blob(byte(10*round+i), 400_000)
				s.Opt.Sender = string(rune('a' + i))
				roads[i] = s.Open(t)
			}
			for i := range 2 {
				go func() { errs <- put(roads[i], name, data[i], sums[i]) }()
			}
			codes := []string{checklist.CodeOf(<-errs), checklist.CodeOf(<-errs)}
			if !strings.Contains(s.Name, "dav") { // those look first and rename then; our names carry the sum of what is in them
				require.ElementsMatch(t, []string{"", "exchange.exists"}, codes)
			}
			require.Contains(t, codes, "")
			got := get(t, roads[0], name, 0)
			require.True(t, bytes.Equal(got, data[0]) || bytes.Equal(got, data[1]), "one of the two, whole")
		}
	})
}

func TestOnlyWhatWasPromisedLeaves(t *testing.T) {
	each(t, "", func(t *testing.T, s *roadtest.Server) {
		r := s.Open(t)
		a, aSum := blob(1, 100_000)
		bad := bytes.Clone(a)
		bad[77_777] ^= 1
		require.Equal(t, "road.source", checklist.CodeOf(put(r, "x.bundle", bad, aSum)))
		require.Equal(t, "road.source", checklist.CodeOf(put(r, "x.bundle", a[:99_999], aSum)))
		for _, name := range []string{"", "/x", "../x", "a/../../x", "中文", "a b", "a?b", "a//b", "x/"} {
			require.Equal(t, "road.name", checklist.CodeOf(put(r, name, a, aSum)), name)
		}
		require.Empty(t, names(t, r, ""))
	})
}

// TestTidy: own parts go unless they are gone on with, those of others when a day old.
func TestTidy(t *testing.T) {
	ctx := context.Background()
	each(t, "", func(t *testing.T, s *roadtest.Server) {
		if s.Dir == "" {
			t.Skip("nothing is ever half there on S3")
		}
		r := s.Open(t)
		write := func(name string, age time.Duration) {
			p := filepath.Join(s.Dir, name)
			require.NoError(t, os.WriteFile(p, []byte("x"), 0o666))
			require.NoError(t, os.Chtimes(p, time.Now().Add(-age), time.Now().Add(-age)))
		}
		_, sum := blob(1, 10)
		kept, left := road.PartName(sum, ""), ".part-0123456789abcdef-one"
		write(kept, 0)
		write(left, 0)
		write(".part-0123456789abcdef-other", time.Hour)
		write(".part-0123456789abcdef-older", 25*time.Hour)
		write("x.bundle", 100*time.Hour)
		require.NoError(t, r.Tidy(ctx, "", func(part string) bool { return part == kept }))
		list, err := filepath.Glob(filepath.Join(s.Dir, "*"))
		require.NoError(t, err)
		require.ElementsMatch(t, []string{
			filepath.Join(s.Dir, "x.bundle"), filepath.Join(s.Dir, kept), filepath.Join(s.Dir, ".part-0123456789abcdef-other"),
		}, list)
		require.Equal(t, []string{"x.bundle"}, names(t, r, ""), "parts are not listed")
	})
}
