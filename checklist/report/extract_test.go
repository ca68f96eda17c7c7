package report

import (
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"

	"github.com/stretchr/testify/require"
)

var (
	streams = regexp.MustCompile(`(?s)stream\r?\n(.*?)\r?\nendstream`)
	ranges  = regexp.MustCompile(`<([0-9A-Fa-f]+)><([0-9A-Fa-f]+)><([0-9A-Fa-f]+)>`)
	shown   = regexp.MustCompile(`/F(\d+) [\d.]+ Tf|<([0-9A-Fa-f]*)>`)
)

// text reads the words out of a PDF of ours in drawing order, so that the tests
// need no tool: Flate streams, glyph numbers, and each font's ToUnicode table.
func text(t testing.TB, pdf []byte) string {
	t.Helper()
	var fonts []map[int]rune
	var contents []string
	for _, m := range streams.FindAllSubmatch(pdf, -1) {
		r, err := zlib.NewReader(bytes.NewReader(m[1]))
		if err != nil {
			if bytes.Contains(m[1], []byte("beginbfrange")) {
				fonts = append(fonts, cmap(t, string(m[1])))
			}
			continue
		}
		data, err := io.ReadAll(r)
		if len(data) == 0 && err != nil { // a checksum may end in the line break that is cut off
			continue
		}
		switch {
		case bytes.Contains(data, []byte("beginbfrange")):
			fonts = append(fonts, cmap(t, string(data)))
		case bytes.Contains(data, []byte("BT\n")):
			contents = append(contents, string(data))
		}
	}
	require.Len(t, fonts, 2)
	var b strings.Builder
	for _, c := range contents {
		font := 0
		for _, m := range shown.FindAllStringSubmatch(c, -1) {
			if m[1] != "" {
				n, err := strconv.Atoi(m[1])
				require.NoError(t, err)
				font = n - 1
				continue
			}
			for i := 0; i+4 <= len(m[2]); i += 4 {
				g, err := strconv.ParseInt(m[2][i:i+4], 16, 32)
				require.NoError(t, err)
				b.WriteRune(fonts[font][int(g)])
			}
			b.WriteByte('\n')
		}
		b.WriteByte('\f')
	}
	return b.String()
}

func cmap(t testing.TB, s string) map[int]rune {
	out := map[int]rune{}
	for _, m := range ranges.FindAllStringSubmatch(s, -1) {
		from, err := strconv.ParseInt(m[1], 16, 32)
		require.NoError(t, err)
		var units []uint16
		for i := 0; i+4 <= len(m[3]); i += 4 {
			u, err := strconv.ParseUint(m[3][i:i+4], 16, 16)
			require.NoError(t, err)
			units = append(units, uint16(u))
		}
		if rs := utf16.Decode(units); len(rs) > 0 {
			out[int(from)] = rs[0]
		}
	}
	return out
}

// tight is s without any white space, so that line breaks do not matter.
func tight(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}
