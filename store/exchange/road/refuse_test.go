package road_test

import (
	"bytes"
	"context"
	"net"
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

func refused(t *testing.T, addr string, o road.Options, code string) *checklist.Error {
	t.Helper()
	r, err := road.Open(context.Background(), addr, o)
	if err == nil {
		_ = r.Close()
	}
	var e *checklist.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, code, e.Code, err.Error())
	require.NotContains(t, err.Error(), roadtest.Secret)
	require.NotContains(t, err.Error(), "Kanarie")
	require.True(t, road.Systemic(err), "the next file would meet it as well")
	return e
}

func TestWrongPassword(t *testing.T) {
	each(t, "", func(t *testing.T, s *roadtest.Server) {
		if s.Name == "folder" {
			t.Skip("a folder has no password")
		}
		o := s.Opt
		o.Secret = "Kanarie-wrong"
		if strings.HasPrefix(s.Opt.Secret, "-----BEGIN") {
			_, o.Secret = roadtest.NewKey(t)
		}
		refused(t, s.Addr, o, "road.auth")
		if s.Name == "OpenSSH" {
			o.Secret = "Kanarie-wrong"
			refused(t, s.Addr, o, "road.auth")
		}
		o.Secret = ""
		refused(t, s.Addr, o, "road.noSecret")
	})
}

func TestNobodyThere(t *testing.T) {
	host := roadtest.FreePort(t)
	for _, addr := range []string{"webdav://u@" + host + "/x", "sftp://u@" + host + "/x", "s3://u@" + host + "/bucket/x", "webdav://u@no-such-host.invalid/x"} {
		refused(t, addr, road.Options{Secret: roadtest.Secret}, "road.offline")
	}
	refused(t, filepath.Join(t.TempDir(), "no stick"), road.Options{}, "road.missing")
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	refused(t, file, road.Options{}, "road.missing")
}

// TestSilentServer: one that takes the connection and says nothing.
func TestSilentServer(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	for _, addr := range []string{"webdav://u@%/x", "webdavs://u@%/x", "sftp://u@%/x", "s3://u@%/bucket/x"} {
		start := time.Now()
		o := road.Options{Secret: roadtest.Secret, Stall: 200 * time.Millisecond}
		_, err := road.Open(context.Background(), strings.Replace(addr, "%", l.Addr().String(), 1), o)
		require.Contains(t, []string{"road.stalled", "road.cut"}, checklist.CodeOf(err), addr)
		require.True(t, road.Systemic(err))
		require.Less(t, time.Since(start), 3*time.Second)
	}
}

func TestMissingPlaceOnServer(t *testing.T) {
	sshd := roadtest.SSHD(t, "")
	refused(t, sshd.Addr+"/no-such-folder", sshd.Opt, "road.missing")
	s3 := roadtest.S3(t, "")
	refused(t, strings.Replace(s3.Addr, "bucket", "no-such-bucket", 1), s3.Opt, "road.missing")
	dav := roadtest.Apache(t, "")
	refused(t, dav.Addr+"/no-such-folder", dav.Opt, "road.missing")
	refused(t, strings.Replace(sshd.Addr, "sftp", "webdav", 1), sshd.Opt, "road.server")
	refused(t, strings.Replace(dav.Addr, "webdav:", "webdavs:", 1), dav.Opt, "road.tls")
}

// TestHostKey: nothing goes to a host before its key was accepted, and a changed
// key is a refusal of its own that no question gets around.
func TestHostKey(t *testing.T) {
	ctx := context.Background()
	s := roadtest.SSHD(t, "")
	fresh := s.Opt
	fresh.Pinned = ""
	print := road.Fingerprint(s.Opt.Pinned)
	require.True(t, strings.HasPrefix(print, "SHA256:"))
	e := refused(t, s.Addr, fresh, "road.hostNew")
	require.Equal(t, print, e.Args["print"])

	asked, pinned := "", ""
	fresh.Trust = func(host, print, key string) bool { asked, pinned = host+" "+print, key; return false }
	refused(t, s.Addr, fresh, "road.hostNew")
	require.Equal(t, s.Host+" "+print, asked)
	fresh.Trust = func(_, _, key string) bool { pinned = key; return true }
	r, err := road.Open(ctx, s.Addr, fresh)
	require.NoError(t, err)
	require.NoError(t, r.Close())
	require.Equal(t, s.Opt.Pinned, pinned, "what is to be kept")

	other, _ := roadtest.NewKey(t)
	changed := s.Opt
	changed.Pinned = strings.TrimSpace(other)
	changed.Trust = func(string, string, string) bool { t.Error("asked about a changed key"); return true }
	e = refused(t, s.Addr, changed, "road.hostChanged")
	require.Equal(t, print, e.Args["print"])
	require.Equal(t, road.Fingerprint(other), e.Args["known"])
	changed.Pinned = "rubbish"
	refused(t, s.Addr, changed, "road.hostChanged")

	bad := s.Opt
	bad.Secret = "-----BEGIN OPENSSH PRIVATE KEY-----\nrubbish\n-----END OPENSSH PRIVATE KEY-----\n"
	_, err = road.Open(ctx, s.Addr, bad)
	require.Equal(t, "road.key", checklist.CodeOf(err))
}

