// Package demo makes a whole worked example: an organisation of halls with two
// months of inspections, real signed and encrypted bundles, headquarters' import
// of them, and the papers. The same seed gives the same business data; only keys
// differ from run to run.
package demo

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"time"

	"hallcheck/checklist"
	"hallcheck/store"
)

// Options says what to make, and with what.
type Options struct {
	Dir    string // new folder: hq, branches, outbox, late, back and reports go into it
	Halls  int    // 1…2000
	Seed   int64
	Photos string // folder with pictures to use instead of drawn ones, "" = draw
	Lang   checklist.Lang
	App    string // program version, written into bundles

	// Open opens a data folder with a clock, as the program does it; ids of moves
	// are made by newID.
	Open     func(ctx context.Context, dir string, clock func() time.Time, newID func() string) (*store.Store, error)
	Words    func(key string, pairs ...string) string
	Progress func(step string, done, total int) // step is a text key
}

// Summary is what was made.
type Summary struct {
	Dir         string
	Halls       int
	Inspections int // at headquarters
	Findings    int // at headquarters, in every state
	Photos      int // different pictures at headquarters
	Bundles     int // imported
	Late        int // bundles left in late/
	Sum         string
}

// china is the halls' clock; it has no summer time.
var china = time.FixedZone("CST", 8*60*60)

// The two months of the example, and the evening on which it stands still.
var (
	lastMonth = time.Date(2026, 10, 1, 0, 0, 0, 0, china)
	thisMonth = time.Date(2026, 11, 1, 0, 0, 0, 0, china)
	evening   = time.Date(2026, 11, 30, 18, 0, 0, 0, china)
)

// kept is how many halls keep their whole data folder under branches/.
const kept = 3

// busy is the number of the kept hall that has just looked at itself strictly.
const busy = 1

// maker is one run.
type maker struct {
	Options
	cast  *cast
	lists map[string]*checklist.Checklist
	hq    *headquarters

	mu  sync.Mutex // stores ask for the time from their own goroutines too
	now time.Time
}

func (m *maker) clock() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

func (m *maker) turn(to time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = to
}

func (m *maker) path(parts ...string) string {
	return filepath.Join(append([]string{m.Dir}, parts...)...)
}

// Make makes the example. Codes: cli.notEmpty when Dir has something in it,
// else those of what it calls.
func Make(ctx context.Context, o Options) (Summary, error) {
	m := &maker{Options: o, now: lastMonth}
	if list, err := os.ReadDir(o.Dir); err == nil && len(list) > 0 {
		return Summary{}, checklist.Fail("cli.notEmpty", "dir", o.Dir)
	}
	for _, d := range []string{"hq", "branches", "outbox", "late", "back", "reports"} {
		if err := os.MkdirAll(m.path(d), 0o755); err != nil { // #nosec G301 -- an example to look at
			return Summary{}, checklist.Fail("cli.cannotWrite", "file", m.path(d)).Because(err)
		}
	}
	var err error
	if m.cast, err = newCast(o.Seed, o.Halls); err != nil {
		return Summary{}, err
	}
	if err := m.openHQ(ctx); err != nil {
		return Summary{}, err
	}
	defer m.hq.close()
	if err := m.branches(ctx); err != nil {
		return Summary{}, err
	}
	m.turn(evening)
	out, err := m.importAll(ctx)
	if err != nil {
		return Summary{}, err
	}
	if err := m.papers(ctx); err != nil {
		return out, err
	}
	if err := m.bulletin(ctx); err != nil {
		return out, err
	}
	return out, m.sendBack(ctx)
}
