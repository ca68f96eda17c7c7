package ranking

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// editRules changes headquarters' rules: coverage, small samples, shrinkage.
func (p *Page) editRules() {
	if !p.got.ready {
		return
	}
	t, r := p.s.T, p.got.rules
	coverage, small := kit.NewTextField("80"), kit.NewTextField("0")
	coverage.Fill(strconv.Itoa(r.CoverageMin))
	small.Fill(strconv.Itoa(r.SmallBelow))
	low := kit.NewSegmented([]kit.Option{
		{ID: string(ranking.GateProvisional), Text: t("target.low.provisional")}, {ID: string(ranking.GateWithheld), Text: t("target.low.withheld")},
	}, string(r.Low), func(id string) { r.Low = ranking.Gate(id) })
	shrink := kit.NewSegmented([]kit.Option{
		{ID: "off", Text: t("target.shrink.off")}, {ID: string(ranking.ShrinkShown), Text: t("target.shrink.shown")}, {ID: string(ranking.ShrinkRanks), Text: t("target.shrink.ranks")},
	}, string(r.Shrink), func(id string) { r.Shrink = ranking.Shrink(strings.TrimPrefix(id, "off")) })
	if r.Shrink == ranking.ShrinkOff {
		shrink.Set("off")
	}
	about, warn := caption(), kit.NewParagraph("", theme.Fail)
	about.Set(t("ranking.aboutShrink"))
	warn.Font = theme.Caption
	form := kit.NewColumn(12, kit.FormRow(t("ranking.rule.coverage"), coverage), kit.FormRow(t("ranking.rule.low"), low),
		kit.FormRow(t("ranking.rule.small"), small), kit.FormRow(t("ranking.rule.shrink"), shrink), about, warn)
	o := p.s.Form(t("ranking.rules"), form, 560, coverage, t("settings.save"), func(done func()) {
		a, err := strconv.Atoi(strings.TrimSpace(coverage.Text))
		b, err2 := strconv.Atoi(strings.TrimSpace(small.Text))
		r.CoverageMin, r.SmallBelow = a, b
		if err != nil || err2 != nil || r.Check() != nil {
			warn.Set(t("error.ranking.rules"))
			return
		}
		done()
		text := r.String()
		shell.Save(p.s, func(ctx context.Context) (struct{}, error) {
			return struct{}{}, p.db.Indexes.SetSetting(ctx, ranking.SettingRules, text)
		}, p.changed)
	})
	leave(o, coverage, small)
}

// leave lets Escape in a field close its form, as the button says.
func leave(o *kit.Overlay, fields ...*kit.TextField) {
	for _, f := range fields {
		f.OnEscape = o.Dismiss
	}
}

// changed shows a problem, or the page anew.
func (p *Page) changed(_ struct{}, err error) {
	if err != nil {
		p.s.Fail(err)
		return
	}
	p.Load(p.ctx)
}

// weightRows is how many parts the form of a composite offers.
const weightRows = 4

// editComposite makes a composite, or changes the one shown. All weights empty
// takes it away.
func (p *Page) editComposite() {
	if !p.got.ready {
		return
	}
	t := p.s.T
	c := ranking.Composite{ID: p.freeID()}
	for _, x := range p.got.composites {
		if x.ID == p.composite {
			c = x
		}
	}
	name := kit.NewTextField(t("ranking.compositeName"))
	name.Fill(c.Name)
	var lists []kit.Choice
	for _, l := range p.got.lists {
		lists = append(lists, kit.Choice{ID: l.ID, Text: p.s.Words().In(l.Title)})
	}
	chosen, weights := make([]string, weightRows), make([]*kit.TextField, weightRows)
	rows := []fyne.CanvasObject{kit.FormRow(t("ranking.compositeName"), name)}
	for i := range weightRows {
		weights[i] = kit.NewTextField(t("ranking.weight"))
		if i < len(c.Parts) {
			chosen[i] = c.Parts[i].Checklist
			weights[i].Fill(c.Parts[i].Weight.String())
		}
		list := kit.NewSearchSelect(t("ranking.list"), lists, chosen[i], nil, func(id string) { chosen[i] = id })
		rows = append(rows, kit.NewRow(8, kit.Grow(list), kit.MinSize(weights[i], 90, 36)))
	}
	graded := c.Grades
	bands := append([]kit.Choice{{ID: "", Text: t("ranking.gradedHeaviest")}, {ID: ranking.GradesNone, Text: t("ranking.gradedNone")}}, lists...)
	rows = append(rows, kit.FormRow(t("ranking.gradedBy"), kit.NewSearchSelect("", bands, graded, nil, func(id string) { graded = id })))
	about, warn := caption(), kit.NewParagraph("", theme.Fail)
	about.Set(t("ranking.aboutComposite"))
	warn.Font = theme.Caption
	o := p.s.Form(t("ranking.composite"), kit.NewColumn(10, append(rows, about, warn)...), 560, name, t("settings.save"), func(done func()) {
		x := ranking.Composite{ID: c.ID, Name: strings.TrimSpace(name.Text), Grades: graded}
		for i, w := range weights {
			if text := strings.TrimSpace(w.Text); text != "" {
				v, err := checklist.ParseMilli(text)
				if err != nil || chosen[i] == "" {
					warn.Set(t("ranking.badWeight"))
					return
				}
				x.Parts = append(x.Parts, ranking.Part{Checklist: chosen[i], Weight: v})
			}
		}
		drop := len(x.Parts) == 0 && c.Name != ""
		if err := x.Check(); err != nil && !drop {
			warn.Set(p.s.Words().Error(err))
			return
		}
		done()
		p.keepComposite(x, drop)
	})
	leave(o, append(weights, name)...)
}

func (p *Page) keepComposite(x ranking.Composite, drop bool) {
	shell.Save(p.s, func(ctx context.Context) (struct{}, error) {
		if drop {
			return struct{}{}, p.db.Indexes.DropComposite(ctx, x.ID)
		}
		return struct{}{}, p.db.Indexes.SaveComposite(ctx, x)
	}, func(_ struct{}, err error) {
		if err == nil {
			p.subject = subject{composite: x.ID}
			if drop {
				p.subject = subject{list: p.got.lists[0].ID}
			}
		}
		p.changed(struct{}{}, err)
	})
}

// bands says which checklist's bands grade a composite.
func (p *Page) bands(c *ranking.Composite, sheet *checklist.Checklist) string {
	w, by := p.s.Words(), c.GradedBy()
	for _, x := range c.Parts {
		if x.Checklist != by {
			continue
		}
		var out []string
		for _, g := range sheet.Scoring.Grades {
			if g.When == "" {
				out = append(out, w.In(g.Name)+" ≥ "+g.Min.String())
			}
		}
		return p.s.T("ranking.bandsOf", "list", w.In(x.Title), "bands", strings.Join(out, " · "))
	}
	return p.s.T("ranking.noBands")
}

// freeID is an id no composite has yet.
func (p *Page) freeID() string {
	for n := 1; ; n++ {
		id := "index-" + strconv.Itoa(n)
		taken := false
		for _, c := range p.got.composites {
			taken = taken || c.ID == id
		}
		if !taken {
			return id
		}
	}
}
