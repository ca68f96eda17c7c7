package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/app/config"
	"hallcheck/assets"
	"hallcheck/checklist"
)

func TestExitCodes(t *testing.T) {
	for want, list := range map[int][]error{
		exitFailed: {
			errors.New("x"), context.Canceled, checklist.Fail("store.full", "what", "", "mb", ""), checklist.Fail("bundle.io").Because(context.Canceled),
			checklist.Fail("cli.cannotWrite", "file", "x"), checklist.Fail("store.fullImport"), checklist.Fail("store.fullExport"),
			checklist.Fail("store.fullBackup"), checklist.Fail("exchange.target"), checklist.Fail("exchange.readBack"),
			checklist.Fail("photo.full"), checklist.Fail("photo.write"),
		},
		exitUsage:   {wrongUse("score", "usage.fewArgs"), checklist.Fail("config.usage")},
		exitRefused: {checklist.Problems{{Code: "x"}}, checklist.Fail("store.person"), fmt.Errorf("wrapped: %w", checklist.Fail("gate.closed")), &importError{}},
		exitBusy:    {checklist.Fail("store.locked"), checklist.Fail("store.busy")},
		exitDamaged: {checklist.Fail("store.damaged"), &foundError{}, checklist.Fail("config.damaged")},
	} {
		for _, err := range list {
			require.Equal(t, want, exitOf(err), "%v", err)
		}
	}
	require.Equal(t, 0, Run(t.Context(), Program{Name: "x"}, config.Config{Lang: "en"}, []string{"help"}, nil, &bytes.Buffer{}, &bytes.Buffer{}))
}

func TestEveryCommandHasHelpInBothLanguages(t *testing.T) {
	known := map[string]bool{}
	for name := range commands {
		first, _, _ := bytes.Cut([]byte(name), []byte(" "))
		known[string(first)] = true
	}
	require.Len(t, slices.Concat(order, hidden), len(known))
	for _, c := range slices.Concat(order, hidden) {
		require.True(t, known[c], c)
		for _, lang := range []string{"zh", "en"} {
			require.True(t, assets.Has(lang, "cli.help."+c), c)
			require.True(t, assets.Has(lang, "cli.use."+c), c)
		}
	}
}

func TestColumnsLineUpWithChinese(t *testing.T) {
	var out bytes.Buffer
	tab := &table{right: map[int]bool{1: true}}
	tab.add("常安支行", "9.5", "x")
	tab.add("ab", "100.0", "y")
	require.NoError(t, tab.write(&out))
	require.Equal(t, "常安支行    9.5  x\nab        100.0  y\n", out.String())
	require.Equal(t, "常安…", cut("常安支行", 6))
	require.Equal(t, "常安支行", cut("常安支行", 8))
}

func TestExactFractions(t *testing.T) {
	for want, r := range map[string]*big.Rat{"0": big.NewRat(0, 1), "1": big.NewRat(2, 2), "7.5": big.NewRat(15, 2), "1/3": big.NewRat(1, 3), "0.125": big.NewRat(1, 8)} {
		require.Equal(t, want, exact(r))
	}
	require.Equal(t, "0.000", *decimals(big.NewRat(-1, 100000), 3), "no minus zero")
	require.Equal(t, "-0.945", *decimals(big.NewRat(-945, 1000), 3))
}

func TestInitials(t *testing.T) {
	require.Equal(t, "cazh", Initials("常安支行"))
	require.Equal(t, "2hczh", Initials("2号城 ZH"))
}

// TestWriteFileIsWholeOrNotThere: a paper that fails half-way leaves the old one.
func TestWriteFileIsWholeOrNotThere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "paper.pdf")
	require.NoError(t, WriteFile(path, func(w io.Writer) error { _, err := w.Write([]byte("old")); return err }))
	err := WriteFile(path, func(w io.Writer) error {
		_, _ = w.Write([]byte("ne"))
		return errors.New("pen broke")
	})
	require.Equal(t, "cli.cannotWrite", checklist.CodeOf(err))
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "old", string(b))
	left, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, left, 1)
}
