package store

import "gorm.io/gorm"

// AfterRows calls fn with the statement after every reading by rows.
func (s *Store) AfterRows(fn func(sql string)) error {
	return s.db.r.Callback().Row().After("gorm:row").Register("test:after", func(db *gorm.DB) { fn(db.Statement.SQL.String()) })
}
