package ranking

import (
	"cmp"
	"math/big"
	"slices"

	"hallcheck/checklist"
)

// FewestPairs is how many halls an inspector must share with others before an
// offset is shown.
const FewestPairs = 5

// Offset is how much higher (lenient) or lower (strict) an inspector scores than
// others who saw the same halls. It is shown and never applied to any score.
type Offset struct {
	Inspector string
	Halls     int              // co-visited halls: pairs of means
	Records   int              // the inspector's own records in them
	Others    int              // different other inspectors compared with
	Mean      checklist.Tenths // mean difference, rounded half up; only meaningful when Shown
	Margin    checklist.Tenths // half the width of the 95 % interval of the mean, rounded up
	Shown     bool             // enough halls
	Clear     bool             // the interval does not contain 0
}

// Leniency compares inspectors over the visits of a period and the one before
// and after it. For every hall, checklist, way of visiting (暗访, 明访 …) and
// calendar month an inspector was in, his mean there is set against the mean of
// what others found in the same month or the ones next to it; a hall's
// differences count once, as their mean. So that a better month makes nobody
// lenient, scores of different months are compared by their distance from the
// month's mean, where both months were seen by several inspectors. The offset is the mean of the halls'
// differences (mean paired difference) with a 95 % interval by Student's t. Only
// cells touching from … to count as his own; the result is sorted by offset,
// highest first, those with too few halls last, by name.
func Leniency(visits []Visit, from, to string) []Offset {
	type spot struct {
		hall, list string
		mode       checklist.Mode
	}
	bySpot := map[spot][]Visit{}
	for _, v := range visits {
		if v.Inspector != "" {
			k := spot{v.Branch, v.Checklist, v.Mode}
			bySpot[k] = append(bySpot[k], v)
		}
	}
	people, levels := map[string]*pairs{}, levelsOf(visits)
	for k, all := range bySpot {
		for name, list := range cellsOf(all, from, to) {
			for month, own := range list {
				diff, others := levels.difference(all, name, month, own)
				if len(others) == 0 {
					continue
				}
				p := people[name]
				if p == nil {
					p = &pairs{byHall: map[string][]*big.Rat{}, others: map[string]bool{}}
					people[name] = p
				}
				p.records += len(own)
				p.byHall[k.hall] = append(p.byHall[k.hall], diff)
				for o := range others {
					p.others[o] = true
				}
			}
		}
	}
	var out []Offset
	for name, p := range people {
		out = append(out, p.offset(name))
	}
	slices.SortFunc(out, func(a, b Offset) int {
		if a.Shown != b.Shown {
			return -compareBool(a.Shown, b.Shown)
		}
		if a.Shown {
			return cmp.Or(cmp.Compare(b.Mean, a.Mean), cmp.Compare(a.Inspector, b.Inspector))
		}
		return cmp.Compare(a.Inspector, b.Inspector)
	})
	return out
}

// pairs is what one inspector's comparison is made of.
type pairs struct {
	byHall  map[string][]*big.Rat
	others  map[string]bool
	records int
}

// cellsOf sorts the visits inside the period by inspector and month.
func cellsOf(all []Visit, from, to string) map[string]map[string][]checklist.Tenths {
	out := map[string]map[string][]checklist.Tenths{}
	for _, v := range all {
		if v.Day < from || v.Day > to {
			continue
		}
		if out[v.Inspector] == nil {
			out[v.Inspector] = map[string][]checklist.Tenths{}
		}
		m := v.Day[:len(monthForm)]
		out[v.Inspector][m] = append(out[v.Inspector][m], v.Score)
	}
	return out
}

// levelKey is a checklist, a way of visiting and a month.
type levelKey struct {
	list  string
	mode  checklist.Mode
	month string
}

// levels are the means of whole months.
type levels map[levelKey]*level

type level struct {
	sum, n int64
	who    map[string]bool
}

func levelsOf(visits []Visit) levels {
	out := levels{}
	for _, v := range visits {
		k := levelKey{v.Checklist, v.Mode, v.Day[:len(monthForm)]}
		if out[k] == nil {
			out[k] = &level{who: map[string]bool{}}
		}
		out[k].sum, out[k].n = out[k].sum+int64(v.Score), out[k].n+1
		out[k].who[v.Inspector] = true
	}
	return out
}

