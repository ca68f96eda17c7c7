package office

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"path"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func draw(t testing.TB, w, h int, format string) Image {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, w, h))
	for i := range m.Pix {
		m.Pix[i] = uint8(i * 7)
	}
	m.SetGray(0, 0, color.Gray{uint8(w)})
	var b bytes.Buffer
	var err error
	if format == "png" {
		err = png.Encode(&b, m)
	} else {
		err = jpeg.Encode(&b, m, nil)
	}
	require.NoError(t, err)
	img, err := ReadImage(b.Bytes())
	require.NoError(t, err)
	require.Equal(t, []any{w, h, format}, []any{img.W, img.H, img.Format})
	return img
}

var props = Props{Title: "通报 <1> & \"2\"", Author: "济宁分行\x00", Made: time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC)}

func document(t testing.TB) *Document {
	d := NewDocument(props, A4)
	d.Text(Title, "关于11月份网点服务检查情况的通报")
	d.Text(Subtitle, "鲁济服〔2026〕17号")
	d.Text(Heading1, "一、基本情况")
	d.Text(Heading2, "（一）范围")
	d.Text(Body, "第一行 <b>&amp;\n第二行")
	img, flat := draw(t, 40, 30, "jpeg"), draw(t, 50, 20, "png")
	table := Table{Widths: []float64{20, 60, 40}, Header: 1, Rows: []TableRow{
		{Cells: []TableCell{{Fill: "E3EAF2", Paras: []Para{{Style: CellHead, Runs: []Run{{Text: "序号"}}}}}, {}, {}}},
		{Whole: true, MinH: 12, Cells: []TableCell{
			{Paras: []Para{{Style: Cell, Align: Centre, Runs: []Run{{Text: "1", Bold: true, Colour: "B42318", Size: 9, Underline: true}}}}},
			{Span: 2, Top: true, Paras: []Para{{Style: Cell, Runs: []Run{{Image: &img, W: 40, H: 30, Alt: "门楣 \"坏\""}}}}},
		}},
		{Cells: []TableCell{{Span: 9}}},
	}}
	d.AddTable(table)
	d.AddTable(table)
	d.Add(Para{Style: Caption, Align: Right, Before: 6, KeepNext: true, NewPage: true, Runs: []Run{{Image: &flat, W: 50, H: 20}}})
	d.AddTable(table)
	return d
}

func deck(t testing.TB) *Deck {
	k := NewDeck(props)
	img, flat := draw(t, 40, 30, "jpeg"), draw(t, 50, 20, "png")
	k.Add(Slide{Layout: LayoutTitle, Back: "1F4E79", Notes: "先感谢\n大家 <3", Shapes: []Shape{
		{X: 80, Y: 150, W: 800, H: 100, Name: "Title", Place: "ctrTitle", Text: []TextPara{{Runs: []TextRun{{Text: "会 & 议", Size: 44, Bold: true, Colour: "FFFFFF"}}}}},
		{X: 80, Y: 260, W: 800, H: 50, Name: "Subtitle", Place: "subTitle", Text: []TextPara{{Align: "ctr", Spacing: 120, After: 6, Runs: []TextRun{{Text: "一\n二", Size: 20}}}}},
	}})
	k.Add(Slide{Layout: LayoutHeading, Shapes: []Shape{
		{X: 0, Y: 0, W: 640, H: 480, Name: "门楣", Image: &img, Line: "000000"},
		{X: 640, Y: 0, W: 100, H: 40, Name: "again", Image: &img},
		{X: 640, Y: 50, W: 100, H: 40, Name: "flat", Image: &flat},
		{X: -5, Y: 0, W: 5, H: 5, Fill: "B4233B", Line: "000000", Round: true, Name: "box"},
		{X: 40, Y: 100, W: 200, H: 60, Name: "Table", Table: &Grid{
			Widths: []float64{100, 100}, Heights: []float64{30, 30}, Header: true, Line: "B4BDC9",
			Cells: [][]GridCell{
				{{Fill: "E3EAF2", Text: TextPara{Runs: []TextRun{{Text: "名次", Size: 14}}}}, {}},
				{{Text: TextPara{Runs: []TextRun{{Text: "1", Size: 14}}}}, {Text: TextPara{Align: "r"}}},
			},
		}},
	}})
	k.Add(Slide{Layout: LayoutBlank, Notes: "第三"})
	return k
}

