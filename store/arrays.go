package store

import (
	"fmt"
	"strconv"
	"strings"

	"gorm.io/gorm"
)

// insertArrays writes all rows with one statement whose parameters are columns:
// its text does not depend on how many rows there are, so that PostgreSQL plans it
// once and reads it fast.
func (l *rowList) insertArrays(tx *gorm.DB) error {
	rows := len(l.args) / l.width
	if rows == 0 {
		return nil
	}
	from, names := make([]string, l.width), make([]string, l.width)
	args := make([]any, 0, l.width)
	for c := range l.width {
		names[c] = "c" + strconv.Itoa(c)
		column, kind, err := l.column(c, rows)
		if err != nil {
			return err
		}
		if column == nil { // nothing but NULL, of whatever type
			from[c], names[c] = "", "NULL"
			continue
		}
		args = append(args, column)
		from[c] = "$" + strconv.Itoa(len(args)) + "::" + kind
	}
	var arrays, aliases []string
	for c := range l.width {
		if from[c] != "" {
			arrays, aliases = append(arrays, from[c]), append(aliases, names[c])
		}
	}
	q := "INSERT INTO " + l.table + " (" + l.columns + ") SELECT " + strings.Join(names, ",") +
		" FROM unnest(" + strings.Join(arrays, ",") + ") AS u(" + strings.Join(aliases, ",") + ")" + l.upsert
	_, err := tx.Statement.ConnPool.ExecContext(tx.Statement.Context, q, args...)
	return err
}

// column turns one column of the rows into an array; nil when it has only NULL.
func (l *rowList) column(c, rows int) (array any, kind string, err error) {
	texts, numbers := make([]*string, rows), make([]*int64, rows)
	for i := range rows {
		switch v := l.args[i*l.width+c].(type) {
		case nil:
		case string:
			texts[i], kind = &v, "text[]"
		case int:
			n := int64(v)
			numbers[i], kind = &n, "bigint[]"
		case int64:
			numbers[i], kind = &v, "bigint[]"
		default:
			return nil, "", fmt.Errorf("store: column %d of %s has a %T", c, l.table, v)
		}
	}
	switch kind {
	case "text[]":
		return texts, kind, nil
	case "bigint[]":
		return numbers, kind, nil
	}
	return nil, "", nil
}
