package cli

import (
	"strconv"
	"strings"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/store"
)

// toldSums is how many wrong sums of a hall's day are put into words.
const toldSums = 3

// troubleOf puts what check found into words.
func troubleOf(lang string, t store.Trouble) troubleDoc {
	detail := t.Detail
	if len(t.Sums) > 0 {
		detail = sumsInWords(lang, t)
	}
	return troubleDoc{t.Code, t.Object, sentence(lang, "trouble.", checklist.Fail(t.Code, "object", t.Object, "detail", detail))}
}

// TroubleWords is what check found, what it is about first.
func TroubleWords(lang string, t store.Trouble) string {
	x := troubleOf(lang, t)
	return strings.TrimSpace(x.Object + " " + x.Message)
}

// sumsInWords says which kept sums of a hall's day, week or month are wrong, the first of
// them.
func sumsInWords(lang string, t store.Trouble) string {
	var words []string
	for _, k := range t.Sums[:min(len(t.Sums), toldSums)] {
		what := assets.T(lang, "check.sum."+k.Field)
		if k.Slot >= 0 {
			what = hall.SlotClock(k.Slot) + " " + what
		}
		if k.Kept != k.Fresh {
			what = assets.T(lang, "check.sum.is", "what", what, "kept", k.Kept, "fresh", k.Fresh)
		}
		words = append(words, what)
	}
	if more := len(t.Sums) + t.More - len(words); more > 0 {
		words = append(words, assets.T(lang, "check.sum.more", "n", strconv.Itoa(more)))
	}
	return strings.Join(words, assets.T(lang, "check.sum.and"))
}
