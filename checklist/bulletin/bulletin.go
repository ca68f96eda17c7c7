// Package bulletin is for the paper headquarters issues about a period (通报,
// DOMAIN 8.3): it freezes everything the paper says into one data set whose id is
// the SHA-256 of its bytes, so that whoever holds the paper can see that nothing
// was changed behind it. It is pure: facts in, data set out; the papers are drawn
// by the package report from nothing but the data set.
package bulletin

import (
	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
)

// format is the number of the data set's layout; a reader refuses a higher one.
const format = 1

// State is where a frozen bulletin stands.
type State string

// The states. A data set never changes, only its state moves on.
const (
	Draft      State = "draft"      // 待印发: frozen, to be looked at
	Issued     State = "issued"     // 已印发
	Superseded State = "superseded" // 已被新版取代
)

// Data is a frozen data set. Halls, zones and items stand once in their lists and
// are referred to by their place in it; -1 = none, or not to be named.
type Data struct {
	Format   int       `json:"format"`
	Org      string    `json:"org"`
	Head     string    `json:"head,omitempty"` // 发文机关标志 in red; "" = none
	Number   string    `json:"number,omitempty"`
	Edition  int       `json:"edition"` // 1, 2 … of the same number
	Replaces *Replaced `json:"replaces,omitempty"`

	Title        string        `json:"title,omitempty"` // "" = made from the period
	Addressee    string        `json:"addressee,omitempty"`
	Opening      string        `json:"opening,omitempty"`
	Requirements []Requirement `json:"requirements,omitempty"`
	Closing      string        `json:"closing,omitempty"`
	Office       string        `json:"office"` // who signs
	Day          string        `json:"day"`    // of the paper, yyyy-mm-dd

	From  string        `json:"from"`
	To    string        `json:"to"`
	AsOf  string        `json:"asOf"` // day the facts were read; what is overdue is counted to it
	Peers ranking.Peers `json:"peers,omitzero"`
	Names bool          `json:"names"` // halls are named among the problems
	Top   int           `json:"top"`   // rows shown from the top of a long ranking
	Low   int           `json:"low"`   // and from its end
	Grid  int           `json:"grid"`  // pictures a page: 2 or 4

	Lists     []List     `json:"lists"`
	Composite *Composite `json:"composite,omitempty"`
	Halls     []Hall     `json:"halls"` // by code
	Zones     []Zone     `json:"zones"`
	Items     []Item     `json:"items,omitempty"`

	Basics   Basics     `json:"basics"`
	Rows     []Row      `json:"rows"`             // by rank
	Groups   []Group    `json:"groups,omitempty"` // peer groups with enough halls
	Absent   []Absent   `json:"absent,omitempty"`
	Bright   []Shot     `json:"bright,omitempty"`
	ZoneSums []ZoneSum  `json:"zoneSums,omitempty"` // most lost first
	Common   []ItemSum  `json:"common,omitempty"`
	Repeats  []ItemSum  `json:"repeats,omitempty"`
	Vetoes   []ItemSum  `json:"vetoes,omitempty"`
	Problems []Problem  `json:"problems,omitempty"`
	Fixed    []Shot     `json:"fixed,omitempty"` // before and after
	Shots    []Shot     `json:"shots,omitempty"` // problems still to be put right
	Last     LastPeriod `json:"last"`
	Changes  *Changes   `json:"changes,omitempty"`
}

// Replaced is the edition a new one takes the place of.
type Replaced struct {
	ID      string `json:"id"`
	Edition int    `json:"edition"`
	Day     string `json:"day"`
	Why     string `json:"why,omitempty"` // in the clerk's words
}

// Requirement is something to be done next (下一步要求).
type Requirement struct {
	Text  string `json:"text"`
	Owner string `json:"owner,omitempty"` // department
	Due   string `json:"due,omitempty"`   // yyyy-mm-dd
}

// List is a checklist the bulletin is about.
type List struct {
	ID      string         `json:"id"`
	Title   checklist.Text `json:"title"`
	Version int            `json:"version"` // as most halls used it
	Grades  []GradeName    `json:"grades,omitempty"`
}

// GradeName names a grade of a checklist.
type GradeName struct {
	ID   string         `json:"id"`
	Name checklist.Text `json:"name"`
}

// Composite is an index over several checklists, with headquarters' weights.
type Composite struct {
	ID    string   `json:"id"`
	Name  string   `json:"name"`
	Parts []Weight `json:"parts"`

	GradedBy *int   `json:"gradedBy,omitempty"` // the list whose bands grade the index; nil = it gives no grades
	Bands    []Band `json:"bands,omitempty"`    // best first
}

