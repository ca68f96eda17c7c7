package observe_test

import (
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
	"hallcheck/ui/observe"
	"hallcheck/ui/shell/shelltest"
)

var initials = map[string]string{"陈晓雯": "cxw", "张伟": "zw", "刘洋": "ly", "王芳": "wf"}

// desk is a branch's window on a real store.
type desk struct {
	*shelltest.Env
	t     *testing.T
	store *store.Store
	home  *shelltest.Home
	now   time.Time
}

func openDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, home: shelltest.NewHome(), now: shelltest.Now}
	var err error
	d.store, err = store.Open(t.Context(), store.Options{Dir: t.TempDir(), Clock: func() time.Time { return d.now }, Parse: standard.Read, Builtin: assets.Checklists()})
	require.NoError(t, err)
	t.Cleanup(func() { _ = d.store.Close() })
	require.NoError(t, d.store.Setup(t.Context(), d.home.Who))
	for n, at := range map[string]checklist.Position{"陈晓雯": checklist.PositionTeller, "张伟": checklist.PositionTeller, "刘洋": checklist.PositionLobby, "王芳": ""} {
		require.NoError(t, d.store.SavePerson(t.Context(), checklist.Person{ID: "p" + n, Name: n, Branch: "3701101", Position: at}))
	}
	return d
}

// window opens the page as the person the home has.
func (d *desk) window() {
	d.Env = shelltest.Open(d.t, d.home, observe.New(&observe.Services{
		Records: d.store, Log: d.store, Desk: d.store, NewID: uuid.NewString, Initials: func(s string) string { return initials[s] }, Roster: d.store.Roster,
	}))
	d.t.Cleanup(d.store.Subscribe(d.home.Publish))
}

func (d *desk) as(name string, role checklist.Role) {
	d.home.Who.User = checklist.Person{ID: "id-" + name, Name: name, Role: role, Branch: "3701101"}
	require.NoError(d.t, d.store.SavePerson(d.t.Context(), d.home.Who.User))
	_, err := d.store.ActAs(d.t.Context(), name)
	require.NoError(d.t, err)
}

// choose types into the open list of names and takes the first.
func (d *desk) choose(typed string) {
	d.t.Helper()
	test.Type(shelltest.Find[*kit.TextField](d.Env, 0), typed)
	d.Press(fyne.KeyReturn)
}

func (d *desk) finish() {
	d.Shortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierControl})
}

// save does what the button of a form does, by keyboard.
func (d *desk) save() {
	d.Shell.Shortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierControl})
}

// write types into what has the keyboard.
func (d *desk) write(text string) { test.Type(d.Window.Canvas().Focused(), text) }

func (d *desk) draft() *checklist.Inspection {
	d.t.Helper()
	rows, _, err := d.store.Summaries(d.t.Context(), checklist.Filter{Checklist: "staff-etiquette"})
	require.NoError(d.t, err)
	require.Len(d.t, rows, 1, "one inspection with a sheet each")
	in, err := d.store.Inspection(d.t.Context(), rows[0].ID)
	require.NoError(d.t, err)
	return in
}

func (d *desk) entries(kinds ...hall.Kind) []hall.Entry {
	d.t.Helper()
	out, err := d.store.HallEntries(d.t.Context(), "", "2026-01-01", "2026-12-31", kinds...)
	require.NoError(d.t, err)
	return out
}

