package shell

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// rail is the column of entries at the left.
type rail struct {
	widget.BaseWidget
	s       *Shell
	bg      *canvas.Rectangle
	line    *canvas.Rectangle
	brand   *kit.Label
	entries []*kit.RailEntry
	routes  []Route
}

func newRail(s *Shell) *rail {
	r := &rail{s: s, brand: kit.NewTitle(s.T("app.name"))}
	for _, x := range s.cfg.Routes {
		if x.Rail && x.on(s.cfg.Face) {
			r.routes = append(r.routes, x)
			r.entries = append(r.entries, kit.NewRailEntry(x.Icon, s.T("rail."+x.ID), func() { s.Go(x.ID, nil) }))
		}
	}
	r.ExtendBaseWidget(r)
	return r
}

func (r *rail) ids() []string {
	var out []string
	for _, x := range r.routes {
		out = append(out, x.ID)
	}
	return out
}

func (r *rail) light(id string) {
	for i, e := range r.entries {
		e.Light(r.routes[i].ID == id)
	}
}

// loadBadges reads the numbers on the entries.
func (r *rail) loadBadges() {
	for i, x := range r.routes {
		if x.Badge == nil {
			continue
		}
		e := r.entries[i]
		Run(r.s, context.Background(), x.Badge, func(n int, err error) {
			if err == nil {
				e.Badge(n)
			}
		})
	}
}

// CreateRenderer implements fyne.Widget.
func (r *rail) CreateRenderer() fyne.WidgetRenderer {
	r.bg = canvas.NewRectangle(theme.Color(theme.Rail))
	r.line = canvas.NewRectangle(theme.Color(theme.Line))
	objects := []fyne.CanvasObject{r.bg, r.line, r.brand}
	for _, e := range r.entries {
		objects = append(objects, e)
	}
	return &placed{objects: objects, layout: func(s fyne.Size) {
		put(r.bg, 0, 0, s.Width, s.Height)
		put(r.line, s.Width-1, 0, 1, s.Height)
		put(r.brand, 18, 14, s.Width-24, theme.Scaled(28))
		y, h := 14+theme.Scaled(41), theme.Scaled(38)
		for _, e := range r.entries {
			put(e, 8, y, s.Width-17, h)
			y += h + 2
		}
	}}
}

// placed is a renderer of objects placed by a function.
type placed struct {
	objects []fyne.CanvasObject
	layout  func(fyne.Size)
}

func (p *placed) Destroy()                     {}
func (p *placed) Objects() []fyne.CanvasObject { return p.objects }
func (p *placed) MinSize() fyne.Size           { return fyne.NewSize(20, 20) }
func (p *placed) Layout(s fyne.Size)           { p.layout(s) }

func (p *placed) Refresh() {
	for _, o := range p.objects {
		o.Refresh()
	}
}

// header is the title row: way back, title, words behind it, actions.
type header struct {
	widget.BaseWidget
	s    *Shell
	area *fyne.Container
	last *visit
	acts []fyne.CanvasObject
}

func newHeader(s *Shell) *header {
	h := &header{s: s, area: container.NewStack()}
	h.ExtendBaseWidget(h)
	return h
}

// CreateRenderer implements fyne.Widget.
func (h *header) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(h.area) }

func (h *header) set(v *visit, back bool) {
	title, sub := v.page.Title()
	if h.last != v {
		h.acts = nil
		h.last = v
	}
	if a, ok := v.page.(Actor); ok {
		h.acts = a.Actions()
	}
	var objects []fyne.CanvasObject
	if back {
		objects = append(objects, kit.NewIconButton("back", h.s.T("key.back"), h.s.Back))
	}
	objects = append(objects, kit.NewTitle(title), kit.Grow(kit.NewMuted(sub)))
	objects = append(objects, h.acts...)
	h.area.Objects = []fyne.CanvasObject{kit.NewRow(12, objects...)}
	h.area.Refresh()
}

