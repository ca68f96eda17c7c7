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
	var bodies []string
	err := s.read(ctx).Raw("SELECT e.body FROM hall_entries e WHERE e.branch = "+thisBranch+" AND e.kind = 'cause' AND e.day >= ? AND e.day <= ?"+
		" AND NOT EXISTS (SELECT 1 FROM hall_entries v WHERE v.branch = e.branch AND v.ref = e.id AND v.ref <> '' AND v.kind = 'void')"+
		" ORDER BY e.day, e.at, e.id", branch, branch, from, to).Scan(&bodies).Error
	if err != nil {
		return nil, coded(err, "read")
	}
	return entriesOf(bodies)
}
