// Package exchange has the pages on which records leave a branch (the outbox)
// and arrive at headquarters (the inbox), by files on any road.
package exchange

import (
	"context"
	"time"

	"hallcheck/checklist"
)

// Sending is what the outbox asks for.
type Sending interface {
	Outbox(ctx context.Context) (Outbox, error)
	// Export writes all unsent records into dir and returns what is safe there.
	Export(ctx context.Context, dir string, progress func(done, total int)) (Sent, error)
	// ReadCard reads headquarters' card and returns its fingerprint without using it.
	ReadCard(ctx context.Context, path string) (Card, error)
	// UseCard takes the card over and makes the enrolment request.
	UseCard(ctx context.Context, path string) error
	// SaveRequest copies the enrolment request into dir and returns its path.
	SaveRequest(ctx context.Context, dir string) (string, error)
}

// Returning is how headquarters' decisions come back to a branch.
type Returning interface {
	// Find sorts dropped or chosen paths into bundles and notes.
	Find(ctx context.Context, paths []string) (bundles, requests []string, err error)
	Import(ctx context.Context, files []string, progress func(done, total int)) ([]Bundle, error)
}

// Answering is how headquarters' decisions leave it.
type Answering interface {
	// Export writes the decisions no file carried yet into dir, one file a branch.
	Export(ctx context.Context, dir string, progress func(done, total int)) (Sent, error)
}

// Outbox is what waits and what was sent.
type Outbox struct {
	Waiting     []checklist.Summary
	Moves       int // of findings, not sent yet
	Bright      int // good practice not sent yet
	Past        []Sent
	Records     []Record // what is on its way, not yet signed for first; nil = only Waiting is known
	Roads       []Road   // in use
	Fingerprint string   // of headquarters' card, "" = none: files are readable by anybody
	Request     string   // path of the enrolment request, "" = none
	Policy      Policy   // of headquarters
}

// Sent is one export.
type Sent struct {
	Files   []string // full paths
	At      int64    // unix ms UTC
	Seq     int64
	Records int
	Moves   int // of findings
	Bright  int
	Photos  int
	Bytes   int64
	Plain   bool
	Skipped []error
	checklist.Delivery
}

// Card is headquarters' card as shown before it is used.
type Card struct {
	Org         string
	Fingerprint string
}

// Receiving is what the inbox asks for.
type Receiving interface {
	Inbox(ctx context.Context) (Inbox, error)
	// Find sorts dropped or chosen paths into bundles and enrolment requests.
	Find(ctx context.Context, paths []string) (bundles, requests []string, err error)
	Preview(ctx context.Context, files []string) ([]Bundle, error)
	Import(ctx context.Context, files []string, progress func(done, total int)) ([]Bundle, error)
}

// Enrolling is what the inbox needs to let branches in.
type Enrolling interface {
	ReadRequest(ctx context.Context, path string) (Request, error)
	Accept(ctx context.Context, path string) error
	// SaveCard writes headquarters' card for the branches.
	SaveCard(ctx context.Context, path string) error
}

// Inbox is what arrived, and who may send.
type Inbox struct {
	Past        []Arrival
	Devices     []Device
	Fingerprint string // of the own card
	Recovery    string // path of the recovery key while it still lies on this computer
	Halls       int    // active
	Reported    int    // halls with a finished record this month
	Records     int    // records this month
	Refused     int    // files refused this month
	Decisions   int    // moves of findings made here that no branch has yet

	Open    []Refusal // refused files that wait for a decision
	Sources []string  // watched folders
	Asking  []string  // requests to be enrolled that lie in them
}

// Arrival is one file of the past.
type Arrival struct {
	Name    string
	Branch  string // name, or code where the hall is not known
	Seq     int64
	At      int64 // unix ms UTC
	Refused bool
	Code    string
}

// Device is one installation that may send.
type Device struct {
	Branch  string
	Code    string
	Active  bool
	State   string // pending or retired where it is not active and not revoked
	LastSeq int64
	LastAt  int64
}

// Request is an enrolment request as shown before it is accepted.
type Request struct {
	Path        string
	Branch      checklist.Branch
	Fingerprint string
	Known       bool // the same device is enrolled already
}

// Status is what became of a bundle, or would become of it; the text key is
// "inbox.status."+Status.
type Status string

// The states of a bundle.
const (
	New      Status = "new"
	Same     Status = "same"
	Older    Status = "older"
	Conflict Status = "conflict"
	Refused  Status = "refused"
	Arriving Status = "arriving"
)

// Bundle is one file of a preview or an import.
type Bundle struct {
	File       string // base name
	Path       string
	Status     Status
	Err        error // why it was refused
	Branch     checklist.Branch
	Seq        int64
	Created    time.Time
	Plain      bool
	Records    int
	New        int
	Updated    int
	Notes      int // receipts and policies of headquarters, at a branch
	Moves      int // of findings
	Bright     int
	Photos     int
	Missing    int // numbers of this device before this one that are not here
	Quarantine string
}
