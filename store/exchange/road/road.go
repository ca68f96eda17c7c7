// Package road carries finished files to places where others fetch them: a
// folder (shared drive, stick), WebDAV, SFTP, S3. All four keep one promise: a
// name appears only when all of its bytes are there, and is never replaced.
package road

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"
	"time"

	"hallcheck/checklist"
)

// Entry is one file of a road.
type Entry struct {
	Name    string // with "/" relative to the road's root
	Size    int64  // bytes
	Changed time.Time
}

// Road is a place files travel over. One goroutine at a time uses it.
type Road interface {
	// List gives the files directly in dir ("" = the root), by name, without parts;
	// a missing dir is empty.
	List(ctx context.Context, dir string) ([]Entry, error)
	// Put brings size bytes of src whole under name or not at all, making folders.
	// A file that is there with the same content counts as done; another one stays
	// as it is: code exchange.exists. sum is the SHA-256 of src, 64 hex digits; a
	// source that is another one is refused before a byte leaves: road.source.
	// progress gets the bytes done, may be nil. Cut short, it goes on with the next
	// call where the other side allows, else from the start.
	Put(ctx context.Context, name string, src io.ReadSeeker, size int64, sum string, progress func(done int64)) error
	// Get reads a file from offset on; fs.ErrNotExist when it is not there.
	Get(ctx context.Context, name string, offset int64) (io.ReadCloser, error)
	// Remove takes a file away; one that is not there is no error.
	Remove(ctx context.Context, name string) error
	// Tidy takes away what this sender's cut transfers left, except what the file
	// named keep goes on from; parts of others go when older than a day.
	Tidy(ctx context.Context, dir string, keep func(part string) bool) error
	Close() error
}

// Options says how to get onto a road.
type Options struct {
	Secret string // password, S3 secret key or private key (PEM); never part of the address
	Sender string // tells our parts from those of others: letters and digits; "" = "one"
	Pinned string // SFTP: the host's public key as in known_hosts ("ssh-ed25519 AAAA…"); "" = not met yet
	// Trust is asked about a host not met before; true pins its key and goes on.
	// nil = refused with road.hostNew, which carries the fingerprint.
	Trust func(host, fingerprint, key string) bool
	Stall time.Duration // without a byte moving after which the connection counts as dead; 0 = 60 s
}

func (o Options) sender() string {
	if o.Sender == "" {
		return "one"
	}
	return o.Sender
}

func (o Options) stall() time.Duration {
	if o.Stall <= 0 {
		return time.Minute
	}
	return o.Stall
}

// driver is what differs between roads. Names are checked before.
type driver interface {
	list(ctx context.Context, dir string) ([]Entry, error) // parts too
	// size of a file, and its SHA-256 where the other side gives it or it is cheap;
	// fs.ErrNotExist.
	stat(ctx context.Context, name string) (size int64, sum string, err error)
	// put publishes; the name was free a moment ago. fs.ErrExist when it is not now.
	put(ctx context.Context, f file) error
	get(ctx context.Context, name string, offset int64) (io.ReadCloser, error)
	remove(ctx context.Context, name string) error
	close() error
}

// file is one file on its way.
type file struct {
	name, part string // part lies beside name
	src        io.ReadSeeker
	size       int64
	sum        string
	progress   func(done int64)
}

