package ranking_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/checklisttest"
	"hallcheck/checklist/ranking"
)

// mix is a composite of three real checklists.
func mix() *ranking.Composite {
	return &ranking.Composite{ID: "monthly", Name: "综合", Parts: []ranking.Part{
		{Checklist: "mystery-shopper", Weight: checklist.N(50)}, {Checklist: "6s-environment", Weight: checklist.N(30)}, {Checklist: "three-clean-one-bright", Weight: 20_500},
	}}
}

// manyLists is a random period of a composite: parts and halls missing,
// incomplete records, competitors, closed halls.
func manyLists(t testing.TB, n int, seed uint64) ranking.Input {
	rnd := rand.New(rand.NewPCG(seed, 3))
	var lists []*checklist.Checklist
	in := ranking.Input{Composite: mix(), Branches: checklisttest.Branches(n), OnTime: map[string]int{}}
	for _, p := range in.Composite.Parts {
		lists = append(lists, checklisttest.Checklist(t, p.Checklist))
	}
	sheet, err := in.Composite.Sheet(lists)
	require.NoError(t, err)
	in.Checklist = sheet
	for i := range in.Branches {
		b := &in.Branches[i]
		b.Active = rnd.IntN(12) > 0
		if rnd.IntN(10) == 0 {
			b.Owner = checklist.OwnerCompetitor
		}
		if rnd.IntN(3) > 0 {
			in.OnTime[b.Code] = rnd.IntN(3) * 500
		}
		for _, l := range append(lists, checklisttest.Checklist(t, "lobby-patrol")) {
			for _, to := range []*[]checklist.PeriodCell{&in.Cells, &in.Last} {
				if rnd.IntN(5) == 0 {
					continue
				}
				c := checklist.PeriodCell{Branch: b.Code, Checklist: l.ID, N: rnd.IntN(3), Excluded: rnd.IntN(2), Vetoes: rnd.IntN(2), Critical: rnd.IntN(2)}
				for range c.N {
					c.ScoreSum += int64(896 + rnd.IntN(4))
				}
				for _, z := range l.Zones {
					c.Zones = append(c.Zones, checklist.ZoneSum{Zone: z.ID, N: c.N, ScoreSum: int64(c.N * (950 + 10*rnd.IntN(6))), LostSum: int64(rnd.IntN(3000))})
				}
				*to = append(*to, c)
			}
		}
	}
	return in
}

// naive ranks by the words of DOMAIN 4.12, hall by hall and pair by pair, and
// writes the table down.
func naive(in ranking.Input) []string {
	type hall struct {
		b                checklist.Branch
		index            *big.Rat
		tenths           checklist.Tenths
		vetoes, critical int
		missing          bool
		onTime           int
		rank, peers      int
	}
	period := func(cells []checklist.PeriodCell) []*hall {
		var out []*hall
		for _, b := range in.Branches {
			h := &hall{b: b, onTime: -1}
			sum, weights := new(big.Rat), new(big.Rat)
			for _, p := range in.Composite.Parts {
				found := false
				for _, c := range cells {
					if c.Branch == b.Code && c.Checklist == p.Checklist && c.N > 0 {
						found = true
						mean := new(big.Rat).Quo(big.NewRat(c.ScoreSum, 10), big.NewRat(int64(c.N), 1))
						sum.Add(sum, mean.Mul(mean, big.NewRat(int64(p.Weight), 1000)))
						weights.Add(weights, big.NewRat(int64(p.Weight), 1000))
						h.vetoes, h.critical = h.vetoes+c.Vetoes, h.critical+c.Critical
					}
				}
				h.missing = h.missing || !found
			}
			if weights.Sign() == 0 || !b.Active || b.Owner != "" {
				continue
			}
			h.index = sum.Quo(sum, weights)
			h.tenths = checklist.RoundTenths(h.index)
			if v, ok := in.OnTime[b.Code]; ok {
				h.onTime = v
			}
			out = append(out, h)
		}
		for _, h := range out {
			h.rank, h.peers = 1, 1
			for _, x := range out {
				if x.tenths > h.tenths {
					h.rank++
					if x.b.Grade == h.b.Grade && x.b.Traffic == h.b.Traffic {
						h.peers++
					}
				}
			}
		}
		return out
	}
	now, last := period(in.Cells), period(in.Last)
	sort.Slice(now, func(i, j int) bool {
		a, b := now[i], now[j]
		switch {
		case a.tenths != b.tenths:
			return a.tenths > b.tenths
		case a.vetoes != b.vetoes:
			return a.vetoes < b.vetoes
		case a.critical != b.critical:
			return a.critical < b.critical
		case a.onTime != b.onTime:
			return a.onTime > b.onTime
		default:
			return a.b.Code < b.b.Code
		}
	})
	var out []string
	for _, h := range now {
		line := fmt.Sprintf("%d %d %s %s %t", h.rank, h.peers, h.b.Code, h.tenths, h.missing)
		for _, l := range last {
			if l.b.Code == h.b.Code {
				line += fmt.Sprintf(" %s %d", h.tenths-l.tenths, l.rank-h.rank)
			}
		}
		out = append(out, line)
	}
	return out
}

