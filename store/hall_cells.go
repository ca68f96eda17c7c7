package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
)

// settleDays is how many days are settled in one transaction: the desk waits no
// longer than that for its next tap.
const settleDays = 30

// HallCells lists the half-hours of a hall ("" = the own one) on the days from … to,
// inclusive, in order; half-hours nothing is known of are left out. Days of the own
// hall that changed are settled first, and what is not over yet is made on the spot.
// Headquarters reads what the hall said.
func (s *Store) HallCells(ctx context.Context, branch, from, to string) ([]hall.Cell, error) {
	cells, _, err := s.hallFigures(ctx, branch, from, to, true, false)
	return cells, err
}

// HallDays lists the totals of a hall ("" = the own one) on the days from … to,
// inclusive, in order: of every day something happened on, and of working days of the
// own hall on which nothing was written down, from its first entry on. Before that
// nobody was asked for anything: see hall.DayFacts. See HallCells.
func (s *Store) HallDays(ctx context.Context, branch, from, to string) ([]hall.DayTotal, error) {
	_, days, err := s.hallFigures(ctx, branch, from, to, false, true)
	return days, err
}

// HallFigures is HallCells and HallDays of one moment.
func (s *Store) HallFigures(ctx context.Context, branch, from, to string) ([]hall.Cell, []hall.DayTotal, error) {
	return s.hallFigures(ctx, branch, from, to, true, true)
}

func (s *Store) hallFigures(ctx context.Context, branch, from, to string, wantCells, wantDays bool) (cells []hall.Cell, days []hall.DayTotal, err error) {
	own, branch, err := s.whoseHall(ctx, branch)
	if err != nil || branch == "" {
		return nil, nil, err
	}
	last := to
	if own {
		if err := s.settleHall(ctx, branch, from, to, nil); err != nil {
			return nil, nil, err
		}
		last = min(to, s.dayAgo(1)) // today is not over
	}
	err = s.read(ctx).Transaction(func(tx *gorm.DB) (err error) {
		if wantCells {
			if cells, err = hallCellsIn(tx, branch, from, last); err != nil {
				return err
			}
		}
		if wantDays {
			if days, err = hallDaysIn(tx, branch, from, last); err != nil {
				return err
			}
		}
		if !own || last == to {
			return nil
		}
		return s.settleNow(tx, branch, max(from, s.dayAgo(0)), to, func(c []hall.Cell, t hall.DayTotal) error {
			cells, days = append(cells, c...), append(days, t)
			return nil
		})
	}, s.snapshot())
	if err == nil && len(cells) > 0 {
		err = s.markMachine(ctx, branch, from, to, cells)
	}
	return cells, days, coded(err, "read")
}

// markMachine says which days' tickets are those of the ticket machine.
func (s *Store) markMachine(ctx context.Context, branch, from, to string, cells []hall.Cell) error {
	var list []string
	err := s.read(ctx).Raw("SELECT DISTINCT day FROM ticket_slots WHERE branch = ? AND day >= ? AND day <= ?", branch, from, to).Scan(&list).Error
	if err != nil {
		return err
	}
	ran := make(map[string]bool, len(list))
	for _, day := range list {
		ran[day] = true
	}
	for i := range cells {
		cells[i].Machine = ran[cells[i].Day]
	}
	return nil
}

// whoseHall finds the branch, and whether its figures are made here.
func (s *Store) whoseHall(ctx context.Context, branch string) (own bool, code string, err error) {
	var mine []struct{ Branch, Face string }
	if err := s.read(ctx).Raw("SELECT branch, face FROM profile").Scan(&mine).Error; err != nil {
		return false, "", coded(err, "read")
	}
	if len(mine) == 0 {
		return false, branch, nil
	}
	if branch == "" {
		branch = mine[0].Branch
	}
	return branch == mine[0].Branch && mine[0].Face != string(checklist.FaceHQ), branch, nil
}

// dayAgo is the day so many days ago by the store's clock: 0 = today.
func (s *Store) dayAgo(n int) string {
	return s.opt.Clock().AddDate(0, 0, -n).Format(time.DateOnly)
}

