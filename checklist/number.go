package checklist

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// Milli is an exact decimal in thousandths: 1500 is 1.5. Points, weights,
// targets and entered numbers are kept so; scores are computed from them in
// big.Rat and never in floating point.
type Milli int64

// maxMilliDigits keeps whole parts far from overflow.
const maxMilliDigits = 12

// N makes a Milli from a whole number.
func N(n int) Milli { return Milli(n) * 1000 }

// ParseMilli reads a plain decimal with at most three places, such as "-1.25".
func ParseMilli(s string) (Milli, error) {
	t := strings.TrimSpace(s)
	neg := strings.HasPrefix(t, "-")
	if neg || strings.HasPrefix(t, "+") {
		t = t[1:]
	}
	whole, frac, _ := strings.Cut(t, ".")
	if whole+frac == "" || strings.Trim(whole+frac, "0123456789") != "" {
		return 0, fmt.Errorf("%q is not a number", s)
	}
	frac = strings.TrimRight(frac, "0")
	if len(whole) > maxMilliDigits || len(frac) > 3 {
		return 0, fmt.Errorf("%q has too many digits", s)
	}
	digits := whole + frac + strings.Repeat("0", 3-len(frac))
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%q is not a number", s)
	}
	if neg {
		n = -n
	}
	return Milli(n), nil
}

// String writes the shortest exact decimal: 1500 → "1.5", 2000 → "2".
func (m Milli) String() string {
	sign, n := "", int64(m)
	if n < 0 {
		sign, n = "-", -n
	}
	s := fmt.Sprintf("%s%d.%03d", sign, n/1000, n%1000)
	return strings.TrimRight(strings.TrimRight(s, "0"), ".")
}

// Rat returns the exact value.
func (m Milli) Rat() *big.Rat { return big.NewRat(int64(m), 1000) }

// Tenths is a rounded score or difference with one decimal: 934 is 93.4. It is
// what is shown, graded, ranked and exported.
type Tenths int

// String writes the score with its one decimal.
func (t Tenths) String() string {
	sign, n := "", int(t)
	if n < 0 {
		sign, n = "-", -n
	}
	return fmt.Sprintf("%s%d.%d", sign, n/10, n%10)
}

// ParseTenths reads a score such as "93.4" or "93".
func ParseTenths(s string) (Tenths, error) {
	m, err := ParseMilli(s)
	if err != nil || m%100 != 0 {
		return 0, fmt.Errorf("%q is not a score with one decimal", s)
	}
	return Tenths(m / 100), nil
}

// RoundTenths rounds half up (towards plus infinity at the half, DOMAIN 4) to one decimal.
func RoundTenths(r *big.Rat) Tenths { return Tenths(roundHalfUp(r, 10)) }

// RoundDecimals rounds half away from zero to the given number of decimals and
// writes them all; used for SERVQUAL gaps, which may be negative.
func RoundDecimals(r *big.Rat, decimals int) string { return r.FloatString(decimals) }

// roundHalfUp returns floor(r·unit + 1/2).
func roundHalfUp(r *big.Rat, unit int64) int64 {
	x := new(big.Rat).Mul(r, big.NewRat(unit, 1))
	x.Add(x, big.NewRat(1, 2))
	return new(big.Int).Div(x.Num(), x.Denom()).Int64()
}
