package office

import (
	"fmt"
	"io"
	"strconv"
	"strings"
)

// The size of a slide in points, 16:9. One point is 12 700 EMU.
const (
	SlideW = 960.0
	SlideH = 540.0
)

// Layout is which of the deck's layouts a slide follows.
type Layout int

// The layouts.
const (
	LayoutTitle   Layout = iota + 1 // title slide: Place ctrTitle and subTitle
	LayoutHeading                   // a heading and anything: Place title
	LayoutBlank
)

// Deck is a file of slides being written.
type Deck struct {
	p      *parcel
	props  Props
	slides int
	notes  int
}

// Slide is one page. Its shapes are drawn in order.
type Slide struct {
	Layout Layout
	Back   string // RRGGBB of the background, "" = the master's white
	Shapes []Shape
	Notes  string // for the presenter
}

// Shape is a box with a text, a picture or a table; lengths are points from the
// slide's upper left corner.
type Shape struct {
	X, Y, W, H float64
	Name       string // for people who edit or hear the slide
	Place      string // placeholder it fills: ctrTitle, subTitle, title; "" = none
	Fill, Line string // RRGGBB, "" = none
	Round      bool   // rounded corners
	Text       []TextPara
	Anchor     string // t, ctr, b; "" = t
	Inset      float64
	Image      *Image // stretched over the box: the box has the picture's shape
	Table      *Grid
}

// TextPara is a paragraph of a shape.
type TextPara struct {
	Runs    []TextRun
	Align   string // l, ctr, r; "" = l
	Spacing int    // of lines in percent, 0 = 100
	After   float64
}

// TextRun is a text of one look.
type TextRun struct {
	Text   string
	Size   float64 // points
	Bold   bool
	Colour string // RRGGBB
}

// Grid is a table. Fills and lines are written into every cell, because not
// every program knows the built-in table styles.
type Grid struct {
	Widths  []float64 // points; their sum is the shape's width
	Heights []float64 // points, one a row
	Cells   [][]GridCell
	Header  bool // the first row is a head
	Line    string
}

// GridCell is a cell of a Grid.
type GridCell struct {
	Text TextPara
	Fill string
}

// NewDeck begins a deck.
func NewDeck(d Props) *Deck {
	k := &Deck{p: newParcel("ppt/media"), props: d}
	k.p.relate("", "officeDocument", presentationPart)
	k.p.relate(presentationPart, "slideMaster", "slideMasters/slideMaster1.xml")
	return k
}

const presentationPart = "ppt/presentation.xml"

// Add puts a slide at the end.
func (k *Deck) Add(s Slide) {
	k.slides++
	n := strconv.Itoa(k.slides)
	part := "ppt/slides/slide" + n + ".xml"
	k.p.relate(presentationPart, "slide", "slides/slide"+n+".xml")
	k.p.relate(part, "slideLayout", fmt.Sprintf("../slideLayouts/slideLayout%d.xml", s.Layout))
	var b strings.Builder
	b.WriteString(`<p:sld ` + slideNS + `><p:cSld>`)
	if s.Back != "" {
		b.WriteString(`<p:bg><p:bgPr>` + solid(s.Back) + `<a:effectLst/></p:bgPr></p:bg>`)
	}
	b.WriteString(treeHead)
	for i := range s.Shapes {
		b.WriteString(k.shape(part, i+2, &s.Shapes[i]))
	}
	b.WriteString(`</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>`)
	k.p.add(part, slideType("slide"), b.String())
	if s.Notes != "" {
		k.addNotes(part, s.Notes)
	}
}

// addNotes writes the presenter's page of the slide.
func (k *Deck) addNotes(slide, text string) {
	k.notes++
	n := strconv.Itoa(k.notes)
	part := "ppt/notesSlides/notesSlide" + n + ".xml"
	k.p.relate(slide, "notesSlide", "../notesSlides/notesSlide"+n+".xml")
	k.p.relate(part, "notesMaster", "../notesMasters/notesMaster1.xml")
	k.p.relate(part, "slide", "../slides/slide"+strconv.Itoa(k.slides)+".xml")
	var paras strings.Builder
	for _, line := range breaks(text) {
		paras.WriteString(`<a:p><a:r><a:rPr lang="` + k.lang() + `"/><a:t>` + escape(line) + `</a:t></a:r></a:p>`)
	}
	k.p.add(part, slideType("notesSlide"), `<p:notes `+slideNS+`><p:cSld>`+treeHead+
		`<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide Image Placeholder 1"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr>`+
		`<p:nvPr><p:ph type="sldImg"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp>`+
		`<p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes Placeholder 2"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>`+
		`<p:nvPr><p:ph type="body" idx="1"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>`+paras.String()+`</p:txBody></p:sp>`+
		`</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>`)
}

