// Package cases is the page on which what happens in the hall besides queues is
// written down in a minute: machines that fail, complaints at the counter, praise and
// good deeds, customers who need help, drills, events to be ready for; who has to end
// what; and, for what cannot wait, what to do first and whom to call.
package cases

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// Log is the hall's day.
type Log interface {
	Append(ctx context.Context, entries ...hall.Entry) ([]hall.Entry, error)
	HallEntries(ctx context.Context, branch, from, to string, kinds ...hall.Kind) ([]hall.Entry, error)
	OpenCases(ctx context.Context, branch string, kinds ...hall.Kind) ([]hall.Entry, error)
	HallRules(ctx context.Context) (hall.Rules, error)
}

// Desk is who works here and what is remembered.
type Desk interface {
	People(ctx context.Context) ([]checklist.Person, error)
	Setting(ctx context.Context, key string) (string, error)
	SetSetting(ctx context.Context, key, value string) error
}

// Lists are the checklists an event may be made ready with, and their sheets.
type Lists interface {
	Checklists(ctx context.Context) ([]*checklist.Checklist, error)
	StartInspection(ctx context.Context, in *checklist.Inspection) error
	Summaries(ctx context.Context, f checklist.Filter) ([]checklist.Summary, int, error)
}

// Photos stores pictures and finds their copies.
type Photos interface {
	Pictures(paths []string) ([]string, error)
	Add(ctx context.Context, path, source string) (checklist.PhotoRef, error)
	Thumb(picture string) (path string, err error)
	Working(picture string) (path string, err error)
}

// Services is what the page uses.
type Services struct {
	Log      Log
	Desk     Desk
	Lists    Lists
	Photos   Photos
	NewID    func() string       // a fresh uuid
	Initials func(string) string // pinyin initials, lower case; nil = none
	// Burn stores a copy of a picture with its mosaics burnt in and returns the copy's
	// hash (photos.Store.BurnMosaic); nil = photos are not masked here.
	Burn func(ctx context.Context, hash string, marks checklist.Marks) (string, error)
	// Roster lists the shifts of a hall ("" = the own one), whose people are offered too;
	// nil = there is none.
	Roster func(ctx context.Context, branch, from, to string) ([]hall.Shift, error)
	Ledger func(ctx context.Context, path, from, to string, kinds ...hall.Kind) error // writes the list as .xlsx or .pdf; nil = not here
}

// Route is the page's id. Its argument says what to write down at once: "fault",
// "complaint", "praise", "special", "drill", "event", "emergency".
const Route = "hallcases"

// lookBack is how far back cases are listed.
const lookBack = 30 * 24 * time.Hour

// listed are the kinds the page shows.
var listed = hall.CaseKinds()

// closing are the entries that end or take back those.
var closing = []hall.Kind{hall.KindFaultEnd, hall.KindComplaintEnd, hall.KindVoid}

type page struct {
	s   *shell.Shell
	sv  *Services
	ctx context.Context
	ask string // what the route asked for, until it was offered

	d      read
	all    []hall.Case // what the page knows, the open ones first
	rows   []hall.Case // those listed
	at     string      // id of the case in front
	pic    string      // id of its photo looked at last
	filter string
	saving int

	stage  *kit.Stage
	table  *kit.Table
	detail *fyne.Container
	body   *fyne.Container
	middle *fyne.Container   // the list, or that there is nothing in it
	side   fyne.CanvasObject // what scrolls the detail
	acts   kit.Buttons
	pick   *kit.Segmented
}

var (
	_ shell.Page    = (*page)(nil)
	_ shell.Actor   = (*page)(nil)
	_ shell.Wanter  = (*page)(nil)
	_ shell.Presser = (*page)(nil)
	_ shell.Printer = (*page)(nil)
)

// New makes the page's constructor for the route table.
func New(sv *Services) func(*shell.Shell, any) shell.Page {
	return func(s *shell.Shell, arg any) shell.Page {
		ask, _ := arg.(string)
		return &page{s: s, sv: sv, ctx: context.Background(), ask: ask, filter: filterOpen, acts: kit.Buttons{}}
	}
}

func (p *page) t(key string, pairs ...string) string { return p.s.T("hallcases."+key, pairs...) }

