package store

import (
	"time"

	"gorm.io/gorm"

	"hallcheck/checklist"
)

// repeatDays is how far back a closed finding is looked at; checklist.IsRepeat
// decides.
const repeatDays = 90

// ofInspection says besides what the partial index leaves out, without which it
// would not be used.
const ofInspection = " inspection = ? AND inspection <> ''"

// openFindings brings the findings of an inspection in line with its answers, in
// the transaction that finishes it; it returns those it opened or changed.
func (s *Store) openFindings(tx *gorm.DB, in *checklist.Inspection) ([]*checklist.Finding, error) {
	have, err := findingsFrom(tx, in.ID)
	if err != nil {
		return nil, err
	}
	if len(have) == 0 && count(in).red == 0 {
		return nil, nil
	}
	o := checklist.Opener{Act: s.act()}
	if o.Due, err = dueBy(tx); err != nil {
		return nil, err
	}
	if o.Number, err = numbers(tx, in.Branch.Code, in.Day); err != nil {
		return nil, err
	}
	if o.Earlier, err = s.earlier(tx, in); err != nil {
		return nil, err
	}
	changed, err := in.OpenFindings(have, o)
	if err != nil {
		return nil, err
	}
	return changed, s.saveFindings(tx, changed)
}

// dropFindings cancels what a deleted inspection opened, as if no item failed.
func (s *Store) dropFindings(tx *gorm.DB, inspection string) ([]*checklist.Finding, error) {
	have, err := findingsFrom(tx, inspection)
	if err != nil || len(have) == 0 {
		return nil, err
	}
	gone := &checklist.Inspection{ID: inspection, Checklist: &checklist.Checklist{}}
	changed, err := gone.OpenFindings(have, checklist.Opener{Act: s.act()})
	if err != nil {
		return nil, err
	}
	return changed, s.saveFindings(tx, changed)
}

// findingsFrom loads what an inspection opened before; findings somebody entered
// by hand during the visit are not its own.
func findingsFrom(tx *gorm.DB, inspection string) ([]*checklist.Finding, error) {
	var rows []struct{ ID, Number string }
	if err := tx.Raw("SELECT id, number FROM findings WHERE"+ofInspection+" ORDER BY id", inspection).Scan(&rows).Error; err != nil {
		return nil, err
	}
	var out []*checklist.Finding
	for _, r := range rows {
		f, err := foldStored(tx, r.ID, r.Number)
		if err != nil {
			return nil, err
		}
		if f.Origin == checklist.FromInspection {
			out = append(out, f)
		}
	}
	return out, nil
}

// earlier knows the former occurrences of items in the inspection's branch: the
// item failed in the previous finished record of the same checklist, or its
// finding was closed less than 90 days ago (DOMAIN 6.1).
func (s *Store) earlier(tx *gorm.DB, in *checklist.Inspection) (func(item string) *checklist.Earlier, error) {
	found := map[string]*checklist.Earlier{}
	take := func(item string, e checklist.Earlier, occurrence int) {
		e.Count = max(1, occurrence) + 1
		if was := found[item]; was != nil && was.Count >= e.Count {
			return
		}
		found[item] = &e
	}
	if err := closedBefore(tx, in, take); err != nil {
		return nil, err
	}
	before, err := s.previous(tx, in)
	if err != nil || before == nil {
		return func(item string) *checklist.Earlier { return found[item] }, err
	}
	opened := map[string]earlierRow{}
	var rows []earlierRow
	err = tx.Raw("SELECT id, number, item, day, closed_day, occurrence FROM findings WHERE"+ofInspection+" ORDER BY seq DESC, id", before.ID).Scan(&rows).Error
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		opened[r.Item] = r
	}
	for item := range failed(before) {
		r := opened[item]
		delete(found, item) // the latest record tells more than an older closing
		take(item, checklist.Earlier{Day: before.Day, Finding: r.ID, Number: r.Number}, r.Occurrence)
	}
	return func(item string) *checklist.Earlier { return found[item] }, nil
}

type earlierRow struct {
	ID, Number, Item, Day, ClosedDay string
	Occurrence                       int
}

// closedBefore tells take of the findings closed less than 90 days before.
func closedBefore(tx *gorm.DB, in *checklist.Inspection, take func(string, checklist.Earlier, int)) error {
	since := in.Day
	if d, err := time.Parse(time.DateOnly, in.Day); err == nil {
		since = d.AddDate(0, 0, -repeatDays).Format(time.DateOnly)
	}
	var rows []earlierRow
	err := tx.Raw("SELECT id, number, item, day, closed_day, occurrence FROM findings WHERE branch = ? AND status = 'closed' AND checklist = ?"+
		" AND item <> '' AND inspection <> ? AND closed_day >= ? ORDER BY closed_day DESC, seq DESC, id",
		in.Branch.Code, in.Checklist.ID, in.ID, since).Scan(&rows).Error
	for _, r := range rows {
		if checklist.IsRepeat(r.ClosedDay, in.Day) {
			take(r.Item, checklist.Earlier{Day: r.ClosedDay, Finding: r.ID, Number: r.Number}, r.Occurrence)
		}
	}
	return err
}

// previous loads the branch's finished inspection of the checklist before this
// one, nil when there is none.
func (s *Store) previous(tx *gorm.DB, in *checklist.Inspection) (*checklist.Inspection, error) {
	var ids []string
	err := tx.Raw("SELECT id FROM inspections WHERE branch = ? AND checklist = ? AND status = 'finished' AND started < ? AND id <> ?"+
		" ORDER BY started DESC, id LIMIT 1", in.Branch.Code, in.Checklist.ID, in.StartedAt, in.ID).Scan(&ids).Error
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	d, err := s.loadIn(tx, ids[0])
	return d.in, err
}

// failed returns the items that open a finding.
func failed(in *checklist.Inspection) map[string]bool {
	out := map[string]bool{}
	for _, sh := range in.Sheets {
		for item, a := range sh.Answers {
			it := in.Checklist.ItemByID(item)
			if it != nil && in.Applies(sh, it) && it.OpensFinding(in.Checklist, a.Value) {
				out[item] = true
			}
		}
	}
	return out
}
