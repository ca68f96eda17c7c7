package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"hallcheck/store/storetest"
)

// TestHeadquartersOnPostgres runs scripts that have a headquarters, and
// testdata/postgres/hq.txtar with every command of one, with the data folder hq pointing to a PostgreSQL database of
// its own ($DB). The branches stay on SQLite, as in the field.
func TestHeadquartersOnPostgres(t *testing.T) {
	cluster, why := storetest.StartCluster()
	if why != nil {
		storetest.NoCluster(t, why)
	}
	t.Cleanup(cluster.Stop)
	p := params("postgres", nil)
	p.Dir = ""
	for _, name := range []string{"script/chain", "script/review", "script/composite", "postgres/hq"} {
		p.Files = append(p.Files, filepath.Join("testdata", name+".txtar"))
	}
	usual := p.Setup
	p.Setup = func(e *testscript.Env) error {
		if err := usual(e); err != nil {
			return err
		}
		db := cluster.Database(t)
		e.Setenv("DB", db)
		config, err := json.Marshal(map[string]any{"version": 1, "db": db})
		if err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Join(e.WorkDir, "hq"), 0o700); err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(e.WorkDir, "hq", "config.json"), config, 0o600)
	}
	testscript.Run(t, p)
}
