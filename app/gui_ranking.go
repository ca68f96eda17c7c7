//go:build !headless

package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"

	"hallcheck/app/cli"
	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
	"hallcheck/checklist/report"
)

// SaveRanking writes a ranking with its charts as a workbook, or as PDF by the
// ending.
func (p papers) SaveRanking(ctx context.Context, path string, a ranking.Answer) error {
	who, err := p.st.Profile(ctx)
	if err != nil {
		return err
	}
	d, err := cli.RankingPaper(ctx, p.st, a, who.Org, p.lang(ctx))
	if err != nil {
		return err
	}
	d.Made = p.now()
	f := report.XLSX
	if strings.EqualFold(filepath.Ext(path), ".pdf") {
		f = report.PDF
	}
	return cli.WriteFile(path, func(w io.Writer) error {
		_, err := report.Ranking(w, f, d)
		return err
	})
}

// SaveTargets writes targets with what was reached as CSV or XLSX.
func (p papers) SaveTargets(ctx context.Context, path string, rows []ranking.Attained) error {
	list, err := p.st.Branches(ctx)
	if err != nil {
		return err
	}
	names := make(map[string]string, len(list))
	for _, b := range list {
		names[b.Code] = b.Name
	}
	return cli.WriteFile(path, func(w io.Writer) error { return report.WriteTargets(w, path, rows, names, p.lang(ctx)) })
}

// ReadTargets reads targets from a CSV or XLSX file.
func (p papers) ReadTargets(_ context.Context, path string) ([]ranking.Target, error) {
	file, err := os.Open(path) // #nosec G304 -- chosen by the user
	if err != nil {
		return nil, checklist.Fail("cli.cannotRead", "file", path).Because(err)
	}
	defer func() { _ = file.Close() }()
	return report.ReadTargets(path, file)
}
