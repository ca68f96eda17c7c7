package store

import (
	"context"

	"gorm.io/gorm"
)

// HQKey returns the verifier of the key headquarters signs with, "" while there is
// none. Several computers may work on one database; all have the same keys.
func (s *Store) HQKey(ctx context.Context) (string, error) {
	var v string
	err := s.read(ctx).Raw("SELECT verifier FROM hq_key").Scan(&v).Error
	return v, coded(err, "read")
}

// SetHQKey stores the verifier of headquarters' new key.
func (s *Store) SetHQKey(ctx context.Context, verifier string) error {
	return s.write(ctx, "setting", func(tx *gorm.DB) error {
		err := tx.Exec("INSERT INTO hq_key (id, verifier) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET verifier = excluded.verifier", verifier).Error
		if err != nil {
			return err
		}
		return s.audit(tx, "key", "", verifier)
	})
}
