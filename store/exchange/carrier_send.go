package exchange

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store"
	"hallcheck/store/exchange/road"
)

// The folders of a road.
const (
	toHQ     = "to-hq"
	toBranch = "to-branch"
)

// export fills the outbox. Without a card a branch's files could be read by whoever
// keeps the road: they do not leave by themselves then.
func (r *round) export(ctx context.Context) {
	open := false
	for _, t := range r.trips {
		open = open || t.road != nil && t.did.Err == nil
	}
	if !open || ctx.Err() != nil {
		return
	}
	if _, ok := HasCard(r.c.x.Dir); !ok && r.profile.Face != checklist.FaceHQ && r.o.Visit == nil {
		r.fail(checklist.Fail("exchange.noCard"))
		return
	}
	done, err := r.c.x.Export(ctx, ExportOptions{To: r.c.Outbox()}, func(done, total int) {
		r.tell(Step{Phase: "export", Done: int64(done), Total: int64(total)})
	})
	r.out.Exported, r.out.Skipped, r.out.Photos, r.out.Plain = done.Bundles, done.Skipped, done.Photos, done.Plain
	if err != nil && checklist.CodeOf(err) != "exchange.nothing" {
		r.fail(err)
	}
	if r.profile.Face == checklist.FaceHQ {
		r.fail(r.writeNotes(ctx))
	}
}

// fail keeps the first error of this computer's own part.
func (r *round) fail(err error) {
	if r.out.Err == nil {
		r.out.Err = err
	}
}

// writeNotes puts headquarters' notes into the outbox and on the list of every road
// in use. They count as sent when the first road has them.
func (r *round) writeNotes(ctx context.Context) error {
	notes, err := r.c.x.PendingNotes(ctx)
	if err != nil || len(notes) == 0 {
		return err
	}
	roads, err := r.c.x.Store.Roads(ctx)
	if err != nil {
		return err
	}
	for _, t := range r.trips {
		if !t.at.Active { // visited, or asked for by name
			at := t.at
			at.Active = true
			roads = append(roads, at)
		}
	}
	var list []store.Transfer
	for _, n := range notes {
		if err := writeFile(filepath.Join(r.c.Outbox(), n.Name), n.Data); err != nil {
			return err
		}
		sum := sha256.Sum256(n.Data)
		for _, at := range roads {
			if at.Active {
				list = append(list, store.Transfer{
					Road: at.ID, Name: forBranch(n.Branch, n.Name), Side: store.SideOut, Branch: n.Branch,
					SHA256: hex.EncodeToString(sum[:]), Size: int64(len(n.Data)), State: store.TransferWaiting,
				})
			}
		}
	}
	return r.c.x.Store.SaveTransfers(ctx, list...)
}

func forBranch(code, name string) string {
	return path.Join(toBranch, wire(bundle.FileSafe(code)), wire(name))
}

// queue puts finished files of the outbox on the road's list.
func (t *trip) queue(ctx context.Context) error {
	x := t.r.c.x
	exports, err := x.Store.Unqueued(ctx, t.at.ID)
	if err != nil {
		return err
	}
	var list []store.Transfer
	for _, e := range exports {
		if !t.r.c.Carries(e.Path) {
			continue
		}
		st, err := os.Stat(filepath.Join(t.r.c.Outbox(), filepath.Base(e.Path)))
		if err != nil {
			continue // cleared away by hand: nothing to carry
		}
		one := store.Transfer{
			Road: t.at.ID, Name: path.Join(toHQ, wire(filepath.Base(e.Path))), Side: store.SideOut,
			SHA256: e.SHA256, Size: st.Size(), State: store.TransferWaiting,
		}
		if _, branch, ok := strings.Cut(e.Lane, "@"); ok {
			one.Name, one.Branch = forBranch(branch, filepath.Base(e.Path)), branch
		}
		list = append(list, one)
	}
	if t.r.profile.Face != checklist.FaceHQ {
		request, err := t.request(ctx)
		if err != nil {
			return err
		}
		list = append(list, request...)
	}
	return x.Store.SaveTransfers(ctx, list...)
}

// request is the enrolment request of a branch with a card, once for each content.
func (t *trip) request(ctx context.Context) ([]store.Transfer, error) {
	x := t.r.c.x
	found, err := filepath.Glob(filepath.Join(x.Dir, "enrol-*.note"))
	if _, ok := HasCard(x.Dir); err != nil || !ok {
		return nil, err
	}
	have, err := x.Store.Transfers(ctx, t.at.ID, store.SideOut)
	if err != nil {
		return nil, err
	}
	var out []store.Transfer
	for _, file := range found {
		data, err := readNote(file)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(data)
		id := hex.EncodeToString(sum[:])
		one := store.Transfer{
			Road: t.at.ID, Name: path.Join(toHQ, wire(strings.TrimSuffix(filepath.Base(file), ".note")+"-"+id[:8]+".note")),
			Side: store.SideOut, SHA256: id, Size: int64(len(data)), State: store.TransferWaiting,
		}
		known := false
		for _, h := range have {
			known = known || h.Name == one.Name
		}
		if !known {
			out = append(out, one)
		}
	}
	return out, nil
}

