package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"hallcheck/checklist"
)

// AfterRows calls fn with the statement after every reading by rows.
func (s *Store) AfterRows(fn func(sql string)) error {
	return s.db.r.Callback().Row().After("gorm:row").Register("test:after", func(db *gorm.DB) { fn(db.Statement.SQL.String()) })
}

// FindingColumns are the columns of findings, for filling the table by SQL.
const FindingColumns = findingColumns

// IndexText is what the full-text index keeps of a search text.
func IndexText(search string) string { return grams(search) }

// FetchFew makes searches read more than n records in the order of the list.
func FetchFew(n int) (back func()) {
	was := fewRecords
	fewRecords = n
	return func() { fewRecords = was }
}

// SummariesByRow is Summaries with every row asked for every word.
func (s *Store) SummariesByRow(ctx context.Context, f checklist.Filter) (ids []string, total int, err error) {
	var c condition
	for _, w := range words(f.Text) {
		c.add(s.contains("i.search"), w)
	}
	where, args := s.narrow(f, c)
	list, err := s.summaries(ctx, f, where, args)
	for i := range list {
		ids = append(ids, list[i].ID)
	}
	if err == nil {
		err = s.read(ctx).Raw("SELECT count(*) FROM inspections i"+where, args...).Scan(&total).Error
	}
	return ids, total, err
}

// AddUpHalls makes everything of the days of halls again from what they said.
func (s *Store) AddUpHalls(ctx context.Context) error {
	return s.write(ctx, "hall", func(tx *gorm.DB) error {
		var rows []struct{ Branch, Day string }
		if err := tx.Raw("SELECT DISTINCT branch, day FROM hall_reports ORDER BY branch, day").Scan(&rows).Error; err != nil {
			return err
		}
		if err := tx.Exec("DELETE FROM hall_spans").Error; err != nil {
			return err
		}
		for _, r := range rows {
			if err := addUp(tx, r.Branch, []string{r.Day}); err != nil {
				return err
			}
			if err := sumSpans(tx, r.Branch, []string{r.Day}); err != nil {
				return err
			}
		}
		return nil
	})
}

// SumFields are the columns Check compares of what is kept of halls.
func SumFields() (out []string) {
	cells, totals := hallRowsOf(nil)
	for _, l := range []*rowList{cells, totals, slotRows(nil, "", "", "", time.UTC), rowsOf("hall_spans", spanKeys+spanColumns+spanLists, 0)} {
		for _, field := range sumsIn(l).columns {
			if _, compared := apart(field, "1", "[]"); compared {
				out = append(out, field)
			}
		}
	}
	return append(out, SumMissing, SumExtra)
}
