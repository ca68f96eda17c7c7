package exchange

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store"
	"hallcheck/store/exchange/road"
)

// What is fetched before it is taken in: the inbox stays small however much waits.
const (
	batchFiles = 500
	batchBytes = 1 << 30
	maxFetched = bundle.MaxTotal + 64<<20 // a bundle with its seal
)

// arrival is a file of a road that was fetched.
type arrival struct {
	store.Transfer
	file string // here
}

func (t *trip) dir() string {
	if t.r.profile.Face == checklist.FaceHQ {
		return toHQ
	}
	return path.Join(toBranch, wire(bundle.FileSafe(t.r.profile.Branch.Code)))
}

func (t *trip) inbox() string { return filepath.Join(t.r.c.x.Dir, "inbox", t.at.ID) }

// fetch brings what is for us and was not here before, and takes it in, batch by batch.
func (t *trip) fetch(ctx context.Context) error {
	todo, err := t.waiting(ctx)
	if err != nil {
		return err
	}
	for n := 0; n < len(todo); {
		var batch []arrival
		size := int64(0)
		var stop error
		for ; n < len(todo) && len(batch) < batchFiles && (len(batch) == 0 || size+todo[n].Size <= batchBytes); n++ {
			one, err := t.get(ctx, todo[n], n+1, len(todo))
			if errors.Is(err, fs.ErrNotExist) {
				continue // taken away meanwhile
			}
			if err != nil && (ctx.Err() != nil || road.Systemic(err) || checklist.CodeOf(err) == "sync.inbox") {
				stop = err
				break
			}
			if err != nil {
				t.did.Failed = append(t.did.Failed, FileError{path.Base(todo[n].Name), err})
				continue
			}
			batch, size = append(batch, one), size+one.Size
		}
		if err := t.take(ctx, batch); err != nil {
			return err
		}
		if checklist.CodeOf(stop) == "sync.inbox" {
			t.r.fail(stop) // this computer's disk, not the road
			return nil
		}
		if stop != nil {
			return stop
		}
	}
	return nil
}

// waiting lists what is on the road for us and was not taken in yet.
func (t *trip) waiting(ctx context.Context) ([]store.Transfer, error) {
	list, err := t.road.List(ctx, t.dir())
	if err != nil {
		return nil, err
	}
	known, err := t.r.c.x.Store.Transfers(ctx, t.at.ID, store.SideIn)
	if err != nil {
		return nil, err
	}
	have := make(map[string]store.Transfer, len(known))
	for _, k := range known {
		have[k.Name] = k
	}
	var out []store.Transfer
	for _, e := range list {
		base := path.Base(e.Name)
		note := strings.HasSuffix(base, ".note")
		if !plainName.MatchString(base) || !note && !strings.HasSuffix(base, bundle.Ext) ||
			e.Size > maxFetched || note && e.Size > maxNoteFile {
			continue
		}
		k, ok := have[e.Name]
		// A note that was refused for its form may have been cut or altered on the road:
		// the whole one is looked at when it comes. A bundle's name says what is in it.
		mended := note && (k.Code == bundle.ErrNote || k.Code == bundle.ErrNoteSigned) && (e.Size != k.Size || e.Changed.UnixMilli() > k.At)
		if ok && !mended && !readsMore(k) && (k.State == store.TransferArrived || k.State == store.TransferGone) {
			continue
		}
		out = append(out, store.Transfer{
			Road: t.at.ID, Name: e.Name, Side: store.SideIn, Size: e.Size, State: store.TransferWaiting, Tries: k.Tries,
			At: e.Changed.UnixMilli(),
		})
	}
	return out, nil
}

// argForms is the argument of a refused policy's error that says how many forms of
// policies were known then.
const argForms = "forms"

// readsMore says whether a policy was refused for its form by a program that knew fewer
// forms than this one: it is looked at once more, or an upgraded branch would wait for
// the next one.
func readsMore(k store.Transfer) bool {
	return noteRank(k.Name) == 1 && (k.Code == bundle.ErrNote || k.Code == bundle.ErrNoteNewer) && k.Args[argForms] != strconv.Itoa(bundle.PolicyFormat)
}

// get brings one file into the inbox; what is there of it already is not asked for again.
func (t *trip) get(ctx context.Context, one store.Transfer, n, of int) (arrival, error) {
	file := filepath.Join(t.inbox(), unwire(path.Base(one.Name)))
	if st, err := os.Stat(file); err == nil && st.Size() == one.Size {
		return arrival{one, file}, nil // fetched, and killed before it was taken in
	}
	if err := os.MkdirAll(t.inbox(), 0o700); err != nil {
		return arrival{}, checklist.Fail("sync.inbox", "dir", t.inbox()).Because(err)
	}
	step := Step{Phase: "fetch", Road: t.at.Name, Name: path.Base(one.Name), Total: one.Size, File: n, Files: of}
	part := file + ".part"
	err := t.download(ctx, one, part, step)
	if err == nil && !t.fits(one, part) {
		// Begun from another file of that name: once more from the start.
		_ = os.Remove(part)
		err = t.download(ctx, one, part, step)
	}
	if err == nil {
		changed := time.UnixMilli(one.At)
		err = errors.Join(os.Chtimes(part, changed, changed), os.Rename(part, file), syncDir(t.inbox()))
		if err != nil {
			err = checklist.Fail("sync.inbox", "dir", t.inbox()).Because(err)
		}
	}
	if err == nil {
		t.did.Fetched = append(t.did.Fetched, path.Base(one.Name))
		t.did.Bytes += one.Size
	}
	return arrival{one, file}, err
}

