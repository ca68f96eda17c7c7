package checklist

// FindingRow is one finding as a list shows it.
type FindingRow struct {
	ID, Number           string
	Branch               Branch
	Inspection           string
	Checklist, Item      string
	Zone                 string
	ZoneName             Text
	S6                   string
	Text                 string // the finder's words
	ItemText             Text
	Severity             Severity
	Status               FindingStatus
	Owner, Department    string
	Day, Due             string
	SubmitDay, ClosedDay string
	Repeat               int // which occurrence, 0 = first
	Returns, Extensions  int
	Before, After        string // hash of the first picture of each side, as Shown; "" = none
	Rectifier            string
	UpdatedAt            int64
	Unheard              bool // a decision of headquarters could not count
	Unsent               bool // has moves made here that no bundle carried yet
}

// Headline returns what is wrong in one line.
func (r *FindingRow) Headline(l Lang) string {
	if r.Text != "" {
		return r.Text
	}
	return r.ItemText.In(l)
}

// Overdue is Finding.Overdue of the row.
func (r *FindingRow) Overdue(today string) bool { return Overdue(r.Status, r.Due, r.SubmitDay, today) }

// FindingSort is the order of a list of findings.
type FindingSort string

// The orders. Ties fall back to the number.
const (
	FindingsByDue    FindingSort = "" // most urgent first
	FindingsNewest   FindingSort = "newest"
	FindingsByBranch FindingSort = "branch"
	FindingsByOwner  FindingSort = "owner"
)

// FindingFilter narrows a list of findings; zero fields do not narrow.
type FindingFilter struct {
	Text       string // in number, words, item, zone, owner, branch name; two characters and up; pinyin initials of the branch too
	IDs        []string
	Branch     string // code
	Statuses   []FindingStatus
	Unheard    bool // those with a decision of headquarters that could not count: beside Statuses, or alone
	Unsettled  bool // everything but closed and cancelled
	Zone       string
	S6         string
	Severity   Severity
	Owner      string
	Mine       string // owned by this name, or by nobody yet
	Checklist  string
	Item       string
	Inspection string
	From, To   string // days of the inspection, inclusive
	DueTo      string // due on or before
	OverdueOn  string // overdue as of this day
	Repeat     bool
	Unsent     bool
	Sort       FindingSort
	Limit      int // 0 = 200
	Offset     int
}

// FindingDraft is a finding as somebody enters it by hand.
type FindingDraft struct {
	Branch     string // code; "" = the installation's own
	Inspection string // optional
	Zone       string // free words or a zone's id
	ZoneName   Text
	S6         string
	Text       string
	Severity   Severity
	Owner      string
	Department string
	Due        string // "" = three days by the bank's calendar
	Photos     []PhotoRef
	NeedsPhoto bool
}

// BrightSpot is a good practice worth showing (亮点), recorded as easily as a
// problem. The newest revision wins; Gone takes it off every list.
type BrightSpot struct {
	ID         string     `json:"id"` // uuid
	Branch     Branch     `json:"branch"`
	Day        string     `json:"day"`
	Zone       string     `json:"zone,omitempty"`
	ZoneName   Text       `json:"zoneName,omitzero"`
	Text       string     `json:"text"`
	People     string     `json:"people,omitempty"` // who is to be praised
	Inspection string     `json:"inspection,omitempty"`
	Item       string     `json:"item,omitempty"`
	Photos     []PhotoRef `json:"photos"`
	By         Person     `json:"by"`
	At         int64      `json:"at"` // unix ms UTC
	Rev        int        `json:"rev"`
	Gone       bool       `json:"gone,omitempty"`
}

// Check says whether a bright spot can be kept. Codes bright.text, bright.photo.
func (b *BrightSpot) Check() error {
	if b.Text == "" {
		return Fail("bright.text")
	}
	if len(b.Photos) == 0 && !b.Gone {
		return Fail("bright.photo")
	}
	return nil
}

// Deck is a slide show put together for a meeting (播放展示): what is shown, in
// which order, and what stays covered.
type Deck struct {
	ID      string     `json:"id"` // uuid
	Title   string     `json:"title"`
	Branch  string     `json:"branch,omitempty"` // code; "" at headquarters
	Day     string     `json:"day"`
	Names   bool       `json:"names"`   // owners' names on the slides
	Summary bool       `json:"summary"` // scope and score
	Ranking bool       `json:"ranking"` // ranking or trend
	Masked  bool       `json:"masked"`  // only photos marked clear or masked
	Items   []DeckItem `json:"items"`
	Closing []string   `json:"closing,omitempty"` // requirements of the last slide
	At      int64      `json:"at"`
}

// DeckItem is one chosen finding or bright spot.
type DeckItem struct {
	Kind string `json:"kind"` // finding, bright
	ID   string `json:"id"`
	Note string `json:"note,omitempty"` // the presenter's line
}

// The kinds of DeckItem.
const (
	DeckFinding = "finding"
	DeckBright  = "bright"
)

// Facet is one value findings can be narrowed by, with how many there are.
type Facet struct {
	ID   string
	Name Text // of a zone; zero elsewhere
	N    int
}

// FindingFacets counts what a filter finds, by what it can be narrowed further.
type FindingFacets struct {
	Total, Overdue, Repeat int
	Statuses               map[FindingStatus]int
	Zones, Owners, S6      []Facet // most findings first, then by id
}
