//go:build !headless

package main

import (
	"context"
	"errors"

	"hallcheck/checklist"
	"hallcheck/store/exchange"
	pages "hallcheck/ui/exchange"
)

// gathering joins headquarters' inbox to its watched folders, its roads and its
// quarantine.
type gathering struct {
	x       *exchange.Exchange
	sources *exchange.Sources
	roads   carriage
}

// Waiting counts the new files in the watched folders, and refused ones whose reason
// is over.
func (g gathering) Waiting(ctx context.Context) (int, error) {
	found, err1 := g.sources.Scan(ctx)
	again, err2 := g.x.Ready(ctx)
	return len(found.Bundles) + again, errors.Join(err1, err2)
}

// Gather fetches over the roads where that is asked for, and takes in what is new in
// the watched folders.
func (g gathering) Gather(ctx context.Context, roads bool, progress func(done, total int)) (pages.Gathered, error) {
	var out pages.Gathered
	if roads {
		got, err := g.roads.c.Sync(ctx, exchange.SyncOptions{Now: true}, nil)
		switch code := checklist.CodeOf(err); {
		case err != nil && code != "sync.noRoads" && code != "sync.busy":
			return out, err
		case err == nil:
			out.Asked = true
			out.Files = shown(got.Imported)
			if failed := got.Failed(); failed != nil {
				out.Errs = append(out.Errs, failed)
			}
		}
	}
	list, found, err := g.sources.Collect(ctx, progress)
	out.Files, out.Gone = append(out.Files, shown(list)...), found.Gone
	if err != nil {
		return out, err
	}
	dirs, err := g.sources.Folders(ctx)
	out.Asked = out.Asked || len(dirs) > 0
	return out, err
}

// SetSources keeps which folders are watched.
func (g gathering) SetSources(ctx context.Context, dirs []string) error {
	return g.sources.SetFolders(ctx, dirs)
}

// Reconsider tries a refused file again.
func (g gathering) Reconsider(ctx context.Context, id string) (pages.Bundle, error) {
	o, err := g.x.Reconsider(ctx, id)
	if err != nil {
		return pages.Bundle{}, err
	}
	return shown([]exchange.Outcome{o})[0], nil
}

// Return tells the branch of a refused file.
func (g gathering) Return(ctx context.Context, id, words string) error {
	_, err := g.x.Return(ctx, id, words)
	return err
}

// Discard puts a refused file out of sight.
func (g gathering) Discard(ctx context.Context, id, reason string, erase bool) error {
	_, err := g.x.Discard(ctx, id, reason, erase)
	return err
}

// fill adds what waits for a decision, and the sources, to the inbox.
func (g gathering) fill(ctx context.Context, names map[string]string, out *pages.Inbox) error {
	open, err := g.x.Store.Quarantine(ctx, false)
	if err != nil {
		return err
	}
	for _, q := range open {
		out.Open = append(out.Open, pages.Refusal{
			ID: q.SHA256, Name: q.Name, Branch: nameOf(names, q.Branch), At: q.At, Err: q.Err(), Copy: q.File != "",
		})
	}
	dirs, err1 := g.sources.Folders(ctx)
	found, err2 := g.sources.Scan(ctx)
	out.Sources, out.Asking = dirs, found.Requests
	return errors.Join(err1, err2)
}
