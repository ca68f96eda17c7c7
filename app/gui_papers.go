//go:build !headless

package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"hallcheck/app/cli"
	"hallcheck/checklist"
	"hallcheck/checklist/report"
	"hallcheck/store"
	"hallcheck/store/photos"
)

// papers writes documents from what is stored.
type papers struct {
	st    *store.Store
	album *photos.Store
	lang  func(ctx context.Context) checklist.Lang
	now   func() time.Time
}

// Save writes the sheet of an inspection as .pdf or .xlsx.
func (p papers) Save(ctx context.Context, id, path string) error {
	in, err := p.st.Inspection(ctx, id)
	if err != nil {
		return err
	}
	if in, err = cli.Veiled(ctx, p.st, in, p.lang(ctx)); err != nil {
		return err
	}
	who, err := p.st.Profile(ctx)
	if err != nil {
		return err
	}
	f := report.Format(strings.TrimPrefix(strings.ToLower(filepath.Ext(path)), "."))
	doc := report.SheetDoc{Inspection: in, Org: who.Org, Lang: p.lang(ctx), Zone: p.now().Location(), Photo: func(hash string) (io.ReadCloser, error) {
		find := p.album.Working
		if f == report.XLSX {
			find = p.album.Thumb
		}
		file, err := find(hash)
		if err != nil {
			return nil, err
		}
		return os.Open(file) // #nosec G304 -- our own photo store
	}}
	return cli.WriteFile(path, func(w io.Writer) error {
		_, err := report.Sheet(w, f, doc)
		return err
	})
}

// SaveBlank writes the empty form of a checklist.
func (p papers) SaveBlank(ctx context.Context, c *checklist.Checklist, path string) error {
	who, err := p.st.Profile(ctx)
	if err != nil {
		return err
	}
	write := report.BlankPDF
	if strings.EqualFold(filepath.Ext(path), ".xlsx") {
		write = report.BlankXLSX
	}
	return cli.WriteFile(path, func(w io.Writer) error { return write(w, c, who.Org, p.lang(ctx)) })
}
