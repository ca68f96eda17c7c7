// Package ranking orders halls by their period score (DOMAIN 4.12). It is pure:
// it takes the sums of two periods and returns the table HQ shows, prints and
// explains.
package ranking

import (
	"cmp"
	"slices"

	"hallcheck/checklist"
)

// FewestRanked is how many halls a public ranking needs.
const FewestRanked = 3

// Input is what a ranking is made from: one checklist, or a composite of
// several, in one period.
type Input struct {
	Checklist *checklist.Checklist   // names its zones and grades; for a composite Composite.Sheet
	Composite *Composite             // nil = Checklist alone
	Branches  []checklist.Branch     // all halls; inactive ones and competitors are left out
	Cells     []checklist.PeriodCell // this period, at most one per hall and checklist
	Last      []checklist.PeriodCell // the period before
	OnTime    map[string]int         // on-time rectification by hall, per mille; absent = not known
	Spread    []Spread               // sums of squares of this period, for Rules.Shrink; nil = none
	Peers     Peers                  // shows one peer group; zero = all halls
	Rules     Rules
}

// Peers is a peer group: halls of one grade and one traffic class. An empty
// field takes all.
type Peers struct {
	Grade   checklist.HallGrade
	Traffic checklist.Traffic
}

// PeersOf is the peer group a hall belongs to. A hall without a grade weighs as
// a second-grade one, so it is compared with those.
func PeersOf(b checklist.Branch) Peers {
	if b.Grade == "" {
		b.Grade = checklist.Second
	}
	return Peers{Grade: b.Grade, Traffic: b.Traffic}
}

// Has says whether a hall is in the group.
func (p Peers) Has(b checklist.Branch) bool {
	own := PeersOf(b)
	return (p.Grade == "" || p.Grade == own.Grade) && (p.Traffic == "" || p.Traffic == own.Traffic)
}

// Row is one ranked hall. Ranks count over all halls and over its peer group,
// whatever the table shows; equal scores share a rank and the next is skipped.
type Row struct {
	Rank      int
	PeerRank  int
	PeerCount int // ranked halls of its peer group; fewer than FewestRanked make no public rank
	Branch    checklist.Branch

	Score    checklist.Tenths // mean of the records' rounded scores, or the weighted mean of the parts; rounded half up once
	Grade    string           // id of the grade of Score
	N        int              // records
	ScoreSum int64            // tenths; of one checklist Score is ScoreSum / N
	Shares   []Share          // the parts of a composite, in its order; nil for one checklist
	Partial  bool             // a part is missing: marked with an asterisk
	Small    bool             // fewer records than Rules.SmallBelow, in one of the parts
	Vetoes   int              // inspection vetoes
	Problems int
	Critical int
	OnTime   *int // per mille, nil = not known

	Shrunk *Shrunk // nil = not asked for, or not computable

	LastScore  *checklist.Tenths // nil = not inspected in the period before
	LastRank   int               // 0 = none
	Change     *checklist.Tenths // Score − LastScore
	RankChange int               // LastRank − Rank: positive = climbed; 0 too when there was no last rank

	Weakest    *Weak  // nil = no zone below 100.0
	Weak       []Weak // the lowest three, Weakest first
	Versions   [2]int
	OddVersion bool // made with another version of the checklist than most
	Excluded   int  // incomplete records that do not count

	Provisional int // records that count and nobody passed yet
	Appealed    int // records that count while an appeal is open
	Withheld    int // records returned, void or waiting, which do not count
}

// Weak is a zone a hall should look at first (短板).
type Weak struct {
	Zone  string
	Name  checklist.Text
	List  checklist.Text   // the checklist it stands in; zero when there is only one
	Score checklist.Tenths // mean of its records
	Lost  checklist.Milli  // points of the 100 lost in it, mean of the records
}

// WeakZones is how many zones Row.Weak has at most (DOMAIN 6.5).
const WeakZones = 3

// Absent is an active hall with no record that counts.
type Absent struct {
	Branch     checklist.Branch
	Incomplete int // records that do not count because they are incomplete
	LastScore  *checklist.Tenths
}

// Rival is a competitor's hall. It has no rank and stands in no mean (DOMAIN 5.8).
type Rival struct {
	Branch checklist.Branch
	Score  checklist.Tenths
	N      int
	Day    string // of the last visit, yyyy-mm-dd; "" = not known
}

// Table is a ranking: rows by rank, and the halls without one.
type Table struct {
	Rows         []Row
	NotInspected []Absent // by code
	Rivals       []Rival  // by score, then code; never among Rows
	TooFew       bool     // fewer rows than may be ranked publicly
	Gate         Gate     // what low coverage does to it; "" = nothing
	Inspected    int      // shown halls with a record
	Active       int      // shown halls; coverage is Inspected / Active
	Mean         *checklist.Tenths
	LastMean     *checklist.Tenths
	Version      int // of the checklist, as most halls used it; 0 = no rows, or a composite
	Shrinkage    Shrinkage
	ByShrunk     bool // ranked by Row.Shrunk
}

// Marks are the footnote signs of a row: * a part is missing, † another version of
// the checklist, ‡ few records.
func (r *Row) Marks() string {
	out := ""
	if r.Partial {
		out += "*"
	}
	if r.OddVersion {
		out += "†"
	}
	if r.Small {
		out += "‡"
	}
	return out
}

