package report

import (
	"strings"
	"unicode"
)

// Characters that must not begin or end a line (禁则, after GB/T 15834 and
// common typesetting practice).
const (
	neverFirst = "、，。：；）》」』】〕”’！？％‰…·,.:;!?)]}%°～〉"
	neverLast  = "（《「『【〔“‘([{〈¥￥$#№"
)

// breakLines cuts text into lines no wider than width. The lines joined give
// the text again without its newlines: nothing is dropped, a space at a break
// stays at the end of its line and does not count. Latin words and numbers stay
// whole; what is longer than a line by itself is cut where it must be.
func breakLines(text string, width float64, advance func(rune) float64) []string {
	var out []string
	for _, paragraph := range strings.Split(text, "\n") {
		out = appendParagraph(out, []rune(paragraph), width, advance)
	}
	return out
}

func appendParagraph(out []string, rs []rune, width float64, advance func(rune) float64) []string {
	start, lastBreak, x := 0, 0, 0.0
	for i := 0; i < len(rs); i++ {
		if i > start && mayBreak(rs, i) {
			lastBreak = i
		}
		w := advance(rs[i])
		if x+w > width+0.01 && i > start && rs[i] != ' ' {
			end := lastBreak
			if end <= start {
				end = hardBreak(rs, start, i)
			}
			out = append(out, string(rs[start:end]))
			start, i, x = end, end-1, 0
			continue
		}
		x += w
	}
	return append(out, string(rs[start:]))
}

// hardBreak is where an unbreakable run is cut before rune i: not inside a
// character made of several runes, as long as one whole character fits.
func hardBreak(rs []rune, start, i int) int {
	for j := i; j > start; j-- {
		if !joins(rs[j]) && rs[j-1] != zeroWidthJoiner {
			return j
		}
	}
	return i
}

// mayBreak says whether a line may end before rune i, i ≥ 1.
func mayBreak(rs []rune, i int) bool {
	a, b := rs[i-1], rs[i]
	switch {
	case b == ' ' || joins(b) || a == zeroWidthJoiner:
		return false
	case strings.ContainsRune(neverFirst, b) || strings.ContainsRune(neverLast, a):
		return false
	case a == ' ':
		return true
	case wordRune(a) && wordRune(b):
		return (a == '-' || a == '/') && letters(rs[:i-1], -1) && letters(rs[i:], 1)
	default:
		return true
	}
}

// letters says whether rs begins (step 1) or ends (step -1) with three letters:
// N/A and 2026-11 stay whole, Wealth/VIP may be cut.
func letters(rs []rune, step int) bool {
	const least = 3
	if len(rs) < least {
		return false
	}
	at := 0
	if step < 0 {
		at = len(rs) - 1
	}
	for k := range least {
		if !unicode.IsLetter(rs[at+k*step]) {
			return false
		}
	}
	return true
}

const zeroWidthJoiner = '\u200d'

// joins says whether r belongs to the character before it.
func joins(r rune) bool {
	return r == zeroWidthJoiner || unicode.In(r, unicode.Mn, unicode.Me) || (r >= 0xFE00 && r <= 0xFE0F)
}

// wordRune says whether r is part of a Latin word, a number or a date; ideographs
// and full-width signs stand alone.
func wordRune(r rune) bool {
	return r != ' ' && r < 0x2E80 && !unicode.In(r, unicode.So) && !strings.ContainsRune("“”‘’…·—", r)
}

// clean makes a text from outside fit for paper: one kind of newline, tabs as
// spaces, no control or invisible formatting characters.
func clean(s string) string {
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\r\n", "\n"), "\uFFFD")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\r':
			return '\n'
		case r == '\t' || r == '\u00a0' || r == '\u3000' || r == '\u2028' || r == '\u2029':
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf):
			return -1
		default:
			return r
		}
	}, s)
}
