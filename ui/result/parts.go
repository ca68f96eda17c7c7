package result

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
)

// persons is the table of observed persons; a tap explains that person's score.
func (p *page) persons() []fyne.CanvasObject {
	list := p.got.result.Persons
	grade := kit.Column{Title: p.t("result.grade"), Width: 96}
	columns := []kit.Column{
		{Title: p.t("result.person")},
		{Title: p.t("result.position"), Width: 120},
		{Title: p.t("result.score"), Width: 66, Right: true},
		grade,
	}
	title, last := "result.persons", 3
	if p.got.result.Class != "" { // a list that classes and gives no score
		columns[2], columns = grade, columns[:3]
		title, last = "result.personClasses", 2
	}
	t := kit.NewTable(columns, func() int { return len(list) }, func(i int, c []kit.Cell) {
		x := list[i]
		c[0] = kit.Cell{Text: x.Person}
		if x.Position != "" {
			c[1] = kit.Cell{Text: p.t("position." + string(x.Position))}
		}
		c[2] = kit.Cell{Text: "–"}
		if x.Score != nil {
			c[2] = kit.Cell{Text: x.Score.String(), Bold: true}
		}
		if g := p.got.in.Checklist.GradeByID(x.Grade); g != nil {
			c[last] = kit.Cell{Text: g.Name.In(p.lang), Pill: true, Tone: gradeTone(p.got.in.Checklist, g.ID)}
		}
	})
	t.List.OnOpen = func(i int) {
		p.sheet = list[i].Sheet
		p.person.Set(p.sheet)
		p.explain()
	}
	return p.tableCard(title, t, len(list))
}

func (p *page) tableCard(title string, t *kit.Table, rows int) []fyne.CanvasObject {
	return []fyne.CanvasObject{
		kit.Inset(kit.NewBold(p.t(title)), 2, 0, 4, 0),
		kit.MinSize(t, 1, float32(rows)*40+34),
		kit.MinSize(container.NewWithoutLayout(), 1, 14),
	}
}

// dimensions is the table of SERVQUAL gaps, the most urgent first marked.
func (p *page) dimensions() []fyne.CanvasObject {
	s := p.got.result.Survey
	t := kit.NewTable([]kit.Column{
		{Title: p.t("result.dimension")},
		{Title: p.t("result.expected"), Width: 64, Right: true},
		{Title: p.t("result.perceived"), Width: 64, Right: true},
		{Title: p.t("result.gap"), Width: 72, Right: true},
		{Title: p.t("result.weight"), Width: 60, Right: true},
	}, func() int { return len(s.Dimensions) }, func(i int, c []kit.Cell) {
		d := s.Dimensions[i]
		name := d.ID
		if z := p.got.in.Checklist.ZoneByID(d.ID); z != nil {
			name = z.Name.In(p.lang)
		}
		c[0] = kit.Cell{Text: name}
		if len(s.Priority) > 0 && s.Priority[0] == d.ID {
			c[0].Sub = p.t("result.priority")
		}
		for k := range 4 {
			c[k+1] = kit.Cell{Text: "–"}
		}
		if d.Expectation != nil && d.Perception != nil {
			c[1], c[2] = kit.Cell{Text: signed(d.Expectation)}, kit.Cell{Text: signed(d.Perception)}
		}
		if d.Gap != nil {
			c[3] = kit.Cell{Text: signed(d.Gap), Bold: true}
			if d.Gap.Sign() < 0 {
				c[3].Tone = kit.Fail
			}
		}
		if d.Weight != nil {
			c[4] = kit.Cell{Text: decimal(d.Weight)}
		}
	})
	return p.tableCard("result.dimensions", t, len(s.Dimensions))
}

