package ranking

import (
	"context"

	"hallcheck/checklist"
)

// Source is where a ranking's sums come from; *store.Store is one.
type Source interface {
	Branches(ctx context.Context) ([]checklist.Branch, error)
	PeriodCells(ctx context.Context, list, fromDay, toDay string) ([]checklist.PeriodCell, error)
	OnTime(ctx context.Context, fromDay, toDay string) (map[string]int, error)
	Spreads(ctx context.Context, list, fromDay, toDay string) ([]Spread, error)
}

// Question is what somebody wants ranked.
type Question struct {
	Checklist *checklist.Checklist   // or Composite with the checklists of its parts
	Composite *Composite             // nil = Checklist alone
	Lists     []*checklist.Checklist // of the composite's parts
	Period    Period
	Peers     Peers
	Rules     Rules
}

// Answer is a table with what it was made from.
type Answer struct {
	Question Question
	Input    Input
	Table    Table
}

// Ask reads what a ranking needs and makes it. Codes: those of Composite.Sheet,
// and the source's.
func Ask(ctx context.Context, from Source, q Question) (Answer, error) {
	a := Answer{Question: q, Input: Input{Checklist: q.Checklist, Peers: q.Peers, Rules: q.Rules}}
	in := &a.Input
	var err error
	if q.Composite != nil {
		c := *q.Composite
		if in.Checklist, err = c.Sheet(q.Lists); err != nil {
			return a, err
		}
		in.Composite, a.Question.Composite = &c, &c
	}
	if in.Branches, err = from.Branches(ctx); err != nil {
		return a, err
	}
	if in.Cells, err = q.cells(ctx, from, q.Period); err != nil {
		return a, err
	}
	if in.Last, err = q.cells(ctx, from, q.Period.Before()); err != nil {
		return a, err
	}
	if in.OnTime, err = from.OnTime(ctx, q.Period.From, q.Period.To); err != nil {
		return a, err
	}
	if q.Rules.Shrink != ShrinkOff {
		for _, id := range q.ListIDs() {
			more, err := from.Spreads(ctx, id, q.Period.From, q.Period.To)
			if err != nil {
				return a, err
			}
			in.Spread = append(in.Spread, more...)
		}
	}
	a.Table = Rank(*in)
	return a, nil
}

// ListIDs are the checklists asked about.
func (q Question) ListIDs() []string {
	if q.Composite == nil {
		return []string{q.Checklist.ID}
	}
	var out []string
	for _, p := range q.Composite.Parts {
		out = append(out, p.Checklist)
	}
	return out
}

func (q Question) cells(ctx context.Context, from Source, p Period) ([]checklist.PeriodCell, error) {
	var out []checklist.PeriodCell
	for _, id := range q.ListIDs() {
		cells, err := from.PeriodCells(ctx, id, p.From, p.To)
		if err != nil {
			return nil, err
		}
		if out == nil {
			out = cells
			continue
		}
		out = append(out, cells...)
	}
	return out, nil
}
