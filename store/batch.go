package store

import (
	"database/sql"
	"slices"
	"strings"

	"gorm.io/gorm"

	"hallcheck/checklist"
)

// maxRows keeps one INSERT under the engines' limits of parameters.
const maxRows = 100

// rowList collects rows of one table and inserts many with one statement.
type rowList struct {
	table, columns, upsert string
	width                  int
	args                   []any
}

func rowsOf(table, columns string, width int) *rowList {
	return &rowList{table: table, columns: columns, width: width}
}

func (l *rowList) add(values ...any) { l.args = append(l.args, values...) }

func (l *rowList) insert(tx *gorm.DB) error {
	if tx.Name() == "postgres" {
		if done, err := l.copyRows(tx); done || err != nil {
			return err
		}
		return l.insertArrays(tx)
	}
	for chunk := range slices.Chunk(l.args, maxRows*l.width) {
		q, args := l.factored(chunk)
		if err := tx.Exec("INSERT INTO "+l.table+" ("+l.columns+") "+q+l.upsert, args...).Error; err != nil {
			return err
		}
	}
	return nil
}

// values writes VALUES (?,…),… of so many columns and rows.
func values(width, rows int) string {
	one := "(" + strings.TrimSuffix(strings.Repeat("?,", width), ",") + "),"
	return "VALUES " + strings.TrimSuffix(strings.Repeat(one, rows), ",")
}

// factored writes a column that has the same value in all rows once: SQLite reads
// every statement anew and binds every value, which costs more than storing them.
func (l *rowList) factored(rows []any) (query string, args []any) {
	var differ []int
	columns := make([]string, l.width)
	for c := range l.width {
		columns[c] = "?"
		for i := c + l.width; i < len(rows); i += l.width {
			if rows[i] != rows[c] {
				differ = append(differ, c)
				columns[c] = "column" + itoa(len(differ))
				break
			}
		}
		if columns[c] == "?" {
			args = append(args, rows[c])
		}
	}
	if len(differ) == 0 || len(differ) == l.width {
		return values(l.width, len(rows)/l.width), rows
	}
	for row := range slices.Chunk(rows, l.width) {
		for _, c := range differ {
			args = append(args, row[c])
		}
	}
	// WHERE keeps the conflict clause from being read as a join.
	return "SELECT " + strings.Join(columns, ",") + " FROM (" + values(len(differ), len(rows)/l.width) + ") WHERE true", args
}

// recordKey is what every row of a record begins with: the branch comes first, so
// that an engine of many nodes finds the one that has them.
type recordKey struct{ branch, id string }

func keyOf(in *checklist.Inspection) recordKey { return recordKey{in.Branch.Code, in.ID} }

// batch collects the sheets, answers and photos of one inspection. Its zero
// value is ready.
type batch struct{ sheets, answers, photos *rowList }

func (b *batch) sheet(r recordKey, pos int, s *checklist.Sheet) {
	if b.sheets == nil {
		b.sheets = rowsOf("sheets", "branch, inspection, id, pos, person, position, weights", 7)
		b.sheets.upsert = " ON CONFLICT (branch, inspection, id) DO UPDATE SET pos = excluded.pos, person = excluded.person," +
			" position = excluded.position, weights = excluded.weights"
	}
	weights := ""
	if s.Weights != nil {
		weights = toJSON(s.Weights)
	}
	b.sheets.add(r.branch, r.id, s.ID, pos, s.Person, string(s.Position), weights)
}

func (b *batch) answer(r recordKey, sheet, item string, a *checklist.Answer) {
	if b.answers == nil {
		b.answers = rowsOf("answers", "branch, inspection, sheet, item, value, note, recording, remedy, at", 9)
		b.answers.upsert = " ON CONFLICT (branch, inspection, sheet, item) DO UPDATE SET value = excluded.value, note = excluded.note," +
			" recording = excluded.recording, remedy = excluded.remedy, at = excluded.at"
	}
	remedy := ""
	if a.Remedy != (checklist.Remedy{}) {
		remedy = toJSON(a.Remedy)
	}
	b.answers.add(r.branch, r.id, sheet, item, toJSON(a.Value), a.Note, a.Recording, remedy, a.At)
	for _, p := range a.Photos {
		b.photo(r, sheet, item, p)
	}
}

