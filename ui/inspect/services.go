package inspect

import (
	"context"
	"strings"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
)

// Records is what the runner asks of the store.
type Records interface {
	Inspection(ctx context.Context, id string) (*checklist.Inspection, error)
	Edit(ctx context.Context, id string, verb func(*checklist.Inspection, time.Time) error) (*checklist.Inspection, error)
	Reasons(ctx context.Context, item string, n int) ([]string, error)
	Repeats(ctx context.Context, in *checklist.Inspection) (map[string]string, error)
	People(ctx context.Context) ([]checklist.Person, error)
}

// Beginnings is what starting and listing needs of the store.
type Beginnings interface {
	Checklists(ctx context.Context) ([]*checklist.Checklist, error)
	Summaries(ctx context.Context, f checklist.Filter) ([]checklist.Summary, int, error)
	Branches(ctx context.Context) ([]checklist.Branch, error)
	StartInspection(ctx context.Context, in *checklist.Inspection) error
	DeleteDraft(ctx context.Context, id string) error
}

// Photos stores pictures and finds their copies. Add returns when the original
// is safe on the disk; source is file, paste, drop or inbox. Thumb and Working
// return a path and do not decode.
type Photos interface {
	// Pictures lists the picture files among paths, folders replaced by what is
	// in them; it reads directories.
	Pictures(paths []string) ([]string, error)
	Add(ctx context.Context, path, source string) (checklist.PhotoRef, error)
	Thumb(picture string) (path string, err error) // a hash, or checklist.PhotoRef.Drawn
	Working(picture string) (path string, err error)
}

// Services is what the pages of this package use.
type Services struct {
	Records    Records
	Beginnings Beginnings
	Photos     Photos
	Blanks     Blanks // nil = no forms for paper
	Profile    func(ctx context.Context) (checklist.Profile, error)
	NewID      func() string                                      // a fresh uuid
	Clock      func() time.Time                                   // nil = time.Now
	Initials   func(string) string                                // pinyin initials, lower case; nil = none
	Setting    func(ctx context.Context, key, value string) error // remembers the open page; nil = not

	// Burn stores the picture with the mosaics of marks burnt in and returns its
	// hash (photos.Store.BurnMosaic); nil = photos are not marked here.
	Burn func(ctx context.Context, hash string, marks checklist.Marks) (string, error)

	// Roster lists the shifts of a hall ("" = the own one), whose people are offered as
	// owners too; nil = there is none.
	Roster func(ctx context.Context, branch, from, to string) ([]hall.Shift, error)

	// Truth brings what may be worth knowing about a photo of the inspection that
	// began at the given time; it may decode. nil = nothing is said.
	Truth func(ctx context.Context, inspection string, began time.Time, ref checklist.PhotoRef) ([]checklist.Hint, error)

	// Inbox waits for pictures that arrive in the watched folder and returns
	// them; it ends with ctx. nil = no folder is watched.
	Inbox func(ctx context.Context) ([]string, error)
}

// people are those offered by name: who works here, and whom only the duty roster names.
func (s *Services) people(ctx context.Context) ([]checklist.Person, error) {
	list, err := s.Records.People(ctx)
	if err != nil {
		return nil, err
	}
	return hall.Offered(ctx, list, s.Roster, s.now())
}

func (s *Services) now() time.Time {
	if s.Clock != nil {
		return s.Clock()
	}
	return time.Now()
}

func contains(s, part string) bool {
	return strings.Contains(strings.ToLower(s), strings.ToLower(strings.TrimSpace(part)))
}
