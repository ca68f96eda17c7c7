package store

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
)

// handoverDays is how long a handover note nobody read is shown, the day itself not
// counted: over a weekend.
const handoverDays = 2

// HallPlan reads what a day of this installation's hall asks for and how it stands
// now, who is on post, and what one shift told the next; day "" = today. A day that is
// over keeps the rules it had.
func (s *Store) HallPlan(ctx context.Context, day string) (p hall.Plan, err error) {
	p.Now = s.act().At
	if p.Day = day; day == "" {
		p.Day = p.Now.Format(time.DateOnly)
	}
	at, err := time.Parse(time.DateOnly, p.Day)
	if err != nil {
		return p, checklist.Fail("store.day", "day", p.Day)
	}
	rules, err := s.rulesHistory(s.read(ctx))
	if err != nil {
		return p, coded(err, "read")
	}
	p.Rules = rules.on(p.Day)
	p.Works = p.Rules.Works(p.Day)
	back := func(days int) string { return at.AddDate(0, 0, -days).Format(time.DateOnly) }
	entries, err := s.HallEntries(ctx, "", back(handoverDays), p.Day)
	if err != nil {
		return p, err
	}
	cells, err := s.HallCells(ctx, "", back(7*hall.PeakWeeks), back(1))
	if err != nil {
		return p, err
	}
	peaks := hall.NewPeaks(cells, back(1))
	busy := func(slot int) bool { return peaks.Busy(at.Weekday(), slot) }
	if len(cells) > 0 && p.Works && p.Day == p.Now.Format(time.DateOnly) && hall.Peaking(onDay(entries, p.Day)) == nil {
		// A day's plan holds from when it was first shown. If that can't be written down
		// now, the plan is shown all the same and the next showing tries again.
		fixed, err := s.Append(ctx, hall.FixPeaks(p.Rules, busy, p.Now))
		if err == nil {
			entries = append(entries, fixed...)
		}
	}
	begun, err := hallBegun(s.read(ctx), "")
	if err != nil {
		return p, coded(err, "read")
	}
	all := hall.PlanDay(p.Rules, busy, p.Day, entries, p.Now)
	if p.Duties, err = s.askedFor(ctx, all, p.Day, begun, p.Now.Location()); err != nil {
		return p, err
	}
	p.Past = len(all) > 0 && len(p.Duties) == 0
	p.Handovers = hall.Handovers(entries)
	if p.Shifts, err = s.Roster(ctx, "", p.Day, p.Day); err != nil {
		return p, err
	}
	drafts, _, err := s.Summaries(ctx, checklist.Filter{Status: checklist.Draft, Checklist: p.Rules.Patrol, From: p.Day, To: p.Day, Limit: 1})
	if err == nil && len(drafts) > 0 && drafts[0].Answered > 0 {
		p.Draft = drafts[0].ID
	}
	return p, err
}

// askedFor is what was asked of the hall's people of all a day has: of the time before
// they began here, nothing.
func (s *Store) askedFor(ctx context.Context, all []hall.Duty, day string, begun int64, zone *time.Location) ([]hall.Duty, error) {
	if hall.BeforeUse(day, "", begun, zone) {
		var first string
		if err := s.read(ctx).Raw("SELECT coalesce(min(day), '') FROM hall_entries WHERE branch = (SELECT branch FROM profile)").Scan(&first).Error; err != nil {
			return nil, coded(err, "read")
		}
		if hall.BeforeUse(day, first, begun, zone) {
			return nil, nil
		}
	}
	return hall.AskedFor(all, day, begun, zone), nil
}

// HallBegun is when this installation was set up for its hall, unix ms; 0 = not known.
func (s *Store) HallBegun(ctx context.Context) (int64, error) {
	at, err := hallBegun(s.read(ctx), "")
	return at, coded(err, "read")
}

// hallBegun is when this installation was set up for a branch ("" = the own one), unix
// ms; 0 = it stands elsewhere. The set-up is among the first things ever written down.
func hallBegun(tx *gorm.DB, branch string) (at int64, err error) {
	err = tx.Raw("SELECT coalesce(min(at), 0) FROM audit WHERE seq <= 100 AND action = 'setup' AND detail = 'branch ' || "+thisBranch, branch, branch).Scan(&at).Error
	return at, err
}

// onDay are the entries of one day.
func onDay(entries []hall.Entry, day string) []hall.Entry {
	return slices.DeleteFunc(slices.Clone(entries), func(e hall.Entry) bool { return e.Day != day })
}
