package checklist

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// FindingVerb is one move of a finding.
type FindingVerb string

// The moves. Their sentences are under "finding.verb." + verb.
const (
	VerbOpen     FindingVerb = "open"      // 登记
	VerbAssign   FindingVerb = "assign"    // 指定责任人、部门、期限、严重程度
	VerbCause    FindingVerb = "cause"     // 根本原因
	VerbBegin    FindingVerb = "begin"     // 开始整改
	VerbFixed    FindingVerb = "fix"       // 现场整改
	VerbSubmit   FindingVerb = "submit"    // 提交复查
	VerbAsk      FindingVerb = "ask"       // 申请延期
	VerbGrant    FindingVerb = "grant"     // 同意延期
	VerbRefuse   FindingVerb = "refuse"    // 不同意延期
	VerbAccept   FindingVerb = "accept"    // 通过，销号
	VerbReject   FindingVerb = "reject"    // 退回
	VerbReopen   FindingVerb = "reopen"    // 总行重新打开
	VerbCancel   FindingVerb = "cancel"    // 撤销
	VerbRestore  FindingVerb = "restore"   // the corrected inspection failed the item again
	VerbMerge    FindingVerb = "merge"     // 并入另一问题
	VerbAbsorb   FindingVerb = "absorb"    // 并入了另一问题
	VerbMark     FindingVerb = "mark"      // marks, mosaic or privacy of a photo
	VerbAddPhoto FindingVerb = "add_photo" // a photo of the problem, added later
	VerbWithdraw FindingVerb = "withdraw"  // takes the author's last move back
)

// FindingEvent is one line of a finding's history; it never changes. Clock
// orders events of several devices: it is one more than the highest clock its
// author had seen on the finding (a Lamport clock), never wall time.
type FindingEvent struct {
	ID      string      `json:"id"` // uuid
	Finding string      `json:"finding"`
	Clock   int         `json:"clock"`
	Device  string      `json:"device"`
	At      int64       `json:"at"`  // unix ms UTC
	Day     string      `json:"day"` // yyyy-mm-dd at the author's clock; due dates are measured with it
	By      Person      `json:"by"`
	Verb    FindingVerb `json:"verb"`

	Opening    *Opening   `json:"opening,omitempty"`    // open
	Note       string     `json:"note,omitempty"`       // reason, what was done, cause
	Owner      string     `json:"owner,omitempty"`      // assign
	Department string     `json:"department,omitempty"` // assign
	Severity   Severity   `json:"severity,omitempty"`   // assign, absorb
	Due        string     `json:"due,omitempty"`        // assign, ask, grant, reopen, absorb
	NeedsPhoto bool       `json:"needsPhoto,omitempty"` // absorb: the other finding takes an after-photo
	Fixer      *Person    `json:"fixer,omitempty"`      // fix, submit: who did the work when it isn't By
	Photos     []PhotoRef `json:"photos,omitempty"`     // submit, fix, absorb, mark, add_photo
	Other      string     `json:"other,omitempty"`      // merge, absorb: the other finding; withdraw: the event
	// Seen is an event: headquarters' names the last it saw, which its decision then
	// follows at once; everybody else's the last of headquarters', or the opening.
	// Empty in moves of earlier versions.
	Seen string `json:"seen,omitempty"`
}

// HistoryLine is an event with what became of it.
type HistoryLine struct {
	FindingEvent
	Withdrawn bool // taken back by its author
	Void      bool // came from another device too late to count; kept and shown
	Yielded   bool // settles less than it said: headquarters had settled the rest, unknown to its author

	met FindingStatus // of a void one: how it found the finding
}

