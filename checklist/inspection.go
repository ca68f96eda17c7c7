package checklist

import (
	"slices"
	"strings"
	"time"
)

// Status is where an inspection stands.
type Status string

// The states of an inspection.
const (
	Draft    Status = "draft"
	Finished Status = "finished"
)

// Sheet is one filled form: the branch itself, one observed person or one
// respondent. Branch and walk inspections have exactly one, with id "main".
type Sheet struct {
	ID       string             `json:"id"`
	Person   string             `json:"person,omitempty"` // name or initials
	Position Position           `json:"position,omitempty"`
	Weights  map[string]Milli   `json:"weights,omitempty"` // respondent's 100 points by dimension
	Answers  map[string]*Answer `json:"answers"`
}

// MainSheet is the id of the only sheet of a branch or walk inspection.
const MainSheet = "main"

// Reopening is one entry of an inspection's history after it was finished.
type Reopening struct {
	By     string `json:"by"`
	At     int64  `json:"at"`
	Reason string `json:"reason"`
}

// Inspection is the aggregate: one visit with one checklist. Change it by its
// verbs only; each takes the time, and the store saves what they changed.
type Inspection struct {
	ID         string      `json:"id"` // uuid
	Checklist  *Checklist  `json:"-"`
	Branch     Branch      `json:"branch"`
	Mode       Mode        `json:"mode"`
	Phase      string      `json:"phase,omitempty"`    // initial, mature
	Pressure   string      `json:"pressure,omitempty"` // high, low
	LeftOut    []string    `json:"leftOut,omitempty"`  // optional zones the task leaves out
	Inspector  Person      `json:"inspector"`
	StartedAt  int64       `json:"started"` // unix ms UTC
	FinishedAt int64       `json:"finished,omitempty"`
	Day        string      `json:"day"` // yyyy-mm-dd at the hall's clock; the period it counts in
	Status     Status      `json:"status"`
	Incomplete string      `json:"incomplete,omitempty"` // reason typed at the gate; excluded from ranking
	Reopened   []Reopening `json:"reopened,omitempty"`
	Sheets     []*Sheet    `json:"sheets"`
	Cursor     string      `json:"-"` // "sheet/item" last worked on, for resume; local only
	Rev        int         `json:"rev"`

	// PrivacyRequired makes the gate ask that every photo is masked or known to
	// show no customer. It is the installation's setting (SettingPrivacy), which
	// the store fills in, and no part of the record.
	PrivacyRequired bool `json:"-"`

	touched []Touched
	lifted  []Touched // vetoes without effect, on the corrected copy of a review only
}

// Touched names one answer a verb changed since the last Committed.
type Touched struct{ Sheet, Item string }

// Touched lists the answers changed since the last call of Committed, so that a
// store writes these and nothing else.
func (in *Inspection) Touched() []Touched { return in.touched }

// Committed forgets the touched answers; the store calls it after the commit.
func (in *Inspection) Committed() { in.touched = nil }

// Start begins an inspection as a draft. Branch and walk checklists get their
// sheet at once; the others get one per AddSheet.
func Start(id string, c *Checklist, b Branch, who Person, mode Mode, now time.Time) (*Inspection, error) {
	if !c.allows(mode) {
		return nil, Fail("inspection.mode", "mode", string(mode), "checklist", c.ID)
	}
	in := &Inspection{
		ID: id, Checklist: c, Branch: b, Mode: mode, Inspector: who,
		StartedAt: millis(now), Day: now.Format(time.DateOnly), Status: Draft,
	}
	if c.Subject == SubjectBranch || c.Subject == SubjectWalk {
		in.Sheets = []*Sheet{{ID: MainSheet, Answers: map[string]*Answer{}}}
	}
	return in, nil
}

// UsualMode is how the list is begun unless somebody chooses: as a self-check in a
// branch's own program where it allows one, else in its first mode.
func (c *Checklist) UsualMode(f Face) Mode {
	if f == FaceBranch && slices.Contains(c.Modes, Self) || len(c.Modes) == 0 {
		return Self
	}
	return c.Modes[0]
}

func (c *Checklist) allows(m Mode) bool {
	for _, x := range c.Modes {
		if x == m {
			return true
		}
	}
	return false
}