// TestThreePeopleByKeyboard observes two tellers and the lobby with the keyboard
// alone: the zones follow the position, the sample is marked until there are three,
// and everything is one inspection.
func TestThreePeopleByKeyboard(t *testing.T) {
	d := openDesk(t)
	d.window()
	require.True(t, d.Has("还没有观察过"))
	d.Type("n") // the list of people is open at once
	d.choose("cxw")
	require.True(t, d.Has("陈晓雯 剩 29 项"), d.Texts())
	require.False(t, d.Has("大堂服务动作"), "a teller is not asked the lobby's items")
	in := d.draft()
	require.Equal(t, []string{"陈晓雯", "teller"}, []string{in.Sheets[0].Person, string(in.Sheets[0].Position)})
	d.Type("1")
	d.Type("2")
	d.Type("1")
	in = d.draft()
	s := in.Sheets[0]
	require.Equal(t, []checklist.Verdict{checklist.Pass, checklist.Miss, checklist.Pass}, []checklist.Verdict{
		s.Answers["etq.appearance.uniform"].Value.Verdict, s.Answers["etq.appearance.badge"].Value.Verdict, s.Answers["etq.appearance.hair"].Value.Verdict,
	})
	d.Press(fyne.KeyUp)
	d.Press(fyne.KeyUp)
	d.Type("1") // the badge after all
	require.Equal(t, checklist.Pass, d.draft().Sheets[0].Answers["etq.appearance.badge"].Value.Verdict)
	d.Press(fyne.KeyUp)
	d.Type("g")
	require.True(t, d.Has("100.0"), d.Texts())
	require.True(t, d.Has("样本不足 · 1 人"))

	d.Type("a")
	d.choose("ly")
	require.True(t, d.Has("大堂"))
	d.Type("g")
	d.Type("a")
	d.choose("wf") // nobody wrote down the position
	require.True(t, d.Has("王芳 的岗位"))
	d.Press(fyne.KeyRight)
	d.Press(fyne.KeyReturn)
	d.Type("2")
	d.Type("g")
	in = d.draft()
	require.Len(t, in.Sheets, 3)
	require.Equal(t, checklist.PositionTeller, in.Sheets[2].Position)
	require.False(t, d.Has("样本不足"), d.Texts())
	require.True(t, d.Has("3 人"))
	res := checklist.Evaluate(in)
	require.False(t, res.Small)
	require.True(t, d.Has(res.Score.String()), "the mean of the hall")
	require.Empty(t, d.Overflows())

	d.Type("c")
	require.True(t, d.Has("辅导 王芳"))
	d.Fill(0, "着装按季")
	d.save()
	talks := d.entries(hall.KindCoach)
	require.Len(t, talks, 1)
	require.Equal(t, []any{"王芳", "着装按季", "2026-12-05", in.ID}, []any{talks[0].Person, talks[0].Text, talks[0].Due, talks[0].Ref})
	require.Equal(t, *res.Persons[2].Score, *talks[0].Score)
	require.True(t, d.Has("辅导未结：着装按季"), d.Texts())
	_, leaves := talks[0].Leaving()
	require.False(t, leaves, "coaching stays in the hall")
	d.finish()
	in = d.draft()
	require.Equal(t, checklist.Finished, in.Status)
	require.Empty(t, in.Incomplete)
	require.True(t, d.Has("着装按季"))
	require.True(t, d.Has("王芳"), "who observed sees the names")
	require.Empty(t, d.Overflows())
}

// TestNobodyChosenYet: what needs a person says how to choose one instead of doing
// nothing, and passing the rest says so where nothing is open.
func TestNobodyChosenYet(t *testing.T) {
	d := openDesk(t)
	d.window()
	d.Type("n")
	d.Press(fyne.KeyEscape) // closes the list of people
	said := func(text string) (n int) {
		for _, x := range d.Texts() {
			if x == text {
				n++
			}
		}
		return n
	}
	require.Equal(t, 1, said("按 A 选要观察的人"), d.Texts())
	for _, key := range []string{"g", "n", "c"} {
		d.Shell.Hint("－")
		require.Equal(t, 1, said("按 A 选要观察的人"), key)
		d.Type(key)
		require.Equal(t, 2, said("按 A 选要观察的人"), "key %s: %s", key, d.Texts())
	}
	d.Type("a")
	d.choose("cxw")
	d.Type("g")
	require.True(t, d.Has("29 项记为合格"), d.Texts())
	d.Type("g")
	require.True(t, d.Has("陈晓雯没有未答的项"), d.Texts())
}

