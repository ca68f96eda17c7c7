package report

import (
	"io"
	"strings"

	"hallcheck/assets"
	"hallcheck/checklist/bulletin"
	"hallcheck/checklist/report/office"
)

// docLeaf and docSide are the pages of an official paper, upright and on its side.
var (
	docLeaf = office.A4
	docSide = office.Page{W: 297, H: 210, Left: 22, Right: 22, Top: 24, Bottom: 22}
)

// docx writes the bulletin as a text document.
func (g *gazette) docx(w io.Writer) error {
	doc := office.NewDocument(officeProps(g.title, g.d.Office, g.tr.lang, g.made()), docLeaf)
	if g.d.Head != "" {
		doc.Text(office.RedHead, g.d.Head)
	}
	if g.d.Number != "" || g.d.Head != "" {
		rule := ""
		if g.d.Head != "" {
			rule = "C00000"
		}
		doc.Add(office.Para{Style: office.Number, Rule: rule, Runs: []office.Run{{Text: g.number()}}})
	}
	doc.Add(office.Para{Style: office.Title, Before: 20, Runs: []office.Run{{Text: g.title}}})
	if g.state == bulletin.Draft {
		doc.Add(office.Para{Style: office.Subtitle, Runs: []office.Run{{Text: g.t("draft"), Colour: danger.hex()}}})
	}
	page := docLeaf
	for i := range g.blocks {
		b := &g.blocks[i]
		turn := b.kind == blockAnnex
		if turn {
			doc.Turn(page)
			page = docLeaf
			if b.wide {
				page = docSide
			}
			doc.SetPage(page)
		}
		g.docBlock(doc, b, page, b.fresh && !turn)
	}
	return doc.Write(w)
}

// number is the printed number, with the edition from the second on.
func (g *gazette) number() string {
	n := assets.BulletinNumber(string(g.tr.lang), g.d.Number)
	if g.d.Edition > 1 {
		return n + g.t("edition", "n", g.ordinal(g.d.Edition))
	}
	return n
}

func (g *gazette) docBlock(doc *office.Document, b *block, page office.Page, fresh bool) {
	before := 0.0
	if b.gap {
		before = 14
	}
	para := func(s office.Style, text string) {
		doc.Add(office.Para{Style: s, Before: before, NewPage: fresh, Runs: []office.Run{{Text: clean(text)}}})
	}
	switch b.kind {
	case blockText:
		para(office.Body, b.text)
	case blockFlush:
		para(office.Flush, b.text)
	case blockHead1:
		para(office.Heading1, b.text)
	case blockHead2:
		para(office.Heading2, b.text)
	case blockTitled:
		doc.Add(office.Para{Style: office.TableName, Before: before, KeepNext: true, Runs: []office.Run{{Text: clean(b.text)}}})
	case blockNote:
		para(office.Note, b.text)
	case blockSign:
		doc.Add(office.Para{Style: office.Sign, Before: before, KeepNext: b.gap, Runs: []office.Run{{Text: clean(b.text)}}})
	case blockAnnex:
		para(office.Annex, b.text)
		doc.Add(office.Para{Style: office.Subtitle, KeepNext: true, Runs: []office.Run{{Text: clean(b.more), Size: 18}}})
	case blockTable:
		doc.AddTable(fitTable(b.table, page.W-page.Left-page.Right))
	case blockChart:
		g.docChart(doc, b, page)
	case blockPictures:
		g.docPictures(doc, b.shots, page, fresh)
	}
}

// fitTable is a part over the width of the page, its columns in their proportions.
func fitTable(p *part, width float64) office.Table {
	total := 0.0
	for _, c := range p.Cols {
		total += c.Width
	}
	fitted := *p
	fitted.Cols = make([]col, len(p.Cols))
	for i, c := range p.Cols {
		c.Width *= width / total
		fitted.Cols[i] = c
	}
	return docTable(&fitted, true)
}

// The measures of photo pages, in millimetres.
const (
	docShotH  = 74.0
	docShotCp = 15.0
)

// docPictures is one page of pictures: a table with a row for the pictures and a
// row for what they show.
func (g *gazette) docPictures(doc *office.Document, rows []shotRow, page office.Page, fresh bool) {
	if fresh {
		doc.Add(office.Para{Style: office.Thin, NewPage: true})
	}
	width := page.W - page.Left - page.Right
	across := g.d.Grid / 2
	t := office.Table{}
	for range across {
		t.Widths = append(t.Widths, width/float64(across))
	}
	for _, r := range rows {
		if r.heading != "" {
			t.Rows = append(t.Rows, office.TableRow{Whole: true, Cells: []office.TableCell{{Span: across, Fill: tint.hex(), Paras: []office.Para{
				{Style: office.Cell, KeepNext: true, Runs: []office.Run{{Text: clean(r.heading), Bold: true}}},
			}}}})
		}
		for i := 0; i < len(r.boxes); i += across {
			pics, caps := office.TableRow{MinH: docShotH, Whole: true}, office.TableRow{MinH: docShotCp, Whole: true}
			if r.heading != "" {
				caps.MinH = 7
			}
			for k := range across {
				var box shotBox
				if i+k < len(r.boxes) {
					box = r.boxes[i+k]
				}
				pics.Cells = append(pics.Cells, office.TableCell{Paras: []office.Para{g.docShot(box, width/float64(across)-4)}})
				caps.Cells = append(caps.Cells, office.TableCell{Paras: []office.Para{{Style: office.Cell, Align: office.Centre, Runs: []office.Run{{Text: clean(box.caption)}}}}})
			}
			t.Rows = append(t.Rows, pics, caps)
		}
	}
	doc.AddTable(t)
}

func (g *gazette) docShot(b shotBox, width float64) office.Para {
	p := office.Para{Style: office.Cell, Align: office.Centre, KeepNext: true}
	switch {
	case b.pic.ok():
		w, h := b.pic.within(width, docShotH-2)
		p.Runs = []office.Run{{Image: b.pic.image(), W: w, H: h, Alt: strings.TrimSpace(clean(b.caption))}}
	case b.pic.alt != "":
		p.Runs = []office.Run{{Text: b.pic.alt, Colour: muted.hex()}}
	}
	return p
}
