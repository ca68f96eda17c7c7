package exchange

import (
	"context"
	"time"

	"hallcheck/ui/shell"
)

// Watching is how files come to headquarters by themselves: from the folders it
// watches, and over its roads.
type Watching interface {
	// Waiting counts the files that lie in the watched folders and are new.
	Waiting(ctx context.Context) (int, error)
	// Gather takes in what is new in the watched folders; with roads it fetches over
	// the roads first.
	Gather(ctx context.Context, roads bool, progress func(done, total int)) (Gathered, error)
	// SetSources keeps which folders are watched.
	SetSources(ctx context.Context, dirs []string) error
}

// Gathered is what came.
type Gathered struct {
	Files []Bundle
	Asked bool     // there is a source or a road to ask
	Gone  []string // watched folders that cannot be read now
	Errs  []error  // of roads
}

// watchEvery is how often the watched folders are looked at.
const watchEvery = 10 * time.Second

// Watch takes in by itself what arrives, whatever page is shown, and on demand.
type Watch struct {
	svc  Watching
	busy bool
	on   *shell.Shell // watched for
}

// NewWatch makes a watch; nothing runs until a page begins it. Without a service
// there is none.
func NewWatch(svc Watching) *Watch {
	if svc == nil {
		return nil
	}
	return &Watch{svc: svc}
}

// begin looks at the folders from now on, as long as s is the window's shell.
func (w *Watch) begin(s *shell.Shell) {
	if w == nil || w.on == s {
		return
	}
	w.on = s
	w.later(s)
}

func (w *Watch) later(s *shell.Shell) {
	s.After(context.Background(), watchEvery, func() { w.look(s) })
}

// look asks whether something is new; a folder that is away is no reason to speak.
func (w *Watch) look(s *shell.Shell) {
	if w.on != s {
		return
	}
	if w.busy {
		w.later(s)
		return
	}
	shell.Run(s, context.Background(), w.svc.Waiting, func(n int, err error) {
		if err == nil && n > 0 && !w.busy {
			w.gather(s, false)
		}
		w.later(s)
	})
}

// Now takes in at once what is there, roads included, and says what it found.
func (w *Watch) Now(s *shell.Shell) {
	if w.busy {
		s.Hint(s.T("inbox.busy"))
		return
	}
	w.gather(s, true)
}

func (w *Watch) gather(s *shell.Shell, asked bool) {
	w.busy = true
	shell.Progress(s, s.T("inbox.importing"), func(ctx context.Context, report func(int, int)) (Gathered, error) {
		return w.svc.Gather(ctx, asked, report)
	}, func(g Gathered, err error) {
		w.busy = false
		if err != nil {
			s.Fail(err)
			return
		}
		w.tell(s, g, asked)
	})
}

// tell says what came; nothing is said about a look nobody asked for that found
// nothing.
func (w *Watch) tell(s *shell.Shell, g Gathered, asked bool) {
	t, n := s.T, s.Words().N
	records, bad := 0, 0
	for i := range g.Files {
		records += g.Files[i].New + g.Files[i].Updated
		if refused(g.Files[i]) {
			bad++
		}
	}
	switch {
	case len(g.Errs) > 0 && asked:
		s.Fail(g.Errs[0])
	case bad > 0:
		s.Hint(t("inbox.cameBad", "files", n(len(g.Files)), "n", n(records), "bad", n(bad)))
	case len(g.Files) > 0:
		s.Toast(t("inbox.came", "files", n(len(g.Files)), "n", n(records)), nil)
	case !asked:
	case !g.Asked:
		s.Hint(t("inbox.noSource"))
	case len(g.Gone) > 0:
		s.Hint(t("inbox.sourceGone", "dir", g.Gone[0]))
	default:
		s.Hint(t("inbox.nothingNew"))
	}
}
