package checklist

import (
	"math/big"
	"sort"
)

// survey computes the SERVQUAL gaps (DOMAIN 4.10). A respondent counts with at
// least one full pair; in a dimension, with at least half of its items. Weights
// of a respondent that do not sum to 100 are replaced by the default ones.
func survey(in *Inspection) *SurveyResult {
	r := &SurveyResult{}
	sums := make([]pairSum, len(in.Checklist.Zones))
	weights := make([]big.Rat, len(sums))
	for _, s := range in.Sheets {
		own := make([]pairSum, len(sums))
		if !ownPairs(in, s, own) {
			continue
		}
		r.Respondents++
		for z := range own {
			sums[z].addMean(&own[z])
		}
		for z, w := range in.Checklist.allocation(s) {
			weights[z].Add(&weights[z], w.Rat())
		}
	}
	for z, d := range in.Checklist.Zones {
		g := DimensionGap{ID: d.ID, N: sums[z].n}
		if r.Respondents > 0 {
			g.Weight = weights[z].Mul(&weights[z], big.NewRat(1, int64(r.Respondents)))
		}
		if n := sums[z].n; n > 0 {
			each := big.NewRat(1, int64(n))
			g.Expectation = new(big.Rat).Mul(&sums[z].e, each)
			g.Perception = new(big.Rat).Mul(&sums[z].p, each)
			g.Gap = new(big.Rat).Sub(g.Perception, g.Expectation)
		}
		r.Dimensions = append(r.Dimensions, g)
	}
	r.total()
	return r
}

// pairSum adds expectations and perceptions of one dimension: of one
// respondent's pairs (n of items), or of the respondents' means (n of them).
type pairSum struct {
	e, p     big.Rat
	n, items int
}

// ownPairs adds up one respondent's full pairs by dimension and says whether
// there is any.
func ownPairs(in *Inspection, s *Sheet, own []pairSum) bool {
	found := false
	for i := range in.Checklist.Items {
		it := &in.Checklist.Items[i]
		if it.Expectation.ZH == "" || !in.Applies(s, it) {
			continue
		}
		z := in.Checklist.zoneIndex(it.Zone)
		if z < 0 {
			continue
		}
		own[z].items++
		if a := s.Answers[it.ID]; a != nil && a.Value.Expectation > 0 && a.Value.Perception > 0 {
			own[z].e.Add(&own[z].e, big.NewRat(int64(a.Value.Expectation), 1))
			own[z].p.Add(&own[z].p, big.NewRat(int64(a.Value.Perception), 1))
			own[z].n++
			found = true
		}
	}
	return found
}

// addMean adds a respondent's means when at least half of the items are there.
func (p *pairSum) addMean(own *pairSum) {
	if own.n == 0 || 2*own.n < own.items {
		return
	}
	each := big.NewRat(1, int64(own.n))
	p.e.Add(&p.e, own.e.Mul(&own.e, each))
	p.p.Add(&p.p, own.p.Mul(&own.p, each))
	p.n++
}

// allocation returns the respondent's weights by dimension.
func (c *Checklist) allocation(s *Sheet) []Milli {
	out := make([]Milli, len(c.Zones))
	from := s.Weights
	sum, valid := Milli(0), len(from) > 0
	for id, w := range from {
		sum += w
		valid = valid && w >= 0 && c.zoneIndex(id) >= 0
	}
	if (!valid || sum != N(100)) && c.Scale != nil {
		from = c.Scale.DefaultWeights
	}
	for z := range c.Zones {
		out[z] = from[c.Zones[z].ID]
	}
	return out
}

func (c *Checklist) zoneIndex(id string) int {
	for i := range c.Zones {
		if c.Zones[i].ID == id {
			return i
		}
	}
	return -1
}

// total makes the unweighted and weighted SQ over the dimensions that have a
// gap, the weights renormalised over them, and the list of what to do first.
func (r *SurveyResult) total() {
	var sum, weighted, weights, x big.Rat
	n := int64(0)
	need := map[string]*big.Rat{}
	for _, d := range r.Dimensions {
		if d.Gap == nil {
			continue
		}
		n++
		sum.Add(&sum, d.Gap)
		weighted.Add(&weighted, x.Mul(d.Weight, d.Gap))
		weights.Add(&weights, d.Weight)
		need[d.ID] = new(big.Rat).Neg(&x)
		r.Priority = append(r.Priority, d.ID)
	}
	if n == 0 {
		return
	}
	r.Unweighted = sum.Mul(&sum, big.NewRat(1, n))
	if weights.Sign() > 0 {
		r.Weighted = weighted.Quo(&weighted, &weights)
	}
	sort.SliceStable(r.Priority, func(i, j int) bool {
		return need[r.Priority[i]].Cmp(need[r.Priority[j]]) > 0
	})
}
