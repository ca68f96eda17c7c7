package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store"
)

// Open opens a fresh, empty store for one test; the suite closes it.
type Open func(t *testing.T) *store.Store

// test is one test of the suite, on a fresh store.
type test struct {
	name string
	test func(*testing.T, *store.Store)
}

// Run runs the conformance suite on an engine.
func Run(t *testing.T, open Open) {
	for _, c := range append([]test{
		{"setup", setup},
		{"settings keep empty strings", settings},
		{"branches and people sort by code and bytes", sorting},
		{"checklists never change a version", versions},
		{"tap", tap},
		{"snapshot stays", snapshot},
		{"refused verb changes nothing", refused},
		{"photos", photos},
		{"people sheets", peopleSheets},
		{"finish, reopen, finish", reopen},
		{"delete draft", deleteDraft},
		{"filters and order", filters},
		{"reasons", reasons},
		{"repeats", repeats},
		{"period", period},
		{"sums follow every change", cells},
		{"time zones", zones},
		{"export bookkeeping", exports},
		{"import", imports},
		{"import order does not matter", importOrder},
		{"devices", devices},
		{"changes are announced after the commit", changes},
		{"cancelled view still saves", cancelled},
		{"check finds nothing", check},
		{"audit", auditChain},
	}, slices.Concat(findingTests, printTests, boardTests, reviewTests, rankingTests, roadTests, bulletinTests, rulingTests, noteTests, limitTests, hallFigureTests, hallTicketTests, hallPastTests)...) {
		t.Run(c.name, func(t *testing.T) {
			s := open(t)
			t.Cleanup(func() { require.NoError(t, s.Close()) })
			c.test(t, s)
		})
	}
}

var start = time.Date(2026, 11, 3, 1, 0, 0, 0, time.UTC)

func code(err error) string { return checklist.CodeOf(err) }

func setup(t *testing.T, s *store.Store) {
	ctx := t.Context()
	_, err := s.Profile(ctx)
	require.Equal(t, "store.notSetUp", code(err))
	require.Equal(t, "store.personName", code(s.Setup(ctx, checklist.Profile{Face: checklist.FaceHQ})))
	SetUp(t, s)
	p, err := s.Profile(ctx)
	require.NoError(t, err)
	require.Equal(t, Branch, p.Branch)
	require.Equal(t, checklist.Person{ID: "person-1", Name: "王芳", Role: checklist.LobbyManager, Branch: "B001"}, p.User)
	require.Equal(t, "store.alreadySetUp", code(s.Setup(ctx, p)))
	require.NoError(t, s.SavePerson(ctx, checklist.Person{ID: "p2", Name: "李强", Role: checklist.BranchHead}))
	_, err = s.ActAs(ctx, "赵六")
	require.Equal(t, "store.person", code(err))
	who, err := s.ActAs(ctx, "李强")
	require.NoError(t, err)
	require.Equal(t, "p2", who.ID)
	p, err = s.Profile(ctx)
	require.NoError(t, err)
	require.Equal(t, who, p.User)
	require.NoError(t, s.SetOrg(ctx, "hq-org", "总行"))
	p, err = s.Profile(ctx)
	require.NoError(t, err)
	require.Equal(t, "hq-org", p.OrgID)
}

func settings(t *testing.T, s *store.Store) {
	for _, v := range []string{"一", "", "a'b\\\"%_?@x"} {
		require.NoError(t, s.SetSetting(t.Context(), "k", v))
		got, err := s.Setting(t.Context(), "k")
		require.NoError(t, err)
		require.Equal(t, v, got)
	}
	got, err := s.Setting(t.Context(), "never")
	require.NoError(t, err)
	require.Empty(t, got)
}