// TestTheRostersPeopleAreOffered: who is only on the duty roster is offered behind the
// people known, and asked for the position; nobody is offered twice.
func TestTheRostersPeopleAreOffered(t *testing.T) {
	d := openDesk(t)
	_, err := d.store.SaveRoster(t.Context(), []hall.Shift{
		{Day: "2026-11-21", Start: 480, Ends: 1020, Person: "周敏", Post: "1号窗口"}, {Day: "2026-11-21", Start: 480, Ends: 1020, Person: "张伟"}, {Day: "2026-11-22", Start: 480, Ends: 1020, Person: "周敏"},
	})
	require.NoError(t, err)
	d.window()
	d.Type("n")
	d.Press(fyne.KeyEscape)
	offered := shelltest.Find[*kit.SearchSelect](d.Env, 0).Choices
	var names []string
	for _, c := range offered {
		names = append(names, c.Text)
	}
	require.ElementsMatch(t, []string{"李静", "陈晓雯", "张伟", "刘洋", "王芳", "周敏"}, names)
	require.Equal(t, "周敏", names[5])
	d.Type("a")
	d.choose("周敏")
	require.True(t, d.Has("周敏 的岗位"), d.Texts())
	d.Press(fyne.KeyRight)
	d.Press(fyne.KeyReturn)
	require.Equal(t, []any{"周敏", checklist.PositionTeller}, []any{d.draft().Sheets[0].Person, d.draft().Sheets[0].Position})
	for _, c := range shelltest.Find[*kit.SearchSelect](d.Env, 0).Choices {
		require.NotEqual(t, "周敏", c.Text, "who has a sheet is not offered again")
	}
}

// TestFinishingWantsEverything: nothing is finished half done without a reason.
func TestFinishingWantsEverything(t *testing.T) {
	d := openDesk(t)
	d.window()
	d.Type("n")
	d.Press(fyne.KeyEscape)
	for _, k := range []fyne.KeyName{fyne.KeyDown, fyne.KeyUp, fyne.KeyEnd, fyne.KeyPageDown, fyne.KeyReturn, fyne.KeyLeft, fyne.KeyRight} {
		d.Press(k) // nobody is there yet
	}
	d.Type("12g0nck")
	d.finish()
	require.True(t, d.Has("还没有任何人员表"), d.Texts())
	d.Press(fyne.KeyEscape)
	d.Press(fyne.KeyEscape)
	d.Type("a")
	d.choose("zw")
	d.Type("g")
	for range 40 { // to the veto and fail it
		d.Press(fyne.KeyDown)
	}
	d.Press(fyne.KeyUp)
	d.Type("2")
	require.True(t, d.Has("录音编号"), d.Texts())
	d.Fill(0, "与客户争吵")
	d.Fill(1, "R-17 03:20")
	d.save()
	s := d.draft().Sheets[0]
	a := s.Answers["etq.discipline.no-dispute"]
	require.Equal(t, []any{checklist.Miss, "与客户争吵", "R-17 03:20"}, []any{a.Value.Verdict, a.Note, a.Recording})
	require.True(t, d.Has("59.0"), "the veto caps this sheet")
	d.finish()
	require.Equal(t, checklist.Finished, d.draft().Status)
}

// finished stores an observation by the branch head with three people and notes.
func (d *desk) finished() {
	d.t.Helper()
	d.as("赵行长", checklist.BranchHead)
	c, err := d.store.Checklist(d.t.Context(), "staff-etiquette", 0)
	require.NoError(d.t, err)
	in, err := checklist.Start("o-1", c, d.home.Who.Branch, d.home.Who.User, checklist.Self, d.now.Add(-48*time.Hour))
	require.NoError(d.t, err)
	require.NoError(d.t, d.store.StartInspection(d.t.Context(), in))
	_, err = d.store.Edit(d.t.Context(), "o-1", func(in *checklist.Inspection, now time.Time) error {
		for i, n := range []string{"陈晓雯", "张伟"} {
			id := []string{"s1", "s2"}[i]
			if err := in.AddSheet(checklist.Sheet{ID: id, Person: n, Position: checklist.PositionTeller}); err != nil {
				return err
			}
			for k := range c.Items {
				if it := &c.Items[k]; it.AppliesTo(checklist.PositionTeller) {
					v := checklist.Pass
					if i == 1 && k < 3 {
						v = checklist.Miss
					}
					if err := in.Record(id, it.ID, checklist.VerdictValue(v), now); err != nil {
						return err
					}
				}
			}
		}
		return in.Finish("", now)
	})
	require.NoError(d.t, err)
	score := checklist.Tenths(880)
	_, err = d.store.Append(d.t.Context(), hall.Entry{Kind: hall.KindCoach, Ref: "o-1", At: d.now.Add(-47 * time.Hour).UnixMilli(), Topic: "etiquette", Person: "张伟", Text: "先问候再办理", Due: "2026-11-20", Score: &score})
	require.NoError(d.t, err)
}