// status is the thin line below.
type status struct {
	widget.BaseWidget
	s      *Shell
	who    *kit.Label
	save   *kit.Label
	unsent *kit.Label
	tick   fyne.CanvasObject
	row    *fyne.Container
	place  *canvas.Rectangle   // kept free for the reminder, hidden while there is none
	less   []fyne.CanvasObject // what gives way to it in a narrow window, in this order
}

func newStatus(s *Shell) *status {
	t := &status{
		s: s, who: kit.NewCaption(""), unsent: kit.NewCaption("").Whole(),
		save: kit.NewText("", theme.Caption, false, theme.Pass).Whole(),
	}
	t.tick = kit.NewIcon("tick", theme.Pass, 12)
	t.tick.Hide()
	keys := kit.NewLink(s.T("status.keys"), s.Help)
	version := kit.NewCaption(s.cfg.Version).Whole()
	t.place = canvas.NewRectangle(theme.Color(theme.Rail))
	t.place.Hide()
	t.less = []fyne.CanvasObject{version, keys, t.unsent}
	t.row = kit.NewRow(statusGap, t.who, kit.NewRow(4, t.tick, t.save), t.unsent, kit.Space(), t.place, keys, version)
	t.ExtendBaseWidget(t)
	return t
}

// CreateRenderer implements fyne.Widget.
func (t *status) CreateRenderer() fyne.WidgetRenderer {
	bg := canvas.NewRectangle(theme.Color(theme.Rail))
	line := canvas.NewRectangle(theme.Color(theme.Line))
	return &placed{objects: []fyne.CanvasObject{bg, line, t.row}, layout: func(s fyne.Size) {
		put(bg, 0, 0, s.Width, s.Height)
		put(line, 0, 0, s.Width, 1)
		put(t.row, statusEdge, 1, s.Width-2*statusEdge, s.Height-1)
	}}
}

func (t *status) setHome(p checklist.Profile, unsent int) {
	who := ""
	switch {
	case p.User.Name == "":
	case p.Face == checklist.FaceHQ:
		who = t.s.T("status.who", "place", p.Org, "role", t.s.T("role."+string(p.User.Role)), "name", p.User.Name)
	default:
		who = t.s.T("status.who", "place", p.Branch.Name, "role", t.s.T("role."+string(p.User.Role)), "name", p.User.Name)
	}
	t.who.Set(who)
	line := ""
	if unsent > 0 && t.s.cfg.Face == checklist.FaceBranch {
		line = t.s.T("status.unsent", "n", t.s.words.N(unsent))
	}
	t.unsent.Set(line)
	t.refresh()
}

// refresh lays the line out anew, and the reminder in it.
func (t *status) refresh() {
	t.row.Refresh()
	if t.s.remind != nil {
		t.s.remind.Refresh()
	}
}

// statusGap is the room between two things in the line, statusEdge at its ends.
const (
	statusGap  float32 = 20
	statusEdge float32 = 14
)

// reserve keeps a place free in the line and says where. Who works here is shortened
// for it; in a narrow window the version gives way, then the other words at its sides –
// what was saved stays.
func (t *status) reserve(want, least float32) (x, w float32) {
	t.release()
	t.place.SetMinSize(fyne.Size{})
	t.place.Show()
	free := func() float32 { return t.Size().Width - 2*statusEdge - t.row.MinSize().Width }
	for i, o := range t.less {
		if enough := free(); enough >= want || i > 0 && enough >= least {
			break
		}
		o.Hide()
	}
	w = max(min(want, free()), least)
	t.place.SetMinSize(fyne.NewSize(w, 1))
	t.row.Refresh()
	return statusEdge + t.place.Position().X, w
}

// release gives the place back.
func (t *status) release() {
	t.place.Hide()
	for _, o := range t.less {
		o.Show()
	}
	t.row.Refresh()
}

// saved shows that something was committed at a time.
func (t *status) saved(at time.Time) {
	t.save.Set(t.s.T("status.saved", "time", at.Format("15:04:05")))
	t.tick.Show()
	t.refresh()
}