// Band is a grade of a composite and the index it begins at.
type Band struct {
	ID  string          `json:"id"`
	Min checklist.Milli `json:"min"` // thousandths
}

// Weight is one part of a composite index.
type Weight struct {
	List   int             `json:"list"`
	Weight checklist.Milli `json:"weight"` // thousandths
}

// Hall is a branch as it was when the data were frozen.
type Hall struct {
	Code    string              `json:"code"`
	Name    string              `json:"name"`
	Grade   checklist.HallGrade `json:"grade,omitempty"`
	Traffic checklist.Traffic   `json:"traffic,omitempty"`
}

// Zone is a section of a checklist.
type Zone struct {
	List int            `json:"list"`
	ID   string         `json:"id"`
	Name checklist.Text `json:"name"`
}

// Item is a checked item that something went wrong with.
type Item struct {
	Zone int            `json:"zone"`
	ID   string         `json:"id"`
	Text checklist.Text `json:"text"`
}

// Basics are the facts of the first part.
type Basics struct {
	Active    int               `json:"active"`    // halls in scope
	Inspected int               `json:"inspected"` // of these, with a record that counts
	Records   int               `json:"records"`
	First     string            `json:"first,omitempty"` // day of the first inspection
	Final     string            `json:"final,omitempty"`
	Modes     []ModeCount       `json:"modes,omitempty"`
	Mean      *checklist.Tenths `json:"mean,omitempty"`
	LastMean  *checklist.Tenths `json:"lastMean,omitempty"`
	Grades    []GradeCount      `json:"grades,omitempty"` // best first
	Problems  int               `json:"problems"`         // findings of the period
	Critical  int               `json:"critical"`
	TooFew    bool              `json:"tooFew,omitempty"` // fewer halls than may be ranked
	Gate      ranking.Gate      `json:"gate,omitempty"`   // what low coverage does to the ranking
	ByShrunk  bool              `json:"byShrunk,omitempty"`
}

// Ranked says whether ranks may be published: enough halls, enough coverage.
func (b *Basics) Ranked() bool { return !b.TooFew && b.Gate != ranking.GateWithheld }

// ModeCount is how many visits were made in a mode.
type ModeCount struct {
	Mode checklist.Mode `json:"mode"`
	N    int            `json:"n"`
}

// GradeCount is how many halls reached a grade.
type GradeCount struct {
	ID string `json:"id"`
	N  int    `json:"n"`
}

// Row is one ranked hall, see ranking.Row.
type Row struct {
	Hall       int               `json:"hall"`
	Rank       int               `json:"rank"`
	PeerRank   int               `json:"peerRank"`
	PeerCount  int               `json:"peerCount"`
	Score      checklist.Tenths  `json:"score"`
	Grade      string            `json:"grade,omitempty"`
	N          int               `json:"n"`
	Vetoes     int               `json:"vetoes"`
	Problems   int               `json:"problems"`
	Critical   int               `json:"critical"`
	OnTime     *int              `json:"onTime,omitempty"` // per mille
	Last       *checklist.Tenths `json:"last,omitempty"`
	LastRank   int               `json:"lastRank,omitempty"` // 0 = none
	RankChange int               `json:"rankChange,omitempty"`
	Weak       []Weak            `json:"weak,omitempty"` // the three weakest zones, the weakest first
	Notes      []Note            `json:"notes,omitempty"`
}

// Change is this score less the last one; nil without one.
func (r *Row) Change() *checklist.Tenths {
	if r.Last == nil {
		return nil
	}
	c := r.Score - *r.Last
	return &c
}

// Weak is a zone in which a hall lost points.
type Weak struct {
	Zone  int              `json:"zone"`
	Score checklist.Tenths `json:"score"`
	Lost  checklist.Milli  `json:"lost"`
}

// Note is a footnote to a hall's row.
type Note string

// The footnotes.
const (
	NoteVersion     Note = "version"     // made with another version of the checklist
	NoteExcluded    Note = "excluded"    // has incomplete records that do not count
	NotePart        Note = "part"        // a part of the composite index is missing
	NoteProvisional Note = "provisional" // records are still being reviewed
	NoteAppeal      Note = "appeal"      // an appeal is open
	NoteSmall       Note = "small"       // few records
)

