package cli

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/store"
)

// TestNamesOfAnObservation: the head's observation carries no names on the lobby
// manager's papers until the hall says so.
func TestNamesOfAnObservation(t *testing.T) {
	ctx := t.Context()
	s, err := store.Open(ctx, StoreOptions(t.TempDir(), "", time.Now))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	b := checklist.Branch{Code: "3701101", Name: "市中支行", Active: true}
	require.NoError(t, s.Setup(ctx, checklist.Profile{
		Face: checklist.FaceBranch, Org: "济宁银行", OrgID: "o", Device: "d", Branch: b,
		User: checklist.Person{ID: "p1", Name: "李静", Role: checklist.LobbyManager, Branch: b.Code},
	}))
	head := checklist.Person{ID: "p2", Name: "赵行长", Role: checklist.BranchHead, Branch: b.Code}
	require.NoError(t, s.SavePerson(ctx, head))
	c, err := s.Checklist(ctx, "staff-etiquette", 0)
	require.NoError(t, err)
	in, err := checklist.Start("o-1", c, b, head, checklist.Self, time.Now())
	require.NoError(t, err)
	require.NoError(t, in.AddSheet(checklist.Sheet{ID: "s1", Person: "陈晓雯", Position: checklist.PositionTeller}))
	seen := func() string {
		out, err := Veiled(ctx, s, in, checklist.ZH)
		require.NoError(t, err)
		return out.Sheets[0].Person
	}
	require.Equal(t, "柜员 CXW", seen())
	act := func(name string) {
		_, err = s.ActAs(ctx, name)
		require.NoError(t, err)
	}
	set := func(value string) {
		act("赵行长")
		require.NoError(t, s.SetSetting(ctx, hall.SettingNames, value))
		act("李静")
	}
	set(hall.NamesAll)
	require.Equal(t, "陈晓雯", seen())
	set("")
	require.Equal(t, "柜员 CXW", seen())
	act("赵行长")
	require.Equal(t, "陈晓雯", seen())
}

// TestNamesOfTalks: whom the head coached is not in the lobby manager's list of entries
// either; what was agreed after a drill is.
func TestNamesOfTalks(t *testing.T) {
	ctx := t.Context()
	s, err := store.Open(ctx, StoreOptions(t.TempDir(), "", time.Now))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	b := checklist.Branch{Code: "3701101", Name: "市中支行", Active: true}
	require.NoError(t, s.Setup(ctx, checklist.Profile{
		Face: checklist.FaceBranch, Org: "济宁银行", OrgID: "o", Device: "d", Branch: b,
		User: checklist.Person{ID: "p1", Name: "李静", Role: checklist.LobbyManager, Branch: b.Code},
	}))
	require.NoError(t, s.SavePerson(ctx, checklist.Person{ID: "p3", Name: "陈晓雯", Position: checklist.PositionTeller, Branch: b.Code}))
	talk := func(by, topic string) hall.Entry {
		return hall.Entry{Kind: hall.KindCoach, By: by, Topic: topic, Person: "陈晓雯", Text: "双手递接", Due: "2026-12-01"}
	}
	_, err = s.Append(ctx, talk("赵行长", "etiquette"), talk("李静", "etiquette"), talk("赵行长", hall.CoachDrill))
	require.NoError(t, err)
	persons := func() (out []string) {
		var list []hall.Entry
		list, err = s.HallDay(ctx, "", time.Now().Format(time.DateOnly))
		require.NoError(t, err)
		require.NoError(t, veilTalks(ctx, s, list, checklist.ZH))
		for _, x := range list {
			out = append(out, x.By+x.Topic+":"+x.Person)
		}
		return out
	}
	require.ElementsMatch(t, []string{"赵行长etiquette:柜员 CXW", "李静etiquette:陈晓雯", "赵行长drill:陈晓雯"}, persons())
	require.NoError(t, s.SavePerson(ctx, checklist.Person{ID: "p2", Name: "赵行长", Role: checklist.BranchHead, Branch: b.Code}))
	for _, name := range []string{"赵行长", "李静"} {
		_, err = s.ActAs(ctx, name)
		require.NoError(t, err)
		if name == "赵行长" {
			require.NoError(t, s.SetSetting(ctx, hall.SettingNames, hall.NamesAll))
		}
		require.NotContains(t, persons(), "赵行长etiquette:柜员 CXW", name)
	}
}
