package ranking

import (
	"math/big"
	"strings"

	"hallcheck/checklist"
)

// Indicator is what a target is set for: "score/<checklist>",
// "zone/<checklist>/<zone>", "index/<composite>", "ontime" (per cent of the
// findings due) or "problems/<checklist>" (problems per record; lower is better).
type Indicator string

// The first words of an indicator.
const (
	ByScore    = "score"
	ByZone     = "zone"
	ByIndex    = "index"
	ByOnTime   = "ontime"
	ByProblems = "problems"
)

// Parts cuts an indicator into what it is, its checklist or composite, and its
// zone. Code ranking.indicator for anything that is none.
func (i Indicator) Parts() (what, list, zone string, err error) {
	what, rest, _ := strings.Cut(string(i), "/")
	list, zone, _ = strings.Cut(rest, "/")
	ok := false
	switch what {
	case ByScore, ByIndex, ByProblems:
		ok = list != "" && zone == "" && !strings.HasSuffix(string(i), "/")
	case ByZone:
		ok = list != "" && zone != "" && !strings.Contains(zone, "/")
	case ByOnTime:
		ok = string(i) == ByOnTime
	}
	if !ok {
		return "", "", "", checklist.Fail("ranking.indicator", "indicator", string(i))
	}
	return what, list, zone, nil
}

// LowerIsBetter says whether a small number is the good one.
func (i Indicator) LowerIsBetter() bool { return strings.HasPrefix(string(i), ByProblems+"/") }

// most is the greatest value an indicator can have; 0 = no limit.
func (i Indicator) most() checklist.Milli {
	if i.LowerIsBetter() {
		return 0
	}
	return checklist.N(100)
}

// Target is what a hall is to reach in a period, set from its own baseline
// (压力传递, DOMAIN 6.5).
type Target struct {
	Branch    string           `json:"branch"`
	Indicator Indicator        `json:"indicator"`
	Period    string           `json:"period"` // as Period.String
	Value     checklist.Milli  `json:"value"`
	Baseline  *checklist.Milli `json:"baseline,omitempty"` // what it was set from; nil = not known
	At        int64            `json:"at"`                 // unix ms UTC
	By        string           `json:"by"`
}

// Check says whether the target makes sense. Codes ranking.indicator,
// ranking.period, ranking.target.
func (t Target) Check() error {
	if _, _, _, err := t.Indicator.Parts(); err != nil {
		return err
	}
	p, err := ParsePeriod(t.Period)
	if err != nil {
		return err
	}
	most := t.Indicator.most()
	if p.String() != t.Period || t.Branch == "" || t.Value < 0 || most > 0 && t.Value > most || t.Value > checklist.N(100_000) {
		return checklist.Fail("ranking.target", "branch", t.Branch, "indicator", string(t.Indicator), "value", t.Value.String())
	}
	return nil
}

// Light is the traffic light of an attainment.
type Light string

// The lights (DOMAIN 6.5): at least 100 %, at least 90 %, below.
const (
	Green Light = "green"
	Amber Light = "amber"
	Red   Light = "red"
)

// Attained is how far a target is reached.
type Attained struct {
	Target Target
	Actual *big.Rat // in the indicator's unit; nil = nothing measured, no light
	Share  int      // actual / target, or target / actual for lower-is-better, per mille rounded half up, at most 9999
	Light  Light    // by the exact share; "" = nothing measured
}

// mostShare keeps a share that has no bound readable.
const mostShare = 9999

