package store

import (
	"cmp"
	"context"
	"slices"

	"gorm.io/gorm"

	"hallcheck/checklist"
	"hallcheck/checklist/bulletin"
	"hallcheck/checklist/hall"
)

// elsewhere marks moves that came in a bundle: nothing of them is left to send.
const elsewhere = -1

// Loop is what a bundle brings of the findings' loop.
type Loop struct {
	Events []checklist.FindingEvent
	Bright []checklist.BrightSpot

	Reviews []checklist.ReviewEvent // of records
	Master  []Master                // headquarters' master data, at a branch

	Published []bulletin.Published // headquarters' bulletins, at a branch

	Hall []hall.Report // days of the branch's hall, at headquarters
}

// UnsentFindings lists the moves of findings and the good practice made here that
// no bundle carried yet, moves by finding and in order.
func (s *Store) UnsentFindings(ctx context.Context) ([]checklist.FindingEvent, []checklist.BrightSpot, error) {
	var bodies []string
	own, err := s.ownDevices(s.read(ctx))
	if err != nil {
		return nil, nil, coded(err, "read")
	}
	err = s.read(ctx).Raw("SELECT body FROM finding_events WHERE device IN (?) AND sent = 0 ORDER BY finding, clock, id", own).Scan(&bodies).Error
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

// letInMeanwhile says whether a device of the branch a bundle is for cannot open it:
// it was let in while the bundle was made. What it carried is sent again then.
func letInMeanwhile(tx *gorm.DB, sent Sent) (bool, error) {
	if sent.Branch == "" {
		return false, nil
	}
	var ids []string
	err := tx.Raw("SELECT id FROM devices WHERE branch = ? AND state = 'active' AND recipient <> ''", sent.Branch).Scan(&ids).Error
	return slices.ContainsFunc(ids, func(id string) bool { return !slices.Contains(sent.Devices, id) }), err
}

// markSent notes that a bundle carried moves and good practice.
func (s *Store) markSent(tx *gorm.DB, sent Sent, seq int64) error {
	if again, err := letInMeanwhile(tx, sent); err != nil || again {
		return err
	}
	if err := markMaster(tx, sent.Master); err != nil {
		return err
	}
	if err := markPublished(tx, sent.Published, seq); err != nil {
		return err
	}
	own, err := s.ownDevices(tx)
	if err != nil {
		return err
	}
	for ids := range slices.Chunk(sent.Moves, maxRows) {
		if err := tx.Exec("UPDATE finding_events SET sent = ? WHERE id IN (?) AND sent = 0", seq, ids).Error; err != nil {
			return err
		}
		err := tx.Exec("UPDATE findings SET unsent = 0 WHERE unsent = 1 AND id IN (SELECT finding FROM finding_events WHERE id IN (?))"+
			" AND NOT EXISTS (SELECT 1 FROM finding_events e WHERE e.finding = findings.id AND e.device IN (?) AND e.sent = 0)", ids, own).Error
		if err != nil {
			return err
		}
	}
	if err := markHallSent(tx, sent.Hall, seq); err != nil {
		return err
	}
	if err := markReviewsSent(tx, sent.Reviews, seq); err != nil {
		return err
	}
	for _, b := range sent.Bright {
		if err := tx.Exec("UPDATE bright_spots SET sent = ? WHERE id = ? AND sent < ?", b.Rev, b.ID, b.Rev).Error; err != nil {
			return err
		}
	}
	return nil
}

// mergeMoves adds moves made elsewhere, in any order and again without harm, and
// draws the findings they change; it returns how many were new, the findings' ids,
// and the pictures masked ones came for. Moves whose opening is still under way are kept until it comes. Codes:
// finding.event; store.eventConflict for a move known from another finding;
// store.eventContent for one known with other content;
// store.foreignFinding for a finding that is not the sending branch's.
func (s *Store) mergeMoves(tx *gorm.DB, events []checklist.FindingEvent, sender string) (fresh int, changed, hidden []string, err error) {
	byFinding := map[string][]checklist.FindingEvent{}
	var order []string
	for i := range events {
		e := &events[i]
		if err := e.Check(); err != nil {
			return 0, nil, nil, err
		}
		if byFinding[e.Finding] == nil {
			order = append(order, e.Finding)
		}
		byFinding[e.Finding] = append(byFinding[e.Finding], *e)
	}
	if err := strangers(tx, events); err != nil {
		return 0, nil, nil, err
	}
	stored, err := sentEvents(tx, order)
	if err != nil {
		return 0, nil, nil, err
	}
	rows, like := newFindingRows(), sameNumbers{}
	for _, id := range order {
		n, f, err := s.mergeInto(tx, rows, stored[id], byFinding[id], sender)
		if err != nil {
			return 0, nil, nil, err
		}
		hidden = append(hidden, hiddenIn(f)...)
		if fresh += n; n == 0 || f == nil {
			continue
		}
		if err := like.note(tx, f, len(stored[id]) > 0); err != nil {
			return 0, nil, nil, err
		}
		changed = append(changed, id)
	}
	if err := rows.flush(tx); err != nil {
		return 0, nil, nil, err
	}
	return fresh, changed, hidden, like.settle(tx)
}

// strangers refuses moves whose id is that of a move of another finding.
func strangers(tx *gorm.DB, events []checklist.FindingEvent) error {
	of := make(map[string]string, len(events))
	ids := make([]string, 0, len(events))
	for _, e := range events {
		if at, ok := of[e.ID]; ok && at != e.Finding {
			return checklist.Fail("store.eventConflict", "event", e.ID)
		}
		of[e.ID] = e.Finding
		ids = append(ids, e.ID)
	}
	for some := range slices.Chunk(ids, maxRows) {
		var rows []struct{ ID, Finding string }
		if err := tx.Raw("SELECT id, finding FROM finding_events WHERE id IN (?)", some).Scan(&rows).Error; err != nil {
			return err
		}
		for _, r := range rows {
			if of[r.ID] != r.Finding {
				return checklist.Fail("store.eventConflict", "event", r.ID)
			}
		}
	}
	return nil
}

// mergeInto collects the new moves of one finding, whose stored ones are all, with
// the row they lead to; n is how many are new, f nil while the opening is missing.
func (s *Store) mergeInto(
	tx *gorm.DB, rows *findingRows, all []sentEvent, events []checklist.FindingEvent, sender string,
) (n int, f *checklist.Finding, err error) {
	if err := speaksFor(all, events, sender); err != nil {
		return 0, nil, err
	}
	branch, unsent := openedFor(all), len(all) > 0 // what nobody here moved has nothing to send
	for i := range events {
		e := &events[i]
		known := slices.IndexFunc(all, func(x sentEvent) bool { return x.ID == e.ID })
		switch {
		case known < 0:
			rows.event(e, elsewhere, sender)
			all, n = append(all, sentEvent{*e, sender}), n+1
		case !sameMove(all[known].FindingEvent, *e):
			return 0, nil, checklist.Fail("store.eventContent", "event", e.ID)
		}
	}
	if f = checklist.Fold(ofOwnBranch(all, openedFor(all))); n == 0 || f == nil {
		return n, f, nil
	}
	if branch == "" { // its opening has just come
		if err := s.noteForeign(tx, f, foreign(all, sender)); err != nil {
			return 0, nil, err
		}
	}
	if unsent {
		if unsent, err = s.hasUnsent(tx, f.ID); err != nil {
			return n, f, err
		}
	}
	rows.finding(f, s.initials(f.Branch.Name), unsent)
	return n, f, nil
}

func (s *Store) hasUnsent(tx *gorm.DB, finding string) (bool, error) {
	own, err := s.ownDevices(tx)
	if err != nil {
		return false, err
	}
	var n int
	err = tx.Raw("SELECT count(*) FROM finding_events WHERE finding = ? AND device IN (?) AND sent = 0", finding, own).Scan(&n).Error
	return n > 0, err
}

// mergeBright takes a good practice made elsewhere in when it is newer, by its
// revision and then by its time. A picture that came back as it left stays as it
// is here. Code store.foreignFinding for one that is another branch's here.
func (s *Store) mergeBright(tx *gorm.DB, b *checklist.BrightSpot, device string) (bool, error) {
	var have []struct {
		Rev          int
		At           int64
		Branch, Body string
	}
	if err := tx.Raw("SELECT rev, at, branch, body FROM bright_spots WHERE id = ?", b.ID).Scan(&have).Error; err != nil {
		return false, err
	}
	if len(have) == 0 {
		return true, putBright(tx, b, device, b.Rev)
	}
	if have[0].Branch != b.Branch.Code {
		return false, checklist.Fail("store.foreignFinding", "number", b.Text, "branch", b.Branch.Code)
	}
	if cmp.Or(cmp.Compare(b.Rev, have[0].Rev), cmp.Compare(b.At, have[0].At)) <= 0 {
		return false, nil
	}
	var mine checklist.BrightSpot
	if err := fromJSON(have[0].Body, &mine); err != nil {
		return false, err
	}
	for i, p := range b.Photos {
		for _, x := range mine.Photos {
			if x.ID == p.ID && x.Leaving().Hash == p.Hash {
				b.Photos[i] = x
			}
		}
	}
	return true, putBright(tx, b, device, b.Rev)
}

// putBright stores a good practice with its photos; sent is the revision a bundle
// carried last, 0 = none.
func putBright(tx *gorm.DB, b *checklist.BrightSpot, device string, sent int) error {
	err := tx.Exec("INSERT INTO bright_spots (id, branch, day, at, rev, device, gone, body, sent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"+
		" ON CONFLICT (branch, id) DO UPDATE SET day = excluded.day, at = excluded.at, rev = excluded.rev,"+
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
		rows.photo(b.ID, sideBright, i, p)
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
