package exchange_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store"
	"hallcheck/store/exchange"
	"hallcheck/store/storetest"
)

// promises is every case of RELIABILITY 3.2, 3.3 K1–K4 and 5.5 with the code the
// user gets ("" = nothing goes wrong for anybody) and the test that shows it.
var promises = []struct{ id, what, code, test string }{
	{"S1", "export cut off: nothing that looks finished", "", "store/exchange.TestKilledAtAnyMoment"},
	{"S1", "target full or gone", "exchange.target", "store/exchange.TestExportRefusals"},
	{"S2", "transfer cut: never visible", "road.cut", "store/exchange/road.TestCut"},
	{"S2", "client killed", "", "store/exchange/road.TestClientKilled"},
	{"S2", "server killed", "", "store/exchange/road.TestServerKilled"},
	{"S2", "silent server", "road.stalled", "store/exchange/road.TestSilentServer"},
	{"S2", "server disk full", "road.full", "store/exchange/road.TestServerDiskFull"},
	{"S3", "sent again: nothing is carried twice", "", "store/exchange.TestFiveBranches"},
	{"S1", "headquarters back from a backup uses no number twice", "", "store/exchange.TestHeadquartersFromABackup"},
	{"S2", "shared folder that hangs", "road.stalled", "store/exchange.TestAShareThatHangsHoldsNothing"},
	{"S3", "any order, repetition, alteration: same dump", "", "store/exchange.TestAnyDelivery"},
	{"S4", "same bundle, any order: same dump", "", "store/exchange.TestOrderAndRepetitionDoNotMatter"},
	{"S5", "cut short", "bundle.truncated", "store/exchange.TestEachAttackHasItsOwnCode"},
	{"S5", "one byte changed", "bundle.damaged", "store/exchange.TestEachAttackHasItsOwnCode"},
	{"S5", "one byte too many", "bundle.trailing", "store/exchange.TestEachAttackHasItsOwnCode"},
	{"S5", "no bundle at all", "bundle.format", "store/exchange.TestEachAttackHasItsOwnCode"},
	{"S5", "name and content differ", "bundle.name", "store/exchange.TestEachAttackHasItsOwnCode"},
	{"S5", "blobs swapped, entries renamed, doubled, added", "bundle.entry", "checklist/bundle.TestOtherArchives"},
	{"S5", "content not what was signed", "bundle.hash", "checklist/bundle.TestEveryFlippedByteIsNoticed"},
	{"S6", "unknown device", "bundle.unknownDevice", "store/exchange.TestEachAttackHasItsOwnCode"},
	{"S6", "device nobody approved yet", "exchange.devicePending", "store/exchange.TestEachAttackHasItsOwnCode"},
	{"S6", "revoked device", "bundle.revoked", "store/exchange.TestEachAttackHasItsOwnCode"},
	{"S6", "made for another headquarters", "bundle.foreignHQ", "store/exchange.TestEachAttackHasItsOwnCode"},
	{"S6", "encrypted to somebody else", "bundle.notForUs", "store/exchange.TestEachAttackHasItsOwnCode"},
	{"S6", "outsider who knows the recipient", "bundle.signature", "store/exchange.TestEachAttackHasItsOwnCode"},
	{"S6", "enrolled device for another branch", "bundle.branch", "store/exchange.TestEachAttackHasItsOwnCode"},
	{"S6", "old sequence", "bundle.replay", "store/exchange.TestEachAttackHasItsOwnCode"},
	{"S6", "same number, other content", "bundle.fork", "store/exchange.TestEachAttackHasItsOwnCode"},
	{"S6", "same record and revision, other content", "store.conflict", "store/exchange.TestEachAttackHasItsOwnCode"},
	{"S6", "same move, other content", "store.eventContent", "store/exchange.TestSameMoveOtherContent"},
	{"S6", "same move of a review, other content", "store.reviewContent", "store/exchange.TestSameReviewMoveOtherContent"},
	{"S6", "same entry of the hall, other content", "store.hallContent", "store/exchange.TestAContradictionOfTheHallStopsNoOtherFile"},
	{"S6", "move of another branch's finding", "store.foreignFinding", "store/exchange.TestAForeignMoveStopsNoOtherFile"},
	{"S6", "made by a newer program", "bundle.newer", "store/exchange.TestEachAttackHasItsOwnCode"},
	{"S7", "import killed: all or nothing", "", "store/exchange.TestKilledAtAnyMoment"},
	{"S8", "gaps and silence are listed", "", "store/exchange.TestGapsAndSilence"},
	{"S8", "policy too old on screen", "", "store/exchange.TestPolicyAge"},
	{"S9", "two laptops of one branch", "", "store/exchange.TestSameNumberFromTwoComputers"},
	{"S10", "receipts come back", "", "store/exchange.TestReceiptsComeBack"},
	{"S10", "forged receipt", "note.signature", "store/exchange.TestForgedReceiptsAreIgnored"},
	{"S10", "receipt of another headquarters", "note.org", "store/exchange.TestForgedReceiptsAreIgnored"},
	{"S10", "receipt for another branch", "note.branch", "store/exchange.TestForgedReceiptsAreIgnored"},
	{"S10", "note altered in form", "note.form", "store/exchange.TestForgedReceiptsAreIgnored"},
	{"S10", "returned by a person", "note.returned", "store/exchange.TestReturnedFileSaysWhy"},
	{"S11", "stick reads back differently", "exchange.readBack", "store/exchange.TestStickThatLies"},
	{"S11", "stick pulled", "", "store/exchange/road.TestStickPulled"},
	{"K1", "what leaves the laptop gives nothing to a thief", "", "store/exchange.TestNothingReadableLeaves"},
	{"K2", "revoked: refused from then on, what came before stays", "exchange.deviceRevoked", "store/exchange.TestRevokedAndRetired"},
	{"K2", "retired: told to stop", "exchange.deviceRetired", "store/exchange.TestRevokedAndRetired"},
	{"K3", "lost key: enrol anew, no duplicates", "exchange.keysLost", "store/exchange.TestLostKey"},
	{"K4", "paper key opens every bundle", "exchange.recoveryKey", "store/exchange.TestPaperKeyOpensEverythingAndTakesItIn"},
	{"5.3", "second person approves", "device.samePerson", "store/exchange.TestTwoPeopleApprove"},
	{"5.3", "headquarters' new key, vouched for by the old", "", "store/exchange.TestHeadquartersChangesItsKey"},
	{"5.5", "arbitrary installation", "bundle.signature", "store/exchange.TestEachAttackHasItsOwnCode"},
	{"5.5", "endless data", "bundle.limit", "checklist/bundle.TestHugeClaims"},
	{"5.5", "rollback of a policy", "note.old", "store/exchange.TestPolicyIsFollowed"},
	{"5.5", "forged policy", "note.signature", "store/exchange.TestForgedPoliciesAreIgnored"},
	{"5.5", "policy of a form to come", "note.newer", "store/exchange.TestPolicyOfANewerProgram"},
	{"5.5", "fast-forward", "bundle.ahead", "store/exchange.TestFastForward"},
	{"5.5", "rollback: cloned laptop", "bundle.fork", "store/exchange.TestClonedLaptop"},
	{"5.5", "rollback: restored backup, reset by signed policy", "device.from", "store/exchange.TestRestoredBackup"},
	{"5.5", "chains that part", "", "store/exchange.TestChainsThatPart"},
	{"5.5", "wrong target", "bundle.foreignHQ", "store/exchange.TestEachAttackHasItsOwnCode"},
	{"5.5", "indefinite freeze", "", "store/exchange.TestGapsAndSilence"},
	{"5.5", "key compromise", "bundle.revoked", "store/exchange.TestEachAttackHasItsOwnCode"},
	{"5.5", "program too old for headquarters", "exchange.minApp", "store/exchange.TestMinimumVersion"},
}

