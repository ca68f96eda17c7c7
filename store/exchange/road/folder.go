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
	"path/filepath"
	"runtime"

	"hallcheck/checklist"
)

// folder is a directory: the disk, a share, a stick. When Put returns the stick
// may be pulled: the file was flushed, opened again and its hash compared.
type folder struct {
	at    Address
	dir   string
	meter *meter
}

// openFolder makes no folder: a stick that is not plugged in must not become one on
// the disk.
func openFolder(a Address, o Options, m *meter) driver {
	return &patient{folder{at: a, dir: a.Path, meter: m}, o.stall()}
}

func (f *folder) path(name string) string { return filepath.Join(f.dir, filepath.FromSlash(name)) }

// gone tells a root that vanished from a name that is not there.
func (f *folder) gone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		if _, e := os.Stat(f.dir); e != nil {
			return checklist.Fail("road.missing", "place", f.at.Place(), "why", e.Error()).Because(e)
		}
	}
	return err
}

// listAtOnce is how many names are read between two signs of life.
const listAtOnce = 512

func (f *folder) list(ctx context.Context, dir string) ([]Entry, error) {
	d, err := os.Open(f.path(dir))
	if err != nil {
		return nil, f.gone(err)
	}
	defer d.Close()
	var out []Entry
	for {
		list, err := d.ReadDir(listAtOnce)
		for _, e := range list {
			f.meter.n.Add(1)
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			if st, err := e.Info(); err == nil && st.Mode().IsRegular() {
				out = append(out, Entry{Name: path.Join(dir, e.Name()), Size: st.Size(), Changed: st.ModTime()})
			}
		}
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, f.gone(err)
		}
	}
}

func (f *folder) stat(ctx context.Context, name string) (int64, string, error) {
	st, err := os.Lstat(f.path(name))
	if err != nil {
		return 0, "", f.gone(err)
	}
	sum, err := f.hash(ctx, f.path(name))
	return st.Size(), sum, err
}

func (f *folder) hash(ctx context.Context, path string) (string, error) {
	r, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer r.Close()
	uncache(r) // what counts is on the stick, not in memory
	h := sha256.New()
	_, err = io.CopyBuffer(struct{ io.Writer }{h}, f.alive(ctx, r), make([]byte, 256<<10))
	return hex.EncodeToString(h.Sum(nil)), err
}

func (f *folder) put(ctx context.Context, x file) error {
	dir := filepath.Dir(f.path(x.name))
	if err := f.mkdir(dir); err != nil {
		return f.gone(err)
	}
	part, to := f.path(x.part), f.path(x.name)
	err := f.write(ctx, part, x)
	if err == nil {
		err = f.publish(ctx, part, to, x)
	}
	if err != nil {
		_ = os.Remove(part)
		if errors.Is(err, fs.ErrNotExist) { // what was just written
			err = checklist.Fail("road.missing", "place", f.at.Place(), "why", err.Error()).Because(err)
		}
		return err
	}
	return syncDir(dir)
}

// mkdir makes folders below the root only, and their names durable.
func (f *folder) mkdir(dir string) error {
	if dir == f.dir {
		return nil
	}
	if err := f.mkdir(filepath.Dir(dir)); err != nil {
		return err
	}
	err := os.Mkdir(dir, 0o755)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return syncDir(filepath.Dir(dir))
}

// alive counts what is read, so that a slow stick is not taken for one that hangs.
func (f *folder) alive(ctx context.Context, r io.Reader) io.Reader {
	return &counted{r: ctxReader{ctx, r}, tell: func(int64) { f.meter.n.Add(1) }}
}

// flushEvery is how many bytes are written between two flushes: a stick does not
// stall at the end, and progress is true.
const flushEvery = 4 << 20

func (f *folder) write(ctx context.Context, part string, x file) error {
	w, err := os.OpenFile(part, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	var done int64
	for err == nil && done < x.size {
		var n int64
		n, err = io.CopyN(struct{ io.Writer }{w}, f.alive(ctx, x.src), min(flushEvery, x.size-done))
		if done += n; err == nil {
			err = w.Sync()
			f.meter.n.Add(1)
			x.progress(done)
		}
	}
	if err == nil {
		err = w.Sync()
	}
	if closeErr := w.Close(); err == nil {
		err = closeErr
	}
	return err
}

// publish reads the part back and gives it its name, which must be free.
func (f *folder) publish(ctx context.Context, part, to string, x file) error {
	sum, err := f.hash(ctx, part)
	if err != nil {
		return err
	}
	if sum != x.sum {
		return checklist.Fail("exchange.readBack", "name", x.name)
	}
	if ctx.Err() != nil { // nobody waits for it any more
		return ctx.Err()
	}
	if err := os.Link(part, to); err == nil {
		return os.Remove(part)
	} else if errors.Is(err, fs.ErrExist) {
		return err
	}
	if _, err := os.Lstat(to); err == nil { // sticks know no links
		return fs.ErrExist
	}
	return os.Rename(part, to)
}

func (f *folder) open(name string, offset int64) (*os.File, error) {
	r, err := os.Open(f.path(name))
	if err != nil {
		return nil, f.gone(err)
	}
	if offset == 0 {
		return r, nil
	}
	if _, err := r.Seek(offset, io.SeekStart); err != nil {
		_ = r.Close()
		return nil, err
	}
	return r, nil
}

func (f *folder) remove(_ context.Context, name string) error { return f.gone(os.Remove(f.path(name))) }

func (f *folder) close() error { return nil }

// syncDir makes a name durable; Windows cannot sync a folder.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	return nil
}
