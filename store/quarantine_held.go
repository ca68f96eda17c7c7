package store

import (
	"context"

	"gorm.io/gorm"
)

// Held lists the refused files nobody decided about that were refused for one of the
// given reasons, in the order in which they came.
func (s *Store) Held(ctx context.Context, codes []string) ([]Quarantined, error) {
	var out []Quarantined
	err := s.read(ctx).Raw("SELECT "+quarantineColumns+" FROM quarantine q WHERE decision = '' AND code IN (?)"+notIn+
		" ORDER BY at, branch, device, seq, sha256", codes).Scan(&out).Error
	return out, coded(err, "read")
}

// AcceptTaken notes of refused files that they were taken in since: nobody had to
// decide. It returns how many.
func (s *Store) AcceptTaken(ctx context.Context) (int, error) {
	const open = " FROM quarantine q WHERE decision = '' AND EXISTS (SELECT 1 FROM imports i WHERE i.sha256 = q.sha256 AND i.outcome = 'imported')"
	var some int
	if err := s.read(ctx).Raw("SELECT count(*)" + open).Scan(&some).Error; err != nil || some == 0 {
		return 0, coded(err, "read")
	}
	var sums []string
	err := s.write(ctx, "quarantine", func(tx *gorm.DB) error {
		sums = nil
		if err := tx.Raw("SELECT sha256" + open + " ORDER BY sha256").Scan(&sums).Error; err != nil {
			return err
		}
		for _, sha := range sums {
			err := tx.Exec("UPDATE quarantine SET decision = ?, decided = ? WHERE sha256 = ?", DecisionAccepted, s.now(), sha).Error
			if err != nil {
				return err
			}
			if err := s.audit(tx, "quarantine."+DecisionAccepted, sha, "by itself"); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && len(sums) > 0 {
		s.publish("quarantine", "")
	}
	return len(sums), err
}