// Every case has a test that is there, and a sentence in both languages that says
// what happened and what to do.
func TestEveryPromiseHasItsTestAndSentence(t *testing.T) {
	sources := map[string]string{}
	for _, p := range promises {
		dir, name, ok := strings.Cut(p.test, ".")
		require.True(t, ok, p.test)
		if sources[dir] == "" {
			files, err := filepath.Glob(filepath.Join("../..", dir, "*_test.go"))
			require.NoError(t, err)
			for _, f := range files {
				b, err := os.ReadFile(f)
				require.NoError(t, err)
				sources[dir] += string(b)
			}
		}
		require.Regexp(t, `(?m)^func `+regexp.QuoteMeta(name)+`\(t \*testing\.T\)`, sources[dir], "%s %s", p.id, p.what)
		if p.code == "" {
			continue
		}
		for _, lang := range []string{"zh", "en"} {
			s := assets.T(lang, "error."+p.code)
			require.True(t, assets.Has(lang, "error."+p.code), "%s %s", lang, p.code)
			sentences := len(regexp.MustCompile(`[。.!；;，,：:]`).FindAllString(s, -1))
			require.GreaterOrEqual(t, sentences, 2, "%s %s says what happened and what to do: %s", lang, p.code, s)
		}
	}
}

// attack is a file made from a genuine one, or in somebody's name.
type attack struct {
	name, code string
	file       func(t *testing.T, hq, b *site, dir string) string
}

