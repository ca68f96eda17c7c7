package store

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
)

// ChangeHall is the kind of change that tells of the hall's day; its id is the day.
const ChangeHall = "hall"

// Append writes down what happened in this installation's hall, all of it or nothing,
// and returns it as stored: id, branch, day, time and who wrote it are filled in where
// they are empty. Codes: those of hall.Entry.Check, store.hallRef when what an entry
// belongs to is not there, store.hallDay when it is from another day and may only be
// taken back on its own, store.hallFuture, store.hallPast.
func (s *Store) Append(ctx context.Context, entries ...hall.Entry) ([]hall.Entry, error) {
	out, days, err := s.append(ctx, entries)
	if err != nil {
		return nil, err
	}
	for _, day := range days {
		s.publish(ChangeHall, day)
	}
	return out, nil
}

// append is Append without the news.
func (s *Store) append(ctx context.Context, entries []hall.Entry) (out []hall.Entry, days []string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	out = make([]hall.Entry, len(entries))
	err = s.writeLocked(ctx, "hall", func(tx *gorm.DB) error {
		tx = tx.Session(&gorm.Session{PrepareStmt: true}) // the same few statements, key after key
		act := s.act()
		branch, err := s.standsIn(tx)
		if err != nil {
			return err
		}
		days = nil
		for i := range out {
			out[i] = entries[i]
			if err := fillEntry(&out[i], branch, act); err != nil {
				return err
			}
			if err := s.keepEntry(tx, &out[i], act.Device); err != nil {
				return err
			}
			if !slices.Contains(days, out[i].Day) {
				days = append(days, out[i].Day)
			}
		}
		for _, day := range days {
			if day == s.bumped && s.db.name == "sqlite" { // nobody else writes to it
				continue
			}
			if err := stale(tx, branch, day); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		s.bumped, s.since = "", ""
		return out, days, err
	}
	s.remember(out)
	if len(days) > 0 {
		s.bumped = days[len(days)-1]
	}
	return out, days, err
}

// standsIn is ownBranch, which never changes once it is set: a key of the desk need not
// ask for it.
func (s *Store) standsIn(tx *gorm.DB) (string, error) {
	if s.own != "" {
		return s.own, nil
	}
	code, err := ownBranch(tx)
	if err == nil {
		s.own = code
	}
	return code, err
}

// ownBranch is the code of the branch this installation stands in. Code
// store.findingBranch at headquarters.
func ownBranch(tx *gorm.DB) (string, error) {
	b, err := branchFor(tx, "")
	return b.Code, err
}

// pastYears is how far back an entry may be written down: from the first one on every
// working day counts.
const pastYears = 2

func fillEntry(e *hall.Entry, branch string, act checklist.Act) error {
	if e.At == 0 {
		e.At = act.At.UnixMilli()
	}
	at := e.Time(act.At.Location())
	switch {
	case at.After(act.At.Add(time.Minute)):
		return checklist.Fail("store.hallFuture", "at", at.Format("2006-01-02 15:04"))
	case at.Before(act.At.AddDate(-pastYears, 0, 0)):
		return checklist.Fail("store.hallPast", "at", at.Format("2006-01-02 15:04"), "years", itoa(pastYears))
	}
	if e.ID == "" {
		e.ID = act.NewID()
	}
	if e.By == "" {
		e.By = act.By.Name
	}
	e.Branch, e.Day = branch, at.Format(time.DateOnly)
	return nil
}

// putEntry writes one entry and makes its day stale.
func (s *Store) putEntry(tx *gorm.DB, e *hall.Entry, device string) error {
	if err := s.keepEntry(tx, e, device); err != nil {
		return err
	}
	return stale(tx, e.Branch, e.Day)
}

// keepEntry checks one entry and writes it with its photos; its own day is left to the
// caller to make stale, once for all of its entries.
func (s *Store) keepEntry(tx *gorm.DB, e *hall.Entry, device string) error {
	if err := e.Check(); err != nil {
		return err
	}
	of, err := s.checkRef(tx, e)
	if err != nil {
		return err
	}
	if err := s.checkInstead(tx, e); err != nil {
		return err
	}
	if err := s.staleSince(tx, e); err != nil {
		return err
	}
	var was []checklist.PhotoRef
	if e.Kind == hall.KindMark {
		if was, err = s.checkMark(tx, e); err != nil {
			return err
		}
	}
	err = tx.Exec("INSERT INTO hall_entries (branch, id, day, at, kind, ref, device, sent, body) VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?)",
		e.Branch, e.ID, e.Day, e.At, string(e.Kind), e.Ref, device, toJSON(e)).Error
	if err != nil {
		return err
	}
	if e.Kind == hall.KindMark {
		return s.keepMark(tx, e, was)
	}
	if len(e.Photos) > 0 {
		rows := hallPhotoRows()
		addHallPhotos(rows, e)
		if err := rows.insert(tx); err != nil {
			return err
		}
	}
	return staleAfter(tx, e, of)
}

// checkRef refuses an entry that belongs to none, and one that takes back what was
// written on another day: that day may be printed and signed. It gives the kind of the
// entry it belongs to, "" when that is an inspection or nothing.
func (s *Store) checkRef(tx *gorm.DB, e *hall.Entry) (of hall.Kind, err error) {
	switch e.Kind {
	case hall.KindPatrol, hall.KindMeeting, hall.KindEvent, hall.KindQuestion, hall.KindDrill, hall.KindCoach:
		return "", nil // belongs to an inspection, which may be elsewhere
	}
	if e.Ref == "" {
		return "", nil
	}
	old, err := s.entryOf(tx, e, e.Ref)
	if err == nil && e.Kind == hall.KindVoid && old.Day != e.Day {
		err = checklist.Fail("store.hallDay", "day", old.Day)
	}
	if err == nil && old.Kind == hall.KindMark { // a mosaic is taken away by marking again
		err = checklist.Fail("store.hallRef", "kind", string(e.Kind))
	}
	return old.Kind, err
}

// checkInstead refuses the correction of nothing, of another kind, and of another day.
func (s *Store) checkInstead(tx *gorm.DB, e *hall.Entry) error {
	if e.Instead == "" {
		return nil
	}
	old, err := s.entryOf(tx, e, e.Instead)
	switch {
	case err != nil:
		return err
	case old.Kind != e.Kind:
		return checklist.Fail("store.hallRef", "kind", string(e.Kind))
	case old.Day != e.Day:
		return checklist.Fail("store.hallDay", "day", old.Day)
	}
	return nil
}

// placed is where an entry stands.
type placed struct {
	Day  string
	Kind hall.Kind
}

// mostPlaces bounds what is remembered of entries written since the start.
const mostPlaces = 4096

// entryOf finds an entry another one belongs to. Entries are never changed and never
// go, so what this program wrote itself need not be asked for. Code store.hallRef.
func (s *Store) entryOf(tx *gorm.DB, e *hall.Entry, id string) (placed, error) {
	if at, ok := s.places[id]; ok {
		return at, nil
	}
	var rows []placed
	if err := tx.Raw("SELECT day, kind FROM hall_entries WHERE branch = ? AND id = ?", e.Branch, id).Scan(&rows).Error; err != nil {
		return placed{}, err
	}
	if len(rows) == 0 {
		return placed{}, checklist.Fail("store.hallRef", "kind", string(e.Kind))
	}
	return rows[0], nil
}

// remember keeps the places of entries that are durable now.
func (s *Store) remember(entries []hall.Entry) {
	if s.places == nil || len(s.places) > mostPlaces {
		s.places = map[string]placed{}
	}
	for i := range entries {
		s.places[entries[i].ID] = placed{entries[i].Day, entries[i].Kind}
	}
}

// stale says that the figures of a day are to be made again before they are read, and
// sent again.
func stale(tx *gorm.DB, branch, day string) error {
	return tx.Exec("INSERT INTO hall_days (branch, day, stale, rev) VALUES (?, ?, 1, 1) ON CONFLICT (branch, day) DO UPDATE SET stale = 1, rev = hall_days.rev + 1",
		branch, day).Error
}

// HallDay lists everything written on a day of a hall ("" = the own one), oldest
// first, what was taken back and the taking back included (see hall.Live).
func (s *Store) HallDay(ctx context.Context, branch, day string) ([]hall.Entry, error) {
	return s.HallEntries(ctx, branch, day, day)
}

// HallEntries lists what was written in a hall ("" = the own one) on the days from …
// to, inclusive, oldest first; with kinds only those.
func (s *Store) HallEntries(ctx context.Context, branch, from, to string, kinds ...hall.Kind) ([]hall.Entry, error) {
	where := "branch = " + thisBranch + " AND day >= ? AND day <= ?"
	args := []any{branch, branch, from, to}
	if len(kinds) > 0 {
		where += " AND kind IN ?"
		args = append(args, kinds)
	}
	out, err := entriesWhere(s.read(ctx), where+" ORDER BY day, at, id", args...)
	return out, coded(err, "read")
}

// OpenCases lists what was begun in a hall ("" = the own one) and never ended: faults,
// complaints, coaching notes; oldest first.
func (s *Store) OpenCases(ctx context.Context, branch string, kinds ...hall.Kind) ([]hall.Entry, error) {
	if len(kinds) == 0 {
		kinds = []hall.Kind{hall.KindFault, hall.KindComplaint, hall.KindCoach}
	}
	out, err := entriesWhere(s.read(ctx), "e.branch = "+thisBranch+" AND e.kind IN ?"+
		" AND NOT EXISTS (SELECT 1 FROM hall_entries x WHERE x.branch = e.branch AND x.ref = e.id AND x.ref <> ''"+
		" AND x.kind IN ('void', 'fault_end', 'complaint_end', 'coach_end')"+
		" AND NOT EXISTS (SELECT 1 FROM hall_entries v WHERE v.branch = x.branch AND v.ref = x.id AND v.ref <> '' AND v.kind = 'void'))"+
		" ORDER BY e.at, e.id", branch, branch, kinds)
	return out, coded(err, "read")
}

// thisBranch is the branch of a query by two arguments, the same twice: a code, or ""
// for this installation's own.
const thisBranch = "(CASE WHEN ? = '' THEN (SELECT branch FROM profile) ELSE ? END)"

// notTakenBack goes on a condition of entriesWhere: nothing took the entry back.
const notTakenBack = " AND NOT EXISTS (SELECT 1 FROM hall_entries v WHERE v.branch = e.branch AND v.ref = e.id AND v.ref <> '' AND v.kind = 'void'" + voidStands + ")"

// voidStands goes on the condition of a taking back v: it was not itself taken back.
const voidStands = " AND NOT EXISTS (SELECT 1 FROM hall_entries b WHERE b.branch = v.branch AND b.ref = v.id AND b.ref <> '' AND b.kind = 'void')"

// entriesWhere reads entries e by a condition and order, their photos as marked last.
func entriesWhere(tx *gorm.DB, where string, args ...any) ([]hall.Entry, error) {
	var bodies []string
	if err := tx.Raw("SELECT e.body FROM hall_entries e WHERE "+where, args...).Scan(&bodies).Error; err != nil {
		return nil, err
	}
	out := make([]hall.Entry, len(bodies))
	for i, body := range bodies {
		if err := fromJSON(body, &out[i]); err != nil {
			return nil, err
		}
	}
	return out, withMarks(tx, out)
}

// noteSheet keeps the day of the hall in step with a finished patrol or meeting: one
// entry per sheet, made anew when the sheet was corrected. A meeting somebody wrote
// down with its people stays as it is. The day of another hall is that hall's own.
func (s *Store) noteSheet(tx *gorm.DB, in *checklist.Inspection) error {
	e, ok := hall.FromSheet(in)
	if !ok {
		return nil
	}
	var own string
	if err := tx.Raw("SELECT branch FROM profile").Scan(&own).Error; err != nil || own != e.Branch {
		return err
	}
	have, err := entriesWhere(tx, "e.branch = ? AND e.ref = ? AND e.ref <> '' AND e.kind = ?"+notTakenBack+" ORDER BY e.at, e.id", e.Branch, e.Ref, string(e.Kind))
	if err != nil || len(have) > 0 && e.Kind == hall.KindMeeting {
		return err
	}
	act := s.act()
	for _, old := range have {
		void := hall.Entry{ID: act.NewID(), Branch: old.Branch, Day: old.Day, At: act.At.UnixMilli(), Kind: hall.KindVoid, By: e.By, Ref: old.ID}
		if err := s.putEntry(tx, &void, act.Device); err != nil {
			return err
		}
	}
	e.ID = act.NewID()
	return s.putEntry(tx, &e, act.Device)
}
