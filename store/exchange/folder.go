package exchange

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
)

// Destination is where bundles are published. A transport keeps one promise: a
// name appears only when all of its bytes are safe, and is never replaced.
type Destination interface {
	// Begin opens a part that nobody takes for a bundle.
	Begin(ctx context.Context) (Part, error)
	// Publish makes a closed part durable under its final name; a file of that
	// name stays as it is: code exchange.exists.
	Publish(ctx context.Context, part, name string) error
	// Open reads a part or a published bundle back; fs.ErrNotExist when it is not there.
	Open(ctx context.Context, name string) (io.ReadCloser, error)
	// Remove takes a part, or a bundle that read back wrong, away.
	Remove(ctx context.Context, name string) error
	// Tidy removes parts that a crash left before the given time.
	Tidy(ctx context.Context, before time.Time) error
}

// Part is an open part; Close makes its bytes durable.
type Part interface {
	io.WriteCloser
	Name() string // inside the destination
}

const partPrefix = ".part-"

// folder is a directory: the disk, a share, a USB stick.
type folder struct{ dir string }

// Folder is the destination that Export uses for ExportOptions.To.
func Folder(dir string) Destination { return folder{dir} }

func (f folder) fail(err error) error {
	return checklist.Fail("exchange.target", "dir", f.dir).Because(err)
}

func (f folder) Begin(context.Context) (Part, error) {
	if err := os.MkdirAll(f.dir, 0o755); err != nil {
		return nil, f.fail(err)
	}
	p, err := os.CreateTemp(f.dir, partPrefix+"*")
	if err != nil {
		return nil, f.fail(err)
	}
	part := &folderPart{file: p, in: f, due: make(chan struct{}, 1), flushed: make(chan error, 1)}
	go part.flush()
	return part, nil
}

// flushEvery is how many bytes are written between two flushes: the disk works
// while the rest is being encrypted, and a stick does not stall at the end.
const flushEvery = 32 << 20

// folderPart is a part being written by one goroutine, flushed by another.
type folderPart struct {
	file    *os.File
	in      folder
	pending int
	due     chan struct{}
	flushed chan error
}

func (p *folderPart) flush() {
	var err error
	for range p.due {
		if err == nil { // a failed fsync is not to be believed the second time
			err = p.file.Sync()
		}
	}
	p.flushed <- err
}

func (p *folderPart) Name() string { return filepath.Base(p.file.Name()) }

func (p *folderPart) Write(b []byte) (int, error) {
	n, err := p.file.Write(b)
	if err != nil {
		return n, p.in.fail(err)
	}
	if p.pending += n; p.pending >= flushEvery {
		p.pending = 0
		select {
		case p.due <- struct{}{}:
		default: // still at it
		}
	}
	return n, nil
}

func (p *folderPart) Close() error {
	close(p.due)
	err := <-p.flushed
	if err == nil {
		err = p.file.Sync()
	}
	if closeErr := p.file.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return p.in.fail(err)
	}
	return nil
}

func (f folder) Publish(_ context.Context, part, name string) error {
	to := filepath.Join(f.dir, name)
	if _, err := os.Lstat(to); err == nil {
		return checklist.Fail("exchange.exists", "name", name)
	}
	if err := os.Rename(filepath.Join(f.dir, part), to); err != nil {
		return f.fail(err)
	}
	if err := syncDir(f.dir); err != nil {
		return f.fail(err)
	}
	return nil
}

func (f folder) Open(_ context.Context, name string) (io.ReadCloser, error) {
	return os.Open(filepath.Join(f.dir, name))
}

func (f folder) Remove(_ context.Context, name string) error {
	err := os.Remove(filepath.Join(f.dir, name))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return f.fail(err)
	}
	return nil
}

func (f folder) Tidy(_ context.Context, before time.Time) error {
	list, err := os.ReadDir(f.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return f.fail(err)
	}
	for _, e := range list {
		if st, err := e.Info(); err == nil && strings.HasPrefix(e.Name(), partPrefix) &&
			st.Mode().IsRegular() && st.ModTime().Before(before) {
			if err := os.Remove(filepath.Join(f.dir, e.Name())); err != nil {
				return f.fail(err)
			}
		}
	}
	return nil
}

// writeFile replaces a small private file so that it is always whole.
func writeFile(path string, data []byte) error {
	dir := filepath.Dir(path)
	err := os.MkdirAll(dir, 0o700)
	if err == nil {
		err = replaceFile(dir, path, data)
	}
	if err != nil {
		return checklist.Fail(bundle.ErrIO, "why", filepath.Base(path)).Because(err)
	}
	return nil
}

func replaceFile(dir, path string, data []byte) error {
	f, err := os.CreateTemp(dir, partPrefix+"*") // made with mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return err
	}
	return syncDir(dir)
}

// syncDir makes a rename durable; Windows cannot sync a folder.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
