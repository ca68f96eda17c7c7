package store

import (
	"context"
	"slices"
	"strings"

	"gorm.io/gorm"

	"hallcheck/checklist"
)

// actionForgotten is the line of the log that says that an original was deleted.
const actionForgotten = "photo.forgotten"

// CoveredOriginals lists the originals that nobody needs any more to see what is
// shown: every photo that uses one is masked. The values are the masked copies.
func (s *Store) CoveredOriginals(ctx context.Context) (map[string][]string, error) {
	out, err := coveredOriginals(s.read(ctx))
	return out, coded(err, "read")
}

func coveredOriginals(tx *gorm.DB) (map[string][]string, error) {
	var rows []struct{ Subject, ID, Hash, Masked string }
	all := "SELECT inspection AS subject, id, hash, masked FROM photo_refs UNION ALL SELECT subject, id, hash, masked FROM subject_photos" +
		" UNION ALL SELECT event AS subject, id, hash, masked FROM review_photos" +
		" UNION ALL SELECT entry AS subject, id, hash, masked FROM hall_photos"
	err := tx.Raw("SELECT subject, id, hash, masked FROM (" + all + ") AS a WHERE hash IN (SELECT hash FROM (" + all + ") AS b WHERE masked <> '')" +
		" ORDER BY hash, masked DESC, subject, id").Scan(&rows).Error
	if err != nil {
		return nil, err
	}
	out, open, masked := map[string][]string{}, map[string]bool{}, map[string]bool{}
	for _, r := range rows { // of one picture, those masked come first
		id, _, past := strings.Cut(r.ID, pastMark)
		switch use := r.Hash + r.Subject + id; {
		case r.Masked != "":
			masked[use] = true
			if !slices.Contains(out[r.Hash], r.Masked) {
				out[r.Hash] = append(out[r.Hash], r.Masked)
			}
		case !past || !masked[use]: // not just how a photo now masked was before
			open[r.Hash] = true
		}
	}
	for h := range open {
		delete(out, h)
	}
	if len(out) == 0 {
		return out, nil
	}
	var values []string // what is written and not handed in yet is kept among the settings
	err = tx.Raw("SELECT value FROM settings").Scan(&values).Error
	for h := range out {
		if slices.ContainsFunc(values, func(v string) bool { return strings.Contains(v, h) }) {
			delete(out, h)
		}
	}
	return out, err
}

// NoteForgotten writes down that the original of masked photos is deleted: from now
// on nobody looks for it.
func (s *Store) NoteForgotten(ctx context.Context, hash string) error {
	return s.write(ctx, "photo", func(tx *gorm.DB) error { return s.audit(tx, actionForgotten, hash, "") })
}

// forgotten are the originals deleted on purpose that are still covered everywhere.
func forgotten(tx *gorm.DB) (map[string]bool, error) {
	var gone []string
	if err := tx.Raw("SELECT DISTINCT object FROM audit WHERE action = ?", actionForgotten).Scan(&gone).Error; err != nil || len(gone) == 0 {
		return nil, err
	}
	covered, err := coveredOriginals(tx)
	out := map[string]bool{}
	for _, h := range gone {
		if covered[h] != nil {
			out[h] = true
		}
	}
	return out, err
}

// PhotoHashes lists every picture the database refers to, without the originals
// that were deleted on purpose because they are masked.
func (s *Store) PhotoHashes(ctx context.Context) ([]string, error) {
	var hashes []string
	err := s.read(ctx).Transaction(func(tx *gorm.DB) error {
		if err := tx.Raw(photoHashes).Scan(&hashes).Error; err != nil {
			return err
		}
		frozen, err := frozenPictures(tx)
		if err != nil {
			return err
		}
		hashes = slices.Compact(slices.Sorted(slices.Values(append(hashes, frozen...))))
		gone, err := forgotten(tx)
		hashes = slices.DeleteFunc(hashes, func(h string) bool { return gone[h] })
		return err
	}, s.snapshot())
	return hashes, coded(err, "read")
}

// KeepDays is for how many days the original of a masked photo is kept.
func (s *Store) KeepDays(ctx context.Context) (int, error) {
	value, err := s.Setting(ctx, checklist.SettingKeepDays)
	return checklist.KeepDays(value), err
}
