package road

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"

	"hallcheck/checklist"
)

// sftpRoad is a folder behind an SSH server. A part that was cut is gone on with,
// and then read back whole before it gets its name.
type sftpRoad struct {
	at     Address
	opt    Options
	meter  *meter
	ssh    *ssh.Client
	client *sftp.Client
}

// window is what is written at a time by many packets; a window is begun only
// when the one before is acknowledged, so that a cut part has holes in its last
// window at most.
const window = 1 << 20

// with runs work on a connection; one that lay idle may have died meanwhile, and
// then work is begun again on a fresh one.
func (s *sftpRoad) with(ctx context.Context, work func(*sftp.Client) error) error {
	for {
		fresh := s.client == nil
		if fresh {
			if err := s.connect(ctx); err != nil {
				return err
			}
		}
		again, err := s.try(ctx, work)
		if !again || fresh {
			return s.plain(err)
		}
	}
}

// try runs work once. The library knows no contexts: the connection is closed when ctx ends.
func (s *sftpRoad) try(ctx context.Context, work func(*sftp.Client) error) (again bool, err error) {
	shut := s.ssh
	stop := context.AfterFunc(ctx, func() { _ = shut.Close() })
	err = work(s.client)
	if !stop() && err == nil {
		err = context.Cause(ctx)
	}
	if err == nil || !s.broken(ctx, err) {
		return false, err
	}
	_ = s.close()
	if ctx.Err() != nil {
		return false, context.Cause(ctx)
	}
	return true, err
}

// broken says whether an error is of the connection, not an answer of the server.
func (s *sftpRoad) broken(ctx context.Context, err error) bool {
	var status *sftp.StatusError
	if ctx.Err() != nil || errors.Is(err, sftp.ErrSSHFxConnectionLost) || errors.Is(err, sftp.ErrSSHFxNoConnection) {
		return true
	}
	return !errors.As(err, &status) && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission) &&
		!errors.Is(err, fs.ErrExist) && checklist.CodeOf(err) == ""
}

func (s *sftpRoad) plain(err error) error {
	if errors.Is(err, sftp.ErrSSHFxConnectionLost) || errors.Is(err, sftp.ErrSSHFxNoConnection) {
		return io.ErrUnexpectedEOF
	}
	return err
}

func (s *sftpRoad) path(name string) string { return path.Join(s.at.Path, name) }

func (s *sftpRoad) list(ctx context.Context, dir string) (out []Entry, err error) {
	err = s.with(ctx, func(c *sftp.Client) error {
		list, err := c.ReadDirContext(ctx, s.path(dir))
		out = nil
		for _, e := range list {
			if e.Mode().IsRegular() {
				out = append(out, Entry{Name: path.Join(dir, e.Name()), Size: e.Size(), Changed: e.ModTime()})
			}
		}
		if errors.Is(err, fs.ErrNotExist) && dir == "" {
			return checklist.Fail("road.missing", "place", s.at.Place(), "why", s.at.Path).Because(err)
		}
		return err
	})
	return out, err
}

func (s *sftpRoad) stat(ctx context.Context, name string) (size int64, sum string, err error) {
	err = s.with(ctx, func(c *sftp.Client) error {
		st, err := c.Lstat(s.path(name))
		if err == nil {
			size = st.Size()
		}
		return err
	})
	return size, "", err
}

func (s *sftpRoad) put(ctx context.Context, f file) error {
	return s.with(ctx, func(c *sftp.Client) error {
		if err := s.mkdir(c, path.Dir(s.path(f.name))); err != nil {
			return err
		}
		part, to := s.path(f.part), s.path(f.name)
		resumed, err := s.write(ctx, c, part, f)
		if err != nil {
			return s.full(c, part, f.size, err)
		}
		if err := s.whole(ctx, c, part, f, resumed); err != nil {
			_ = c.Remove(part)
			return err
		}
		return publish(c, part, to)
	})
}

// write brings the part to its full length and flushes it.
func (s *sftpRoad) write(ctx context.Context, c *sftp.Client, part string, f file) (resumed bool, err error) {
	w, err := c.OpenFile(part, os.O_CREATE|os.O_WRONLY)
	if err != nil {
		return false, err
	}
	done, err := begin(w, f)
	for err == nil && done < f.size {
		resumed = resumed || done > 0 && !resumed
		var n int64
		n, err = w.ReadFromWithConcurrency(io.LimitReader(ctxReader{ctx, f.src}, min(window, f.size-done)), 64)
		if done += n; err == nil {
			if n == 0 {
				err = io.ErrUnexpectedEOF
			}
			f.progress(done)
		}
	}
	if err == nil {
		err = w.Sync()
		var status *sftp.StatusError
		if errors.As(err, &status) && status.FxCode() == sftp.ErrSSHFxOpUnsupported {
			err = nil
		}
	}
	if closeErr := w.Close(); err == nil {
		err = closeErr
	}
	return resumed, err
}

