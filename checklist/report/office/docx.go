package office

import (
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Style names a paragraph's look; the looks are those of official papers (公文,
// GB/T 9704-2012) and of tables in them.
type Style string

// The styles of a document.
const (
	Title    Style = "Title"    // 方正小标宋 22 pt, centred
	Subtitle Style = "Subtitle" // 楷体 14 pt, centred: number, date under the title
	Heading1 Style = "Heading1" // 黑体 16 pt: 一、
	Heading2 Style = "Heading2" // 楷体 16 pt: （一）
	Body     Style = "Body"     // 仿宋 16 pt, 28 pt apart, first line two characters in
	Plain    Style = "Plain"    // 仿宋 12 pt, no indent: lines of a form
	Caption  Style = "Caption"  // 仿宋 10.5 pt, centred: under a picture
	Cell     Style = "Cell"     // 仿宋 10.5 pt: in a table
	CellHead Style = "CellHead" // 黑体 10.5 pt, centred: head of a table

	RedHead   Style = "RedHead"   // 方正小标宋 36 pt, red, centred: 发文机关标志
	Number    Style = "Number"    // 仿宋 16 pt, centred: 发文字号
	Flush     Style = "Flush"     // Body without the indent: 主送机关
	Sign      Style = "Sign"      // Body at the right, four characters in: 发文机关署名, 成文日期
	Annex     Style = "Annex"     // 黑体 16 pt at the left: 附件1
	TableName Style = "TableName" // 黑体 12 pt, centred: over a table
	Note      Style = "Note"      // 仿宋 10.5 pt: under a table
	Thin      Style = "Thin"      // a line of no height
)

// Align is where the lines of a paragraph stand.
type Align string

// The alignments; "" = as the style says.
const (
	Left   Align = "left"
	Centre Align = "center"
	Right  Align = "right"
)

// Run is a piece of a paragraph: a text, or a picture. Line breaks in Text are kept.
type Run struct {
	Text      string
	Bold      bool
	Underline bool
	Colour    string  // RRGGBB, "" = black
	Size      float64 // points, 0 = the style's
	Image     *Image
	W, H      float64 // size of the picture in millimetres
	Alt       string  // what the picture shows
}

// Para is a paragraph.
type Para struct {
	Style    Style
	Align    Align
	Runs     []Run
	Before   float64 // points of space above
	KeepNext bool    // on one page with what follows
	NewPage  bool    // begins a page
	Rule     string  // RRGGBB of a line under the paragraph, "" = none
}

// Table is a table over the width of its columns.
type Table struct {
	Widths []float64 // millimetres
	Header int       // rows from the top that are printed again on every page
	Rows   []TableRow
}

// TableRow is a row of a table.
type TableRow struct {
	Cells []TableCell
	MinH  float64 // millimetres, 0 = as the text needs
	Whole bool    // not parted over two pages
}

// TableCell is a cell over Span columns (0 = 1).
type TableCell struct {
	Paras []Para
	Span  int
	Fill  string // RRGGBB, "" = none
	Top   bool   // the text begins at the top, else it stands in the middle
}

// Page is the size of the paper's pages in millimetres.
type Page struct{ W, H, Left, Right, Top, Bottom float64 }

// A4 is an upright A4 page with the margins of an official paper.
var A4 = Page{W: 210, H: 297, Left: 28, Right: 26, Top: 37, Bottom: 35}

// Document is a text document being written.
type Document struct {
	p       *parcel
	props   Props
	page    Page
	body    strings.Builder
	drawing int
	inTable bool // the last thing was a table
}

const documentPart = "word/document.xml"

// NewDocument begins a document on pages of one size.
func NewDocument(d Props, page Page) *Document {
	return &Document{p: newParcel("word/media"), props: d, page: page}
}

// Add puts a paragraph at the end.
func (d *Document) Add(p Para) {
	d.body.WriteString(d.para(p))
	d.inTable = false
}

// Text puts a paragraph of plain text at the end.
func (d *Document) Text(s Style, text string) { d.Add(Para{Style: s, Runs: []Run{{Text: text}}}) }

// AddTable puts a table at the end. Two tables one after the other are kept apart
// by a thin line of space, or Word would make them one.
func (d *Document) AddTable(t Table) {
	if d.inTable {
		d.body.WriteString(thinPara)
	}
	d.body.WriteString(`<w:tbl><w:tblPr><w:tblW w:w="` + twips(sum(t.Widths)) + `" w:type="dxa"/><w:jc w:val="center"/>` +
		tableBorders + `<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar>` +
		`<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/></w:tblPr><w:tblGrid>`)
	for _, w := range t.Widths {
		d.body.WriteString(`<w:gridCol w:w="` + twips(w) + `"/>`)
	}
	d.body.WriteString(`</w:tblGrid>`)
	for i, r := range t.Rows {
		d.row(r, t.Widths, i < t.Header)
	}
	d.body.WriteString(`</w:tbl>`)
	d.inTable = true
}

// Turn ends a section whose pages are of this size; what is added next begins a
// new page.
func (d *Document) Turn(page Page) {
	odd, even := d.footers()
	d.body.WriteString(`<w:p><w:pPr><w:pStyle w:val="Thin"/>` + section(page, odd, even) + `</w:pPr></w:p>`)
	d.inTable = false
}

// SetPage says of which size the pages of the last section are.
func (d *Document) SetPage(page Page) { d.page = page }

// footers relates the two feet to the document.
func (d *Document) footers() (odd, even string) {
	return d.p.relate(documentPart, "footer", "footer1.xml"), d.p.relate(documentPart, "footer", "footer2.xml")
}

const thinPara = `<w:p><w:pPr><w:pStyle w:val="Plain"/><w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/></w:pPr></w:p>`

var tableBorders = func() string {
	var b strings.Builder
	b.WriteString(`<w:tblBorders>`)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		b.WriteString(`<w:` + side + ` w:val="single" w:sz="4" w:space="0" w:color="5F6B7A"/>`)
	}
	return b.String() + `</w:tblBorders>`
}()

