package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"gorm.io/gorm"

	"hallcheck/checklist"
	"hallcheck/checklist/bulletin"
)

// BulletinFacts reads everything a bulletin may say about the query at one moment,
// so that no figure of a paper is newer than another. choose says of which findings
// the pictures are wanted, once the rest is known; nil = of none.
func (s *Store) BulletinFacts(ctx context.Context, q bulletin.Query, choose func(*bulletin.Facts) []string) (*bulletin.Facts, error) {
	var f *bulletin.Facts
	err := s.read(ctx).Transaction(func(tx *gorm.DB) error {
		f = &bulletin.Facts{Query: q, Pictures: map[string]bulletin.Pictures{}}
		for _, read := range []func(*gorm.DB, *bulletin.Facts) error{
			factsHead, factsCells, factsSpreads, factsVisits, s.factsFindings, s.factsRates, s.factsVetoes, factsBright,
		} {
			if err := read(tx, f); err != nil {
				return err
			}
		}
		if choose == nil {
			return nil
		}
		for _, id := range choose(f) {
			x, err := findFinding(tx, id)
			if checklist.CodeOf(err) == "store.unknownFinding" {
				continue
			}
			if err != nil {
				return err
			}
			f.Pictures[id] = bulletin.Pictures{Before: firstPhoto(x.Photos), After: firstPhoto(x.After)}
		}
		return nil
	}, s.snapshot())
	return f, coded(err, "read")
}

func firstPhoto(list []checklist.PhotoRef) *checklist.PhotoRef {
	if len(list) == 0 {
		return nil
	}
	return &list[0]
}

func factsHead(tx *gorm.DB, f *bulletin.Facts) error {
	if err := tx.Raw("SELECT org FROM profile").Scan(&f.Org).Error; err != nil {
		return err
	}
	var rows []branchRow
	if err := tx.Raw("SELECT code, name, grade, traffic, active, owner FROM branches ORDER BY code").Scan(&rows).Error; err != nil {
		return err
	}
	for _, r := range rows {
		f.Branches = append(f.Branches, r.branch())
	}
	return nil
}

// factsCells reads the sums of both periods.
func factsCells(tx *gorm.DB, f *bulletin.Facts) error {
	for _, list := range f.Query.Lists {
		now, err := cellsIn(tx, list, f.Query.From, f.Query.To)
		if err != nil {
			return err
		}
		last, err := cellsIn(tx, list, f.Query.LastFrom, f.Query.LastTo)
		if err != nil {
			return err
		}
		f.Cells, f.Last = append(f.Cells, now...), append(f.Last, last...)
	}
	return nil
}

// cellsIn is PeriodCells inside a transaction.
func cellsIn(tx *gorm.DB, list, from, to string) ([]checklist.PeriodCell, error) {
	if wholeMonths(from, to) {
		return keptCells(tx, list, from[:7], to[:7])
	}
	return freshCells(tx, list, from, to)
}

// factsSpreads reads the sums of squares shrinkage needs.
func factsSpreads(tx *gorm.DB, f *bulletin.Facts) error {
	if !f.Query.Spreads {
		return nil
	}
	return tx.Raw("SELECT i.branch, i.checklist, count("+countedScore+") AS n, CAST(sum("+countedScore+") AS BIGINT) AS sum,"+
		" CAST(sum("+countedScore+" * "+countedScore+") AS BIGINT) AS squares FROM inspections i WHERE i.checklist IN (?) AND i.day >= ? AND i.day <= ?"+
		" AND "+isCounted+" AND "+countedScore+" IS NOT NULL GROUP BY i.branch, i.checklist ORDER BY i.branch, i.checklist",
		f.Query.Lists, f.Query.From, f.Query.To).Scan(&f.Spreads).Error
}

