package findings

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

func (p *Entry) showPhotos() {
	p.album.set(p.draft.Photos, "")
	p.album.allow(true, p.sv.Burn != nil, true)
}

func (p *Entry) addPhotos() { p.in.Choose(p.takePhoto) }

// Drop implements shell.DropTarget.
func (p *Entry) Drop(paths []string) { p.in.Bring(paths, shell.SourceDrop, p.takePhoto) }

func (p *Entry) takePhoto(ref checklist.PhotoRef) error {
	ref.Kind = checklist.PhotoEvidence
	photos, err := withPhoto(p.draft.Photos, ref)
	if err != nil {
		return err
	}
	p.change(func(d *Draft) { d.Photos = photos })
	p.showPhotos()
	return nil
}

// dropPhoto takes a photo off; it can be put back.
func (p *Entry) dropPhoto(ref checklist.PhotoRef) {
	p.change(func(d *Draft) {
		d.Photos = slices.DeleteFunc(slices.Clone(d.Photos), func(x checklist.PhotoRef) bool { return x.ID == ref.ID })
	})
	p.showPhotos()
	p.s.Toast(p.s.T("findings.photoRemoved"), func() {
		if err := p.takePhoto(ref); err != nil {
			p.s.Fail(err)
		}
	})
}

// send stores what was entered and goes back.
func (p *Entry) send() {
	if !p.ready {
		return
	}
	p.draft.Text = strings.TrimSpace(p.draft.Text)
	switch {
	case p.in.Busy():
		p.s.Hint(p.s.T("findings.importing"))
	case p.draft.Text == "":
		p.s.Hint(p.s.Words().Error(checklist.Fail(map[bool]string{true: "bright.text", false: "finding.text"}[p.bright])))
		kit.Focus(p.form.text)
	case p.s.Face() == checklist.FaceHQ && p.draft.Branch == "":
		p.s.Hint(p.s.T("findings.lack.branch"))
		kit.Focus(p.form.branch)
	case p.bright && len(p.draft.Photos) == 0:
		p.s.Hint(p.s.Words().Error(checklist.Fail("bright.photo")))
	case p.bright:
		p.saveBright(p.spot())
	default:
		p.open()
	}
}

func (p *Entry) open() {
	d, records := p.draft, p.sv.Records
	name := p.got.names[d.Zone]
	if d.Severity == "" {
		d.Severity = checklist.Minor
	}
	shell.Save(p.s, func(ctx context.Context) (*checklist.Finding, error) {
		return records.OpenFinding(ctx, checklist.FindingDraft{
			Branch: d.Branch, Zone: d.Zone, ZoneName: name, S6: d.S6, Text: d.Text, Severity: d.Severity, Owner: d.Owner, Due: d.Due,
			Photos: d.Photos, NeedsPhoto: len(d.Photos) > 0,
		})
	}, func(f *checklist.Finding, err error) {
		if err != nil {
			p.s.Fail(err)
			return
		}
		p.finish(p.s.T("findings.opened", "number", f.Number, "day", p.s.Words().DayOf(f.Due)))
	})
}

// finish forgets the draft and goes back to where the page was opened from.
func (p *Entry) finish(said string) {
	p.draft, p.dirty = Draft{}, false
	keepDraft(p.s, p.sv.Settings, p.key(), Draft{})
	p.s.Toast(said, nil)
	p.leave()
}

func (p *Entry) leave() {
	if p.s.Page() == shell.Page(p) {
		p.s.Back()
		if p.s.Page() == shell.Page(p) {
			p.s.Go(RouteList, nil)
		}
	}
}

// spot is the bright spot as it stands on the page.
func (p *Entry) spot() checklist.BrightSpot {
	b, d := p.got.spot, p.draft
	if b.ID == "" { // the store fills in the rest
		b.Branch.Code, b.Day = cmp.Or(d.Branch, p.s.Profile().Branch.Code), today(p.s)
	}
	b.Text, b.Photos, b.People = d.Text, d.Photos, strings.TrimSpace(d.People)
	b.Zone, b.ZoneName = d.Zone, p.got.names[d.Zone]
	return b
}

func (p *Entry) saveBright(b checklist.BrightSpot) {
	bright := p.sv.Bright
	shell.Save(p.s, func(ctx context.Context) (checklist.BrightSpot, error) { return bright.SaveBright(ctx, b) }, func(_ checklist.BrightSpot, err error) {
		if err != nil {
			p.s.Fail(err)
			return
		}
		p.finish(p.s.T("findings.brightSaved"))
	})
}

// takeOff takes a bright spot off every list; it can be put back.
func (p *Entry) takeOff() {
	b, bright := p.got.spot, p.sv.Bright
	put := func(gone bool, then func(checklist.BrightSpot)) {
		x := b
		x.Gone = gone
		shell.Save(p.s, func(ctx context.Context) (checklist.BrightSpot, error) { return bright.SaveBright(ctx, x) }, func(got checklist.BrightSpot, err error) {
			if err != nil {
				p.s.Fail(err)
				return
			}
			then(got)
		})
	}
	put(true, func(got checklist.BrightSpot) {
		b.Rev = got.Rev
		p.draft, p.dirty = Draft{}, false
		keepDraft(p.s, p.sv.Settings, p.key(), Draft{})
		p.s.Toast(p.s.T("findings.takenOff"), func() { put(false, func(checklist.BrightSpot) { p.s.Reload() }) })
		p.leave()
	})
}
