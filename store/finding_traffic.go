package store

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"hallcheck/checklist"
)

// elsewhere marks moves that came in a bundle: nothing of them is left to send.
const elsewhere = -1

// UnsentFindings lists the moves of findings and the good practice made here that
// no bundle carried yet, moves by finding and in order.
func (s *Store) UnsentFindings(ctx context.Context) ([]checklist.FindingEvent, []checklist.BrightSpot, error) {
	var bodies []string
	err := s.read(ctx).Raw("SELECT body FROM finding_events WHERE device = ? AND sent = 0 ORDER BY finding, clock, id", s.device()).Scan(&bodies).Error
	if err != nil {
		return nil, nil, coded(err, "read")
	}
	events := make([]checklist.FindingEvent, len(bodies))
	for i, b := range bodies {
		if err := fromJSON(b, &events[i]); err != nil {
			return nil, nil, err
		}
	}
	bodies = nil
	err = s.read(ctx).Raw("SELECT body FROM bright_spots WHERE device = ? AND sent < rev ORDER BY day, id", s.device()).Scan(&bodies).Error
	if err != nil {
		return nil, nil, coded(err, "read")
	}
	bright := make([]checklist.BrightSpot, len(bodies))
	for i, b := range bodies {
		if err := fromJSON(b, &bright[i]); err != nil {
			return nil, nil, err
		}
	}
	return events, bright, nil
}

// markSent notes that a bundle carried moves and good practice.
func (s *Store) markSent(tx *gorm.DB, sent Sent, seq int64) error {
	for ids := range slices.Chunk(sent.Moves, maxRows) {
		if err := tx.Exec("UPDATE finding_events SET sent = ? WHERE id IN (?) AND sent = 0", seq, ids).Error; err != nil {
			return err
		}
		err := tx.Exec("UPDATE findings SET unsent = 0 WHERE unsent = 1 AND id IN (SELECT finding FROM finding_events WHERE id IN (?))"+
			" AND NOT EXISTS (SELECT 1 FROM finding_events e WHERE e.finding = findings.id AND e.device = ? AND e.sent = 0)", ids, s.device()).Error
		if err != nil {
			return err
		}
	}
	for _, b := range sent.Bright {
		if err := tx.Exec("UPDATE bright_spots SET sent = ? WHERE id = ? AND sent < ?", b.Rev, b.ID, b.Rev).Error; err != nil {
			return err
		}
	}
	return nil
}

// mergeMoves adds moves made elsewhere, in any order and again without harm, and
// draws the findings they change; it returns how many were new and the findings'
// ids. Moves whose opening is still under way are kept until it comes.
func (s *Store) mergeMoves(tx *gorm.DB, events []checklist.FindingEvent) (fresh int, changed []string, err error) {
	byFinding := map[string][]checklist.FindingEvent{}
	var order []string
	for _, e := range events {
		if byFinding[e.Finding] == nil {
			order = append(order, e.Finding)
		}
		byFinding[e.Finding] = append(byFinding[e.Finding], e)
	}
	rows := newFindingRows()
	var renumber []string
	for _, id := range order {
		have, err := eventsOf(tx, id)
		if err != nil {
			return 0, nil, err
		}
		all, n := have, 0
		for i := range byFinding[id] {
			e := &byFinding[id][i]
			if !slices.ContainsFunc(all, func(x checklist.FindingEvent) bool { return x.ID == e.ID }) {
				rows.event(e, elsewhere)
				all, n = append(all, *e), n+1
			}
		}
		f := checklist.Fold(all)
		if fresh += n; n == 0 || f == nil {
			continue
		}
		unsent, err := s.hasUnsent(tx, id)
		if err != nil {
			return 0, nil, err
		}
		rows.finding(f, s.initials(f.Branch.Name), unsent)
		changed = append(changed, id)
		if key := f.Branch.Code + "\n" + f.Number; !slices.Contains(renumber, key) {
			renumber = append(renumber, key)
		}
	}
	if err := rows.flush(tx); err != nil {
		return 0, nil, err
	}
	for _, id := range changed {
		if err := renumberLike(tx, id); err != nil {
			return 0, nil, err
		}
	}
	return fresh, changed, nil
}

