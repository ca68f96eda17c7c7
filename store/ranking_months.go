package store

import (
	"context"
	"strings"

	"hallcheck/checklist/ranking"
)

// MonthCells returns the kept sums of checklists from … to (yyyy-mm, inclusive)
// without their zones, of one branch or ("") of all, for the trend of a
// composite.
func (s *Store) MonthCells(ctx context.Context, lists []string, branch, from, to string) ([]ranking.MonthCell, error) {
	q := "SELECT branch, checklist, month, n, score_sum FROM period_cells WHERE checklist IN (?" + strings.Repeat(", ?", len(lists)-1) +
		") AND month >= ? AND month <= ? AND n > 0"
	args := make([]any, 0, len(lists)+3)
	for _, l := range lists {
		args = append(args, l)
	}
	args = append(args, from, to)
	if branch != "" {
		q, args = q+" AND branch = ?", append(args, branch)
	}
	rows, err := s.read(ctx).Raw(q, args...).Rows()
	if err != nil {
		return nil, coded(err, "read")
	}
	defer func() { _ = rows.Close() }()
	var out []ranking.MonthCell
	for rows.Next() {
		var c ranking.MonthCell
		if err := rows.Scan(&c.Branch, &c.Checklist, &c.Month, &c.N, &c.Sum); err != nil {
			return nil, coded(err, "read")
		}
		out = append(out, c)
	}
	return out, coded(rows.Err(), "read")
}
