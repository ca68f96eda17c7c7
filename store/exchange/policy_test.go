package exchange_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store"
	"hallcheck/store/exchange"
	"hallcheck/store/storetest"
)

// policies are the pending policy notes for a branch.
func (s *site) policies(t testing.TB, branch string) (out []exchange.Note) {
	t.Helper()
	for _, n := range s.notes(t) {
		if bundle.KindOfNote(n.Data) == "policy" && n.Branch == branch {
			out = append(out, n)
		}
	}
	return out
}

// laid publishes rules and lets the branch follow them.
func laid(t testing.TB, hq, b *site, r store.Rules) exchange.NoteOutcome {
	t.Helper()
	require.NoError(t, hq.st.SetRules(t.Context(), r))
	_, err := hq.st.PublishRules(t.Context())
	require.NoError(t, err)
	return told(t, hq, b)
}

// told lets the branch hear what headquarters has to say to it.
func told(t testing.TB, hq, b *site) (last exchange.NoteOutcome) {
	t.Helper()
	p, err := b.st.Profile(t.Context())
	require.NoError(t, err)
	for _, n := range hq.notes(t) {
		if n.Branch != p.Branch.Code {
			continue
		}
		last = b.hear(t, n)
		require.NoError(t, last.Err)
		require.NoError(t, hq.x.NoteSent(t.Context(), n.Name))
	}
	return last
}

// A branch follows the policy of its own headquarters with the largest version, and
// no other.
func TestPolicyIsFollowed(t *testing.T) {
	hq, b := pair(t)
	first := hq.policies(t, "B001")
	require.Len(t, first, 1, "enrolling makes one")
	require.Equal(t, "policy-B001-1.note", first[0].Name)
	require.Contains(t, string(first[0].Data), "device 00000001-dev state active from 1 verifier hallcheck/00000001-dev+")
	require.Equal(t, int64(1), b.hear(t, first[0]).Version)
	require.True(t, b.hear(t, first[0]).Same)
	require.NoError(t, hq.x.NoteSent(t.Context(), first[0].Name))
	require.Empty(t, hq.policies(t, "B001"), "nothing changed since")

	require.NoError(t, b.st.SetSetting(t.Context(), checklist.SettingPrivacy, ""))
	o := laid(t, hq, b, store.Rules{Redaction: true, SyncDays: 30})
	require.Equal(t, int64(3), o.Version, "publishing is a version, and so is telling")
	v, err := b.st.Setting(t.Context(), checklist.SettingPrivacy)
	require.NoError(t, err)
	require.Equal(t, "1", v)
	require.Equal(t, "policy.laidDown", checklist.CodeOf(b.st.SetSetting(t.Context(), checklist.SettingPrivacy, "")))
	require.NoError(t, b.st.SetSetting(t.Context(), checklist.SettingPrivacy, "1"))
	before := b.dump(t)
	require.Equal(t, bundle.ErrNoteOld, b.hear(t, first[0]).Code)
	require.Equal(t, before, b.dump(t))

	laid(t, hq, b, store.Rules{})
	require.NoError(t, b.st.SetSetting(t.Context(), checklist.SettingPrivacy, ""), "headquarters has let go of it")
}

// A policy somebody else wrote, or wrote for somebody else, changes nothing.
func TestForgedPoliciesAreIgnored(t *testing.T) {
	hq, b := pair(t)
	keys := signerOf(t, hq, "hq.json")
	card, err := bundle.ReadCard(cardOf(t, hq))
	require.NoError(t, err)
	good := bundle.Policy{Org: "org-hq", Branch: "B001", Version: 9, Created: 1, Card: card}
	stranger, err := bundle.NewKeys("org-hq")
	require.NoError(t, err)
	evil, foreign, elsewhere, none := good, good, good, good
	evil.Card.Verifier = stranger.Verifier
	foreign.Org, foreign.Card.Org = "org-2", "org-2"
	elsewhere.Branch, none.Version = "B002", 0
	for name, c := range map[string]struct {
		p      bundle.Policy
		signer string
		code   string
	}{
		"a stranger's":          {good, stranger.Signer, bundle.ErrNoteSigned},
		"a stranger's new key":  {evil, stranger.Signer, bundle.ErrNoteSigned},
		"the device's own":      {good, signerOf(t, b, "device.json").Signer, bundle.ErrNoteSigned},
		"another headquarters'": {foreign, keys.Signer, bundle.ErrNoteOrg},
		"another branch's":      {elsewhere, keys.Signer, bundle.ErrNoteBranch},
		"no version":            {none, keys.Signer, bundle.ErrNote},
	} {
		t.Run(name, func(t *testing.T) {
			msg, err := bundle.WritePolicy(c.p, c.signer)
			require.NoError(t, err)
			before := b.dump(t)
			require.Equal(t, c.code, b.hear(t, exchange.Note{Name: c.p.FileName(), Data: msg}).Code)
			require.Equal(t, before, b.dump(t))
		})
	}
	msg, err := bundle.WritePolicy(good, keys.Signer)
	require.NoError(t, err)
	require.NoError(t, b.hear(t, exchange.Note{Name: good.FileName(), Data: msg}).Err)
	good.SyncDays = 5
	msg, err = bundle.WritePolicy(good, keys.Signer)
	require.NoError(t, err)
	require.Equal(t, bundle.ErrNote, b.hear(t, exchange.Note{Name: good.FileName(), Data: msg}).Code, "one version, two contents")
}

