package store

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"hallcheck/checklist"
	arrivals "hallcheck/checklist/arrival"
)

// hallMonth names a row of arrivals.
type hallMonth struct{ Month, Branch string }

// arrivedRecord writes a finished record as it stands in arrivals: x = does not
// count, r = returned, else how many pictures lack. What a ranking leaves out for
// other reasons has arrived all the same.
const arrivedRecord = "checklist || ' ' || substr(day, 9, 2) || ' ' || CASE WHEN incomplete <> '' OR review = 'void' THEN 'x'" +
	" WHEN review = 'returned' THEN 'r' ELSE CAST(lacking + unreadable AS TEXT) END"

// drawArrivals draws some rows of arrivals from the finished records, in the
// transaction that changed them: a board of 16,000 halls reads one row each instead
// of all records. See ahead.readStored about OFFSET 0.
func drawArrivals(tx *gorm.DB, rows []hallMonth) error {
	const set = " ON CONFLICT (month, branch) DO UPDATE SET records = excluded.records"
	for some := range slices.Chunk(rows, maxRows) {
		months, branches := make([]string, len(some)), make([]string, len(some))
		for i, r := range some {
			months[i], branches[i] = r.Month, r.Branch
		}
		q := "INSERT INTO arrivals (month, branch, records) SELECT w.m, w.b, x.records FROM unnest($1::text[], $2::text[]) AS w(m, b)" +
			" CROSS JOIN LATERAL (SELECT string_agg(record, ';' ORDER BY record) AS records FROM (SELECT " + arrivedRecord + " AS record FROM inspections" +
			" WHERE month = w.m AND branch = w.b AND status = 'finished' OFFSET 0) y) x WHERE x.records IS NOT NULL" + set
		args := []any{months, branches}
		if tx.Name() == "sqlite" {
			q = "INSERT INTO arrivals (month, branch, records) SELECT m, b, records FROM (SELECT w.column1 AS m, w.column2 AS b," +
				" (SELECT group_concat(record, ';' ORDER BY record) FROM (SELECT " + arrivedRecord + " AS record FROM inspections" +
				" WHERE month = w.column1 AND branch = w.column2 AND status = 'finished')) AS records FROM (" + values(2, len(some)) + ") w)" +
				" WHERE records IS NOT NULL" + set
			args = args[:0]
			for _, r := range some {
				args = append(args, r.Month, r.Branch)
			}
		}
		if _, err := tx.Statement.ConnPool.ExecContext(tx.Statement.Context, q, args...); err != nil {
			return err
		}
	}
	return nil
}

// redrawArrivals is drawArrivals of one row whose last record may be gone.
func redrawArrivals(tx *gorm.DB, month, branch string) error {
	if err := tx.Exec("DELETE FROM arrivals WHERE month = ? AND branch = ?", month, branch).Error; err != nil {
		return err
	}
	return drawArrivals(tx, []hallMonth{{month, branch}})
}

// arrivedNow draws the months of records just written.
func arrivedNow(tx *gorm.DB, list []*Prepared) error {
	rows := make([]hallMonth, 0, len(list))
	have := make(map[hallMonth]bool, len(list))
	for _, p := range list {
		if r := (hallMonth{monthOf(p.in.Day), p.in.Branch.Code}); !have[r] {
			have[r] = true
			rows = append(rows, r)
		}
	}
	return drawArrivals(tx, rows)
}

// checkArrivals compares what is kept of who reported with the records.
func (s *Store) checkArrivals(ctx context.Context, rep *Report, month string) error {
	join := "group_concat"
	if s.db.name == "postgres" {
		join = "string_agg"
	}
	var wrong int
	err := s.read(ctx).Raw("SELECT count(*) FROM (SELECT branch, max(kept) AS kept, max(fresh) AS fresh FROM (SELECT branch, records AS kept, '' AS fresh FROM arrivals"+
		" WHERE month = ? UNION ALL SELECT branch, '', "+join+"(record, ';' ORDER BY record) FROM (SELECT branch, "+arrivedRecord+" AS record FROM inspections"+
		" WHERE month = ? AND status = 'finished') r GROUP BY branch) b GROUP BY branch) c WHERE kept <> fresh", month, month).Scan(&wrong).Error
	if wrong > 0 {
		rep.add("sums", month, "")
	}
	return err
}

// boardMonth is what is read of one month.
type boardMonth struct {
	month    string
	partners bool // only of partner halls: nobody else is asked in this month
}

// boardMonths are the months a plan needs. Partners are asked by the quarter, so
// that a board of one month would read three of everybody.
func boardMonths(plan *arrivals.Plan) []boardMonth {
	from, to := plan.Days()
	ownFrom, ownTo := plan.DaysOf(arrivals.Ordinary, arrivals.Important)
	var out []boardMonth
	for m := monthOf(from); m <= monthOf(to); m = nextMonth(m) {
		out = append(out, boardMonth{m, m+"-31" < ownFrom || m+"-01" > ownTo})
	}
	return out
}

func nextMonth(m string) string {
	y, _ := strconv.Atoi(m[:4])
	n, _ := strconv.Atoi(m[5:])
	if n++; n > 12 {
		y, n = y+1, 1
	}
	return strconv.Itoa(y) + "-" + strconv.Itoa(100 + n)[1:]
}

// arrived is what is kept of a month, by branch.
type arrived struct {
	days    [32]string // by number, made once instead of once a record
	records map[string]string
}

func (s *Store) arrivedIn(ctx context.Context, m boardMonth) (arrived, error) {
	out := arrived{records: make(map[string]string, 1024)}
	for i := range out.days {
		out.days[i] = m.month + "-" + strconv.Itoa(100 + i)[1:]
	}
	q := "SELECT branch, records FROM arrivals WHERE month = ?"
	if m.partners {
		q += " AND branch IN (SELECT code FROM branches WHERE grade = '" + string(checklist.Partner) + "')"
	}
	rows, err := s.read(ctx).Raw(q, m.month).Rows()
	if err != nil {
		return out, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var branch, records string
		if err := rows.Scan(&branch, &records); err != nil {
			return out, err
		}
		out.records[branch] = records
	}
	return out, rows.Err()
}

// unpack appends the records of a branch to out.
func (a *arrived) unpack(out []arrivals.Record, branch string) []arrivals.Record {
	for s := a.records[branch]; s != ""; {
		var one string
		one, s, _ = strings.Cut(s, ";")
		list, rest, _ := strings.Cut(one, " ")
		day, mark, _ := strings.Cut(rest, " ")
		n, _ := strconv.Atoi(day)
		r := arrivals.Record{Checklist: list, Day: a.days[n%len(a.days)]}
		switch mark {
		case "r":
			r.Returned = true
		case "x":
		default:
			r.Counts = true
			r.Lacking, _ = strconv.Atoi(mark)
		}
		out = append(out, r)
	}
	return out
}
