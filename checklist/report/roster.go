package report

import (
	"bytes"
	"encoding/csv"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"hallcheck/assets"
	"hallcheck/checklist"
)

// The limits of a list of branches or people (RELIABILITY H2).
const (
	mostRosterBytes = 20 << 20
	mostRosterRows  = 20_000
	mostRosterCols  = 200
)

// ReadBranches reads a list of branches from CSV (UTF-8 or GB 18030) or the first
// sheet of XLSX. Its first row names the columns in either language, in any order:
// code and name must be there, grade, traffic, active and owner may. What a row leaves empty
// stays as it is in have; a new branch is active. Everything wrong comes at once as
// checklist.Problems with line, or sheet and cell.
func ReadBranches(name string, data []byte, have []checklist.Branch) ([]checklist.Branch, error) {
	r, err := newRoster(name, data, []string{"code", "name"}, []string{"grade", "traffic", "active", "owner"})
	if err != nil {
		return nil, err
	}
	known := map[string]checklist.Branch{}
	for _, b := range have {
		known[b.Code] = b
	}
	var out []checklist.Branch
	seen := map[string]int{}
	for r.next() {
		b, ok := known[r.cell("code")]
		if !ok {
			b = checklist.Branch{Code: r.need("code"), Active: true}
		}
		if first, twice := seen[b.Code]; twice && b.Code != "" {
			r.problem("code", "roster.twice", "value", b.Code, "line", strconv.Itoa(first))
		}
		seen[b.Code] = r.line
		b.Name = r.need("name")
		b.Grade = checklist.HallGrade(r.word("grade", string(b.Grade), "grade.", "flagship", "second", "third", "partner"))
		b.Traffic = checklist.Traffic(r.word("traffic", string(b.Traffic), "traffic.", "high", "medium", "low"))
		b.Active = r.word("active", map[bool]string{true: "yes", false: "no"}[b.Active], "roster.", "yes", "no") == "yes"
		if b.Owner = r.word("owner", b.Owner, "owner.", "own", checklist.OwnerCompetitor); b.Owner == "own" {
			b.Owner = ""
		}
		out = append(out, b)
	}
	return out, r.err()
}

// ReadPeople reads a list of people as ReadBranches does: name, role and branch must
// be there, position may. branches are the codes a person may belong to; an empty one
// is headquarters.
func ReadPeople(name string, data []byte, branches []checklist.Branch) ([]checklist.Person, error) {
	r, err := newRoster(name, data, []string{"name", "role", "branch"}, []string{"position"})
	if err != nil {
		return nil, err
	}
	known := map[string]bool{"": true}
	for _, b := range branches {
		known[b.Code] = true
	}
	var out []checklist.Person
	seen := map[[2]string]int{}
	for r.next() {
		p := checklist.Person{Name: r.need("name"), Branch: r.cell("branch")}
		if !known[p.Branch] {
			r.problem("branch", "roster.branch", "value", p.Branch)
		}
		key := [2]string{p.Branch, p.Name}
		if first, twice := seen[key]; twice {
			r.problem("name", "roster.twice", "value", p.Name, "line", strconv.Itoa(first))
		}
		seen[key] = r.line
		if r.need("role") != "" {
			p.Role = checklist.Role(r.word("role", "", "role.", "lobby_manager", "branch_head", "hq_supervisor", "inspector", "admin"))
		}
		if p.Branch != "" && (p.Role == checklist.HQSupervisor || p.Role == checklist.Admin) {
			r.problem("role", "roster.hqRole", "value", r.cell("role"))
		}
		p.Position = checklist.Position(r.word("position", "", "position.", "lobby", "teller", "wealth", "manager"))
		out = append(out, p)
	}
	return out, r.err()
}

// roster walks the rows of a list and collects what is wrong with them.
type roster struct {
	file, sheet string
	rows        [][]string
	at          map[string]int // column by name
	line        int            // of the row at hand, from 1
	bad         checklist.Problems
}

