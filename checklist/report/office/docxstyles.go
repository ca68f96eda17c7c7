package office

import (
	"fmt"
	"strings"
)

const wordNS = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"` +
	` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"` +
	` xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"`

func wordType(s string) string {
	return "application/vnd.openxmlformats-officedocument.wordprocessingml." + s + "+xml"
}

// The faces of official papers. A machine that lacks one takes the others named
// in the font table.
const (
	faceTitle = "方正小标宋简体"
	faceHei   = "黑体"
	faceKai   = "楷体_GB2312"
	faceFang  = "仿宋_GB2312"
	faceSong  = "宋体"
	faceLatin = "Times New Roman"
)

// altFaces are the faces to take instead, the best first.
var altFaces = []struct{ name, alt, family string }{
	{faceTitle, "FZXiaoBiaoSong-B05S,华文中宋,STZhongsong,宋体", "roman"},
	{faceHei, "SimHei,Microsoft YaHei,Noto Sans CJK SC,Noto Sans SC", "swiss"},
	{faceKai, "楷体,KaiTi,STKaiti,Noto Serif CJK SC", "modern"},
	{faceFang, "仿宋,FangSong,STFangsong,Noto Serif CJK SC", "modern"},
	{faceSong, "SimSun,Noto Serif CJK SC", "roman"},
	{faceLatin, "Liberation Serif", "roman"},
}

func fontTable() string {
	var b strings.Builder
	b.WriteString(`<w:fonts ` + wordNS + `>`)
	for _, f := range altFaces {
		charset := "86"
		if f.name == faceLatin {
			charset = "00"
		}
		b.WriteString(`<w:font w:name="` + f.name + `"><w:altName w:val="` + f.alt + `"/><w:charset w:val="` + charset +
			`"/><w:family w:val="` + f.family + `"/><w:pitch w:val="variable"/></w:font>`)
	}
	return b.String() + `</w:fonts>`
}

// look is what a paragraph style sets.
type look struct {
	id     Style
	name   string // as word processors know it
	face   string // of ideographs
	size   float64
	bold   bool
	align  Align
	line   int // exact line height in points, 0 = single
	after  int // points
	indent bool
	level  int // of the outline, from 1; 0 = text
	colour string
	custom bool // no word processor has a style of this name
	inset  int  // characters in from the right
}

var looks = []look{
	{id: Title, name: "Title", face: faceTitle, size: 22, align: Centre, after: 6},
	{id: Subtitle, name: "Subtitle", face: faceKai, size: 14, align: Centre, after: 8},
	{id: Heading1, name: "heading 1", face: faceHei, size: 16, line: 28, indent: true, level: 1},
	{id: Heading2, name: "heading 2", face: faceKai, size: 16, bold: true, line: 28, indent: true, level: 2},
	{id: Body, name: "Body Text", face: faceFang, size: 16, align: "both", line: 28, indent: true},
	{id: Plain, name: "Plain", face: faceFang, size: 12, after: 3, custom: true},
	{id: Caption, name: "caption", face: faceFang, size: 10.5, align: Centre, after: 4},
	{id: Cell, name: "Table Text", face: faceFang, size: 10.5, custom: true},
	{id: CellHead, name: "Table Head", face: faceHei, size: 10.5, align: Centre, custom: true},
	{id: RedHead, name: "Red Head", face: faceTitle, size: 36, align: Centre, after: 18, colour: "C00000", custom: true},
	{id: Number, name: "Document Number", face: faceFang, size: 16, align: Centre, after: 6, custom: true},
	{id: Flush, name: "Addressee", face: faceFang, size: 16, align: "both", line: 28, custom: true},
	{id: Sign, name: "Signature Line", face: faceFang, size: 16, align: Right, line: 28, inset: 4, custom: true},
	{id: Annex, name: "Annex", face: faceHei, size: 16, line: 28, level: 1, custom: true},
	{id: TableName, name: "Table Name", face: faceHei, size: 12, align: Centre, line: 24, custom: true},
	{id: Note, name: "Table Note", face: faceFang, size: 10.5, after: 4, custom: true},
	{id: Thin, name: "Thin", face: faceFang, size: 1, line: 1, custom: true},
}

