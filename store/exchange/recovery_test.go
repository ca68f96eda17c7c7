package exchange_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store/exchange"
)

// bundleOpens says whether an age identity opens a file to its last byte.
func bundleOpens(t testing.TB, path, identity string) (bool, error) {
	t.Helper()
	id, err := age.ParseX25519Identity(identity)
	require.NoError(t, err)
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	r, err := age.Decrypt(f, id)
	if err != nil {
		return false, err
	}
	_, err = io.Copy(io.Discard, r)
	return err == nil, err
}

func recoveryText(t testing.TB, hq *site) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(hq.dir, exchange.RecoveryFile))
	require.NoError(t, err)
	return text
}

// K4: every bundle, in both directions, opens with headquarters' key, with the
// recovery key from the paper, and with the key of the device; headquarters that
// lost its keys reads everything with the paper.
func TestPaperKeyOpensEverythingAndTakesItIn(t *testing.T) {
	hq, b := pair(t)
	b.inspect(t, "in-1", 1, picture(t, 3, 64, 48))
	usb := t.TempDir()
	up := b.export(t, usb)
	hq.take(t, up.Path)
	f := b.findings(t)[0]
	hq.move(t, f.ID, func(f *checklist.Finding, act checklist.Act) error { return f.Cancel(act, "误判") })
	down := hq.export(t, t.TempDir())
	text := recoveryText(t, hq)
	paper := string(text[bytes.Index(text, []byte("AGE-SECRET-KEY-1")):])
	paper = strings.Fields(paper)[0]
	stranger, err := age.GenerateX25519Identity()
	require.NoError(t, err)
	for _, path := range []string{up.Path, down.Path} {
		for _, id := range []string{signerOf(t, hq, "hq.json").Identity, paper, signerOf(t, b, "device.json").Identity} {
			ok, err := bundleOpens(t, path, id)
			require.True(t, ok, "%v", err)
		}
		ok, _ := bundleOpens(t, path, stranger.String())
		require.False(t, ok)
	}

	b.inspect(t, "in-2", 0)
	second := b.export(t, usb)
	require.NoError(t, os.Remove(filepath.Join(hq.dir, "keys", "hq.json")))
	_, err = hq.x.Import(t.Context(), []string{usb}, nil)
	require.Equal(t, "exchange.noKeys", checklist.CodeOf(err))
	require.NoError(t, exchange.InitHQ(t.Context(), hq.st, hq.dir, nil))
	hq.refusal(t, second.Path, "bundle.notForUs")
	require.Equal(t, "exchange.recoveryKey", checklist.CodeOf(hq.x.UseRecovery([]byte("AGE-SECRET-KEY-1NO"))))
	require.NoError(t, hq.x.UseRecovery(text))
	out := hq.take(t, usb)
	require.Len(t, out, 2)
	for _, o := range out {
		require.NoError(t, o.Err)
	}
	require.Len(t, hq.inspections(t), 2)
	kept, err := os.ReadFile(filepath.Join(hq.dir, "keys", "hq.json"))
	require.NoError(t, err)
	require.NotContains(t, string(kept), paper)
}

// K3: a lost key. The computer enrols anew, what headquarters had not confirmed goes
// again under the new device with the same ids, and nothing counts twice.
func TestLostKey(t *testing.T) {
	hq, b := pair(t)
	told(t, hq, b)
	b.inspect(t, "in-1", 1, picture(t, 3, 64, 48))
	usb := t.TempDir()
	first := b.export(t, usb)
	hq.take(t, first.Path)
	told(t, hq, b) // confirmed
	b.inspect(t, "in-2", 1)
	second := b.export(t, usb)
	hq.take(t, second.Path) // arrived, but the branch never hears of it
	b.inspect(t, "in-3", 1)

	require.NoError(t, os.Remove(filepath.Join(b.dir, "keys", "device.json")))
	_, err := b.x.Export(t.Context(), exchange.ExportOptions{To: usb}, nil)
	require.Equal(t, "exchange.keysLost", checklist.CodeOf(err), "no new key is made behind headquarters' back")
	request, again, err := exchange.Renew(t.Context(), b.st, b.dir)
	require.NoError(t, err)
	require.Equal(t, 1, again, "in-2; in-1 is confirmed and in-3 never went")
	e, err := exchange.ReadEnrol(request)
	require.NoError(t, err)
	require.Equal(t, "00000001-dev", e.Replaces)
	require.NotEqual(t, "00000001-dev", e.Device)

	third := b.export(t, usb)
	require.Equal(t, []string{"in-2", "in-3"}, third.IDs)
	require.Equal(t, int64(1), third.Seq)
	hq.refusal(t, third.Path, "bundle.unknownDevice")
	_, err = exchange.Enrol(t.Context(), hq.st, hq.dir, request)
	require.NoError(t, err)
	before := len(hq.findings(t))
	o := hq.take(t, third.Path)[0]
	require.NoError(t, o.Err)
	require.Equal(t, []any{[]string{"in-3"}, []string{"in-2"}, 1}, []any{o.New, o.Same, o.Moves})
	require.Len(t, hq.inspections(t), 3)
	require.Len(t, hq.findings(t), before+1)
	list, err := hq.st.DeviceStates(t.Context())
	require.NoError(t, err)
	states := map[string]string{}
	for _, d := range list {
		states[d.ID] = d.State
	}
	require.Equal(t, map[string]string{"00000001-dev": exchange.DeviceRetired, e.Device: exchange.DeviceActive}, states)

	// The new device goes on with findings the old one had opened.
	told(t, hq, b)
	for _, f := range b.findings(t) {
		b.move(t, f.ID, func(f *checklist.Finding, act checklist.Act) error { return f.RootCause(act, "人手不足") })
	}
	o = hq.take(t, b.export(t, usb).Path)[0]
	require.NoError(t, o.Err)
	require.Equal(t, 3, o.Moves)
	_, err = b.x.Export(t.Context(), exchange.ExportOptions{To: usb}, nil)
	require.Equal(t, "exchange.nothing", checklist.CodeOf(err))
	require.Equal(t, len(b.findings(t)), len(hq.findings(t)))
	require.Len(t, hq.inspections(t), 3)
}
