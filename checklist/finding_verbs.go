package checklist

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Act is who makes a move, when and where. NewID makes ids of events.
type Act struct {
	By     Person
	At     time.Time // in the hall's zone: the day of a move is its date
	Device string
	NewID  func() string // uuid
}

// append makes e the next event, if the finding takes it from act.By.
func (f *Finding) append(act Act, e FindingEvent) error {
	if err := f.Refusal(act.By, e.Verb); err != nil {
		return err
	}
	return f.record(act, e)
}

// record appends without asking who may.
func (f *Finding) record(act Act, e FindingEvent) error {
	if e.Note = strings.TrimSpace(e.Note); utf8.RuneCountInString(e.Note) > maxFindingText {
		return Fail("finding.long", "max", itoa(maxFindingText))
	}
	e.ID, e.Finding, e.Device, e.By = act.NewID(), f.ID, act.Device, act.By
	e.At, e.Day, e.Clock, e.Seen = millis(act.At), act.At.Format(time.DateOnly), 1, f.seenBy(act.By)
	for i := range f.Events {
		e.Clock = max(e.Clock, f.Events[i].Clock+1)
	}
	f.Events = append(slices.Clip(f.Events), e)
	f.fresh++
	if e.Verb != VerbWithdraw {
		f.apply(&e)
		if e.decides() {
			f.Unheard = nil
		}
	}
	return nil
}

// Fresh returns the events appended since the last Committed, for the store.
func (f *Finding) Fresh() []FindingEvent { return f.Events[len(f.Events)-f.fresh:] }

// Committed forgets the fresh events; the store calls it after the commit.
func (f *Finding) Committed() { f.fresh = 0 }

// OpenFinding opens a finding by hand or from an inspection; o.Number is made by
// the store. Codes finding.text, finding.due, finding.severity, finding.photos,
// finding.role.
func OpenFinding(id string, o Opening, act Act) (*Finding, error) {
	o.Text = strings.TrimSpace(o.Text)
	switch {
	case !act.By.Role.may(VerbOpen):
		return nil, Fail("finding.role", "role", string(act.By.Role), "verb", string(VerbOpen))
	case o.Text == "" && o.ItemText.ZH == "":
		return nil, Fail("finding.text")
	case utf8.RuneCountInString(o.Text) > maxFindingText:
		return nil, Fail("finding.long", "max", itoa(maxFindingText))
	case !isDay(o.Day) || !isDay(o.Due) || o.Due < o.Day:
		return nil, Fail("finding.due", "due", o.Due, "day", o.Day)
	case !o.Severity.known():
		return nil, Fail("finding.severity", "severity", string(o.Severity))
	case len(o.Photos) > maxFindingPhotos:
		return nil, Fail("finding.photos", "max", itoa(maxFindingPhotos))
	}
	f := &Finding{ID: id}
	return f, f.record(act, FindingEvent{Verb: VerbOpen, Opening: &o})
}

// Assign sets what is not empty: owner, department, due date, severity. A due
// date before the inspection is refused (finding.due); once an extension was
// granted the date moves by extensions only (finding.extended). More time or a
// lower severity is not for everybody (finding.role, finding.headquarters). Code
// finding.severity for one unknown.
func (f *Finding) Assign(act Act, owner, department, due string, s Severity) error {
	if due != "" && due != f.Due {
		if !isDay(due) || due < f.Day {
			return Fail("finding.due", "due", due, "day", f.Day)
		}
		if f.Extensions > 0 {
			return Fail("finding.extended")
		}
	}
	if s != "" && !s.known() {
		return Fail("finding.severity", "severity", string(s))
	}
	if due > f.Due || s != "" && s.milder(f.Severity) {
		if err := f.easing(act.By); err != nil {
			return err
		}
	}
	return f.append(act, FindingEvent{
		Verb: VerbAssign, Owner: strings.TrimSpace(owner), Department: strings.TrimSpace(department), Due: due, Severity: s,
	})
}

// RootCause notes why it happened.
func (f *Finding) RootCause(act Act, cause string) error {
	return f.append(act, FindingEvent{Verb: VerbCause, Note: cause})
}

// Begin says that somebody works on it.
func (f *Finding) Begin(act Act) error { return f.append(act, FindingEvent{Verb: VerbBegin}) }

