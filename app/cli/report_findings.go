package cli

import (
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/report"
	"hallcheck/store"
)

// formatOf is --out with its ending, one of the formats a paper takes.
func formatOf(a *arguments, takes ...report.Format) (string, report.Format, error) {
	out, err := a.need("out")
	if err != nil {
		return "", "", err
	}
	f := report.Format(strings.TrimPrefix(strings.ToLower(filepath.Ext(out)), "."))
	if slices.Contains(takes, f) {
		return out, f, nil
	}
	var want []string
	for _, t := range takes {
		want = append(want, "*."+string(t))
	}
	return "", "", wrongUse(a.command, "usage.badValue", "flag", "--out", "value", out, "want", strings.Join(want, "|"))
}

// findingPaper opens the data and lets write make the paper.
func (e *env) findingPaper(out string, write func(*FindingPapers, io.Writer) ([]report.Warning, error)) error {
	s, album, done, err := e.openAll()
	if err != nil {
		return err
	}
	defer done()
	p := &FindingPapers{Store: s, Album: album, Lang: checklist.Lang(e.cfg.Lang), Now: e.now}
	err = WriteFile(out, func(w io.Writer) error {
		warnings, err := write(p, w)
		e.warn(warnings)
		return err
	})
	if err != nil {
		return err
	}
	return e.wrote(out)
}

// chosen are the findings named, or those the flags narrow to; none is refused.
func (e *env) chosen(p *FindingPapers, a *arguments) ([]*checklist.Finding, error) {
	ids := a.rest
	if len(ids) == 0 {
		f, err := e.findingFilter(a)
		if err != nil {
			return nil, err
		}
		if ids, err = p.Find(e.ctx, f); err != nil {
			return nil, err
		}
	}
	if len(ids) == 0 {
		return nil, checklist.Fail("cli.noFindings")
	}
	return p.Load(e.ctx, ids)
}

// scope says in words what the flags chose.
func (e *env) scope(a *arguments) string {
	var words []string
	for _, flag := range []string{"since", "status", "branch-code", "owner", "text"} {
		if v := a.get(flag); v != "" {
			if key := "finding.status." + v; flag == "status" && assets.Has(e.cfg.Lang, key) {
				v = e.t(key)
			}
			words = append(words, e.t("cli.scope."+flag, "value", v))
		}
	}
	return strings.Join(words, " · ")
}

// chosenPaper makes a paper of the chosen findings.
func (e *env) chosenPaper(a *arguments, out string, write func(*FindingPapers, io.Writer, []*checklist.Finding) ([]report.Warning, error)) error {
	return e.findingPaper(out, func(p *FindingPapers, w io.Writer) ([]report.Warning, error) {
		fs, err := e.chosen(p, a)
		if err != nil {
			return nil, err
		}
		return write(p, w, fs)
	})
}

func reportNotice(e *env, a *arguments) error {
	out, f, err := formatOf(a, report.PDF, report.DOCX)
	if err != nil {
		return err
	}
	return e.chosenPaper(a, out, func(p *FindingPapers, w io.Writer, fs []*checklist.Finding) ([]report.Warning, error) {
		return p.Notice(e.ctx, w, f, a.get("number"), fs)
	})
}

func reportFindings(e *env, a *arguments) error {
	out, _, err := formatOf(a, report.XLSX)
	if err != nil {
		return err
	}
	return e.chosenPaper(a, out, func(p *FindingPapers, w io.Writer, fs []*checklist.Finding) ([]report.Warning, error) {
		return p.List(e.ctx, w, e.scope(a), fs)
	})
}

func reportAlbum(e *env, a *arguments) error {
	out, _, err := formatOf(a, report.PDF)
	if err != nil {
		return err
	}
	return e.chosenPaper(a, out, func(p *FindingPapers, w io.Writer, fs []*checklist.Finding) ([]report.Warning, error) {
		return p.AlbumPDF(e.ctx, w, e.scope(a), fs)
	})
}

// mostSlides is how many findings a deck of a month shows at most.
const mostSlides = 60

// reportSlides writes a stored deck, the findings named, or a month's deck.
func reportSlides(e *env, a *arguments) error {
	out, f, err := formatOf(a, report.PDF, report.PPTX)
	if err != nil {
		return err
	}
	month, _, err := e.month(a)
	if err != nil {
		return err
	}
	return e.findingPaper(out, func(p *FindingPapers, w io.Writer) ([]report.Warning, error) {
		d, err := e.deck(p, a, month)
		if err != nil {
			return nil, err
		}
		return p.Slides(e.ctx, w, f, d)
	})
}

