package store

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"hallcheck/checklist"
)

// handDays is how long a finding opened by hand takes when nobody says (DOMAIN
// leaves it to the bank).
const handDays = 3

// Finding loads a finding by its id, or by its number when only one branch has
// it; the value is the caller's own. Codes store.unknownFinding,
// store.manyFindings.
func (s *Store) Finding(ctx context.Context, id string) (*checklist.Finding, error) {
	var f *checklist.Finding
	err := s.read(ctx).Transaction(func(tx *gorm.DB) (err error) {
		f, err = findFinding(tx, id)
		return err
	}, s.snapshot())
	return f, coded(err, "read")
}

// OpenFinding opens a finding by hand. Codes: store.findingBranch and those of
// checklist.OpenFinding.
func (s *Store) OpenFinding(ctx context.Context, d checklist.FindingDraft) (*checklist.Finding, error) {
	return s.editFindings(ctx, func(tx *gorm.DB, act checklist.Act) (*checklist.Finding, []*checklist.Finding, error) {
		o, err := openingOf(tx, d, act)
		if err != nil {
			return nil, nil, err
		}
		f, err := checklist.OpenFinding(act.NewID(), o, act)
		return f, []*checklist.Finding{f}, err
	})
}

// openingOf completes what somebody entered by hand.
func openingOf(tx *gorm.DB, d checklist.FindingDraft, act checklist.Act) (checklist.Opening, error) {
	o := checklist.Opening{
		Origin: checklist.ByHand, Inspection: d.Inspection, Zone: d.Zone, ZoneName: d.ZoneName, S6: d.S6, Text: d.Text,
		Severity: d.Severity, Owner: strings.TrimSpace(d.Owner), Department: strings.TrimSpace(d.Department),
		Day: act.At.Format(time.DateOnly), Due: d.Due, NeedsPhoto: d.NeedsPhoto, Photos: d.Photos,
	}
	if o.Severity == "" {
		o.Severity = checklist.Minor
	}
	var err error
	if o.Branch, err = branchFor(tx, d.Branch); err != nil {
		return o, err
	}
	if o.Due == "" {
		due, err := dueBy(tx)
		if err != nil {
			return o, err
		}
		o.Due = due(o.Day, handDays)
	}
	number, err := numbers(tx, o.Branch.Code, o.Day)
	if err == nil {
		o.Number = number()
	}
	return o, err
}

// EditFinding is one move: a transaction that folds the finding from its events,
// lets verb append to them, writes the new events with the row drawn from them,
// commits, and announces it (kind finding). It returns the finding after the
// commit. When a full disk makes the transaction start again, verb is called
// again with the finding as stored. Codes: those of verb; store.unknownFinding, store.manyFindings,
// store.full, store.io.
func (s *Store) EditFinding(ctx context.Context, id string, verb func(*checklist.Finding, checklist.Act) error) (*checklist.Finding, error) {
	return s.editFindings(ctx, func(tx *gorm.DB, act checklist.Act) (*checklist.Finding, []*checklist.Finding, error) {
		f, err := findFinding(tx, id)
		if err != nil {
			return nil, nil, err
		}
		number := f.Number
		err = verb(f, act)
		f.Number = number // taking a move back folds the finding anew
		return f, []*checklist.Finding{f}, err
	})
}

// MergeFindings merges others into a finding, all or none; it returns the one
// they went into.
func (s *Store) MergeFindings(ctx context.Context, into string, others []string) (*checklist.Finding, error) {
	return s.editFindings(ctx, func(tx *gorm.DB, act checklist.Act) (*checklist.Finding, []*checklist.Finding, error) {
		f, err := findFinding(tx, into)
		if err != nil {
			return nil, nil, err
		}
		changed := []*checklist.Finding{f}
		for _, id := range others {
			o, err := findFinding(tx, id)
			if err != nil {
				return nil, nil, err
			}
			if err := f.Absorb(act, o); err != nil {
				return nil, nil, err
			}
			changed = append(changed, o)
		}
		return f, changed, nil
	})
}

// editFindings runs work, which returns the finding it is about and all it
// changed, in one transaction, and announces them.
func (s *Store) editFindings(ctx context.Context, work func(*gorm.DB, checklist.Act) (*checklist.Finding, []*checklist.Finding, error)) (*checklist.Finding, error) {
	var f *checklist.Finding
	var changed []*checklist.Finding
	err := s.write(ctx, "finding", func(tx *gorm.DB) (err error) {
		if err := s.ownFace(tx); err != nil {
			return err
		}
		if f, changed, err = work(tx, s.act()); err != nil {
			return err
		}
		return s.saveFindings(tx, changed)
	})
	if err != nil {
		return nil, err
	}
	s.announce(changed)
	return f, nil
}

// ownFace refuses moves of headquarters' people on a branch's computer: nobody
// there could tell them from somebody who took the name (finding.face).
func (s *Store) ownFace(tx *gorm.DB) error {
	if s.actor().Role != checklist.HQSupervisor {
		return nil
	}
	var face string
	if err := tx.Raw("SELECT face FROM profile").Scan(&face).Error; err != nil || face != string(checklist.FaceBranch) {
		return err
	}
	return checklist.Fail("finding.face")
}

// act is who makes a move now, and where.
func (s *Store) act() checklist.Act {
	newID := s.opt.NewID
	if newID == nil {
		newID = uuid.NewString
	}
	return checklist.Act{By: s.actor(), At: s.opt.Clock(), Device: s.device(), NewID: newID}
}

// announce tells that findings changed, after the commit: one by its id, many at
// once by an empty one.
func (s *Store) announce(changed []*checklist.Finding) {
	var ids []string
	for _, f := range changed {
		if len(f.Fresh()) > 0 {
			ids = append(ids, f.ID)
		}
		f.Committed()
	}
	switch len(ids) {
	case 0:
	case 1:
		s.publish("finding", ids[0])
	default:
		s.publish("finding", "")
	}
}

// findFinding loads a finding by id or number.
func findFinding(tx *gorm.DB, id string) (*checklist.Finding, error) {
	var rows []struct{ ID, Number string }
	for _, column := range []string{"id", "number"} {
		if err := tx.Raw("SELECT id, number FROM findings WHERE "+column+" = ?", id).Scan(&rows).Error; err != nil {
			return nil, err
		}
		if len(rows) > 0 {
			break
		}
		id = strings.ToUpper(id)
	}
	switch len(rows) {
	case 0:
		return nil, checklist.Fail("store.unknownFinding", "id", id)
	case 1:
		return foldStored(tx, rows[0].ID, rows[0].Number)
	default:
		return nil, checklist.Fail("store.manyFindings", "id", id, "count", itoa(len(rows)))
	}
}

// foldStored folds a finding whose row is there from its stored events.
func foldStored(tx *gorm.DB, id, number string) (*checklist.Finding, error) {
	events, err := eventsOf(tx, id)
	if err != nil {
		return nil, err
	}
	f := checklist.Fold(events)
	if f == nil {
		return nil, checklist.Fail("store.unknownFinding", "id", id)
	}
	f.Number = number
	return f, nil
}

// eventsOf reads the whole history of a finding, without what other branches said
// of it.
func eventsOf(tx *gorm.DB, id string) ([]checklist.FindingEvent, error) {
	all, err := sentEvents(tx, []string{id})
	return ofOwnBranch(all[id], openedFor(all[id])), err
}
