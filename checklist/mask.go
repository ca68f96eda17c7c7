package checklist

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// numberPattern is a kind of personal number: how it is written, and how many of
// its signs at the ends may be shown.
type numberPattern struct {
	re         *regexp.Regexp
	head, tail int
}

// numberPatterns are tried in this order at the start of every run of digits:
// a mobile number with or without 86, an identity number (17 digits and a check
// sign), a bank card (16 to 19 digits). Groups may be parted by one space or hyphen.
var numberPatterns = []numberPattern{
	numbered(`(?:[8８][6６][ -]?)?[1１][3-9３-９]D[ -]?D{4}[ -]?D{4}`, 3, 4),
	numbered(`D{6}[ -]?D{8}[ -]?D{3}[0-9０-９XxＸｘ]`, 3, 2),
	numbered(`D{4}[ -]?D{4}[ -]?D{4}[ -]?D{4}(?:[ -]?D{1,3})?`, 0, 4),
}

func numbered(pattern string, head, tail int) numberPattern {
	const digit = `[0-9０-９]`
	re := regexp.MustCompile(`^(` + strings.ReplaceAll(pattern, "D", digit) + `)(?:[^0-9０-９]|$)`)
	return numberPattern{re, head, tail}
}

// MaskNumbers puts * in place of the inner digits of what looks like an identity
// number (18 signs), a bank card number (16–19 digits) or a mobile number (11
// digits) in a text, so that papers and slides do not carry them (JR/T 0171-2020,
// C2; RELIABILITY 7). Longer and shorter runs, dates and telephone numbers with an
// area code stay as they are. Masking twice changes nothing.
func MaskNumbers(s string) string {
	if !strings.ContainsFunc(s, isDigit) {
		return s
	}
	var b strings.Builder
	inRun := false
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if isDigit(r) && !inRun {
			if n, p := personalNumber(s[i:]); n > 0 {
				b.WriteString(p.mask(s[i : i+n]))
				i += n
				continue
			}
		}
		inRun = isDigit(r)
		b.WriteString(s[i : i+size])
		i += size
	}
	return b.String()
}

// isDigit says what the patterns take for a digit, of either width: a run of them begins
// after anything else, be it a digit of another script.
func isDigit(r rune) bool { return r >= '0' && r <= '9' || r >= '０' && r <= '９' }

// personalNumber is the length in bytes of the number s begins with, 0 = none.
func personalNumber(s string) (int, numberPattern) {
	for _, p := range numberPatterns {
		if m := p.re.FindStringSubmatchIndex(s); m != nil {
			return m[3], p
		}
	}
	return 0, numberPattern{}
}

func (p numberPattern) mask(number string) string {
	signs := 0
	for _, r := range number {
		if r != ' ' && r != '-' {
			signs++
		}
	}
	at := 0
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' {
			return r
		}
		if at++; at <= p.head || at > signs-p.tail {
			return r
		}
		return '*'
	}, number)
}
