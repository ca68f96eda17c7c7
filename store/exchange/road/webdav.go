package road

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/studio-b12/gowebdav"

	"hallcheck/checklist"
)

// dav is a folder on a WebDAV server. An upload that is cut leaves half a file
// under the name it was sent to (some servers), so files go to a part, whose
// length is asked for, and are moved to their name, which must be free.
type dav struct {
	at   Address
	root url.URL
	pass string
	http *http.Client
}

func openDAV(a Address, o Options, m *meter) driver {
	d := &dav{at: a, pass: o.Secret, root: url.URL{Scheme: "http", Host: a.Host, Path: a.Path}}
	if a.Secure {
		d.root.Scheme = "https"
	}
	d.http = &http.Client{
		Transport:     m.transport(o.stall()),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, // passwords go nowhere else
	}
	return d
}

// reader is the library's client for one call: it knows no contexts itself.
func (d *dav) reader(ctx context.Context) *gowebdav.Client {
	c := gowebdav.NewAuthClient(d.root.String(), gowebdav.NewEmptyAuth())
	c.SetTransport(bound{ctx, d})
	return c
}

// bound sends requests made without a context under one, with the password.
type bound struct {
	ctx context.Context
	d   *dav
}

func (b bound) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.WithContext(b.ctx)
	if b.d.at.User != "" {
		r.SetBasicAuth(b.d.at.User, b.d.pass)
	}
	return b.d.http.Transport.RoundTrip(r)
}

// plain takes the answer of the server out of the library's error.
func (d *dav) plain(what string, err error) error {
	var status gowebdav.StatusError
	if errors.As(err, &status) {
		return d.at.status(what, status.Status)
	}
	return err
}

func (d *dav) list(ctx context.Context, dir string) ([]Entry, error) {
	list, err := d.reader(ctx).ReadDir(dir)
	if err != nil {
		return nil, d.plain("PROPFIND", err)
	}
	var out []Entry
	for _, e := range list {
		if !e.IsDir() {
			out = append(out, Entry{Name: path.Join(dir, path.Base(e.Name())), Size: e.Size(), Changed: e.ModTime()})
		}
	}
	return out, nil
}

func (d *dav) stat(ctx context.Context, name string) (int64, string, error) {
	st, err := d.reader(ctx).Stat(name)
	if err != nil {
		return 0, "", d.plain("PROPFIND", err)
	}
	if f, ok := st.(*gowebdav.File); ok && f == nil {
		return 0, "", fs.ErrNotExist
	}
	return st.Size(), "", nil
}

// request makes one request.
func (d *dav) request(ctx context.Context, method, name string, body io.Reader, size int64, header map[string]string) (*http.Response, error) {
	u := d.url(name)
	r, err := http.NewRequestWithContext(ctx, method, u.String(), body)
	if err != nil {
		return nil, err
	}
	r.ContentLength = size
	if size == 0 {
		r.Body = http.NoBody
	}
	if d.at.User != "" {
		r.SetBasicAuth(d.at.User, d.pass)
	}
	for k, v := range header {
		r.Header.Set(k, v)
	}
	return d.http.Do(r)
}

// send makes one request whose answer has no content; want are the answers that mean done.
func (d *dav) send(ctx context.Context, method, name string, body io.Reader, size int64, header map[string]string, want ...int) error {
	res, err := d.request(ctx, method, name, body, size, header)
	if err != nil {
		return err
	}
	_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, 64<<10))
	_ = res.Body.Close()
	if slices.Contains(want, res.StatusCode) {
		return nil
	}
	return d.at.status(method, res.StatusCode)
}

func (d *dav) url(name string) url.URL {
	u := d.root
	u.Path = path.Join(u.Path, name)
	if strings.HasSuffix(name, "/") {
		u.Path += "/"
	}
	return u
}

func (d *dav) put(ctx context.Context, f file) error {
	if err := d.mkdir(ctx, path.Dir(f.name)); err != nil {
		return err
	}
	f.part = fresh(f.part) // the server may still be busy with one that was cut
	body := &counted{r: io.LimitReader(f.src, f.size), tell: f.progress}
	err := d.send(ctx, http.MethodPut, f.part, io.NopCloser(body), f.size, nil, 200, 201, 204)
	body.stop()
	if errors.Is(err, fs.ErrNotExist) {
		err = d.at.status("PUT", 500)
	}
	if err == nil {
		err = d.publish(ctx, f)
	}
	if err != nil {
		d.drop(ctx, f.part)
	}
	return err
}

func (d *dav) publish(ctx context.Context, f file) error {
	size, _, err := d.stat(ctx, f.part)
	if err != nil {
		return err
	}
	if size != f.size {
		return checklist.Fail("exchange.readBack", "name", f.name)
	}
	to := d.url(f.name)
	return d.send(ctx, "MOVE", f.part, nil, 0, map[string]string{"Destination": to.String(), "Overwrite": "F"}, 201, 204)
}

// mkdir makes the folders of a path. Servers answer in several ways when somebody
// else was faster.
func (d *dav) mkdir(ctx context.Context, dir string) error {
	if dir == "." || dir == "/" {
		return nil
	}
	if _, err := d.reader(ctx).Stat(dir); err == nil {
		return nil
	}
	if err := d.mkdir(ctx, path.Dir(dir)); err != nil {
		return err
	}
	err := d.send(ctx, "MKCOL", dir+"/", nil, 0, nil, 200, 201)
	if err == nil {
		return nil
	}
	if _, e := d.reader(ctx).Stat(dir); e == nil {
		return nil
	}
	return err
}

// drop takes a part away as well as the connection allows; Tidy does the rest.
func (d *dav) drop(ctx context.Context, part string) {
	if ctx.Err() == nil {
		_ = d.remove(ctx, part)
	}
}

func (d *dav) get(ctx context.Context, name string, offset int64) (io.ReadCloser, error) {
	var header map[string]string
	if offset > 0 {
		header = map[string]string{"Range": "bytes=" + strconv.FormatInt(offset, 10) + "-"}
	}
	res, err := d.request(ctx, http.MethodGet, name, nil, 0, header)
	if err != nil {
		return nil, err
	}
	switch res.StatusCode {
	case http.StatusPartialContent:
		return res.Body, nil
	case http.StatusOK: // servers may know no ranges
		if _, err = io.CopyN(io.Discard, res.Body, offset); err == nil {
			return res.Body, nil
		}
		if errors.Is(err, io.EOF) {
			err = nil
		}
	case http.StatusRequestedRangeNotSatisfiable:
	default:
		err = d.at.status("GET", res.StatusCode)
	}
	_ = res.Body.Close()
	return io.NopCloser(eof{}), err
}

func (d *dav) remove(ctx context.Context, name string) error {
	return d.send(ctx, http.MethodDelete, name, nil, 0, nil, 200, 202, 204)
}

func (d *dav) close() error { d.http.CloseIdleConnections(); return nil }

type eof struct{}

func (eof) Read([]byte) (int, error) { return 0, io.EOF }

// counted tells how many bytes were read from it, until it is stopped: a server may
// answer before it has heard all, and then the sending goes on behind our back, from
// a source that the next try reads again.
type counted struct {
	r    io.Reader
	n    int64
	tell func(int64)
	mu   sync.Mutex
	over bool
}

// stop waits for a read under way and lets no other follow.
func (c *counted) stop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.over = true
}

func (c *counted) Read(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.over {
		return 0, io.ErrClosedPipe
	}
	n, err := c.r.Read(p)
	if c.n += int64(n); n > 0 {
		c.tell(c.n)
	}
	return n, err
}