// Open gets onto a road. addr is a folder path or file://, webdav(s)://user@host/path,
// sftp://user@host:port/path, s3(s)://key@endpoint/bucket/prefix; Split tells more. Codes road.address,
// road.noSecret, road.auth, road.offline, road.hostNew, road.hostChanged, road.missing.
func Open(ctx context.Context, addr string, o Options) (Road, error) {
	a, err := Parse(addr)
	if err != nil {
		return nil, err
	}
	if a.password != "" {
		o.Secret = a.password
	}
	if a.NeedsSecret() && o.Secret == "" {
		return nil, checklist.Fail("road.noSecret", "place", a.Place())
	}
	w := &way{at: a, opt: o, meter: &meter{}}
	switch a.Kind {
	case Folder:
		w.driver = openFolder(a, o, w.meter)
	case WebDAV:
		w.driver = openDAV(a, o, w.meter)
	case SFTP:
		w.driver = &sftpRoad{at: a, opt: o, meter: w.meter}
	case S3:
		w.driver, err = openS3(a, o, w.meter)
	}
	if err != nil {
		return nil, err
	}
	if err := w.reach(ctx); err != nil {
		_ = w.Close()
		return nil, err
	}
	return w, nil
}

// way is a Road over any driver: it checks names and sources, watches for dead
// connections and puts errors in words.
type way struct {
	driver driver
	at     Address
	opt    Options
	meter  *meter
	begun  bool // bytes of a file left
}

// reach looks whether the road is there at all.
func (w *way) reach(ctx context.Context) error {
	_, err := w.List(ctx, "")
	if errors.Is(err, fs.ErrNotExist) {
		return checklist.Fail("road.missing", "place", w.at.Place(), "why", w.at.Path).Because(err)
	}
	return err
}

// do runs work under watch. A connection that lay idle may have died meanwhile:
// as long as nothing of a file left, work is begun once more.
func (w *way) do(ctx context.Context, work func(context.Context) error) error {
	w.begun = false
	err := w.once(ctx, work)
	if checklist.CodeOf(err) == "road.cut" && !w.begun {
		err = w.once(ctx, work)
	}
	return err
}

func (w *way) once(ctx context.Context, work func(context.Context) error) error {
	inner, end := w.meter.watch(ctx, w.opt.stall())
	err := work(inner)
	return w.at.because(ctx, end(err))
}

func (w *way) List(ctx context.Context, dir string) (out []Entry, err error) {
	if dir != "" {
		if err := checkName(dir); err != nil {
			return nil, err
		}
	}
	list, err := w.listAll(ctx, dir)
	for _, e := range list {
		if !isPart(e.Name) {
			out = append(out, e)
		}
	}
	return out, err
}

func (w *way) listAll(ctx context.Context, dir string) (out []Entry, err error) {
	err = w.do(ctx, func(ctx context.Context) error {
		out, err = w.driver.list(ctx, dir)
		if errors.Is(err, fs.ErrNotExist) && dir != "" {
			return nil
		}
		return err
	})
	sortEntries(out)
	return out, err
}

func (w *way) Put(ctx context.Context, name string, src io.ReadSeeker, size int64, sum string, progress func(int64)) error {
	if err := checkName(name); err != nil {
		return err
	}
	if err := checkSource(ctx, src, size, sum); err != nil {
		return err
	}
	f := file{name: name, part: partOf(name, sum, w.opt.sender()), src: src, size: size, sum: sum}
	f.progress = func(done int64) {
		w.begun = true
		if progress != nil {
			progress(done)
		}
	}
	return w.do(ctx, func(ctx context.Context) error {
		if _, err := src.Seek(0, io.SeekStart); err != nil {
			return err
		}
		done, err := w.there(ctx, f)
		if err != nil || done {
			return err
		}
		err = w.patiently(ctx, f)
		if errors.Is(err, fs.ErrExist) {
			if done, err = w.there(ctx, f); err == nil && !done {
				err = fs.ErrExist
			}
		}
		return err
	})
}

// busyTries is how often a server that is still busy with what was cut is asked
// again, a little later each time: two seconds in all.
const busyTries = 8

func (w *way) patiently(ctx context.Context, f file) error {
	for try := 0; ; try++ {
		err := w.driver.put(ctx, f)
		if checklist.CodeOf(err) != "road.busy" || try == busyTries {
			return err
		}
		if err := pause(ctx, try); err != nil {
			return err
		}
		w.meter.n.Add(1) // waiting is not stalling
		if _, err := f.src.Seek(0, io.SeekStart); err != nil {
			return err
		}
	}
}

