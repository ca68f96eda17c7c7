package store

import (
	"context"
	"database/sql"
	"regexp"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"

	"hallcheck/checklist"
)

// cellRow is a row of period_cells, or the same sums taken from the base.
type cellRow struct {
	Branch, Checklist, Zones                                        string
	N, Vetoes, Problems, Critical, MinVersion, MaxVersion, Excluded int
	Withheld, Provisional, Appealed                                 int
	ScoreSum                                                        int64
}

func (r *cellRow) cell() checklist.PeriodCell {
	return checklist.PeriodCell{
		Branch: r.Branch, Checklist: r.Checklist, N: r.N, ScoreSum: r.ScoreSum, Vetoes: r.Vetoes, Problems: r.Problems,
		Critical: r.Critical, MinVersion: r.MinVersion, MaxVersion: r.MaxVersion, Excluded: r.Excluded,
		Withheld: r.Withheld, Provisional: r.Provisional, Appealed: r.Appealed,
	}
}

// What is counted of a finished inspection: as it was ruled, else its own.
const (
	countedScore    = "CASE WHEN counts = 1 THEN CASE WHEN ruled = 1 THEN ruled_score ELSE score END END"
	countedVetoes   = "CASE WHEN counts = 1 THEN CASE WHEN ruled = 1 THEN ruled_vetoes ELSE vetoes END END"
	countedRed      = "CASE WHEN counts = 1 THEN CASE WHEN ruled = 1 THEN ruled_red ELSE red END END"
	countedCritical = "CASE WHEN counts = 1 THEN CASE WHEN ruled = 1 THEN ruled_critical ELSE critical END END"
	// leftOut: incomplete, and neither accepted nor out for another reason.
	leftOut = "counts = 0 AND incomplete <> '' AND accepted = 0 AND review NOT IN ('returned', 'void')"
)

// cellSums are the sums of a cell over finished inspections. Those that do not
// count are only counted as excluded or withheld; N counts those that have a score.
const cellSums = "count(" + countedScore + ") AS n," +
	" CAST(coalesce(sum(" + countedScore + "), 0) AS BIGINT) AS score_sum," +
	" CAST(coalesce(sum(" + countedVetoes + "), 0) AS BIGINT) AS vetoes," +
	" CAST(coalesce(sum(" + countedRed + "), 0) AS BIGINT) AS problems," +
	" CAST(coalesce(sum(" + countedCritical + "), 0) AS BIGINT) AS critical," +
	" coalesce(min(CASE WHEN counts = 1 THEN version END), 0) AS min_version," +
	" coalesce(max(CASE WHEN counts = 1 THEN version END), 0) AS max_version," +
	" count(CASE WHEN " + leftOut + " THEN 1 END) AS excluded," +
	" count(CASE WHEN counts = 0 AND NOT (" + leftOut + ") THEN 1 END) AS withheld," +
	" count(CASE WHEN review <> 'passed' THEN " + countedScore + " END) AS provisional," +
	" count(CASE WHEN appeal = 'open' THEN " + countedScore + " END) AS appealed"

const (
	zoneScore = "CASE WHEN i.ruled = 1 THEN z.ruled_score ELSE z.score END"
	zoneSums  = "z.zone, count(" + zoneScore + ") AS n, CAST(coalesce(sum(" + zoneScore + "), 0) AS BIGINT) AS score_sum," +
		" CAST(sum(CASE WHEN i.ruled = 1 THEN z.ruled_lost ELSE z.lost END) AS BIGINT) AS lost_sum"
)

type zoneRow struct {
	Branch, Checklist, Zone string
	N                       int
	ScoreSum, LostSum       int64
}

// refreshCell recomputes the one cell an inspection counts in from its base, and what
// arrived in its month, in the transaction that changed the base.
func refreshCell(tx *gorm.DB, list, day, branch string) error {
	month := monthOf(day)
	if err := redrawArrivals(tx, month, branch); err != nil {
		return err
	}
	const where = " i.checklist = ? AND i.month = ? AND i.branch = ? AND i.status = 'finished'"
	err := tx.Exec("DELETE FROM period_cells WHERE checklist = ? AND month = ? AND branch = ?", list, month, branch).Error
	if err != nil {
		return err
	}
	var cells []cellRow
	err = tx.Raw("SELECT "+cellSums+" FROM inspections i WHERE"+where+" HAVING count(*) > 0", list, month, branch).Scan(&cells).Error
	if err != nil || len(cells) == 0 {
		return err
	}
	var zones []zoneRow
	err = tx.Raw("SELECT "+zoneSums+" FROM inspections i JOIN inspection_zones z ON z.branch = i.branch AND z.inspection = i.id WHERE"+where+
		" AND i.counts = 1 GROUP BY z.zone ORDER BY z.zone", list, month, branch).Scan(&zones).Error
	if err != nil {
		return err
	}
	cells[0].Branch, cells[0].Checklist = branch, list
	cell := cells[0].cell()
	for _, z := range zones {
		cell.Zones = append(cell.Zones, checklist.ZoneSum{Zone: z.Zone, N: z.N, ScoreSum: z.ScoreSum, LostSum: z.LostSum})
	}
	return putCell(tx, month, cell)
}

