package checklist

import (
	"cmp"
	"math/big"
	"slices"
	"unicode/utf8"
)

// ReviewVerb is one move of a review.
type ReviewVerb string

// The moves. Their words are under "check.verb." + verb.
const (
	ReviewTake     ReviewVerb = "take"     // 开始复核
	ReviewPass     ReviewVerb = "pass"     // 通过
	ReviewReturn   ReviewVerb = "return"   // 退回
	ReviewVoidIt   ReviewVerb = "void"     // 作废
	ReviewAccept   ReviewVerb = "accept"   // 不完整仍采信
	ReviewLift     ReviewVerb = "lift"     // 撤销否决
	ReviewAppeal   ReviewVerb = "appeal"   // 申诉
	ReviewUphold   ReviewVerb = "uphold"   // 维持
	ReviewChange   ReviewVerb = "change"   // 改判
	ReviewWithdraw ReviewVerb = "withdraw" // takes the author's last move back
)

// ReviewVerbs lists the moves in the order pages show them.
func ReviewVerbs() []ReviewVerb {
	return []ReviewVerb{
		ReviewPass, ReviewReturn, ReviewVoidIt, ReviewAccept, ReviewLift, ReviewUphold, ReviewChange,
		ReviewAppeal, ReviewTake, ReviewWithdraw,
	}
}

// ReviewEvent is one line of a review's history; it never changes. It speaks of
// one revision of the record and means nothing for a later one, except that void
// stays void. Clock is a Lamport clock, as in FindingEvent.
type ReviewEvent struct {
	ID         string     `json:"id"` // uuid
	Inspection string     `json:"inspection"`
	Rev        int        `json:"rev"` // of the record
	Clock      int        `json:"clock"`
	Device     string     `json:"device"`
	At         int64      `json:"at"`  // unix ms UTC
	Day        string     `json:"day"` // yyyy-mm-dd at the author's clock
	By         Person     `json:"by"`
	Verb       ReviewVerb `json:"verb"`

	Note        string       `json:"note,omitempty"`        // reason
	Todo        string       `json:"todo,omitempty"`        // return: what to do
	Until       string       `json:"until,omitempty"`       // pass: the last day of an appeal, unless a bulletin shows the record later
	Corrections []Correction `json:"corrections,omitempty"` // lift, change
	Photos      []PhotoRef   `json:"photos,omitempty"`      // appeal
	Other       string       `json:"other,omitempty"`       // withdraw: the event
}

// ReviewLine is an event with what became of it.
type ReviewLine struct {
	ReviewEvent
	Withdrawn bool // taken back by its author
	Void      bool // came too late to count; kept and shown
	Earlier   bool // about a revision before the one that counts now
}

// FoldReview makes the review of a record of its events, in any order and with
// repeats. Two computers with the same record and events get the same review.
// Events of a revision that is not here yet wait for it.
func FoldReview(in *Inspection, events []ReviewEvent) *Review { return FoldShown(in, events, "") }

// FoldShown is FoldReview of a record the branch saw in a bulletin first sent to it
// on the day shown (yyyy-mm-dd), "" = in none: its appeal may begin then.
func FoldShown(in *Inspection, events []ReviewEvent, shown string) *Review {
	r := &Review{Record: in, AppealDays: DefaultAppealDays, Shown: shown}
	r.Events = sortMoves(events, (*ReviewEvent).key)
	_, f := r.play()
	return f.keep(r)
}

// History returns the events in order with what became of each.
func (r *Review) History() []ReviewLine {
	sorted := sortMoves(r.Events, (*ReviewEvent).key)
	fates, _ := playReview(r.Record, sorted, r.Shown)
	out := make([]ReviewLine, len(sorted))
	for i := range sorted {
		out[i] = ReviewLine{ReviewEvent: sorted[i], Withdrawn: fates[i].withdrawn, Void: fates[i].void}
		out[i].Earlier = sorted[i].Rev < r.Record.Rev && !(r.Record.Status == Draft && r.State == ReviewReturned)
	}
	return out
}

func (e *ReviewEvent) key() moveKey { return moveKey{e.ID, e.Clock, e.Device, &e.By} }

func (r *Review) play() ([]fate, *Review) { return playReview(r.Record, r.Events, r.Shown) }

// playReview plays sorted events over a record. A draft is a record being
// corrected: what was decided about its last revision still stands beside it.
func playReview(in *Inspection, sorted []ReviewEvent, shown string) ([]fate, *Review) {
	fates, f := replay(sorted, (*ReviewEvent).key, func(e *ReviewEvent) string {
		if e.Verb != ReviewWithdraw {
			return ""
		}
		return cmp.Or(e.Other, "?")
	}, func(*ReviewEvent) bool { return true }, func() folder[ReviewEvent] { return &Review{Record: in, Shown: shown} })
	r := f.(*Review)
	if r.rev < in.Rev && (in.Status == Finished || r.State != ReviewReturned) {
		r.again(in.Rev)
	}
	return fates, r
}

// keep returns r with what only the caller's review knows.
func (r *Review) keep(from *Review) *Review {
	r.Events, r.AppealDays, r.fresh = from.Events, from.AppealDays, from.fresh
	return r
}

