package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store"
)

// findingTests are the part of the suite about findings.
var findingTests = []test{
	{"finishing opens findings", findingsOpen},
	{"a correction cancels and restores", findingsCorrected},
	{"repeats are seen and counted", findingsRepeat},
	{"moves of a finding", findingMoves},
	{"findings by hand", findingsByHand},
	{"findings are merged", findingsMerged},
	{"findings are narrowed and ordered", findingFilters},
	{"any text is found", anyText},
	{"rates agree with the domain", findingRates},
	{"common problems", commonProblems},
	{"calendar", calendar},
	{"bright spots", brightSpots},
	{"hall day", hallDay},
	{"photos of the hall are marked", hallMarks},
	{"hall roster", hallRoster},
	{"hall rules", hallRules},
	{"hall overview", hallOverview},
	{"hall spans", hallSpans},
	{"hall questions", hallQuestions},
	{"a meeting with its people", hallMeeting},
	{"a meeting from a file stands in the day", hallFromFile},
	{"decks", decks},
}

// As makes somebody else act, who is stored for it.
func As(t testing.TB, s *store.Store, name string, role checklist.Role) checklist.Person {
	t.Helper()
	p := checklist.Person{ID: "id-" + name, Name: name, Role: role}
	if role == checklist.LobbyManager || role == checklist.BranchHead {
		p.Branch = Branch.Code
	}
	require.NoError(t, s.SavePerson(t.Context(), p))
	p, err := s.ActAs(t.Context(), name)
	require.NoError(t, err)
	return p
}

func findings(t testing.TB, s *store.Store, f checklist.FindingFilter) []checklist.FindingRow {
	t.Helper()
	rows, total, err := s.Findings(t.Context(), f)
	require.NoError(t, err)
	if f.Limit == 0 && f.Offset == 0 {
		require.Len(t, rows, min(total, 200))
	}
	return rows
}

func numbersOf(rows []checklist.FindingRow) []string {
	out := []string{}
	for _, r := range rows {
		out = append(out, r.Number)
	}
	return out
}

func move(t testing.TB, s *store.Store, id string, verb func(*checklist.Finding, checklist.Act) error) *checklist.Finding {
	t.Helper()
	f, err := s.EditFinding(t.Context(), id, verb)
	require.NoError(t, err)
	return f
}

// sound asks that the store agrees with itself.
func sound(t testing.TB, s *store.Store) {
	t.Helper()
	rep, err := s.Check(context.Background(), true, nil)
	require.NoError(t, err)
	require.Empty(t, rep.Troubles)
}

func findingsOpen(t *testing.T, s *store.Store) {
	SetUp(t, s)
	var seen []checklist.Change
	Draft(t, s, "in-1", start)
	_, err := s.Edit(t.Context(), "in-1", func(in *checklist.Inspection, now time.Time) error {
		if err := in.Attach("main", "item.7", Photo("x", 'a'), now); err != nil {
			return err
		}
		return in.Settle("main", "item.7", checklist.Remedy{Severity: checklist.Major, Owner: "李强", Due: "2026-11-09"}, now)
	})
	require.NoError(t, err)
	require.Empty(t, findings(t, s, checklist.FindingFilter{}))
	s.Subscribe(func(c checklist.Change) { seen = append(seen, c) })
	Fill(t, s, "in-1", 2)
	require.Equal(t, []checklist.Change{{Kind: "inspection", ID: "in-1"}, {Kind: "finding"}}, seen)
	rows := findings(t, s, checklist.FindingFilter{})
	require.Equal(t, []string{"F-2026-0001", "F-2026-0002"}, numbersOf(rows))
	r := rows[1]
	require.Equal(t, checklist.FindingID("in-1", "main", "item.7"), r.ID)
	require.Equal(t, checklist.FindingRow{
		ID: r.ID, Number: "F-2026-0002", Branch: checklist.Branch{Code: "B001", Name: "东城支行", Grade: checklist.Second, Active: true},
		Inspection: "in-1", Checklist: "env", Item: "item.7", Zone: "back", Text: "原因7", Severity: checklist.Major,
		Status: checklist.FindingOpen, Owner: "李强", Day: "2026-11-03", Due: "2026-11-09", Before: Photo("x", 'a').Hash,
		UpdatedAt: r.UpdatedAt, Unsent: true,
	}, r)
	f, err := s.Finding(t.Context(), "f-2026-0002")
	require.NoError(t, err)
	require.Equal(t, []any{r.ID, checklist.Self, "王芳", 1}, []any{f.ID, f.Mode, f.OpenedBy.Name, len(f.Events)})
	_, err = s.Finding(t.Context(), "F-2026-0003")
	require.Equal(t, "store.unknownFinding", code(err))
	in := Finished(t, "in-2", Branch, start.AddDate(0, 0, 1), 0, 1) // filled in a file
	require.NoError(t, s.StartInspection(t.Context(), in))
	require.Equal(t, []string{"F-2026-0003"}, numbersOf(findings(t, s, checklist.FindingFilter{Inspection: "in-2"})))
	sound(t, s)
}

