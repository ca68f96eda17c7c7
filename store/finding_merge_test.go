package store_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/storetest"
)

// loopTables are what devices that know the same must agree on.
func loopTables(t *testing.T, s *store.Store) string {
	t.Helper()
	var out []string
	for _, l := range strings.Split(dump(t, s), "\n") {
		for _, table := range []string{"finding_events", "findings", "subject_photos", "bright_spots"} {
			if strings.HasPrefix(l, `{"`+table+`"`) {
				out = append(out, l)
			}
		}
	}
	return strings.Join(out, "\n")
}

// site is one of several computers that work on the findings of one hall.
type site struct {
	*store.Store
	name   string
	people []string
}

func newSite(t *testing.T, name, addr string, face checklist.Face, skew time.Duration) *site {
	t.Helper()
	opt, clock := storetest.Options(t, addr), storetest.NewClock()
	clock.At, opt.Clock = clock.At.Add(skew), clock.Now
	s, err := store.Open(t.Context(), opt)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	p := checklist.Profile{Face: face, OrgID: "org", Branch: storetest.Branch, Device: name, User: checklist.Person{ID: "u" + name, Name: "首位" + name, Role: checklist.LobbyManager}}
	if face == checklist.FaceHQ {
		p.User.Role = checklist.HQSupervisor
	}
	require.NoError(t, s.Setup(t.Context(), p))
	require.NoError(t, s.SaveBranches(t.Context(), []checklist.Branch{storetest.Branch}))
	x := &site{Store: s, name: name, people: []string{p.User.Name}}
	if face == checklist.FaceBranch {
		storetest.As(t, s, "行长"+name, checklist.BranchHead)
		x.people = append(x.people, "行长"+name)
	}
	return x
}

// knows lists every move a site has.
func (x *site) knows(t *testing.T) []checklist.FindingEvent {
	t.Helper()
	rows, _, err := x.Findings(t.Context(), checklist.FindingFilter{Limit: 1000})
	require.NoError(t, err)
	var out []checklist.FindingEvent
	for _, r := range rows {
		f, err := x.Finding(t.Context(), r.ID)
		require.NoError(t, err)
		out = append(out, f.Events...)
	}
	return out
}

var parcel int64

// take imports moves as a bundle of its own.
func (x *site) take(t *testing.T, events []checklist.FindingEvent) store.ImportReport {
	t.Helper()
	parcel++
	rep, err := x.ImportInspections(t.Context(), store.ImportRecord{
		SHA256: fmt.Sprint("parcel-", parcel), Device: "post", Seq: parcel, Branch: storetest.Branch.Code,
	}, nil, store.Loop{Events: events}, checklist.Branch{})
	require.NoError(t, err)
	return rep
}

// anyMove makes a random move that is allowed, or opens a finding.
func (x *site) anyMove(t *testing.T, random *rand.Rand) {
	t.Helper()
	who, err := x.ActAs(t.Context(), x.people[random.IntN(len(x.people))])
	require.NoError(t, err)
	rows, _, err := x.Findings(t.Context(), checklist.FindingFilter{})
	require.NoError(t, err)
	if len(rows) == 0 || random.IntN(8) == 0 {
		_, err := x.OpenFinding(t.Context(), checklist.FindingDraft{
			Branch: storetest.Branch.Code, Text: fmt.Sprint("问题", random.IntN(1000)), Photos: photos(random),
			Severity: []checklist.Severity{checklist.Minor, checklist.Major}[random.IntN(2)],
		})
		require.NoError(t, err)
		return
	}
	_, err = x.EditFinding(t.Context(), rows[random.IntN(len(rows))].ID, func(f *checklist.Finding, a checklist.Act) error {
		verbs := f.Allowed(who)
		if len(verbs) == 0 {
			return nil
		}
		return randomMove(f, a, verbs[random.IntN(len(verbs))], random)
	})
	if err != nil { // the rules about dates, photos and reasons may still refuse
		require.True(t, strings.HasPrefix(checklist.CodeOf(err), "finding.") || checklist.CodeOf(err) == "photo.twice", "%v", err)
	}
}

