package store

import (
	"context"
	"slices"
	"strconv"
	"time"

	"gorm.io/gorm"

	"hallcheck/checklist"
)

// maxDrafts is how many aggregates stay in memory between taps.
const maxDrafts = 8

// draft is an aggregate in memory. Once handed out it is never changed: the
// next edit works on a copy, so a page may read it while somebody writes.
type draft struct {
	in     *checklist.Inspection
	device string
}

type drafts struct {
	byID  map[string]draft
	order []string // oldest first
}

func newDrafts() drafts { return drafts{byID: map[string]draft{}} }

func (d *drafts) put(x draft) {
	d.drop(x.in.ID)
	if x.in.Status != checklist.Draft {
		return
	}
	if len(d.order) == maxDrafts {
		d.drop(d.order[0])
	}
	d.byID[x.in.ID], d.order = x, append(d.order, x.in.ID)
}

func (d *drafts) drop(id string) {
	delete(d.byID, id)
	d.order = slices.DeleteFunc(d.order, func(x string) bool { return x == id })
}

// clone copies what verbs change. Values behind pointers inside an answer's
// value are replaced by verbs, never written to, and may be shared.
func clone(in *checklist.Inspection) *checklist.Inspection {
	out := *in
	out.LeftOut, out.Reopened = slices.Clone(in.LeftOut), slices.Clip(in.Reopened)
	out.Sheets = make([]*checklist.Sheet, len(in.Sheets))
	for i, s := range in.Sheets {
		c := *s
		c.Answers = make(map[string]*checklist.Answer, len(s.Answers)+1)
		all := make([]checklist.Answer, 0, len(s.Answers))
		for item, a := range s.Answers {
			all = append(all, *a)
			last := &all[len(all)-1]
			last.Photos = slices.Clip(a.Photos)
			c.Answers[item] = last
		}
		out.Sheets[i] = &c
	}
	return &out
}

// StartInspection stores a new inspection; one that was filled and finished
// outside (from a file) is stored finished, with its result.
func (s *Store) StartInspection(ctx context.Context, in *checklist.Inspection) error {
	device := s.device()
	var opened []*checklist.Finding
	err := func() error {
		s.mu.Lock()
		defer s.mu.Unlock()
		err := s.writeLocked(ctx, "inspection", func(tx *gorm.DB) (err error) {
			if in.PrivacyRequired, err = privacyRequired(tx); err != nil {
				return err
			}
			if err := s.insertInspection(tx, in, device); err != nil {
				return err
			}
			if in.Status == checklist.Finished {
				if opened, err = s.openFindings(tx, in); err != nil {
					return err
				}
				if err = s.noteSheet(tx, in); err != nil {
					return err
				}
			}
			return s.audit(tx, "start", in.ID, in.Checklist.ID+" "+in.Branch.Code)
		})
		if err == nil {
			in.Committed()
			s.drafts.put(draft{clone(in), device})
		}
		return err
	}()
	if err == nil {
		s.publish("inspection", in.ID)
		s.announce(opened)
	}
	return err
}

// Inspection loads an inspection; the value is the caller's own. Code
// store.unknownInspection.
func (s *Store) Inspection(ctx context.Context, id string) (*checklist.Inspection, error) {
	s.mu.Lock()
	d, ok := s.drafts.byID[id]
	s.mu.Unlock()
	if ok {
		return clone(d.in), nil
	}
	d, err := s.load(s.read(ctx), id)
	return d.in, err
}

// Edit is a tap: one transaction that takes the aggregate, lets verb change it,
// writes what changed, commits, and announces it. It returns the state after the
// commit, shared and therefore to be read only. When the commit failed it
// returns the error with the state as it really is (nil when it cannot be read).
// Codes: those of verb; store.unknownInspection, store.foreign, check.closed, store.changed,
// store.full, store.io.
func (s *Store) Edit(ctx context.Context, id string, verb func(*checklist.Inspection, time.Time) error) (*checklist.Inspection, error) {
	ctx = context.WithoutCancel(ctx)
	var opened []*checklist.Finding
	in, err := s.edit(ctx, id, verb, &opened)
	if err != nil {
		return in, err
	}
	s.publish("inspection", id)
	s.announce(opened)
	return in, nil
}

// edit is Edit without the news; opened takes the findings that finishing opened.
func (s *Store) edit(ctx context.Context, id string, verb func(*checklist.Inspection, time.Time) error, opened *[]*checklist.Finding) (*checklist.Inspection, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, ok := s.drafts.byID[id]
	if !ok {
		var err error
		if d, err = s.load(s.db.w.WithContext(ctx), id); err != nil {
			return nil, err
		}
	}
	if d.device != s.device() {
		return nil, checklist.Fail("store.foreign", "branch", d.in.Branch.Name)
	}
	work := clone(d.in)
	if err := verb(work, s.opt.Clock()); err != nil {
		return nil, err
	}
	work.Rev = d.in.Rev + 1
	err := s.writeLocked(ctx, "answer", func(tx *gorm.DB) (err error) {
		if err = s.saveChange(tx, d.in, work); err == nil && work.Status == checklist.Finished && (ended(d.in, work) || work.Status != d.in.Status) {
			if *opened, err = s.openFindings(tx, work); err == nil {
				err = s.noteSheet(tx, work)
			}
		}
		return err
	})
	if err == nil {
		work.Committed()
		s.drafts.put(draft{work, d.device})
		return work, nil
	}
	// What failed may have been written all the same: believe the database only.
	s.drafts.drop(id)
	fresh, again := s.load(s.db.w.WithContext(ctx), id)
	if again != nil {
		return nil, err
	}
	return fresh.in, err
}

