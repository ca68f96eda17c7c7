package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"hallcheck/checklist"
)

// checkedAtOnce is how many findings Check looks at in one reading.
const checkedAtOnce = 500

// checkFindings folds every finding from its moves again and compares what is
// stored of it: the row with all its columns, and the photos.
func (s *Store) checkFindings(ctx context.Context, rep *Report, deep bool) error {
	var ids []string
	err := s.read(ctx).Raw("SELECT id FROM findings UNION SELECT finding FROM finding_events WHERE verb = 'open' ORDER BY 1").Scan(&ids).Error
	if err != nil {
		return err
	}
	for some := range slices.Chunk(ids, checkedAtOnce) {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := s.read(ctx).Transaction(func(tx *gorm.DB) error { return s.checkSome(tx, rep, some) }, s.snapshot())
		if err != nil {
			return err
		}
		rep.step(len(some))
	}
	if !deep || s.db.name != "sqlite" {
		return nil
	}
	var n int
	err = s.read(ctx).Raw("SELECT count(*) FROM (SELECT n FROM findings EXCEPT SELECT id FROM finding_text_docsize)").Scan(&n).Error
	if err == nil && n > 0 {
		rep.add("finding", "", fmt.Sprintf("%d not indexed", n))
	}
	return err
}

func (s *Store) checkSome(tx *gorm.DB, rep *Report, ids []string) error {
	events, err := checkedEvents(tx, ids)
	if err != nil {
		return err
	}
	rows, err := rowTexts(tx, "SELECT "+findingColumns+" FROM findings WHERE id IN (?) ORDER BY id", ids)
	if err != nil {
		return err
	}
	photos, err := rowTexts(tx, "SELECT subject, side, id, pos, hash, masked, taken, added FROM subject_photos WHERE subject IN (?) ORDER BY subject, side, id", ids)
	if err != nil {
		return err
	}
	stored := map[string][]string{}
	for _, r := range append(rows, photos...) {
		stored[r[0]] = append(stored[r[0]], strings.Join(known(r), "\x00"))
	}
	for _, id := range ids {
		rep.Findings++
		if why := s.differs(events[id], stored[id]); why != "" {
			rep.add("finding", id, why)
		}
	}
	return nil
}

// known leaves out what a row knows beside the moves: whether it was sent, and the
// initials in its search text.
func known(row []string) []string {
	if len(row) < 34 {
		return row
	}
	return row[:len(row)-2]
}

// differs folds the moves and says what stored has different, "" = nothing.
func (s *Store) differs(events []checklist.FindingEvent, stored []string) string {
	f := checklist.Fold(events)
	if f == nil {
		return "no opening"
	}
	if len(stored) == 0 {
		return "no row"
	}
	base := f.Number
	f.Number = strings.SplitN(stored[0], "\x00", 3)[1]
	if f.Number != base && !strings.HasPrefix(f.Number, base+"-") {
		return "number"
	}
	drawn := newFindingRows()
	drawn.finding(f, "", false)
	var want []string
	for r := range slices.Chunk(texted(drawn.photos.args), drawn.photos.width) {
		want = append(want, strings.Join(r, "\x00"))
	}
	slices.Sort(want)
	slices.Sort(stored[1:])
	if !slices.Equal(want, stored[1:]) {
		return "photos"
	}
	if strings.Join(known(texted(drawn.rows.args)), "\x00") != stored[0] {
		return string(f.Status)
	}
	return ""
}

func texted(list []any) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = fmt.Sprint(v)
	}
	return out
}

// checkedEvents reads the moves of some findings; one that cannot be read is left
// out, which shows.
func checkedEvents(tx *gorm.DB, ids []string) (map[string][]checklist.FindingEvent, error) {
	var bodies []struct{ Finding, Body, Sender string }
	err := tx.Raw("SELECT finding, body, sender FROM finding_events WHERE finding IN (?) ORDER BY finding, clock, device, id", ids).Scan(&bodies).Error
	all := map[string][]sentEvent{}
	for _, b := range bodies {
		e := sentEvent{sender: b.Sender}
		if fromJSON(b.Body, &e.FindingEvent) == nil {
			all[b.Finding] = append(all[b.Finding], e)
		}
	}
	out := map[string][]checklist.FindingEvent{}
	for id, list := range all {
		out[id] = ofOwnBranch(list, openedFor(list))
	}
	return out, err
}

// rowTexts reads rows as text.
func rowTexts(tx *gorm.DB, q string, args ...any) ([][]string, error) {
	rows, err := tx.Raw(q, args...).Rows()
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	names, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	var out [][]string
	for rows.Next() {
		row, into := make([]string, len(names)), make([]any, len(names))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		out = append(out, row)
	}
	return out, rows.Err()
}
