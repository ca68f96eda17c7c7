package checklist

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// SettingPasswords is the setting that names the PasswordProfile in force, and
// SettingIdle after how many minutes without a hand on it the window locks.
const (
	SettingPasswords = "accounts.profile"
	SettingIdle      = "accounts.idle"
)

// PasswordProfile names the rules of passwords. The two that banks are held to
// contradict each other (RELIABILITY 5.4), so the bank chooses one.
type PasswordProfile string

// The profiles.
const (
	PasswordsFree PasswordProfile = ""     // nobody needs one; who sets one gets the rules of asvs
	PasswordsASVS PasswordProfile = "asvs" // OWASP ASVS 5.0, 6.2: length and not a common one; no composition, no forced change
	PasswordsMLPS PasswordProfile = "mlps" // 等保三级, GB/T 22239-2019 8.1.4.1: composition and change every 90 days
)

// MinPassword is the least length in characters, of every profile.
const MinPassword = 8

// Valid says whether p is one of the profiles.
func (p PasswordProfile) Valid() bool {
	return p == PasswordsFree || p == PasswordsASVS || p == PasswordsMLPS
}

// MaxAge is after how long a password must be changed; 0 = never.
func (p PasswordProfile) MaxAge() time.Duration {
	if p == PasswordsMLPS {
		return 90 * 24 * time.Hour
	}
	return 0
}

// IdleMinutes reads the setting SettingIdle: after how many minutes the window of
// somebody with a password locks; 10 when it says nothing (RELIABILITY K11).
func IdleMinutes(setting string) int {
	if n, err := strconv.Atoi(setting); err == nil && n >= 1 && n <= 240 {
		return n
	}
	return 10
}

// Problems lists everything that speaks against a password; none = it may be
// used. common says whether a password (in lower case) is among those everybody
// tries first.
func (p PasswordProfile) Problems(password, person string, common func(string) bool) Problems {
	var out Problems
	add := func(code string, pairs ...string) {
		out = append(out, Problem{Code: code, Args: Fail(code, pairs...).Args})
	}
	if n := utf8.RuneCountInString(password); n < MinPassword {
		add("password.short", "have", strconv.Itoa(n), "want", strconv.Itoa(MinPassword))
	}
	lower := strings.ToLower(password)
	if common(lower) {
		add("password.common")
	}
	if person != "" && strings.Contains(lower, strings.ToLower(person)) {
		add("password.name")
	}
	if p == PasswordsMLPS && kinds(password) < 3 {
		add("password.kinds")
	}
	return out
}

// kinds counts the kinds of characters: capitals, small letters, digits, others.
func kinds(s string) (n int) {
	var seen [4]bool
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			seen[0] = true
		case unicode.IsLower(r):
			seen[1] = true
		case unicode.IsDigit(r):
			seen[2] = true
		default:
			seen[3] = true
		}
	}
	for _, is := range seen {
		if is {
			n++
		}
	}
	return n
}

// Account says how it stands with somebody's password.
type Account struct {
	Has    bool          // a password is set
	Change bool          // it must be changed before anything else
	Needed bool          // the bank's rules want one
	Wait   time.Duration // nobody may try for so long
}

// PasswordWait is how long nobody may try after that many wrong passwords in a
// row: nothing before the fifth, then a minute, doubling up to half an hour
// (RELIABILITY K10).
func PasswordWait(wrong int) time.Duration {
	const first, most = time.Minute, 30 * time.Minute
	if wrong < 5 {
		return 0
	}
	if wrong > 10 {
		return most
	}
	return min(first<<(wrong-5), most)
}
