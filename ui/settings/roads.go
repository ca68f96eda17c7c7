package settings

import (
	"cmp"
	"context"
	"net/url"
	"strings"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// SettingSync is the key of the minutes between two rounds of sending and
// fetching: "" = 15, "0" = none by themselves.
const SettingSync = "sync.minutes"

// Roads are the places files travel over.
type Roads interface {
	Roads(ctx context.Context) ([]Road, error)
	// AddRoad tries a place and keeps it when that worked.
	AddRoad(ctx context.Context, n NewRoad) error
	TryRoad(ctx context.Context, id string) error
	UseRoad(ctx context.Context, id string, active bool) error
	RemoveRoad(ctx context.Context, id string) error
}

// Road is one place.
type Road struct {
	ID, Name, Address string
	Active            bool
	Reached           int64  // unix ms UTC, 0 = never
	Err               error  // of the last attempt, nil = it came through
	Fingerprint       string // of an SFTP host
}

// NewRoad is a place to be added.
type NewRoad struct {
	Address, Name, Secret string
	Fingerprint           string // a person compared it; "" = not met yet
}

// roads is the card of the places files travel over.
func (p *page) roads() fyne.CanvasObject {
	t := p.s.T
	rows := []fyne.CanvasObject{hint(t("settings.roads.hint"))}
	for _, r := range p.data.roads {
		rows = append(rows, p.road(r), kit.Line())
	}
	add := kit.NewSecondary(t("settings.roads.add"), "", p.addRoad).WithIcon("plus")
	rows = append(rows, kit.NewRow(8, add))
	if len(p.data.roads) > 0 {
		rows = append(rows, kit.FormRow(t("settings.roads.every"), p.minutes()))
	}
	return card(t("settings.roads"), rows...)
}

func (p *page) road(r Road) fyne.CanvasObject {
	t, w := p.s.T, p.s.Words()
	pill := kit.NewIconPill(kit.Plain, "clock", t("outbox.road.fresh"))
	switch {
	case !r.Active:
		pill = kit.NewIconPill(kit.Plain, "dash", t("settings.roads.off"))
	case r.Err != nil:
		pill = kit.NewIconPill(kit.Fail, "warn", t("outbox.road.failed"))
	case r.Reached > 0:
		pill = kit.NewIconPill(kit.Pass, "tick", t("outbox.road.ok"))
	}
	rows := []fyne.CanvasObject{kit.NewRow(8, kit.Grow(kit.NewBold(r.Name)), pill)}
	if r.Address != r.Name {
		rows = append(rows, kit.NewCaption(r.Address))
	}
	if r.Fingerprint != "" {
		rows = append(rows, kit.NewCaption(t("settings.roads.print", "print", r.Fingerprint)))
	}
	if r.Reached > 0 {
		rows = append(rows, kit.NewCaption(t("outbox.road.reached", "time", w.Stamp(r.Reached))))
	}
	if r.Err != nil && r.Active {
		why := kit.NewParagraph(w.Error(r.Err), theme.Fail)
		why.Font = theme.Caption
		rows = append(rows, why)
	}
	use := "settings.roads.use"
	if r.Active {
		use = "settings.roads.rest"
	}
	buttons := kit.Flow(
		kit.NewSecondary(t("settings.roads.test"), "", func() { p.tryRoad(r) }).WithIcon("refresh"),
		kit.NewQuiet(t(use), func() {
			p.onRoad(func(ctx context.Context) error { return p.sv.Roads.UseRoad(ctx, r.ID, !r.Active) }, "")
		}),
		kit.NewQuiet(t("settings.roads.remove"), func() { p.removeRoad(r) }),
	)
	return kit.NewColumn(4, append(rows, buttons)...)
}

// minutes chooses how often a round is done.
func (p *page) minutes() fyne.CanvasObject {
	var options []kit.Option
	for _, m := range []string{"0", "5", "15", "60"} {
		text := p.s.T("settings.roads.minutes", "n", m)
		if m == "0" {
			text = p.s.T("settings.roads.never")
		}
		options = append(options, kit.Option{ID: m, Text: text})
	}
	return kit.NewSegmented(options, cmp.Or(p.data.minutes, "15"), func(id string) {
		shell.Save(p.s, func(ctx context.Context) (struct{}, error) {
			return struct{}{}, p.sv.Values.SetSetting(ctx, SettingSync, id)
		}, nil)
	})
}

// onRoad does one thing and shows the card anew.
func (p *page) onRoad(do func(context.Context) error, said string) {
	shell.Save(p.s, func(ctx context.Context) (struct{}, error) { return struct{}{}, do(ctx) }, func(_ struct{}, err error) {
		p.s.Reload()
		if err != nil {
			p.s.Fail(err)
		} else if said != "" {
			p.s.Toast(said, nil)
		}
	})
}

// tryRoad may take as long as a dead line: it has a bar and can be cancelled.
func (p *page) tryRoad(r Road) {
	shell.Progress(p.s, p.s.T("settings.roads.testing"), func(ctx context.Context, _ func(int, int)) (struct{}, error) {
		return struct{}{}, p.sv.Roads.TryRoad(ctx, r.ID)
	}, func(_ struct{}, err error) {
		p.s.Reload()
		if err != nil {
			p.s.Fail(err)
			return
		}
		p.s.Toast(p.s.T("settings.roads.works", "name", r.Name), nil)
	})
}

func (p *page) removeRoad(r Road) {
	t := p.s.T
	p.s.Ask(t("settings.roads.removeTitle"), t("settings.roads.removeAsk", "name", r.Name), t("settings.roads.remove"), func() {
		p.onRoad(func(ctx context.Context) error { return p.sv.Roads.RemoveRoad(ctx, r.ID) }, t("settings.roads.removed", "name", r.Name))
	})
}

// keepRoad tries the place; a host met for the first time is shown by its
// fingerprint before anything is sent to it.
func (p *page) keepRoad(n NewRoad, done func()) {
	shell.Progress(p.s, p.s.T("settings.roads.testing"), func(ctx context.Context, _ func(int, int)) (struct{}, error) {
		return struct{}{}, p.sv.Roads.AddRoad(ctx, n)
	}, func(_ struct{}, err error) {
		if checklist.CodeOf(err) == "road.hostNew" && n.Fingerprint == "" {
			done()
			p.meetHost(n, err)
			return
		}
		if err != nil {
			p.s.Fail(err)
			return
		}
		done()
		p.s.Reload()
		p.s.Toast(p.s.T("settings.roads.added"), nil)
	})
}

// meetHost asks a person to compare a host's fingerprint.
func (p *page) meetHost(n NewRoad, err error) {
	t, args := p.s.T, argsOf(err)
	print := kit.NewParagraph(args["print"], theme.Text)
	print.Bold, print.Align = true, fyne.TextAlignCenter
	body := kit.NewColumn(10, kit.NewParagraph(t("settings.roads.meet", "place", args["place"]), theme.Text), kit.NewCard(print),
		kit.NewParagraph(t("settings.roads.meetHint"), theme.Muted))
	p.s.Form(t("settings.roads.meetTitle"), body, 560, nil, t("settings.roads.meetYes"), func(shut func()) {
		shut()
		n.Fingerprint = args["print"]
		p.keepRoad(n, func() {})
	})
}

// address writes the address of a form's answers; TLS is taken unless it is plain.
func address(kind, user, place string, plain bool) string {
	if kind == "folder" {
		return place
	}
	place = strings.TrimSpace(place)
	if _, rest, ok := strings.Cut(place, "://"); ok {
		place = rest
	}
	scheme := kind
	if kind != "sftp" && !plain {
		scheme += "s"
	}
	if user = strings.TrimSpace(user); user != "" {
		user = url.User(user).String() + "@"
	}
	return scheme + "://" + user + place
}