func (d *Document) row(r TableRow, widths []float64, header bool) {
	d.body.WriteString(`<w:tr><w:trPr>`)
	if r.Whole || header {
		d.body.WriteString(`<w:cantSplit/>`)
	}
	if r.MinH > 0 {
		d.body.WriteString(`<w:trHeight w:val="` + twips(r.MinH) + `" w:hRule="atLeast"/>`)
	}
	if header {
		d.body.WriteString(`<w:tblHeader/>`)
	}
	d.body.WriteString(`</w:trPr>`)
	at := 0
	for _, c := range r.Cells {
		n := min(max(1, c.Span), len(widths)-at)
		d.cell(c, sum(widths[at:at+n]), n)
		at += n
	}
	d.body.WriteString(`</w:tr>`)
}

func (d *Document) cell(c TableCell, width float64, n int) {
	d.body.WriteString(`<w:tc><w:tcPr><w:tcW w:w="` + twips(width) + `" w:type="dxa"/>`)
	if n > 1 {
		d.body.WriteString(`<w:gridSpan w:val="` + strconv.Itoa(n) + `"/>`)
	}
	if c.Fill != "" {
		d.body.WriteString(`<w:shd w:val="clear" w:color="auto" w:fill="` + c.Fill + `"/>`)
	}
	if !c.Top {
		d.body.WriteString(`<w:vAlign w:val="center"/>`)
	}
	d.body.WriteString(`</w:tcPr>`)
	if len(c.Paras) == 0 {
		c.Paras = []Para{{Style: Cell}}
	}
	for _, p := range c.Paras {
		d.body.WriteString(d.para(p))
	}
	d.body.WriteString(`</w:tc>`)
}

func (d *Document) para(p Para) string {
	var b strings.Builder
	style := p.Style
	if style == "" {
		style = Body
	}
	b.WriteString(`<w:p><w:pPr><w:pStyle w:val="` + string(style) + `"/>`)
	if p.KeepNext {
		b.WriteString(`<w:keepNext/>`)
	}
	if p.NewPage {
		b.WriteString(`<w:pageBreakBefore/>`)
	}
	if p.Rule != "" {
		b.WriteString(`<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="4" w:color="` + p.Rule + `"/></w:pBdr>`)
	}
	if p.Before > 0 {
		b.WriteString(`<w:spacing w:before="` + strconv.Itoa(int(p.Before*20)) + `"/>`)
	}
	if p.Align != "" {
		b.WriteString(`<w:jc w:val="` + string(p.Align) + `"/>`)
	}
	b.WriteString(`</w:pPr>`)
	for _, r := range p.Runs {
		b.WriteString(d.run(r))
	}
	b.WriteString(`</w:p>`)
	return b.String()
}

