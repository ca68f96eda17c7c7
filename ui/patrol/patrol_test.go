package patrol_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/checklist/standard"
	"hallcheck/store"
	"hallcheck/ui/kit"
	"hallcheck/ui/patrol"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
)

// box is a photo store in a folder.
type box struct{ dir string }

func (b box) Pictures(paths []string) ([]string, error) { return paths, nil }

func (b box) Add(_ context.Context, path, source string) (checklist.PhotoRef, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return checklist.PhotoRef{}, err
	}
	sum := sha256.Sum256(data)
	return checklist.PhotoRef{ID: uuid.NewString(), Hash: hex.EncodeToString(sum[:]), Name: filepath.Base(path), Source: source, AddedAt: 1, Width: 8, Height: 6, Size: 3, Type: "image/jpeg"}, nil
}

func (b box) Thumb(hash string) (string, error)   { return filepath.Join(b.dir, hash), nil }
func (b box) Working(hash string) (string, error) { return filepath.Join(b.dir, hash), nil }

// desk is a branch's window on a real store.
type desk struct {
	*shelltest.Env
	t     *testing.T
	store *store.Store
	dir   string
	clock *shelltest.Clock
}

func openDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, dir: t.TempDir(), clock: shelltest.NewClock(shelltest.Now)}
	d.open()
	require.NoError(t, d.store.Setup(t.Context(), shelltest.NewHome().Who))
	t.Cleanup(func() { _ = d.store.Close() })
	return d
}

func (d *desk) open() {
	var err error
	d.store, err = store.Open(d.t.Context(), store.Options{Dir: d.dir, Clock: d.clock.Now, Parse: standard.Read, Builtin: assets.Checklists()})
	require.NoError(d.t, err)
}

// window opens the window on the plan of the day.
func (d *desk) window() {
	sv := &patrol.Services{Records: d.store, Hall: d.store, Photos: box{d.t.TempDir()}, NewID: uuid.NewString, Setting: d.store.SetSetting}
	blank := func(s *shell.Shell, _ any) shell.Page { return nothing{} }
	d.Env = shelltest.New(d.t, nil,
		shell.Route{ID: "hallday", New: blank},
		shell.Route{ID: patrol.Route, New: patrol.New(sv)},
		shell.Route{ID: "runner", New: blank},
		shell.Route{ID: "result", New: blank})
	d.Shell.Open(patrol.Route, nil)
}

type nothing struct{}

func (nothing) Title() (string, string)    { return "", "" }
func (nothing) Content() fyne.CanvasObject { return shelltest.Nothing() }
func (nothing) Load(context.Context)       {}
func (nothing) Keys() []shell.Key          { return nil }

// keys types as the keyboard does; ⏎ is Enter.
func (d *desk) keys(s string) (n int) {
	for _, c := range s {
		n++
		if c == '⏎' {
			d.Press(fyne.KeyReturn)
			continue
		}
		if f := d.Window.Canvas().Focused(); f != nil {
			f.TypedRune(c)
			continue
		}
		d.Window.Canvas().OnTypedRune()(c)
	}
	return n
}

// drafts and patrols read what is stored.
func (d *desk) drafts() []checklist.Summary {
	rows, _, err := d.store.Summaries(d.t.Context(), checklist.Filter{Status: checklist.Draft, Limit: 9})
	require.NoError(d.t, err)
	return rows
}

func (d *desk) patrols() []hall.Entry {
	list, err := d.store.HallEntries(d.t.Context(), "", "2026-11-21", "2026-11-21", hall.KindPatrol)
	require.NoError(d.t, err)
	return list
}

func TestARoundWithoutExceptions(t *testing.T) {
	d := openDesk(t)
	d.window()
	require.Empty(t, d.Overflows())
	n := d.keys("23⏎4⏎17⏎ ")
	require.True(t, d.Has("13 / 14") || d.Has("14 / 14"), d.Texts())
	n += d.keys("⏎")
	require.LessOrEqual(t, n, 12)
	require.Equal(t, "hallday", d.Shell.At())
	require.Contains(t, d.Shell.Toasted(), "巡检完成")
	list := d.patrols()
	require.Len(t, list, 1)
	e := list[0]
	require.Equal(t, []int{23, 4, 17}, []int{*e.Waiting, *e.Open, *e.Oldest})
	require.True(t, *e.Yes)
	require.True(t, *e.Works)
	require.Empty(t, d.drafts())
	findings, _, err := d.store.Findings(t.Context(), checklist.FindingFilter{Limit: 9})
	require.NoError(t, err)
	require.Len(t, findings, 1, "17 minutes are over the target of 15")
	in, err := d.store.Inspection(t.Context(), e.Ref)
	require.NoError(t, err)
	require.Len(t, in.Sheets[0].Answers, 14)
	plan := hall.PlanDay(hall.DefaultRules(), nil, "2026-11-21", list, d.clock.Now())
	require.Equal(t, hall.StateDone, plan[2].State)
	require.Equal(t, d.clock.Now().UnixMilli(), plan[2].At)
}