// Fold makes a finding of its events, in any order and with repeats; nil when
// the opening is not among them. Two devices with the same events get the same
// finding. A move that its place in the order does not allow changes nothing and
// stays in the history (History shows it as void).
func Fold(events []FindingEvent) *Finding {
	sorted := sortEvents(events)
	start := slices.IndexFunc(sorted, func(e FindingEvent) bool { return e.Verb == VerbOpen && e.Opening != nil })
	if start < 0 {
		return nil
	}
	f := &Finding{ID: sorted[start].Finding}
	lines := history(sorted)
	for i := range lines {
		if !lines[i].Withdrawn && !lines[i].Void {
			f.apply(&lines[i].FindingEvent)
		}
	}
	f.Events, f.Unheard = sorted, unheard(lines, f.Status)
	return f
}

// History returns the events in order with what became of each.
func (f *Finding) History() []HistoryLine { return history(sortEvents(f.Events)) }

// history plays the events once; see replay.
func history(sorted []FindingEvent) []HistoryLine {
	out := make([]HistoryLine, len(sorted))
	places := make(map[string]int, len(sorted))
	for i := range sorted {
		out[i].FindingEvent, places[sorted[i].ID] = sorted[i], i
	}
	fates, _ := replay(sorted, (*FindingEvent).key, func(e *FindingEvent) string {
		if e.Verb != VerbWithdraw {
			return ""
		}
		return cmp.Or(e.Other, "?")
	}, func(e *FindingEvent) bool { return e.Verb.withdrawable() }, func() folder[FindingEvent] { return newPlaying(out, places) })
	for i := range out {
		out[i].Withdrawn, out[i].Void = fates[i].withdrawn, fates[i].void
	}
	return out
}

func (e *FindingEvent) key() moveKey { return moveKey{e.ID, e.Clock, e.Device, &e.By} }

// takes says whether the finding as it stands can take the event: the table of
// DOMAIN 6.1, that nobody verifies their own work, and who decides. It holds for
// moves made elsewhere too, whatever program made them.
func (f *Finding) takes(e *FindingEvent) bool {
	if f.ID == "" || e.Verb == VerbOpen {
		return f.ID == "" && e.Verb == VerbOpen && e.Opening != nil
	}
	if !moves(f.Status, e.Verb) {
		return false
	}
	switch e.Verb {
	case VerbAccept, VerbReject:
		return e.By.Role.may(e.Verb) && !same(e.By, f.Rectifier)
	case VerbReopen:
		return e.By.Role.may(e.Verb)
	case VerbFixed: // earlier versions let others say it too, and later
		return e.Seen == "" || e.Day == f.Day && same(e.By, f.OpenedBy)
	case VerbGrant, VerbRefuse:
		// Headquarters' word counts even if the branch changed the dates meanwhile.
		if e.By.Role == HQSupervisor {
			return true
		}
		return e.By.Role.may(e.Verb) && f.Severity == Minor && (e.Verb == VerbRefuse || f.Extensions < maxExtensions && e.Due <= f.LatestDue())
	}
	return true
}

// apply changes the finding by an event it takes.
func (f *Finding) apply(e *FindingEvent) {
	f.UpdatedAt = max(f.UpdatedAt, e.At)
	switch e.Verb {
	case VerbOpen:
		f.ID, f.Opening, f.Status = e.Finding, *e.Opening, FindingOpen
		f.FirstDue, f.OpenedBy, f.OpenedAt = e.Opening.Due, e.By, e.At
		f.Photos = slices.Clone(e.Opening.Photos)
	case VerbAssign:
		f.assign(e)
	case VerbCause:
		f.Cause = e.Note
	case VerbMark:
		markPhotos(f.Photos, e.Photos)
		markPhotos(f.After, e.Photos)
	case VerbAddPhoto:
		f.Photos = append(slices.Clip(f.Photos), e.Photos...)
	case VerbAbsorb:
		f.assign(e)
		f.NeedsPhoto = f.NeedsPhoto || e.NeedsPhoto
		f.Merged = append(slices.Clip(f.Merged), e.Other)
		f.Photos = append(slices.Clip(f.Photos), e.Photos...)
		if e.Note != "" {
			f.Text = strings.TrimSpace(f.Text + "\n" + e.Note)
		}
	default:
		f.move(e)
	}
}

