package result_test

import (
	"context"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/photos"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
)

// pick answers every question for files with the same ones.
type pick struct {
	shell.Chooser
	paths []string
}

func (c pick) OpenFiles(_ []string, then func([]string)) { then(c.paths) }

// shot writes a picture and returns its path.
func shot(t *testing.T, name string, c color.NRGBA) string {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, 320, 240))
	for y := range 240 {
		for x := range 320 {
			img.SetNRGBA(x, y, color.NRGBA{c.R + uint8(x/2), c.G + uint8(y/2), c.B, 255})
		}
	}
	path := filepath.Join(t.TempDir(), name)
	f, err := os.Create(path)
	require.NoError(t, err)
	require.NoError(t, png.Encode(f, img))
	require.NoError(t, f.Close())
	return path
}

// appealDesk is the page of a passed record, before a branch head.
func appealDesk(t *testing.T, files ...string) (*desk, *photos.Store) {
	t.Helper()
	d := openDesk(t)
	album, err := photos.Open(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { _ = album.Close() })
	d.sv.Photos, d.sv.Reviews, d.sv.Burn = album, d.store, album.BurnMosaic
	d.sv.AddPhoto = func(ctx context.Context, path, source string) (checklist.PhotoRef, error) {
		f, err := os.Open(path)
		if err != nil {
			return checklist.PhotoRef{}, err
		}
		defer func() { _ = f.Close() }()
		return album.Add(ctx, f, filepath.Base(path), source, shelltest.Now)
	}
	d.Shell.Choose = pick{paths: files}
	in := d.add(t, "now", "6s-environment", shelltest.Now, "env.outdoor.signboard")
	n := 0
	act := checklist.Act{
		By: checklist.Person{ID: "q", Name: "赵敏", Role: checklist.HQSupervisor}, At: shelltest.Now, Device: "d-q",
		NewID: func() string { n++; return "ev" },
	}
	r := checklist.FoldReview(in, nil)
	require.NoError(t, r.Pass(act, ""))
	d.took(t, in.Branch.Code, r.Events)
	head := checklist.Person{ID: "head", Name: "石行长", Role: checklist.BranchHead, Branch: in.Branch.Code}
	require.NoError(t, d.store.SavePerson(t.Context(), head))
	_, err = d.store.ActAs(t.Context(), head.Name)
	require.NoError(t, err)
	d.Home.Who.User = head
	d.Shell.RefreshHome(func() {})
	return d, album
}

// took brings in what headquarters did.
func (d *desk) took(t *testing.T, branch string, events []checklist.ReviewEvent) {
	t.Helper()
	record := store.ImportRecord{SHA256: "p-1", Device: "device-hq", Seq: 1, Branch: branch}
	_, err := d.store.ImportInspections(t.Context(), record, nil, store.Loop{Reviews: events}, checklist.Branch{})
	require.NoError(t, err)
}

func (d *desk) stored(t *testing.T) *checklist.Review {
	t.Helper()
	r, err := d.store.Review(t.Context(), "now")
	require.NoError(t, err)
	return r
}

// A photo of an appeal is masked like any other before it leaves: the editor takes
// the place of the form, which comes back with what was written.
func TestAppealPhotoIsMasked(t *testing.T) {
	d, album := appealDesk(t, shot(t, "a.png", color.NRGBA{R: 20, A: 255}), shot(t, "b.png", color.NRGBA{G: 60, A: 255}))
	require.NoError(t, d.store.SetSetting(t.Context(), checklist.SettingPrivacy, "1"))
	d.Shell.Open("result", "now")
	d.Type("a")
	d.Fill(0, "当时已报修")
	d.Tap("附照片")
	require.True(t, d.Has("2 张，其中 2 张客户信息待确认"), "%q", d.Texts())
	d.Tap("申诉")
	require.Equal(t, checklist.AppealNone, d.stored(t).Appeal, "nobody decided about the photos")

	d.Tap("打码")
	require.Equal(t, "marking", d.Shell.At())
	d.Type("x")
	d.Press(fyne.KeyReturn)
	d.Press(fyne.KeyEscape)
	require.Equal(t, "result", d.Shell.At())
	require.True(t, d.Has("2 张，其中 1 张客户信息待确认"), "%q", d.Texts())
	shelltest.Find[*kit.PhotoStrip](d.Env, 0).OnSelect(0)
	d.Tap("移除")
	require.Equal(t, "当时已报修", shelltest.Find[*kit.TextField](d.Env, 0).Text, "the form is as it was left")
	d.Tap("申诉")
	r := d.stored(t)
	require.Equal(t, []any{checklist.AppealOpen, "当时已报修", 1}, []any{r.Appeal, r.AppealReason, len(r.AppealPhotos)})
	ref := r.AppealPhotos[0]
	require.Equal(t, []any{checklist.PrivacyMasked, "b.png"}, []any{ref.Privacy, ref.Name})
	require.Len(t, ref.Masked, 64)
	require.NotEqual(t, ref.Hash, ref.Leaving().Hash, "the masked copy leaves")
	require.True(t, album.Has(ref.Masked))
	masked, err := d.store.MaskedPictures(t.Context())
	require.NoError(t, err)
	require.Equal(t, map[string]string{ref.Hash: ref.Masked}, masked)
}

// Saying that nobody is in the photos is enough, too; what was written stays when the
// form is closed by mistake.
func TestAppealSaysThereAreNoCustomers(t *testing.T) {
	d, _ := appealDesk(t, shot(t, "a.png", color.NRGBA{R: 20, A: 255}))
	d.Shell.Open("result", "now")
	d.Type("a")
	d.Fill(0, "当时已报修")
	d.Tap("附照片")
	d.Press(fyne.KeyEscape)
	d.Window.Canvas().Unfocus()
	d.Type("a")
	require.Equal(t, "当时已报修", shelltest.Find[*kit.TextField](d.Env, 0).Text)
	shelltest.Find[*kit.Toggle](d.Env, 0).Tapped(nil)
	require.True(t, d.Has("1 张，均已确认"), "%q", d.Texts())
	d.Tap("申诉")
	require.Equal(t, checklist.PrivacyClear, d.stored(t).AppealPhotos[0].Privacy)
}
