//go:build !headless

package main

import (
	"context"
	"io"
	"os"

	"hallcheck/app/cli"
	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/checklist/report"
	"hallcheck/checklist/table"
	"hallcheck/store"
	"hallcheck/ui/figures"
)

// figures serves the page of figures and the one that takes queue data over.
func (d *desk) figures(docs papers) figures.Services {
	return figures.Services{Store: d.st, Tickets: tickets{d.st}, Papers: docs}
}

// tickets is the store as the page of queue data knows it.
type tickets struct{ st *store.Store }

func asImport(got store.TicketImport) figures.Import {
	return figures.Import{New: got.New, Changed: got.Changed, Same: got.Same, Days: got.Days, From: got.From, To: got.To}
}

// Preview says what an import would come to.
func (t tickets) Preview(ctx context.Context, list []hall.Ticket) (figures.Import, error) {
	got, err := t.st.PreviewTickets(ctx, list)
	return asImport(got), err
}

// Import takes tickets over.
func (t tickets) Import(ctx context.Context, list []hall.Ticket, report func(done, total int)) (figures.Import, error) {
	got, err := t.st.ImportTickets(ctx, list, report)
	return asImport(got), err
}

// Days lists the days with tickets.
func (t tickets) Days(ctx context.Context, from, to string) ([]figures.Day, error) {
	list, err := t.st.TicketDays(ctx, from, to)
	out := make([]figures.Day, len(list))
	for i, d := range list {
		out[i] = figures.Day{Day: d.Day, Tickets: d.Tickets, Called: d.Called, Finished: d.Finished, Abandoned: d.Abandoned, Source: d.Source}
	}
	return out, err
}

// Open reads the table of a file; no more of it than a table may have.
func (tickets) Open(path string) (*table.Table, error) {
	f, err := os.Open(path) // #nosec G304 -- chosen by the user
	if err != nil {
		return nil, checklist.Fail("cli.cannotRead", "file", path).Because(err)
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, table.MostBytes+1))
	if err != nil {
		return nil, checklist.Fail("cli.cannotRead", "file", path).Because(err)
	}
	return table.Read(path, data)
}

// SaveFigures writes the figures of a hall as a workbook.
func (p papers) SaveFigures(_ context.Context, path string, d report.HallFiguresDoc) error {
	return cli.WriteFile(path, func(w io.Writer) error { return report.HallFigures(w, d) })
}
