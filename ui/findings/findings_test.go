package findings_test

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/photos"
	"hallcheck/store/storetest"
	"hallcheck/ui/findings"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
)

// desk is a branch with a real store, real photos and the pages in a window.
type desk struct {
	*shelltest.Env
	st   *store.Store
	pics album
	dir  string
	sv   *findings.Services
}

// album is the photo store as the pages use it.
type album struct{ *photos.Store }

func (a album) Pictures(paths []string) ([]string, error) { return photos.Pictures(paths) }

func (a album) Add(ctx context.Context, path, source string) (checklist.PhotoRef, error) {
	return a.AddFile(ctx, path, source, shelltest.Now)
}

// choices picks files as the file dialog would.
type choices struct{ paths []string }

func (c *choices) OpenFile(_ []string, then func(string)) { then(c.paths[0]) }
func (c *choices) OpenFolder(func(string))                {}
func (c *choices) SaveFile(string, func(string))          {}
func (c *choices) OpenFiles(_ []string, then func([]string)) {
	then(c.paths)
}

var lobby = checklist.Person{ID: "person-1", Name: "王芳", Role: checklist.LobbyManager, Branch: storetest.Branch.Code}

// landed is the page behind a route of another package.
type landed struct{ arg any }

func (landed) Title() (string, string)    { return "landed", "" }
func (landed) Content() fyne.CanvasObject { return kit.NewLabel("landed") }
func (landed) Load(context.Context)       {}
func (landed) Keys() []shell.Key          { return nil }

func openStore(t *testing.T) *store.Store {
	return openStoreAt(t, func() time.Time { return shelltest.Now })
}

func openStoreAt(t *testing.T, clock func() time.Time) *store.Store {
	t.Helper()
	o := storetest.Options(t, "")
	o.Clock = clock
	st, err := store.Open(t.Context(), o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, st.Close()) })
	storetest.SetUp(t, st)
	for _, p := range []checklist.Person{{ID: "p2", Name: "张伟", Branch: "B001"}, {ID: "p3", Name: "李静", Role: checklist.BranchHead, Branch: "B001"}} {
		require.NoError(t, st.SavePerson(t.Context(), p))
	}
	return st
}

// newDesk opens the first of the routes as who.
func newDesk(t *testing.T, st *store.Store, who checklist.Person, first string, arg any) *desk {
	t.Helper()
	if who.Name != lobby.Name {
		_, err := st.ActAs(t.Context(), who.Name)
		require.NoError(t, err)
	}
	d := &desk{st: st, dir: t.TempDir()}
	pics, err := photos.Open(d.dir)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, pics.Close()) })
	d.pics = album{pics}
	d.sv = &findings.Services{
		Records: st, Moves: st, Bright: st, Names: st, Settings: st, Photos: d.pics, Burn: pics.BurnMosaic,
		Initials: func(s string) string { return map[string]string{"张伟": "zw", "李静": "lj", "王芳": "wf"}[s] },
	}
	home := shelltest.NewHome()
	home.Who, err = st.Profile(t.Context())
	require.NoError(t, err)
	d.Env = shelltest.New(t, home, append([]shell.Route{{ID: "start", New: func(*shell.Shell, any) shell.Page { return landed{} }}}, d.routes()...)...)
	t.Cleanup(st.Subscribe(home.Publish))
	d.Shell.Open(first, arg)
	return d
}

func (d *desk) routes() []shell.Route {
	other := func(_ *shell.Shell, arg any) shell.Page { return landed{arg} }
	return []shell.Route{
		{ID: "findings", Icon: "finding", Rail: true, New: findings.NewList(d.sv)},
		{ID: "finding", Under: "findings", New: findings.NewOne(d.sv)},
		{ID: "problem", Under: "findings", New: findings.NewProblem(d.sv)},
		{ID: "bright", Under: "findings", New: findings.NewBright(d.sv)},
		{ID: "result", New: other},
	}
}

// picture writes a JPEG of one grey into the desk's folder; every n is another.
func (d *desk) picture(n int) string {
	d.T.Helper()
	path := filepath.Join(d.dir, fmt.Sprintf("IMG_%04d.jpg", n))
	f, err := os.Create(path)
	require.NoError(d.T, err)
	img := image.NewGray(image.Rect(0, 0, 64, 48))
	for i := range img.Pix {
		img.Pix[i] = uint8(i*n + n)
	}
	require.NoError(d.T, errors.Join(jpeg.Encode(f, img, nil), f.Close()))
	return path
}

// wrong opens a finding by hand.
func wrong(t *testing.T, st *store.Store, text, owner, due string, photos ...checklist.PhotoRef) *checklist.Finding {
	t.Helper()
	f, err := st.OpenFinding(t.Context(), checklist.FindingDraft{Text: text, Owner: owner, Due: due, Zone: "柜台", Severity: checklist.Minor, Photos: photos})
	require.NoError(t, err)
	return f
}

func (d *desk) finding(id string) *checklist.Finding {
	d.T.Helper()
	f, err := d.st.Finding(d.T.Context(), id)
	require.NoError(d.T, err)
	return f
}

// ctrl presses a key with Ctrl; a text field hands it on to the page.
func (d *desk) ctrl(k fyne.KeyName) {
	d.Shell.Shortcut(&desktop.CustomShortcut{KeyName: k, Modifier: fyne.KeyModifierControl})
}

// write types as the keyboard does: into what has the focus.
func (d *desk) write(s string) {
	d.T.Helper()
	f := d.Window.Canvas().Focused()
	require.NotNil(d.T, f)
	for _, r := range s {
		f.TypedRune(r)
	}
}

// heads are the headlines of the rows on the screen.
func (d *desk) heads(of ...string) []string {
	var out []string
	for _, s := range d.Texts() {
		if slices.Contains(of, s) {
			out = append(out, s)
		}
	}
	return out
}

