package exchange_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store/exchange"
	"hallcheck/store/storetest"
)

func (s *site) findings(t testing.TB) []checklist.FindingRow {
	t.Helper()
	rows, _, err := s.st.Findings(t.Context(), checklist.FindingFilter{Sort: checklist.FindingsNewest})
	require.NoError(t, err)
	return rows
}

func (s *site) move(t testing.TB, id string, verb func(*checklist.Finding, checklist.Act) error) *checklist.Finding {
	t.Helper()
	f, err := s.st.EditFinding(t.Context(), id, verb)
	require.NoError(t, err)
	return f
}

// A finding goes to headquarters with its history and photos, headquarters'
// return comes back, the second submission is accepted, and both sides say the
// same; every file may come twice.
func TestFindingsTravelBothWays(t *testing.T) {
	hq, b := pair(t)
	usb, back := t.TempDir(), t.TempDir()
	b.inspect(t, "in-1", 1, picture(t, 3, 64, 48))
	f := b.findings(t)[0]
	after, err := b.ph.Add(t.Context(), bytes.NewReader(picture(t, 5, 64, 48)), "after.jpg", "file", time.Now())
	require.NoError(t, err)
	b.move(t, f.ID, func(f *checklist.Finding, act checklist.Act) error {
		return f.Submit(act, "擦干净了", []checklist.PhotoRef{after})
	})
	sent := b.export(t, usb)
	require.Equal(t, []string{"in-1"}, sent.IDs)
	_, err = b.x.Export(t.Context(), exchange.ExportOptions{To: usb}, nil)
	require.Equal(t, "exchange.nothing", checklist.CodeOf(err), "moves are sent once")

	out := hq.take(t, usb)
	require.Equal(t, []any{exchange.StatusNew, 2}, []any{out[0].Status, out[0].Moves}, "%v", out[0].Err)
	there, err := hq.st.Finding(t.Context(), f.ID)
	require.NoError(t, err)
	require.Equal(t, []string{"submitted", "擦干净了", f.Number}, []string{string(there.Status), there.Done, there.Number})
	require.Len(t, there.Before(), 1)
	for _, p := range append(there.Before(), there.After...) {
		require.True(t, hq.ph.Has(p.Hash), "the picture came along")
		file, err := hq.ph.Original(p.Hash)
		require.NoError(t, err)
		var all bytes.Buffer
		_, err = all.ReadFrom(file)
		require.NoError(t, err)
		require.NoError(t, file.Close())
		require.NotContains(t, all.String(), canary)
	}
	before := hq.dump(t)
	require.Equal(t, exchange.StatusSame, hq.take(t, usb)[0].Status)
	require.Equal(t, before, hq.dump(t))

	hq.move(t, f.ID, func(f *checklist.Finding, act checklist.Act) error { return f.Reject(act, "照片看不清") })
	answer := hq.export(t, back)
	require.Equal(t, exchange.StatusNew, b.take(t, answer.Path)[0].Status)
	require.Equal(t, exchange.StatusSame, b.take(t, answer.Path)[0].Status)
	here, err := b.st.Finding(t.Context(), f.ID)
	require.NoError(t, err)
	require.Equal(t, []string{"rejected", "照片看不清", "督导"}, []string{string(here.Status), here.Reason, here.Verifier.Name})

	b.move(t, f.ID, func(f *checklist.Finding, act checklist.Act) error {
		return f.Submit(act, "重拍", []checklist.PhotoRef{after})
	})
	second := b.export(t, usb)
	hq.take(t, second.Path)
	hq.move(t, f.ID, func(f *checklist.Finding, act checklist.Act) error { return f.Accept(act, "") })
	b.take(t, hq.export(t, back).Path)
	here, err = b.st.Finding(t.Context(), f.ID)
	require.NoError(t, err)
	there, err = hq.st.Finding(t.Context(), f.ID)
	require.NoError(t, err)
	require.Equal(t, checklist.FindingClosed, here.Status)
	require.Equal(t, moves(here), moves(there))
	require.Equal(t, 1, here.Returns)
}