func fonts(face string) string {
	return fmt.Sprintf(`<w:rFonts w:ascii="%s" w:eastAsia="%s" w:hAnsi="%s" w:cs="%s"/>`, faceLatin, face, faceLatin, faceLatin)
}

// styles is the style sheet for a text in lang. Latin letters and digits are never
// called Chinese: where they are, LibreOffice breaks numbers between their digits.
func styles(lang string) string {
	if lang == "" || strings.HasPrefix(lang, "zh") {
		lang = "en-US"
	}
	var b strings.Builder
	b.WriteString(`<w:styles ` + wordNS + `><w:docDefaults><w:rPrDefault><w:rPr>` + fonts(faceFang) +
		`<w:sz w:val="24"/><w:szCs w:val="24"/><w:lang w:val="` + lang + `" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>` +
		`<w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>` +
		`<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>` +
		`<w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>` +
		`<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>` +
		`<w:style w:type="paragraph" w:customStyle="1" w:styleId="PageNumber"><w:name w:val="Page Number Line"/><w:basedOn w:val="Normal"/>` +
		`<w:rPr>` + fonts(faceSong) + `<w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr></w:style>`)
	for _, l := range looks {
		b.WriteString(l.xml())
	}
	return b.String() + `</w:styles>`
}

func (l look) xml() string {
	var b strings.Builder
	custom := ""
	if l.custom {
		custom = ` w:customStyle="1"`
	}
	b.WriteString(`<w:style w:type="paragraph"` + custom + ` w:styleId="` + string(l.id) + `"><w:name w:val="` + l.name +
		`"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>`)
	if l.level > 0 || l.id == Title {
		b.WriteString(`<w:keepNext/>`)
	}
	b.WriteString(fmt.Sprintf(`<w:spacing w:before="0" w:after="%d"`, l.after*20))
	if l.line > 0 {
		b.WriteString(fmt.Sprintf(` w:line="%d" w:lineRule="exact"`, l.line*20))
	}
	b.WriteString(`/>`)
	if l.indent {
		b.WriteString(`<w:ind w:firstLineChars="200" w:firstLine="640"/>`)
	}
	if l.inset > 0 {
		b.WriteString(fmt.Sprintf(`<w:ind w:rightChars="%d" w:right="%d"/>`, l.inset*100, int(l.size*20)*l.inset))
	}
	if l.align != "" {
		b.WriteString(`<w:jc w:val="` + string(l.align) + `"/>`)
	}
	if l.level > 0 {
		b.WriteString(fmt.Sprintf(`<w:outlineLvl w:val="%d"/>`, l.level-1))
	}
	b.WriteString(`</w:pPr><w:rPr>` + fonts(l.face))
	if l.bold {
		b.WriteString(`<w:b/>`)
	}
	if l.colour != "" {
		b.WriteString(`<w:color w:val="` + l.colour + `"/>`)
	}
	return b.String() + fmt.Sprintf(`<w:sz w:val="%g"/><w:szCs w:val="%g"/></w:rPr></w:style>`, l.size*2, l.size*2)
}

// settings turn on left and right page numbers and the layout of Word 2013 and later.
const settings = `<w:settings ` + wordNS + `><w:zoom w:percent="100"/><w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/>` +
	`<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`

// pageNumber is a foot "— 1 —" at one side, a character in from the edge.
func pageNumber(side string) string {
	field := func(kind string) string { return `<w:r><w:fldChar w:fldCharType="` + kind + `"/></w:r>` }
	return `<w:ftr ` + wordNS + `><w:p><w:pPr><w:pStyle w:val="PageNumber"/><w:ind w:leftChars="100" w:left="280" w:rightChars="100" w:right="280"/>` +
		`<w:jc w:val="` + side + `"/></w:pPr><w:r><w:t xml:space="preserve">— </w:t></w:r>` + field("begin") +
		`<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>` + field("separate") + `<w:r><w:t>1</w:t></w:r>` + field("end") +
		`<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>`
}