func findingsCorrected(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	Draft(t, s, "in-1", start)
	Fill(t, s, "in-1", 3) // items 5, 6 and 7
	hand, err := s.OpenFinding(ctx, checklist.FindingDraft{Inspection: "in-1", Text: "门口积水"})
	require.NoError(t, err)
	worked := checklist.FindingID("in-1", "main", "item.6")
	move(t, s, worked, func(f *checklist.Finding, a checklist.Act) error { return f.Begin(a) })
	again := func(fails int) {
		_, err := s.Edit(ctx, "in-1", func(in *checklist.Inspection, now time.Time) error {
			return in.Reopen(checklist.Person{Name: "李强"}, "更正", now)
		})
		require.NoError(t, err)
		Fill(t, s, "in-1", fails)
	}
	status := func(item string) checklist.FindingStatus {
		f, err := s.Finding(ctx, checklist.FindingID("in-1", "main", item))
		require.NoError(t, err)
		return f.Status
	}
	again(0)
	require.Equal(t, []checklist.FindingStatus{checklist.FindingCancelled, checklist.InProgress, checklist.FindingCancelled},
		[]checklist.FindingStatus{status("item.5"), status("item.6"), status("item.7")})
	f, err := s.Finding(ctx, hand.ID)
	require.NoError(t, err)
	require.Equal(t, checklist.FindingOpen, f.Status, "entered by hand: no answer takes it back")
	again(1)
	require.Equal(t, []checklist.FindingStatus{checklist.FindingCancelled, checklist.InProgress, checklist.FindingOpen},
		[]checklist.FindingStatus{status("item.5"), status("item.6"), status("item.7")})
	require.Len(t, findings(t, s, checklist.FindingFilter{}), 4)
	_, err = s.Edit(ctx, "in-1", func(in *checklist.Inspection, now time.Time) error {
		return in.Reopen(checklist.Person{Name: "李强"}, "整份作废", now)
	})
	require.NoError(t, err)
	require.NoError(t, s.DeleteDraft(ctx, "in-1"))
	require.Equal(t, []checklist.FindingStatus{checklist.FindingCancelled, checklist.InProgress, checklist.FindingCancelled},
		[]checklist.FindingStatus{status("item.5"), status("item.6"), status("item.7")})
	sound(t, s)
}

func findingsRepeat(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	day := func(n int) time.Time { return start.AddDate(0, 0, n) }
	done := func(id string, n, fails int) {
		Draft(t, s, id, day(n))
		Fill(t, s, id, fails)
	}
	find := func(in, item string) *checklist.Finding {
		f, err := s.Finding(ctx, checklist.FindingID(in, "main", item))
		require.NoError(t, err)
		return f
	}
	done("in-1", 0, 1)
	require.Nil(t, find("in-1", "item.7").Repeat)
	done("in-2", 7, 2)
	two := find("in-2", "item.7")
	require.Equal(t, &checklist.Earlier{Day: "2026-11-03", Finding: find("in-1", "item.7").ID, Number: "F-2026-0001", Count: 2}, two.Repeat)
	require.Equal(t, checklist.Major, two.Severity, "one step up")
	require.Nil(t, find("in-2", "item.6").Repeat)
	done("in-3", 14, 1)
	require.Equal(t, 3, find("in-3", "item.7").Repeat.Count)
	done("in-4", 20, 0) // nothing wrong: the item is no repeat of the record before any more
	done("in-5", 21, 1)
	require.Nil(t, find("in-5", "item.7").Repeat)
	closeIt(t, s, find("in-5", "item.7").ID) // closed on the clock's day, 3 November
	done("in-6", 22, 0)
	done("in-7", 80, 1)
	require.Equal(t, &checklist.Earlier{Day: "2026-11-03", Finding: find("in-5", "item.7").ID, Number: find("in-5", "item.7").Number, Count: 2},
		find("in-7", "item.7").Repeat)
	done("in-8", 88, 0)
	done("in-9", 89, 1)
	require.NotNil(t, find("in-9", "item.7").Repeat, "89 days")
	done("in-10", 89, 0)
	done("in-11", 90, 1)
	require.Nil(t, find("in-11", "item.7").Repeat, "90 days")
	before, err := s.Occurrences(ctx, find("in-3", "item.7").ID)
	require.NoError(t, err)
	require.Equal(t, []string{"F-2026-0003", "F-2026-0001"}, numbersOf(before))
	require.Len(t, findings(t, s, checklist.FindingFilter{Repeat: true}), 4)
	require.Equal(t, "F-2027-0001", find("in-7", "item.7").Number, "numbers begin anew with the year of the inspection")
	sound(t, s)
}

