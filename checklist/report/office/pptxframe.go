package office

import (
	"fmt"
	"strings"
)

// frame adds the parts every deck has besides its slides: properties, theme,
// master, layouts, and the notes' master when there are notes.
func (k *Deck) frame() {
	p := k.p
	const master = "ppt/slideMasters/slideMaster1.xml"
	for i, l := range layouts {
		part := fmt.Sprintf("ppt/slideLayouts/slideLayout%d.xml", i+1)
		p.relate(master, "slideLayout", fmt.Sprintf("../slideLayouts/slideLayout%d.xml", i+1))
		p.relate(part, "slideMaster", "../slideMasters/slideMaster1.xml")
		p.add(part, slideType("slideLayout"), `<p:sldLayout `+slideNS+` type="`+l.kind+`" preserve="1"><p:cSld name="`+l.name+`">`+treeHead+l.shapes+
			`</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>`)
	}
	p.relate(master, "theme", "../theme/theme1.xml")
	p.add(master, slideType("slideMaster"), slideMaster())
	p.add("ppt/theme/theme1.xml", themeType, theme("Hallcheck"))
	if k.notes > 0 {
		p.relate("ppt/notesMasters/notesMaster1.xml", "theme", "../theme/theme2.xml")
		p.add("ppt/notesMasters/notesMaster1.xml", slideType("notesMaster"), notesMaster())
		p.add("ppt/theme/theme2.xml", themeType, theme("Hallcheck Notes"))
	}
	p.add("ppt/presProps.xml", slideType("presProps"), `<p:presentationPr `+slideNS+`/>`)
	p.add("ppt/viewProps.xml", slideType("viewProps"), `<p:viewPr `+slideNS+`><p:normalViewPr><p:restoredLeft sz="15620"/><p:restoredTop sz="94660"/></p:normalViewPr>`+
		`<p:slideViewPr><p:cSldViewPr snapToGrid="0"><p:cViewPr varScale="1"><p:scale><a:sx n="100" d="100"/><a:sy n="100" d="100"/></p:scale>`+
		`<p:origin x="0" y="0"/></p:cViewPr><p:guideLst/></p:cSldViewPr></p:slideViewPr><p:notesTextViewPr><p:cViewPr><p:scale><a:sx n="1" d="1"/>`+
		`<a:sy n="1" d="1"/></p:scale><p:origin x="0" y="0"/></p:cViewPr></p:notesTextViewPr><p:gridSpacing cx="72008" cy="72008"/></p:viewPr>`)
	p.add("ppt/tableStyles.xml", slideType("tableStyles"), `<a:tblStyleLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" def="{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"/>`)
}

const themeType = "application/vnd.openxmlformats-officedocument.theme+xml"

// slideFace is the face of slides: on every Chinese Windows, others fall back.
const slideFace = "Microsoft YaHei"

// layouts are the deck's layouts, in the order of Layout.
var layouts = []struct{ kind, name, shapes string }{
	{"title", "Title Slide", holder(2, "Title 1", "ctrTitle", "", 80, 150, 800, 130, "b", "Click to edit Master title style") +
		holder(3, "Subtitle 2", "subTitle", ` idx="1"`, 80, 296, 800, 110, "t", "Click to edit Master subtitle style")},
	{"titleOnly", "Title Only", holder(2, "Title 1", "title", "", 40, 24, 880, 60, "ctr", "Click to edit Master title style")},
	{"blank", "Blank", ""},
}

// holder is a placeholder of a layout or a master.
func holder(id int, name, kind, idx string, x, y, w, h float64, anchor, prompt string) string {
	return fmt.Sprintf(`<p:sp><p:nvSpPr><p:cNvPr id="%d" name="%s"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="%s"%s/></p:nvPr></p:nvSpPr>`+
		`<p:spPr><a:xfrm><a:off x="%d" y="%d"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>`+
		`<p:txBody><a:bodyPr vert="horz" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" anchor="%s"><a:normAutofit/></a:bodyPr><a:lstStyle/>`+
		`<a:p><a:r><a:rPr lang="en-US"/><a:t>%s</a:t></a:r></a:p></p:txBody></p:sp>`, id, name, kind, idx, emu(x), emu(y), emu(w), emu(h), anchor, prompt)
}

