package exchange

import (
	"os"
	"path/filepath"
	"sync"
	"time"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/photos"
)

// Options says what an Exchange works on.
type Options struct {
	Store  *store.Store
	Photos *photos.Store
	Dir    string           // data folder: keys/, staging/, quarantine/
	App    string           // program version, written into bundles
	Clock  func() time.Time // nil = time.Now
	Words  Words            // for the reason beside a quarantined file
	// Parse reads a checklist that came in a bundle (standard.Read); nil = only
	// checklists that are here already are accepted.
	Parse func(name string, data []byte) (*checklist.Checklist, error)
}

// Exchange sends and receives bundles. One call at a time does its work; a
// second one waits.
type Exchange struct {
	Options
	started time.Time
	memory  int64 // bytes of a bundle that is verified without staging
	group   int   // how many bundles go into one transaction at most

	tried    sync.Map // of Retry: what did not help a refused file, by SHA-256
	recovery string   // age identity from the paper, while it is used
	mu       sync.Mutex
}

// New makes an Exchange and removes what a crash left in staging.
func New(o Options) (*Exchange, error) {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	x := &Exchange{Options: o, started: time.Now(), memory: smallFile, group: groupFiles}
	if err := os.RemoveAll(x.staging()); err != nil {
		return nil, checklist.Fail("bundle.io", "why", "staging").Because(err)
	}
	return x, nil
}

func (x *Exchange) staging() string { return filepath.Join(x.Dir, "staging") }

// stage makes the folder staging lies in, and returns a name in it that is not
// taken.
func (x *Exchange) stage(name string) (string, error) {
	if err := os.MkdirAll(x.staging(), 0o700); err != nil {
		return "", checklist.Fail("bundle.io", "why", "staging").Because(err)
	}
	path := filepath.Join(x.staging(), name)
	if err := os.RemoveAll(path); err != nil {
		return "", checklist.Fail("bundle.io", "why", "staging").Because(err)
	}
	return path, nil
}

// steps counts progress from several goroutines and reports one call at a time.
type steps struct {
	mu          sync.Mutex
	done, total int
	report      func(done, total int)
}

func (s *steps) step() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.done++
	if s.report != nil {
		s.report(s.done, s.total)
	}
}
