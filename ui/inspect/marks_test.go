package inspect_test

import (
	"context"
	"image/color"
	"image/jpeg"
	"os"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store/photos"
	"hallcheck/ui/inspect"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
)

// album is the real photo store as the window has it.
type album struct{ *photos.Store }

func (a album) Add(ctx context.Context, path, source string) (checklist.PhotoRef, error) {
	return a.AddFile(ctx, path, source, time.Now())
}

func (album) Pictures(paths []string) ([]string, error) { return photos.Pictures(paths) }

// openAlbum is a desk with one photo on the first item.
func openAlbum(t *testing.T) (*desk, album) {
	t.Helper()
	d := openDesk(t)
	s, err := photos.Open(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	d.sv.Photos, d.sv.Burn = album{s}, s.BurnMosaic
	d.begin("6s-environment")
	d.Type("2")
	d.Shell.Page().(shell.DropTarget).Drop([]string{picture(t, "a.jpg", color.RGBA{200, 60, 40, 255})})
	require.Len(t, d.photo().Hash, 64)
	return d, album{s}
}

func (d *desk) photo() checklist.PhotoRef { return d.draft().Answer("main", firstItem).Photos[0] }

// shownPath is the file the large preview shows.
func (d *desk) shownPath() string {
	d.t.Helper()
	return shelltest.Find[*kit.PhotoView](d.Env, 0).Shown().Path
}

func TestAPhotoIsMaskedByKeyboardAlone(t *testing.T) {
	d, a := openAlbum(t)
	plain := d.shownPath()
	d.Type("m")
	require.True(t, d.Has("客户信息待确认"))
	d.Type("x")
	d.Press(fyne.KeyReturn)
	d.Type("a")
	d.Press(fyne.KeyReturn)
	d.Press(fyne.KeyEscape)
	require.Equal(t, inspect.RouteRun, d.Shell.At())
	p := d.photo()
	require.Equal(t, checklist.PrivacyMasked, p.Privacy)
	require.Len(t, p.Marks, 2)
	require.True(t, a.Has(p.Masked), "the masked picture is stored")
	require.NoError(t, a.Verify(t.Context(), p.Hash))
	require.NotEqual(t, plain, d.shownPath())
	want, err := a.Marked(t.Context(), p.Masked, p.Marks)
	require.NoError(t, err)
	require.Equal(t, want, d.shownPath(), "the preview shows mosaic and marks")
	f, err := os.Open(d.shownPath())
	require.NoError(t, err)
	defer f.Close()
	_, err = jpeg.Decode(f)
	require.NoError(t, err)
	require.True(t, d.Has("已打码"))
	open, err := d.store.Setting(t.Context(), inspect.SettingOpen)
	require.NoError(t, err)
	require.Equal(t, d.draft().ID, open, "after a crash it opens again")

	d.Type("m")
	d.Press(fyne.KeyTab)
	d.Press(fyne.KeyDelete)
	d.Press(fyne.KeyEscape)
	require.Empty(t, d.photo().Masked)
	require.Equal(t, checklist.PrivacyOpen, d.photo().Privacy, "without the mosaic the question is open again")
	require.Equal(t, checklist.MarkArrow, d.photo().Marks[0].Kind)
}

func TestNoCustomersIsOneKey(t *testing.T) {
	d, _ := openAlbum(t)
	d.Type("c")
	require.Equal(t, checklist.PrivacyClear, d.photo().Privacy)
	require.True(t, d.Has("已确认无客户"))
	d.Type("c")
	require.Equal(t, checklist.PrivacyOpen, d.photo().Privacy)
	d.Tap("无客户")
	require.Equal(t, checklist.PrivacyClear, d.photo().Privacy)
	require.Empty(t, d.Overflows())
}

func TestTheGateLeadsToPhotosNobodyDecidedAbout(t *testing.T) {
	d := openDesk(t)
	s, err := photos.Open(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	d.sv.Photos, d.sv.Burn = album{s}, s.BurnMosaic
	require.NoError(t, d.store.SetSetting(t.Context(), checklist.SettingPrivacy, "1"))
	d.begin("6s-environment")
	d.Type("1")
	d.Type("k")
	d.Shell.Page().(shell.DropTarget).Drop([]string{
		picture(t, "a.jpg", color.RGBA{200, 60, 40, 255}), picture(t, "b.jpg", color.RGBA{20, 60, 240, 255}),
	})
	d.Type("j")
	d.Shortcut(finishKeys)
	require.True(t, d.Has("照片 a.jpg 待确认客户信息"), "%q", d.Texts())
	require.True(t, d.Has("照片 b.jpg 待确认客户信息"))
	d.Press(fyne.KeyReturn)
	require.True(t, d.Has("门楣招牌"))
	d.Type("cc")
	for _, p := range d.draft().Answer("main", firstItem).Photos {
		require.Equal(t, checklist.PrivacyClear, p.Privacy, "the second key went to the second photo")
	}
	d.Shortcut(finishKeys)
	require.False(t, d.Has("待确认客户信息"))
}

func TestMarksThatCannotBeSavedAreNamed(t *testing.T) {
	d, _ := openAlbum(t)
	d.Type("m")
	d.Type("x")
	d.Press(fyne.KeyReturn)
	d.store.on = true
	d.Press(fyne.KeyEscape)
	require.NotNil(t, kit.TopOverlay(d.Window.Canvas()))
	require.True(t, d.Has("没有保存"))
	d.store.on = false
	require.Empty(t, d.photo().Masked)
}

func TestMarkingSaysWhenThereIsNoPhoto(t *testing.T) {
	d, _ := openAlbum(t)
	d.Type("jm")
	require.Contains(t, d.Shell.Toasted(), "还没有照片")
	require.Equal(t, inspect.RouteRun, d.Shell.At())
	require.False(t, d.Has("标注"), "no photo, no buttons")
}
