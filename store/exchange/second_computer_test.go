package exchange_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
	"hallcheck/store"
	"hallcheck/store/exchange"
	"hallcheck/store/storetest"
)

// secondComputer is another installation of the first branch, with its request.
func secondComputer(t testing.TB, hq *site, branch checklist.Branch) (b *site, enrol string) {
	t.Helper()
	b = openSite(t, storetest.Options(t, ""), checklist.Profile{
		Face: checklist.FaceBranch, Org: "支行", OrgID: "org-91", Branch: branch, Device: "00000091-dev",
		User: checklist.Person{ID: "person-91", Name: "李静", Role: checklist.LobbyManager},
	})
	enrol, err := exchange.InitBranch(t.Context(), b.st, b.dir, cardOf(t, hq))
	require.NoError(t, err)
	return b, enrol
}

// bulletins are the ids of what a branch got, with the length of the paper.
func (s *site) bulletins(t testing.TB) (out []string) {
	t.Helper()
	list, err := s.st.Published(t.Context(), "B001")
	require.NoError(t, err)
	for _, p := range list {
		paper, err := s.st.PublishedPaper(t.Context(), "B001", p.ID)
		require.NoError(t, err)
		require.NotEmpty(t, paper)
		out = append(out, p.ID)
	}
	return out
}

// TestSecondComputerGetsWhatWasSent: a computer of a branch that comes later gets
// once what the first one was sent – people, targets, checklists, decisions, the
// bulletin in force, the policy –, and what the first one has not heard yet is not
// taken for known because the second one knows it.
func TestSecondComputerGetsWhatWasSent(t *testing.T) {
	hq, b := pair(t)
	b.inspect(t, "in-1", 1)
	send(t, b, hq)
	require.NoError(t, hq.st.SavePeople(t.Context(), []checklist.Person{{Name: "新人", Role: checklist.LobbyManager, Branch: "B001"}}))
	_, err := hq.st.InstallChecklist(t.Context(), "hq-only.json", storetest.Sample("hq-only", 3, 4))
	require.NoError(t, err)
	require.NoError(t, hq.st.SetTargets(t.Context(), []ranking.Target{{Branch: "B001", Indicator: "score/env", Period: "2026", Value: checklist.N(95)}}))
	f := hq.findings(t)[0]
	_, err = hq.st.EditFinding(t.Context(), f.ID, func(f *checklist.Finding, by checklist.Act) error { return f.Cancel(by, "不成立") })
	require.NoError(t, err)
	old := novemberBulletin(t, hq, "", 1)
	_, err = hq.st.PublishBulletin(t.Context(), old, []byte("%PDF-1.7 old"))
	require.NoError(t, err)
	b.take(t, hq.export(t, t.TempDir()).Path)
	require.NoError(t, hq.st.StartInspection(t.Context(), storetest.Finished(t, "late", hall(1), time.Date(2026, 11, 12, 1, 0, 0, 0, time.UTC), 1, 0)))
	id := novemberBulletin(t, hq, old, 1)
	_, err = hq.st.PublishBulletin(t.Context(), id, []byte("%PDF-1.7"))
	require.NoError(t, err)
	b.take(t, hq.export(t, t.TempDir()).Path)
	require.ElementsMatch(t, []string{old, id}, b.bulletins(t))
	require.NoError(t, hq.st.SetRules(t.Context(), store.Rules{Redaction: true}))
	_, err = hq.st.PublishRules(t.Context())
	require.NoError(t, err)

	row := hall(1)
	row.Name = "泉城路支行"
	require.NoError(t, hq.st.SaveBranches(t.Context(), []checklist.Branch{row}))
	second, enrol := secondComputer(t, hq, row)
	_, err = exchange.Enrol(t.Context(), hq.st, hq.dir, enrol)
	require.NoError(t, err)
	out := hq.export(t, t.TempDir())
	for range 2 {
		b.take(t, out.Path)
		second.take(t, out.Path)
	}
	told(t, hq, second)
	for _, s := range []*site{b, second} {
		p, err := s.st.Profile(t.Context())
		require.NoError(t, err)
		require.Equal(t, row, p.Branch, "the first computer hears of its new name too")
		require.Contains(t, names(t, s), "新人 lobby_manager B001")
		_, err = s.st.Checklist(t.Context(), "hq-only", 3)
		require.NoError(t, err)
		targets, err := s.st.Targets(t.Context(), "B001")
		require.NoError(t, err)
		require.Len(t, targets, 1)
		require.Equal(t, id, s.bulletins(t)[0])
	}
	require.Equal(t, []string{id}, second.bulletins(t), "of two editions the one in force")
	got, err := second.st.Finding(t.Context(), f.ID)
	require.NoError(t, err)
	require.Equal(t, checklist.FindingCancelled, got.Status)
	pol, err := second.st.Policy(t.Context())
	require.NoError(t, err)
	require.Equal(t, []any{true, exchange.DeviceActive}, []any{pol.Redaction, pol.State})
	all, sent, err := hq.st.BulletinSpread(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, []int{1, 1}, []int{all, sent})
	_, err = hq.x.Export(t.Context(), exchange.ExportOptions{To: t.TempDir()}, nil)
	require.Equal(t, "exchange.nothing", checklist.CodeOf(err), "once")
	require.Equal(t, exchange.StatusSame, b.take(t, out.Path)[0].Status)
}