// scan reads rows through database/sql: at 16,000 halls mapping them by reflection
// would cost more than reading them.
func scan(tx *gorm.DB, q string, args []any, row func(*sql.Rows) error) error {
	rows, err := tx.Raw(q, args...).Rows()
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := row(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

func factsVisits(tx *gorm.DB, f *bulletin.Facts) error {
	return scan(tx, "SELECT i.branch, i.mode, count(*), min(i.day), max(i.day) FROM inspections i WHERE "+isCounted+
		" AND i.day >= ? AND i.day <= ? AND i.checklist IN (?) GROUP BY i.branch, i.mode ORDER BY i.branch, i.mode",
		[]any{f.Query.From, f.Query.To, f.Query.Lists}, func(r *sql.Rows) error {
			var v bulletin.Visits
			err := r.Scan(&v.Branch, &v.Mode, &v.N, &v.First, &v.Last)
			f.Visits = append(f.Visits, v)
			return err
		})
}

func (s *Store) factsFindings(tx *gorm.DB, f *bulletin.Facts) (err error) {
	f.Findings, err = s.factFindings(tx, "f.day >= ? AND f.day <= ? AND (f.checklist = '' OR f.checklist IN (?)) AND f.status <> 'cancelled'",
		f.Query.From, f.Query.To, f.Query.Lists)
	if err != nil {
		return err
	}
	f.Overdue, err = s.factFindings(tx, overdueOn+" AND (f.checklist = '' OR f.checklist IN (?))", f.Query.Today, f.Query.Lists)
	return err
}

func (s *Store) factFindings(tx *gorm.DB, where string, args ...any) (out []bulletin.Finding, err error) {
	away, err := s.ruledAway(tx, where, args...)
	if err != nil {
		return nil, err
	}
	texts := map[string]checklist.Text{} // zones and items say the same again and again
	text := func(s string, into *checklist.Text) error {
		if t, ok := texts[s]; ok {
			*into = t
			return nil
		}
		err := fromJSON(s, into)
		texts[s] = *into
		return err
	}
	err = scan(tx, "SELECT f.id, f.number, f.branch, f.checklist, f.item, f.item_text, f.zone, f.zone_name, f.words, f.severity, f.status, f.day, f.due,"+
		" f.occurrence, f.before_hash, f.after_hash FROM findings f WHERE "+where+" ORDER BY f.branch, f.day, f.number, f.id", args, func(r *sql.Rows) error {
		var x bulletin.Finding
		var item, zone string
		err := r.Scan(&x.ID, &x.Number, &x.Branch, &x.Checklist, &x.Item, &item, &x.Zone, &zone, &x.Text, &x.Severity, &x.Status, &x.Day, &x.Due,
			&x.Repeat, &x.BeforeHash, &x.AfterHash)
		if err == nil && away[x.ID] {
			return nil
		}
		if err == nil {
			err = errors.Join(text(item, &x.ItemText), text(zone, &x.ZoneName))
		}
		out = append(out, x)
		return err
	})
	return out, err
}

// factsRates sums the findings of both periods up, by branch.
func (s *Store) factsRates(tx *gorm.DB, f *bulletin.Facts) error {
	q := &f.Query
	f.OnTime = map[string]int{}
	err := scan(tx, "SELECT branch, count(*), count(CASE WHEN submit_day <> '' AND submit_day <= due AND status IN ('submitted', 'closed', 'fixed_on_site')"+
		" THEN 1 END) FROM findings WHERE due >= ? AND due <= ? AND status <> 'cancelled' GROUP BY branch", []any{q.From, q.To}, func(r *sql.Rows) error {
		var x bulletin.Rates
		err := r.Scan(&x.Branch, &x.Due, &x.OnTime)
		f.OnTime[x.Branch], _ = x.OnTimeShare()
		return err
	})
	if err != nil {
		return err
	}
	f.LastRates, err = s.ratesByBranch(tx, q.LastFrom, q.LastTo, q.Lists)
	return err
}

func (s *Store) ratesByBranch(tx *gorm.DB, from, to string, lists []string) (out []bulletin.Rates, err error) {
	days := "julianday(f.closed_day) - julianday(f.day)"
	if s.db.name == "postgres" {
		days = "CASE WHEN f.closed_day <> '' THEN CAST(f.closed_day AS DATE) - CAST(f.day AS DATE) END"
	}
	const created, due = "f.day >= ? AND f.day <= ?", "f.due >= ? AND f.due <= ?"
	const onTime = "f.submit_day <> '' AND f.submit_day <= f.due AND f.status IN ('submitted', 'closed', 'fixed_on_site')"
	query := "SELECT f.branch, count(CASE WHEN " + created + " THEN 1 END), count(CASE WHEN " + created + " AND f.status = 'closed' THEN 1 END)," +
		" count(CASE WHEN " + due + " THEN 1 END), count(CASE WHEN " + due + " AND " + onTime + " THEN 1 END)," +
		" CAST(coalesce(sum(CASE WHEN " + created + " AND f.status = 'closed' THEN " + days + " END), 0) AS BIGINT)," +
		" count(CASE WHEN " + created + " AND f.settled = 0 THEN 1 END)" +
		" FROM findings f WHERE f.status <> 'cancelled' AND (f.checklist = '' OR f.checklist IN (?)) AND (" + created + " OR " + due + ")" +
		" GROUP BY f.branch ORDER BY f.branch"
	args := []any{from, to, from, to, from, to, from, to, from, to, from, to, lists, from, to, from, to}
	err = scan(tx, query, args, func(r *sql.Rows) error {
		var x bulletin.Rates
		err := r.Scan(&x.Branch, &x.Created, &x.Closed, &x.Due, &x.OnTime, &x.DaysSum, &x.Open)
		out = append(out, x)
		return err
	})
	return out, err
}

// factsVetoes reads which items voided inspections of the period, as they were ruled.
func (s *Store) factsVetoes(tx *gorm.DB, f *bulletin.Facts) error {
	type record struct {
		id, branch, list string
		vetoes           []checklist.VetoHit
	}
	var ruled, all []record
	err := scan(tx, "SELECT i.id, i.branch, i.checklist, i.ruled, r.result FROM inspections i JOIN results r ON r.branch = i.branch AND r.inspection = i.id WHERE "+isCounted+
		" AND "+countedVetoes+" > 0 AND i.day >= ? AND i.day <= ? AND i.checklist IN (?) ORDER BY i.branch, i.checklist, i.id",
		[]any{f.Query.From, f.Query.To, f.Query.Lists}, func(r *sql.Rows) error {
			var x record
			var changed int
			var body string
			if err := r.Scan(&x.id, &x.branch, &x.list, &changed, &body); err != nil {
				return err
			}
			if changed == 1 {
				ruled = append(ruled, x)
				return nil
			}
			var res struct {
				Vetoes []checklist.VetoHit `json:"vetoes"`
			}
			err := fromJSON(body, &res)
			x.vetoes = res.Vetoes
			all = append(all, x)
			return err
		})
	if err != nil {
		return err
	}
	for _, x := range ruled {
		if x.vetoes, err = s.ruledVetoes(tx, x.id); err != nil {
			return err
		}
		all = append(all, x)
	}
	counts := map[bulletin.VetoHit]int{}
	for _, x := range all {
		for _, v := range x.vetoes {
			if v.Effect == checklist.VetoInspection {
				counts[bulletin.VetoHit{Branch: x.branch, Checklist: x.list, Item: v.Item}]++
			}
		}
	}
	for hit, n := range counts {
		hit.N = n
		f.Vetoes = append(f.Vetoes, hit)
	}
	slices.SortFunc(f.Vetoes, func(a, b bulletin.VetoHit) int {
		return cmp.Or(cmp.Compare(a.Branch, b.Branch), cmp.Compare(a.Checklist, b.Checklist), cmp.Compare(a.Item, b.Item))
	})
	return nil
}

func factsBright(tx *gorm.DB, f *bulletin.Facts) error {
	return scan(tx, "SELECT body FROM bright_spots WHERE gone = 0 AND day >= ? AND day <= ? ORDER BY day, branch, id", []any{f.Query.From, f.Query.To},
		func(r *sql.Rows) error {
			var body string
			if err := r.Scan(&body); err != nil {
				return err
			}
			var b checklist.BrightSpot
			err := fromJSON(body, &b)
			f.Bright = append(f.Bright, b)
			return err
		})
}

// wholeMonths says that the days are the first and the last of months, whose sums
// are kept.
func wholeMonths(from, to string) bool {
	a, err1 := time.Parse(time.DateOnly, from)
	b, err2 := time.Parse(time.DateOnly, to)
	return err1 == nil && err2 == nil && a.Day() == 1 && b.AddDate(0, 0, 1).Day() == 1
}
