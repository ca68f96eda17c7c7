package checklist

// Lacking counts the answers of an inspection that need a picture or other evidence
// and have none (DOMAIN 5.6). One that passed the leave gate has none.
func (in *Inspection) Lacking() int {
	n := 0
	for _, s := range in.Sheets {
		for i := range in.Checklist.Items {
			it := &in.Checklist.Items[i]
			if a := s.Answers[it.ID]; a == nil || len(a.Photos) > 0 || !in.Applies(s, it) {
				continue
			}
			for _, m := range in.itemGate(s, it) {
				if m.Code == "photo" || m.Code == "vetoEvidence" {
					n++
				}
			}
		}
	}
	return n
}