// again begins anew for a corrected record. What was void stays so, and the last
// return stays known.
func (r *Review) again(rev int) {
	if r.State == ReviewVoid {
		r.rev = rev
		return
	}
	*r = Review{
		Record: r.Record, AppealDays: r.AppealDays, Shown: r.Shown, Events: r.Events, fresh: r.fresh,
		Returns: r.Returns, Reason: r.Reason, Todo: r.Todo, rev: rev,
	}
}

// reviewFlow says from which states a move may start.
var reviewFlow = map[ReviewVerb][]ReviewState{
	ReviewTake:   {ReviewWaiting},
	ReviewPass:   {ReviewWaiting, ReviewTaken, ReviewReturned},
	ReviewReturn: {ReviewWaiting, ReviewTaken, ReviewPassed},
	ReviewVoidIt: {ReviewWaiting, ReviewTaken, ReviewPassed, ReviewReturned},
	ReviewAccept: {ReviewWaiting, ReviewTaken, ReviewPassed},
	ReviewLift:   {ReviewWaiting, ReviewTaken, ReviewPassed},
	ReviewAppeal: {ReviewPassed},
	ReviewUphold: {ReviewPassed},
	ReviewChange: {ReviewPassed},
}

// takes says whether the review as it stands can take the event: the states, the
// roles, and that nobody rules on their own work. It holds for events made
// elsewhere too, whatever program made them.
func (r *Review) takes(e *ReviewEvent) bool {
	if e.Rev < r.rev || e.Rev > r.Record.Rev {
		return false
	}
	if e.Rev > r.rev {
		next := *r
		next.again(e.Rev)
		r = &next
	}
	return r.fits(e.By, e.Verb, e.Day) == nil
}

// apply changes the review by an event it takes.
func (r *Review) apply(e *ReviewEvent) {
	if e.Rev > r.rev {
		r.again(e.Rev)
	}
	switch e.Verb {
	case ReviewTake:
		r.State, r.Reviewer = ReviewTaken, e.By
	case ReviewPass:
		r.State, r.Reviewer, r.PassedBy, r.PassedDay = ReviewPassed, e.By, e.By, e.Day
		r.AppealUntil = appealUntil(e.Day, e.Until, r.Shown)
		r.Reason, r.Todo = "", ""
	case ReviewReturn:
		r.State, r.Reviewer, r.Reason, r.Todo, r.Returns = ReviewReturned, e.By, e.Note, e.Todo, r.Returns+1
	case ReviewVoidIt:
		r.State, r.Reviewer, r.Reason, r.Todo = ReviewVoid, e.By, e.Note, ""
		if r.Appeal == AppealOpen { // there is nothing left to rule about
			r.Appeal = AppealNone
		}
	case ReviewAccept:
		r.Accepted, r.AcceptedFor = e.By, e.Note
		r.begun(e.By)
	case ReviewLift:
		r.correct(e)
		r.begun(e.By)
	case ReviewAppeal:
		r.Appeal, r.Appellant, r.AppealReason, r.AppealDay = AppealOpen, e.By, e.Note, e.Day
		r.AppealPhotos = slices.Clone(e.Photos)
	case ReviewUphold:
		r.Appeal, r.Ruler, r.Ruling = AppealUpheld, e.By, e.Note
	case ReviewChange:
		r.Appeal, r.Ruler, r.Ruling = AppealChanged, e.By, e.Note
		r.correct(e)
	}
}

// begun: who decides something about a record has begun its review.
func (r *Review) begun(by Person) {
	if r.State == ReviewWaiting {
		r.State, r.Reviewer = ReviewTaken, by
	}
}

func (r *Review) correct(e *ReviewEvent) {
	for _, c := range e.Corrections {
		c.By, c.Day = e.By, e.Day
		r.Corrections = append(slices.Clip(r.Corrections), c)
	}
}

// Check says whether an event read from outside is well formed. Code check.event
// with what is wrong.
func (e *ReviewEvent) Check() error {
	bad := func(what string) error { return Fail("check.event", "event", e.ID, "what", what) }
	_, known := reviewFlow[e.Verb]
	switch {
	case e.ID == "" || e.Inspection == "" || e.Device == "" || e.Clock < 1 || e.Clock > maxClock || e.Rev < 0 || e.Rev > maxClock:
		return bad("id")
	case !known && e.Verb != ReviewWithdraw:
		return bad("verb")
	case !isDay(e.Day) || (e.Verb == ReviewPass) != (e.Until != "") || e.Until != "" && !isDay(e.Until):
		return bad("day")
	case utf8.RuneCountInString(e.Note) > maxReviewText || utf8.RuneCountInString(e.Todo) > maxReviewText:
		return bad("note")
	case len(e.Photos) > maxFindingPhotos || len(e.Photos) > 0 && e.Verb != ReviewAppeal:
		return bad("photos")
	case (e.Verb == ReviewLift || e.Verb == ReviewChange) != (len(e.Corrections) > 0) || len(e.Corrections) > maxCorrections:
		return bad("corrections")
	}
	for _, c := range e.Corrections {
		if c.Item == "" || c.Sheet == "" || c.Lift == (c.Value != nil) || c.Value != nil && c.Value.IsZero() || e.Verb == ReviewLift && !c.Lift ||
			utf8.RuneCountInString(c.Reason) > maxReviewText {
			return bad("corrections")
		}
	}
	return nil
}

func sameRat(a, b *big.Rat) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Cmp(b) == 0
}
