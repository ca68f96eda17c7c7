package exchange

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store"
)

// take brings in a verified bundle whose photos are stored: its checklists, which
// harm nobody without inspections, then all rows in one transaction.
func (r *receiver) take(ctx context.Context, one *opened) {
	o, in := &one.o, one.in
	if in == nil || o.Err != nil || !r.admit(o) {
		return
	}
	if !one.stored {
		if err := r.storePhotos(ctx, in.contents); err != nil {
			o.refuse(err)
			return
		}
	}
	if err := r.install(ctx, in, o.Branch.Code); err != nil {
		o.refuse(err)
		return
	}
	reps, err := r.x.Store.ImportMany(ctx, []store.Incoming{r.incoming(one)})
	if err != nil {
		o.refuse(err)
		return
	}
	r.taken(one, &reps[0])
}

// incoming is a bundle as the database takes it.
func (r *receiver) incoming(one *opened) store.Incoming {
	o := &one.o
	return store.Incoming{
		Record: store.ImportRecord{
			SHA256: o.SHA256, Device: o.Device, Seq: o.Seq, Branch: o.Branch.Code,
			At: r.x.Clock().UnixMilli(), Created: o.Created.UnixMilli(), Name: r.nameOf(o.File), Prev: o.prev,
		},
		List: one.rows, Loop: one.in.loop, Branch: one.in.branch,
	}
}

// taken fills in what a bundle that is in has changed.
func (r *receiver) taken(one *opened, rep *store.ImportReport) {
	o := &one.o
	o.New, o.Updated, o.Same, o.Older = rep.New, rep.Updated, rep.Same, rep.Older
	o.Moves, o.Bright, o.Others = rep.Moves, rep.Bright, rep.Others
	o.Others += len(one.in.masterLists)
	r.hidden = append(r.hidden, rep.Hidden...)
	o.Status = o.sum(rep.Known)
	r.past.add(o.SHA256, o.Device, o.Seq)
	one.taken = true
}

// forget deletes the pictures a masked one came for, wherever nothing else shows them.
func (r *receiver) forget(ctx context.Context) error {
	// Every file that touches such a photo names it again: most are gone long since.
	r.hidden = slices.DeleteFunc(r.hidden, func(h string) bool { return !r.x.Photos.Has(h) })
	if len(r.hidden) == 0 {
		return nil
	}
	ctx = context.WithoutCancel(ctx) // what is in is in
	gone, err := r.x.Store.Unshown(ctx, r.hidden)
	for _, h := range gone {
		err = errors.Join(err, r.x.Photos.Forget(ctx, h))
	}
	return err
}

// nameOf is what a file was called when it came.
func (r *receiver) nameOf(path string) string {
	if name, ok := r.names[path]; ok {
		return name
	}
	return filepath.Base(path)
}

// admit holds the number of a verified bundle against what came before.
func (r *receiver) admit(o *Outcome) bool {
	from := r.devices[o.Device].FromSeq
	if err := r.past.check(o.SHA256, o.Device, o.Seq, from); err != nil {
		o.refuse(err)
		return false
	}
	o.Missing = r.past.missing(o.Device, from, o.Seq)
	return true
}

func (o *Outcome) sum(known bool) Status {
	switch {
	case known:
		return StatusSame
	case len(o.New)+len(o.Updated)+o.Moves+o.Bright+o.Others > 0:
		return StatusNew
	case len(o.Same) > 0 || len(o.Inspections) == 0:
		return StatusSame
	}
	return StatusOlder
}

// storers is how many photos wait for the disk at once.
const storers = 4

// putPhotos prepares the rows of a verified bundle and stores its photos ahead of
// them: a photo without a row harms nobody and is collected later, a row without
// its photo would be a lie.
func (r *receiver) putPhotos(ctx context.Context, one *opened) {
	o, c := &one.o, one.in.contents
	for i, in := range one.in.list {
		one.rows = append(one.rows, r.x.Store.Prepare(in, one.in.results[i]))
	}
	if r.past.check(o.SHA256, o.Device, o.Seq, r.devices[o.Device].FromSeq) != nil {
		return // take has the last word, when the bundles before are in
	}
	if err := r.storePhotos(ctx, c); err != nil {
		o.refuse(err)
	}
	one.stored = true
}

func (r *receiver) storePhotos(ctx context.Context, c *bundle.Contents) error {
	next := make(chan string)
	errs := make(chan error, storers)
	files := c.Manifest.Files[1:]
	for range min(storers, len(files)) {
		go func() {
			var err error
			for h := range next {
				if err == nil {
					err = r.putPhoto(ctx, c, h)
				}
			}
			errs <- err
		}()
	}
	for _, f := range files {
		if ctx.Err() != nil {
			break
		}
		next <- f.SHA256
	}
	close(next)
	err := ctx.Err()
	for range min(storers, len(files)) {
		err = errors.Join(err, <-errs)
	}
	return err
}

