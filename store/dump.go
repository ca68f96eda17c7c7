package store

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"gorm.io/gorm"
)

// dumped are the business tables with their key first. When something was
// written, and in which order, is bookkeeping and left out: the same work done
// in another order must come to the same dump.
var dumped = []struct{ table, key, columns string }{
	{"profile", "id", "face, org, org_id, device, branch, person"},
	{"settings", "key", "value"},
	{"branches", "code", "name, grade, traffic, active, owner, initials"},
	{"people", "id", "name, role, position, branch"},
	{"checklists", "id, version", "sha256, title_zh, title_en, kind"},
	{
		"inspections", "id", "checklist, version, branch, day, month, status, incomplete, score, grade, vetoes, red, critical, answered, total," +
			" review, appeal, returns, accepted, counts, ruled, ruled_score, ruled_grade, ruled_vetoes, ruled_red, ruled_critical," +
			" photos, started, finished, rev, sent_rev, device, mode, inspector, branch_name, branch_grade, branch_traffic, branch_active," +
			" search, cursor, phase, pressure, left_out, person, reopened",
	},
	{"sheets", "branch, inspection, id", "pos, person, position, weights"},
	{"answers", "branch, inspection, sheet, item", "value, note, recording, remedy, at"},
	{"photo_refs", "branch, inspection, id", "sheet, item, pos, hash, name, kind, source, taken, added, width, height, size, type, masked, marks, privacy"},
	{"inspection_zones", "branch, inspection, zone", "score, lost, ruled_score, ruled_lost, items"},
	{"results", "branch, inspection", "seal, result"},
	{"period_cells", "checklist, month, branch", "n, score_sum, vetoes, problems, critical, min_version, max_version, excluded, withheld, provisional, appealed, zones"},
	{"arrivals", "month, branch", "records"},
	{"exports", "device, seq", "sha256, prev"},
	{"export_items", "device, seq, inspection", "rev"},
	{"imports", "sha256", "device, seq, branch, outcome, code, name"},
	{"devices", "id", "branch, verifier, recipient, state, from_seq, name"},
	{"finding_events", "id", "finding, clock, device, at, verb, body"},
	{
		"findings", "id", "number, year, seq, branch, branch_name, branch_grade, inspection, checklist, item, zone, zone_name, s6, words, item_text," +
			" severity, status, settled, owner, department, rectifier, day, due, submit_day, closed_day, occurrence, returns, extensions, before_hash, after_hash," +
			" updated, unheard, merged_into, search",
	},
	{"subject_photos", "subject, side, id", "pos, hash, masked, taken, added"},
	{"review_events", "id", "inspection, branch, clock, device, at, verb, body"},
	{"review_photos", "branch, event, id", "inspection, pos, hash, masked"},
	{"bright_spots", "id", "branch, day, at, rev, device, gone, body"},
	{"decks", "id", "day, body"},
	{"bulletins", "id", "number, edition, day_from, day_to, subject, before, state, actor, issued_by, plan, body"},
	{"bulletin_plans", "subject", "body"},
	{"published", "branch, id", "period, body"},
	{"hall_entries", "branch, id", "day, at, kind, ref, device, body"},
	{"hall_reports", "branch, day, device", "rev, body"},
	{"hall_photos", "branch, entry, id", "pos, hash, masked, taken, added"},
	{"tickets", "branch, id", "day, number, business, win, taken, called, finished, abandoned, source"},
	{"ticket_slots", "branch, device, day, slot", "tickets, abandoned, called, wait_sum, wait_max, served, serve_sum, waits"},
	{"duties", "branch, day, person, start", "ends, post"},
	{"hall_questions", "id", "topic, text, answer, gone"},
}

// Dump writes the business tables as canonical JSON, one row a line, sorted by
// key: equal contents give equal bytes on either engine.
func (s *Store) Dump(ctx context.Context) ([]byte, error) {
	var out bytes.Buffer
	err := s.read(ctx).Transaction(func(tx *gorm.DB) error {
		for _, d := range dumped {
			if err := dumpTable(tx, &out, d.table, d.key, d.columns); err != nil {
				return fmt.Errorf("dump %s: %w", d.table, err)
			}
		}
		return nil
	}, s.snapshot())
	return out.Bytes(), coded(err, "read")
}

func dumpTable(tx *gorm.DB, out *bytes.Buffer, table, key, columns string) error {
	rows, err := tx.Raw("SELECT " + key + ", " + columns + " FROM " + table + " ORDER BY " + key).Rows()
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	names, err := rows.Columns()
	if err != nil {
		return err
	}
	for rows.Next() {
		values, into := make([]any, len(names)), make([]any, len(names))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		row := make(map[string]any, len(names)+1)
		for i, n := range names {
			if b, ok := values[i].([]byte); ok {
				values[i] = string(b)
			}
			row[n] = values[i]
		}
		line, err := json.Marshal(map[string]any{table: row})
		if err != nil {
			return err
		}
		out.Write(append(line, '\n'))
	}
	return rows.Err()
}
