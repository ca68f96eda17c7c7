package morning_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
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
	"hallcheck/ui/morning"
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

// papers notes what was written.
type papers struct{ wrote []string }

func (p *papers) SaveMeetingCard(_ context.Context, path, _ string, names bool) error {
	p.wrote = append(p.wrote, "card "+filepath.Base(path)+map[bool]string{true: " names"}[names])
	return nil
}

func (p *papers) SaveMeetingRecord(_ context.Context, path, _ string, _ bool) error {
	p.wrote = append(p.wrote, "record "+filepath.Base(path))
	return nil
}

// desk is a branch's window on a real store.
type desk struct {
	*shelltest.Env
	t      *testing.T
	store  *store.Store
	dir    string
	now    time.Time
	papers *papers
}

var people = []string{"李静", "王芳", "张伟", "刘洋", "陈晓雯"}

func openDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, dir: t.TempDir(), now: shelltest.Now, papers: &papers{}}
	d.open()
	require.NoError(t, d.store.Setup(t.Context(), shelltest.NewHome().Who))
	for i, n := range people[1:] {
		require.NoError(t, d.store.SavePerson(t.Context(), checklist.Person{ID: "p" + n, Name: n, Branch: "3701101", Position: []checklist.Position{checklist.PositionTeller, checklist.PositionLobby}[i%2]}))
	}
	t.Cleanup(func() { _ = d.store.Close() })
	return d
}

func (d *desk) open() {
	var err error
	d.store, err = store.Open(d.t.Context(), store.Options{Dir: d.dir, Clock: func() time.Time { return d.now }, Parse: standard.Read, Builtin: assets.Checklists()})
	require.NoError(d.t, err)
}

// window opens the page; again after a restart.
func (d *desk) window() {
	home := shelltest.NewHome()
	d.Env = shelltest.Open(d.t, home, morning.New(&morning.Services{
		Records: d.store, Log: d.store, Desk: d.store, Photos: box{d.t.TempDir()}, Papers: d.papers, NewID: uuid.NewString,
		Initials: func(s string) string { return map[string]string{"陈晓雯": "cxw", "张伟": "zw", "刘洋": "ly"}[s] }, ReadFile: os.ReadFile, Roster: d.store.Roster,
	}))
	d.t.Cleanup(d.store.Subscribe(home.Publish))
}

func (d *desk) entries(kinds ...hall.Kind) []hall.Entry {
	d.t.Helper()
	out, err := d.store.HallEntries(d.t.Context(), "", "2026-01-01", "2026-12-31", kinds...)
	require.NoError(d.t, err)
	return out
}

func (d *desk) finish() {
	d.Shortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierControl})
}

// choose types into the open list of names and takes the first.
func (d *desk) choose(typed string) {
	d.t.Helper()
	test.Type(shelltest.Find[*kit.TextField](d.Env, 0), typed)
	d.Press(fyne.KeyReturn)
}

func (d *desk) picture(name string) string {
	path := filepath.Join(d.t.TempDir(), name)
	require.NoError(d.t, os.WriteFile(path, []byte(name), 0o600))
	return path
}

const bank = "类别,题目,答案\n服务,三声是什么？,来有应声\n合规,首问负责谁接手？,接手到底\n服务,三点是什么？,说话温柔点\n"

func (d *desk) questions() {
	list, err := hall.QuestionsIn("q.csv", []byte(bank))
	require.NoError(d.t, err)
	_, err = d.store.ImportQuestions(d.t.Context(), list, false)
	require.NoError(d.t, err)
}

