// Package checklist is the domain: checklists, inspections and their answers,
// exact scoring with a trace, and the gate an inspection passes before the
// inspector leaves the hall. It knows no database, no file and no window, and
// imports the standard library only.
package checklist

// Lang is a language the program speaks.
type Lang string

// The two languages. Chinese is the first one.
const (
	ZH Lang = "zh"
	EN Lang = "en"
)

// Text is a sentence in both languages. Checklists carry every text twice.
type Text struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// In returns the text in language l; an empty translation falls back to Chinese.
func (t Text) In(l Lang) string {
	if l == EN && t.EN != "" {
		return t.EN
	}
	return t.ZH
}

// Method says how a checklist turns answers into a result (DOMAIN 4).
type Method string

// The five scoring methods.
const (
	Points     Method = "points"     // weighted share of points, 4.3
	Compliance Method = "compliance" // 2/1/0 per item, 4.7
	Gap        Method = "gap"        // SERVQUAL perception minus expectation, 4.10
	PeakEnd    Method = "peak-end"   // touchpoint walk, 4.9
	Flags      Method = "flags"      // class without a number, 4.11
)

// Kind is what sort of work a checklist is for.
type Kind string

// The kinds of checklist.
const (
	KindInspection     Kind = "inspection"
	KindObservation    Kind = "observation"
	KindMeeting        Kind = "meeting"
	KindPatrol         Kind = "patrol"
	KindSelfAssessment Kind = "self-assessment"
	KindMystery        Kind = "mystery"
	KindSurvey         Kind = "survey"
	KindJourney        Kind = "journey"
	KindReview         Kind = "review"
)

// Subject is what one filled sheet is about.
type Subject string

// The subjects of a sheet. Branch and walk inspections have exactly one sheet,
// person and respondent inspections one per person.
const (
	SubjectBranch     Subject = "branch"
	SubjectPerson     Subject = "person"
	SubjectRespondent Subject = "respondent"
	SubjectWalk       Subject = "walk"
)

// Mode is how a visit is made.
type Mode string

// The visit modes.
const (
	Announced Mode = "announced" // 明访
	Covert    Mode = "covert"    // 暗访
	Self      Mode = "self"      // 自查
	Remote    Mode = "remote"    // 非现场
	Intercept Mode = "intercept" // 拦访
	Panel     Mode = "panel"     // 邀约
)

// Type is the kind of answer an item takes.
type Type string

// The answer types (DOMAIN 4.1).
const (
	TypePass   Type = "pass"
	TypeScore  Type = "score"
	TypeRating Type = "rating"
	TypeNumber Type = "number"
	TypeText   Type = "text"
)

// Veto is what a violated item does beyond its own points (一票否决).
type Veto string

// The veto effects (DOMAIN 4.5).
const (
	VetoNone       Veto = "none"
	VetoIndicator  Veto = "indicator"
	VetoInspection Veto = "inspection"
)

// PhotoRule says when an item needs a photo.
type PhotoRule string

// The photo rules (DOMAIN 5.6).
const (
	PhotoNever  PhotoRule = "never"
	PhotoOnFail PhotoRule = "on_fail"
	PhotoAlways PhotoRule = "always"
)

// Severity grades a finding.
type Severity string

// The severities in rising order.
const (
	Minor    Severity = "minor"
	Major    Severity = "major"
	Critical Severity = "critical"
)

// HallGrade is the grade of a service hall (旗舰厅/二级厅/三级厅/合作厅).
type HallGrade string

// The hall grades. A hall without a grade counts as Second when weights are picked.
const (
	Flagship HallGrade = "flagship"
	Second   HallGrade = "second"
	Third    HallGrade = "third"
	Partner  HallGrade = "partner"
)

// Position is a staff member's post on an etiquette sheet.
type Position string

// The observed positions.
const (
	PositionLobby   Position = "lobby"
	PositionTeller  Position = "teller"
	PositionWealth  Position = "wealth"
	PositionManager Position = "manager"
)