// SettleHall makes the figures of all days of the own hall that changed and are over.
// Reading does it by itself; a year nobody looked at takes a moment, told to report.
// It stops between days when ctx ends.
func (s *Store) SettleHall(ctx context.Context, report func(done, total int)) error {
	own, branch, err := s.whoseHall(ctx, "")
	if err != nil || !own {
		return err
	}
	return s.settleHall(ctx, branch, "", "9999", report)
}

func (s *Store) settleHall(ctx context.Context, branch, from, to string, report func(done, total int)) error {
	to = min(to, s.dayAgo(1))
	missing, err := s.unwritten(ctx, branch, from, to)
	if err != nil {
		return err
	}
	var waiting int64
	err = s.read(ctx).Raw("SELECT count(*) FROM hall_days WHERE branch = ? AND day >= ? AND day <= ? AND stale = 1", branch, from, to).Scan(&waiting).Error
	if err != nil {
		return coded(err, "read")
	}
	total := int(waiting) + len(missing)
	for done := 0; done < total; done += settleDays {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := s.settleSome(ctx, branch, from, to, missing); err != nil {
			return err
		}
		missing = nil
		if report != nil {
			report(min(done+settleDays, total), total)
		}
	}
	return nil
}

// settleSome settles the first stale days, one transaction.
func (s *Store) settleSome(ctx context.Context, branch, from, to string, missing []string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bumped = "" // what is settled is stale no more
	return coded(s.attempt(ctx, func(tx *gorm.DB) error {
		for _, day := range missing {
			if err := stale(tx, branch, day); err != nil {
				return err
			}
		}
		var list []string
		err := tx.Raw("SELECT day FROM hall_days WHERE branch = ? AND day >= ? AND day <= ? AND stale = 1 ORDER BY day LIMIT ?", branch, from, to, settleDays).Scan(&list).Error
		if err != nil {
			return err
		}
		var settled []settledDay
		err = s.settleDaysOf(tx, branch, list, func(cells []hall.Cell, total hall.DayTotal) error {
			settled = append(settled, settledDay{cells, total})
			return nil
		})
		if err != nil {
			return err
		}
		if err := putHallDays(tx, branch, settled); err != nil {
			return err
		}
		return sumSpans(tx, branch, list)
	}), "hall")
}

// settleNow makes the figures of days that are not over, without keeping them.
func (s *Store) settleNow(tx *gorm.DB, branch, from, to string, each func([]hall.Cell, hall.DayTotal) error) error {
	var list []string
	if err := tx.Raw("SELECT day FROM hall_days WHERE branch = ? AND day >= ? AND day <= ? ORDER BY day", branch, from, to).Scan(&list).Error; err != nil {
		return err
	}
	return s.settleDaysOf(tx, branch, list, each)
}

// settleDaysOf makes the figures of the days, which are in order.
func (s *Store) settleDaysOf(tx *gorm.DB, branch string, days []string, each func([]hall.Cell, hall.DayTotal) error) error {
	if len(days) == 0 {
		return nil
	}
	facts, err := s.hallFacts(tx, branch, days[0], days[len(days)-1])
	if err != nil {
		return err
	}
	return facts.each(days, each)
}

// firstEntryDay is the day of a hall's first entry, "" = there is none.
func firstEntryDay(tx *gorm.DB, branch string) (day string, err error) {
	err = tx.Raw("SELECT coalesce(min(day), '') FROM hall_entries WHERE branch = ?", branch).Scan(&day).Error
	return day, err
}

// staleSince makes days stale that were before the first entry until this one is
// written.
func (s *Store) staleSince(tx *gorm.DB, e *hall.Entry) (err error) {
	if s.since == "" {
		if s.since, err = firstEntryDay(tx, e.Branch); err != nil {
			return err
		}
	}
	if s.since != "" && e.Day >= s.since {
		return nil
	}
	before := s.since
	if before == "" {
		before = "9999"
	}
	return tx.Exec("UPDATE hall_days SET stale = 1, rev = rev + 1 WHERE branch = ? AND day > ? AND day < ?", e.Branch, e.Day, before).Error
}

