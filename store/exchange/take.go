package exchange

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store"
)

// take brings a verified bundle in: checklists and photos first, which harm
// nobody without rows, then all rows in one transaction.
func (r *receiver) take(ctx context.Context, o *Outcome, in *incoming) {
	if err := r.putPhotos(ctx, in.contents); err != nil {
		o.refuse(err)
		return
	}
	for _, s := range in.lists {
		if _, err := r.x.Store.InstallChecklist(ctx, s.ID+".yaml", []byte(s.Source)); err != nil {
			o.refuse(err)
			return
		}
	}
	rec := store.ImportRecord{
		SHA256: o.SHA256, Device: o.Device, Seq: o.Seq, Branch: o.Branch.Code,
		At: r.x.Clock().UnixMilli(), Name: filepath.Base(o.File),
	}
	rep, err := r.x.Store.ImportInspections(ctx, rec, in.list, in.list[0].Branch)
	if err != nil {
		o.refuse(err)
		return
	}
	o.New, o.Updated, o.Same, o.Older = rep.New, rep.Updated, rep.Same, rep.Older
	o.Status = o.sum(rep.Known)
	r.past.add(o.SHA256, o.Device, o.Seq)
}

func (o *Outcome) sum(known bool) Status {
	switch {
	case known:
		return StatusSame
	case len(o.New)+len(o.Updated) > 0:
		return StatusNew
	case len(o.Same) > 0:
		return StatusSame
	}
	return StatusOlder
}

func (r *receiver) putPhotos(ctx context.Context, c *bundle.Contents) error {
	for _, f := range c.Manifest.Files[1:] {
		if err := ctx.Err(); err != nil {
			return err
		}
		if r.x.Photos.Has(f.SHA256) {
			continue
		}
		if err := r.putPhoto(ctx, c, f.SHA256); err != nil {
			return err
		}
	}
	return nil
}

func (r *receiver) putPhoto(ctx context.Context, c *bundle.Contents, hash string) error {
	f, err := c.Blob(hash)
	if err != nil {
		return checklist.Fail(bundle.ErrIO, "why", "staging").Because(err)
	}
	defer f.Close()
	return r.x.Photos.PutOriginal(ctx, hash, f)
}

// foresee says what take would do, without doing it.
func (r *receiver) foresee(ctx context.Context, o *Outcome) {
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
	if o.Status != StatusRefused && o.Status != StatusConflict || o.SHA256 == "" || o.Code == bundle.ErrIO {
		return nil
	}
	rec := store.ImportRecord{
		SHA256: o.SHA256, Device: o.Device, Seq: o.Seq, Branch: o.Branch.Code,
		At: r.x.Clock().UnixMilli(), Code: o.Code, Name: filepath.Base(o.File),
	}
	if err := r.x.Store.RecordRefusal(ctx, rec); err != nil {
		return err
	}
	dir := filepath.Join(r.x.Dir, "quarantine")
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
	o.Quarantine = to
	return writeFile(to+".txt", []byte(o.Code+"\n"+sentence+"\n"+filepath.Base(o.File)+"\n"+o.SHA256+"\n"))
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
