package table

import (
	"math"
	"strconv"
	"strings"
)

// Seconds of the units a length of time may be written in.
const (
	Second = 1
	Minute = 60
	Hour   = 3600
	Whole  = 86_400 // a workbook keeps lengths as parts of a day
)

// mostSpan bounds what is read as a length, in its unit: more is no length.
const mostSpan = 1e9

// Span is a length of time as it stands in a table. Either it says its unit itself, or
// it is a number of some unit, or two numbers with a colon between them.
type Span struct {
	Fixed   bool // Seconds is the length, whatever the unit
	Seconds int
	Colon   bool    // "12:30": minutes and seconds, or hours and minutes
	Number  float64 // of the unit; before the colon, when there is one
	Small   int     // sixtieths behind the colon
	Exact   bool    // the number is written with five decimals or more, as a workbook does
}

// In is the length in whole seconds when its unit has so many seconds. What has a colon
// is minutes and seconds unless the unit is an hour.
func (s Span) In(unit int) int {
	switch {
	case s.Fixed:
		return s.Seconds
	case s.Colon && unit == Hour:
		return int(s.Number)*Hour + s.Small*Minute
	case s.Colon:
		return int(s.Number)*Minute + s.Small
	}
	return int(math.Round(s.Number * float64(unit)))
}

// ParseSpan reads a length of time: 3分20秒, 1小时5分, 2 min 30 s, 1:02:30, 12:30, 200, 3.5,
// 8.1E-05. ok is false for anything else; nothing is shorter than no time.
func ParseSpan(text string) (s Span, ok bool) {
	text = strings.TrimSpace(text)
	if n, ok := spanNumber(text); ok {
		whole, part, _ := strings.Cut(text, ".")
		return Span{Number: n, Exact: len(part) >= 5 || strings.ContainsAny(whole, "eE")}, true
	}
	text = strings.ToLower(strings.ReplaceAll(text, "：", ":"))
	if strings.Contains(text, ":") {
		return spanColons(text)
	}
	return spanWords(text)
}

// spanNumber reads a plain number, also as a workbook writes a very small one.
func spanNumber(text string) (float64, bool) {
	if text == "" || strings.Trim(text, "0123456789.eE-+") != "" || text[0] < '0' || text[0] > '9' {
		return 0, false
	}
	n, err := strconv.ParseFloat(text, 64)
	return n, err == nil && n <= mostSpan
}

func spanColons(text string) (s Span, ok bool) {
	parts := strings.Split(text, ":")
	if last := len(parts) - 1; last > 0 {
		parts[last], _, _ = strings.Cut(parts[last], ".") // parts of a second
	}
	n := make([]int, len(parts))
	for i, p := range parts {
		v, err := strconv.Atoi(strings.TrimSpace(p))
		if err != nil || v < 0 || v > mostSpan || i > 0 && v > 59 || strings.ContainsAny(p, "+-") {
			return Span{}, false
		}
		n[i] = v
	}
	switch len(n) {
	case 2:
		return Span{Colon: true, Number: float64(n[0]), Small: n[1]}, true
	case 3:
		return Span{Fixed: true, Seconds: n[0]*Hour + n[1]*Minute + n[2]}, true
	}
	return Span{}, false
}

// spanUnits are the words for the units, the longer ones first.
var spanUnits = []struct {
	unit  int
	words []string
}{
	{Hour, []string{"小时", "hours", "hour", "hrs", "hr", "h", "时"}},
	{Minute, []string{"分钟", "minutes", "minute", "mins", "min", "m", "分"}},
	{Second, []string{"秒钟", "seconds", "second", "secs", "sec", "s", "秒"}},
}

// spanWords reads numbers with their units behind them, the larger ones first.
func spanWords(text string) (Span, bool) {
	total, below := 0.0, Whole
	for text = strings.ReplaceAll(text, " ", ""); text != ""; {
		digits := len(text) - len(strings.TrimLeft(text, "0123456789."))
		n, err := strconv.ParseFloat(text[:digits], 64)
		if err != nil || n > mostSpan {
			return Span{}, false
		}
		unit, rest := unitAt(text[digits:])
		if unit == 0 || unit >= below {
			return Span{}, false
		}
		total += n * float64(unit)
		text, below = rest, unit
	}
	return Span{Fixed: true, Seconds: int(math.Round(total))}, below < Whole
}

func unitAt(text string) (unit int, rest string) {
	for _, u := range spanUnits {
		for _, w := range u.words {
			if rest, ok := strings.CutPrefix(text, w); ok {
				return u.unit, rest
			}
		}
	}
	return 0, ""
}

// HeadingUnit is the unit a heading names at its end – 等候时长(秒), waiting (min),
// mm:ss – in seconds; 0 when it names none.
func HeadingUnit(heading string) int {
	h := strings.TrimSuffix(plain(heading), "数")
	for _, x := range []struct {
		unit int
		ends []string
	}{
		{Minute, []string{"分秒", "分钟秒", "mmss"}},
		{Hour, []string{"时分", "hhmm", "小时"}},
		{Minute, []string{"分钟", "分"}},
		{Second, []string{"秒钟", "秒"}},
	} {
		for _, end := range x.ends {
			if strings.HasSuffix(h, end) {
				return x.unit
			}
		}
	}
	words := strings.FieldsFunc(strings.ToLower(heading), func(r rune) bool { return r < 'a' || r > 'z' })
	if len(words) == 0 || words[len(words)-1] == h {
		return 0
	}
	if unit, rest := unitAt(words[len(words)-1]); rest == "" {
		return unit
	}
	return 0
}
