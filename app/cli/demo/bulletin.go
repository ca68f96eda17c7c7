package demo

import (
	"bytes"
	"context"
	"io"
	"os"
	"time"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/bulletin"
	"hallcheck/checklist/report"
)

// bulletin freezes, issues and publishes the month's bulletin, and writes its papers
// beside the others.
func (m *maker) bulletin(ctx context.Context) error {
	t := func(key string) string {
		return assets.T(string(m.Lang), "bulletin."+key, "org", m.cast.Org)
	}
	p := bulletin.Plan{
		From: thisMonth.Format(time.DateOnly), To: thisMonth.AddDate(0, 1, -1).Format(time.DateOnly), Checklist: "6s-environment",
		Prefix: t("start.prefix"), No: 1, Head: t("start.head"), Addressee: t("start.addressee"), Office: m.cast.Org, Names: true,
		Day: thisMonth.AddDate(0, 1, 1).Format(time.DateOnly), Closing: t("demo.closing"),
		Requirements: []bulletin.Requirement{
			{Text: t("demo.require1"), Owner: t("demo.owner1"), Due: "2026-12-15"},
			{Text: t("demo.require2"), Owner: t("demo.owner2"), Due: "2026-12-10"},
		},
	}
	q, err := p.Query([]string{p.Checklist}, evening.Format(time.DateOnly))
	if err != nil {
		return err
	}
	has := m.hq.photos.Has
	f, err := m.hq.store.BulletinFacts(ctx, q, func(f *bulletin.Facts) []string { return f.Choose(&p, has) })
	if err != nil {
		return err
	}
	d, err := bulletin.Freeze(bulletin.Input{Plan: p, Facts: f, Lists: []*checklist.Checklist{m.lists[p.Checklist]}, Has: has})
	if checklist.CodeOf(err) == "bulletin.empty" {
		return nil // a few halls may all have reported late
	}
	if err != nil {
		return err
	}
	if err := m.hq.store.SaveBulletinPlan(ctx, p); err != nil {
		return err
	}
	e, err := m.hq.store.FreezeBulletin(ctx, d, p)
	if err != nil {
		return err
	}
	if e, err = m.hq.store.IssueBulletin(ctx, e.ID); err != nil {
		return err
	}
	return m.bulletinPapers(ctx, d, e)
}

// bulletinPapers writes the papers; the halls get the PDF with small pictures.
func (m *maker) bulletinPapers(ctx context.Context, d *bulletin.Data, e bulletin.Entry) error {
	doc := report.BulletinDoc{Data: d, ID: e.ID, State: e.State, Lang: m.Lang, Photo: opened(m.hq.photos.Working)}
	for _, f := range []report.Format{report.DOCX, report.PDF, report.XLSX} {
		var b bytes.Buffer
		if _, err := report.Bulletin(&b, f, doc); err != nil {
			return err
		}
		name := m.path("reports", "bulletin."+string(f))
		if err := os.WriteFile(name, b.Bytes(), 0o644); err != nil { // #nosec G306 -- an example to look at
			return checklist.Fail("cli.cannotWrite", "file", name).Because(err)
		}
	}
	var small bytes.Buffer
	doc.Photo = opened(m.hq.photos.Thumb)
	if _, err := report.Bulletin(&small, report.PDF, doc); err != nil {
		return err
	}
	_, err := m.hq.store.PublishBulletin(ctx, e.ID, small.Bytes())
	return err
}

// opened opens the copies a photo store finds.
func opened(find func(string) (string, error)) report.Opener {
	return func(picture string) (io.ReadCloser, error) {
		path, err := find(picture)
		if err != nil {
			return nil, err
		}
		return os.Open(path) // #nosec G304 -- a path of our own photo store
	}
}
