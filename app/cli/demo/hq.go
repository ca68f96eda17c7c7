package demo

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/arrival"
	"hallcheck/checklist/ranking"
	"hallcheck/checklist/report"
	"hallcheck/store"
	"hallcheck/store/exchange"
	"hallcheck/store/photos"
)

// headquarters is the receiving side.
type headquarters struct {
	store  *store.Store
	photos *photos.Store
	card   []byte
}

func (h *headquarters) close() {
	_ = h.photos.Close()
	_ = h.store.Close()
}

// openHQ sets headquarters up: profile, keys, card, halls, inspectors.
func (m *maker) openHQ(ctx context.Context) error {
	dir := m.path("hq")
	s, err := m.Open(ctx, dir, m.clock, newDice(m.Seed, "moves of headquarters").id)
	if err != nil {
		return err
	}
	p, err := photos.Open(dir)
	if err != nil {
		_ = s.Close()
		return err
	}
	m.hq = &headquarters{store: s, photos: p}
	if err := m.setupHQ(ctx, dir); err != nil {
		m.hq.close()
		return err
	}
	return nil
}

func (m *maker) setupHQ(ctx context.Context, dir string) error {
	s, c := m.hq.store, m.cast
	err := s.Setup(ctx, checklist.Profile{Face: checklist.FaceHQ, Org: c.Org, OrgID: c.orgID, Device: c.hqDevice, User: c.supervisor})
	if err != nil {
		return err
	}
	if err := exchange.InitHQ(ctx, s, dir, m.Words); err != nil {
		return err
	}
	var card bytes.Buffer
	if _, err := exchange.Card(ctx, s, dir, &card); err != nil {
		return err
	}
	m.hq.card = card.Bytes()
	if err := os.WriteFile(m.path("hq-card.note"), m.hq.card, 0o644); err != nil { // #nosec G306 -- a card to hand on
		return checklist.Fail("cli.cannotWrite", "file", m.path("hq-card.note")).Because(err)
	}
	for _, x := range c.inspectors {
		if err := s.SavePerson(ctx, x); err != nil {
			return err
		}
	}
	var list []checklist.Branch
	for _, h := range c.halls {
		list = append(list, h.Branch)
	}
	if err := s.SaveBranches(ctx, list); err != nil {
		return err
	}
	if err := m.require(ctx); err != nil {
		return err
	}
	all, err := s.Checklists(ctx)
	m.lists = map[string]*checklist.Checklist{}
	for _, x := range all {
		m.lists[x.ID] = x
	}
	return err
}

// require asks every hall for what the example has them do: a visit of each sort a
// month and a patrol a week, so that the arrival board shows who is behind.
func (m *maker) require(ctx context.Context) error {
	often := map[string]arrival.Often{
		"6s-environment":  {Times: 1, Unit: arrival.Month},
		"staff-etiquette": {Times: 1, Unit: arrival.Month},
		"lobby-patrol":    {Times: 1, Unit: arrival.Week},
		"morning-meeting": {}, "three-clean-one-bright": {},
	}
	for id, o := range often {
		if err := m.hq.store.SetRequirement(ctx, arrival.Requirement{Checklist: id, Ordinary: o, Important: o, Partner: o}); err != nil {
			return err
		}
	}
	return nil
}

// importAll imports everything in outbox the way headquarters does.
func (m *maker) importAll(ctx context.Context) (Summary, error) {
	out := Summary{Dir: m.Dir, Halls: len(m.cast.halls)}
	x, err := exchange.New(exchange.Options{
		Store: m.hq.store, Photos: m.hq.photos, Dir: m.path("hq"), App: m.App, Clock: m.clock, Words: m.Words,
	})
	if err != nil {
		return out, err
	}
	list, err := x.Import(ctx, []string{m.path("outbox")}, func(done, total int) { m.Progress("cli.demo.import", done, total) })
	if err != nil {
		return out, err
	}
	for _, o := range list {
		if o.Err != nil {
			return out, o.Err
		}
	}
	out.Bundles = len(list)
	if err := m.decide(ctx); err != nil {
		return out, err
	}
	if _, out.Findings, err = m.hq.store.Findings(ctx, checklist.FindingFilter{Limit: 1}); err != nil {
		return out, err
	}
	late, err := os.ReadDir(m.path("late"))
	if err != nil {
		return out, err
	}
	out.Late = len(late)
	if _, out.Inspections, err = m.hq.store.Summaries(ctx, checklist.Filter{Limit: 1}); err != nil {
		return out, err
	}
	hashes, err := m.hq.store.PhotoHashes(ctx)
	if err != nil {
		return out, err
	}
	out.Photos = len(hashes)
	out.Sum, err = sum(ctx, m.hq.store)
	return out, err
}

