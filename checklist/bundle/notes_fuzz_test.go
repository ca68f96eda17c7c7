package bundle

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

// signedText is any text under a good signature: what remains is the parser.
func signedText(text string, signer string) ([]byte, bool) {
	msg, err := signAll([]byte(strings.TrimRight(text, "\n")+"\n"), []string{signer})
	return msg, err == nil
}

func FuzzReceipt(f *testing.F) {
	w := newWorld(f)
	r := Receipt{Org: "o", Branch: "BJ 01", Device: "d", Bundles: []ReceiptLine{
		{SHA256: sumOf([]byte("a")), Seq: 1, Outcome: Imported, At: 1795222923},
		{SHA256: sumOf([]byte("b")), Outcome: Refused, Code: "bundle.fork", Words: "请 重报", At: 1},
	}}
	f.Add(string(r.Text()))
	f.Add("hallcheck-receipt/v1\norg o branch b device d\nend 0\n")
	f.Fuzz(func(t *testing.T, text string) {
		msg, ok := signedText(text, w.hq.Signer)
		if !ok {
			return
		}
		got, err := ReadReceipt(msg, w.hq.Verifier)
		if err != nil {
			require.Contains(t, []string{ErrNote, ErrNoteSigned}, checklist.CodeOf(err))
			return
		}
		require.Equal(t, strings.TrimRight(text, "\n")+"\n", string(got.Text()))
		require.NotContains(t, got.FileName(), "/")
		require.LessOrEqual(t, len(got.Bundles), MaxReceipts+1)
	})
}

func FuzzPolicy(f *testing.F) {
	w := newWorld(f)
	p := Policy{
		Org: "org-1", Branch: "BJ 01", Version: 12, Created: 1795222923, Card: w.card, Redaction: true, MinApp: "1.4.0", SyncDays: 30, Passwords: "mlps",
		Devices: []PolicyDevice{{ID: "d", State: DeviceActive, From: 1, Verifier: w.device.Verifier}},
	}
	f.Add(string(p.Text()))
	f.Fuzz(func(t *testing.T, text string) {
		msg, ok := signedText(text, w.hq.Signer)
		if !ok {
			return
		}
		got, err := ReadPolicy(msg, w.hq.Verifier)
		if err != nil {
			require.Contains(t, []string{ErrNote, ErrNoteSigned}, checklist.CodeOf(err))
			return
		}
		require.Equal(t, strings.TrimRight(text, "\n")+"\n", string(got.Text()))
		require.NotContains(t, got.FileName(), "/")
		require.Positive(t, got.Version)
	})
}

// What is written is read, by whoever knows one of the keys, and by nobody else.
func TestNotesRoundTrip(t *testing.T) {
	w := newWorld(t)
	fresh, err := NewKeys("org-1")
	require.NoError(t, err)
	p := Policy{Org: "org-1", Branch: "京 01%", Version: 3, Created: 7, Card: w.card, SyncDays: 5, Devices: []PolicyDevice{{ID: "d 1", State: DeviceRevoked, From: 2, Verifier: w.device.Verifier}}}
	msg, err := WritePolicy(p, fresh.Signer, w.hq.Signer)
	require.NoError(t, err)
	for _, v := range []string{fresh.Verifier, w.hq.Verifier} {
		got, err := ReadPolicy(msg, v)
		require.NoError(t, err)
		require.Equal(t, p, got)
		require.Equal(t, &p.Devices[0], got.Device("d 1"))
		require.Nil(t, got.Device("x"))
	}
	_, err = ReadPolicy(msg, w.recovery.Verifier)
	require.Equal(t, ErrNoteSigned, checklist.CodeOf(err))
	_, err = ReadReceipt(msg, w.hq.Verifier)
	require.Equal(t, ErrNote, checklist.CodeOf(err))
	require.Equal(t, "policy", KindOfNote(msg))
	require.Equal(t, "policy-京_01_-3.note", p.FileName())
	b, ok := BranchOfNote(p.FileName())
	require.Equal(t, []any{"京_01_", true}, []any{b, ok})
	b, ok = BranchOfNote("receipt-a-b-01-dev12345-0123456789abcdef.note")
	require.Equal(t, []any{"a-b-01", true}, []any{b, ok})
	_, ok = BranchOfNote("enrol-B001-00000001.note")
	require.False(t, ok)
	for have, older := range map[string]bool{"": true, "1.4": false, "1.4.0": false, "1.10": false, "1.3.9": true} {
		require.Equal(t, older, OlderApp(have, "1.4.0"), have)
	}
}
