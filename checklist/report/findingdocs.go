package report

import (
	"io"
	"time"

	"hallcheck/checklist"
)

// The further formats of papers; which paper takes which stands with the paper.
const (
	DOCX Format = "docx"
	PPTX Format = "pptx"
)

// Opener opens an upright JPEG or PNG copy of a picture by its name: always the one
// that may be shown, with its marks drawn on it (checklist.PhotoRef.Drawn, as
// photos.Store.Working takes it). It is embedded as it is. nil, or an error, prints
// an empty frame and warns.
type Opener = func(hash string) (io.ReadCloser, error)

// Picture is one picture of a paper or a slide.
type Picture struct {
	Hash  string // name of the picture to show: PhotoRef.Drawn; "" = none yet
	Label string // what stands on it, such as "整改前 11-18 09:12"; "" = nothing
}

// NoticeDoc is a rectification notice (整改通知单, DOMAIN 8.3) for one branch with
// the half that comes back. Formats: PDF, DOCX.
type NoticeDoc struct {
	Lang    checklist.Lang // "" = zh
	Org     string         // who sends it
	Number  string         // 编号 such as 鲁济服整〔2026〕017号; "" = a line to write on
	To      string         // 被通知单位
	Visit   string         // 检查日期与方式 in words
	Basis   string         // 依据: checklists and versions in words
	Items   []NoticeItem
	ReplyBy string    // yyyy-mm-dd of the answer; "" = a line to write on
	Issuer  string    // 签发人; "" = a line to write on
	Issued  string    // yyyy-mm-dd of issue; "" = a line to write on
	Return  bool      // the half that comes back is filled in from what the items say
	Made    time.Time // written into the file; zero = Issued
	Photo   Opener
}

// NoticeItem is one line of a notice.
type NoticeItem struct {
	Number   string // F-2026-0117
	Text     string // 问题描述
	Place    string // 位置: zone
	Photos   []string
	Severity checklist.Severity
	Repeat   int    // which occurrence this is; 0 or 1 = the first
	Require  string // 整改要求
	Owner    string // "" = named by the branch
	Due      string // yyyy-mm-dd
	// The half that comes back; used when NoticeDoc.Return is set.
	Done     string   // 已采取措施
	After    []string // 整改后照片
	DoneDay  string   // 完成日期 yyyy-mm-dd
	Review   string   // 复查意见
	Reviewer string   // 复查人
}

// FindingListDoc is a list of findings as a workbook with small pictures.
// Format: XLSX.
type FindingListDoc struct {
	Lang  checklist.Lang
	Org   string
	Scope string // what was chosen, in words: period, branches, states
	Today string // yyyy-mm-dd that overdue days are counted to
	Rows  []FindingRow
	Made  time.Time // written into the file; zero = Today
	Photo Opener    // thumbnails (long edge 320) are enough
}

// FindingRow is one finding of a list.
type FindingRow struct {
	Number      string
	Branch      string
	Zone        string
	S6          string // id of the 6S category, "" = none
	Text        string
	Severity    checklist.Severity
	Owner       string
	Department  string
	Found, Due  string // yyyy-mm-dd
	Status      checklist.FindingStatus
	Closed      string // yyyy-mm-dd, "" = open
	OverdueDays int    // 0 = not overdue
	Repeat      int    // which occurrence this is; 0 or 1 = the first
	Returns     int
	Cause       string // 原因
	Done        string // 已采取措施
	Before      string // hash, "" = none
	After       string // hash, "" = none
}

// AlbumDoc is an album of pictures before and after. Format: PDF.
type AlbumDoc struct {
	Lang  checklist.Lang
	Title string // "" = the album's own
	Org   string
	Scope string // what was chosen, in words
	Pairs []AlbumPair
	Made  time.Time
	Photo Opener
}

// AlbumPair is a finding in two pictures.
type AlbumPair struct {
	Heading string   // number and problem
	Lines   []string // captions: where, who, when; what was done
	Before  Picture
	After   Picture // Hash "" = no picture after yet
}

// SlideKind says what a slide shows and so how it is laid out.
type SlideKind string

// The kinds of slide (DOMAIN 8.3).
const (
	SlideTitle   SlideKind = "title"   // Heading large, Lines under it
	SlideSummary SlideKind = "summary" // Figures large, Lines under them
	SlideRanking SlideKind = "ranking" // Table, its Bars beside it
	SlideProblem SlideKind = "problem" // one picture fills two thirds, Lines beside it
	SlidePair    SlideKind = "pair"    // picture before and picture after side by side
	SlideBright  SlideKind = "bright"  // good practice: laid out as a problem, in green
	SlideClosing SlideKind = "closing" // Table or Lines: requirements and dates
)

// SlideDoc is a deck for a meeting, 16:9. Formats: PDF, PPTX; the window draws
// the same slides.
type SlideDoc struct {
	Lang   checklist.Lang
	Title  string
	Org    string
	Slides []Slide
	Made   time.Time // written into the file
	Photo  Opener
}

// Slide is one page of a deck. What is empty is not drawn; all texts are ready
// to be shown in the deck's language, names left out where the deck leaves them out.
type Slide struct {
	Kind    SlideKind
	Ref     string        // what it was made from: id of a finding or bright spot; not shown
	Tag     string        // a short mark over the heading, such as 严重 or 重复问题 第 2 次
	Alarm   bool          // the tag is a warning
	Heading string        // title, or the problem itself
	Lines   []string      // short paragraphs: requirement, what was done
	Figures []SlideFigure // at most six
	Table   *SlideTable
	Photos  []Picture // problem, bright: the first; pair: before and after
	Footer  string    // caption: zone · branch · owner · due
	Notes   string    // the presenter's line; never on the slide itself
}

// SlideFigure is a number to be seen from the last row.
type SlideFigure struct {
	Value, Label string
	Alarm        bool
}

// SlideTable is a table of texts; every row has as many cells as Head.
type SlideTable struct {
	Head   []string
	Rows   [][]string
	Widths []int // shares of the width, one a column; nil = equal
	Bars   []int // one a row, in thousandths of the longest bar; nil = no bars
	Strong int   // from 1: the row that is set off; 0 = none
}
