package ranking

import (
	"strconv"

	"hallcheck/checklist"
)

// Part is one sentence of why a hall stands where it does; Code is the text key
// "ranking.why."+Code, Args fill it.
type Part struct {
	Code string
	Args map[string]string
}

// Explain lists the parts of a row's place: how its score comes about, its
// ranks, the change, what counted in a tie, and what to look at first.
func Explain(r Row, lang checklist.Lang) []Part {
	var out []Part
	say := func(code string, pairs ...string) {
		out = append(out, Part{Code: code, Args: checklist.Fail("", pairs...).Args})
	}
	say("score", "score", r.Score.String(), "sum", checklist.Tenths(r.ScoreSum).String(), "n", strconv.Itoa(r.N))
	say("rank", "rank", strconv.Itoa(r.Rank))
	if r.PeerCount >= FewestRanked {
		say("peers", "rank", strconv.Itoa(r.PeerRank), "count", strconv.Itoa(r.PeerCount))
	} else {
		say("peersFew", "count", strconv.Itoa(r.PeerCount))
	}
	if r.LastScore == nil {
		say("new")
	} else {
		say("change", "last", r.LastScore.String(), "change", signed(int(*r.Change), r.Change.String()),
			"rank", strconv.Itoa(r.LastRank), "moved", signed(r.RankChange, strconv.Itoa(r.RankChange)))
	}
	say("counts", "problems", strconv.Itoa(r.Problems), "critical", strconv.Itoa(r.Critical), "vetoes", strconv.Itoa(r.Vetoes))
	if r.OnTime != nil {
		say("onTime", "rate", checklist.Tenths(*r.OnTime).String())
	}
	if w := r.Weakest; w != nil {
		say("weakest", "zone", w.Name.In(lang), "score", w.Score.String(), "lost", checklist.RoundTenths(w.Lost.Rat()).String())
	}
	if r.OddVersion {
		say("version", "version", versions(r.Versions))
	}
	if r.Excluded > 0 {
		say("excluded", "n", strconv.Itoa(r.Excluded))
	}
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
