package ranking

import (
	"strconv"

	"hallcheck/checklist"
)

// Reason is one sentence of why a hall stands where it does; Code is the text
// key "ranking.why."+Code, Args fill it.
type Reason struct {
	Code string
	Args map[string]string
}

type reasons []Reason

func (rs *reasons) say(code string, pairs ...string) {
	*rs = append(*rs, Reason{Code: code, Args: checklist.Fail("", pairs...).Args})
}

// Explain lists the reasons of a row's place: how its score comes about, its
// ranks, the change, what counted in a tie, and what to look at first.
func Explain(r Row, lang checklist.Lang) []Reason {
	var out reasons
	out.score(&r, lang)
	out.say("rank", "rank", strconv.Itoa(r.Rank))
	if r.PeerCount >= FewestRanked {
		out.say("peers", "rank", strconv.Itoa(r.PeerRank), "count", strconv.Itoa(r.PeerCount))
	} else {
		out.say("peersFew", "count", strconv.Itoa(r.PeerCount))
	}
	if r.LastScore == nil {
		out.say("new")
	} else {
		out.say("change", "last", r.LastScore.String(), "change", signed(int(*r.Change), r.Change.String()),
			"rank", strconv.Itoa(r.LastRank), "moved", signed(r.RankChange, strconv.Itoa(r.RankChange)))
	}
	out.say("counts", "problems", strconv.Itoa(r.Problems), "critical", strconv.Itoa(r.Critical), "vetoes", strconv.Itoa(r.Vetoes))
	if r.OnTime != nil {
		out.say("onTime", "rate", checklist.Tenths(*r.OnTime).String())
	}
	if w := r.Weakest; w != nil {
		out.say("weakest", "zone", w.Name.In(lang), "score", w.Score.String(), "lost", checklist.RoundTenths(w.Lost.Rat()).String())
	}
	if r.OddVersion {
		out.say("version", "version", versions(r.Versions))
	}
	if r.Excluded > 0 {
		out.say("excluded", "n", strconv.Itoa(r.Excluded))
	}
	for _, x := range []struct {
		code string
		n    int
	}{{"appealed", r.Appealed}, {"withheld", r.Withheld}} {
		if x.n > 0 {
			out.say(x.code, "n", strconv.Itoa(x.n))
		}
	}
	if r.Small {
		out.say("small", "n", strconv.Itoa(r.N))
	}
	return out
}

// score explains the sum of one checklist, or the parts of a composite.
func (rs *reasons) score(r *Row, lang checklist.Lang) {
	if r.Shares == nil {
		rs.say("score", "score", r.Score.String(), "sum", checklist.Tenths(r.ScoreSum).String(), "n", strconv.Itoa(r.N))
		return
	}
	lines, total := r.Adds()
	for _, l := range lines {
		rs.say("share", "list", l.Title.In(lang), "score", l.Score.String(), "sum", checklist.Tenths(l.ScoreSum).String(),
			"n", strconv.Itoa(l.N), "weight", l.Part, "points", l.Points)
	}
	for _, s := range r.Shares {
		if s.N == 0 {
			rs.say("dropped", "list", s.Title.In(lang), "weight", s.Weight.String())
		}
	}
	rs.say("index", "total", total, "score", r.Score.String())
}

// ExplainShrunk says in plain words, with the numbers filled in, how the score
// moved toward the group's mean comes about; empty without one.
func (t *Table) ExplainShrunk(r Row, lang checklist.Lang) []Reason {
	var out reasons
	shares := r.Shares
	if r.Shrunk == nil {
		return nil
	}
	if shares == nil {
		shares = []Share{{N: r.N, Score: r.Score}}
	}
	for _, s := range shares {
		for i := range t.Shrinkage {
			g := &t.Shrinkage[i]
			if s.N == 0 || g.Peers != PeersOf(r.Branch) || r.Shares != nil && g.Checklist != s.Checklist {
				continue
			}
			code, title := "shrunk", s.Title.In(lang)
			if title != "" {
				title += checklist.Text{ZH: "：", EN: ": "}.In(lang)
			}
			if g.K == "" {
				code = "shrunkAll"
			}
			z := g.weight(s.N)
			z.Mul(z, hundred)
			out.say(code, "list", title, "mean", g.Mean.String(), "halls", strconv.Itoa(g.Halls), "records", strconv.Itoa(g.Records),
				"within", g.Within, "between", g.Between, "k", g.K, "n", strconv.Itoa(s.N), "z", checklist.RoundTenths(z).String(),
				"score", s.Score.String(), "shrunk", r.Shrunk.Score.String())
		}
	}
	code := "shrunkShown"
	if t.ByShrunk {
		code = "shrunkRanks"
	}
	out.say(code, "shrunk", r.Shrunk.Score.String(), "score", r.Score.String())
	return out
}

func signed(n int, s string) string {
	if n > 0 {
		return "+" + s
	}
	return s
}

func versions(v [2]int) string {
	if v[0] == v[1] {
		return strconv.Itoa(v[0])
	}
	return strconv.Itoa(v[0]) + "–" + strconv.Itoa(v[1])
}