func photos(random *rand.Rand) []checklist.PhotoRef {
	p := storetest.Photo(fmt.Sprint("p", random.IntN(1_000_000)), "abcdef"[random.IntN(6)])
	return []checklist.PhotoRef{p}
}

func randomMove(f *checklist.Finding, a checklist.Act, v checklist.FindingVerb, random *rand.Rand) error {
	later := func(day string) string {
		d, _ := time.Parse(time.DateOnly, day)
		return d.AddDate(0, 0, 1).Format(time.DateOnly)
	}
	switch v {
	case checklist.VerbAccept:
		return f.Accept(a, "")
	case checklist.VerbReject:
		return f.Reject(a, "看不清")
	case checklist.VerbGrant:
		return f.GrantExtension(a, "")
	case checklist.VerbRefuse:
		return f.RefuseExtension(a, "来得及")
	case checklist.VerbSubmit:
		return f.Submit(a, "已处理", photos(random))
	case checklist.VerbFixed:
		return f.FixOnSite(a, checklist.Person{Name: "现场人员"}, "当场", photos(random))
	case checklist.VerbBegin:
		return f.Begin(a)
	case checklist.VerbAsk:
		return f.AskExtension(a, later(f.Due), "等配件")
	case checklist.VerbAssign:
		return f.Assign(a, fmt.Sprint("责任人", random.IntN(5)), "", later(f.Due), "")
	case checklist.VerbCause:
		return f.RootCause(a, fmt.Sprint("原因", random.IntN(9)))
	case checklist.VerbAddPhoto:
		return f.AddPhoto(a, photos(random)[0])
	case checklist.VerbMark:
		if len(f.Photos) == 0 {
			return nil
		}
		p := f.Photos[0]
		p.Masked = storetest.Photo("", "0123456789"[random.IntN(10)]).Hash
		return f.MarkPhoto(a, p)
	case checklist.VerbCancel:
		return f.Cancel(a, "误登记")
	case checklist.VerbReopen:
		return f.Reopen(a, "又坏了", "")
	case checklist.VerbWithdraw:
		return f.Withdraw(a)
	default:
		return nil
	}
}

// TestFindingsAgreeAfterAnyExchange: three computers, one of them headquarters on
// the other engine, make random moves offline and hand each other what they know,
// in pieces and out of order. In the end all know the same, and nothing is lost.
func TestFindingsAgreeAfterAnyExchange(t *testing.T) {
	for seed := range uint64(6) {
		random := rand.New(rand.NewPCG(seed, 77))
		hq := ""
		if seed == 0 {
			hq = onServer(t).Database(t)
		}
		sites := []*site{
			newSite(t, "a", "", checklist.FaceBranch, 0),
			newSite(t, "b", "", checklist.FaceBranch, -50*time.Minute),
			newSite(t, "hq", hq, checklist.FaceHQ, 2*time.Hour),
		}
		storetest.Fill(t, sites[0].Store, storetest.Draft(t, sites[0].Store, "in-a", time.Date(2026, 11, 3, 1, 0, 0, 0, time.UTC)), 2)
		storetest.Fill(t, sites[1].Store, storetest.Draft(t, sites[1].Store, "in-b", time.Date(2026, 11, 3, 1, 0, 0, 0, time.UTC)), 2)
		for range 90 {
			x := sites[random.IntN(3)]
			if random.IntN(4) > 0 {
				x.anyMove(t, random)
				continue
			}
			some := sites[random.IntN(3)].knows(t)
			random.Shuffle(len(some), func(i, k int) { some[i], some[k] = some[k], some[i] })
			x.take(t, some[:random.IntN(len(some)+1)])
		}
		made := map[string]bool{}
		for _, from := range sites {
			for _, e := range from.knows(t) {
				made[e.ID] = true
			}
		}
		for range 2 {
			for _, from := range sites {
				for _, to := range sites {
					to.take(t, from.knows(t))
				}
			}
		}
		want := loopTables(t, sites[0].Store)
		require.Equal(t, len(made), strings.Count(want, `{"finding_events"`))
		require.Greater(t, len(made), 40)
		require.True(t, strings.Contains(want, `"number":"F-2026-0001-2"`), "both computers began with 0001")
		for _, x := range sites {
			require.Equal(t, want, loopTables(t, x.Store), "seed %d: %s differs", seed, x.name)
			rows, _, err := x.Findings(t.Context(), checklist.FindingFilter{Text: "F-2026-0001-2"})
			require.NoError(t, err)
			require.NotEmpty(t, rows)
			later, err := x.Finding(t.Context(), rows[0].ID)
			require.NoError(t, err)
			bare, err := x.Finding(t.Context(), "F-2026-0001")
			require.NoError(t, err)
			require.Less(t, bare.OpenedAt, later.OpenedAt, "the first opened keeps the bare number")
			rep, err := x.Check(t.Context(), true, nil)
			require.NoError(t, err)
			require.Empty(t, rep.Troubles)
			require.Empty(t, x.take(t, sites[0].knows(t)).Findings, "all known")
		}
	}
}

