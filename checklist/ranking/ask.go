package ranking

import (
	"context"
	"sync"

	"hallcheck/checklist"
)

// Source is where a ranking's sums come from; *store.Store is one. Ask reads from it
// on several goroutines.
type Source interface {
	Branches(ctx context.Context) ([]checklist.Branch, error)
	PeriodCells(ctx context.Context, list, fromDay, toDay string) ([]checklist.PeriodCell, error)
	OnTime(ctx context.Context, fromDay, toDay string) (map[string]int, error)
	Spreads(ctx context.Context, list, fromDay, toDay string) ([]Spread, error)
}

// dated is what a source may know besides: the day of the last visit to each of some
// halls in the days from … to (inclusive) with any of the checklists.
type dated interface {
	LastVisits(ctx context.Context, lists, branches []string, fromDay, toDay string) (map[string]string, error)
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
	var errs [3]error // read side by side: nothing in one depends on the other
	var all sync.WaitGroup
	all.Go(func() { in.Branches, errs[0] = from.Branches(ctx) })
	all.Go(func() {
		if in.Cells, errs[1] = q.cells(ctx, from, q.Period); errs[1] == nil {
			in.Last, errs[1] = q.cells(ctx, from, q.Period.Before())
		}
	})
	all.Go(func() { in.OnTime, errs[2] = from.OnTime(ctx, q.Period.From, q.Period.To) })
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return a, err
		}
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
	return a, a.dateRivals(ctx, from)
}

// dateRivals says when the competitors' halls were last visited (DOMAIN 5.8).
func (a *Answer) dateRivals(ctx context.Context, from Source) error {
	db, ok := from.(dated)
	if !ok || len(a.Table.Rivals) == 0 {
		return nil
	}
	codes := make([]string, len(a.Table.Rivals))
	for i := range codes {
		codes[i] = a.Table.Rivals[i].Branch.Code
	}
	days, err := db.LastVisits(ctx, a.Question.ListIDs(), codes, a.Question.Period.From, a.Question.Period.To)
	for i := range codes {
		a.Table.Rivals[i].Day = days[codes[i]]
	}
	return err
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
