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
	out, err := coveredOriginals(s.read(ctx), nil)
	return out, coded(err, "read")
}

// maskedSince is the masked copy of a photo p of subject_photos. What a finding made
// elsewhere showed before has none here: the picture the photo shows now stands for it.
const maskedSince = "CASE WHEN p.masked = '' AND p.pos >= 1000 THEN coalesce((SELECT min(c.hash) FROM subject_photos c" +
	" WHERE c.subject = p.subject AND c.pos < 1000 AND p.id LIKE c.id || '" + pastMark + "%' AND c.hash <> p.hash), '') ELSE p.masked END AS masked"

// hiddenIn are the pictures of a finding's history that stand masked elsewhere in it:
// those of photos that came open first and masked later.
func hiddenIn(f *checklist.Finding) (out []string) {
	if f == nil {
		return nil
	}
	masked := map[string]string{} // picture by photo
	for _, p := range slices.Concat(f.Photos, f.After) {
		if p.Privacy == checklist.PrivacyMasked && p.Masked == "" {
			masked[p.ID] = p.Hash
		}
	}
	if len(masked) == 0 {
		return nil
	}
	for i := range f.Events {
		list := f.Events[i].Photos
		if o := f.Events[i].Opening; o != nil {
			list = o.Photos
		}
		for _, p := range list {
			if m := masked[p.ID]; m != "" && m != p.Hash {
				out = append(out, p.Hash)
			}
		}
	}
	return out
}

// coveredOriginals are the pictures, of those in only (nil = all), that are masked
// wherever they are used, with the masked copies.
func coveredOriginals(tx *gorm.DB, only []string) (map[string][]string, error) {
	var rows []struct{ Subject, ID, Hash, Masked string }
	arms := []string{
		"SELECT inspection AS subject, id, hash, masked FROM photo_refs", "SELECT subject, id, hash, " + maskedSince + " FROM subject_photos p",
		"SELECT event AS subject, id, hash, masked FROM review_photos", "SELECT entry AS subject, id, hash, masked FROM hall_photos",
	}
	var args []any
	if only != nil { // in each by its index: headquarters has millions
		for i := range arms {
			arms[i] += " WHERE hash IN (?)"
			args = append(args, only)
		}
	}
	query := "SELECT subject, id, hash, masked FROM (" + strings.Join(arms, " UNION ALL ") + ") AS a"
	if only == nil {
		query += " WHERE hash IN (SELECT hash FROM (" + strings.Join(arms, " UNION ALL ") + ") AS b WHERE masked <> '')"
	}
	err := tx.Raw(query+" ORDER BY hash, masked DESC, subject, id", args...).Scan(&rows).Error
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
	covered, err := coveredOriginals(tx, nil)
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

// Unshown are those of some pictures that no use shows any more: nobody refers to them,
// or wherever they are used a masked one stands for them. Of the latter it is noted that
// they are deleted, which is for the caller to do.
func (s *Store) Unshown(ctx context.Context, hashes []string) (out []string, err error) {
	err = s.write(ctx, "photo", func(tx *gorm.DB) error {
		out = nil
		frozen, err := frozenPictures(tx)
		if err != nil {
			return err
		}
		for some := range slices.Chunk(slices.Compact(slices.Sorted(slices.Values(hashes))), maxRows) {
			covered, err := coveredOriginals(tx, some)
			if err != nil {
				return err
			}
			var used []string
			if err := tx.Raw("SELECT hash FROM ("+photoHashes+") AS h WHERE hash IN (?)", some).Scan(&used).Error; err != nil {
				return err
			}
			for _, h := range some {
				shown := slices.Contains(used, h) && covered[h] == nil
				if shown || slices.Contains(frozen, h) {
					continue
				}
				if out = append(out, h); covered[h] == nil {
					continue
				}
				if err := s.audit(tx, actionForgotten, h, ""); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return out, err
}

// KeepDays is for how many days the original of a masked photo is kept.
func (s *Store) KeepDays(ctx context.Context) (int, error) {
	value, err := s.Setting(ctx, checklist.SettingKeepDays)
	return checklist.KeepDays(value), err
}
