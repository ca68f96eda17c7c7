// Package report is for the papers that leave the program: the inspection sheet
// and its blank form as PDF and XLSX, and the ranking as XLSX, laid out as
// DOMAIN 8.3 describes them. The same document always gives the same bytes.
package report

import (
	"fmt"
	"io"
	"sort"
	"time"

	"hallcheck/checklist"
)

// Format is a kind of file.
type Format string

// The formats of a sheet.
const (
	PDF  Format = "pdf"
	XLSX Format = "xlsx"
)

// SheetDoc is everything one inspection sheet is made of.
type SheetDoc struct {
	Inspection *checklist.Inspection
	Result     *checklist.Result // nil = evaluated here
	Org        string            // 检查单位, the organisation that inspects
	Lang       checklist.Lang    // "" = zh
	Zone       *time.Location    // of printed times; nil = China (UTC+8)
	// Photo opens a JPEG or PNG copy of a photo by checklist.PhotoRef.Drawn, its
	// hash or its hash with marks: the working copy for
	// the PDF, a thumbnail or working copy for the XLSX. It is embedded as it is.
	// nil, or an error, prints an empty frame and warns.
	Photo func(hash string) (io.ReadCloser, error)
}

// Warning is something a reader should know about a file that was written all
// the same. Code is a text key, "report.warn."+Code.
type Warning struct {
	Code string // glyph, photo
	Args map[string]string
}

// Unseen counts the photos a paper could not show.
func Unseen(list []Warning) (n int) {
	for i := range list {
		if list[i].Code == "photo" {
			n++
		}
	}
	return n
}

// Sheet writes the inspection in the format and says what could not be shown.
// Errors: report.format, or the writer's.
func Sheet(w io.Writer, f Format, d SheetDoc) ([]Warning, error) {
	return newPaper(d).write(w, f)
}

func (p *paper) write(w io.Writer, f Format) ([]Warning, error) {
	switch f {
	case PDF:
		return p.pdf(w)
	case XLSX:
		return p.xlsx(w)
	default:
		return nil, checklist.Fail("report.format", "format", string(f))
	}
}

// SheetPDF writes the inspection as PDF, A4 landscape.
func SheetPDF(w io.Writer, d SheetDoc) error {
	_, err := Sheet(w, PDF, d)
	return err
}

// SheetXLSX writes the inspection as a workbook.
func SheetXLSX(w io.Writer, d SheetDoc) error {
	_, err := Sheet(w, XLSX, d)
	return err
}

// BlankPDF writes the empty form of a checklist for filling in by hand.
func BlankPDF(w io.Writer, c *checklist.Checklist, org string, lang checklist.Lang) error {
	_, err := newBlank(c, org, lang).pdf(w)
	return err
}

// BlankXLSX writes the empty form of a checklist as a workbook.
func BlankXLSX(w io.Writer, c *checklist.Checklist, org string, lang checklist.Lang) error {
	_, err := newBlank(c, org, lang).xlsx(w)
	return err
}

// chinaTime has had no summer time since 1991.
var chinaTime = time.FixedZone("CST", 8*60*60)

func glyphWarnings(missing map[rune]bool) []Warning {
	var out []Warning
	for r := range missing {
		out = append(out, Warning{Code: "glyph", Args: map[string]string{"char": string(r), "code": fmt.Sprintf("U+%04X", r)}})
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Args["code"] < out[j].Args["code"] })
	return out
}
