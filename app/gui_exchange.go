//go:build !headless

package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"hallcheck/app/cli"
	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store"
	"hallcheck/store/exchange"
	pages "hallcheck/ui/exchange"
)

// pastFiles is how many exports and arrivals the pages list.
const pastFiles = 500

// traffic joins the exchange pages to the store and its exchange.
type traffic struct {
	st  *store.Store
	x   *exchange.Exchange
	dir string
	now func() time.Time

	roads  carriage
	gather gathering
}

// Outbox is what waits and what was sent.
func (t traffic) Outbox(ctx context.Context) (pages.Outbox, error) {
	var out pages.Outbox
	rows, _, err := t.st.Summaries(ctx, checklist.Filter{Unsent: true, Status: checklist.Finished, Limit: 2000})
	if err != nil {
		return out, err
	}
	out.Waiting = rows
	if out.Moves, out.Bright, err = t.st.CountUnsent(ctx); err != nil {
		return out, err
	}
	list, err := t.st.Exports(ctx)
	if err != nil {
		return out, err
	}
	for _, e := range list {
		out.Past = append(out.Past, pages.Sent{Files: []string{e.Path}, At: e.Created, Seq: e.Seq, Records: e.Items})
	}
	out.Past = out.Past[:min(len(out.Past), pastFiles)]
	if print, ok := exchange.HasCard(t.dir); ok {
		out.Fingerprint = print
	}
	out.Request = t.request()
	if out.Policy, err = t.policy(ctx); err != nil {
		return out, err
	}
	err = t.roads.queued(ctx, &out)
	return out, err
}

// request is the path of this installation's enrolment request, "" = none.
func (t traffic) request() string {
	found, err := filepath.Glob(filepath.Join(t.dir, "enrol-*.note"))
	if err != nil || len(found) == 0 {
		return ""
	}
	return found[len(found)-1]
}

// Export writes all unsent records into a folder.
func (t traffic) Export(ctx context.Context, dir string, progress func(done, total int)) (pages.Sent, error) {
	done, err := t.x.Export(ctx, exchange.ExportOptions{To: dir}, progress)
	if err != nil && checklist.CodeOf(err) != "exchange.nothing" {
		return pages.Sent{}, err
	}
	notes, noteErr := t.writeNotes(ctx, dir)
	if noteErr != nil || len(notes) == 0 && err != nil {
		return pages.Sent{}, errors.Join(noteErr, err)
	}
	out := pages.Sent{At: t.now().UnixMilli(), Photos: done.Photos, Plain: done.Plain}
	for _, b := range done.Bundles {
		out.Files = append(out.Files, b.Path)
		out.Records += len(b.IDs)
		out.Moves, out.Bright = out.Moves+b.Moves, out.Bright+b.Bright
		out.Bytes += b.Size
		out.Seq = b.Seq
	}
	out.Files = append(out.Files, notes...)
	for _, s := range done.Skipped {
		out.Skipped = append(out.Skipped, s.Err)
	}
	return out, nil
}

// ReadCard shows a card without using it.
func (t traffic) ReadCard(_ context.Context, path string) (pages.Card, error) {
	msg, err := readSmall(path)
	if err != nil {
		return pages.Card{}, err
	}
	c, err := bundle.ReadCard(msg)
	return pages.Card{Org: c.Name, Fingerprint: c.Fingerprint()}, err
}

// UseCard takes the card over.
func (t traffic) UseCard(ctx context.Context, path string) error {
	msg, err := readSmall(path)
	if err == nil {
		_, err = exchange.InitBranch(ctx, t.st, t.dir, msg)
	}
	return err
}

// SaveRequest copies the enrolment request to where headquarters gets it.
func (t traffic) SaveRequest(_ context.Context, dir string) (string, error) {
	request := t.request()
	msg, err := readSmall(request)
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, filepath.Base(request))
	return path, cli.WriteFile(path, func(w io.Writer) error { _, err := w.Write(msg); return err })
}

// readSmall reads a note: they are a few hundred bytes.
func readSmall(path string) ([]byte, error) {
	f, err := os.Open(path) // #nosec G304 -- the person chose it
	if err != nil {
		return nil, checklist.Fail("files.unreadable", "path", path).Because(err)
	}
	defer f.Close()
	msg, err := io.ReadAll(io.LimitReader(f, 1<<20))
	if err != nil {
		return nil, checklist.Fail("files.unreadable", "path", path).Because(err)
	}
	return msg, nil
}

// Inbox is what arrived and who may send.
func (t traffic) Inbox(ctx context.Context) (pages.Inbox, error) {
	var out pages.Inbox
	halls, err := t.st.Branches(ctx)
	if err != nil {
		return out, err
	}
	names := map[string]string{}
	for _, h := range halls {
		names[h.Code] = h.Name
		if h.Active {
			out.Halls++
		}
	}
	month := t.now().Format("2006-01") + "-01"
	if err := t.countMonth(ctx, month, &out); err != nil {
		return out, err
	}
	imports, err := t.st.Imports(ctx, pastFiles)
	if err != nil {
		return out, err
	}
	begin, _ := time.ParseInLocation(time.DateOnly, month, t.now().Location())
	last := map[string]store.ImportRecord{}
	for _, r := range imports {
		a := pages.Arrival{Name: r.Name, Branch: nameOf(names, r.Branch), Seq: r.Seq, At: r.At, Code: r.Code, Refused: r.Outcome == store.OutcomeRefused}
		out.Past = append(out.Past, a)
		if a.Refused && r.At >= begin.UnixMilli() {
			out.Refused++
		}
		if !a.Refused && r.Seq > last[r.Device].Seq {
			last[r.Device] = r
		}
	}
	devices, err := t.st.Devices(ctx)
	if err != nil {
		return out, err
	}
	for _, d := range devices {
		out.Devices = append(out.Devices, pages.Device{
			Branch: nameOf(names, d.Branch), Code: d.Branch, Active: d.State == exchange.DeviceActive, State: d.State,
			LastSeq: last[d.ID].Seq, LastAt: last[d.ID].At,
		})
	}
	if out.Decisions, _, err = t.st.CountUnsent(ctx); err != nil {
		return out, err
	}
	out.Fingerprint = t.fingerprint(ctx)
	if path := filepath.Join(t.dir, exchange.RecoveryFile); fileThere(path) {
		out.Recovery = path
	}
	err = t.gather.fill(ctx, names, &out)
	return out, err
}

