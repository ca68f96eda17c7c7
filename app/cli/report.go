package cli

import (
	"io"
	"os"
	"strings"

	"hallcheck/checklist"
	"hallcheck/checklist/report"
	"hallcheck/store"
	"hallcheck/store/photos"
)

// reportSheet writes the paper of one inspection.
func reportSheet(e *env, a *arguments) error {
	out, f, err := formatOf(a, report.PDF, report.XLSX)
	if err != nil {
		return err
	}
	s, p, done, err := e.openAll()
	if err != nil {
		return err
	}
	defer done()
	in, err := e.inspection(s, a.rest[0])
	if err != nil {
		return err
	}
	profile, err := s.Profile(e.ctx)
	if err != nil {
		return err
	}
	if in, err = Veiled(e.ctx, s, in, checklist.Lang(e.cfg.Lang)); err != nil {
		return err
	}
	err = e.paper(out, f, report.SheetDoc{
		Inspection: in, Org: profile.Org, Lang: checklist.Lang(e.cfg.Lang), Photo: copies(p, f),
	})
	if err != nil {
		return err
	}
	return e.wrote(out)
}

// paper writes a sheet and says what it could not show.
func (e *env) paper(out string, f report.Format, d report.SheetDoc) error {
	return WriteFile(out, func(w io.Writer) error {
		warnings, err := report.Sheet(w, f, d)
		e.warn(warnings)
		return err
	})
}

// warn says on stderr what a paper could not show.
func (e *env) warn(warnings []report.Warning) {
	for _, x := range warnings {
		_, _ = io.WriteString(e.err, sentence(e.cfg.Lang, "report.warn.", &checklist.Error{Code: x.Code, Args: x.Args})+"\n")
	}
}

// copies opens the picture a paper embeds: the working copy in a PDF, the
// thumbnail in a workbook.
func copies(p *photos.Store, f report.Format) func(string) (io.ReadCloser, error) {
	return func(hash string) (io.ReadCloser, error) {
		path, err := p.Working(hash)
		if f == report.XLSX {
			path, err = p.Thumb(hash)
		}
		if err != nil {
			return nil, err
		}
		return os.Open(path) // #nosec G304 -- a path of our own photo store
	}
}

// inspection finds an inspection by its id or the beginning of it.
func (e *env) inspection(s *store.Store, id string) (*checklist.Inspection, error) {
	in, err := s.Inspection(e.ctx, id)
	if err == nil || checklist.CodeOf(err) != "store.unknownInspection" {
		return in, err
	}
	rows, err := e.summaries(s, checklist.Filter{})
	if err != nil {
		return nil, err
	}
	full := ""
	for _, r := range rows {
		if !strings.HasPrefix(r.ID, id) {
			continue
		}
		if full != "" {
			return nil, checklist.Fail("cli.ambiguous", "id", id)
		}
		full = r.ID
	}
	if full == "" {
		return nil, checklist.Fail("cli.noInspection", "id", id)
	}
	return s.Inspection(e.ctx, full)
}

// reportBlank writes the empty form of a checklist.
func reportBlank(e *env, a *arguments) error {
	out, f, err := formatOf(a, report.PDF, report.XLSX)
	if err != nil {
		return err
	}
	c, err := e.checklist(a.rest[0])
	if err != nil {
		return err
	}
	org := ""
	if e.hasData() {
		if s, err := openStore(e, e.cfg.Dir, e.cfg.DB, e.now); err == nil {
			if p, err := s.Profile(e.ctx); err == nil {
				org = p.Org
			}
			_ = s.Close()
		}
	}
	err = WriteFile(out, func(w io.Writer) error {
		if f == report.PDF {
			return report.BlankPDF(w, c, org, checklist.Lang(e.cfg.Lang))
		}
		return report.BlankXLSX(w, c, org, checklist.Lang(e.cfg.Lang))
	})
	if err != nil {
		return err
	}
	return e.wrote(out)
}
