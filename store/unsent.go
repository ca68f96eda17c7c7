package store

import "context"

// CountUnsent says how many moves of findings and how much good practice made here
// no bundle carried yet, without reading them.
func (s *Store) CountUnsent(ctx context.Context) (moves, bright int, err error) {
	err = s.read(ctx).Raw("SELECT (SELECT count(*) FROM finding_events WHERE device = ? AND sent = 0),"+
		" (SELECT count(*) FROM bright_spots WHERE device = ? AND sent < rev)", s.device(), s.device()).Row().Scan(&moves, &bright)
	return moves, bright, coded(err, "read")
}
