package checklist_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

var (
	hq2       = checklist.Person{ID: "p6", Name: "孙立", Role: checklist.HQSupervisor}
	otherHead = checklist.Person{ID: "p7", Name: "周平", Role: checklist.BranchHead, Branch: "B002"}
	admin     = checklist.Person{ID: "p8", Name: "管家", Role: checklist.Admin}
	hqVisitor = checklist.Person{ID: "p9", Name: "吴越", Role: checklist.HQSupervisor}
)

// vetoList is DOMAIN's second and third vector in one: indicator X has P (4) and Q
// (4, indicator veto), R (12) stands alone and S (0 points) vetoes the inspection.
func vetoList() *checklist.Checklist {
	item := func(id string, points int, v checklist.Veto, indicator string) checklist.Item {
		return checklist.Item{
			ID: id, Zone: "z", Text: checklist.Text{ZH: id}, Type: checklist.TypePass, Points: checklist.N(points), Weight: checklist.N(1),
			Veto: v, Indicator: indicator, Severity: checklist.Major,
		}
	}
	return &checklist.Checklist{
		ID: "v", Version: 1, Kind: checklist.KindInspection, Subject: checklist.SubjectBranch, Modes: []checklist.Mode{checklist.Announced},
		Scoring: checklist.Scoring{
			Method: checklist.Points, Full: checklist.N(100), VetoCap: checklist.N(59),
			Grades: []checklist.Grade{{ID: "good", Min: checklist.N(60)}, {ID: "bad"}},
		},
		Zones: []checklist.Zone{{ID: "z"}}, Indicators: []checklist.Indicator{{ID: "x"}},
		Items: []checklist.Item{
			item("p", 4, checklist.VetoNone, "x"), item("q", 4, checklist.VetoIndicator, "x"),
			item("r", 12, checklist.VetoNone, ""), item("s", 0, checklist.VetoInspection, ""),
		},
	}
}

var reviewStart = time.Date(2026, 11, 10, 9, 0, 0, 0, time.UTC)

// visited is a finished record of shopper's, at revision 4.
func visited(t *testing.T, by checklist.Person, values map[string]checklist.Verdict) *checklist.Inspection {
	t.Helper()
	in, err := checklist.Start("i1", vetoList(), checklist.Branch{Code: "B001", Name: "市中支行"}, by, checklist.Announced, reviewStart)
	require.NoError(t, err)
	for item, v := range values {
		require.NoError(t, in.Record(checklist.MainSheet, item, checklist.VerdictValue(v), reviewStart))
	}
	require.NoError(t, in.Finish("有事先走", reviewStart.Add(10*time.Minute)))
	in.Incomplete, in.Rev = "", 4
	return in
}

func allPass() map[string]checklist.Verdict {
	return map[string]checklist.Verdict{"p": checklist.Pass, "q": checklist.Pass, "r": checklist.Pass, "s": checklist.Pass}
}

func reviewOf(t *testing.T, change func(map[string]checklist.Verdict)) *checklist.Review {
	t.Helper()
	values := allPass()
	if change != nil {
		change(values)
	}
	return checklist.FoldReview(visited(t, shopper, values), nil)
}

func scored(res *checklist.Result) string {
	if res == nil || res.Score == nil {
		return ""
	}
	return res.Score.String()
}

