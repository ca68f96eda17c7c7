package inspect

import (
	"context"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// beginning is what the dialog decides before an inspection starts.
type beginning struct {
	branch          string // code
	mode            checklist.Mode
	phase, pressure string
	leftOut         map[string]bool
}

// usual is the beginning people take most: a self-check at a branch, else the
// checklist's first mode; every zone is asked.
func usual(c *checklist.Checklist, p checklist.Profile) beginning {
	return beginning{branch: p.Branch.Code, mode: c.UsualMode(p.Face), leftOut: map[string]bool{}}
}

// quick says whether nothing needs to be asked: rounds that are made many
// times a day begin with one press.
func quick(c *checklist.Checklist, p checklist.Profile) bool {
	if p.Face != checklist.FaceBranch || len(c.Focus.Phase) > 0 || len(c.Focus.Pressure) > 0 {
		return false
	}
	for _, z := range c.Zones {
		if z.Optional {
			return false
		}
	}
	return len(c.Modes) == 1 || c.Kind == checklist.KindPatrol || c.Kind == checklist.KindMeeting
}

// begin starts a checklist, asking first what must be decided.
func (p *start) begin(c *checklist.Checklist) {
	b := usual(c, p.got.profile)
	if quick(c, p.got.profile) {
		p.launch(c, b)
		return
	}
	objects := []fyne.CanvasObject{}
	var first fyne.Focusable
	var dialog *kit.Overlay
	if p.got.profile.Face == checklist.FaceHQ {
		pick := p.branchPicker(&b, func() { kit.Focus(dialog.Main) })
		first = pick
		objects = append(objects, kit.FormRow(p.say.T("inspect.branch"), pick))
	}
	objects = append(objects, kit.FormRow(p.say.T("inspect.mode"), p.modes(c, &b)))
	objects = append(objects, p.profiles(c, &b)...)
	objects = append(objects, p.optionalZones(c, &b)...)
	dialog = p.s.Form(p.say.T("inspect.beginNamed", "name", c.Title.In(p.say.lang)), kit.NewColumn(14, objects...), 480, first, p.say.T("inspect.begin"), func(done func()) {
		if b.branch == "" && p.got.profile.Face == checklist.FaceHQ {
			p.s.Hint(p.say.T("inspect.branchNone"))
			return
		}
		done()
		p.launch(c, b)
	})
}

// branchPicker chooses the hall; chosen is told when that is done.
func (p *start) branchPicker(b *beginning, chosen func()) *kit.SearchSelect {
	var choices []kit.Choice
	for _, x := range p.got.branches {
		choices = append(choices, kit.Choice{ID: x.Code, Text: x.Name, Sub: x.Code})
	}
	match := func(c kit.Choice, typed string) bool {
		return contains(c.Text, typed) || contains(c.Sub, typed) || p.sv.Initials != nil && contains(p.sv.Initials(c.Text), typed)
	}
	pick := kit.NewSearchSelect(p.say.T("inspect.branchHint"), choices, b.branch, match, func(code string) {
		b.branch = code
		chosen()
	})
	pick.Find = p.say.T("inspect.branchHint")
	return pick
}

func (p *start) modes(c *checklist.Checklist, b *beginning) *kit.Segmented {
	var options []kit.Option
	for _, m := range c.Modes {
		options = append(options, kit.Option{ID: string(m), Text: p.say.T("mode." + string(m))})
	}
	return kit.NewSegmented(options, string(b.mode), func(id string) { b.mode = checklist.Mode(id) })
}

// profiles asks for hall phase and customer pressure where the checklist
// weighs by them.
func (p *start) profiles(c *checklist.Checklist, b *beginning) []fyne.CanvasObject {
	ask := func(key string, ids []string, has map[string]map[string]checklist.Milli, set func(string)) fyne.CanvasObject {
		options := []kit.Option{{ID: "", Text: p.say.T(key + ".none")}}
		for _, id := range ids {
			if _, ok := has[id]; ok {
				options = append(options, kit.Option{ID: id, Text: p.say.T(key + "." + id)})
			}
		}
		return kit.FormRow(p.say.T(key), kit.NewSegmented(options, "", set))
	}
	var out []fyne.CanvasObject
	if len(c.Focus.Phase) > 0 {
		out = append(out, ask("inspect.phase", []string{"initial", "mature"}, c.Focus.Phase, func(id string) { b.phase = id }))
	}
	if len(c.Focus.Pressure) > 0 {
		out = append(out, ask("inspect.pressure", []string{"high", "low"}, c.Focus.Pressure, func(id string) { b.pressure = id }))
	}
	return out
}

func (p *start) optionalZones(c *checklist.Checklist, b *beginning) []fyne.CanvasObject {
	var toggles []fyne.CanvasObject
	for _, z := range c.Zones {
		if z.Optional {
			toggles = append(toggles, kit.NewToggle(z.Name.In(p.say.lang), true, func(on bool) { b.leftOut[z.ID] = !on }))
		}
	}
	if len(toggles) == 0 {
		return nil
	}
	return []fyne.CanvasObject{kit.NewColumn(6, append([]fyne.CanvasObject{
		kit.NewCaption(p.say.T("inspect.zones") + " · " + p.say.T("inspect.zonesHint")),
	}, toggles...)...)}
}

// launch stores the inspection and opens the runner.
func (p *start) launch(c *checklist.Checklist, b beginning) {
	in, err := p.make(c, b)
	if err != nil {
		p.s.Fail(err)
		return
	}
	store := p.sv.Beginnings
	shell.Save(p.s, func(ctx context.Context) (struct{}, error) { return struct{}{}, store.StartInspection(ctx, in) }, func(_ struct{}, err error) {
		if err != nil {
			p.s.Fail(err)
			return
		}
		p.s.Open(RouteRun, in.ID)
	})
}

func (p *start) make(c *checklist.Checklist, b beginning) (*checklist.Inspection, error) {
	hall := p.got.profile.Branch
	for _, x := range p.got.branches {
		if x.Code == b.branch {
			hall = x
		}
	}
	in, err := checklist.Start(p.sv.NewID(), c, hall, p.got.profile.User, b.mode, p.sv.now())
	if err != nil {
		return nil, err
	}
	if err := in.Profile(b.phase, b.pressure); err != nil {
		return nil, err
	}
	for _, z := range c.Zones {
		if b.leftOut[z.ID] {
			if err := in.LeaveOut(z.ID, true); err != nil {
				return nil, err
			}
		}
	}
	return in, nil
}
