package report

import (
	"io"
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist"
)

// Notice writes a rectification notice with its return half as PDF or DOCX,
// upright A4. Errors: report.format, or the writer's.
func Notice(w io.Writer, f Format, d NoticeDoc) ([]Warning, error) {
	n := newNotice(d)
	var err error
	switch f {
	case PDF:
		var more []Warning
		more, err = n.pdf(w)
		n.shots.warnings = append(n.shots.warnings, more...)
	case DOCX:
		err = n.docx(w)
	default:
		err = checklist.Fail("report.format", "format", string(f))
	}
	return n.shots.warnings, err
}

// noticePaper is a notice whose words are ready: PDF and DOCX draw the same.
type noticePaper struct {
	d       *NoticeDoc
	tr      words
	shots   gallery
	title   string
	head    [][]field // rows of one or two fields
	intro   string
	issued  part // what is wrong
	signOut []string
	back    string // title of the half that comes back
	backTo  string
	answers part
	signIn  []string
	apart   bool    // the half that comes back stands on a page of its own
	room    float64 // millimetres its rows may take on their page, as the PDF found it
	long    bool    // the first half is longer than a page
}

// picsInCell is how many pictures of one finding a notice shows.
const picsInCell = 2

func newNotice(d NoticeDoc) *noticePaper {
	t := wordsOf(d.Lang)
	if d.Made.IsZero() {
		if day, err := time.Parse(time.DateOnly, d.Issued); err == nil {
			d.Made = day
		}
	}
	n := &noticePaper{d: &d, tr: t, shots: gallery{open: d.Photo, broken: t.t("photo.broken")}, title: t.t("nt.title")}
	n.head = [][]field{
		{{Label: t.t("nt.number"), Value: d.Number}, {Label: t.t("nt.from"), Value: d.Org}},
		{{Label: t.t("nt.to"), Value: d.To}, {Label: t.t("nt.visit"), Value: d.Visit}},
		{{Label: t.t("nt.basis"), Value: d.Basis}},
	}
	reply := d.ReplyBy
	if reply == "" {
		reply = t.t("nt.blankDay")
	}
	n.intro = t.t("nt.intro", "n", strconv.Itoa(len(d.Items)), "day", reply, "org", d.Org)
	n.issued = n.issuedPart()
	n.signOut = []string{t.t("nt.issuer", "name", d.Issuer), t.t("nt.receiver"), t.t("nt.date", "day", d.Issued)}
	number := d.Number
	if number == "" {
		number = strings.Repeat("_", 16)
	}
	n.back, n.backTo = t.t("nt.back"), t.t("nt.backTo", "number", number, "org", d.Org)
	n.answers = n.answerPart()
	n.signIn = []string{t.t("nt.head"), t.t("nt.reviewer"), t.t("nt.date", "day", "")}
	return n
}

// severity is a finding's severity in words, with the count of a repeat.
func (w words) severity(s checklist.Severity, repeat int) cell {
	c := txt(w.core("severity", string(s)))
	if s != checklist.Minor {
		c.Tone = toneBad
	}
	if repeat > 1 {
		c.Text += "\n" + w.t("repeat", "n", strconv.Itoa(repeat))
		c.Tone = toneBad
	}
	return c
}

func (n *noticePaper) issuedPart() part {
	t := n.tr
	p := part{Cols: []col{
		{Title: t.t("col.no"), Width: 9, Align: centre},
		{Title: t.t("nt.col.text"), Width: 40},
		{Title: t.t("nt.col.place"), Width: 18, Align: centre},
		{Title: t.t("nt.col.photo"), Width: 30, Align: centre},
		{Title: t.t("nt.col.severity"), Width: 16, Align: centre},
		{Title: t.t("nt.col.require"), Width: 29},
		{Title: t.t("col.owner"), Width: 15, Align: centre},
		{Title: t.t("nt.col.due"), Width: 19, Align: centre},
	}}
	for i := range n.d.Items {
		it := &n.d.Items[i]
		text := it.Text
		if it.Number != "" {
			text = it.Number + "\n" + text
		}
		p.Rows = append(p.Rows, row{MinH: 9, Cells: []cell{
			txt(strconv.Itoa(i + 1)), txt(text), txt(it.Place), n.photos(i, it.Photos),
			t.severity(it.Severity, it.Repeat), txt(it.Require), txt(it.Owner), txt(it.Due),
		}})
	}
	if len(p.Rows) == 0 {
		p.Rows = []row{span(t.t("nt.none"), toneMuted)}
	}
	return p
}

// photos is the cell of a finding's pictures, with the number of those left out.
func (n *noticePaper) photos(i int, hashes []string) cell {
	c := cell{Pics: n.shots.some(hashes, picsInCell, strconv.Itoa(i+1)), Tone: toneMuted}
	if more := len(hashes) - picsInCell; more > 0 {
		c.Text = n.tr.t("nt.more", "n", strconv.Itoa(more))
	}
	return c
}

// The least and the greatest height of a row to write an answer in, in millimetres.
const (
	answerLeast = 14.0
	answerMost  = 45.0
)

func (n *noticePaper) answerPart() part {
	t := n.tr
	p := part{Cols: []col{
		{Title: t.t("col.no"), Width: 9, Align: centre},
		{Title: t.t("nt.col.done"), Width: 60},
		{Title: t.t("nt.col.after"), Width: 34, Align: centre},
		{Title: t.t("nt.col.doneDay"), Width: 21, Align: centre},
		{Title: t.t("nt.col.review"), Width: 34},
		{Title: t.t("nt.col.reviewer"), Width: 18, Align: centre},
	}}
	for i := range n.d.Items {
		it := &n.d.Items[i]
		cells := blanks(6)
		cells[0] = txt(strconv.Itoa(i + 1))
		if n.d.Return {
			cells[1], cells[2] = txt(it.Done), n.photos(i, it.After)
			cells[3], cells[4], cells[5] = txt(it.DoneDay), txt(it.Review), txt(it.Reviewer)
		}
		p.Rows = append(p.Rows, row{MinH: answerLeast, Cells: cells})
	}
	return p
}

// stretch gives the rows to write an answer in the height that mm millimetres
// leave each of them.
func (n *noticePaper) stretch(mm float64) {
	each := min(answerMost, max(answerLeast, mm/float64(max(1, len(n.answers.Rows)))))
	for i := range n.answers.Rows {
		n.answers.Rows[i].MinH = each
	}
}
