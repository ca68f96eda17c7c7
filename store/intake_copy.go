package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/gorm"
)

// copyFrom is from how many rows on COPY is worth its two answers from the server.
const copyFrom = 200

type connKey struct{}

// writeCopying is write for an import: on PostgreSQL rows that are not there yet may
// be copied, for which the transaction's connection is needed.
func (s *Store) writeCopying(ctx context.Context, what string, work func(tx *gorm.DB) error) error {
	if s.db.name != "postgres" {
		return s.write(ctx, what, work)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.barred(what); err != nil {
		return err
	}
	return coded(s.attemptCopying(context.WithoutCancel(ctx), work), what)
}

func (s *Store) attemptCopying(ctx context.Context, work func(tx *gorm.DB) error) error {
	pool, err := s.db.w.DB()
	if err != nil {
		return err
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // nothing after a commit
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("SELECT pg_advisory_xact_lock(%d)", applicationID)); err != nil {
		return err
	}
	db := s.db.w.WithContext(context.WithValue(ctx, connKey{}, conn))
	db.Statement.ConnPool = tx
	if err := work(db); err != nil {
		return err
	}
	return tx.Commit()
}

// copyRows sends rows by COPY; done is false where that is not possible.
func (l *rowList) copyRows(tx *gorm.DB) (done bool, err error) {
	ctx := tx.Statement.Context
	conn, ok := ctx.Value(connKey{}).(*sql.Conn)
	if !ok || l.upsert != "" || len(l.args) < copyFrom*l.width {
		return false, nil
	}
	rows := len(l.args) / l.width
	return true, conn.Raw(func(driver any) error {
		c, ok := driver.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("store: %T has no COPY", driver)
		}
		n, err := c.Conn().CopyFrom(ctx, pgx.Identifier{l.table}, strings.Split(l.columns, ", "),
			pgx.CopyFromSlice(rows, func(i int) ([]any, error) { return l.args[i*l.width : (i+1)*l.width], nil }))
		if err == nil && n != int64(rows) {
			err = fmt.Errorf("store: %d of %d rows copied into %s", n, rows, l.table)
		}
		return err
	})
}
