package exchange

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store"
)

// The size of one bundle: what does not fit goes into the next.
const (
	maxBundle  = 1 << 30  // bytes of photos
	maxRecords = 32 << 20 // bytes of records
	maxPhotos  = bundle.MaxEntries - 2
)

// leftover is how old a part must be before it counts as left by a crash.
const leftover = time.Hour

// ExportOptions says what to export, and where to.
type ExportOptions struct {
	To  string      // folder; made if missing
	Via Destination // a transport; nil = the folder To
	IDs []string    // finished inspections; nil = everything not yet sent
}

// Exported is what an export did.
type Exported struct {
	Bundles []Published
	Skipped []Skipped
	Photos  int
	Plain   bool // no headquarters card: signed, but anybody can read the files
}

// Published is one bundle that is safe at its destination: written, flushed,
// read back and recorded.
type Published struct {
	Name   string
	Path   string // full path in a folder
	SHA256 string
	Size   int64
	Seq    int64
	Branch string   // code
	IDs    []string // inspections
	Moves  int      // of findings
	Bright int
}

// Skipped is an inspection that could not be packed; the others went all the same.
type Skipped struct {
	ID  string
	Err error
}

// Export packs what was not sent yet into bundles of at most 1 GiB of photos and
// publishes them: at a branch finished inspections, findings and good practice for
// headquarters, at headquarters its moves of findings for each branch. Photos go
// as the copies that may leave the house, without place and camera data, masked
// ones without a trace of what is covered. An export that is cut short leaves no
// bundle that looks finished, and is simply done again. progress counts photos,
// twice each (read, written). Codes exchange.nothing, exchange.target,
// exchange.readBack, exchange.notFinished, exchange.otherBranch.
func (x *Exchange) Export(ctx context.Context, o ExportOptions, progress func(done, total int)) (Exported, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	s, err := x.sender(ctx, o)
	if err != nil {
		return Exported{}, err
	}
	out, err := s.export(ctx, o, progress)
	if checklist.CodeOf(err) != bundle.ErrHash {
		return out, err
	}
	// A picture in the cache is not the one whose sums were kept.
	s.careful = true
	done := out.Bundles
	out, err = s.export(ctx, o, progress)
	out.Bundles = append(done, out.Bundles...)
	return out, err
}

// export is Export once.
func (s *sender) export(ctx context.Context, o ExportOptions, progress func(done, total int)) (_ Exported, err error) {
	if s.turn, err = s.x.Store.ExportTurn(ctx); err != nil {
		return Exported{}, err
	}
	defer s.turn.End()
	if err := s.to.Tidy(ctx, time.Now().Add(-leftover)); err != nil {
		return Exported{}, err
	}
	if err := s.settle(ctx); err != nil {
		return Exported{}, err
	}
	out := Exported{Plain: s.hq == ""}
	list, err := s.collect(ctx, o.IDs, &out)
	if err != nil {
		return out, err
	}
	if list, err = s.guard(ctx, list, o.IDs != nil, &out); err != nil {
		return out, err
	}
	count := &steps{report: progress}
	if list, err = s.sharePhotos(ctx, list, count, &out); err != nil {
		return out, err
	}
	if len(list) == 0 {
		return out, nothing(out)
	}
	for _, group := range batches(list) {
		if err := s.address(ctx, group[0].branch); err != nil {
			out.Skipped = append(out.Skipped, Skipped{ID: group[0].branch, Err: err})
			continue
		}
		p, err := s.send(ctx, group, count)
		if err != nil {
			return out, err
		}
		out.Bundles = append(out.Bundles, p)
	}
	if len(out.Bundles) == 0 {
		return out, nothing(out)
	}
	return out, nil
}

// nothing says why nothing was left to send.
func nothing(out Exported) error {
	if len(out.Skipped) > 0 {
		return out.Skipped[0].Err
	}
	return checklist.Fail("exchange.nothing")
}

// parcel is one record ready to be packed: an inspection, the moves of a finding
// or a good practice.
type parcel struct {
	branch  string
	in      *checklist.Inspection
	std     *bundle.Standard // of the inspection
	finding *bundle.Finding
	bright  *bundle.Bright
	extra   *bundle.Record    // of a kind with a hook
	sent    func(*store.Sent) // what of extra counts as sent; nil = nothing
	record  []byte            // bundle.Record without Shared, for its size
	photos  []photo
}

func (p *parcel) id() string {
	switch {
	case p.in != nil:
		return p.in.ID
	case p.finding != nil:
		return p.finding.Events[0].Finding
	case p.bright != nil:
		return p.bright.Spot.ID
	default:
		return p.branch + " " + p.extra.Kind
	}
}

// hashes lists the photos of the record, each once.
func (p *parcel) hashes() []string {
	switch {
	case p.in != nil:
		return bundle.PhotosOf(p.in)
	case p.finding != nil:
		return once(p.finding.EachPhoto)
	case p.bright != nil:
		return once(p.bright.EachPhoto)
	default:
		return once(p.extraPhotos)
	}
}

func once(each func(func(*checklist.PhotoRef))) (out []string) {
	each(func(p *checklist.PhotoRef) {
		if !slices.Contains(out, p.Hash) {
			out = append(out, p.Hash)
		}
	})
	return out
}

func (p *parcel) size() (photos int64) {
	for _, s := range p.photos {
		photos += s.Size
	}
	return photos
}

