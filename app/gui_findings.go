//go:build !headless

package main

import (
	"context"
	"io"
	"path/filepath"
	"strings"
	"time"

	"hallcheck/app/cli"
	"hallcheck/checklist"
	"hallcheck/checklist/report"
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
		Records: d.st, Moves: d.st, Bright: d.st, Names: d.st, Settings: d.st, Photos: pages, Burn: d.album.BurnMosaic, Initials: cli.Initials, Paper: d.findingPaper, Roster: d.st.Roster,
	}
}

// findingPaper writes a paper of the findings named, or of all a filter finds.
func (d *desk) findingPaper(ctx context.Context, kind, path string, ids []string, f checklist.FindingFilter) (lack []report.Warning, err error) {
	p := cli.FindingPapers{Store: d.st, Album: d.album, Lang: d.lang(ctx), Now: time.Now}
	if len(ids) == 0 {
		if ids, err = p.Find(ctx, f); err != nil {
			return nil, err
		}
	}
	fs, err := p.Load(ctx, ids)
	if err != nil {
		return nil, err
	}
	format := report.Format(strings.TrimPrefix(strings.ToLower(filepath.Ext(path)), "."))
	err = cli.WriteFile(path, func(w io.Writer) error {
		switch kind {
		case findings.PaperNotice:
			lack, err = p.Notice(ctx, w, format, "", fs)
		case findings.PaperAlbum:
			lack, err = p.AlbumPDF(ctx, w, "", fs)
		default:
			lack, err = p.List(ctx, w, "", fs)
		}
		return err
	})
	return lack, err
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