func sorting(t *testing.T, s *store.Store) {
	SetUp(t, s)
	ctx := t.Context()
	require.NoError(t, s.SaveBranches(ctx, []checklist.Branch{
		{Code: "b002", Name: "安定门支行"},
		{Code: "B010", Name: "西单支行"},
		{Code: "A-9", Name: "Älvsjö"},
		{Code: "甲01", Name: "朝阳支行"},
	}))
	require.Equal(t, "store.branchCode", code(s.SaveBranches(ctx, []checklist.Branch{{Code: "X", Name: "X"}, {Code: " "}})))
	list, err := s.Branches(ctx)
	require.NoError(t, err)
	var codes []string
	for _, b := range list {
		codes = append(codes, b.Code)
	}
	require.Equal(t, []string{"A-9", "B001", "B010", "b002", "甲01"}, codes)
	for _, n := range []string{"张三", "安琪", "Zoe", "adam", "李四"} {
		require.NoError(t, s.SavePerson(ctx, checklist.Person{ID: n, Name: n}))
	}
	people, err := s.People(ctx)
	require.NoError(t, err)
	var names []string
	for _, p := range people {
		names = append(names, p.Name)
	}
	require.Equal(t, []string{"Zoe", "adam", "安琪", "张三", "李四", "王芳"}, names)
}

func versions(t *testing.T, s *store.Store) {
	ctx := t.Context()
	c, err := s.InstallChecklist(ctx, "env.json", Sample("env", 1, 8))
	require.NoError(t, err)
	require.Len(t, c.Items, 8)
	_, err = s.InstallChecklist(ctx, "env.json", Sample("env", 1, 9))
	require.Equal(t, "store.checklistVersion", code(err))
	_, err = s.InstallChecklist(ctx, "env.json", Sample("env", 2, 9))
	require.NoError(t, err)
	_, err = s.InstallChecklist(ctx, "a.json", Sample("a", 1, 2))
	require.NoError(t, err)
	all, err := s.Checklists(ctx)
	require.NoError(t, err)
	require.Len(t, all, 2)
	require.Equal(t, "a", all[0].ID)
	require.Equal(t, 2, all[1].Version)
	old, err := s.Checklist(ctx, "env", 1)
	require.NoError(t, err)
	require.Len(t, old.Items, 8)
	name, src, err := s.ChecklistSource(ctx, "env", 2)
	require.NoError(t, err)
	require.Equal(t, "env.json", name)
	require.Equal(t, Sample("env", 2, 9), src)
	_, err = s.Checklist(ctx, "none", 0)
	require.Equal(t, "store.unknownChecklist", code(err))
}

func record(item string, v checklist.Verdict) func(*checklist.Inspection, time.Time) error {
	return func(in *checklist.Inspection, now time.Time) error {
		return in.Record(checklist.MainSheet, item, checklist.VerdictValue(v), now)
	}
}

func tap(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	Draft(t, s, "in-1", start)
	in, err := s.Edit(ctx, "in-1", record("item.0", checklist.Miss))
	require.NoError(t, err)
	require.Equal(t, 1, in.Rev)
	_, err = s.Edit(ctx, "in-1", record("item.0", checklist.Pass))
	require.NoError(t, err)
	in, err = s.Edit(ctx, "in-1", func(in *checklist.Inspection, now time.Time) error {
		return in.Record(checklist.MainSheet, "item.0", checklist.Value{}, now) // taken back
	})
	require.NoError(t, err)
	require.True(t, in.Answer("main", "item.0").Value.IsZero())
	for i := range 12 { // pushes in-1 out of memory
		Draft(t, s, fmt.Sprintf("other-%d", i), start)
	}
	got, err := s.Inspection(ctx, "in-1")
	require.NoError(t, err)
	require.Equal(t, in.Answer("main", "item.0").At, got.Answer("main", "item.0").At)
	require.True(t, got.Answer("main", "item.0").Value.IsZero())
	require.Equal(t, "main/item.0", got.Cursor)
	require.Equal(t, 3, got.Rev)
	_, err = s.Edit(ctx, "none", record("item.0", checklist.Pass))
	require.Equal(t, "store.unknownInspection", code(err))
}