func (e *env) deck(p *FindingPapers, a *arguments, month string) (*checklist.Deck, error) {
	if id := a.get("deck"); id != "" {
		d, err := p.Store.Deck(e.ctx, id)
		return &d, err
	}
	first, err := time.Parse(time.DateOnly, month)
	if err != nil {
		return nil, err
	}
	title := a.get("title")
	if title == "" {
		title = e.t("cli.deckTitle", "month", first.Format("2006-01"))
	}
	who, err := p.Store.Profile(e.ctx)
	if err != nil {
		return nil, err
	}
	branch := who.Branch.Code
	if a.has("branch-code") {
		branch = a.get("branch-code")
	}
	d, err := p.MonthDeck(e.ctx, title, branch, first, mostSlides)
	if err != nil {
		return nil, err
	}
	d.Names, d.Masked = a.has("names"), d.Masked || a.has("checked")
	if len(a.rest) > 0 {
		fs, err := p.Load(e.ctx, a.rest)
		if err != nil {
			return nil, err
		}
		d.Items = nil
		for _, f := range fs {
			d.Items = append(d.Items, checklist.DeckItem{Kind: checklist.DeckFinding, ID: f.ID})
		}
	}
	return d, nil
}

// brightAdd records a good practice.
func brightAdd(e *env, a *arguments) error {
	text, err := a.need("text")
	if err != nil {
		return err
	}
	s, err := e.open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	refs, err := e.pictures(a.get("photos"))
	if err != nil {
		return err
	}
	zone := a.get("zone")
	b, err := s.SaveBright(e.ctx, checklist.BrightSpot{
		Branch: checklist.Branch{Code: a.get("branch-code")}, Text: text, People: a.get("people"), Zone: zone,
		ZoneName: checklist.Text{ZH: zone}, Photos: refs,
	})
	if err != nil {
		return err
	}
	return e.brights([]checklist.BrightSpot{b})
}

func brightList(e *env, a *arguments) error {
	from, to, err := e.month(a)
	if err != nil {
		return err
	}
	if !a.has("period") {
		from, to = "", ""
	}
	s, err := e.open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	list, err := s.BrightSpots(e.ctx, a.get("branch-code"), from, to)
	if err != nil {
		return err
	}
	return e.brights(list)
}

func (e *env) brights(list []checklist.BrightSpot) error {
	docs := make([]checklist.BrightSpot, len(list))
	for i, b := range list {
		b.Photos = slices.Clone(b.Photos)
		for k := range b.Photos {
			b.Photos[k] = b.Photos[k].Leaving() // nobody knows where the document goes
		}
		docs[i] = b
	}
	t := &table{}
	t.add(e.t("cli.col.day"), e.t("cli.col.branch"), e.t("cli.col.title"), e.t("cli.col.person"))
	for _, b := range list {
		t.add(b.Day, b.Branch.Name, cut(b.Text, 60), b.People)
	}
	return e.rows("bright", docs, len(docs), t)
}

// calendarImport takes the year's holidays and shifted working days over, and
// says whether due dates count working days.
func calendarImport(e *env, a *arguments) error {
	working, err := a.oneOf("working", "on", "off")
	if err != nil {
		return err
	}
	return e.calendar(func(s *store.Store) error {
		data, err := readInput(a.rest[0], e.in)
		if err != nil {
			return err
		}
		_, was, err := s.Calendar(e.ctx)
		if err != nil {
			return err
		}
		return s.SetCalendar(e.ctx, filepath.Base(a.rest[0]), string(data), working == "on" || working == "" && was)
	})
}

func calendarShow(e *env, _ *arguments) error {
	return e.calendar(func(*store.Store) error { return nil })
}

func (e *env) calendar(change func(*store.Store) error) error {
	s, err := e.open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	if err := change(s); err != nil {
		return err
	}
	c, working, err := s.Calendar(e.ctx)
	if err != nil {
		return err
	}
	return e.answer(map[string]any{"days": c.Days(), "working": working}, func(w io.Writer) error {
		key := "cli.calendar.days"
		if working {
			key = "cli.calendar.working"
		}
		_, err := io.WriteString(w, e.t(key, "count", strconv.Itoa(c.Days()))+"\n")
		return err
	})
}