func (d *Document) run(r Run) string {
	if r.Image != nil {
		return `<w:r>` + d.picture(r) + `</w:r>`
	}
	var b strings.Builder
	b.WriteString(`<w:r><w:rPr>`)
	if r.Bold {
		b.WriteString(`<w:b/>`)
	}
	if r.Colour != "" {
		b.WriteString(`<w:color w:val="` + r.Colour + `"/>`)
	}
	if r.Size > 0 {
		half := strconv.Itoa(int(r.Size * 2))
		b.WriteString(`<w:sz w:val="` + half + `"/><w:szCs w:val="` + half + `"/>`)
	}
	if r.Underline {
		b.WriteString(`<w:u w:val="single"/>`)
	}
	b.WriteString(`</w:rPr>`)
	for i, line := range breaks(r.Text) {
		if i > 0 {
			b.WriteString(`<w:br/>`)
		}
		b.WriteString(`<w:t xml:space="preserve">` + escape(line) + `</w:t>`)
	}
	return b.String() + `</w:r>`
}

// picture is a picture in the line, r.W × r.H millimetres.
func (d *Document) picture(r Run) string {
	d.drawing++
	rel := d.p.relate(documentPart, "image", "media/"+d.p.picture(*r.Image))
	const ns = `xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"`
	size := fmt.Sprintf(`cx="%d" cy="%d"`, emuMM(r.W), emuMM(r.H))
	name := fmt.Sprintf(`id="%d" name="Picture %d" descr="%s"`, d.drawing, d.drawing, escape(r.Alt))
	return `<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent ` + size + `/><wp:effectExtent l="0" t="0" r="0" b="0"/>` +
		`<wp:docPr ` + name + `/><wp:cNvGraphicFramePr><a:graphicFrameLocks ` + ns + ` noChangeAspect="1"/></wp:cNvGraphicFramePr>` +
		`<a:graphic ` + ns + `><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">` +
		`<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr ` + name + `/><pic:cNvPicPr/></pic:nvPicPr>` +
		`<pic:blipFill><a:blip r:embed="` + rel + `"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>` +
		`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext ` + size + `/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>` +
		`</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>`
}

// Write writes the document as DOCX.
func (d *Document) Write(w io.Writer) error {
	if d.inTable {
		d.body.WriteString(thinPara) // a table may not be the last thing
		d.inTable = false
	}
	p := d.p
	p.relate("", "officeDocument", documentPart)
	pictures := p.pieces
	p.pieces = nil
	p.relate(documentPart, "styles", "styles.xml")
	p.relate(documentPart, "settings", "settings.xml")
	p.relate(documentPart, "fontTable", "fontTable.xml")
	odd, even := d.footers()
	p.add(documentPart, wordType("document.main"), `<w:document `+wordNS+`><w:body>`+d.body.String()+section(d.page, odd, even)+`</w:body></w:document>`)
	p.add("word/styles.xml", wordType("styles"), styles(d.props.Lang))
	p.add("word/settings.xml", wordType("settings"), settings)
	p.add("word/fontTable.xml", wordType("fontTable"), fontTable())
	p.add("word/footer1.xml", wordType("footer"), pageNumber("right"))
	p.add("word/footer2.xml", wordType("footer"), pageNumber("left"))
	p.docProps(d.props, "")
	p.pieces = append(p.pieces, pictures...)
	return p.write(w)
}

func section(g Page, odd, even string) string {
	turned := ""
	if g.W > g.H {
		turned = ` w:orient="landscape"`
	}
	return `<w:sectPr><w:footerReference w:type="default" r:id="` + odd + `"/><w:footerReference w:type="even" r:id="` + even + `"/>` +
		`<w:pgSz w:w="` + twips(g.W) + `" w:h="` + twips(g.H) + `"` + turned + `/>` +
		fmt.Sprintf(`<w:pgMar w:top="%s" w:right="%s" w:bottom="%s" w:left="%s" w:header="%s" w:footer="%s" w:gutter="0"/>`,
			twips(g.Top), twips(g.Right), twips(g.Bottom), twips(g.Left), twips(g.Top/2), twips(max(8, g.Bottom-11))) +
		`<w:cols w:space="425"/></w:sectPr>`
}

func sum(mm []float64) (total float64) {
	for _, w := range mm {
		total += w
	}
	return total
}

// twips turns millimetres into twentieths of a point.
func twips(mm float64) string { return strconv.Itoa(int(mm*1440/25.4 + 0.5)) }

// emuMM turns millimetres into English metric units, 914 400 to the inch.
func emuMM(mm float64) int { return int(mm*36000 + 0.5) }
