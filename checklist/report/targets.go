package report

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
)

// The limits of a file of targets.
const (
	mostTargetBytes = 32 << 20
	mostTargets     = 200_000
)

// The columns a file of targets must have, in the order its reader wants them.
var targetCols = []string{"code", "indicator", "period", "target"}

// ReadTargets reads targets from a CSV (UTF-8) or XLSX file whose first row names
// the columns, in either language; other columns are for people. Every mistake of
// the file is in the Problems, with its row. Codes target.file for what is no
// such file, target.columns, target.many.
func ReadTargets(name string, r io.Reader) ([]ranking.Target, error) {
	data, err := io.ReadAll(io.LimitReader(r, mostTargetBytes+1))
	if err != nil {
		return nil, checklist.Fail("target.file", "file", filepath.Base(name)).Because(err)
	}
	rows, err := tableRows(name, data)
	if err != nil || len(data) > mostTargetBytes {
		return nil, checklist.Fail("target.file", "file", filepath.Base(name)).Because(err)
	}
	if len(rows) == 0 {
		return nil, checklist.Fail("target.columns", "file", filepath.Base(name))
	}
	at := targetColumns(rows[0])
	for _, c := range targetCols {
		if _, ok := at[c]; !ok {
			return nil, checklist.Fail("target.columns", "file", filepath.Base(name))
		}
	}
	if len(rows) > mostTargets {
		return nil, checklist.Fail("target.many", "n", strconv.Itoa(mostTargets))
	}
	var out []ranking.Target
	var bad checklist.Problems
	for i, row := range rows[1:] {
		t, err := targetOf(row, at)
		switch {
		case err != nil:
			bad = append(bad, checklist.Problem{File: filepath.Base(name), Line: i + 2, Code: err.Code, Args: err.Args})
		case t.Branch != "":
			out = append(out, t)
		}
	}
	if len(bad) > 0 {
		return nil, bad
	}
	return out, nil
}

// tableRows reads the cells of a CSV file or of the first sheet of a workbook.
func tableRows(name string, data []byte) ([][]string, error) {
	if strings.EqualFold(filepath.Ext(name), ".xlsx") {
		f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: 8 * mostTargetBytes, UnzipXMLSizeLimit: 4 * mostTargetBytes})
		if err != nil {
			return nil, err
		}
		defer func() { _ = f.Close() }()
		sheets := f.GetSheetList()
		if len(sheets) == 0 {
			return nil, errors.New("a workbook without a sheet")
		}
		return f.GetRows(sheets[0], excelize.Options{RawCellValue: true})
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	r.FieldsPerRecord = -1
	return r.ReadAll()
}

// targetColumns finds the columns by their names in either language.
func targetColumns(head []string) map[string]int {
	at := map[string]int{}
	for i, h := range head {
		for _, c := range targetCols {
			for _, lang := range []string{"zh", "en"} {
				if strings.EqualFold(strings.TrimSpace(h), assets.T(lang, "target.file."+c)) || strings.EqualFold(strings.TrimSpace(h), c) {
					at[c] = i
				}
			}
		}
	}
	return at
}

// targetOf reads one row; an empty one gives a target without a branch.
func targetOf(row []string, at map[string]int) (ranking.Target, *checklist.Error) {
	cell := func(c string) string {
		if i := at[c]; i < len(row) {
			return strings.TrimSpace(row[i])
		}
		return ""
	}
	if strings.TrimSpace(strings.Join(row, "")) == "" {
		return ranking.Target{}, nil
	}
	t := ranking.Target{Branch: cell("code"), Indicator: ranking.Indicator(cell("indicator")), Period: cell("period")}
	value, err := checklist.ParseMilli(strings.TrimSuffix(cell("target"), "%"))
	if err != nil {
		return t, checklist.Fail("ranking.target", "branch", t.Branch, "indicator", string(t.Indicator), "value", cell("target"))
	}
	t.Value = value
	var coded *checklist.Error
	if err := t.Check(); errors.As(err, &coded) {
		return t, coded
	}
	return t, nil
}

// WriteTargets writes targets with what was reached as CSV or XLSX, by the ending
// of name; ReadTargets reads it again. names are those of the halls by code.
func WriteTargets(w io.Writer, name string, rows []ranking.Attained, names map[string]string, lang checklist.Lang) error {
	t := wordsOf(lang)
	word := func(key string) string { return assets.T(string(t.lang), "target."+key) }
	head := []string{
		word("file.code"), word("file.name"), word("file.indicator"), word("file.period"), word("file.target"),
		word("col.baseline"), word("col.actual"), word("file.attained"), word("file.light"),
	}
	table := [][]string{head}
	for _, r := range rows {
		line := []string{r.Target.Branch, names[r.Target.Branch], string(r.Target.Indicator), r.Target.Period, r.Target.Value.String(), "", "", "", ""}
		if r.Target.Baseline != nil {
			line[5] = r.Target.Baseline.String()
		}
		if r.Actual != nil {
			line[6], line[7], line[8] = r.Actual.FloatString(1), checklist.Tenths(r.Share).String(), word("light."+string(r.Light))
		}
		table = append(table, line)
	}
	if !strings.EqualFold(filepath.Ext(name), ".xlsx") {
		if _, err := io.WriteString(w, "\xef\xbb\xbf"); err != nil { // Excel takes it for UTF-8 by this
			return err
		}
		c := csv.NewWriter(w)
		return c.WriteAll(table)
	}
	return targetBook(w, table, word("file.title"))
}

// targetBook writes the rows as a workbook of one sheet, figures as figures.
func targetBook(w io.Writer, table [][]string, title string) error {
	cols := []col{{Width: 26}, {Width: 52}, {Width: 58}, {Width: 26}, {Width: 22}, {Width: 22}, {Width: 22}, {Width: 24}, {Width: 25}}
	for i := range cols {
		cols[i].Title = table[0][i]
		if i >= 4 {
			cols[i].Align = centre
		}
	}
	b := newBook(title, "", time.Unix(0, 0))
	t := b.newTab(title, cols)
	p := &part{Cols: cols}
	t.header(p)
	for _, line := range table[1:] {
		r := row{}
		for i, text := range line {
			c := txt(text)
			if i >= 4 && i <= 7 && text != "" {
				c = num(text)
			}
			r.Cells = append(r.Cells, c)
		}
		p.Rows = append(p.Rows, r)
	}
	t.rows(p)
	t.setup(1, "&R&8&P / &N")
	return b.write(w)
}
