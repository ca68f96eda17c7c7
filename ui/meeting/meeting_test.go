package meeting_test

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/report"
	"hallcheck/store"
	"hallcheck/store/photos"
	"hallcheck/store/storetest"
	"hallcheck/ui/kit"
	"hallcheck/ui/meeting"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
)

// desk is a branch with a real store, real photos and the page in a window.
type desk struct {
	*shelltest.Env
	st      *store.Store
	pics    *photos.Store
	dir     string
	screens int
	lack    []report.Warning // told by the next export
	found   []*checklist.Finding
	spot    checklist.BrightSpot
}

// papers makes slides as the program does, from what the store holds.
type papers struct{ d *desk }

func (p papers) Month(_ context.Context, title, branch string, _ time.Time) (*checklist.Deck, error) {
	out := &checklist.Deck{Title: title, Branch: branch, Day: "2026-11-21", Summary: true}
	for _, f := range p.d.found[:3] {
		out.Items = append(out.Items, checklist.DeckItem{Kind: checklist.DeckFinding, ID: f.ID})
	}
	return out, nil
}

func (p papers) SlideDoc(ctx context.Context, d *checklist.Deck) (report.SlideDoc, error) {
	var fs []*checklist.Finding
	for _, it := range d.Items {
		if f, err := p.d.st.Finding(ctx, it.ID); err == nil {
			fs = append(fs, f)
		}
	}
	spots, err := p.d.st.BrightSpots(ctx, "", "", "")
	doc := report.SlidesFor(report.FindingPaper{Lang: checklist.ZH, Today: "2026-11-21", Zone: time.Local}, d, fs, spots, report.DeckFacts{
		Period: "2026-11", Rates: &checklist.FindingRates{Created: 4, Overdue: 1},
	})
	return doc, err
}

func (p papers) SaveSlides(ctx context.Context, path string, d *checklist.Deck, progress func(done, total int)) ([]report.Warning, error) {
	doc, err := p.SlideDoc(ctx, d)
	progress(1, 1)
	return p.d.lack, errors.Join(err, os.WriteFile(path, []byte(fmt.Sprint(len(doc.Slides), doc.Slides[1].Heading)), 0o600))
}

// saving answers the dialog for a file to write.
type saving struct{ dir, asked string }

func (c *saving) OpenFile([]string, func(string)) {}
func (c *saving) OpenFolder(func(string))         {}
func (c *saving) SaveFile(name string, then func(string)) {
	c.asked = name
	then(filepath.Join(c.dir, name))
}

// picture stores a JPEG; every n is another.
func (d *desk) picture(n int) checklist.PhotoRef {
	d.T.Helper()
	path := filepath.Join(d.dir, fmt.Sprintf("IMG_%04d.jpg", n))
	f, err := os.Create(path)
	require.NoError(d.T, err)
	img := image.NewGray(image.Rect(0, 0, 64, 48))
	for i := range img.Pix {
		img.Pix[i] = uint8(i*n + n)
	}
	require.NoError(d.T, errors.Join(jpeg.Encode(f, img, nil), f.Close()))
	ref, err := d.pics.AddFile(d.T.Context(), path, "file", shelltest.Now)
	require.NoError(d.T, err)
	return ref
}

func newDesk(t *testing.T, screens int) *desk {
	t.Helper()
	o := storetest.Options(t, "")
	o.Clock = func() time.Time { return shelltest.Now }
	st, err := store.Open(t.Context(), o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, st.Close()) })
	storetest.SetUp(t, st)
	d := &desk{st: st, dir: t.TempDir(), screens: screens, Env: &shelltest.Env{T: t}}
	d.pics, err = photos.Open(d.dir)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, d.pics.Close()) })
	for i, text := range []string{"填单台缺老花镜", "绿植枯黄", "灭火器压力不足", "门楣缺字"} {
		f, err := st.OpenFinding(t.Context(), checklist.FindingDraft{
			Text: text, Owner: "张伟", Zone: "大堂", Severity: checklist.Minor, Photos: []checklist.PhotoRef{d.picture(i + 1)},
		})
		require.NoError(t, err)
		d.found = append(d.found, f)
	}
	d.spot, err = st.SaveBright(t.Context(), checklist.BrightSpot{Text: "雨天备好雨伞套", People: "王芳", Photos: []checklist.PhotoRef{d.picture(9)}})
	require.NoError(t, err)
	home := shelltest.NewHome()
	home.Who, err = st.Profile(t.Context())
	require.NoError(t, err)
	sv := &meeting.Services{Store: st, Papers: papers{d}, Photos: d.pics, Second: func() (int, int, bool) { return 1280, 0, d.screens > 1 }}
	d.Env = shelltest.Open(t, home, meeting.New(sv))
	t.Cleanup(st.Subscribe(home.Publish))
	return d
}

