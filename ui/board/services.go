package board

import (
	"context"

	"hallcheck/checklist"
	"hallcheck/checklist/arrival"
	"hallcheck/checklist/report"
	"hallcheck/ui/shell"
)

// Store is what the page reads and writes.
type Store interface {
	Board(ctx context.Context, p arrival.Period) (arrival.Board, error)
	Checklists(ctx context.Context) ([]*checklist.Checklist, error)
	Profile(ctx context.Context) (checklist.Profile, error)
	SetContact(ctx context.Context, branch string, c arrival.Contact) error
	SetRequirement(ctx context.Context, r arrival.Requirement) error
}

// Papers writes the board and the list of halls to be asked.
type Papers interface {
	SaveBoard(ctx context.Context, path string, d report.BoardDoc) error
	SaveChase(ctx context.Context, path string, d report.BoardDoc) error
}

// Services is what the page uses. Collect fetches what lies at headquarters'
// sources; it says so itself when there are none. nil = there is no inbox.
type Services struct {
	Store   Store
	Papers  Papers
	Collect func(*shell.Shell)
}
