package cli

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"time"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/bulletin"
	"hallcheck/checklist/report"
	"hallcheck/store"
	"hallcheck/store/photos"
)

// The settings a bulletin's plan begins with.
const (
	SettingBulletinPrefix = "bulletin.prefix" // in front of the number: 济银服通报
	SettingBulletinHead   = "bulletin.head"   // the red head
)

// BulletinOffice prepares, freezes, issues and prints bulletins, for the window and
// for scripts.
type BulletinOffice struct {
	Store *store.Store
	Album *photos.Store
	Lang  checklist.Lang
	Now   func() time.Time
}

func (o *BulletinOffice) today() string { return o.Now().Format(time.DateOnly) }

// Plan is the plan for the subject of p as it was last saved, else one to begin
// with: the head, the addressee and the next number.
func (o *BulletinOffice) Plan(ctx context.Context, p bulletin.Plan) (bulletin.Plan, error) {
	have, ok, err := o.Store.BulletinPlan(ctx, p.Key())
	if err != nil || ok {
		return have, err
	}
	who, err := o.Store.Profile(ctx)
	if err != nil {
		return p, err
	}
	text := func(key string) string { return assets.T(string(o.Lang), "bulletin.start."+key, "org", who.Org) }
	if p.Prefix, err = o.Store.Setting(ctx, SettingBulletinPrefix); err != nil {
		return p, err
	}
	if p.Head, err = o.Store.Setting(ctx, SettingBulletinHead); err != nil {
		return p, err
	}
	p.Prefix, p.Head = cmp.Or(p.Prefix, text("prefix")), cmp.Or(p.Head, text("head"))
	p.Addressee, p.Office, p.Names = text("addressee"), who.Org, true
	p.No, err = o.Store.NextBulletin(ctx, p.Prefix, o.today()[:4])
	return p, err
}

// Gathered is what a plan comes to with what is stored now.
type Gathered struct {
	Data  *bulletin.Data
	Facts *bulletin.Facts
	Fixed []string // findings worth showing before and after, the best first
	Open  []string // and problems
}

// Gather reads what is stored and makes the data set of the plan, without keeping
// it. Codes: those of bulletin.Freeze.
func (o *BulletinOffice) Gather(ctx context.Context, p bulletin.Plan) (*Gathered, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	q, err := question(ctx, o.Store, p.Checklist, p.Composite)
	if err != nil {
		return nil, err
	}
	in := bulletin.Input{Plan: p, Composite: q.Composite, Lists: q.Lists, Rules: q.Rules, Has: o.Album.Has}
	if q.Composite == nil {
		in.Lists = []*checklist.Checklist{q.Checklist}
	}
	required, err := o.Store.Setting(ctx, checklist.SettingPrivacy)
	if err != nil {
		return nil, err
	}
	in.Decided = required == "1"
	want, err := p.Query(q.ListIDs(), o.today())
	if err != nil {
		return nil, err
	}
	want.Spreads = q.Rules.Shrink != ""
	in.Facts, err = o.Store.BulletinFacts(ctx, want, func(f *bulletin.Facts) []string { return f.Choose(&p, in.Has) })
	if err != nil {
		return nil, err
	}
	if p.Replaces != "" {
		if _, in.Previous, err = o.Store.Bulletin(ctx, p.Replaces); err != nil {
			return nil, err
		}
	}
	out := &Gathered{Facts: in.Facts}
	out.Fixed, out.Open = in.Facts.Candidates(&p, in.Has)
	out.Data, err = bulletin.Freeze(in)
	return out, err
}

// Freeze keeps the plan and the data set it comes to now.
func (o *BulletinOffice) Freeze(ctx context.Context, p bulletin.Plan) (bulletin.Entry, error) {
	got, err := o.Gather(ctx, p)
	if err != nil {
		return bulletin.Entry{}, err
	}
	if err := o.Store.SaveBulletinPlan(ctx, p); err != nil {
		return bulletin.Entry{}, err
	}
	return o.Store.FreezeBulletin(ctx, got.Data, p)
}

// Again freezes a new edition of an issued bulletin from what is stored now, with
// what changed. Code bulletin.state when it is not the one in force, bulletin.same
// when there is nothing new to say.
func (o *BulletinOffice) Again(ctx context.Context, id, why string) (bulletin.Entry, *bulletin.Data, error) {
	old, _, err := o.Store.Bulletin(ctx, id)
	if err != nil {
		return old, nil, err
	}
	if old.State != bulletin.Issued {
		return old, nil, checklist.Fail("bulletin.state", "id", bulletin.Short(old.ID), "state", string(old.State))
	}
	p, err := o.Store.BulletinPlanOf(ctx, old.ID)
	if err != nil {
		return old, nil, err
	}
	if saved, ok, err := o.Store.BulletinPlan(ctx, p.Key()); err != nil {
		return old, nil, err
	} else if ok {
		saved.No, saved.Prefix = p.No, p.Prefix
		p = saved
	}
	p.Replaces, p.Why, p.Day = old.ID, why, o.today()
	got, err := o.Gather(ctx, p)
	if err != nil {
		return old, nil, err
	}
	if got.Data.Changes.Nothing() {
		return old, nil, checklist.Fail("bulletin.same", "id", bulletin.Short(old.ID))
	}
	e, err := o.Store.FreezeBulletin(ctx, got.Data, p)
	return e, got.Data, err
}

// Write writes a frozen bulletin as DOCX, PDF or XLSX.
func (o *BulletinOffice) Write(ctx context.Context, id string, w io.Writer, f report.Format) ([]report.Warning, error) {
	e, d, err := o.Store.Bulletin(ctx, id)
	if err != nil {
		return nil, err
	}
	return report.Bulletin(w, f, report.BulletinDoc{Data: d, ID: e.ID, State: e.State, Lang: o.Lang, Photo: copies(o.Album, report.PDF)})
}

// smallPaper is how large the paper for the branches may be with pictures of full
// size; beyond it they are small ones.
const smallPaper = 2 << 20

// Publish lays the bulletin in force out for its halls: the paper as PDF and each
// hall's own part go with the next bundles. It returns how many halls it is for.
func (o *BulletinOffice) Publish(ctx context.Context, id string) (bulletin.Entry, int, error) {
	e, d, err := o.Store.Bulletin(ctx, id)
	if err != nil {
		return e, 0, err
	}
	var pdf bytes.Buffer
	doc := report.BulletinDoc{Data: d, ID: e.ID, State: e.State, Lang: o.Lang, Photo: copies(o.Album, report.PDF)}
	if _, err := report.Bulletin(&pdf, report.PDF, doc); err != nil {
		return e, 0, err
	}
	if pdf.Len() > smallPaper {
		pdf.Reset()
		doc.Photo = copies(o.Album, report.XLSX)
		if _, err := report.Bulletin(&pdf, report.PDF, doc); err != nil {
			return e, 0, err
		}
	}
	n, err := o.Store.PublishBulletin(ctx, e.ID, pdf.Bytes())
	return e, n, err
}
