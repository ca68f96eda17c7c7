package hall

import (
	"strings"

	"hallcheck/checklist"
)

// The items of a patrol sheet that say something in numbers, by the end of their id
// or by their indicator: a bank's own list takes part when an item carries one of
// these words as its indicator.
const (
	itemWaiting  = "waiting"
	itemOpen     = "open-windows"
	itemOldest   = "longest-wait"
	itemPost     = "lobby-on-post"
	itemMachines = "self-service"
)

// FromSheet is the entry a finished patrol or meeting leaves in the day of the hall;
// ok is false for any other checklist, and for halls of a competitor.
func FromSheet(in *checklist.Inspection) (e Entry, ok bool) {
	if in.Branch.Rival() || in.Status != checklist.Finished {
		return Entry{}, false
	}
	e = Entry{Branch: in.Branch.Code, Day: in.Day, At: in.StartedAt, By: in.Inspector.Name, Ref: in.ID}
	switch in.Checklist.Kind {
	case checklist.KindPatrol:
		e.Kind = KindPatrol
		e.readPatrol(in)
	case checklist.KindMeeting:
		e.Kind, e.Topic = KindMeeting, MorningMeeting
		e.Minutes = meetingMinutes(in)
	default:
		return Entry{}, false
	}
	return e, true
}

// The meetings of a day: the Topic of an entry of KindMeeting.
const (
	MorningMeeting = "morning"
	EveningMeeting = "evening"
)

func (e *Entry) readPatrol(in *checklist.Inspection) {
	for i := range in.Checklist.Items {
		item := &in.Checklist.Items[i]
		a := in.Answer(checklist.MainSheet, item.ID)
		if a == nil {
			continue
		}
		switch {
		case means(item, itemWaiting):
			e.Waiting = whole(a.Value)
		case means(item, itemOpen):
			e.Open = whole(a.Value)
		case means(item, itemOldest):
			e.Oldest = whole(a.Value)
		case means(item, itemPost):
			e.Yes = verdict(a.Value)
		case means(item, itemMachines):
			e.Works = verdict(a.Value)
		}
	}
}

// mostAsked is the highest number a keyboard takes for people, windows or minutes: the
// digit after it begins a new number.
const mostAsked = 999

// MostFor is the highest number a patrol's item takes by keys and steps; other numbers of
// a bank's own list have all the room there is.
func MostFor(item *checklist.Item) int {
	if means(item, itemWaiting) || means(item, itemOpen) || means(item, itemOldest) {
		return mostAsked
	}
	return 999_999
}

// means says whether the item stands for one of the words above.
func means(item *checklist.Item, word string) bool {
	return item.Indicator == word || strings.HasSuffix(item.ID, "."+word)
}

// whole is a number without its thousandths, nil when there is none, or one no hall
// can have: a slip of the finger stays on the sheet and out of the figures.
func whole(v checklist.Value) *int {
	if v.Number == nil || *v.Number > mostCount*1000 {
		return nil
	}
	n := int(*v.Number / 1000)
	return &n
}

func verdict(v checklist.Value) *bool {
	if v.Verdict != checklist.Pass && v.Verdict != checklist.Miss {
		return nil
	}
	yes := v.Verdict == checklist.Pass
	return &yes
}

// meetingMinutes is the first number in minutes on the sheet, 0 = none.
func meetingMinutes(in *checklist.Inspection) int {
	for i := range in.Checklist.Items {
		item := &in.Checklist.Items[i]
		if a := in.Answer(checklist.MainSheet, item.ID); item.Unit == "min" && a != nil {
			if n := whole(a.Value); n != nil {
				return *n
			}
		}
	}
	return 0
}
