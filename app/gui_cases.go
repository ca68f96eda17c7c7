//go:build !headless

package main

import (
	"context"
	"time"

	"github.com/google/uuid"

	"hallcheck/app/cli"
	"hallcheck/checklist/hall"
	"hallcheck/ui/cases"
	"hallcheck/ui/daylog"
)

// cases gives the page of faults, complaints and praise what it needs.
func (d *desk) cases(pages album) *cases.Services {
	return &cases.Services{
		Log: d.st, Desk: d.st, Lists: d.st, Photos: pages, NewID: uuid.NewString, Initials: cli.Initials, Burn: d.album.BurnMosaic, Roster: d.st.Roster,
		Ledger: func(ctx context.Context, path, from, to string, kinds ...hall.Kind) error {
			return d.dayPapers(ctx).SaveCases(ctx, path, from, to, kinds...)
		},
	}
}

// dayLog gives the page of the day log what it needs.
func (d *desk) dayLog() *daylog.Services {
	return &daylog.Services{Log: d.st, Papers: func(ctx context.Context) daylog.Papers { return d.dayPapers(ctx) }}
}

func (d *desk) dayPapers(ctx context.Context) *cli.HallLog {
	return &cli.HallLog{Store: d.st, Lang: d.lang(ctx), Now: time.Now}
}