// cellColumns are the columns of period_cells behind its key.
const cellColumns = "n, score_sum, vetoes, problems, critical, min_version, max_version, excluded, withheld, provisional, appealed, zones"

var cellUpsert = " ON CONFLICT (checklist, month, branch) DO UPDATE SET " +
	regexp.MustCompile(`\w+`).ReplaceAllString(cellColumns, "$0 = excluded.$0")

func putCell(tx *gorm.DB, month string, c checklist.PeriodCell) error {
	return putCells(tx, month, []checklist.PeriodCell{c})
}

func putCells(tx *gorm.DB, month string, cells []checklist.PeriodCell) error {
	l := rowsOf("period_cells", "checklist, month, branch, "+cellColumns, 15)
	l.upsert = cellUpsert
	for _, c := range cells {
		l.add(c.Checklist, month, c.Branch, c.N, c.ScoreSum, c.Vetoes, c.Problems, c.Critical, c.MinVersion, c.MaxVersion, c.Excluded,
			c.Withheld, c.Provisional, c.Appealed, packZones(c.Zones))
	}
	return l.insert(tx)
}

// packZones writes zone sums as "zone n score lost;…", which reads ten times
// faster than JSON when a month of 16,000 halls is ranked. Zone ids have no spaces.
func packZones(zones []checklist.ZoneSum) string {
	var b strings.Builder
	for i, z := range zones {
		if i > 0 {
			b.WriteByte(';')
		}
		b.WriteString(z.Zone)
		for _, n := range []int64{int64(z.N), z.ScoreSum, z.LostSum} {
			b.WriteByte(' ')
			b.WriteString(strconv.FormatInt(n, 10))
		}
	}
	return b.String()
}

func unpackZones(s string) []checklist.ZoneSum {
	if s == "" {
		return nil
	}
	out := make([]checklist.ZoneSum, 0, strings.Count(s, ";")+1)
	for s != "" {
		var one string
		one, s, _ = strings.Cut(s, ";")
		zone, rest, _ := strings.Cut(one, " ")
		n, rest, _ := strings.Cut(rest, " ")
		score, lost, _ := strings.Cut(rest, " ")
		z := checklist.ZoneSum{Zone: zone}
		z.N, _ = strconv.Atoi(n)
		z.ScoreSum, _ = strconv.ParseInt(score, 10, 64)
		z.LostSum, _ = strconv.ParseInt(lost, 10, 64)
		out = append(out, z)
	}
	return out
}

// PeriodCells returns, per branch, the sums of a checklist ("" = of each) over
// the days fromDay…toDay (yyyy-mm-dd, inclusive), by branch code. Whole months
// come from the kept sums, the days before and after them from the inspections.
func (s *Store) PeriodCells(ctx context.Context, list, fromDay, toDay string) ([]checklist.PeriodCell, error) {
	from, err1 := time.Parse(time.DateOnly, fromDay)
	to, err2 := time.Parse(time.DateOnly, toDay)
	if err1 != nil || err2 != nil {
		return nil, checklist.Fail("store.period", "from", fromDay, "to", toDay)
	}
	if from.Day() == 1 && to.AddDate(0, 0, 1).Day() == 1 {
		return keptCells(s.read(ctx), list, fromDay[:7], toDay[:7])
	}
	var out []checklist.PeriodCell
	err := s.read(ctx).Transaction(func(tx *gorm.DB) (err error) {
		out, err = rangeCells(tx, list, from, to)
		return err
	}, s.snapshot())
	return out, coded(err, "read")
}

// keptCells reads the kept sums through database/sql: at 16,000 halls mapping
// rows by reflection would cost more than reading them.
func keptCells(db *gorm.DB, list, fromMonth, toMonth string) ([]checklist.PeriodCell, error) {
	q := "SELECT branch, checklist, " + cellColumns +
		" FROM period_cells WHERE month >= ? AND month <= ?"
	args := []any{fromMonth, toMonth}
	if fromMonth == toMonth { // one month of a checklist lies in order in its index
		q, args = "SELECT branch, checklist, "+cellColumns+" FROM period_cells WHERE month = ?", args[:1]
	}
	if list != "" {
		q, args = q+" AND checklist = ?", append(args, list)
	}
	rows, err := db.Raw(q+" ORDER BY branch, checklist, month", args...).Rows()
	if err != nil {
		return nil, coded(err, "read")
	}
	out, err := scanCells(rows)
	return out, coded(err, "read")
}

