package exchange

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/exchange/road"
)

// clearAtOnce is how many files one round removes from a road.
const clearAtOnce = 500

// clear removes from the road what headquarters took in long ago and gave its
// receipt for, and what it sent a year ago: nobody tells it whether a branch has
// fetched that. Branches remove nothing.
func (t *trip) clear(ctx context.Context) error {
	if t.r.profile.Face != checklist.FaceHQ || t.at.KeepDays <= 0 {
		return nil
	}
	taken, sent := t.r.now.AddDate(0, 0, -t.at.KeepDays), t.r.now.AddDate(-1, 0, -t.at.KeepDays)
	list, err := t.r.c.x.Store.Unneeded(ctx, t.at.ID, taken.UnixMilli(), sent.UnixMilli())
	if err != nil {
		return err
	}
	for _, one := range list[:min(len(list), clearAtOnce)] {
		err := t.road.Remove(ctx, one.Name)
		if err != nil && (ctx.Err() != nil || road.Systemic(err)) {
			return err
		}
		if err != nil {
			continue
		}
		one.State = store.TransferGone
		if err := t.r.c.x.Store.SaveTransfers(ctx, one); err != nil {
			return err
		}
	}
	return nil
}

// outboxKept is how long a bundle stays in the outbox after it was made.
const outboxKept = 30 * 24 * time.Hour

// sweep clears the outbox of old bundles that every road has and, at a branch,
// headquarters signed for.
func (r *round) sweep(ctx context.Context) error {
	list, err := r.c.x.Store.Carried(ctx, r.profile.Face != checklist.FaceHQ)
	if err != nil {
		return err
	}
	for _, e := range list {
		if !r.c.Carries(e.Path) || r.now.UnixMilli()-e.Created < outboxKept.Milliseconds() {
			continue
		}
		if err := os.Remove(filepath.Join(r.c.Outbox(), filepath.Base(e.Path))); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return checklist.Fail("sync.inbox", "dir", r.c.Outbox()).Because(err)
		}
	}
	return nil
}
