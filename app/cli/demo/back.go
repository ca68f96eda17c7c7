package demo

import (
	"context"
	"path/filepath"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store/exchange"
	"hallcheck/store/photos"
)

// sendBack is the way back: headquarters' decisions, the bulletin and the receipts go
// into back/, and the halls that are kept take theirs in, so that their records are
// signed for and the bulletin waits to be read.
func (m *maker) sendBack(ctx context.Context) error {
	x, err := exchange.New(exchange.Options{
		Store: m.hq.store, Photos: m.hq.photos, Dir: m.path("hq"), App: m.App, Clock: m.clock, Words: m.Words,
	})
	if err != nil {
		return err
	}
	_, err = x.Export(ctx, exchange.ExportOptions{To: m.path("back")}, nil)
	if err != nil && checklist.CodeOf(err) != "exchange.nothing" {
		return err
	}
	if _, err := x.WriteNotes(ctx, m.path("back"), ""); err != nil {
		return err
	}
	for _, h := range m.cast.halls {
		if h.no >= kept {
			continue
		}
		if err := m.takeHome(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

// takeHome lets a kept hall take in what headquarters sent it.
func (m *maker) takeHome(ctx context.Context, h *hall) error {
	dir := m.path("branches", h.Code)
	s, err := m.Open(ctx, dir, m.clock, newDice(m.Seed, "way back "+h.Code).id)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	album, err := photos.Open(dir)
	if err != nil {
		return err
	}
	defer func() { _ = album.Close() }()
	x, err := exchange.New(exchange.Options{Store: s, Photos: album, Dir: dir, App: m.App, Clock: m.clock, Words: m.Words})
	if err != nil {
		return err
	}
	if _, err := x.TakeNotes(ctx, []string{m.path("back")}); err != nil {
		return err
	}
	own, err := filepath.Glob(m.path("back", "B1-"+bundle.FileSafe(h.Code)+"-*.bundle"))
	if err != nil || len(own) == 0 {
		return err
	}
	list, err := x.Import(ctx, own, nil)
	for _, o := range list {
		if err == nil {
			err = o.Err
		}
	}
	return err
}
