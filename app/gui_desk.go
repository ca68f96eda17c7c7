//go:build !headless

package main

import (
	"context"
	"time"

	"github.com/google/uuid"

	"hallcheck/checklist/hall"
	page "hallcheck/ui/desk"
)

// hallDesk gives the hall desk what it needs.
func (d *desk) hallDesk() *page.Services {
	return &page.Services{Store: d.st, Usual: d.usualHall, NewID: uuid.NewString}
}

// usualHall is the peak chart of this hall, of the weeks that end with a day.
func (d *desk) usualHall(ctx context.Context, until string) (*hall.Peaks, error) {
	last, err := time.Parse(time.DateOnly, until)
	if err != nil {
		return nil, err
	}
	cells, err := d.st.HallCells(ctx, "", last.AddDate(0, 0, 1-7*hall.PeakWeeks).Format(time.DateOnly), until)
	if err != nil {
		return nil, err
	}
	return hall.NewPeaks(cells, until), nil
}
