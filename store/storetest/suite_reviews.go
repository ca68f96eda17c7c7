package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store"
)

var reviewTests = []test{
	{"reviews draw the record and its cell", reviewMoves},
	{"a ruling counts instead of the record's own score", reviewRuled},
	{"only passed records count where the gate says so", reviewGate},
	{"review filters", reviewFilters},
	{"several reviews at once", reviewMany},
	{"reviews arrive in any order", reviewTraffic},
}

// halls are three halls with one finished record each: 75, 50 and 59 (by its veto).
func halls(t testing.TB, s *store.Store) {
	t.Helper()
	SetUpHQ(t, s)
	branches := []checklist.Branch{Branch, hall7, {Code: "B009", Name: "安定门支行", Grade: checklist.Second, Traffic: checklist.TrafficHigh, Active: true}}
	require.NoError(t, s.SaveBranches(t.Context(), branches))
	for i, fails := range []int{2, 4, 0} {
		in := Finished(t, fmt.Sprint("rec-", i), branches[i], start.AddDate(0, 0, i), 1, fails)
		if fails == 0 {
			in.Answer(checklist.MainSheet, "item.0").Value = checklist.VerdictValue(checklist.Miss)
		}
		require.NoError(t, s.StartInspection(t.Context(), in))
	}
}

func review(t testing.TB, s *store.Store, id string, verb func(*checklist.Review, checklist.Act) error) checklist.ReviewOutcome {
	t.Helper()
	out, err := s.EditReview(t.Context(), id, verb)
	require.NoError(t, err)
	sound(t, s)
	return out
}

func pass(r *checklist.Review, a checklist.Act) error { return r.Pass(a, "") }

// november is the sums of each hall in the month, kept and from the base alike.
func november(t testing.TB, s *store.Store) map[string]checklist.PeriodCell {
	t.Helper()
	kept, err := s.PeriodCells(t.Context(), "env", "2026-11-01", "2026-11-30")
	require.NoError(t, err)
	fresh, err := s.PeriodCells(t.Context(), "env", "2026-11-01", "2026-11-29")
	require.NoError(t, err)
	require.Equal(t, fresh, kept)
	out := map[string]checklist.PeriodCell{}
	for _, c := range kept {
		out[c.Branch] = c
	}
	return out
}

func reviewMoves(t *testing.T, s *store.Store) {
	halls(t, s)
	require.Equal(t, []int{1, 750, 1}, []int{november(t, s)["B001"].N, int(november(t, s)["B001"].ScoreSum), november(t, s)["B001"].Provisional})
	out := review(t, s, "rec-0", func(r *checklist.Review, a checklist.Act) error { return r.Return(a, "照片看不清", "重拍") })
	require.Equal(t, 1, out.Cells)
	require.Equal(t, checklist.PeriodCell{Branch: "B001", Checklist: "env", Withheld: 1}, november(t, s)["B001"])
	gone := out.Moved[0]
	require.Equal(t, []any{"B001", 1, 0, true, "2026-11"}, []any{gone.Branch.Code, gone.Was, gone.Is, gone.Decided, gone.Month})

	out = review(t, s, "rec-0", func(r *checklist.Review, a checklist.Act) error { return r.Withdraw(a) })
	require.Equal(t, []any{"B001", 0, 1}, []any{out.Moved[0].Branch.Code, out.Moved[0].Was, out.Moved[0].Is})
	require.Equal(t, 1, november(t, s)["B001"].Provisional)
	out = review(t, s, "rec-0", pass)
	require.Empty(t, out.Moved, "its score is the same")
	require.Zero(t, november(t, s)["B001"].Provisional)

	r, err := s.Review(t.Context(), "rec-0")
	require.NoError(t, err)
	require.Len(t, r.History(), 3)
	require.Equal(t, "2026-11-10", r.AppealUntil, "seven days by default")
	_, err = s.EditReview(t.Context(), "rec-0", pass)
	require.Equal(t, "check.state", code(err))
	_, err = s.EditReview(t.Context(), "nobody", pass)
	require.Equal(t, "store.unknownInspection", code(err))

	require.NoError(t, s.SetSetting(t.Context(), checklist.SettingAppealDays, "3"))
	review(t, s, "rec-1", pass)
	r, err = s.Review(t.Context(), "rec-1")
	require.NoError(t, err)
	require.Equal(t, "2026-11-06", r.AppealUntil)
}

