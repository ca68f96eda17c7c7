package bulletin

import (
	"cmp"
	"slices"

	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
)

// Query is what a bulletin needs to know of what is stored.
type Query struct {
	From, To         string   // days, inclusive
	LastFrom, LastTo string   // the period before
	Today            string   // what is overdue is counted to it
	Lists            []string // ids of checklists
	Spreads          bool     // sums of squares are wanted, for shrinkage
}

// Query is what must be read for the plan; lists are the checklists it is about.
func (p *Plan) Query(lists []string, today string) (Query, error) {
	period, err := ranking.Span(p.From, p.To)
	last := period.Before()
	return Query{From: p.From, To: p.To, LastFrom: last.From, LastTo: last.To, Today: today, Lists: lists}, err
}

// Facts is everything the store knows that a bulletin may say, read at one moment.
type Facts struct {
	Query     Query
	Org       string
	Branches  []checklist.Branch
	Cells     []checklist.PeriodCell // of the lists
	Last      []checklist.PeriodCell // of the period before
	Spreads   []ranking.Spread
	Visits    []Visits
	Findings  []Finding      // of the period, cancelled ones left out, by id
	Overdue   []Finding      // of all times, unsettled and overdue at Today
	OnTime    map[string]int // on-time rectification of the period by hall, per mille, as ranking.Input takes it
	LastRates []Rates        // of the period before
	Vetoes    []VetoHit
	Bright    []checklist.BrightSpot // of the period
	Pictures  map[string]Pictures    // by finding, of those that were chosen
}

// Rates are the sums of one branch's findings.
type Rates struct {
	Branch string
	checklist.FindingRates
}

// Visits is how often one branch was visited in one mode.
type Visits struct {
	Branch      string
	Mode        checklist.Mode
	N           int
	First, Last string // days
}

// Finding is what a bulletin wants to know of a finding.
type Finding struct {
	ID, Number, Branch    string
	Checklist, Item       string
	ItemText              checklist.Text
	Zone                  string
	ZoneName              checklist.Text
	Text                  string
	Severity              checklist.Severity
	Status                checklist.FindingStatus
	Day, Due              string
	Repeat                int
	BeforeHash, AfterHash string // of the first picture of each side, "" = none
}

// VetoHit is an item that voided inspections of a branch.
type VetoHit struct {
	Branch, Checklist, Item string
	N                       int
}

// Pictures are the first picture of each side of a finding; nil = none.
type Pictures struct{ Before, After *checklist.PhotoRef }

// wellDone says that something was done about a finding and can be shown.
func (f *Finding) wellDone() bool {
	switch f.Status {
	case checklist.FindingClosed, checklist.FindingSubmitted, checklist.FixedOnSite:
		return f.AfterHash != "" && f.BeforeHash != ""
	}
	return false
}

// usualShots is how many pairs and how many problems a bulletin shows when nobody
// chose any, and how much good practice.
const usualShots = 8

// Candidates lists the findings worth showing, the best first: what was put right,
// with both pictures, then what is still open; of each item and of each hall as few
// as can be.
func (f *Facts) Candidates(p *Plan, has func(hash string) bool) (fixed, open []string) {
	in := f.inScope(p)
	pick := func(want func(*Finding) bool) []string {
		var list []*Finding
		for i := range f.Findings {
			x := &f.Findings[i]
			if in[x.Branch] && want(x) {
				list = append(list, x)
			}
		}
		slices.SortStableFunc(list, func(a, b *Finding) int {
			return cmp.Or(cmp.Compare(severe(b.Severity), severe(a.Severity)), cmp.Compare(b.Repeat, a.Repeat),
				cmp.Compare(a.Day, b.Day), cmp.Compare(a.Branch, b.Branch), cmp.Compare(a.Number, b.Number), cmp.Compare(a.ID, b.ID))
		})
		return spread(list)
	}
	fixed = pick(func(x *Finding) bool { return x.wellDone() && has(x.BeforeHash) && has(x.AfterHash) })
	open = pick(func(x *Finding) bool {
		return !x.Status.Settled() && !x.wellDone() && x.BeforeHash != "" && has(x.BeforeHash)
	})
	return fixed, open
}

// spread orders findings so that the same item and the same hall come again as late
// as can be.
func spread(list []*Finding) []string {
	type ranked struct{ round, at int }
	halls, items := map[string]int{}, map[string]int{}
	order := make([]ranked, len(list))
	for i, x := range list {
		order[i] = ranked{max(halls[x.Branch], items[x.Checklist+x.Item]), i}
		halls[x.Branch]++
		items[x.Checklist+x.Item]++
	}
	slices.SortFunc(order, func(a, b ranked) int { return cmp.Or(cmp.Compare(a.round, b.round), cmp.Compare(a.at, b.at)) })
	out := make([]string, 0, min(len(list), maxShots))
	for _, o := range order[:min(len(order), maxShots)] {
		out = append(out, list[o.at].ID)
	}
	return out
}

// Choose lists the findings whose pictures the plan shows.
func (f *Facts) Choose(p *Plan, has func(hash string) bool) []string {
	if p.Shots != nil {
		return p.Shots[:min(len(p.Shots), maxShots)]
	}
	fixed, open := f.Candidates(p, has)
	return append(fixed[:min(len(fixed), usualShots)], open[:min(len(open), usualShots)]...)
}

// Praise lists the good practice the plan shows, as chosen, else one of each item
// and hall first.
func (f *Facts) Praise(p *Plan, has func(hash string) bool) []checklist.BrightSpot {
	in := f.inScope(p)
	byID := map[string]checklist.BrightSpot{}
	var list []*Finding
	for _, b := range f.Bright {
		if !in[b.Branch.Code] || b.Gone || len(b.Photos) == 0 || !has(b.Photos[0].Shown()) {
			continue
		}
		byID[b.ID] = b
		list = append(list, &Finding{ID: b.ID, Branch: b.Branch.Code, Item: b.Item, Checklist: b.Zone, Day: b.Day})
	}
	ids := p.Bright
	if ids == nil {
		slices.SortFunc(list, func(a, b *Finding) int {
			return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Branch, b.Branch), cmp.Compare(a.ID, b.ID))
		})
		ids = spread(list)
		ids = ids[:min(len(ids), usualShots)]
	}
	var out []checklist.BrightSpot
	for _, id := range ids[:min(len(ids), maxShots)] {
		if b, ok := byID[id]; ok {
			out = append(out, b)
		}
	}
	return out
}

func severe(s checklist.Severity) int {
	switch s {
	case checklist.Critical:
		return 3
	case checklist.Major:
		return 2
	default:
		return 1
	}
}

// inScope says which halls the plan is about.
func (f *Facts) inScope(p *Plan) map[string]bool {
	out := make(map[string]bool, len(f.Branches))
	for _, b := range f.Branches {
		out[b.Code] = b.Active && !b.Rival() && p.Peers.Has(b)
	}
	return out
}