// An old program does not send, and loses nothing.
func TestMinimumVersion(t *testing.T) {
	hq, b := pair(t)
	laid(t, hq, b, store.Rules{MinApp: "1.0.1"})
	b.inspect(t, "in-1", 1)
	_, err := b.x.Export(t.Context(), exchange.ExportOptions{To: t.TempDir()}, nil)
	var e *checklist.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, []string{"exchange.minApp", "1.0", "1.0.1"}, []string{e.Code, e.Args["have"], e.Args["want"]})
	waiting, err := b.st.Unsent(t.Context())
	require.NoError(t, err)
	require.Equal(t, []string{"in-1"}, waiting)
	b.x.App = "1.1"
	b.export(t, t.TempDir())
	for have, older := range map[string]bool{"1.0.1": false, "1": true, "1.0.0": true, "2.0": false, "v1.0.2-beta": false, "1.0.10": false} {
		require.Equal(t, older, bundle.OlderApp(have, "1.0.1"), have)
	}
}

// What headquarters has not said for too long is shown, and receipts count as a word.
func TestPolicyAge(t *testing.T) {
	hq, b := pair(t)
	age, err := b.st.PolicyAge(t.Context())
	require.NoError(t, err)
	require.Equal(t, store.PolicyAge{}, age)
	laid(t, hq, b, store.Rules{SyncDays: 30})
	age, err = b.st.PolicyAge(t.Context())
	require.NoError(t, err)
	require.Equal(t, []any{30, 0, false}, []any{age.SyncDays, age.Days, age.Stale})
	opt := b.x.Options
	require.NoError(t, b.st.Close())
	later := storetest.NewClock()
	later.At = later.At.AddDate(0, 0, 32)
	o := storetest.Options(t, "")
	o.Dir, o.Clock = b.dir, later.Now
	st, err := store.Open(t.Context(), o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, st.Close()) })
	opt.Store = st
	b.x, err = exchange.New(opt)
	require.NoError(t, err)
	age, err = st.PolicyAge(t.Context())
	require.NoError(t, err)
	require.Equal(t, []any{31, true}, []any{age.Days, age.Stale})
	require.NoError(t, st.Heard(t.Context(), later.Now().UnixMilli()))
	age, err = st.PolicyAge(t.Context())
	require.NoError(t, err)
	require.Equal(t, []any{0, false}, []any{age.Days, age.Stale})
}

// Revoking stops a device from that moment, by the order of arrival at headquarters,
// and tells it so; retiring lets what it had packed come in.
func TestRevokedAndRetired(t *testing.T) {
	hq, b := pair(t)
	b.inspect(t, "in-1", 0)
	first := b.export(t, t.TempDir())
	b.inspect(t, "in-2", 0)
	second := b.export(t, t.TempDir())
	hq.take(t, first.Path)
	require.NoError(t, exchange.Retire(t.Context(), hq.st, "00000001"))
	told(t, hq, b)
	b.inspect(t, "in-3", 0)
	_, err := b.x.Export(t.Context(), exchange.ExportOptions{To: t.TempDir()}, nil)
	require.Equal(t, "exchange.deviceRetired", checklist.CodeOf(err))
	require.Equal(t, exchange.StatusNew, hq.take(t, second.Path)[0].Status, "packed before")

	require.NoError(t, exchange.RevokeFor(t.Context(), hq.st, "00000001", "电脑丢失"))
	told(t, hq, b)
	_, err = b.x.Export(t.Context(), exchange.ExportOptions{To: t.TempDir()}, nil)
	require.Equal(t, "exchange.deviceRevoked", checklist.CodeOf(err))
	require.Len(t, hq.inspections(t), 2, "what came before stays")

	policy := hq.policies(t, "B001")
	_, _, err = exchange.Renew(t.Context(), b.st, b.dir)
	require.NoError(t, err)
	b.export(t, t.TempDir()) // what was said of the old device does not bind the new one
	for _, n := range policy {
		require.NoError(t, b.hear(t, n).Err)
	}
	b.inspect(t, "in-4", 0)
	b.export(t, t.TempDir())
}

