package review_test

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/review"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
	"hallcheck/ui/theme"
)

func TestFiltersNarrowTheWallAndUndoStillWorks(t *testing.T) {
	d := newDesk(t)
	a := d.add(pair{text: "一", draft: checklist.FindingDraft{Zone: "lobby", ZoneName: checklist.Text{ZH: "大堂"}, S6: "shine"}})
	b := d.add(pair{text: "二", draft: checklist.FindingDraft{Zone: "self", ZoneName: checklist.Text{ZH: "自助区"}, Owner: "赵一鸣"}})
	d.add(pair{text: "三", asks: "2026-11-26"})
	d.open()
	d.Type("1")
	d.Type("o")
	pick := shelltest.Find[*kit.Rows](d.Env, 0)
	require.NotNil(t, pick)
	d.Press(fyne.KeyDown)
	d.Press(fyne.KeyDown)
	d.Press(fyne.KeyReturn)
	require.True(t, d.Has("已处理：二"), "%q", d.Texts())
	require.True(t, d.Has("待复查 1 · 已通过 1 · 退回 0"), "%q", d.Texts())
	require.Equal(t, 1, d.rows().Count())
	d.Type("u")
	require.Equal(t, checklist.FindingSubmitted, d.status(a))
	d.Type("1")
	require.Equal(t, checklist.FindingClosed, d.status(b))
	d.Type("c")
	require.True(t, d.Has("待复查 2"), "%q", d.Texts())
}

func TestAFilterThatFindsNothingSaysSo(t *testing.T) {
	d := newDesk(t)
	d.add(pair{text: "一"})
	d.open()
	d.Type("l")
	d.Press(fyne.KeyDown)
	d.Press(fyne.KeyReturn)
	require.True(t, d.Has("没有符合条件的整改。"), "%q", d.Texts())
	d.Tap("清除条件")
	require.True(t, d.Has("已处理：一"), "%q", d.Texts())
}

func TestWhatOthersDecideLeavesTheWall(t *testing.T) {
	d := newDesk(t)
	a, b, c := d.add(pair{text: "一"}), d.add(pair{text: "二"}), d.add(pair{text: "三"})
	d.open()
	d.Type("1")
	_, err := d.store.EditFinding(t.Context(), c, func(f *checklist.Finding, act checklist.Act) error { return f.Reject(act, "旧照片") })
	require.NoError(t, err)
	require.True(t, d.Has("待复查 1 · 已通过 1 · 退回 0"), "%q", d.Texts())
	require.True(t, d.Has("已处理：二"), "%q", d.Texts())
	require.Equal(t, 2, d.rows().Count(), "what this sitting decided stays where it was")
	require.Equal(t, checklist.FindingClosed, d.status(a))
	require.Equal(t, checklist.FindingSubmitted, d.status(b))
	fresh := d.add(pair{text: "四"})
	require.True(t, d.Has("待复查 2 · 已通过 1 · 退回 0"), "%q", d.Texts())
	d.Type("11")
	require.Equal(t, checklist.FindingClosed, d.status(fresh))
}

func TestADecisionThatCannotBeStoredIsSaidAndThePairComesBack(t *testing.T) {
	d := newDesk(t)
	a := d.add(pair{text: "一"})
	d.add(pair{text: "二"})
	d.open()
	d.home.Who.User.Name = "别人" // the page believes in a reviewer the store does not
	d.as(fixer, func() {
		_, err := d.store.ActAs(t.Context(), fixer)
		require.NoError(t, err)
		d.Type("1")
	})
	require.Equal(t, checklist.FindingSubmitted, d.status(a))
	require.True(t, d.Has("您的岗位不能做这一步"), "%q", d.Texts())
	d.Press(fyne.KeyEscape)
	require.True(t, d.Has("已处理：一"), "%q", d.Texts())
	require.True(t, d.Has("待复查 2 · 已通过 0 · 退回 0"), "%q", d.Texts())
}

