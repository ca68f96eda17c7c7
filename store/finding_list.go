package store

import (
	"context"
	"database/sql"
	"errors"
	"sort"
	"strings"

	"gorm.io/gorm"

	"hallcheck/checklist"
)

const findingRowColumns = "f.id, f.number, f.branch, f.branch_name, f.branch_grade, f.inspection, f.checklist, f.item, f.zone, f.zone_name, f.s6, f.words," +
	" f.item_text, f.severity, f.status, f.owner, f.department, f.rectifier, f.day, f.due, f.submit_day, f.closed_day, f.occurrence, f.returns," +
	" f.extensions, f.before_hash, f.after_hash, f.updated, f.unheard, f.unsent"

// overdueOn is checklist.Overdue as a condition; its parameter is the day.
const overdueOn = "f.settled = 0 AND f.status <> 'fixed_on_site' AND f.due <> '' AND f.due < ?" +
	" AND NOT (f.status = 'submitted' AND f.submit_day <> '' AND f.submit_day <= f.due)"

// Findings lists findings; total is how many match without the limit.
func (s *Store) Findings(ctx context.Context, f checklist.FindingFilter) (list []checklist.FindingRow, total int, err error) {
	tx := s.read(ctx)
	c, err := s.narrowFindings(tx, f)
	if err != nil {
		return nil, 0, coded(err, "read")
	}
	where, args := c.where()
	if total = c.matches; total < 0 || len(c.parts) > 1 {
		if err := tx.Raw("SELECT count(*) FROM findings f"+where, args...).Scan(&total).Error; err != nil {
			return nil, 0, coded(err, "read")
		}
	}
	if total <= max(f.Offset, 0) {
		return nil, total, nil
	}
	if f.Limit <= 0 {
		f.Limit = defaultLimit
	}
	if f.Text != "" && total > manyMatches && f.Offset < manyMatches/10 {
		plain := s.rowByRow(f.Text) // the page is full after a few rows
		narrowRest(plain, f)
		where, args = plain.where()
	}
	// What is ordered are ids alone: whole rows would make the sorting ten times as long.
	list, err = findingList(tx, " JOIN (SELECT f.id FROM findings f"+where+" ORDER BY "+findingOrder(f.Sort)+" LIMIT ? OFFSET ?) p ON p.id = f.id"+
		" ORDER BY "+findingOrder(f.Sort), append(args, f.Limit, max(f.Offset, 0))...)
	return list, total, coded(err, "read")
}

