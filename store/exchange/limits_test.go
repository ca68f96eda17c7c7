package exchange_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/note"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	desk "hallcheck/checklist/hall"
	"hallcheck/store"
	"hallcheck/store/exchange"
	"hallcheck/store/exchange/road/roadtest"
	"hallcheck/store/storetest"
)

// paired joins a headquarters with its data at addr ("" = SQLite) and a branch by a folder.
func paired(t *testing.T, addr string) (hq, b *site, dir string) {
	t.Helper()
	srv := roadtest.Folder(t, "")
	hq = newHQ(t, addr)
	b, enrol := newBranch(t, 1, hq)
	_, err := exchange.Enrol(t.Context(), hq.st, hq.dir, enrol)
	require.NoError(t, err)
	hq.road(t, srv)
	b.road(t, srv)
	return hq, b, srv.Dir
}

// aged makes what lies on the road older than the clock of the test, as it is when a
// branch has seen it already.
func aged(t *testing.T, dir string) {
	t.Helper()
	old := storetest.NewClock().Now().AddDate(0, -1, 0)
	require.NoError(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		return os.Chtimes(path, old, old)
	}))
}

// Headquarters lays limits down, the branch hears of them, judges by them from that day
// on and says so; let go of, they are its own again.
func TestLimitsTravel(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { limitsTravel(t, "") })
	t.Run("postgres", func(t *testing.T) {
		pg, why := storetest.StartCluster()
		if why != nil {
			storetest.NoCluster(t, why)
		}
		t.Cleanup(pg.Stop)
		limitsTravel(t, pg.Database(t))
	})
}

func limitsTravel(t *testing.T, addr string) {
	hq, b, _ := paired(t, addr)
	waiting, open := 23, 4
	day := b.append(t, desk.Entry{Kind: desk.KindCount, Waiting: &waiting, Open: &open})[0].Day
	round := func() {
		t.Helper()
		hq.clean(t)
		b.clean(t)
		hq.clean(t)
	}
	crowded := func(s *site, branch string) int {
		t.Helper()
		cells, err := s.st.HallCells(t.Context(), branch, day, day)
		require.NoError(t, err)
		require.Len(t, cells, 1)
		return cells[0].Crowded
	}
	round()
	require.Equal(t, []int{1, 1}, []int{crowded(b, ""), crowded(hq, "B001")}, "23 to 4 windows is more than 5 to 1")
	first, err := b.st.Policy(t.Context())
	require.NoError(t, err)

	limits := desk.DefaultRules().Limits
	limits.RatioAmber, limits.WaitRed = 6, 25
	lay := func(r store.Rules) {
		t.Helper()
		require.NoError(t, hq.st.SetRules(t.Context(), r))
		_, err := hq.st.PublishRules(t.Context())
		require.NoError(t, err)
		round()
	}
	lay(store.Rules{Limits: limits, SyncDays: 30})
	p, err := b.st.Policy(t.Context())
	require.NoError(t, err)
	require.Equal(t, store.Rules{Limits: limits, SyncDays: 30}, p.Rules)
	require.Greater(t, p.Version, first.Version)
	require.Equal(t, []int{0, 0}, []int{crowded(b, ""), crowded(hq, "B001")}, "the day is judged anew, here and there")
	for _, s := range []*site{hq, b} {
		r, err := s.st.HallRules(t.Context())
		require.NoError(t, err)
		require.Equal(t, limits, r.Limits)
	}
	own := desk.DefaultRules()
	require.Equal(t, "policy.laidDown", checklist.CodeOf(b.st.SaveHallRules(t.Context(), own)))

	lay(store.Rules{SyncDays: 30})
	require.Equal(t, []int{0, 0}, []int{crowded(b, ""), crowded(hq, "B001")}, "nothing changes until the hall changes it")
	require.NoError(t, b.st.SaveHallRules(t.Context(), own))
	round()
	require.Equal(t, []int{1, 1}, []int{crowded(b, ""), crowded(hq, "B001")})
}

// altered signs the text of a policy in another form.
func altered(t *testing.T, p bundle.Policy, signer, old, fresh string) []byte {
	t.Helper()
	require.Contains(t, string(p.Text()), old)
	s, err := note.NewSigner(signer)
	require.NoError(t, err)
	msg, err := note.Sign(&note.Note{Text: strings.Replace(string(p.Text()), old, fresh, 1)}, s)
	require.NoError(t, err)
	return msg
}