// keyed are the tables in which keys and encrypted files leave their traces.
var keyed = []string{`{"devices"`, `{"imports"`, `{"exports"`, `{"export_items"`}

// sum is the SHA-256 of headquarters' business data.
func sum(ctx context.Context, s *store.Store) (string, error) {
	dump, err := s.Dump(ctx)
	if err != nil {
		return "", err
	}
	h := sha256.New()
	for line := range bytes.Lines(dump) {
		skip := false
		for _, k := range keyed {
			skip = skip || bytes.HasPrefix(line, []byte(k))
		}
		if !skip {
			_, _ = h.Write(line)
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// papers writes the month's rankings, the best, worst and vetoed sheets, and a
// blank form.
func (m *maker) papers(ctx context.Context) error {
	const papers = 8
	done := 0
	write := func(name string, paper func(io.Writer) error) error {
		f, err := os.Create(m.path("reports", name)) // #nosec G304 -- inside the folder made here
		if err == nil {
			err = paper(f)
			if e := f.Close(); err == nil {
				err = e
			}
		}
		done++
		m.Progress("cli.demo.reports", done, papers)
		return err
	}
	for _, id := range []string{"6s-environment", "staff-etiquette", "lobby-patrol"} {
		doc, err := m.ranking(ctx, id)
		if err != nil {
			return err
		}
		if err := write("ranking-"+id+".xlsx", func(w io.Writer) error { return report.RankingXLSX(w, doc) }); err != nil {
			return err
		}
		if id != "6s-environment" {
			continue
		}
		if err := write("ranking-"+id+".pdf", func(w io.Writer) error { return report.RankingPDF(w, doc) }); err != nil {
			return err
		}
	}
	for _, x := range []struct {
		name string
		f    checklist.Filter
	}{
		{"sheet-best.pdf", checklist.Filter{Sort: checklist.SortHighest}},
		{"sheet-low.pdf", checklist.Filter{Grade: "pass", Sort: checklist.SortLowest}},
		{"sheet-veto.pdf", checklist.Filter{VetoOnly: true, Sort: checklist.SortLowest}},
	} {
		if err := m.sheet(ctx, x.f, func(d report.SheetDoc) error {
			return write(x.name, func(w io.Writer) error { return report.SheetPDF(w, d) })
		}); err != nil {
			return err
		}
	}
	return write("blank-6s-environment.pdf", func(w io.Writer) error {
		return report.BlankPDF(w, m.lists["6s-environment"], m.cast.Org, m.Lang)
	})
}

func (m *maker) ranking(ctx context.Context, id string) (report.RankingDoc, error) {
	in := ranking.Input{Checklist: m.lists[id]}
	from, to := thisMonth, thisMonth.AddDate(0, 1, -1)
	d := report.RankingDoc{Checklist: in.Checklist, Org: m.cast.Org, From: from.Format(time.DateOnly), To: to.Format(time.DateOnly), Lang: m.Lang}
	var err error
	if in.Branches, err = m.hq.store.Branches(ctx); err != nil {
		return d, err
	}
	if in.Cells, err = m.hq.store.PeriodCells(ctx, id, d.From, d.To); err != nil {
		return d, err
	}
	in.Last, err = m.hq.store.PeriodCells(ctx, id, lastMonth.Format(time.DateOnly), thisMonth.AddDate(0, 0, -1).Format(time.DateOnly))
	d.Table = ranking.Rank(in)
	return d, err
}

// sheet finds this month's first 6S inspection of a filter, if there is one.
func (m *maker) sheet(ctx context.Context, f checklist.Filter, write func(report.SheetDoc) error) error {
	f.Checklist, f.From, f.Status, f.Limit = "6s-environment", thisMonth.Format(time.DateOnly), checklist.Finished, 1
	rows, _, err := m.hq.store.Summaries(ctx, f)
	if err != nil || len(rows) == 0 {
		return err
	}
	in, err := m.hq.store.Inspection(ctx, rows[0].ID)
	if err != nil {
		return err
	}
	return write(report.SheetDoc{Inspection: in, Org: m.cast.Org, Lang: m.Lang, Photo: func(hash string) (io.ReadCloser, error) {
		path, err := m.hq.photos.Working(hash)
		if err != nil {
			return nil, err
		}
		return os.Open(path) // #nosec G304 -- a path of our own photo store
	}})
}