// TestAMeetingByKeyboard holds a whole meeting with the keyboard alone: started,
// somebody marked away by initials, the drill, a question, the list, the clock, and
// looks at every row it leaves.
func TestAMeetingByKeyboard(t *testing.T) {
	d := openDesk(t)
	d.questions()
	d.window()
	require.True(t, d.Has("还没有开过晨会"))
	d.Type("n")
	require.True(t, d.Has("晨会进行中"))
	require.True(t, d.Has("到会 5 / 应到 5"), d.Texts())
	drafts, _, err := d.store.Summaries(t.Context(), checklist.Filter{Status: checklist.Draft, Checklist: "morning-meeting"})
	require.NoError(t, err)
	require.Len(t, drafts, 1, "a real inspection")

	d.Type("a")
	d.choose("cxw")
	d.Press(fyne.KeyRight) // 生病
	d.Press(fyne.KeyReturn)
	require.True(t, d.Has("到会 4 / 应到 5"), d.Texts())
	require.True(t, d.Has("陈晓雯 生病"))

	d.Type("d")
	d.choose("七步")
	d.choose("zw")
	d.choose("ly")
	d.Press(fyne.KeyEscape) // the list of people
	require.True(t, shelltest.Find[*kit.TextField](d.Env, 0).MultiLine && shelltest.Find[*kit.TextField](d.Env, 1).MultiLine, "how it went and what was agreed may be long")
	d.Shell.Shortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierControl})
	require.True(t, d.Has("演练：柜面服务七步"), d.Texts())

	d.Type("q")
	require.True(t, d.Has("第 1 题"))
	d.Press(fyne.KeyReturn)
	require.Empty(t, d.entries(hall.KindQuestion), "nothing is noted without right or wrong")
	d.Type("") // the bar has the keyboard
	shelltest.Find[*kit.Segmented](d.Env, 0).Choose("right")
	d.Press(fyne.KeyReturn)
	require.True(t, d.Has("第 2 题"))
	d.Press(fyne.KeyEscape)
	asked := d.entries(hall.KindQuestion)
	require.Len(t, asked, 1)
	require.Equal(t, drafts[0].ID, asked[0].Ref)
	require.True(t, *asked[0].Yes)
	require.NotEqual(t, "陈晓雯", asked[0].Person, "who is away is not asked")
	require.Contains(t, people, asked[0].Person)
	require.True(t, d.Has("抽题 1 道，答对 1 道"))
	require.True(t, d.Has("题库 3 道，没问过的 2 道"))

	d.Type("1")
	d.Type("1")
	d.Type("g")
	d.Type("t")
	d.Shell.Page().(interface{ Drop([]string) }).Drop([]string{d.picture("晨会.jpg")})
	in, err := d.store.Inspection(t.Context(), drafts[0].ID)
	require.NoError(t, err)
	require.Len(t, in.Answer(checklist.MainSheet, "mtg.drill.practice").Photos, 1, "every item that needs a photo has it")
	require.Len(t, in.Answer(checklist.MainSheet, "mtg.record.display").Photos, 1)
	require.Equal(t, int64(0), int64(*in.Answer(checklist.MainSheet, "mtg.order.duration").Value.Number))
	require.Empty(t, d.Overflows())
	d.finish()
	require.True(t, d.Has("到会 4 / 应到 5"), d.Texts())
	in, err = d.store.Inspection(t.Context(), drafts[0].ID)
	require.NoError(t, err)
	require.Equal(t, checklist.Finished, in.Status)
	held := d.entries(hall.KindMeeting)
	require.Len(t, held, 1)
	require.Equal(t, []any{"李静", "morning", []string{"陈晓雯"}, []string{"sick"}, in.ID}, []any{held[0].Person, held[0].Topic, held[0].Absent, held[0].Why, held[0].Ref})
	require.Len(t, held[0].People, 4)
	drill := d.entries(hall.KindDrill)[0]
	require.Equal(t, []any{"柜面服务七步", []string{"张伟", "刘洋"}}, []any{drill.Topic, drill.People})
	require.Empty(t, d.entries(hall.KindVoid))
	left, err := d.store.Setting(t.Context(), hall.SettingMeeting)
	require.NoError(t, err)
	require.Empty(t, left)
	require.Empty(t, d.Overflows())
}