// FixOnSite says that fixer put it right during the visit (立行立改): whoever found
// it says so, on the same day (finding.onsite). It needs an after-photo
// (finding.photo); somebody else than fixer closes it.
func (f *Finding) FixOnSite(act Act, fixer Person, done string, photos []PhotoRef) error {
	if err := f.Refusal(act.By, VerbFixed); err != nil {
		return err
	}
	if day := act.At.Format(time.DateOnly); day != f.Day {
		return Fail("finding.onsite", "name", f.OpenedBy.Name, "day", f.Day)
	}
	return f.fixed(act, FindingEvent{Verb: VerbFixed, Note: done, Photos: photos, Fixer: other(act.By, fixer)}, true)
}

// Submit hands the fixed finding to its review. It says what was done
// (finding.done) and shows it, where the item takes photos (finding.photo). A
// returned finding begins again by this.
func (f *Finding) Submit(act Act, done string, photos []PhotoRef) error {
	if strings.TrimSpace(done) == "" {
		return Fail("finding.done")
	}
	return f.fixed(act, FindingEvent{Verb: VerbSubmit, Note: done, Photos: photos}, f.NeedsPhoto)
}

func (f *Finding) fixed(act Act, e FindingEvent, photo bool) error {
	if err := f.Refusal(act.By, e.Verb); err != nil {
		return err
	}
	if photo && len(e.Photos) == 0 {
		return Fail("finding.photo")
	}
	if len(e.Photos) > maxFindingPhotos {
		return Fail("finding.photos", "max", itoa(maxFindingPhotos))
	}
	e.Photos = slices.Clone(e.Photos)
	for i := range e.Photos {
		e.Photos[i].Kind, e.Photos[i].Position = PhotoAfter, i
	}
	if err := f.again(act); err != nil {
		return err
	}
	return f.append(act, e)
}

// again begins a returned finding, so that the table's next move fits.
func (f *Finding) again(act Act) error {
	if f.Status != FindingRejected {
		return nil
	}
	return f.append(act, FindingEvent{Verb: VerbBegin})
}

func other(by, fixer Person) *Person {
	if fixer.Name == "" || same(by, fixer) {
		return nil
	}
	return &fixer
}

// AskExtension asks for a later due date, with a reason. Codes finding.reason,
// finding.due, finding.extensions (twice at most), finding.latest.
func (f *Finding) AskExtension(act Act, due, reason string) error {
	if err := f.Refusal(act.By, VerbAsk); err != nil {
		return err
	}
	if strings.TrimSpace(reason) == "" {
		return Fail("finding.reason")
	}
	if err := f.extensible(due); err != nil {
		return err
	}
	if f.Status != InProgress {
		if err := f.append(act, FindingEvent{Verb: VerbBegin}); err != nil {
			return err
		}
	}
	return f.append(act, FindingEvent{Verb: VerbAsk, Due: due, Note: reason})
}

func (f *Finding) extensible(due string) error {
	if !isDay(due) || due <= f.Due {
		return Fail("finding.due", "due", due, "day", f.Due)
	}
	if last := f.LatestDue(); due > last {
		return Fail("finding.latest", "due", due, "latest", last)
	}
	return nil
}

// GrantExtension gives the asked date, or another later one.
func (f *Finding) GrantExtension(act Act, due string) error {
	if err := f.Refusal(act.By, VerbGrant); err != nil {
		return err
	}
	if due == "" {
		due = f.AskedDue
	}
	if err := f.extensible(due); err != nil {
		return err
	}
	return f.append(act, FindingEvent{Verb: VerbGrant, Due: due})
}

// RefuseExtension keeps the due date, with a reason.
func (f *Finding) RefuseExtension(act Act, reason string) error {
	return f.reasoned(act, VerbRefuse, reason, "")
}

// Accept closes the finding (销号). The after-photo the item wants must be there
// (finding.photo); never by who fixed it (finding.own).
func (f *Finding) Accept(act Act, note string) error {
	if err := f.Refusal(act.By, VerbAccept); err != nil {
		return err
	}
	if (f.NeedsPhoto || f.Status == FixedOnSite) && len(f.After) == 0 {
		return Fail("finding.photo")
	}
	return f.append(act, FindingEvent{Verb: VerbAccept, Note: note})
}

