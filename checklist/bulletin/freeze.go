package bulletin

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
)

// Input is what a bulletin is frozen from.
type Input struct {
	Plan      Plan
	Facts     *Facts
	Lists     []*checklist.Checklist // of Facts.Query.Lists, in that order
	Composite *ranking.Composite     // nil = the one checklist
	Rules     ranking.Rules
	Has       func(hash string) bool // whether a picture is there to be printed; nil = all are
	Previous  *Data                  // what it takes the place of; nil = nothing
	Decided   bool                   // only pictures somebody decided about are shown
}

// Freeze makes the data set. The order of the facts does not matter. Codes: those
// of Plan.Check; bulletin.empty when nothing was inspected in the period; those of
// ranking.Ask.
func Freeze(in Input) (*Data, error) {
	if err := in.Plan.Check(); err != nil {
		return nil, err
	}
	if in.Has == nil {
		in.Has = func(string) bool { return true }
	}
	got, err := in.rank()
	if err != nil {
		return nil, err
	}
	if len(got.Table.Rows) == 0 {
		return nil, checklist.Fail("bulletin.empty", "from", in.Plan.From, "to", in.Plan.To)
	}
	f := &freezer{in: &in, table: &got.Table, d: &Data{Format: format, Edition: 1}, halls: map[string]int{}, zones: map[[2]string]int{}, items: map[[2]string]int{}}
	f.scope = in.Facts.inScope(&in.Plan)
	for _, step := range []func(){
		f.words, f.lists, f.index, f.hallList, f.ranking, f.basics, f.problems, f.zoneSums, f.common, f.vetoes, f.pictures, f.last,
	} {
		step()
	}
	if in.Previous != nil {
		f.d.Edition = in.Previous.Edition + 1
		f.d.Replaces = &Replaced{ID: ID(in.Previous.Encode()), Edition: in.Previous.Edition, Day: in.Previous.Day, Why: strings.TrimSpace(in.Plan.Why)}
		f.d.Changes = Diff(in.Previous, f.d)
	}
	return f.d, nil
}

// rank makes the ranking the way every page and paper makes it.
func (in *Input) rank() (ranking.Answer, error) {
	period, err := ranking.Span(in.Plan.From, in.Plan.To)
	if err != nil {
		return ranking.Answer{}, err
	}
	q := ranking.Question{Composite: in.Composite, Lists: in.Lists, Period: period, Peers: in.Plan.Peers, Rules: in.Rules}
	if in.Composite == nil && len(in.Lists) > 0 {
		q.Checklist = in.Lists[0]
	}
	return ranking.Ask(context.Background(), frozen{in.Facts}, q)
}

// frozen answers a ranking's questions out of the facts.
type frozen struct{ f *Facts }

func (s frozen) Branches(context.Context) ([]checklist.Branch, error) { return s.f.Branches, nil }

func (s frozen) PeriodCells(_ context.Context, list, from, _ string) (out []checklist.PeriodCell, _ error) {
	cells := s.f.Last
	if from == s.f.Query.From {
		cells = s.f.Cells
	}
	for i := range cells {
		if cells[i].Checklist == list {
			out = append(out, cells[i])
		}
	}
	return out, nil
}

func (s frozen) OnTime(context.Context, string, string) (map[string]int, error) {
	return s.f.OnTime, nil
}

func (s frozen) Spreads(_ context.Context, list, _, _ string) (out []ranking.Spread, _ error) {
	for _, x := range s.f.Spreads {
		if x.Checklist == list {
			out = append(out, x)
		}
	}
	return out, nil
}

// freezer fills a data set.
type freezer struct {
	in    *Input
	table *ranking.Table
	d     *Data
	scope map[string]bool
	halls map[string]int
	zones map[[2]string]int // checklist, zone
	items map[[2]string]int // checklist, item
}

