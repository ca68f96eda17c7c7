//go:build !headless

package main

import (
	"context"
	"io"
	"path/filepath"
	"strings"

	"hallcheck/app/cli"
	"hallcheck/checklist/report"
	"hallcheck/ui/board"
)

// board serves the arrival board.
func (d *desk) board(docs papers) board.Services {
	return board.Services{Store: d.st, Papers: docs}
}

// SaveBoard writes the arrival board as .xlsx or .pdf.
func (p papers) SaveBoard(_ context.Context, path string, d report.BoardDoc) error {
	return saveBoard(path, d, report.Board)
}

// SaveChase writes the list of halls to be asked as .xlsx or .pdf.
func (p papers) SaveChase(_ context.Context, path string, d report.BoardDoc) error {
	return saveBoard(path, d, report.Chase)
}

func saveBoard(path string, d report.BoardDoc, write func(io.Writer, report.Format, report.BoardDoc) ([]report.Warning, error)) error {
	f := report.Format(strings.TrimPrefix(strings.ToLower(filepath.Ext(path)), "."))
	return cli.WriteFile(path, func(w io.Writer) error {
		_, err := write(w, f, d)
		return err
	})
}