// putPhoto returns when the photo is durable: one that another bundle is just
// bringing may have its name already, and not be safe yet.
func (r *receiver) putPhoto(ctx context.Context, c *bundle.Contents, hash string) error {
	n, err := strconv.ParseUint(hash[:2], 16, 8)
	if err != nil {
		return checklist.Fail(bundle.ErrHash, "why", hash).Because(err)
	}
	mine := &r.putting[n%uint64(len(r.putting))]
	mine.Lock()
	defer mine.Unlock()
	if r.x.Photos.Has(hash) {
		return nil
	}
	if data, ok := c.InMemory(hash); ok {
		return r.x.Photos.PutVerified(ctx, hash, data)
	}
	f, err := c.Blob(hash)
	if err != nil {
		return checklist.Fail(bundle.ErrIO, "why", "staging").Because(err)
	}
	defer f.Close()
	return r.x.Photos.PutOriginal(ctx, hash, f)
}

// foresee says what take would do, without doing it.
func (r *receiver) foresee(ctx context.Context, o *Outcome, loop store.Loop) {
	var err error
	if o.Moves, o.Bright, err = r.x.Store.NewMoves(ctx, loop); err != nil {
		o.refuse(err)
		return
	}
	reviews, err := r.x.Store.NewReviews(ctx, loop.Reviews)
	if err != nil {
		o.refuse(err)
		return
	}
	days, err := r.x.Store.NewHall(ctx, loop.Hall)
	if err != nil {
		o.refuse(err)
		return
	}
	o.Others += reviews + days
	for _, in := range o.Inspections {
		have, err := r.x.Store.Inspection(ctx, in.ID)
		switch {
		case checklist.CodeOf(err) == "store.unknownInspection":
			o.New = append(o.New, in.ID)
		case err != nil:
			o.refuse(err)
			return
		case have.Rev < in.Rev:
			o.Updated = append(o.Updated, in.ID)
		case have.Rev > in.Rev:
			o.Older = append(o.Older, in.ID)
		case !sameContent(have, in):
			o.refuse(checklist.Fail("store.conflict", "id", in.ID, "rev", itoa(int64(in.Rev))))
			return
		default:
			o.Same = append(o.Same, in.ID)
		}
	}
	o.Status = o.sum(false)
}

// file keeps a refused bundle for whoever looks into it: a copy, and beside it
// why. Only refusals are recorded; files still arriving are not.
func (r *receiver) file(ctx context.Context, o *Outcome) error {
	if local(o.Code) {
		return o.Err // a full disk is not the bundle's fault, and stops the import
	}
	if o.Status != StatusRefused && o.Status != StatusConflict || o.SHA256 == "" || o.Code == bundle.ErrIO {
		return nil
	}
	rec := store.ImportRecord{
		SHA256: o.SHA256, Device: o.Device, Seq: o.Seq, Branch: o.Branch.Code,
		At: r.x.Clock().UnixMilli(), Code: o.Code, Name: r.nameOf(o.File),
	}
	r.claim(&rec)
	if err := r.x.Store.RecordRefusal(ctx, rec); err != nil {
		return err
	}
	dir := filepath.Join(r.x.Dir, QuarantineDir)
	to := filepath.Join(dir, o.SHA256[:16]+bundle.Ext)
	if err := keepCopy(dir, o.File, to); err != nil {
		return checklist.Fail(bundle.ErrIO, "why", "quarantine").Because(err)
	}
	var e *checklist.Error
	sentence := o.Code
	if errors.As(o.Err, &e) {
		var pairs []string
		for k, v := range e.Args {
			pairs = append(pairs, k, v)
		}
		sentence = r.x.Words.say("error."+e.Code, pairs...)
	}
	if err := r.quarantine(ctx, o, rec, to); err != nil {
		return err
	}
	o.Quarantine = to
	return writeFile(to+".txt", []byte(o.Code+"\n"+sentence+"\n"+rec.Name+"\n"+o.SHA256+"\n"))
}

// localCodes are what the database says about itself. Whatever else it says is about
// the bundle: one that it does not take must not keep all others out for ever.
var localCodes = []string{
	"store.busy", "store.cannotOpen", "store.closed", "store.damaged", "store.full", "store.fullImport", "store.fullExport", "store.fullBackup",
	"store.io", "store.locked", "store.newer", "store.notSetUp", "store.readOnly", "store.server",
}

// local says whether a code tells of trouble here, not of a bad bundle.
func local(code string) bool {
	return slices.Contains(localCodes, code) || strings.HasPrefix(code, "photo.") || strings.HasPrefix(code, "account.")
}

// keepCopy copies a file that may be hostile; what is larger than any bundle can
// be is left where it is.
func keepCopy(dir, from, to string) error {
	st, err := os.Stat(from)
	if err != nil {
		return err
	}
	have, err := os.Stat(to)
	if st.Size() > bundle.MaxTotal+bundle.MaxTotal/8 || (err == nil && have.Size() == st.Size()) {
		return os.MkdirAll(dir, 0o700)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.CreateTemp(dir, partPrefix+"*")
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if closeErr := out.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(out.Name(), to)
	}
	if err != nil {
		return errors.Join(err, os.Remove(out.Name()))
	}
	return nil
}

// sameContent compares two states of an inspection as they are stored.
func sameContent(a, b *checklist.Inspection) bool {
	x, errA := marshal(a)
	y, errB := marshal(b)
	return errA == nil && errB == nil && slices.Equal(x, y)
}
