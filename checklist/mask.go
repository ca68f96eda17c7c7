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

// digitClass is what makes up a run of digits, and the numbers looked for in it.
type digitClass struct {
	has      func(rune) bool
	patterns []numberPattern
}

// digitClasses are tried one after the other: a number may mix digits of both widths,
// and one of a single width may stand right beside a digit of the other.
var digitClasses = []digitClass{
	inDigits(`0-9０-９`, isDigit), // a digit of another script ends a run
	inDigits(`0-9`, isPlainDigit),
	inDigits(`０-９`, isWideDigit),
}

func isDigit(r rune) bool      { return isPlainDigit(r) || isWideDigit(r) }
func isPlainDigit(r rune) bool { return r >= '0' && r <= '9' }
func isWideDigit(r rune) bool  { return r >= '０' && r <= '９' }

// inDigits are the numbers tried in this order at the start of every run of these digits:
// a mobile number with or without 86, an identity number (17 digits and a check
// sign), a bank card (16 to 19 digits). Groups may be parted by one space or hyphen.
func inDigits(signs string, has func(rune) bool) digitClass {
	number := func(pattern string, head, tail int) numberPattern {
		pattern = strings.ReplaceAll(pattern, "D", "["+signs+"]")
		return numberPattern{regexp.MustCompile(`^(` + pattern + `)(?:[^` + signs + `]|$)`), head, tail}
	}
	return digitClass{has, []numberPattern{
		number(`(?:[8８][6６][ -]?)?[1１][3-9３-９]D[ -]?D{4}[ -]?D{4}`, 3, 4),
		number(`D{6}[ -]?D{8}[ -]?D{3}(?:D|[XxＸｘ])`, 3, 2),
		number(`D{4}[ -]?D{4}[ -]?D{4}[ -]?D{4}(?:[ -]?D{1,3})?`, 0, 4),
	}}
}

// MaskNumbers puts * in place of the inner digits of what looks like an identity
// number (18 signs), a bank card number (16–19 digits) or a mobile number (11
// digits) in a text, so that papers and slides do not carry them (JR/T 0171-2020,
// C2; RELIABILITY 7). Longer and shorter runs, dates and telephone numbers with an
// area code stay as they are. Masking twice changes nothing.
func MaskNumbers(s string) string {
	for strings.ContainsFunc(s, isDigit) {
		was := s
		for _, c := range digitClasses {
			s = c.mask(s)
		}
		if s == was { // the end of a masked number may begin another one with the digits after it
			break
		}
	}
	return s
}

func (c digitClass) mask(s string) string {
	var b strings.Builder
	inRun := false
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		digit := c.has(r)
		if digit && !inRun {
			if n, p := c.personalNumber(s[i:]); n > 0 {
				b.WriteString(p.mask(s[i : i+n]))
				i += n
				continue
			}
		}
		inRun = digit
		b.WriteString(s[i : i+size])
		i += size
	}
	return b.String()
}

// personalNumber is the length in bytes of the number s begins with, 0 = none.
func (c digitClass) personalNumber(s string) (int, numberPattern) {
	for _, p := range c.patterns {
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
