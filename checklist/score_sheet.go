package checklist

import (
	"math/big"
	"slices"
)

// Why a line does not count.
const (
	WhyNA         = "na"         // answered not applicable
	WhyUnanswered = "unanswered" // nothing answered yet
	WhyUnscored   = "unscored"   // points or weight 0, text, a number without target, or a method without a sum
	WhyLeftOut    = "leftOut"    // zone left out by the task, or outside the person's role
)

// cell is an item of the sheet that counts.
type cell struct {
	item, line int
	got        *big.Int // r after veto × mass, in common units
}

// sheet adds one sheet to the result.
func (e *scorer) sheet(s *Sheet) {
	out := sheetScore{sheet: s}
	first := len(e.r.Trace)
	dead := e.vetoes(s, &out)
	cells := make([]cell, 0, len(e.c.Items))
	for i := range e.c.Items {
		it := &e.c.Items[i]
		line := Line{Sheet: s.ID, Item: it.ID}
		if got := e.answer(s, i, dead, &line); got != nil {
			cells = append(cells, cell{item: i, line: len(e.r.Trace), got: got})
		}
		e.r.Trace = append(e.r.Trace, line)
	}
	e.count(s, first)
	out.exact = e.sum(cells)
	e.r.Vetoes = append(e.r.Vetoes, out.hits...)
	e.sheets = append(e.sheets, out)
}

// vetoes finds the violated veto items of a sheet and returns the indicators
// they take all points of.
func (e *scorer) vetoes(s *Sheet, out *sheetScore) map[string]bool {
	var dead map[string]bool
	for i := range e.c.Items {
		it := &e.c.Items[i]
		if it.Veto == VetoNone || it.Veto == "" {
			continue
		}
		a := s.Answers[it.ID]
		if a == nil || !it.Violated(a.Value) || !e.in.Applies(s, it) || slices.Contains(e.in.lifted, Touched{s.ID, it.ID}) {
			continue
		}
		out.hits = append(out.hits, VetoHit{Sheet: s.ID, Item: it.ID, Effect: it.Veto})
		if it.Veto == VetoIndicator {
			if dead == nil {
				dead = map[string]bool{}
			}
			dead[it.Indicator] = it.Indicator != ""
		}
	}
	return dead
}

// answer fills the line of item i as far as the sheet alone says, and returns
// the earned mass, nil when the item does not count.
func (e *scorer) answer(s *Sheet, i int, dead map[string]bool, line *Line) *big.Int {
	it, a := &e.c.Items[i], s.Answers[e.c.Items[i].ID]
	switch {
	case !e.in.Applies(s, it):
		line.Why = WhyLeftOut
		return nil
	case a == nil || !it.answered(a.Value):
		line.Why = WhyUnanswered
		return nil
	case a.Value.Verdict == NA:
		line.Why = WhyNA
		return nil
	}
	num, den, ok := it.ratio(a.Value)
	if !ok || e.masses[i].Sign() == 0 {
		line.Why = WhyUnscored
		return nil
	}
	line.Mass = new(big.Rat).SetFrac(&e.masses[i], e.unit)
	line.Ratio = big.NewRat(num, den)
	if dead[it.Indicator] {
		num = 0
	}
	line.AfterVeto = big.NewRat(num, den)
	got := big.NewInt(num)
	return got.Quo(got.Mul(got, &e.masses[i]), big.NewInt(den))
}

// count adds the sheet's progress and red answers; first is its first line.
func (e *scorer) count(s *Sheet, first int) {
	for i := range e.c.Items {
		it := &e.c.Items[i]
		switch e.r.Trace[first+i].Why {
		case WhyLeftOut:
			continue
		case WhyUnanswered:
			e.r.Total++
			continue
		}
		e.r.Total++
		e.r.Answered++
		if it.OpensFinding(e.c, s.Answers[it.ID].Value) {
			e.r.Red++
			e.parts.red(i)
		}
	}
}

// sum makes the exact score of a sheet from its cells, 100·Σrm/Σm, and fills
// what each line earned and lost of it; nil when nothing counts.
func (e *scorer) sum(cells []cell) *big.Rat {
	var total, got big.Int
	for _, c := range cells {
		total.Add(&total, &e.masses[c.item])
		got.Add(&got, c.got)
	}
	if total.Sign() == 0 {
		return nil
	}
	hundred := big.NewInt(100)
	var x big.Int
	for _, c := range cells {
		line, m := &e.r.Trace[c.line], &e.masses[c.item]
		line.Earned = new(big.Rat).SetFrac(x.Mul(c.got, hundred), &total)
		x.Sub(m, c.got)
		line.Lost = new(big.Rat).SetFrac(x.Mul(&x, hundred), &total)
		e.r.PassRate.Applicable++
		if x.Sign() == 0 {
			e.r.PassRate.Full++
		}
		e.parts.add(c.item, m, c.got)
	}
	e.parts.closeSheet(&total)
	return new(big.Rat).SetFrac(got.Mul(&got, hundred), &total)
}
