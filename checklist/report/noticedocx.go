package report

import (
	"io"
	"strings"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/report/office"
)

// noticeLeaf is the page of a notice in millimetres: narrower margins than an
// official paper, for its table of eight columns.
var noticeLeaf = office.Page{W: 210, H: 297, Left: 17, Right: 17, Top: 18, Bottom: 18}

// docxTaller is how much taller the first half is in larger type, in millimetres.
const docxTaller = 18.0

func (n *noticePaper) docx(w io.Writer) error {
	if _, err := n.pdf(io.Discard); err != nil { // says where the page ends
		return err
	}
	n.settleDocx()
	doc := office.NewDocument(officeProps(n.title+" "+n.d.Number, n.d.Org, n.tr.lang, n.d.Made), noticeLeaf)
	doc.Text(office.Title, n.title)
	doc.AddTable(n.headTable())
	doc.Add(office.Para{Style: office.Plain, Before: 8, Runs: []office.Run{{Text: n.intro}}})
	doc.AddTable(docTable(&n.issued, true))
	doc.Add(signPara(n.signOut))
	if !n.apart {
		doc.Add(office.Para{Style: office.Caption, Before: 14, Runs: []office.Run{{Text: strings.Repeat("- ", 24) + n.tr.t("nt.cut") + strings.Repeat(" -", 24), Colour: muted.hex(), Size: 9}}})
	}
	doc.Add(office.Para{Style: office.Title, KeepNext: true, NewPage: n.apart, Runs: []office.Run{{Text: n.back, Size: 16}}})
	doc.Add(office.Para{Style: office.Plain, KeepNext: true, Runs: []office.Run{{Text: n.backTo, Size: 10.5}}})
	doc.AddTable(docTable(&n.answers, true))
	doc.Add(signPara(n.signIn))
	return doc.Write(w)
}

// settleDocx decides where the second half stands and how tall its rows are, from
// what the PDF needed: on one page with the first half where that leaves room, and
// after a long first half with low rows, for its end cannot be known.
func (n *noticePaper) settleDocx() {
	switch least := answerLeast * float64(len(n.answers.Rows)); {
	case n.long:
		n.stretch(0)
	case n.apart:
		n.stretch(n.room - docxTaller)
	case n.room < least+docxTaller:
		n.apart = true
		n.stretch(answerMost * float64(len(n.answers.Rows)) / 1.5)
	default:
		n.stretch(n.room - docxTaller)
	}
}

// headTable is the fields of the head; label columns are tinted.
func (n *noticePaper) headTable() office.Table {
	t := office.Table{Widths: []float64{24, 64, 24, 64}}
	for _, fs := range n.head {
		r := office.TableRow{MinH: 8, Whole: true}
		for _, f := range fs {
			spanOf := 1
			if len(fs) == 1 {
				spanOf = 3
			}
			r.Cells = append(
				r.Cells,
				office.TableCell{Fill: tint.hex(), Paras: []office.Para{{Style: office.CellHead, Align: office.Left, Runs: []office.Run{{Text: f.Label}}}}},
				office.TableCell{Span: spanOf, Paras: []office.Para{{Style: office.Cell, Runs: []office.Run{{Text: clean(f.Value)}}}}},
			)
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}

// tableType is the type size of a notice's tables: a date fits into its column.
const tableType = 9

// docTable is a part as a table of a document; its column widths are millimetres.
func docTable(p *part, whole bool) office.Table {
	t := office.Table{Header: 1}
	head := office.TableRow{MinH: 8}
	for _, c := range p.Cols {
		t.Widths = append(t.Widths, c.Width)
		head.Cells = append(head.Cells, office.TableCell{Fill: headBg.hex(), Paras: []office.Para{{Style: office.CellHead, Runs: []office.Run{{Text: c.Title, Size: tableType}}}}})
	}
	t.Rows = append(t.Rows, head)
	for i := range p.Rows {
		r := &p.Rows[i]
		out := office.TableRow{MinH: r.MinH, Whole: whole && r.Kind != rowSpan}
		for k, c := range r.Cells {
			cell := office.TableCell{Paras: cellParas(c, p.Cols[min(k, len(p.Cols)-1)])}
			if r.Kind == rowSpan {
				cell.Span = len(p.Cols)
			}
			if len([]rune(c.Text)) > 400 {
				out.Whole = false
			}
			out.Cells = append(out.Cells, cell)
		}
		t.Rows = append(t.Rows, out)
	}
	return t
}

// cellParas is a cell's text and the pictures under it.
func cellParas(c cell, col col) (out []office.Para) {
	al := [...]office.Align{office.Left, office.Centre, office.Right}[col.Align]
	if c.Text != "" || len(c.Pics) == 0 {
		run := office.Run{Text: clean(c.Text), Size: tableType}
		switch c.Tone {
		case toneBad:
			run.Bold, run.Colour = true, danger.hex()
		case toneMuted:
			run.Colour = muted.hex()
		case toneStrong:
			run.Bold = true
		case tonePlain:
		}
		out = append(out, office.Para{Style: office.Cell, Align: al, Runs: []office.Run{run}})
	}
	for _, p := range c.Pics {
		if !p.ok() {
			out = append(out, office.Para{Style: office.Cell, Align: al, Runs: []office.Run{{Text: p.alt, Colour: muted.hex()}}})
			continue
		}
		w, h := p.within(col.Width-2.6, picMax/mm)
		out = append(out, office.Para{Style: office.Cell, Align: al, Before: 2, Runs: []office.Run{{Image: p.image(), W: w, H: h, Alt: col.Title}}})
	}
	return out
}

// signPara is a line to sign on: labels with room to write.
func signPara(labels []string) office.Para {
	p := office.Para{Style: office.Plain, Before: 18}
	for i, l := range labels {
		if i > 0 {
			p.Runs = append(p.Runs, office.Run{Text: "    "})
		}
		p.Runs = append(p.Runs, office.Run{Text: l})
		if !endsFilled(l) {
			p.Runs = append(p.Runs, office.Run{Text: strings.Repeat("\u00a0", 24), Underline: true})
		}
	}
	return p
}

// endsFilled says that a label has its value already, such as a name after the colon.
func endsFilled(l string) bool {
	l = strings.TrimSpace(l)
	return !strings.HasSuffix(l, "：") && !strings.HasSuffix(l, ":")
}

// officeProps says what a file is.
func officeProps(title, author string, lang checklist.Lang, made time.Time) office.Props {
	tag := "zh-CN"
	if lang == checklist.EN {
		tag = "en-US"
	}
	return office.Props{Title: strings.TrimSpace(clean(title)), Author: clean(author), Lang: tag, Made: made}
}
