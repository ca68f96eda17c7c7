package store

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"gorm.io/gorm"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
)

const (
	// hallsAtOnce is how many halls Check looks at between two words of how far it is.
	hallsAtOnce = 128
	// mostHallTroubles is how many days, weeks and months of halls Check names; of more
	// it gives the number.
	mostHallTroubles = 500
)

// checkHalls makes everything kept of the days of halls again, hall after hall: at
// headquarters from what the halls' computers said, in a branch from its own entries and
// tickets. What is stale is left out: it will be made again before anybody reads it.
func (s *Store) checkHalls(ctx context.Context, rep *Report) error {
	var codes []string
	err := s.read(ctx).Raw("SELECT code FROM branches UNION SELECT branch FROM hall_days ORDER BY 1").Scan(&codes).Error
	if err != nil {
		return err
	}
	var faces []string
	if err := s.read(ctx).Raw("SELECT face FROM profile").Scan(&faces).Error; err != nil {
		return err
	}
	own, branch, err := s.whoseHall(ctx, "")
	if err != nil {
		return err
	}
	var halls Report
	halls.step = rep.step
	err = spread(ctx, codes, hallsAtOnce, &halls, func(found *Report, code string) {
		c := hallCheck{Store: s, rep: found, code: code, own: own && code == branch, hq: slices.Equal(faces, []string{string(checklist.FaceHQ)})}
		if err := c.run(ctx); err != nil && ctx.Err() == nil {
			found.add("hallDay", code, err.Error())
		}
	})
	if err == nil {
		err = s.straySpans(ctx, &halls)
	}
	rep.HallDays += halls.HallDays
	list := halls.Troubles
	if more := len(list) - mostHallTroubles; more > 0 {
		list = append(list[:mostHallTroubles], Trouble{Code: "hallMore", Object: "", Detail: strconv.Itoa(more)})
	}
	rep.Troubles = append(rep.Troubles, list...)
	return err
}

// hallCheck is the check of one hall.
type hallCheck struct {
	*Store
	rep  *Report
	code string
	own  bool // its days are made here
	hq   bool // they are made of what its computers said

	zone  *time.Location // the one found last that a day was made in, nil = none but the computer's
	tried int            // days no zone was found for
}

func (c *hallCheck) run(ctx context.Context) error {
	const days = "SELECT day FROM hall_days WHERE branch = ?"
	var list []string
	q, args := days, []any{c.code}
	if c.own || c.hq {
		q, args = q+" UNION SELECT day FROM hall_cells WHERE branch = ? UNION SELECT day FROM hall_reports WHERE branch = ?", []any{c.code, c.code, c.code}
	}
	if err := c.read(ctx).Raw(q+" ORDER BY 1", args...).Scan(&list).Error; err != nil {
		return err
	}
	for some := range slices.Chunk(list, settleDays) {
		if err := ctx.Err(); err != nil {
			return err
		}
		c.rep.HallDays += len(some)
		err := c.read(ctx).Transaction(func(tx *gorm.DB) error {
			switch {
			case c.own:
				return c.ownDays(tx, some)
			case c.hq:
				return c.saidDays(tx, some)
			}
			return nil
		}, c.snapshot())
		if err != nil {
			return err
		}
	}
	if c.own {
		if err := c.tickets(ctx); err != nil {
			return err
		}
	}
	return c.read(ctx).Transaction(c.spans, c.snapshot())
}

// saidDays compares days with what the computers of the hall said.
func (c *hallCheck) saidDays(tx *gorm.DB, days []string) error {
	from, to := days[0], days[len(days)-1]
	settled, err := saidDays(tx, "branch = ? AND day >= ? AND day <= ?", c.code, from, to)
	if err != nil {
		return err
	}
	kept, err := keptDays(tx, c.code, from, to)
	if err != nil {
		return err
	}
	said := make(map[string]settledDay, len(settled))
	for _, d := range settled {
		said[d.total.Day] = d
	}
	for _, day := range days {
		var list []settledDay
		if d, ok := said[day]; ok {
			list = []settledDay{d}
		}
		c.told("hallDay", day, kept.differ(day, list))
	}
	return nil
}