// deck is the only deck stored.
func (d *desk) deck() checklist.Deck {
	d.T.Helper()
	all, err := d.st.Decks(d.T.Context())
	require.NoError(d.T, err)
	require.Len(d.T, all, 1)
	return all[0]
}

// items are the deck's items by the words of what they show.
func (d *desk) items() []string {
	d.T.Helper()
	names := map[string]string{d.spot.ID: d.spot.Text}
	for _, f := range d.found {
		names[f.ID] = f.Text
	}
	var out []string
	for _, it := range d.deck().Items {
		out = append(out, names[it.ID])
	}
	return out
}

func (d *desk) list() *kit.Rows { return shelltest.Find[*kit.Rows](d.Env, 1) }

// on puts the selection on slide i, counted from one.
func (d *desk) on(i int) {
	d.T.Helper()
	d.Press(fyne.KeyHome)
	for range i - 1 {
		d.Press(fyne.KeyDown)
	}
	require.Equal(d.T, i-1, d.list().Selected())
}

func TestADeckIsProposedAndOrdered(t *testing.T) {
	d := newDesk(t, 1)
	require.True(t, d.Has("还没有会议材料"))
	d.Tap("本月会议")
	require.Equal(t, []string{"填单台缺老花镜", "绿植枯黄", "灭火器压力不足"}, d.items())
	require.Equal(t, "2026 年 11 月服务例会", d.deck().Title)
	require.True(t, d.Has("6 张"), "title, figures, three problems, dates: %q", d.Texts())

	d.on(3)
	d.Shortcut(&desktop.CustomShortcut{KeyName: fyne.KeyDown, Modifier: fyne.KeyModifierAlt})
	require.Equal(t, []string{"绿植枯黄", "填单台缺老花镜", "灭火器压力不足"}, d.items())
	require.Equal(t, 3, d.list().Selected(), "the slide stays chosen")
	d.Type("J")
	require.Equal(t, []string{"绿植枯黄", "灭火器压力不足", "填单台缺老花镜"}, d.items())
	d.Type("J")
	require.Equal(t, []string{"绿植枯黄", "灭火器压力不足", "填单台缺老花镜"}, d.items(), "the dates stay last")
	d.Type("kK")
	require.Equal(t, []string{"灭火器压力不足", "绿植枯黄", "填单台缺老花镜"}, d.items())

	d.on(1)
	d.Press(fyne.KeyDelete)
	require.Len(t, d.items(), 3, "the title is made by the program")
	d.on(4)
	d.Press(fyne.KeyDelete)
	require.Equal(t, []string{"灭火器压力不足", "填单台缺老花镜"}, d.items())
	d.Tap("撤销")
	require.Equal(t, []string{"灭火器压力不足", "绿植枯黄", "填单台缺老花镜"}, d.items())
	require.Empty(t, d.Overflows())
}

func TestWhatIsSetIsStored(t *testing.T) {
	d := newDesk(t, 1)
	d.Tap("本月会议")
	shelltest.Find[*kit.Toggle](d.Env, 0).Tapped(nil)
	shelltest.Find[*kit.Toggle](d.Env, 3).Tapped(nil)
	shelltest.Find[*kit.Toggle](d.Env, 1).Tapped(nil)
	got := d.deck()
	require.True(t, got.Names && got.Masked && !got.Summary && !got.Ranking, "%+v", got)
	require.True(t, d.Has("5 张"))
	d.on(2)
	note, closing, name := shelltest.Find[*kit.TextField](d.Env, 1), shelltest.Find[*kit.TextField](d.Env, 2), shelltest.Find[*kit.TextField](d.Env, 0)
	note.SetText("先讲这个")
	note.OnSubmitted("")
	require.Equal(t, "先讲这个", d.deck().Items[0].Note)
	closing.SetText("本周内完成\n\n 逐项销号 ")
	closing.OnFocus(false)
	require.Equal(t, []string{"本周内完成", "逐项销号"}, d.deck().Closing)
	require.True(t, d.Has("要求与期限"))
	name.SetText("十一月例会")
	d.Press(fyne.KeyDown)
	require.Equal(t, "十一月例会", d.deck().Title, "what was typed is stored when another slide is chosen")
	require.Empty(t, note.Text, "the next slide has no line yet")
	d.Press(fyne.KeyUp)
	require.Equal(t, "先讲这个", note.Text)
	d.Press(fyne.KeyHome)
	require.True(t, note.Disabled(), "the title has no presenter's line")
}

