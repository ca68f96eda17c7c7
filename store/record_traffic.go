package store

import (
	"context"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"hallcheck/checklist"
)

// UnsentReviews lists the reviews with moves made here that no bundle carried yet,
// by branch and record, each with its whole history: a branch may have several
// computers.
func (s *Store) UnsentReviews(ctx context.Context) ([]ReviewTraffic, error) {
	var rows []struct{ Inspection, Branch, Body string }
	own, err := s.ownDevices(s.read(ctx))
	if err != nil {
		return nil, coded(err, "read")
	}
	err = s.read(ctx).Raw("SELECT inspection, branch, body FROM review_events e WHERE EXISTS (SELECT 1 FROM review_events u"+
		" WHERE u.inspection = e.inspection AND u.branch = e.branch AND u.sent = 0 AND u.device IN (?)) ORDER BY branch, inspection, clock, device, id",
		own).Scan(&rows).Error
	if err != nil {
		return nil, coded(err, "read")
	}
	var out []ReviewTraffic
	for _, r := range rows {
		var e checklist.ReviewEvent
		if err := fromJSON(r.Body, &e); err != nil {
			return nil, err
		}
		if n := len(out); n == 0 || out[n-1].Branch != r.Branch || out[n-1].Events[0].Inspection != r.Inspection {
			out = append(out, ReviewTraffic{Branch: r.Branch})
		}
		last := &out[len(out)-1]
		last.Events = append(last.Events, e)
	}
	return out, nil
}

// ReviewTraffic is the history of one record with the branch it belongs to.
type ReviewTraffic struct {
	Branch string
	Events []checklist.ReviewEvent
}

// markReviewsSent notes that a bundle carried events.
func markReviewsSent(tx *gorm.DB, ids []string, seq int64) error {
	for some := range slices.Chunk(ids, maxRows) {
		if err := tx.Exec("UPDATE review_events SET sent = ? WHERE id IN (?) AND sent = 0", seq, some).Error; err != nil {
			return err
		}
	}
	return nil
}

// mergeReviews adds moves made elsewhere, in any order and again without harm, and
// draws the records they change; it returns how many were new. Moves about a
// record that is still under way are kept until it comes. Codes: check.event;
// store.eventConflict for a move known from another record; store.reviewContent
// for one known with other content; store.foreignReview for one of another
// branch's record.
func (s *Store) mergeReviews(tx *gorm.DB, events []checklist.ReviewEvent, branch string) (fresh int, err error) {
	known, err := knownReviews(tx, events)
	if err != nil {
		return 0, err
	}
	rows, touched := newReviewRows(), []string{}
	for i := range events {
		e := &events[i]
		if err := e.Check(); err != nil {
			return 0, err
		}
		have, err := known.holds(e)
		if err != nil {
			return 0, err
		}
		if have {
			continue
		}
		known[e.ID] = *e
		rows.add(e, branch, elsewhere)
		fresh++
		if !slices.Contains(touched, e.Inspection) {
			touched = append(touched, e.Inspection)
		}
	}
	if err := rows.insert(tx); err != nil {
		return 0, err
	}
	for _, id := range touched {
		d, err := s.loadIn(tx, id)
		if checklist.CodeOf(err) == "store.unknownInspection" {
			continue
		}
		if err != nil {
			return 0, err
		}
		if d.in.Branch.Code != branch {
			return 0, checklist.Fail("store.foreignReview", "id", id, "branch", branch)
		}
		if err := s.drawReview(tx, d.in); err != nil {
			return 0, err
		}
	}
	return fresh, nil
}

// knownMoves are moves of reviews that are here already, by id.
type knownMoves map[string]checklist.ReviewEvent

func knownReviews(tx *gorm.DB, events []checklist.ReviewEvent) (knownMoves, error) {
	ids := make([]string, len(events))
	for i := range events {
		ids[i] = events[i].ID
	}
	out := make(knownMoves, len(ids))
	for some := range slices.Chunk(ids, maxRows) {
		var bodies []string
		if err := tx.Raw("SELECT body FROM review_events WHERE id IN (?)", some).Scan(&bodies).Error; err != nil {
			return nil, err
		}
		list, err := reviewBodies(bodies)
		if err != nil {
			return nil, err
		}
		for _, e := range list {
			out[e.ID] = e
		}
	}
	return out, nil
}

// holds says whether a move is known; one under an id that means something else
// here is refused.
func (k knownMoves) holds(e *checklist.ReviewEvent) (bool, error) {
	have, ok := k[e.ID]
	switch {
	case !ok:
		return false, nil
	case have.Inspection != e.Inspection:
		return false, checklist.Fail("store.eventConflict", "event", e.ID)
	case !sameReviewMove(have, *e):
		return false, checklist.Fail("store.reviewContent", "event", e.ID, "id", e.Inspection)
	}
	return true, nil
}

// sameReviewMove says whether two copies of a move say the same. Its pictures may
// differ, as those of findings may: see sameMove.
func sameReviewMove(a, b checklist.ReviewEvent) bool {
	a.Photos, b.Photos = onlyIDs(a.Photos), onlyIDs(b.Photos)
	return toJSON(a) == toJSON(b)
}

// NewReviews counts what of a bundle's moves is not here yet; it refuses what
// taking them in would.
func (s *Store) NewReviews(ctx context.Context, events []checklist.ReviewEvent) (int, error) {
	known, err := knownReviews(s.read(ctx), events)
	if err != nil {
		return 0, coded(err, "read")
	}
	n := 0
	for i := range events {
		have, err := known.holds(&events[i])
		if err != nil {
			return 0, err
		}
		if !have {
			known[events[i].ID] = events[i]
			n++
		}
	}
	return n, nil
}

// checkReviews folds every review from its moves again and compares the record's
// row.
func (s *Store) checkReviews(ctx context.Context, rep *Report, _ bool) error {
	var ids []string
	err := s.read(ctx).Raw("SELECT id FROM inspections WHERE review <> '' OR appeal <> '' OR ruled = 1 OR returns > 0 OR accepted = 1" +
		" UNION SELECT r.inspection FROM review_events r JOIN inspections i ON i.id = r.inspection AND i.branch = r.branch ORDER BY 1").Scan(&ids).Error
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := ctx.Err(); err != nil {
			return err
		}
		why, err := s.checkReview(ctx, id)
		if err != nil {
			return err
		}
		if why != "" {
			rep.add("review", id, why)
		}
	}
	return nil
}

func (s *Store) checkReview(ctx context.Context, id string) (why string, err error) {
	err = s.read(ctx).Transaction(func(tx *gorm.DB) error {
		gate, err := rankingGate(tx)
		if err != nil {
			return err
		}
		r, err := s.loadReview(tx, id)
		if err != nil {
			why = err.Error()
			return nil
		}
		var rows []reviewRow
		err = tx.Raw("SELECT review, appeal, returns, accepted, counts, ruled, ruled_score, ruled_grade, ruled_vetoes, ruled_red, ruled_critical"+
			" FROM inspections WHERE id = ?", id).Scan(&rows).Error
		want, _ := reviewRowOf(r, gate)
		if err == nil && (len(rows) != 1 || toJSON(rows[0]) != toJSON(want)) {
			why = fmt.Sprintf("%s %s", r.State, r.Appeal)
		}
		return err
	}, s.snapshot())
	return why, err
}
