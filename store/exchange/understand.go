package exchange

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
)

// understand turns the records of a verified bundle into inspections, each held
// against its checklist, and fills in the outcome.
func (r *receiver) understand(ctx context.Context, c *bundle.Contents, o *Outcome) (*incoming, error) {
	m := c.Manifest
	o.Device, o.Seq, o.Created, o.Plain = m.Device, m.Seq, time.Unix(m.Created, 0).UTC(), m.HQ == ""
	o.prev = m.Prev
	o.Branch, o.Photos = checklist.Branch{Code: m.Branch}, len(m.Files)-1
	in := &incoming{contents: c}
	r.lists.sent, r.lists.parsed, r.lists.install = map[string]*bundle.Standard{}, map[string]*checklist.Checklist{}, nil
	seen := map[string]bool{}
	for _, rec := range c.Records {
		switch rec.Kind {
		case bundle.KindChecklist:
			r.lists.sent[rec.Checklist.SHA256] = rec.Checklist
			continue
		case bundle.KindFinding, bundle.KindBright:
			if err := r.loop(ctx, in, rec, m); err != nil {
				return nil, err
			}
			continue
		}
		if ok, err := r.more(ctx, in, rec, m); err != nil {
			return nil, err
		} else if ok {
			continue
		}
		if r.profile.Face != checklist.FaceHQ {
			return nil, checklist.Fail(bundle.ErrRecord, "why", "kind")
		}
		one, res, err := r.inspection(ctx, rec.Inspection, m.Branch)
		if err != nil {
			return nil, err
		}
		if seen[one.ID] {
			return nil, checklist.Fail(bundle.ErrRecord, "why", "twice "+one.ID)
		}
		seen[one.ID] = true
		in.list, in.results = append(in.list, one), append(in.results, res)
	}
	if len(in.list)+len(in.loop.Events)+len(in.loop.Bright)+in.extras == 0 {
		return nil, checklist.Fail(bundle.ErrRecord, "why", "empty")
	}
	if len(in.list) > 0 {
		in.branch = in.list[0].Branch
	}
	if in.branch.Code != "" {
		o.Branch = in.branch
	}
	in.lists, o.Inspections = r.lists.install, in.list
	return in, nil
}

// inspection decodes one record and lets its photos point to the copies that
// came along, which is what headquarters stores.
func (r *receiver) inspection(ctx context.Context, rec *bundle.Inspection, branch string) (*checklist.Inspection, *checklist.Result, error) {
	in, err := rec.Decode()
	if err != nil {
		return nil, nil, err
	}
	if longID(in.ID) {
		return nil, nil, checklist.Fail(bundle.ErrRecord, "why", "id")
	}
	if in.Branch.Code != branch {
		return nil, nil, checklist.Fail(bundle.ErrBranch, "have", branch, "want", in.Branch.Code)
	}
	if in.Checklist, err = r.lists.find(ctx, rec.Standard); err != nil {
		return nil, nil, err
	}
	if why := wrong(in); why != "" {
		return nil, nil, checklist.Fail(bundle.ErrRecord, "why", why)
	}
	res, err := sameScore(in, rec.Result)
	if err != nil {
		return nil, nil, err
	}
	shared := make(map[string]bundle.Shared, len(rec.Shared))
	for _, s := range rec.Shared {
		shared[s.Original] = s
	}
	bundle.EachPhoto(in, func(p *checklist.PhotoRef) {
		s := shared[p.Hash]
		p.Hash, p.Size, p.Type = s.SHA256, s.Size, "image/jpeg"
	})
	return in, res, nil
}

// sameScore computes the score again: what the branch saw is what headquarters
// ranks, or the record is refused.
func sameScore(in *checklist.Inspection, result []byte) (*checklist.Result, error) {
	var there struct {
		Score *checklist.Tenths
		Grade string
	}
	if err := json.Unmarshal(result, &there); err != nil {
		return nil, checklist.Fail(bundle.ErrRecord, "why", "result").Because(err)
	}
	here := checklist.Evaluate(in)
	if there.Grade != here.Grade || (there.Score == nil) != (here.Score == nil) ||
		(here.Score != nil && *here.Score != *there.Score) {
		return nil, checklist.Fail(bundle.ErrRecord, "why", "score "+in.ID)
	}
	return here, nil
}

