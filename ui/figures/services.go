package figures

import (
	"context"

	"hallcheck/checklist/hall"
	"hallcheck/checklist/report"
	"hallcheck/checklist/table"
)

// Store is what the pages read and write.
type Store interface {
	FigureSet(ctx context.Context, branch, from, to string) (*hall.FigureSet, hall.Rules, error)
	TicketMap(ctx context.Context, fingerprint string) (hall.TicketMap, error)
	RememberTicketMap(ctx context.Context, fingerprint string, m hall.TicketMap) error
}

// Tickets takes tickets over.
type Tickets interface {
	Preview(ctx context.Context, tickets []hall.Ticket) (Import, error)
	Import(ctx context.Context, tickets []hall.Ticket, report func(done, total int)) (Import, error)
	Days(ctx context.Context, from, to string) ([]Day, error)
	Open(path string) (*table.Table, error)
}

// Import is what an import of tickets comes to.
type Import struct {
	New, Changed, Same, Days int
	From, To                 string // yyyy-mm-dd
}

// Day is a day with tickets.
type Day struct {
	Day                                  string
	Tickets, Called, Finished, Abandoned int
	Source                               string
}

// Papers writes the figures as a workbook.
type Papers interface {
	SaveFigures(ctx context.Context, path string, d report.HallFiguresDoc) error
}

// Services is what the pages use.
type Services struct {
	Store   Store
	Tickets Tickets
	Papers  Papers
}