// scanCells reads cells, those of one branch and checklist merged, and closes rows.
func scanCells(rows *sql.Rows) ([]checklist.PeriodCell, error) {
	defer func() { _ = rows.Close() }()
	var out []checklist.PeriodCell
	for rows.Next() {
		var c checklist.PeriodCell
		var zones string
		err := rows.Scan(&c.Branch, &c.Checklist, &c.N, &c.ScoreSum, &c.Vetoes, &c.Problems, &c.Critical, &c.MinVersion, &c.MaxVersion, &c.Excluded,
			&c.Withheld, &c.Provisional, &c.Appealed, &zones)
		if err != nil {
			return nil, err
		}
		c.Zones = unpackZones(zones)
		if n := len(out); n > 0 && out[n-1].Branch == c.Branch && out[n-1].Checklist == c.Checklist {
			merge(&out[n-1], c)
			continue
		}
		out = append(out, c)
	}
	return out, rows.Err()
}

// merge adds month b of the same branch and checklist to a.
func merge(a *checklist.PeriodCell, b checklist.PeriodCell) {
	if b.MinVersion > 0 && (a.MinVersion == 0 || b.MinVersion < a.MinVersion) {
		a.MinVersion = b.MinVersion
	}
	a.MaxVersion = max(a.MaxVersion, b.MaxVersion)
	a.N, a.ScoreSum, a.Vetoes = a.N+b.N, a.ScoreSum+b.ScoreSum, a.Vetoes+b.Vetoes
	a.Problems, a.Critical, a.Excluded = a.Problems+b.Problems, a.Critical+b.Critical, a.Excluded+b.Excluded
	a.Withheld, a.Provisional, a.Appealed = a.Withheld+b.Withheld, a.Provisional+b.Provisional, a.Appealed+b.Appealed
	for _, z := range b.Zones {
		a.Zones = addZone(a.Zones, z)
	}
}

func addZone(list []checklist.ZoneSum, z checklist.ZoneSum) []checklist.ZoneSum {
	at := 0
	for at < len(list) && list[at].Zone < z.Zone {
		at++
	}
	if at < len(list) && list[at].Zone == z.Zone {
		list[at].N, list[at].ScoreSum, list[at].LostSum = list[at].N+z.N, list[at].ScoreSum+z.ScoreSum, list[at].LostSum+z.LostSum
		return list
	}
	list = append(list, checklist.ZoneSum{})
	copy(list[at+1:], list[at:])
	list[at] = z
	return list
}

// freshZones sums the zones of the inspections a condition finds. It reads through
// database/sql: at 16,000 halls reflection would cost more than the reading.
func freshZones(tx *gorm.DB, where string, args []any) ([]zoneRow, error) {
	rows, err := tx.Raw("SELECT i.branch, i.checklist, "+zoneSums+" FROM inspections i JOIN inspection_zones z ON z.branch = i.branch AND z.inspection = i.id"+where+
		" AND i.counts = 1 GROUP BY i.branch, i.checklist, z.zone ORDER BY i.branch, i.checklist, z.zone", args...).Rows()
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []zoneRow
	for rows.Next() {
		var z zoneRow
		if err := rows.Scan(&z.Branch, &z.Checklist, &z.Zone, &z.N, &z.ScoreSum, &z.LostSum); err != nil {
			return nil, err
		}
		out = append(out, z)
	}
	return out, rows.Err()
}

// freshCells takes the sums from the inspections themselves; tx is one snapshot.
func freshCells(tx *gorm.DB, list, fromDay, toDay string) ([]checklist.PeriodCell, error) {
	where, args := " WHERE i.status = 'finished' AND i.month >= ? AND i.month <= ? AND i.day >= ? AND i.day <= ?",
		[]any{monthOf(fromDay), monthOf(toDay), fromDay, toDay}
	if list != "" {
		where, args = where+" AND i.checklist = ?", append(args, list)
	}
	var cells []cellRow
	err := tx.Raw("SELECT branch, checklist, "+cellSums+" FROM inspections i"+where+
		" GROUP BY branch, checklist ORDER BY branch, checklist", args...).Scan(&cells).Error
	if err != nil {
		return nil, err
	}
	zones, err := freshZones(tx, where, args)
	if err != nil {
		return nil, err
	}
	out := make([]checklist.PeriodCell, 0, len(cells))
	for _, r := range cells {
		c := r.cell()
		for len(zones) > 0 && zones[0].Branch == r.Branch && zones[0].Checklist == r.Checklist {
			z := zones[0]
			c.Zones, zones = append(c.Zones, checklist.ZoneSum{Zone: z.Zone, N: z.N, ScoreSum: z.ScoreSum, LostSum: z.LostSum}), zones[1:]
		}
		out = append(out, c)
	}
	return out, nil
}
