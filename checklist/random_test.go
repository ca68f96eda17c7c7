package checklist_test

import (
	"fmt"
	"math/rand/v2"

	"hallcheck/checklist"
)

func pick[T any](rnd *rand.Rand, of ...T) T { return of[rnd.IntN(len(of))] }

func randomItem(rnd *rand.Rand, i int) checklist.Item {
	it := checklist.Item{
		ID: fmt.Sprintf("i%02d", i), Zone: fmt.Sprintf("z%d", rnd.IntN(4)),
		Type:      pick(rnd, checklist.TypePass, checklist.TypePass, checklist.TypeScore, checklist.TypeRating, checklist.TypeNumber, checklist.TypeText),
		Points:    checklist.Milli(500 * rnd.IntN(25)),
		Weight:    checklist.Milli(100 * (1 + rnd.IntN(30))),
		Veto:      pick(rnd, checklist.VetoNone, checklist.VetoNone, checklist.VetoNone, checklist.VetoNone, checklist.VetoIndicator, checklist.VetoInspection),
		Severity:  pick(rnd, checklist.Minor, checklist.Major, checklist.Critical),
		S6:        pick(rnd, "", "sort", "shine", "safety"),
		Indicator: pick(rnd, "x", "y"), Focus: pick(rnd, "", "norms", "speed", "other"),
	}
	if rnd.IntN(3) == 0 {
		it.WeightBy = map[checklist.HallGrade]checklist.Milli{checklist.Second: it.Weight, checklist.Flagship: checklist.Milli(100 * rnd.IntN(20))}
	}
	if rnd.IntN(4) == 0 {
		it.Roles = []checklist.Position{pick(rnd, checklist.PositionLobby, checklist.PositionTeller)}
	}
	switch it.Type {
	case checklist.TypeScore:
		if d := checklist.Milli(500 * (1 + rnd.IntN(4))); rnd.IntN(2) == 0 {
			it.Deduct = &d
		}
	case checklist.TypeRating:
		it.Scale = pick(rnd, 5, 7)
	case checklist.TypeNumber:
		if rnd.IntN(3) > 0 {
			it.Target = &checklist.Target{Op: pick(rnd, "<=", ">="), Value: checklist.N(rnd.IntN(20))}
		}
	}
	return it
}

func randomValue(rnd *rand.Rand, it checklist.Item) checklist.Value {
	if rnd.IntN(8) == 0 {
		return checklist.VerdictValue(checklist.NA)
	}
	switch it.Type {
	case checklist.TypePass:
		return checklist.VerdictValue(pick(rnd, checklist.Pass, checklist.Pass, checklist.Miss))
	case checklist.TypeScore:
		if it.Deduct != nil {
			return checklist.OccurrencesValue(rnd.IntN(6))
		}
		return checklist.NumberValue(checklist.Milli(500 * rnd.IntN(int(it.Points/500)+1)))
	case checklist.TypeRating:
		return checklist.NumberValue(checklist.N(1 + rnd.IntN(it.Scale)))
	case checklist.TypeNumber:
		return checklist.NumberValue(checklist.Milli(rnd.IntN(20_000)))
	default:
		return checklist.TextValue("话")
	}
}

// randomInspection is a partly filled points inspection; every third is of people.
func randomInspection(seed uint64) *checklist.Inspection {
	rnd := rand.New(rand.NewPCG(seed, 20261121))
	c := list()
	c.Zones = []checklist.Zone{{ID: "z0"}, {ID: "z1"}, {ID: "z2", Optional: true}, {ID: "z3"}}
	c.Indicators = []checklist.Indicator{{ID: "x"}, {ID: "y"}}
	c.Scoring.VetoCap = pick(rnd, checklist.N(59), checklist.N(74), checklist.Milli(59_250))
	c.Focus.Phase = map[string]map[string]checklist.Milli{"initial": {"norms": 1300, "speed": 700}}
	c.Focus.Pressure = map[string]map[string]checklist.Milli{"high": {"speed": 1400}}
	for i := range rnd.IntN(25) {
		c.Items = append(c.Items, randomItem(rnd, i))
	}
	in := &checklist.Inspection{
		ID: "i", Checklist: c, Status: checklist.Draft, Phase: pick(rnd, "", "initial"), Pressure: pick(rnd, "", "high"),
		Branch: checklist.Branch{Grade: pick(rnd, "", checklist.Flagship, checklist.Second, checklist.Partner)},
	}
	if rnd.IntN(4) == 0 {
		in.LeftOut = []string{"z2"}
	}
	sheets := 1
	if rnd.IntN(3) == 0 {
		c.Subject, sheets = checklist.SubjectPerson, rnd.IntN(5)
	}
	for k := range sheets {
		s := &checklist.Sheet{ID: fmt.Sprintf("s%d", k), Answers: map[string]*checklist.Answer{}}
		if c.Subject == checklist.SubjectPerson {
			s.Position = pick(rnd, checklist.PositionLobby, checklist.PositionTeller)
		}
		for _, it := range c.Items {
			if rnd.IntN(7) > 0 {
				s.Answers[it.ID] = &checklist.Answer{Value: randomValue(rnd, it)}
			}
		}
		in.Sheets = append(in.Sheets, s)
	}
	return in
}
