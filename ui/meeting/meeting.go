// Package meeting puts the slide show of a meeting together (会议播放) and plays
// it: which findings and bright spots, in which order, what is covered. What is
// on the screen is what PDF and PPTX hold.
package meeting

import (
	"context"
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist"
	"hallcheck/checklist/report"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// Store keeps the slide shows and knows what can be shown.
type Store interface {
	Decks(ctx context.Context) ([]checklist.Deck, error)
	SaveDeck(ctx context.Context, d checklist.Deck) (checklist.Deck, error)
	DeleteDeck(ctx context.Context, id string) error
	Findings(ctx context.Context, f checklist.FindingFilter) (rows []checklist.FindingRow, total int, err error)
	BrightSpots(ctx context.Context, branch, from, to string) ([]checklist.BrightSpot, error)
}

// Papers makes slides of a deck.
type Papers interface {
	// Month proposes a deck of the month, not stored yet.
	Month(ctx context.Context, title, branch string, month time.Time) (*checklist.Deck, error)
	// SlideDoc is the deck as slides.
	SlideDoc(ctx context.Context, d *checklist.Deck) (report.SlideDoc, error)
	// SaveSlides writes the deck to path, .pptx or .pdf, and says what could not be
	// shown; progress is told.
	SaveSlides(ctx context.Context, path string, d *checklist.Deck, progress func(done, total int)) ([]report.Warning, error)
}

// Photos finds the copies of a stored picture; it may have to make them first.
type Photos interface {
	Thumb(hash string) (path string, err error)
	Working(hash string) (path string, err error)
}

// Services is what the page uses.
type Services struct {
	Store  Store
	Papers Papers
	Photos Photos
	// Second is a place on the second screen, false when there is none; nil =
	// only the window system is asked.
	Second func() (x, y int, ok bool)
}

// entry is one slide as it is shown and drawn.
type entry struct {
	slide report.Slide
	draw  *report.Drawing
}

// page puts slide shows together.
type page struct {
	s   *shell.Shell
	sv  *Services
	ctx context.Context

	decks  []checklist.Deck
	at     int                // which deck is worked on, -1 = none
	wanted string             // id of the deck to be chosen when they are read
	seek   string             // Ref of the slide to be chosen then
	slides []entry            // of the deck
	turn   int                // counts the drawings asked for: only the last one is shown
	saving int                // changes on their way to the store
	typed  func()             // takes over what was typed and not stored yet, nil = nothing
	wait   context.CancelFunc // ends the wait before typed is called by itself

	pics  *pictures
	stage *kit.Stage
	front *fyne.Container // the desk, or the presenter's page while a show runs
	desk  fyne.CanvasObject
	left  *kit.Rows
	list  *kit.Rows
	side  *side
	acts  []fyne.CanvasObject
	live  *live // the show that runs, nil = none
}

var (
	_ shell.Page    = (*page)(nil)
	_ shell.Actor   = (*page)(nil)
	_ shell.Wanter  = (*page)(nil)
	_ shell.Escaper = (*page)(nil)
	_ shell.Typist  = (*page)(nil)
	_ shell.Presser = (*page)(nil)
	_ shell.Flusher = (*page)(nil)
)

// New makes the page's constructor for the route table.
func New(sv *Services) func(*shell.Shell, any) shell.Page {
	return func(s *shell.Shell, arg any) shell.Page {
		p := &page{s: s, sv: sv, ctx: context.Background(), at: -1}
		p.wanted, _ = arg.(string)
		p.pics = &pictures{p: p, full: map[string]string{}, small: map[string]string{}}
		return p
	}
}

func (p *page) t(key string, pairs ...string) string { return p.s.T("meeting."+key, pairs...) }

// Title is the heading with the size of the deck.
func (p *page) Title() (title, sub string) {
	if d := p.deck(); d != nil && p.stage != nil && p.stage.State() == "full" {
		sub = p.t("sub", "n", strconv.Itoa(len(p.slides)), "day", p.s.Words().DayOf(d.Day))
	}
	return p.t("title"), sub
}

// deck is the deck worked on, nil = there is none.
func (p *page) deck() *checklist.Deck {
	if p.at < 0 || p.at >= len(p.decks) {
		return nil
	}
	return &p.decks[p.at]
}

// Measures at 100 %.
const (
	deckWide  = 156
	slideWide = 268
	deckHigh  = 72
	slideHigh = 70
	miniWide  = 96
	miniHigh  = 54
)

// Content builds the page.
func (p *page) Content() fyne.CanvasObject {
	p.left = kit.NewRows(func() int { return len(p.decks) }, newDeckRow, p.bindDeck)
	p.left.Height = deckHigh
	p.left.OnSelect = p.choose
	p.list = p.newList()
	p.side = newSide(p)
	month := kit.NewSecondary(p.t("month"), "", p.month).WithIcon("plus")
	decks := kit.NewColumn(8, kit.Grow(kit.NewCardInset(p.left, 1)), month)
	slides := kit.NewColumn(8, p.side.title, kit.Grow(kit.NewCardInset(p.list, 1)))
	p.desk = container.New(deskLayout{}, decks, slides, p.side.area)
	p.front = container.NewStack(p.desk)
	p.stage = kit.NewStage(p.front)
	p.acts = []fyne.CanvasObject{
		kit.NewQuiet(p.t("pptx"), func() { p.export("pptx") }).WithIcon("export"),
		kit.NewQuiet(p.t("pdf"), func() { p.export("pdf") }).WithIcon("export"),
		keyed(kit.NewSecondary(p.t("add"), "N", p.add)),
		kit.NewPrimary(p.t("play"), "F5", p.play),
	}
	return p.stage
}

func keyed(b *kit.Button) *kit.Button { return b.WithIcon("plus") }

// Actions are the buttons of the deck shown.
func (p *page) Actions() []fyne.CanvasObject {
	if p.deck() == nil || p.live != nil {
		return nil
	}
	return p.acts
}

// deskLayout: decks, slides, the slide chosen.
type deskLayout struct{}

// MinSize implements fyne.Layout.
func (deskLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(480, 200) }

// Layout implements fyne.Layout.
func (deskLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	a, b := min(theme.Scaled(deckWide), s.Width*0.2), min(theme.Scaled(slideWide), s.Width*0.33)
	place(o[0], 0, 0, a, s.Height)
	place(o[1], a+theme.Gap, 0, b, s.Height)
	x := a + b + 2*theme.Gap
	place(o[2], x, 0, s.Width-x, s.Height)
}

// all is what Load reads.
type all struct {
	decks  []checklist.Deck
	at     int
	slides []entry
}

// Load reads the decks and draws the one worked on.
func (p *page) Load(ctx context.Context) {
	p.ctx = ctx
	want, sv := p.wanted, p.sv
	if d := p.deck(); want == "" && d != nil {
		want = d.ID
	}
	p.turn++
	turn := p.turn
	shell.Stage(p.s, ctx, p.stage, func(ctx context.Context) (v all, err error) {
		if v.decks, err = sv.Store.Decks(ctx); err != nil || len(v.decks) == 0 {
			return all{decks: v.decks, at: -1}, err
		}
		v.at = max(slices.IndexFunc(v.decks, func(d checklist.Deck) bool { return d.ID == want }), 0)
		d := v.decks[v.at]
		v.slides, err = drawn(ctx, sv, &d)
		return v, err
	}, func(v all) {
		if turn == p.turn {
			p.took(v)
		}
	})
}

// drawn makes the slides of a deck.
func drawn(ctx context.Context, sv *Services, d *checklist.Deck) ([]entry, error) {
	doc, err := sv.Papers.SlideDoc(ctx, d)
	if err != nil {
		return nil, err
	}
	draws, err := report.Draw(doc)
	out := make([]entry, len(draws))
	for i := range draws {
		out[i] = entry{doc.Slides[i], &draws[i]}
	}
	return out, err
}

// took shows what was read.
func (p *page) took(v all) {
	p.decks, p.at, p.wanted = v.decks, v.at, ""
	if len(v.decks) == 0 {
		p.slides = nil
		p.stage.Empty("board", p.t("empty"), kit.NewPrimary(p.t("month"), "M", p.month))
		p.s.RefreshHeader()
		return
	}
	p.stage.Full()
	p.left.Mark(p.at)
	p.left.Reload()
	p.side.fill()
	p.lay(v.slides)
}

// lay shows the slides of the deck; the chosen one stays chosen.
func (p *page) lay(slides []entry) {
	ref, i := p.seek, p.list.Selected()
	if ref == "" && i >= 0 && i < len(p.slides) {
		ref = p.slides[i].slide.Ref
	}
	p.slides, p.seek = slides, ""
	if ref != "" {
		if k := p.find(ref); k >= 0 {
			i = k
		}
	}
	p.list.Reload()
	p.list.Select(min(max(i, 0), len(slides)-1))
	p.side.show()
	p.s.RefreshHeader()
}

// find is the slide made from a finding or bright spot, -1 = none.
func (p *page) find(ref string) int {
	return slices.IndexFunc(p.slides, func(e entry) bool { return e.slide.Ref == ref })
}

// current is the slide chosen, nil = none.
func (p *page) current() *entry {
	if i := p.list.Selected(); i >= 0 && i < len(p.slides) {
		return &p.slides[i]
	}
	return nil
}

// redraw makes the slides again after a change.
func (p *page) redraw() {
	d := p.deck()
	if d == nil {
		return
	}
	p.turn++
	turn, sv, now := p.turn, p.sv, copied(d)
	shell.Run(p.s, p.ctx, func(ctx context.Context) ([]entry, error) { return drawn(ctx, sv, &now) }, func(v []entry, err error) {
		switch {
		case turn != p.turn:
		case err != nil:
			p.s.Fail(err)
		default:
			p.lay(v)
		}
	})
}

// copied is a deck nobody else changes.
func copied(d *checklist.Deck) checklist.Deck {
	out := *d
	out.Items, out.Closing = slices.Clone(d.Items), slices.Clone(d.Closing)
	return out
}

// choose works on another deck.
func (p *page) choose(i int) {
	if i == p.at {
		return
	}
	p.settle()
	p.at = i
	p.list.Select(-1)
	p.side.fill()
	p.redraw()
}

// WantsChange: what others changed; our own changes are shown already.
func (p *page) WantsChange(kind string) bool {
	return p.live == nil && (kind == "import" || p.saving == 0 && (kind == "deck" || kind == "finding" || kind == "bright"))
}

// Flush stores what was typed and ends the show: the page is left.
func (p *page) Flush() {
	p.settle()
	p.end()
}