func reviewRuled(t *testing.T, s *store.Store) {
	halls(t, s)
	require.Equal(t, []int{590, 1, 1}, []int{int(november(t, s)["B009"].ScoreSum), november(t, s)["B009"].Vetoes, november(t, s)["B009"].Critical})
	out := review(t, s, "rec-2", func(r *checklist.Review, a checklist.Act) error {
		return r.LiftVeto(a, checklist.MainSheet, "item.0", "演练")
	})
	lifted := november(t, s)["B009"]
	require.Equal(t, []int{875, 0, 1}, []int{int(lifted.ScoreSum), lifted.Vetoes, lifted.Problems})
	require.Equal(t, []any{"B009", 2, 1}, []any{out.Moved[0].Branch.Code, out.Moved[0].Was, out.Moved[0].Is})
	require.Equal(t, []any{"B001", 1, 2, false}, []any{out.Moved[1].Branch.Code, out.Moved[1].Was, out.Moved[1].Is, out.Moved[1].Decided})
	require.Len(t, out.Moved, 2, "the third hall stays third")

	review(t, s, "rec-1", pass)
	head := checklist.Person{ID: "h7", Name: "石行长", Role: checklist.BranchHead, Branch: hall7.Code}
	require.NoError(t, s.SavePerson(t.Context(), head))
	reviewer, err := s.Profile(t.Context())
	require.NoError(t, err)
	_, err = s.ActAs(t.Context(), head.Name)
	require.NoError(t, err)
	review(t, s, "rec-1", func(r *checklist.Review, a checklist.Act) error {
		return r.AppealTo(a, "当时停电", []checklist.PhotoRef{Photo("ap", 'c')})
	})
	require.Equal(t, 1, november(t, s)[hall7.Code].Appealed)
	_, err = s.ActAs(t.Context(), reviewer.User.Name)
	require.NoError(t, err)
	na := checklist.VerdictValue(checklist.NA)
	change := func(r *checklist.Review, a checklist.Act) error {
		return r.Change(a, "属实", []checklist.Correction{{Sheet: checklist.MainSheet, Item: "item.4", Value: &na, Reason: "停电"}})
	}
	_, err = s.EditReview(t.Context(), "rec-1", change)
	require.Equal(t, "check.ruler", code(err))
	As(t, s, "孙立", checklist.HQSupervisor)
	out = review(t, s, "rec-1", change)
	require.Equal(t, 1, out.Cells)
	c := november(t, s)[hall7.Code]
	require.Equal(t, []int{571, 3, 0, 0}, []int{int(c.ScoreSum), c.Problems, c.Appealed, c.Provisional}, "4 of 7 instead of 4 of 8")
	require.Equal(t, []checklist.ZoneSum{{Zone: "back", N: 1, ScoreSum: 0, LostSum: 42_857}, {Zone: "front", N: 1, ScoreSum: 1000}}, c.Zones)
	in, err := s.Inspection(t.Context(), "rec-1")
	require.NoError(t, err)
	require.Equal(t, checklist.Miss, in.Answer(checklist.MainSheet, "item.4").Value.Verdict, "the record is as it was made")
	hashes, err := s.PhotoHashes(t.Context())
	require.NoError(t, err)
	require.Contains(t, hashes, Photo("ap", 'c').Hash)
	rows, _, err := s.Summaries(t.Context(), checklist.Filter{Branch: hall7.Code})
	require.NoError(t, err)
	require.Equal(t, []any{checklist.ReviewPassed, checklist.AppealChanged, "57.1", "50.0"},
		[]any{rows[0].Review, rows[0].Appeal, rows[0].Counted().String(), rows[0].Score.String()})
}

