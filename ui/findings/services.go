// Package findings is the pages of problems to be put right: the list with its
// rates, one finding from opening to closing, and the entry of problems and
// bright spots by hand.
package findings

import (
	"context"
	"strings"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
)

// Records is what the list asks of the store.
type Records interface {
	Findings(ctx context.Context, f checklist.FindingFilter) ([]checklist.FindingRow, int, error)
	FindingFacets(ctx context.Context, f checklist.FindingFilter, today string) (checklist.FindingFacets, error)
	FindingRates(ctx context.Context, f checklist.FindingFilter, from, to, today string) (checklist.FindingRates, error)
	OpenFinding(ctx context.Context, d checklist.FindingDraft) (*checklist.Finding, error)
	MergeFindings(ctx context.Context, into string, others []string) (*checklist.Finding, error)
}

// Moves is what the page of one finding asks of the store.
type Moves interface {
	Finding(ctx context.Context, id string) (*checklist.Finding, error)
	EditFinding(ctx context.Context, id string, verb func(*checklist.Finding, checklist.Act) error) (*checklist.Finding, error)
	Occurrences(ctx context.Context, id string) ([]checklist.FindingRow, error)
}

// Bright keeps bright spots.
type Bright interface {
	BrightSpots(ctx context.Context, branch, from, to string) ([]checklist.BrightSpot, error)
	SaveBright(ctx context.Context, b checklist.BrightSpot) (checklist.BrightSpot, error)
}

// Names offers what people choose from.
type Names interface {
	People(ctx context.Context) ([]checklist.Person, error)
	Checklists(ctx context.Context) ([]*checklist.Checklist, error)
	Branches(ctx context.Context) ([]checklist.Branch, error)
}

// Settings keeps what is being written until it is handed in.
type Settings interface {
	Setting(ctx context.Context, key string) (string, error)
	SetSetting(ctx context.Context, key, value string) error
}

// Photos stores pictures and finds their copies. Add returns when the original
// is safe on the disk; source is file, paste or drop. Thumb and Working return
// a path and do not decode.
type Photos interface {
	Pictures(paths []string) ([]string, error)
	Add(ctx context.Context, path, source string) (checklist.PhotoRef, error)
	Thumb(hash string) (path string, err error)
	Working(hash string) (path string, err error)
}

// Services is what the pages of this package use.
type Services struct {
	Records  Records
	Moves    Moves
	Bright   Bright
	Names    Names
	Settings Settings
	Photos   Photos

	// Burn stores a copy of a picture with its mosaics burnt in and returns the
	// copy's hash (photos.Store.BurnMosaic); nil = photos are not marked here.
	Burn func(ctx context.Context, hash string, marks checklist.Marks) (string, error)

	// Roster lists the shifts of a hall ("" = the own one), whose people are offered too;
	// nil = there is none.
	Roster func(ctx context.Context, branch, from, to string) ([]hall.Shift, error)

	Paper    Paper               // nil = no papers are written here
	Initials func(string) string // pinyin initials, lower case; nil = none
}

// people are those offered as owners: who works here, and whom only the duty roster
// names.
func (sv *Services) people(ctx context.Context, now time.Time) ([]checklist.Person, error) {
	list, err := sv.Names.People(ctx)
	if err != nil {
		return nil, err
	}
	return hall.Offered(ctx, list, sv.Roster, now)
}

// The routes of this package and those it leads to.
const (
	RouteList   = "findings"
	RouteOne    = "finding" // argument: a finding's id, or *Place
	RouteEntry  = "problem" // a problem entered by hand
	RouteBright = "bright"  // argument: a bright spot's id, or nil for a new one
	routeReview = "review"
	routeResult = "result"
)

// Profiles says who works here; shell.Home is one.
type Profiles interface {
	Profile(ctx context.Context) (checklist.Profile, error)
}

// Waiting is the number on the rail: at a branch what the person has to put
// right, at headquarters what is overdue anywhere.
func Waiting(who Profiles, sv *Services) func(context.Context) (int, error) {
	return func(ctx context.Context) (int, error) {
		p, err := who.Profile(ctx)
		if err != nil {
			return 0, err
		}
		f := Mine(p)
		if p.Face == checklist.FaceHQ {
			f = checklist.FindingFilter{OverdueOn: time.Now().Format(time.DateOnly)}
		}
		f.Limit = 1
		_, n, err := sv.Records.Findings(ctx, f)
		return n, err
	}
}

// contains says whether s, or its pinyin initials, hold what was typed.
func (sv *Services) contains(s, typed string) bool {
	typed = strings.ToLower(strings.TrimSpace(typed))
	if strings.Contains(strings.ToLower(s), typed) {
		return true
	}
	return sv.Initials != nil && strings.Contains(sv.Initials(s), typed)
}
