package cases_test

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
	"hallcheck/checklist/hall"
	"hallcheck/store/photos"
	"hallcheck/ui/cases"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell/shelltest"
)

// shelf is a photo store of files.
type shelf struct{ *photos.Store }

func (shelf) Pictures(paths []string) ([]string, error) { return paths, nil }

func (s shelf) Add(ctx context.Context, path, source string) (checklist.PhotoRef, error) {
	f, err := os.Open(path)
	if err != nil {
		return checklist.PhotoRef{}, err
	}
	defer func() { _ = f.Close() }()
	return s.Store.Add(ctx, f, filepath.Base(path), source, shelltest.Now)
}

// shot writes a picture and returns its path.
func shot(t *testing.T, name string, shade uint8) string {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, 320, 240))
	for y := range 240 {
		for x := range 320 {
			img.SetNRGBA(x, y, color.NRGBA{shade + uint8(x/2), uint8(y), shade, 255})
		}
	}
	path := filepath.Join(t.TempDir(), name)
	f, err := os.Create(path)
	require.NoError(t, err)
	require.NoError(t, png.Encode(f, img))
	require.NoError(t, f.Close())
	return path
}

// withPhotos is a window with a fault that has photos.
func withPhotos(t *testing.T, names ...string) (*hallWindow, *photos.Store, hall.Entry) {
	t.Helper()
	album, err := photos.Open(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { _ = album.Close() })
	w := openWith(t, func(sv *cases.Services) { sv.Photos, sv.Burn = shelf{album}, album.BurnMosaic })
	e := hall.Entry{Kind: hall.KindFault, Topic: "ATM 1", Text: "吞卡"}
	for i, n := range names {
		ref, err := shelf{album}.Add(t.Context(), shot(t, n, uint8(20+60*i)), "file")
		require.NoError(t, err)
		e.Photos = append(e.Photos, ref)
	}
	out, err := w.store.Append(t.Context(), e)
	require.NoError(t, err)
	w.Shell.Reload()
	return w, album, out[0]
}

// The photo of a case is masked by keyboard: the entry stays, the case shows the masked
// copy, the original is kept and never leaves. The next photo is said to have no customer
// by the button.
func TestThePhotoOfACaseIsMasked(t *testing.T) {
	w, album, e := withPhotos(t, "a.png", "b.png")
	w.Has("1/2 客户信息待确认")
	w.Type("m")
	require.Equal(t, "marking", w.Shell.At())
	w.Type("x")
	w.Press(fyne.KeyReturn)
	w.Press(fyne.KeyEscape)
	require.Equal(t, "page", w.Shell.At())
	w.Has("2/2 客户信息待确认")
	now := w.entries(hall.KindFault)[0].Photos
	require.Equal(t, []checklist.Privacy{checklist.PrivacyMasked, checklist.PrivacyOpen}, []checklist.Privacy{now[0].Privacy, now[1].Privacy})
	require.Len(t, now[0].Masked, 64)
	require.True(t, album.Has(now[0].Masked) && album.Has(e.Photos[0].Hash), "the copy, and the original for its days")
	require.Equal(t, now[0].Masked, now[0].Leaving().Hash)
	marks := w.entries(hall.KindMark)
	require.Len(t, marks, 1)
	require.Equal(t, []string{e.ID, "李静"}, []string{marks[0].Ref, marks[0].By})
	hidden, err := w.store.MaskedPictures(t.Context())
	require.NoError(t, err)
	require.Equal(t, map[string]string{e.Photos[0].Hash: now[0].Masked}, hidden)

	w.Tap("标注")
	shelltest.Find[*kit.Toggle](w.Env, 0).Tapped(nil) // no customer in it
	w.Press(fyne.KeyEscape)
	now = w.entries(hall.KindFault)[0].Photos
	require.Equal(t, []any{checklist.PrivacyClear, e.Photos[1].Hash}, []any{now[1].Privacy, now[1].Shown()})
	w.Has("1/2 已打码")
	shelltest.Find[*kit.PhotoStrip](w.Env, 0).OnSelect(1)
	w.Press(fyne.KeyEscape)
	w.Has("2/2 已确认无客户")
	require.Len(t, w.entries(hall.KindFault), 1)
}

// A case without a photo has nothing to mark, and says so.
func TestNothingToMark(t *testing.T) {
	w, _, _ := withPhotos(t)
	w.Type("m")
	require.Equal(t, "page", w.Shell.At())
	w.Has("这一条没有照片。")
	require.Nil(t, w.Button("标注"))
}

// The page lists plain remarks and what is still open from before its days; the notes of
// the log are not in it, nor complaints of long ago that were settled at once. The
// exported list has the same (TestCasesListsWhatThePageLists).
func TestThePageListsWhatIsExported(t *testing.T) {
	w := open(t)
	no, yes := false, true
	put := func(daysAgo int, e hall.Entry) {
		e.At = w.clock.Now().AddDate(0, 0, -daysAgo).UnixMilli()
		_, err := w.store.Append(t.Context(), e)
		require.NoError(t, err)
	}
	put(45, hall.Entry{Kind: hall.KindFault, Topic: "ATM 2", Text: "吞卡"})
	put(44, hall.Entry{Kind: hall.KindComplaint, Topic: "fees", Text: "早已当场解决", Yes: &yes})
	put(43, hall.Entry{Kind: hall.KindComplaint, Topic: "fees", Text: "还没答复", Yes: &no})
	put(42, hall.Entry{Kind: hall.KindNote, Text: "太久以前的备注"})
	put(3, hall.Entry{Kind: hall.KindNote, Text: "门口施工，客户绕行"})
	put(2, hall.Entry{Kind: hall.KindNote, Topic: hall.TopicActivity, Text: "播放反诈视频"})
	put(1, hall.Entry{Kind: hall.KindNote, Topic: hall.TopicCarry, Text: "只在日志上"})
	w.Shell.Reload()
	w.Type("3")
	for _, s := range []string{"ATM 2 · 吞卡", "还没答复", "门口施工，客户绕行", "播放反诈视频"} {
		w.Has(s)
	}
	for _, s := range []string{"早已当场解决", "太久以前的备注", "只在日志上"} {
		require.False(t, w.Env.Has(s), s)
	}
}
