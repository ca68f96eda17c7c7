package store

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
)

// isCounted is the condition under which a record stands in period_cells.
const isCounted = "i.status = 'finished' AND i.counts = 1"

// BranchRates sums what the rates of findings are made of per branch, for the
// days from … to (inclusive) seen today, in one query. A branch without any
// finding created or due in them is absent.
func (s *Store) BranchRates(ctx context.Context, from, to, today string) (map[string]checklist.FindingRates, error) {
	const created = "f.day >= ? AND f.day <= ?"
	const due = "f.due >= ? AND f.due <= ?"
	const onTime = "f.submit_day <> '' AND f.submit_day <= f.due AND f.status IN ('submitted', 'closed', 'fixed_on_site')"
	rows, err := s.read(ctx).Raw("SELECT f.branch, count(CASE WHEN "+created+" THEN 1 END), count(CASE WHEN "+created+" AND f.status = 'closed' THEN 1 END),"+
		" count(CASE WHEN "+due+" THEN 1 END), count(CASE WHEN "+due+" AND "+onTime+" THEN 1 END),"+
		" count(CASE WHEN "+created+" AND f.occurrence > 0 THEN 1 END), count(CASE WHEN "+overdueOn+" THEN 1 END),"+
		" count(CASE WHEN f.status <> 'closed' THEN 1 END), count(CASE WHEN f.status = 'submitted' THEN 1 END)"+
		" FROM findings f WHERE f.status <> 'cancelled' AND (("+created+") OR ("+due+")) GROUP BY f.branch",
		from, to, from, to, from, to, from, to, from, to, today, from, to, from, to).Rows()
	if err != nil {
		return nil, coded(err, "read")
	}
	defer func() { _ = rows.Close() }()
	out := map[string]checklist.FindingRates{}
	for rows.Next() {
		var branch string
		var r checklist.FindingRates
		if err := rows.Scan(&branch, &r.Created, &r.Closed, &r.Due, &r.OnTime, &r.Repeats, &r.Overdue, &r.Open, &r.Submitted); err != nil {
			return nil, coded(err, "read")
		}
		out[branch] = r
	}
	return out, coded(rows.Err(), "read")
}

// OnTime is the share of the findings due in the days from … to (inclusive) that
// were put right in time, per mille rounded half up, by branch; a branch with
// none due is absent.
func (s *Store) OnTime(ctx context.Context, from, to string) (map[string]int, error) {
	rows, err := s.read(ctx).Raw("SELECT branch, count(*), count(CASE WHEN submit_day <> '' AND submit_day <= due"+
		" AND status IN ('submitted', 'closed', 'fixed_on_site') THEN 1 END) FROM findings"+
		" WHERE due >= ? AND due <= ? AND status <> 'cancelled' GROUP BY branch", from, to).Rows()
	if err != nil {
		return nil, coded(err, "read")
	}
	defer func() { _ = rows.Close() }()
	out := map[string]int{}
	for rows.Next() {
		var branch string
		var due, met int
		if err := rows.Scan(&branch, &due, &met); err != nil {
			return nil, coded(err, "read")
		}
		out[branch] = (2000*met + due) / (2 * due)
	}
	return out, coded(rows.Err(), "read")
}

// Spreads returns sums and sums of squares of the records of a checklist in the
// days from … to (inclusive), by branch.
func (s *Store) Spreads(ctx context.Context, list, from, to string) ([]ranking.Spread, error) {
	var out []ranking.Spread
	err := s.read(ctx).Raw("SELECT i.branch, i.checklist, count("+countedScore+") AS n, CAST(sum("+countedScore+") AS BIGINT) AS sum,"+
		" CAST(sum("+countedScore+" * "+countedScore+") AS BIGINT) AS squares FROM inspections i WHERE i.checklist = ? AND i.month >= ? AND i.month <= ?"+
		" AND i.day >= ? AND i.day <= ? AND "+isCounted+" AND "+countedScore+" IS NOT NULL GROUP BY i.branch, i.checklist ORDER BY i.branch",
		list, monthOf(from), monthOf(to), from, to).Scan(&out).Error
	return out, coded(err, "read")
}

// Visits lists who scored what in the days from … to (inclusive) with a
// checklist, for comparing inspectors.
func (s *Store) Visits(ctx context.Context, list, from, to string) ([]ranking.Visit, error) {
	var out []ranking.Visit
	err := s.read(ctx).Raw("SELECT i.branch, i.checklist, i.day, i.mode, i.inspector, "+countedScore+" AS score FROM inspections i"+
		" WHERE i.checklist = ? AND i.month >= ? AND i.month <= ? AND i.day >= ? AND i.day <= ? AND "+isCounted+" AND "+countedScore+" IS NOT NULL"+
		" ORDER BY i.branch, i.day, i.id", list, monthOf(from), monthOf(to), from, to).Scan(&out).Error
	return out, coded(err, "read")
}

