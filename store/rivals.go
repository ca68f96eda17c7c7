package store

import (
	"context"
	"slices"
)

// LastVisits is the day of the last record that counts of each of some branches in
// the days from … to (inclusive) with any of the checklists; a branch without one is
// absent.
func (s *Store) LastVisits(ctx context.Context, lists, branches []string, from, to string) (map[string]string, error) {
	out := map[string]string{}
	for some := range slices.Chunk(branches, maxRows) {
		var rows []struct{ Branch, Day string }
		err := s.read(ctx).Raw("SELECT i.branch, max(i.day) AS day FROM inspections i WHERE i.checklist IN (?) AND i.month >= ? AND i.month <= ?"+
			" AND i.day >= ? AND i.day <= ? AND i.branch IN (?) AND "+isCounted+" GROUP BY i.branch", lists, monthOf(from), monthOf(to), from, to, some).Scan(&rows).Error
		if err != nil {
			return nil, coded(err, "read")
		}
		for _, r := range rows {
			out[r.Branch] = r.Day
		}
	}
	return out, nil
}