func snapshot(t *testing.T, s *store.Store) {
	SetUp(t, s)
	Draft(t, s, "in-1", start)
	one, err := s.Edit(t.Context(), "in-1", record("item.1", checklist.Pass))
	require.NoError(t, err)
	two, err := s.Edit(t.Context(), "in-1", record("item.1", checklist.Miss))
	require.NoError(t, err)
	require.Equal(t, checklist.Pass, one.Answer("main", "item.1").Value.Verdict)
	require.Equal(t, checklist.Miss, two.Answer("main", "item.1").Value.Verdict)
	own, err := s.Inspection(t.Context(), "in-1")
	require.NoError(t, err)
	own.Answer("main", "item.1").Note = "mine"
	require.Empty(t, two.Answer("main", "item.1").Note)
}

func refused(t *testing.T, s *store.Store) {
	SetUp(t, s)
	Draft(t, s, "in-1", start)
	before, err := s.Dump(t.Context())
	require.NoError(t, err)
	_, err = s.Edit(t.Context(), "in-1", func(in *checklist.Inspection, now time.Time) error {
		return errors.Join(in.Record("main", "item.0", checklist.VerdictValue(checklist.Pass), now), checklist.Fail("gate.closed"))
	})
	require.Equal(t, "gate.closed", code(err))
	after, err := s.Dump(t.Context())
	require.NoError(t, err)
	require.Equal(t, string(before), string(after))
	in, err := s.Inspection(t.Context(), "in-1")
	require.NoError(t, err)
	require.Nil(t, in.Answer("main", "item.0"))
}

// Photo is a photo reference with a plausible hash made of one digit.
func Photo(id string, digit byte) checklist.PhotoRef {
	h := make([]byte, 64)
	for i := range h {
		h[i] = digit
	}
	return checklist.PhotoRef{
		ID: id, Hash: string(h), Name: "图 1.jpg", Kind: checklist.PhotoEvidence, Source: "file",
		TakenAt: 5, AddedAt: 6, Width: 40, Height: 30, Size: 1 << 33, Type: "image/jpeg",
	}
}

func photos(t *testing.T, s *store.Store) {
	SetUp(t, s)
	Draft(t, s, "in-1", start)
	_, err := s.Edit(t.Context(), "in-1", func(in *checklist.Inspection, now time.Time) error {
		return errors.Join(
			in.Attach("main", "item.2", Photo("x", 'a'), now), in.Attach("main", "item.2", Photo("y", 'b'), now),
			in.Attach("main", "item.3", Photo("z", 'a'), now))
	})
	require.NoError(t, err)
	marks := []checklist.Mark{
		{Kind: checklist.MarkText, Points: []checklist.Point{{X: 1, Y: 10000}}, Text: "玻璃 <脏>", Colour: checklist.Yellow, Width: 340},
		{Kind: checklist.MarkMosaicBox, Points: []checklist.Point{{X: 1, Y: 2}, {X: 3, Y: 4}}, Width: 40},
	}
	want, err := s.Edit(t.Context(), "in-1", func(in *checklist.Inspection, now time.Time) error {
		return errors.Join(in.Detach("main", "item.2", "x", now), in.Attach("main", "item.2", Photo("w", 'c'), now),
			in.Mark("main", "item.2", "y", marks, Photo("", 'd').Hash, "", now),
			in.Mark("main", "item.3", "z", nil, "", checklist.PrivacyClear, now))
	})
	require.NoError(t, err)
	require.Equal(t, marks, want.Answer("main", "item.2").Photos[0].Marks)
	require.Equal(t, checklist.PrivacyMasked, want.Answer("main", "item.2").Photos[0].Privacy)
	for i := range 12 {
		Draft(t, s, fmt.Sprintf("other-%d", i), start)
	}
	got, err := s.Inspection(t.Context(), "in-1")
	require.NoError(t, err)
	require.Equal(t, want.Answer("main", "item.2").Photos, got.Answer("main", "item.2").Photos)
	require.Equal(t, []int{1, 2}, []int{got.Answer("main", "item.2").Photos[0].Position, got.Answer("main", "item.2").Photos[1].Position})
	rows, _, err := s.Summaries(t.Context(), checklist.Filter{Text: "环境", To: "2026-11-03", Sort: checklist.SortOldest, Limit: 1000})
	require.NoError(t, err)
	require.Equal(t, 3, rows[0].Photos)
	hashes, err := s.PhotoHashes(t.Context())
	require.NoError(t, err)
	require.Len(t, hashes, 4, "the masked picture is one of them")
	require.Contains(t, hashes, Photo("", 'd').Hash)
	require.Equal(t, checklist.PrivacyClear, got.Answer("main", "item.3").Photos[0].Privacy)
	again, err := s.Edit(t.Context(), "in-1", func(in *checklist.Inspection, now time.Time) error {
		return in.Mark("main", "item.2", "y", nil, "", "", now)
	})
	require.NoError(t, err)
	require.Equal(t, marks, want.Answer("main", "item.2").Photos[0].Marks, "a state handed out is not changed")
	got, err = s.Inspection(t.Context(), "in-1")
	require.NoError(t, err)
	require.Equal(t, again.Answer("main", "item.2").Photos, got.Answer("main", "item.2").Photos)
	require.Empty(t, got.Answer("main", "item.2").Photos[0].Masked)
}