func (b *batch) photo(r recordKey, sheet, item string, p checklist.PhotoRef) {
	if b.photos == nil {
		b.photos = rowsOf("photo_refs", "branch, inspection, id, sheet, item, pos, hash, name, kind, source, taken, added, width, height, size, type,"+
			" masked, marks, privacy", 19)
		b.photos.upsert = " ON CONFLICT (branch, inspection, id) DO UPDATE SET sheet = excluded.sheet, item = excluded.item, pos = excluded.pos," +
			" masked = excluded.masked, marks = excluded.marks, privacy = excluded.privacy"
	}
	marks := ""
	if len(p.Marks) > 0 {
		marks = toJSON(p.Marks)
	}
	b.photos.add(r.branch, r.id, p.ID, sheet, item, p.Position, p.Hash, p.Name, string(p.Kind), p.Source, p.TakenAt, p.AddedAt, p.Width, p.Height,
		p.Size, p.Type, p.Masked, marks, string(p.Privacy))
}

// join adds the rows of another batch; they are not there yet, so nothing asks for
// them.
func (b *batch) join(other *batch) {
	for _, l := range []struct{ to, from **rowList }{{&b.sheets, &other.sheets}, {&b.answers, &other.answers}, {&b.photos, &other.photos}} {
		switch {
		case *l.from == nil:
		case *l.to == nil:
			one := **l.from
			one.args, one.upsert = slices.Clip(one.args), "" // the other's own stay as they are
			*l.to = &one
		default:
			(*l.to).args = append((*l.to).args, (*l.from).args...)
		}
	}
}

// flush writes parents before children.
func (b *batch) flush(tx *gorm.DB) error {
	for _, l := range []*rowList{b.sheets, b.answers, b.photos} {
		if l == nil {
			continue
		}
		if err := l.insert(tx); err != nil {
			return err
		}
	}
	return nil
}

// saveSheets writes added sheets and removes taken-back ones with their answers.
func (s *Store) saveSheets(tx *gorm.DB, was, is *checklist.Inspection) error {
	same := slices.EqualFunc(was.Sheets, is.Sheets, func(a, b *checklist.Sheet) bool { return a.ID == b.ID })
	if same {
		return nil
	}
	for _, sh := range was.Sheets {
		if is.Sheet(sh.ID) == nil {
			if err := tx.Exec("DELETE FROM sheets WHERE branch = ? AND inspection = ? AND id = ?", is.Branch.Code, is.ID, sh.ID).Error; err != nil {
				return err
			}
		}
	}
	var b batch
	for i, sh := range is.Sheets {
		b.sheet(keyOf(is), i, sh)
	}
	return b.flush(tx)
}

// saveAnswers writes the answers verbs touched, and photos that came or went.
func (s *Store) saveAnswers(tx *gorm.DB, was, is *checklist.Inspection) error {
	done := map[checklist.Touched]bool{}
	var b batch
	for _, t := range is.Touched() {
		a := is.Answer(t.Sheet, t.Item)
		if a == nil || done[t] {
			continue
		}
		done[t] = true
		if old := was.Answer(t.Sheet, t.Item); old != nil {
			for _, p := range old.Photos {
				kept := slices.ContainsFunc(a.Photos, func(x checklist.PhotoRef) bool { return x.ID == p.ID })
				if kept {
					continue
				}
				if err := tx.Exec("DELETE FROM photo_refs WHERE branch = ? AND inspection = ? AND id = ?", is.Branch.Code, is.ID, p.ID).Error; err != nil {
					return err
				}
			}
			if err := s.auditPrivacy(tx, is.ID, old.Photos, a.Photos); err != nil {
				return err
			}
		}
		b.answer(keyOf(is), t.Sheet, t.Item, a)
	}
	return b.flush(tx)
}

// snapshot asks for one consistent reading; on SQLite every transaction is one.
func (s *Store) snapshot() *sql.TxOptions {
	if s.db.name == "postgres" {
		return &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	}
	return &sql.TxOptions{}
}
