package checklist

import (
	"strconv"
	"time"
	"unicode/utf8"
)

// Missing is one thing the leave gate still wants; Sheet and Item lead to it
// (empty = the inspection as a whole). Code is the text key "gate."+Code.
type Missing struct {
	Sheet, Item string
	Code        string
	Args        map[string]string
}

// The figures of the gate (DOMAIN 5.6, 5.7).
const (
	minVisit      = 5 * time.Minute
	minImpression = 80 // characters
)

// Gate lists what is missing before the inspector may leave (离场完整性检查), in
// checklist order; empty means the inspection can be finished.
func (in *Inspection) Gate(now time.Time) []Missing {
	var out []Missing
	if len(in.Sheets) == 0 {
		out = append(out, Missing{Code: "sheets"})
	}
	for _, s := range in.Sheets {
		for i := range in.Checklist.Items {
			it := &in.Checklist.Items[i]
			if in.Applies(s, it) {
				out = append(out, in.itemGate(s, it)...)
				out = append(out, in.photoGate(s, it)...)
			}
		}
	}
	return append(out, in.visitGate(now)...)
}

func (in *Inspection) itemGate(s *Sheet, it *Item) []Missing {
	miss := func(code string, args ...string) Missing {
		return Missing{Sheet: s.ID, Item: it.ID, Code: code, Args: Fail("", args...).Args}
	}
	a := s.Answers[it.ID]
	if a == nil || !it.answered(a.Value) {
		if in.optionalText(it) {
			return nil
		}
		return []Missing{miss("unanswered")}
	}
	var out []Missing
	if a.Value.Verdict == NA {
		if a.Note == "" {
			out = append(out, miss("naReason"))
		}
		return out
	}
	evidence := len(a.Photos) > 0 || (a.Recording != "" && (in.Mode == Covert || it.Photo == PhotoNever))
	violated := it.Veto != VetoNone && it.Violated(a.Value)
	needs := it.Photo == PhotoAlways || (it.Photo == PhotoOnFail && it.OpensFinding(in.Checklist, a.Value))
	if needs && !evidence {
		out = append(out, miss("photo"))
	} else if violated && !evidence {
		out = append(out, miss("vetoEvidence"))
	}
	if violated && a.Note == "" {
		out = append(out, miss("vetoNote"))
	}
	if in.Mode == Covert && it.Zone == wrapup && it.Type == TypeText {
		if n := utf8.RuneCountInString(a.Value.Text); n < minImpression {
			out = append(out, miss("impression", "have", itoa(n), "need", itoa(minImpression)))
		}
	}
	if it.Zone == wrapup && it.Type == TypePass && a.Value.Verdict == Miss && a.Note == "" {
		out = append(out, miss("wrapupNote"))
	}
	return out
}

// photoGate lists the photos nobody decided about, where that is demanded
// (RELIABILITY 7).
func (in *Inspection) photoGate(s *Sheet, it *Item) (out []Missing) {
	a := s.Answers[it.ID]
	if !in.PrivacyRequired || a == nil {
		return nil
	}
	for _, p := range a.Photos {
		if !p.Decided() {
			out = append(out, Missing{Sheet: s.ID, Item: it.ID, Code: "privacy", Args: map[string]string{"name": p.Name}})
		}
	}
	return out
}

// optionalText: free remarks may stay empty, except the wrap-up of a covert visit.
func (in *Inspection) optionalText(it *Item) bool {
	return it.Type == TypeText && it.Zone != wrapup
}

// visitGate holds a visit by somebody from outside to its least length. Patrols,
// meetings and self-checks have none: a patrol takes under three minutes.
func (in *Inspection) visitGate(now time.Time) []Missing {
	k := in.Checklist.Kind
	if (in.Mode != Announced && in.Mode != Covert) || k == KindPatrol || k == KindMeeting {
		return nil
	}
	if d := millis(now) - in.StartedAt; d < minVisit.Milliseconds() {
		left := (minVisit.Milliseconds() - d + 59_999) / 60_000
		return []Missing{{Code: "tooShort", Args: map[string]string{"minutes": strconv.FormatInt(left, 10)}}}
	}
	return nil
}

// wrapup is the zone of a mystery visit filled before leaving; it opens no findings.
const wrapup = "wrapup"

// answered says whether v answers the item in full: a SERVQUAL pair needs both halves.
func (i *Item) answered(v Value) bool {
	if i.Expectation.ZH != "" && v.Verdict != NA {
		return v.Expectation > 0 && v.Perception > 0
	}
	return !v.IsZero()
}

// Answered says whether the sheet answers the item.
func (s *Sheet) Answered(it *Item) bool {
	a := s.Answers[it.ID]
	return a != nil && it.answered(a.Value)
}

// Violated says whether the value violates a veto item (DOMAIN 4.5).
func (i *Item) Violated(v Value) bool {
	if v.Verdict == NA || v.IsZero() {
		return false
	}
	switch i.Type {
	case TypePass:
		return v.Verdict == Miss
	case TypeScore:
		m, ok := i.earned(v)
		return ok && m == 0
	case TypeNumber:
		return i.Target != nil && v.Number != nil && !i.Target.Met(*v.Number)
	default:
		return false
	}
}

// OpensFinding says whether the value opens a finding automatically (DOMAIN 6.1).
func (i *Item) OpensFinding(c *Checklist, v Value) bool {
	if c.Kind == KindSurvey || c.Kind == KindReview || i.Zone == wrapup || v.Verdict == NA || v.IsZero() {
		return false
	}
	switch i.Type {
	case TypePass:
		return v.Verdict == Miss && (i.Points > 0 || i.Veto != VetoNone)
	case TypeScore:
		m, ok := i.earned(v)
		return ok && m < i.Points
	case TypeNumber:
		return i.Target != nil && v.Number != nil && !i.Target.Met(*v.Number)
	case TypeRating:
		return v.Number != nil && *v.Number <= N(2)
	default:
		return false
	}
}

// earned returns the marks v of a score item: entered, or points less
// occurrences × deduct, floor 0 (扣完为止).
func (i *Item) earned(v Value) (Milli, bool) {
	switch {
	case v.Occurrences != nil && i.Deduct != nil:
		return max(0, i.Points-Milli(*v.Occurrences)*(*i.Deduct)), true
	case v.Number != nil:
		return *v.Number, true
	default:
		return 0, false
	}
}

func itoa(n int) string { return strconv.Itoa(n) }
