package store_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"

	"hallcheck/checklist"
	"hallcheck/checklist/bulletin"
	"hallcheck/store"
	"hallcheck/store/storetest"
)

// TestFrozenBulletinCannotChange tries by SQL what no verb does: the database
// itself refuses to change a frozen bulletin, to take an issued one back or to
// drop it. Where the triggers are taken away, Check sees the change.
func TestFrozenBulletinCannotChange(t *testing.T) {
	engines := map[string]func(t *testing.T) (*store.Store, *sql.DB){
		"sqlite": func(t *testing.T) (*store.Store, *sql.DB) {
			opt := storetest.Options(t, "")
			s, err := store.Open(t.Context(), opt)
			require.NoError(t, err)
			return s, raw(t, filepath.Join(opt.Dir, "app.db"))
		},
		"postgres": func(t *testing.T) (*store.Store, *sql.DB) {
			addr := onServer(t).Database(t)
			s, err := store.Open(t.Context(), storetest.Options(t, addr))
			require.NoError(t, err)
			g, err := gorm.Open(postgres.Open(addr), &gorm.Config{})
			require.NoError(t, err)
			db, err := g.DB()
			require.NoError(t, err)
			t.Cleanup(func() { _ = db.Close() })
			return s, db
		},
	}
	for name, open := range engines {
		t.Run(name, func(t *testing.T) {
			s, db := open(t)
			t.Cleanup(func() { require.NoError(t, s.Close()) })
			id := issued(t, s)
			for _, q := range []string{
				"UPDATE bulletins SET body = replace(body, '支行甲', '支行乙')",
				"UPDATE bulletins SET number = 'x'", "UPDATE bulletins SET id = 'x'", "UPDATE bulletins SET actor = 'x'", "UPDATE bulletins SET plan = ''",
				"UPDATE bulletins SET state = 'draft'", "UPDATE bulletins SET issued_at = 5", "UPDATE bulletins SET issued_by = 'x'",
				"UPDATE bulletins SET state = 'superseded', issued_by = 'x'", "DELETE FROM bulletins",
			} {
				_, err := db.ExecContext(t.Context(), q)
				require.Error(t, err, q)
			}
			rep, err := s.Check(t.Context(), false, nil)
			require.NoError(t, err)
			require.Empty(t, rep.Troubles)
			drop := "DROP TRIGGER bulletins_frozen"
			if name == "postgres" {
				drop += " ON bulletins"
			}
			for _, q := range []string{drop, "UPDATE bulletins SET body = replace(body, '支行甲', '支行乙')"} {
				_, err := db.ExecContext(t.Context(), q)
				require.NoError(t, err, q)
			}
			rep, err = s.Check(t.Context(), false, nil)
			require.NoError(t, err)
			require.Equal(t, []store.Trouble{{Code: "bulletin", Object: id}}, rep.Troubles)
			_, _, err = s.Bulletin(t.Context(), id)
			require.Equal(t, "bulletin.damaged", checklist.CodeOf(err))
		})
	}
}

// issued issues the sample month's bulletin.
func issued(t *testing.T, s *store.Store) string {
	storetest.BulletinMonth(t, s)
	p := bulletin.Plan{From: "2026-11-01", To: "2026-11-30", Checklist: "env", Prefix: "通报", No: 1, Names: true}
	e, err := s.FreezeBulletin(t.Context(), storetest.Frozen(t, s, p, nil), p)
	require.NoError(t, err)
	_, err = s.IssueBulletin(t.Context(), e.ID)
	require.NoError(t, err)
	return e.ID
}