// written puts bytes into a file of a name nobody can draw conclusions from.
func written(t *testing.T, dir string, data []byte) string {
	t.Helper()
	path := filepath.Join(dir, "x.bundle")
	require.NoError(t, os.WriteFile(path, data, 0o600))
	return path
}

func genuine(t *testing.T, b *site) []byte {
	t.Helper()
	b.inspect(t, "in-g", 0)
	data, err := os.ReadFile(b.export(t, t.TempDir()).Path)
	require.NoError(t, err)
	return data
}

// signed makes a bundle of one finding; change has the last word.
func signed(t *testing.T, hq, b *site, dir string, change func(p *bundle.Parcel)) string {
	t.Helper()
	card, err := bundle.ReadCard(cardOf(t, hq))
	require.NoError(t, err)
	e := checklist.FindingEvent{
		ID: "e-1", Finding: "f-1", Clock: 1, Device: "00000001-dev", At: 1, Day: "2026-11-03", Verb: checklist.VerbOpen,
		By:      checklist.Person{Name: "王芳", Role: checklist.LobbyManager},
		Opening: &checklist.Opening{Number: "F-2026-0001", Branch: hall(1), Origin: checklist.ByHand, Text: "x", Severity: checklist.Minor, Day: "2026-11-03", Due: "2026-11-06"},
	}
	p := bundle.Parcel{
		Signer: signerOf(t, b, "device.json").Signer, Recipients: []string{card.Recipient},
		Records:  []bundle.Record{{Kind: bundle.KindFinding, Finding: &bundle.Finding{Events: []checklist.FindingEvent{e}}}},
		Manifest: bundle.Manifest{Org: card.Org, HQ: card.HQ(), Device: "00000001-dev", Branch: "B001", Seq: 1, App: "x", Created: 1},
	}
	change(&p)
	var out bytes.Buffer
	_, err = bundle.Write(t.Context(), &out, p, nil)
	require.NoError(t, err)
	return written(t, dir, out.Bytes())
}

