package store

import (
	"context"
	"slices"
	"strings"

	"gorm.io/gorm"

	"hallcheck/checklist"
)

// defaultLimit is how many summaries a filter without a limit returns.
const defaultLimit = 200

const summaryColumns = "i.id, i.checklist, i.version, c.title_zh, c.title_en, c.kind, i.branch, i.branch_name, i.branch_grade," +
	" i.branch_traffic, i.branch_active, i.mode, i.inspector, i.day, i.started, i.finished, i.updated, i.status, i.incomplete," +
	" i.score, i.grade, i.vetoes, i.red, i.critical, i.answered, i.total, i.photos, CASE WHEN i.sent_rev = i.rev THEN i.sent_at ELSE 0 END," +
	" i.review, i.appeal, i.returns, i.accepted, i.ruled, i.ruled_score, i.ruled_grade, i.ruled_vetoes"

// Summaries lists inspections; total is how many match without the limit.
func (s *Store) Summaries(ctx context.Context, f checklist.Filter) (list []checklist.Summary, total int, err error) {
	if f.Limit <= 0 {
		f.Limit = defaultLimit
	}
	f.Offset = max(f.Offset, 0)
	text, err := s.searchRecords(ctx, f.Text)
	if err != nil || text.none {
		return nil, 0, err
	}
	page, count := text.byRow, text.byRow
	switch {
	case len(text.byKey.parts) > 0:
		page, count = text.byKey, text.byKey
	case len(text.byNames.parts) > 0 && namesOnly(f, text.people):
		count = text.byNames
	}
	where, args := s.narrow(f, page)
	if list, err = s.summaries(ctx, f, where, args); err != nil {
		return nil, 0, err
	}
	if n := len(list); n < f.Limit && (n > 0 || f.Offset == 0) { // the end of the list: counting is done
		return list, f.Offset + n, nil
	}
	where, args = s.narrow(f, count)
	if f.Text != "" { // a page is read in its order; for counting the months have an index, the days have none
		where, args = byMonth(where, args, f)
	}
	err = s.read(ctx).Raw("SELECT count(*) FROM inspections i"+where, args...).Scan(&total).Error
	return list, total, coded(err, "read")
}

// byMonth adds the months of a filter's days to a condition.
func byMonth(where string, args []any, f checklist.Filter) (string, []any) {
	for _, x := range []struct{ is, day string }{{" AND i.month >= ?", f.From}, {" AND i.month <= ?", f.To}} {
		if x.day != "" { // where is not empty: the day stands in it
			where, args = where+x.is, append(args, monthOf(x.day))
		}
	}
	return where, args
}

// summaries reads one page of the list.
func (s *Store) summaries(ctx context.Context, f checklist.Filter, where string, args []any) (list []checklist.Summary, err error) {
	rows, err := s.read(ctx).Raw("SELECT "+summaryColumns+" FROM (SELECT i.* FROM inspections i"+where+" ORDER BY "+order(f.Sort)+
		" LIMIT ? OFFSET ?) i JOIN checklists c ON c.id = i.checklist AND c.version = i.version ORDER BY "+order(f.Sort),
		append(args[:len(args):len(args)], f.Limit, f.Offset)...).Rows()
	if err != nil {
		return nil, coded(err, "read")
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var x checklist.Summary
		var active, accepted, ruled int
		var score, ruledScore *int
		err := rows.Scan(&x.ID, &x.Checklist, &x.Version, &x.Title.ZH, &x.Title.EN, &x.Kind, &x.Branch.Code, &x.Branch.Name, &x.Branch.Grade,
			&x.Branch.Traffic, &active, &x.Mode, &x.Inspector, &x.Day, &x.StartedAt, &x.FinishedAt, &x.UpdatedAt, &x.Status, &x.Incomplete,
			&score, &x.Grade, &x.Vetoes, &x.Red, &x.Critical, &x.Answered, &x.Total, &x.Photos, &x.SentAt,
			&x.Review, &x.Appeal, &x.Returns, &accepted, &ruled, &ruledScore, &x.RuledBy, &x.RuledHit)
		if err != nil {
			return nil, coded(err, "read")
		}
		x.Branch.Active, x.Accepted, x.Ruled = active != 0, accepted != 0, ruled != 0
		x.Score, x.RuledAs = tenths(score), tenths(ruledScore)
		list = append(list, x)
	}
	return list, coded(rows.Err(), "read")
}

func tenths(n *int) *checklist.Tenths {
	if n == nil {
		return nil
	}
	t := checklist.Tenths(*n)
	return &t
}

// reviewed is the condition of a review filter, "" for none.
func reviewed(f checklist.ReviewFilter) string {
	switch f {
	case checklist.ReviewAny:
		return ""
	case checklist.ReviewToDo:
		return "(i.status = 'finished' AND i.review IN ('', 'in_review') OR i.appeal = 'open')"
	case checklist.ReviewNew:
		return "i.status = 'finished' AND i.review = ''"
	case checklist.ReviewAgain:
		return "i.status = 'finished' AND i.review IN ('', 'in_review') AND i.returns > 0"
	case checklist.ReviewAppeals:
		return "i.appeal = 'open'"
	case checklist.ReviewFilter(checklist.ReviewTaken), checklist.ReviewFilter(checklist.ReviewPassed),
		checklist.ReviewFilter(checklist.ReviewReturned), checklist.ReviewFilter(checklist.ReviewVoid):
		return "i.review = '" + string(f) + "'"
	default:
		return "i.review <> i.review" // nothing stands there
	}
}

