package report

import (
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// xlsx writes the paper as a workbook: the form, then a sheet for each further
// table, then the photos.
func (p *paper) xlsx(w io.Writer) ([]Warning, error) {
	b := newBook(p.Title+" "+p.DocID, p.Org, p.Created)
	p.mainTab(b)
	for i := range p.Parts {
		if p.Parts[i].Sheet != "" {
			p.partTab(b, &p.Parts[i])
		}
	}
	warnings := p.photoTab(b)
	if p.sheets != nil {
		p.sheets(b)
	}
	return warnings, b.write(w)
}

// mainTab is the form itself; its parts share their columns.
func (p *paper) mainTab(b *book) {
	var parts []*part
	for i := range p.Parts {
		if p.Parts[i].Sheet == "" {
			parts = append(parts, &p.Parts[i])
		}
	}
	if len(parts) == 0 {
		parts = []*part{{Cols: p.tr.markCols()}}
	}
	name := p.tr.t("sheet.main")
	if p.Blank {
		name = p.tr.t("sheet.blank")
	}
	if p.First != "" {
		name = p.First
	}
	t := b.newTab(name, parts[0].Cols)
	end := len(t.widths) - 1
	t.merged(0, end, txt(p.Title), look{size: xlTitle, bold: true, ink: xlInk, align: centre, plain: true})
	t.next(1, xlTitle, 30)
	p.headRows(t)
	header := t.row
	t.header(parts[0])
	for i, x := range parts {
		if x.Title != "" && len(parts) > 1 {
			if i > 0 {
				b.keep(b.f.InsertPageBreak(name, t.cell(0)))
			}
			n := t.merged(0, end, txt(x.Title), look{size: xlHead, bold: true, ink: xlInk, fill: xlTint})
			t.next(n, xlHead, 22)
		}
		t.rows(x)
	}
	for i, x := range parts {
		if x.Note != "" && (i == 0 || x.Note != parts[i-1].Note) {
			n := t.merged(0, end, txt(x.Note), look{size: 8, ink: xlMuted, plain: true})
			t.next(n, 8, 16)
		}
	}
	p.signRow(t)
	t.setup(header, p.footer())
}

// thirds cuts the columns into three runs of about the same width and returns
// the last column of the first and of the second.
func (t *tab) thirds() (first, second int) {
	total := 0.0
	for _, w := range t.widths {
		total += w
	}
	x, last := 0.0, len(t.widths)-1
	first, second = -1, -1
	for i, w := range t.widths {
		x += w
		if first < 0 && x >= total*0.27 {
			first = i
		} else if second < 0 && x >= total*0.6 {
			second = i
		}
	}
	second = min(max(second, first+1), last-1)
	return first, second
}

func (p *paper) headRows(t *tab) {
	a, z := t.thirds()
	end := len(t.widths) - 1
	from, to := []int{0, a + 1, z + 1}, []int{a, z, end}
	field := look{size: xlHead, ink: xlInk}
	for i := 0; i < len(p.Head); i += 3 {
		lines := 1
		for k := range 3 {
			c := cell{}
			if i+k < len(p.Head) {
				c = txt(p.tr.t("colon", "label", p.Head[i+k].Label, "value", p.Head[i+k].Value))
			}
			lines = max(lines, t.merged(from[k], to[k], c, field))
		}
		t.next(lines, xlHead, 21)
	}
	p.scoreRow(t, a, z)
	for _, n := range p.Notices {
		l := look{size: xlHead, bold: n.Bad, ink: xlInk, fill: xlTint}
		if n.Bad {
			l.ink = xlBad
		}
		t.next(t.merged(0, end, txt(p.tr.t("colon", "label", n.Mark, "value", n.Text)), l), xlHead, 20)
	}
}

// scoreRow is the total as a number, the grade's word and the figures.
func (p *paper) scoreRow(t *tab, a, z int) {
	if p.Score == "" {
		return
	}
	at := max(a, 1)
	l := look{size: 12, bold: true, ink: xlInk, fill: xlBand}
	if p.Bad {
		l.ink = xlBad
	}
	lines := t.merged(0, at-1, txt(p.ScoreCap), look{size: xlHead, bold: true, ink: xlInk, fill: xlBand})
	score := txt(p.Score)
	if isNumber(p.Score) {
		score = num(strings.TrimPrefix(p.Score, "+"))
		l.format = "0.0"
		if len(p.Score)-strings.IndexByte(p.Score, '.') == 3 {
			l.format = gapFormat
		}
	}
	t.put(at, score, l)
	grade := p.Grade
	if grade != "" {
		grade = p.tr.t("colon", "label", p.tr.t("head.level"), "value", grade)
	}
	var facts []string
	for _, f := range p.Facts {
		facts = append(facts, f.Label+" "+f.Value)
	}
	figures := look{size: xlBody, ink: xlInk, fill: xlBand}
	if at+1 <= z {
		l.format = ""
		t.merged(at+1, z, txt(grade), l)
	}
	lines = max(lines, t.merged(max(z, at)+1, len(t.widths)-1, txt(strings.Join(facts, " · ")), figures))
	t.next(lines, xlHead, 24)
}

func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "+-0123456789.") == ""
}

