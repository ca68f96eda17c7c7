package checklist

import "strings"

// FindingStatus is where a finding stands (DOMAIN 6.1).
type FindingStatus string

// The states of a finding.
const (
	FindingOpen      FindingStatus = "open"            // 待整改
	FixedOnSite      FindingStatus = "fixed_on_site"   // 现场整改
	InProgress       FindingStatus = "in_progress"     // 整改中
	ExtensionAsked   FindingStatus = "extension_asked" // 申请延期
	FindingSubmitted FindingStatus = "submitted"       // 待复查
	FindingRejected  FindingStatus = "rejected"        // 退回
	FindingClosed    FindingStatus = "closed"          // 已销号
	FindingCancelled FindingStatus = "cancelled"       // 撤销
)

// The figures of DOMAIN 6.1.
const (
	maxExtensions    = 2
	extensionFactor  = 2    // an extended finding takes at most twice its first days
	repeatWindow     = 90   // days after closing in which the same item is a repeat
	maxFindingText   = 2000 // characters of one text
	maxFindingPhotos = 50   // on one side of a finding
)

// FindingStatuses lists the states in the order of a finding's life.
func FindingStatuses() []FindingStatus {
	return []FindingStatus{
		FindingOpen, InProgress, ExtensionAsked, FindingSubmitted, FindingRejected,
		FixedOnSite, FindingClosed, FindingCancelled,
	}
}

// Settled says that nobody has to do anything any more, save a reopening.
func (s FindingStatus) Settled() bool { return s == FindingClosed || s == FindingCancelled }

// Origin is what a finding came from.
type Origin string

// The origins.
const (
	FromInspection Origin = "inspection"
	ByHand         Origin = "manual"
	FromComplaint  Origin = "complaint"
	FromSurvey     Origin = "survey"
	FromWalk       Origin = "walk"
	FromCoaching   Origin = "coaching"
)

// Earlier is a former occurrence of the same item in the same branch.
type Earlier struct {
	Day     string `json:"day"`               // yyyy-mm-dd of the former inspection or closing
	Finding string `json:"finding,omitempty"` // its finding's id
	Number  string `json:"number,omitempty"`  // its finding's number
	Count   int    `json:"count"`             // which occurrence this one is, 2 = 第 2 次
}

// Opening is what a finding is born with; later events change the rest.
type Opening struct {
	Number     string     `json:"number"` // F-yyyy-seq, made by the store of the device that opened it
	Branch     Branch     `json:"branch"`
	Origin     Origin     `json:"origin"`
	Inspection string     `json:"inspection,omitempty"`
	Mode       Mode       `json:"mode,omitempty"`
	Checklist  string     `json:"checklist,omitempty"`
	Version    int        `json:"version,omitempty"`
	Sheet      string     `json:"sheet,omitempty"`
	Item       string     `json:"item,omitempty"`
	ItemText   Text       `json:"itemText,omitzero"`
	Zone       string     `json:"zone,omitempty"`
	ZoneName   Text       `json:"zoneName,omitzero"`
	S6         string     `json:"s6,omitempty"`
	Text       string     `json:"text"` // what is wrong, in the finder's words; may be empty when the item says it
	Severity   Severity   `json:"severity"`
	Owner      string     `json:"owner,omitempty"`
	Department string     `json:"department,omitempty"`
	Day        string     `json:"day"` // yyyy-mm-dd of the inspection
	Due        string     `json:"due"` // yyyy-mm-dd
	NeedsPhoto bool       `json:"needsPhoto,omitempty"`
	Photos     []PhotoRef `json:"photos,omitempty"`
	Repeat     *Earlier   `json:"repeat,omitempty"`
}

// Finding is a promise to fix something (问题). It is the fold of its events:
// change it by its verbs only, which append to the history.
type Finding struct {
	ID string `json:"id"` // uuid
	Opening
	Status     FindingStatus `json:"status"`
	FirstDue   string        `json:"firstDue"` // Due is the one in force
	Cause      string        `json:"cause,omitempty"`
	Done       string        `json:"done,omitempty"` // what was done, as last submitted
	After      []PhotoRef    `json:"after,omitempty"`
	OpenedBy   Person        `json:"openedBy"`
	Rectifier  Person        `json:"rectifier,omitzero"` // who fixed it, as last submitted
	Verifier   Person        `json:"verifier,omitzero"`  // who accepted or returned it last
	Reason     string        `json:"reason,omitempty"`   // of the last return, refusal, cancelling or reopening
	AskedDue   string        `json:"askedDue,omitempty"` // while an extension is asked for
	Returns    int           `json:"returns,omitempty"`
	Extensions int           `json:"extensions,omitempty"`
	Unheard    *Unheard      `json:"unheard,omitempty"` // headquarters' last decision, when it could not count
	MergedInto string        `json:"mergedInto,omitempty"`
	Merged     []string      `json:"merged,omitempty"`
	SubmitDay  string        `json:"submitDay,omitempty"` // of the submission in force; a return takes it back
	ClosedDay  string        `json:"closedDay,omitempty"`
	OpenedAt   int64         `json:"openedAt"` // unix ms UTC
	UpdatedAt  int64         `json:"updatedAt"`

	Events []FindingEvent `json:"-"` // the whole history in order
	fresh  int            // events appended since Committed
}

// Before returns the photos of the problem.
func (f *Finding) Before() []PhotoRef { return f.Photos }

// Headline returns what is wrong in one line: the finder's words, else the item's.
func (f *Finding) Headline(lang Lang) string {
	if t := strings.TrimSpace(f.Text); t != "" {
		return t
	}
	return f.ItemText.In(lang)
}

// Overdue says whether today (yyyy-mm-dd) lies after the due date of a finding
// that nobody has settled (逾期). Submitted in time is not overdue while it waits
// for its review.
func (f *Finding) Overdue(today string) bool { return Overdue(f.Status, f.Due, f.SubmitDay, today) }

// Overdue is the rule behind Finding.Overdue, for lists that have the columns only.
func Overdue(s FindingStatus, due, submitDay, today string) bool {
	if s.Settled() || s == FixedOnSite || due == "" {
		return false
	}
	if s == FindingSubmitted && submitDay != "" && submitDay <= due {
		return false
	}
	return today > due
}

// OnTime says whether the finding was put right in time: its submission in force
// came on or before the due date, even if it was checked later.
func (f *Finding) OnTime() bool {
	return f.SubmitDay != "" && f.SubmitDay <= f.Due && (f.Status == FindingSubmitted || f.Status == FindingClosed || f.Status == FixedOnSite)
}

// Raised returns the next severity up; a repeat gets it.
func (s Severity) Raised() Severity {
	if s == Minor || s == "" {
		return Major
	}
	return Critical
}

// same says whether two names stand for one person. Names count as well as ids:
// the same colleague may be entered on two laptops.
func same(a, b Person) bool {
	if a.ID != "" && a.ID == b.ID {
		return true
	}
	return strings.TrimSpace(a.Name) != "" && strings.TrimSpace(a.Name) == strings.TrimSpace(b.Name)
}
