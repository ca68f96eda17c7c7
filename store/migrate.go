package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/glebarez/sqlite"

	"hallcheck/checklist"
	"hallcheck/store/migrations"
)

// applicationID marks a SQLite file as ours ("HCK1").
const applicationID = 0x48434B31

// inspectFile looks at a database file without changing a byte of it and
// returns its schema version, 0 for a new or empty file. It refuses a newer
// database (store.newer), another program's (store.stranger) and a damaged one.
func inspectFile(ctx context.Context, path string, latest int) (int, error) {
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) || (err == nil && info.Size() == 0 && !exists(path+"-wal")) {
		return 0, nil
	}
	if err != nil {
		return 0, checklist.Fail("store.cannotOpen").Because(err)
	}
	db, err := sql.Open(sqlite.DriverName, readOnlyDSN(path))
	if err != nil {
		return 0, err
	}
	defer func() { _ = db.Close() }()
	var app, version, tables int
	err = db.QueryRowContext(ctx, "SELECT (SELECT application_id FROM pragma_application_id),"+
		" (SELECT user_version FROM pragma_user_version), (SELECT count(*) FROM sqlite_master)").Scan(&app, &version, &tables)
	switch {
	case err != nil:
		return 0, coded(err, "open")
	case app == 0 && version == 0 && tables == 0:
		return 0, nil
	case app != applicationID:
		return 0, checklist.Fail("store.stranger", "path", path)
	case version > latest:
		return 0, checklist.Fail("store.newer", "have", strconv.Itoa(version), "know", strconv.Itoa(latest))
	}
	return version, nil
}

// migrateSQLite brings the file to the newest schema in one transaction on a
// connection of its own: foreign keys must be off while tables are rebuilt, and
// that pragma means nothing inside a transaction.
func migrateSQLite(ctx context.Context, path, backupDir string) error {
	steps, err := migrations.Steps("sqlite")
	if err != nil {
		return err
	}
	version, err := inspectFile(ctx, path, len(steps))
	if err != nil || version == len(steps) {
		return err
	}
	db, err := sql.Open(sqlite.DriverName, path+"?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous("+
		synchronous+")&_pragma=foreign_keys(0)")
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	defer func() { _ = db.Close() }()
	if version > 0 {
		name := filepath.Join(backupDir, fmt.Sprintf("before-upgrade-from-%04d.db", version))
		if err := vacuumInto(ctx, db, name); err != nil {
			return err
		}
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return coded(err, "open")
	}
	defer func() { _ = conn.Close() }()
	return coded(applySQLite(ctx, conn, steps[version:]), "open")
}

func applySQLite(ctx context.Context, conn *sql.Conn, steps []migrations.Step) (err error) {
	if _, err = conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_, _ = conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		}
	}()
	for _, s := range steps {
		if _, err = conn.ExecContext(ctx, s.SQL); err != nil {
			return fmt.Errorf("migration %s: %w", s.Name, err)
		}
	}
	var broken int
	if err = conn.QueryRowContext(ctx, "SELECT count(*) FROM pragma_foreign_key_check").Scan(&broken); err != nil {
		return err
	}
	if broken > 0 {
		return checklist.Fail("store.damaged").Because(fmt.Errorf("%d rows without parent after migration", broken))
	}
	last := steps[len(steps)-1].Number
	if _, err = conn.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d; PRAGMA application_id = %d", last, applicationID)); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, "COMMIT")
	return err
}

// migratePostgres does the same in one transaction; the version stands in the
// table schema_version.
func migratePostgres(ctx context.Context, e *engine) error {
	steps, err := migrations.Steps("postgres")
	if err != nil {
		return err
	}
	pool, err := e.w.DB()
	if err != nil {
		return err
	}
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return coded(err, "open")
	}
	defer func() { _ = tx.Rollback() }()
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("SELECT pg_advisory_xact_lock(%d)", applicationID)); err != nil {
		return coded(err, "open")
	}
	if _, err := tx.ExecContext(ctx, "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL PRIMARY KEY)"); err != nil {
		return coded(err, "open")
	}
	var version int
	if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(version), 0) FROM schema_version").Scan(&version); err != nil {
		return coded(err, "open")
	}
	if version > len(steps) {
		return checklist.Fail("store.newer", "have", strconv.Itoa(version), "know", strconv.Itoa(len(steps)))
	}
	for _, s := range steps[version:] {
		if _, err := tx.ExecContext(ctx, s.SQL); err != nil {
			return fmt.Errorf("migration %s: %w", s.Name, err)
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO schema_version (version) VALUES ($1)", s.Number); err != nil {
			return err
		}
	}
	return coded(tx.Commit(), "open")
}
