package exchange

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"time"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/exchange/road"
)

// OutboxDir is the folder of finished files that leave over roads, below the data folder.
const OutboxDir = "outbox"

// Carrier moves finished files between the outbox and the roads, and hands what
// comes in to its Exchange. It may be killed anywhere: the next Sync completes it.
type Carrier struct {
	x       *Exchange
	secrets road.Secrets
	open    func(ctx context.Context, addr string, o road.Options) (road.Road, error)
	stall   time.Duration
	chance  func() float64 // 0 to 1, for the back-off
	busy    sync.Mutex
}

// NewCarrier makes the carrier of an exchange, with the secrets in its data folder.
func NewCarrier(x *Exchange) *Carrier {
	return &Carrier{x: x, secrets: road.Secrets{Dir: filepath.Join(x.Dir, "keys")}, open: road.Open, chance: rand.Float64}
}

// Outbox is the folder of files that wait to be carried.
func (c *Carrier) Outbox() string { return filepath.Join(c.x.Dir, OutboxDir) }

// Carries says whether a bundle written to this path leaves over roads. The data
// folder may have been moved since.
func (c *Carrier) Carries(path string) bool {
	dir := filepath.Dir(path)
	if dir == c.Outbox() {
		return true
	}
	_, err := os.Stat(filepath.Join(c.Outbox(), filepath.Base(path)))
	return filepath.Base(dir) == OutboxDir && err == nil
}

// SyncOptions says what to carry.
type SyncOptions struct {
	Now   bool     // a person asks: roads and files that wait after a failure are tried as well
	Roads []string // ids; nil = all in use
	Visit *NewRoad // an address that is not kept, instead of the roads
	Only  string   // "send" or "fetch"; "" = both
}

// Step is how far a sync has come.
type Step struct {
	Phase       string // send, fetch, export, import; text key "sync.phase."+Phase
	Road        string // name
	Name        string // of the file
	Done, Total int64  // bytes of the file, or things of the phase
	File, Files int    // the how manieth of how many
}

// Synced is what a sync did.
type Synced struct {
	Roads    []RoadSynced
	Exported []Published
	Skipped  []Skipped
	Photos   int  // exported
	Plain    bool // exported so that anybody can read it
	Imported []Outcome
	Notes    []NoteOutcome
	Err      error // of this computer's own part: export or import
}

// RoadSynced is what happened on one road.
type RoadSynced struct {
	Road    store.Road // as it was before
	Sent    []string   // names
	Fetched []string
	Bytes   int64 // moved, both ways
	Failed  []FileError
	Err     error // ended the work on this road; said once
	Waits   bool  // not tried: its time has not come
}

// FileError is a file that did not come through while others did.
type FileError struct {
	Name string
	Err  error
}

// Failed says whether anything of a sync is to be told as an error: the first of
// this computer, of a road, of a file.
func (s *Synced) Failed() error {
	if s.Err != nil {
		return s.Err
	}
	for _, r := range s.Roads {
		if r.Err != nil {
			return r.Err
		}
	}
	for _, r := range s.Roads {
		for _, f := range r.Failed {
			return f.Err
		}
	}
	return nil
}

// Sync does one round: it fetches what is for us from every road in use and takes
// it in, exports what was not sent yet into the outbox, and carries the outbox over
// every road. What went wrong on a road stands in its RoadSynced, and its next try
// comes later each time. The error is about the round as a whole: sync.busy when
// another one is under way, sync.noRoads, cancelled.
func (c *Carrier) Sync(ctx context.Context, o SyncOptions, progress func(Step)) (Synced, error) {
	if !c.busy.TryLock() {
		return Synced{}, checklist.Fail("sync.busy")
	}
	defer c.busy.Unlock()
	if progress == nil {
		progress = func(Step) {}
	}
	r := &round{c: c, o: o, tell: progress, now: c.x.Clock()}
	err := r.run(ctx)
	return r.out, err
}

// round is one Sync.
type round struct {
	c       *Carrier
	o       SyncOptions
	tell    func(Step)
	now     time.Time
	profile checklist.Profile
	trips   []*trip
	secret  string // of the address that is visited
	out     Synced
}

// trip is the work on one road in a round.
type trip struct {
	r    *round
	at   store.Road
	road road.Road
	did  RoadSynced
}