// TestNamesAreForTheHead: the lobby manager sees posts and initials of people the
// head observed, until the head lets others see names.
func TestNamesAreForTheHead(t *testing.T) {
	d := openDesk(t)
	d.finished()
	d.window()
	require.True(t, d.Has("张伟"), "the head sees names")
	require.True(t, d.Has("样本不足 · 2 人"))
	require.True(t, d.Has("已过 11 月 20 日"), d.Texts())
	require.True(t, d.Has("逾期 1"))

	d.as("李静", checklist.LobbyManager)
	d.window()
	for _, hidden := range []string{"张伟", "陈晓雯", "先问候再办理"} {
		require.False(t, d.Has(hidden), "%s in %q", hidden, d.Texts())
	}
	require.True(t, d.Has("柜员 CXW"), d.Texts())
	require.True(t, d.Has("姓名只给网点负责人和总行看"))
	require.False(t, d.Has("其他人也能看姓名"), "only the head decides")
	d.Type("e")
	require.Empty(t, d.entries(hall.KindCoachEnd))
	require.Empty(t, d.Overflows())

	d.as("赵行长", checklist.BranchHead)
	d.window()
	shelltest.Find[*kit.Toggle](d.Env, 0).Tapped(nil)
	v, err := d.store.Setting(t.Context(), hall.SettingNames)
	require.NoError(t, err)
	require.Equal(t, hall.NamesAll, v)
	d.as("李静", checklist.LobbyManager)
	d.window()
	require.True(t, d.Has("张伟"))
}

// TestSecondLook ends a coaching note with the score seen again, and takes it back.
func TestSecondLook(t *testing.T) {
	d := openDesk(t)
	d.finished()
	d.window()
	d.Type("e")
	require.True(t, d.Has("复看 张伟"))
	require.True(t, d.Has("88.0"))
	shelltest.Find[*kit.Stepper](d.Env, 0).Type('9')
	shelltest.Find[*kit.Stepper](d.Env, 0).Type('4')
	d.Fill(0, "已能主动问候")
	d.save()
	ends := d.entries(hall.KindCoachEnd)
	require.Len(t, ends, 1)
	require.Equal(t, []any{"已能主动问候", "94.0"}, []any{ends[0].Text, ends[0].Score.String()})
	require.True(t, d.Has("88.0 → 94.0"), d.Texts())
	d.Tap("撤销")
	require.Len(t, d.entries(hall.KindVoid), 1)
	require.False(t, d.Has("→"))
	open, err := d.store.OpenCases(t.Context(), "", hall.KindCoach)
	require.NoError(t, err)
	require.Len(t, open, 1)
}

// TestByMouse adds, answers in the row, changes the person and drops it all.
func TestByMouse(t *testing.T) {
	d := openDesk(t)
	d.window()
	d.Tap("开始观察")
	d.choose("zw")
	shelltest.Find[*kit.SearchSelect](d.Env, 0).Tapped(nil)
	d.choose("ly")
	d.Tap("张伟 剩 29 项")
	shelltest.Find[*kit.Segmented](d.Env, 0).Choose("fail")
	require.Equal(t, checklist.Miss, d.draft().Sheets[0].Answers["etq.appearance.uniform"].Value.Verdict)
	require.True(t, d.Has("张伟 剩 28 项"))
	d.Tap("去掉这个人")
	d.Tap("去掉这个人")
	require.Len(t, d.draft().Sheets, 1)
	d.Tap("不观察了")
	d.Tap("不观察了")
	_, n, err := d.store.Summaries(t.Context(), checklist.Filter{})
	require.NoError(t, err)
	require.Zero(t, n)
}
