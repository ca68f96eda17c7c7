// Package result is the page of one finished inspection: its score and grade,
// what was lost where, the photos, and the table that explains the number line
// by line. Everything shown is computed from the stored answers again.
package result

import (
	"math/big"
	"strconv"
	"strings"

	"hallcheck/assets"
	"hallcheck/checklist"
)

// line is one row of the table that explains the score.
type line struct {
	Sheet  string
	Item   *checklist.Item
	Answer string // as answered, in words
	State  state
	Mass   string // points × weight × multipliers, "–" when it does not count
	Earned string // on the 100 scale, "–" when it does not count
	Lost   string
	Loss   bool
	Vetoed bool // earned less than answered because of an indicator veto
	Why    string
	Note   string
}

// state is the colour class of an answer.
type state uint8

const (
	stateNone state = iota
	stateGood
	stateBad
	stateNA
)

// account is the explained score of one sheet: lines that sum to Total, then
// the cap, then the score shown.
type account struct {
	Lines  []line
	Total  string // sum of Earned, before the cap; "" = nothing scored
	Score  *checklist.Tenths
	Cap    *checklist.Cap
	Losses int
}

// explain builds the account of a sheet ("" = the only one). Two decimals are
// used, and more where two would round to another score than the exact sum.
func explain(in *checklist.Inspection, r *checklist.Result, sheet string, lang checklist.Lang) account {
	if sheet == "" && len(in.Sheets) > 0 {
		sheet = in.Sheets[0].ID
	}
	acc := account{Score: r.Score, Cap: r.Cap}
	for i := range r.Persons {
		if r.Persons[i].Sheet == sheet {
			acc.Score, acc.Cap = r.Persons[i].Score, r.Persons[i].Cap
		}
	}
	earned, lost, total := decimals(r, sheet, acc)
	acc.Total = total
	for i := range r.Trace {
		t := &r.Trace[i]
		it := in.Checklist.ItemByID(t.Item)
		if t.Sheet != sheet || it == nil || t.Why == "leftOut" {
			continue
		}
		l := line{Sheet: t.Sheet, Item: it, Why: t.Why, Mass: "–", Earned: "–", Lost: "–"}
		l.Answer, l.State = answerWords(in, t, lang)
		if a := in.Answer(t.Sheet, t.Item); a != nil {
			l.Note = a.Note
		}
		if t.Why == "" && t.Earned != nil {
			l.Mass, l.Earned, l.Lost = decimal(t.Mass), earned[i], lost[i]
			l.Loss = t.Lost.Sign() > 0
			l.Vetoed = t.Ratio != nil && t.AfterVeto != nil && t.Ratio.Cmp(t.AfterVeto) != 0
		}
		if l.Loss || l.State == stateBad {
			acc.Losses++
		}
		acc.Lines = append(acc.Lines, l)
	}
	return acc
}

// decimals picks the places: at two places 93.345 reads 93.35, which a reader
// would round to 93.4 although the exact 93.3449 is 93.3.
func decimals(r *checklist.Result, sheet string, acc account) (earned, lost []string, total string) {
	shown := acc.Score
	if acc.Cap != nil {
		shown = &acc.Cap.Before
	}
	for places := 2; ; places++ {
		earned, lost, total = r.DecimalsOf(sheet, places)
		m, err := checklist.ParseMilli(total[:min(len(total), strings.IndexByte(total+".", '.')+4)])
		if shown == nil || err != nil || places == 6 || checklist.RoundTenths(m.Rat()) == *shown {
			return earned, lost, total
		}
	}
}

// decimal writes an exact fraction with up to three places, zeros trimmed.
func decimal(r *big.Rat) string {
	if r == nil {
		return "–"
	}
	s := r.FloatString(3)
	return strings.TrimRight(strings.TrimRight(s, "0"), ".")
}

