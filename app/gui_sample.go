//go:build !headless

package main

import (
	"context"
	"time"

	"hallcheck/app/cli/demo"
)

// sample fills the branch that was just set up with records to look around in.
func (d *desk) sample(ctx context.Context, report func(done, total int)) error {
	p, err := d.st.Profile(ctx)
	if err != nil {
		return err
	}
	return demo.Sample(ctx, demo.SampleOptions{Store: d.st, Photos: d.album, Profile: p, Now: time.Now(), Lang: d.lang(ctx), Progress: report})
}
