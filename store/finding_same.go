package store

import "hallcheck/checklist"

// sameMove says whether two copies of a move say the same. Its photos may differ: a
// copy that left the house shows what may be seen there, and may be masked by now.
func sameMove(a, b checklist.FindingEvent) bool {
	return toJSON(withoutPictures(a)) == toJSON(withoutPictures(b))
}

func withoutPictures(e checklist.FindingEvent) checklist.FindingEvent {
	e.Photos = onlyIDs(e.Photos)
	if e.Opening != nil {
		o := *e.Opening
		o.Photos = onlyIDs(o.Photos)
		e.Opening = &o
	}
	return e
}

func onlyIDs(list []checklist.PhotoRef) (out []checklist.PhotoRef) {
	for _, p := range list {
		out = append(out, checklist.PhotoRef{ID: p.ID})
	}
	return out
}
