package checklist

import "slices"

// ReviewState is where a finished record stands at headquarters (复核).
type ReviewState string

// The states. Who has not looked yet writes nothing: the record is submitted as
// the branch sees it and received as headquarters does, see ReviewState.Word.
const (
	ReviewWaiting  ReviewState = ""          // 已报送, 待复核
	ReviewTaken    ReviewState = "in_review" // 复核中
	ReviewPassed   ReviewState = "passed"    // 已通过
	ReviewReturned ReviewState = "returned"  // 已退回
	ReviewVoid     ReviewState = "void"      // 已作废
)

// ReviewStates lists the states in the order of a record's life.
func ReviewStates() []ReviewState {
	return []ReviewState{ReviewWaiting, ReviewTaken, ReviewPassed, ReviewReturned, ReviewVoid}
}

// Word is the last part of the state's text key, "check.state." + Word.
func (s ReviewState) Word(face Face) string {
	switch {
	case s != ReviewWaiting:
		return string(s)
	case face == FaceHQ:
		return "received"
	default:
		return "submitted"
	}
}

// AppealState is where the branch's appeal (申诉) stands.
type AppealState string

// The states of an appeal.
const (
	AppealNone    AppealState = ""
	AppealOpen    AppealState = "open"    // 申诉中
	AppealUpheld  AppealState = "upheld"  // 维持原判
	AppealChanged AppealState = "changed" // 已改判
)

// The settings of reviews and their defaults.
const (
	SettingAppealDays  = "review.appealDays" // calendar days in which a branch may appeal, see appealUntil
	SettingRankingGate = "ranking.gate"      // see Gate
	DefaultAppealDays  = 7
)

// RankingGate says which records go into the sums a ranking is made of.
type RankingGate string

// The gates. What was returned or is void never counts, nor an incomplete record
// that nobody accepted.
const (
	GateReceived RankingGate = "received" // all that came in; those not passed yet are provisional
	GatePassed   RankingGate = "passed"   // only what headquarters passed
)

// The limits of a review.
const (
	maxReviewText  = 2000 // characters of one text
	maxCorrections = 500
	maxAppealDays  = 365
)

// Correction is one line of a ruling: how an answer is counted instead, or that
// its veto is not. The record itself stays as the inspector made it.
type Correction struct {
	Sheet  string `json:"sheet"`
	Item   string `json:"item"`
	Lift   bool   `json:"lift,omitempty"` // the veto has no effect; the answer stays
	Value  *Value `json:"value,omitempty"`
	Reason string `json:"reason"`
	By     Person `json:"by,omitzero"` // who decided; filled in by the fold
	Day    string `json:"day,omitempty"`
}

// Review is what became of one finished record: the fold of its events. Change it
// by its verbs only, which append to the history.
type Review struct {
	Record     *Inspection // never changed by a review
	AppealDays int         // the setting, for Pass
	Shown      string      // day the branch was first sent a bulletin with the record in it, yyyy-mm-dd; "" = not yet

	State       ReviewState
	Reviewer    Person // who took, passed, returned or voided it last
	Reason      string // of the return or the voiding
	Todo        string // what the branch has to do about a return
	Returns     int    // over all revisions
	Accepted    Person // who lets an incomplete record count
	AcceptedFor string // why
	Corrections []Correction

	PassedBy    Person
	PassedDay   string // yyyy-mm-dd
	AppealUntil string // the last day of the appeal, yyyy-mm-dd, see appealUntil

	Appeal       AppealState
	Appellant    Person
	AppealReason string
	AppealPhotos []PhotoRef
	AppealDay    string
	Ruler        Person
	Ruling       string // why it was upheld or changed

	Events []ReviewEvent // the whole history in order
	rev    int           // revision the state speaks of
	fresh  int           // events appended since Committed
}

// Complete says whether the record is complete, or headquarters lets it count all
// the same.
func (r *Review) Complete() bool { return r.Record.Incomplete == "" || r.Accepted.Name != "" }