func (t *trip) download(ctx context.Context, one store.Transfer, part string, step Step) error {
	here := func(err error) error { return checklist.Fail("sync.inbox", "dir", t.inbox()).Because(err) }
	w, err := os.OpenFile(part, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return here(err)
	}
	defer w.Close()
	at, err := w.Seek(0, io.SeekEnd)
	if err == nil && at > one.Size {
		at, err = 0, w.Truncate(0)
	}
	if err != nil {
		return here(err)
	}
	r, err := t.road.Get(ctx, one.Name, at)
	if err != nil {
		return err
	}
	defer r.Close()
	buf := make([]byte, 256<<10)
	for {
		step.Done = at
		t.r.tell(step)
		n, err := r.Read(buf)
		if at += int64(n); at > one.Size {
			return checklist.Fail("sync.grew", "name", step.Name)
		}
		if _, e := w.Write(buf[:n]); e != nil {
			return here(e)
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
	}
	if at != one.Size {
		return checklist.Fail("road.cut", "place", t.at.Name, "why", step.Name)
	}
	if err := w.Sync(); err != nil {
		return here(err)
	}
	return nil
}

// fits says whether a file is the one its name promises, where the name does.
func (t *trip) fits(one store.Transfer, file string) bool {
	n, ok := bundle.ParseName(path.Base(one.Name))
	if !ok {
		return true
	}
	f, err := os.Open(file)
	if err != nil {
		return false
	}
	defer f.Close()
	h := sha256.New()
	_, err = io.CopyBuffer(struct{ io.Writer }{h}, struct{ io.Reader }{f}, make([]byte, 256<<10))
	return err == nil && hex.EncodeToString(h.Sum(nil)[:8]) == n.Hash
}

// take hands a batch to the exchange: notes first, since they say whom to believe.
func (t *trip) take(ctx context.Context, batch []arrival) error {
	var bundles []arrival
	var notes []arrival
	for _, a := range batch {
		if strings.HasSuffix(a.file, bundle.Ext) {
			bundles = append(bundles, a)
		} else {
			notes = append(notes, a)
		}
	}
	slices.SortStableFunc(notes, func(a, b arrival) int { return cmp.Compare(noteRank(a.file), noteRank(b.file)) })
	if err := t.takeNotes(ctx, notes); err != nil {
		t.r.fail(err)
		return nil // the road is good; the bundles wait for their notes
	}
	if len(bundles) == 0 {
		return nil
	}
	return t.takeBundles(ctx, bundles)
}

// noteRank puts receipts before policies: a policy may let everything that was
// refused be sent again, and has to know by then what was refused and what is in.
func noteRank(file string) int {
	if strings.HasPrefix(filepath.Base(file), "policy-") {
		return 1
	}
	return 0
}

// takeNotes takes notes in by rank. One whose key nobody vouched for so far is looked
// at again behind the policies.
func (t *trip) takeNotes(ctx context.Context, notes []arrival) error {
	var later []arrival
	for _, a := range notes {
		strange, err := t.takeNote(ctx, a, false)
		if err != nil {
			return err
		}
		if strange {
			later = append(later, a)
		}
	}
	for _, a := range later {
		if _, err := t.takeNote(ctx, a, true); err != nil {
			return err
		}
	}
	return nil
}

// takeNote takes one note in; strange is one of an unknown key, which stays for later
// unless it is the last time.
func (t *trip) takeNote(ctx context.Context, a arrival, last bool) (strange bool, err error) {
	data, err := readNote(a.file)
	if err != nil {
		return false, err
	}
	o, err := t.r.c.x.TakeNote(ctx, filepath.Base(a.file), data)
	if err != nil || o.Code == bundle.ErrNoteSigned && !last {
		return err == nil, err
	}
	t.r.out.Notes = append(t.r.out.Notes, o)
	sum := sha256.Sum256(data)
	return false, t.taken(ctx, a, hex.EncodeToString(sum[:]), o.Err)
}

// taken ticks a file off. It stays on the road, and its copy here goes.
func (t *trip) taken(ctx context.Context, a arrival, sum string, why error) error {
	a.State, a.Moved, a.SHA256 = store.TransferArrived, a.Size, sum
	a.Keep(why)
	if noteRank(a.Name) == 1 && why != nil {
		if a.Args == nil {
			a.Args = map[string]string{}
		}
		a.Args[argForms] = strconv.Itoa(bundle.PolicyFormat)
	}
	if err := t.r.c.x.Store.SaveTransfers(ctx, a.Transfer); err != nil {
		return err
	}
	if err := os.Remove(a.file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return checklist.Fail("sync.inbox", "dir", t.inbox()).Because(err)
	}
	return nil
}

func (t *trip) takeBundles(ctx context.Context, list []arrival) error {
	paths := make([]string, len(list))
	by := map[string]arrival{}
	for i, a := range list {
		paths[i], by[a.file] = a.file, a
	}
	got, err := t.r.c.x.Import(ctx, paths, func(done, total int) {
		t.r.tell(Step{Phase: "import", Road: t.at.Name, Done: int64(done), Total: int64(total)})
	})
	for _, o := range got {
		if o.Status == StatusArriving {
			_ = os.Remove(o.File) // fetched anew next time
			continue
		}
		t.r.out.Imported = append(t.r.out.Imported, o)
		if e := t.taken(context.WithoutCancel(ctx), by[o.File], o.SHA256, o.Err); e != nil && err == nil {
			err = e
		}
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	t.r.fail(err)
	return nil
}