func (f *Finding) assign(e *FindingEvent) {
	f.Owner, f.Department = cmp.Or(e.Owner, f.Owner), cmp.Or(e.Department, f.Department)
	f.Severity = cmp.Or(e.Severity, f.Severity)
	if e.Due != "" {
		f.Due = e.Due
		if f.Extensions == 0 {
			f.FirstDue = e.Due
		}
	}
}

// move applies the events that change the status.
func (f *Finding) move(e *FindingEvent) {
	switch e.Verb {
	case VerbBegin:
		f.Status = InProgress
	case VerbFixed, VerbSubmit:
		f.Status = FindingSubmitted
		if e.Verb == VerbFixed {
			f.Status = FixedOnSite
		}
		f.Done, f.After, f.SubmitDay, f.Rectifier = e.Note, slices.Clone(e.Photos), e.Day, e.By
		if e.Fixer != nil {
			f.Rectifier = *e.Fixer
		}
	case VerbAsk:
		f.Status, f.AskedDue, f.Reason = ExtensionAsked, e.Due, e.Note
	case VerbGrant:
		f.Status, f.Due, f.AskedDue, f.Extensions = InProgress, e.Due, "", f.Extensions+1
	case VerbRefuse:
		f.Status, f.AskedDue, f.Reason = InProgress, "", e.Note
	case VerbAccept:
		f.Status, f.ClosedDay, f.Verifier = FindingClosed, e.Day, e.By
	case VerbReject:
		f.Status, f.SubmitDay, f.Verifier, f.Reason, f.Returns = FindingRejected, "", e.By, e.Note, f.Returns+1
	case VerbReopen:
		f.Status, f.ClosedDay, f.SubmitDay, f.Reason = InProgress, "", "", e.Note
		if e.Due != "" {
			f.Due = e.Due
		}
	case VerbRestore:
		f.Status, f.Reason = FindingOpen, ""
	case VerbCancel:
		f.Status, f.Reason = FindingCancelled, e.Note
	case VerbMerge:
		f.Status, f.MergedInto = FindingCancelled, e.Other
	}
}

// markPhotos lets the photos take marks, mask and privacy of the changed ones.
func markPhotos(have, changed []PhotoRef) {
	for i := range have {
		for _, c := range changed {
			if have[i].ID == c.ID {
				have[i] = c
			}
		}
	}
}

// baseNumber is what a device numbers its findings with; a store adds "-2" and so
// on where two devices gave the same.
var baseNumber = regexp.MustCompile(`^F-\d{4}-\d{4,9}$`)

// maxClock is far beyond any history, and far from where counting on would overflow.
const maxClock = 1 << 30

// Check says whether an event read from outside is well formed. Code
// finding.event with what is wrong.
func (e *FindingEvent) Check() error {
	bad := func(what string) error { return Fail("finding.event", "event", e.ID, "what", what) }
	switch {
	case e.ID == "" || e.Finding == "" || e.Device == "" || e.Clock < 1 || e.Clock > maxClock:
		return bad("id")
	case e.Verb == VerbOpen && (e.Opening == nil || !baseNumber.MatchString(e.Opening.Number) || e.Opening.Branch.Code == ""):
		return bad("opening")
	case e.Verb != VerbOpen && e.Opening != nil:
		return bad("opening")
	case !knownVerb(e.Verb):
		return bad("verb")
	case !isDay(e.Day) || e.Due != "" && !isDay(e.Due):
		return bad("day")
	case e.Opening != nil && (!isDay(e.Opening.Day) || !isDay(e.Opening.Due)):
		return bad("day")
	case utf8.RuneCountInString(e.Note) > maxFindingText:
		return bad("note")
	case e.Severity != "" && !e.Severity.known() || e.Opening != nil && !e.Opening.Severity.known():
		return bad("severity")
	case len(e.Photos) > maxFindingPhotos || e.Opening != nil && len(e.Opening.Photos) > maxFindingPhotos:
		return bad("photos")
	}
	return nil
}