// Rank makes the table. The order of the input does not matter.
func Rank(in Input) Table {
	now, last := ranked(in, in.Cells), ranked(in, in.Last)
	t := Table{}
	if in.Rules.Shrink != ShrinkOff {
		t.Shrinkage = in.shrink(now)
		t.ByShrunk = in.Rules.Shrink == ShrinkRanks
	}
	if in.Composite == nil {
		t.Version = usual(now)
	}
	order(now, t.ByShrunk)
	order(last, false)
	before := make(map[string]*Row, len(last))
	for _, r := range last {
		before[r.Branch.Code] = r
	}
	for _, r := range now {
		r.OddVersion = in.Composite == nil && r.Versions != [2]int{t.Version, t.Version}
		if l := before[r.Branch.Code]; l != nil {
			score, change := l.Score, r.Score-l.Score
			r.LastScore, r.Change = &score, &change
			r.LastRank, r.RankChange = l.Rank, l.Rank-r.Rank
		}
		if in.Peers.Has(r.Branch) {
			t.Rows = append(t.Rows, *r)
		}
	}
	t.Inspected, t.TooFew = len(t.Rows), len(t.Rows) < FewestRanked
	t.Mean, t.LastMean = mean(in.Peers, now), mean(in.Peers, last)
	t.absent(in, now, before)
	t.rivals(in)
	t.Gate = in.Rules.gate(t.Inspected, t.Active)
	return t
}

// order sorts the rows and gives them their ranks.
func order(rows []*Row, shrunk bool) {
	slices.SortFunc(rows, func(a, b *Row) int { return compare(a, b, shrunk) })
	place(rows, shrunk)
}

// key is what a row is ranked by.
func (r *Row) key(shrunk bool) checklist.Tenths {
	if shrunk && r.Shrunk != nil {
		return r.Shrunk.Score
	}
	return r.Score
}

// compare is the order of display: score, then inside a tie fewer vetoes, fewer
// critical findings, the better on-time rate (unknown last), then the code.
func compare(a, b *Row, shrunk bool) int {
	return cmp.Or(
		cmp.Compare(b.key(shrunk), a.key(shrunk)),
		cmp.Compare(a.Vetoes, b.Vetoes),
		cmp.Compare(a.Critical, b.Critical),
		cmp.Compare(onTime(b), onTime(a)),
		cmp.Compare(a.Branch.Code, b.Branch.Code),
	)
}

func onTime(r *Row) int {
	if r.OnTime == nil {
		return -1
	}
	return *r.OnTime
}

// place gives the sorted rows their ranks, overall and in their peer groups.
func place(rows []*Row, shrunk bool) {
	type group struct {
		count, rank int
		score       checklist.Tenths
	}
	groups := map[Peers]*group{}
	for i, r := range rows {
		score := r.key(shrunk)
		r.Rank = i + 1
		if i > 0 && rows[i-1].key(shrunk) == score {
			r.Rank = rows[i-1].Rank
		}
		g := groups[PeersOf(r.Branch)]
		if g == nil {
			g = &group{}
			groups[PeersOf(r.Branch)] = g
		}
		g.count++
		if g.count == 1 || g.score != score {
			g.rank, g.score = g.count, score
		}
		r.PeerRank = g.rank
	}
	for _, r := range rows {
		r.PeerCount = groups[PeersOf(r.Branch)].count
	}
}

// usual is the version most halls used alone; of equals the newest.
func usual(rows []*Row) int {
	count := map[int]int{}
	best := 0
	for _, r := range rows {
		count[r.Versions[1]]++
	}
	for v, n := range count {
		if n > count[best] || n == count[best] && v > best {
			best = v
		}
	}
	return best
}

// mean is that of the peer group's scores, rounded half up; nil without any.
func mean(peers Peers, rows []*Row) *checklist.Tenths {
	sum, n := int64(0), int64(0)
	for _, r := range rows {
		if peers.Has(r.Branch) {
			sum, n = sum+int64(r.Score), n+1
		}
	}
	if n == 0 {
		return nil
	}
	m := ratio(sum, n)
	return &m
}

// absent lists the shown active halls without a row.
func (t *Table) absent(in Input, now []*Row, before map[string]*Row) {
	have := make(map[string]bool, len(now))
	for _, r := range now {
		have[r.Branch.Code] = true
	}
	incomplete := map[string]int{}
	for i := range in.Cells {
		if in.weight(in.Cells[i].Checklist) > 0 {
			incomplete[in.Cells[i].Branch] += in.Cells[i].Excluded
		}
	}
	for _, b := range in.Branches {
		if !b.Active || b.Rival() || !in.Peers.Has(b) {
			continue
		}
		t.Active++
		if have[b.Code] {
			continue
		}
		a := Absent{Branch: b, Incomplete: incomplete[b.Code]}
		if l := before[b.Code]; l != nil {
			score := l.Score
			a.LastScore = &score
		}
		t.NotInspected = append(t.NotInspected, a)
	}
	slices.SortFunc(t.NotInspected, func(a, b Absent) int { return cmp.Compare(a.Branch.Code, b.Branch.Code) })
}

// rivals lists the competitors' halls with records.
func (t *Table) rivals(in Input) {
	for _, r := range in.rows(in.Cells, checklist.Branch.Rival) {
		t.Rivals = append(t.Rivals, Rival{Branch: r.Branch, Score: r.Score, N: r.N})
	}
	slices.SortFunc(t.Rivals, func(a, b Rival) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Branch.Code, b.Branch.Code))
	})
}
