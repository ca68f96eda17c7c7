package store

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"gorm.io/gorm"

	"hallcheck/checklist"
)

// Review loads the review of a record; the value is the caller's own. Code
// store.unknownInspection.
func (s *Store) Review(ctx context.Context, id string) (*checklist.Review, error) {
	var r *checklist.Review
	err := s.read(ctx).Transaction(func(tx *gorm.DB) (err error) {
		r, err = s.loadReview(tx, id)
		return err
	}, s.snapshot())
	return r, coded(err, "read")
}

func (s *Store) loadReview(tx *gorm.DB, id string) (*checklist.Review, error) {
	d, err := s.loadIn(tx, id)
	if err != nil {
		return nil, err
	}
	events, err := reviewEvents(tx, d.in)
	if err != nil {
		return nil, err
	}
	r, err := foldReview(tx, d.in, events)
	if err != nil {
		return nil, err
	}
	r.AppealDays, err = appealDays(tx)
	return r, err
}

// foldReview makes the review of a record with what its branch saw of it.
func foldReview(tx *gorm.DB, in *checklist.Inspection, events []checklist.ReviewEvent) (*checklist.Review, error) {
	if len(events) == 0 {
		return checklist.FoldReview(in, nil), nil
	}
	shown, err := firstSeen(tx, in)
	return checklist.FoldShown(in, events, shown), err
}

// reviewEvents reads the history of a record. Events a bundle of another branch
// brought are not its own.
func reviewEvents(tx *gorm.DB, in *checklist.Inspection) ([]checklist.ReviewEvent, error) {
	var bodies []string
	err := tx.Raw("SELECT body FROM review_events WHERE inspection = ? AND branch = ? ORDER BY clock, device, id", in.ID, in.Branch.Code).Scan(&bodies).Error
	if err != nil {
		return nil, err
	}
	return reviewBodies(bodies)
}

