package report

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
)

// DeckFacts are the figures of a meeting; nil parts make no slide.
type DeckFacts struct {
	Period   string // in words: 2026-11
	Branches int    // inspected in the period, 0 = not said
	Mean     *checklist.Tenths
	Rates    *checklist.FindingRates
	Table    *ranking.Table // ranking, at headquarters
	Branch   string         // code of the branch that is set off in the ranking
	Trend    []checklist.Summary
	Lines    []string // said under the figures
}

// The most rows of a table on one slide.
const (
	rankingRows = 12
	closingRows = 8
)

// SlidesFor makes the deck's slides: title, figures, ranking or trend, one slide
// for every chosen finding or bright spot in the deck's order, requirements and
// dates. What is chosen but not among the findings and spots is left out. Owners
// are named only where the deck names them, and with Masked only pictures somebody
// decided about are shown.
func SlidesFor(o FindingPaper, d *checklist.Deck, fs []*checklist.Finding, spots []checklist.BrightSpot, facts DeckFacts) SlideDoc {
	b := &deckBuilder{o: o, d: d, t: wordsOf(o.Lang), facts: facts}
	b.out = SlideDoc{Lang: o.Lang, Title: d.Title, Org: o.Org, Photo: o.Photo}
	b.out.Made, _ = time.Parse(time.DateOnly, d.Day)
	if d.At > 0 {
		b.out.Made = time.UnixMilli(d.At).UTC()
	}
	when := []string{d.Day}
	if !strings.HasPrefix(d.Day, facts.Period) {
		when = []string{facts.Period, d.Day}
	}
	b.add(Slide{Kind: SlideTitle, Heading: d.Title, Lines: when, Footer: o.Org})
	b.summary()
	b.ranking()
	b.trend()
	byID, brights := map[string]*checklist.Finding{}, map[string]*checklist.BrightSpot{}
	for _, f := range fs {
		byID[f.ID] = f
	}
	for i := range spots {
		brights[spots[i].ID] = &spots[i]
	}
	var chosen []*checklist.Finding
	for _, it := range d.Items {
		if f := byID[it.ID]; f != nil && it.Kind == checklist.DeckFinding {
			chosen = append(chosen, f)
			b.finding(f, it.Note)
		}
		if s := brights[it.ID]; s != nil && it.Kind == checklist.DeckBright && !s.Gone {
			b.bright(s, it.Note)
		}
	}
	b.closing(chosen)
	return b.out
}

type deckBuilder struct {
	o     FindingPaper
	d     *checklist.Deck
	t     words
	facts DeckFacts
	out   SlideDoc
}

func (b *deckBuilder) add(s Slide) { b.out.Slides = append(b.out.Slides, s) }

func (b *deckBuilder) summary() {
	if !b.d.Summary {
		return
	}
	s := Slide{Kind: SlideSummary, Heading: b.t.t("slide.summary"), Lines: b.facts.Lines, Footer: b.facts.Period}
	figure := func(key, value string, alarm bool) {
		s.Figures = append(s.Figures, SlideFigure{Value: value, Label: b.t.t(key), Alarm: alarm})
	}
	if b.facts.Branches > 0 {
		figure("slide.branches", strconv.Itoa(b.facts.Branches), false)
	}
	if b.facts.Mean != nil {
		figure("slide.mean", b.facts.Mean.String(), false)
	}
	if r := b.facts.Rates; r != nil {
		figure("slide.findings", strconv.Itoa(r.Created), false)
		for _, x := range []struct {
			key string
			of  func() (int, bool)
		}{{"slide.closed", r.ClosedShare}, {"slide.onTime", r.OnTimeShare}} {
			if n, ok := x.of(); ok {
				figure(x.key, percent(n), false)
			}
		}
		figure("slide.late", strconv.Itoa(r.Overdue), r.Overdue > 0)
	}
	if len(s.Figures)+len(s.Lines) > 0 {
		b.add(s)
	}
}

// percent writes thousandths as a percentage.
func percent(thousandths int) string { return checklist.Tenths(thousandths).String() + "%" }

