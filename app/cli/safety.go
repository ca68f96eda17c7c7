package cli

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/photos"
)

type troubleDoc struct {
	Code    string `json:"code"`
	Object  string `json:"object"`
	Message string `json:"message"`
}

// foundError is damage that check found, exit code 5.
type foundError struct{ troubles []troubleDoc }

func (f *foundError) Error() string { return f.Unwrap().Error() }

// Unwrap makes it the coded error check.found.
func (f *foundError) Unwrap() error {
	return checklist.Fail("check.found", "count", strconv.Itoa(len(f.troubles)))
}

func (f *foundError) problems() []problemDoc {
	var out []problemDoc
	for _, t := range f.troubles {
		out = append(out, problemDoc{Key: t.Object, Code: "trouble." + t.Code, Message: t.Message})
	}
	return out
}

// check looks for damage; with --read-data it reads every photo again.
func check(e *env, s *store.Store, a *arguments) error {
	p, err := OpenAlbum(e.cfg)
	if err != nil {
		return err
	}
	defer func() { _ = p.Close() }()
	deep := a.has("read-data")
	rep, err := s.CheckTelling(e.ctx, deep, func(hash string) error {
		if deep {
			return p.Verify(e.ctx, hash)
		}
		if !p.Has(hash) {
			return checklist.Fail("photo.unknown", "photo", hash)
		}
		return nil
	}, e.progress("cli.step.check"))
	if err == nil && deep {
		err = FillPrints(e.ctx, s, p, func(int, int) {})
	}
	if err != nil {
		return err
	}
	found := &foundError{}
	for _, t := range rep.Troubles {
		found.troubles = append(found.troubles, troubleOf(e.cfg.Lang, t))
	}
	if len(found.troubles) > 0 {
		return found
	}
	doc := map[string]any{
		"inspections": rep.Inspections, "answers": rep.Answers, "photos": rep.Photos, "auditRows": rep.AuditRows, "hallDays": rep.HallDays,
		"readData": deep, "troubles": []troubleDoc{},
	}
	return e.answer(doc, func(w io.Writer) error {
		_, err := fmt.Fprintln(w, e.t("cli.check.ok", "rows", strconv.Itoa(rep.Inspections), "photos", strconv.Itoa(rep.Photos)))
		return err
	})
}

// answerDespite answers with what was done although pictures are missing or
// damaged: they are named, and the exit code is 5.
func (e *env) answerDespite(doc map[string]any, lost []troubleDoc, human func(io.Writer) error) error {
	found := &foundError{lost}
	switch {
	case len(lost) == 0:
		return e.answer(doc, human)
	case e.cfg.JSON:
		doc["error"] = explain(e.cfg.Lang, found).Error
		if err := writeJSON(e.out, doc); err != nil {
			return err
		}
		return &saidError{found}
	}
	if err := human(e.out); err != nil {
		return err
	}
	return found
}

// lostPhoto is a picture that a backup has to do without.
func (e *env) lostPhoto(hash string, err error) troubleDoc {
	return troubleOf(e.cfg.Lang, store.Trouble{Code: "photo", Object: hash, Detail: err.Error()})
}

// databaseEntry and photoEntries are what a backup file holds: a tar of the
// database and of every original. A backup named .db is the database alone.
const databaseEntry = "app.db"

var photoEntry = regexp.MustCompile(`^photos/([0-9a-f]{64})$`)

func backup(e *env, a *arguments) error {
	out, err := a.need("out")
	if err != nil {
		return err
	}
	if _, err := os.Stat(out); err == nil {
		return checklist.Fail("store.backupExists", "path", out)
	}
	s, err := e.open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	sweepLeftovers(filepath.Dir(out), time.Now())
	if strings.EqualFold(filepath.Ext(out), ".db") {
		if err := s.Backup(e.ctx, out); err != nil {
			return err
		}
		return e.wrote(out)
	}
	work, err := os.MkdirTemp(filepath.Dir(out), ".backup-*")
	if err != nil {
		return checklist.Fail("cli.cannotWrite", "file", out).Because(err)
	}
	defer func() { _ = os.RemoveAll(work) }()
	copied := filepath.Join(work, databaseEntry)
	if err := s.Backup(e.ctx, copied); err != nil {
		return err
	}
	p, err := OpenAlbum(e.cfg)
	if err != nil {
		return err
	}
	defer func() { _ = p.Close() }()
	hashes, err := s.PhotoHashes(e.ctx)
	if err != nil {
		return err
	}
	var lost []troubleDoc
	err = WriteFile(out, func(w io.Writer) (err error) {
		lost, err = packBackup(e, w, copied, p, hashes)
		return err
	})
	if err != nil {
		return err
	}
	return e.answerDespite(map[string]any{"file": out}, lost, func(w io.Writer) error {
		_, err := fmt.Fprintln(w, out)
		return err
	})
}

