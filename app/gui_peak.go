//go:build !headless

package main

import (
	"context"
	"io"
	"path/filepath"
	"strings"

	"hallcheck/app/cli"
	"hallcheck/checklist/report"
	"hallcheck/ui/peak"
)

// peaks serves the page of peaks and windows.
func (d *desk) peaks(docs papers) peak.Services {
	return peak.Services{Store: d.st, Papers: docs}
}

// SavePeak writes the peak notice as .pdf or .png.
func (p papers) SavePeak(_ context.Context, path string, d report.PeakDoc) error {
	f := report.Format(strings.TrimPrefix(strings.ToLower(filepath.Ext(path)), "."))
	return cli.WriteFile(path, func(w io.Writer) error {
		_, err := report.Peak(w, f, d)
		return err
	})
}