// narrow turns a filter into a condition; text is that of its text.
func (s *Store) narrow(f checklist.Filter, text condition) (where string, args []any) {
	parts := slices.Clone(text.parts)
	args = slices.Clone(text.args)
	add := func(cond string, v ...any) { parts, args = append(parts, cond), append(args, v...) }
	for _, eq := range []struct{ column, value string }{
		{"checklist", f.Checklist},
		{"branch", f.Branch},
		{"grade", f.Grade},
		{"inspector", f.Inspector},
	} {
		if eq.value != "" {
			add("i."+eq.column+" = ?", eq.value)
		}
	}
	switch f.Status {
	case "":
	case checklist.Draft:
		add("i.status = 'draft'") // in the text: a parameter would hide the partial index
	default:
		add("i.status = ?", f.Status)
	}
	if f.From != "" {
		add("i.day >= ?", f.From)
	}
	if f.To != "" {
		add("i.day <= ?", f.To)
	}
	if f.VetoOnly {
		add("i.vetoes > 0")
	}
	if cond := reviewed(f.Review); cond != "" {
		add(cond)
		if f.From != "" { // the months have an index, the days have none
			add("i.month >= ?", monthOf(f.From))
		}
		if f.To != "" {
			add("i.month <= ?", monthOf(f.To))
		}
	}
	if f.Unsent {
		add("i.status = 'finished' AND i.sent_rev < i.rev AND i.device = ?", s.device())
	}
	if len(parts) > 0 {
		where = " WHERE " + strings.Join(parts, " AND ")
	}
	if f.Newest > 0 {
		where = " WHERE i.id IN (SELECT id FROM (SELECT i.id, row_number() OVER (PARTITION BY i.checklist, i.score IS NULL" +
			" ORDER BY i.finished DESC, i.started DESC, i.id) AS place FROM inspections i" + where + ") AS ranked WHERE place <= ?)"
		args = append(args, f.Newest)
	}
	return where, args
}

// order is explicit to the last tie, so that both engines agree; names of
// branches sort by code, never by a collation.
func order(by checklist.Sort) string {
	const newest = "i.started DESC, i.id"
	switch by {
	case checklist.SortOldest:
		return "i.started, i.id"
	case checklist.SortHighest:
		return "i.score IS NULL, i.score DESC, " + newest
	case checklist.SortLowest:
		return "i.score IS NULL, i.score, " + newest
	case checklist.SortCheck:
		return "CASE WHEN i.appeal = 'open' THEN 0 WHEN i.returns > 0 THEN 1 ELSE 2 END, " + newest
	case checklist.SortBranch:
		return "i.branch, " + newest
	default:
		return newest
	}
}

// Reasons returns up to n notes given before on an item, most used first, then
// the latest.
func (s *Store) Reasons(ctx context.Context, item string, n int) ([]string, error) {
	var out []string
	err := s.read(ctx).Raw("SELECT note FROM answers WHERE item = ? AND note <> '' GROUP BY note"+
		" ORDER BY count(*) DESC, max(at) DESC, note LIMIT ?", item, n).Scan(&out).Error
	return out, coded(err, "read")
}

// Repeats says which items also failed in this branch's previous finished
// inspection with the checklist, and on which day (yyyy-mm-dd) that was.
func (s *Store) Repeats(ctx context.Context, in *checklist.Inspection) (map[string]string, error) {
	out := map[string]string{}
	err := s.read(ctx).Transaction(func(tx *gorm.DB) error {
		before, err := s.previous(tx, in)
		if err != nil || before == nil {
			return err
		}
		for item := range failed(before) {
			out[item] = before.Day
		}
		return nil
	}, s.snapshot())
	if err != nil {
		return nil, coded(err, "read")
	}
	return out, nil
}

// Unsent lists the inspections made here that are finished and not exported
// since, oldest first.
func (s *Store) Unsent(ctx context.Context) ([]string, error) {
	var out []string
	err := s.read(ctx).Raw("SELECT id FROM inspections WHERE device = ? AND status = 'finished' AND sent_rev < rev ORDER BY started, id", s.device()).Scan(&out).Error
	return out, coded(err, "read")
}

// MadeHere says whether the inspection was recorded by this installation: only
// those can be changed here. Code store.unknownInspection.
func (s *Store) MadeHere(ctx context.Context, id string) (bool, error) {
	var device []string
	if err := s.read(ctx).Raw("SELECT device FROM inspections WHERE id = ?", id).Scan(&device).Error; err != nil {
		return false, coded(err, "read")
	}
	if len(device) == 0 {
		return false, checklist.Fail("store.unknownInspection", "id", id)
	}
	return device[0] == s.device(), nil
}