// The way of a record: returned, corrected, passed, appealed against and ruled.
func TestReviewLife(t *testing.T) {
	c, r := &clerk{}, reviewOf(t, func(v map[string]checklist.Verdict) { v["q"] = checklist.Miss })
	require.Equal(t, "60.0", scored(checklist.Evaluate(r.Record)))
	require.Equal(t, "received", r.State.Word(checklist.FaceHQ))
	require.Equal(t, "submitted", r.State.Word(checklist.FaceBranch))
	refused(t, "check.reason", r.Return(c.act(hq, "2026-11-11"), "  ", "补照片"))
	require.NoError(t, r.Return(c.act(hq, "2026-11-11"), "照片看不清", "重拍填单台"))
	require.Equal(t, []any{checklist.ReviewReturned, "照片看不清", "重拍填单台", 1}, []any{r.State, r.Reason, r.Todo, r.Returns})
	require.False(t, r.Counts(checklist.GateReceived))

	draft := *r.Record
	require.NoError(t, draft.Reopen(manager, "按要求补拍", reviewStart.Add(time.Hour)))
	draft.Rev = 5
	while := checklist.FoldReview(&draft, r.Events)
	require.Equal(t, checklist.ReviewReturned, while.State, "the branch sees why while it corrects the record")
	refused(t, "check.unfinished", while.Pass(c.act(hq, "2026-11-12"), ""))

	again := draft
	again.Status, again.Rev = checklist.Finished, 6
	r = checklist.FoldReview(&again, r.Events)
	require.Equal(t, []any{checklist.ReviewWaiting, 1, "照片看不清"}, []any{r.State, r.Returns, r.Reason}, "it comes in again")
	require.True(t, r.History()[0].Earlier)
	require.True(t, r.Counts(checklist.GateReceived))
	require.False(t, r.Counts(checklist.GatePassed))

	require.NoError(t, r.Pass(c.act(hq, "2026-11-13"), ""))
	require.Equal(t, []any{"2026-11-13", "2026-11-20"}, []any{r.PassedDay, r.AppealUntil})
	require.True(t, r.Counts(checklist.GatePassed))
	refused(t, "check.appealLate", r.AppealTo(c.act(head, "2026-11-21"), "当时在装修", nil))
	refused(t, "check.reason", r.AppealTo(c.act(head, "2026-11-20"), "", nil))
	require.NoError(t, r.AppealTo(c.act(head, "2026-11-20"), "当时在装修", after))
	require.Equal(t, []any{checklist.AppealOpen, "当时在装修", 1}, []any{r.Appeal, r.AppealReason, len(r.AppealPhotos)})
	refused(t, "check.appealed", r.AppealTo(c.act(head, "2026-11-20"), "再申诉", nil))
	refused(t, "check.underAppeal", r.Return(c.act(hq, "2026-11-21"), "x", ""))
	refused(t, "check.ruler", r.Uphold(c.act(hq, "2026-11-21"), "有照片为证"))

	na := checklist.VerdictValue(checklist.NA)
	refused(t, "check.corrections", r.Change(c.act(hq2, "2026-11-22"), "属实", nil))
	refused(t, "check.reason", r.Change(c.act(hq2, "2026-11-22"), "属实", []checklist.Correction{{Sheet: "main", Item: "q", Value: &na}}))
	require.NoError(t, r.Change(c.act(hq2, "2026-11-22"), "属实", []checklist.Correction{{Sheet: "main", Item: "q", Value: &na, Reason: "装修封闭"}}))
	require.Equal(t, []any{checklist.AppealChanged, hq2, "属实"}, []any{r.Appeal, r.Ruler, r.Ruling})
	require.Equal(t, "100.0", scored(r.Ruled()))
	require.Equal(t, "60.0", scored(checklist.Evaluate(r.Record)), "the record is never touched")
	require.Equal(t, checklist.Miss, r.Record.Answer("main", "q").Value.Verdict)
	require.Equal(t, checklist.Miss, again.Answer("main", "q").Value.Verdict)
	require.Equal(t, reviewText(t, checklist.FoldReview(&again, r.Events)), reviewText(t, r))
}

