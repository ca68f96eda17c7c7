//go:build !headless

package main

import (
	"context"
	"io"
	"runtime"
	"time"

	"hallcheck/app/cli"
	"hallcheck/checklist/report"
	"hallcheck/ui/duty"
)

// desktopHolds says whether the desktop itself keeps notifications for later. Elsewhere
// the toolkit keeps them in the program's cache and shows at the next start, whatever
// the day, what was missed: there the bell rings when the time has come.
func desktopHolds() bool { return runtime.GOOS == "windows" || runtime.GOOS == "darwin" }

// duty gives the plan of the day, its bell and the rules of the hall what they need.
func (d *desk) duty() *duty.Services {
	return &duty.Services{Store: d.st, Rules: d.st, Bell: d.st, ReadFile: readTable, Holds: desktopHolds(), Template: func(ctx context.Context, path string) error {
		return cli.WriteFile(path, func(w io.Writer) error { return report.RosterTemplate(w, d.lang(ctx), cli.NextMonday(time.Now())) })
	}}
}
