// Package migrations carries the numbered SQL files that bring a database to
// the current schema. They are append-only: a released file never changes.
package migrations

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed *.sql
var files embed.FS

// Step is one migration. Number counts from 1 without gaps.
type Step struct {
	Number int
	Name   string
	SQL    string
}

// Steps returns the migrations of an engine, "sqlite" or "postgres", in order.
func Steps(engine string) ([]Step, error) {
	names, err := fs.Glob(files, "*."+engine+".sql")
	if err != nil {
		return nil, err
	}
	out := make([]Step, 0, len(names))
	for i, n := range names {
		var number int
		if _, err := fmt.Sscanf(n, "%04d_", &number); err != nil || number != i+1 {
			return nil, fmt.Errorf("migration %s is not number %d", n, i+1)
		}
		b, err := files.ReadFile(n)
		if err != nil {
			return nil, err
		}
		out = append(out, Step{Number: number, Name: strings.TrimSuffix(n, "."+engine+".sql"), SQL: string(b)})
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("no migrations for engine %q", engine)
	}
	return out, nil
}
