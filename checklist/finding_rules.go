package checklist

import (
	"slices"
	"time"
)

// flow is the table of DOMAIN 6.1: from which states a move may start. Moves
// that change no state (assign, cause, mark …) are listed with the states in
// which the finding is still worked on.
var flow = map[FindingVerb][]FindingStatus{
	VerbAssign:   {FindingOpen, InProgress, ExtensionAsked, FindingRejected},
	VerbCause:    {FindingOpen, InProgress, ExtensionAsked, FindingSubmitted, FindingRejected, FixedOnSite, FindingClosed},
	VerbBegin:    {FindingOpen, FindingRejected},
	VerbFixed:    {FindingOpen},
	VerbSubmit:   {FindingOpen, InProgress},
	VerbAsk:      {InProgress},
	VerbGrant:    {ExtensionAsked},
	VerbRefuse:   {ExtensionAsked},
	VerbAccept:   {FindingSubmitted, FixedOnSite},
	VerbReject:   {FindingSubmitted},
	VerbReopen:   {FindingClosed},
	VerbRestore:  {FindingCancelled},
	VerbCancel:   {FindingOpen},
	VerbMerge:    {FindingOpen},
	VerbAbsorb:   {FindingOpen},
	VerbMark:     FindingStatuses(),
	VerbAddPhoto: {FindingOpen, InProgress, ExtensionAsked, FindingRejected},
}

func moves(from FindingStatus, v FindingVerb) bool { return slices.Contains(flow[v], from) }

func knownVerb(v FindingVerb) bool {
	_, ok := flow[v]
	return ok || v == VerbOpen || v == VerbWithdraw
}

// Allowed lists the moves person p may make now, in the order pages show them
// (DOMAIN 3, 6.1). Who put a finding right never accepts or returns it.
func (f *Finding) Allowed(p Person) []FindingVerb {
	var out []FindingVerb
	for _, v := range []FindingVerb{
		VerbAccept, VerbReject, VerbGrant, VerbRefuse, VerbSubmit, VerbFixed, VerbBegin, VerbAsk,
		VerbAssign, VerbCause, VerbAddPhoto, VerbMark, VerbMerge, VerbCancel, VerbReopen, VerbWithdraw,
	} {
		if f.Refusal(p, v) == nil {
			out = append(out, v)
		}
	}
	return out
}

// Allows says whether p may make the move now.
func (f *Finding) Allows(p Person, v FindingVerb) bool { return f.Refusal(p, v) == nil }

// Refusal says why p may not make the move now, or nil. Codes: finding.role,
// finding.branch, finding.status, finding.own, finding.extensions,
// finding.headquarters, finding.onsite, finding.withdraw.
func (f *Finding) Refusal(p Person, v FindingVerb) error {
	if !p.Role.may(v) {
		return Fail("finding.role", "role", string(p.Role), "verb", string(v))
	}
	if (p.Role == LobbyManager || p.Role == BranchHead) && p.Branch != "" && p.Branch != f.Branch.Code {
		return Fail("finding.branch", "branch", f.Branch.Name)
	}
	if v == VerbWithdraw {
		return f.withdrawable(p)
	}
	// A returned finding may be submitted at once: the move begins it again first.
	from := f.Status
	if from == FindingRejected && (v == VerbSubmit || v == VerbAsk) || from == FindingOpen && v == VerbAsk {
		from = InProgress
	}
	if !moves(from, v) {
		return Fail("finding.status", "status", string(f.Status), "verb", string(v))
	}
	switch v {
	case VerbAccept, VerbReject:
		if same(p, f.Rectifier) {
			return Fail("finding.own", "name", f.Rectifier.Name)
		}
	case VerbGrant, VerbRefuse:
		if f.Severity != Minor && p.Role != HQSupervisor {
			return Fail("finding.headquarters", "severity", string(f.Severity))
		}
	case VerbFixed:
		if !same(p, f.OpenedBy) {
			return Fail("finding.onsite", "name", f.OpenedBy.Name, "day", f.Day)
		}
	case VerbAsk:
		if f.Extensions >= maxExtensions {
			return Fail("finding.extensions", "count", itoa(maxExtensions))
		}
	case VerbCancel, VerbMerge:
		// A branch takes back what it found itself; what others found only they or
		// headquarters. Merged away is taken back too.
		if (p.Role == BranchHead || p.Role == LobbyManager) && !f.own() {
			return Fail("finding.headquarters", "severity", string(f.Severity))
		}
	}
	return nil
}

// own says whether the branch found it itself.
func (f *Finding) own() bool { return f.Mode == Self || f.Origin != FromInspection }

// easing says why p may not give more time or a lower severity by assigning: that
// would go round the rules of extensions. Whoever found it may, headquarters, and
// the branch head where the branch found it.
func (f *Finding) easing(p Person) error {
	switch {
	case p.Role == LobbyManager && !(f.own() && same(p, f.OpenedBy)):
		return Fail("finding.role", "role", string(p.Role), "verb", string(VerbGrant))
	case p.Role == BranchHead && !f.own():
		return Fail("finding.headquarters", "severity", string(f.Severity))
	}
	return nil
}

// weight is 0 for minor and up, -1 for what is no severity.
func (s Severity) weight() int { return slices.Index([]Severity{Minor, Major, Critical}, s) }

func (s Severity) known() bool { return s.weight() >= 0 }

// milder says whether s weighs less than t.
func (s Severity) milder(t Severity) bool { return s.weight() < t.weight() }

// withdrawable: the author takes back the last standing move, unless it is the
// opening or a merger.
func (f *Finding) withdrawable(p Person) error {
	last := f.lastStanding()
	if last == nil || !last.Verb.withdrawable() || !same(last.By, p) {
		return Fail("finding.withdraw")
	}
	return nil
}

// withdrawable: a merger is a move of two findings, and one alone cannot be taken
// back.
func (v FindingVerb) withdrawable() bool {
	return v != VerbOpen && v != VerbMerge && v != VerbAbsorb
}

// lastStanding is the newest event that counts, or nil.
func (f *Finding) lastStanding() *FindingEvent {
	for _, l := range slices.Backward(f.History()) {
		if l.Verb != VerbWithdraw && !l.Withdrawn && !l.Void {
			return &l.FindingEvent
		}
	}
	return nil
}

// may is the part of the rule a role alone decides.
func (r Role) may(v FindingVerb) bool {
	branch, check := r == LobbyManager || r == BranchHead, r == BranchHead || r == HQSupervisor || r == Inspector
	switch v {
	case VerbSubmit, VerbBegin, VerbAsk:
		return branch
	case VerbAccept, VerbReject:
		return check
	case VerbGrant, VerbRefuse, VerbCancel:
		return r == BranchHead || r == HQSupervisor
	case VerbReopen:
		return r == HQSupervisor
	default:
		return branch || check
	}
}

func isDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// daysBetween counts calendar days from one yyyy-mm-dd to another.
func daysBetween(from, to string) int {
	a, errA := time.Parse(time.DateOnly, from)
	b, errB := time.Parse(time.DateOnly, to)
	if errA != nil || errB != nil {
		return 0
	}
	return int(b.Sub(a).Hours() / 24)
}

// LatestDue is the last day an extension may reach: the finding then takes twice
// its first days, both counted from the day of the inspection (DOMAIN 6.1).
func (f *Finding) LatestDue() string {
	d, err := time.Parse(time.DateOnly, f.Day)
	if err != nil {
		return f.Due
	}
	return d.AddDate(0, 0, extensionFactor*max(1, daysBetween(f.Day, f.FirstDue))).Format(time.DateOnly)
}
