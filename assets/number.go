package assets

import "regexp"

// issued is a bulletin's number as it is kept: 通报〔2026〕3号.
var issued = regexp.MustCompile(`^(.*)〔(\d{4})〕(\d+)号$`)

// BulletinNumber writes a bulletin's number in a language: 通报〔2026〕3号 is Bulletin
// No. 3 (2026) in English. The usual word in front is translated, a bank's own stays;
// what is no such number stays as it is.
func BulletinNumber(lang, number string) string {
	m := issued.FindStringSubmatch(number)
	if m == nil {
		return number
	}
	word := m[1]
	for _, l := range []string{"zh", "en"} {
		if word == T(l, "bulletin.start.prefix") {
			word = T(lang, "bulletin.start.prefix")
			break
		}
	}
	return T(lang, "bulletin.numbered", "word", word, "year", m[2], "n", m[3])
}
