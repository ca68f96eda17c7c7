package checklist

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
)

// CorrectedNote is the reason of a finding cancelled because its inspection was
// reopened and the item no longer fails; its words are under "finding.corrected".
const CorrectedNote = "finding.corrected"

// FindingID is the id of the finding an inspection opens for an item: the same
// on every computer, so that no way of arriving makes a second one. UUID v8 of
// the SHA-256 of its parts (RFC 9562).
func FindingID(inspection, sheet, item string) string {
	sum := sha256.Sum256([]byte("finding\n" + inspection + "\n" + sheet + "\n" + item))
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80
	h := hex.EncodeToString(sum[:16])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// Opener is what opening findings of an inspection needs from outside.
type Opener struct {
	Act     Act
	Due     func(day string, days int) string // day + days by the bank's calendar
	Earlier func(item string) *Earlier        // former occurrence in this branch, or nil
	Number  func() string                     // next free F-yyyy-seq
}

// OpenFindings brings the findings of a finished inspection in line with its
// answers (DOMAIN 6.1): a failed item without one gets one, a finding nobody
// worked on yet whose item no longer fails is cancelled, a cancelled one whose
// item fails again is restored. have are the findings this inspection opened
// before; the changed and new ones are returned.
func (in *Inspection) OpenFindings(have []*Finding, o Opener) ([]*Finding, error) {
	var out []*Finding
	due := map[string]bool{}
	for _, s := range in.Sheets {
		for i := range in.Checklist.Items {
			it := &in.Checklist.Items[i]
			a := s.Answers[it.ID]
			if a == nil || !in.Applies(s, it) || !it.OpensFinding(in.Checklist, a.Value) {
				continue
			}
			id := FindingID(in.ID, s.ID, it.ID)
			due[id] = true
			f, err := in.openOne(have, id, s, it, a, o)
			if err != nil {
				return nil, err
			}
			if f != nil {
				out = append(out, f)
			}
		}
	}
	for _, f := range have {
		if !due[f.ID] && f.Status == FindingOpen && f.Inspection == in.ID {
			if err := f.record(o.Act, FindingEvent{Verb: VerbCancel, Note: CorrectedNote}); err != nil {
				return nil, err
			}
			out = append(out, f)
		}
	}
	return out, nil
}

// openOne returns the finding of a failed item when it is new or changed.
func (in *Inspection) openOne(have []*Finding, id string, s *Sheet, it *Item, a *Answer, o Opener) (*Finding, error) {
	if i := slices.IndexFunc(have, func(f *Finding) bool { return f.ID == id }); i >= 0 {
		f := have[i]
		if f.Status != FindingCancelled || f.Reason != CorrectedNote {
			return nil, nil
		}
		return f, f.record(o.Act, FindingEvent{Verb: VerbRestore})
	}
	n := Opening{
		Number: o.Number(), Branch: in.Branch, Origin: FromInspection, Inspection: in.ID, Mode: in.Mode,
		Checklist: in.Checklist.ID, Version: in.Checklist.Version, Sheet: s.ID, Item: it.ID, ItemText: it.Text,
		Zone: it.Zone, S6: it.S6, Text: a.Note, Severity: it.Severity, Owner: a.Remedy.Owner, Day: in.Day,
		Due: a.Remedy.Due, NeedsPhoto: it.Photo != PhotoNever, Repeat: o.Earlier(it.ID),
		Photos: slices.Clone(a.Photos[:min(len(a.Photos), maxFindingPhotos)]), // all of them stay in the inspection
	}
	if z := in.Checklist.ZoneByID(it.Zone); z != nil {
		n.ZoneName = z.Name
	}
	if n.Repeat != nil {
		n.Severity = n.Severity.Raised()
	}
	if a.Remedy.Severity != "" {
		n.Severity = a.Remedy.Severity
	}
	if n.Severity == "" {
		n.Severity = Minor
	}
	if n.Due == "" {
		n.Due = o.Due(in.Day, it.RectifyDays)
	}
	n.Due = max(n.Due, in.Day)
	f := &Finding{ID: id}
	return f, f.record(o.Act, FindingEvent{Verb: VerbOpen, Opening: &n})
}

// IsRepeat says whether a finding closed on closedDay makes the same item failing
// on day a repeat: less than 90 days lie between (DOMAIN 6.1).
func IsRepeat(closedDay, day string) bool {
	return closedDay != "" && closedDay <= day && daysBetween(closedDay, day) < repeatWindow
}