// packBackup writes database and pictures. A picture that is missing or damaged
// is left out and returned: it must not keep anybody from saving the rest.
func packBackup(e *env, w io.Writer, database string, p *photos.Store, hashes []string) (lost []troubleDoc, err error) {
	t := tar.NewWriter(w)
	f, err := os.Open(database) // #nosec G304 -- made above
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if err := packEntry(t, databaseEntry, info.Size(), f); err != nil {
		return nil, err
	}
	for _, h := range hashes {
		err := p.Verify(e.ctx, h)
		if stopped := e.ctx.Err(); stopped != nil {
			return nil, stopped
		}
		if err != nil {
			lost = append(lost, e.lostPhoto(h, err))
			continue
		}
		if err := packPhoto(t, p, h); err != nil {
			return nil, err
		}
	}
	return lost, t.Close()
}

func packPhoto(t *tar.Writer, p *photos.Store, hash string) error {
	r, err := p.Original(hash)
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }()
	sized, ok := r.(interface{ Stat() (os.FileInfo, error) })
	if !ok {
		return errors.New("photo " + hash + " has no size")
	}
	info, err := sized.Stat()
	if err != nil {
		return err
	}
	return packEntry(t, "photos/"+hash, info.Size(), r)
}

func packEntry(t *tar.Writer, name string, size int64, r io.Reader) error {
	if err := t.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: size, Format: tar.FormatUSTAR}); err != nil {
		return err
	}
	_, err := io.CopyN(t, r, size)
	return err
}

// restore puts a backup in the place of the data; what was there is kept.
func restore(e *env, a *arguments) error {
	if e.cfg.DB != "" {
		return checklist.Fail("cli.restoreDB", "db", withoutPassword(e.cfg.DB))
	}
	file := a.rest[0]
	f, err := os.Open(file) // #nosec G304 -- the file the user names
	if err != nil {
		return checklist.Fail("cli.cannotRead", "file", file).Because(err)
	}
	defer func() { _ = f.Close() }()
	if err := os.MkdirAll(e.cfg.Dir, 0o700); err != nil {
		return checklist.Fail("cli.cannotWrite", "file", e.cfg.Dir).Because(err)
	}
	var lost []troubleDoc
	var work string // emptied only when the database has been taken over
	defer func() {
		if work != "" {
			_ = os.RemoveAll(work)
		}
	}()
	kept, err := store.RestoreFrom(e.ctx, e.cfg.Dir, func() (_ string, err error) {
		if isDatabase(f) {
			return file, nil
		}
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return "", err
		}
		if work, err = os.MkdirTemp(e.cfg.Dir, store.RestoreWork); err != nil {
			return "", checklist.Fail("cli.cannotWrite", "file", e.cfg.Dir).Because(err)
		}
		file, lost, err = unpackBackup(e, f, file, work)
		return file, err
	})
	if err != nil {
		return err
	}
	if os.Remove(kept) == nil { // nothing was there before
		kept = ""
	}
	return e.answerDespite(map[string]any{"dir": e.cfg.Dir, "kept": some(kept)}, lost, func(w io.Writer) error {
		key := "cli.restore.done"
		if kept == "" {
			key = "cli.restore.doneNew"
		}
		_, err := fmt.Fprintln(w, e.t(key, "dir", e.cfg.Dir, "kept", kept))
		return err
	})
}

// isDatabase says whether a backup is the database alone.
func isDatabase(r io.Reader) bool {
	head := make([]byte, 16)
	n, _ := io.ReadFull(r, head)
	return strings.HasPrefix(string(head[:n]), "SQLite format 3")
}

// withoutPassword is an address as it may be shown.
func withoutPassword(addr string) string {
	if u, err := url.Parse(addr); err == nil && u.User != nil {
		return u.Redacted()
	}
	return addr
}

// unpackBackup checks and keeps the photos – they are named by their content,
// so one more harms nothing – and returns the path of the database to restore,
// with the photos that the backup has only damaged.
func unpackBackup(e *env, r io.Reader, name, work string) (database string, lost []troubleDoc, err error) {
	bad := func(err error) error { return checklist.Fail("store.backupBad", "path", name).Because(err) }
	p, err := OpenAlbum(e.cfg)
	if err != nil {
		return "", nil, err
	}
	defer func() { _ = p.Close() }()
	t := tar.NewReader(r)
	for {
		h, err := t.Next()
		if errors.Is(err, io.EOF) && database != "" {
			return database, lost, nil
		}
		if err != nil {
			return "", nil, bad(err)
		}
		m := photoEntry.FindStringSubmatch(h.Name)
		switch {
		case h.Typeflag != tar.TypeReg:
			return "", nil, bad(errors.New(h.Name))
		case h.Name == databaseEntry && database == "":
			database = filepath.Join(work, databaseEntry)
			err = WriteFile(database, func(w io.Writer) error { _, err := io.Copy(w, t); return err }) // #nosec G110 -- not compressed
		case m != nil && database != "":
			err = p.PutOriginal(e.ctx, m[1], t)
			if checklist.CodeOf(err) == "photo.hash" {
				lost, err = append(lost, e.lostPhoto(m[1], err)), nil
			}
		default:
			return "", nil, bad(errors.New(h.Name))
		}
		if err != nil {
			return "", nil, err
		}
	}
}