// TestServerDiskFull: the person learns that the place is full, nothing half is
// seen there, and it works by itself when there is room again.
func TestServerDiskFull(t *testing.T) {
	ctx := context.Background()
	each(t, "24m", func(t *testing.T, s *roadtest.Server) {
		r := s.Open(t)
		big, bigSum := blob(1, 15<<20)
		more, moreSum := blob(2, 12<<20)
		require.NoError(t, put(r, "d/one.bundle", big, bigSum))
		err := put(r, "d/two.bundle", more, moreSum)
		require.True(t, road.Systemic(err))
		if s.Name == "x/net/webdav" { // answers 405, whatever went wrong
			require.Equal(t, "road.server", checklist.CodeOf(err), "%v", err)
		} else {
			require.Equal(t, "road.full", checklist.CodeOf(err), "%v", err)
			require.False(t, road.Fleeting(err), "it wants a person")
		}
		require.Equal(t, []string{"d/one.bundle"}, names(t, r, "d"))
		require.NoError(t, r.Remove(ctx, "d/one.bundle"))
		require.NoError(t, put(r, "d/two.bundle", more, moreSum))
		require.Equal(t, more, get(t, r, "d/two.bundle", 0))
	})
}

func TestReadOnlyPlace(t *testing.T) {
	b, sum := blob(1, 1000)
	s := roadtest.SSHD(t, "")
	r := s.Open(t)
	if os.Geteuid() != 0 { // root may write anywhere
		require.NoError(t, os.Chmod(s.Dir, 0o555))
		require.Equal(t, "road.denied", checklist.CodeOf(put(r, "x.bundle", b, sum)))
		require.NoError(t, os.Chmod(s.Dir, 0o755))
	}
	dav := roadtest.Apache(t, "")
	d := dav.Open(t)
	require.NoError(t, os.Chown(dav.Dir, 0, 0))
	require.NoError(t, os.Chmod(dav.Dir, 0o555))
	err := put(d, "x.bundle", b, sum)
	require.Contains(t, []string{"road.denied", "road.server"}, checklist.CodeOf(err), "%v", err)
}

func TestAddresses(t *testing.T) {
	const pass = "p%40ss:w%2Frd"
	for raw, want := range map[string]string{
		"webdav://u:" + pass + "@h/a/b/":                   "webdav://u@h/a/b",
		"https://u:" + pass + "@h:8443/a":                  "webdavs://u@h:8443/a",
		"sftp://u:" + pass + "@h/a":                        "sftp://u@h:22/a",
		"s3s://k:" + pass + "@h:9000/bucket/p?region=cn-1": "s3s://k@h:9000/bucket/p?region=cn-1",
	} {
		clean, secret, err := road.Split(raw)
		require.NoError(t, err, raw)
		require.Equal(t, want, clean)
		require.Equal(t, "p@ss:w/rd", secret)
		again, none, err := road.Split(clean)
		require.NoError(t, err)
		require.Equal(t, clean, again)
		require.Empty(t, none)
	}
	for _, raw := range []string{"", "gopher://u:Kanarie@h/x", "sftp://u:Kan%zzarie@h/x", "webdav://u:Kan/ari/e@h:x/y", "sftp://h/x", "s3://k:Kanarie@h", "webdav:///x"} {
		_, _, err := road.Split(raw)
		require.Equal(t, "road.address", checklist.CodeOf(err), raw)
		require.NotContains(t, err.Error(), "Kan", raw)
		require.NotContains(t, err.Error(), "ari", raw)
	}
	for _, dir := range []string{`C:\报送`, `\\server\share`, "/mnt/报 送", "relative"} {
		a, err := road.Parse(dir)
		require.NoError(t, err)
		require.Equal(t, road.Folder, a.Kind)
		require.Equal(t, dir, a.String())
		require.False(t, road.IsAddress(dir))
	}
}

// TestCancel: a person who stops waits for nobody.
func TestCancel(t *testing.T) {
	each(t, "", func(t *testing.T, s *roadtest.Server) {
		r := s.Open(t)
		b, sum := blob(1, 4<<20)
		ctx, cancel := context.WithCancel(context.Background())
		err := r.Put(ctx, "x.bundle", bytes.NewReader(b), int64(len(b)), sum, func(int64) { cancel() })
		if err != nil { // small files may be through already
			require.ErrorIs(t, err, context.Canceled)
			require.Empty(t, names(t, r, ""))
		}
		require.NoError(t, put(r, "x.bundle", b, sum), "the same road goes on")
		require.Equal(t, b, get(t, r, "x.bundle", 0))
	})
}