// words takes over what the clerk wrote.
func (f *freezer) words() {
	p, d, q := &f.in.Plan, f.d, &f.in.Facts.Query
	trim := strings.TrimSpace
	d.Org, d.Head, d.Title, d.Addressee = f.in.Facts.Org, trim(p.Head), trim(p.Title), trim(p.Addressee)
	d.Opening, d.Closing, d.Office = trim(p.Opening), trim(p.Closing), cmp.Or(trim(p.Office), f.in.Facts.Org)
	d.Day, d.AsOf = cmp.Or(p.Day, q.Today), q.Today
	d.Number = NumberText(trim(p.Prefix), d.Day[:4], p.No)
	for _, r := range p.Requirements {
		d.Requirements = append(d.Requirements, Requirement{trim(r.Text), trim(r.Owner), r.Due})
	}
	d.From, d.To, d.Peers, d.Names = p.From, p.To, p.Peers, p.Names
	d.Top, d.Low, d.Grid = cmp.Or(p.Top, usualTop), cmp.Or(p.Low, usualLow), cmp.Or(p.Grid, usualGrid)
	if d.Grid != 2 {
		d.Grid = usualGrid
	}
}

// lists takes over the checklists with their zones.
func (f *freezer) lists() {
	for i, c := range f.in.Lists {
		l := List{ID: c.ID, Title: c.Title, Version: c.Version}
		if f.in.Composite == nil && f.table.Version > 0 {
			l.Version = f.table.Version
		}
		for _, g := range c.Scoring.Grades {
			l.Grades = append(l.Grades, GradeName{g.ID, g.Name})
		}
		f.d.Lists = append(f.d.Lists, l)
		for _, z := range c.Zones {
			f.zones[[2]string{c.ID, z.ID}] = len(f.d.Zones)
			f.d.Zones = append(f.d.Zones, Zone{i, z.ID, z.Name})
		}
	}
}

// index takes over how a composite is put together.
func (f *freezer) index() {
	c := f.in.Composite
	if c == nil {
		return
	}
	f.d.Composite = &Composite{ID: c.ID, Name: c.Name}
	for _, p := range c.Parts {
		at := slices.IndexFunc(f.d.Lists, func(l List) bool { return l.ID == p.Checklist })
		f.d.Composite.Parts = append(f.d.Composite.Parts, Weight{at, p.Weight})
		if p.Checklist == c.GradedBy() && at >= 0 {
			f.d.Composite.GradedBy = &at
			for _, g := range f.in.Lists[at].Scoring.Grades {
				if g.When == "" {
					f.d.Composite.Bands = append(f.d.Composite.Bands, Band{g.ID, g.Min})
				}
			}
		}
	}
}

// hallList is every hall in scope, by code.
func (f *freezer) hallList() {
	list := slices.Clone(f.in.Facts.Branches)
	slices.SortFunc(list, func(a, b checklist.Branch) int { return cmp.Compare(a.Code, b.Code) })
	for _, b := range list {
		if f.scope[b.Code] {
			f.halls[b.Code] = len(f.d.Halls)
			f.d.Halls = append(f.d.Halls, Hall{b.Code, b.Name, b.Grade, b.Traffic})
		}
	}
}

// hall is a hall's place in the list, -1 for one out of scope.
func (f *freezer) hall(code string) int {
	if i, ok := f.halls[code]; ok {
		return i
	}
	return -1
}

func (f *freezer) ranking() {
	weak := f.weakest()
	doubts := f.doubts()
	groups := map[ranking.Peers][]int{}
	for i := range f.table.Rows {
		r := &f.table.Rows[i]
		out := Row{
			Hall: f.hall(r.Branch.Code), Rank: r.Rank, PeerRank: r.PeerRank, PeerCount: r.PeerCount, Score: r.Score, Grade: r.Grade, N: r.N,
			Vetoes: r.Vetoes, Problems: r.Problems, Critical: r.Critical, OnTime: r.OnTime, Last: r.LastScore, LastRank: r.LastRank,
			RankChange: r.RankChange, Weak: weak[r.Branch.Code], Notes: rowNotes(r, doubts[r.Branch.Code]),
		}
		if out.Hall < 0 {
			continue
		}
		peers := ranking.PeersOf(r.Branch)
		groups[peers] = append(groups[peers], len(f.d.Rows))
		f.d.Rows = append(f.d.Rows, out)
	}
	for peers, rows := range groups {
		if len(rows) >= ranking.FewestRanked {
			f.d.Groups = append(f.d.Groups, f.group(peers, rows))
		}
	}
	slices.SortFunc(f.d.Groups, func(a, b Group) int {
		return cmp.Or(cmp.Compare(gradeOrder(a.Grade), gradeOrder(b.Grade)), cmp.Compare(trafficOrder(a.Traffic), trafficOrder(b.Traffic)))
	})
	for _, a := range f.table.NotInspected {
		if h := f.hall(a.Branch.Code); h >= 0 {
			f.d.Absent = append(f.d.Absent, Absent{h, a.Incomplete, a.LastScore})
		}
	}
}