// shift is how much higher the month of visit v lies than another month; 0 where
// one of them was seen by a single inspector and nobody can tell.
func (ls levels) shift(v Visit, month string) *big.Rat {
	a, b := ls[levelKey{v.Checklist, v.Mode, v.Day[:len(monthForm)]}], ls[levelKey{v.Checklist, v.Mode, month}]
	if a == nil || b == nil || a == b || len(a.who) < 2 || len(b.who) < 2 {
		return new(big.Rat)
	}
	return new(big.Rat).Sub(big.NewRat(a.sum, a.n), big.NewRat(b.sum, b.n))
}

// difference is the mean of an inspector's scores in a month less the mean of
// what others gave in that month or the ones next to it; no others, no difference.
func (ls levels) difference(all []Visit, name, month string, own []checklist.Tenths) (*big.Rat, map[string]bool) {
	p, err := ParsePeriod(month)
	if err != nil {
		return nil, nil
	}
	from, to := p.Before().From, p.Move(1).To
	sum, n, who := new(big.Rat), int64(0), map[string]bool{}
	for _, v := range all {
		if v.Inspector != name && v.Day >= from && v.Day <= to {
			x := new(big.Rat).SetInt64(int64(v.Score))
			sum.Add(sum, x.Sub(x, ls.shift(v, month)))
			n++
			who[v.Inspector] = true
		}
	}
	if n == 0 {
		return nil, nil
	}
	return new(big.Rat).Sub(meanOf(own), sum.Quo(sum, big.NewRat(n, 1))), who
}

// meanOf is the exact mean, in tenths.
func meanOf(scores []checklist.Tenths) *big.Rat {
	sum := int64(0)
	for _, s := range scores {
		sum += int64(s)
	}
	return big.NewRat(sum, int64(len(scores)))
}

func (p *pairs) offset(name string) Offset {
	o := Offset{Inspector: name, Halls: len(p.byHall), Records: p.records, Others: len(p.others), Shown: len(p.byHall) >= FewestPairs}
	if !o.Shown {
		return o
	}
	n := int64(len(p.byHall))
	sum, squares := new(big.Rat), new(big.Rat)
	for _, ds := range p.byHall {
		d := new(big.Rat)
		for _, x := range ds {
			d.Add(d, x)
		}
		d.Quo(d, big.NewRat(int64(len(ds)), 1))
		sum.Add(sum, d)
		squares.Add(squares, new(big.Rat).Mul(d, d))
	}
	mean := new(big.Rat).Quo(sum, big.NewRat(n, 1))
	o.Mean = checklist.Tenths(floorRat(new(big.Rat).Add(mean, big.NewRat(1, 2))))
	// (t · s / √n)² = t² · (Σd² − n·mean²) / (n − 1) / n, in tenths², t in thousandths
	variance := squares.Sub(squares, new(big.Rat).Mul(mean, sum))
	t := student(int(n) - 1)
	half := variance.Mul(variance, big.NewRat(t*t, n*(n-1)*1_000_000))
	o.Margin = checklist.Tenths(rootUp(half))
	o.Clear = new(big.Rat).Mul(mean, mean).Cmp(half) > 0
	return o
}

func floorRat(r *big.Rat) int64 { return new(big.Int).Div(r.Num(), r.Denom()).Int64() }

// rootUp is the least whole number whose square is at least r ≥ 0.
func rootUp(r *big.Rat) int64 {
	x := new(big.Int).Sqrt(big.NewInt(floorRat(r))).Int64()
	for new(big.Rat).SetInt64(x*x).Cmp(r) < 0 {
		x++
	}
	return x
}

// student is the 97.5 % point of Student's t with so many degrees of freedom, in
// thousandths (any table of the distribution).
func student(free int) int64 {
	points := []int64{
		12706, 4303, 3182, 2776, 2571, 2447, 2365, 2306, 2262, 2228, 2201, 2179, 2160, 2145, 2131,
		2120, 2110, 2101, 2093, 2086, 2080, 2074, 2069, 2064, 2060, 2056, 2052, 2048, 2045, 2042,
	}
	switch {
	case free < 1:
		return points[0]
	case free <= len(points):
		return points[free-1]
	case free <= 60:
		return 2021 // that of 40, on the safe side up to 40 and within 1 % up to 60
	default:
		return 1980 // that of 120; 1960 at infinity
	}
}