// attacks are the refusals of S5 and S6.
var attacks = []attack{
	{"cut short", bundle.ErrTruncated, func(t *testing.T, _, b *site, dir string) string {
		data := genuine(t, b)
		return written(t, dir, data[:100]) // later cuts break an authenticated block: bundle.damaged
	}},
	{"one byte changed", bundle.ErrDamaged, func(t *testing.T, _, b *site, dir string) string {
		data := genuine(t, b)
		data[len(data)-100] ^= 1
		return written(t, dir, data)
	}},
	{"one byte too many", bundle.ErrTrailing, func(t *testing.T, hq, b *site, dir string) string {
		plain, _ := newBranch(t, 1, nil) // a bundle that is not encrypted
		plain.inspect(t, "in-p", 0)
		data, err := os.ReadFile(plain.export(t, t.TempDir()).Path)
		require.NoError(t, err)
		d := must(hq.st.Devices(t.Context()))[0]
		d.Verifier = signerOf(t, plain, "device.json").Verifier
		require.NoError(t, hq.st.SaveDevice(t.Context(), d))
		return written(t, dir, append(data, 'x'))
	}},
	{"no bundle", bundle.ErrFormat, func(t *testing.T, _, _ *site, dir string) string {
		return written(t, dir, bytes.Repeat([]byte("no bundle "), 200))
	}},
	{"renamed", bundle.ErrName, func(t *testing.T, _, b *site, dir string) string {
		path := filepath.Join(dir, "B1-B001-00000001-00000001-0123456789abcdef.bundle")
		require.NoError(t, os.WriteFile(path, genuine(t, b), 0o600))
		old := storetest.NewClock().At
		require.NoError(t, os.Chtimes(path, old, old))
		return path
	}},
	{"unknown device", bundle.ErrUnknownDevice, func(t *testing.T, hq, b *site, dir string) string {
		return signed(t, hq, b, dir, func(p *bundle.Parcel) { p.Manifest.Device = "stranger" })
	}},
	{"pending", "exchange.devicePending", func(t *testing.T, hq, b *site, dir string) string {
		d := must(hq.st.Devices(t.Context()))[0]
		d.State = exchange.DevicePending
		require.NoError(t, hq.st.SaveDevice(t.Context(), d))
		return signed(t, hq, b, dir, func(*bundle.Parcel) {})
	}},
	{"revoked", bundle.ErrRevoked, func(t *testing.T, hq, b *site, dir string) string {
		require.NoError(t, exchange.Revoke(t.Context(), hq.st, "00000001"))
		return signed(t, hq, b, dir, func(*bundle.Parcel) {})
	}},
	{"another headquarters", bundle.ErrForeignHQ, func(t *testing.T, hq, b *site, dir string) string {
		return signed(t, hq, b, dir, func(p *bundle.Parcel) { p.Manifest.HQ = "other" })
	}},
	{"encrypted to somebody else", bundle.ErrNotForUs, func(t *testing.T, hq, b *site, dir string) string {
		return signed(t, hq, b, dir, func(p *bundle.Parcel) {
			k, err := bundle.NewKeys("x")
			require.NoError(t, err)
			to, err := k.Recipient()
			require.NoError(t, err)
			p.Recipients = []string{to}
		})
	}},
	{"outsider", bundle.ErrSignature, func(t *testing.T, hq, b *site, dir string) string {
		return signed(t, hq, b, dir, func(p *bundle.Parcel) {
			k, err := bundle.NewKeys("00000001-dev")
			require.NoError(t, err)
			p.Signer = k.Signer
		})
	}},
	{"for another branch", bundle.ErrBranch, func(t *testing.T, hq, b *site, dir string) string {
		return signed(t, hq, b, dir, func(p *bundle.Parcel) { p.Manifest.Branch = "B002" })
	}},
	{"old sequence", bundle.ErrReplay, func(t *testing.T, hq, b *site, dir string) string {
		_, err := exchange.Reset(t.Context(), hq.st, "00000001", 5)
		require.NoError(t, err)
		return signed(t, hq, b, dir, func(p *bundle.Parcel) { p.Manifest.Seq = 4 })
	}},
	{"far ahead", bundle.ErrAhead, func(t *testing.T, hq, b *site, dir string) string {
		return signed(t, hq, b, dir, func(p *bundle.Parcel) { p.Manifest.Seq = 10001 })
	}},
	{"same number", bundle.ErrFork, func(t *testing.T, hq, b *site, dir string) string {
		b.inspect(t, "in-1", 0)
		hq.take(t, b.export(t, t.TempDir()).Path)
		return signed(t, hq, b, dir, func(*bundle.Parcel) {})
	}},
	{"same record", "store.conflict", func(t *testing.T, hq, b *site, dir string) string {
		b.inspect(t, "in-1", 0)
		hq.take(t, b.export(t, t.TempDir()).Path)
		c := clone(t, b)
		c.inspect(t, "in-1", 2)
		require.NoError(t, c.st.SetSetting(t.Context(), "exchange.burnt.00000001-dev", "6"))
		data, err := os.ReadFile(c.export(t, t.TempDir()).Path)
		require.NoError(t, err)
		return written(t, dir, data)
	}},
	{"newer program", bundle.ErrNewer, func(t *testing.T, hq, b *site, dir string) string {
		plain, _ := newBranch(t, 1, nil)
		plain.inspect(t, "in-p", 0)
		data, err := os.ReadFile(plain.export(t, t.TempDir()).Path)
		require.NoError(t, err)
		return written(t, dir, bytes.Replace(data, []byte("min-reader 2"), []byte("min-reader 9"), 1))
	}},
}

// Each attack is refused with a code of its own, changes nothing, lies in quarantine
// with its reason, and its branch gets a receipt where one can be told.
func TestEachAttackHasItsOwnCode(t *testing.T) {
	seen := map[string]string{}
	for _, a := range attacks {
		require.Empty(t, seen[a.code], "%s and %s", a.name, seen[a.code])
		seen[a.code] = a.name
		t.Run(a.name, func(t *testing.T) {
			hq, b := pair(t)
			path := a.file(t, hq, b, t.TempDir())
			findings := hq.findings(t)
			hq.refusal(t, path, a.code)
			require.Equal(t, findings, hq.findings(t))
		})
	}
	hq, b := pair(t)
	require.Equal(t, exchange.StatusNew, hq.take(t, signed(t, hq, b, t.TempDir(), func(*bundle.Parcel) {}))[0].Status, "the forger's tools are right when nothing is changed")
}