// Attain compares an actual value with the target; nil = nothing was measured.
// Where lower is better, an actual of 0 reaches any target; a target of 0 is
// missed by anything above.
func Attain(t Target, actual *big.Rat) Attained {
	a := Attained{Target: t, Actual: actual}
	if actual == nil {
		return a
	}
	num, den := actual, t.Value.Rat()
	if t.Indicator.LowerIsBetter() {
		num, den = den, actual
	}
	share := big.NewRat(1, 1)
	switch {
	case den.Sign() > 0:
		share = new(big.Rat).Quo(num, den)
	case num.Sign() > 0:
		share = big.NewRat(mostShare, 1000)
	}
	switch {
	case share.Cmp(big.NewRat(1, 1)) >= 0:
		a.Light = Green
	case share.Cmp(big.NewRat(9, 10)) >= 0:
		a.Light = Amber
	default:
		a.Light = Red
	}
	a.Share = min(int(checklist.RoundTenths(share.Mul(share, hundred))), mostShare)
	return a
}

// The step rule of Suggest: how much of what is missing to 100 a target asks
// for, in per cent, with the least and the greatest step; and what is asked of
// a number that is to fall.
const (
	StepScore = 20 // of the whole
	StepWeak  = 30 // of one of the three weakest zones
	StepFewer = 20 // fewer problems, in per cent of the baseline
	leastStep = 500
	mostStep  = 5000
	tenth     = 100
)

// Suggest is the next target from a hall's own baseline (thousandths):
//
//	baseline + step per cent of (100 − baseline), at least 0.5 and at most 5 points, at most 100
//
// with step 20 for scores and on-time rates and 30 for a weak zone, rounded up
// to a tenth; for problems per record the baseline less 20 per cent, rounded
// down to a tenth. These figures are Hallcheck's own proposal: the bank decides.
func Suggest(i Indicator, baseline checklist.Milli) checklist.Milli {
	if i.LowerIsBetter() {
		return baseline * (100 - StepFewer) / 100 / tenth * tenth
	}
	part := checklist.Milli(StepScore)
	if strings.HasPrefix(string(i), ByZone+"/") {
		part = StepWeak
	}
	step := min(max((checklist.N(100)-baseline)*part/100, leastStep), mostStep)
	return min((baseline+step+tenth-1)/tenth*tenth, checklist.N(100))
}

// BaselinePeriods is how many periods before the one a target is for its
// baseline is the mean of.
const BaselinePeriods = 3

// Baseline is the mean of the periods that have a value, rounded half up to a
// thousandth; nil without any.
func Baseline(values []*big.Rat) *checklist.Milli {
	sum, n := new(big.Rat), int64(0)
	for _, v := range values {
		if v != nil {
			sum, n = sum.Add(sum, v), n+1
		}
	}
	if n == 0 {
		return nil
	}
	sum.Mul(sum, big.NewRat(1000, n))
	sum.Add(sum, big.NewRat(1, 2))
	m := checklist.Milli(new(big.Int).Div(sum.Num(), sum.Denom()).Int64())
	return &m
}

// Actual is the value of an indicator in a row of the table of its checklist or
// composite; cells are that period's. nil = not measured.
func Actual(i Indicator, r *Row, cells []checklist.PeriodCell) *big.Rat {
	what, list, zone, err := i.Parts()
	if err != nil || r == nil {
		return nil
	}
	switch what {
	case ByOnTime:
		if r.OnTime != nil {
			return big.NewRat(int64(*r.OnTime), 10)
		}
	case ByScore:
		for _, s := range r.Shares {
			if s.Checklist == list && s.N > 0 {
				return s.mean()
			}
		}
		if r.Shares == nil {
			return big.NewRat(r.ScoreSum, 10*int64(r.N))
		}
	case ByIndex:
		return big.NewRat(int64(r.Score), 10)
	case ByZone, ByProblems:
		for k := range cells {
			c := &cells[k]
			if c.Branch != r.Branch.Code || c.Checklist != list || c.N == 0 {
				continue
			}
			if what == ByProblems {
				return big.NewRat(int64(c.Problems), int64(c.N))
			}
			for _, z := range c.Zones {
				if z.Zone == zone && z.N > 0 {
					return big.NewRat(z.ScoreSum, 10*int64(z.N))
				}
			}
		}
	}
	return nil
}