// unpack reads the parts and checks what every package must keep to.
func unpack(t testing.TB, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	require.NoError(t, err)
	parts := map[string]string{}
	for i, f := range z.File {
		if i == 0 {
			require.Equal(t, "[Content_Types].xml", f.Name)
		}
		require.NotContains(t, parts, f.Name, "twice")
		require.Zero(t, f.Flags&8, "%s has its size behind it", f.Name)
		require.Equal(t, "1980-01-01", f.Modified.Format(time.DateOnly))
		r, err := f.Open()
		require.NoError(t, err)
		b, err := io.ReadAll(r)
		require.NoError(t, err, f.Name)
		parts[f.Name] = string(b)
		if strings.Contains(f.Name, "/media/") {
			require.Equal(t, zip.Store, f.Method)
			continue
		}
		require.NoError(t, wellFormed(b), f.Name)
		require.Empty(t, disorder(t, string(b)), f.Name)
	}
	checkTypes(t, parts)
	checkRels(t, parts)
	return parts
}

func wellFormed(b []byte) error {
	for d := xml.NewDecoder(bytes.NewReader(b)); ; {
		if _, err := d.Token(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// checkTypes: every part has a type, every type its part.
func checkTypes(t testing.TB, parts map[string]string) {
	types := parts["[Content_Types].xml"]
	for name := range parts {
		if name == "[Content_Types].xml" || strings.HasSuffix(name, ".rels") || strings.Contains(name, "/media/") {
			continue
		}
		require.Contains(t, types, `PartName="/`+name+`"`)
	}
	for _, m := range regexp.MustCompile(`PartName="/([^"]+)"`).FindAllStringSubmatch(types, -1) {
		require.Contains(t, parts, m[1])
	}
}

// checkRels: what a part refers to is there, and every id used is explained.
func checkRels(t testing.TB, parts map[string]string) {
	ref := regexp.MustCompile(`<Relationship Id="([^"]+)" Type="[^"]+" Target="([^"]+)"/>`)
	used := regexp.MustCompile(`r:(?:id|embed)="([^"]+)"`)
	for name, text := range parts {
		if !strings.HasSuffix(name, ".rels") {
			continue
		}
		base := strings.TrimSuffix(path.Base(name), ".rels")
		dir := path.Dir(path.Dir(name))
		ids := map[string]bool{}
		for _, m := range ref.FindAllStringSubmatch(text, -1) {
			require.False(t, ids[m[1]], "%s: %s twice", name, m[1])
			ids[m[1]] = true
			require.Contains(t, parts, path.Join(dir, m[2]), name)
		}
		require.Equal(t, strings.Count(text, "<Relationship "), len(ids))
		if base != "" {
			for _, m := range used.FindAllStringSubmatch(parts[path.Join(dir, base)], -1) {
				require.True(t, ids[m[1]], "%s uses %s", base, m[1])
			}
		}
	}
}

// orders are the children of elements in the order of ECMA-376, as far as they
// are used here: Office refuses a file that has them otherwise.
var orders = map[string]string{
	"w:pPr":      "pStyle keepNext keepLines pageBreakBefore spacing ind jc outlineLvl rPr",
	"w:rPr":      "rFonts b color sz szCs u lang",
	"w:tblPr":    "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook",
	"w:tcPr":     "tcW gridSpan vMerge tcBorders shd vAlign",
	"w:tbl":      "tblPr tblGrid tr",
	"w:tr":       "trPr tc",
	"w:tc":       "tcPr p",
	"w:sectPr":   "footerReference pgSz pgMar cols",
	"w:style":    "name basedOn uiPriority semiHidden unhideWhenUsed qFormat pPr rPr tblPr",
	"w:styles":   "docDefaults style",
	"w:font":     "altName charset family pitch",
	"wp:inline":  "extent effectExtent docPr cNvGraphicFramePr graphic",
	"pic:pic":    "nvPicPr blipFill spPr",
	"w:settings": "zoom evenAndOddHeaders characterSpacingControl compat",

	"p:presentation":  "sldMasterIdLst notesMasterIdLst sldIdLst sldSz notesSz defaultTextStyle",
	"p:sldMaster":     "cSld clrMap sldLayoutIdLst txStyles",
	"p:sldLayout":     "cSld clrMapOvr",
	"p:sld":           "cSld clrMapOvr",
	"p:notes":         "cSld clrMapOvr",
	"p:notesMaster":   "cSld clrMap notesStyle",
	"p:cSld":          "bg spTree",
	"p:sp":            "nvSpPr spPr txBody",
	"p:pic":           "nvPicPr blipFill spPr",
	"p:graphicFrame":  "nvGraphicFramePr xfrm graphic",
	"p:spPr":          "xfrm prstGeom noFill solidFill ln",
	"p:txBody":        "bodyPr lstStyle p",
	"p:viewPr":        "normalViewPr slideViewPr notesTextViewPr gridSpacing",
	"p:txStyles":      "titleStyle bodyStyle otherStyle",
	"a:pPr":           "lnSpc spcBef spcAft buNone",
	"a:p":             "pPr r br endParaRPr",
	"a:tbl":           "tblPr tblGrid tr",
	"a:tc":            "txBody tcPr",
	"a:tcPr":          "lnL lnR lnT lnB noFill solidFill",
	"a:theme":         "themeElements objectDefaults extraClrSchemeLst",
	"a:themeElements": "clrScheme fontScheme fmtScheme",
	"a:clrScheme":     "dk1 lt1 dk2 lt2 accent1 accent2 accent3 accent4 accent5 accent6 hlink folHlink",
	"a:fmtScheme":     "fillStyleLst lnStyleLst effectStyleLst bgFillStyleLst",
	"a:majorFont":     "latin ea cs font",
	"a:defRPr":        "solidFill latin ea cs",
	"a:rPr":           "solidFill",
}

// free are elements whose children may be mixed.
var free = map[string]bool{"a:p": true}

// disorder names the first child that stands where ECMA-376 does not have it.
func disorder(t testing.TB, text string) string {
	type open struct {
		name string
		at   int
	}
	var stack []open
	tag := regexp.MustCompile(`<(/?)([a-zA-Z]+:)?([a-zA-Z0-9]+)([^>]*?)(/?)>`)
	for _, m := range tag.FindAllStringSubmatch(text, -1) {
		name := m[2] + m[3]
		if m[1] != "" {
			stack = stack[:len(stack)-1]
			continue
		}
		if n := len(stack); n > 0 {
			up := &stack[n-1]
			if order, ok := orders[up.name]; ok {
				at := -1
				for i, c := range strings.Fields(order) {
					if c == m[3] {
						at = i
					}
				}
				if at < 0 || at < up.at && !free[up.name] {
					return fmt.Sprintf("%s in %s", name, up.name)
				}
				up.at = at
			}
		}
		if m[5] == "" {
			stack = append(stack, open{name: name})
		}
	}
	require.Empty(t, stack)
	return ""
}

func TestDisorderIsSeen(t *testing.T) {
	require.Equal(t, "w:b in w:rPr", disorder(t, `<w:rPr><w:sz/><w:b/></w:rPr>`))
	require.Equal(t, "w:odd in w:tc", disorder(t, `<w:tc><w:odd/></w:tc>`))
	require.Empty(t, disorder(t, `<w:tc><w:tcPr/><w:p></w:p><w:p/></w:tc>`))
}

func write(t testing.TB, f func(io.Writer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, f(&b))
	return b.Bytes()
}

func TestDocument(t *testing.T) {
	a, b := write(t, document(t).Write), write(t, document(t).Write)
	require.True(t, bytes.Equal(a, b), "the same document has other bytes")
	parts := unpack(t, a)
	body := parts["word/document.xml"]
	require.Contains(t, body, `第一行 &lt;b&gt;&amp;amp;</w:t><w:br/><w:t xml:space="preserve">第二行`)
	require.Equal(t, 3, strings.Count(body, "<w:tblHeader/>"))
	require.Equal(t, 2, strings.Count(body, thinPara), "between the two tables, and behind the last one")
	require.Contains(t, body, `<w:gridSpan w:val="2"/>`)
	require.Contains(t, body, `<w:gridSpan w:val="3"/>`, "a span is cut at the last column")
	require.Contains(t, body, `<wp:extent cx="1440000" cy="1080000"/>`)
	require.Contains(t, body, `descr="门楣 &quot;坏&quot;"`)
	require.Contains(t, body, `<w:pgSz w:w="11906" w:h="16838"/>`)
	require.Contains(t, body, `<w:pageBreakBefore/>`)
	require.Equal(t, string(draw(t, 40, 30, "jpeg").Data), parts["word/media/image1.jpeg"])
	require.Equal(t, string(draw(t, 50, 20, "png").Data), parts["word/media/image2.png"])
	require.NotContains(t, parts, "word/media/image3.jpeg", "the same picture is stored once")
	for _, face := range []string{"方正小标宋简体", "黑体", "仿宋_GB2312", "楷体_GB2312"} {
		require.Contains(t, parts["word/styles.xml"], `w:eastAsia="`+face+`"`)
		require.Contains(t, parts["word/fontTable.xml"], `<w:font w:name="`+face+`"><w:altName`)
	}
	require.Contains(t, parts["word/footer1.xml"], `— </w:t>`)
	require.Contains(t, parts["word/footer1.xml"], ` PAGE `)
	require.Contains(t, parts["docProps/core.xml"], `<dc:title>通报 &lt;1&gt; &amp; &quot;2&quot;</dc:title><dc:creator>济宁分行</dc:creator>`)
	require.Contains(t, parts["docProps/core.xml"], `2026-11-21T08:00:00Z`)
	ids := regexp.MustCompile(`<wp:docPr id="(\d+)"`).FindAllStringSubmatch(body, -1)
	require.Len(t, ids, 4)
	require.NotEqual(t, ids[0][1], ids[1][1])
}

func TestDocumentLandscape(t *testing.T) {
	d := NewDocument(Props{}, Page{W: 297, H: 210, Left: 20, Right: 20, Top: 20, Bottom: 20})
	d.AddTable(Table{Widths: []float64{50}, Rows: []TableRow{{Cells: []TableCell{{}}}}})
	parts := unpack(t, write(t, d.Write))
	require.Contains(t, parts["word/document.xml"], `w:orient="landscape"`)
	require.Contains(t, parts["word/document.xml"], `</w:tbl>`+thinPara)
}

func TestDeck(t *testing.T) {
	a, b := write(t, deck(t).Write), write(t, deck(t).Write)
	require.True(t, bytes.Equal(a, b), "the same deck has other bytes")
	parts := unpack(t, a)
	require.Contains(t, parts["ppt/presentation.xml"], `<p:sldSz cx="12192000" cy="6858000"/>`)
	require.Equal(t, 3, strings.Count(parts["ppt/presentation.xml"], "<p:sldId "))
	one, two := parts["ppt/slides/slide1.xml"], parts["ppt/slides/slide2.xml"]
	require.Contains(t, one, `<p:ph type="ctrTitle"/>`)
	require.Contains(t, one, `<p:ph type="subTitle" idx="1"/>`)
	require.Contains(t, one, `会 &amp; 议`)
	require.Contains(t, one, `<a:br>`)
	require.Contains(t, two, `<a:off x="0" y="0"/><a:ext cx="8128000" cy="6096000"/>`)
	require.Contains(t, two, `<a:off x="-63500" y="0"/>`)
	require.Equal(t, 3, strings.Count(two, "<p:pic>"))
	require.Equal(t, 4, strings.Count(two, "<a:tc>"))
	require.Equal(t, string(draw(t, 40, 30, "jpeg").Data), parts["ppt/media/image1.jpeg"])
	require.Equal(t, string(draw(t, 50, 20, "png").Data), parts["ppt/media/image2.png"])
	require.NotContains(t, parts, "ppt/media/image3.jpeg")
	require.Contains(t, parts["ppt/notesSlides/notesSlide1.xml"], `先感谢</a:t>`)
	require.Contains(t, parts["ppt/notesSlides/notesSlide2.xml"], `第三`)
	require.Contains(t, parts["ppt/slides/_rels/slide3.xml.rels"], "notesSlide2.xml")
	require.NotContains(t, parts["ppt/slides/_rels/slide2.xml.rels"], "notesSlide")
	shapes := regexp.MustCompile(`<p:cNvPr id="(\d+)"`)
	seen := map[string]bool{}
	for _, m := range shapes.FindAllStringSubmatch(two, -1) {
		require.False(t, seen[m[1]], "shape id %s twice", m[1])
		seen[m[1]] = true
	}
	for _, name := range []string{"ppt/presProps.xml", "ppt/viewProps.xml", "ppt/tableStyles.xml", "ppt/theme/theme2.xml", "ppt/notesMasters/notesMaster1.xml", "docProps/app.xml"} {
		require.Contains(t, parts, name)
	}
}

func TestDeckWithoutNotesOrSlides(t *testing.T) {
	parts := unpack(t, write(t, NewDeck(Props{}).Write))
	require.NotContains(t, parts, "ppt/notesMasters/notesMaster1.xml")
	require.NotContains(t, parts["ppt/presentation.xml"], "sldIdLst")
}

func TestReadImageRefuses(t *testing.T) {
	_, err := ReadImage([]byte("no picture"))
	require.ErrorIs(t, err, image.ErrFormat)
}

func FuzzEscape(f *testing.F) {
	for _, s := range []string{"<a&\"'>", "\x00\x1f\uFFFE\uD7FF", "一\n二\t三\u2028", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		require.NoError(t, wellFormed([]byte(`<a b="`+escape(s)+`">`+escape(s)+`</a>`)))
	})
}
