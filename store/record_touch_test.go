package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/storetest"
)

// counters are triggers that write down every row of the kept sums and of the
// records a statement touches, also where it leaves the row as it was.
func counters(t *testing.T, addr string) {
	t.Helper()
	if !strings.HasPrefix(addr, "postgres://") {
		db := raw(t, addr)
		q := "CREATE TABLE touched (what TEXT);"
		for _, x := range []struct{ table, key string }{{"period_cells", "'cell ' || %[1]s.checklist || ' ' || %[1]s.month || ' ' || %[1]s.branch"}, {"inspections", "'record ' || %[1]s.id"}} {
			for _, op := range []string{"INSERT", "UPDATE", "DELETE"} {
				row := "NEW"
				if op == "DELETE" {
					row = "OLD"
				}
				q += fmt.Sprintf("CREATE TRIGGER touch_%s_%s AFTER %s ON %s BEGIN INSERT INTO touched VALUES (%s); END;", x.table, op, op, x.table, fmt.Sprintf(x.key, row))
			}
		}
		_, err := db.ExecContext(t.Context(), q)
		require.NoError(t, err)
		require.NoError(t, db.Close())
		return
	}
	c, err := pgx.Connect(t.Context(), addr)
	require.NoError(t, err)
	defer func() { require.NoError(t, c.Close(context.Background())) }()
	_, err = c.Exec(t.Context(), `CREATE TABLE touched (what TEXT);
CREATE FUNCTION touch_cell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
 INSERT INTO touched SELECT 'cell ' || x.checklist || ' ' || x.month || ' ' || x.branch FROM (SELECT (coalesce(NEW, OLD)).*) x; RETURN NULL; END $$;
CREATE FUNCTION touch_record() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
 INSERT INTO touched SELECT 'record ' || x.id FROM (SELECT (coalesce(NEW, OLD)).*) x; RETURN NULL; END $$;
CREATE TRIGGER touch_cells AFTER INSERT OR UPDATE OR DELETE ON period_cells FOR EACH ROW EXECUTE FUNCTION touch_cell();
CREATE TRIGGER touch_records AFTER INSERT OR UPDATE OR DELETE ON inspections FOR EACH ROW EXECUTE FUNCTION touch_record();`)
	require.NoError(t, err)
}

// touched lists the different rows touched since the last time.
func touchedRows(t *testing.T, addr string) []string {
	t.Helper()
	var out []string
	if !strings.HasPrefix(addr, "postgres://") {
		db := raw(t, addr)
		out = strings.Split(strings.TrimSpace(column(t, db, "SELECT DISTINCT what FROM touched ORDER BY what")), "\n")
		_, err := db.ExecContext(t.Context(), "DELETE FROM touched")
		require.NoError(t, err)
		require.NoError(t, db.Close())
		return out
	}
	c, err := pgx.Connect(t.Context(), addr)
	require.NoError(t, err)
	defer func() { require.NoError(t, c.Close(context.Background())) }()
	rows, err := c.Query(t.Context(), `SELECT DISTINCT what COLLATE "C" FROM touched ORDER BY 1`)
	require.NoError(t, err)
	out, err = pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	_, err = c.Exec(t.Context(), "DELETE FROM touched")
	require.NoError(t, err)
	return out
}

// TestADecisionTouchesOneCell: whatever is decided about a record writes its own row
// and the one cell it counts in, and nothing else of either table; the halls said to
// have moved are those whose place in the ranking differs.
func TestADecisionTouchesOneCell(t *testing.T) {
	for name, addr := range map[string]func() string{
		"sqlite":   func() string { return t.TempDir() + "/app.db" },
		"postgres": func() string { return onServer(t).Database(t) },
	} {
		t.Run(name, func(t *testing.T) {
			at := addr()
			opt := storetest.Options(t, at)
			s, err := store.Open(t.Context(), opt)
			require.NoError(t, err)
			t.Cleanup(func() { require.NoError(t, s.Close()) })
			storetest.SetUpHQ(t, s)
			random := rand.New(rand.NewPCG(11, 5))
			var halls []checklist.Branch
			for i := range 12 {
				halls = append(halls, checklist.Branch{Code: fmt.Sprintf("B%03d", i+1), Name: fmt.Sprint("厅", i), Grade: checklist.Second, Traffic: checklist.TrafficHigh, Active: true})
			}
			require.NoError(t, s.SaveBranches(t.Context(), halls))
			cell := map[string]string{}
			for i := range 40 {
				hall, day := halls[random.IntN(len(halls))], time.Date(2026, 10+time.Month(i%2), 1+random.IntN(27), 4, 0, 0, 0, time.UTC)
				in := storetest.Finished(t, fmt.Sprintf("r-%02d", i), hall, day, 1, random.IntN(7))
				in.Answer(checklist.MainSheet, "item.0").Value = checklist.VerdictValue(checklist.Miss)
				require.NoError(t, s.StartInspection(t.Context(), in))
				cell[in.ID] = "cell env " + day.Format("2006-01") + " " + hall.Code
			}
			counters(t, at)
			for i := range 40 {
				id := fmt.Sprintf("r-%02d", i)
				before := places(t, s)
				out, err := s.EditReview(t.Context(), id, []func(*checklist.Review, checklist.Act) error{
					func(r *checklist.Review, a checklist.Act) error {
						return r.LiftVeto(a, checklist.MainSheet, "item.0", "演练")
					},
					func(r *checklist.Review, a checklist.Act) error { return r.Return(a, "看不清", "") },
					func(r *checklist.Review, a checklist.Act) error { return r.Pass(a, "") },
					func(r *checklist.Review, a checklist.Act) error { return r.Void(a, "重复") },
				}[i%4])
				require.NoError(t, err)
				require.Equal(t, []string{cell[id], "record " + id}, touchedRows(t, at), "decision %d", i)
				require.Equal(t, 1, out.Cells)
				said := map[string]string{}
				for _, m := range out.Moved {
					said[m.Month+" "+m.Branch.Code] = fmt.Sprint(m.Was, "→", m.Is)
				}
				require.Equal(t, movedPlaces(before, places(t, s)), said, "decision %d", i)
			}
		})
	}
}

// place is where a hall stands, and with what score.
type place struct{ rank, score int }

// places are the ranks of both months, counted plainly: one more than the halls
// with a better mean.
func places(t *testing.T, s *store.Store) map[string]place {
	t.Helper()
	out := map[string]place{}
	for _, month := range []string{"2026-10", "2026-11"} {
		cells, err := s.PeriodCells(t.Context(), "env", month+"-01", map[string]string{"2026-10": "2026-10-31", "2026-11": "2026-11-30"}[month])
		require.NoError(t, err)
		mean := func(c checklist.PeriodCell) int { return int((2*c.ScoreSum + int64(c.N)) / (2 * int64(c.N))) }
		for _, c := range cells {
			if c.N == 0 {
				continue
			}
			p := place{rank: 1, score: mean(c)}
			for _, o := range cells {
				if o.N > 0 && mean(o) > p.score {
					p.rank++
				}
			}
			out[month+" "+c.Branch] = p
		}
	}
	return out
}

func movedPlaces(before, now map[string]place) map[string]string {
	out := map[string]string{}
	for k, b := range before {
		if n := now[k]; n != b {
			out[k] = fmt.Sprint(b.rank, "→", n.rank)
		}
	}
	for k, n := range now {
		if _, had := before[k]; !had {
			out[k] = fmt.Sprint(0, "→", n.rank)
		}
	}
	return out
}
