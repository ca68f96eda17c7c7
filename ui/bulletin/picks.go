package bulletin

import (
	"slices"

	"fyne.io/fyne/v2"

	"hallcheck/checklist/bulletin"
	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// The size of a picture to choose, at 100 %.
const (
	pickWidth  = 156
	pickHeight = 100
)

// mostPicks bounds what is offered; the best come first.
const mostPicks = 12

// fillPicks shows the pictures to choose from; what is chosen has a tick.
func (d *draft) fillPicks(x Preview) {
	var bright, shots []string
	if x.Data != nil {
		bright = refs(x.Data.Bright)
		shots = append(refs(x.Data.Fixed), refs(x.Data.Shots)...)
	}
	d.fillTiles(d.bright, x.Bright, bright, "bulletin.noBright", func(p *bulletin.Plan, ids []string) { p.Bright = ids })
	d.fillTiles(d.shots, x.Shots, shots, "bulletin.noShots", func(p *bulletin.Plan, ids []string) { p.Shots = ids })
}

func refs(list []bulletin.Shot) []string {
	out := make([]string, len(list))
	for i := range list {
		out[i] = list[i].Ref
	}
	return out
}

func (d *draft) fillTiles(into *fyne.Container, picks []Pick, on []string, none string, set func(*bulletin.Plan, []string)) {
	into.Objects = nil
	if len(picks) == 0 {
		into.Add(kit.NewParagraph(d.p.s.T(none), theme.Muted))
		return
	}
	var tiles []fyne.CanvasObject
	for _, x := range offered(picks, on) {
		tiles = append(tiles, d.tile(x, slices.Contains(on, x.ID), func() {
			ids := slices.Clone(on)
			if i := slices.Index(ids, x.ID); i >= 0 {
				ids = slices.Delete(ids, i, i+1)
			} else {
				ids = append(ids, x.ID)
			}
			d.change(func(p *bulletin.Plan) { set(p, append([]string{}, ids...)) })
			d.again()
		}))
	}
	into.Add(kit.Flow(tiles...))
	into.Refresh()
}

// offered are the chosen ones and the best of the others.
func offered(picks []Pick, on []string) (out []Pick) {
	for _, x := range picks {
		if slices.Contains(on, x.ID) {
			out = append(out, x)
		}
	}
	for _, x := range picks {
		if !slices.Contains(on, x.ID) && len(out) < max(mostPicks, len(on)+4) {
			out = append(out, x)
		}
	}
	return out
}

// tile is one picture with a tick when it is chosen.
func (d *draft) tile(x Pick, chosen bool, tap func()) fyne.CanvasObject {
	th := kit.NewThumb(d.p.s.Picture, pickWidth, pickHeight)
	th.Caption, th.Chosen, th.OnTap = x.Caption, chosen, tap
	if chosen {
		th.Badges = []string{"tick"}
	}
	if x.Fixed {
		th.Badges = append(th.Badges, "refresh")
	}
	th.Load(x.Thumb)
	return th
}