func (s *Store) hasUnsent(tx *gorm.DB, finding string) (bool, error) {
	var n int
	err := tx.Raw("SELECT count(*) FROM finding_events WHERE finding = ? AND device = ? AND sent = 0", finding, s.device()).Scan(&n).Error
	return n > 0, err
}

// renumberLike gives findings of one branch to which two devices gave the same
// number a suffix, the same on every computer: the first opened keeps it.
func renumberLike(tx *gorm.DB, id string) error {
	var rows []struct {
		ID, Number, Year string
		Seq              int64
	}
	err := tx.Raw("SELECT f.id, f.number, f.year, f.seq FROM findings f JOIN findings me ON me.id = ? AND me.branch = f.branch AND me.year = f.year AND me.seq = f.seq"+
		" JOIN finding_events e ON e.finding = f.id AND e.verb = 'open' ORDER BY e.at, f.id", id).Scan(&rows).Error
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	n := 0
	for _, r := range rows {
		if seen[r.ID] {
			continue
		}
		seen[r.ID] = true
		n++
		number := numberOf(r.Year, r.Seq)
		if n > 1 {
			number += "-" + strconv.Itoa(n)
		}
		if number == r.Number {
			continue
		}
		// The number is the first line of what is searched.
		err := tx.Exec("UPDATE findings SET search = ? || substr(search, length(number) + 1), number = ? WHERE id = ?",
			strings.ToLower(number), number, r.ID).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// mergeBright takes a good practice made elsewhere in when it is newer.
func (s *Store) mergeBright(tx *gorm.DB, b *checklist.BrightSpot, device string) (bool, error) {
	var rev []int
	if err := tx.Raw("SELECT rev FROM bright_spots WHERE id = ?", b.ID).Scan(&rev).Error; err != nil {
		return false, err
	}
	if len(rev) == 1 && rev[0] >= b.Rev {
		return false, nil
	}
	return true, putBright(tx, b, device, b.Rev)
}

// putBright stores a good practice with its photos; sent is the revision a bundle
// carried last, 0 = none.
func putBright(tx *gorm.DB, b *checklist.BrightSpot, device string, sent int) error {
	err := tx.Exec("INSERT INTO bright_spots (id, branch, day, at, rev, device, gone, body, sent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"+
		" ON CONFLICT (id) DO UPDATE SET branch = excluded.branch, day = excluded.day, at = excluded.at, rev = excluded.rev,"+
		" device = excluded.device, gone = excluded.gone, body = excluded.body, sent = excluded.sent",
		b.ID, b.Branch.Code, b.Day, b.At, b.Rev, device, flag(b.Gone), toJSON(b), sent).Error
	if err != nil {
		return err
	}
	if err := tx.Exec("DELETE FROM subject_photos WHERE subject = ?", b.ID).Error; err != nil {
		return err
	}
	rows := newFindingRows()
	for i, p := range b.Photos {
		rows.photo(b.ID, sideBright, i, p, map[string]bool{})
	}
	return rows.photos.insert(tx)
}

// NewMoves counts what of a bundle's moves and good practice is not here yet.
func (s *Store) NewMoves(ctx context.Context, loop Loop) (moves, bright int, err error) {
	ids := make([]string, len(loop.Events))
	for i := range loop.Events {
		ids[i] = loop.Events[i].ID
	}
	moves = len(ids)
	for chunk := range slices.Chunk(ids, maxRows) {
		var known int
		if err := s.read(ctx).Raw("SELECT count(*) FROM finding_events WHERE id IN (?)", chunk).Scan(&known).Error; err != nil {
			return 0, 0, coded(err, "read")
		}
		moves -= known
	}
	for _, b := range loop.Bright {
		var rev int
		if err := s.read(ctx).Raw("SELECT coalesce(max(rev), 0) FROM bright_spots WHERE id = ?", b.ID).Scan(&rev).Error; err != nil {
			return 0, 0, coded(err, "read")
		}
		bright += flag(rev < b.Rev)
	}
	return moves, bright, nil
}
