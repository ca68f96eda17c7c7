package bundle

import "hallcheck/checklist/hall"

// KindHall is the record of a day in a branch's hall, for headquarters.
const KindHall = "hall"

// Hall carries what one computer of a branch says about one day of its hall. Of two
// about the same day the one with the higher revision counts.
type Hall struct {
	Report hall.Report `json:"report"`
	Shared []Shared    `json:"shared,omitempty"` // of the entries' photos
}

func (h *Hall) shared() []Shared { return h.Shared }

func (h *Hall) check() error {
	if err := h.Report.Check(); err != nil {
		return refuse(ErrRecord, "hall "+h.Report.Day).Because(err)
	}
	return checkShared(h.Report.EachPhoto, h.Shared)
}