// saveChange writes the difference between two states of an aggregate.
func (s *Store) saveChange(tx *gorm.DB, was, is *checklist.Inspection) error {
	if err := s.saveSheets(tx, was, is); err != nil {
		return err
	}
	if err := s.saveAnswers(tx, was, is); err != nil {
		return err
	}
	c := count(is)
	if !ended(was, is) && was.Status == is.Status && was.Phase == is.Phase && was.Pressure == is.Pressure && slices.Equal(was.LeftOut, is.LeftOut) {
		res := tx.Exec("UPDATE inspections SET rev = ?, updated = ?, cursor = ?, answered = ?, total = ?, red = ?, critical = ?, photos = ?"+
			" WHERE branch = ? AND id = ? AND rev = ?",
			is.Rev, s.now(), is.Cursor, c.answered, c.total, c.red, c.critical, c.photos, is.Branch.Code, is.ID, was.Rev)
		return oneRow(res)
	}
	return s.saveHead(tx, was, is, c)
}

// saveHead writes the rare changes: zones left out, profile, finish and reopen
// with everything that follows from them.
func (s *Store) saveHead(tx *gorm.DB, was, is *checklist.Inspection, c counts) error {
	res := tx.Exec("UPDATE inspections SET rev = ?, updated = ?, cursor = ?, answered = ?, total = ?, red = ?, critical = ?, photos = ?,"+
		" status = ?, finished = ?, incomplete = ?, phase = ?, pressure = ?, left_out = ?, reopened = ?"+
		" WHERE branch = ? AND id = ? AND rev = ?",
		is.Rev, s.now(), is.Cursor, c.answered, c.total, c.red, c.critical, c.photos,
		string(is.Status), is.FinishedAt, is.Incomplete, is.Phase, is.Pressure, toJSON(is.LeftOut), toJSON(is.Reopened),
		is.Branch.Code, is.ID, was.Rev)
	if err := oneRow(res); err != nil {
		return err
	}
	if ended(was, is) {
		if err := s.saveReopened(tx, is); err != nil {
			return err
		}
	}
	if is.Status != checklist.Finished || was.Status == is.Status && !ended(was, is) {
		return nil
	}
	if err := saveResult(tx, is); err != nil {
		return err
	}
	if ended(was, is) { // its old place in the sums was drawn while it had no score
		if err := refreshCell(tx, is.Checklist.ID, is.Day, is.Branch.Code); err != nil {
			return err
		}
	}
	if err := s.drawReview(tx, is); err != nil {
		return err
	}
	return s.audit(tx, "finish", is.ID, seal(is))
}

// ended says whether a finished record was taken up again; it may be finished anew
// already.
func ended(was, is *checklist.Inspection) bool { return len(is.Reopened) > len(was.Reopened) }

// saveReopened takes a record out of every count, unless headquarters has done
// with it.
func (s *Store) saveReopened(tx *gorm.DB, is *checklist.Inspection) error {
	if err := reopenable(tx, is.ID); err != nil {
		return err
	}
	if err := dropResult(tx, is); err != nil {
		return err
	}
	if is.Status == checklist.Draft {
		if err := s.drawReview(tx, is); err != nil {
			return err
		}
	}
	last := is.Reopened[len(is.Reopened)-1]
	return s.audit(tx, "reopen", is.ID, last.By+": "+last.Reason)
}

func oneRow(res *gorm.DB) error {
	if res.Error != nil {
		return res.Error
	}
	if res.RowsAffected != 1 {
		return checklist.Fail("store.changed")
	}
	return nil
}

// DeleteDraft removes a draft for good; finished work is refused
// (store.notDraft). Findings it opened before it was reopened are cancelled,
// unless somebody works on them.
func (s *Store) DeleteDraft(ctx context.Context, id string) error {
	var dropped []*checklist.Finding
	err := s.write(ctx, "inspection", func(tx *gorm.DB) (err error) {
		s.drafts.drop(id)
		var status string
		if err := tx.Raw("SELECT status FROM inspections WHERE id = ?", id).Scan(&status).Error; err != nil {
			return err
		}
		switch status {
		case "":
			return checklist.Fail("store.unknownInspection", "id", id)
		case string(checklist.Draft):
		default:
			return checklist.Fail("store.notDraft")
		}
		if err := tx.Exec("DELETE FROM inspections WHERE id = ? AND status = 'draft'", id).Error; err != nil {
			return err
		}
		if dropped, err = s.dropFindings(tx, id); err != nil {
			return err
		}
		return s.audit(tx, "delete", id, "")
	})
	if err == nil {
		s.publish("inspection", id)
		s.announce(dropped)
	}
	return err
}

// counts are the numbers a list shows about a draft.
type counts struct{ answered, total, red, critical, photos int }

// count walks the sheets once, without scoring: it runs at every tap.
func count(in *checklist.Inspection) counts {
	var c counts
	for _, sh := range in.Sheets {
		for i := range in.Checklist.Items {
			it := &in.Checklist.Items[i]
			a := sh.Answers[it.ID]
			if a != nil {
				c.photos += len(a.Photos)
			}
			if !in.Applies(sh, it) {
				continue
			}
			c.total++
			if a == nil || !sh.Answered(it) {
				continue
			}
			c.answered++
			if it.OpensFinding(in.Checklist, a.Value) {
				c.red++
				c.critical += flag(severity(it, a) == checklist.Critical)
			}
		}
	}
	return c
}

func severity(it *checklist.Item, a *checklist.Answer) checklist.Severity {
	if a.Remedy.Severity != "" {
		return a.Remedy.Severity
	}
	return it.Severity
}

func itoa(n int) string { return strconv.Itoa(n) }