// unwritten lists the working days of a hall that have no row yet, between its first
// entry and the last day given.
func (s *Store) unwritten(ctx context.Context, branch, from, to string) ([]string, error) {
	first, err := firstEntryDay(s.read(ctx), branch)
	if err != nil || first == "" {
		return nil, coded(err, "read")
	}
	from = max(from, first)
	start, err := time.Parse(time.DateOnly, from)
	if err != nil || from > to {
		return nil, nil //nolint:nilerr // no day, no days
	}
	var have []string
	if err := s.read(ctx).Raw("SELECT day FROM hall_days WHERE branch = ? AND day >= ? AND day <= ?", branch, from, to).Scan(&have).Error; err != nil {
		return nil, coded(err, "read")
	}
	is := make(map[string]bool, len(have))
	for _, day := range have {
		is[day] = true
	}
	rules, err := s.rulesHistory(s.read(ctx))
	if err != nil {
		return nil, coded(err, "read")
	}
	var out []string
	for t := start; t.Format(time.DateOnly) <= to; t = t.AddDate(0, 0, 1) {
		if day := t.Format(time.DateOnly); !is[day] && rules.on(day).Works(day) {
			out = append(out, day)
		}
	}
	return out, nil
}

// hallFacts is what the figures of some days are made from.
type hallFacts struct {
	branch  string
	now     time.Time
	days    map[string][]hall.Entry
	machine map[string]*[hall.SlotsOfDay]hall.Flow
	outages []hall.Outage
	rules   rulesHistory
	since   string // the day of the first entry, "9999" = none yet
	begun   int64  // when the data were set up, unix ms
	ended   bool   // see hall.DayFacts.Ended
}

func (s *Store) hallFacts(tx *gorm.DB, branch, from, to string) (*hallFacts, error) {
	f := &hallFacts{branch: branch, now: s.opt.Clock(), days: map[string][]hall.Entry{}}
	entries, err := entriesWhere(tx, "branch = ? AND day >= ? AND day <= ? ORDER BY day, at, id", branch, from, to)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		f.days[e.Day] = append(f.days[e.Day], e)
	}
	if f.machine, err = ticketFlows(tx, branch, from, to); err != nil {
		return nil, err
	}
	faults, err := entriesWhere(tx, "e.branch = ? AND e.kind IN ('fault', 'fault_end')"+notTakenBack, branch)
	if err != nil {
		return nil, err
	}
	if f.since, err = firstEntryDay(tx, branch); err != nil {
		return nil, err
	}
	if f.since == "" {
		f.since = "9999"
	}
	if f.begun, err = hallBegun(tx, branch); err != nil {
		return nil, err
	}
	f.outages = hall.Outages(faults)
	f.rules, err = s.rulesHistory(tx)
	return f, err
}

// each settles the days, one after the other.
func (f *hallFacts) each(days []string, keep func([]hall.Cell, hall.DayTotal) error) error {
	for _, day := range days {
		d := hall.DayFacts{Branch: f.branch, Day: day, Entries: f.days[day], Outages: f.outages, Rules: f.rules.on(day), Since: f.since, Begun: f.begun, Now: f.now, Ended: f.ended}
		if m := f.machine[day]; m != nil {
			d.Machine = *m
		}
		if err := keep(hall.Settle(d)); err != nil {
			return err
		}
	}
	return nil
}

// ticketFlows adds up what the ticket machine says of each half-hour.
func ticketFlows(tx *gorm.DB, branch, from, to string) (map[string]*[hall.SlotsOfDay]hall.Flow, error) {
	rows, err := tx.Raw("SELECT day, slot, tickets, abandoned, called, wait_sum, wait_max, served, serve_sum, waits FROM ticket_slots"+
		" WHERE branch = ? AND day >= ? AND day <= ?", branch, from, to).Rows()
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	out := map[string]*[hall.SlotsOfDay]hall.Flow{}
	for rows.Next() {
		var day, waits string
		var slot int
		var f hall.Flow
		if err := rows.Scan(&day, &slot, &f.Tickets, &f.Abandoned, &f.Called, &f.WaitSum, &f.WaitMax, &f.Served, &f.ServeSum, &waits); err != nil {
			return nil, err
		}
		if f.Waits, err = hall.ParseHistogram(waits); err != nil {
			return nil, err
		}
		if out[day] == nil {
			out[day] = new([hall.SlotsOfDay]hall.Flow)
		}
		if slot >= 0 && slot < hall.SlotsOfDay {
			out[day][slot].Add(f)
		}
	}
	return out, rows.Err()
}
