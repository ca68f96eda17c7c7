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
	require.NoError(t, s.SetSetting(ctx, hall.SettingNames, hall.NamesAll))
	require.Equal(t, "陈晓雯", seen())
	require.NoError(t, s.SetSetting(ctx, hall.SettingNames, ""))
	_, err = s.ActAs(ctx, "赵行长")
	require.NoError(t, err)
	require.Equal(t, "陈晓雯", seen())
}
