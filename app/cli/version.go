package cli

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"strconv"

	"hallcheck/store/migrations"
)

// version answers program, SQLite and schema without touching any data.
func version(e *env, _ *arguments) error {
	steps, err := migrations.Steps("sqlite")
	if err != nil {
		return err
	}
	engine, err := sqliteVersion(e.ctx)
	if err != nil {
		return err
	}
	doc := map[string]any{
		"program": e.prog.Version, "build": e.prog.Build, "id": e.prog.ID,
		"sqlite": engine, "schema": len(steps),
	}
	return e.answer(doc, func(w io.Writer) error {
		_, err := fmt.Fprintln(w, e.t("cli.version", "name", e.prog.Name, "program", e.prog.Version,
			"build", strconv.Itoa(e.prog.Build), "sqlite", engine, "schema", strconv.Itoa(len(steps))))
		return err
	})
}

// sqliteVersion asks the linked SQLite itself; the store brings the driver.
func sqliteVersion(ctx context.Context) (string, error) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return "", err
	}
	defer func() { _ = db.Close() }()
	var v string
	err = db.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&v)
	return v, err
}
