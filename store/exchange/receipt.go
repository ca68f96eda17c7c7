package exchange

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store"
)

// Note is a signed note on its way from headquarters to a branch.
type Note struct {
	Branch string // code
	Name   string // of the file
	Data   []byte
}

// The kinds of notes TakeNote tells apart.
const (
	NoteReceipt = "receipt"
	NotePolicy  = "policy"
	NoteEnrol   = "enrol" // a branch's request, at headquarters
)

// NoteOutcome is what became of a note.
type NoteOutcome struct {
	Name string
	Kind string // "" when it is no note of ours
	Code string // of Err, "" = taken or known
	Err  error  // why it was left aside; nothing changed then

	Imported int   // bundles headquarters has
	Refused  int   // bundles it does not take
	Unknown  int   // bundles that were not made here
	Again    int   // inspections that are to be sent again
	Version  int64 // of a policy
	Same     bool  // known already; nothing changed
}

func (o NoteOutcome) refuse(err error) NoteOutcome {
	o.Err, o.Code = err, checklist.CodeOf(err)
	return o
}

// packedAtOnce is how many receipts are signed in one go.
const packedAtOnce = 20000

// PendingNotes makes what headquarters owes its branches, receipts and policies, and
// lists every note that is not on the road yet. Cut short anywhere it can be done
// again. Codes exchange.notHQ, exchange.noKeys.
func (x *Exchange) PendingNotes(ctx context.Context) ([]Note, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	card, keys, err := ownCard(ctx, x.Store, x.Dir)
	if err != nil {
		return nil, err
	}
	if err := x.packReceipts(ctx, card, keys); err != nil {
		return nil, err
	}
	if err := x.packPolicies(ctx, card, keys); err != nil {
		return nil, err
	}
	list, err := x.Store.PendingNotes(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]Note, len(list))
	for i, n := range list {
		out[i] = Note{Branch: n.Branch, Name: n.Name, Data: []byte(n.Body)}
	}
	return out, nil
}

// NoteSent says that a note is whole at its destination.
func (x *Exchange) NoteSent(ctx context.Context, name string) error {
	return x.Store.NoteSent(ctx, name)
}

// packReceipts signs the receipts that stand in no note yet, those for one device of
// one branch together. A receipt is owed from the transaction that took the bundle
// in or refused it, so none is forgotten in a crash.
func (x *Exchange) packReceipts(ctx context.Context, card bundle.Card, keys keyFile) error {
	for {
		due, err := x.Store.DueReceipts(ctx, packedAtOnce)
		if err != nil || len(due) == 0 {
			return err
		}
		var notes []store.Note
		for len(due) > 0 {
			n := 1
			for n < len(due) && n < bundle.MaxReceipts && due[n].Branch == due[0].Branch && due[n].Device == due[0].Device {
				n++
			}
			one, err := signReceipts(card, keys, due[:n])
			if err != nil {
				return err
			}
			notes, due = append(notes, one), due[n:]
		}
		if err := x.Store.SaveNotes(ctx, notes); err != nil {
			return err
		}
	}
}

func signReceipts(card bundle.Card, keys keyFile, list []store.Receipt) (store.Note, error) {
	r := bundle.Receipt{Org: card.Org, Branch: list[0].Branch, Device: bundle.Short(list[0].Device)}
	n := store.Note{Branch: r.Branch, Kind: store.NoteReceipt}
	for _, d := range list {
		r.Bundles = append(r.Bundles, bundle.ReceiptLine{
			SHA256: d.SHA256, Seq: d.Seq, Outcome: d.Outcome, Code: d.Code, Words: d.Words, At: d.At / 1000,
		})
		n.Receipts = append(n.Receipts, d.SHA256)
	}
	bundle.SortReceipts(r.Bundles)
	msg, err := bundle.WriteReceipt(r, keys.signers()...)
	n.Name, n.Body = r.FileName(), string(msg)
	return n, err
}

// TakeNote takes a note in: at a branch a receipt or a policy of the headquarters
// whose card is here, at headquarters a branch's request to be enrolled. What is
// wrong with the note stands in the outcome, and nothing changed then; the error
// is about this computer (exchange.noCard, a full disk).
func (x *Exchange) TakeNote(ctx context.Context, name string, data []byte) (NoteOutcome, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.takeNote(ctx, name, data)
}

func (x *Exchange) takeNote(ctx context.Context, name string, data []byte) (NoteOutcome, error) {
	o := NoteOutcome{Name: filepath.Base(name), Kind: bundle.KindOfNote(data)}
	p, err := x.Store.Profile(ctx)
	if err != nil {
		return o, err
	}
	if p.Face == checklist.FaceHQ {
		if o.Kind != NoteEnrol {
			return o.refuse(checklist.Fail("note.notForHQ")), nil
		}
		return x.takeRequest(ctx, o, data)
	}
	if o.Kind != NoteReceipt && o.Kind != NotePolicy {
		return o.refuse(checklist.Fail(bundle.ErrNote, "why", "kind")), nil
	}
	card, err := pinnedCard(x.Dir)
	if err != nil {
		return o, err
	}
	if card.Org == "" {
		return o, checklist.Fail("exchange.noCard")
	}
	if o.Kind == NotePolicy {
		return x.takePolicy(ctx, o, p, card, data)
	}
	r, err := bundle.ReadReceipt(data, card.Verifier)
	if err == nil {
		err = addressed(p, card, r.Org, r.Branch)
	}
	if err != nil {
		return o.refuse(err), nil
	}
	list := make([]store.Receipt, len(r.Bundles))
	for i, l := range r.Bundles {
		list[i] = store.Receipt{
			SHA256: l.SHA256, Branch: r.Branch, Device: r.Device, Seq: l.Seq, Outcome: l.Outcome, Code: l.Code,
			Words: l.Words, At: l.At * 1000, Note: o.Name,
		}
	}
	got, err := x.Store.TakeReceipts(ctx, list)
	if err != nil {
		return o, err
	}
	o.Imported, o.Refused, o.Unknown = got.Imported, got.Refused, got.Unknown
	return o, x.heard(ctx, list)
}

