//go:build headless

package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestNoWindowHere: what needs a window says so and ends with "wrong usage".
func TestNoWindowHere(t *testing.T) {
	for _, args := range [][]string{{}, {"gallery"}} {
		var out, errs bytes.Buffer
		dir := t.TempDir()
		require.Equal(t, 2, run(t.Context(), append([]string{"--data", dir, "--lang", "en"}, args...), nil, &out, &errs))
		require.Equal(t, "This build has no window; use a sub-command: hallcheck help\n", errs.String())
		require.Empty(t, out.String())
	}
}