// answerWords says what was answered on a line, and its colour class.
func answerWords(in *checklist.Inspection, t *checklist.Line, lang checklist.Lang) (string, state) {
	l := string(lang)
	it := in.Checklist.ItemByID(t.Item)
	a := in.Answer(t.Sheet, t.Item)
	if a == nil || a.Value.IsZero() {
		return assets.T(l, "verdict.unanswered"), stateNone
	}
	v := a.Value
	if v.Verdict == checklist.NA {
		return assets.T(l, "verdict.na"), stateNA
	}
	bad := stateGood
	if it.OpensFinding(in.Checklist, v) || v.Verdict == checklist.Miss {
		bad = stateBad
	}
	switch {
	case v.Verdict != "":
		return assets.T(l, "verdict."+string(v.Verdict)), bad
	case v.Occurrences != nil:
		if *v.Occurrences == 0 {
			return assets.T(l, "result.answer.noDeduction"), bad
		}
		return assets.T(l, "result.answer.deducted", "n", strconv.Itoa(*v.Occurrences)), bad
	case v.Expectation > 0 || v.Perception > 0:
		return strconv.Itoa(v.Expectation) + " → " + strconv.Itoa(v.Perception), stateNone
	case v.Number != nil:
		return numberWords(in.Checklist, it, *v.Number, lang), bad
	default:
		return v.Text, stateNone
	}
}

func numberWords(c *checklist.Checklist, it *checklist.Item, m checklist.Milli, lang checklist.Lang) string {
	switch it.Type {
	case checklist.TypeScore:
		for _, s := range c.ScoreLabels {
			if s.Value == m {
				return s.Name.In(lang)
			}
		}
		return m.String() + " / " + it.Points.String()
	case checklist.TypeRating:
		return m.String() + " / " + strconv.Itoa(it.Scale)
	default:
		return strings.TrimSpace(m.String() + " " + unit(it.Unit, lang))
	}
}

// unit is the word for a unit of measure; units the program does not know are
// shown as the checklist writes them.
func unit(u string, lang checklist.Lang) string {
	if assets.Has(string(lang), "result.unit."+u) {
		return assets.T(string(lang), "result.unit."+u)
	}
	return u
}

// onlyLosses keeps the lines that cost something or were answered badly.
func (a account) onlyLosses() []line {
	var out []line
	for _, l := range a.Lines {
		if l.Loss || l.State == stateBad {
			out = append(out, l)
		}
	}
	return out
}

// lossesFirst are all lines, those that cost something above the others.
func (a account) lossesFirst() []line {
	out := a.onlyLosses()
	for _, l := range a.Lines {
		if !l.Loss && l.State != stateBad {
			out = append(out, l)
		}
	}
	return out
}

// lostTotal is what all lines lost: 100 less the total, with the same places.
func (a account) lostTotal() string {
	total, ok := new(big.Rat).SetString(a.Total)
	if !ok {
		return ""
	}
	lost := new(big.Rat).Sub(big.NewRat(100, 1), total)
	s := lost.FloatString(len(a.Total) - strings.IndexByte(a.Total, '.') - 1)
	if lost.Sign() > 0 {
		s = "−" + s
	}
	return s
}

// rest sums what the lines that are not among the losses earned, so that the
// short table sums to the total too.
func (a account) rest() (n int, earned string) {
	sum, places := new(big.Rat), 2
	for _, l := range a.Lines {
		if l.Loss || l.State == stateBad {
			continue
		}
		n++
		if x, ok := new(big.Rat).SetString(l.Earned); ok {
			sum.Add(sum, x)
			places = len(l.Earned) - strings.IndexByte(l.Earned, '.') - 1
		}
	}
	return n, sum.FloatString(places)
}

// change writes the difference of two scores with its sign.
func change(now, before checklist.Tenths) string {
	d := now - before
	switch {
	case d > 0:
		return "+" + d.String()
	case d < 0:
		return "−" + (-d).String()
	default:
		return "±0"
	}
}