// walk draws the ratings in order with their mean, and names peak, end, the
// pains and the bright spots.
func (p *page) walk() []fyne.CanvasObject {
	in, w := p.got.in, p.got.result.Walk
	var values []float32
	sum := float32(0)
	for i := range in.Checklist.Items {
		a := in.Answer(checklist.MainSheet, in.Checklist.Items[i].ID)
		if a != nil && a.Value.Number != nil {
			v := float32(*a.Value.Number) / 1000
			values = append(values, v)
			sum += v
		}
	}
	out := []fyne.CanvasObject{kit.Inset(kit.NewBold(p.t("result.walk")), 2, 0, 4, 0)}
	if len(values) > 1 {
		mean := sum / float32(len(values))
		out = append(out, kit.MinSize(kit.NewSparkline(values, &mean), 200, 120))
	}
	touch := func(key string, x *checklist.Touch, tone kit.Tone) {
		if x == nil {
			return
		}
		text := in.Checklist.ItemByID(x.Item).Text.In(p.lang)
		out = append(out, kit.Inset(kit.NewRow(10, kit.NewPill(tone, p.t(key)+" "+p.s.Words().N(x.Value)), kit.Grow(kit.NewLabel(text))), 5, 0, 5, 0), kit.Line())
	}
	touch("result.peak", w.Peak, kit.Accent)
	touch("result.end", w.End, kit.Accent)
	list := func(key string, ids []string, tone kit.Tone, icon string) {
		for i, id := range ids {
			if i == 0 {
				out = append(out, kit.Inset(kit.NewBold(p.t(key)), 14, 0, 4, 0))
			}
			text := in.Checklist.ItemByID(id).Text.In(p.lang)
			out = append(out, kit.Inset(kit.NewRow(10, kit.NewIconPill(tone, icon, ""), kit.Grow(kit.NewLabel(text))), 4, 0, 4, 0))
		}
	}
	list("result.pain", w.Pain, kit.Fail, "cross")
	list("result.bright", w.Bright, kit.Pass, "tick")
	return out
}

// evidence is one photo with the item it belongs to.
type evidence struct {
	ref  checklist.PhotoRef
	item *checklist.Item
	bad  bool
}

// setPhotos fills the grid: photos of failed items first.
func (p *page) setPhotos() {
	in := p.got.in
	var bad, rest []evidence
	for _, s := range in.Sheets {
		for i := range in.Checklist.Items {
			it := &in.Checklist.Items[i]
			a := s.Answers[it.ID]
			if a == nil {
				continue
			}
			failed := it.OpensFinding(in.Checklist, a.Value) || a.Value.Verdict == checklist.Miss
			for _, ref := range a.Photos {
				if failed {
					bad = append(bad, evidence{ref, it, true})
				} else {
					rest = append(rest, evidence{ref, it, false})
				}
			}
		}
	}
	p.photos = append(bad, rest...)
	var out []fyne.CanvasObject
	for i, e := range p.photos {
		t := kit.NewThumb(p.s.Picture, 131, 84)
		t.Caption = e.item.Text.In(p.lang)
		t.OnTap = func() { p.view(i) }
		if path, err := p.sv.Photos.Thumb(e.ref.Drawn()); err == nil {
			t.Load(path)
		}
		out = append(out, t)
	}
	if len(out) == 0 {
		p.album.Hide()
	} else {
		p.album.Show()
	}
	p.grid.Objects = out
	p.grid.Refresh()
}

// view shows the photos large, beginning with the i-th.
func (p *page) view(i int) {
	if i < 0 || i >= len(p.photos) {
		return
	}
	var list []kit.Photo
	for _, e := range p.photos {
		path, _ := p.sv.Photos.Working(e.ref.Drawn())
		when := p.t("result.viewer.unknown")
		if e.ref.TakenAt > 0 {
			when = p.t("result.viewer.taken", "time", p.s.Words().Stamp(e.ref.TakenAt))
		}
		list = append(list, kit.Photo{ID: e.ref.ID, Path: path, Caption: e.item.Text.In(p.lang) + " · " + when})
	}
	size := p.s.Window().Canvas().Size()
	view := kit.NewPhotoView(p.s.Picture)
	view.Set(list, i)
	hint := p.newTruth(view)
	var o *kit.Overlay
	done := kit.NewSecondary(p.t("result.viewer.close"), "Esc", func() { o.Dismiss() })
	body := kit.NewColumn(10, kit.MinSize(view, 320, size.Height-210), hint.box, kit.NewRow(10, kit.Grow(kit.NewCaption(p.t("result.viewer.keys"))), done))
	o = kit.ShowDialog(p.s.Window().Canvas(), body, size.Width-80, view)
	o.OnEnter = o.Dismiss
	hint.ask(i)
}

// viewItem shows the photos of a line's item.
func (p *page) viewItem(l *line) {
	for i, e := range p.photos {
		if e.item == l.Item {
			p.view(i)
			return
		}
	}
}

// fileName is what a printed sheet is called.
func (p *page) fileName(ending string) string {
	in := p.got.in
	name := strings.Join([]string{in.Checklist.Title.In(p.lang), in.Branch.Name, in.Day}, "_")
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>| `, r) {
			return '-'
		}
		return r
	}, name)
	return name + ending
}