// A branch may appeal for seven days from passing, or from the day it was first sent
// a bulletin that shows the record, whichever is later.
func TestAppealWindow(t *testing.T) {
	c, r := &clerk{}, reviewOf(t, nil)
	require.NoError(t, r.Pass(c.act(hq, "2026-11-13"), ""))
	for _, x := range []struct{ shown, until string }{
		{"", "2026-11-20"}, {"2026-11-05", "2026-11-20"}, {"2026-11-13", "2026-11-20"}, {"2026-11-14", "2026-11-21"}, {"2026-12-28", "2027-01-04"},
	} {
		got := checklist.FoldShown(r.Record, r.Events, x.shown)
		require.Equal(t, x.until, got.AppealUntil, x.shown)
		require.Equal(t, checklist.DefaultAppealDays, got.AppealDays)
	}
	late := checklist.FoldShown(r.Record, r.Events, "2026-12-28")
	refused(t, "check.appealLate", late.AppealTo(c.act(head, "2027-01-05"), "当时在装修", nil))
	require.NoError(t, late.AppealTo(c.act(head, "2027-01-04"), "当时在装修", nil))
	require.Equal(t, checklist.AppealOpen, checklist.FoldShown(r.Record, late.Events, "2026-12-28").Appeal)
	unseen := checklist.FoldReview(r.Record, late.Events)
	require.Equal(t, checklist.AppealNone, unseen.Appeal, "who knows of no bulletin does not take it")
	require.True(t, unseen.History()[1].Void)
	require.False(t, late.History()[1].Void)
	require.NoError(t, late.Withdraw(c.act(head, "2027-01-04")))
	require.Equal(t, "2027-01-04", late.AppealUntil, "taking a move back forgets nothing of the bulletin")
}

// DOMAIN 4.5: a lifted veto has no effect; the answer stays what it was.
func TestLiftedVetoes(t *testing.T) {
	c := &clerk{}
	r := reviewOf(t, func(v map[string]checklist.Verdict) { v["q"] = checklist.Miss })
	refused(t, "check.veto", r.LiftVeto(c.act(hq, "2026-11-11"), "main", "r", "误判"))
	refused(t, "check.item", r.LiftVeto(c.act(hq, "2026-11-11"), "main", "zz", "误判"))
	refused(t, "check.reason", r.LiftVeto(c.act(hq, "2026-11-11"), "main", "q", " "))
	require.NoError(t, r.LiftVeto(c.act(hq, "2026-11-11"), "main", "q", "客户要求"))
	require.Equal(t, checklist.ReviewTaken, r.State)
	require.Equal(t, "80.0", scored(r.Ruled()), "vector 2 without its veto")
	was := checklist.Evaluate(r.Record)
	lines := r.RuledLines(was, r.Ruled())
	require.Len(t, lines, 2, "the lifted item, and the one that lost its points with it")
	require.Equal(t, []any{"p", "q"}, []any{lines[0].Was.Item, lines[1].Was.Item})
	require.Equal(t, []string{"0", "1"}, []string{lines[0].Was.AfterVeto.RatString(), lines[0].Is.AfterVeto.RatString()})
	require.Equal(t, "客户要求", lines[1].Corrections[0].Reason)
	require.Equal(t, hq, lines[1].Corrections[0].By)
	refused(t, "check.veto", r.LiftVeto(c.act(hq, "2026-11-11"), "main", "q", "again"))

	r = reviewOf(t, func(v map[string]checklist.Verdict) { v["s"] = checklist.Miss })
	require.Equal(t, "59.0", scored(checklist.Evaluate(r.Record)))
	require.NoError(t, r.LiftVeto(c.act(hq, "2026-11-11"), "main", "s", "演练中"))
	require.Equal(t, "100.0", scored(r.Ruled()))
	require.Nil(t, r.Ruled().Cap)
	require.Empty(t, r.Vetoes())
	require.NoError(t, r.Withdraw(c.act(hq, "2026-11-11")))
	require.Nil(t, r.Ruled())
	require.Equal(t, checklist.ReviewWaiting, r.State)
}