// closeIt takes a finding through its life, by two people.
func closeIt(t testing.TB, s *store.Store, id string) {
	t.Helper()
	As(t, s, "周整改", checklist.LobbyManager)
	move(t, s, id, func(f *checklist.Finding, a checklist.Act) error {
		return f.Submit(a, "已更换", []checklist.PhotoRef{Photo("after-"+id, 'e')})
	})
	As(t, s, "吴复查", checklist.BranchHead)
	move(t, s, id, func(f *checklist.Finding, a checklist.Act) error { return f.Accept(a, "") })
}

func findingMoves(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	Draft(t, s, "in-1", start)
	Fill(t, s, "in-1", 1)
	id := findings(t, s, checklist.FindingFilter{})[0].ID
	var seen []checklist.Change
	cancel := s.Subscribe(func(c checklist.Change) { seen = append(seen, c) })
	n, _, err := s.AuditHead(ctx)
	require.NoError(t, err)
	f := move(t, s, id, func(f *checklist.Finding, a checklist.Act) error {
		return f.Submit(a, "已更换灯管", []checklist.PhotoRef{Photo("y", 'b'), Photo("z", 'c')})
	})
	require.Equal(t, []any{checklist.FindingSubmitted, "王芳", "2026-11-03"}, []any{f.Status, f.Rectifier.Name, f.SubmitDay})
	require.Equal(t, []checklist.Change{{Kind: "finding", ID: id}}, seen)
	cancel()
	n2, _, err := s.AuditHead(ctx)
	require.NoError(t, err)
	require.Equal(t, n+1, n2)
	_, err = s.EditFinding(ctx, id, func(f *checklist.Finding, a checklist.Act) error { return f.Accept(a, "") })
	require.Equal(t, "finding.role", code(err))
	As(t, s, "李强", checklist.BranchHead)
	f = move(t, s, id, func(f *checklist.Finding, a checklist.Act) error { return f.Reject(a, "没拍到灯") })
	require.Equal(t, 1, f.Returns)
	hashes, err := s.PhotoHashes(ctx)
	require.NoError(t, err)
	require.Equal(t, []string{Photo("", 'b').Hash, Photo("", 'c').Hash}, hashes)
	As(t, s, "王芳2", checklist.LobbyManager)
	marked := Photo("w", 'd')
	move(t, s, id, func(f *checklist.Finding, a checklist.Act) error {
		return f.Submit(a, "重拍", []checklist.PhotoRef{marked})
	})
	marked.Masked = Photo("", 'f').Hash
	f = move(t, s, id, func(f *checklist.Finding, a checklist.Act) error { return f.MarkPhoto(a, marked) })
	require.Equal(t, marked.Masked, f.After[0].Masked)
	row := findings(t, s, checklist.FindingFilter{})[0]
	require.Equal(t, []any{marked.Masked, 1, "王芳2"}, []any{row.After, row.Returns, row.Rectifier})
	hashes, err = s.PhotoHashes(ctx)
	require.NoError(t, err)
	require.Len(t, hashes, 4, "the returned submission's, the new one and its masked copy")
	f = move(t, s, id, func(f *checklist.Finding, a checklist.Act) error { return f.Withdraw(a) })
	require.Equal(t, []string{"F-2026-0001", ""}, []string{f.Number, f.After[0].Masked})
	stored, err := s.Finding(ctx, id)
	require.NoError(t, err)
	require.Equal(t, f, stored)
	sound(t, s)
}

