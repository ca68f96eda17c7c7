package exchange

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store"
)

// Status is what became of a bundle, or would become of it.
type Status string

// The outcomes of a bundle.
const (
	StatusNew      Status = "new"      // at least one inspection is new or newer
	StatusSame     Status = "same"     // known already; nothing changed
	StatusOlder    Status = "older"    // only older states of what is here; nothing changed
	StatusConflict Status = "conflict" // same inspection and revision, other content; nothing changed
	StatusRefused  Status = "refused"  // Err says why; nothing changed
	StatusArriving Status = "arriving" // still being copied; try again later
)

// Outcome is one file of an import.
type Outcome struct {
	File    string // path
	SHA256  string
	Status  Status
	Code    string // of Err, "" when nothing is wrong
	Err     error
	Device  string
	Branch  checklist.Branch
	Seq     int64
	Created time.Time // when the branch made it, by its clock
	Plain   bool      // not encrypted

	Inspections []*checklist.Inspection // read only; empty when refused or same
	Photos      int
	New         []string // ids of inspections not there before
	Updated     []string // replaced by a newer revision
	Same        []string
	Older       []string
	Moves       int     // moves of findings not there before
	Bright      int     // good practice new or newer
	Others      int     // records of other kinds new or newer: reviews, master data, what is published
	prev        string  // hash of the device's bundle before
	Missing     []int64 // numbers of this device below Seq not here yet, at most 100
	Quarantine  string  // where a refused file was copied to
}

// arriving is how young a file must be to count as still being copied.
const arriving = 15 * time.Minute

