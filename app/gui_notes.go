//go:build !headless

package main

import (
	"context"
	"path/filepath"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store/exchange"
	pages "hallcheck/ui/exchange"
)

// takeNotes takes headquarters' receipts and policies among files in, before the
// bundles, which are returned.
func (t traffic) takeNotes(ctx context.Context, files []string) (out []pages.Bundle, rest []string, err error) {
	var notes []string
	for _, f := range files {
		if _, ok := bundle.BranchOfNote(filepath.Base(f)); ok {
			notes = append(notes, f)
		} else {
			rest = append(rest, f)
		}
	}
	if len(notes) == 0 {
		return nil, rest, nil
	}
	list, err := t.x.TakeNotes(ctx, notes)
	for _, o := range list {
		b := pages.Bundle{File: o.Name, Path: o.Name, Status: pages.Status(exchange.StatusNew), Err: o.Err, Notes: 1}
		switch {
		case o.Err != nil:
			b.Status, b.Notes = pages.Status(exchange.StatusRefused), 0
		case o.Same:
			b.Status = pages.Status(exchange.StatusSame)
		}
		out = append(out, b)
	}
	return out, rest, err
}

// writeNotes puts headquarters' receipts and policies beside exported files.
func (t traffic) writeNotes(ctx context.Context, dir string) (paths []string, err error) {
	p, err := t.st.Profile(ctx)
	if err != nil || p.Face != checklist.FaceHQ {
		return nil, err
	}
	names, err := t.x.WriteNotes(ctx, dir, "")
	for _, n := range names {
		paths = append(paths, filepath.Join(dir, n))
	}
	return paths, err
}

// policy is what the outbox says of headquarters' policy.
func (t traffic) policy(ctx context.Context) (pages.Policy, error) {
	a, err := t.st.PolicyAge(ctx)
	out := pages.Policy{Version: a.Version, Heard: a.Heard, Limit: a.SyncDays}
	if a.Stale {
		out.Quiet = a.Days
	}
	return out, err
}