// Reject returns the submission with a reason; the due date stays.
func (f *Finding) Reject(act Act, reason string) error {
	return f.reasoned(act, VerbReject, reason, "")
}

// Reopen takes a closed finding up again, at headquarters. due gives a new date,
// "" keeps the old one unless that has passed. Codes finding.reason, finding.due.
func (f *Finding) Reopen(act Act, reason, due string) error {
	if err := f.Refusal(act.By, VerbReopen); err != nil {
		return err
	}
	if today := act.At.Format(time.DateOnly); due != "" && (!isDay(due) || due < today) || due == "" && f.Due < today {
		return Fail("finding.due", "due", cmp.Or(due, f.Due), "day", today)
	}
	return f.reasoned(act, VerbReopen, reason, due)
}

// Cancel says that it was no finding after all.
func (f *Finding) Cancel(act Act, reason string) error {
	return f.reasoned(act, VerbCancel, reason, "")
}

func (f *Finding) reasoned(act Act, v FindingVerb, reason, due string) error {
	if err := f.Refusal(act.By, v); err != nil {
		return err
	}
	if strings.TrimSpace(reason) == "" {
		return Fail("finding.reason")
	}
	return f.append(act, FindingEvent{Verb: v, Note: reason, Due: due})
}

// AddPhoto adds a photo of the problem.
func (f *Finding) AddPhoto(act Act, p PhotoRef) error {
	if len(f.Photos) >= maxFindingPhotos {
		return Fail("finding.photos", "max", itoa(maxFindingPhotos))
	}
	if slices.ContainsFunc(f.Photos, func(x PhotoRef) bool { return x.Hash == p.Hash }) {
		return Fail("photo.twice", "name", p.Name)
	}
	p.Kind, p.Position = PhotoEvidence, len(f.Photos)
	return f.append(act, FindingEvent{Verb: VerbAddPhoto, Photos: []PhotoRef{p}})
}

// MarkPhoto puts a photo with changed marks, mask or privacy in the place of the
// one with its id, before or after. Code photo.unknown.
func (f *Finding) MarkPhoto(act Act, p PhotoRef) error {
	has := func(x PhotoRef) bool { return x.ID == p.ID && x.Hash == p.Hash }
	if !slices.ContainsFunc(f.Photos, has) && !slices.ContainsFunc(f.After, has) {
		return Fail("photo.unknown", "photo", p.ID)
	}
	return f.append(act, FindingEvent{Verb: VerbMark, Photos: []PhotoRef{p}})
}

// Absorb merges another open finding of the branch into this one: its photos and
// text come here with whatever it asks for beyond this one – an earlier due date, a
// higher severity, an after-photo –, and it is cancelled. Codes finding.self,
// finding.branch.
func (f *Finding) Absorb(act Act, o *Finding) error {
	if f.ID == o.ID {
		return Fail("finding.self")
	}
	if f.Branch.Code != o.Branch.Code {
		return Fail("finding.branch", "branch", o.Branch.Name)
	}
	if err := f.Refusal(act.By, VerbAbsorb); err != nil {
		return err
	}
	if err := o.append(act, FindingEvent{Verb: VerbMerge, Other: f.ID}); err != nil {
		return err
	}
	var photos []PhotoRef
	for _, p := range o.Photos {
		if !slices.ContainsFunc(f.Photos, func(x PhotoRef) bool { return x.Hash == p.Hash }) {
			p.Position = len(f.Photos) + len(photos)
			photos = append(photos, p)
		}
	}
	e := FindingEvent{Verb: VerbAbsorb, Other: o.ID, Note: o.Headline(ZH), Photos: photos, NeedsPhoto: o.NeedsPhoto}
	if o.Due < f.Due {
		e.Due = o.Due
	}
	if f.Severity.milder(o.Severity) {
		e.Severity = o.Severity
	}
	return f.append(act, e)
}

// Withdraw takes the author's own last move back; both stay in the history.
func (f *Finding) Withdraw(act Act) error {
	if err := f.Refusal(act.By, VerbWithdraw); err != nil {
		return err
	}
	if err := f.record(act, FindingEvent{Verb: VerbWithdraw, Other: f.lastStanding().ID}); err != nil {
		return err
	}
	was := f.fresh
	*f = *Fold(f.Events)
	f.fresh = was
	return nil
}