func (k *Deck) lang() string {
	if k.props.Lang == "" {
		return "zh-CN"
	}
	return k.props.Lang
}

// Write writes the deck as PPTX.
func (k *Deck) Write(w io.Writer) error {
	p := k.p
	slides := p.pieces
	p.pieces = nil
	notesMaster := ""
	if k.notes > 0 {
		notesMaster = `<p:notesMasterIdLst><p:notesMasterId r:id="` + p.relate(presentationPart, "notesMaster", "notesMasters/notesMaster1.xml") + `"/></p:notesMasterIdLst>`
	}
	p.relate(presentationPart, "presProps", "presProps.xml")
	p.relate(presentationPart, "viewProps", "viewProps.xml")
	p.relate(presentationPart, "theme", "theme/theme1.xml")
	p.relate(presentationPart, "tableStyles", "tableStyles.xml")
	p.add(presentationPart, slideType("presentation.main"), k.presentation(notesMaster))
	var pictures []piece
	for _, x := range slides {
		if x.raw {
			pictures = append(pictures, x)
		} else {
			p.pieces = append(p.pieces, x)
		}
	}
	k.frame()
	p.docProps(k.props, fmt.Sprintf(`<PresentationFormat>Widescreen</PresentationFormat><Slides>%d</Slides><Notes>%d</Notes>`, k.slides, k.notes))
	p.pieces = append(p.pieces, pictures...)
	return p.write(w)
}

func (k *Deck) presentation(notesMaster string) string {
	var b strings.Builder
	b.WriteString(`<p:presentation ` + slideNS + ` saveSubsetFonts="1"><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst>` + notesMaster)
	if k.slides > 0 {
		b.WriteString(`<p:sldIdLst>`)
		for i := 1; i <= k.slides; i++ {
			rel := k.p.relate(presentationPart, "slide", "slides/slide"+strconv.Itoa(i)+".xml")
			b.WriteString(fmt.Sprintf(`<p:sldId id="%d" r:id="%s"/>`, 255+i, rel))
		}
		b.WriteString(`</p:sldIdLst>`)
	}
	b.WriteString(`<p:sldSz cx="12192000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/><p:defaultTextStyle>` +
		`<a:defPPr><a:defRPr lang="` + k.lang() + `"/></a:defPPr>`)
	for i := 1; i <= 9; i++ {
		b.WriteString(level(fmt.Sprintf("lvl%dpPr", i), fmt.Sprintf(`marL="%d" algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1"`, (i-1)*457200), "", 1800, "tx1", "mn"))
	}
	return b.String() + `</p:defaultTextStyle></p:presentation>`
}

// level is one level of a list of text styles.
func level(tag, attrs, inner string, size int, colour, font string) string {
	return fmt.Sprintf(`<a:%s %s>%s<a:defRPr sz="%d" kern="1200"><a:solidFill><a:schemeClr val="%s"/></a:solidFill>`+
		`<a:latin typeface="+%s-lt"/><a:ea typeface="+%s-ea"/><a:cs typeface="+%s-cs"/></a:defRPr></a:%s>`,
		tag, attrs, inner, size, colour, font, font, font, tag)
}

const slideNS = `xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"` +
	` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"` +
	` xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"`

// treeHead begins a tree of shapes.
const treeHead = `<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>` +
	`<p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>`

func slideType(s string) string {
	return "application/vnd.openxmlformats-officedocument.presentationml." + s + "+xml"
}

func solid(rgb string) string { return `<a:solidFill><a:srgbClr val="` + rgb + `"/></a:solidFill>` }

// emu turns points into English metric units.
func emu(pt float64) int {
	if pt < 0 {
		return int(pt*12700 - 0.5)
	}
	return int(pt*12700 + 0.5)
}