// ownDays compares days that are over and not stale with what the entries and tickets
// come to.
func (c *hallCheck) ownDays(tx *gorm.DB, days []string) error {
	from, to := days[0], min(days[len(days)-1], c.dayAgo(1))
	var list []string
	if err := tx.Raw("SELECT day FROM hall_days WHERE branch = ? AND day >= ? AND day <= ? AND stale = 0 ORDER BY day", c.code, from, to).Scan(&list).Error; err != nil {
		return err
	}
	kept, err := keptDays(tx, c.code, from, to)
	if err != nil || len(list) == 0 {
		return err
	}
	facts, err := c.hallFacts(tx, c.code, from, to)
	if err != nil {
		return err
	}
	for _, day := range list {
		c.told("hallDay", day, c.anyZone(facts.now, func(now time.Time) []KeptSum {
			facts.now = now
			return kept.differSettled(facts, day)
		}))
	}
	return nil
}

// differSettled is what differs of a day settled anew. In what older versions kept,
// rounds of the day of the set-up that were over before it count as missed, and a ticket
// nobody called waited for no time.
func (d *daySums) differSettled(facts *hallFacts, day string) (sums []KeptSum) {
	settle := func() (sums []KeptSum) {
		_ = facts.each([]string{day}, func(cells []hall.Cell, total hall.DayTotal) error {
			sums = d.differ(day, []settledDay{{cells, total}})
			return nil
		})
		return sums
	}
	if sums = settle(); len(sums) == 0 {
		return nil
	}
	begun := facts.begun
	defer func() { facts.begun, facts.ended = begun, false }()
	for _, older := range []struct {
		begun int64
		ended bool
	}{{0, false}, {begun, true}, {0, true}} {
		if facts.begun, facts.ended = older.begun, older.ended; len(settle()) == 0 {
			return nil
		}
	}
	return sums
}

// tickets compares the half-hours of the ticket machine with its tickets.
func (c *hallCheck) tickets(ctx context.Context) error {
	var days []string
	err := c.read(ctx).Raw("SELECT day FROM tickets WHERE branch = ? UNION SELECT day FROM ticket_slots WHERE branch = ? ORDER BY 1", c.code, c.code).Scan(&days).Error
	if err != nil {
		return err
	}
	for _, day := range days {
		if err := ctx.Err(); err != nil {
			return err
		}
		var times []hall.Ticket
		var kept [][]string
		table := sumsIn(slotRows(nil, "", "", "", time.UTC))
		err := c.read(ctx).Transaction(func(tx *gorm.DB) (err error) {
			if times, err = ticketTimes(tx, c.code, day); err != nil {
				return err
			}
			kept, err = rowTexts(tx, table.query+" AND day = ? ORDER BY slot, device", c.code, day)
			return err
		}, c.snapshot())
		if err != nil {
			return err
		}
		c.told("hallTickets", day, c.anyZone(c.opt.Clock(), func(now time.Time) []KeptSum {
			return table.differ(kept, table.rows(slotRows(times, c.code, "", day, now.Location())))
		}))
	}
	return nil
}

const (
	quarter   = 15 * 60 // seconds
	mostTried = 30
)

// anyZone compares a day in the zone of the computer, and where it differs in the others:
// a day that was made while the computer stood in another zone, or believed so, is right
// in that one. It tells what differs in the zone in which the least does.
func (c *hallCheck) anyZone(now time.Time, compare func(now time.Time) []KeptSum) []KeptSum {
	least := compare(now)
	if len(least) == 0 {
		return nil
	}
	in := func(zone *time.Location) (right bool) {
		sums := compare(now.AddDate(0, 0, 2).In(zone)) // the day is over in every zone
		if len(sums) < len(least) {
			least = sums
		}
		return len(sums) == 0
	}
	if c.zone != nil && in(c.zone) {
		return nil
	}
	for offset := -12 * 4; offset <= 14*4 && c.tried < mostTried; offset++ {
		if zone := time.FixedZone("", offset*quarter); in(zone) {
			c.zone = zone
			return nil
		}
	}
	c.tried++
	return least
}

