package hall

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"hallcheck/checklist"
)

// Fits says whether an entry somebody types names only what its hall knows: windows of
// the rules, topics and causes of their lists, duties of its day's plan (asked for of
// KindSkip and KindSnooze only). Meetings are asked by Check. It lists everything at once as checklist.Problems, each
// with what is allowed: problems hall.add.window, hall.add.topic, hall.add.tag. What
// comes from elsewhere is not asked: a newer version may know more words.
func (e *Entry) Fits(rules Rules, duties []string) error {
	var out checklist.Problems
	bad := func(field, value string, allowed []string) {
		out = append(out, checklist.Problem{Key: field, Code: "hall.add." + field, Args: map[string]string{
			"value": value, "allowed": cmp.Or(strings.Join(allowed, ", "), "–"),
		}})
	}
	if e.Window > 0 && !slices.ContainsFunc(rules.Windows, func(w Window) bool { return w.No == e.Window }) {
		bad("window", strconv.Itoa(e.Window), windowNumbers(rules))
	}
	if list, listed := e.topics(duties); listed && e.Topic != "" && !slices.Contains(list, e.Topic) {
		bad("topic", e.Topic, list)
	}
	if list, listed := e.tags(); listed {
		for _, tag := range e.Tags {
			if !slices.Contains(list, tag) {
				bad("tag", tag, list)
			}
		}
	}
	if len(out) > 0 {
		return out
	}
	return nil
}

// windowNumbers are those of the rules, rising. Windows out of use are among them: an
// entry may be of a day they were used on.
func windowNumbers(rules Rules) []string {
	list := slices.Clone(rules.Windows)
	slices.SortFunc(list, func(a, b Window) int { return a.No - b.No })
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = strconv.Itoa(w.No)
	}
	return out
}

// topics are those an entry of the kind can have; listed is false where they are as typed.
func (e *Entry) topics(duties []string) (list []string, listed bool) {
	switch e.Kind {
	case KindComplaint:
		return Complaints(), true
	case KindPraise:
		return Praises(), true
	case KindSpecial:
		return Specials(), true
	case KindSkip, KindSnooze:
		return duties, true
	case KindNote:
		list = []string{TopicWeather, TopicHeads, TopicCarry, TopicActivity, TopicTransfer}
		for _, id := range Emergencies() {
			list = append(list, EmergencyTopic+id)
		}
		return list, true
	}
	return nil, false
}

// tags are those an entry of the kind can have; listed is false for a kind that has none
// of a list.
func (e *Entry) tags() (list []string, listed bool) {
	switch e.Kind {
	case KindCause:
		return Causes, true
	case KindPeaks:
		for slot := range SlotsOfDay {
			list = append(list, SlotClock(slot))
		}
		return list, true
	}
	return nil, false
}
