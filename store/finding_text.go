package store

import (
	"encoding/hex"
	"slices"
	"strings"
	"unicode/utf8"

	"gorm.io/gorm"
)

// SQLite keeps every two neighbouring characters of a finding's search text as
// one word of a full-text index: a text of two characters and up is then a phrase
// of such words, found without reading 100,000 rows. Its own trigram tokenizer
// would want three characters. PostgreSQL has the pairs in an index of its own
// (text_pairs), and reads the rows they point to for longer words.

// grams writes text as its pairs of neighbouring characters; lines are kept apart
// by a word of their own.
func grams(text string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		_, size := utf8.DecodeRuneInString(line)
		for rest := line[size:]; rest != ""; {
			_, next := utf8.DecodeRuneInString(rest)
			b.WriteString(hex.EncodeToString([]byte(line[:size+next])))
			b.WriteByte(' ')
			line, rest, size = line[size:], rest[next:], next
		}
		b.WriteString("z ") // no hexadecimal digit
	}
	return b.String()
}

// phrase is the MATCH expression of a word of two characters and up.
func phrase(word string) string {
	return `"` + strings.TrimSuffix(grams(word), " z ") + `"`
}

// fewMatches is up to how many findings a text is followed to their rows; more
// are picked out of the other conditions' index instead.
const fewMatches = 2000

// manyMatches is from how many on so many findings have the text that a page of
// them is soonest found by reading rows in order.
const manyMatches = 5000

// rowByRow asks for every word of text in each row.
func (s *Store) rowByRow(text string) *condition {
	var c condition
	for _, word := range words(text) {
		c.add(s.contains("f.search"), word)
	}
	return &c
}

// contains asks for a parameter in a column; % means %.
func (s *Store) contains(column string) string {
	if s.db.name == "postgres" {
		return "strpos(" + column + ", ?) > 0"
	}
	return "instr(" + column + ", ?) > 0"
}

// words are what a text is looked for by; search texts are in lower case too.
func words(text string) []string { return strings.Fields(strings.ToLower(text)) }

// narrowText asks that every word of text is somewhere in a finding's search
// text. matches is how many findings have the words, -1 when nobody counted.
func (s *Store) narrowText(tx *gorm.DB, c *condition, text string) (matches int, err error) {
	if s.db.name == "postgres" {
		s.narrowPairs(c, text)
		return -1, nil
	}
	var match []string
	for _, word := range words(text) {
		if utf8.RuneCountInString(word) < 2 {
			c.add(s.contains("f.search"), word)
			continue
		}
		match = append(match, phrase(word))
	}
	if len(match) == 0 {
		return -1, nil
	}
	all := strings.Join(match, " AND ")
	if err := tx.Raw("SELECT count(*) FROM finding_text WHERE finding_text MATCH ?", all).Scan(&matches).Error; err != nil {
		return 0, err
	}
	column := "f.n"
	if matches > fewMatches {
		column = "+f.n" // keeps SQLite from going through the rows one by one
	}
	c.add(column+" IN (SELECT rowid FROM finding_text WHERE finding_text MATCH ?)", all)
	return matches, nil
}

// narrowPairs is narrowText on PostgreSQL.
func (s *Store) narrowPairs(c *condition, text string) {
	parts, args := s.pairs("f.search", text)
	c.parts, c.args = append(c.parts, parts...), append(c.args, args...)
}

// pairs are the conditions that every word of text is in a column that has an index
// of text_pairs. A word of two characters is a pair; rows with all pairs of a longer
// one are read.
func (s *Store) pairs(column, text string) (parts []string, args []any) {
	var pairs []string
	for _, word := range words(text) {
		chars := []rune(word)
		for i := range len(chars) - 1 {
			pairs = append(pairs, string(chars[i:i+2]))
		}
		if len(chars) != 2 {
			parts, args = append(parts, s.contains(column)), append(args, word)
		}
	}
	if len(pairs) > 0 {
		parts, args = append(parts, "text_pairs("+column+") @> CAST(? AS TEXT[])"), append(args, arrayText(pairs))
	}
	return parts, args
}

// arrayText writes an array as PostgreSQL reads it.
func arrayText(list []string) string {
	quoted := make([]string, len(list))
	for i, x := range list {
		quoted[i] = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(x) + `"`
	}
	return "{" + strings.Join(quoted, ",") + "}"
}

// texts are the search texts of findings before they are written again.
type texts map[string]string

func oldTexts(tx *gorm.DB, ids []string) (texts, error) {
	if tx.Name() != "sqlite" {
		return nil, nil
	}
	out := make(texts, len(ids))
	for some := range slices.Chunk(ids, maxRows) {
		var rows []struct{ ID, Search string }
		if err := tx.Raw("SELECT id, search FROM findings WHERE id IN (?)", some).Scan(&rows).Error; err != nil {
			return nil, err
		}
		for _, r := range rows {
			out[r.ID] = r.Search
		}
	}
	return out, nil
}

// keep brings the index in line with a finding's row; most moves leave its text
// as it was.
func (t texts) keep(tx *gorm.DB, id, search string) error {
	if was, ok := t[id]; ok && was == search {
		return nil
	}
	return keepText(tx, id, search)
}

// keepText indexes a text anew.
func keepText(tx *gorm.DB, id, search string) error {
	if tx.Name() != "sqlite" {
		return nil
	}
	return tx.Exec("INSERT OR REPLACE INTO finding_text (rowid, grams) SELECT n, ? FROM findings WHERE id = ?", grams(search), id).Error
}