// read is what Load brings.
type read struct {
	rules   hall.Rules
	entries []hall.Entry // of the last thirty days, and what is open from before
	people  []string
	phones  []hall.Phone
	lists   []*checklist.Checklist
	sheets  map[string]checklist.Summary // of events, by inspection id
	devices []string                     // used before, the last first
}

// Title says how much is open.
func (p *page) Title() (title, sub string) {
	if p.stage == nil || p.stage.State() != "full" {
		return p.t("title"), ""
	}
	today, open, now := p.s.Now().Format(time.DateOnly), 0, 0
	for _, c := range p.all {
		if c.Day == today {
			now++
		}
		if p.pending(&c, today) {
			open++
		}
	}
	return p.t("title"), p.t("count", "open", strconv.Itoa(open), "today", strconv.Itoa(now))
}

// WantsChange: what was written into the day.
func (p *page) WantsChange(kind string) bool {
	return p.saving == 0 && (kind == "hall" || kind == "person" || kind == "inspection")
}

// Load reads what happened.
func (p *page) Load(ctx context.Context) {
	p.ctx = ctx
	sv, now := p.sv, p.s.Now()
	shell.Stage(p.s, ctx, p.stage, func(ctx context.Context) (read, error) { return sv.read(ctx, now) }, func(d read) {
		p.d = d
		p.arrange()
		p.show()
		p.stage.Full()
		p.s.RefreshHeader()
		if ask := p.ask; ask != "" {
			p.ask = ""
			p.begin(ask)
		}
	})
}

func (sv *Services) read(ctx context.Context, now time.Time) (d read, err error) {
	if d.rules, err = sv.Log.HallRules(ctx); err != nil {
		return d, err
	}
	today := now.Format(time.DateOnly)
	open, err := sv.Log.OpenCases(ctx, "", hall.KindFault, hall.KindComplaint)
	if err != nil {
		return d, err
	}
	late, err := sv.Log.HallEntries(ctx, "", now.Add(-lookBack).Format(time.DateOnly), today, slices.Concat(listed, closing)...)
	if err != nil {
		return d, err
	}
	d.entries = append(hall.StillOpen(open, now.Add(-lookBack).Format(time.DateOnly)), late...)
	for i := len(d.entries) - 1; i >= 0; i-- {
		if e := &d.entries[i]; e.Kind == hall.KindFault && !slices.Contains(d.devices, e.Topic) {
			d.devices = append(d.devices, e.Topic)
		}
	}
	if d.people, err = sv.people(ctx, now); err != nil {
		return d, err
	}
	if d.phones, err = sv.phones(ctx); err != nil {
		return d, err
	}
	if d.lists, err = sv.Lists.Checklists(ctx); err != nil {
		return d, err
	}
	return d, sv.readSheets(ctx, &d)
}

// people are the names that are offered.
func (sv *Services) people(ctx context.Context, now time.Time) (names []string, err error) {
	list, err := sv.Desk.People(ctx)
	if err != nil {
		return nil, err
	}
	if list, err = hall.Offered(ctx, list, sv.Roster, now); err != nil {
		return nil, err
	}
	for _, x := range list {
		names = append(names, x.Name)
	}
	return names, nil
}

// readSheets finds how far the sheets of events are.
func (sv *Services) readSheets(ctx context.Context, d *read) error {
	want := map[string]bool{}
	for _, e := range d.entries {
		if e.Kind == hall.KindEvent && e.Ref != "" {
			want[e.Ref] = true
		}
	}
	if len(want) == 0 {
		return nil
	}
	rows, _, err := sv.Lists.Summaries(ctx, checklist.Filter{Limit: 500})
	if err != nil {
		return err
	}
	d.sheets = map[string]checklist.Summary{}
	for _, r := range rows {
		if want[r.ID] {
			d.sheets[r.ID] = r
		}
	}
	return nil
}

// matches finds a choice by its words or their initials.
func (p *page) matches(c kit.Choice, typed string) bool {
	typed = strings.ToLower(strings.TrimSpace(typed))
	return strings.Contains(strings.ToLower(c.Text), typed) || p.sv.Initials != nil && strings.Contains(p.sv.Initials(c.Text), typed)
}