// Who may what: every role with every verb, on their own record and on another's.
func TestReviewRoles(t *testing.T) {
	people := map[string]checklist.Person{
		"大堂经理": manager, "行长": head, "别行行长": otherHead, "检查员": shopper, "管理员": admin, "督导": hq, "另一督导": hq2, "检查人督导": hqVisitor,
	}
	hqOnly := map[checklist.ReviewVerb]bool{}
	for _, v := range checklist.ReviewVerbs() {
		hqOnly[v] = v != checklist.ReviewAppeal && v != checklist.ReviewWithdraw
	}
	for name, p := range people {
		for _, v := range checklist.ReviewVerbs() {
			for _, own := range []bool{false, true} {
				want := ""
				switch {
				case hqOnly[v] && p.Role != checklist.HQSupervisor, v == checklist.ReviewAppeal && p.Role != checklist.BranchHead,
					v == checklist.ReviewWithdraw && p.Role != checklist.HQSupervisor && p.Role != checklist.BranchHead:
					want = "check.role"
				case v == checklist.ReviewWithdraw:
					want = "check.withdraw" // nobody's last move is theirs
				case v == checklist.ReviewAppeal && p.Branch != "B001":
					want = "check.branch"
				case own && v != checklist.ReviewTake && v != checklist.ReviewReturn && v != checklist.ReviewVoidIt && v != checklist.ReviewAppeal:
					want = "check.own"
				case (v == checklist.ReviewUphold || v == checklist.ReviewChange) && name == "督导":
					want = "check.ruler"
				}
				err := ready(t, p, v, own).Refusal(p, v, "2026-11-12")
				require.Equal(t, want, checklist.CodeOf(err), "%s %s own=%v", name, v, own)
			}
		}
	}
}

// ready is a review in which v could be made, of p's own record or another's.
func ready(t *testing.T, p checklist.Person, v checklist.ReviewVerb, own bool) *checklist.Review {
	t.Helper()
	by := checklist.Person{ID: "pa", Name: "郑安", Role: checklist.Inspector}
	if own {
		by = p
	}
	values := allPass()
	values["s"] = checklist.Miss
	in := visited(t, by, values)
	in.Incomplete = "有事先走"
	c, r := &clerk{}, checklist.FoldReview(in, nil)
	passer := hq
	if own && same(p, hq) {
		passer = hq2
	}
	switch v {
	case checklist.ReviewAppeal, checklist.ReviewUphold, checklist.ReviewChange:
		require.NoError(t, r.Pass(c.act(passer, "2026-11-11"), ""))
	case checklist.ReviewWithdraw:
		require.NoError(t, r.Pass(c.act(checklist.Person{ID: "z", Name: "z", Role: checklist.HQSupervisor}, "2026-11-11"), ""))
	}
	if v == checklist.ReviewUphold || v == checklist.ReviewChange {
		h := checklist.Person{ID: "ph", Name: "冯行", Role: checklist.BranchHead, Branch: "B001"}
		require.NoError(t, r.AppealTo(c.act(h, "2026-11-11"), "不服", nil))
	}
	return r
}

func same(a, b checklist.Person) bool { return a.ID == b.ID }

// Moves another program made keep to the rules as well: they stay as void.
func TestReviewMovesFromElsewhere(t *testing.T) {
	c, r := &clerk{}, reviewOf(t, nil)
	require.NoError(t, r.Pass(c.act(hq, "2026-11-11"), ""))
	require.NoError(t, r.AppealTo(c.act(head, "2026-11-12"), "不服", nil))
	na := checklist.VerdictValue(checklist.NA)
	for name, e := range map[string]checklist.ReviewEvent{
		"the branch rules":           {By: head, Verb: checklist.ReviewUphold},
		"the reviewer rules":         {By: hq, Verb: checklist.ReviewUphold},
		"the inspector rules":        {By: checklist.Person{ID: "p5", Name: "钱进", Role: checklist.HQSupervisor}, Verb: checklist.ReviewUphold},
		"the branch lifts":           {By: head, Verb: checklist.ReviewLift, Corrections: []checklist.Correction{{Sheet: "main", Item: "s", Lift: true}}},
		"another revision":           {By: hq2, Verb: checklist.ReviewUphold, Rev: 3},
		"a revision to come":         {By: hq2, Verb: checklist.ReviewUphold, Rev: 9},
		"somebody else's undo":       {By: hq, Verb: checklist.ReviewWithdraw, Other: "e0002"},
		"the branch as the reviewer": {By: checklist.Person{ID: "p3", Name: "王强", Role: checklist.HQSupervisor}, Verb: checklist.ReviewWithdraw, Other: "e0002"},
		"undo of what is buried":     {By: hq, Verb: checklist.ReviewWithdraw, Other: "e0001"},
		"a second appeal":            {By: head, Verb: checklist.ReviewAppeal, Note: "再来"},
		"another branch":             {By: otherHead, Verb: checklist.ReviewAppeal, Note: "再来"},
	} {
		e.ID, e.Inspection, e.Clock, e.Device, e.Day = "x", "i1", 9, "d9", "2026-11-12"
		if e.Rev == 0 {
			e.Rev = 4
		}
		g := checklist.FoldReview(r.Record, append(r.Events, e))
		require.True(t, g.History()[2].Void, name)
		require.Equal(t, checklist.AppealOpen, g.Appeal, name)
		require.Empty(t, g.Corrections, name)
	}
	good := checklist.ReviewEvent{
		ID: "x", Inspection: "i1", Rev: 4, Clock: 9, Device: "d9", Day: "2026-11-12", By: hq2, Verb: checklist.ReviewChange, Note: "属实",
		Corrections: []checklist.Correction{{Sheet: "main", Item: "p", Value: &na, Reason: "属实"}},
	}
	require.NoError(t, good.Check())
	require.Equal(t, checklist.AppealChanged, checklist.FoldReview(r.Record, append(r.Events, good)).Appeal)
}