func TestSeveralPicturesAreSteppedThrough(t *testing.T) {
	d := newDesk(t)
	d.add(pair{text: "一", before: []checklist.PhotoRef{d.photo(1, 0, 0), d.photo(2, 0, 0), d.photo(3, 0, 0)}, after: []checklist.PhotoRef{d.photo(4, 0, 0)}})
	d.open()
	require.True(t, d.Has("1 / 3"), "%q", d.Texts())
	d.Press(fyne.KeyRight)
	d.Press(fyne.KeyRight)
	d.Press(fyne.KeyRight)
	require.True(t, d.Has("3 / 3"), "%q", d.Texts())
	d.Press(fyne.KeyLeft)
	require.True(t, d.Has("2 / 3"), "%q", d.Texts())
	d.Type("f")
	require.NotNil(t, kit.TopOverlay(d.Window.Canvas()))
	require.Equal(t, 3, shelltest.Find[*kit.PhotoView](d.Env, 0).Index(), "the picture after is in front")
	d.Press(fyne.KeyEscape)
	require.Nil(t, kit.TopOverlay(d.Window.Canvas()))
}

func TestAnEmptyWallLeadsToTheFindings(t *testing.T) {
	d := newDesk(t)
	d.open()
	require.True(t, d.Has("没有等待复查的整改。"), "%q", d.Texts())
	d.Type("12eujkzfbxga")
	d.Press(fyne.KeyDown)
	d.Press(fyne.KeySpace)
	d.Press(fyne.KeyEscape)
	if kit.TopOverlay(d.Window.Canvas()) != nil {
		d.Press(fyne.KeyEscape)
	}
	d.Shell.Go("review", nil)
	d.Tap("查看全部问题")
	require.Equal(t, "findings", d.Shell.At())
}

func TestTheWallFitsEveryLookAndSize(t *testing.T) {
	d := newDesk(t)
	d.add(pair{text: "便民雨伞数量不足，雨天客户无伞可借，客户多次反映", draft: checklist.FindingDraft{ZoneName: checklist.Text{ZH: "便民设施与填单区", EN: "Amenities and forms"}, Zone: "z", Severity: checklist.Critical}})
	d.add(pair{text: "二", asks: "2026-11-26"})
	d.add(pair{text: "三", by: head})
	page := shell.Route{ID: "review", Icon: "review", Rail: true, New: review.New(review.Services{Store: d.store, Photos: d.album})}
	for _, look := range []shell.Prefs{
		{Lang: checklist.ZH, Mode: theme.Light, Scale: 100},
		{Lang: checklist.EN, Mode: theme.Dark, Scale: 100},
		{Lang: checklist.EN, Mode: theme.HighContrast, Scale: 150},
		{Lang: checklist.ZH, Mode: theme.Dark, Scale: 80},
	} {
		for _, size := range []fyne.Size{{Width: 1366, Height: 768}, {Width: 1024, Height: 680}} {
			e := shelltest.NewWith(t, d.home, look, page)
			e.Window.Resize(size)
			for _, keys := range []string{"", "2", "j", "e", "j"} {
				e.Type(keys)
				require.Empty(t, e.Overflows(), "%v %v %q", look, size, keys)
				require.False(t, e.Has("‹"), "%v %q: %q", look, keys, e.Texts())
				if keys == "2" || keys == "e" {
					e.Press(fyne.KeyEscape)
				}
			}
		}
	}
}

func TestTheListIsUsedByMouse(t *testing.T) {
	d := newDesk(t)
	a, b := d.add(pair{text: "一"}), d.add(pair{text: "二"})
	d.open()
	test.TapCanvas(d.Window.Canvas(), fyne.NewPos(1250, 66+70+20))
	require.True(t, d.Has("已处理：二"), "%q", d.Texts())
	d.Tap("通过")
	require.Equal(t, checklist.FindingClosed, d.status(b))
	require.True(t, d.Has("已处理：一"), "%q", d.Texts())
	d.Tap("退回")
	d.Tap("取消")
	d.Tap("撤销")
	require.Equal(t, checklist.FindingSubmitted, d.status(b))
	require.Equal(t, checklist.FindingSubmitted, d.status(a))
	d.Shortcut(&desktop.CustomShortcut{KeyName: fyne.KeyF, Modifier: fyne.KeyModifierControl})
	d.Shortcut(&fyne.ShortcutSelectAll{})
	require.True(t, d.Has("已选 2"), "%q", d.Texts())
}

