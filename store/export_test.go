package store

import (
	"gorm.io/gorm"
)

// AfterRows calls fn with the statement after every reading by rows.
func (s *Store) AfterRows(fn func(sql string)) error {
	return s.db.r.Callback().Row().After("gorm:row").Register("test:after", func(db *gorm.DB) { fn(db.Statement.SQL.String()) })
}

// FindingColumns are the columns of findings, for filling the table by SQL.
const FindingColumns = findingColumns

// IndexText is what the full-text index keeps of a search text.
func IndexText(search string) string { return grams(search) }
