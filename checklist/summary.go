package checklist

// Summary is one inspection as a list shows it.
type Summary struct {
	ID         string
	Checklist  string
	Version    int
	Title      Text
	Kind       Kind
	Branch     Branch
	Mode       Mode
	Inspector  string
	Day        string // yyyy-mm-dd
	StartedAt  int64  // unix ms UTC
	FinishedAt int64
	UpdatedAt  int64
	Status     Status
	Incomplete string
	Score      *Tenths
	Grade      string
	Vetoes     int // inspection vetoes
	Red        int
	Critical   int // answers that open a critical finding
	Answered   int
	Total      int
	Photos     int
	SentAt     int64 // last export, 0 = not sent since it was finished

	Review   ReviewState
	Appeal   AppealState
	Returns  int     // how often headquarters returned it
	Accepted bool    // incomplete, and counts all the same
	Ruled    bool    // corrections are in force: the next three say what counts
	RuledAs  *Tenths // nil = not scored
	RuledBy  string  // id of the ruled grade
	RuledHit int     // inspection vetoes left
}

// Counted is the score that counts: as it was ruled, else the record's own.
func (s *Summary) Counted() *Tenths {
	if s.Ruled {
		return s.RuledAs
	}
	return s.Score
}

// lateAfter is how long after leaving the hall a record may be sent (DOMAIN 5.7).
const lateAfter = 24 * 60 * 60 * 1000 // ms

// Late says whether the record of a visit was sent more than 24 h after the
// inspector left (迟报). The branch's own clock measures both. Self-checks have
// nobody who leaves.
func (s *Summary) Late() bool {
	return s.Mode != Self && s.Status == Finished && s.SentAt > 0 && s.SentAt-s.FinishedAt > lateAfter
}

// Sort is the order of a list of inspections.
type Sort string

// The orders. Ties fall back to newest first, then id.
const (
	SortNewest  Sort = ""
	SortOldest  Sort = "oldest"
	SortHighest Sort = "highest"
	SortLowest  Sort = "lowest"
	SortBranch  Sort = "branch"
	SortCheck   Sort = "check" // appeals, then what came back corrected, then the rest
)

// Filter narrows a list of inspections; zero fields do not narrow.
type Filter struct {
	Text      string // in title, branch name, code, inspector; pinyin initials of the branch too
	Checklist string
	Branch    string // code
	From, To  string // days, inclusive
	Status    Status
	Grade     string
	Unsent    bool
	VetoOnly  bool
	Review    ReviewFilter
	Inspector string // name
	Newest    int    // > 0: of each checklist only so many scored and so many unscored ones, last finished first
	Sort      Sort
	Limit     int // 0 = 200
	Offset    int
}

// ReviewFilter narrows a list to what stands where with headquarters.
type ReviewFilter string

// The filters. A state's own word filters for it: passed, returned, void, in_review.
const (
	ReviewAny     ReviewFilter = ""
	ReviewToDo    ReviewFilter = "todo"   // not decided on, or under appeal
	ReviewNew     ReviewFilter = "new"    // nobody looked yet
	ReviewAgain   ReviewFilter = "again"  // returned before, and here again
	ReviewAppeals ReviewFilter = "appeal" // an appeal waits for its ruling
)

// PeriodCell is what one branch did with one checklist in one period: the sums
// ranking needs, no more (DOMAIN 4.12). Incomplete records are left out.
type PeriodCell struct {
	Branch      string // code
	Checklist   string
	N           int   // scored records
	ScoreSum    int64 // tenths, of N rounded scores
	Vetoes      int   // inspection vetoes
	Problems    int   // answers that open a finding
	Critical    int
	MinVersion  int
	MaxVersion  int
	Excluded    int // incomplete records not counted
	Withheld    int // records returned, void, or waiting to be passed where only passed ones count
	Provisional int // of N, not passed yet
	Appealed    int // of N, with an open appeal
	Zones       []ZoneSum
}

// ZoneSum is one zone of a PeriodCell.
type ZoneSum struct {
	Zone     string `json:"z"`
	N        int    `json:"n"`
	ScoreSum int64  `json:"s"` // tenths
	LostSum  int64  `json:"l"` // thousandths of a point on the 100 scale
}

// Change says that something was committed: pages that show it load it again.
type Change struct {
	Kind string // inspection, photo, profile, branch, person, checklist, import, export
	ID   string
}
