package review_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/standard"
	"hallcheck/store"
	"hallcheck/store/photos"
	"hallcheck/ui/kit"
	"hallcheck/ui/review"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
)

// desk is a branch with a head who reviews and a lobby manager who fixes, on a
// real database and a real photo store.
type desk struct {
	*shelltest.Env
	tb    testing.TB
	store *store.Store
	album *photos.Store
	home  *shelltest.Home
	ids   []string
}

const (
	head  = "王建国"
	fixer = "张伟"
)

func newDesk(tb testing.TB) *desk {
	dir := tb.TempDir()
	s, err := store.Open(tb.Context(), store.Options{
		Dir: dir, Clock: func() time.Time { return shelltest.Now }, Parse: standard.Read, Builtin: assets.Checklists(),
	})
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, s.Close()) })
	album, err := photos.Open(dir)
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, album.Close()) })
	home := shelltest.NewHome()
	home.Who.User = checklist.Person{ID: "p-head", Name: head, Role: checklist.BranchHead, Branch: home.Who.Branch.Code}
	require.NoError(tb, s.Setup(tb.Context(), home.Who))
	require.NoError(tb, s.SavePerson(tb.Context(), checklist.Person{ID: "p-fix", Name: fixer, Role: checklist.LobbyManager, Branch: home.Who.Branch.Code}))
	tb.Cleanup(s.Subscribe(home.Publish))
	return &desk{tb: tb, store: s, album: album, home: home}
}

// act lets somebody else work for a while.
func (d *desk) as(name string, work func()) {
	_, err := d.store.ActAs(d.tb.Context(), name)
	require.NoError(d.tb, err)
	work()
	_, err = d.store.ActAs(d.tb.Context(), head)
	require.NoError(d.tb, err)
}

// photo stores a picture in one colour; w 0 = a small one.
func (d *desk) photo(n, w, h int) checklist.PhotoRef {
	if w == 0 {
		w, h = 64, 48
	}
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	c := color.RGBA{R: uint8(n * 37), G: uint8(n * 91), B: uint8(n * 53), A: 255}
	for y := range h {
		for x := range w {
			if (x/40+y/40)%2 == 0 {
				img.SetRGBA(x, y, c)
			} else {
				img.SetRGBA(x, y, color.RGBA{R: uint8(x), G: uint8(y), B: uint8(n), A: 255})
			}
		}
	}
	var buf bytes.Buffer
	require.NoError(d.tb, jpeg.Encode(&buf, img, &jpeg.Options{Quality: 88}))
	ref, err := d.album.Add(d.tb.Context(), &buf, fmt.Sprintf("IMG_%04d.jpg", n), "file", shelltest.Now)
	require.NoError(d.tb, err)
	return ref
}

// pair is one finding to be made.
type pair struct {
	text   string
	by     string // who fixes, "" = the lobby manager
	draft  checklist.FindingDraft
	before []checklist.PhotoRef
	after  []checklist.PhotoRef
	asks   string // an extension instead of a submission
}

func (d *desk) add(x pair) string {
	if x.by == "" {
		x.by = fixer
	}
	if x.before == nil {
		x.before = []checklist.PhotoRef{d.photo(len(d.ids)*2+1, 0, 0)}
	}
	x.draft.Text, x.draft.Photos = x.text, x.before
	if x.draft.Severity == "" {
		x.draft.Severity = checklist.Minor
	}
	if x.draft.Owner == "" {
		x.draft.Owner = fixer
	}
	if x.draft.Due == "" {
		x.draft.Due = "2026-11-24"
	}
	f, err := d.store.OpenFinding(d.tb.Context(), x.draft)
	require.NoError(d.tb, err)
	d.ids = append(d.ids, f.ID)
	d.as(x.by, func() {
		_, err := d.store.EditFinding(d.tb.Context(), f.ID, func(f *checklist.Finding, act checklist.Act) error {
			if x.asks != "" {
				return f.AskExtension(act, x.asks, "等待供应商送货")
			}
			if x.after == nil {
				x.after = []checklist.PhotoRef{d.photo(len(d.ids)*2+2, 0, 0)}
			}
			return f.Submit(act, "已处理："+x.text, x.after)
		})
		require.NoError(d.tb, err)
	})
	return f.ID
}

// open shows the wall.
func (d *desk) open() {
	d.Env = shelltest.New(d.tb, d.home, shell.Route{ID: "review", Icon: "review", Rail: true, New: review.New(review.Services{Store: d.store, Photos: d.album, Truth: d.truth})},
		shell.Route{ID: "findings", New: nothing}, shell.Route{ID: "finding", New: nothing})
}

// truth tells where a picture was used before, as the program does.
func (d *desk) truth(ctx context.Context, f *checklist.Finding, ref checklist.PhotoRef) ([]checklist.Hint, error) {
	uses, err := d.store.PhotoUses(ctx, ref.Hash, checklist.PhotoUse{Photo: ref.ID})
	return f.AfterHints(ref, uses, shelltest.Now), err
}

func nothing(s *shell.Shell, _ any) shell.Page {
	return review.New(review.Services{Store: empty{}})(s, nil)
}

// empty is a store with nothing on the wall.
type empty struct{ review.Store }

func (empty) Findings(context.Context, checklist.FindingFilter) ([]checklist.FindingRow, int, error) {
	return nil, 0, nil
}

func (empty) FindingFacets(context.Context, checklist.FindingFilter, string) (checklist.FindingFacets, error) {
	return checklist.FindingFacets{}, nil
}

// finding is what the database has.
func (d *desk) finding(id string) *checklist.Finding {
	f, err := d.store.Finding(d.tb.Context(), id)
	require.NoError(d.tb, err)
	return f
}

func (d *desk) status(id string) checklist.FindingStatus { return d.finding(id).Status }

func (d *desk) rows() *kit.Rows { return shelltest.Find[*kit.Rows](d.Env, 0) }
