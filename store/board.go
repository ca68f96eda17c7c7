package store

import (
	"context"
	"runtime"
	"slices"
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
	halls, months, err := s.boardRows(ctx, plan)
	if err != nil {
		return arrivals.Board{}, err
	}
	b := arrivals.Board{Plan: plan, Rows: make([]arrivals.Row, len(halls))}
	var all sync.WaitGroup
	part := max((len(halls)+runtime.NumCPU()-1)/runtime.NumCPU(), 1)
	for from := 0; from < len(halls); from += part {
		all.Go(func() {
			var records []arrivals.Record // of one hall after the other: rows do not keep them
			for i := from; i < min(from+part, len(halls)); i++ {
				records = records[:0]
				for k := range months {
					records = months[k].unpack(records, halls[i].Branch.Code)
				}
				b.Rows[i] = plan.Row(halls[i], records)
			}
		})
	}
	all.Wait()
	b.Sum = plan.Sum(b.Rows)
	return b, nil
}

// boardRows reads halls and records side by side: nothing in one depends on the other.
func (s *Store) boardRows(ctx context.Context, plan *arrivals.Plan) ([]arrivals.Hall, []arrived, error) {
	months := boardMonths(plan)
	parts, errs := make([]arrived, len(months)), make([]error, len(months)+3)
	var halls []arrivals.Hall
	var gaps map[string]int
	var last map[string]int64
	var all sync.WaitGroup
	rest := errs[len(months):]
	all.Go(func() { halls, rest[0] = s.boardHalls(ctx) })
	all.Go(func() { last, rest[1] = s.boardLast(ctx) })
	all.Go(func() { gaps, rest[2] = s.boardGaps(ctx) })
	for i, m := range months {
		all.Go(func() { parts[i], errs[i] = s.arrivedIn(ctx, m) })
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, nil, coded(err, "read")
		}
	}
	now := s.now()
	for i := range halls {
		h := &halls[i]
		h.Gaps, h.Last = gaps[h.Branch.Code], last[h.Branch.Code]
		if h.Last > 0 && now-h.Last >= arrivals.SilentDays*24*60*60*1000 {
			h.Silent = h.Last
		}
		if h.Refused != nil && h.Refused.At <= h.Last {
			h.Refused = nil // something good came since
		}
	}
	return halls, parts, nil
}

// boardHalls reads the own active halls with whom to call and what was refused last.
func (s *Store) boardHalls(ctx context.Context) ([]arrivals.Hall, error) {
	refused, err := s.lastRefusals(ctx)
	if err != nil {
		return nil, err
	}
	heads, err := s.heads(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := s.read(ctx).Raw("SELECT b.code, b.name, b.grade, b.traffic, b.initials, coalesce(c.name, ''), coalesce(c.phone, '')" +
		" FROM branches b LEFT JOIN contacts c ON c.branch = b.code WHERE b.active = 1 AND b.owner = '' ORDER BY b.code").Rows()
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []arrivals.Hall
	for rows.Next() {
		h := arrivals.Hall{Branch: checklist.Branch{Active: true}}
		b := &h.Branch
		if err := rows.Scan(&b.Code, &b.Name, &b.Grade, &b.Traffic, &h.Initials, &h.Contact.Name, &h.Contact.Phone); err != nil {
			return nil, err
		}
		if h.Contact.Name == "" {
			h.Contact.Name = heads[b.Code]
		}
		if r, ok := refused[b.Code]; ok {
			h.Refused = &r
		}
		out = append(out, h)
	}
	return out, rows.Err()
}

// boardLast says when something of a branch arrived last. It looks each branch up, so
// that it costs the same however much came in before.
func (s *Store) boardLast(ctx context.Context) (map[string]int64, error) {
	rows, err := s.read(ctx).Raw("SELECT b.code, (SELECT max(i.at) FROM imports i WHERE i.branch = b.code AND i.outcome = 'imported')" +
		" FROM branches b WHERE b.active = 1 AND b.owner = ''").Rows()
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	out := make(map[string]int64, 1024)
	for rows.Next() {
		var code string
		var at *int64
		if err := rows.Scan(&code, &at); err != nil {
			return nil, err
		}
		if at != nil {
			out[code] = *at
		}
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
		const those = "IN (SELECT inspection FROM photo_refs WHERE hash = ?)"
		if err := countUnreadable(tx, those, hash); err != nil {
			return err
		}
		var rows []hallMonth
		if err := tx.Raw("SELECT DISTINCT month, branch FROM inspections WHERE status = 'finished' AND id "+those, hash).Scan(&rows).Error; err != nil {
			return err
		}
		return drawArrivals(tx, rows)
	})
	if err == nil {
		s.publish("photo", hash)
	}
	return err
}
