package checklist

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Allowed lists the moves person p may make on the given day (yyyy-mm-dd), in the
// order pages show them.
func (r *Review) Allowed(p Person, day string) []ReviewVerb {
	var out []ReviewVerb
	for _, v := range ReviewVerbs() {
		if r.Refusal(p, v, day) == nil {
			out = append(out, v)
		}
	}
	return out
}

// Refusal says why p may not make the move on the day, or nil. Codes check.role,
// check.branch, check.unfinished, check.state, check.own, check.ruler,
// check.complete, check.veto, check.appealed, check.noAppeal, check.appealLate,
// check.withdraw.
func (r *Review) Refusal(p Person, v ReviewVerb, day string) error {
	if !p.Role.mayReview(v) {
		return Fail("check.role", "role", string(p.Role), "verb", string(v))
	}
	if r.Record.Status != Finished {
		return Fail("check.unfinished")
	}
	if v == ReviewWithdraw {
		return r.withdrawable(p)
	}
	if err := r.fits(p, v, day); err != nil {
		return err
	}
	switch v {
	case ReviewAccept:
		if r.Complete() {
			return Fail("check.complete")
		}
	case ReviewLift:
		if len(r.Vetoes()) == 0 {
			return Fail("check.veto")
		}
	}
	return nil
}

// fits is the part of the rule that needs nothing of what the record says.
func (r *Review) fits(p Person, v ReviewVerb, day string) error {
	switch {
	case !p.Role.mayReview(v):
		return Fail("check.role", "role", string(p.Role), "verb", string(v))
	case p.Role == BranchHead && p.Branch != "" && p.Branch != r.Record.Branch.Code:
		return Fail("check.branch", "branch", r.Record.Branch.Name)
	case !slices.Contains(reviewFlow[v], r.State):
		return Fail("check.state", "state", string(r.State), "verb", string(v))
	case decides(v) && same(p, r.Record.Inspector):
		return Fail("check.own", "name", r.Record.Inspector.Name)
	}
	switch v {
	case ReviewAppeal:
		if r.Appeal != AppealNone {
			return Fail("check.appealed")
		}
		if r.AppealUntil == "" || day > r.AppealUntil {
			return Fail("check.appealLate", "until", r.AppealUntil)
		}
	case ReviewUphold, ReviewChange:
		if r.Appeal != AppealOpen {
			return Fail("check.noAppeal")
		}
		if same(p, r.PassedBy) {
			return Fail("check.ruler", "name", r.PassedBy.Name)
		}
	case ReviewReturn, ReviewLift, ReviewAccept:
		if r.Appeal == AppealOpen { // first the ruling, by somebody else
			return Fail("check.underAppeal")
		}
	case ReviewTake, ReviewPass, ReviewVoidIt, ReviewWithdraw:
	}
	return nil
}

// decides lists the moves in somebody's favour: nobody makes them for a record of
// their own.
func decides(v ReviewVerb) bool {
	switch v {
	case ReviewPass, ReviewAccept, ReviewLift, ReviewUphold, ReviewChange:
		return true
	default:
		return false
	}
}

// mayReview is the part of the rule a role alone decides.
func (r Role) mayReview(v ReviewVerb) bool {
	switch v {
	case ReviewAppeal:
		return r == BranchHead
	case ReviewWithdraw:
		return r == BranchHead || r == HQSupervisor
	default:
		return r == HQSupervisor
	}
}

// Vetoes lists the vetoes of the record that have not been lifted.
func (r *Review) Vetoes() []VetoHit { return Evaluate(r.Corrected()).Vetoes }

// withdrawable: the author takes back the last standing move of this revision.
func (r *Review) withdrawable(p Person) error {
	last := r.lastStanding()
	if last == nil || last.Rev != r.rev || !sameAuthor(&last.By, &p) {
		return Fail("check.withdraw")
	}
	return nil
}

