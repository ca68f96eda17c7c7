package checklist_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

var (
	manager = checklist.Person{ID: "p1", Name: "李静", Role: checklist.LobbyManager, Branch: "B001"}
	teller  = checklist.Person{ID: "p2", Name: "张伟", Role: checklist.LobbyManager, Branch: "B001"}
	head    = checklist.Person{ID: "p3", Name: "王强", Role: checklist.BranchHead, Branch: "B001"}
	hq      = checklist.Person{ID: "p4", Name: "赵敏", Role: checklist.HQSupervisor}
	shopper = checklist.Person{ID: "p5", Name: "钱进", Role: checklist.Inspector}
	after   = []checklist.PhotoRef{{ID: "a1", Hash: "aa", Name: "after.jpg"}}
)

type clerk struct{ n int }

func (c *clerk) act(who checklist.Person, day string) checklist.Act {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	return checklist.Act{By: who, At: at.Add(9 * time.Hour), Device: "d1", NewID: func() string {
		c.n++
		return fmt.Sprintf("e%04d", c.n)
	}}
}

func opening() checklist.Opening {
	return checklist.Opening{
		Number: "F-2026-0001", Branch: checklist.Branch{Code: "B001", Name: "市中支行"}, Origin: checklist.FromInspection,
		Mode: checklist.Announced, Inspection: "i1", Item: "env.x", ItemText: checklist.Text{ZH: "填单台"}, Text: "缺老花镜",
		Severity: checklist.Minor, Day: "2026-11-01", Due: "2026-11-04", NeedsPhoto: true,
	}
}

func opened(t *testing.T, c *clerk, change func(*checklist.Opening)) *checklist.Finding {
	t.Helper()
	o := opening()
	if change != nil {
		change(&o)
	}
	f, err := checklist.OpenFinding("f1", o, c.act(shopper, o.Day))
	require.NoError(t, err)
	return f
}

func refused(t *testing.T, want string, err error) {
	t.Helper()
	require.Equal(t, want, checklist.CodeOf(err), "%v", err)
}

func TestFindingFromOpenToClosed(t *testing.T) {
	c := &clerk{}
	f := opened(t, c, nil)
	require.Equal(t, checklist.FindingOpen, f.Status)
	refused(t, "finding.photo", f.Submit(c.act(manager, "2026-11-03"), "补了眼镜", nil))
	refused(t, "finding.done", f.Submit(c.act(manager, "2026-11-03"), " ", after))
	refused(t, "finding.role", f.Submit(c.act(hq, "2026-11-03"), "补了眼镜", after))
	require.NoError(t, f.Submit(c.act(manager, "2026-11-04"), "补了眼镜", after))
	require.Equal(t, checklist.FindingSubmitted, f.Status)
	require.False(t, f.Overdue("2026-11-09"), "in time, though nobody looked at it yet")
	require.NoError(t, f.Accept(c.act(head, "2026-11-09"), ""))
	require.Equal(t, checklist.FindingClosed, f.Status)
	require.True(t, f.OnTime(), "submitted on the due date, checked later")
	require.Equal(t, "2026-11-09", f.ClosedDay)
	refused(t, "finding.role", f.Reopen(c.act(head, "2026-11-10"), "又缺了", ""))
	require.NoError(t, f.Reopen(c.act(hq, "2026-11-10"), "又缺了", "2026-11-12"))
	require.Equal(t, []string{"in_progress", "2026-11-12", ""}, []string{string(f.Status), f.Due, f.ClosedDay})
}