// TestAgainstTheNaiveRanker: composites, ties, missing parts, competitors and
// changes come out as a second ranker that follows the words finds them.
func TestAgainstTheNaiveRanker(t *testing.T) {
	partial, tied := 0, 0
	for seed := range uint64(60) {
		in := manyLists(t, 36, seed)
		var got []string
		table := ranking.Rank(in)
		for i, r := range table.Rows {
			line := fmt.Sprintf("%d %d %s %s %t", r.Rank, r.PeerRank, r.Branch.Code, r.Score, r.Partial)
			if r.Change != nil {
				line += fmt.Sprintf(" %s %d", *r.Change, r.RankChange)
			}
			got = append(got, line)
			if r.Partial {
				partial++
			}
			if i > 0 && table.Rows[i-1].Rank == r.Rank {
				tied++
			}
			lines, total := r.Adds()
			points, parts := checklist.Milli(0), checklist.Milli(0)
			for _, l := range lines {
				p, err := checklist.ParseMilli(l.Points)
				require.NoError(t, err)
				w, err := checklist.ParseMilli(l.Part)
				require.NoError(t, err)
				points, parts = points+p, parts+w
			}
			sum, err := checklist.ParseMilli(total)
			require.NoError(t, err)
			require.Equal(t, sum, points, "the lines sum to the index")
			require.Equal(t, checklist.N(100), parts)
		}
		require.Equal(t, naive(in), got, "seed %d", seed)
		for _, v := range table.Rivals {
			require.Equal(t, checklist.OwnerCompetitor, v.Branch.Owner)
		}
		rnd := rand.New(rand.NewPCG(seed, 4))
		rnd.Shuffle(len(in.Cells), func(i, j int) { in.Cells[i], in.Cells[j] = in.Cells[j], in.Cells[i] })
		require.Equal(t, table, ranking.Rank(in), "the order of the input does not matter")
	}
	require.Positive(t, partial)
	require.Positive(t, tied)
}

