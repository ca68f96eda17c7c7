package checklist

import (
	"strconv"
	"strings"
)

// ParseValue reads what an answer is counted as: pass, fail, na, a number, x2 for
// two occurrences where the item deducts, or a text. Codes those of Item.Check.
func (i *Item) ParseValue(text string) (Value, error) {
	text = strings.TrimSpace(text)
	v := Value{Text: text}
	if times, ok := strings.CutPrefix(text, "x"); ok && i.Deduct != nil {
		if n, err := strconv.Atoi(times); err == nil {
			v = OccurrencesValue(n)
		}
	} else if word := Verdict(strings.ToLower(text)); word == NA || i.Type == TypePass {
		v = VerdictValue(word)
	} else if n, err := ParseMilli(text); err == nil && i.Type != TypeText {
		v = NumberValue(n)
	}
	if v.IsZero() {
		return v, Fail("check.value", "item", i.ID)
	}
	return v, i.Check(v)
}
