package ranking

import (
	"cmp"
	"math/big"
	"slices"

	"hallcheck/checklist"
)

// Spread is what the variance of a hall's records in a period needs; scores in
// tenths.
type Spread struct {
	Branch, Checklist string
	N                 int
	Sum, Squares      int64
}

// Shrunk is a hall's score moved toward its peer group's mean because it rests
// on few records:
//
//	shrunk = group mean + Z · (score − group mean),   Z = n / (n + k),   k = σ² / τ²
//
// with σ² the variance of single records inside the halls and τ² the variance
// of the halls' true scores, both estimated from the group (empirical Bayes;
// H. Bühlmann and E. Straub, Glaubwürdigkeit für Schadensätze, 1970; C. Morris,
// Parametric Empirical Bayes Inference, JASA 78 (1983)). Everything is exact
// until the last rounding.
type Shrunk struct {
	Score  checklist.Tenths
	Weight int // Z in per mille, rounded half up; of a composite the weights' mean
}

// Shrinkage lists the groups the shrunk scores come from; empty = none could be
// computed.
type Shrinkage []GroupSpread

// GroupSpread is what one peer group and checklist came to.
type GroupSpread struct {
	Peers     Peers
	Checklist string
	Halls     int
	Records   int
	Mean      checklist.Tenths // of all records of the group
	Within    string           // σ² in points², two decimals
	Between   string           // τ² in points², two decimals, 0.00 where the halls differ no more than chance
	K         string           // records that weigh as much as the group, one decimal; "" = τ² is 0: all weight on the group
	mean      *big.Rat         // tenths
	k         *big.Rat         // nil = τ² is 0
}

// weight is Z of n records.
func (g *GroupSpread) weight(n int) *big.Rat {
	if g.k == nil {
		return new(big.Rat)
	}
	z := big.NewRat(int64(n), 1)
	return z.Quo(z, new(big.Rat).Add(z, g.k))
}

// hundred turns shares into per cent. It is only read.
var hundred = big.NewRat(100, 1)

type groupKey struct {
	peers Peers
	list  string
}

// shrink computes the groups and sets Shrunk of the rows.
func (in *Input) shrink(rows []*Row) Shrinkage {
	peers := make(map[string]Peers, len(rows))
	for _, r := range rows {
		peers[r.Branch.Code] = PeersOf(r.Branch)
	}
	halls := map[groupKey][]Spread{}
	for _, s := range in.Spread {
		if g, ok := peers[s.Branch]; ok && s.N > 0 && in.weight(s.Checklist) > 0 {
			halls[groupKey{g, s.Checklist}] = append(halls[groupKey{g, s.Checklist}], s)
		}
	}
	groups := map[groupKey]*GroupSpread{}
	var out Shrinkage
	for k, s := range halls {
		if g := estimate(s); g != nil {
			g.Peers, g.Checklist = k.peers, k.list
			groups[k], out = g, append(out, *g)
		}
	}
	for _, r := range rows {
		r.Shrunk = in.shrunk(r, groups)
	}
	slices.SortFunc(out, func(a, b GroupSpread) int {
		return cmp.Or(cmp.Compare(a.Peers.Grade, b.Peers.Grade), cmp.Compare(a.Peers.Traffic, b.Peers.Traffic), cmp.Compare(a.Checklist, b.Checklist))
	})
	return out
}

// shrunk moves one row's score, part by part; nil when one of the parts' groups
// could not be estimated.
func (in *Input) shrunk(r *Row, groups map[groupKey]*GroupSpread) *Shrunk {
	shares := r.Shares
	if shares == nil {
		shares = []Share{{Checklist: in.Checklist.ID, Weight: checklist.N(1), N: r.N, ScoreSum: r.ScoreSum}}
	}
	for _, s := range shares {
		if s.N > 0 && groups[groupKey{PeersOf(r.Branch), s.Checklist}] == nil {
			return nil
		}
	}
	of := func(s Share) *GroupSpread { return groups[groupKey{PeersOf(r.Branch), s.Checklist}] }
	score := index(shares, func(s Share) *big.Rat {
		g := of(s)
		x := new(big.Rat).Sub(new(big.Rat).Mul(s.mean(), big.NewRat(10, 1)), g.mean)
		x.Add(x.Mul(x, g.weight(s.N)), g.mean)
		return x.Quo(x, big.NewRat(10, 1))
	})
	z := index(shares, func(s Share) *big.Rat { return of(s).weight(s.N) })
	z.Mul(z, big.NewRat(100, 1)) // RoundTenths keeps one decimal of it
	return &Shrunk{Score: checklist.RoundTenths(score), Weight: int(checklist.RoundTenths(z))}
}

// estimate fits one group; nil with fewer than three halls, or without a hall
// that has two records: then nobody knows how much single records vary.
func estimate(halls []Spread) *GroupSpread {
	records, sum, squaresOfN := int64(0), int64(0), int64(0)
	within, between := new(big.Rat), new(big.Rat)
	for _, h := range halls {
		n := int64(h.N)
		records, sum, squaresOfN = records+n, sum+h.Sum, squaresOfN+n*n
		square := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(h.Sum), big.NewInt(h.Sum)), big.NewInt(n))
		within.Add(within, new(big.Rat).Sub(big.NewRat(h.Squares, 1), square))
		between.Add(between, square)
	}
	free := records - int64(len(halls))
	if len(halls) < FewestRanked || free < 1 {
		return nil
	}
	mean := big.NewRat(sum, records)
	sigma := new(big.Rat).Quo(within, big.NewRat(free, 1))
	between.Sub(between, new(big.Rat).Mul(mean, big.NewRat(sum, 1)))
	between.Sub(between, new(big.Rat).Mul(sigma, big.NewRat(int64(len(halls)-1), 1)))
	scale := new(big.Rat).Sub(big.NewRat(records, 1), big.NewRat(squaresOfN, records))
	tau := between.Quo(between, scale)
	g := &GroupSpread{Halls: len(halls), Records: int(records), mean: mean, Mean: ratio(sum, records)}
	if tau.Sign() > 0 {
		g.k = new(big.Rat).Quo(sigma, tau)
		g.K = g.k.FloatString(1)
	} else {
		tau.SetInt64(0)
	}
	points := big.NewRat(1, 100) // tenths² are hundredths of points²
	g.Within, g.Between = sigma.Mul(sigma, points).FloatString(2), tau.Mul(tau, points).FloatString(2)
	return g
}

// Of finds the group a hall's checklist belongs to; nil = none.
func (s Shrinkage) Of(b checklist.Branch, list string) *GroupSpread {
	for i := range s {
		if s[i].Peers == PeersOf(b) && s[i].Checklist == list {
			return &s[i]
		}
	}
	return nil
}