func newRoster(name string, data []byte, must, may []string) (*roster, error) {
	r := &roster{file: filepath.Base(name), at: map[string]int{}}
	if err := r.read(name, data); err != nil {
		return nil, checklist.Fail("roster.file", "file", r.file).Because(err)
	}
	if len(r.rows) > mostRosterRows || len(r.rows) > 0 && len(r.rows[0]) > mostRosterCols {
		return nil, checklist.Fail("roster.large", "rows", strconv.Itoa(mostRosterRows), "columns", strconv.Itoa(mostRosterCols))
	}
	if len(r.rows) > 0 {
		for i, head := range r.rows[0] {
			for _, c := range append(must, may...) {
				if _, taken := r.at[c]; !taken && named(head, c) {
					r.at[c] = i
				}
			}
		}
	}
	var gone []string
	for _, c := range must {
		if _, ok := r.at[c]; !ok {
			first, _, _ := strings.Cut(assets.T("zh", "roster.col."+c), "|")
			gone = append(gone, first+"/"+c)
		}
	}
	if len(gone) > 0 {
		return nil, checklist.Problems{{File: r.file, Line: 1, Code: "roster.columns", Args: map[string]string{"columns": strings.Join(gone, ", ")}}}
	}
	r.line = 1
	return r, nil
}

// named says whether a heading names a column: by its id, or one of its names in
// either language.
func named(head, column string) bool {
	head = strings.ToLower(strings.TrimSpace(head))
	if head == column {
		return true
	}
	for _, lang := range []string{"zh", "en"} {
		for _, n := range strings.Split(assets.T(lang, "roster.col."+column), "|") {
			if head == strings.ToLower(n) {
				return true
			}
		}
	}
	return false
}

func (r *roster) read(name string, data []byte) (err error) {
	if len(data) > mostRosterBytes {
		return checklist.Fail("roster.large", "rows", strconv.Itoa(mostRosterRows), "columns", strconv.Itoa(mostRosterCols))
	}
	if strings.EqualFold(filepath.Ext(name), ".xlsx") {
		f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: 64 << 20, UnzipXMLSizeLimit: 16 << 20})
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }()
		r.sheet = f.GetSheetName(0)
		r.rows, err = f.GetRows(r.sheet, excelize.Options{RawCellValue: true})
		return err
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(data) { // Excel in Chinese Windows writes CSV so
		if data, err = simplifiedchinese.GB18030.NewDecoder().Bytes(data); err != nil {
			return err
		}
	}
	in := csv.NewReader(bytes.NewReader(data))
	in.FieldsPerRecord = -1
	r.rows, err = in.ReadAll()
	return err
}

// next goes to the next row that has anything in it.
func (r *roster) next() bool {
	for r.line < len(r.rows) {
		r.line++
		if strings.TrimSpace(strings.Join(r.rows[r.line-1], "")) != "" {
			return true
		}
	}
	return false
}

func (r *roster) cell(column string) string {
	i, ok := r.at[column]
	row := r.rows[r.line-1]
	if !ok || i >= len(row) {
		return ""
	}
	return strings.TrimSpace(row[i])
}

func (r *roster) need(column string) string {
	v := r.cell(column)
	if v == "" {
		r.problem(column, "roster.empty")
	}
	return v
}

// word reads a cell that has one of some words, by their ids or as they are shown in
// either language; an empty one is was.
func (r *roster) word(column, was, prefix string, ids ...string) string {
	v := r.cell(column)
	if v == "" {
		return was
	}
	var shown []string
	for _, id := range ids {
		zh, en := assets.T("zh", prefix+id), assets.T("en", prefix+id)
		if strings.EqualFold(v, id) || v == zh || strings.EqualFold(v, en) || v == strings.TrimPrefix(strings.TrimSuffix(zh, "厅"), "客流") {
			return id
		}
		shown = append(shown, zh+"/"+id)
	}
	r.problem(column, "roster.word", "value", v, "words", strings.Join(shown, "、"))
	return was
}

func (r *roster) problem(column, code string, pairs ...string) {
	p := checklist.Problem{File: r.file, Line: r.line, Key: column, Code: code, Args: checklist.Fail(code, pairs...).Args}
	if r.sheet != "" {
		if cell, err := excelize.CoordinatesToCellName(r.at[column]+1, r.line); err == nil {
			p.Key, p.Line = r.sheet+"!"+cell, 0
		}
	}
	r.bad = append(r.bad, p)
}

func (r *roster) err() error {
	if len(r.bad) > 0 {
		return r.bad
	}
	return nil
}