// lastStanding is the newest event that counts, or nil.
func (r *Review) lastStanding() *ReviewEvent {
	for _, l := range slices.Backward(r.History()) {
		if l.Verb != ReviewWithdraw && !l.Withdrawn && !l.Void {
			return &l.ReviewEvent
		}
	}
	return nil
}

// Take says who looks at the record, so that nobody else does the same.
func (r *Review) Take(act Act) error { return r.append(act, ReviewEvent{Verb: ReviewTake}) }

// appealUntil is the one rule of how long a branch may appeal: as many days as
// headquarters gave when it passed the record (until less passed), counted from the
// day the result could be seen – that of passing, or that on which the bulletin
// that first showed it was sent to the branch, whichever is later.
func appealUntil(passed, until, shown string) string {
	if shown <= passed {
		return until
	}
	p, err1 := time.Parse(time.DateOnly, passed)
	u, err2 := time.Parse(time.DateOnly, until)
	s, err3 := time.Parse(time.DateOnly, shown)
	if err1 != nil || err2 != nil || err3 != nil {
		return until
	}
	return s.Add(u.Sub(p)).Format(time.DateOnly)
}

// Pass lets the record stand. The branch may appeal for AppealDays calendar days,
// see appealUntil.
func (r *Review) Pass(act Act, note string) error {
	days := min(max(r.AppealDays, 0), maxAppealDays)
	return r.append(act, ReviewEvent{Verb: ReviewPass, Note: note, Until: act.At.AddDate(0, 0, days).Format(time.DateOnly)})
}

// Return sends the record back to its branch, with a reason and what to do.
func (r *Review) Return(act Act, reason, todo string) error {
	return r.reasoned(act, ReviewEvent{Verb: ReviewReturn, Note: reason, Todo: strings.TrimSpace(todo)})
}

// Void takes the record out of everything for good, with a reason.
func (r *Review) Void(act Act, reason string) error {
	return r.reasoned(act, ReviewEvent{Verb: ReviewVoidIt, Note: reason})
}

// AcceptIncomplete lets an incomplete record count, with a reason (DOMAIN 5.7).
func (r *Review) AcceptIncomplete(act Act, reason string) error {
	return r.reasoned(act, ReviewEvent{Verb: ReviewAccept, Note: reason})
}

// LiftVeto takes the effect of one veto away, with a reason (DOMAIN 4.5). Code
// check.veto when that item vetoes nothing.
func (r *Review) LiftVeto(act Act, sheet, item, reason string) error {
	if err := r.Refusal(act.By, ReviewLift, act.At.Format(time.DateOnly)); err != nil {
		return err
	}
	c := Correction{Sheet: sheet, Item: item, Lift: true, Reason: strings.TrimSpace(reason)}
	if err := r.correctable(&c); err != nil {
		return err
	}
	return r.append(act, ReviewEvent{Verb: ReviewLift, Note: reason, Corrections: []Correction{c}})
}

// AppealTo is the branch head's appeal against a passed record, with a reason;
// photos may show what is meant. Codes check.photos for too many, check.photoOpen for
// one nobody decided about where that is demanded: it could never leave.
func (r *Review) AppealTo(act Act, reason string, photos []PhotoRef) error {
	if len(photos) > maxFindingPhotos {
		return Fail("check.photos", "max", itoa(maxFindingPhotos))
	}
	photos = slices.Clone(photos)
	for i := range photos {
		if r.Record.PrivacyRequired && !photos[i].Decided() {
			return Fail("check.photoOpen", "name", photos[i].Name)
		}
		photos[i].Kind, photos[i].Position = PhotoEvidence, i
	}
	return r.reasoned(act, ReviewEvent{Verb: ReviewAppeal, Note: reason, Photos: photos})
}

// Uphold says that the record stands as it was passed, with a reason.
func (r *Review) Uphold(act Act, reason string) error {
	return r.reasoned(act, ReviewEvent{Verb: ReviewUphold, Note: reason})
}