func slideMaster() string {
	var b strings.Builder
	b.WriteString(`<p:sldMaster ` + slideNS + `><p:cSld><p:bg><p:bgRef idx="1001"><a:schemeClr val="bg1"/></p:bgRef></p:bg>` + treeHead +
		holder(2, "Title Placeholder 1", "title", "", 40, 24, 880, 60, "ctr", "Click to edit Master title style") +
		holder(3, "Text Placeholder 2", "body", ` idx="1"`, 40, 100, 880, 390, "t", "Click to edit Master text styles") +
		`</p:spTree></p:cSld>` + colourMap + `<p:sldLayoutIdLst>`)
	for i := range layouts {
		b.WriteString(fmt.Sprintf(`<p:sldLayoutId id="%d" r:id="rId%d"/>`, 2147483649+i, i+1))
	}
	b.WriteString(`</p:sldLayoutIdLst><p:txStyles><p:titleStyle>` +
		level("lvl1pPr", `algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1"`, `<a:spcBef><a:spcPct val="0"/></a:spcBef><a:buNone/>`, 2800, "tx1", "mj") +
		`</p:titleStyle><p:bodyStyle>`)
	for i := 1; i <= 9; i++ {
		b.WriteString(level(fmt.Sprintf("lvl%dpPr", i), fmt.Sprintf(`marL="%d" indent="-228600" algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1"`, i*457200-228600),
			`<a:buFont typeface="Arial"/><a:buChar char="•"/>`, 2000, "tx1", "mn"))
	}
	b.WriteString(`</p:bodyStyle><p:otherStyle><a:defPPr><a:defRPr lang="en-US"/></a:defPPr>`)
	for i := 1; i <= 9; i++ {
		b.WriteString(level(fmt.Sprintf("lvl%dpPr", i), fmt.Sprintf(`marL="%d" algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1"`, (i-1)*457200), "", 1800, "tx1", "mn"))
	}
	return b.String() + `</p:otherStyle></p:txStyles></p:sldMaster>`
}

const colourMap = `<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4"` +
	` accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>`

func notesMaster() string {
	return `<p:notesMaster ` + slideNS + `><p:cSld><p:bg><p:bgRef idx="1001"><a:schemeClr val="bg1"/></p:bgRef></p:bg>` + treeHead +
		`<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide Image Placeholder 1"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr>` +
		`<p:nvPr><p:ph type="sldImg" idx="2"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="685800" y="1143000"/><a:ext cx="5486400" cy="3086100"/></a:xfrm>` +
		`<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln w="12700"><a:solidFill><a:prstClr val="black"/></a:solidFill></a:ln></p:spPr></p:sp>` +
		`<p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes Placeholder 2"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="body" sz="quarter" idx="3"/></p:nvPr></p:nvSpPr>` +
		`<p:spPr><a:xfrm><a:off x="685800" y="4400550"/><a:ext cx="5486400" cy="3600450"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>` +
		`<p:txBody><a:bodyPr vert="horz" lIns="91440" tIns="45720" rIns="91440" bIns="45720" rtlCol="0"/><a:lstStyle/>` +
		`<a:p><a:pPr lvl="0"/><a:r><a:rPr lang="en-US"/><a:t>Click to edit Master text styles</a:t></a:r></a:p></p:txBody></p:sp>` +
		`</p:spTree></p:cSld>` + colourMap + `<p:notesStyle>` +
		level("lvl1pPr", `marL="0" algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1"`, "", 1400, "tx1", "mn") +
		`</p:notesStyle></p:notesMaster>`
}

// theme is a theme in the program's colours; its effects are those of a plain Office theme.
func theme(name string) string {
	var b strings.Builder
	b.WriteString(`<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="` + name + `"><a:themeElements><a:clrScheme name="Hallcheck">` +
		`<a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1><a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1>`)
	for _, c := range [][2]string{
		{"dk2", "1B2430"},
		{"lt2", "E3EAF2"},
		{"accent1", "1559B7"},
		{"accent2", "B4233B"},
		{"accent3", "15713F"},
		{"accent4", "8A5B00"},
		{"accent5", "5A6676"},
		{"accent6", "1F4E79"},
		{"hlink", "1559B7"},
		{"folHlink", "5A6676"},
	} {
		b.WriteString(`<a:` + c[0] + `><a:srgbClr val="` + c[1] + `"/></a:` + c[0] + `>`)
	}
	face := `<a:latin typeface="` + slideFace + `"/><a:ea typeface="` + slideFace + `"/><a:cs typeface=""/><a:font script="Hans" typeface="微软雅黑"/>`
	const shade = `<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>`
	b.WriteString(`</a:clrScheme><a:fontScheme name="Hallcheck"><a:majorFont>` + face + `</a:majorFont><a:minorFont>` + face + `</a:minorFont></a:fontScheme>` +
		`<a:fmtScheme name="Hallcheck"><a:fillStyleLst>` + shade + shade + shade + `</a:fillStyleLst><a:lnStyleLst>`)
	for _, w := range []int{6350, 12700, 19050} {
		b.WriteString(fmt.Sprintf(`<a:ln w="%d" cap="flat" cmpd="sng" algn="ctr">%s<a:prstDash val="solid"/><a:miter lim="800000"/></a:ln>`, w, shade))
	}
	const none = `<a:effectStyle><a:effectLst/></a:effectStyle>`
	return b.String() + `</a:lnStyleLst><a:effectStyleLst>` + none + none + none + `</a:effectStyleLst><a:bgFillStyleLst>` + shade + shade + shade +
		`</a:bgFillStyleLst></a:fmtScheme></a:themeElements><a:objectDefaults/><a:extraClrSchemeLst/></a:theme>`
}
