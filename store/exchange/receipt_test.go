package exchange_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store"
	"hallcheck/store/exchange"
)

func (s *site) notes(t testing.TB) []exchange.Note {
	t.Helper()
	list, err := s.x.PendingNotes(t.Context())
	require.NoError(t, err)
	return list
}

// receipts are the pending receipt notes, policies left out.
func (s *site) receipts(t testing.TB) (out []exchange.Note) {
	t.Helper()
	for _, n := range s.notes(t) {
		if bundle.KindOfNote(n.Data) == "receipt" {
			out = append(out, n)
		}
	}
	return out
}

func (s *site) hear(t testing.TB, n exchange.Note) exchange.NoteOutcome {
	t.Helper()
	o, err := s.x.TakeNote(t.Context(), n.Name, n.Data)
	require.NoError(t, err)
	return o
}

// signerOf reads a key straight from an installation's key file.
func signerOf(t testing.TB, s *site, file string) bundle.Keys {
	t.Helper()
	var k bundle.Keys
	text, err := os.ReadFile(filepath.Join(s.dir, "keys", file))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &k))
	return k
}

// The branch learns what became of each bundle: received, or refused with the code;
// a note twice changes nothing, and headquarters owes nothing more.
func TestReceiptsComeBack(t *testing.T) {
	hq, b := pair(t)
	b.inspect(t, "in-1", 1, picture(t, 3, 64, 48))
	first := b.export(t, t.TempDir())
	b.inspect(t, "in-2", 0)
	second := b.export(t, t.TempDir())
	require.Empty(t, hq.receipts(t))
	hq.take(t, first.Path)
	require.NoError(t, exchange.Revoke(t.Context(), hq.st, "00000001-dev"))
	hq.refusal(t, second.Path, bundle.ErrRevoked)

	list := hq.receipts(t)
	require.Len(t, list, 1, "one note a device")
	n := list[0]
	require.Regexp(t, `^receipt-B001-00000001-[0-9a-f]{16}\.note$`, n.Name)
	require.Equal(t, "B001", n.Branch)
	require.Contains(t, string(n.Data), "bundle "+first.SHA256+" seq 1 imported none words none at 2026-")
	require.Contains(t, string(n.Data), "bundle "+second.SHA256+" seq 2 refused bundle.revoked words none at 2026-")
	require.Equal(t, n, hq.receipts(t)[0], "until it is sent the note stays the same")
	require.NoError(t, hq.x.NoteSent(t.Context(), n.Name))
	require.Empty(t, hq.receipts(t))

	for range 2 {
		o := b.hear(t, n)
		require.Equal(t, exchange.NoteOutcome{Name: n.Name, Kind: "receipt", Imported: 1, Refused: 1}, o)
	}
	r, ok, err := b.st.Delivered(t.Context(), first.SHA256)
	require.NoError(t, err)
	require.Equal(t, []any{true, store.OutcomeImported, "", n.Name}, []any{ok, r.Outcome, r.Code, r.Note})
	r, ok, err = b.st.Delivered(t.Context(), second.SHA256)
	require.NoError(t, err)
	require.Equal(t, []any{true, store.OutcomeRefused, bundle.ErrRevoked}, []any{ok, r.Outcome, r.Code})
	given, err := b.x.Store.DueReceipts(t.Context(), 10)
	require.NoError(t, err)
	require.Empty(t, given, "a branch owes nobody a receipt")
}

// A crash after the import and before the note: the next run makes it.
func TestReceiptIsOwedFromTheImportOn(t *testing.T) {
	hq, b := pair(t)
	b.inspect(t, "in-1", 0)
	p := b.export(t, t.TempDir())
	hq.take(t, p.Path)
	due, err := hq.st.DueReceipts(t.Context(), 10)
	require.NoError(t, err)
	require.Equal(t, []string{p.SHA256, "imported", "B001", "00000001-dev"}, []string{due[0].SHA256, due[0].Outcome, due[0].Branch, due[0].Device})
	hq.reopen(t) // another process
	require.Len(t, hq.receipts(t), 1)

	require.NoError(t, hq.x.NoteSent(t.Context(), hq.receipts(t)[0].Name))
	require.Equal(t, exchange.StatusSame, hq.take(t, p.Path)[0].Status)
	require.Len(t, hq.receipts(t), 1, "a branch that sends again has not heard")
}