// findingList reads the rows a condition finds.
func findingList(tx *gorm.DB, rest string, args ...any) ([]checklist.FindingRow, error) {
	rows, err := tx.Raw("SELECT "+findingRowColumns+" FROM findings f"+rest, args...).Rows()
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []checklist.FindingRow
	for rows.Next() {
		x, err := scanFinding(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, rows.Err()
}

func scanFinding(rows *sql.Rows) (x checklist.FindingRow, err error) {
	var zone, item string
	var unheard, unsent int
	err = rows.Scan(&x.ID, &x.Number, &x.Branch.Code, &x.Branch.Name, &x.Branch.Grade, &x.Inspection, &x.Checklist, &x.Item, &x.Zone, &zone,
		&x.S6, &x.Text, &item, &x.Severity, &x.Status, &x.Owner, &x.Department, &x.Rectifier, &x.Day, &x.Due, &x.SubmitDay, &x.ClosedDay,
		&x.Repeat, &x.Returns, &x.Extensions, &x.Before, &x.After, &x.UpdatedAt, &unheard, &unsent)
	x.Branch.Active, x.Unheard, x.Unsent = true, unheard != 0, unsent != 0
	if err != nil {
		return x, err
	}
	return x, errors.Join(fromJSON(zone, &x.ZoneName), fromJSON(item, &x.ItemText))
}

// condition collects the parts of a WHERE.
type condition struct {
	parts   []string
	args    []any
	matches int // how many findings the text alone finds, -1 = nobody counted
}

func (c *condition) add(cond string, v ...any) {
	c.parts, c.args = append(c.parts, cond), append(c.args, v...)
}

func (c *condition) equal(column, value string) {
	if value != "" {
		c.add("f."+column+" = ?", value)
	}
}

func (c *condition) flag(on bool, cond string) {
	if on {
		c.add(cond)
	}
}

func (c *condition) where() (where string, args []any) {
	if len(c.parts) == 0 {
		return "", nil
	}
	return " WHERE " + strings.Join(c.parts, " AND "), c.args
}

// narrowFindings turns a filter into a condition.
func (s *Store) narrowFindings(tx *gorm.DB, f checklist.FindingFilter) (c condition, err error) {
	c.matches, err = s.narrowText(tx, &c, f.Text)
	narrowRest(&c, f)
	return c, err
}

// narrowRest is the part of a filter that is no text.
func narrowRest(c *condition, f checklist.FindingFilter) {
	if f.IDs != nil {
		c.add("f.id IN (?)", append([]string{""}, f.IDs...))
	}
	switch {
	case len(f.Statuses) > 0 && f.Unheard:
		c.add("(f.status IN (?) OR f.unheard = 1)", f.Statuses)
	case len(f.Statuses) > 0:
		c.add("f.status IN (?)", f.Statuses)
	case f.Unheard:
		c.add("f.unheard = 1")
	}
	c.equal("branch", f.Branch)
	c.equal("zone", f.Zone)
	c.equal("s6", f.S6)
	c.equal("severity", string(f.Severity))
	c.equal("owner", f.Owner)
	c.equal("checklist", f.Checklist)
	c.equal("item", f.Item)
	if f.Inspection != "" {
		c.add("f.inspection = ? AND f.inspection <> ''", f.Inspection) // the second half lets the partial index in
	}
	if f.Mine != "" {
		c.add("f.owner IN ('', ?)", f.Mine)
	}
	if f.From != "" {
		c.add("f.day >= ?", f.From)
	}
	if f.To != "" {
		c.add("f.day <= ?", f.To)
	}
	if f.DueTo != "" {
		c.add("f.due <= ?", f.DueTo)
	}
	if f.OverdueOn != "" {
		c.add(overdueOn, f.OverdueOn)
	}
	c.flag(f.Unsettled, "f.settled = 0")
	c.flag(f.Repeat, "f.occurrence > 0")
	c.flag(f.Unsent, "f.unsent = 1")
}

// findingOrder is explicit to the last tie, so that both engines agree. What
// nobody has to do any more is never urgent.
func findingOrder(by checklist.FindingSort) string {
	switch by {
	case checklist.FindingsNewest:
		return "f.day DESC, f.number DESC, f.id"
	case checklist.FindingsByBranch:
		return "f.branch, f.due, f.number, f.id"
	case checklist.FindingsByOwner:
		return "f.owner = '', f.owner, f.due, f.number, f.id"
	default:
		return "f.settled, f.due, f.number, f.id"
	}
}

// FindingFacets counts what the filter finds; today (yyyy-mm-dd) decides what is
// overdue.
func (s *Store) FindingFacets(ctx context.Context, f checklist.FindingFilter, today string) (checklist.FindingFacets, error) {
	out := checklist.FindingFacets{Statuses: map[checklist.FindingStatus]int{}}
	c, err := s.narrowFindings(s.read(ctx), f)
	if err != nil {
		return out, coded(err, "read")
	}
	where, args := c.where()
	var rows []struct {
		Status                  checklist.FindingStatus
		Zone, ZoneName, Owner   string
		S6                      string
		N, OverdueN, Occurrence int
	}
	err = s.read(ctx).Raw("SELECT f.status, f.zone, f.zone_name, f.owner, f.s6, count(*) AS n,"+
		" count(CASE WHEN "+overdueOn+" THEN 1 END) AS overdue_n, count(CASE WHEN f.occurrence > 0 THEN 1 END) AS occurrence"+
		" FROM findings f"+where+" GROUP BY f.status, f.zone, f.zone_name, f.owner, f.s6", append([]any{today}, args...)...).Scan(&rows).Error
	if err != nil {
		return out, coded(err, "read")
	}
	zones, owners, s6 := counted{}, counted{}, counted{}
	for _, r := range rows {
		out.Total += r.N
		out.Statuses[r.Status] += r.N
		out.Overdue += r.OverdueN
		out.Repeat += r.Occurrence
		zones.add(r.Zone, r.ZoneName, r.N)
		owners.add(r.Owner, "", r.N)
		s6.add(r.S6, "", r.N)
	}
	out.Zones, out.Owners, out.S6 = zones.facets(), owners.facets(), s6.facets()
	for i := range out.Zones {
		if err := fromJSON(zones[out.Zones[i].ID].name, &out.Zones[i].Name); err != nil {
			return out, err
		}
	}
	return out, nil
}

// counted counts values; of several names of one the last by bytes stays, so that a name beats none.
type counted map[string]*struct {
	n    int
	name string
}

func (c counted) add(id, name string, n int) {
	if id == "" {
		return
	}
	x := c[id]
	if x == nil {
		x = &struct {
			n    int
			name string
		}{name: name}
		c[id] = x
	}
	x.n += n
	x.name = max(x.name, name)
}

func (c counted) facets() []checklist.Facet {
	var out []checklist.Facet
	for id, x := range c {
		out = append(out, checklist.Facet{ID: id, N: x.n})
	}
	sort.Slice(out, func(i, k int) bool {
		return out[i].N > out[k].N || out[i].N == out[k].N && out[i].ID < out[k].ID
	})
	return out
}

// Occurrences lists the earlier findings of the same item in the same branch,
// newest first; cancelled ones were none.
func (s *Store) Occurrences(ctx context.Context, id string) ([]checklist.FindingRow, error) {
	var out []checklist.FindingRow
	err := s.read(ctx).Transaction(func(tx *gorm.DB) error {
		f, err := findFinding(tx, id)
		if err != nil || f.Item == "" {
			return err
		}
		_, seq, _ := splitNumber(f.Number)
		out, err = findingList(tx, " WHERE f.branch = ? AND f.checklist = ? AND f.item = ? AND f.status <> 'cancelled' AND f.id <> ?"+
			" AND (f.day < ? OR f.day = ? AND f.seq < ?) ORDER BY f.day DESC, f.seq DESC, f.id",
			f.Branch.Code, f.Checklist, f.Item, f.ID, f.Day, f.Day, seq)
		return err
	}, s.snapshot())
	return out, coded(err, "read")
}
