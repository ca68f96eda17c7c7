package store

import (
	"context"
	"maps"
	"slices"

	"gorm.io/gorm"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
)

// HallSent is what of a day a bundle carried: the day at its revision, and every entry
// there was, those that stay in the hall included.
type HallSent struct {
	Branch, Day string
	Rev         int
	Entries     []string // ids
}

// HallTraffic is a day to be sent.
type HallTraffic struct {
	Report hall.Report
	Sent   HallSent
}

// UnsentHall lists the days of this installation's hall that changed since a bundle
// carried them, oldest first, with the entries no bundle carried yet.
func (s *Store) UnsentHall(ctx context.Context) ([]HallTraffic, error) {
	if err := s.SettleHall(ctx, nil); err != nil {
		return nil, err
	}
	today := s.dayAgo(0)
	var out []HallTraffic
	err := s.read(ctx).Transaction(func(tx *gorm.DB) error {
		var days []struct {
			Branch, Day string
			Rev         int
		}
		s.mu.Lock() // what is written after this reading is a revision of its own
		err := tx.Raw("SELECT branch, day, rev FROM hall_days WHERE branch = (SELECT branch FROM profile) AND rev > sent ORDER BY day").Scan(&days).Error
		s.bumped = ""
		s.mu.Unlock()
		if err != nil {
			return err
		}
		for _, d := range days {
			t := HallTraffic{
				Report: hall.Report{Branch: d.Branch, Day: d.Day, Rev: d.Rev},
				Sent:   HallSent{Branch: d.Branch, Day: d.Day, Rev: d.Rev},
			}
			if err := s.fillReport(tx, &t, today); err != nil {
				return err
			}
			out = append(out, t)
		}
		return nil
	}, s.snapshot())
	return out, coded(err, "read")
}

// fillReport puts in what a day came to, or has come to so far, and its entries.
func (s *Store) fillReport(tx *gorm.DB, t *HallTraffic, today string) (err error) {
	r := &t.Report
	r.Total = hall.DayTotal{Branch: r.Branch, Day: r.Day}
	if r.Day >= today {
		err = s.settleNow(tx, r.Branch, r.Day, r.Day, func(cells []hall.Cell, total hall.DayTotal) error {
			r.Cells, r.Total = cells, total
			return nil
		})
	} else {
		err = readReport(tx, r)
	}
	if err != nil {
		return err
	}
	if r.Machine, err = machineOf(tx, r); err != nil {
		return err
	}
	entries, err := entriesWhere(tx, "branch = ? AND day = ? AND sent = 0 ORDER BY at, id", r.Branch, r.Day)
	if err != nil {
		return err
	}
	for _, e := range entries {
		t.Sent.Entries = append(t.Sent.Entries, e.ID)
		if out, ok := e.Leaving(); ok {
			r.Entries = append(r.Entries, out)
		}
	}
	return nil
}

// machineOf says which tickets of a machine a report counts, nil = none. When some came
// in since its cells were made, that is left to the next revision.
func machineOf(tx *gorm.DB, r *hall.Report) (*hall.MachineDay, error) {
	var slots []int
	err := tx.Raw("SELECT slot FROM ticket_slots WHERE branch = ? AND day = ? AND tickets > 0 ORDER BY slot", r.Branch, r.Day).Scan(&slots).Error
	if err != nil || len(slots) == 0 {
		return nil, err
	}
	rows, err := tx.Raw("SELECT id, taken, number, business FROM tickets WHERE branch = ? AND day = ?", r.Branch, r.Day).Rows()
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	seer := hall.Seer{}
	for rows.Next() {
		var id, number, business string
		var taken int64
		if err := rows.Scan(&id, &taken, &number, &business); err != nil {
			return nil, err
		}
		if number == "" { // two machines may well have a nameless ticket of one moment
			id += " " + business
		}
		seer.See(taken, id)
	}
	m := &hall.MachineDay{From: slots[0], To: slots[len(slots)-1], Seen: seer.Seen()}
	if !m.Fits(r.Cells) {
		m = nil
	}
	return m, rows.Err()
}

func readReport(tx *gorm.DB, r *hall.Report) error {
	totals, err := hallDaysIn(tx, r.Branch, r.Day, r.Day)
	if err != nil {
		return err
	}
	if len(totals) == 1 {
		r.Total = totals[0]
	}
	r.Cells, err = hallCellsIn(tx, r.Branch, r.Day, r.Day)
	return err
}

// markHallSent notes that a bundle carried days.
func markHallSent(tx *gorm.DB, days []HallSent, seq int64) error {
	for _, d := range days {
		if err := tx.Exec("UPDATE hall_days SET sent = ? WHERE branch = ? AND day = ? AND sent < ?", d.Rev, d.Branch, d.Day, d.Rev).Error; err != nil {
			return err
		}
		for some := range slices.Chunk(d.Entries, maxRows) {
			if err := tx.Exec("UPDATE hall_entries SET sent = ? WHERE branch = ? AND id IN (?) AND sent = 0", seq, d.Branch, some).Error; err != nil {
				return err
			}
		}
	}
	return nil
}

