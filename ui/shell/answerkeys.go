package shell

import "hallcheck/checklist"

// Deed is what a key does to the item with the focus.
type Deed struct {
	Do    DeedKind
	Value checklist.Value // of DoAnswer
	Rune  rune            // of DoType: the first character of what is typed
}

// DeedKind says which kind of deed it is.
type DeedKind int

// The kinds of deed.
const (
	DoNothing DeedKind = iota
	DoAnswer           // record Value
	DoType             // begin typing in the item's field
)

// digit is the number a key stands for, or -1.
func digit(r rune) int {
	if r >= '0' && r <= '9' {
		return int(r - '0')
	}
	return -1
}

// AnswerKey says what a character does on an item whose answer is now v:
//
//	pass        1 pass · 2 fail · 0 or - n/a
//	score       0…9 marks, or occurrences where the item deducts · + and . half a mark more · - n/a
//	rating      1…scale · 0 or - n/a
//	pair        1…scale, first the expectation, then the perception · 0 or - n/a
//	number      a digit begins typing · - n/a
//	text        a digit begins typing · - n/a
func AnswerKey(it *checklist.Item, v checklist.Value, r rune) Deed {
	na := Deed{Do: DoAnswer, Value: checklist.VerdictValue(checklist.NA)}
	if r == '-' {
		return na
	}
	d := digit(r)
	if it.Type == checklist.TypeScore {
		return typedScore(it, v, r, d)
	}
	if d < 0 {
		return Deed{}
	}
	if it.Expectation.ZH != "" || it.Type == checklist.TypeRating {
		if d == 0 {
			return na
		}
		return typedRating(it, v, d)
	}
	switch it.Type {
	case checklist.TypePass:
		values := []checklist.Value{na.Value, checklist.VerdictValue(checklist.Pass), checklist.VerdictValue(checklist.Miss)}
		if d < len(values) {
			return Deed{Do: DoAnswer, Value: values[d]}
		}
	case checklist.TypeNumber, checklist.TypeText:
		return Deed{Do: DoType, Rune: r}
	}
	return Deed{}
}

func typedRating(it *checklist.Item, v checklist.Value, d int) Deed {
	if d > it.Scale {
		return Deed{}
	}
	if it.Expectation.ZH == "" {
		return Deed{Do: DoAnswer, Value: checklist.NumberValue(checklist.N(d))}
	}
	if v.Expectation > 0 && v.Perception == 0 {
		return Deed{Do: DoAnswer, Value: checklist.Value{Expectation: v.Expectation, Perception: d}}
	}
	return Deed{Do: DoAnswer, Value: checklist.Value{Expectation: d}}
}

func typedScore(it *checklist.Item, v checklist.Value, r rune, d int) Deed {
	switch {
	case d >= 0 && it.Deduct != nil:
		return Deed{Do: DoAnswer, Value: checklist.OccurrencesValue(d)}
	case d >= 0 && checklist.N(d) <= it.Points:
		return Deed{Do: DoAnswer, Value: checklist.NumberValue(checklist.N(d))}
	case r == '+' || r == '.' || r == '=':
		return Deed{Do: DoAnswer, Value: SteppedAnswer(it, v, 1)}
	}
	return Deed{}
}

// half is the step of score items.
const half = checklist.Milli(500)

// SteppedAnswer is the value n steps above v within the item's bounds: half marks for
// scores, occurrences where the item deducts, whole units for ratings and
// numbers. An unanswered item steps from its ends: scores down from full marks,
// occurrences, ratings and numbers up from nothing.
func SteppedAnswer(it *checklist.Item, v checklist.Value, n int) checklist.Value {
	if it.Type == checklist.TypeScore && it.Deduct != nil {
		k := 0
		if v.Occurrences != nil {
			k = *v.Occurrences + n
		}
		return checklist.OccurrencesValue(min(max(k, 0), 999))
	}
	low, high, step, start := bounds(it)
	m := start
	if v.Number != nil {
		m = *v.Number + step*checklist.Milli(n)
	}
	return checklist.NumberValue(min(max(m, low), high))
}

// bounds are the lowest and highest number an item takes, its step, and where
// stepping starts.
func bounds(it *checklist.Item) (low, high, step, start checklist.Milli) {
	switch it.Type {
	case checklist.TypeScore:
		return 0, it.Points, half, it.Points
	case checklist.TypeRating:
		return checklist.N(1), checklist.N(it.Scale), checklist.N(1), checklist.N(1)
	default:
		return 0, checklist.N(999999), checklist.N(1), 0
	}
}
