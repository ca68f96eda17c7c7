//go:build !headless

package main

import (
	"context"

	"hallcheck/app/cli"
	"hallcheck/store"
	"hallcheck/ui/findings"
)

// daybook is what the Today page reads: records and small pictures.
type daybook struct {
	*store.Store
	album
}

// findings is what the pages of problems and good practice use.
func (d *desk) findings(pages album) *findings.Services {
	return &findings.Services{
		Records: d.st, Moves: d.st, Bright: d.st, Names: d.st, Settings: d.st, Photos: pages, Burn: d.album.BurnMosaic, Initials: cli.Initials,
	}
}

// drafted lists the photos of findings that are written but not yet handed in:
// the store knows nothing of them.
func drafted(ctx context.Context, st *store.Store) ([]string, error) {
	value, err := st.Setting(ctx, findings.SettingDrafts)
	if err != nil {
		return nil, err
	}
	return findings.DraftHashes(value)
}
