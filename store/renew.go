package store

import (
	"cmp"
	"context"

	"gorm.io/gorm"
)

// RenewDevice gives this installation a new id after its keys were lost: what
// headquarters does not have for certain is sent again under it. It returns the ids
// it had before, the newest first, and how many inspections that are.
func (s *Store) RenewDevice(ctx context.Context, id string) (former []string, again int, err error) {
	err = s.write(ctx, "device", func(tx *gorm.DB) error {
		again = 0
		if former, err = s.ownDevices(tx); err != nil {
			return err
		}
		var rows []sentBundle
		err := tx.Raw("SELECT e.device, e.seq, e.sha256 FROM exports e LEFT JOIN receipts r ON r.sha256 = e.sha256"+
			" WHERE e.device IN (?) AND (r.outcome IS NULL OR r.outcome <> 'imported') ORDER BY e.device, e.seq", former).Scan(&rows).Error
		if err != nil {
			return err
		}
		for _, r := range rows {
			n, err := s.unsend(tx, r, confirmed)
			if err != nil {
				return err
			}
			again += n
		}
		if err := putSetting(tx, formerDevices, toJSON(former)); err != nil {
			return err
		}
		for _, q := range []string{"UPDATE inspections SET device = ? WHERE device = ?", "UPDATE bright_spots SET device = ? WHERE device = ?"} {
			if err := tx.Exec(q, id, former[0]).Error; err != nil {
				return err
			}
		}
		if err := tx.Exec("UPDATE profile SET device = ?", id).Error; err != nil {
			return err
		}
		if err := forgetState(tx); err != nil {
			return err
		}
		return s.audit(tx, "device.renew", id, former[0])
	})
	if err != nil {
		return nil, 0, err
	}
	s.setActor(id, s.actor())
	s.forgetDrafts()
	s.publish("profile", "")
	return former, again, nil
}

// forgetState takes the state of the device that was out of the policy in force: it
// says nothing about the new one.
func forgetState(tx *gorm.DB) error {
	p, b, err := currentPolicy(tx)
	if err != nil || p.Version == 0 {
		return err
	}
	b.State, b.From = "", 0
	return tx.Exec("UPDATE policies SET body = ? WHERE version = ?", toJSON(b), p.Version).Error
}

// FormerDevices are the ids this installation had before its keys were lost, the
// newest first.
func (s *Store) FormerDevices(ctx context.Context) ([]string, error) {
	own, err := s.ownDevices(s.read(ctx))
	if err != nil {
		return nil, coded(err, "read")
	}
	return own[1:], nil
}

// HasExported says whether this installation, under any of its ids, has written a
// bundle.
func (s *Store) HasExported(ctx context.Context) (bool, error) {
	own, err := s.ownDevices(s.read(ctx))
	if err != nil {
		return false, coded(err, "read")
	}
	var n int
	err = s.read(ctx).Raw("SELECT count(*) FROM (SELECT 1 FROM exports WHERE device IN (?) LIMIT 1) AS x", own).Scan(&n).Error
	return n > 0, coded(err, "read")
}

// ResendTo lets everything headquarters has for a branch be exported to it again: a
// new computer there has none of it.
func (s *Store) ResendTo(ctx context.Context, branch string) error {
	return s.write(ctx, "export", func(tx *gorm.DB) error { return s.resendTo(tx, branch, "") })
}

// resendTo is ResendTo for the sake of a device. Its branch's own row it knows: its
// request had it, and what differed is due. Where others of that branch are in use
// the row goes to all, since the request speaks only for one.
func (s *Store) resendTo(tx *gorm.DB, branch, device string) error {
	for _, q := range []string{
		"UPDATE findings SET unsent = 1 WHERE branch = ? AND EXISTS (SELECT 1 FROM finding_events e WHERE e.finding = findings.id AND e.sent > 0)",
		"UPDATE finding_events SET sent = 0 WHERE sent > 0 AND finding IN (SELECT id FROM findings WHERE branch = ?)",
		"UPDATE review_events SET sent = 0 WHERE sent > 0 AND branch = ?",
		"DELETE FROM master_sent WHERE branch = ? AND item <> 'branch'",
		"UPDATE published SET sent = 0 WHERE sent > 0 AND branch = ? AND branch <> ''",
	} {
		if err := tx.Exec(q, branch).Error; err != nil {
			return err
		}
	}
	err := tx.Exec("DELETE FROM master_sent WHERE branch = ? AND EXISTS"+
		" (SELECT 1 FROM devices WHERE branch = ? AND state = 'active' AND id <> ?)", branch, branch, device).Error
	if err != nil {
		return err
	}
	return s.audit(tx, "resend", cmp.Or(branch, "-"), "")
}