// maxID is how many bytes the name of a thing may have: ours are UUIDs, and an index
// of PostgreSQL holds no long text.
const maxID = 200

func longID(ids ...string) bool {
	return slices.ContainsFunc(ids, func(id string) bool { return len(id) > maxID })
}

// wrong says what in a decoded inspection cannot have come from our verbs, ""
// when nothing is.
func wrong(in *checklist.Inspection) string {
	_, badDay := time.Parse(time.DateOnly, in.Day)
	switch {
	case badDay != nil:
		return "day"
	case in.StartedAt <= 0 || in.FinishedAt < in.StartedAt:
		return "time"
	case in.Rev < 0:
		return "rev"
	case !slices.Contains(in.Checklist.Modes, in.Mode):
		return "mode"
	}
	sheets, photos := map[string]bool{}, map[string]bool{}
	for _, s := range in.Sheets {
		if s == nil || s.ID == "" || sheets[s.ID] || longID(s.ID) {
			return "sheet"
		}
		sheets[s.ID] = true
		for id, a := range s.Answers {
			it := in.Checklist.ItemByID(id)
			if it == nil || a == nil || it.Check(a.Value) != nil {
				return "answer " + id
			}
			for _, p := range a.Photos {
				if p.ID == "" || photos[p.ID] || longID(p.ID) || p.CheckMarks() != nil {
					return "photo " + p.ID
				}
				photos[p.ID] = true
			}
		}
	}
	return ""
}

// standards finds the checklists of a bundle's inspections: ours, or the source
// that came along.
type standards struct {
	x       *Exchange
	here    map[string]*checklist.Checklist // installed, by SHA-256, for the whole import
	sent    map[string]*bundle.Standard     // of the bundle at hand, by SHA-256
	parsed  map[string]*checklist.Checklist // of these, by SHA-256
	install []*bundle.Standard
}

func (l *standards) find(ctx context.Context, want bundle.Standard) (*checklist.Checklist, error) {
	for _, known := range []map[string]*checklist.Checklist{l.here, l.parsed} {
		if c := known[want.SHA256]; c != nil && c.ID == want.ID && c.Version == want.Version {
			return c, nil
		}
	}
	_, source, err := l.x.Store.ChecklistSource(ctx, want.ID, want.Version)
	if checklist.CodeOf(err) == "store.unknownChecklist" {
		if _, _, err := l.x.Store.ChecklistSource(ctx, want.ID, 0); err == nil {
			// headquarters sets its own standards: a hall may bring a list of its
			// own, never another version of one that is ranked
			return nil, checklist.Fail("exchange.foreignVersion", "id", want.ID, "version", itoa(int64(want.Version)))
		}
		return l.fromBundle(want)
	}
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(source)
	if hex.EncodeToString(sum[:]) != want.SHA256 {
		return nil, checklist.Fail("store.checklistVersion", "id", want.ID, "version", itoa(int64(want.Version)))
	}
	c, err := l.x.Store.Checklist(ctx, want.ID, want.Version)
	if err == nil {
		l.here[want.SHA256] = c
	}
	return c, err
}

func (l *standards) fromBundle(want bundle.Standard) (*checklist.Checklist, error) {
	sent := l.sent[want.SHA256]
	if sent == nil || l.x.Parse == nil {
		return nil, checklist.Fail(bundle.ErrRecord, "why", "checklist "+want.ID)
	}
	c, err := l.x.Parse(want.ID+".yaml", []byte(sent.Source))
	if err != nil || c.ID != want.ID || c.Version != want.Version {
		return nil, checklist.Fail(bundle.ErrRecord, "why", "checklist "+want.ID).Because(err)
	}
	l.install, l.parsed[want.SHA256] = append(l.install, sent), c
	return c, nil
}

func marshal(in *checklist.Inspection) ([]byte, error) {
	c := *in
	if c.Sheets == nil {
		c.Sheets = []*checklist.Sheet{}
	}
	return json.Marshal(&c)
}
