//go:build !headless

package main

import (
	"context"
	"io"
	"time"

	"hallcheck/app/cli"
	"hallcheck/checklist/report"
	"hallcheck/ui/halls"
)

// halls gives headquarters' page of its halls what it needs.
func (d *desk) halls() halls.Services {
	return halls.Services{Store: d.st, Initials: cli.Initials, Save: func(ctx context.Context, path, from, to string) error {
		doc, err := cli.HallsDoc(ctx, d.st, d.lang(ctx), time.Now(), from, to)
		if err != nil {
			return err
		}
		return cli.WriteFile(path, func(w io.Writer) error { return report.Halls(w, doc) })
	}}
}