func (r *round) run(ctx context.Context) (err error) {
	st := r.c.x.Store
	if r.profile, err = st.Profile(ctx); err != nil {
		return err
	}
	roads, err := r.roads(ctx)
	if err != nil {
		return err
	}
	for _, at := range roads {
		t := &trip{r: r, at: at, did: RoadSynced{Road: at}}
		r.trips = append(r.trips, t)
		if !r.o.Now && r.now.UnixMilli() < at.NextTry {
			t.did.Waits = true
			continue
		}
		t.did.Err = t.set(ctx)
	}
	defer r.close()
	if r.o.Only != "send" {
		r.each(ctx, (*trip).fetch)
		r.retry(ctx)
	}
	if r.o.Only != "fetch" {
		r.export(ctx)
		r.each(ctx, (*trip).send)
	}
	if r.o.Only == "" {
		r.each(ctx, (*trip).clear)
	}
	if err := r.note(ctx); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return r.sweep(ctx)
}

func (r *round) roads(ctx context.Context) ([]store.Road, error) {
	all, err := r.c.x.Store.Roads(ctx)
	if err == nil && r.o.Visit != nil {
		return r.visit(all)
	}
	var out []store.Road
	for _, at := range all {
		asked := r.o.Roads == nil && at.Active
		for _, id := range r.o.Roads {
			asked = asked || id == at.ID
		}
		if asked {
			out = append(out, at)
		}
	}
	if err == nil && len(out) == 0 {
		err = checklist.Fail("sync.noRoads")
	}
	return out, err
}

// visit is a road at an address that is not kept: the kept one where it is the same.
func (r *round) visit(all []store.Road) ([]store.Road, error) {
	at, secret, err := r.o.Visit.road()
	if err != nil {
		return nil, err
	}
	for _, known := range all {
		if known.Address == at.Address && secret == "" {
			return []store.Road{known}, nil
		}
	}
	sum := sha256.Sum256([]byte(at.Address))
	at.ID, at.Active, r.secret = "url-"+hex.EncodeToString(sum[:4]), false, secret
	return []store.Road{at}, nil
}

// each does a part of the work on the roads that still hold.
func (r *round) each(ctx context.Context, part func(*trip, context.Context) error) {
	for _, t := range r.trips {
		if t.road == nil || t.did.Err != nil || ctx.Err() != nil {
			continue
		}
		t.did.Err = part(t, ctx)
	}
}

// set gets onto the road.
func (t *trip) set(ctx context.Context) error {
	secret := t.r.secret
	if secret == "" {
		var err error
		if secret, err = t.r.c.secrets.Get(t.at.ID); err != nil {
			return err
		}
	}
	o := road.Options{Secret: secret, Pinned: t.at.Pinned, Sender: t.r.sender(), Stall: t.r.c.stall}
	if v := t.r.o.Visit; v != nil {
		o.Trust = func(_, print, _ string) bool { return v.Fingerprint != "" && print == v.Fingerprint }
	}
	var err error
	t.road, err = t.r.c.open(ctx, t.at.Address, o)
	return err
}

// sender names this installation in the parts it writes: one computer with one
// data folder.
func (r *round) sender() string {
	host, _ := os.Hostname()
	dir, _ := filepath.Abs(r.c.x.Dir)
	sum := sha256.Sum256([]byte(r.profile.Device + "\n" + host + "\n" + dir))
	return hex.EncodeToString(sum[:4])
}

func (r *round) close() {
	for _, t := range r.trips {
		if t.road != nil {
			_ = t.road.Close()
		}
	}
}

// note writes down how the roads did.
func (r *round) note(ctx context.Context) error {
	var all error
	for _, t := range r.trips {
		r.out.Roads = append(r.out.Roads, t.did)
		if t.did.Waits || ctx.Err() != nil && (t.did.Err == nil || errors.Is(t.did.Err, ctx.Err())) {
			continue
		}
		next := r.c.x.Clock().Add(backOff(t.at.Fails, road.Fleeting(t.did.Err), r.c.chance())).UnixMilli()
		all = errors.Join(all, r.c.x.Store.RoadTried(context.WithoutCancel(ctx), t.at.ID, t.did.Err, next))
	}
	return all
}

// The waits after failures: what goes away by itself is tried again soon, what
// wants a person later.
const (
	soonest  = 30 * time.Second
	patience = 10 * time.Minute
	longest  = 6 * time.Hour
)

// backOff is how long to wait after a failure when so many went before in a row.
// chance, 0 to 1, spreads the branches of a bank by a quarter either way.
func backOff(fails int, fleeting bool, chance float64) time.Duration {
	d := patience
	if fleeting {
		d = soonest
	}
	for range min(fails, 12) {
		d = min(2*d, longest)
	}
	return time.Duration(float64(d) * (0.75 + chance/2))
}