// Checklist is one standard in one version. A stored inspection keeps the
// version it was made with; ids of items are never reused.
type Checklist struct {
	Schema      int
	ID          string
	Version     int
	Title       Text
	Purpose     Text
	Kind        Kind
	Subject     Subject
	Modes       []Mode
	Frequency   string // hourly, daily, weekly, monthly, quarterly, half-yearly
	Scoring     Scoring
	Zones       []Zone
	Indicators  []Indicator
	Focus       FocusProfiles
	ScoreLabels []ScoreLabel
	Scale       *SurveyScale // gap only
	Items       []Item       // display order
}

// Scoring is the scoring block of a checklist.
type Scoring struct {
	Method  Method
	Full    Milli // 100; a display factor for the total
	VetoCap Milli // ceiling of the score after an inspection veto
	Grades  []Grade
}

// Grade is a band of the final score, in falling order of Min, or a class of a
// flags checklist, first match of When wins.
type Grade struct {
	ID   string
	Min  Milli
	When string // any-critical, any-major, any-minor, none-failed (flags only)
	Name Text
}

// Zone is an ordered section of a checklist.
type Zone struct {
	ID       string
	Name     Text
	Optional bool // a task may leave the whole zone out, without a reason per item
}

// Indicator groups items for the indicator veto.
type Indicator struct {
	ID   string
	Name Text
}

// FocusProfiles multiplies the mass of items by their focus tag (DOMAIN 4.3).
type FocusProfiles struct {
	Phase    map[string]map[string]Milli // initial, mature → focus → multiplier
	Pressure map[string]map[string]Milli // high, low → focus → multiplier
}

// ScoreLabel names one value of a score item.
type ScoreLabel struct {
	Value Milli
	Name  Text
}

// SurveyScale is the SERVQUAL answer scale.
type SurveyScale struct {
	Points         int
	Min, Max       Text
	DefaultWeights map[string]Milli // zone → weight, sum 100
	MinSample      int
}

// Target is what a number item must reach.
type Target struct {
	Op    string // "<=" or ">="
	Value Milli
}

// Met says whether value v reaches the target.
func (t Target) Met(v Milli) bool {
	if t.Op == "<=" {
		return v <= t.Value
	}
	return v >= t.Value
}

// Blueprint is the three layers of a touchpoint.
type Blueprint struct{ Front, Back, Evidence Text }

// Item is one thing to check.
type Item struct {
	ID          string
	Zone        string
	Text        Text
	Guidance    Text
	Type        Type
	Points      Milli               // full marks; 0 = recorded, not scored (may still veto)
	Weight      Milli               // used when WeightBy is nil
	WeightBy    map[HallGrade]Milli // weight by hall grade
	Veto        Veto
	Photo       PhotoRule
	Severity    Severity
	RectifyDays int
	S6          string
	Deduct      *Milli // score items: points off per occurrence
	Scale       int    // rating: 5 or 7
	Unit        string
	Target      *Target
	Roles       []Position
	Indicator   string
	Focus       string
	Expectation Text
	Perception  Text
	Stage       string
	Moment      string // normal, peak, end
	Blueprint   *Blueprint
}

// ItemByID returns the item with the id, or nil.
func (c *Checklist) ItemByID(id string) *Item {
	for i := range c.Items {
		if c.Items[i].ID == id {
			return &c.Items[i]
		}
	}
	return nil
}

// ZoneByID returns the zone with the id, or nil.
func (c *Checklist) ZoneByID(id string) *Zone {
	for i := range c.Zones {
		if c.Zones[i].ID == id {
			return &c.Zones[i]
		}
	}
	return nil
}

// AppliesTo says whether the item is on the sheet of somebody in position p.
// Items without roles, and sheets without a position, have no restriction.
func (i *Item) AppliesTo(p Position) bool {
	if len(i.Roles) == 0 || p == "" {
		return true
	}
	for _, r := range i.Roles {
		if r == p {
			return true
		}
	}
	return false
}

// WeightFor returns the item's weight in a hall of grade g; a hall without a
// grade, and a map without the grade, use Second.
func (i *Item) WeightFor(g HallGrade) Milli {
	if i.WeightBy == nil {
		return i.Weight
	}
	if w, ok := i.WeightBy[g]; ok {
		return w
	}
	return i.WeightBy[Second]
}
