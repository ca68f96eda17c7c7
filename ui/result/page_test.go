package result_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/standard"
	"hallcheck/store"
	"hallcheck/ui/kit"
	"hallcheck/ui/result"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
)

// paper is a Reporter that writes the id into the file.
type paper struct{ fail error }

func (p paper) Save(_ context.Context, id, path string) error {
	if p.fail != nil {
		return p.fail
	}
	return os.WriteFile(path, []byte(id), 0o600)
}

type noPhotos struct{}

func (noPhotos) Thumb(hash string) (string, error)   { return "/nowhere/" + hash, nil }
func (noPhotos) Working(hash string) (string, error) { return "/nowhere/" + hash, nil }

// saveTo answers every question for a file with one path.
type saveTo struct {
	shell.Chooser
	path string
}

func (c saveTo) SaveFile(name string, then func(string)) { then(filepath.Join(c.path, name)) }

type desk struct {
	*shelltest.Env
	store *store.Store
	sv    *result.Services
}

func openDesk(t *testing.T) *desk {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{
		Dir: t.TempDir(), Clock: func() time.Time { return shelltest.Now }, Parse: standard.Read, Builtin: assets.Checklists(),
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	home := shelltest.NewHome()
	require.NoError(t, s.Setup(t.Context(), home.Who))
	sv := &result.Services{Records: s, Photos: noPhotos{}, Report: paper{}, Findings: s.Findings}
	blank := func(s *shell.Shell, _ any) shell.Page { return result.New(s, sv, "") }
	env := shelltest.New(t, home,
		shell.Route{ID: "home", New: blank},
		shell.Route{ID: "result", New: func(s *shell.Shell, arg any) shell.Page { return result.New(s, sv, arg.(string)) }},
		shell.Route{ID: "runner", New: blank}, shell.Route{ID: "exchange", New: blank},
		shell.Route{ID: "finding", New: blank}, shell.Route{ID: "findings", New: blank})
	if env.Window.Canvas().Overlays().Top() != nil {
		env.Press(fyne.KeyEscape)
	}
	return &desk{env, s, sv}
}

// add stores a finished inspection: all passed but the items named.
func (d *desk) add(t *testing.T, id, list string, at time.Time, failed ...string) *checklist.Inspection {
	t.Helper()
	c, err := d.store.Checklist(t.Context(), list, 0)
	require.NoError(t, err)
	p, err := d.store.Profile(t.Context())
	require.NoError(t, err)
	in, err := checklist.Start(id, c, p.Branch, p.User, checklist.Self, at)
	require.NoError(t, err)
	for i := range c.Items {
		v := checklist.VerdictValue(checklist.Pass)
		if c.Items[i].Type == checklist.TypeScore {
			v = checklist.NumberValue(c.Items[i].Points)
		}
		require.NoError(t, in.Record(checklist.MainSheet, c.Items[i].ID, v, at))
	}
	for _, item := range failed {
		require.NoError(t, in.Record(checklist.MainSheet, item, checklist.VerdictValue(checklist.Miss), at))
		require.NoError(t, in.Note(checklist.MainSheet, item, "缺一个字", at))
		require.NoError(t, in.Attach(checklist.MainSheet, item, checklist.PhotoRef{ID: "ph-" + id + item, Hash: "aa" + id, Name: "a.jpg", Kind: checklist.PhotoEvidence, TakenAt: at.UnixMilli()}, at))
	}
	require.NoError(t, in.Finish("照片另存", at.Add(10*time.Minute)))
	require.NoError(t, d.store.StartInspection(t.Context(), in))
	return in
}

func TestScoreIsExplained(t *testing.T) {
	d := openDesk(t)
	d.add(t, "before", "6s-environment", shelltest.Now.AddDate(0, -1, 0), "env.outdoor.signboard", "env.outdoor.plates")
	in := d.add(t, "now", "6s-environment", shelltest.Now, "env.outdoor.signboard")
	d.Shell.Open("result", "now")
	r := checklist.Evaluate(in)
	require.True(t, d.Has(r.Score.String()))
	require.True(t, d.Has("为什么是 "+r.Score.String()))
	require.True(t, d.Has("优秀"))
	rows, _, err := d.store.Summaries(t.Context(), checklist.Filter{Text: "6S"})
	require.NoError(t, err)
	require.Len(t, rows, 2)
	require.True(t, d.Has("较上次 +"), "%q", d.Texts())
	require.True(t, d.Has("通过率 42/43"))
	require.True(t, d.Has("不完整：照片另存"))
	require.True(t, d.Has("待报送"))
	require.True(t, d.Has("门前户外"))
	require.True(t, d.Has("清扫"), "the six S have their bars")
	require.Empty(t, d.Overflows())

	d.Type("u")
	require.True(t, d.Has("缺一个字"))
	require.True(t, d.Has("其余 42 项"))
	_, _, total := r.Decimals(2)
	require.True(t, d.Has(total), "the short table shows the same total")
	require.False(t, d.Has("机构名称牌"), "what cost nothing is left out")
}

func TestViewerOpensOnThePhoto(t *testing.T) {
	d := openDesk(t)
	d.add(t, "now", "6s-environment", shelltest.Now, "env.outdoor.signboard")
	d.Shell.Open("result", "now")
	d.Type("v")
	require.Equal(t, 0, shelltest.Find[*kit.PhotoView](d.Env, 0).Index())
	require.True(t, d.Has("拍摄 11-21 09:31"))
	d.Press(fyne.KeyEscape)
	require.True(t, d.Has("各区得分"))
}

func TestReopenNeedsAReason(t *testing.T) {
	d := openDesk(t)
	d.add(t, "now", "6s-environment", shelltest.Now)
	d.Shell.Open("result", "now")
	d.Type("o")
	d.Press(fyne.KeyReturn)
	in, err := d.store.Inspection(t.Context(), "now")
	require.NoError(t, err)
	require.Equal(t, checklist.Finished, in.Status, "no reason, no reopening")
	d.Fill(0, "漏看一项")
	d.Press(fyne.KeyReturn)
	in, err = d.store.Inspection(t.Context(), "now")
	require.NoError(t, err)
	require.Equal(t, checklist.Draft, in.Status)
	require.Equal(t, "漏看一项", in.Reopened[0].Reason)
	require.Equal(t, "李静", in.Reopened[0].By)
	require.Equal(t, "runner", d.Shell.At())
}

// elsewhere is a store in which every record came from another installation.
type elsewhere struct{ *store.Store }

func (elsewhere) MadeHere(context.Context, string) (bool, error) { return false, nil }

func TestRecordsOfOthersAreNotReopened(t *testing.T) {
	d := openDesk(t)
	d.add(t, "now", "6s-environment", shelltest.Now)
	d.Shell.Open("result", "now")
	require.True(t, d.Has("重新打开"))
	d.Shell.Back()
	d.sv.Records = elsewhere{d.store}
	d.Shell.Open("result", "now")
	require.False(t, d.Has("重新打开"))
	d.Type("o")
	require.Nil(t, d.Window.Canvas().Overlays().Top())
}

func TestPrintAsksForThePaperAndWritesIt(t *testing.T) {
	d := openDesk(t)
	d.add(t, "now", "6s-environment", shelltest.Now)
	d.Shell.Choose = saveTo{path: t.TempDir()}
	d.Shell.Open("result", "now")
	d.Tap("打印 / 导出")
	d.Tap("检查表 Excel")
	path := filepath.Join(d.Shell.Choose.(saveTo).path, "网点-6S-环境检查_济宁市中支行_2026-11-21.xlsx")
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "now", string(data))
	require.True(t, d.Has(path), "%q", d.Texts())
	d.Press(fyne.KeyEscape)

	d.sv.Report = paper{fail: checklist.Fail("store.full")}
	d.Tap("打印 / 导出")
	d.Tap("检查表 PDF")
	require.True(t, d.Has("store.full"), "%q", d.Texts())
	require.True(t, d.Has("知道了"), "nothing is left to cancel")
	require.False(t, d.Has("取消"))
}