func moves(f *checklist.Finding) (out []string) {
	for _, l := range f.History() {
		out = append(out, l.ID+" "+string(l.Verb)+" "+l.By.Name)
	}
	return out
}

// Headquarters' file helps nobody but the branch it was made for, and a branch
// cannot write in headquarters' name.
func TestFindingsOfOthersAreRefused(t *testing.T) {
	hq, b := pair(t)
	c, enrol := newBranch(t, 2, hq)
	_, err := exchange.Enrol(t.Context(), hq.st, hq.dir, enrol)
	require.NoError(t, err)
	plain, _ := newBranch(t, 3, nil)
	b.inspect(t, "in-1", 1, picture(t, 3, 64, 48))
	hq.take(t, b.export(t, t.TempDir()).Path)
	id := b.findings(t)[0].ID
	hq.move(t, id, func(f *checklist.Finding, act checklist.Act) error { return f.Cancel(act, "误判") })
	file := hq.export(t, t.TempDir()).Path

	out := c.take(t, file)
	require.Equal(t, "bundle.notForUs", out[0].Code)
	_, err = plain.x.Import(t.Context(), []string{file}, nil)
	require.Equal(t, "exchange.noCard", checklist.CodeOf(err))
	out = b.take(t, file)
	require.Equal(t, exchange.StatusNew, out[0].Status, "%v", out[0].Err)
	out = hq.take(t, file)
	require.Equal(t, exchange.StatusRefused, out[0].Status, "headquarters takes nothing from itself")

	// A branch's computer that makes moves as headquarters is not believed.
	require.NoError(t, b.st.SavePerson(t.Context(), checklist.Person{ID: "x", Name: "假督导", Role: checklist.HQSupervisor}))
	_, err = b.st.ActAs(t.Context(), "假督导")
	require.NoError(t, err)
	_, err = b.st.EditFinding(t.Context(), id, func(f *checklist.Finding, act checklist.Act) error {
		return f.RootCause(act, "没有原因")
	})
	require.Equal(t, "finding.face", checklist.CodeOf(err))
}

// Two computers of one branch, both with findings under the same number: all
// arrive, and the numbers are told apart.
func TestSameNumberFromTwoComputers(t *testing.T) {
	hq := newHQ(t, "")
	first, enrol := newBranch(t, 1, hq)
	_, err := exchange.Enrol(t.Context(), hq.st, hq.dir, enrol)
	require.NoError(t, err)
	second := openSite(t, storetest.Options(t, ""), checklist.Profile{
		Face: checklist.FaceBranch, Org: "支行", OrgID: "org-1", Branch: hall(1), Device: "second-dev",
		User: checklist.Person{ID: "person-2", Name: "张伟", Role: checklist.LobbyManager},
	})
	enrol, err = exchange.InitBranch(t.Context(), second.st, second.dir, cardOf(t, hq))
	require.NoError(t, err)
	_, err = exchange.Enrol(t.Context(), hq.st, hq.dir, enrol)
	require.NoError(t, err)
	var files []string
	for _, s := range []*site{first, second} {
		f, err := s.st.OpenFinding(t.Context(), checklist.FindingDraft{Text: "地面有水", Severity: checklist.Minor})
		require.NoError(t, err)
		require.Regexp(t, "^F-2026-0001$", f.Number)
		files = append(files, s.export(t, t.TempDir()).Path)
	}
	hq.take(t, files...)
	var numbers []string
	for _, r := range hq.findings(t) {
		numbers = append(numbers, r.Number)
	}
	require.ElementsMatch(t, []string{"F-2026-0001", "F-2026-0001-2"}, numbers)
}

