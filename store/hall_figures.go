package store

import (
	"context"
	"time"

	"hallcheck/checklist/hall"
)

// FigureSet is a hall ("" = the own one) in figures on the days from … to, inclusive,
// with the rules they are judged by; peaks and persistent queues look eight weeks back
// from to.
func (s *Store) FigureSet(ctx context.Context, branch, from, to string) (*hall.FigureSet, hall.Rules, error) {
	b := hall.FigureBasis{From: from, To: to, Now: s.opt.Clock()}
	back := from
	if last, err := time.Parse(time.DateOnly, to); err == nil {
		back = min(from, last.AddDate(0, 0, 1-7*hall.PeakWeeks).Format(time.DateOnly))
	}
	var err error
	if b.Rules, err = s.HallRules(ctx); err != nil {
		return nil, b.Rules, err
	}
	if b.Cells, b.Days, err = s.HallFigures(ctx, branch, back, to); err != nil {
		return nil, b.Rules, err
	}
	if b.Causes, err = s.causes(ctx, branch, from, to); err != nil {
		return nil, b.Rules, err
	}
	return hall.FiguresOf(b), b.Rules, nil
}

// causes reads the causes of long queues with what takes any back.
func (s *Store) causes(ctx context.Context, branch, from, to string) ([]hall.Entry, error) {
	out, err := entriesWhere(s.read(ctx), "e.branch = "+thisBranch+" AND e.kind = 'cause' AND e.day >= ? AND e.day <= ?"+notTakenBack+
		" ORDER BY e.day, e.at, e.id", branch, branch, from, to)
	return out, coded(err, "read")
}
