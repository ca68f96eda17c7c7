package firstrun_test

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/ui/firstrun"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
)

type record struct {
	stored *checklist.Profile
	done   *checklist.Profile
	card   string
	sample bool
	err    error
}

func open(t *testing.T, r *record) *shelltest.Env {
	sv := firstrun.Services{
		Setup: func(_ context.Context, p checklist.Profile) error {
			if r.err != nil {
				return r.err
			}
			r.stored = &p
			return nil
		},
		Join:   func(_ context.Context, card string) (string, error) { r.card = card; return "/data/enrol-1.note", nil },
		Sample: func(context.Context, func(int, int)) error { r.sample = true; return nil },
	}
	return shelltest.New(t, nil, shell.Route{ID: "firstrun", New: firstrun.New(sv, func(p checklist.Profile) { r.done = &p })})
}

func TestABranchIsSetUpOnThreeScreens(t *testing.T) {
	r := &record{}
	e := open(t, r)
	e.Tap("下一步")
	assert.True(t, e.Has("请填写单位名称"), "the screen says what is missing")
	e.Fill(0, "济宁分行")
	e.Tap("下一步")
	e.Fill(0, "3701101")
	e.Tap("下一步")
	assert.True(t, e.Has("请填写网点名称"))
	e.Fill(1, "济宁市中支行")
	shelltest.Find[*kit.Segmented](e, 0).Choose("flagship")
	e.Press(fyne.KeyReturn)
	assert.True(t, e.Has("您是谁？"))
	e.Fill(0, "李静")
	assert.Empty(t, e.Overflows())
	e.Tap("开始使用")
	require.NotNil(t, r.done)
	assert.Equal(t, checklist.Branch{Code: "3701101", Name: "济宁市中支行", Grade: checklist.Flagship, Traffic: checklist.TrafficMedium, Active: true}, r.stored.Branch)
	assert.Equal(t, checklist.Person{Name: "李静", Role: checklist.LobbyManager, Branch: "3701101"}, r.stored.User)
	assert.False(t, r.sample, "sample data only when asked for")
}

func TestHeadquartersHasTwoScreens(t *testing.T) {
	r := &record{}
	e := open(t, r)
	test.Tap(shelltest.Find[*kit.Card](e, 2))
	assert.True(t, e.Has("共 2 步"))
	e.Fill(0, "济宁分行")
	e.Tap("下一步")
	e.Fill(0, "王敏")
	assert.False(t, e.Has("先放一些示例记录，熟悉一下"), "samples are those of a hall")
	e.Tap("开始使用")
	require.NotNil(t, r.done)
	assert.Equal(t, checklist.FaceHQ, r.stored.Face)
	assert.Equal(t, checklist.HQSupervisor, r.stored.User.Role)
	assert.Empty(t, r.stored.Branch.Code)
	assert.False(t, r.sample)
}

func TestSampleRecordsAreAddedWhenAskedFor(t *testing.T) {
	r := &record{}
	e := open(t, r)
	e.Fill(0, "济宁分行")
	e.Tap("下一步")
	e.Fill(0, "3701101")
	e.Fill(1, "济宁市中支行")
	e.Tap("下一步")
	e.Fill(0, "李静")
	assert.True(t, e.Has("正式使用请不要放"), "what samples do is said before")
	test.Tap(shelltest.Find[*kit.Toggle](e, 0))
	assert.Empty(t, e.Overflows())
	e.Tap("开始使用")
	require.NotNil(t, r.done)
	assert.True(t, r.sample)
}

func TestSwitchingTheLanguageKeepsWhatWasTyped(t *testing.T) {
	r := &record{}
	e := open(t, r)
	e.Fill(0, "济宁分行")
	shelltest.Find[*kit.Segmented](e, 0).Choose("en")
	assert.True(t, e.Has("Where is this computer used?"))
	e.Tap("Next")
	assert.True(t, e.Has("Which hall is this?"))
	assert.Empty(t, e.Overflows())
}

func TestARefusalIsShownAndCanBeTriedAgain(t *testing.T) {
	r := &record{err: checklist.Fail("store.personName")}
	e := open(t, r)
	e.Fill(0, "济宁分行")
	e.Tap("下一步")
	e.Fill(0, "1")
	e.Fill(1, "甲")
	e.Tap("下一步")
	e.Fill(0, "李静")
	e.Tap("开始使用")
	assert.Nil(t, r.done)
	e.Tap("知道了")
	r.err = nil
	e.Tap("开始使用")
	assert.NotNil(t, r.done)
}