// Files nobody can be made answerable for get a receipt by the name they bear, which
// helps only who has that very file.
func TestReceiptByFileName(t *testing.T) {
	hq, b := pair(t)
	other, _ := newBranch(t, 2, hq) // not enrolled
	other.inspect(t, "in-9", 0)
	p := other.export(t, t.TempDir())
	hq.refusal(t, p.Path, bundle.ErrUnknownDevice)
	bad := filepath.Join(t.TempDir(), "x.bundle")
	require.NoError(t, os.WriteFile(bad, []byte("no bundle, and no name either"), 0o600))
	hq.take(t, bad)
	list := hq.receipts(t)
	require.Len(t, list, 1, "a file without a name gets no receipt")
	require.Equal(t, "B002", list[0].Branch)
	require.Equal(t, bundle.ErrNoteBranch, b.hear(t, list[0]).Code)
	o := other.hear(t, list[0])
	require.Equal(t, []int{0, 1, 0}, []int{o.Imported, o.Refused, o.Unknown}, "%v", o.Err)

	// A note about a file this computer never made.
	keys := signerOf(t, hq, "hq.json")
	msg, err := bundle.WriteReceipt(bundle.Receipt{Org: "org-hq", Branch: "B001", Device: "x", Bundles: []bundle.ReceiptLine{
		{SHA256: hashOf([]byte("foreign")), Seq: 1, Outcome: bundle.Imported, At: 1},
	}}, keys.Signer)
	require.NoError(t, err)
	o = b.hear(t, exchange.Note{Name: "receipt-B001-x-0.note", Data: msg})
	require.Equal(t, []int{0, 0, 1}, []int{o.Imported, o.Refused, o.Unknown})
	got, err := b.st.Receipts(t.Context(), 0)
	require.NoError(t, err)
	require.Empty(t, got)
}

// Nothing but headquarters' own word counts.
func TestForgedReceiptsAreIgnored(t *testing.T) {
	hq, b := pair(t)
	b.inspect(t, "in-1", 0)
	p := b.export(t, t.TempDir())
	line := bundle.ReceiptLine{SHA256: p.SHA256, Seq: 1, Outcome: bundle.Imported, At: 1}
	good := bundle.Receipt{Org: "org-hq", Branch: "B001", Device: "00000001", Bundles: []bundle.ReceiptLine{line}}
	stranger, err := bundle.NewKeys("org-hq")
	require.NoError(t, err)
	own, hqKeys := signerOf(t, b, "device.json"), signerOf(t, hq, "hq.json")
	write := func(r bundle.Receipt, signer string) []byte {
		msg, err := bundle.WriteReceipt(r, signer)
		require.NoError(t, err)
		return msg
	}
	foreign, elsewhere := good, good
	foreign.Org, elsewhere.Branch = "org-other", "B002"
	signed := write(good, hqKeys.Signer)
	altered := append([]byte{}, signed...)
	altered[len("hallcheck-receipt/v1\norg org-hq branch B001 device 0")]++
	for name, c := range map[string]struct {
		msg  []byte
		code string
	}{
		"a stranger's key":  {write(good, stranger.Signer), bundle.ErrNoteSigned},
		"our own key":       {write(good, own.Signer), bundle.ErrNoteSigned},
		"altered":           {altered, bundle.ErrNoteSigned},
		"cut":               {signed[:len(signed)-20], bundle.ErrNoteSigned},
		"another org":       {write(foreign, hqKeys.Signer), bundle.ErrNoteOrg},
		"another branch":    {write(elsewhere, hqKeys.Signer), bundle.ErrNoteBranch},
		"no note":           {[]byte("hello"), bundle.ErrNote},
		"no lines":          {write(bundle.Receipt{Org: "org-hq", Branch: "B001"}, hqKeys.Signer), bundle.ErrNote},
		"headquarters card": {cardOf(t, hq), bundle.ErrNote},
	} {
		t.Run(name, func(t *testing.T) {
			before := b.dump(t)
			require.Equal(t, c.code, b.hear(t, exchange.Note{Name: "receipt-B001-x-0.note", Data: c.msg}).Code)
			require.Equal(t, before, b.dump(t))
		})
	}
	require.Equal(t, 1, b.hear(t, exchange.Note{Name: "r.note", Data: signed}).Imported, "the forger's tools are right when nothing is changed")
	plain, _ := newBranch(t, 3, nil)
	_, err = plain.x.TakeNote(t.Context(), "r.note", signed)
	require.Equal(t, "exchange.noCard", checklist.CodeOf(err))
}