func reviewBodies(bodies []string) ([]checklist.ReviewEvent, error) {
	out := make([]checklist.ReviewEvent, len(bodies))
	for i, b := range bodies {
		if err := fromJSON(b, &out[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// EditReview is one move: see EditReviews.
func (s *Store) EditReview(ctx context.Context, id string, verb func(*checklist.Review, checklist.Act) error) (checklist.ReviewOutcome, error) {
	out, err := s.EditReviews(ctx, []string{id}, verb)
	if err == nil && len(out.Refused) > 0 {
		err = out.Refused[0].Err
	}
	return out, err
}

// EditReviews makes the same move on each of the records: one transaction that
// folds each review from its events, lets verb append to them, writes the new
// events with what is drawn from them – the record's row, its zones as ruled and
// the one period cell it counts in –, commits, and announces it (kind review).
// Records whose verb refuses stay as they are and are named with the reason; the
// others go on. Codes of the error: finding.face, store.unknownInspection,
// store.full, store.io.
func (s *Store) EditReviews(ctx context.Context, ids []string, verb func(*checklist.Review, checklist.Act) error) (checklist.ReviewOutcome, error) {
	var out checklist.ReviewOutcome
	var before map[cellKey]checklist.PeriodCell
	err := s.write(ctx, "review", func(tx *gorm.DB) error {
		out, before = checklist.ReviewOutcome{}, map[cellKey]checklist.PeriodCell{}
		if err := s.ownFace(tx); err != nil {
			return err
		}
		gate, err := rankingGate(tx)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := s.editReview(tx, id, gate, verb, before, &out); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return checklist.ReviewOutcome{}, err
	}
	switch len(out.Reviews) {
	case 0:
		return out, nil
	case 1:
		s.publish("review", out.Reviews[0].Record.ID)
	default:
		s.publish("review", "")
	}
	for _, r := range out.Reviews {
		r.Committed()
	}
	out.Cells = len(before)
	out.Moved, err = s.moved(ctx, before)
	return out, err
}

func (s *Store) editReview(
	tx *gorm.DB, id string, gate checklist.RankingGate, verb func(*checklist.Review, checklist.Act) error,
	before map[cellKey]checklist.PeriodCell, out *checklist.ReviewOutcome,
) error {
	r, err := s.loadReview(tx, id)
	if err != nil {
		return err
	}
	if err := verb(r, s.act()); err != nil {
		var refusal *checklist.Error
		if !errors.As(err, &refusal) {
			return err
		}
		out.Refused = append(out.Refused, checklist.ReviewRefusal{ID: id, Err: err})
		return nil
	}
	fresh := r.Fresh()
	if len(fresh) == 0 {
		return nil
	}
	k := cellKey{r.Record.Checklist.ID, monthOf(r.Record.Day), r.Record.Branch.Code}
	if _, known := before[k]; !known {
		if before[k], err = keptCell(tx, k); err != nil {
			return err
		}
	}
	rows := newReviewRows()
	said := r.Record.Branch.Code
	for i := range fresh {
		rows.add(&fresh[i], r.Record.Branch.Code, 0)
		said += " " + string(fresh[i].Verb)
	}
	if err := rows.insert(tx); err != nil {
		return err
	}
	if err := putReview(tx, r, gate); err != nil {
		return err
	}
	out.Reviews = append(out.Reviews, r)
	return s.audit(tx, "review", id, said+": "+fresh[len(fresh)-1].Note)
}

// reviewRows collects events with the pictures of appeals.
type reviewRows struct{ events, photos *rowList }

func newReviewRows() *reviewRows {
	return &reviewRows{
		events: rowsOf("review_events", "id, inspection, branch, clock, device, at, verb, body, sent", 9),
		photos: rowsOf("review_photos", "branch, inspection, event, id, pos, hash, masked", 7),
	}
}

func (r *reviewRows) add(e *checklist.ReviewEvent, branch string, sent int64) {
	r.events.add(e.ID, e.Inspection, branch, e.Clock, e.Device, e.At, string(e.Verb), toJSON(e), sent)
	for i, p := range e.Photos {
		r.photos.add(branch, e.Inspection, e.ID, p.ID, i, p.Hash, p.Masked)
	}
}

func (r *reviewRows) insert(tx *gorm.DB) error {
	if err := r.events.insert(tx); err != nil {
		return err
	}
	return r.photos.insert(tx)
}

// drawReviews draws what is stored of the records that have a history already:
// one may come in before its record does.
func (s *Store) drawReviews(tx *gorm.DB, list []newRecord) error {
	byID, ids := make(map[string]*checklist.Inspection, len(list)), make([]string, len(list))
	for i, p := range list {
		byID[p.in.ID], ids[i] = p.in, p.in.ID
	}
	for some := range slices.Chunk(ids, maxRows) {
		var have []string
		if err := tx.Raw("SELECT DISTINCT inspection FROM review_events WHERE inspection IN (?) ORDER BY inspection", some).Scan(&have).Error; err != nil {
			return err
		}
		for _, id := range have {
			if err := s.drawReview(tx, byID[id]); err != nil {
				return err
			}
		}
	}
	return nil
}

// drawReview draws what is stored of one record from its events.
func (s *Store) drawReview(tx *gorm.DB, in *checklist.Inspection) error {
	events, err := reviewEvents(tx, in)
	if err != nil || len(events) == 0 {
		return err
	}
	gate, err := rankingGate(tx)
	if err != nil {
		return err
	}
	r, err := foldReview(tx, in, events)
	if err != nil {
		return err
	}
	return putReview(tx, r, gate)
}

// reviewRow is what the record's row says about its review.
type reviewRow struct {
	Review, Appeal, RuledGrade                                             string
	Returns, Accepted, Counts, Ruled, RuledVetoes, RuledRed, RuledCritical int
	RuledScore                                                             *int
}

// reviewRowOf draws the row from the review; res is the ruled result or nil.
func reviewRowOf(r *checklist.Review, gate checklist.RankingGate) (row reviewRow, res *checklist.Result) {
	row = reviewRow{
		Review: string(r.State), Appeal: string(r.Appeal), Returns: r.Returns, Accepted: flag(r.Accepted.Name != ""), Counts: flag(r.Counts(gate)),
	}
	if res = r.Ruled(); res == nil {
		return row, nil
	}
	c := count(r.Corrected())
	row.Ruled, row.RuledGrade, row.RuledVetoes, row.RuledRed, row.RuledCritical = 1, res.Grade, vetoes(res), c.red, c.critical
	if res.Score != nil {
		n := int(*res.Score)
		row.RuledScore = &n
	}
	return row, res
}

// putReview writes what is drawn from a review: the record's row, its zones as
// ruled, and its period cell.
func putReview(tx *gorm.DB, r *checklist.Review, gate checklist.RankingGate) error {
	in := r.Record
	row, res := reviewRowOf(r, gate)
	var score any
	if row.RuledScore != nil {
		score = *row.RuledScore
	}
	was, err := wasRuled(tx, in.ID)
	if err != nil {
		return err
	}
	err = oneRow(tx.Exec("UPDATE inspections SET review = ?, appeal = ?, returns = ?, accepted = ?, counts = ?, ruled = ?, ruled_score = ?,"+
		" ruled_grade = ?, ruled_vetoes = ?, ruled_red = ?, ruled_critical = ? WHERE branch = ? AND id = ?",
		row.Review, row.Appeal, row.Returns, row.Accepted, row.Counts, row.Ruled, score,
		row.RuledGrade, row.RuledVetoes, row.RuledRed, row.RuledCritical, in.Branch.Code, in.ID))
	if err != nil {
		return err
	}
	if res != nil || was {
		if err := putRuledZones(tx, r, res); err != nil {
			return err
		}
	}
	if in.Status != checklist.Finished {
		return nil
	}
	return refreshCell(tx, in.Checklist.ID, in.Day, in.Branch.Code)
}

func wasRuled(tx *gorm.DB, id string) (bool, error) {
	var ruled []int
	err := tx.Raw("SELECT ruled FROM inspections WHERE id = ?", id).Scan(&ruled).Error
	return len(ruled) == 1 && ruled[0] == 1, err
}

// putRuledZones writes the zones as they were ruled; res nil = no ruling stands. What
// the items of a zone cost is what counts, so that nobody who sums it up has to ask
// for rulings.
func putRuledZones(tx *gorm.DB, r *checklist.Review, res *checklist.Result) error {
	in, shown := r.Corrected(), res
	if res == nil {
		in, shown = r.Record, checklist.Evaluate(r.Record)
	}
	items := itemLosses(in, shown)
	for _, z := range shown.Zones {
		var score any
		lost := int64(0)
		if res != nil {
			if lost = thousandths(z.Lost); z.Score != nil {
				score = int(*z.Score)
			}
		}
		err := tx.Exec("UPDATE inspection_zones SET ruled_score = ?, ruled_lost = ?, items = ? WHERE branch = ? AND inspection = ? AND zone = ?",
			score, lost, items[z.ID], in.Branch.Code, in.ID, z.ID).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// reopenable refuses to reopen a record headquarters has done with.
func reopenable(tx *gorm.DB, id string) error {
	var state []string
	if err := tx.Raw("SELECT review FROM inspections WHERE id = ?", id).Scan(&state).Error; err != nil || len(state) == 0 {
		return err
	}
	switch checklist.ReviewState(state[0]) {
	case checklist.ReviewPassed, checklist.ReviewVoid:
		return checklist.Fail("check.closed", "state", state[0])
	}
	return nil
}

func setting(tx *gorm.DB, key string) (string, error) {
	var value []string
	err := tx.Raw("SELECT value FROM settings WHERE key = ?", key).Scan(&value).Error
	if len(value) == 0 {
		return "", err
	}
	return value[0], err
}

// appealDays reads the setting; what is no number of days is the default.
func appealDays(tx *gorm.DB) (int, error) {
	text, err := setting(tx, checklist.SettingAppealDays)
	if n, bad := strconv.Atoi(text); bad == nil && n >= 0 {
		return n, err
	}
	return checklist.DefaultAppealDays, err
}
