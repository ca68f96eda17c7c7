package checklist_test

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

func TestParseMilli(t *testing.T) {
	for s, want := range map[string]checklist.Milli{
		"0": 0, "1": 1000, "1.5": 1500, "-1.25": -1250, "+2": 2000, ".5": 500, "3.": 3000, "0.001": 1, "1.5000000": 1500, ".000": 0,
		" 7 ": 7000, "-0": 0, "007": 7000, "999999999999.999": 999_999_999_999_999,
	} {
		got, err := checklist.ParseMilli(s)
		require.NoError(t, err, s)
		require.Equal(t, want, got, s)
	}
	for _, s := range []string{"", ".", "-", "+", "-+5", "--5", "1.2.3", "1e3", "0x1", "1,5", "1 5", "1.2345", "１", "NaN", "1234567890123", "5-"} {
		_, err := checklist.ParseMilli(s)
		require.Error(t, err, s)
	}
}

func TestNumbersAsText(t *testing.T) {
	for m, want := range map[checklist.Milli]string{0: "0", 1500: "1.5", 2000: "2", 10_000: "10", -1250: "-1.25", 1: "0.001"} {
		require.Equal(t, want, m.String())
	}
	for x, want := range map[checklist.Tenths]string{0: "0.0", 934: "93.4", 1000: "100.0", -7: "-0.7"} {
		require.Equal(t, want, x.String())
		back, err := checklist.ParseTenths(want)
		require.NoError(t, err)
		require.Equal(t, x, back)
	}
	_, err := checklist.ParseTenths("93.45")
	require.Error(t, err)
}

func TestRounding(t *testing.T) {
	for exact, want := range map[string]checklist.Tenths{"1799/20": 900, "8994/100": 899, "-1/20": 0, "-3/20": -1, "500/7": 714} {
		r, ok := new(big.Rat).SetString(exact)
		require.True(t, ok)
		require.Equal(t, want, checklist.RoundTenths(r), exact)
	}
	require.Equal(t, "-0.945", checklist.RoundDecimals(big.NewRat(-945, 1000), 3))
	require.Equal(t, "-0.6", checklist.RoundDecimals(big.NewRat(-11, 20), 1))
}

func FuzzParseMilli(f *testing.F) {
	for _, s := range []string{"0", "-1.25", ".5", "1.2.3", "+", "999999999999.999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m, err := checklist.ParseMilli(s)
		if err != nil {
			return
		}
		back, err := checklist.ParseMilli(m.String())
		require.NoError(t, err)
		require.Equal(t, m, back)
		exact, ok := new(big.Rat).SetString(m.String())
		require.True(t, ok)
		require.Zero(t, exact.Cmp(m.Rat()))
	})
}