func TestReviewEventsFromOutsideAreChecked(t *testing.T) {
	na := checklist.VerdictValue(checklist.NA)
	good := checklist.ReviewEvent{ID: "e", Inspection: "i", Clock: 1, Device: "d", Day: "2026-11-12", By: hq, Verb: checklist.ReviewReturn, Note: "x"}
	require.NoError(t, good.Check())
	for what, spoil := range map[string]func(*checklist.ReviewEvent){
		"id":          func(e *checklist.ReviewEvent) { e.Clock = 0 },
		"id ":         func(e *checklist.ReviewEvent) { e.Rev = -1 },
		"verb":        func(e *checklist.ReviewEvent) { e.Verb = "praise" },
		"day":         func(e *checklist.ReviewEvent) { e.Day = "2026-13-01" },
		"day ":        func(e *checklist.ReviewEvent) { e.Verb = checklist.ReviewPass },
		"note":        func(e *checklist.ReviewEvent) { e.Todo = string(make([]byte, 2001)) },
		"photos":      func(e *checklist.ReviewEvent) { e.Photos = after },
		"corrections": func(e *checklist.ReviewEvent) { e.Verb = checklist.ReviewLift },
		"corrections ": func(e *checklist.ReviewEvent) {
			e.Corrections = []checklist.Correction{{Sheet: "main", Item: "p", Value: &na}}
		},
		"corrections  ": func(e *checklist.ReviewEvent) {
			e.Verb, e.Corrections = checklist.ReviewLift, []checklist.Correction{{Sheet: "main", Item: "p", Value: &na}}
		},
	} {
		bad := good
		spoil(&bad)
		err := bad.Check()
		require.Equal(t, "check.event", checklist.CodeOf(err), what)
		require.Contains(t, what+"  ", err.(*checklist.Error).Args["what"])
	}
}

// An incomplete record counts when headquarters says so; void counts never, also
// not when the branch sends it again.
func TestIncompleteAndVoid(t *testing.T) {
	c := &clerk{}
	in := visited(t, shopper, allPass())
	in.Incomplete = "有事先走"
	r := checklist.FoldReview(in, nil)
	require.False(t, r.Counts(checklist.GateReceived))
	require.NoError(t, r.Pass(c.act(hq, "2026-11-11"), ""))
	require.False(t, r.Counts(checklist.GateReceived), "passing alone does not make it complete")
	require.NoError(t, r.AcceptIncomplete(c.act(hq, "2026-11-11"), "停电离场"))
	require.True(t, r.Counts(checklist.GatePassed))
	refused(t, "check.complete", r.AcceptIncomplete(c.act(hq, "2026-11-11"), "again"))
	require.NoError(t, r.Void(c.act(hq, "2026-11-12"), "检查员未到场"))
	require.False(t, r.Counts(checklist.GateReceived))
	newer := *in
	newer.Rev = 9
	r = checklist.FoldReview(&newer, r.Events)
	require.Equal(t, []any{checklist.ReviewVoid, "检查员未到场"}, []any{r.State, r.Reason})
	refused(t, "check.state", r.Pass(c.act(hq, "2026-11-12"), ""))
}
