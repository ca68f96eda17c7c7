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

// Input is what a ranking is made from: one checklist in one period.
type Input struct {
	Checklist *checklist.Checklist   // names its zones and grades
	Branches  []checklist.Branch     // all halls; inactive ones are left out
	Cells     []checklist.PeriodCell // this period, at most one per hall
	Last      []checklist.PeriodCell // the period before
	OnTime    map[string]int         // on-time rectification by hall, per mille; nil or absent = not known
	Peers     Peers                  // shows one peer group; zero = all halls
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

func (p Peers) has(b checklist.Branch) bool {
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

	Score    checklist.Tenths // mean of the records' rounded scores, rounded half up
	Grade    string           // id of the grade of Score
	N        int              // records
	ScoreSum int64            // tenths; Score is ScoreSum / N
	Vetoes   int              // inspection vetoes
	Problems int
	Critical int
	OnTime   *int // per mille, nil = not known

	LastScore  *checklist.Tenths // nil = not inspected in the period before
	LastRank   int               // 0 = none
	Change     *checklist.Tenths // Score − LastScore
	RankChange int               // LastRank − Rank: positive = climbed; 0 too when there was no last rank

	Weakest    *Weak // nil = no zone below 100.0
	Versions   [2]int
	OddVersion bool // made with another version of the checklist than most
	Excluded   int  // incomplete records that do not count
}

// Weak is the zone a hall should look at first (短板).
type Weak struct {
	Zone  string
	Name  checklist.Text
	Score checklist.Tenths // mean of its records
	Lost  checklist.Milli  // points of the 100 lost in it, mean of the records
}

// Absent is an active hall with no record that counts.
type Absent struct {
	Branch     checklist.Branch
	Incomplete int // records that do not count because they are incomplete
	LastScore  *checklist.Tenths
}

// Table is a ranking: rows by rank, and the halls without one.
type Table struct {
	Rows         []Row
	NotInspected []Absent // by code
	TooFew       bool     // fewer rows than may be ranked publicly
	Inspected    int      // shown halls with a record
	Active       int      // shown halls; coverage is Inspected / Active
	Mean         *checklist.Tenths
	LastMean     *checklist.Tenths
	Version      int // of the checklist, as most halls used it; 0 = no rows
}

// Rank makes the table. The order of the input does not matter.
func Rank(in Input) Table {
	now, last := ranked(in, in.Cells), ranked(in, in.Last)
	before := make(map[string]*Row, len(last))
	for _, r := range last {
		before[r.Branch.Code] = r
	}
	t := Table{Version: usual(now)}
	for _, r := range now {
		r.OddVersion = r.Versions != [2]int{t.Version, t.Version}
		if l := before[r.Branch.Code]; l != nil {
			score, change := l.Score, r.Score-l.Score
			r.LastScore, r.Change = &score, &change
			r.LastRank, r.RankChange = l.Rank, l.Rank-r.Rank
		}
		if in.Peers.has(r.Branch) {
			t.Rows = append(t.Rows, *r)
		}
	}
	t.Inspected, t.TooFew = len(t.Rows), len(t.Rows) < FewestRanked
	t.Mean, t.LastMean = mean(in.Peers, now), mean(in.Peers, last)
	t.absent(in, now, before)
	return t
}

// ranked makes the rows of one period, over all active halls, in their order.
func ranked(in Input, cells []checklist.PeriodCell) []*Row {
	halls := make(map[string]checklist.Branch, len(in.Branches))
	for _, b := range in.Branches {
		halls[b.Code] = b
	}
	zones := make(map[string]int, len(in.Checklist.Zones))
	for i, z := range in.Checklist.Zones {
		zones[z.ID] = i
	}
	rows := make([]*Row, 0, len(cells))
	for i := range cells {
		c := &cells[i]
		b, ok := halls[c.Branch]
		if ok && b.Active && c.N > 0 && c.Checklist == in.Checklist.ID {
			rows = append(rows, row(in, zones, b, c))
		}
	}
	slices.SortFunc(rows, compare)
	place(rows)
	return rows
}

func row(in Input, zones map[string]int, b checklist.Branch, c *checklist.PeriodCell) *Row {
	r := &Row{
		Branch: b, Score: ratio(c.ScoreSum, int64(c.N)), N: c.N, ScoreSum: c.ScoreSum,
		Vetoes: c.Vetoes, Problems: c.Problems, Critical: c.Critical,
		Versions: [2]int{c.MinVersion, c.MaxVersion}, Excluded: c.Excluded,
	}
	r.Grade = in.Checklist.GradeFor(r.Score)
	if v, ok := in.OnTime[b.Code]; ok {
		r.OnTime = &v
	}
	r.Weakest = weakest(in.Checklist, zones, c.Zones)
	return r
}

// ratio is sum / n rounded half up.
func ratio(sum, n int64) checklist.Tenths { return checklist.Tenths(floorDiv(2*sum+n, 2*n)) }

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// compare is the order of display: score, then inside a tie fewer vetoes, fewer
// critical findings, the better on-time rate (unknown last), then the code.
func compare(a, b *Row) int {
	return cmp.Or(
		cmp.Compare(b.Score, a.Score),
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
func place(rows []*Row) {
	type group struct {
		count, rank int
		score       checklist.Tenths
	}
	groups := map[Peers]*group{}
	for i, r := range rows {
		r.Rank = i + 1
		if i > 0 && rows[i-1].Score == r.Score {
			r.Rank = rows[i-1].Rank
		}
		g := groups[PeersOf(r.Branch)]
		if g == nil {
			g = &group{}
			groups[PeersOf(r.Branch)] = g
		}
		g.count++
		if g.count == 1 || g.score != r.Score {
			g.rank, g.score = g.count, r.Score
		}
		r.PeerRank = g.rank
	}
	for _, r := range rows {
		r.PeerCount = groups[PeersOf(r.Branch)].count
	}
}

// weakest is the zone with the lowest mean score; of equals the one that lost
// more points, then the earlier in the checklist.
func weakest(c *checklist.Checklist, at map[string]int, zones []checklist.ZoneSum) *Weak {
	var out Weak
	place := -1
	for _, z := range zones {
		i, known := at[z.Zone]
		if !known || z.N == 0 {
			continue
		}
		lost := checklist.Milli(floorDiv(2*z.LostSum+int64(z.N), 2*int64(z.N)))
		w := Weak{Zone: z.Zone, Name: c.Zones[i].Name, Score: ratio(z.ScoreSum, int64(z.N)), Lost: lost}
		if w.Score >= 1000 {
			continue
		}
		if place < 0 || cmp.Or(cmp.Compare(w.Score, out.Score), cmp.Compare(out.Lost, w.Lost), cmp.Compare(i, place)) < 0 {
			out, place = w, i
		}
	}
	if place < 0 {
		return nil
	}
	return &out
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
		if peers.has(r.Branch) {
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
	for _, c := range in.Cells {
		if c.Checklist == in.Checklist.ID {
			incomplete[c.Branch] += c.Excluded
		}
	}
	for _, b := range in.Branches {
		if !b.Active || !in.Peers.has(b) {
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
