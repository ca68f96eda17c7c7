package exchange_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/checklist/ranking"
	"hallcheck/store/exchange"
	"hallcheck/store/storetest"
)

func names(t testing.TB, s *site) (out []string) {
	t.Helper()
	list, err := s.st.People(t.Context())
	require.NoError(t, err)
	for _, p := range list {
		out = append(out, p.Name+" "+string(p.Role)+" "+p.Branch)
	}
	return out
}

// Headquarters' master data comes to the branch it is about, only when it changed;
// its word wins, and people the branch entered itself stay.
func TestMasterDataGoesToItsBranch(t *testing.T) {
	hq, b := pair(t)
	c, enrol := newBranch(t, 2, hq)
	_, err := exchange.Enrol(t.Context(), hq.st, hq.dir, enrol)
	require.NoError(t, err)
	back := t.TempDir()
	_, err = hq.x.Export(t.Context(), exchange.ExportOptions{To: back}, nil)
	require.Equal(t, "exchange.nothing", checklist.CodeOf(err), "the branches know their own rows")

	row := hall(1)
	row.Name, row.Grade = "泉城路支行", checklist.Flagship
	require.NoError(t, hq.st.SaveBranches(t.Context(), []checklist.Branch{row}))
	require.NoError(t, hq.st.SavePeople(t.Context(), []checklist.Person{
		{Name: "王芳", Role: checklist.BranchHead, Branch: "B001"}, {Name: "新人", Role: checklist.LobbyManager, Branch: "B001"},
	}))
	list := storetest.Sample("hq-only", 3, 4)
	_, err = hq.st.InstallChecklist(t.Context(), "hq-only.json", list)
	require.NoError(t, err)
	base := checklist.N(90)
	require.NoError(t, hq.st.SetTargets(t.Context(), []ranking.Target{{Branch: "B001", Indicator: "score/env", Period: "2026", Value: checklist.N(95), Baseline: &base}}))
	require.NoError(t, b.st.SavePerson(t.Context(), checklist.Person{ID: "local", Name: "本地人", Role: checklist.LobbyManager, Branch: "B001"}))

	out, err := hq.x.Export(t.Context(), exchange.ExportOptions{To: back}, nil)
	require.NoError(t, err)
	require.Len(t, out.Bundles, 2, "the checklist is for all")
	for range 2 {
		b.take(t, out.Bundles[0].Path)
		c.take(t, out.Bundles[1].Path)
	}
	p, err := b.st.Profile(t.Context())
	require.NoError(t, err)
	require.Equal(t, row, p.Branch)
	require.ElementsMatch(t, []string{"王芳 branch_head B001", "新人 lobby_manager B001", "本地人 lobby_manager B001"}, names(t, b))
	people, err := b.st.People(t.Context())
	require.NoError(t, err)
	for _, x := range people {
		if x.Name == "王芳" {
			require.Equal(t, "person-1", x.ID, "the same person keeps the id")
		}
	}
	for _, s := range []*site{b, c} {
		got, err := s.st.Checklist(t.Context(), "hq-only", 0)
		require.NoError(t, err)
		require.Equal(t, 3, got.Version)
	}
	targets, err := b.st.Targets(t.Context(), "B001")
	require.NoError(t, err)
	require.Len(t, targets, 1)
	require.Equal(t, []any{ranking.Indicator("score/env"), "2026", checklist.N(95), base}, []any{targets[0].Indicator, targets[0].Period, targets[0].Value, *targets[0].Baseline})
	require.Len(t, names(t, c), 1)
	_, err = hq.x.Export(t.Context(), exchange.ExportOptions{To: back}, nil)
	require.Equal(t, "exchange.nothing", checklist.CodeOf(err))

	// Who leaves headquarters' list loses the role here; targets taken away are gone.
	left := checklist.Person{ID: "", Name: "新人", Branch: ""}
	for _, x := range must(hq.st.People(t.Context())) {
		if x.Name == "新人" {
			left.ID = x.ID
		}
	}
	require.NoError(t, hq.st.SavePerson(t.Context(), left))
	require.NoError(t, hq.st.DropTarget(t.Context(), "B001", "score/env", "2026"))
	b.take(t, hq.export(t, back).Path)
	require.ElementsMatch(t, []string{"王芳 branch_head B001", "新人  B001", "本地人 lobby_manager B001"}, names(t, b))
	targets, err = b.st.Targets(t.Context(), "B001")
	require.NoError(t, err)
	require.Empty(t, targets)
}

// An older file that comes late does not undo a newer one.
func TestLateMasterDataIsLeftAside(t *testing.T) {
	hq, b := pair(t)
	row := hall(1)
	row.Name = "旧名支行"
	require.NoError(t, hq.st.SaveBranches(t.Context(), []checklist.Branch{row}))
	first := hq.export(t, t.TempDir())
	row.Name = "新名支行"
	require.NoError(t, hq.st.SaveBranches(t.Context(), []checklist.Branch{row}))
	second := hq.export(t, t.TempDir())
	require.Equal(t, exchange.StatusNew, b.take(t, second.Path)[0].Status)
	require.Equal(t, exchange.StatusSame, b.take(t, first.Path)[0].Status)
	p, err := b.st.Profile(t.Context())
	require.NoError(t, err)
	require.Equal(t, "新名支行", p.Branch.Name)
}

// A hall's own checklist is nobody else's, and master data comes from headquarters
// alone.
func TestMasterDataOfOthersIsRefused(t *testing.T) {
	hq, b := pair(t)
	_, enrol := newBranch(t, 2, hq)
	_, err := exchange.Enrol(t.Context(), hq.st, hq.dir, enrol)
	require.NoError(t, err)
	row := hall(1)
	row.Grade = checklist.Flagship
	path := t.TempDir() + "/x.bundle"
	forge(t, b, hq, path, bundle.Record{Kind: bundle.KindMaster, Master: &bundle.Master{Rev: 9, Branch: &row}})
	hq.refusal(t, path, bundle.ErrRecord)
	all, err := hq.st.Branches(t.Context())
	require.NoError(t, err)
	require.Equal(t, hall(1), all[0])

	_, err = b.st.InstallChecklist(t.Context(), "mine.json", storetest.Sample("mine", 1, 4))
	require.NoError(t, err)
	in, err := checklist.Start("in-1", must(b.st.Checklist(t.Context(), "mine", 1)), hall(1), checklist.Person{ID: "person-1", Name: "王芳"}, checklist.Self, storetest.NewClock().Now())
	require.NoError(t, err)
	require.NoError(t, b.st.StartInspection(t.Context(), in))
	storetest.Fill(t, b.st, "in-1", 0)
	require.NoError(t, hq.take(t, b.export(t, t.TempDir()).Path)[0].Err)
	_, err = hq.st.Checklist(t.Context(), "mine", 1)
	require.NoError(t, err)
	_, err = hq.x.Export(t.Context(), exchange.ExportOptions{To: t.TempDir()}, nil)
	require.Equal(t, "exchange.nothing", checklist.CodeOf(err))
}
