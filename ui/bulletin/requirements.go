package bulletin

import (
	"slices"

	"fyne.io/fyne/v2"

	"hallcheck/checklist/bulletin"
	"hallcheck/ui/kit"
)

// fillRequirements shows a row for each requirement, and one to type the first.
func (d *draft) fillRequirements() {
	d.requires.Objects = nil
	n := max(1, len(d.p.got.plan.Requirements))
	for i := range n {
		d.requires.Objects = append(d.requires.Objects, d.requirement(i))
	}
	d.requires.Refresh()
}

// requirement is one row: what, who, until when.
func (d *draft) requirement(i int) fyne.CanvasObject {
	t := d.p.s.T
	var have bulletin.Requirement
	if i < len(d.p.got.plan.Requirements) {
		have = d.p.got.plan.Requirements[i]
	}
	field := func(hint, text string, lines int, put func(*bulletin.Requirement, string)) *kit.TextField {
		f := kit.NewTextField(t(hint))
		if lines > 1 {
			f = kit.NewTextArea(t(hint), lines)
		}
		f.Fill(text)
		f.OnChanged = func(s string) {
			d.change(func(p *bulletin.Plan) {
				p.Requirements = slices.Clone(p.Requirements) // the one being saved stays as it is
				for len(p.Requirements) <= i {
					p.Requirements = append(p.Requirements, bulletin.Requirement{})
				}
				put(&p.Requirements[i], s)
			})
		}
		return f
	}
	text := field("bulletin.hint.require", have.Text, 2, func(r *bulletin.Requirement, s string) { r.Text = s })
	owner := field("bulletin.hint.owner", have.Owner, 1, func(r *bulletin.Requirement, s string) { r.Owner = s })
	due := field("bulletin.hint.due", have.Due, 1, func(r *bulletin.Requirement, s string) { r.Due = s })
	typed := due.OnChanged
	due.OnChanged = func(s string) {
		if s == "" || len(s) == len("2006-01-02") {
			typed(s)
		}
	}
	drop := kit.NewIconButton("close", t("bulletin.dropRequirement"), func() {
		d.change(func(p *bulletin.Plan) {
			if i < len(p.Requirements) {
				p.Requirements = slices.Delete(slices.Clone(p.Requirements), i, i+1)
			}
		})
		d.fillRequirements()
	})
	return kit.NewColumn(6, text, kit.NewRow(8, kit.Grow(owner), kit.MinSize(due, 130, 36), drop))
}

// addRequirement adds an empty row.
func (d *draft) addRequirement() {
	if len(d.p.got.plan.Requirements) == 0 {
		d.p.got.plan.Requirements = []bulletin.Requirement{{}}
	}
	d.p.got.plan.Requirements = append(slices.Clone(d.p.got.plan.Requirements), bulletin.Requirement{})
	d.fillRequirements()
}
