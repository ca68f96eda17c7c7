package store

import (
	"cmp"
	"slices"

	"gorm.io/gorm"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
)

// Entries of the hall are never changed, so what was decided about a photo of one and
// drawn on it is an entry of its own (hall.KindMark). Whoever reads the entry gets its
// photos as they were marked last; the table of photos says of each which picture hides
// it now, and which ones ever did, for whatever keeps originals from being seen.

// checkMark puts right what a mark says of its photo: nothing but the marks, the masked
// copy and the decision may differ from what the entry has. It gives the photo as it was.
// Codes: store.hallRef where the entry has no such photo, those of PhotoRef.Marked.
func (s *Store) checkMark(tx *gorm.DB, e *hall.Entry) (was []checklist.PhotoRef, err error) {
	of, err := entriesWhere(tx, "e.branch = ? AND e.id = ?", e.Branch, e.Ref)
	if err != nil {
		return nil, err
	}
	mark := e.Photos[0]
	i := -1
	if len(of) == 1 {
		i = slices.IndexFunc(of[0].Photos, func(p checklist.PhotoRef) bool { return p.ID == mark.ID && p.Hash == mark.Hash })
	}
	if i < 0 {
		return nil, checklist.Fail("store.hallRef", "kind", string(e.Kind))
	}
	var last int64 // the order of marks is that of their moments
	if err := tx.Raw("SELECT coalesce(max(at), 0) FROM hall_entries WHERE branch = ? AND ref = ? AND kind = ?", e.Branch, e.Ref, string(hall.KindMark)).Scan(&last).Error; err != nil {
		return nil, err
	}
	e.At = max(e.At, last+1)
	after, err := of[0].Photos[i].Marked(mark.Marks, mark.Masked, mark.Privacy)
	e.Photos = []checklist.PhotoRef{after}
	return of[0].Photos, err
}

// keepMark says in the table of photos which picture hides the one marked, and notes the
// decision.
func (s *Store) keepMark(tx *gorm.DB, e *hall.Entry, was []checklist.PhotoRef) error {
	p := &e.Photos[0]
	if err := tx.Exec("UPDATE hall_photos SET masked = ? WHERE branch = ? AND entry = ? AND id = ?", p.Masked, e.Branch, e.Ref, p.ID).Error; err != nil {
		return err
	}
	if p.Masked != "" { // it stays hidden outside the hall whatever is decided later
		rows := hallPhotoRows()
		addHallPhotos(rows, e)
		if err := rows.insert(tx); err != nil {
			return err
		}
		if err := sendAgain(tx, e.Branch, p.Hash); err != nil {
			return err
		}
	}
	return s.auditPrivacy(tx, e.Ref, was, e.Photos)
}

// sendAgain lets every entry with a picture that left before it was masked go out once
// more: headquarters is to have the masked one only.
func sendAgain(tx *gorm.DB, branch, hash string) error {
	const with = " FROM hall_entries WHERE branch = ? AND sent > 0 AND kind <> ? AND id IN (SELECT entry FROM hall_photos WHERE branch = ? AND hash = ?)"
	args := []any{branch, string(hall.KindMark), branch, hash}
	var days []string
	if err := tx.Raw("SELECT DISTINCT day"+with+" ORDER BY day", args...).Scan(&days).Error; err != nil || len(days) == 0 {
		return err
	}
	if err := tx.Exec("UPDATE hall_entries SET sent = 0 WHERE branch = ? AND id IN (SELECT id"+with+")", append([]any{branch}, args...)...).Error; err != nil {
		return err
	}
	for _, day := range days {
		if err := stale(tx, branch, day); err != nil {
			return err
		}
	}
	return nil
}

// withMarks gives entries their photos as they were marked last.
func withMarks(tx *gorm.DB, entries []hall.Entry) error {
	at := map[string]int{} // entry's id → its place
	var ids, branches []string
	for i := range entries {
		if e := &entries[i]; len(e.Photos) > 0 && e.Kind != hall.KindMark {
			at[e.ID], ids = i, append(ids, e.ID)
			if !slices.Contains(branches, e.Branch) {
				branches = append(branches, e.Branch)
			}
		}
	}
	for some := range slices.Chunk(ids, maxRows) {
		var bodies []string
		if err := tx.Raw("SELECT body FROM hall_entries WHERE branch IN ? AND ref IN ? AND ref <> '' AND kind = ?", branches, some, string(hall.KindMark)).Scan(&bodies).Error; err != nil {
			return err
		}
		marks := make([]hall.Entry, len(bodies))
		for i, body := range bodies {
			if err := fromJSON(body, &marks[i]); err != nil {
				return err
			}
		}
		slices.SortFunc(marks, func(a, b hall.Entry) int { return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.ID, b.ID)) })
		for i := range marks {
			marks[i].MarkOn(&entries[at[marks[i].Ref]])
		}
	}
	return nil
}
