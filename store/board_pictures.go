package store

import (
	"context"

	"gorm.io/gorm"

	"hallcheck/checklist"
)

// lacking is how many pictures a record came without.
func lacking(in *checklist.Inspection) int {
	if in.Status != checklist.Finished {
		return 0
	}
	return in.Lacking()
}

// markPictures counts the pictures of records just written that are known here as
// not to be opened.
func markPictures(tx *gorm.DB, list []newRecord) error {
	var any int
	if err := tx.Raw("SELECT count(*) FROM (SELECT 1 FROM photo_faults LIMIT 1) f").Scan(&any).Error; err != nil || any == 0 {
		return err
	}
	ids := make([]string, len(list))
	for i, p := range list {
		ids[i] = p.in.ID
	}
	return countUnreadable(tx, "IN (?)", ids)
}

// countUnreadable counts anew the pictures of some inspections that cannot be opened.
func countUnreadable(tx *gorm.DB, which string, args ...any) error {
	return tx.Exec("UPDATE inspections SET unreadable = (SELECT count(*) FROM photo_refs p JOIN photo_faults f ON f.hash = p.hash"+
		" WHERE p.branch = inspections.branch AND p.inspection = inspections.id) WHERE id "+which, args...).Error
}

// PhotoFaults lists the stored pictures known as missing or not to be opened.
func (s *Store) PhotoFaults(ctx context.Context) ([]string, error) {
	var out []string
	err := s.read(ctx).Raw("SELECT hash FROM photo_faults ORDER BY hash").Scan(&out).Error
	return out, coded(err, "read")
}
