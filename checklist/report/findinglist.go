package report

import (
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"hallcheck/checklist"
)

// FindingList writes a list of findings as a workbook: one row a finding with its
// pictures before and after, ready to filter and to print. Errors: report.format,
// or the writer's.
func FindingList(w io.Writer, f Format, d FindingListDoc) ([]Warning, error) {
	if f != XLSX {
		return nil, checklist.Fail("report.format", "format", string(f))
	}
	t := wordsOf(d.Lang)
	if d.Made.IsZero() {
		if day, err := time.Parse(time.DateOnly, d.Today); err == nil {
			d.Made = day
		}
	}
	l := &listPaper{d: &d, tr: t, shots: gallery{open: d.Photo, broken: t.t("photo.broken")}, b: newBook(t.t("fl.title"), d.Org, d.Made)}
	l.draw()
	return l.shots.warnings, l.b.write(w)
}

type listPaper struct {
	d     *FindingListDoc
	tr    words
	shots gallery
	b     *book
	t     *tab
}

// The columns of the list that hold pictures, and the height of its rows.
const (
	colBefore = 1
	colAfter  = 2
	listRow   = 66.0 // points
	listText  = 10.0 // type size
)

// listCols are the columns, their widths in characters. Key is the text of the head.
var listCols = []struct {
	key   string
	width float64
	al    align
}{
	{"fl.number", 13.5, centre},
	{"fl.before", 14, centre},
	{"fl.after", 14, centre},
	{"fl.branch", 12, left},
	{"fl.zone", 8, centre},
	{"fl.s6", 5, centre},
	{"fl.text", 24, left},
	{"fl.severity", 6.5, centre},
	{"fl.owner", 8, centre},
	{"fl.department", 9, centre},
	{"fl.found", 11.5, centre},
	{"fl.due", 11.5, centre},
	{"fl.status", 7.5, centre},
	{"fl.overdue", 5.5, centre},
	{"fl.repeat", 6.5, centre},
	{"fl.returns", 5.5, centre},
	{"fl.cause", 12, left},
	{"fl.done", 16, left},
	{"fl.closed", 11.5, centre},
}

func (l *listPaper) draw() {
	var cols []col
	for _, c := range listCols {
		cols = append(cols, col{Title: l.tr.t(c.key), Width: c.width, Align: c.al})
	}
	t := l.b.newTab(l.tr.t("fl.sheet"), cols)
	l.t = t
	for i, c := range listCols {
		t.widths[i] = c.width
		letter := strings.TrimRight(cellAt(i+1, 1), "1")
		l.b.keep(l.b.f.SetColWidth(t.name, letter, letter, t.widths[i]))
	}
	end := len(cols) - 1
	t.merged(0, end, txt(l.tr.t("fl.title")), look{size: xlTitle, bold: true, ink: xlInk, plain: true})
	t.next(1, xlTitle, 28)
	overdue := 0
	for i := range l.d.Rows {
		if l.d.Rows[i].OverdueDays > 0 {
			overdue++
		}
	}
	line := strings.Trim(l.d.Org+" · "+l.d.Scope, " ·") + " · " +
		l.tr.t("fl.count", "n", strconv.Itoa(len(l.d.Rows)), "overdue", strconv.Itoa(overdue), "day", l.d.Today)
	t.merged(0, end, txt(line), look{size: xlBody, ink: xlMuted, plain: true})
	t.next(1, xlBody, 18)
	header := t.row
	t.header(&part{Cols: cols})
	for i := range l.d.Rows {
		l.row(&l.d.Rows[i])
	}
	last := max(t.row-1, header)
	l.b.keep(l.b.f.AutoFilter(t.name, cellAt(1, header)+":"+cellAt(len(cols), last), nil))
	t.setup(header, "&L&8"+strings.ReplaceAll(l.tr.t("fl.title"), "&", "&&")+"&R&8"+l.tr.t("page", "n", "&P", "m", "&N"))
}

func (l *listPaper) row(r *FindingRow) {
	cells := l.cells(r)
	lines := 1
	for k, c := range cells {
		lk := look{size: listText, ink: xlInk, align: listCols[k].al}
		switch c.Tone {
		case toneBad:
			lk.bold, lk.ink = true, xlBad
		case toneStrong:
			lk.bold = true
		case toneMuted:
			lk.ink = xlMuted
		case tonePlain:
		}
		l.t.put(k, c, lk)
		lines = max(lines, l.t.lineCount(c.Text, l.t.widths[k], lk))
	}
	height := min(409, max(listRow, float64(lines)*listText*1.45+5))
	l.b.keep(l.b.f.SetRowHeight(l.t.name, l.t.row, height))
	l.picture(colBefore, r.Before, r.Number, height)
	l.picture(colAfter, r.After, r.Number, height)
	l.t.row++
}

func (l *listPaper) cells(r *FindingRow) []cell {
	t := l.tr
	cells := []cell{
		txt(r.Number).tone(toneStrong),
		{},
		{},
		txt(r.Branch), txt(r.Zone), txt(t.core("s6", r.S6)), txt(r.Text),
		t.severity(r.Severity, 0), txt(r.Owner), txt(r.Department), dayCell(r.Found), dayCell(r.Due),
		txt(t.core("finding.status", string(r.Status))),
		{},
		{},
		{},
		txt(r.Cause), txt(r.Done), dayCell(r.Closed),
	}
	if r.OverdueDays > 0 {
		cells[13] = num(strconv.Itoa(r.OverdueDays)).tone(toneBad)
		cells[11].Tone = toneBad
	}
	if r.Repeat > 1 {
		cells[14] = num(strconv.Itoa(r.Repeat)).tone(toneBad)
		cells[14].Format = t.t("fl.repeatFormat")
	}
	if r.Returns > 0 {
		cells[15] = num(strconv.Itoa(r.Returns))
	}
	return cells
}

// dayCell is a day as a date a workbook can sort and filter by.
func dayCell(day string) cell {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return txt(day)
	}
	serial := int(at.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24)
	return cell{Text: day, Num: strconv.Itoa(serial), Format: "yyyy-mm-dd"}
}

// picture puts a picture whole inside its cell, which is height points tall.
func (l *listPaper) picture(k int, hash, name string, height float64) {
	if hash == "" {
		return
	}
	p := l.shots.read(hash, name)
	if !p.ok() {
		l.t.put(k, txt(p.alt).tone(toneMuted), look{size: listText, ink: xlMuted, align: centre})
		return
	}
	cw, ch := l.t.widths[k]*7+5, height*96/72 // pixels at 96 dpi
	w, h := p.within(cw-6, min(ch-6, listRow*96/72-6))
	ext := ".jpg"
	if p.image().Format == "png" {
		ext = ".png"
	}
	l.b.keep(l.b.f.AddPictureFromBytes(l.t.name, l.t.cell(k), &excelize.Picture{
		Extension: ext, File: p.data,
		Format: &excelize.GraphicOptions{
			ScaleX: w / float64(p.w), ScaleY: h / float64(p.h), OffsetX: int((cw - w) / 2), OffsetY: int((ch - h) / 2),
			AltText: name, LockAspectRatio: true, Positioning: "oneCell",
		},
	}))
}