// local is where a file of the list lies here.
func (t *trip) local(one store.Transfer) (string, error) {
	name := unwire(path.Base(one.Name))
	if !strings.HasPrefix(name, "enrol-") {
		return filepath.Join(t.r.c.Outbox(), name), nil
	}
	found, err := filepath.Glob(filepath.Join(t.r.c.x.Dir, name[:strings.LastIndex(name, "-")]+".note"))
	if err != nil || len(found) != 1 {
		return "", fs.ErrNotExist
	}
	return found[0], nil
}

// send carries the list over the road. An error that the next file would meet as
// well ends it; others stay with their file, which is tried again later.
func (t *trip) send(ctx context.Context) error {
	if err := t.queue(ctx); err != nil {
		return err
	}
	list, err := t.r.c.x.Store.Queue(ctx, t.at.ID)
	if err != nil {
		return err
	}
	var due []store.Transfer
	for _, one := range list {
		wait := backOff(one.Tries, false, 0.5).Milliseconds()
		if one.State != store.TransferFailed || t.r.o.Now || t.r.now.UnixMilli() >= one.At+wait {
			due = append(due, one)
		}
	}
	cut := map[string]bool{} // folders in which an attempt may have left a part
	for i, one := range due {
		if one.Tries > 0 {
			cut[path.Dir(one.Name)] = true
		}
		err := t.put(ctx, one, i+1, len(due))
		if err == nil {
			continue
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if road.Systemic(err) {
			return err
		}
		t.did.Failed = append(t.did.Failed, FileError{path.Base(one.Name), err})
	}
	for dir := range cut {
		if err := t.road.Tidy(ctx, dir, nil); err != nil {
			return err
		}
	}
	return nil
}

// saveEvery is how often the bytes moved are written down.
const saveEvery = 2 * time.Second

func (t *trip) put(ctx context.Context, one store.Transfer, n, of int) error {
	st := t.r.c.x.Store
	one.State, one.Tries = store.TransferMoving, one.Tries+1
	if err := st.SaveTransfers(ctx, one); err != nil {
		return err
	}
	step := Step{Phase: "send", Road: t.at.Name, Name: path.Base(one.Name), Total: one.Size, File: n, Files: of}
	t.r.tell(step)
	saved := time.Now()
	err := t.putFile(ctx, one, func(done int64) {
		one.Moved = max(one.Moved, done)
		step.Done = done
		t.r.tell(step)
		if time.Since(saved) > saveEvery {
			saved = time.Now()
			_ = st.SaveTransfers(ctx, one) // only for the eye
		}
	})
	if checklist.CodeOf(err) == "exchange.exists" && strings.HasSuffix(one.Name, ".note") {
		// A receipt's name comes from what it says: the same word under another signature.
		// A policy's version is used up when headquarters came back from a backup, or
		// somebody planted a file: its branch gets a later one.
		err = t.r.usedUp(context.WithoutCancel(ctx), one)
	}
	switch {
	case err == nil:
		one.State, one.Moved = store.TransferArrived, one.Size
		t.did.Sent = append(t.did.Sent, path.Base(one.Name))
		t.did.Bytes += one.Size
	case ctx.Err() != nil || road.Systemic(err):
		one.State = store.TransferWaiting
	default:
		one.State, one.Moved = store.TransferFailed, 0
	}
	if ctx.Err() == nil {
		one.Keep(err)
	}
	after := context.WithoutCancel(ctx)
	if e := st.SaveTransfers(after, one); e != nil {
		return errors.Join(err, e)
	}
	if err == nil && strings.HasSuffix(one.Name, ".note") && one.Branch != "" {
		return t.r.c.x.NoteSent(after, unwire(path.Base(one.Name)))
	}
	return err
}

// usedUp lets the next policy be made for a branch whose road has another file under
// the name of this one.
func (r *round) usedUp(ctx context.Context, one store.Transfer) error {
	if r.profile.Face != checklist.FaceHQ || !strings.HasPrefix(path.Base(one.Name), "policy-") {
		return nil
	}
	return r.c.x.Store.TellPolicyAgain(ctx, one.Branch)
}

func (t *trip) putFile(ctx context.Context, one store.Transfer, progress func(int64)) error {
	file, err := t.local(one)
	if err != nil {
		return checklist.Fail("sync.lost", "name", path.Base(one.Name)).Because(err)
	}
	src, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return checklist.Fail("sync.lost", "name", path.Base(one.Name)).Because(err)
	}
	if err != nil {
		return checklist.Fail("road.source").Because(err)
	}
	defer src.Close()
	st, err := src.Stat()
	if err != nil || st.Size() != one.Size {
		return checklist.Fail("road.source").Because(err)
	}
	return t.road.Put(ctx, one.Name, src, one.Size, one.SHA256, progress)
}
