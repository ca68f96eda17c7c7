package store

import (
	"cmp"
	"context"
	"strings"
	"time"

	"gorm.io/gorm"

	"hallcheck/checklist"
)

// SaveBright records a good practice, or changes the one with its id; empty id,
// branch, day and person are filled in. It returns what was stored, announced
// with kind bright. Codes: bright.text, bright.photo, store.findingBranch,
// store.unknownBright for an id that is not there.
func (s *Store) SaveBright(ctx context.Context, b checklist.BrightSpot) (checklist.BrightSpot, error) {
	b.Text, b.People = strings.TrimSpace(b.Text), strings.TrimSpace(b.People)
	if err := b.Check(); err != nil {
		return b, err
	}
	var out checklist.BrightSpot
	err := s.write(ctx, "finding", func(tx *gorm.DB) error {
		act := s.act()
		out = b
		var have []keptBright
		if err := tx.Raw("SELECT rev, sent, body FROM bright_spots WHERE id = ?", b.ID).Scan(&have).Error; err != nil {
			return err
		}
		sent := 0
		switch {
		case len(have) == 1:
			out.Rev, sent = have[0].Rev, have[0].Sent
		case b.ID != "":
			return checklist.Fail("store.unknownBright", "id", b.ID)
		default:
			out.ID, out.Rev = act.NewID(), 0
		}
		var err error
		if out.Branch, err = branchFor(tx, b.Branch.Code); err != nil {
			return err
		}
		out.Rev, out.At, out.Day = out.Rev+1, act.At.UnixMilli(), cmp.Or(b.Day, act.At.Format(time.DateOnly))
		if out.By.Name == "" {
			out.By = act.By
		}
		if err := putBright(tx, &out, act.Device, sent); err != nil {
			return err
		}
		if err := s.auditBright(tx, &out, have); err != nil {
			return err
		}
		return s.audit(tx, "bright", out.ID, out.Branch.Code+" "+out.Text)
	})
	if err != nil {
		return b, err
	}
	s.publish("bright", out.ID)
	return out, nil
}

// keptBright is a good practice as it is stored.
type keptBright struct {
	Rev, Sent int
	Body      string
}

// auditBright notes decisions about customers in the photos of a good practice.
func (s *Store) auditBright(tx *gorm.DB, b *checklist.BrightSpot, have []keptBright) error {
	if len(have) == 0 {
		return nil
	}
	var was checklist.BrightSpot
	if err := fromJSON(have[0].Body, &was); err != nil {
		return err
	}
	return s.auditPrivacy(tx, b.ID, was.Photos, b.Photos)
}

// BrightSpots lists the good practice of a branch ("" = of all) in the days
// from … to (inclusive, "" = no end), newest first.
func (s *Store) BrightSpots(ctx context.Context, branch, from, to string) ([]checklist.BrightSpot, error) {
	var bodies []string
	err := s.read(ctx).Raw("SELECT body FROM bright_spots WHERE gone = 0 AND (? = '' OR branch = ?) AND day >= ? AND (? = '' OR day <= ?)"+
		" ORDER BY day DESC, at DESC, id", branch, branch, from, to, to).Scan(&bodies).Error
	if err != nil {
		return nil, coded(err, "read")
	}
	out := make([]checklist.BrightSpot, len(bodies))
	for i, body := range bodies {
		if err := fromJSON(body, &out[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// branchFor finds a branch by code, "" = this installation's own. Code
// store.findingBranch.
func branchFor(tx *gorm.DB, code string) (checklist.Branch, error) {
	var rows []branchRow
	err := tx.Raw("SELECT code, name, grade, traffic, active FROM branches"+
		" WHERE code = CASE WHEN ? = '' THEN (SELECT branch FROM profile) ELSE ? END", code, code).Scan(&rows).Error
	if err != nil {
		return checklist.Branch{}, err
	}
	if len(rows) == 0 {
		return checklist.Branch{}, checklist.Fail("store.findingBranch", "branch", code)
	}
	return rows[0].branch(), nil
}