// mergeHall takes in what a branch says about its days, in any order and again without
// harm, and adds the computers of the hall up; it returns how much was new, and the
// pictures that are hidden by now. Codes: store.foreignHall for the hall of another
// branch, store.hallContent for an entry known with other content.
func (s *Store) mergeHall(tx *gorm.DB, reports []hall.Report, branch, device string) (fresh int, hidden []string, err error) {
	for i := range reports {
		if r := &reports[i]; r.Branch != branch {
			return 0, nil, checklist.Fail("store.foreignHall", "branch", branch, "have", r.Branch)
		}
	}
	if fresh, hidden, err = s.mergeEntries(tx, reports, device); err != nil {
		return 0, nil, err
	}
	revs, err := saidRevs(tx, reports, branch, device)
	if err != nil {
		return 0, nil, err
	}
	rows := rowsOf("hall_reports", "branch, device, day, rev, body", 5)
	rows.upsert = " ON CONFLICT (branch, day, device) DO UPDATE SET rev = excluded.rev, body = excluded.body"
	last := map[string]*hall.Report{} // by day
	for i := range reports {
		r := &reports[i]
		if have, ok := revs[r.Day]; ok && have >= r.Rev {
			continue
		}
		fresh++
		revs[r.Day], last[r.Day] = r.Rev, r
	}
	days := slices.Sorted(maps.Keys(last))
	for _, day := range days {
		said := *last[day]
		said.Entries = nil
		rows.add(said.Branch, device, said.Day, said.Rev, toJSON(said))
	}
	if err := rows.insert(tx); err != nil {
		return 0, nil, err
	}
	if err := addUp(tx, branch, days); err != nil || fresh == 0 {
		return fresh, hidden, err
	}
	return fresh, hidden, sumSpans(tx, branch, slices.Sorted(maps.Keys(revs))) // an older report may have brought entries
}

// saidRevs are the revisions known of what a computer said about the days of the reports.
func saidRevs(tx *gorm.DB, reports []hall.Report, branch, device string) (map[string]int, error) {
	from, to := reports[0].Day, reports[0].Day
	for i := range reports {
		from, to = min(from, reports[i].Day), max(to, reports[i].Day)
	}
	var rows []struct {
		Day string
		Rev int
	}
	err := tx.Raw("SELECT day, rev FROM hall_reports WHERE branch = ? AND day >= ? AND day <= ? AND device = ?", branch, from, to, device).Scan(&rows).Error
	out := make(map[string]int, len(rows))
	for _, r := range rows {
		out[r.Day] = r.Rev
	}
	return out, err
}

// addUp makes the cells and the totals of days, which are in order, out of what the
// computers of the hall said.
func addUp(tx *gorm.DB, branch string, days []string) error {
	for some := range slices.Chunk(days, maxRows) {
		settled, err := saidDays(tx, "branch = ? AND day IN (?)", branch, some)
		if err != nil {
			return err
		}
		if err := putHallDays(tx, branch, settled); err != nil {
			return err
		}
	}
	return nil
}

// saidDays adds up what the computers of a hall said about the days a condition names. A
// computer that got a new id says the same day once more under it: what it said under
// the former one does not count then.
func saidDays(tx *gorm.DB, where string, args ...any) (settled []settledDay, err error) {
	var rows []struct{ Day, Body string }
	err = tx.Raw("SELECT day, body FROM hall_reports r WHERE "+where+" AND NOT EXISTS (SELECT 1 FROM hall_reports n JOIN devices d ON d.id = n.device"+
		" WHERE n.branch = r.branch AND n.day = r.day AND n.device <> r.device AND ' ' || d.replaces || ' ' LIKE '% ' || r.device || ' %') ORDER BY day, device",
		args...).Scan(&rows).Error
	if err != nil {
		return nil, err
	}
	for len(rows) > 0 {
		n := 1
		for n < len(rows) && rows[n].Day == rows[0].Day {
			n++
		}
		list := make([]hall.Report, n)
		for i := range list {
			if err := fromJSON(rows[i].Body, &list[i]); err != nil {
				return nil, err
			}
		}
		var d settledDay
		d.cells, d.total = hall.Merge(list)
		settled, rows = append(settled, d), rows[n:]
	}
	return settled, nil
}

// hallPhotoRows collects rows for addHallPhotos.
func hallPhotoRows() *rowList {
	return rowsOf("hall_photos", "branch, entry, id, pos, hash, masked, taken, added", 8)
}

func addHallPhotos(rows *rowList, e *hall.Entry) {
	for i, p := range e.Photos {
		rows.add(e.Branch, e.ID, p.ID, i, p.Hash, p.Masked, p.TakenAt, p.AddedAt)
	}
}

// NewHall counts what of a bundle's days and entries is not here yet; an entry known
// with other content is refused as by the import.
func (s *Store) NewHall(ctx context.Context, reports []hall.Report) (n int, err error) {
	db := s.read(ctx)
	for i := range reports {
		r := &reports[i]
		var later int
		if err := db.Raw("SELECT count(*) FROM hall_reports WHERE branch = ? AND day = ? AND rev >= ?", r.Branch, r.Day, r.Rev).Scan(&later).Error; err != nil {
			return 0, coded(err, "read")
		}
		if later == 0 {
			n++
		}
	}
	met, err := meetEntries(db, reports)
	if err != nil {
		return 0, coded(err, "read")
	}
	return n + met.fresh(), nil
}
