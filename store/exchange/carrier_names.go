package exchange

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// wire writes a name for a road in the letters every server takes: others become
// _u4e2d_ (the character's number).
func wire(name string) string {
	var b strings.Builder
	for _, r := range name {
		if r < 128 {
			b.WriteRune(r)
			continue
		}
		b.WriteString("_u" + strconv.FormatInt(int64(r), 16) + "_")
	}
	return b.String()
}

var wired = regexp.MustCompile(`_u([0-9a-f]{2,5})_`)

// unwire reads such a name; only letters and digits come out of it.
func unwire(name string) string {
	return wired.ReplaceAllStringFunc(name, func(s string) string {
		n, err := strconv.ParseInt(s[2:len(s)-1], 16, 32)
		if r := rune(n); err == nil && r >= 128 && (unicode.IsLetter(r) || unicode.IsDigit(r)) { // #nosec G115 -- 20 bits
			return string(r)
		}
		return s
	})
}

var plainName = regexp.MustCompile(`^[A-Za-z0-9_-][A-Za-z0-9._-]{0,250}$`)
