//go:build !headless

package main

import (
	"context"
	"io"
	"time"

	"hallcheck/app/cli"
	"hallcheck/checklist/report"
	"hallcheck/ui/duty"
)

// duty gives the plan of the day, its bell and the rules of the hall what they need.
func (d *desk) duty() *duty.Services {
	return &duty.Services{Store: d.st, Rules: d.st, Bell: d.st, ReadFile: readTable, Template: func(ctx context.Context, path string) error {
		return cli.WriteFile(path, func(w io.Writer) error { return report.RosterTemplate(w, d.lang(ctx), cli.NextMonday(time.Now())) })
	}}
}
