package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/glebarez/sqlite"

	"hallcheck/checklist"
)

// The settings that keep numbers from being used twice.
const (
	// SettingBurnt, with a lane behind it, is the highest number of the lane that may be
	// out there without being recorded here.
	SettingBurnt = "exchange.burnt."
	// SettingRestored is the same for lanes nothing is recorded of.
	SettingRestored = "exchange.restored"
)

// skipped is how far the numbers of bundles go on after a backup took the place of
// headquarters' data: beyond what can have been used since it was made, farther for a
// later restore of the same backup, and near enough for branches, which take a jump
// of ten thousand.
func skipped(now time.Time) int64 { return 1000 + now.Unix()/3600%8000 }

// afterRestore prepares headquarters' database that comes from a backup: bundles,
// policies and master data of numbers used since then are out there, and a branch
// would take new ones under the same numbers for forgeries or for old. A branch's
// numbers are set anew by its headquarters.
func afterRestore(ctx context.Context, file string, now time.Time) (err error) {
	db, err := sql.Open(sqlite.DriverName, file+"?_pragma=busy_timeout(5000)&_pragma=journal_mode(DELETE)&_pragma=synchronous(FULL)&_txlock=immediate")
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := db.Close(); err == nil {
			err = closeErr
		}
	}()
	var tables int
	q := "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('profile', 'exports', 'policies', 'devices', 'settings')"
	if err := db.QueryRowContext(ctx, q).Scan(&tables); err != nil || tables < 5 {
		return err // made before anything was sent to branches
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after Commit it does nothing
	var face string
	if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(face), '') FROM profile").Scan(&face); err != nil || face != string(checklist.FaceHQ) {
		return err
	}
	// What only grows without a limit goes on from the minutes since 1970.
	lanes, rest := itoa64(skipped(now)), itoa64(now.Unix()/60)
	for _, q := range []string{
		"INSERT INTO settings (key, value) SELECT '" + SettingBurnt + "' || device, CAST(max(seq) + " + lanes + " AS TEXT) FROM exports" +
			" WHERE device LIKE '%@%' GROUP BY device ON CONFLICT (key) DO UPDATE SET value = CAST(max(CAST(value AS INTEGER), CAST(excluded.value AS INTEGER)) AS TEXT)",
		"INSERT INTO settings (key, value) VALUES ('" + SettingRestored + "', '" + lanes + "')" +
			" ON CONFLICT (key) DO UPDATE SET value = excluded.value",
		"INSERT INTO settings (key, value) VALUES ('" + masterRev + "', '" + rest + "')" +
			" ON CONFLICT (key) DO UPDATE SET value = CAST(max(CAST(value AS INTEGER) + 1000, " + rest + ") AS TEXT)",
		"INSERT INTO policies (version, at, body) SELECT max(coalesce(max(version), 0) + 1000, " + rest + "), coalesce(max(at), 0)," +
			" coalesce((SELECT body FROM policies ORDER BY version DESC LIMIT 1), '{}') FROM policies",
		"UPDATE devices SET noted = 0",
	} {
		if _, err := tx.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	return tx.Commit()
}
