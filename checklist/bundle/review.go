package bundle

import "hallcheck/checklist"

// KindReview is the record of what headquarters and the branch did about one
// finished inspection.
const KindReview = "review"

// Review carries moves of one record's review: those the receiver may not have
// yet, or all of them. Which counts is decided by the order inside them, never by
// the order of arrival.
type Review struct {
	Events []checklist.ReviewEvent `json:"events"`
	Shared []Shared                `json:"shared,omitempty"` // of the pictures of an appeal
}

// EachPhoto visits every photo of the moves.
func (r *Review) EachPhoto(visit func(*checklist.PhotoRef)) {
	for i := range r.Events {
		for k := range r.Events[i].Photos {
			visit(&r.Events[i].Photos[k])
		}
	}
}

func (r *Review) shared() []Shared { return r.Shared }

func (r *Review) check() error {
	if len(r.Events) == 0 {
		return refuse(ErrRecord, "review")
	}
	for i := range r.Events {
		if r.Events[i].Inspection != r.Events[0].Inspection {
			return refuse(ErrRecord, "review")
		}
		if err := r.Events[i].Check(); err != nil {
			return refuse(ErrRecord, "event "+r.Events[i].ID).Because(err)
		}
	}
	return checkShared(r.EachPhoto, r.Shared)
}
