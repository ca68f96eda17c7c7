package kit

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"hallcheck/ui/theme"
)

// Signs that may not begin a line (GB/T 15834 habit of Chinese typesetting).
const noLineStart = "，。；：！？、）》」』”’…%)],.;:!?"

// noLineEnd are the signs that open something and never stand at the end of a line.
const noLineEnd = "（《〈「『【“‘([{"

// Wrap breaks s into lines of at most room pixels.
func Wrap(s string, room float32, size theme.TextSize, bold bool) []string {
	var out []string
	for _, para := range strings.Split(s, "\n") {
		out = append(out, wrapLine(para, room, size, bold)...)
	}
	return out
}

func wrapLine(s string, room float32, size theme.TextSize, bold bool) []string {
	if room <= 0 || width(s, size, bold) <= room+0.5 {
		return []string{s}
	}
	var out []string
	line := ""
	for _, word := range words(s) {
		if line != "" && width(line+strings.TrimRight(word, " "), size, bold) > room {
			out = append(out, strings.TrimRight(line, " "))
			line = ""
		}
		for line == "" && width(word, size, bold) > room { // one word wider than the line
			cut := fitRunes(word, room, size, bold)
			if cut == len(word) {
				break
			}
			out = append(out, word[:cut])
			word = word[cut:]
		}
		line += word
	}
	return append(out, line)
}

// joinRows makes one line of wrapped ones: where a line broke between two words
// of letters, their space comes back.
func joinRows(rows []string) string {
	out := ""
	for _, r := range rows {
		if out != "" && r != "" && out[len(out)-1] < utf8.RuneSelf && r[0] < utf8.RuneSelf {
			out += " "
		}
		out += r
	}
	return out
}

// fitRunes is how many bytes of s fit into room, at least one rune.
func fitRunes(s string, room float32, size theme.TextSize, bold bool) int {
	_, last := utf8.DecodeRuneInString(s)
	for i := range s {
		if i > last {
			if width(s[:i], size, bold) > room {
				return last
			}
			last = i
		}
	}
	if width(s, size, bold) <= room {
		return len(s)
	}
	return last
}

// words cuts s where a line may break: after spaces and around Han signs,
// keeping closing signs with what they close.
func words(s string) []string {
	var out []string
	cur := ""
	flush := func() {
		if cur != "" {
			out = append(out, cur)
			cur = ""
		}
	}
	wide, opens := false, false
	for _, r := range s {
		isWide := unicode.Is(unicode.Han, r) || r >= 0x3000 && r <= 0x303F || r >= 0xFF00
		switch {
		case strings.ContainsRune(noLineStart, r):
			cur += string(r)
			continue
		case (isWide || wide) && !opens:
			flush()
		}
		cur += string(r)
		opens = strings.ContainsRune(noLineEnd, r)
		if r == ' ' {
			flush()
		}
		wide = isWide
	}
	flush()
	return out
}
