package report

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// wide counts ideographs as 2 and everything else as 1.
func wide(r rune) float64 {
	if r >= 0x2E80 {
		return 2
	}
	return 1
}

func TestBreakLines(t *testing.T) {
	for name, c := range map[string]struct {
		text  string
		width float64
		want  []string
	}{
		"plain":              {"门楣招牌完整", 8, []string{"门楣招牌", "完整"}},
		"comma not first":    {"门楣招牌，完整", 8, []string{"门楣招", "牌，完整"}},
		"bracket not last":   {"门楣招（完整）", 8, []string{"门楣招", "（完整）"}},
		"quote pair":         {"他说“好的”！走", 5, []string{"他说", "“好", "的”！", "走"}},
		"number whole":       {"截至2026年", 6, []string{"截至", "2026年"}},
		"date whole":         {"期限2026-11-21止", 12, []string{"期限", "2026-11-21止"}},
		"word whole":         {"the fascia sign", 9, []string{"the ", "fascia ", "sign"}},
		"space hangs":        {"fascia sign", 6, []string{"fascia ", "sign"}},
		"percent stays":      {"达到了100%", 8, []string{"达到了", "100%"}},
		"long string cut":    {"abcdefghij", 4, []string{"abcd", "efgh", "ij"}},
		"slash between word": {"Wealth/VIP", 8, []string{"Wealth/", "VIP"}},
		"N/A whole":          {"choose N/A here", 8, []string{"choose ", "N/A here"}},
		"newline":            {"一\n\n二", 8, []string{"一", "", "二"}},
		"empty":              {"", 8, []string{""}},
		"only closers":       {"！！！！！！", 6, []string{"！！！", "！！！"}},
		"one wide in narrow": {"门楣", 1, []string{"门", "楣"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := breakLines(c.text, c.width, func(r rune) float64 {
				if r == '“' || r == '”' {
					return 1
				}
				return wide(r)
			})
			require.Equal(t, c.want, got)
		})
	}
}

// No character may be lost, doubled or moved, whatever the text and the width;
// no line is too wide unless one character alone is.
func TestBreakLinesLosesNothing(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 11))
	alphabet := []rune("门楣招牌网点，。；：、！？（）《》“”abcXYZ0123456789-/.,%   \né\u0301𠮷👩\u200d🔧")
	for range 20_000 {
		rs := make([]rune, rng.IntN(60))
		for i := range rs {
			rs[i] = alphabet[rng.IntN(len(alphabet))]
		}
		text, width := string(rs), float64(1+rng.IntN(30))
		lines := breakLines(text, width, wide)
		require.Equal(t, strings.ReplaceAll(text, "\n", ""), strings.Join(lines, ""))
		for _, l := range lines {
			body := strings.TrimRight(l, " ")
			w := 0.0
			for _, r := range body {
				w += wide(r)
			}
			if w > width && utf8.RuneCountInString(body) > 1 {
				first, _ := utf8.DecodeRuneInString(body)
				require.True(t, joins([]rune(body)[1]) || []rune(body)[1] == zeroWidthJoiner || wide(first) > width,
					"%q is %v wide, more than %v", l, w, width)
			}
		}
	}
}

func TestCleanKeepsWordsAndDropsControls(t *testing.T) {
	require.Equal(t, "甲 乙\n丙\n丁", clean("甲\t乙\r\n丙\r丁\u200b\x00"))
	require.Equal(t, "a\uFFFD", clean("a\xff"))
}
