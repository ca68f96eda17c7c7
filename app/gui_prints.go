//go:build !headless

package main

import (
	"context"
	"time"

	"hallcheck/app/cli"
	"hallcheck/checklist"
)

// When missing prints are made: not while the window opens, and not at once when
// something changes.
const (
	printsFirst = 20 * time.Second
	printsPause = 30 * time.Second
)

// prints keeps the prints of pictures that have none yet, such as those that came
// with an exchange file, until ctx ends. It rests as long as it works, so that
// half a core stays free.
func (d *desk) prints(ctx context.Context) {
	changed := make(chan struct{}, 1)
	cancel := d.st.Subscribe(func(checklist.Change) {
		select {
		case changed <- struct{}{}:
		default:
		}
	})
	defer cancel()
	for wait := printsFirst; rest(ctx, wait); wait = printsPause {
		began := time.Now()
		_ = cli.FillPrints(ctx, d.st, d.album, func(int, int) {
			rest(ctx, time.Since(began))
			began = time.Now()
		}) // tried again after the next change
		if d.face(ctx) == checklist.FaceHQ {
			_, _ = cli.CheckPictures(ctx, d.st, d.album) // the board waits for what cannot be opened
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return
		}
	}
}

// rest waits; false when ctx ended.
func rest(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}

// evidence is what may be worth knowing about a photo of an inspection that began
// at the given time; uses in the inspection itself are none.
func (d *desk) evidence(ctx context.Context, inspection string, began time.Time, ref checklist.PhotoRef) ([]checklist.Hint, error) {
	uses, err := cli.PhotoUses(ctx, d.st, d.album, ref.Hash, checklist.PhotoUse{Photo: ref.ID}, checklist.PhotoUse{Inspection: inspection})
	if err != nil {
		return nil, err
	}
	return checklist.PhotoHints(ref, uses, began), nil
}
