package checklist_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

// What the rules of extensions and cancelling forbid is not to be had by assigning
// or merging either.
func TestNoWayRoundExtensionsAndCancelling(t *testing.T) {
	c := &clerk{}
	f := opened(t, c, func(o *checklist.Opening) { o.Severity = checklist.Major })
	refused(t, "finding.role", f.Assign(c.act(manager, "2026-11-02"), "", "", "2027-12-31", ""))
	refused(t, "finding.headquarters", f.Assign(c.act(head, "2026-11-02"), "", "", "2026-11-05", ""))
	refused(t, "finding.headquarters", f.Assign(c.act(head, "2026-11-02"), "", "", "", checklist.Minor))
	require.NoError(t, f.Assign(c.act(head, "2026-11-02"), "张伟", "保洁", "2026-11-03", checklist.Critical))
	require.NoError(t, f.Assign(c.act(hq, "2026-11-02"), "", "", "2026-11-09", checklist.Minor))
	require.NoError(t, f.Assign(c.act(shopper, "2026-11-02"), "", "", "2026-11-10", ""))

	hand := func(id string, by checklist.Person, change func(*checklist.Opening)) *checklist.Finding {
		o := opening()
		o.Origin, o.Item, o.Mode, o.NeedsPhoto = checklist.ByHand, "", "", false
		if change != nil {
			change(&o)
		}
		g, err := checklist.OpenFinding(id, o, c.act(by, o.Day))
		require.NoError(t, err)
		return g
	}
	own := hand("f2", manager, nil)
	refused(t, "finding.headquarters", own.Absorb(c.act(head, "2026-11-02"), f))
	require.NoError(t, own.Assign(c.act(manager, "2026-11-02"), "", "", "2026-11-09", ""), "who found it may")

	worse := hand("f3", manager, func(o *checklist.Opening) { o.Severity, o.Due, o.NeedsPhoto = checklist.Critical, "2026-11-02", true })
	require.NoError(t, own.Absorb(c.act(manager, "2026-11-02"), worse))
	require.Equal(t, []any{checklist.Critical, "2026-11-02", true}, []any{own.Severity, own.Due, own.NeedsPhoto})
	require.Equal(t, state(t, checklist.Fold(own.Events)), state(t, own))
	refused(t, "finding.withdraw", worse.Withdraw(c.act(manager, "2026-11-02")))
	refused(t, "finding.withdraw", own.Withdraw(c.act(manager, "2026-11-02")))
}

// Moves made by another program keep to the roles as well: they stay as void.
func TestMovesFromElsewhereKeepToTheRoles(t *testing.T) {
	forged := func(f *checklist.Finding, by checklist.Person, v checklist.FindingVerb, due string) bool {
		last := f.Events[len(f.Events)-1]
		e := checklist.FindingEvent{ID: "x", Finding: f.ID, Clock: last.Clock + 1, Device: "d9", Day: last.Day, By: by, Verb: v, Due: due}
		g := checklist.Fold(append(f.Events, e))
		return !g.History()[len(f.Events)].Void
	}
	c := &clerk{}
	asked := func(s checklist.Severity) *checklist.Finding {
		f := opened(t, c, func(o *checklist.Opening) { o.Severity = s })
		require.NoError(t, f.AskExtension(c.act(manager, "2026-11-03"), "2026-11-05", "等货"))
		return f
	}
	require.False(t, forged(asked(checklist.Minor), manager, checklist.VerbGrant, "2026-11-05"))
	require.False(t, forged(asked(checklist.Minor), head, checklist.VerbGrant, "2026-12-31"), "later than twice its days")
	require.True(t, forged(asked(checklist.Minor), head, checklist.VerbGrant, "2026-11-05"))
	require.False(t, forged(asked(checklist.Major), head, checklist.VerbGrant, "2026-11-05"))
	require.True(t, forged(asked(checklist.Major), hq, checklist.VerbGrant, "2026-11-05"))

	f := opened(t, c, nil)
	require.NoError(t, f.Submit(c.act(manager, "2026-11-03"), "擦了", after))
	require.False(t, forged(f, teller, checklist.VerbAccept, ""))
	require.NoError(t, f.Accept(c.act(head, "2026-11-04"), ""))
	require.False(t, forged(f, head, checklist.VerbReopen, ""))
	require.True(t, forged(f, hq, checklist.VerbReopen, ""))
}

// Headquarters cancels while the branch begins: its decision stands, whichever
// device's name comes first.
func TestHeadquartersDecidesFirst(t *testing.T) {
	for _, device := range []string{"a", "z"} {
		c := &clerk{}
		f := opened(t, c, nil)
		there := checklist.Fold(f.Events)
		act := c.act(hq, "2026-11-02")
		act.Device = device
		require.NoError(t, there.Cancel(act, "误判"))
		require.NoError(t, f.Submit(c.act(manager, "2026-11-02"), "擦了", after))
		require.Equal(t, checklist.FindingCancelled, checklist.Fold(append(f.Events, there.Events...)).Status)
	}
}
