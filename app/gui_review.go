//go:build !headless

package main

import (
	"context"
	"time"

	"hallcheck/app/cli"
	"hallcheck/checklist"
	"hallcheck/ui/review"
)

// review is what the review wall uses.
func (d *desk) review(pages album) review.Services {
	return review.Services{Store: d.st, Photos: pages, Truth: d.truth}
}

// truth is what may be worth knowing about a picture that shows a finding
// fixed. The picture of the problem itself counts as an earlier use too.
func (d *desk) truth(ctx context.Context, f *checklist.Finding, ref checklist.PhotoRef) ([]checklist.Hint, error) {
	uses, err := cli.PhotoUses(ctx, d.st, d.album, ref.Hash, checklist.PhotoUse{Photo: ref.ID})
	if err != nil {
		return nil, err
	}
	return f.AfterHints(ref, uses, submitted(f)), nil
}

// submitted is when the finding was handed in for its review.
func submitted(f *checklist.Finding) time.Time {
	for i := len(f.Events) - 1; i >= 0; i-- {
		if e := f.Events[i]; e.Verb == checklist.VerbSubmit || e.Verb == checklist.VerbFixed {
			return time.UnixMilli(e.At)
		}
	}
	return time.UnixMilli(f.UpdatedAt)
}
