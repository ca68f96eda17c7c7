package scale

import (
	"context"
	"runtime"

	"hallcheck/store"
)

// together is how many bundles are written in one transaction.
const together = 100

// Sum is what Fill wrote.
type Sum struct{ Bundles, Inspections, Answers, Failed, Findings, Days int }

// Fill writes all bundles into a store, many in one transaction; progress counts
// bundles. Cut short, it can be done again: bundles known are left aside.
func Fill(ctx context.Context, s *store.Store, g *Generator, progress func(done, total int)) (Sum, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var sum Sum
	queue := make(chan chan portion, 2*runtime.NumCPU())
	go func() {
		defer close(queue)
		for from := 0; from < g.Bundles(); from += together {
			one := make(chan portion, 1)
			select {
			case queue <- one:
			case <-ctx.Done():
				return
			}
			go func() { one <- g.portion(s, from, min(from+together, g.Bundles())) }()
		}
	}()
	for one := range queue {
		p := <-one
		if p.err != nil {
			return sum, p.err
		}
		if _, err := s.ImportMany(ctx, p.bundles); err != nil {
			return sum, err
		}
		if err := ctx.Err(); err != nil {
			return sum, err
		}
		sum.add(p.sum)
		if progress != nil {
			progress(sum.Bundles, g.Bundles())
		}
	}
	return sum, ctx.Err()
}

// portion is some bundles made ready.
type portion struct {
	bundles []store.Incoming
	sum     Sum
	err     error
}

func (g *Generator) portion(s *store.Store, from, to int) (p portion) {
	for n := from; n < to; n++ {
		b, err := g.Bundle(n)
		if err != nil {
			return portion{err: err}
		}
		p.sum.Bundles++
		if !b.said() {
			continue
		}
		p.sum.count(b)
		p.bundles = append(p.bundles, b.Prepare(s))
	}
	return p
}

// Prepare computes what the rows of a bundle need.
func (b *Bundle) Prepare(s *store.Store) store.Incoming {
	in := store.Incoming{Record: b.Record, Loop: b.Loop, Branch: b.Branch}
	for _, x := range b.Inspections {
		in.List = append(in.List, s.Prepare(x, nil))
	}
	return in
}

func (s *Sum) count(b *Bundle) {
	s.Inspections += len(b.Inspections)
	s.Days += len(b.Loop.Hall)
	for _, in := range b.Inspections {
		for _, sh := range in.Sheets {
			s.Answers += len(sh.Answers)
			for item, a := range sh.Answers {
				s.Failed += of(in.Checklist.ItemByID(item).OpensFinding(in.Checklist, a.Value))
			}
		}
	}
	for _, e := range b.Loop.Events {
		s.Findings += of(e.Opening != nil)
	}
}

func (s *Sum) add(o Sum) {
	s.Bundles += o.Bundles
	s.Inspections += o.Inspections
	s.Answers += o.Answers
	s.Failed += o.Failed
	s.Findings += o.Findings
	s.Days += o.Days
}