// Change rules the appeal by corrections, each with its reason. Codes
// check.corrections without any, check.item, check.veto, check.reason and those
// of Item.Check.
func (r *Review) Change(act Act, reason string, list []Correction) error {
	if err := r.Refusal(act.By, ReviewChange, act.At.Format(time.DateOnly)); err != nil {
		return err
	}
	if len(list) == 0 || len(list) > maxCorrections {
		return Fail("check.corrections", "max", itoa(maxCorrections))
	}
	list = slices.Clone(list)
	for i := range list {
		list[i].Reason, list[i].By, list[i].Day = strings.TrimSpace(list[i].Reason), Person{}, ""
		if err := r.correctable(&list[i]); err != nil {
			return err
		}
	}
	return r.reasoned(act, ReviewEvent{Verb: ReviewChange, Note: reason, Corrections: list})
}

// correctable says why the record has nothing there to correct.
func (r *Review) correctable(c *Correction) error {
	it, s := r.Record.Checklist.ItemByID(c.Item), r.Record.Sheet(c.Sheet)
	switch {
	case it == nil || s == nil || !r.Record.Applies(s, it):
		return Fail("check.item", "item", c.Item, "sheet", c.Sheet)
	case c.Reason == "":
		return Fail("check.reason")
	case utf8.RuneCountInString(c.Reason) > maxReviewText:
		return Fail("check.long", "max", itoa(maxReviewText))
	case c.Lift == (c.Value != nil), c.Value != nil && c.Value.IsZero():
		return Fail("check.value", "item", c.Item)
	case c.Lift && !slices.ContainsFunc(r.Vetoes(), func(v VetoHit) bool { return v.Sheet == c.Sheet && v.Item == c.Item }):
		return Fail("check.veto")
	case c.Lift:
		return nil
	}
	return it.Check(*c.Value)
}

// Withdraw takes the author's own last move back; both stay in the history.
func (r *Review) Withdraw(act Act) error {
	if err := r.Refusal(act.By, ReviewWithdraw, ""); err != nil {
		return err
	}
	if err := r.record(act, ReviewEvent{Verb: ReviewWithdraw, Other: r.lastStanding().ID}); err != nil {
		return err
	}
	_, f := r.play()
	*r = *f.keep(r)
	return nil
}

func (r *Review) reasoned(act Act, e ReviewEvent) error {
	if err := r.Refusal(act.By, e.Verb, act.At.Format(time.DateOnly)); err != nil {
		return err
	}
	if strings.TrimSpace(e.Note) == "" {
		return Fail("check.reason")
	}
	return r.append(act, e)
}

func (r *Review) append(act Act, e ReviewEvent) error {
	if err := r.Refusal(act.By, e.Verb, act.At.Format(time.DateOnly)); err != nil {
		return err
	}
	return r.record(act, e)
}

// record appends without asking who may.
func (r *Review) record(act Act, e ReviewEvent) error {
	e.Note = strings.TrimSpace(e.Note)
	if utf8.RuneCountInString(e.Note) > maxReviewText || utf8.RuneCountInString(e.Todo) > maxReviewText {
		return Fail("check.long", "max", itoa(maxReviewText))
	}
	e.ID, e.Inspection, e.Rev, e.Device, e.By = act.NewID(), r.Record.ID, r.Record.Rev, act.Device, act.By
	e.At, e.Day, e.Clock = millis(act.At), act.At.Format(time.DateOnly), 1
	if n := len(r.Events); n > 0 {
		e.Clock = r.Events[n-1].Clock + 1
	}
	r.Events = append(slices.Clip(r.Events), e)
	r.fresh++
	if e.Verb != ReviewWithdraw {
		r.apply(&e)
	}
	return nil
}

// Fresh returns the events appended since the last Committed, for the store.
func (r *Review) Fresh() []ReviewEvent { return r.Events[len(r.Events)-r.fresh:] }

// Committed forgets the fresh events; the store calls it after the commit.
func (r *Review) Committed() { r.fresh = 0 }