func TestCompositeDropsWhatIsMissing(t *testing.T) {
	in := manyLists(t, 3, 1)
	for i := range in.Branches {
		in.Branches[i].Active, in.Branches[i].Owner = true, ""
	}
	in.Last = nil
	c := func(hall, list string, n int, sum int64) checklist.PeriodCell {
		return checklist.PeriodCell{Branch: hall, Checklist: list, N: n, ScoreSum: sum}
	}
	in.Composite.Parts[2].Weight = checklist.N(20)
	in.Cells = []checklist.PeriodCell{
		c("B0001", "mystery-shopper", 1, 941), c("B0001", "6s-environment", 3, 2802), c("B0001", "three-clean-one-bright", 1, 916),
		c("B0002", "6s-environment", 3, 2801), c("B0002", "three-clean-one-bright", 1, 870),
	}
	in.Rules.SmallBelow = 2
	rows := ranking.Rank(in).Rows
	// 94.1·50 + 93.4·30 + 91.6·20 = 93.39 and (280.1/3)·60 + 87·40 = 90.82
	require.Equal(t, "B0001 93.4 false", fmt.Sprint(rows[0].Branch.Code, " ", rows[0].Score, " ", rows[0].Partial))
	require.Equal(t, "B0002 90.8 true", fmt.Sprint(rows[1].Branch.Code, " ", rows[1].Score, " ", rows[1].Partial))
	require.True(t, rows[1].Small)
	lines, total := rows[1].Adds()
	require.Equal(t, "90.82", total)
	require.Equal(t, []string{"60.0 56.02", "40.0 34.80"}, []string{lines[0].Part + " " + lines[0].Points, lines[1].Part + " " + lines[1].Points})
}

func TestWeakZonesAreTheLowestThree(t *testing.T) {
	for seed := range uint64(30) {
		in := manyLists(t, 12, seed)
		for _, r := range ranking.Rank(in).Rows {
			var all []ranking.Weak
			for _, c := range in.Cells {
				for i, z := range c.Zones {
					if c.Branch == r.Branch.Code && z.N > 0 && c.Checklist != "lobby-patrol" {
						zone := c.Checklist + "/" + z.Zone
						w := ranking.Weak{Zone: zone, Score: checklist.Tenths((2*z.ScoreSum + int64(z.N)) / int64(2*z.N)), Lost: checklist.Milli((2*z.LostSum + int64(z.N)) / int64(2*z.N))}
						if w.Score < 1000 {
							all = append(all, w)
						}
						_ = i
					}
				}
			}
			at := func(zone string) int {
				return slices.IndexFunc(in.Checklist.Zones, func(z checklist.Zone) bool { return z.ID == zone })
			}
			sort.Slice(all, func(i, j int) bool {
				a, b := all[i], all[j]
				if a.Score != b.Score {
					return a.Score < b.Score
				}
				if a.Lost != b.Lost {
					return a.Lost > b.Lost
				}
				return at(a.Zone) < at(b.Zone)
			})
			var want, got []string
			for _, w := range all[:min(3, len(all))] {
				want = append(want, w.Zone)
			}
			for _, w := range r.Weak {
				got = append(got, w.Zone)
				require.NotEmpty(t, w.Name.ZH)
				require.NotEmpty(t, w.List.ZH)
			}
			require.Equal(t, want, got)
			if len(got) > 0 {
				require.Equal(t, got[0], r.Weakest.Zone)
			}
		}
	}
}

func TestPeriods(t *testing.T) {
	for in, want := range map[string]string{
		"2026-11": "month 2026-11-01 2026-11-30 before 2026-10", "2026-01": "month 2026-01-01 2026-01-31 before 2025-12",
		"2026-Q1": "quarter 2026-01-01 2026-03-31 before 2025-Q4", "2026": "year 2026-01-01 2026-12-31 before 2025",
		"2026-11-05":             "days 2026-11-05 2026-11-05 before 2026-11-04",
		"2026-11-01..2026-11-15": "days 2026-11-01 2026-11-15 before 2026-10-17..2026-10-31",
		"2026-10-01..2026-12-31": "quarter 2026-10-01 2026-12-31 before 2026-Q3", "2024-02": "month 2024-02-01 2024-02-29 before 2024-01",
		"2026-03-31": "days 2026-03-31 2026-03-31 before 2026-03-30",
	} {
		p, err := ranking.ParsePeriod(in)
		require.NoError(t, err, in)
		require.Equal(t, want, strings.Join([]string{string(p.Kind), p.From, p.To, "before", p.Before().String()}, " "))
		again, err := ranking.ParsePeriod(p.String())
		require.NoError(t, err)
		require.Equal(t, p, again)
		require.Equal(t, p, p.Before().Move(1), "%s and back", in)
	}
	for _, bad := range []string{"", "2026-13", "2026-Q5", "2026-Q0", "2026-Q12", "20261", "November", "2026-11-31", "2026-11-15..2026-11-01", "..", "2026-11-01..", "2026-02-29..2026-03-01"} {
		_, err := ranking.ParsePeriod(bad)
		require.Equal(t, "ranking.period", checklist.CodeOf(err), bad)
	}
}