// collect loads what is to be sent. With ids, everything wrong is an error;
// without, what cannot go is skipped and reported.
func (s *sender) collect(ctx context.Context, ids []string, out *Exported) ([]*parcel, error) {
	asked := ids != nil
	loop, err := s.loop(ctx)
	if err != nil {
		return nil, err
	}
	extras, err := s.extras(ctx)
	if loop = append(loop, extras...); err != nil || s.profile.Face == checklist.FaceHQ {
		return byBranch(loop), err
	}
	var list []*parcel
	if !asked {
		if ids, err = s.x.Store.Unsent(ctx); err != nil {
			return nil, err
		}
	}
	standards := map[string]*bundle.Standard{}
	for _, id := range ids {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		in, err := s.x.Store.Inspection(ctx, id)
		if err != nil {
			return nil, err
		}
		if err := s.sendable(in); err != nil {
			if asked {
				return nil, err
			}
			out.Skipped = append(out.Skipped, Skipped{ID: id, Err: err})
			continue
		}
		bundle.EachPhoto(in, func(p *checklist.PhotoRef) { *p = p.Leaving() })
		p := &parcel{in: in, branch: in.Branch.Code}
		if p.record, err = json.Marshal(in); err != nil {
			return nil, err
		}
		if p.std, err = s.standard(ctx, in.Checklist, standards); err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return append(list, loop...), nil
}

func (s *sender) sendable(in *checklist.Inspection) error {
	if in.Status != checklist.Finished {
		return checklist.Fail("exchange.notFinished", "id", in.ID)
	}
	if in.Branch.Code != s.profile.Branch.Code {
		return checklist.Fail("exchange.otherBranch", "id", in.ID, "have", s.profile.Branch.Code, "want", in.Branch.Code)
	}
	return nil
}

func (s *sender) standard(ctx context.Context, c *checklist.Checklist, done map[string]*bundle.Standard) (*bundle.Standard, error) {
	key := c.ID + "@" + strconv.Itoa(c.Version)
	if done[key] != nil {
		return done[key], nil
	}
	_, source, err := s.x.Store.ChecklistSource(ctx, c.ID, c.Version)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(source)
	done[key] = &bundle.Standard{ID: c.ID, Version: c.Version, SHA256: hex.EncodeToString(sum[:]), Source: string(source)}
	return done[key], nil
}

// batches cuts the list where a bundle is full, and between branches.
func batches(list []*parcel) [][]*parcel {
	var out [][]*parcel
	var photos, records int64
	count := 0
	for _, p := range list {
		n, r := p.size(), int64(len(p.record))
		if p.std != nil {
			r += int64(len(p.std.Source))
		}
		full := photos+n > maxBundle || records+r > maxRecords || count+len(p.photos) > maxPhotos
		if len(out) == 0 || full || out[len(out)-1][0].branch != p.branch {
			out, photos, records, count = append(out, nil), 0, 0, 0
		}
		out[len(out)-1] = append(out[len(out)-1], p)
		photos, records, count = photos+n, records+r, count+len(p.photos)
	}
	return out
}

// pack makes the content of one bundle.
func (s *sender) pack(group []*parcel) (bundle.Parcel, error) {
	p := bundle.Parcel{Signer: s.keys.Signer, Recipients: s.recipients}
	p.Manifest.HQ = s.hq
	seenList, seenBlob := map[string]bool{}, map[string]bool{}
	for _, one := range group {
		var shared []bundle.Shared
		for _, ph := range one.photos {
			shared = append(shared, bundle.Shared{Original: ph.original, SHA256: ph.SHA256, Size: ph.Size})
			if !seenBlob[ph.SHA256] {
				seenBlob[ph.SHA256] = true
				p.Blobs = append(p.Blobs, ph.Blob)
			}
		}
		switch {
		case one.finding != nil:
			one.finding.Shared = shared
			p.Records = append(p.Records, bundle.Record{Kind: bundle.KindFinding, Finding: one.finding})
			continue
		case one.bright != nil:
			one.bright.Shared = shared
			p.Records = append(p.Records, bundle.Record{Kind: bundle.KindBright, Bright: one.bright})
			continue
		case one.extra != nil:
			p.Records = append(p.Records, one.withShared(shared))
			continue
		}
		key := one.std.ID + "@" + strconv.Itoa(one.std.Version)
		if !seenList[key] {
			seenList[key] = true
			p.Records = append(p.Records, bundle.Record{Kind: bundle.KindChecklist, Checklist: one.std})
		}
		result, err := json.Marshal(checklist.Evaluate(one.in))
		if err != nil {
			return p, err
		}
		rec := &bundle.Inspection{
			Standard: bundle.Standard{ID: one.std.ID, Version: one.std.Version, SHA256: one.std.SHA256},
			Data:     one.record, Result: result, Shared: shared,
		}
		rec.SealNow()
		p.Records = append(p.Records, bundle.Record{Kind: bundle.KindInspection, Inspection: rec})
	}
	return p, nil
}

func (s *sender) path(name string) string {
	if s.dir == "" {
		return name
	}
	return filepath.Join(s.dir, name)
}

// items are what a bundle carries, to be marked as sent.
func items(group []*parcel) (out store.Sent, ids []string) {
	for _, p := range group {
		switch {
		case p.in != nil:
			out.Inspections = append(out.Inspections, store.ExportItem{ID: p.in.ID, Rev: p.in.Rev})
			ids = append(ids, p.in.ID)
		case p.finding != nil:
			for _, e := range p.finding.Events {
				out.Moves = append(out.Moves, e.ID)
			}
		case p.bright != nil:
			out.Bright = append(out.Bright, store.ExportItem{ID: p.bright.Spot.ID, Rev: p.bright.Spot.Rev})
		default:
			p.note(&out)
		}
	}
	return out, ids
}
