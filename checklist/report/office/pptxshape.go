package office

import (
	"fmt"
	"strings"
)

// shape is one shape of a slide part.
func (k *Deck) shape(part string, id int, s *Shape) string {
	name := fmt.Sprintf(`<p:cNvPr id="%d" name="%s"/>`, id, escape(s.Name))
	switch {
	case s.Image != nil:
		return k.picture(part, id, s)
	case s.Table != nil:
		return `<p:graphicFrame><p:nvGraphicFramePr>` + name + `<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>` +
			s.place("p:xfrm") + `<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table">` + k.table(s.Table) + `</a:graphicData></a:graphic></p:graphicFrame>`
	}
	kind, place := `<p:cNvSpPr/>`, `<p:nvPr/>`
	switch {
	case s.Place != "":
		kind, place = `<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>`, `<p:nvPr><p:ph type="`+s.Place+`"`+placeIndex(s.Place)+`/></p:nvPr>`
	case len(s.Text) > 0 && s.Fill == "":
		kind = `<p:cNvSpPr txBox="1"/>`
	}
	shape := "rect"
	if s.Round {
		shape = "roundRect"
	}
	return `<p:sp><p:nvSpPr>` + name + kind + place + `</p:nvSpPr><p:spPr>` + s.place("a:xfrm") +
		`<a:prstGeom prst="` + shape + `"><a:avLst/></a:prstGeom>` + s.paint() + `</p:spPr>` + k.textBody(s) + `</p:sp>`
}

// placeIndex is how a layout counts its second placeholder.
func placeIndex(place string) string {
	if place == "subTitle" {
		return ` idx="1"`
	}
	return ""
}

func (s *Shape) place(tag string) string {
	return fmt.Sprintf(`<%s><a:off x="%d" y="%d"/><a:ext cx="%d" cy="%d"/></%s>`, tag, emu(s.X), emu(s.Y), emu(s.W), emu(s.H), tag)
}

func (s *Shape) paint() string {
	fill, line := `<a:noFill/>`, `<a:ln><a:noFill/></a:ln>`
	if s.Fill != "" {
		fill = solid(s.Fill)
	}
	if s.Line != "" {
		line = `<a:ln w="9525">` + solid(s.Line) + `</a:ln>`
	}
	return fill + line
}

func (k *Deck) textBody(s *Shape) string {
	anchor, inset := s.Anchor, emu(s.Inset)
	if anchor == "" {
		anchor = "t"
	}
	var b strings.Builder
	b.WriteString(fmt.Sprintf(`<p:txBody><a:bodyPr wrap="square" lIns="%d" tIns="%d" rIns="%d" bIns="%d" rtlCol="0" anchor="%s"><a:normAutofit/></a:bodyPr><a:lstStyle/>`,
		inset, inset, inset, inset, anchor))
	for _, p := range s.Text {
		b.WriteString(k.textPara(p))
	}
	if len(s.Text) == 0 {
		b.WriteString(`<a:p><a:endParaRPr lang="` + k.lang() + `"/></a:p>`)
	}
	return b.String() + `</p:txBody>`
}

func (k *Deck) textPara(p TextPara) string {
	align, spacing := p.Align, p.Spacing
	if align == "" {
		align = "l"
	}
	if spacing == 0 {
		spacing = 100
	}
	var b strings.Builder
	b.WriteString(fmt.Sprintf(`<a:p><a:pPr marL="0" indent="0" algn="%s"><a:lnSpc><a:spcPct val="%d"/></a:lnSpc><a:spcBef><a:spcPts val="0"/></a:spcBef>`+
		`<a:spcAft><a:spcPts val="%d"/></a:spcAft><a:buNone/></a:pPr>`, align, spacing*1000, int(p.After*100)))
	for _, r := range p.Runs {
		bold := 0
		if r.Bold {
			bold = 1
		}
		look := fmt.Sprintf(`lang="%s" altLang="en-US" sz="%d" b="%d" dirty="0"`, k.lang(), int(r.Size*100), bold)
		colour := ""
		if r.Colour != "" {
			colour = solid(r.Colour)
		}
		for i, line := range breaks(r.Text) {
			if i > 0 {
				b.WriteString(`<a:br><a:rPr ` + look + `>` + colour + `</a:rPr></a:br>`)
			}
			b.WriteString(`<a:r><a:rPr ` + look + `>` + colour + `</a:rPr><a:t>` + escape(line) + `</a:t></a:r>`)
		}
	}
	return b.String() + `</a:p>`
}

func (k *Deck) picture(part string, id int, s *Shape) string {
	rel := k.p.relate(part, "image", "../media/"+k.p.picture(*s.Image))
	line := ""
	if s.Line != "" {
		line = `<a:ln w="9525">` + solid(s.Line) + `</a:ln>`
	}
	return fmt.Sprintf(`<p:pic><p:nvPicPr><p:cNvPr id="%d" name="Picture %d" descr="%s"/><p:cNvPicPr><a:picLocks noChangeAspect="1"/></p:cNvPicPr><p:nvPr/></p:nvPicPr>`+
		`<p:blipFill><a:blip r:embed="%s"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr>%s<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>%s</p:spPr></p:pic>`,
		id, id, escape(s.Name), rel, s.place("a:xfrm"), line)
}

func (k *Deck) table(g *Grid) string {
	var b strings.Builder
	head := ""
	if g.Header {
		head = ` firstRow="1"`
	}
	b.WriteString(`<a:tbl><a:tblPr` + head + `/><a:tblGrid>`)
	for _, w := range g.Widths {
		b.WriteString(fmt.Sprintf(`<a:gridCol w="%d"/>`, emu(w)))
	}
	b.WriteString(`</a:tblGrid>`)
	for i, row := range g.Cells {
		b.WriteString(fmt.Sprintf(`<a:tr h="%d">`, emu(g.Heights[i])))
		for _, c := range row {
			b.WriteString(`<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>` + k.textPara(c.Text) + `</a:txBody>` + g.cellLook(c) + `</a:tc>`)
		}
		b.WriteString(`</a:tr>`)
	}
	return b.String() + `</a:tbl>`
}

// cellLook is the frame and the ground of a cell: a line under it, none beside it.
func (g *Grid) cellLook(c GridCell) string {
	none := func(side string) string { return `<a:` + side + ` w="0"><a:noFill/></a:` + side + `>` }
	rule := none
	if g.Line != "" {
		rule = func(side string) string { return `<a:` + side + ` w="9525">` + solid(g.Line) + `</a:` + side + `>` }
	}
	fill := `<a:noFill/>`
	if c.Fill != "" {
		fill = solid(c.Fill)
	}
	return `<a:tcPr marL="76200" marR="76200" marT="25400" marB="25400" anchor="ctr">` + none("lnL") + none("lnR") + rule("lnT") + rule("lnB") + fill + `</a:tcPr>`
}