// What a later mosaic covers leaves in no older move either.
func TestMaskedPhotoOfAFindingLeavesMasked(t *testing.T) {
	hq, b := pair(t)
	at := time.Now()
	secret, err := b.ph.Add(t.Context(), bytes.NewReader(picture(t, 7, 64, 48)), "a.jpg", "file", at)
	require.NoError(t, err)
	masked, err := b.ph.Add(t.Context(), bytes.NewReader(picture(t, 9, 64, 48)), "b.jpg", "file", at)
	require.NoError(t, err)
	f, err := b.st.OpenFinding(t.Context(), checklist.FindingDraft{
		Text: "柜台有客户单据", Severity: checklist.Minor, Photos: []checklist.PhotoRef{secret},
	})
	require.NoError(t, err)
	mosaic := []checklist.Mark{{Kind: checklist.MarkMosaicBox, Points: []checklist.Point{{X: 1, Y: 1}, {X: 9000, Y: 9000}}, Width: 1}}
	b.move(t, f.ID, func(f *checklist.Finding, act checklist.Act) error {
		p := f.Before()[0]
		p.Masked, p.Marks, p.Privacy = masked.Hash, mosaic, checklist.PrivacyMasked
		return f.MarkPhoto(act, p)
	})
	hq.take(t, b.export(t, t.TempDir()).Path)
	there, err := hq.st.Finding(t.Context(), f.ID)
	require.NoError(t, err)
	dump, err := hq.st.Dump(t.Context())
	require.NoError(t, err)
	require.NotContains(t, string(dump), secret.Hash)
	require.Empty(t, there.Before()[0].Masked)
	require.False(t, hq.ph.Has(secret.Hash))
}

// A computer that makes a move with another hall's finding stops nobody else: its
// file is set aside, and the files after it come in.
func TestAForeignMoveStopsNoOtherFile(t *testing.T) {
	hq, b := pair(t)
	c, enrol := newBranch(t, 2, hq)
	_, err := exchange.Enrol(t.Context(), hq.st, hq.dir, enrol)
	require.NoError(t, err)
	f, err := c.st.OpenFinding(t.Context(), checklist.FindingDraft{Text: "地面有水"})
	require.NoError(t, err)
	hq.take(t, c.export(t, t.TempDir()).Path)

	foreign := checklist.FindingEvent{
		ID: "x", Finding: f.ID, Clock: 2, Device: "00000001-dev", At: 1, Day: "2026-11-03", Verb: checklist.VerbBegin, By: checklist.Person{Name: "王芳", Role: checklist.LobbyManager},
	}
	usb := t.TempDir()
	forge(t, b, hq, filepath.Join(usb, "a.bundle"), bundle.Record{Kind: bundle.KindFinding, Finding: &bundle.Finding{Events: []checklist.FindingEvent{foreign}}})
	_, err = c.st.OpenFinding(t.Context(), checklist.FindingDraft{Text: "灯不亮"})
	require.NoError(t, err)
	next := c.export(t, t.TempDir())
	out := hq.take(t, filepath.Join(usb, "a.bundle"), next.Path)
	require.Len(t, out, 2)
	codes := map[string]exchange.Status{}
	for _, o := range out {
		codes[o.Code] = o.Status
		if o.Code != "" {
			require.FileExists(t, o.Quarantine)
		}
	}
	require.Equal(t, map[string]exchange.Status{"store.foreignFinding": exchange.StatusRefused, "": exchange.StatusNew}, codes)
}

// forge writes a bundle signed with the branch's keys.
func forge(t *testing.T, b, hq *site, path string, records ...bundle.Record) {
	t.Helper()
	forgeSeq(t, b, hq, path, 1, records...)
}

func forgeSeq(t *testing.T, b, hq *site, path string, seq int64, records ...bundle.Record) {
	t.Helper()
	var keys bundle.Keys
	text, err := os.ReadFile(filepath.Join(b.dir, "keys", "device.json"))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &keys))
	card, err := bundle.ReadCard(cardOf(t, hq))
	require.NoError(t, err)
	p := bundle.Parcel{Signer: keys.Signer, Recipients: []string{card.Recipient}, Records: records, Manifest: bundle.Manifest{
		Org: card.Org, HQ: card.HQ(), Device: "00000001-dev", Branch: "B001", Seq: seq, App: "x", Created: 1,
	}}
	var out bytes.Buffer
	_, err = bundle.Write(t.Context(), &out, p, nil)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, out.Bytes(), 0o600))
}