func TestCountsOfTheDeskStandInTheSheet(t *testing.T) {
	d := openDesk(t)
	waiting, open, oldest, stale := 6, 3, 9, 99
	_, err := d.store.Append(t.Context(),
		hall.Entry{Kind: hall.KindCount, Waiting: &stale, At: d.clock.Now().Add(-31 * time.Minute).UnixMilli()},
		hall.Entry{Kind: hall.KindCount, Waiting: &waiting, Open: &open, At: d.clock.Now().Add(-5 * time.Minute).UnixMilli()},
		hall.Entry{Kind: hall.KindCount, Oldest: &oldest, At: d.clock.Now().Add(-4 * time.Minute).UnixMilli()})
	require.NoError(t, err)
	d.window()
	require.True(t, d.Has("现场数"), d.Texts())
	require.Equal(t, 2, d.keys(" ⏎"), "two keys")
	e := d.patrols()[0]
	require.Equal(t, []int{6, 3, 9}, []int{*e.Waiting, *e.Open, *e.Oldest})
}

// With the numbers alone missing, nobody is told to press the space bar.
func TestANumberStillMissing(t *testing.T) {
	d := openDesk(t)
	d.window()
	d.keys("1⏎2⏎ ")
	d.Shortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierControl})
	require.Equal(t, patrol.Route, d.Shell.At())
	require.True(t, d.Has("还差这个数"), d.Texts())
	require.False(t, d.Has("请按空格"), d.Texts())
}

// TestASlipOfTheFingerIsNoCount: three digits are enough for people, windows and
// minutes; the fourth begins anew.
func TestASlipOfTheFingerIsNoCount(t *testing.T) {
	d := openDesk(t)
	d.window()
	d.keys("12417⏎")
	require.True(t, d.Has("17"), d.Texts())
	require.False(t, d.Has("12417"), d.Texts())
}

// TestCountingByHand: two presses of + are two people, the first of − is nobody.
func TestCountingByHand(t *testing.T) {
	d := openDesk(t)
	d.window()
	press := func(item string, i int, icon string) {
		var buttons []*kit.Button
		shelltest.Walk(shelltest.Find[*kit.Stepper](d.Env, i), func(o fyne.CanvasObject) bool {
			if b, ok := o.(*kit.Button); ok && b.IconName == icon {
				buttons = append(buttons, b)
			}
			return true
		})
		require.Len(t, buttons, 1)
		test.Tap(buttons[0])
		require.NotNil(t, d.answers()["patrol.queue."+item].Value.Number)
	}
	press("waiting", 0, "plus")
	press("waiting", 0, "plus")
	press("longest-wait", 2, "minus")
	require.Equal(t, checklist.N(2), *d.answers()["patrol.queue.waiting"].Value.Number)
	require.Zero(t, *d.answers()["patrol.queue.longest-wait"].Value.Number)
}

func TestExceptionsByOneKey(t *testing.T) {
	d := openDesk(t)
	d.window()
	d.keys("1⏎2⏎3⏎")
	require.Equal(t, patrol.Route, d.Shell.At(), "eleven items are open")
	require.True(t, d.Has("还有 11 项"), d.Texts())
	d.keys("q") // 大堂经理在岗
	row := d.answers()["patrol.people.lobby-on-post"]
	require.Equal(t, checklist.Miss, row.Value.Verdict)
	d.keys("n")
	for _, c := range "顶岗：王强" {
		d.Window.Canvas().Focused().TypedRune(c)
	}
	d.Press(fyne.KeyReturn)
	require.Equal(t, "顶岗：王强", d.answers()["patrol.people.lobby-on-post"].Note)
	d.keys("ww")
	require.Equal(t, checklist.NA, d.answers()["patrol.people.welcome"].Value.Verdict)
	d.Press(fyne.KeyEscape) // out of the note, which asks for the reason
	d.keys(" ")
	d.Shortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierControl})
	require.Equal(t, patrol.Route, d.Shell.At(), "an item is not applicable without a reason")
	require.True(t, d.Has("还差 1 处"), d.Texts())
	for _, c := range "装修" {
		d.Window.Canvas().Focused().TypedRune(c)
	}
	d.Press(fyne.KeyReturn)
	picture := filepath.Join(t.TempDir(), "a.jpg")
	require.NoError(t, os.WriteFile(picture, []byte("jpg"), 0o600))
	d.Shell.Page().(shell.DropTarget).Drop([]string{picture})
	require.Len(t, d.answers()["patrol.people.welcome"].Photos, 1)
	d.keys("⏎")
	require.Equal(t, "hallday", d.Shell.At(), d.Shell.Toasted())
	e := d.patrols()[0]
	require.False(t, *e.Yes)
	findings, _, err := d.store.Findings(t.Context(), checklist.FindingFilter{Limit: 9})
	require.NoError(t, err)
	require.Len(t, findings, 1)
	require.Equal(t, "patrol.people.lobby-on-post", findings[0].Item)
}

