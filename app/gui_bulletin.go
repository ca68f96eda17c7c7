//go:build !headless

package main

import (
	"context"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"hallcheck/app/cli"
	"hallcheck/checklist"
	data "hallcheck/checklist/bulletin"
	"hallcheck/checklist/report"
	"hallcheck/store"
	"hallcheck/store/photos"
	"hallcheck/ui/bulletin"
)

// bulletins joins the page of bulletins with what is stored.
type bulletins struct {
	st    *store.Store
	album *photos.Store
	lang  func(ctx context.Context) checklist.Lang
}

func (d *desk) bulletin() bulletin.Services {
	b := bulletins{d.st, d.album, d.lang}
	return bulletin.Services{Office: b, Shelf: b, Subjects: d.st, Papers: bulletinPapers{b}, Received: b}
}

func (b bulletins) office(ctx context.Context) *cli.BulletinOffice {
	return &cli.BulletinOffice{Store: b.st, Album: b.album, Lang: b.lang(ctx), Now: time.Now}
}

// Plan implements bulletin.Office.
func (b bulletins) Plan(ctx context.Context, p data.Plan) (data.Plan, error) {
	return b.office(ctx).Plan(ctx, p)
}

// Save of a plan implements bulletin.Office.
func (b bulletins) Save(ctx context.Context, p data.Plan) error { return b.st.SaveBulletinPlan(ctx, p) }

// Gather implements bulletin.Office: what the plan comes to and the pictures to
// choose from.
func (b bulletins) Gather(ctx context.Context, p data.Plan) (bulletin.Preview, error) {
	got, err := b.office(ctx).Gather(ctx, p)
	if err != nil {
		return bulletin.Preview{}, err
	}
	out := bulletin.Preview{Data: got.Data}
	on := chosen(got.Data)
	for _, x := range got.Facts.Bright {
		if !on[x.ID] && len(out.Bright) >= mostOffered {
			continue
		}
		if len(x.Photos) > 0 && b.album.Has(x.Photos[0].Shown()) {
			out.Bright = append(out.Bright, bulletin.Pick{ID: x.ID, Thumb: b.thumb(x.Photos[0].Drawn()), Caption: x.Branch.Name})
		}
	}
	findings := map[string]*data.Finding{}
	for i := range got.Facts.Findings {
		findings[got.Facts.Findings[i].ID] = &got.Facts.Findings[i]
	}
	names := map[string]string{}
	for _, x := range got.Facts.Branches {
		names[x.Code] = x.Name
	}
	fixed, open := got.Fixed[:min(len(got.Fixed), mostOffered)], got.Open[:min(len(got.Open), mostOffered)]
	ids := slices.Concat(fixed, open)
	for id := range on {
		if findings[id] != nil && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids[len(fixed)+len(open):])
	for _, id := range ids {
		if f := findings[id]; f != nil {
			out.Shots = append(out.Shots, bulletin.Pick{
				ID: id, Thumb: b.thumb(f.BeforeHash), Caption: names[f.Branch], Fixed: slices.Contains(got.Fixed, id),
			})
		}
	}
	return out, nil
}

// mostOffered bounds the pictures of each kind that are offered, the best first.
const mostOffered = 12

// chosen are the pictures in a data set.
func chosen(d *data.Data) map[string]bool {
	out := map[string]bool{}
	for _, list := range [][]data.Shot{d.Bright, d.Fixed, d.Shots} {
		for i := range list {
			out[list[i].Ref] = true
		}
	}
	return out
}

// thumb is the path of a small picture, "" = none.
func (b bulletins) thumb(picture string) string {
	path, err := b.album.Thumb(picture)
	if err != nil {
		return ""
	}
	return path
}

// Freeze implements bulletin.Office.
func (b bulletins) Freeze(ctx context.Context, p data.Plan) (data.Entry, error) {
	return b.office(ctx).Freeze(ctx, p)
}

// Again implements bulletin.Office.
func (b bulletins) Again(ctx context.Context, id, why string) (data.Entry, error) {
	e, _, err := b.office(ctx).Again(ctx, id, why)
	return e, err
}

// List implements bulletin.Shelf.
func (b bulletins) List(ctx context.Context) ([]bulletin.Filed, error) {
	list, err := b.st.Bulletins(ctx)
	out := make([]bulletin.Filed, len(list))
	for i, x := range list {
		out[i].Entry = x
		if err == nil && x.State != data.Draft {
			out[i].Halls, out[i].Sent, err = b.st.BulletinSpread(ctx, x.ID)
		}
	}
	return out, err
}

// Data implements bulletin.Shelf.
func (b bulletins) Data(ctx context.Context, id string) (*data.Data, error) {
	_, d, err := b.st.Bulletin(ctx, id)
	return d, err
}

// Issue implements bulletin.Shelf.
func (b bulletins) Issue(ctx context.Context, id string) error {
	_, err := b.st.IssueBulletin(ctx, id)
	return err
}

// Publish implements bulletin.Shelf.
func (b bulletins) Publish(ctx context.Context, id string) (int, error) {
	_, n, err := b.office(ctx).Publish(ctx, id)
	return n, err
}

// Drop implements bulletin.Shelf.
func (b bulletins) Drop(ctx context.Context, id string) error { return b.st.DeleteBulletin(ctx, id) }

// SavePaper implements bulletin.Received.
func (b bulletins) SavePaper(ctx context.Context, branch, id, path string) error {
	pdf, err := b.st.PublishedPaper(ctx, branch, id)
	if err != nil {
		return err
	}
	return cli.WriteFile(path, func(w io.Writer) error {
		_, err := w.Write(pdf)
		return err
	})
}

// Published implements bulletin.Received.
func (b bulletins) Published(ctx context.Context, branch string) ([]data.Published, error) {
	return b.st.Published(ctx, branch)
}

// UnreadBulletins implements bulletin.Received.
func (b bulletins) UnreadBulletins(ctx context.Context, branch string) ([]data.Published, error) {
	return b.st.UnreadBulletins(ctx, branch)
}

// OpenBulletin implements bulletin.Received.
func (b bulletins) OpenBulletin(ctx context.Context, branch, id string) error {
	return b.st.OpenBulletin(ctx, branch, id)
}

// bulletinPapers writes frozen bulletins.
type bulletinPapers struct{ bulletins }

// Save implements bulletin.Papers.
func (b bulletinPapers) Save(ctx context.Context, id, path string) error {
	f := report.Format(strings.TrimPrefix(strings.ToLower(filepath.Ext(path)), "."))
	return cli.WriteFile(path, func(w io.Writer) error {
		_, err := b.office(ctx).Write(ctx, id, w, f)
		return err
	})
}