// spans compares the sums of whole months and weeks with the days and drills in them;
// those with a stale day are added up when that is settled.
func (c *hallCheck) spans(tx *gorm.DB) error {
	var days []struct {
		Day   string
		Stale int
	}
	if err := tx.Raw("SELECT day, stale FROM hall_days WHERE branch = ? ORDER BY day", c.code).Scan(&days).Error; err != nil {
		return err
	}
	var all, waiting []string
	for _, d := range days {
		all = append(all, d.Day)
		if d.Stale != 0 {
			waiting = append(waiting, d.Day)
		}
	}
	open := hall.SpansOf(waiting)
	list := slices.DeleteFunc(hall.SpansOf(all), func(w hall.Stretch) bool { return slices.Contains(open, w) })
	table := sumsIn(rowsOf("hall_spans", spanKeys+spanColumns+spanLists, 0))
	for some := range slices.Chunk(list, maxRows) {
		query, args := spanRows(tx, c.code, some)
		fresh, err := rowTexts(tx, query, args...)
		if err != nil {
			return err
		}
		ids := make([]string, len(some))
		for i, w := range some {
			ids[i] = w.ID
		}
		kept, err := rowTexts(tx, table.query+" AND span IN (?)", c.code, ids)
		if err != nil {
			return err
		}
		keptBy, freshBy := grouped(kept, 0), grouped(fresh, 0)
		for _, id := range ids {
			c.told(spanCode(id), id, table.differ(keptBy[id], freshBy[id]))
		}
	}
	return nil
}

func spanCode(id string) string {
	if len(id) == len(time.DateOnly) {
		return "hallWeek"
	}
	return "hallMonth"
}

// told puts down what differs of a day, week or month.
func (c *hallCheck) told(code, when string, sums []KeptSum) {
	if len(sums) == 0 {
		return
	}
	slices.SortStableFunc(sums, func(a, b KeptSum) int { return cmp.Compare(a.Slot, b.Slot) })
	t := Trouble{Code: code, Object: c.code + " " + when, Sums: sums[:min(len(sums), mostSums)]}
	t.More = len(sums) - len(t.Sums)
	t.Detail = t.Sums[0].String()
	c.rep.Troubles = append(c.rep.Troubles, t)
}

// straySpans finds sums of months and weeks a hall said nothing of.
func (s *Store) straySpans(ctx context.Context, rep *Report) error {
	var ids []string
	if err := s.read(ctx).Raw("SELECT DISTINCT span FROM hall_spans ORDER BY span").Scan(&ids).Error; err != nil {
		return err
	}
	for _, id := range ids {
		first := id
		if len(id) < len(time.DateOnly) {
			first += "-01"
		}
		w := hall.Stretch{ID: id, From: "9", To: "9"} // no month and no week: no day is in it
		for _, x := range hall.SpansOf([]string{first}) {
			if x.ID == id {
				w = x
			}
		}
		var codes []string
		err := s.read(ctx).Raw("SELECT branch FROM hall_spans s WHERE span = ? AND NOT EXISTS (SELECT 1 FROM hall_days d WHERE d.branch = s.branch AND d.day >= ? AND d.day <= ?)"+
			" ORDER BY branch LIMIT ?", id, w.From, w.To, mostHallTroubles).Scan(&codes).Error
		if err != nil {
			return err
		}
		for _, code := range codes {
			c := hallCheck{rep: rep, code: code}
			c.told(spanCode(id), id, []KeptSum{{Slot: -1, Field: SumExtra}})
		}
	}
	return nil
}