func TestTheBadgeCountsWhatWaits(t *testing.T) {
	d := newDesk(t)
	d.add(pair{text: "一"})
	d.add(pair{text: "二", asks: "2026-11-26"})
	n, err := review.Waiting(d.store)(context.Background())
	require.NoError(t, err)
	require.Equal(t, 2, n)
	require.Nil(t, review.Waiting(nil))
}

func TestAPictureUsedBeforeIsShownBesideWithoutJudging(t *testing.T) {
	d := newDesk(t)
	again := d.photo(9, 0, 0)
	d.add(pair{text: "绿植枯黄", after: []checklist.PhotoRef{again}})
	again.ID = "another-use"
	again.AddedAt++
	b := d.add(pair{text: "填单台缺老花镜", after: []checklist.PhotoRef{again}})
	d.open()
	require.False(t, d.Has("这张照片与"), "%q", d.Texts())
	d.Type("j")
	require.True(t, d.Has("这张照片与 2026-11-21 济宁市中支行“绿植枯黄”的照片相同"), "%q", d.Texts())
	require.False(t, d.Button("通过").Disabled())
	test.TapCanvas(d.Window.Canvas(), fyne.NewPos(900, 590))
	require.NotNil(t, kit.TopOverlay(d.Window.Canvas()), "%q", d.Texts())
	require.True(t, d.Has("以前用过：11 月 21 日 济宁市中支行 绿植枯黄"), "%q", d.Texts())
	d.Press(fyne.KeyLeft)
	require.True(t, d.Has("整改后"), "%q", d.Texts())
	d.Press(fyne.KeyEscape)
	d.Type("1")
	require.Equal(t, checklist.FindingClosed, d.status(b))
	require.False(t, d.Has("这张照片与"), "%q", d.Texts())
}

func TestHeadquartersSeesWhoseHallItIs(t *testing.T) {
	d := newDesk(t)
	d.add(pair{text: "一"})
	d.add(pair{text: "二", asks: "2026-11-26", draft: checklist.FindingDraft{Severity: checklist.Critical}})
	d.home.Who.Face = checklist.FaceHQ
	d.home.Who.User = checklist.Person{ID: "p-hq", Name: "赵督导", Role: checklist.HQSupervisor}
	d.open()
	require.True(t, d.Has("济宁市中支行 · F-2026-0001"), "%q", d.Texts())
	d.Type("j")
	require.False(t, d.Button("同意到 11 月 26 日").Disabled(), "headquarters decides the extension of a critical finding")
	d.home.Who.User = checklist.Person{ID: "p-head", Name: head, Role: checklist.BranchHead, Branch: "3701101"}
	d.open()
	d.Type("j")
	require.True(t, d.Button("同意到 11 月 26 日").Disabled())
	require.True(t, d.Has("这一步要由总行决定"), "%q", d.Texts())
}

func TestMarksAreSeenOnTheWall(t *testing.T) {
	d := newDesk(t)
	marked := d.photo(1, 640, 480)
	marked.Marks = []checklist.Mark{{Kind: checklist.MarkBox, Points: []checklist.Point{{X: 1000, Y: 1000}, {X: 6000, Y: 6000}}, Colour: checklist.Vermillion, Width: 60}}
	require.NoError(t, checklist.Marks(marked.Marks).Check())
	d.add(pair{text: "一", before: []checklist.PhotoRef{marked}})
	asked := map[string]bool{}
	d.Env = shelltest.New(t, d.home, shell.Route{ID: "review", Icon: "review", Rail: true, New: review.New(review.Services{Store: d.store, Photos: seen{d.album, asked}})})
	require.False(t, d.Has("照片打不开"), "%q", d.Texts())
	require.True(t, asked[marked.Drawn()], "the picture with its marks was asked for")
	require.NotEqual(t, marked.Hash, marked.Drawn())
}

// seen notes which pictures were asked for.
type seen struct {
	review.Photos
	asked map[string]bool
}

func (s seen) Working(hash string) (string, error) {
	s.asked[hash] = true
	return s.Photos.Working(hash)
}