func TestNobodyVerifiesTheirOwnWork(t *testing.T) {
	c := &clerk{}
	f := opened(t, c, nil)
	require.NoError(t, f.Submit(c.act(head, "2026-11-02"), "自己换了", after))
	refused(t, "finding.own", f.Accept(c.act(head, "2026-11-02"), ""))
	refused(t, "finding.own", f.Reject(c.act(head, "2026-11-02"), "再来"))
	namesake := checklist.Person{ID: "other laptop", Name: "王强", Role: checklist.HQSupervisor}
	refused(t, "finding.own", f.Accept(c.act(namesake, "2026-11-02"), ""))
	require.NotContains(t, f.Allowed(head), checklist.VerbAccept)
	require.Contains(t, f.Allowed(hq), checklist.VerbAccept)
	require.NotContains(t, f.Allowed(manager), checklist.VerbAccept, "lobby managers verify nothing")
	require.NoError(t, f.Accept(c.act(hq, "2026-11-03"), ""))

	// Even an event made elsewhere does not count: it stays as void.
	g := opened(t, c, nil)
	require.NoError(t, g.Submit(c.act(head, "2026-11-02"), "自己换了", after))
	forged := g.Events[1]
	forged.ID, forged.Verb, forged.Clock, forged.Photos, forged.Note = "x", checklist.VerbAccept, 9, nil, ""
	g = checklist.Fold(append(g.Events, forged))
	require.Equal(t, checklist.FindingSubmitted, g.Status)
	require.True(t, g.History()[2].Void)
}

func TestReturnedSubmissionIsNotInTime(t *testing.T) {
	c := &clerk{}
	f := opened(t, c, nil)
	require.NoError(t, f.Submit(c.act(manager, "2026-11-03"), "擦了", after))
	refused(t, "finding.reason", f.Reject(c.act(head, "2026-11-04"), ""))
	require.NoError(t, f.Reject(c.act(head, "2026-11-04"), "照片看不清"))
	require.Equal(t, 1, f.Returns)
	require.True(t, f.Overdue("2026-11-05"))
	require.NoError(t, f.Submit(c.act(manager, "2026-11-06"), "重拍", after))
	require.Equal(t, checklist.FindingSubmitted, f.Status, "a returned finding begins again by being submitted")
	require.Equal(t, checklist.VerbBegin, f.Events[len(f.Events)-2].Verb)
	require.True(t, f.Overdue("2026-11-06"), "late even though it waits for review")
	require.NoError(t, f.Accept(c.act(head, "2026-11-07"), ""))
	require.False(t, f.OnTime())
}

func TestExtensions(t *testing.T) {
	c := &clerk{}
	f := opened(t, c, nil) // three days: six at most
	require.Equal(t, "2026-11-07", f.LatestDue())
	refused(t, "finding.latest", f.AskExtension(c.act(manager, "2026-11-03"), "2026-11-08", "等货"))
	refused(t, "finding.due", f.AskExtension(c.act(manager, "2026-11-03"), "2026-11-04", "等货"))
	refused(t, "finding.reason", f.AskExtension(c.act(manager, "2026-11-03"), "2026-11-05", ""))
	for i, due := range []string{"2026-11-05", "2026-11-06"} {
		require.NoError(t, f.AskExtension(c.act(manager, "2026-11-03"), due, "等货"), i)
		require.Equal(t, checklist.ExtensionAsked, f.Status)
		require.NoError(t, f.GrantExtension(c.act(head, "2026-11-03"), ""))
		require.Equal(t, due, f.Due)
	}
	refused(t, "finding.extensions", f.AskExtension(c.act(manager, "2026-11-03"), "2026-11-07", "等货"))
	require.Equal(t, "2026-11-04", f.FirstDue)
	refused(t, "finding.extended", f.Assign(c.act(hq, "2026-11-03"), "", "", "2026-12-31", ""))

	g := opened(t, c, func(o *checklist.Opening) { o.Severity = checklist.Major })
	require.NoError(t, g.AskExtension(c.act(manager, "2026-11-03"), "2026-11-05", "等货"))
	refused(t, "finding.headquarters", g.GrantExtension(c.act(head, "2026-11-03"), ""))
	require.NoError(t, g.RefuseExtension(c.act(hq, "2026-11-03"), "不行"))
	require.Equal(t, []string{"in_progress", "2026-11-04"}, []string{string(g.Status), g.Due})
}