// Counts says whether the record goes into the sums of its period.
func (r *Review) Counts(gate RankingGate) bool {
	return r.Record.Status == Finished && r.Complete() && Counts(r.State, gate)
}

// Counts is the part of the rule that the state decides.
func Counts(s ReviewState, gate RankingGate) bool {
	if s == ReviewReturned || s == ReviewVoid {
		return false
	}
	return gate != GatePassed || s == ReviewPassed
}

// Lifted says whether the veto of an item was lifted.
func (r *Review) Lifted(sheet, item string) bool {
	return slices.ContainsFunc(r.Corrections, func(c Correction) bool { return c.Lift && c.Sheet == sheet && c.Item == item })
}

// Corrected is a copy of the record with its answers as they were ruled, to be
// scored; it is no record itself.
func (r *Review) Corrected() *Inspection {
	out := *r.Record
	out.Sheets = make([]*Sheet, len(r.Record.Sheets))
	for i, s := range r.Record.Sheets {
		out.Sheets[i] = s
		for _, c := range r.Corrections {
			if c.Sheet == s.ID {
				out.Sheets[i] = corrected(s, r.Corrections)
				break
			}
		}
	}
	for _, c := range r.Corrections {
		if c.Lift {
			out.lifted = append(out.lifted, Touched{c.Sheet, c.Item})
		}
	}
	return &out
}

func corrected(s *Sheet, list []Correction) *Sheet {
	out := *s
	out.Answers = make(map[string]*Answer, len(s.Answers))
	for item, a := range s.Answers {
		out.Answers[item] = a
	}
	for _, c := range list {
		if c.Sheet != s.ID || c.Value == nil {
			continue
		}
		a := Answer{}
		if was := out.Answers[c.Item]; was != nil {
			a = *was
		}
		a.Value = *c.Value
		out.Answers[c.Item] = &a
	}
	return &out
}

// Ruled is the score of the record as it was ruled, nil when nothing was
// corrected: its own score stands then.
func (r *Review) Ruled() *Result {
	if len(r.Corrections) == 0 {
		return nil
	}
	return Evaluate(r.Corrected())
}

// RuledLine is one line of the score beside what was ruled about it. Of the
// corrections on one answer the last one counts.
type RuledLine struct {
	Was, Is     Line
	Corrections []Correction
}

// RuledLines sets the lines of both scores side by side: those with a correction
// and those that changed by one elsewhere, as under an indicator's veto. When an
// answer no longer counts the shares of all others change as well; those are not
// listed, for nothing about them was decided.
func (r *Review) RuledLines(was, is *Result) []RuledLine {
	var out []RuledLine
	for i := range was.Trace {
		l := RuledLine{Was: was.Trace[i], Is: is.Trace[i]}
		for _, c := range r.Corrections {
			if c.Sheet == l.Was.Sheet && c.Item == l.Was.Item {
				l.Corrections = append(l.Corrections, c)
			}
		}
		if len(l.Corrections) > 0 || l.Was.Why != l.Is.Why || !sameRat(l.Was.AfterVeto, l.Is.AfterVeto) {
			out = append(out, l)
		}
	}
	return out
}

// ReviewOutcome is what moves on one or several records did.
type ReviewOutcome struct {
	Reviews []*Review       // as they are now, those a move was made on
	Refused []ReviewRefusal // where it could not be made
	Cells   int             // sums of a hall, month and checklist that were drawn again
	Moved   []RankMove      // halls whose rank or score changed, those decided on first
}

// ReviewRefusal is a record a move could not be made on.
type ReviewRefusal struct {
	ID  string
	Err error
}

// RankMove is what a decision did to the place of one hall in a month's ranking.
type RankMove struct {
	Checklist string
	Title     Text
	Month     string // yyyy-mm
	Branch    Branch
	Was, Is   int // rank, 0 = not ranked
	WasScore  *Tenths
	IsScore   *Tenths
	Decided   bool // it was this hall's record; the others only made room
}