// answers are those of the open draft, as stored.
func (d *desk) answers() map[string]*checklist.Answer {
	list := d.drafts()
	require.Len(d.t, list, 1)
	in, err := d.store.Inspection(d.t.Context(), list[0].ID)
	require.NoError(d.t, err)
	return in.Sheets[0].Answers
}

func TestADraftIsComeBackTo(t *testing.T) {
	d := openDesk(t)
	d.window()
	d.keys("12⏎")
	d.Press(fyne.KeyEscape)
	require.Equal(t, "hallday", d.Shell.At())
	id := d.drafts()[0].ID
	require.NoError(t, d.store.Close()) // the end of the program
	d.open()
	d.clock.Set(d.clock.Now().Add(4 * time.Minute))
	d.window()
	require.Equal(t, id, d.drafts()[0].ID)
	require.Len(t, d.drafts(), 1)
	open, err := d.store.Setting(t.Context(), shell.SettingOpen)
	require.NoError(t, err)
	require.Equal(t, patrol.Resume+id, open)
	d.keys("3⏎4⏎ ⏎")
	require.Equal(t, 12, *d.patrols()[0].Waiting)
	open, err = d.store.Setting(t.Context(), shell.SettingOpen)
	require.NoError(t, err)
	require.Empty(t, open)
}

func TestAnUntouchedPatrolLeavesNothing(t *testing.T) {
	d := openDesk(t)
	d.window()
	require.Len(t, d.drafts(), 1)
	d.Press(fyne.KeyEscape)
	require.Empty(t, d.drafts())
}

func TestABanksOwnList(t *testing.T) {
	d := openDesk(t)
	source := `
schema: 1
id: own-round
version: 1
title: {zh: "自定巡检", en: "Own round"}
purpose: {zh: "x", en: "x"}
kind: patrol
subject: branch
modes: [self]
frequency: hourly
scoring: {method: points, full: 100, veto_cap: 59, grades: [{id: pass, min: 60, zh: "合格", en: "Pass"}, {id: fail, min: 0, zh: "不合格", en: "Fail"}]}
zones: [{id: z, zh: "区", en: "Zone"}]
items:
  - {id: o.z.waiting, zone: z, text: {zh: "人数", en: "People"}, guidance: {zh: "看", en: "look"}, type: number, unit: people, points: 0, weight: 1, veto: none, photo: never, severity: minor, rectify_days: 0}
  - {id: o.z.score, zone: z, text: {zh: "整洁", en: "Tidy"}, guidance: {zh: "看", en: "look"}, type: score, points: 50, weight: 1, veto: none, photo: never, severity: minor, rectify_days: 0}
  - {id: o.z.times, zone: z, text: {zh: "违规次数", en: "Breaches"}, guidance: {zh: "看", en: "look"}, type: score, points: 50, deduct: 5, weight: 1, veto: none, photo: never, severity: minor, rectify_days: 0}
  - {id: o.z.rate, zone: z, text: {zh: "氛围", en: "Mood"}, guidance: {zh: "看", en: "look"}, type: rating, scale: 5, points: 0, weight: 1, veto: none, photo: never, severity: minor, rectify_days: 0}
  - {id: o.z.words, zone: z, text: {zh: "备注", en: "Remarks"}, guidance: {zh: "看", en: "look"}, type: text, points: 0, weight: 1, veto: none, photo: never, severity: minor, rectify_days: 0}
`
	_, err := d.store.InstallChecklist(t.Context(), "own.yaml", []byte(source))
	require.NoError(t, err)
	rules := hall.DefaultRules()
	rules.Patrol = "own-round"
	require.NoError(t, d.store.SaveHallRules(t.Context(), rules))
	d.window()
	d.keys("8⏎")
	d.keys("w3") // three breaches
	require.Equal(t, 3, *d.answers()["o.z.times"].Value.Occurrences)
	d.keys("e4")
	require.Equal(t, checklist.N(4), *d.answers()["o.z.rate"].Value.Number)
	d.keys("q-")
	require.Equal(t, checklist.NA, d.answers()["o.z.score"].Value.Verdict)
	d.Press(fyne.KeyEscape)
	d.keys("q")
	d.Press(fyne.KeyBackspace)
	d.keys(" ⏎")
	list := d.patrols()
	require.Len(t, list, 1, d.Shell.Toasted())
	require.Equal(t, 8, *list[0].Waiting)
	in, err := d.store.Inspection(t.Context(), list[0].Ref)
	require.NoError(t, err)
	require.Equal(t, checklist.N(50), *in.Sheets[0].Answers["o.z.score"].Value.Number)
}