func TestVetoShowsTheCapAsItsOwnLine(t *testing.T) {
	d := openDesk(t)
	c, err := d.store.Checklist(t.Context(), "6s-environment", 0)
	require.NoError(t, err)
	veto := ""
	for _, it := range c.Items {
		if it.Veto == checklist.VetoInspection {
			veto = it.ID
		}
	}
	d.add(t, "now", "6s-environment", shelltest.Now, veto)
	d.Shell.Open("result", "now")
	require.True(t, d.Has("59.0"))
	require.True(t, d.Has("不合格"))
	require.True(t, d.Has("否决 1 项"))
	d.Type("u")
	require.True(t, d.Has("一票否决，最高 59"), "%q", d.Texts())
}

func TestMissingRecordIsAProblemNotACrash(t *testing.T) {
	d := openDesk(t)
	d.Shell.Open("result", "nothing")
	require.True(t, d.Has("store.unknownInspection"), "%q", d.Texts())
	for _, key := range []rune{'u', 'v', 'o'} {
		d.Type(string(key))
	}
	d.Press(fyne.KeyDown)
}

func TestFindingsItOpenedLeadToTheirPages(t *testing.T) {
	d := openDesk(t)
	d.add(t, "now", "6s-environment", shelltest.Now, "env.outdoor.signboard")
	rows, n, err := d.store.Findings(t.Context(), checklist.FindingFilter{Inspection: "now"})
	require.NoError(t, err)
	require.Equal(t, 1, n)
	d.Shell.Open("result", "now")
	require.True(t, d.Has("开出的问题 1 · 未销号 1"), "%q", d.Texts())
	require.True(t, d.Has(rows[0].Number))
	require.True(t, d.Has("待整改"))
	require.Empty(t, d.Overflows())
	shelltest.Find[*kit.Rows](d.Env, 0).OnOpen(0)
	require.Equal(t, "finding", d.Shell.At())
	d.Shell.Back()
	d.Type("f")
	require.Equal(t, "findings", d.Shell.At())
}