// What was refused can be sent again under a new number, and arrives once.
func TestRefusedRecordsAreSentAgain(t *testing.T) {
	hq := newHQ(t, "")
	b, enrol := newBranch(t, 1, hq)
	b.inspect(t, "in-1", 1, picture(t, 3, 64, 48))
	usb := t.TempDir()
	p := b.export(t, usb)
	hq.refusal(t, p.Path, bundle.ErrUnknownDevice)
	require.Equal(t, 1, b.hear(t, hq.receipts(t)[0]).Refused)
	_, err := b.x.Export(t.Context(), exchange.ExportOptions{To: usb}, nil)
	require.Equal(t, "exchange.nothing", checklist.CodeOf(err), "nothing is sent again by itself")
	n, err := b.st.SendAgain(t.Context(), []string{p.SHA256})
	require.NoError(t, err)
	require.Equal(t, 1, n)
	again := b.export(t, usb)
	require.Equal(t, []any{int64(2), []string{"in-1"}, 1}, []any{again.Seq, again.IDs, again.Moves})

	_, err = exchange.Enrol(t.Context(), hq.st, hq.dir, enrol)
	require.NoError(t, err)
	for _, o := range hq.take(t, usb) {
		require.NoError(t, o.Err)
	}
	require.Len(t, hq.inspections(t), 1)
	require.Len(t, hq.findings(t), 1)
	for _, n := range hq.receipts(t) {
		b.hear(t, n)
	}
	for _, sha := range []string{p.SHA256, again.SHA256} {
		r, _, err := b.st.Delivered(t.Context(), sha)
		require.NoError(t, err)
		require.Equal(t, store.OutcomeImported, r.Outcome, "the refusal is over")
	}
	n, err = b.st.SendAgain(t.Context(), nil)
	require.NoError(t, err)
	require.Zero(t, n)
}

// By hand: notes go to the folder of the exported bundles and come in with them.
func TestNotesTravelInFolders(t *testing.T) {
	hq, b := pair(t)
	c, enrol := newBranch(t, 2, hq)
	_, err := exchange.Enrol(t.Context(), hq.st, hq.dir, enrol)
	require.NoError(t, err)
	b.inspect(t, "in-1", 0)
	c.inspect(t, "in-2", 0)
	usb := t.TempDir()
	hq.take(t, b.export(t, usb).Path, c.export(t, usb).Path)
	names, err := hq.x.WriteNotes(t.Context(), usb, "")
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(names), 2)
	require.Empty(t, hq.notes(t))
	for _, s := range []*site{b, c} {
		got := 0
		list, err := s.x.TakeNotes(t.Context(), []string{usb})
		require.NoError(t, err)
		for _, o := range list {
			require.NoError(t, o.Err)
			got += o.Imported
		}
		require.Equal(t, 1, got)
	}
	list, err := hq.x.TakeNotes(t.Context(), []string{usb})
	require.NoError(t, err)
	require.Empty(t, list)
}
