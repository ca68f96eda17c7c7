package bundle

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
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
	with, _ := limited(w)
	f.Add(string(with.Text()))
	f.Add("hallcheck-policy/v3\nend 0\n")
	f.Fuzz(func(t *testing.T, text string) {
		msg, ok := signedText(text, w.hq.Signer)
		if !ok {
			return
		}
		got, err := ReadPolicy(msg, w.hq.Verifier)
		if err != nil {
			require.Contains(t, []string{ErrNote, ErrNoteSigned, ErrNoteNewer}, checklist.CodeOf(err))
			return
		}
		require.Equal(t, strings.TrimRight(text, "\n")+"\n", string(got.Text()))
		require.NotContains(t, got.FileName(), "/")
		require.Positive(t, got.Version)
		require.Equal(t, got.Limits.Given(), strings.HasPrefix(text, "hallcheck-policy/v2\n"))
		if got.Limits.Given() {
			require.NoError(t, got.Limits.Check())
		}
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

// limited is a policy with limits, and what it looks like.
func limited(w *world) (Policy, string) {
	l := hall.Limits{
		WaitAmber: 15, WaitRed: 30, WaitGoal: 10, ServeAmber: 5, ServeRed: 11, RatioAmber: 6, RatioRed: 8, OpenShare: 800, Abandoned: 50,
		OnPost: 950, Machines: 940, MeetingMinutes: 12,
	}
	return Policy{
		Org: "org-1", Branch: "BJ 01", Version: 13, Created: 1795222923, Card: w.card, SyncDays: 30, Limits: l,
		Devices: []PolicyDevice{{ID: "d", State: DeviceActive, From: 1, Verifier: w.device.Verifier}},
	}, "limits wait-amber 15 wait-red 30 wait-goal 10 serve-amber 5 serve-red 11 ratio-amber 6 ratio-red 8 open-share 800 abandoned 50 on-post 950 machines 940 meeting-minutes 12"
}

// A policy with limits has a head of its own, so that a program that does not know them
// takes no part of it; without limits it is to the byte what it was.
func TestPolicyWithLimits(t *testing.T) {
	w := newWorld(t)
	p, line := limited(w)
	text := strings.Split(string(p.Text()), "\n")
	require.Equal(t, []string{"hallcheck-policy/v2", line, "end 1", ""}, []string{text[0], text[4], text[6], text[7]})
	msg, err := WritePolicy(p, w.hq.Signer)
	require.NoError(t, err)
	require.Equal(t, "policy", KindOfNote(msg))
	got, err := ReadPolicy(msg, w.hq.Verifier)
	require.NoError(t, err)
	require.Equal(t, p, got)

	plain := p
	plain.Limits = hall.Limits{}
	c := w.card
	require.Equal(t, "hallcheck-policy/v1\norg org-1 branch BJ%2001 version 13 created 2026-11-21T01:02:03Z\n"+
		"name "+token(c.Name)+" recipient "+c.Recipient+" recovery "+c.Recovery+" verifier "+c.Verifier+"\n"+
		"redaction optional min-app none sync-days 30 passwords none\n"+
		"device d state active from 1 verifier "+w.device.Verifier+"\nend 1\n", string(plain.Text()))
}

// What is altered, impossible or of a form to come is refused with one word, and only
// when headquarters signed it is a program said to be too old.
func TestPolicyFormsAreStrict(t *testing.T) {
	w := newWorld(t)
	p, line := limited(w)
	text := string(p.Text())
	for name, c := range map[string]struct{ text, code string }{
		"limits under the first head":     {strings.Replace(text, "/v2", "/v1", 1), ErrNote},
		"second head without limits":      {strings.Replace(text, line+"\n", "", 1), ErrNote},
		"limits twice":                    {strings.Replace(text, line, line+"\n"+line, 1), ErrNote},
		"one limit short":                 {strings.Replace(text, " meeting-minutes 12", "", 1), ErrNote},
		"red below amber":                 {strings.Replace(text, "wait-red 30", "wait-red 14", 1), ErrNote},
		"beyond every number":             {strings.Replace(text, "open-share 800", "open-share 4294968096", 1), ErrNote},
		"leading nought":                  {strings.Replace(text, "wait-red 30", "wait-red 030", 1), ErrNote},
		"none at all":                     {strings.NewReplacer("15", "0", "30", "0", "10", "0", "5", "0").Replace(text), ErrNote},
		"no form":                         {strings.Replace(text, "/v2", "/v0", 1), ErrNote},
		"form with a nought":              {strings.Replace(text, "/v2", "/v02", 1), ErrNote},
		"a newer form":                    {strings.Replace(text, "/v2", "/v3", 1), ErrNoteNewer},
		"a much newer form, other inside": {"hallcheck-policy/v12\nwho knows\n", ErrNoteNewer},
	} {
		msg, ok := signedText(c.text, w.hq.Signer)
		require.True(t, ok, name)
		got, err := ReadPolicy(msg, w.hq.Verifier)
		require.Equal(t, c.code, checklist.CodeOf(err), name)
		require.Zero(t, got, name)
		_, err = ReadPolicy(msg, w.device.Verifier)
		require.Contains(t, []string{ErrNote, ErrNoteSigned}, checklist.CodeOf(err), name)
	}
}