func TestFindingsAndGoodPracticeAreAdded(t *testing.T) {
	d := newDesk(t, 1)
	d.Tap("本月会议")
	d.on(3)
	d.Type("n")
	require.True(t, d.Has("门楣缺字") && d.Has("雨天备好雨伞套"))
	require.False(t, d.Has("绿植枯黄"), "what the deck has is not offered")
	rows := shelltest.Find[*kit.Rows](d.Env, 0)
	d.Press(fyne.KeyReturn) // from the field into the list
	require.Same(t, rows, d.Window.Canvas().Focused())
	rows.TypedRune(' ')
	rows.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	rows.TypedRune(' ')
	require.True(t, d.Has("已选 2 项"), "%d %q", rows.Selected(), d.Texts())
	rows.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	require.Equal(t, []string{"填单台缺老花镜", "门楣缺字", "雨天备好雨伞套", "绿植枯黄", "灭火器压力不足"}, d.items())
	require.Equal(t, checklist.DeckBright, d.deck().Items[2].Kind)
	require.Equal(t, 3, d.list().Selected(), "the first one added is chosen")

	d.on(4)
	d.Press(fyne.KeyDelete)
	d.Type("n")
	d.Fill(0, "门楣")
	require.True(t, d.Has("门楣缺字"), "%q", d.Texts())
	d.Fill(0, "不存在的")
	require.True(t, d.Has("没有可添加的"))
}

func TestASlideIsDraggedToItsPlace(t *testing.T) {
	d := newDesk(t, 1)
	d.Tap("本月会议")
	var grip fyne.Draggable
	n := 0
	shelltest.Walk(d.Window.Content(), func(o fyne.CanvasObject) bool {
		if x, ok := o.(fyne.Draggable); ok && fmt.Sprintf("%T", o) == "*meeting.row" {
			if n++; n == 3 {
				grip = x
			}
		}
		return true
	})
	require.NotNil(t, grip)
	for range 15 {
		grip.Dragged(&fyne.DragEvent{Dragged: fyne.Delta{DY: 10}})
	}
	require.Equal(t, []string{"填单台缺老花镜", "绿植枯黄", "灭火器压力不足"}, d.items(), "stored when it is let go")
	grip.DragEnd()
	require.Equal(t, []string{"绿植枯黄", "灭火器压力不足", "填单台缺老花镜"}, d.items())
	require.Equal(t, 4, d.list().Selected())
}

func TestTheDeckIsExported(t *testing.T) {
	d := newDesk(t, 1)
	d.Tap("本月会议")
	c := &saving{dir: d.dir}
	d.Shell.Choose = c
	d.Tap("PPTX")
	require.Equal(t, "2026 年 11 月服务例会.pptx", c.asked)
	body, err := os.ReadFile(filepath.Join(d.dir, c.asked))
	require.NoError(t, err)
	require.Equal(t, "6检查范围与成绩", string(body))
	require.Equal(t, "已导出 2026 年 11 月服务例会.pptx", d.Shell.Toasted())
	d.lack = []report.Warning{{Code: "glyph"}, {Code: "photo"}}
	d.Tap("PDF")
	require.FileExists(t, filepath.Join(d.dir, "2026 年 11 月服务例会.pdf"))
	require.True(t, d.Has("2026 年 11 月服务例会.pdf 已写好，但有 1 张照片打不开，位置留空。请检查磁盘后再导出。"), "%q", d.Texts())
}

func TestADeckIsDeletedAndBroughtBack(t *testing.T) {
	d := newDesk(t, 1)
	d.Tap("本月会议")
	was := d.deck()
	for i := range 99 {
		if b := shelltest.Find[*kit.Button](d.Env, i); b.Name == "删除这次会议" {
			b.Tapped(nil)
			break
		}
	}
	all, err := d.st.Decks(t.Context())
	require.NoError(t, err)
	require.Empty(t, all)
	require.True(t, d.Has("还没有会议材料"))
	d.Tap("撤销")
	require.Equal(t, was.Items, d.deck().Items)
}

var _ shell.Chooser = (*saving)(nil)
