package store

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"gorm.io/gorm"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
)

// HallOverview is what every active hall of our own said about the days from … to,
// inclusive: sums, the working days without a morning meeting, persistent queues as of
// to and drills; of missed meetings and queues at most most. Halls that said nothing are
// in it with nothing known. The 90th percentile and peaks need half-hours and are not in
// it: see HallFigures of one hall. Code store.day.
func (s *Store) HallOverview(ctx context.Context, from, to string, most int) (*hall.Overview, error) {
	out := &hall.Overview{From: from, To: to}
	err := s.read(ctx).Transaction(func(tx *gorm.DB) error {
		branches, err := ownHalls(tx)
		if err != nil {
			return err
		}
		o := overview{Overview: out, tx: tx, at: make(map[string]checklist.Branch, len(branches)), most: most}
		for _, b := range branches {
			o.at[b.Code] = b
		}
		o.spans, o.days = hall.Parts(from, to)
		for _, read := range []func() error{func() error { return o.sums(branches) }, o.missed, o.queues, o.drills} {
			if err := read(); err != nil {
				return err
			}
		}
		return nil
	}, s.snapshot())
	return out, coded(err, "read")
}

// ownHalls are the active halls that belong to no competitor, by code.
func ownHalls(tx *gorm.DB) ([]checklist.Branch, error) {
	var rows []branchRow
	err := tx.Raw("SELECT code, name, grade, traffic, active, owner FROM branches WHERE "+ownHall+" ORDER BY code", checklist.OwnerCompetitor).Scan(&rows).Error
	out := make([]checklist.Branch, len(rows))
	for i, r := range rows {
		out[i] = r.branch()
	}
	return out, err
}

// ownHall is the condition on branches for a hall of our own that is active.
const ownHall = "active = 1 AND owner <> ?"

// overview is a hall.Overview being read.
type overview struct {
	*hall.Overview
	tx          *gorm.DB
	at          map[string]checklist.Branch // our own, active
	most        int
	spans, days []string
}

// sums reads what the figures of every hall are made from.
func (o *overview) sums(branches []checklist.Branch) error {
	o.Halls = make([]hall.HallSums, len(branches))
	at := make(map[string]*hall.HallSums, len(branches))
	for i, b := range branches {
		o.Halls[i].Branch, at[b.Code] = b, &o.Halls[i]
	}
	return spanSumsIn(o.tx, o.spans, o.days, func(h *hall.HallSums) {
		if into := at[h.Branch.Code]; into != nil {
			into.Add(*h)
		}
	})
}

// missed reads the working days on which a hall that reported held no morning meeting.
func (o *overview) missed() error {
	var rows []struct{ Branch, Day string }
	err := o.tx.Raw("SELECT branch, day FROM hall_days WHERE day >= ? AND day <= ? AND works = 1 AND meetings = 0"+
		" AND EXISTS (SELECT 1 FROM branches WHERE code = hall_days.branch AND "+ownHall+") ORDER BY day DESC, branch LIMIT ?",
		o.From, o.To, checklist.OwnerCompetitor, o.most).Scan(&rows).Error
	for _, r := range rows {
		o.Missed = append(o.Missed, hall.MissedMeeting{Branch: o.at[r.Branch], Day: r.Day})
	}
	return err
}

// queues finds the persistent queues of all halls from what is kept of their weeks, and
// reads the half-hours of those that are listed.
func (o *overview) queues() error {
	p, ok := hall.NewPersistence(o.To)
	if !ok {
		return checklist.Fail("store.day", "day", o.To)
	}
	days, err := o.queueDays(p)
	if err != nil {
		return err
	}
	for code, list := range days {
		for _, q := range p.Of(list) {
			o.Queues = append(o.Queues, hall.LongQueue{Branch: o.at[code], Persistent: q})
		}
	}
	slices.SortFunc(o.Queues, func(a, b hall.LongQueue) int {
		return cmp.Or(cmp.Compare(b.Long*a.Seen, a.Long*b.Seen), cmp.Compare(a.Branch.Code, b.Branch.Code),
			cmp.Compare((a.Weekday+6)%7, (b.Weekday+6)%7), cmp.Compare(a.Slot, b.Slot))
	})
	o.AllQueues = len(o.Queues)
	o.Queues = o.Queues[:min(len(o.Queues), o.most)]
	return o.queueSums(p)
}

// queueDays reads the days of our own halls that had a queue measured.
func (o *overview) queueDays(p *hall.Persistence) (map[string][]hall.QueueDay, error) {
	rows, err := o.tx.Raw("SELECT branch, queues FROM hall_spans WHERE span IN (?) AND queues <> ''", hall.WeeksOf(p.From, p.Until)).Rows()
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	out := make(map[string][]hall.QueueDay, len(o.at))
	for rows.Next() {
		var branch, text string
		if err := rows.Scan(&branch, &text); err != nil {
			return nil, err
		}
		if _, ours := o.at[branch]; !ours {
			continue
		}
		if out[branch], err = hall.ParseQueueDays(out[branch], text); err != nil {
			return nil, err
		}
	}
	return out, rows.Err()
}

// queueKeys is how many half-hours one statement asks for.
const queueKeys = 1000

// queueSums adds up the half-hours of the queues that are listed.
func (o *overview) queueSums(p *hall.Persistence) error {
	at, args := map[cellAt]*hall.LongQueue{}, []any{}
	flush := func() error {
		if len(args) == 0 {
			return nil
		}
		one := "(CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS BIGINT)),"
		q := "WITH q (branch, day, slot) AS (VALUES " + strings.TrimSuffix(strings.Repeat(one, len(args)/3), ",") + ") SELECT c." + strings.ReplaceAll(hallCellColumns, ", ", ", c.") +
			" FROM q CROSS JOIN hall_cells c WHERE c.branch = q.branch AND c.day = q.day AND c.slot = q.slot ORDER BY c.day"
		cells, err := hallCellsOf(o.tx.Raw(q, args...).Rows())
		for i := range cells {
			if c := &cells[i]; c.Measured() {
				at[cellAt{c.Branch, c.Day, c.Slot}].Sums.Add(*c)
			}
		}
		clear(at)
		args = args[:0]
		return err
	}
	for i := range o.Queues {
		q := &o.Queues[i]
		for _, day := range p.Days(q.Weekday) {
			at[cellAt{q.Branch.Code, day, q.Slot}] = q
			args = append(args, q.Branch.Code, day, q.Slot)
		}
		if len(args) >= 3*queueKeys {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return flush()
}

// cellAt is the key of a half-hour.
type cellAt struct {
	branch, day string
	slot        int
}

// drills counts what the halls practised, in meetings and outside, by hall and topic.
func (o *overview) drills() error {
	list, err := drillsIn(o.tx, o.spans, o.days)
	at := map[[2]string]int{}
	for _, d := range list {
		b, ours := o.at[d.branch]
		if !ours {
			continue
		}
		key := [2]string{d.branch, d.topic}
		i, have := at[key]
		if !have {
			i, at[key] = len(o.Drills), len(o.Drills)
			o.Drills = append(o.Drills, hall.DrillCount{Branch: b, Topic: d.topic})
		}
		o.Drills[i].Count++
		o.Drills[i].Last = max(o.Drills[i].Last, d.day)
	}
	slices.SortFunc(o.Drills, func(a, b hall.DrillCount) int {
		return cmp.Or(cmp.Compare(a.Branch.Code, b.Branch.Code), cmp.Compare(a.Topic, b.Topic))
	})
	return err
}
