package store

import (
	"context"

	"gorm.io/gorm"

	"hallcheck/checklist"
)

// markPictures counts the pictures that records just written lack: those they came
// without, and those known here as not to be opened.
func markPictures(tx *gorm.DB, list []newRecord) error {
	ids := make([]string, len(list))
	for i, p := range list {
		ids[i] = p.in.ID
		if p.in.Status != checklist.Finished {
			continue
		}
		if n := p.in.Lacking(); n > 0 {
			if err := tx.Exec("UPDATE inspections SET lacking = ? WHERE branch = ? AND id = ?", n, p.in.Branch.Code, p.in.ID).Error; err != nil {
				return err
			}
		}
	}
	var any int
	if err := tx.Raw("SELECT count(*) FROM (SELECT 1 FROM photo_faults LIMIT 1) f").Scan(&any).Error; err != nil || any == 0 {
		return err
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
