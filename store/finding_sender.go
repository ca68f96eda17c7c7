package store

import (
	"slices"
	"strings"

	"gorm.io/gorm"

	"hallcheck/checklist"
)

// sentEvent is a move with the branch whose bundle brought it, "" = made here. A
// branch speaks for its own findings only; what it says of another's may come
// before that finding's opening, and is then kept until it can be told apart.
type sentEvent struct {
	checklist.FindingEvent
	sender string
}

// sentEvents reads all moves stored under findings' ids, by finding.
func sentEvents(tx *gorm.DB, ids []string) (map[string][]sentEvent, error) {
	out := make(map[string][]sentEvent, len(ids))
	for some := range slices.Chunk(ids, maxRows) {
		var rows []struct{ Finding, Body, Sender string }
		err := tx.Raw("SELECT finding, body, sender FROM finding_events WHERE finding "+anyOf(tx)+" ORDER BY finding, clock, device, id", listArg(tx, some)).Scan(&rows).Error
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			e := sentEvent{sender: r.Sender}
			if err := fromJSON(r.Body, &e.FindingEvent); err != nil {
				return nil, err
			}
			out[r.Finding] = append(out[r.Finding], e)
		}
	}
	return out, nil
}

// openedFor is the code of the branch a finding was opened for, "" while its
// opening is under way. An opening for one branch is not taken while one for
// another is there, so there is one answer.
func openedFor(list []sentEvent) string {
	for i := range list {
		if o := list[i].Opening; o != nil {
			return o.Branch.Code
		}
	}
	return ""
}

// ofOwnBranch are the moves made here and those the branch itself sent.
func ofOwnBranch(list []sentEvent, branch string) []checklist.FindingEvent {
	out := make([]checklist.FindingEvent, 0, len(list))
	for i := range list {
		if from := list[i].sender; from == "" || branch == "" || from == branch {
			out = append(out, list[i].FindingEvent)
		}
	}
	return out
}

// foreign says which branches sent moves of another branch's finding.
func foreign(list []sentEvent, branch string) (senders []string) {
	for i := range list {
		if from := list[i].sender; from != "" && from != branch {
			senders = append(senders, from)
		}
	}
	return senders
}

// speaksFor refuses moves a branch sent of a finding that is another's: opened for
// another, or known as another's. Code store.foreignFinding.
func speaksFor(have []sentEvent, fresh []checklist.FindingEvent, sender string) error {
	refuse := func(o *checklist.Opening) error {
		return checklist.Fail("store.foreignFinding", "number", o.Number, "branch", sender)
	}
	for i := range have {
		if o := have[i].Opening; o != nil && o.Branch.Code != sender {
			return refuse(o)
		}
	}
	for i := range fresh {
		if o := fresh[i].Opening; o != nil && o.Branch.Code != sender {
			return refuse(o)
		}
	}
	return nil
}

// noteForeign writes down which branches had said something of a finding that has
// now turned out to be another's; their moves stay out of it.
func (s *Store) noteForeign(tx *gorm.DB, f *checklist.Finding, senders []string) error {
	if len(senders) == 0 {
		return nil
	}
	return s.audit(tx, "finding.foreign", f.ID, f.Branch.Code+" "+f.Number+": "+strings.Join(senders, ", "))
}
