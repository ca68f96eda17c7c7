package checklist

import "math/big"

// s6Order is the fixed order of the six S (整理 整顿 清扫 清洁 素养 安全).
var s6Order = []string{"sort", "set", "shine", "standardize", "sustain", "safety"}

// partSums collects zones, S and indicators; each is scored by the formula of
// the whole over its own items, never averaged into the total (DOMAIN 4.3).
type partSums struct {
	all       []partSum
	zones, s6 int      // all[:zones], all[zones:s6], all[s6:] are zones, S, indicators
	of        [][3]int // by item: its parts in all; −1 = none
	sheets    int64    // scored sheets
}

// partSum is one zone, S or indicator; the sheet sums restart with every sheet.
type partSum struct {
	id                  string
	got, mass           big.Int
	sheetGot, sheetMass big.Int
	lost                big.Rat
	red                 int
}

func newPartSums(c *Checklist) *partSums {
	p := &partSums{all: make([]partSum, 0, len(c.Zones)+len(s6Order)+len(c.Indicators))}
	for i := range c.Zones {
		p.all = append(p.all, partSum{id: c.Zones[i].ID})
	}
	p.zones = len(p.all)
	for _, s := range s6Order {
		for i := range c.Items {
			if c.Items[i].S6 == s {
				p.all = append(p.all, partSum{id: s})
				break
			}
		}
	}
	p.s6 = len(p.all)
	for i := range c.Indicators {
		p.all = append(p.all, partSum{id: c.Indicators[i].ID})
	}
	p.of = make([][3]int, len(c.Items))
	for i := range c.Items {
		it := &c.Items[i]
		p.of[i] = [3]int{
			p.find(0, p.zones, it.Zone), p.find(p.zones, p.s6, it.S6), p.find(p.s6, len(p.all), it.Indicator),
		}
	}
	return p
}

func (p *partSums) find(from, to int, id string) int {
	for k := from; k < to && id != ""; k++ {
		if p.all[k].id == id {
			return k
		}
	}
	return -1
}

func (p *partSums) red(item int) {
	for _, k := range p.of[item] {
		if k >= 0 {
			p.all[k].red++
		}
	}
}

func (p *partSums) add(item int, mass, got *big.Int) {
	for _, k := range p.of[item] {
		if k >= 0 {
			x := &p.all[k]
			x.sheetMass.Add(&x.sheetMass, mass)
			x.sheetGot.Add(&x.sheetGot, got)
		}
	}
}

// closeSheet turns what the parts lost on a sheet of the given total mass into
// points of its 100.
func (p *partSums) closeSheet(total *big.Int) {
	p.sheets++
	var lost big.Int
	var share big.Rat
	for k := range p.all {
		x := &p.all[k]
		if x.sheetMass.Sign() == 0 {
			continue
		}
		x.mass.Add(&x.mass, &x.sheetMass)
		x.got.Add(&x.got, &x.sheetGot)
		lost.Sub(&x.sheetMass, &x.sheetGot)
		if lost.Sign() != 0 {
			x.lost.Add(&x.lost, share.SetFrac(lost.Mul(&lost, big.NewInt(100)), total))
		}
		x.sheetMass.SetInt64(0)
		x.sheetGot.SetInt64(0)
	}
}

// into writes the parts to the result. With several sheets a part's loss is the
// mean of its losses on the scored sheets, so that the zones' losses sum to 100
// less the mean score.
func (p *partSums) into(r *Result) {
	scores := make([]PartScore, len(p.all))
	for k := range p.all {
		x := &p.all[k]
		scores[k] = PartScore{ID: x.id, Red: x.red}
		if x.mass.Sign() == 0 {
			continue
		}
		exact := new(big.Rat).SetFrac(x.got.Mul(&x.got, big.NewInt(100)), &x.mass)
		t := RoundTenths(exact)
		scores[k].Score = &t
		if p.sheets > 1 {
			x.lost.Mul(&x.lost, big.NewRat(1, p.sheets))
		}
		scores[k].Lost = new(big.Rat).Set(&x.lost)
	}
	r.Zones, r.S6, r.Marks = section(scores[:p.zones]), section(scores[p.zones:p.s6]), section(scores[p.s6:])
}

// section is nil for no parts, so that a result read back is the same.
func section(s []PartScore) []PartScore {
	if len(s) == 0 {
		return nil
	}
	return s[:len(s):len(s)]
}
