package store

import (
	"context"
	"slices"
	"strings"

	"gorm.io/gorm"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
)

// settingRulesWas is the setting with the rules that were in force before, as JSON:
// a day keeps being judged by the rules of that day.
const settingRulesWas = "hall.rules.was"

// rulesUntil are rules that were in force up to a day, inclusive.
type rulesUntil struct {
	Until string     `json:"until"`
	Rules hall.Rules `json:"rules"`
}

// rulesHistory are those, by day, and the rules of now.
type rulesHistory struct {
	was []rulesUntil
	now hall.Rules
}

func (h rulesHistory) on(day string) hall.Rules {
	for _, r := range h.was {
		if day <= r.Until {
			return r.Rules
		}
	}
	return h.now
}

func (s *Store) rulesHistory(tx *gorm.DB) (rulesHistory, error) {
	h := rulesHistory{now: hall.DefaultRules()}
	var rows []struct{ Key, Value string }
	err := tx.Raw("SELECT key, value FROM settings WHERE key IN ?", []string{hall.SettingRules, settingRulesWas}).Scan(&rows).Error
	if err != nil {
		return h, err
	}
	for _, r := range rows {
		if r.Key == hall.SettingRules {
			err = fromJSON(r.Value, &h.now)
		} else {
			err = fromJSON(r.Value, &h.was)
		}
		if err != nil {
			return h, err
		}
	}
	return h, nil
}

// HallRules are the rules of this installation's hall: those that were set, else the
// usual ones. Headquarters judges by the limits it has laid down, where it has.
func (s *Store) HallRules(ctx context.Context) (hall.Rules, error) {
	h, err := s.rulesHistory(s.read(ctx))
	if err != nil {
		return h.now, coded(err, "read")
	}
	p, err := s.Policy(ctx)
	if err == nil && p.Limits.Given() && p.Limits != h.now.Limits && !s.isBranch(ctx) {
		h.now.Limits = p.Limits // a branch has them among its own, from the day it followed
	}
	return h.now, err
}

// HallRulesOn are those that are in force on a day, or were.
func (s *Store) HallRulesOn(ctx context.Context, day string) (hall.Rules, error) {
	h, err := s.rulesHistory(s.read(ctx))
	return h.on(day), coded(err, "read")
}

// LimitsLaidDown is the version of headquarters' policy that lays down the limits of
// the hall, 0 = none does: they are the hall's own.
func (s *Store) LimitsLaidDown(ctx context.Context) (version int64, err error) {
	p, err := s.Policy(ctx)
	if err != nil || !p.Limits.Given() {
		return 0, err
	}
	return p.Version, nil
}

// SaveHallRules sets them from today on; what cannot be is refused with all its
// problems at once, a change of limits that are laid down with policy.laidDown (at
// headquarters policy.limitsHere). Days that are over keep the rules they had.
func (s *Store) SaveHallRules(ctx context.Context, r hall.Rules) error {
	if err := r.Check(); err != nil {
		return err
	}
	branch := s.isBranch(ctx)
	err := s.write(ctx, "setting", func(tx *gorm.DB) error {
		p, _, err := currentPolicy(tx)
		switch {
		case err != nil:
			return err
		case p.Limits.Given() && p.Limits != r.Limits && branch:
			return checklist.Fail("policy.laidDown", "version", itoa(int(p.Version)))
		case p.Limits.Given() && p.Limits != r.Limits:
			return checklist.Fail("policy.limitsHere", "version", itoa(int(p.Version)))
		}
		h, err := s.rulesHistory(tx)
		if err != nil {
			return err
		}
		return s.putHallRules(tx, h, r)
	})
	if err == nil {
		s.publish(ChangeHall, "")
	}
	return err
}

// followLimits judges the hall by headquarters' limits from today on, as if the hall
// itself had changed its own.
func (s *Store) followLimits(tx *gorm.DB, l hall.Limits) (changed bool, err error) {
	h, err := s.rulesHistory(tx)
	if err != nil || h.now.Limits == l {
		return false, err
	}
	r := h.now
	r.Limits = l
	return true, s.putHallRules(tx, h, r)
}

// putHallRules sets the rules from today on, whose figures are to be made anew; days
// that are over keep those they had.
func (s *Store) putHallRules(tx *gorm.DB, h rulesHistory, r hall.Rules) error {
	today, yesterday := s.dayAgo(0), s.dayAgo(1)
	var first string
	if err := tx.Raw("SELECT coalesce(min(day), '9') FROM hall_days").Scan(&first).Error; err != nil {
		return err
	}
	if last := len(h.was) - 1; first <= yesterday && (last < 0 || h.was[last].Until < yesterday) {
		h.was = append(slices.Clone(h.was), rulesUntil{yesterday, h.now})
		if err := putSetting(tx, settingRulesWas, toJSON(h.was)); err != nil {
			return err
		}
	}
	if err := tx.Exec("UPDATE hall_days SET stale = 1, rev = rev + 1 WHERE day >= ? AND branch = (SELECT branch FROM profile)", today).Error; err != nil {
		return err
	}
	if err := putSetting(tx, hall.SettingRules, toJSON(r)); err != nil {
		return err
	}
	return s.audit(tx, "hall.rules", today, strings.Join(changedRules(h.now, r), " "))
}

// changedRules names the rules that differ.
func changedRules(was, is hall.Rules) (fields []string) {
	before, after := was.Text(), is.Text()
	for _, f := range hall.RuleFields {
		if before[f] != after[f] {
			fields = append(fields, f+"="+after[f])
		}
	}
	return fields
}

// staleAfter makes the figures of later days stale where they depend on the entry: a
// machine's fault that is written down later, or its end, or what takes one of them
// back, changes how long it was down on them. of is the kind of what it belongs to.
func staleAfter(tx *gorm.DB, e *hall.Entry, of hall.Kind) error {
	k := e.Kind
	if k == hall.KindVoid {
		k = of
	}
	if k != hall.KindFault && k != hall.KindFaultEnd && k != hall.KindVoid {
		return nil
	}
	return tx.Exec("UPDATE hall_days SET stale = 1, rev = rev + 1 WHERE branch = ? AND day > ?", e.Branch, e.Day).Error
}