func changes(t *testing.T, s *store.Store) {
	SetUp(t, s)
	Draft(t, s, "in-1", start)
	var seen []checklist.Change
	var rev int
	cancel := s.Subscribe(func(c checklist.Change) {
		seen = append(seen, c)
		in, err := s.Inspection(context.Background(), "in-1") // no lock is held, and the row is there
		if err == nil {
			rev = in.Rev
		}
	})
	_, err := s.Edit(t.Context(), "in-1", record("item.0", checklist.Pass))
	require.NoError(t, err)
	require.Equal(t, []checklist.Change{{Kind: "inspection", ID: "in-1"}}, seen)
	require.Equal(t, 1, rev)
	_, err = s.Edit(t.Context(), "in-1", record("none", checklist.Pass))
	require.Error(t, err)
	cancel()
	_, err = s.Edit(t.Context(), "in-1", record("item.1", checklist.Pass))
	require.NoError(t, err)
	require.Len(t, seen, 1)
}

func cancelled(t *testing.T, s *store.Store) {
	SetUp(t, s)
	Draft(t, s, "in-1", start)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	in, err := s.Edit(ctx, "in-1", record("item.0", checklist.Pass))
	require.NoError(t, err)
	require.Equal(t, checklist.Pass, in.Answer("main", "item.0").Value.Verdict)
}

func check(t *testing.T, s *store.Store) {
	SetUp(t, s)
	Draft(t, s, "in-1", start)
	_, err := s.Edit(t.Context(), "in-1", func(in *checklist.Inspection, now time.Time) error {
		return in.Attach("main", "item.2", Photo("x", 'a'), now)
	})
	require.NoError(t, err)
	Fill(t, s, "in-1", 1)
	missing := errors.New("no file")
	rep, err := s.Check(t.Context(), true, func(string) error { return missing })
	require.NoError(t, err)
	require.Equal(t, 1, rep.Inspections)
	require.Equal(t, 8, rep.Answers)
	require.Equal(t, []store.Trouble{{Code: "photo", Object: Photo("x", 'a').Hash, Detail: "no file"}}, rep.Troubles)
}

func auditChain(t *testing.T, s *store.Store) {
	SetUp(t, s)
	n1, h1, err := s.AuditHead(t.Context())
	require.NoError(t, err)
	require.Len(t, h1, 64)
	Draft(t, s, "in-1", start)
	Fill(t, s, "in-1", 0)
	n2, h2, err := s.AuditHead(t.Context())
	require.NoError(t, err)
	require.Equal(t, n1+2, n2)
	require.NotEqual(t, h1, h2)
}