// small is how large a file may be to be read back for a look at its hash.
const small = 1 << 20

// there says whether the very same file has arrived already.
func (w *way) there(ctx context.Context, f file) (bool, error) {
	size, sum, err := w.driver.stat(ctx, f.name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err == nil && sum == "" && size == f.size && size <= small {
		sum, err = w.sumOf(ctx, f.name)
	}
	if err != nil {
		return false, err
	}
	if size != f.size || sum != "" && sum != f.sum {
		return false, checklist.Fail("exchange.exists", "name", f.name)
	}
	f.progress(f.size)
	return true, nil
}

func (w *way) sumOf(ctx context.Context, name string) (string, error) {
	r, err := w.driver.get(ctx, name, 0)
	if err != nil {
		return "", err
	}
	defer r.Close()
	h := sha256.New()
	_, err = io.Copy(h, r)
	return hex.EncodeToString(h.Sum(nil)), err
}

// Get's reader counts a read that waits longer than Stall as dead.
func (w *way) Get(ctx context.Context, name string, offset int64) (io.ReadCloser, error) {
	if err := checkName(name); err != nil {
		return nil, err
	}
	inner, cancel := context.WithCancelCause(ctx)
	g := &getting{ctx: inner, outer: ctx, cancel: cancel, stall: w.opt.stall(), at: w.at}
	err := g.timed(func() (err error) { g.r, err = w.driver.get(inner, name, offset); return err })
	if err != nil {
		cancel(nil)
		return nil, err
	}
	return g, nil
}

func (w *way) Remove(ctx context.Context, name string) error {
	if err := checkName(name); err != nil {
		return err
	}
	return w.do(ctx, func(ctx context.Context) error {
		err := w.driver.remove(ctx, name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	})
}

// foreignPart is how old a part of somebody else must be to count as left behind.
const foreignPart = 24 * time.Hour

func (w *way) Tidy(ctx context.Context, dir string, keep func(part string) bool) error {
	list, err := w.listAll(ctx, dir)
	if err != nil {
		return err
	}
	for _, e := range list {
		if !isPart(e.Name) {
			continue
		}
		own := strings.HasSuffix(e.Name, "-"+w.opt.sender())
		if own && keep != nil && keep(path.Base(e.Name)) || !own && time.Since(e.Changed) < foreignPart {
			continue
		}
		err := w.Remove(ctx, e.Name)
		for try := 0; checklist.CodeOf(err) == "road.busy" && try < busyTries; try++ {
			if err := pause(ctx, try); err != nil {
				return err
			}
			err = w.Remove(ctx, e.Name)
		}
		if err != nil && checklist.CodeOf(err) != "road.busy" { // the next one takes it
			return err
		}
	}
	return nil
}

// pause waits a little longer each time.
func pause(ctx context.Context, try int) error {
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-time.After(time.Duration(try+1) * 50 * time.Millisecond):
		return nil
	}
}

func (w *way) Close() error { return w.driver.close() }

// checkSource reads the whole source once: nothing leaves that is not what was promised.
func checkSource(ctx context.Context, src io.ReadSeeker, size int64, sum string) error {
	if len(sum) != 64 {
		return checklist.Fail("road.source").Because(errors.New("no sum"))
	}
	_, err := src.Seek(0, io.SeekStart)
	h := sha256.New()
	var n int64
	if err == nil {
		n, err = io.CopyBuffer(struct{ io.Writer }{h}, ctxReader{ctx, src}, make([]byte, 256<<10))
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err == nil && (n != size || hex.EncodeToString(h.Sum(nil)) != sum) {
		err = errors.New("another content")
	}
	if err != nil {
		return checklist.Fail("road.source").Because(err)
	}
	return nil
}

type ctxReader struct {
	ctx context.Context
	r   io.Reader
}

func (c ctxReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