// Group is a peer group.
type Group struct {
	Grade    checklist.HallGrade `json:"grade,omitempty"`
	Traffic  checklist.Traffic   `json:"traffic,omitempty"`
	Mean     checklist.Tenths    `json:"mean"`
	LastMean *checklist.Tenths   `json:"lastMean,omitempty"`
	Rows     []int               `json:"rows"` // places in Rows, best first
}

// Absent is a hall without a record that counts.
type Absent struct {
	Hall       int               `json:"hall"`
	Incomplete int               `json:"incomplete,omitempty"`
	Last       *checklist.Tenths `json:"last,omitempty"`
}

// ZoneSum is a zone over all halls.
type ZoneSum struct {
	Zone  int               `json:"zone"`
	Mean  *checklist.Tenths `json:"mean,omitempty"` // of the halls' means
	Last  *checklist.Tenths `json:"last,omitempty"`
	Lost  checklist.Milli   `json:"lost"`  // points of the 100, mean of the halls
	N     int               `json:"n"`     // findings
	Halls int               `json:"halls"` // that have one
	Items []ItemSum         `json:"items,omitempty"`
}

// ItemSum is an item over all halls.
type ItemSum struct {
	Item      int   `json:"item"`
	N         int   `json:"n"`
	Halls     int   `json:"halls"`
	Inspected int   `json:"inspected,omitempty"` // halls inspected with the checklist; of common problems
	Worst     int   `json:"worst,omitempty"`     // highest occurrence; of repeats
	Names     []int `json:"names,omitempty"`     // the halls, by code; none where halls are not named

	last int // the hall counted last, while it is summed
}

// Problem is a finding of the period.
type Problem struct {
	Number   string                  `json:"number"`
	Hall     int                     `json:"hall"`
	Item     int                     `json:"item"`           // -1 = found by hand
	Zone     string                  `json:"zone,omitempty"` // of what was found by hand
	Text     string                  `json:"text,omitempty"` // in the finder's words
	Severity checklist.Severity      `json:"severity"`
	Day      string                  `json:"day"`
	Due      string                  `json:"due"`
	Status   checklist.FindingStatus `json:"status"`
	Repeat   int                     `json:"repeat,omitempty"`
}

// Shot is something shown in pictures: good practice, or a problem before and after.
type Shot struct {
	Ref    string         `json:"ref"`  // id of the bright spot or finding
	Hall   int            `json:"hall"` // -1 = not named
	Zone   checklist.Text `json:"zone,omitzero"`
	Text   checklist.Text `json:"text"`
	Day    string         `json:"day"`
	Due    string         `json:"due,omitempty"`
	Before string         `json:"before,omitempty"` // name of the picture, see checklist.PhotoRef.Drawn
	After  string         `json:"after,omitempty"`
}

// LastPeriod is how the problems of the period before were put right.
type LastPeriod struct {
	From      string    `json:"from"`
	To        string    `json:"to"`
	Issued    int       `json:"issued"`
	Closed    int       `json:"closed"` // of these
	Due       int       `json:"due"`    // due in that period
	OnTime    int       `json:"onTime"` // of these
	MeanDays  int       `json:"meanDays"`
	HasDays   bool      `json:"hasDays,omitempty"`
	Open      int       `json:"open"`
	OverdueN  int       `json:"overdueN"`
	Overdue   []Overdue `json:"overdue,omitempty"` // longest first
	HallsLate int       `json:"hallsLate"`
}

// Overdue is a finding nobody settled in time.
type Overdue struct {
	Number   string             `json:"number"`
	Hall     int                `json:"hall"`
	Text     checklist.Text     `json:"text"`
	Severity checklist.Severity `json:"severity"`
	Due      string             `json:"due"`
	Days     int                `json:"days"`
}

// Graded is the list whose grades the paper speaks of, nil = none. Composites that
// were frozen before they said so counted those of the first list.
func (d *Data) Graded() *List {
	c := d.Composite
	switch {
	case len(d.Lists) == 0, c != nil && c.GradedBy == nil && len(d.Basics.Grades) == 0, c != nil && c.GradedBy != nil && *c.GradedBy < 0:
		return nil
	case c != nil && c.GradedBy != nil:
		return &d.Lists[*c.GradedBy]
	}
	return &d.Lists[0]
}

// GradeName names a grade the paper speaks of, empty for none.
func (d *Data) GradeName(id string) checklist.Text {
	if l := d.Graded(); l != nil {
		for _, g := range l.Grades {
			if g.ID == id {
				return g.Name
			}
		}
	}
	return checklist.Text{}
}
