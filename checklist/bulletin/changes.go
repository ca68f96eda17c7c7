package bulletin

import (
	"cmp"
	"slices"

	"hallcheck/checklist"
)

// Changes is what a new edition says otherwise than the one before.
type Changes struct {
	Rows     []RowChange       `json:"rows,omitempty"` // halls whose score or rank is another one, by new rank
	MeanFrom *checklist.Tenths `json:"meanFrom,omitempty"`
	MeanTo   *checklist.Tenths `json:"meanTo,omitempty"`
	Records  [2]int            `json:"records"` // before, now
	Problems [2]int            `json:"problems"`
	Overdue  [2]int            `json:"overdue"`
	Words    bool              `json:"words,omitempty"` // what the clerk wrote is another text
	Index    bool              `json:"index,omitempty"` // the composite is made or graded otherwise
}

// RowChange is one hall in both editions; a rank of 0 = it was not in that one.
type RowChange struct {
	Hall      int               `json:"hall"`
	FromRank  int               `json:"fromRank"`
	ToRank    int               `json:"toRank"`
	FromScore *checklist.Tenths `json:"fromScore,omitempty"`
	ToScore   *checklist.Tenths `json:"toScore,omitempty"`
}

// Scored says that the hall's own score is another one, not only its place.
func (c *RowChange) Scored() bool {
	return (c.FromScore == nil) != (c.ToScore == nil) || c.FromScore != nil && *c.FromScore != *c.ToScore
}

// Diff compares two editions; halls are told apart by their codes.
func Diff(old, now *Data) *Changes {
	before := map[string]*Row{}
	for i := range old.Rows {
		before[old.Halls[old.Rows[i].Hall].Code] = &old.Rows[i]
	}
	c := &Changes{
		MeanFrom: old.Basics.Mean, MeanTo: now.Basics.Mean, Records: [2]int{old.Basics.Records, now.Basics.Records},
		Problems: [2]int{old.Basics.Problems, now.Basics.Problems}, Overdue: [2]int{old.Last.OverdueN, now.Last.OverdueN},
		Words: old.words() != now.words(), Index: old.index() != now.index(),
	}
	seen := map[string]bool{}
	for i := range now.Rows {
		r := &now.Rows[i]
		code := now.Halls[r.Hall].Code
		seen[code] = true
		x := RowChange{Hall: r.Hall, ToRank: r.Rank, ToScore: &r.Score}
		if b := before[code]; b != nil {
			x.FromRank, x.FromScore = b.Rank, &b.Score
		}
		if x.FromRank != x.ToRank || x.Scored() {
			c.Rows = append(c.Rows, x)
		}
	}
	for h := range now.Halls {
		code := now.Halls[h].Code
		if b := before[code]; b != nil && !seen[code] {
			c.Rows = append(c.Rows, RowChange{Hall: h, FromRank: b.Rank, FromScore: &b.Score})
		}
	}
	slices.SortStableFunc(c.Rows, func(a, b RowChange) int { return cmp.Compare(last(a.ToRank), last(b.ToRank)) })
	return c
}

// last puts what has no rank any more behind everything that has one.
func last(rank int) int {
	if rank == 0 {
		return 1 << 30
	}
	return rank
}

// words are the clerk's texts as one.
func (d *Data) words() string {
	x := Data{Title: d.Title, Addressee: d.Addressee, Opening: d.Opening, Closing: d.Closing, Requirements: d.Requirements, Office: d.Office, Head: d.Head}
	return string(x.Encode())
}

// index is how the composite is made and graded, as one.
func (d *Data) index() string {
	x := Data{Composite: d.Composite}
	if d.Composite != nil {
		x.Lists = d.Lists
	}
	return string(x.Encode())
}

// Nothing says that the new edition says nothing new.
func (c *Changes) Nothing() bool {
	return len(c.Rows) == 0 && !c.Words && !c.Index && c.Records[0] == c.Records[1] && c.Problems[0] == c.Problems[1] && c.Overdue[0] == c.Overdue[1]
}
