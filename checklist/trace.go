package checklist

import (
	"fmt"
	"math/big"
	"sort"
)

// Decimals writes what every line of the trace earned and lost with the given
// number of places (0…6), so that on each sheet the earned lines sum exactly to
// the score before the cap rounded half up, and the lost ones to 100 less it
// (largest remainder). Lines that do not count are "". total is that score, ""
// when nothing is scored or when every person has an own one; see DecimalsOf.
func (r *Result) Decimals(places int) (earned, lost []string, total string) {
	earned, lost = make([]string, len(r.Trace)), make([]string, len(r.Trace))
	for from := 0; from < len(r.Trace); {
		to := from
		for to < len(r.Trace) && r.Trace[to].Sheet == r.Trace[from].Sheet {
			to++
		}
		total = spread(r.Trace[from:to], places, earned[from:to], lost[from:to])
		from = to
	}
	if r.Before == nil {
		total = ""
	}
	return earned, lost, total
}

// DecimalsOf is Decimals for one sheet; the lists still have one entry for each
// line of the whole trace, "" on other sheets.
func (r *Result) DecimalsOf(sheet string, places int) (earned, lost []string, total string) {
	earned, lost = make([]string, len(r.Trace)), make([]string, len(r.Trace))
	from := 0
	for from < len(r.Trace) && r.Trace[from].Sheet != sheet {
		from++
	}
	to := from
	for to < len(r.Trace) && r.Trace[to].Sheet == sheet {
		to++
	}
	return earned, lost, spread(r.Trace[from:to], places, earned[from:to], lost[from:to])
}

// spread writes the decimals of one sheet's lines and returns its total.
func spread(lines []Line, places int, earned, lost []string) string {
	unit := int64(1)
	for range places {
		unit *= 10
	}
	var sum big.Rat
	var up, down []*big.Rat
	var at []int
	for i := range lines {
		if lines[i].Earned != nil {
			sum.Add(&sum, lines[i].Earned)
			up, down, at = append(up, lines[i].Earned), append(down, lines[i].Lost), append(at, i)
		}
	}
	if len(at) == 0 {
		return ""
	}
	total := roundHalfUp(&sum, unit)
	up64, down64 := share(up, unit, total), share(down, unit, 100*unit-total)
	for k, i := range at {
		earned[i], lost[i] = decimal(up64[k], places), decimal(down64[k], places)
	}
	return decimal(total, places)
}

// share gives every part its floor in 1/unit and hands what is missing to total
// to the largest remainders, the earlier line first among equals.
func share(parts []*big.Rat, unit, total int64) []int64 {
	out := make([]int64, len(parts))
	rest := make([]*big.Rat, len(parts))
	order := make([]int, len(parts))
	for i, p := range parts {
		x := new(big.Rat).Mul(p, big.NewRat(unit, 1))
		whole := new(big.Int).Div(x.Num(), x.Denom())
		out[i], order[i] = whole.Int64(), i
		rest[i] = x.Sub(x, new(big.Rat).SetInt(whole))
		total -= out[i]
	}
	sort.SliceStable(order, func(a, b int) bool { return rest[order[a]].Cmp(rest[order[b]]) > 0 })
	for k := int64(0); k < total; k++ {
		out[order[k]]++
	}
	return out
}

// decimal writes n in units of 10^-places.
func decimal(n int64, places int) string {
	if places == 0 {
		return fmt.Sprint(n)
	}
	s := fmt.Sprintf("%0*d", places+1, n)
	return s[:len(s)-places] + "." + s[len(s)-places:]
}