func reviewGate(t *testing.T, s *store.Store) {
	halls(t, s)
	short := Finished(t, "short", Branch, start.AddDate(0, 0, 5), 1, 0)
	short.Incomplete = "停电"
	require.NoError(t, s.StartInspection(t.Context(), short))
	require.Equal(t, []int{1, 1, 0}, counted(november(t, s)["B001"]))
	review(t, s, "rec-0", pass)
	require.Equal(t, "check.gate", code(s.SetSetting(t.Context(), checklist.SettingRankingGate, "any")))
	require.NoError(t, s.SetSetting(t.Context(), checklist.SettingRankingGate, string(checklist.GatePassed)))
	sound(t, s)
	require.Equal(t, []int{1, 1, 0}, counted(november(t, s)["B001"]))
	require.Equal(t, []int{0, 0, 1}, counted(november(t, s)[hall7.Code]))
	require.NoError(t, s.StartInspection(t.Context(), Finished(t, "later", hall7, start.AddDate(0, 0, 6), 1, 0)))
	require.Equal(t, []int{0, 0, 2}, counted(november(t, s)[hall7.Code]))
	review(t, s, "later", pass)
	require.Equal(t, []int{1, 0, 1}, counted(november(t, s)[hall7.Code]))
	review(t, s, "short", func(r *checklist.Review, a checklist.Act) error { return r.AcceptIncomplete(a, "停电属实") })
	require.Equal(t, []int{1, 0, 1}, counted(november(t, s)["B001"]), "accepted, not passed")
	review(t, s, "short", pass)
	require.Equal(t, []int{2, 0, 0}, counted(november(t, s)["B001"]))
	require.NoError(t, s.SetSetting(t.Context(), checklist.SettingRankingGate, string(checklist.GateReceived)))
	sound(t, s)
	require.Equal(t, []int{2, 0, 0}, counted(november(t, s)[hall7.Code]))
	require.Equal(t, 1, november(t, s)[hall7.Code].Provisional)
}

func counted(c checklist.PeriodCell) []int { return []int{c.N, c.Excluded, c.Withheld} }

func reviewFilters(t *testing.T, s *store.Store) {
	halls(t, s)
	require.NoError(t, s.StartInspection(t.Context(), Finished(t, "rec-3", Branch, start.AddDate(0, 0, 9), 1, 0)))
	review(t, s, "rec-0", pass)
	review(t, s, "rec-1", func(r *checklist.Review, a checklist.Act) error { return r.Return(a, "看不清", "") })
	review(t, s, "rec-2", func(r *checklist.Review, a checklist.Act) error { return r.Take(a) })
	for f, want := range map[checklist.ReviewFilter][]string{
		checklist.ReviewAny:  {"rec-3", "rec-2", "rec-1", "rec-0"},
		checklist.ReviewToDo: {"rec-3", "rec-2"},
		checklist.ReviewNew:  {"rec-3"},
		"passed":             {"rec-0"},
		"returned":           {"rec-1"},
		"in_review":          {"rec-2"},
		"void":               nil,
		"appeal":             nil,
		"again":              nil,
		"nonsense":           nil,
	} {
		require.ElementsMatch(t, want, ids(t, s, checklist.Filter{Review: f, From: "2026-11-01", To: "2026-11-30"}), "%s", f)
	}
	again := Finished(t, "rec-1", hall7, start.AddDate(0, 0, 1), 2, 0)
	_, err := s.ImportInspections(t.Context(), bundle(1), []*checklist.Inspection{again}, store.Loop{}, checklist.Branch{})
	require.NoError(t, err)
	sound(t, s)
	require.Equal(t, []string{"rec-1"}, ids(t, s, checklist.Filter{Review: checklist.ReviewAgain}))
	require.Equal(t, []string{"rec-1", "rec-3", "rec-2"}, ids(t, s, checklist.Filter{Review: checklist.ReviewToDo, Sort: checklist.SortCheck}))
	require.Equal(t, 1, november(t, s)[hall7.Code].N, "it counts again")
	require.Empty(t, ids(t, s, checklist.Filter{Inspector: "没有人"}))
	in, err := s.Inspection(t.Context(), "rec-1")
	require.NoError(t, err)
	require.Len(t, ids(t, s, checklist.Filter{Inspector: in.Inspector.Name}), 4)
}

func reviewMany(t *testing.T, s *store.Store) {
	halls(t, s)
	me, err := s.Profile(t.Context())
	require.NoError(t, err)
	own := Finished(t, "own", Branch, start.AddDate(0, 0, 9), 1, 0)
	own.Inspector = me.User
	require.NoError(t, s.StartInspection(t.Context(), own))
	var seen []checklist.Change
	defer s.Subscribe(func(c checklist.Change) { seen = append(seen, c) })()
	out, err := s.EditReviews(t.Context(), []string{"rec-0", "own", "rec-1", "rec-2"}, pass)
	require.NoError(t, err)
	require.Len(t, out.Reviews, 3)
	require.Equal(t, 3, out.Cells)
	require.Equal(t, "own", out.Refused[0].ID)
	require.Equal(t, "check.own", code(out.Refused[0].Err))
	require.Equal(t, []checklist.Change{{Kind: "review"}}, seen)
	require.Equal(t, []string{"own"}, ids(t, s, checklist.Filter{Review: checklist.ReviewToDo}))
	sound(t, s)
}