// Sheet returns the sheet with the id, or nil.
func (in *Inspection) Sheet(id string) *Sheet {
	for _, s := range in.Sheets {
		if s.ID == id {
			return s
		}
	}
	return nil
}

// Answer returns what sheet says about item, or nil.
func (in *Inspection) Answer(sheet, item string) *Answer {
	if s := in.Sheet(sheet); s != nil {
		return s.Answers[item]
	}
	return nil
}

// Profile sets hall phase and pressure (DOMAIN 4.3); a draft is scored by the ones it has.
func (in *Inspection) Profile(phase, pressure string) error {
	if err := in.editable(); err != nil {
		return err
	}
	if _, ok := in.Checklist.Focus.Phase[phase]; phase != "" && !ok {
		return Fail("inspection.phase", "phase", phase)
	}
	if _, ok := in.Checklist.Focus.Pressure[pressure]; pressure != "" && !ok {
		return Fail("inspection.pressure", "pressure", pressure)
	}
	in.Phase, in.Pressure = phase, pressure
	return nil
}

// LeaveOut drops an optional zone from the task, or takes it back.
func (in *Inspection) LeaveOut(zone string, out bool) error {
	if err := in.editable(); err != nil {
		return err
	}
	z := in.Checklist.ZoneByID(zone)
	if z == nil || !z.Optional {
		return Fail("inspection.zone", "zone", zone)
	}
	kept := in.LeftOut[:0:0]
	for _, x := range in.LeftOut {
		if x != zone {
			kept = append(kept, x)
		}
	}
	if out {
		kept = append(kept, zone)
	}
	in.LeftOut = kept
	return nil
}

// AddSheet adds the sheet of one observed person or one respondent. A person
// without a position is asked the items of every role.
func (in *Inspection) AddSheet(s Sheet) error {
	if err := in.editable(); err != nil {
		return err
	}
	if in.Checklist.Subject != SubjectPerson && in.Checklist.Subject != SubjectRespondent {
		return Fail("sheet.single", "checklist", in.Checklist.ID)
	}
	if in.Sheet(s.ID) != nil {
		return Fail("sheet.twice", "sheet", s.ID)
	}
	if in.Checklist.Subject == SubjectPerson && strings.TrimSpace(s.Person) == "" {
		return Fail("sheet.person")
	}
	s.Answers = map[string]*Answer{}
	in.Sheets = append(in.Sheets, &s)
	return nil
}

// RemoveSheet takes a person's or respondent's sheet back.
func (in *Inspection) RemoveSheet(id string) error {
	if err := in.editable(); err != nil {
		return err
	}
	for i, s := range in.Sheets {
		if s.ID == id && id != MainSheet {
			in.Sheets = append(in.Sheets[:i:i], in.Sheets[i+1:]...)
			return nil
		}
	}
	return Fail("sheet.unknown", "sheet", id)
}

// Record gives sheet's answer to item; the zero Value takes it back and keeps
// note and photos.
func (in *Inspection) Record(sheet, item string, v Value, now time.Time) error {
	a, it, err := in.slot(sheet, item)
	if err != nil {
		return err
	}
	if err := it.Check(v); err != nil {
		return err
	}
	a.Value, a.At = v, millis(now)
	in.Cursor = sheet + "/" + item
	return nil
}

// Note sets the note of an answer (扣分原因, N/A reason).
func (in *Inspection) Note(sheet, item, note string, now time.Time) error {
	a, _, err := in.slot(sheet, item)
	if err != nil {
		return err
	}
	a.Note, a.At = strings.TrimSpace(note), millis(now)
	return nil
}

// Cite sets the reference to a recording kept outside the program, as evidence.
func (in *Inspection) Cite(sheet, item, recording string, now time.Time) error {
	a, _, err := in.slot(sheet, item)
	if err != nil {
		return err
	}
	a.Recording, a.At = strings.TrimSpace(recording), millis(now)
	return nil
}

// Settle sets who fixes a failed item by when.
func (in *Inspection) Settle(sheet, item string, r Remedy, now time.Time) error {
	a, _, err := in.slot(sheet, item)
	if err != nil {
		return err
	}
	if _, bad := time.Parse(time.DateOnly, r.Due); r.Due != "" && bad != nil {
		return Fail("answer.due", "due", r.Due)
	}
	a.Remedy, a.At = r, millis(now)
	return nil
}

