package store

import (
	"slices"

	"gorm.io/gorm"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
)

// Entries of the hall never change, but what may be seen of their photos does: a photo
// that was masked after its entry had left makes the hall send the entry once more, and
// headquarters keeps the masked picture only, whichever of the two came first.

// metEntry is an entry as headquarters has it, or has it now.
type metEntry struct {
	hall.Entry
	rev           int  // of the day's report that said it last, for one with photos
	here          bool // it was here before
	changed, seen bool // something of its photos is otherwise; the revision is higher
	was           []checklist.PhotoRef
}

// meeting holds what comes in against what is here.
type meeting struct {
	known  map[string]*metEntry // by id
	order  []*metEntry          // as they came
	hidden []string             // pictures a masked one stands for
}

// meetEntries holds the entries of reports of one branch against what is here. Code
// store.hallContent for one known with other content.
func meetEntries(tx *gorm.DB, reports []hall.Report) (*meeting, error) {
	m := &meeting{known: map[string]*metEntry{}}
	for i := range reports {
		r := &reports[i]
		for some := range slices.Chunk(r.Entries, maxRows) {
			if err := m.read(tx, r.Branch, some); err != nil {
				return nil, err
			}
			for k := range some {
				if err := m.meet(&some[k], r.Rev); err != nil {
					return nil, err
				}
			}
		}
	}
	return m, nil
}

// read looks up what is here of some entries.
func (m *meeting) read(tx *gorm.DB, branch string, some []hall.Entry) error {
	var ids []string
	for i := range some {
		if m.known[some[i].ID] == nil {
			ids = append(ids, some[i].ID)
		}
	}
	var have []struct {
		Body string
		Sent int
	}
	if err := tx.Raw("SELECT body, sent FROM hall_entries WHERE branch = ? AND id IN (?)", branch, ids).Scan(&have).Error; err != nil {
		return err
	}
	for _, h := range have {
		e := &metEntry{rev: h.Sent, here: true}
		if err := fromJSON(h.Body, &e.Entry); err != nil {
			return err
		}
		m.known[e.ID] = e
	}
	return nil
}

func (m *meeting) meet(e *hall.Entry, rev int) error {
	k := m.known[e.ID]
	if k == nil {
		k = &metEntry{Entry: *e, rev: rev}
		k.Photos = slices.Clone(e.Photos)
		m.known[e.ID], m.order = k, append(m.order, k)
		return nil
	}
	if k.here && k.was == nil && len(e.Photos) > 0 {
		k.was, m.order = slices.Clone(k.Photos), append(m.order, k)
	}
	hidden, ok := k.meet(e, rev)
	if !ok {
		return checklist.Fail("store.hallContent", "day", e.Day, "id", e.ID)
	}
	m.hidden = append(m.hidden, hidden...)
	return nil
}

// meet takes over what another copy of the entry, said in revision rev, knows better of
// its photos: of a masked picture and an open one the masked one counts, of two masked
// ones the later. ok is false where the copies say different things.
func (k *metEntry) meet(e *hall.Entry, rev int) (hidden []string, ok bool) {
	if toJSON(pictureless(k.Entry)) != toJSON(pictureless(*e)) {
		return nil, false
	}
	for i := range k.Photos {
		have, came := k.Photos[i], e.Photos[i]
		hides, hid := came.Privacy == checklist.PrivacyMasked, have.Privacy == checklist.PrivacyMasked
		other, later := have.Hash != came.Hash, rev > k.rev
		switch {
		case toJSON(have) == toJSON(came):
		case other && !hides && !hid:
			return nil, false
		case hid && !hides || hid == hides && !later:
			if other {
				hidden = append(hidden, came.Hash)
			}
		default:
			if other {
				hidden = append(hidden, have.Hash)
			}
			k.Photos[i], k.changed = came, true
		}
	}
	if rev > k.rev && len(k.Photos) > 0 {
		k.rev, k.seen = rev, true
	}
	return hidden, true
}

// pictureless is the entry with nothing of its photos but which there are.
func pictureless(e hall.Entry) hall.Entry {
	e.Photos = onlyIDs(e.Photos)
	return e
}

// fresh is how many entries are new or show another picture now.
func (m *meeting) fresh() (n int) {
	for _, e := range m.order {
		n += flag(!e.here || e.changed)
	}
	return n
}

// mergeEntries keeps the entries that are not here yet, and of those that are what may be
// seen of their photos; it returns how many were new, and the pictures that are hidden by
// now. The column sent holds at headquarters the revision an entry with photos was said in.
func (s *Store) mergeEntries(tx *gorm.DB, reports []hall.Report, device string) (fresh int, hidden []string, err error) {
	m, err := meetEntries(tx, reports)
	if err != nil {
		return 0, nil, err
	}
	rows := rowsOf("hall_entries", "branch, id, day, at, kind, ref, device, sent, body", 9)
	photos := hallPhotoRows()
	for _, e := range m.order {
		switch {
		case !e.here:
			rev := 1
			if len(e.Photos) > 0 {
				rev = e.rev
			}
			rows.add(e.Branch, e.ID, e.Day, e.At, string(e.Kind), e.Ref, device, rev, toJSON(e.Entry))
			addHallPhotos(photos, &e.Entry)
		case e.changed:
			if err := s.reviseEntry(tx, e, photos); err != nil {
				return 0, nil, err
			}
		case e.seen:
			if err := tx.Exec("UPDATE hall_entries SET sent = ? WHERE branch = ? AND id = ?", e.rev, e.Branch, e.ID).Error; err != nil {
				return 0, nil, err
			}
		}
	}
	if err := rows.insert(tx); err != nil {
		return 0, nil, err
	}
	return m.fresh(), m.hidden, photos.insert(tx)
}

// reviseEntry puts other pictures on an entry that is here, and notes it.
func (s *Store) reviseEntry(tx *gorm.DB, e *metEntry, photos *rowList) error {
	if err := tx.Exec("UPDATE hall_entries SET sent = ?, body = ? WHERE branch = ? AND id = ?", e.rev, toJSON(e.Entry), e.Branch, e.ID).Error; err != nil {
		return err
	}
	if err := tx.Exec("DELETE FROM hall_photos WHERE branch = ? AND entry = ?", e.Branch, e.ID).Error; err != nil {
		return err
	}
	addHallPhotos(photos, &e.Entry)
	return s.auditPrivacy(tx, e.ID, e.was, e.Photos)
}