func (b *deckBuilder) ranking() {
	if !b.d.Ranking || b.facts.Table == nil || len(b.facts.Table.Rows) == 0 {
		return
	}
	rows := b.facts.Table.Rows
	if len(rows) > 2*rankingRows { // nobody reads the middle on a wall
		rows = slices.Concat(rows[:rankingRows], rows[len(rows)-rankingRows:])
	}
	pages := (len(rows) + rankingRows - 1) / rankingRows
	for p := range pages {
		t := &SlideTable{Widths: []int{2, 8, 3, 3}, Head: []string{b.t.t("slide.rank"), b.t.t("slide.hall"), b.t.t("slide.score"), b.t.t("slide.change")}}
		for _, r := range rows[p*rankingRows : min(len(rows), (p+1)*rankingRows)] {
			change := "–"
			if r.Change != nil {
				if change = r.Change.String(); *r.Change > 0 {
					change = "+" + change
				}
			}
			t.Rows = append(t.Rows, []string{strconv.Itoa(r.Rank), r.Branch.Name, r.Score.String(), change})
			t.Bars = append(t.Bars, int(r.Score)) // 100.0 is 1000 tenths: the longest bar
			if r.Branch.Code == b.facts.Branch {
				t.Strong = len(t.Rows)
			}
		}
		b.add(Slide{Kind: SlideRanking, Heading: b.t.t("slide.ranking") + b.ends(p, pages), Table: t, Footer: b.facts.Period})
	}
}

// ends says which end of a ranking a slide shows, where it shows only the ends.
func (b *deckBuilder) ends(p, pages int) string {
	all := len(b.facts.Table.Rows)
	if all <= 2*rankingRows {
		return b.part(p, pages)
	}
	return b.t.t([]string{"slide.top", "slide.bottom"}[p], "n", strconv.Itoa(rankingRows), "all", strconv.Itoa(all))
}

// part is "（2 / 3）" behind a heading that goes over several slides.
func (b *deckBuilder) part(p, pages int) string {
	if pages < 2 {
		return ""
	}
	return b.t.t("slide.part", "n", strconv.Itoa(p+1), "m", strconv.Itoa(pages))
}

// trend is a branch's own last inspections, oldest first.
func (b *deckBuilder) trend() {
	if !b.d.Ranking || b.facts.Table != nil {
		return
	}
	t := &SlideTable{Widths: []int{3, 8, 2}, Head: []string{b.t.t("slide.day"), b.t.t("slide.list"), b.t.t("slide.score")}}
	for i := range b.facts.Trend {
		s := &b.facts.Trend[i]
		if s.Score == nil {
			continue
		}
		t.Rows = append(t.Rows, []string{s.Day, b.t.in(s.Title), s.Score.String()})
		t.Bars = append(t.Bars, int(*s.Score))
	}
	if from := len(t.Rows) - rankingRows; from > 0 {
		t.Rows, t.Bars = t.Rows[from:], t.Bars[from:]
	}
	if t.Strong = len(t.Rows); t.Strong > 0 {
		b.add(Slide{Kind: SlideRanking, Heading: b.t.t("slide.trend"), Table: t, Footer: b.facts.Period})
	}
}

// shown is the first picture that may be shown.
func (b *deckBuilder) shown(ps []checklist.PhotoRef, label string) (Picture, bool) {
	for _, p := range ps {
		if !b.d.Masked || p.Decided() {
			return b.o.picture(p, label), true
		}
	}
	return Picture{}, false
}

