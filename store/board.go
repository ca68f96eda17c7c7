package store

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"

	"gorm.io/gorm"

	"hallcheck/checklist"
	arrivals "hallcheck/checklist/arrival"
)

// Requirements lists what headquarters set about what is due, by checklist; what
// it did not set follows arrivals.Default.
func (s *Store) Requirements(ctx context.Context) ([]arrivals.Requirement, error) {
	var rows []string
	if err := s.read(ctx).Raw("SELECT body FROM requirements ORDER BY checklist").Scan(&rows).Error; err != nil {
		return nil, coded(err, "read")
	}
	out := make([]arrivals.Requirement, len(rows))
	for i, body := range rows {
		r, err := arrivals.ReadRequirement(body)
		if err != nil {
			return nil, checklist.Fail("store.damaged").Because(err)
		}
		out[i] = r
	}
	return out, nil
}

// SetRequirement keeps what headquarters asks with one checklist. Codes:
// arrival.often, store.unknownChecklist.
func (s *Store) SetRequirement(ctx context.Context, r arrivals.Requirement) error {
	if err := r.Check(); err != nil {
		return err
	}
	if _, err := s.Checklist(ctx, r.Checklist, 0); err != nil {
		return err
	}
	body := toJSON(r)
	err := s.write(ctx, "requirement", func(tx *gorm.DB) error {
		err := tx.Exec("INSERT INTO requirements (checklist, body) VALUES (?, ?) ON CONFLICT (checklist) DO UPDATE SET body = excluded.body",
			r.Checklist, body).Error
		if err != nil {
			return err
		}
		return s.audit(tx, "requirement", r.Checklist, body)
	})
	if err == nil {
		s.publish("requirement", r.Checklist)
	}
	return err
}

// SetContact keeps who is called about a hall; neither name nor phone forgets it.
// Code store.unknownBranch.
func (s *Store) SetContact(ctx context.Context, branch string, c arrivals.Contact) error {
	c.Name, c.Phone = strings.TrimSpace(c.Name), strings.TrimSpace(c.Phone)
	err := s.write(ctx, "contact", func(tx *gorm.DB) error {
		var n int
		if err := tx.Raw("SELECT count(*) FROM branches WHERE code = ?", branch).Scan(&n).Error; err != nil {
			return err
		}
		if n == 0 {
			return checklist.Fail("store.unknownBranch", "code", branch)
		}
		if err := tx.Exec("DELETE FROM contacts WHERE branch = ?", branch).Error; err != nil {
			return err
		}
		if c != (arrivals.Contact{}) {
			if err := tx.Exec("INSERT INTO contacts (branch, name, phone) VALUES (?, ?, ?)", branch, c.Name, c.Phone).Error; err != nil {
				return err
			}
		}
		return s.audit(tx, "contact", branch, c.Name) // the number itself is nobody's business in a log
	})
	if err == nil {
		s.publish("branch", branch)
	}
	return err
}

// Board reads who reported in a period, all active halls by code.
func (s *Store) Board(ctx context.Context, p arrivals.Period) (arrivals.Board, error) {
	lists, err := s.Checklists(ctx)
	if err != nil {
		return arrivals.Board{}, err
	}
	set, err := s.Requirements(ctx)
	if err != nil {
		return arrivals.Board{}, err
	}
	plan := arrivals.NewPlan(p, s.opt.Clock().Format("2006-01-02"), arrivals.Requirements(lists, set))
	halls, records, err := s.boardRows(ctx, plan)
	if err != nil {
		return arrivals.Board{}, err
	}
	b := arrivals.Board{Plan: plan, Rows: make([]arrivals.Row, len(halls))}
	for i, h := range halls {
		b.Rows[i] = plan.Row(h, records[h.Branch.Code])
	}
	b.Sum = plan.Sum(b.Rows)
	return b, nil
}

// boardRows reads halls and records side by side: nothing in one depends on the other.
func (s *Store) boardRows(ctx context.Context, plan *arrivals.Plan) ([]arrivals.Hall, map[string][]arrivals.Record, error) {
	months := boardMonths(plan)
	parts, errs := make([]map[string][]arrivals.Record, len(months)), make([]error, len(months)+2)
	var halls []arrivals.Hall
	var gaps map[string]int
	var all sync.WaitGroup
	all.Go(func() { halls, errs[len(months)] = s.boardHalls(ctx) })
	all.Go(func() { gaps, errs[len(months)+1] = s.boardGaps(ctx) })
	for i, m := range months {
		all.Go(func() { parts[i], errs[i] = s.monthRecords(ctx, m) })
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, nil, coded(err, "read")
		}
	}
	for i := range halls {
		halls[i].Gaps = gaps[halls[i].Branch.Code]
	}
	records := map[string][]arrivals.Record{}
	for i, part := range parts {
		if i == 0 {
			records = part
			continue
		}
		for branch, list := range part {
			records[branch] = append(records[branch], list...)
		}
	}
	return halls, records, nil
}

