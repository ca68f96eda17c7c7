package report

import (
	"io"
	"sort"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// book writes a workbook cell by cell and remembers the first error.
type book struct {
	f      *excelize.File
	styles map[look]int
	err    error
}

// look is what a cell looks like; every cell of the workbook has one.
type look struct {
	size   float64
	bold   bool
	ink    string
	fill   string
	align  align
	plain  bool // no border
	format string
}

// The workbook's type sizes, in points, and its colours.
const (
	xlBody  = 9.0
	xlHead  = 10.0
	xlTitle = 16.0
	xlFont  = "Microsoft YaHei" // on every Chinese Windows; others fall back
	xlInk   = "1B2430"
	xlMuted = "5F6B7A"
	xlBad   = "B42318"
	xlTint  = "F3F6F9"
	xlBand  = "E3EAF2"
	xlRule  = "B4BDC9"
)

func newBook(title, author string, created time.Time) *book {
	b := &book{f: excelize.NewFile(), styles: map[look]int{}}
	at := created.UTC().Format(time.RFC3339)
	b.keep(b.f.SetDocProps(&excelize.DocProperties{
		Title: clean(title), Creator: clean(author), LastModifiedBy: clean(author), Created: at, Modified: at,
	}))
	return b
}

// keep holds on to the first error.
func (b *book) keep(err error) {
	if b.err == nil {
		b.err = err
	}
}

func (b *book) write(w io.Writer) error {
	if types := b.f.ContentTypes; types != nil { // its order comes out of a map
		sort.Slice(types.Defaults, func(i, j int) bool { return types.Defaults[i].Extension < types.Defaults[j].Extension })
	}
	if b.err == nil {
		_, err := b.f.WriteTo(w)
		b.keep(err)
	}
	b.keep(b.f.Close())
	return b.err
}

func (b *book) style(l look) int {
	if id, ok := b.styles[l]; ok {
		return id
	}
	s := &excelize.Style{
		Font:      &excelize.Font{Family: xlFont, Size: l.size, Bold: l.bold, Color: l.ink},
		Alignment: &excelize.Alignment{Vertical: "center", WrapText: true, Horizontal: [...]string{"left", "center", "right"}[l.align]},
	}
	if l.fill != "" {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{l.fill}}
	}
	if !l.plain {
		for _, side := range []string{"left", "right", "top", "bottom"} {
			s.Border = append(s.Border, excelize.Border{Type: side, Color: xlRule, Style: 1})
		}
	}
	if l.format != "" {
		s.CustomNumFmt = &l.format
	}
	id, err := b.f.NewStyle(s)
	b.keep(err)
	b.styles[l] = id
	return id
}

// tab is one sheet of the book being filled from the top.
type tab struct {
	b      *book
	name   string
	widths []float64 // in characters
	row    int       // the next row, from 1
}

// newTab adds a sheet; the first one takes the place of the file's own.
func (b *book) newTab(name string, cols []col) *tab {
	t := &tab{b: b, name: name, row: 1}
	if list := b.f.GetSheetList(); len(list) == 1 && list[0] == "Sheet1" {
		b.keep(b.f.SetSheetName("Sheet1", name))
	} else {
		_, err := b.f.NewSheet(name)
		b.keep(err)
	}
	total := 0.0
	for _, c := range cols {
		total += c.Width
	}
	for i, c := range cols {
		w := c.Width / total * 277 * 0.6
		t.widths = append(t.widths, w)
		letter, err := excelize.ColumnNumberToName(i + 1)
		b.keep(err)
		b.keep(b.f.SetColWidth(name, letter, letter, w))
	}
	return t
}

func (t *tab) cell(colNo int) string {
	name, err := excelize.CoordinatesToCellName(colNo+1, t.row)
	t.b.keep(err)
	return name
}