// What a person at headquarters wrote to a refused file reaches its branch.
func TestReturnedFileSaysWhy(t *testing.T) {
	hq, b := pair(t)
	require.NoError(t, exchange.Revoke(t.Context(), hq.st, "00000001"))
	b.inspect(t, "in-1", 0)
	p := b.export(t, t.TempDir())
	hq.refusal(t, p.Path, bundle.ErrRevoked)
	for _, n := range hq.receipts(t) {
		require.NoError(t, hq.x.NoteSent(t.Context(), n.Name))
	}
	q, err := hq.st.Quarantine(t.Context(), false)
	require.NoError(t, err)
	require.Len(t, q, 1)
	require.NoError(t, hq.st.Decide(t.Context(), p.SHA256, store.DecisionReturned, "请用新电脑重报"))
	list := hq.receipts(t)
	require.Len(t, list, 1)
	b.hear(t, list[0])
	r, ok, err := b.st.Delivered(t.Context(), p.SHA256)
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, []string{store.OutcomeRefused, "note.returned", "请用新电脑重报"}, []string{r.Outcome, r.Code, r.Words})
}

// K1, as far as it is promised: nothing that leaves the laptop – bundles, notes,
// requests – can be read by a thief, and no private key lies anywhere but in keys/.
// The database, the photos and the backups on the disk itself are readable unless the
// disk is encrypted, which the program asks for and does not do.
func TestNothingReadableLeaves(t *testing.T) {
	hq, b := pair(t)
	told(t, hq, b)
	secrets := []string{"王芳", "第1支行", "原因7", "CANARY-REMARK-17", canary, "IMG_0.jpg", "地面有水-CANARY", "item.7"}
	b.inspect(t, "in-1", 2, picture(t, 3, 64, 48))
	_, err := b.st.OpenFinding(t.Context(), checklist.FindingDraft{Text: "地面有水-CANARY CANARY-REMARK-17", Severity: checklist.Minor})
	require.NoError(t, err)
	usb := t.TempDir()
	b.export(t, usb)
	hq.take(t, usb)
	_, err = hq.x.WriteNotes(t.Context(), usb, "")
	require.NoError(t, err)
	keys := []string{"AGE-SECRET-KEY-1", "PRIVATE+KEY+"}
	files := 0
	require.NoError(t, filepath.WalkDir(usb, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		data, err := os.ReadFile(path)
		require.NoError(t, err)
		for _, s := range append(secrets, keys...) {
			require.NotContains(t, string(data), s, path)
		}
		require.NotContains(t, string(data), "\xff\xd8\xff", "a JPEG lies open in %s", path)
		return nil
	}))
	require.Equal(t, 2, files, "one bundle, one note")
	for _, s := range []*site{hq, b} {
		require.NoError(t, s.st.Backup(t.Context(), filepath.Join(s.dir, "copy.tar")))
		require.NoError(t, filepath.WalkDir(s.dir, func(path string, d os.DirEntry, err error) error {
			rel, _ := filepath.Rel(s.dir, path)
			if err != nil || d.IsDir() || strings.HasPrefix(rel, "keys") || rel == exchange.RecoveryFile {
				return err
			}
			data, err := os.ReadFile(path)
			require.NoError(t, err)
			for _, k := range keys {
				require.NotContains(t, string(data), k, rel)
			}
			return nil
		}))
	}
}

// liar is a stick that stores another byte than it was given.
type liar struct {
	exchange.Destination
	dir string
}

func (l liar) Publish(ctx context.Context, part, name string) error {
	path := filepath.Join(l.dir, part)
	data, err := os.ReadFile(path)
	if err == nil {
		data[len(data)/2] ^= 1
		err = os.WriteFile(path, data, 0o600)
	}
	if err != nil {
		return err
	}
	return l.Destination.Publish(ctx, part, name)
}

// A stick that reads back something else is found out, nothing is left on it, and
// the record counts as not sent.
func TestStickThatLies(t *testing.T) {
	_, b := pair(t)
	b.inspect(t, "in-1", 0)
	stick := t.TempDir()
	_, err := b.x.Export(t.Context(), exchange.ExportOptions{Via: liar{exchange.Folder(stick), stick}}, nil)
	require.Equal(t, "exchange.readBack", checklist.CodeOf(err))
	left, err := os.ReadDir(stick)
	require.NoError(t, err)
	require.Empty(t, left)
	waiting, err := b.st.Unsent(t.Context())
	require.NoError(t, err)
	require.Equal(t, []string{"in-1"}, waiting)
	require.Equal(t, int64(1), b.export(t, t.TempDir()).Seq)
}
