package table

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"hallcheck/checklist"
)

// Read reads a CSV file – UTF-8 with or without mark, GB18030, UTF-16; separated by
// comma, semicolon, tab or bar – or the first sheet of an XLSX workbook that has
// anything in it. What the file is, is told by its content, not by its name. The
// headings are the first row that is about as wide as the others: a title above does
// not matter. Cells of a workbook come as they are stored, dates as numbers of days:
// read them with Day, Clock and Moment. Codes: table.large, table.old (an .xls),
// table.kind, table.encoding, table.empty, table.rows, table.columns, table.cell,
// table.broken.
func Read(name string, data []byte) (*Table, error) {
	base := filepath.Base(name)
	switch {
	case len(data) > MostBytes:
		return nil, checklist.Fail("table.large", "file", base, "most", strconv.Itoa(MostBytes>>20))
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return readBook(name, data)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return nil, checklist.Fail("table.old", "file", base)
	}
	text, err := decode(base, data)
	if err != nil {
		return nil, err
	}
	if start := bytes.TrimSpace(text[:min(len(text), 512)]); bytes.HasPrefix(start, []byte("<")) || bytes.HasPrefix(start, []byte("%PDF")) {
		return nil, checklist.Fail("table.kind", "file", base)
	}
	return readCSV(name, text)
}

// decode turns the bytes of a text file into UTF-8.
func decode(base string, data []byte) ([]byte, error) {
	var from encoding.Encoding
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte("\xff\xfe")), len(data) > 3 && data[0] != 0 && data[1] == 0 && data[3] == 0:
		from = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case bytes.HasPrefix(data, []byte("\xfe\xff")), len(data) > 3 && data[0] == 0 && data[1] != 0 && data[2] == 0:
		from = unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	}
	if from == nil {
		if utf8.Valid(data) {
			return data, nil
		}
		from = simplifiedchinese.GB18030
	}
	out, err := from.NewDecoder().Bytes(data)
	if err != nil || bytes.ContainsRune(out, utf8.RuneError) {
		return nil, checklist.Fail("table.encoding", "file", base).Because(err)
	}
	return out, nil
}

func readCSV(name string, text []byte) (*Table, error) {
	base := filepath.Base(name)
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = separator(text), -1, true
	var lines []Row
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return build(name, "", lines)
		}
		if err != nil {
			return nil, checklist.Fail("table.broken", "file", base).Because(err)
		}
		line, _ := r.FieldPos(0)
		if err := fits(base, len(lines), strconv.Itoa(line), cells); err != nil {
			return nil, err
		}
		lines = append(lines, Row{Line: line, Cells: cells})
	}
}

// separator is whichever of the usual characters stands most often in the first
// lines, quoted ones not counted.
func separator(text []byte) rune {
	best, most := ',', 0
	for _, sep := range []byte{',', ';', '\t', '|'} {
		total := 0
		quoted, lines := false, 0
		for _, b := range text {
			switch {
			case b == '"':
				quoted = !quoted
			case b == '\n' && !quoted:
				lines++
			case b == sep && !quoted:
				total++
			}
			if lines == headWithin {
				break
			}
		}
		if total > most {
			best, most = rune(sep), total
		}
	}
	return best
}

func readBook(name string, data []byte) (*Table, error) {
	base := filepath.Base(name)
	broken := func(err error) error { return checklist.Fail("table.broken", "file", base).Because(err) }
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: mostUnzip, UnzipXMLSizeLimit: keepInMem, RawCellValue: true})
	if err != nil {
		return nil, broken(err)
	}
	defer func() { _ = f.Close() }()
	for _, sheet := range f.GetSheetList() {
		lines, err := sheetLines(f, base, sheet)
		if checklist.CodeOf(err) != "" {
			return nil, err
		}
		if err != nil {
			return nil, broken(err)
		}
		if len(lines) > 0 {
			return build(name, sheet, lines)
		}
	}
	return nil, checklist.Fail("table.empty", "file", base)
}

func sheetLines(f *excelize.File, base, sheet string) ([]Row, error) {
	rows, err := f.Rows(sheet)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var lines []Row
	total := 0
	for n := 1; rows.Next(); n++ {
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, err
		}
		if total += len(cells); n > mostLines || total > mostCells { // a few bytes can claim any number of empty ones
			return nil, checklist.Fail("table.rows", "file", base, "most", strconv.Itoa(MostRows))
		}
		row := Row{Line: n, Cells: cells}
		if !row.tidy() {
			continue
		}
		if err := fits(base, len(lines), sheet+"!"+strconv.Itoa(n), row.Cells); err != nil {
			return nil, err
		}
		lines = append(lines, row)
	}
	return lines, rows.Error()
}

// fits holds a row against the limits; before is how many there are already.
func fits(base string, before int, place string, cells []string) error {
	switch {
	case before >= MostRows+headWithin:
		return checklist.Fail("table.rows", "file", base, "most", strconv.Itoa(MostRows))
	case len(cells) > MostColumns:
		return checklist.Fail("table.columns", "file", base, "place", place, "most", strconv.Itoa(MostColumns))
	}
	for _, c := range cells {
		if len(c) > mostCell && utf8.RuneCountInString(c) > mostCell {
			return checklist.Fail("table.cell", "file", base, "place", place, "most", strconv.Itoa(mostCell))
		}
	}
	return nil
}

func sortedKeys(m map[string][]string) []string { return slices.Sorted(maps.Keys(m)) }
