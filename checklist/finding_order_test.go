package checklist_test

import (
	"math/rand"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

// A branch moves a finding on, twice and more, while headquarters decides: the
// decisions count, all of them.
func TestHeadquartersStandsAgainstManyMoves(t *testing.T) {
	c := &clerk{}
	f := opened(t, c, nil)
	there := checklist.Fold(f.Events)
	require.NoError(t, there.RootCause(c.act(hq, "2026-11-02"), "灯管老化"))
	require.NoError(t, there.Assign(c.act(hq, "2026-11-02"), "张伟", "", "2026-11-05", ""))
	require.NoError(t, there.Cancel(c.act(hq, "2026-11-02"), "误判"))
	require.NoError(t, f.Begin(c.act(manager, "2026-11-02")))
	require.NoError(t, f.Submit(c.act(manager, "2026-11-02"), "擦了", after))
	g := checklist.Fold(slices.Concat(f.Events, there.Events))
	require.Equal(t, []any{checklist.FindingCancelled, "张伟", "2026-11-05"}, []any{g.Status, g.Owner, g.Due})
	require.Nil(t, g.Unheard)
	for _, l := range g.History() {
		require.Equal(t, l.By.Role != checklist.HQSupervisor && l.Verb != checklist.VerbOpen, l.Void, "%s", l.Verb)
	}
}

// What headquarters settles is not settled otherwise by whoever did not know it;
// who does may settle it anew.
func TestHeadquartersAssignmentStands(t *testing.T) {
	c := &clerk{}
	f := opened(t, c, nil)
	there := checklist.Fold(f.Events)
	require.NoError(t, there.Assign(c.act(hq, "2026-11-02"), "张伟", "", "2026-11-03", ""))
	require.NoError(t, f.Begin(c.act(manager, "2026-11-02")))
	require.NoError(t, f.Assign(c.act(head, "2026-11-02"), "李娜", "保洁", "", checklist.Critical))
	require.NoError(t, f.Assign(c.act(head, "2026-11-02"), "王芳", "", "", ""))
	g := checklist.Fold(slices.Concat(f.Events, there.Events))
	require.Equal(t, []any{"张伟", "保洁", "2026-11-03", checklist.Critical}, []any{g.Owner, g.Department, g.Due, g.Severity})
	lines := g.History()
	require.Equal(t, []bool{false, true, false}, []bool{lines[3].Void, lines[3].Yielded, lines[3].Owner != ""}, "the department is left of it")
	require.True(t, lines[4].Void, "nothing is left of it")
	require.Equal(t, "李娜", f.Events[2].Owner, "the move itself never changes")

	require.NoError(t, g.Assign(c.act(head, "2026-11-03"), "李娜", "", "", ""))
	require.Equal(t, "李娜", checklist.Fold(g.Events).Owner, "now they knew")
}

// A decision that another computer's move left without its ground is asked again.
func TestDecisionThatCannotCountIsAskedAgain(t *testing.T) {
	c := &clerk{}
	one := opened(t, c, nil)
	two := checklist.Fold(one.Events)
	require.NoError(t, one.AskExtension(c.act(manager, "2026-11-02"), "2026-11-05", "等货"))
	there := checklist.Fold(one.Events)
	require.NoError(t, there.GrantExtension(c.act(hq, "2026-11-03"), ""))
	other := c.act(manager, "2026-11-02")
	other.Device = "0"
	require.NoError(t, two.Submit(other, "擦了", after))

	g := checklist.Fold(slices.Concat(there.Events, two.Events))
	require.Equal(t, checklist.FindingSubmitted, g.Status)
	require.Equal(t, &checklist.Unheard{Verb: checklist.VerbGrant, By: hq, Day: "2026-11-03", Due: "2026-11-05", Met: checklist.FindingSubmitted}, g.Unheard)
	require.NoError(t, g.Reject(c.act(hq, "2026-11-04"), "看不清"))
	require.Nil(t, g.Unheard)
	require.Equal(t, state(t, checklist.Fold(g.Events)), state(t, g))
}

// Between headquarters and one computer of a branch that hear of each other late,
// no decision of headquarters is ever lost, and nothing comes before what its
// author had seen.
func TestNoDecisionIsLost(t *testing.T) {
	decisions := 0
	for seed := range int64(400) {
		r := rand.New(rand.NewSource(seed))
		c := &clerk{}
		branch := opened(t, c, nil)
		there := checklist.Fold(branch.Events)
		saw := map[string][]string{}
		for range 30 {
			f, act := branch, c.act([]checklist.Person{manager, head}[r.Intn(2)], "2026-11-02")
			act.Device = "b"
			if r.Intn(2) == 0 {
				f, act.By, act.Device = there, hq, "hq"
			}
			known, n := ids(f.Events), len(f.Events)
			randomMove(r, f, act)
			for _, e := range f.Events[min(n, len(f.Events)):] {
				saw[e.ID] = known
			}
			switch r.Intn(8) {
			case 0:
				branch = checklist.Fold(slices.Concat(branch.Events, there.Events))
			case 1:
				there = checklist.Fold(slices.Concat(branch.Events, there.Events))
			}
		}
		all := checklist.Fold(slices.Concat(branch.Events, there.Events))
		place := map[string]int{}
		for i, e := range all.Events {
			place[e.ID] = i
		}
		for id, known := range saw {
			for _, k := range known {
				require.Less(t, place[k], place[id], "seed %d", seed)
			}
		}
		for _, l := range all.History() {
			if l.By == hq && l.Verb != checklist.VerbOpen {
				require.False(t, l.Void, "seed %d: %s", seed, l.Verb)
				decisions++
			}
		}
	}
	require.Greater(t, decisions, 500)
}

func ids(events []checklist.FindingEvent) []string {
	var out []string
	for _, e := range events {
		out = append(out, e.ID)
	}
	return out
}