// TestAnyOrderOfMoves: each order in which four moves of two findings with one
// number can come ends in the same rows.
func TestAnyOrderOfMoves(t *testing.T) {
	a, b := newSite(t, "a", "", checklist.FaceBranch, 0), newSite(t, "b", "", checklist.FaceBranch, time.Hour)
	hand := func(x *site) string {
		f, err := x.OpenFinding(t.Context(), checklist.FindingDraft{Text: "灯不亮" + x.name})
		require.NoError(t, err)
		return f.ID
	}
	first := hand(a)
	hand(b)
	for _, verb := range []func(*checklist.Finding, checklist.Act) error{
		func(f *checklist.Finding, x checklist.Act) error { return f.Begin(x) },
		func(f *checklist.Finding, x checklist.Act) error { return f.Withdraw(x) },
	} {
		_, err := a.EditFinding(t.Context(), first, verb)
		require.NoError(t, err)
	}
	events := append(a.knows(t), b.knows(t)...)
	require.Len(t, events, 4)
	want := ""
	permutations(len(events), func(order []int) {
		x := newSite(t, "c", "", checklist.FaceHQ, 0)
		for _, i := range order {
			x.take(t, events[i:i+1])
		}
		got := loopTables(t, x.Store)
		require.Equal(t, cmp.Or(want, got), got, "%v", order)
		want = got
		require.NoError(t, x.Close())
	})
	require.Equal(t, 2, strings.Count(want, `{"findings"`))
}

// permutations calls fn with every order of n things.
func permutations(n int, fn func([]int)) {
	var next func(order []int)
	next = func(order []int) {
		if len(order) == n {
			fn(order)
			return
		}
		for i := range n {
			if !slices.Contains(order, i) {
				next(append(slices.Clone(order), i))
			}
		}
	}
	next(nil)
}

// TestMovesOfStrangersAreRefused: nothing of a bundle comes in when one move in
// it does not belong there.
func TestMovesOfStrangersAreRefused(t *testing.T) {
	a, hq := newSite(t, "a", "", checklist.FaceBranch, 0), newSite(t, "hq", "", checklist.FaceHQ, 0)
	_, err := a.OpenFinding(t.Context(), checklist.FindingDraft{Text: "灯不亮"})
	require.NoError(t, err)
	good := a.knows(t)[0]
	other := *good.Opening
	other.Branch.Code = "B404"
	for want, spoil := range map[string]func(*checklist.FindingEvent){
		"finding.event":        func(e *checklist.FindingEvent) { e.Clock = 0 },
		"store.foreignFinding": func(e *checklist.FindingEvent) { e.ID, e.Finding, e.Opening = "x", "y", &other },
		"store.eventConflict":  func(e *checklist.FindingEvent) { e.Finding = "z" },
	} {
		bad := good
		spoil(&bad)
		before := loopTables(t, hq.Store)
		_, err := hq.ImportInspections(t.Context(), store.ImportRecord{SHA256: want, Device: want, Seq: 1, Branch: "B001"}, nil,
			store.Loop{Events: []checklist.FindingEvent{good, bad}}, checklist.Branch{})
		require.Equal(t, want, checklist.CodeOf(err))
		require.Equal(t, before, loopTables(t, hq.Store))
	}
	require.Equal(t, 1, hq.take(t, []checklist.FindingEvent{good, good}).Moves)
}

