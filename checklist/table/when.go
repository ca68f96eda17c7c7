package table

import (
	"strconv"
	"strings"
	"time"
)

// Days of a workbook count from the end of 1899; the first that is safe from its
// wrong leap year, and the last year a hall will see.
const (
	firstSerial = 61
	lastSerial  = 109_574 // 2199-12-31
)

var sheetStart = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)

// layouts of a moment, with seconds or without; what separates is made plain first.
var moments = []string{"2006-1-2 15:4:5", "2006-1-2 15:4", "2006-1-2T15:4:5", "2006-1-2T15:4", "20060102150405", "20060102 15:4:5", "20060102 150405", "200601021504"}

// plainTime makes 年月日, slashes and points dashes, full-width signs plain, 时分秒 colons.
var plainTime = strings.NewReplacer("年", "-", "月", "-", "日", " ", "/", "-", "：", ":", "时", ":", "点", ":", "分", ":", "秒", "", "\u3000", " ")

// Moment reads a date with its time as it stands in a table: 2026-11-22 08:31:04,
// 2026/11/22 8:31, 2026年11月22日 8时31分, 20261122083104, RFC 3339, a workbook's number
// of days, seconds or milliseconds since 1970 in UTC. All others are in zone. ok is
// false for anything else, and for times without a date.
func Moment(text string, zone *time.Location) (at time.Time, ok bool) {
	text = strings.TrimSpace(text)
	if t, ok := usual(text, zone); ok {
		return t, true
	}
	if t, ok := serialOrEpoch(text, zone); ok {
		return t, true
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t.In(zone), true
	}
	plain, half := tidyTime(text)
	for _, layout := range moments {
		t, err := time.ParseInLocation(layout, plain, zone)
		if err == nil && t.Year() >= 1970 && t.Year() < 2200 && (half == 0 || t.Hour() <= 12) {
			return afternoon(t, half), true
		}
	}
	return time.Time{}, false
}

// usual reads "2006-01-02 15:04:05", as nearly every machine writes it, without the
// cost of trying layouts.
func usual(s string, zone *time.Location) (time.Time, bool) {
	if len(s) != 19 || s[4] != s[7] || s[4] != '-' && s[4] != '/' || s[10] != ' ' || s[13] != ':' || s[16] != ':' {
		return time.Time{}, false
	}
	n := [6]int{}
	for i, at := range [6][2]int{{0, 4}, {5, 7}, {8, 10}, {11, 13}, {14, 16}, {17, 19}} {
		for _, c := range []byte(s[at[0]:at[1]]) {
			if c < '0' || c > '9' {
				return time.Time{}, false
			}
			n[i] = n[i]*10 + int(c-'0')
		}
	}
	if n[0] < 1970 || n[0] >= 2200 || n[1] < 1 || n[1] > 12 || n[2] < 1 || n[3] > 23 || n[4] > 59 || n[5] > 59 {
		return time.Time{}, false
	}
	t := time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], 0, zone)
	return t, n[2] <= 28 || t.Day() == n[2]
}

// tidyTime makes the writing of a time plain; half is 1 in the morning, 2 in the
// afternoon, 0 = not said.
func tidyTime(text string) (plain string, half int) {
	up := strings.ToUpper(text)
	for mark, n := range map[string]int{"上午": 1, "下午": 2, "AM": 1, "PM": 2} {
		if strings.Contains(up, mark) {
			up, half = strings.Replace(up, mark, " ", 1), n
		}
	}
	up = plainTime.Replace(up)
	if d, rest, cut := strings.Cut(up, "."); cut && strings.Count(up, ".") >= 2 && !strings.Contains(d, ":") { // 2026.11.22
		up = strings.Replace(d+"."+rest, ".", "-", 2)
	}
	if i := strings.LastIndexByte(up, '.'); i > 0 && strings.Contains(up[:i], ":") { // parts of a second
		up = up[:i]
	}
	up = strings.TrimSuffix(strings.Join(strings.Fields(up), " "), ":")
	return strings.ReplaceAll(up, "- ", "-"), half
}

func afternoon(t time.Time, half int) time.Time {
	switch {
	case half == 2 && t.Hour() < 12:
		return t.Add(12 * time.Hour)
	case half == 1 && t.Hour() == 12:
		return t.Add(-12 * time.Hour)
	}
	return t
}

// serialOrEpoch reads a plain number as days of a workbook, or seconds or
// milliseconds since 1970.
func serialOrEpoch(text string, zone *time.Location) (time.Time, bool) {
	whole, part, cut := strings.Cut(text, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || n < 0 {
		return time.Time{}, false
	}
	switch {
	case len(whole) <= 6 && n >= firstSerial && n <= lastSerial:
		return serial(n, part, zone)
	case cut && strings.Trim(part, "0123456789") != "":
		return time.Time{}, false
	case len(whole) == 10:
		return time.Unix(n, 0).In(zone), true
	case len(whole) == 13:
		return time.UnixMilli(n).In(zone), true
	}
	return time.Time{}, false
}

// serial is a day of a workbook with its part of a day, to the nearest second.
func serial(day int64, part string, zone *time.Location) (time.Time, bool) {
	seconds := 0
	if part != "" {
		f, err := strconv.ParseFloat("0."+part, 64)
		if err != nil {
			return time.Time{}, false
		}
		seconds = int(f*86_400 + 0.5)
	}
	d := sheetStart.AddDate(0, 0, int(day))
	return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, seconds, 0, zone), true
}

// Day reads a date, alone or with a time behind it, as yyyy-mm-dd.
func Day(text string) (string, bool) {
	text = strings.TrimSpace(text)
	if t, ok := Moment(text, time.UTC); ok && len(strings.Split(text, ".")[0]) < 10 || ok && strings.ContainsAny(text, ":-/年T ") {
		return t.Format(time.DateOnly), true
	}
	plain, _ := tidyTime(text)
	plain = strings.TrimSuffix(plain, "-")
	if strings.Count(plain, ".") == 2 {
		plain = strings.ReplaceAll(plain, ".", "-")
	}
	for _, layout := range []string{"2006-1-2", "20060102"} {
		if t, err := time.Parse(layout, plain); err == nil && t.Year() >= 1970 && t.Year() < 2200 {
			return t.Format(time.DateOnly), true
		}
	}
	return "", false
}

// Clock reads a time of day as seconds after midnight: 8:31, 08:31:04, 8时31分, 下午2:05,
// 083104, or a workbook's part of a day (0.355).
func Clock(text string) (seconds int, ok bool) {
	text = strings.TrimSpace(text)
	if whole, part, cut := strings.Cut(text, "."); cut && whole == "0" || text == "0" {
		if f, err := strconv.ParseFloat("0."+part+"0", 64); err == nil {
			return min(int(f*86_400+0.5), 86_399), true
		}
		return 0, false
	}
	plain, half := tidyTime(text)
	if len(plain) == 5 && strings.Trim(plain, "0123456789") == "" {
		plain = "0" + plain // 83104
	}
	for _, layout := range []string{"15:4:5", "15:4", "150405", "1504"} {
		t, err := time.Parse(layout, plain)
		if err == nil && (half == 0 || t.Hour() <= 12) {
			t = afternoon(t, half)
			return t.Hour()*3600 + t.Minute()*60 + t.Second(), true
		}
	}
	return 0, false
}