// Attach adds a stored photo to an answer; the same picture twice on one answer
// is refused.
func (in *Inspection) Attach(sheet, item string, p PhotoRef, now time.Time) error {
	a, _, err := in.slot(sheet, item)
	if err != nil {
		return err
	}
	for _, x := range a.Photos {
		if x.Hash == p.Hash {
			return Fail("photo.twice", "name", p.Name)
		}
	}
	p.Position = len(a.Photos)
	if p.Position > 0 {
		p.Position = a.Photos[len(a.Photos)-1].Position + 1
	}
	a.Photos, a.At = append(a.Photos, p), millis(now)
	return nil
}

// Detach takes a photo off an answer; the stored picture stays.
func (in *Inspection) Detach(sheet, item, photoID string, now time.Time) error {
	a, _, err := in.slot(sheet, item)
	if err != nil {
		return err
	}
	for i, x := range a.Photos {
		if x.ID == photoID {
			a.Photos, a.At = append(a.Photos[:i:i], a.Photos[i+1:]...), millis(now)
			return nil
		}
	}
	return Fail("photo.unknown", "photo", photoID)
}

// Mark gives a photo of an answer other marks and another decision about
// customers; see PhotoRef.Marked. Code photo.unknown and those of Marked.
func (in *Inspection) Mark(sheet, item, photoID string, m []Mark, masked string, as Privacy, now time.Time) error {
	a, _, err := in.slot(sheet, item)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(a.Photos, func(p PhotoRef) bool { return p.ID == photoID })
	if i < 0 {
		return Fail("photo.unknown", "photo", photoID)
	}
	p, err := a.Photos[i].Marked(m, masked, as)
	if err != nil {
		return err
	}
	a.Photos, a.At = slices.Clone(a.Photos), millis(now)
	a.Photos[i] = p
	return nil
}

// Finish closes the draft when the gate is open. A typed reason ("had to
// leave") overrides the gate and marks the record incomplete (DOMAIN 5.7).
func (in *Inspection) Finish(override string, now time.Time) error {
	if err := in.editable(); err != nil {
		return err
	}
	missing := in.Gate(now)
	if len(missing) > 0 && strings.TrimSpace(override) == "" {
		return Fail("gate.closed", "count", itoa(len(missing)))
	}
	in.Incomplete = ""
	if len(missing) > 0 {
		in.Incomplete = strings.TrimSpace(override)
	}
	in.Status, in.FinishedAt = Finished, max(millis(now), in.StartedAt)
	return nil
}

// Reopen makes a finished inspection a draft again; who, when and why stay in
// its history.
func (in *Inspection) Reopen(by Person, reason string, now time.Time) error {
	if in.Status != Finished {
		return Fail("inspection.notFinished")
	}
	if strings.TrimSpace(reason) == "" {
		return Fail("inspection.reopenReason")
	}
	in.Reopened = append(in.Reopened, Reopening{By: by.Name, At: millis(now), Reason: strings.TrimSpace(reason)})
	in.Status, in.FinishedAt, in.Incomplete = Draft, 0, ""
	return nil
}

// Applies says whether an item is asked on a sheet: its zone is not left out
// and the person's position has it.
func (in *Inspection) Applies(s *Sheet, it *Item) bool {
	for _, z := range in.LeftOut {
		if z == it.Zone {
			return false
		}
	}
	return it.AppliesTo(s.Position)
}

func (in *Inspection) editable() error {
	if in.Status != Draft {
		return Fail("inspection.finished")
	}
	return nil
}

// slot finds the answer of an item, making an empty one.
func (in *Inspection) slot(sheet, item string) (*Answer, *Item, error) {
	if err := in.editable(); err != nil {
		return nil, nil, err
	}
	it := in.Checklist.ItemByID(item)
	if it == nil {
		return nil, nil, Fail("item.unknown", "item", item)
	}
	s := in.Sheet(sheet)
	if s == nil {
		return nil, nil, Fail("sheet.unknown", "sheet", sheet)
	}
	if s.Answers[item] == nil {
		s.Answers[item] = &Answer{}
	}
	in.touched = append(in.touched, Touched{Sheet: sheet, Item: item})
	return s.Answers[item], it, nil
}
