package store

import (
	"cmp"
	"database/sql"
	"slices"
	"strings"

	"gorm.io/gorm"

	"hallcheck/checklist"
)

// cellKey names a row of period_cells.
type cellKey struct{ list, month, branch string }

// addToCells counts inspections in that were not counted before. All sums are of
// whole numbers, so this is what refreshCell would find, without reading the
// inspections of the month again at each import.
func addToCells(tx *gorm.DB, add map[cellKey]*checklist.PeriodCell) error {
	keys := make([]cellKey, 0, len(add))
	for k := range add {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b cellKey) int {
		return cmp.Or(cmp.Compare(a.month, b.month), cmp.Compare(a.list, b.list), cmp.Compare(a.branch, b.branch))
	})
	for some := range slices.Chunk(keys, maxRows) {
		cells, err := cellsOf(tx, some)
		if err != nil {
			return err
		}
		for len(some) > 0 {
			month := some[0].month
			var same []checklist.PeriodCell
			for len(some) > 0 && some[0].month == month {
				c := cells[some[0]]
				c.Checklist, c.Branch = some[0].list, some[0].branch
				merge(&c, *add[some[0]])
				same, some = append(same, c), some[1:]
			}
			if err := putCells(tx, month, same); err != nil {
				return err
			}
		}
	}
	return nil
}

// cellsOf reads the cells that are there; see intake.stored about OFFSET 0.
func cellsOf(tx *gorm.DB, keys []cellKey) (map[cellKey]checklist.PeriodCell, error) {
	var lists, months, branches []string
	for _, k := range keys {
		lists, months, branches = append(lists, k.list), append(months, k.month), append(branches, k.branch)
	}
	q := "SELECT x.* FROM unnest($1::text[], $2::text[], $3::text[]) AS w(l, m, b) CROSS JOIN LATERAL (SELECT checklist, month, branch, " + cellColumns +
		" FROM period_cells WHERE checklist = w.l AND month = w.m AND branch = w.b OFFSET 0) x"
	args := []any{lists, months, branches}
	if tx.Name() == "sqlite" {
		q = "SELECT checklist, month, branch, " + cellColumns + " FROM period_cells WHERE (checklist, month, branch) IN (VALUES " +
			strings.TrimSuffix(strings.Repeat("(?,?,?),", len(keys)), ",") + ")"
		args = args[:0]
		for _, k := range keys {
			args = append(args, k.list, k.month, k.branch)
		}
	}
	rows, err := tx.Statement.ConnPool.QueryContext(tx.Statement.Context, q, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	out := make(map[cellKey]checklist.PeriodCell, len(keys))
	for rows.Next() {
		k, c, err := scanKeyed(rows)
		if err != nil {
			return nil, err
		}
		out[k] = c
	}
	return out, rows.Err()
}

func scanKeyed(rows *sql.Rows) (k cellKey, c checklist.PeriodCell, err error) {
	var zones string
	err = rows.Scan(&k.list, &k.month, &k.branch, &c.N, &c.ScoreSum, &c.Vetoes, &c.Problems, &c.Critical, &c.MinVersion, &c.MaxVersion, &c.Excluded,
		&c.Withheld, &c.Provisional, &c.Appealed, &zones)
	c.Zones = unpackZones(zones)
	return k, c, err
}