func (b *deckBuilder) finding(f *checklist.Finding, note string) {
	s := Slide{Kind: SlideProblem, Ref: f.ID, Heading: problemOf(f, b.o.Lang), Notes: paperText(note)}
	s.Tag, s.Alarm = b.tag(f)
	before, hasBefore := b.shown(f.Photos, b.t.t("shot.before"))
	after, hasAfter := b.shown(f.After, b.t.t("shot.after"))
	switch {
	case hasBefore && hasAfter:
		s.Kind, s.Photos = SlidePair, []Picture{before, after}
	case hasBefore:
		s.Photos = []Picture{b.plain(before)}
	case hasAfter:
		s.Photos = []Picture{after}
	}
	if done := paperText(f.Done); done != "" && (s.Kind == SlidePair || f.Status.Settled()) {
		s.Lines = append(s.Lines, b.t.t("slide.did", "text", done))
	} else {
		s.Lines = append(s.Lines, b.t.t("slide.require", "text", b.o.require(f)))
	}
	due := ""
	if !f.Status.Settled() && f.Due != "" {
		due = b.t.t("slide.due", "day", f.Due)
	}
	s.Footer = dots(zoneOf(f, b.o.Lang), f.Branch.Name, b.owner(f), due)
	b.add(s)
}

// plain is a single picture: it needs no "before" on it.
func (b *deckBuilder) plain(p Picture) Picture { return Picture{Hash: p.Hash} }

// owner is who has to act: a name where names are shown, else the department.
func (b *deckBuilder) owner(f *checklist.Finding) string {
	if b.d.Names && f.Owner != "" {
		return b.t.t("slide.owner", "owner", f.Owner)
	}
	return f.Department
}

// tag is the one thing to know about a finding at first sight.
func (b *deckBuilder) tag(f *checklist.Finding) (tag string, alarm bool) {
	n := lateDays(f, b.o.Today)
	switch {
	case f.Status == checklist.FindingClosed || f.Status == checklist.FixedOnSite:
		return b.t.t("slide.done"), false
	case n > 0:
		return b.t.t("slide.overdue", "n", strconv.Itoa(n)), true
	case f.Repeat != nil:
		return b.t.t("slide.repeat", "n", strconv.Itoa(occurrence(f))), true
	default:
		return b.t.core("severity", string(f.Severity)), f.Severity == checklist.Critical || f.Severity == checklist.Major
	}
}

func (b *deckBuilder) bright(x *checklist.BrightSpot, note string) {
	s := Slide{Kind: SlideBright, Ref: x.ID, Tag: b.t.t("slide.bright"), Heading: paperText(x.Text), Notes: paperText(note)}
	if p, ok := b.shown(x.Photos, ""); ok {
		s.Photos = []Picture{b.plain(p)}
	}
	if x.People != "" && b.d.Names {
		s.Lines = []string{b.t.t("slide.people", "people", paperText(x.People))}
	}
	zone := x.ZoneName.In(b.o.Lang)
	if zone == "" {
		zone = x.Zone
	}
	s.Footer = dots(zone, x.Branch.Name, x.Day)
	b.add(s)
}

// closing lists what is still to be done, and what was required besides.
func (b *deckBuilder) closing(chosen []*checklist.Finding) {
	var open []*checklist.Finding
	for _, f := range chosen {
		if !f.Status.Settled() && f.Status != checklist.FixedOnSite {
			open = append(open, f)
		}
	}
	pages := max(1, (len(open)+closingRows-1)/closingRows)
	if len(open) == 0 && len(b.d.Closing) == 0 {
		return
	}
	for p := range pages {
		s := Slide{Kind: SlideClosing, Heading: b.t.t("slide.closing") + b.part(p, pages)}
		if len(open) > 0 {
			s.Table = b.dates(open[p*closingRows:min(len(open), (p+1)*closingRows)], p*closingRows)
		}
		if p == pages-1 {
			s.Lines = b.d.Closing
		}
		b.add(s)
	}
}

func (b *deckBuilder) dates(fs []*checklist.Finding, from int) *SlideTable {
	who := b.t.t("slide.where")
	if b.d.Names {
		who = b.t.t("slide.who")
	}
	t := &SlideTable{Widths: []int{2, 14, 6, 4}, Head: []string{b.t.t("slide.no"), b.t.t("slide.problem"), who, b.t.t("slide.when")}}
	for i, f := range fs {
		name := f.Branch.Name
		if b.d.Names && f.Owner != "" {
			name = f.Owner
		}
		t.Rows = append(t.Rows, []string{strconv.Itoa(from + i + 1), problemOf(f, b.o.Lang), name, f.Due})
	}
	return t
}
