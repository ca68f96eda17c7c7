package exchange_test

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store/exchange"
)

// TestOtherKeysAreRefused: a computer of headquarters with keys that are not the
// database's can neither give out a card nor read files; after new keys the former
// ones are as strange, and a change of keys that was cut off before it was noted is
// believed.
func TestOtherKeysAreRefused(t *testing.T) {
	hq, other := newHQ(t, ""), newHQ(t, "")
	keys := filepath.Join(hq.dir, "keys", "hq.json")
	own, err := os.ReadFile(keys)
	require.NoError(t, err)
	foreign, err := os.ReadFile(filepath.Join(other.dir, "keys", "hq.json"))
	require.NoError(t, err)
	card := func() error {
		_, err := exchange.Card(t.Context(), hq.st, hq.dir, io.Discard)
		return err
	}
	require.NoError(t, card())
	require.NoError(t, os.WriteFile(keys, foreign, 0o600))
	require.Equal(t, "exchange.otherKeys", checklist.CodeOf(card()))
	require.NoError(t, os.WriteFile(keys, own, 0o600))
	before, err := hq.st.HQKey(t.Context())
	require.NoError(t, err)
	require.NoError(t, exchange.Rekey(t.Context(), hq.st, hq.dir))
	require.NoError(t, card())
	require.NoError(t, hq.st.SetHQKey(t.Context(), before)) // as if cut off
	require.NoError(t, card())
	after, err := hq.st.HQKey(t.Context())
	require.NoError(t, err)
	require.NotEqual(t, before, after)
	require.NoError(t, os.WriteFile(keys, own, 0o600))
	require.Equal(t, "exchange.otherKeys", checklist.CodeOf(card()))
}
