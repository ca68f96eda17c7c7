package store

import (
	"context"
	"strings"

	"hallcheck/checklist"
)

// fewRecords is up to how many records are fetched and sorted for a page; more are
// read in the order of the list until the page is full.
var fewRecords = 20_000

// fewNames is up to how many names are handed to the database one by one.
const fewNames = 2_000

// textSearch is how the text of a filter is looked for. All three conditions find the
// same records; "" = not possible or not worth it.
type textSearch struct {
	byRow   condition // asks every row that the other conditions find
	byKey   condition // starts from the few records whose names have a word
	byNames condition // asks names only, so that an index answers it
	people  bool      // byNames asks for inspectors
	none    bool      // no record has a word
}

// nameHits is how many keys of a kind have a word: in some of their texts, in all of
// them; and how many keys there are.
type nameHits struct{ some, sure, all int }

// searchRecords finds out how the words of a text are best looked for.
func (s *Store) searchRecords(ctx context.Context, text string) (t textSearch, err error) {
	sure, few := true, false
	for _, word := range words(text) {
		hits, err := s.nameHits(ctx, word)
		if err != nil {
			return t, err
		}
		matched, always := 0, false
		for _, h := range hits {
			matched += h.some
			always = always || h.all > 0 && h.sure == h.all
			sure = sure && h.some == h.sure
		}
		if matched == 0 {
			return textSearch{none: true}, nil
		}
		if always { // every record has it
			continue
		}
		t.byRow.add(s.contains("i.search"), word)
		s.hasName(&t.byNames, hits, word)
		t.people = t.people || hits[namePerson].some > 0
		if few || hits[nameList].some > 0 || matched > fewNames {
			continue
		}
		if few, err = s.startFrom(ctx, &t.byKey, hits, word); err != nil {
			return t, err
		}
	}
	if !few {
		t.byKey = condition{}
	} else {
		t.byKey.add(strings.Join(t.byRow.parts, " AND "), t.byRow.args...)
	}
	if !sure {
		t.byNames = condition{}
	}
	return t, nil
}

// nameHits counts the names that have a word, by kind.
func (s *Store) nameHits(ctx context.Context, word string) (map[string]nameHits, error) {
	rows, err := s.read(ctx).Raw("SELECT kind, sum(anywhere), sum(everywhere), count(*) FROM (SELECT kind, key, max(hit) AS anywhere, min(hit) AS everywhere FROM"+
		" (SELECT kind, key, CASE WHEN "+s.contains("text")+" THEN 1 ELSE 0 END AS hit FROM record_names) n GROUP BY kind, key) k GROUP BY kind", word).Rows()
	if err != nil {
		return nil, coded(err, "read")
	}
	defer func() { _ = rows.Close() }()
	out := map[string]nameHits{}
	for rows.Next() {
		var kind string
		var h nameHits
		if err := rows.Scan(&kind, &h.some, &h.sure, &h.all); err != nil {
			return nil, coded(err, "read")
		}
		out[kind] = h
	}
	return out, coded(rows.Err(), "read")
}

// nameColumns are the columns of inspections that keys stand in.
var nameColumns = []struct{ kind, column string }{{nameHall, "branch"}, {namePerson, "inspector"}, {nameList, "checklist"}}

// named are the keys of a kind whose names have a word.
func (s *Store) named(kind string) string {
	return "(SELECT key FROM record_names WHERE kind = '" + kind + "' AND " + s.contains("text") + ")"
}

// hasName asks that one of a record's names has the word.
func (s *Store) hasName(c *condition, hits map[string]nameHits, word string) {
	var parts []string
	var args []any
	for _, k := range nameColumns {
		if hits[k.kind].some > 0 {
			parts, args = append(parts, "i."+k.column+" IN "+s.named(k.kind)), append(args, word)
		}
	}
	c.add("("+strings.Join(parts, " OR ")+")", args...)
}

// startFrom makes byKey of the records whose branch or inspector has the word, if
// they are few. The keys are written out: what is few of a subquery, the engines do
// not know.
func (s *Store) startFrom(ctx context.Context, byKey *condition, hits map[string]nameHits, word string) (few bool, err error) {
	var parts, probes []string
	var args []any
	for _, k := range nameColumns {
		if hits[k.kind].some == 0 {
			continue
		}
		var keys []string
		err := s.read(ctx).Raw("SELECT DISTINCT key FROM record_names WHERE kind = ? AND "+s.contains("text"), k.kind, word).Scan(&keys).Error
		if err != nil {
			return false, coded(err, "read")
		}
		in := "IN (SELECT value FROM json_each(?))"
		arg := any(toJSON(keys))
		if s.db.name == "postgres" {
			in, arg = "= ANY(CAST(? AS TEXT[]))", arrayText(keys)
		}
		from := " FROM inspections WHERE " + k.column + " " + in
		parts, probes, args = append(parts, "SELECT id"+from), append(probes, "SELECT 1 AS one"+from), append(args, arg)
	}
	var n int
	err = s.read(ctx).Raw("SELECT count(*) FROM ("+strings.Join(probes, " UNION ALL ")+" LIMIT "+itoa(fewRecords+1)+") f", args...).Scan(&n).Error
	if err != nil || n > fewRecords {
		return false, coded(err, "read")
	}
	byKey.add("i.id IN ("+strings.Join(parts, " UNION ")+")", args...)
	return true, nil
}

// namesOnly says whether an index holds all a filter asks for besides its text: next
// to inspectors nothing, else the days and the state too.
func namesOnly(f checklist.Filter, people bool) bool {
	rest := checklist.Filter{Text: f.Text, Sort: f.Sort, Limit: f.Limit, Offset: f.Offset}
	if !people {
		rest.From, rest.To, rest.Status = f.From, f.To, f.Status
	}
	return f == rest
}