func TestCoverageGate(t *testing.T) {
	in := input(t, 10, cell("B0001", 1, 900), cell("B0002", 1, 800), cell("B0003", 1, 700), cell("B0004", 1, 700))
	in.Rules = ranking.Rules{CoverageMin: 40, Low: ranking.GateWithheld}
	require.Empty(t, ranking.Rank(in).Gate, "4 of 10 is 40 %")
	in.Rules.CoverageMin = 41
	require.Equal(t, ranking.GateWithheld, ranking.Rank(in).Gate)
	in.Rules.Low = ranking.GateProvisional
	require.Equal(t, ranking.GateProvisional, ranking.Rank(in).Gate)
	r, err := ranking.ReadRules("")
	require.NoError(t, err)
	back, err := ranking.ReadRules(r.String())
	require.NoError(t, err)
	require.Equal(t, r, back)
	for _, bad := range []string{"{", `{"coverageMin":101}`, `{"low":"maybe"}`, `{"shrink":"much"}`, `{"smallBelow":-1}`} {
		_, err := ranking.ReadRules(bad)
		require.Equal(t, "ranking.rules", checklist.CodeOf(err), bad)
	}
}

func TestCompositeIsChecked(t *testing.T) {
	lists := []*checklist.Checklist{checklisttest.Checklist(t, "6s-environment")}
	for code, change := range map[string]func(*ranking.Composite){
		"":                         func(*ranking.Composite) {},
		"ranking.composite.grades": func(c *ranking.Composite) { c.Grades = "other" },
		"ranking.composite.id":     func(c *ranking.Composite) { c.ID = "a b" },
		"ranking.composite.parts":  func(c *ranking.Composite) { c.Parts = c.Parts[:1] },
		"ranking.composite.weight": func(c *ranking.Composite) { c.Parts[1].Weight = 0 },
		"ranking.composite.twice":  func(c *ranking.Composite) { c.Parts[1].Checklist = c.Parts[0].Checklist },
	} {
		c := mix()
		change(c)
		require.Equal(t, code, checklist.CodeOf(c.Check()))
	}
	_, err := mix().Sheet(lists)
	require.Equal(t, "ranking.composite.list", checklist.CodeOf(err))
}

// The index is graded by the bands of the heaviest part, unless headquarters chose
// another one or none.
func TestCompositeIsGradedAsChosen(t *testing.T) {
	bands := func(low, high string) *checklist.Checklist {
		c := &checklist.Checklist{ID: low}
		c.Scoring.Grades = []checklist.Grade{{ID: high, Min: checklist.N(80)}, {ID: low}}
		return c
	}
	lists := []*checklist.Checklist{bands("a", "a-good"), bands("b", "b-good"), bands("c", "c-good")}
	c := ranking.Composite{ID: "x", Name: "综合", Parts: []ranking.Part{
		{Checklist: "a", Weight: checklist.N(30)}, {Checklist: "b", Weight: checklist.N(40)}, {Checklist: "c", Weight: checklist.N(40)},
	}}
	for _, x := range []struct{ chosen, by, grade string }{
		{"", "b", "b-good"}, {"c", "c", "c-good"}, {"a", "a", "a-good"}, {ranking.GradesNone, "", ""},
	} {
		c.Grades = x.chosen
		require.NoError(t, c.Check())
		sheet, err := c.Sheet(lists)
		require.NoError(t, err)
		require.Equal(t, []string{x.by, x.grade}, []string{c.GradedBy(), sheet.GradeFor(900)}, x.chosen)
	}
}