// put writes a cell: a number as a number, everything else as a string whatever
// it begins with, so that no text from outside becomes a formula.
func (t *tab) put(colNo int, c cell, l look) {
	at := t.cell(colNo)
	if c.Num != "" {
		if c.Format != "" {
			l.format = c.Format
		} else if _, places, ok := strings.Cut(c.Num, "."); ok && l.format == "" {
			l.format = "0." + strings.Repeat("0", len(places))
		}
		t.b.keep(t.b.f.SetCellDefault(t.name, at, c.Num))
	} else if c.Text != "" {
		t.b.keep(t.b.f.SetCellStr(t.name, at, cut(clean(c.Text))))
	}
	t.b.keep(t.b.f.SetCellStyle(t.name, at, at, t.b.style(l)))
}

// cut keeps a text within what a cell may hold.
func cut(s string) string {
	if rs := []rune(s); len(rs) > excelize.TotalCellChars/2 {
		return string(rs[:excelize.TotalCellChars/2])
	}
	return s
}

// merged writes one cell over the columns from … to and returns its lines.
func (t *tab) merged(from, to int, c cell, l look) int {
	w := 0.0
	for i := from; i <= to; i++ {
		w += t.widths[i]
		t.put(i, cell{}, l)
	}
	t.put(from, c, l)
	if to > from {
		t.b.keep(t.b.f.MergeCell(t.name, t.cell(from), t.cell(to)))
	}
	return t.lineCount(c.Text, w, l)
}

// lineCount estimates how many lines a text takes in a column w characters wide.
func (t *tab) lineCount(text string, w float64, l look) int {
	px := 7*w - 2
	return len(breakLines(clean(text), px, func(r rune) float64 {
		if r >= 0x2E80 || r == '“' || r == '”' {
			return l.size * 1.37
		}
		return l.size * 0.78
	}))
}

// next sets the height of the row for its number of lines and goes on.
func (t *tab) next(lines int, size, least float64) {
	h := max(least, float64(lines)*size*1.45+5)
	t.b.keep(t.b.f.SetRowHeight(t.name, t.row, min(h, 409)))
	t.row++
}

// setup makes the sheet ready to print and to scroll; header is the row that
// stays on top and is printed on every page, 0 = none.
func (t *tab) setup(header int, footer string) {
	f, landscape, a4, one, none, yes := t.b.f, "landscape", 9, 1, 0, true
	t.b.keep(f.SetSheetProps(t.name, &excelize.SheetPropsOptions{FitToPage: &yes}))
	t.b.keep(f.SetPageLayout(t.name, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4, FitToWidth: &one, FitToHeight: &none}))
	side, top, foot := 0.4, 0.45, 0.25
	t.b.keep(f.SetPageMargins(t.name, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &top, Bottom: &top, Footer: &foot}))
	t.b.keep(f.SetHeaderFooter(t.name, &excelize.HeaderFooterOptions{OddFooter: footer}))
	if header == 0 {
		return
	}
	t.b.keep(f.SetPanes(t.name, &excelize.Panes{
		Freeze: true, YSplit: header, TopLeftCell: cellAt(1, header+1), ActivePane: "bottomLeft",
		Selection: []excelize.Selection{{SQRef: cellAt(1, header+1), ActiveCell: cellAt(1, header+1), Pane: "bottomLeft"}},
	}))
	row := strings.TrimPrefix(cellAt(1, header), "A")
	t.b.keep(f.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", RefersTo: "'" + t.name + "'!$" + row + ":$" + row, Scope: t.name,
	}))
}

func cellAt(colNo, row int) string {
	name, err := excelize.CoordinatesToCellName(colNo, row)
	if err != nil {
		return "A1"
	}
	return name
}

// footer is the print footer: the document at the left, pages at the right.
func (p *paper) footer() string {
	return "&L&8" + strings.ReplaceAll(p.DocID, "&", "&&") + "&R&8" + p.tr.t("page", "n", "&P", "m", "&N")
}