func TestFixedOnSiteNeedsPhotoAndSomebodyElse(t *testing.T) {
	c := &clerk{}
	f := opened(t, c, func(o *checklist.Opening) { o.NeedsPhoto = false })
	refused(t, "finding.photo", f.FixOnSite(c.act(shopper, "2026-11-01"), teller, "当场扶正", nil))
	refused(t, "finding.onsite", f.FixOnSite(c.act(shopper, "2026-11-02"), teller, "当场扶正", after))
	refused(t, "finding.onsite", f.FixOnSite(c.act(head, "2026-11-01"), teller, "当场扶正", after))
	late := f.Events[0]
	late.ID, late.Clock, late.Verb, late.Opening, late.Photos, late.Day, late.Seen = "late", 2, checklist.VerbFixed, nil, after, "2026-11-02", late.ID
	require.Equal(t, checklist.FindingOpen, checklist.Fold(append(f.Events, late)).Status, "nor by a move from elsewhere")
	require.NoError(t, f.FixOnSite(c.act(shopper, "2026-11-01"), teller, "当场扶正", after))
	require.Equal(t, "张伟", f.Rectifier.Name)
	require.False(t, f.Overdue("2027-01-01"))
	require.NoError(t, f.Accept(c.act(shopper, "2026-11-01"), ""))
	require.True(t, f.OnTime())
}

func TestCancelBelongsToWhoFoundIt(t *testing.T) {
	c := &clerk{}
	f := opened(t, c, nil)
	refused(t, "finding.headquarters", f.Cancel(c.act(head, "2026-11-02"), "误判"))
	require.NoError(t, f.Cancel(c.act(hq, "2026-11-02"), "误判"))
	g := opened(t, c, func(o *checklist.Opening) { o.Mode = checklist.Self })
	require.NoError(t, g.Cancel(c.act(head, "2026-11-02"), "误判"))
	stranger := head
	stranger.ID, stranger.Name, stranger.Branch = "p9", "孙丽", "B002"
	h := opened(t, c, nil)
	refused(t, "finding.branch", h.Assign(c.act(stranger, "2026-11-02"), "张伟", "", "", ""))
}

func TestWithdrawTakesTheLastOwnMoveBack(t *testing.T) {
	c := &clerk{}
	f := opened(t, c, nil)
	require.NoError(t, f.Submit(c.act(manager, "2026-11-03"), "擦了", after))
	require.NoError(t, f.Accept(c.act(head, "2026-11-04"), ""))
	refused(t, "finding.withdraw", f.Withdraw(c.act(manager, "2026-11-04")))
	require.NoError(t, f.Withdraw(c.act(head, "2026-11-04")))
	require.Equal(t, checklist.FindingSubmitted, f.Status)
	require.Empty(t, f.ClosedDay)
	refused(t, "finding.withdraw", f.Withdraw(c.act(head, "2026-11-04")))
	require.Equal(t, []bool{false, false, true, false}, withdrawn(f))
	require.Len(t, f.Fresh(), 4)
	require.NoError(t, f.Reject(c.act(head, "2026-11-04"), "看不清"))
	require.Equal(t, checklist.FindingRejected, checklist.Fold(f.Events).Status)
}

func withdrawn(f *checklist.Finding) (out []bool) {
	for _, l := range f.History() {
		out = append(out, l.Withdrawn)
	}
	return out
}

func TestAbsorbMovesPhotosAndCancels(t *testing.T) {
	c := &clerk{}
	f := opened(t, c, func(o *checklist.Opening) { o.Photos = []checklist.PhotoRef{{ID: "1", Hash: "h1"}} })
	g, err := checklist.OpenFinding("f2", func() checklist.Opening {
		o := opening()
		o.Photos = []checklist.PhotoRef{{ID: "1", Hash: "h1"}, {ID: "2", Hash: "h2"}}
		return o
	}(), c.act(shopper, "2026-11-01"))
	require.NoError(t, err)
	refused(t, "finding.self", f.Absorb(c.act(shopper, "2026-11-01"), f))
	refused(t, "finding.headquarters", f.Absorb(c.act(head, "2026-11-01"), g))
	require.NoError(t, f.Absorb(c.act(shopper, "2026-11-01"), g))
	require.Equal(t, []string{"cancelled", "f1"}, []string{string(g.Status), g.MergedInto})
	require.Equal(t, []string{"f2"}, f.Merged)
	require.Equal(t, []string{"h1", "h2"}, []string{f.Photos[0].Hash, f.Photos[1].Hash})
	require.Equal(t, "缺老花镜\n缺老花镜", f.Text)
}

