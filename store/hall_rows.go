package store

import (
	"database/sql"
	"strings"

	"gorm.io/gorm"

	"hallcheck/checklist/hall"
)

const hallCellColumns = "branch, day, slot, samples, waiting, counts, open, usable, crowded, packed, oldests, oldest, late, too_late, posts, on_post," +
	" rounds, working, tickets, abandoned, called, wait_sum, wait_max, over, served, serve_sum, waits"

// hallCellsIn reads the half-hours of a hall on the days from … to, in order. They may be
// stale.
func hallCellsIn(tx *gorm.DB, branch, from, to string) ([]hall.Cell, error) {
	return hallCellsOf(tx.Raw("SELECT "+hallCellColumns+" FROM hall_cells WHERE branch = ? AND day >= ? AND day <= ? ORDER BY day, slot", branch, from, to).Rows())
}

// hallCellsOf reads rows of hallCellColumns, and closes them.
func hallCellsOf(rows *sql.Rows, err error) ([]hall.Cell, error) {
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []hall.Cell
	for rows.Next() {
		var c hall.Cell
		var waits string
		if err := rows.Scan(&c.Branch, &c.Day, &c.Slot, &c.Samples, &c.Waiting, &c.Counts, &c.Open, &c.Usable, &c.Crowded, &c.Packed, &c.Oldests, &c.Oldest,
			&c.Late, &c.TooLate, &c.Posts, &c.OnPost, &c.Rounds, &c.Working, &c.Tickets, &c.Abandoned, &c.Called, &c.WaitSum, &c.WaitMax, &c.Over,
			&c.Served, &c.ServeSum, &waits); err != nil {
			return nil, err
		}
		if c.Waits, err = hall.ParseHistogram(waits); err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, rows.Err()
}

// hallDaysIn reads the totals of a hall's days from … to, in order. They may be stale;
// days nothing was ever settled of are left out.
func hallDaysIn(tx *gorm.DB, branch, from, to string) ([]hall.DayTotal, error) {
	var bodies []string
	err := tx.Raw("SELECT body FROM hall_days WHERE branch = ? AND day >= ? AND day <= ? AND body <> '' ORDER BY day", branch, from, to).Scan(&bodies).Error
	if err != nil {
		return nil, err
	}
	out := make([]hall.DayTotal, len(bodies))
	for i, body := range bodies {
		if err := fromJSON(body, &out[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

const hallDayColumns = "samples, waiting, counts, open, usable, crowded, packed, oldests, oldest, late, too_late, posts, on_post, rounds, working, tickets, abandoned," +
	" called, wait_sum, wait_max, over, served, serve_sum, meetings, meeting_ok, drills, due, made, faults, down, broken, hours, complaints, solved, long, missed, late_rounds, skipped"

// settledDay is what one day came to.
type settledDay struct {
	cells []hall.Cell
	total hall.DayTotal
}

// putHallDays writes the half-hours and the totals of settled days of a hall in the place
// of what was there. A day that came to something else goes out again: it has a new
// revision.
func putHallDays(tx *gorm.DB, branch string, settled []settledDay) error {
	if len(settled) == 0 {
		return nil
	}
	days := make([]string, len(settled))
	for i := range settled {
		days[i] = settled[i].total.Day
	}
	cells, totals := hallRowsOf(settled)
	totals.upsert = " ON CONFLICT (branch, day) DO UPDATE SET stale = 0, rev = hall_days.rev + CASE WHEN hall_days.body <> excluded.body THEN 1 ELSE 0 END," +
		" works = excluded.works, body = excluded.body, seen_slots = excluded.seen_slots, long_slots = excluded.long_slots, " + replaced(hallDayColumns)
	if err := tx.Exec("DELETE FROM hall_cells WHERE branch = ? AND day IN (?)", branch, days).Error; err != nil {
		return err
	}
	if err := cells.insert(tx); err != nil {
		return err
	}
	return totals.insert(tx)
}

// hallRowsOf draws the rows kept of settled days. The columns of the totals are for sums
// over many halls; the body holds all of it.
func hallRowsOf(settled []settledDay) (cells, totals *rowList) {
	cells = rowsOf("hall_cells", hallCellColumns, 27)
	totals = rowsOf("hall_days", "branch, day, stale, works, body, seen_slots, long_slots, "+hallDayColumns, 45)
	for i := range settled {
		addHallCells(cells, settled[i].cells)
		t, q := &settled[i].total, hall.QueuesOf(settled[i].total.Day, settled[i].cells)
		totals.add(t.Branch, t.Day, 0, flag(t.Works), toJSON(t), int64(q.Seen), int64(q.Long), // #nosec G115 -- 48 bits
			t.Samples, t.Waiting, t.Counts, t.Open, t.Usable, t.Crowded, t.Packed, t.Oldests, t.Oldest, t.Late, t.TooLate,
			t.Posts, t.OnPost, t.Rounds, t.Working, t.Tickets, t.Abandoned, t.Called, t.WaitSum, t.WaitMax, t.Over, t.Served, t.ServeSum,
			t.Meetings, t.MeetingOK, t.Drills, t.Due, t.Made, t.Faults, t.Down, t.Broken, t.Hours, t.Complaints, t.Solved, t.Long,
			t.Missed, t.LateRounds, t.Skipped)
	}
	return cells, totals
}

func addHallCells(rows *rowList, cells []hall.Cell) {
	for i := range cells {
		c := &cells[i]
		rows.add(c.Branch, c.Day, c.Slot, c.Samples, c.Waiting, c.Counts, c.Open, c.Usable, c.Crowded, c.Packed, c.Oldests, c.Oldest,
			c.Late, c.TooLate, c.Posts, c.OnPost, c.Rounds, c.Working, c.Tickets, c.Abandoned, c.Called, c.WaitSum, c.WaitMax, c.Over,
			c.Served, c.ServeSum, c.Waits.String())
	}
}

// replaced writes the SET of an upsert that takes the new row's values.
func replaced(columns string) string {
	list := strings.Split(columns, ", ")
	for i, c := range list {
		c = strings.TrimSpace(c)
		list[i] = c + " = excluded." + c
	}
	return strings.Join(list, ", ")
}