// TestAMeetingSurvivesARestart ends the program in the middle of a meeting: people,
// drill and the clock are there again, the same question is drawn again, and
// finishing counts the time from the start.
func TestAMeetingSurvivesARestart(t *testing.T) {
	d := openDesk(t)
	d.questions()
	began := shelltest.Now.Add(-12 * time.Minute)
	c, err := d.store.Checklist(t.Context(), "morning-meeting", 0)
	require.NoError(t, err)
	who, err := d.store.Profile(t.Context())
	require.NoError(t, err)
	in, err := checklist.Start("m-1", c, who.Branch, who.User, checklist.Self, began)
	require.NoError(t, err)
	require.NoError(t, d.store.StartInspection(t.Context(), in))
	require.NoError(t, d.store.SetSetting(t.Context(), hall.SettingMeeting, `{"sheet":"m-1","topic":"evening","chair":"王芳","away":[{"name":"张伟","why":"leave"}]}`))
	d.window()
	d.Type("q")
	first := shelltest.Find[*kit.Paragraph](d.Env, 0).Text
	d.Press(fyne.KeyEscape)
	d.Type("1")
	require.NoError(t, d.store.Close())
	d.open()
	d.window()
	require.True(t, d.Has("夕会进行中"))
	require.True(t, d.Has("12:00"), d.Texts())
	require.True(t, d.Has("张伟 请假"))
	d.Type("q")
	require.Equal(t, first, shelltest.Find[*kit.Paragraph](d.Env, 0).Text, "the same meeting draws the same")
	d.Press(fyne.KeyEscape)
	d.Type("g")
	d.finish()
	require.True(t, d.Has("还差 2 项"), d.Texts())
	d.Press(fyne.KeyReturn)
	require.True(t, d.Has("还差 2 项"), "a reason is wanted")
	d.Fill(0, "相机没电")
	d.Press(fyne.KeyReturn)
	in, err = d.store.Inspection(t.Context(), "m-1")
	require.NoError(t, err)
	require.Equal(t, []any{checklist.Finished, "相机没电"}, []any{in.Status, in.Incomplete})
	held := d.entries(hall.KindMeeting)
	require.Len(t, held, 1)
	require.Equal(t, []any{12, "evening", began.UnixMilli()}, []any{held[0].Minutes, held[0].Topic, held[0].At})
}

// TestAMeetingFinishedElsewhereKeepsItsPeople: the sheet was finished in the runner;
// the page gives the day its people, once.
func TestAMeetingFinishedElsewhereKeepsItsPeople(t *testing.T) {
	d := openDesk(t)
	d.window()
	d.Type("n")
	d.Type("a")
	d.choose("zw")
	d.Press(fyne.KeyReturn)
	rows, _, err := d.store.Summaries(t.Context(), checklist.Filter{Status: checklist.Draft})
	require.NoError(t, err)
	_, err = d.store.Edit(t.Context(), rows[0].ID, func(in *checklist.Inspection, now time.Time) error { return in.Finish("补记", now) })
	require.NoError(t, err)
	d.Shell.Reload()
	held := hall.Live(d.entries(hall.KindMeeting, hall.KindVoid))
	require.Len(t, held, 1)
	require.Equal(t, []string{"张伟"}, held[0].Absent)
	d.Shell.Reload()
	require.Len(t, hall.Live(d.entries(hall.KindMeeting, hall.KindVoid)), 1)
}

// TestByMouse marks somebody away and back by tapping, and fails an item by its bar.
func TestByMouse(t *testing.T) {
	d := openDesk(t)
	d.window()
	d.Tap("开始晨会")
	d.Tap("刘洋")
	d.Tap("缺席")
	require.True(t, d.Has("刘洋 请假"), d.Texts())
	d.Tap("刘洋 请假")
	require.True(t, d.Has("到会 5 / 应到 5"))
	d.Tap("停表")
	require.True(t, d.Has("0 分钟"))
	d.Tap("继续计时")
	shelltest.Find[*kit.Segmented](d.Env, 0).Choose("fail")
	rows, _, err := d.store.Summaries(t.Context(), checklist.Filter{Status: checklist.Draft})
	require.NoError(t, err)
	require.Equal(t, []int{1, 1}, []int{rows[0].Answered, rows[0].Red})
	d.Tap("不开了")
	d.Tap("不开了")
	_, n, err := d.store.Summaries(t.Context(), checklist.Filter{Status: checklist.Draft})
	require.NoError(t, err)
	require.Zero(t, n)
	require.True(t, d.Has("还没有开过晨会"))
}