// Random moves on three devices that meet in random order end in one finding.
func TestFoldIsTheSameInAnyOrder(t *testing.T) {
	for seed := range int64(300) {
		r := rand.New(rand.NewSource(seed))
		c := &clerk{}
		first := opened(t, c, nil)
		copies := []*checklist.Finding{first, checklist.Fold(first.Events), checklist.Fold(first.Events)}
		for range 25 {
			i := r.Intn(3)
			who := []checklist.Person{manager, head, hq}[r.Intn(3)]
			act := c.act(who, fmt.Sprintf("2026-11-%02d", 1+r.Intn(28)))
			act.Device = fmt.Sprintf("d%d", i)
			randomMove(r, copies[i], act)
			if j := r.Intn(3); r.Intn(4) == 0 {
				copies[j] = checklist.Fold(append(slices.Clone(copies[j].Events), copies[i].Events...))
			}
		}
		all := slices.Concat(copies[0].Events, copies[1].Events, copies[2].Events)
		want := state(t, checklist.Fold(all))
		for range 5 {
			r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
			require.Equal(t, want, state(t, checklist.Fold(all)), "seed %d", seed)
		}
	}
}

func randomMove(r *rand.Rand, f *checklist.Finding, act checklist.Act) {
	allowed := f.Allowed(act.By)
	if len(allowed) == 0 {
		return
	}
	switch allowed[r.Intn(len(allowed))] {
	case checklist.VerbAccept:
		_ = f.Accept(act, "")
	case checklist.VerbReject:
		_ = f.Reject(act, "退")
	case checklist.VerbSubmit:
		_ = f.Submit(act, "好了", after)
	case checklist.VerbBegin:
		_ = f.Begin(act)
	case checklist.VerbAsk:
		_ = f.AskExtension(act, "2026-11-06", "等")
	case checklist.VerbGrant:
		_ = f.GrantExtension(act, "")
	case checklist.VerbReopen:
		_ = f.Reopen(act, "又坏", "")
	case checklist.VerbWithdraw:
		_ = f.Withdraw(act)
	case checklist.VerbAssign:
		_ = f.Assign(act, "张伟", "", "", checklist.Critical)
	}
}

func state(t *testing.T, f *checklist.Finding) string {
	t.Helper()
	b, err := json.Marshal(struct {
		F *checklist.Finding
		H []checklist.HistoryLine
	}{f, f.History()})
	require.NoError(t, err)
	return string(b)
}

// A finding changed by its verbs is what its events say: the row on the screen
// and the one a restart draws are equal.
func TestVerbsAndFoldAgree(t *testing.T) {
	for seed := range int64(300) {
		r := rand.New(rand.NewSource(seed))
		c := &clerk{}
		f := opened(t, c, nil)
		for range 20 {
			randomMove(r, f, c.act([]checklist.Person{manager, head, hq}[r.Intn(3)], "2026-11-03"))
			g := checklist.Fold(f.Events)
			require.Equal(t, state(t, g), state(t, f), "seed %d", seed)
		}
	}
}

