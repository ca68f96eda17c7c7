// Package table reads tables people and machines hand over – CSV in the encodings met
// in the field, XLSX – into rows of text that know where they stood, so that every
// mistake of a file can be named with its place.
package table

import (
	"path/filepath"
	"strconv"
	"strings"
	"unicode"

	"hallcheck/checklist"
)

// The limits of a table.
const (
	MostBytes   = 64 << 20 // of the file
	MostRows    = 500_000
	MostColumns = 200
	mostCell    = 32_767    // characters; what a spreadsheet holds
	mostUnzip   = 512 << 20 // of a workbook unpacked; what is over keepInMemory lies in a file meanwhile
	keepInMem   = 16 << 20
	mostLines   = 1 << 20    // of a sheet, empty ones included
	mostCells   = 20_000_000 // of a sheet, empty ones included
	headWithin  = 20         // rows searched for the headings
)

// Table is one sheet of a file: its headings and the rows under them.
type Table struct {
	Name  string // the file, without its folder
	Sheet string // "" for CSV
	Head  []string
	Rows  []Row // without empty ones
	line  int   // of the headings
}

// Row is one row: the line it stood in, 1-based, and its cells, trimmed. A row may
// have fewer cells than there are headings, or more.
type Row struct {
	Line  int
	Cells []string
}

// Cell is a cell by its column, "" where the row is shorter.
func (r Row) Cell(col int) string {
	if col < 0 || col >= len(r.Cells) {
		return ""
	}
	return r.Cells[col]
}

// Place says where a cell stands as the person sees it: "Sheet1!C12" in a workbook,
// "12" in a CSV file. A column under 0 means the whole row.
func (t *Table) Place(row Row, col int) string {
	line := strconv.Itoa(row.Line)
	switch {
	case t.Sheet == "":
		return line
	case col < 0:
		return t.Sheet + "!" + line
	}
	return t.Sheet + "!" + Letters(col) + line
}

// Letters names a column as a spreadsheet does: 0 is A, 26 is AA.
func Letters(col int) string {
	s := ""
	for n := col + 1; n > 0; n = (n - 1) / 26 {
		s = string(rune('A'+(n-1)%26)) + s
	}
	return s
}

// Problem is one mistake of the file at a cell of a row; code without "problem.".
func (t *Table) Problem(row Row, col int, code string, pairs ...string) checklist.Problem {
	p := checklist.Problem{File: t.Name, Line: row.Line, Code: code}
	if t.Sheet != "" || col < 0 {
		p.Key = t.Place(row, col)
	}
	if col >= 0 && col < len(t.Head) && t.Sheet == "" {
		p.Key = t.Head[col]
	}
	if len(pairs) > 0 {
		p.Args = checklist.Fail(code, pairs...).Args
	}
	return p
}

// Columns finds columns by any of several headings, in whatever language they are;
// spaces, case, brackets and punctuation do not matter. A key that ends in "?" may be
// missing; the map has it without the mark. Problems: table.missing with the headings
// looked for, table.twice where two columns answer to one key.
func (t *Table) Columns(want map[string][]string) (map[string]int, checklist.Problems) {
	at := map[string]int{}
	var bad checklist.Problems
	for _, key := range sortedKeys(want) {
		name := strings.TrimSuffix(key, "?")
		found := t.find(want[key])
		switch {
		case len(found) > 1:
			bad = append(bad, checklist.Problem{File: t.Name, Line: t.line, Code: "table.twice", Args: map[string]string{
				"first": Letters(found[0]), "second": Letters(found[1]), "heading": t.Head[found[1]],
			}})
		case len(found) == 1:
			at[name] = found[0]
		case name == key:
			bad = append(bad, checklist.Problem{File: t.Name, Line: t.line, Code: "table.missing", Args: map[string]string{
				"headings": strings.Join(want[key], " / "), "found": strings.Join(t.Head, ", "),
			}})
		}
	}
	return at, bad
}

// find lists the columns with one of the headings; an earlier heading of the list is
// the better one, and only columns of the best stand in the answer.
func (t *Table) find(headings []string) []int {
	for _, h := range headings {
		var found []int
		for i, have := range t.Head {
			if plain(have) == plain(h) && plain(h) != "" {
				found = append(found, i)
			}
		}
		if found != nil {
			return found
		}
	}
	return nil
}

// Same says whether two headings are one but for spaces, case and punctuation.
func Same(a, b string) bool { return plain(a) == plain(b) }

// plain is a heading without what people write differently.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// Fingerprint is the same for two tables of one machine: their headings, in order.
func (t *Table) Fingerprint() string {
	parts := make([]string, len(t.Head))
	for i, h := range t.Head {
		parts[i] = plain(h)
	}
	return strings.Join(parts, "|")
}

// build finds the headings among the lines and makes the table.
func build(name, sheet string, lines []Row) (*Table, error) {
	t := &Table{Name: filepath.Base(name), Sheet: sheet}
	kept := lines[:0]
	for _, l := range lines {
		if l.tidy() {
			kept = append(kept, l)
		}
	}
	if len(kept) == 0 {
		return nil, checklist.Fail("table.empty", "file", t.Name)
	}
	top := kept[:min(headWithin, len(kept))]
	widest := 0
	for _, l := range top {
		widest = max(widest, l.filled())
	}
	for i, l := range top {
		if l.filled()*2 > widest { // a title over the table has one cell or two
			t.Head, t.line, t.Rows = l.Cells, l.Line, kept[i+1:]
			break
		}
	}
	return t, nil
}

// tidy trims the cells and drops empty ones at the end; false for an empty row.
func (r *Row) tidy() bool {
	last := 0
	for i, c := range r.Cells {
		if r.Cells[i] = clean(c); r.Cells[i] != "" {
			last = i + 1
		}
	}
	r.Cells = r.Cells[:last]
	return last > 0
}

func (r *Row) filled() int {
	n := 0
	for _, c := range r.Cells {
		if c != "" {
			n++
		}
	}
	return n
}

// clean trims a cell and takes out what no text should hold. Nearly every cell is
// clean already, and then nothing is copied.
func clean(s string) string {
	s = strings.TrimSpace(s)
	for i := range len(s) {
		if s[i] < ' ' || s[i] == 0x7f || s[i] >= 0x80 {
			return cleanSlow(s)
		}
	}
	return s
}

func cleanSlow(s string) string {
	s = strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.IsControl(r) || r == '\ufeff' {
			return -1
		}
		if r == '\u3000' || r == '\u00a0' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	return strings.TrimSpace(s)
}