// Trend returns the months' sums of one branch from … to (yyyy-mm, inclusive)
// with a checklist, by month; months without a record that counts are absent.
func (s *Store) Trend(ctx context.Context, list, branch, from, to string) ([]ranking.MonthSum, error) {
	var out []ranking.MonthSum
	// Joined to nothing, the checklist has no index: SQLite would go through the months
	// of every branch otherwise.
	err := s.read(ctx).Raw("SELECT month, 1 AS halls, n, score_sum AS sum FROM period_cells"+
		" WHERE branch = ? AND checklist || '' = ? AND month >= ? AND month <= ? AND n > 0 ORDER BY month", branch, list, from, to).Scan(&out).Error
	for i := range out {
		out[i].Sum = (2*out[i].Sum + int64(out[i].N)) / (2 * int64(out[i].N))
	}
	return out, coded(err, "read")
}

// GroupTrend returns, per month and peer group, how many halls of our own have
// a score with a checklist and the sum of their period scores.
func (s *Store) GroupTrend(ctx context.Context, list, from, to string) ([]ranking.MonthSum, error) {
	var out []ranking.MonthSum
	err := s.read(ctx).Raw("SELECT c.month, CASE WHEN b.grade = '' THEN 'second' ELSE b.grade END AS grade, b.traffic, count(*) AS halls,"+
		" CAST(sum(c.n) AS BIGINT) AS n, CAST(sum((2 * c.score_sum + c.n) / (2 * c.n)) AS BIGINT) AS sum"+
		" FROM period_cells c JOIN branches b ON b.code = c.branch WHERE c.checklist = ? AND c.month >= ? AND c.month <= ? AND c.n > 0"+
		" AND b.active = 1 AND b.owner = '' GROUP BY c.month, CASE WHEN b.grade = '' THEN 'second' ELSE b.grade END, b.traffic ORDER BY 1, 2, 3",
		list, from, to).Scan(&out).Error
	return out, coded(err, "read")
}

// TopLosses lists the items of a checklist that cost most points in the days
// from … to (inclusive), in one branch or ("") in all of our own, dearest first,
// at most n.
func (s *Store) TopLosses(ctx context.Context, list, branch, from, to string, n int) ([]ranking.Loss, error) {
	q := "SELECT i.branch, z.zone, z.items FROM inspections i JOIN inspection_zones z ON z.branch = i.branch AND z.inspection = i.id" +
		" JOIN branches b ON b.code = i.branch WHERE i.checklist = ? AND i.month >= ? AND i.month <= ? AND i.day >= ? AND i.day <= ? AND " + isCounted +
		" AND z.items <> '' AND b.active = 1 AND b.owner = ''"
	args := []any{list, monthOf(from), monthOf(to), from, to}
	if branch != "" {
		q, args = q+" AND i.branch = ?", append(args, branch)
	}
	rows, err := s.read(ctx).Raw(q, args...).Rows()
	if err != nil {
		return nil, coded(err, "read")
	}
	defer func() { _ = rows.Close() }()
	all := map[string]*lossSum{}
	for rows.Next() {
		var hall, zone, items string
		if err := rows.Scan(&hall, &zone, &items); err != nil {
			return nil, coded(err, "read")
		}
		for one := range strings.SplitSeq(items, ";") {
			item, lost, _ := strings.Cut(one, " ")
			x := all[item]
			if x == nil {
				x = &lossSum{Loss: ranking.Loss{Item: item, Zone: zone}, halls: map[string]bool{}}
				all[item] = x
			}
			points, _ := strconv.ParseInt(lost, 10, 64) // our own writing
			x.Lost, x.Times, x.halls[hall] = x.Lost+checklist.Milli(points), x.Times+1, true
		}
	}
	return dearest(all, n), coded(rows.Err(), "read")
}

type lossSum struct {
	ranking.Loss
	halls map[string]bool
}

func dearest(all map[string]*lossSum, n int) []ranking.Loss {
	out := make([]ranking.Loss, 0, len(all))
	for _, x := range all {
		x.Halls = len(x.halls)
		out = append(out, x.Loss)
	}
	slices.SortFunc(out, func(a, b ranking.Loss) int {
		return cmp.Or(cmp.Compare(b.Lost, a.Lost), cmp.Compare(a.Item, b.Item))
	})
	return out[:min(n, len(out))]
}