func TestRates(t *testing.T) {
	c := &clerk{}
	var r checklist.FindingRates
	add := func(f *checklist.Finding) { r.Add(f, "2026-11-01", "2026-11-30", "2026-11-30") }
	a := opened(t, c, func(o *checklist.Opening) { o.Repeat = &checklist.Earlier{Day: "2026-10-01", Count: 2} })
	require.NoError(t, a.Submit(c.act(manager, "2026-11-02"), "好", after))
	require.NoError(t, a.Accept(c.act(head, "2026-11-03"), ""))
	b := opened(t, c, nil)
	require.NoError(t, b.Submit(c.act(manager, "2026-11-06"), "好", after))
	require.NoError(t, b.Accept(c.act(head, "2026-11-06"), ""))
	d := opened(t, c, func(o *checklist.Opening) { o.Day, o.Due = "2026-10-30", "2026-12-02" })
	e := opened(t, c, nil)
	require.NoError(t, e.Cancel(c.act(hq, "2026-11-02"), "误判"))
	for _, f := range []*checklist.Finding{a, b, d, e, opened(t, c, nil)} {
		add(f)
	}
	require.Equal(t, checklist.FindingRates{Created: 3, Closed: 2, Due: 3, OnTime: 1, Repeats: 1, DaysSum: 7, Overdue: 1, Open: 2}, r)
	share, ok := r.ClosedShare()
	require.True(t, ok)
	require.Equal(t, 667, share)
	share, _ = r.OnTimeShare()
	require.Equal(t, 333, share)
	days, _ := r.MeanDays()
	require.Equal(t, 35, days)
	_, ok = checklist.FindingRates{}.OnTimeShare()
	require.False(t, ok)
}

func TestCommonAndRepeat(t *testing.T) {
	require.True(t, checklist.IsCommon(3, 10))
	require.False(t, checklist.IsCommon(3, 11))
	require.False(t, checklist.IsCommon(2, 2))
	require.True(t, checklist.IsRepeat("2026-08-04", "2026-11-01"), "89 days")
	require.False(t, checklist.IsRepeat("2026-08-03", "2026-11-01"), "90 days")
	require.Equal(t, []checklist.Severity{checklist.Major, checklist.Critical, checklist.Critical},
		[]checklist.Severity{checklist.Minor.Raised(), checklist.Major.Raised(), checklist.Critical.Raised()})
}

func TestCalendar(t *testing.T) {
	c, err := checklist.ParseCalendar("2026.csv", "日期,类型\n2026-02-16,休\n2026/2/17，休,春节\n2026-02-14,班\n# 注\n")
	require.NoError(t, err)
	require.Equal(t, 3, c.Days())
	require.Equal(t, "2026-02-18", c.Due("2026-02-13", 2, true), "Saturday shifted in, Monday and Tuesday off")
	require.Equal(t, "2026-02-15", c.Due("2026-02-13", 2, false))
	require.Equal(t, "2026-11-23", checklist.Calendar{}.Due("2026-11-20", 1, true))
	_, err = checklist.ParseCalendar("x.csv", "2026-13-01,休\n2026-01-01,什么\n")
	var bad checklist.Problems
	require.ErrorAs(t, err, &bad)
	require.Len(t, bad, 2)
	require.Equal(t, []int{1, 2}, []int{bad[0].Line, bad[1].Line})
}

func TestEventCheckRefusesWhatCannotBe(t *testing.T) {
	c := &clerk{}
	f := opened(t, c, nil)
	good := f.Events[0]
	require.NoError(t, good.Check())
	for name, spoil := range map[string]func(*checklist.FindingEvent){
		"no id": func(e *checklist.FindingEvent) { e.ID = "" }, "clock": func(e *checklist.FindingEvent) { e.Clock = 0 },
		"clock near its end": func(e *checklist.FindingEvent) { e.Clock = math.MaxInt }, "severity": func(e *checklist.FindingEvent) { e.Severity = "huge" },
		"no severity": func(e *checklist.FindingEvent) { o := *e.Opening; o.Severity, e.Opening = "", &o },
		"verb":        func(e *checklist.FindingEvent) { e.Verb, e.Opening = "destroy", nil }, "no opening": func(e *checklist.FindingEvent) { e.Opening = nil },
		"day": func(e *checklist.FindingEvent) { e.Day = "yesterday" }, "opening on a move": func(e *checklist.FindingEvent) { e.Verb = checklist.VerbBegin },
		"number": func(e *checklist.FindingEvent) { o := *e.Opening; o.Number, e.Opening = "7", &o },
	} {
		e := good
		spoil(&e)
		require.Equal(t, "finding.event", checklist.CodeOf(e.Check()), name)
	}
	require.Nil(t, checklist.Fold(nil))
	require.Nil(t, checklist.Fold([]checklist.FindingEvent{{ID: "a", Finding: "f", Clock: 1, Verb: checklist.VerbBegin}}))
}