// doubt is what of a hall's records may still change.
type doubt struct{ provisional, appeals int }

// doubts counts them by hall. Where not one record of the period was passed, nobody
// reviews records here, and none is provisional.
func (f *freezer) doubts() map[string]doubt {
	out := map[string]doubt{}
	n, provisional := 0, 0
	for i := range f.in.Facts.Cells {
		c := &f.in.Facts.Cells[i]
		n, provisional = n+c.N, provisional+c.Provisional
		x := out[c.Branch]
		out[c.Branch] = doubt{x.provisional + c.Provisional, x.appeals + c.Appealed}
	}
	if n == provisional {
		for code, x := range out {
			out[code] = doubt{0, x.appeals}
		}
	}
	return out
}

func rowNotes(r *ranking.Row, x doubt) (out []Note) {
	for _, n := range []struct {
		on   bool
		note Note
	}{
		{r.Partial, NotePart},
		{r.Small, NoteSmall},
		{r.OddVersion, NoteVersion},
		{r.Excluded > 0, NoteExcluded},
		{x.provisional > 0, NoteProvisional},
		{x.appeals > 0, NoteAppeal},
	} {
		if n.on {
			out = append(out, n.note)
		}
	}
	return out
}

// group sums a peer group up.
func (f *freezer) group(peers ranking.Peers, rows []int) Group {
	g := Group{Grade: peers.Grade, Traffic: peers.Traffic, Rows: rows}
	var sum, last mean
	for _, i := range rows {
		sum.add(f.d.Rows[i].Score)
		if l := f.d.Rows[i].Last; l != nil {
			last.add(*l)
		}
	}
	g.Mean, g.LastMean = *sum.of(), last.of()
	return g
}

func gradeOrder(g checklist.HallGrade) int {
	return slices.Index([]checklist.HallGrade{checklist.Flagship, checklist.Second, checklist.Third, checklist.Partner}, g)
}

func trafficOrder(t checklist.Traffic) int {
	return slices.Index([]checklist.Traffic{checklist.TrafficHigh, checklist.TrafficMedium, checklist.TrafficLow}, t)
}

// mean is a mean of scores being summed, rounded half up.
type mean struct{ sum, n int64 }

func (m *mean) add(t checklist.Tenths) { m.sum, m.n = m.sum+int64(t), m.n+1 }

func (m *mean) of() *checklist.Tenths {
	if m.n == 0 {
		return nil
	}
	t := checklist.Tenths(halfUp(m.sum, m.n))
	return &t
}

// halfUp is sum / n rounded half up.
func halfUp(sum, n int64) int64 {
	a, b := 2*sum+n, 2*n
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// basics are the facts of the first part.
func (f *freezer) basics() {
	t, b := f.table, &f.d.Basics
	b.Active, b.Inspected, b.Mean, b.LastMean, b.TooFew = t.Active, t.Inspected, t.Mean, t.LastMean, t.TooFew
	b.Gate, b.ByShrunk = t.Gate, t.ByShrunk
	modes := map[checklist.Mode]int{}
	for _, v := range f.in.Facts.Visits {
		if f.hall(v.Branch) < 0 {
			continue
		}
		modes[v.Mode] += v.N
		b.Records += v.N
		if b.First == "" || v.First < b.First {
			b.First = v.First
		}
		b.Final = max(b.Final, v.Last)
	}
	for m, n := range modes {
		b.Modes = append(b.Modes, ModeCount{m, n})
	}
	slices.SortFunc(b.Modes, func(a, c ModeCount) int { return cmp.Or(cmp.Compare(c.N, a.N), cmp.Compare(a.Mode, c.Mode)) })
	count := map[string]int{}
	for i := range f.d.Rows {
		count[f.d.Rows[i].Grade]++
	}
	if l := f.d.Graded(); l != nil {
		for _, g := range l.Grades {
			b.Grades = append(b.Grades, GradeCount{g.ID, count[g.ID]})
		}
	}
}