func fileThere(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func nameOf(names map[string]string, code string) string {
	if n := names[code]; n != "" {
		return n
	}
	return code
}

// countMonth counts the halls and records of the month so far.
func (t traffic) countMonth(ctx context.Context, from string, out *pages.Inbox) error {
	lists, err := t.st.Checklists(ctx)
	if err != nil {
		return err
	}
	halls := map[string]bool{}
	first, _ := time.Parse(time.DateOnly, from)
	to := first.AddDate(0, 1, -1).Format(time.DateOnly)
	for _, c := range lists {
		cells, err := t.st.PeriodCells(ctx, c.ID, from, to)
		if err != nil {
			return err
		}
		for _, x := range cells {
			out.Records += x.N + x.Excluded
			halls[x.Branch] = true
		}
	}
	out.Reported = len(halls)
	return nil
}

func (t traffic) fingerprint(ctx context.Context) string {
	var b strings.Builder
	print, err := exchange.Card(ctx, t.st, t.dir, &b)
	if err != nil {
		return "–"
	}
	return print
}

// Find sorts paths into bundles and enrolment requests; folders are searched
// one level deep, as a stick's root is.
func (t traffic) Find(ctx context.Context, paths []string) (bundles, requests []string, err error) {
	p, err := t.st.Profile(ctx)
	if err != nil {
		return nil, nil, err
	}
	add := func(path string) {
		name := strings.ToLower(filepath.Base(path))
		_, note := bundle.BranchOfNote(filepath.Base(path))
		switch {
		case note && p.Face == checklist.FaceHQ: // our own word to a branch
		case note, strings.HasSuffix(name, ".bundle"):
			bundles = append(bundles, path)
		case strings.HasSuffix(name, ".note") && name != "hq-card.note":
			requests = append(requests, path)
		}
	}
	for _, p := range paths {
		st, err := os.Stat(p)
		if err != nil {
			return nil, nil, checklist.Fail("files.unreadable", "path", p).Because(err)
		}
		if !st.IsDir() {
			add(p)
			continue
		}
		err = filepath.WalkDir(p, func(path string, d fs.DirEntry, err error) error {
			deep := strings.Count(strings.TrimPrefix(path, p), string(filepath.Separator))
			switch {
			case err != nil && path != p:
				return nil // an unreadable sub-folder hides nothing of the others
			case err != nil:
				return checklist.Fail("files.unreadable", "path", path).Because(err)
			case d.IsDir() && deep > 1:
				return fs.SkipDir
			case !d.IsDir():
				add(path)
			}
			return nil
		})
		if err != nil {
			return nil, nil, err
		}
	}
	return bundles, requests, nil
}

// Preview says what importing would do.
func (t traffic) Preview(ctx context.Context, files []string) ([]pages.Bundle, error) {
	list, err := t.x.Preview(ctx, files)
	return shown(list), err
}

// Import takes the bundles in.
func (t traffic) Import(ctx context.Context, files []string, progress func(done, total int)) ([]pages.Bundle, error) {
	out, files, err := t.takeNotes(ctx, files)
	if err != nil || len(files) == 0 {
		return out, err
	}
	list, err := t.x.Import(ctx, files, progress)
	return append(out, shown(list)...), err
}

func shown(list []exchange.Outcome) []pages.Bundle {
	out := make([]pages.Bundle, 0, len(list))
	for _, o := range list {
		out = append(out, pages.Bundle{
			File: filepath.Base(o.File), Path: o.File, Status: pages.Status(o.Status), Err: o.Err, Branch: o.Branch, Seq: o.Seq,
			Created: o.Created, Plain: o.Plain, Records: len(o.Inspections), New: len(o.New), Updated: len(o.Updated), Moves: o.Moves, Bright: o.Bright,
			Photos: o.Photos, Missing: len(o.Missing), Quarantine: o.Quarantine,
		})
	}
	return out
}

// ReadRequest shows an enrolment request.
func (t traffic) ReadRequest(ctx context.Context, path string) (pages.Request, error) {
	e, err := exchange.ReadEnrol(path)
	if err != nil {
		return pages.Request{}, err
	}
	out := pages.Request{Path: path, Branch: e.Branch, Fingerprint: e.Fingerprint}
	devices, err := t.st.Devices(ctx)
	for _, d := range devices {
		out.Known = out.Known || d.ID == e.Device && d.State == exchange.DeviceActive
	}
	return out, err
}

// Accept lets a device send.
func (t traffic) Accept(ctx context.Context, path string) error {
	_, err := exchange.Enrol(ctx, t.st, t.dir, path)
	return err
}

// SaveCard writes headquarters' card.
func (t traffic) SaveCard(ctx context.Context, path string) error {
	return cli.WriteFile(path, func(w io.Writer) error {
		_, err := exchange.Card(ctx, t.st, t.dir, w)
		return err
	})
}