func findingsByHand(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	f, err := s.OpenFinding(ctx, checklist.FindingDraft{Text: "饮水机缺水", Zone: "front", Owner: " 李强 ", Photos: []checklist.PhotoRef{Photo("x", 'a')}})
	require.NoError(t, err)
	require.Equal(t, []any{"F-2026-0001", "2026-11-03", "2026-11-06", checklist.Minor, checklist.ByHand, "李强", Branch},
		[]any{f.Number, f.Day, f.Due, f.Severity, f.Origin, f.Owner, f.Branch})
	require.Empty(t, f.Fresh())
	require.NoError(t, s.SetCalendar(ctx, "2026.csv", "2026-11-04,休\n2026-11-07,班\n", true))
	f, err = s.OpenFinding(ctx, checklist.FindingDraft{Text: "灯不亮", Severity: checklist.Major})
	require.NoError(t, err)
	require.Equal(t, "2026-11-07", f.Due, "Thursday, Friday and a shifted Saturday")
	for want, d := range map[string]checklist.FindingDraft{
		"finding.text":        {},
		"finding.due":         {Text: "x", Due: "2026-11-02"},
		"store.findingBranch": {Text: "x", Branch: "B404"},
	} {
		_, err := s.OpenFinding(ctx, d)
		require.Equal(t, want, code(err))
	}
	require.Equal(t, []string{"F-2026-0001", "F-2026-0002"}, numbersOf(findings(t, s, checklist.FindingFilter{})))
	sound(t, s)
}

func findingsMerged(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	var list []string
	for i := range 3 {
		f, err := s.OpenFinding(ctx, checklist.FindingDraft{Text: fmt.Sprintf("问题%d", i), Photos: []checklist.PhotoRef{Photo("p", "abc"[i])}})
		require.NoError(t, err)
		list = append(list, f.ID)
	}
	f, err := s.MergeFindings(ctx, "F-2026-0001", list[1:])
	require.NoError(t, err)
	require.Equal(t, list[1:], f.Merged)
	require.Len(t, f.Photos, 3)
	require.Equal(t, []string{"F-2026-0001"}, numbersOf(findings(t, s, checklist.FindingFilter{Unsettled: true})))
	_, err = s.MergeFindings(ctx, list[0], []string{list[0]})
	require.Equal(t, "finding.self", code(err))
	before, err := s.Dump(ctx)
	require.NoError(t, err)
	other, err := s.OpenFinding(ctx, checklist.FindingDraft{Text: "另一个"})
	require.NoError(t, err)
	_, err = s.MergeFindings(ctx, other.ID, []string{list[0], list[1]}) // the second is cancelled already
	require.Equal(t, "finding.status", code(err))
	f, err = s.Finding(ctx, list[0])
	require.NoError(t, err)
	require.Equal(t, checklist.FindingOpen, f.Status, "all or none")
	require.NotEmpty(t, before)
	sound(t, s)
}

func calendar(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	c, working, err := s.Calendar(ctx)
	require.NoError(t, err)
	require.Equal(t, []any{0, false}, []any{c.Days(), working})
	var bad checklist.Problems
	require.ErrorAs(t, s.SetCalendar(ctx, "x.csv", "2026-13-01,休\n2026-10-01,x\n", true), &bad)
	require.Len(t, bad, 2)
	require.NoError(t, s.SetCalendar(ctx, "2026.csv", "日期,类型\n2026-10-01,休\n2026-10-10,班\n", true))
	require.NoError(t, s.SetCalendar(ctx, "", "", true))
	c, working, err = s.Calendar(ctx)
	require.NoError(t, err)
	require.Equal(t, []any{2, true}, []any{c.Days(), working})
	require.Equal(t, "2026-10-02", c.Due("2026-09-30", 1, working))
	require.NoError(t, s.SetCalendar(ctx, "none", "", false))
	c, working, err = s.Calendar(ctx)
	require.NoError(t, err)
	require.Equal(t, []any{0, false}, []any{c.Days(), working})
}