// addressed refuses a note of another headquarters or for another branch.
func addressed(p checklist.Profile, card bundle.Card, org, branch string) error {
	switch {
	case org != card.Org:
		return checklist.Fail(bundle.ErrNoteOrg)
	case branch != p.Branch.Code && branch != bundle.FileSafe(p.Branch.Code):
		return checklist.Fail(bundle.ErrNoteBranch, "have", p.Branch.Code, "want", branch)
	}
	return nil
}

// repeat owes the receipts of known bundles again: who sends them again has not
// heard.
func (r *receiver) repeat(ctx context.Context, list []Outcome) error {
	var known []string
	for _, o := range list {
		if o.Status == StatusSame && r.profile.Face == checklist.FaceHQ {
			known = append(known, o.SHA256)
		}
	}
	if len(known) == 0 {
		return nil
	}
	return r.x.Store.RepeatReceipts(ctx, known)
}

// claim says who gets the receipt for a file whose sender is not proved: whom the
// file name names. The receipt helps nobody who does not have that very file.
func (r *receiver) claim(rec *store.ImportRecord) {
	n, ok := bundle.ParseName(rec.Name)
	if rec.Branch != "" || !ok {
		return
	}
	rec.ClaimedBranch, rec.ClaimedDevice, rec.ClaimedSeq = n.Branch, n.Device, n.Seq
	for _, d := range r.devices {
		if bundle.FileSafe(d.Branch) != n.Branch {
			continue
		}
		rec.ClaimedBranch = d.Branch
		if bundle.Short(d.ID) == n.Device {
			rec.ClaimedDevice = d.ID
			return
		}
	}
}

// WriteNotes puts the notes that are pending for a branch, or for all with branch
// "", beside exported bundles in a folder, and says that they are sent. It returns
// their names.
func (x *Exchange) WriteNotes(ctx context.Context, dir, branch string) ([]string, error) {
	list, err := x.PendingNotes(ctx)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, n := range list {
		if branch != "" && n.Branch != branch {
			continue
		}
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return names, checklist.Fail("exchange.target", "dir", dir).Because(err)
		}
		if err := replaceFile(dir, filepath.Join(dir, n.Name), n.Data); err != nil {
			return names, checklist.Fail("exchange.target", "dir", dir).Because(err)
		}
		names = append(names, n.Name)
	}
	if len(names) == 0 {
		return nil, nil
	}
	return names, x.Store.NoteSent(ctx, names...)
}

// maxNoteFile is how much of a file is read as a note.
const maxNoteFile = 1 << 20

// TakeNotes takes the notes among files and directly in folders in: receipts first,
// for noteRank's reason, and before the bundles beside them. Notes for
// other branches are left alone, as everything that is no note of headquarters.
func (x *Exchange) TakeNotes(ctx context.Context, paths []string) ([]NoteOutcome, error) {
	p, err := x.Store.Profile(ctx)
	if err != nil {
		return nil, err
	}
	files, err := noteFiles(paths)
	if err != nil || p.Face == checklist.FaceHQ {
		return nil, err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	var out []NoteOutcome
	for last := false; len(files) > 0; last = true {
		var later []string // of keys nobody vouched for so far
		for _, f := range files {
			if b, ok := bundle.BranchOfNote(filepath.Base(f)); !ok || b != bundle.FileSafe(p.Branch.Code) {
				continue
			}
			msg, err := readNote(f)
			if err != nil {
				return out, err
			}
			o, err := x.takeNote(ctx, f, msg)
			if err != nil {
				return out, err
			}
			if o.Code == bundle.ErrNoteSigned && !last {
				later = append(later, f)
				continue
			}
			out = append(out, o)
		}
		files = later
	}
	return out, nil
}

func readNote(path string) ([]byte, error) {
	st, err := os.Stat(path)
	if err == nil && (!st.Mode().IsRegular() || st.Size() > maxNoteFile) {
		err = errors.New("not a note")
	}
	var msg []byte
	if err == nil {
		msg, err = os.ReadFile(path)
	}
	if err != nil {
		return nil, checklist.Fail(bundle.ErrIO, "why", filepath.Base(path)).Because(err)
	}
	return msg, nil
}

// noteFiles lists the notes of headquarters, receipts first and the newest last.
func noteFiles(paths []string) (out []string, err error) {
	add := func(path string) {
		if _, ok := bundle.BranchOfNote(filepath.Base(path)); ok {
			out = append(out, path)
		}
	}
	for _, p := range paths {
		st, err := os.Stat(p)
		if err != nil {
			return nil, checklist.Fail(bundle.ErrIO, "why", filepath.Base(p)).Because(err)
		}
		if !st.IsDir() {
			add(p)
			continue
		}
		list, err := os.ReadDir(p)
		if err != nil {
			return nil, checklist.Fail(bundle.ErrIO, "why", filepath.Base(p)).Because(err)
		}
		for _, e := range list {
			if e.Type().IsRegular() {
				add(filepath.Join(p, e.Name()))
			}
		}
	}
	slices.SortStableFunc(out, func(a, b string) int { return cmp.Compare(noteRank(a), noteRank(b)) })
	return out, nil
}