// TestRatesDrillsAndCard looks at the page between meetings.
func TestRatesDrillsAndCard(t *testing.T) {
	d := openDesk(t)
	morningOf := func(day int) int64 { return time.Date(2026, 11, day, 8, 20, 0, 0, time.Local).UnixMilli() }
	for day := 16; day <= 20; day++ {
		if day == 18 {
			continue
		}
		minutes := 12
		if day == 17 {
			minutes = 8
		}
		_, err := d.store.Append(t.Context(), hall.Entry{Kind: hall.KindMeeting, At: morningOf(day), Topic: "morning", Ref: "in", Person: "李静", People: []string{"李静", "王芳"}, Minutes: minutes})
		require.NoError(t, err)
	}
	_, err := d.store.Append(t.Context(), hall.Entry{Kind: hall.KindDrill, ID: "d1", At: morningOf(20), Topic: "三声三点", Ref: "in", People: []string{"王芳"}},
		hall.Entry{Kind: hall.KindCoach, ID: "c1", At: morningOf(19), Topic: hall.CoachDrill, Ref: "d1", Person: "王芳", Text: "走有送声再练", Due: "2026-11-20"})
	require.NoError(t, err)
	d.window()
	require.True(t, d.Has("4/6"), d.Texts()) // Monday to today, a Saturday whose time is over
	require.True(t, d.Has("66%"))
	require.True(t, d.Has("缺 2 天"))
	require.True(t, d.Has("走有送声再练"))
	require.True(t, d.Has("已过 11 月 20 日"), d.Texts())
	require.Empty(t, d.Overflows())
	d.Type("k")
	require.Len(t, d.entries(hall.KindCoachEnd), 1)
	require.False(t, d.Has("已过"))
	d.Shell.Choose = chooser{filepath.Join(d.t.TempDir(), "卡.png")}
	d.Type("s")
	require.Equal(t, []string{"card 卡.png"}, d.papers.wrote)
	shelltest.Find[*kit.Toggle](d.Env, 0).Tapped(nil)
	d.Type("s")
	require.Equal(t, "card 卡.png names", d.papers.wrote[1])
	v, err := d.store.Setting(t.Context(), hall.SettingCardNames)
	require.NoError(t, err)
	require.Equal(t, "1", v)
}

// TestImportOfQuestions takes a file with the key, and says every problem at once.
func TestImportOfQuestions(t *testing.T) {
	d := openDesk(t)
	d.window()
	good, bad := filepath.Join(t.TempDir(), "题库.csv"), filepath.Join(t.TempDir(), "坏.csv")
	require.NoError(t, os.WriteFile(good, []byte(bank), 0o600))
	require.NoError(t, os.WriteFile(bad, []byte(strings.Replace(bank, "三点是什么？", "三声是什么？", 1)+"服务,,x\n"), 0o600))
	d.Shell.Choose = chooser{bad}
	d.Type("i")
	require.True(t, d.Has("同一道题"), d.Texts())
	require.True(t, d.Has("没有写题目"))
	d.Press(fyne.KeyEscape)
	list, err := d.store.Questions(t.Context())
	require.NoError(t, err)
	require.Empty(t, list)
	d.Shell.Choose = chooser{good}
	d.Type("i")
	list, err = d.store.Questions(t.Context())
	require.NoError(t, err)
	require.Len(t, list, 3)
	require.True(t, d.Has("题库 3 道"), d.Texts())
}

// chooser answers every file dialog with one path.
type chooser struct{ path string }

func (c chooser) OpenFile(_ []string, then func(string)) { then(c.path) }
func (c chooser) OpenFolder(then func(string))           { then(c.path) }
func (c chooser) SaveFile(_ string, then func(string))   { then(c.path) }

// TestTheRosterSaysWhoIsDue: who is off today is neither due nor away.
func TestTheRosterSaysWhoIsDue(t *testing.T) {
	d := openDesk(t)
	_, err := d.store.SaveRoster(t.Context(), []hall.Shift{
		{Day: "2026-11-21", Person: "王芳", Start: 8 * 60, Ends: 17 * 60},
		{Day: "2026-11-21", Person: "张伟", Start: 8 * 60, Ends: 12 * 60},
		{Day: "2026-11-22", Person: "刘洋", Start: 8 * 60, Ends: 17 * 60},
	})
	require.NoError(t, err)
	d.window()
	d.Type("n")
	require.True(t, d.Has("到会 2 / 应到 2"), d.Texts())
	require.False(t, d.Has("刘洋"))
}

// TestAHallWithoutMeetings says what the page needs instead of an error nobody
// understands.
func TestAHallWithoutMeetings(t *testing.T) {
	d := openDesk(t)
	rules, err := d.store.HallRules(t.Context())
	require.NoError(t, err)
	rules.Daily = ""
	require.NoError(t, d.store.SaveHallRules(t.Context(), rules))
	d.window()
	require.True(t, d.Has("没有选晨会用的检查表"), d.Texts())
}