func (t *tab) header(p *part) {
	lines := 1
	l := look{size: xlBody, bold: true, ink: "1F4E79", fill: xlBand, align: centre}
	for i, c := range p.Cols {
		t.put(i, txt(c.Title), l)
		lines = max(lines, t.lineCount(c.Title, t.widths[i], l))
	}
	t.next(lines, xlBody, 22)
}

func (t *tab) rows(p *part) {
	end := len(t.widths) - 1
	for i := range p.Rows {
		r := &p.Rows[i]
		if r.Kind == rowSpan {
			l := look{size: xlBody, ink: xlInk}
			if r.Cells[0].Tone == toneBad {
				l.bold, l.ink = true, xlBad
			}
			t.next(t.merged(0, end, r.Cells[0], l), xlBody, 20)
			continue
		}
		lines := 1
		for k, c := range r.Cells {
			l := cellLook(p, r, k)
			t.put(k, c, l)
			lines = max(lines, t.lineCount(c.Text, t.widths[k], l))
		}
		t.next(lines, xlBody, max(19, r.MinH*mm))
	}
}

func cellLook(p *part, r *row, k int) look {
	l := look{size: xlBody, ink: xlInk, align: p.Cols[k].Align}
	if p.Cols[k].Small {
		l.size, l.ink = 8, xlMuted
	}
	switch r.Kind {
	case rowSub:
		l.bold, l.fill = true, xlTint
	case rowTotal:
		l.bold, l.fill = true, xlBand
	case rowItem, rowSpan:
	}
	switch r.Cells[k].Tone {
	case toneBad:
		l.bold, l.ink = true, xlBad
	case toneStrong:
		l.bold = true
	case toneMuted:
		l.ink = xlMuted
	case tonePlain:
	}
	return l
}

func (p *paper) signRow(t *tab) {
	if len(p.Sign) != 3 {
		return
	}
	a, z := t.thirds()
	t.next(0, xlHead, 14)
	l := look{size: xlHead, ink: xlInk, plain: true}
	for i, run := range [][2]int{{0, a}, {a + 1, z}, {z + 1, len(t.widths) - 1}} {
		t.merged(run[0], run[1], txt(p.tr.t("colon", "label", p.Sign[i], "value", "________________")), l)
	}
	t.next(1, xlHead, 24)
}

// partTab is a table on a sheet of its own.
func (p *paper) partTab(b *book, x *part) {
	if len(x.Rows) >= longPart {
		p.longTab(b, x)
		return
	}
	t := b.newTab(x.Sheet, x.Cols)
	end := len(t.widths) - 1
	t.merged(0, end, txt(x.Title), look{size: 13, bold: true, ink: xlInk, plain: true})
	t.next(1, 13, 26)
	t.merged(0, end, txt(p.Running), look{size: 8, ink: xlMuted, plain: true})
	t.next(1, 8, 15)
	header := t.row
	t.header(x)
	t.rows(x)
	if x.Note != "" {
		n := t.merged(0, end, txt(x.Note), look{size: 8, ink: xlMuted, plain: true})
		t.next(n, 8, 16)
	}
	t.setup(header, p.footer())
}

// photoTab is the sheet of pictures, floating and fitted into their cells.
func (p *paper) photoTab(b *book) []Warning {
	if len(p.Photos) == 0 {
		return nil
	}
	t := b.newTab(p.tr.t("sheet.photos"), []col{{Width: 22}, {Width: 65}, {Width: 115}, {Width: 75}})
	x := &part{Cols: []col{
		{Title: p.tr.t("col.photos"), Align: centre},
		{Title: p.tr.t("col.photo"), Align: centre},
		{Title: p.tr.t("col.item")},
		{Title: p.tr.t("col.taken")},
	}}
	header := t.row
	t.header(x)
	var warnings []Warning
	for _, ph := range p.Photos {
		r := &row{Cells: []cell{txt(ph.No).tone(toneStrong), {}, txt(ph.Caption), txt(ph.Detail)}}
		b.keep(b.f.SetRowHeight(t.name, t.row, 168))
		if err := p.addPicture(b, t, ph); err != nil {
			warnings = append(warnings, photoWarning(ph, err))
			r.Cells[1] = txt(p.tr.t("photo.broken")).tone(toneMuted)
		}
		for k, c := range r.Cells {
			t.put(k, c, cellLook(x, r, k))
		}
		t.row++
	}
	t.setup(header, p.footer())
	return warnings
}

func (p *paper) addPicture(b *book, t *tab, ph photo) error {
	data, _, format, err := p.picture(ph.Hash)
	if err != nil {
		return err
	}
	ext := ".jpg"
	if format == "png" {
		ext = ".png"
	}
	return b.f.AddPictureFromBytes(t.name, t.cell(1), &excelize.Picture{
		Extension: ext, File: data,
		Format: &excelize.GraphicOptions{AutoFit: true, LockAspectRatio: true, AltText: ph.No + " " + clean(ph.Caption), Positioning: "oneCell", OffsetX: 3, OffsetY: 3},
	})
}