// A policy of a form that is not known here is followed in no part, and says what to do;
// a stranger's says nothing of the kind.
func TestPolicyOfANewerProgram(t *testing.T) {
	hq, b := pair(t)
	card, err := bundle.ReadCard(cardOf(t, hq))
	require.NoError(t, err)
	p := bundle.Policy{Org: "org-hq", Branch: "B001", Version: 9, Created: 1, Card: card, Redaction: true, Limits: desk.DefaultRules().Limits}
	stranger, err := bundle.NewKeys("org-hq")
	require.NoError(t, err)
	before := b.dump(t)
	for signer, code := range map[string]string{signerOf(t, hq, "hq.json").Signer: bundle.ErrNoteNewer, stranger.Signer: bundle.ErrNoteSigned} {
		o := b.hear(t, exchange.Note{Name: p.FileName(), Data: altered(t, p, signer, "policy/v2", "policy/v3")})
		require.Equal(t, []string{code, exchange.NotePolicy}, []string{o.Code, o.Kind})
		require.Equal(t, before, b.dump(t))
	}
	o := b.hear(t, exchange.Note{Name: p.FileName(), Data: altered(t, p, signerOf(t, hq, "hq.json").Signer, "wait-red 30", "wait-red 3")})
	require.Equal(t, bundle.ErrNote, o.Code, "limits that cannot be")
	require.Equal(t, before, b.dump(t))
}

// What a program from before limits refused is looked at once more after an upgrade, and
// only once: a file that is really spoilt is not asked for in every round.
func TestUpgradedBranchFollowsWhatItRefused(t *testing.T) {
	hq, b, dir := paired(t, "")
	hq.clean(t)
	b.clean(t)
	require.NoError(t, hq.st.SetRules(t.Context(), store.Rules{Limits: desk.DefaultRules().Limits}))
	_, err := hq.st.PublishRules(t.Context())
	require.NoError(t, err)
	hq.clean(t)
	aged(t, dir)
	roads, err := hq.st.Roads(t.Context())
	require.NoError(t, err)
	sent, err := hq.st.Transfers(t.Context(), roads[0].ID, store.SideOut)
	require.NoError(t, err)
	last := sent[len(sent)-1]
	require.Contains(t, last.Name, "policy-B001-")
	roads, err = b.st.Roads(t.Context())
	require.NoError(t, err)
	refused := store.Transfer{
		Road: roads[0].ID, Name: last.Name, Side: store.SideIn, Size: last.Size, Moved: last.Size, State: store.TransferArrived,
		Code: bundle.ErrNote, Args: map[string]string{"why": "kind"}, // as the older program left it
	}
	require.NoError(t, b.st.SaveTransfers(t.Context(), refused))
	out := b.clean(t)
	require.Len(t, out.Notes, 1)
	require.NoError(t, out.Notes[0].Err)
	v, err := b.st.LimitsLaidDown(t.Context())
	require.NoError(t, err)
	require.Equal(t, out.Notes[0].Version, v)

	again := b.clean(t)
	require.Empty(t, again.Notes)
	refused.Args["forms"] = "2" // as this one leaves it
	require.NoError(t, b.st.SaveTransfers(t.Context(), refused))
	require.Empty(t, b.clean(t).Notes)
}

// TestSpoiltPolicyIsToldOnce: a policy whose form is wrong is refused in one round.
func TestSpoiltPolicyIsToldOnce(t *testing.T) {
	hq, b, dir := paired(t, "")
	card, err := bundle.ReadCard(cardOf(t, hq))
	require.NoError(t, err)
	p := bundle.Policy{Org: "org-hq", Branch: "B001", Version: 9, Created: 1, Card: card, Limits: desk.DefaultRules().Limits}
	msg := altered(t, p, signerOf(t, hq, "hq.json").Signer, "wait-red 30", "wait-red 3")
	require.NoError(t, hq.st.SaveNotes(t.Context(), []store.Note{{Name: p.FileName(), Branch: "B001", Kind: store.NotePolicy, Version: 9, Body: string(msg)}}))
	hq.clean(t)
	aged(t, dir)
	out := b.clean(t)
	codes := map[string]int{}
	for _, o := range out.Notes {
		codes[o.Code]++
	}
	require.Equal(t, 1, codes[bundle.ErrNote], "%v", codes)
	require.Empty(t, b.clean(t).Notes)
}