// begin finds where to go on: at the last window whose forerunners are whole.
func begin(w *sftp.File, f file) (int64, error) {
	st, err := w.Stat()
	if err != nil {
		return 0, err
	}
	at := int64(0)
	if have := st.Size(); have > 0 && have <= f.size {
		at = (have - 1) / window * window
	}
	if err := w.Truncate(at); err != nil {
		return 0, err
	}
	if _, err := w.Seek(at, io.SeekStart); err != nil {
		return 0, err
	}
	_, err = f.src.Seek(at, io.SeekStart)
	return at, err
}

// whole asks for the length of a part; one written in several goes is read back,
// since the server may have gone down in between.
func (s *sftpRoad) whole(ctx context.Context, c *sftp.Client, part string, f file, resumed bool) error {
	st, err := c.Lstat(part)
	if err != nil {
		return err
	}
	bad := checklist.Fail("exchange.readBack", "name", f.name)
	if st.Size() != f.size {
		return bad
	}
	if !resumed {
		return nil
	}
	r, err := c.Open(part)
	if err != nil {
		return err
	}
	defer r.Close()
	h := sha256.New()
	if _, err := io.Copy(h, ctxReader{ctx, r}); err != nil {
		return err
	}
	if hex.EncodeToString(h.Sum(nil)) != f.sum {
		return bad
	}
	return nil
}

// publish gives a part its name where that is free. A second link never replaces;
// a rename of the protocol does not on OpenSSH, elsewhere it may.
func publish(c *sftp.Client, part, to string) error {
	if _, ok := c.HasExtension("hardlink@openssh.com"); ok && c.Link(part, to) == nil {
		return c.Remove(part)
	}
	_, err := c.Lstat(to)
	if err == nil {
		return fs.ErrExist
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	err = c.Rename(part, to)
	var status *sftp.StatusError
	if errors.As(err, &status) && status.FxCode() == sftp.ErrSSHFxOpUnsupported {
		return c.PosixRename(part, to)
	}
	return err
}

// mkdir makes folders below the road's root.
func (s *sftpRoad) mkdir(c *sftp.Client, dir string) error {
	if _, err := c.Lstat(dir); !errors.Is(err, fs.ErrNotExist) || len(dir) <= len(s.at.Path) {
		return err
	}
	if err := s.mkdir(c, path.Dir(dir)); err != nil {
		return err
	}
	err := c.Mkdir(dir)
	if _, e := c.Lstat(dir); e == nil {
		return nil // somebody else was faster
	}
	return err
}

// full finds out whether a bare "failure" means that the disk there is full.
func (s *sftpRoad) full(c *sftp.Client, part string, need int64, err error) error {
	var status *sftp.StatusError
	if !errors.As(err, &status) {
		return err
	}
	if v, e := c.StatVFS(path.Dir(part)); e == nil && v.FreeSpace() < uint64(min(need, window)) { // #nosec G115 -- not negative
		return checklist.Fail("road.full", "place", s.at.Place(), "why", err.Error()).Because(err)
	}
	return err
}

func (s *sftpRoad) get(ctx context.Context, name string, offset int64) (out io.ReadCloser, err error) {
	err = s.with(ctx, func(c *sftp.Client) error {
		r, err := c.Open(s.path(name))
		if err != nil {
			return err
		}
		if _, err := r.Seek(offset, io.SeekStart); err != nil {
			_ = r.Close()
			return err
		}
		shut := s.ssh
		out = &sftpFile{File: r, road: s, stop: context.AfterFunc(ctx, func() { _ = shut.Close() })}
		return nil
	})
	return out, err
}

// sftpFile is a file being read; the connection it breaks on is not used again.
type sftpFile struct {
	*sftp.File
	road *sftpRoad
	stop func() bool
}

func (f *sftpFile) Read(p []byte) (int, error) {
	n, err := f.File.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		f.road.client = nil
	}
	return n, f.road.plain(err)
}

func (f *sftpFile) Close() error {
	f.stop()
	return f.File.Close()
}

func (s *sftpRoad) remove(ctx context.Context, name string) error {
	return s.with(ctx, func(c *sftp.Client) error { return c.Remove(s.path(name)) })
}

func (s *sftpRoad) close() error {
	if s.client != nil {
		_ = s.client.Close()
		s.client = nil
	}
	if s.ssh != nil {
		_ = s.ssh.Close()
		s.ssh = nil
	}
	return nil
}