func TestMineAreThoseIHaveToFixMostUrgentFirst(t *testing.T) {
	st := openStore(t)
	wrong(t, st, "缺老花镜", "王芳", "2026-11-23")
	wrong(t, st, "绿植枯黄", "", "2026-11-22")
	wrong(t, st, "灭火器过期", "张伟", "2026-11-21")
	late := wrong(t, st, "叫号机缺纸", "王芳", "2026-11-21")
	d := newDesk(t, st, lobby, "findings", nil)
	all := []string{"缺老花镜", "绿植枯黄", "灭火器过期", "叫号机缺纸"}
	require.Equal(t, []string{"叫号机缺纸", "绿植枯黄", "缺老花镜"}, d.heads(all...))
	for _, s := range []string{"我的 3", "全部 4", "待复查 0", "今天到期", "明天到期", "还有 2 天", "还没有责任人", late.Number + " · 柜台", "待整改", "% · 0 / 4"} {
		require.True(t, d.Has(s), "%s in %q", s, d.Texts())
	}
	require.Empty(t, d.Overflows())
	d.Type("2")
	require.Equal(t, []string{"灭火器过期", "叫号机缺纸", "绿植枯黄", "缺老花镜"}, d.heads(all...))
	d.Type("/")
	d.Fill(0, "过期")
	d.Press(fyne.KeyReturn)
	require.Equal(t, []string{"灭火器过期"}, d.heads(all...))
	require.True(t, d.Has("全部 1"), "the tabs count what the text finds")
	d.Press(fyne.KeyEscape)
	d.Press(fyne.KeyEscape)
	require.Len(t, d.heads(all...), 4, "Esc leaves the field, then empties it")
	owner := shelltest.Find[*kit.SearchSelect](d.Env, 3)
	owner.Choose("王芳")
	require.Equal(t, []string{"叫号机缺纸", "缺老花镜"}, d.heads(all...))
	owner.Choose("*")
	require.Len(t, d.heads(all...), 4)
	require.Equal(t, "责任人", owner.Text())
	d.Type("o")
	require.True(t, d.Has("没有符合条件的问题"), "nothing is overdue yet")
	d.Tap("清除条件")
	require.Len(t, d.heads(all...), 4)
}

func TestOverdueIsSaidInWords(t *testing.T) {
	at := shelltest.Now.AddDate(0, 0, -6)
	st := openStoreAt(t, func() time.Time { return at })
	wrong(t, st, "缺老花镜", "王芳", "2026-11-18")
	wrong(t, st, "绿植枯黄", "王芳", "2026-11-26")
	wrong(t, st, "灭火器过期", "张伟", "2026-11-16")
	at = shelltest.Now
	d := newDesk(t, st, lobby, "findings", nil)
	require.True(t, d.Has("共 2 个 · 逾期 1"), "%q", d.Texts())
	require.True(t, d.Has("逾期 3 天"))
	d.Type("2")
	require.True(t, d.Has("共 3 个 · 逾期 2"), "%q", d.Texts())
	require.True(t, d.Has("逾期 5 天"))
	d.Type("o")
	require.Equal(t, []string{"灭火器过期", "缺老花镜"}, d.heads("缺老花镜", "绿植枯黄", "灭火器过期"))
}

func TestSpaceMarksAndMMerges(t *testing.T) {
	st := openStore(t)
	a := wrong(t, st, "桌面有私人物品", "王芳", "2026-11-22")
	b := wrong(t, st, "桌面又有私人物品", "王芳", "2026-11-23")
	d := newDesk(t, st, lobby, "findings", nil)
	d.Type("m")
	require.Contains(t, d.Shell.Toasted(), "先用空格选中至少两个")
	for range 2 {
		d.Press(fyne.KeyDown)
		d.Press(fyne.KeySpace)
	}
	require.True(t, d.Has("已选 2 个"))
	d.Type("m")
	require.True(t, d.Has("选中的 2 个问题合成一个"))
	d.Tap("合并")
	require.Equal(t, "已把 1 个问题并入 "+a.Number, d.Shell.Toasted())
	require.Equal(t, []string{b.ID}, d.finding(a.ID).Merged)
	require.Equal(t, checklist.FindingCancelled, d.finding(b.ID).Status)
	require.True(t, d.Has("我的 1"), "%q", d.Texts())
}

// many is a store with a long list that counts what it is asked.
type many struct {
	findings.Records
	asked int
}

func (m *many) Findings(_ context.Context, f checklist.FindingFilter) ([]checklist.FindingRow, int, error) {
	m.asked++
	const total = 100_000
	var out []checklist.FindingRow
	for i := f.Offset; i < min(f.Offset+f.Limit, total); i++ {
		out = append(out, checklist.FindingRow{ID: fmt.Sprint("f", i), Number: fmt.Sprint("F-2026-", i), Text: fmt.Sprint("问题", i), Due: "2026-11-22", Status: checklist.FindingOpen})
	}
	return out, total, nil
}

func TestHundredThousandAreReadAStretchAtATime(t *testing.T) {
	st := openStore(t)
	d := newDesk(t, st, lobby, "bright", nil)
	m := &many{Records: st}
	d.sv.Records = m
	d.Shell.Go("findings", nil)
	require.True(t, d.Has("共 100000 个"), "%q", d.Texts())
	before := m.asked
	d.Press(fyne.KeyEnd)
	require.True(t, d.Has("问题99999"))
	require.LessOrEqual(t, m.asked-before, 2, "only the stretch at the end")
	d.Press(fyne.KeyHome)
	require.True(t, d.Has("问题0"))
	require.LessOrEqual(t, m.asked-before, 3, "what was read is kept")
}