// reviewTraffic: moves may come before their record, twice, and in any order; what
// belongs to another record or branch is refused.
func reviewTraffic(t *testing.T, s *store.Store) {
	SetUpHQ(t, s)
	in := Finished(t, "rec-0", Branch, start, 1, 2)
	head := checklist.Person{ID: "h", Name: "石行长", Role: checklist.BranchHead, Branch: Branch.Code}
	hq := checklist.Person{ID: "q", Name: "赵敏", Role: checklist.HQSupervisor}
	n := 0
	act := func(p checklist.Person) checklist.Act {
		return checklist.Act{By: p, At: start.Add(time.Duration(n) * time.Hour), Device: "d-" + p.ID, NewID: func() string { n++; return fmt.Sprint("ev-", n) }}
	}
	r := checklist.FoldReview(in, nil)
	require.NoError(t, r.Pass(act(hq), ""))
	require.NoError(t, r.AppealTo(act(head), "停电", nil))
	seq := int64(0)
	take := func(branch string, events []checklist.ReviewEvent, list ...*checklist.Inspection) (store.ImportReport, error) {
		seq++
		return s.ImportInspections(t.Context(), store.ImportRecord{SHA256: fmt.Sprint("p-", seq), Device: "d-" + branch, Seq: seq, Branch: branch}, list,
			store.Loop{Reviews: events}, checklist.Branch{})
	}
	rep, err := take("B001", r.Events[1:])
	require.NoError(t, err)
	require.Equal(t, []int{1, 1}, []int{rep.Reviews, rep.Others})
	_, err = take("B404", []checklist.ReviewEvent{{ID: "planted", Inspection: "rec-0", Rev: 1, Clock: 5, Device: "x", Day: "2026-11-03", By: hq, Verb: checklist.ReviewVoidIt}})
	require.NoError(t, err, "nobody knows yet whose record that is")
	_, err = take("B001", nil, in)
	require.NoError(t, err)
	sound(t, s)
	require.Equal(t, []string{"rec-0"}, ids(t, s, checklist.Filter{Review: checklist.ReviewNew}), "an appeal against nothing does not count")
	rep, err = take("B001", r.Events)
	require.NoError(t, err)
	require.Equal(t, 1, rep.Reviews)
	sound(t, s)
	require.Equal(t, []string{"rec-0"}, ids(t, s, checklist.Filter{Review: checklist.ReviewAppeals}))
	rep, err = take("B001", r.Events)
	require.NoError(t, err)
	require.Zero(t, rep.Reviews)
	unsent, err := s.UnsentReviews(t.Context())
	require.NoError(t, err)
	require.Empty(t, unsent, "what came from elsewhere is not sent back")

	before, err := s.Dump(t.Context())
	require.NoError(t, err)
	for want, e := range map[string]checklist.ReviewEvent{
		"store.eventConflict": {ID: "ev-1", Inspection: "rec-9", Rev: 1, Clock: 5, Device: "x", Day: "2026-11-03", By: hq, Verb: checklist.ReviewTake},
		"store.foreignReview": {ID: "y", Inspection: "rec-0", Rev: 1, Clock: 5, Device: "x", Day: "2026-11-03", By: hq, Verb: checklist.ReviewTake},
		"check.event":         {ID: "z", Inspection: "rec-0", Rev: 1, Device: "x", Day: "2026-11-03", By: hq, Verb: checklist.ReviewTake},
	} {
		branch := "B001"
		if want == "store.foreignReview" {
			branch = "B404"
		}
		_, err := take(branch, []checklist.ReviewEvent{e})
		require.Equal(t, want, code(err))
	}
	after, err := s.Dump(t.Context())
	require.NoError(t, err)
	require.Equal(t, string(before), string(after))
	rulingLeaves(t, s)
}

// rulingLeaves: a ruling made here waits to be sent, with the moves before it.
func rulingLeaves(t *testing.T, s *store.Store) {
	review(t, s, "rec-0", func(r *checklist.Review, a checklist.Act) error { return r.Uphold(a, "有照片") })
	unsent, err := s.UnsentReviews(t.Context())
	require.NoError(t, err)
	require.Len(t, unsent, 1)
	require.Equal(t, []any{"B001", 3}, []any{unsent[0].Branch, len(unsent[0].Events)})
	last := unsent[0].Events[2].ID
	require.NoError(t, s.RecordExport(t.Context(), store.ExportRecord{Seq: 1, SHA256: "s"}, store.Sent{Reviews: []string{last}}))
	unsent, err = s.UnsentReviews(t.Context())
	require.NoError(t, err)
	require.Empty(t, unsent)
}