// TestUnsentFollowsTheMoves: a finding counts as unsent until a bundle carried
// its last move made here; what came from elsewhere never does.
func TestUnsentFollowsTheMoves(t *testing.T) {
	a, b := newSite(t, "a", "", checklist.FaceBranch, 0), newSite(t, "b", "", checklist.FaceBranch, 0)
	unsent := func(x *site) int {
		rows, _, err := x.Findings(t.Context(), checklist.FindingFilter{Unsent: true})
		require.NoError(t, err)
		return len(rows)
	}
	f, err := a.OpenFinding(t.Context(), checklist.FindingDraft{Text: "灯不亮"})
	require.NoError(t, err)
	events, _, err := a.UnsentFindings(t.Context())
	require.NoError(t, err)
	require.Equal(t, f.Events, events)
	require.Equal(t, 1, unsent(a))
	b.take(t, events)
	require.Zero(t, unsent(b))
	require.NoError(t, a.RecordExport(t.Context(), store.ExportRecord{Seq: 1, SHA256: "s"}, store.Sent{Moves: []string{events[0].ID}}))
	require.Zero(t, unsent(a))
	_, err = b.EditFinding(t.Context(), f.ID, func(f *checklist.Finding, x checklist.Act) error { return f.Begin(x) })
	require.NoError(t, err)
	require.Equal(t, 1, unsent(b))
	events, _, err = b.UnsentFindings(t.Context())
	require.NoError(t, err)
	require.Len(t, events, 1)
	a.take(t, events)
	require.Zero(t, unsent(a))
	b.take(t, f.Events)
	require.Equal(t, 1, unsent(b))
	again := newSite(t, "a", "", checklist.FaceBranch, 0) // the same computer, begun anew: what comes back was sent
	again.take(t, f.Events)
	events, _, err = again.UnsentFindings(t.Context())
	require.NoError(t, err)
	require.Empty(t, events)
	require.Zero(t, unsent(again))
}

// TestMoreFindingsThanParameters: a file may bring more findings than an engine
// takes parameters in one statement.
func TestMoreFindingsThanParameters(t *testing.T) {
	a, hq := newSite(t, "a", "", checklist.FaceBranch, 0), newSite(t, "hq", "", checklist.FaceHQ, 0)
	_, err := a.OpenFinding(t.Context(), checklist.FindingDraft{Text: "灯"})
	require.NoError(t, err)
	first := a.knows(t)[0]
	events := make([]checklist.FindingEvent, 33_000) // SQLite takes 32 766
	for i := range events {
		o := *first.Opening
		o.Number = fmt.Sprintf("F-2026-%04d", i+1)
		events[i] = first
		events[i].ID, events[i].Finding, events[i].Opening = fmt.Sprint("e", i), fmt.Sprint("f", i), &o
	}
	require.Equal(t, len(events), hq.take(t, events).Moves)
}

// TestBrightOfAnotherBranchStays: a branch cannot take another's good practice over
// by its id.
func TestBrightOfAnotherBranchStays(t *testing.T) {
	hq := newSite(t, "hq", "", checklist.FaceHQ, 0)
	spot := checklist.BrightSpot{ID: "b", Branch: storetest.Branch, Day: "2026-11-03", Text: "微笑", Rev: 1, At: 1, Photos: []checklist.PhotoRef{storetest.Photo("p", 'a')}}
	send := func(seq int64, b checklist.BrightSpot) error {
		_, err := hq.ImportInspections(t.Context(), store.ImportRecord{SHA256: fmt.Sprint("bright", seq), Device: "post", Seq: seq, Branch: b.Branch.Code}, nil,
			store.Loop{Bright: []checklist.BrightSpot{b}}, checklist.Branch{})
		return err
	}
	require.NoError(t, send(1, spot))
	taken := spot
	taken.Branch.Code, taken.Rev, taken.Text = "B404", 2, "是我们的"
	require.Equal(t, "store.foreignFinding", checklist.CodeOf(send(2, taken)))
	have, err := hq.BrightSpots(t.Context(), "", "", "")
	require.NoError(t, err)
	require.Equal(t, []checklist.BrightSpot{spot}, have)
}