// A device that takes two people: the first one's word alone lets nothing in.
func TestTwoPeopleApprove(t *testing.T) {
	hq := newHQ(t, "")
	b, enrol := newBranch(t, 1, hq)
	for _, p := range []checklist.Person{{ID: "a-1", Name: "甲", Role: checklist.Admin}, {ID: "a-2", Name: "乙", Role: checklist.Admin}} {
		require.NoError(t, hq.st.SavePerson(t.Context(), p))
	}
	as := func(name string) {
		_, err := hq.st.ActAs(t.Context(), name)
		require.NoError(t, err)
	}
	as("甲")
	d, err := exchange.Enrol(t.Context(), hq.st, hq.dir, enrol)
	require.NoError(t, err)
	require.Equal(t, []string{exchange.DevicePending, "a-1"}, []string{d.State, d.Proposer})
	b.inspect(t, "in-1", 0)
	p := b.export(t, t.TempDir())
	hq.refusal(t, p.Path, "exchange.devicePending")
	require.Empty(t, hq.policies(t, "B001"), "no branch hears of a device nobody let in")
	_, err = exchange.Approve(t.Context(), hq.st, "00000001")
	require.Equal(t, "device.samePerson", checklist.CodeOf(err))
	as("乙")
	d, err = exchange.Approve(t.Context(), hq.st, "00000001")
	require.NoError(t, err)
	require.Equal(t, []string{exchange.DeviceActive, "a-1", "a-2"}, []string{d.State, d.Proposer, d.Approver})
	require.Equal(t, exchange.StatusNew, hq.take(t, p.Path)[0].Status)
	_, err = exchange.Approve(t.Context(), hq.st, "00000001")
	require.Equal(t, "device.notPending", checklist.CodeOf(err))

	require.NoError(t, hq.st.SetSetting(t.Context(), exchange.SettingSecondPerson, "0"))
	_, enrol = newBranch(t, 2, hq)
	d, err = exchange.Enrol(t.Context(), hq.st, hq.dir, enrol)
	require.NoError(t, err)
	require.Equal(t, exchange.DeviceActive, d.State)
}

// A request that comes over a road waits until a person has compared its fingerprint.
func TestRequestOverARoadWaits(t *testing.T) {
	hq := newHQ(t, "")
	_, enrol := newBranch(t, 1, hq)
	msg, err := os.ReadFile(enrol)
	require.NoError(t, err)
	o := hq.hear(t, exchange.Note{Name: filepath.Base(enrol), Data: msg})
	require.NoError(t, o.Err)
	require.False(t, o.Same)
	list, err := hq.st.DeviceStates(t.Context())
	require.NoError(t, err)
	require.Equal(t, []string{exchange.DevicePending, "B001", "第1支行", ""}, []string{list[0].State, list[0].Branch, list[0].BranchName, list[0].Proposer})
	e, err := exchange.ReadEnrol(enrol)
	require.NoError(t, err)
	require.Equal(t, e.Fingerprint, list[0].Fingerprint)
	_, err = exchange.Approve(t.Context(), hq.st, list[0].ID)
	require.NoError(t, err)
	require.True(t, hq.hear(t, exchange.Note{Name: "enrol-x.note", Data: msg}).Same)
	require.Equal(t, "exchange.enrol", hq.hear(t, exchange.Note{Name: "enrol-x.note", Data: msg[:len(msg)-9]}).Code)
	require.Equal(t, "note.notForHQ", hq.hear(t, hq.policies(t, "B001")[0]).Code)
}

// Headquarters takes a new key: branches believe it because the old one signed it,
// what was under way to the old key is opened, and a branch that slept through two
// changes still follows.
func TestHeadquartersChangesItsKey(t *testing.T) {
	hq, b := pair(t)
	told(t, hq, b)
	b.inspect(t, "in-1", 0)
	under := b.export(t, t.TempDir())
	old := signerOf(t, hq, "hq.json")
	require.NoError(t, exchange.Rekey(t.Context(), hq.st, hq.dir))
	require.NoError(t, exchange.Rekey(t.Context(), hq.st, hq.dir))
	fresh := signerOf(t, hq, "hq.json")
	require.NotEqual(t, old.Verifier, fresh.Verifier)

	require.Equal(t, exchange.StatusNew, hq.take(t, under.Path)[0].Status, "under way to the old key")
	told(t, hq, b)
	require.Equal(t, 1, b.receiptCount(t), "receipts are believed on both sides of the change")
	b.inspect(t, "in-2", 0)
	next := b.export(t, t.TempDir())
	require.Equal(t, exchange.StatusNew, hq.take(t, next.Path)[0].Status)
	opened, err := bundleOpens(t, next.Path, fresh.Identity)
	require.NoError(t, err)
	require.True(t, opened)
	opened, _ = bundleOpens(t, next.Path, old.Identity)
	require.False(t, opened, "the old key reads nothing new")

	// A note only the old key signed is worth nothing any more.
	msg, err := bundle.WriteReceipt(bundle.Receipt{Org: "org-hq", Branch: "B001", Device: "x", Bundles: []bundle.ReceiptLine{
		{SHA256: next.SHA256, Seq: 2, Outcome: bundle.Refused, Code: "bundle.revoked", At: time.Now().Unix()},
	}}, old.Signer)
	require.NoError(t, err)
	require.Equal(t, bundle.ErrNoteSigned, b.hear(t, exchange.Note{Name: "r.note", Data: msg}).Code)
}

func (s *site) receiptCount(t testing.TB) int {
	t.Helper()
	list, err := s.st.Receipts(t.Context(), 0)
	require.NoError(t, err)
	return len(list)
}