// boardMonth is what is read of one month.
type boardMonth struct {
	month, from, to string
	partners        bool // only of partner halls: nobody else is asked in this month
}

// boardMonths are the months a plan needs. Partners are asked by the quarter, so
// that a board of one month would read three of everybody.
func boardMonths(plan *arrivals.Plan) []boardMonth {
	from, to := plan.Days()
	ownFrom, ownTo := plan.DaysOf(arrivals.Ordinary, arrivals.Important)
	var out []boardMonth
	for m := monthOf(from); m <= monthOf(to); m = nextMonth(m) {
		out = append(out, boardMonth{m, max(from, m+"-01"), min(to, m+"-31"), m+"-31" < ownFrom || m+"-01" > ownTo})
	}
	return out
}

func nextMonth(m string) string {
	y, _ := strconv.Atoi(m[:4])
	n, _ := strconv.Atoi(m[5:])
	if n++; n > 12 {
		y, n = y+1, 1
	}
	return strconv.Itoa(y) + "-" + strconv.Itoa(100 + n)[1:]
}

// monthRecords reads the records of a month, one row a hall, from the index
// inspections_arrival alone: 16,000 halls with six records each would cost more
// to carry over row by row than to look up.
func (s *Store) monthRecords(ctx context.Context, m boardMonth) (map[string][]arrivals.Record, error) {
	where, args := " WHERE month = ? AND day >= ? AND day <= ? AND status = 'finished'", []any{m.month, m.from, m.to}
	if m.partners {
		where += " AND branch IN (SELECT code FROM branches WHERE grade = 'partner')"
	}
	join := "group_concat"
	if s.db.name == "postgres" {
		join = "string_agg"
	}
	// r = returned, x = void, else how many pictures lack; what a ranking leaves out
	// for other reasons has arrived all the same
	rows, err := s.read(ctx).Raw("SELECT branch, "+join+"(checklist || ' ' || substr(day, 9, 2) || ' ' ||"+
		" CASE WHEN review = 'returned' THEN 'r' WHEN review = 'void' THEN 'x' ELSE CAST(lacking + unreadable AS TEXT) END, ';')"+
		" FROM inspections"+where+" AND incomplete = '' GROUP BY branch", args...).Rows()
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	out := make(map[string][]arrivals.Record, 1024)
	days := daysOf(m.month)
	for rows.Next() {
		var branch, packed string
		if err := rows.Scan(&branch, &packed); err != nil {
			return nil, err
		}
		out[branch] = unpackRecords(packed, days)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return out, s.addExcluded(ctx, where, args, out)
}

// addExcluded adds the records that were cut short: they came, and do not count.
func (s *Store) addExcluded(ctx context.Context, where string, args []any, to map[string][]arrivals.Record) error {
	var rows []struct{ Branch, Checklist, Day string }
	if err := s.read(ctx).Raw("SELECT branch, checklist, day FROM inspections"+where+" AND incomplete <> ''", args...).Scan(&rows).Error; err != nil {
		return err
	}
	for _, r := range rows {
		to[r.Branch] = append(to[r.Branch], arrivals.Record{Checklist: r.Checklist, Day: r.Day})
	}
	return nil
}

// daysOf are the days of a month by number, made once instead of once a record.
func daysOf(month string) (days [32]string) {
	for i := range days {
		days[i] = month + "-" + strconv.Itoa(100 + i)[1:]
	}
	return days
}

// unpackRecords reads "checklist day mark;…".
func unpackRecords(s string, days [32]string) []arrivals.Record {
	out := make([]arrivals.Record, 0, strings.Count(s, ";")+1)
	for s != "" {
		var one string
		one, s, _ = strings.Cut(s, ";")
		list, rest, _ := strings.Cut(one, " ")
		day, mark, _ := strings.Cut(rest, " ")
		n, _ := strconv.Atoi(day)
		r := arrivals.Record{Checklist: list, Day: days[n%len(days)]}
		switch mark {
		case "r":
			r.Returned = true
		case "x":
		default:
			r.Counts = true
			r.Lacking, _ = strconv.Atoi(mark)
		}
		out = append(out, r)
	}
	return out
}

// boardHalls reads the own active halls with whom to call and what arrived last.
func (s *Store) boardHalls(ctx context.Context) ([]arrivals.Hall, error) {
	refused, err := s.lastRefusals(ctx)
	if err != nil {
		return nil, err
	}
	heads, err := s.heads(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := s.read(ctx).Raw("SELECT b.code, b.name, b.grade, b.traffic, b.initials, coalesce(c.name, ''), coalesce(c.phone, '')," +
		" coalesce((SELECT max(i.at) FROM imports i WHERE i.branch = b.code AND i.outcome = 'imported'), 0)" +
		" FROM branches b LEFT JOIN contacts c ON c.branch = b.code WHERE b.active = 1 AND b.owner = '' ORDER BY b.code").Rows()
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []arrivals.Hall
	for rows.Next() {
		h := arrivals.Hall{Branch: checklist.Branch{Active: true}}
		b := &h.Branch
		if err := rows.Scan(&b.Code, &b.Name, &b.Grade, &b.Traffic, &h.Initials, &h.Contact.Name, &h.Contact.Phone, &h.Last); err != nil {
			return nil, err
		}
		if now := s.now(); h.Last > 0 && now-h.Last >= arrivals.SilentDays*24*60*60*1000 {
			h.Silent = h.Last
		}
		if h.Contact.Name == "" {
			h.Contact.Name = heads[b.Code]
		}
		if r, ok := refused[b.Code]; ok && r.At > h.Last {
			h.Refused = &r
		}
		out = append(out, h)
	}
	return out, rows.Err()
}

// boardGaps counts, by branch, the bundles that never came: numbers of its devices
// below the highest taken in. One run over the index on device and number finds the
// few devices of which any number is missing; only these are counted exactly.
func (s *Store) boardGaps(ctx context.Context) (map[string]int, error) {
	const lost = "g.last - CASE WHEN d.from_seq > 1 THEN d.from_seq ELSE 1 END + 1 - (SELECT count(*) FROM imports i" +
		" WHERE i.device = g.device AND i.outcome = 'imported' AND i.seq >= d.from_seq)"
	var rows []struct {
		Branch string
		Lost   int
	}
	err := s.read(ctx).Raw("SELECT d.branch, " + lost + " AS lost FROM (SELECT device, max(seq) AS last FROM imports WHERE outcome = 'imported'" +
		" GROUP BY device HAVING max(seq) > count(*)) g JOIN devices d ON d.id = g.device").Scan(&rows).Error
	out := make(map[string]int, len(rows))
	for _, r := range rows {
		out[r.Branch] += max(r.Lost, 0)
	}
	return out, err
}

// heads names the branch heads by branch, the first by name.
func (s *Store) heads(ctx context.Context) (map[string]string, error) {
	var rows []struct{ Branch, Name string }
	err := s.read(ctx).Raw("SELECT branch, name FROM people WHERE role = ? AND branch <> '' ORDER BY name DESC, id DESC", string(checklist.BranchHead)).Scan(&rows).Error
	out := make(map[string]string, len(rows))
	for _, r := range rows {
		out[r.Branch] = r.Name
	}
	return out, err
}

// Unreadable keeps that a stored picture is missing or cannot be opened, or that
// it can be again (code ""): the records it belongs to wait for it.
func (s *Store) Unreadable(ctx context.Context, hash, code string) error {
	var have []string
	if err := s.read(ctx).Raw("SELECT code FROM photo_faults WHERE hash = ?", hash).Scan(&have).Error; err != nil {
		return coded(err, "read")
	}
	if slices.Equal(have, []string{code}) || len(have) == 0 && code == "" {
		return nil
	}
	err := s.write(ctx, "photo", func(tx *gorm.DB) error {
		if err := tx.Exec("DELETE FROM photo_faults WHERE hash = ?", hash).Error; err != nil {
			return err
		}
		if code != "" {
			if err := tx.Exec("INSERT INTO photo_faults (hash, code, at) VALUES (?, ?, ?)", hash, code, s.now()).Error; err != nil {
				return err
			}
		}
		return countUnreadable(tx, "IN (SELECT inspection FROM photo_refs WHERE hash = ?)", hash)
	})
	if err == nil {
		s.publish("photo", hash)
	}
	return err
}
