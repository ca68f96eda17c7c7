package store

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"hallcheck/checklist"
)

// privacyRequired reads the setting that demands a decision about every photo.
func privacyRequired(db *gorm.DB) (bool, error) {
	var value []string
	err := db.Raw("SELECT value FROM settings WHERE key = ?", checklist.SettingPrivacy).Scan(&value).Error
	return len(value) == 1 && value[0] == "1", err
}

// auditPrivacy notes every decision about customers in a photo, and above all one
// that takes a mosaic away (RELIABILITY 7): action photo.masked, photo.clear or
// photo.open on the photo's use.
func (s *Store) auditPrivacy(tx *gorm.DB, inspection string, was, is []checklist.PhotoRef) error {
	for _, p := range is {
		i := slices.IndexFunc(was, func(x checklist.PhotoRef) bool { return x.ID == p.ID })
		if i < 0 || was[i].Privacy == p.Privacy && was[i].Masked == p.Masked {
			continue
		}
		action := "photo.open"
		if p.Decided() {
			action = "photo." + string(p.Privacy)
		}
		if err := s.audit(tx, action, p.ID, inspection+" "+p.Shown()); err != nil {
			return err
		}
	}
	return nil
}

// forgetDrafts lets every aggregate be read anew.
func (s *Store) forgetDrafts() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drafts = newDrafts()
}

// MaskedPictures lists, for every picture somebody masked, the masked copy: the
// picture must not leave unmasked in another place either. A picture masked in
// several ways has one of them, always the same.
func (s *Store) MaskedPictures(ctx context.Context) (map[string]string, error) {
	var rows []struct{ Hash, Masked string }
	err := s.read(ctx).Raw("SELECT hash, max(masked) AS masked FROM (SELECT hash, masked FROM photo_refs WHERE masked <> ''" +
		" UNION ALL SELECT hash, masked FROM subject_photos WHERE masked <> ''" +
		" UNION ALL SELECT hash, masked FROM review_photos WHERE masked <> ''" +
		" UNION ALL SELECT hash, masked FROM hall_photos WHERE masked <> '') AS m GROUP BY hash").Scan(&rows).Error
	out := make(map[string]string, len(rows))
	for _, r := range rows {
		out[r.Hash] = r.Masked
	}
	return out, coded(err, "read")
}
