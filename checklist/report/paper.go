package report

import (
	"io"
	"time"

	"hallcheck/assets"
	"hallcheck/checklist"
)

// paper is a sheet before it is a PDF or a workbook: both draw the same parts.
type paper struct {
	Title    string
	Edition  string // "第 1 版"
	Org      string
	DocID    string
	Running  string // head of the pages after the first
	Created  time.Time
	Head     []field
	Score    string // "93.4", "" = no box
	ScoreCap string // "总得分"
	Grade    string
	Bad      bool // the grade is a failing one, or a veto stands
	Notices  []notice
	Facts    []field // figures under the head
	Parts    []part
	Photos   []photo
	Sign     []string
	Blank    bool
	First    string        // name of the workbook's first sheet; "" = the form's
	after    func(*canvas) // draws what comes behind the tables of the PDF; nil = nothing
	sheets   func(*book)   // adds further sheets to the workbook; nil = none
	tr       words
	open     func(string) (io.ReadCloser, error)
}

// field is a label and its value; Num is set when the value is a number.
type field struct{ Label, Value, Num string }

// notice is a line in a band under the head.
type notice struct {
	Mark, Text string
	Bad        bool
}

// part is one table.
type part struct {
	Title     string
	Sheet     string // name of its sheet in the workbook; "" = the main one
	Cols      []col
	Rows      []row
	Note      string
	Continued string // put behind a group's name on the next page
}

// col is a column; Width is in millimetres of 277.
type col struct {
	Title string
	Width float64
	Align align
	Small bool
	Group bool // merged over rows of one group
}

type rowKind int

const (
	rowItem  rowKind = iota
	rowSub           // sum of a group
	rowTotal         // sum of the part
	rowSpan          // one cell over all columns
)

// row is a line of a table; Group is the merged column's text.
type row struct {
	Kind  rowKind
	Group string
	Cells []cell
	MinH  float64 // millimetres
}

type tone int

const (
	tonePlain tone = iota
	toneMuted
	toneStrong
	toneBad
)

// cell is a text; Num is its exact decimal when it is a number, and Format how a
// workbook shows it, "" = as many places as Num has.
type cell struct {
	Text, Num, Format string
	Tone              tone
	Pics              []pic // under the text
}

func txt(s string) cell         { return cell{Text: s} }
func (c cell) tone(t tone) cell { c.Tone = t; return c }
func num(s string) cell         { return cell{Text: s, Num: s} }
func span(s string, t tone) row { return row{Kind: rowSpan, Cells: []cell{{Text: s, Tone: t}}} }
func blanks(n int) []cell       { return make([]cell, n) }

// photo is one numbered picture.
type photo struct {
	No, Hash, Caption, Detail string
}

// words speaks one language.
type words struct{ lang checklist.Lang }

func wordsOf(l checklist.Lang) words {
	if l != checklist.EN {
		l = checklist.ZH
	}
	return words{l}
}

func (w words) t(key string, pairs ...string) string {
	return assets.T(string(w.lang), "report."+key, pairs...)
}

// core speaks a text every part of the program shares.
func (w words) core(area, id string) string {
	if id == "" {
		return ""
	}
	return assets.T(string(w.lang), area+"."+id)
}

func (w words) in(t checklist.Text) string { return t.In(w.lang) }