// Preview verifies bundles and says what Import would do; it changes nothing and
// keeps nothing. paths are files or folders.
func (x *Exchange) Preview(ctx context.Context, paths []string) ([]Outcome, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	r, files, err := x.receiver(ctx, paths)
	if err != nil {
		return nil, err
	}
	var out []Outcome
	err = r.each(ctx, files, 1, func(context.Context, *opened) {}, func(list []*opened) error {
		one := list[0]
		if one.in != nil && r.admit(&one.o) {
			r.foresee(ctx, &one.o, one.in.loop)
			r.past.add(one.o.SHA256, one.o.Device, one.o.Seq)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		out = append(out, one.o)
		return nil
	})
	return out, err
}

// Import takes bundles in, those that wait together in one transaction; files it
// knows already are left aside. Nothing is believed before all of a file is verified.
// A refused file changes nothing, and keeps no other out; a copy goes to quarantine/
// with its reason beside it, and the source is never deleted. Cut short anywhere it
// can be done again with the same result. progress counts files. The error is about the import as a whole
// (exchange.noCard, exchange.noKeys, exchange.noBundles, a full disk, cancelled); what is wrong
// with a file stands in its Outcome.
func (x *Exchange) Import(ctx context.Context, paths []string, progress func(done, total int)) ([]Outcome, error) {
	return x.importAs(ctx, paths, nil, progress)
}

// importAs is Import of files that once had other names.
func (x *Exchange) importAs(ctx context.Context, paths []string, names map[string]string, progress func(done, total int)) ([]Outcome, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	r, files, err := x.receiver(ctx, paths)
	if err != nil {
		return nil, err
	}
	r.names = names
	count := &steps{report: progress, total: len(files)}
	var out []Outcome
	err = r.each(ctx, files, r.x.group, r.putPhotos, func(list []*opened) error {
		r.takeMany(ctx, list)
		for _, one := range list {
			if err := r.takeOne(ctx, one); err != nil {
				return err
			}
			if err := r.file(ctx, &one.o); err != nil {
				return err
			}
			out = append(out, one.o)
			count.step()
		}
		return nil
	})
	return out, errors.Join(err, r.repeat(ctx, out), r.forget(ctx))
}

// receiver is one import under way.
type receiver struct {
	x       *Exchange
	profile checklist.Profile
	card    bundle.Card
	reader  bundle.Reader
	devices map[string]store.Device
	past    *history
	lists   standards
	staged  int64
	small   []byte            // of open, from file to file
	names   map[string]string // what files were called when they came, by path
	putting [64]sync.Mutex    // one photo is stored once at a time
	hidden  []string          // pictures a masked one came for
}

func (x *Exchange) receiver(ctx context.Context, paths []string) (*receiver, []string, error) {
	p, err := x.Store.Profile(ctx)
	if err != nil {
		return nil, nil, err
	}
	r := &receiver{x: x, profile: p, devices: map[string]store.Device{}, lists: standards{x: x, here: map[string]*checklist.Checklist{}}}
	var keys keyFile
	if p.Face == checklist.FaceHQ {
		r.card, keys, err = ownCard(ctx, x.Store, x.Dir)
	} else {
		r.card, keys, err = x.branchCard()
	}
	if err != nil {
		return nil, nil, err
	}
	r.reader = bundle.Reader{Identities: []string{keys.Identity}, HQ: r.card.HQ(), Trust: r.trust, Memory: x.memory}
	ids, hqs, err := keys.former()
	if err != nil {
		return nil, nil, badKeys(x.Dir, p.Face, err)
	}
	r.reader.Identities, r.reader.FormerHQ = append(r.reader.Identities, ids...), hqs
	if x.recovery != "" {
		r.reader.Identities, r.reader.AnyHQ = append(r.reader.Identities, x.recovery), true
	}
	list, err := x.Store.Devices(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, d := range list {
		r.devices[d.ID] = d
	}
	imports, err := x.Store.Imports(ctx, 0)
	if err != nil {
		return nil, nil, err
	}
	r.past = newHistory(imports)
	files, err := bundleFiles(paths)
	return r, files, err
}

// branchCard is what a branch reads headquarters' bundles with: its own keys and
// the card it took over. Code exchange.noCard without one.
func (x *Exchange) branchCard() (bundle.Card, keyFile, error) {
	keys, err := loadKeys(x.Dir, checklist.FaceBranch)
	if err != nil {
		return bundle.Card{}, keyFile{}, err
	}
	card, err := pinnedCard(x.Dir)
	if err == nil && card.Org == "" {
		err = checklist.Fail("exchange.noCard")
	}
	return card, keys, err
}

// bundleFiles lists files as given, and the bundles directly in folders, by
// branch, device and number, so that each device's come in order.
func bundleFiles(paths []string) ([]string, error) {
	var out []string
	for _, p := range paths {
		st, err := os.Stat(p)
		if err != nil {
			return nil, checklist.Fail(bundle.ErrIO, "why", filepath.Base(p)).Because(err)
		}
		if !st.IsDir() {
			out = append(out, p)
			continue
		}
		list, err := os.ReadDir(p)
		if err != nil {
			return nil, checklist.Fail(bundle.ErrIO, "why", filepath.Base(p)).Because(err)
		}
		for _, e := range list {
			if e.Type().IsRegular() && strings.HasSuffix(e.Name(), bundle.Ext) && !strings.HasPrefix(e.Name(), ".") {
				out = append(out, filepath.Join(p, e.Name()))
			}
		}
	}
	if len(out) == 0 {
		return nil, checklist.Fail("exchange.noBundles")
	}
	slices.SortStableFunc(out, func(a, b string) int { return strings.Compare(filepath.Base(a), filepath.Base(b)) })
	return slices.Compact(out), nil
}

// trust decides about a sender before a byte of the content is stored.
func (r *receiver) trust(m *bundle.Manifest) (string, error) {
	d, ok := r.devices[m.Device]
	short := bundle.Short(m.Device)
	if r.profile.Face != checklist.FaceHQ {
		return r.trustHQ(m)
	}
	switch {
	case !ok:
		return "", checklist.Fail(bundle.ErrUnknownDevice, "device", short)
	case d.State == DevicePending:
		return "", checklist.Fail("exchange.devicePending", "device", short)
	case d.State != DeviceActive && d.State != DeviceRetired:
		return "", checklist.Fail(bundle.ErrRevoked, "device", short)
	case d.Branch != m.Branch:
		return "", checklist.Fail(bundle.ErrBranch, "have", d.Branch, "want", m.Branch)
	case m.HQ != "" && m.Org != r.card.Org:
		return "", checklist.Fail(bundle.ErrForeignHQ, "why", "org")
	}
	return d.Verifier, nil
}

// trustHQ decides at a branch: only the headquarters whose card is here, and only
// what is meant for this branch.
func (r *receiver) trustHQ(m *bundle.Manifest) (string, error) {
	switch {
	case m.Org != r.card.Org || m.HQ == "":
		return "", checklist.Fail(bundle.ErrForeignHQ, "why", "org")
	case m.Device != r.card.Org:
		return "", checklist.Fail("exchange.notHQ")
	case m.Branch != r.profile.Branch.Code:
		return "", checklist.Fail(bundle.ErrBranch, "have", r.profile.Branch.Code, "want", m.Branch)
	}
	return r.card.Verifier, nil
}

// incoming is a verified bundle, its records understood.
type incoming struct {
	contents *bundle.Contents
	branch   checklist.Branch        // whose it is, as far as the bundle says
	loop     store.Loop              // moves of findings and good practice
	list     []*checklist.Inspection // photos under the hashes they have here
	results  []*checklist.Result     // of list, as computed here
	lists    []*bundle.Standard      // checklists to install first
	extras   int                     // records of kinds with a hook

	masterLists []*bundle.Standard // headquarters' checklists to install first
}

// open looks at one file; in is nil when there is nothing to take in.
func (r *receiver) open(ctx context.Context, path string) (o Outcome, in *incoming) {
	o.File = path
	f, err := openSource(path, r.small)
	if err != nil {
		return o.refuse(checklist.Fail(bundle.ErrIO, "why", "open").Because(err)), nil
	}
	defer f.Close()
	sum, err := f.hash(ctx)
	if err != nil {
		return o.refuse(checklist.Fail(bundle.ErrIO, "why", "read").Because(err)), nil
	}
	if f.small != nil {
		r.small = f.small // for the next file: nothing read from it points into it
	}
	o.SHA256 = sum
	if r.past.has(sum) {
		o.Status = StatusSame
		return o, nil
	}
	if n, ok := bundle.ParseName(path); ok && n.Hash != sum[:16] {
		if time.Since(f.changed) < arriving {
			o.Status = StatusArriving
			return o, nil
		}
		return o.refuse(checklist.Fail(bundle.ErrName)), nil
	}
	r.staged++
	staging, err := r.x.stage(sum[:16] + "-" + itoa(r.staged))
	if err != nil {
		return o.refuse(err), nil
	}
	c, err := r.read(ctx, f, sum, staging)
	if err != nil {
		return o.refuse(err), nil
	}
	in, err = r.understand(ctx, c, &o)
	if err != nil {
		return o.refuse(errors.Join(err, c.Close())), nil
	}
	return o, in
}

// read verifies a file, hashing it once more on the way unless it was kept in
// memory: it must still be the one whose name and history were looked at.
func (r *receiver) read(ctx context.Context, f *source, sum, staging string) (*bundle.Contents, error) {
	if f.small != nil {
		return r.reader.Read(ctx, bytes.NewReader(f.small), staging)
	}
	if _, err := f.file.Seek(0, io.SeekStart); err != nil {
		return nil, checklist.Fail(bundle.ErrIO, "why", "read").Because(err)
	}
	h := sha256.New()
	c, err := r.reader.Read(ctx, io.TeeReader(f.file, h), staging)
	if err != nil {
		return nil, err
	}
	if hex.EncodeToString(h.Sum(nil)) != sum {
		return nil, errors.Join(checklist.Fail(bundle.ErrName), c.Close())
	}
	return c, nil
}

func (o *Outcome) refuse(err error) Outcome {
	if checklist.CodeOf(err) == "" && !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) {
		err = checklist.Fail(bundle.ErrRecord, "why", "content").Because(err) // the database does not take it
	}
	o.Status, o.Err, o.Code = StatusRefused, err, checklist.CodeOf(err)
	switch o.Code {
	case "store.conflict", "store.eventContent", "store.reviewContent", "store.hallContent":
		o.Status = StatusConflict
	case "store.fork":
		device, seq := bundle.Short(o.Device), itoa(o.Seq)
		o.Err, o.Code = checklist.Fail(bundle.ErrFork, "device", device, "seq", seq).Because(err), bundle.ErrFork
	}
	return *o
}
