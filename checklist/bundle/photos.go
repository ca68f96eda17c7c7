package bundle

import (
	"slices"

	"hallcheck/checklist"
)

// EachPhoto visits every photo of an inspection in a stable order: sheets,
// then item ids, then the photos as they stand. The visitor may change them.
func EachPhoto(in *checklist.Inspection, visit func(*checklist.PhotoRef)) {
	for _, s := range in.Sheets {
		if s == nil {
			continue
		}
		items := make([]string, 0, len(s.Answers))
		for id, a := range s.Answers {
			if a != nil {
				items = append(items, id)
			}
		}
		slices.Sort(items)
		for _, id := range items {
			for i := range s.Answers[id].Photos {
				visit(&s.Answers[id].Photos[i])
			}
		}
	}
}
