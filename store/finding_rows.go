package store

import (
	"cmp"
	"slices"
	"strings"

	"gorm.io/gorm"

	"hallcheck/checklist"
)

// pastPhoto is where the positions of photos begin that no longer show the
// finding but stand in its history: their pictures are kept as long as it.
const pastPhoto = 1000

// pastMark stands between the id of a photo and the place of an earlier state of it.
const pastMark = "@"

const findingColumns = "id, number, year, seq, branch, branch_name, branch_grade, inspection, checklist, item, zone, zone_name, s6, words, item_text," +
	" severity, status, settled, owner, department, rectifier, day, due, submit_day, closed_day, occurrence, returns, extensions, before_hash, after_hash," +
	" updated, unheard, merged_into, unsent, search"

// findingRows collects what is stored of changed findings: new events, the rows
// drawn from all events, and the photos.
type findingRows struct {
	events, rows, photos *rowList
	ids, searches        []string // in step
}

func newFindingRows() *findingRows {
	r := &findingRows{
		events: rowsOf("finding_events", "id, finding, clock, device, at, verb, body, sent, sender", 9),
		rows:   rowsOf("findings", findingColumns, 35),
		photos: rowsOf("subject_photos", "subject, side, id, pos, hash, masked, taken, added", 8),
	}
	var set []string
	for _, c := range strings.Split(findingColumns, ", ")[1:] {
		set = append(set, c+" = excluded."+c)
	}
	r.rows.upsert = " ON CONFLICT (id) DO UPDATE SET " + strings.Join(set, ", ")
	return r
}

// event adds a move; sender is the branch whose bundle brought it, "" = made here.
func (r *findingRows) event(e *checklist.FindingEvent, sent int64, sender string) {
	r.events.add(e.ID, e.Finding, e.Clock, e.Device, e.At, string(e.Verb), toJSON(e), sent, sender)
}

// finding draws the row and the photos of a finding.
func (r *findingRows) finding(f *checklist.Finding, initials string, unsent bool) {
	year, seq, _ := splitNumber(f.Number)
	occurrence := 0
	if f.Repeat != nil {
		occurrence = f.Repeat.Count
	}
	search := findingSearch(f, initials)
	r.ids, r.searches = append(r.ids, f.ID), append(r.searches, search)
	r.rows.add(f.ID, f.Number, year, seq, f.Branch.Code, f.Branch.Name, string(f.Branch.Grade), f.Inspection, f.Checklist, f.Item, f.Zone,
		toJSON(f.ZoneName), f.S6, f.Text, toJSON(f.ItemText), string(f.Severity), string(f.Status), flag(f.Status.Settled()), f.Owner, f.Department, f.Rectifier.Name,
		f.Day, f.Due, f.SubmitDay, f.ClosedDay, occurrence, f.Returns, f.Extensions, firstShown(f.Photos), firstShown(f.After),
		f.UpdatedAt, flag(f.Unheard != nil), f.MergedInto, flag(unsent), search)
	r.photosOf(f)
}

// photosOf keeps what each side shows, and behind it whatever picture stood
// anywhere in the history: the one before it was masked, a returned submission's.
func (r *findingRows) photosOf(f *checklist.Finding) {
	have, side := map[string]bool{}, map[string]string{}
	add := func(to string, pos int, p checklist.PhotoRef) {
		if pair := p.ID + p.Hash + p.Masked; !have[pair] {
			have[pair] = true
			if have[to+p.ID] {
				p.ID += pastMark + itoa(pos)
			}
			have[to+p.ID] = true
			r.photo(f.ID, to, pos, p)
		}
	}
	for i, p := range f.Photos {
		add(sideBefore, i, p)
	}
	for i, p := range f.After {
		add(sideAfter, i, p)
	}
	pos := pastPhoto
	for i := range f.Events {
		e := &f.Events[i]
		list, to := e.Photos, sideBefore
		if e.Opening != nil {
			list = e.Opening.Photos
		}
		if e.Verb == checklist.VerbSubmit || e.Verb == checklist.VerbFixed {
			to = sideAfter
		}
		for _, p := range list {
			if e.Verb != checklist.VerbMark {
				side[p.ID] = to
			}
			add(cmp.Or(side[p.ID], to), pos, p)
			pos++
		}
	}
}

// The sides of a subject's photos.
const (
	sideBefore = "before"
	sideAfter  = "after"
	sideBright = "bright"
)

func (r *findingRows) photo(subject, side string, pos int, p checklist.PhotoRef) {
	r.photos.add(subject, side, p.ID, pos, p.Hash, p.Masked, p.TakenAt, p.AddedAt)
}

func firstShown(list []checklist.PhotoRef) string {
	if len(list) == 0 {
		return ""
	}
	return list[0].Shown()
}

// findingSearch is what the text of a filter is looked for in; the number is its
// first line.
func findingSearch(f *checklist.Finding, initials string) string {
	return strings.ToLower(strings.Join([]string{
		f.Number, f.Text, f.ItemText.ZH, f.ItemText.EN, f.ZoneName.ZH, f.ZoneName.EN, f.Zone, f.Owner, f.Department,
		f.Branch.Name, f.Branch.Code, initials,
	}, "\n"))
}

// flush writes everything; the photos of the findings are replaced.
func (r *findingRows) flush(tx *gorm.DB) error {
	if err := r.events.insert(tx); err != nil {
		return err
	}
	if len(r.ids) == 0 {
		return nil
	}
	texts, err := oldTexts(tx, r.ids)
	if err != nil {
		return err
	}
	if err := r.rows.insert(tx); err != nil {
		return err
	}
	for i, id := range r.ids {
		if err := texts.keep(tx, id, r.searches[i]); err != nil {
			return err
		}
	}
	for some := range slices.Chunk(r.ids, maxRows) {
		if err := tx.Exec("DELETE FROM subject_photos WHERE subject IN (?)", some).Error; err != nil {
			return err
		}
	}
	return r.photos.insert(tx)
}

// saveFindings appends the fresh events of findings and draws their rows again.
func (s *Store) saveFindings(tx *gorm.DB, changed []*checklist.Finding) error {
	rows := newFindingRows()
	var said []string
	for _, f := range changed {
		fresh := f.Fresh()
		if len(fresh) == 0 {
			continue
		}
		for i := range fresh {
			rows.event(&fresh[i], 0, "")
			said = append(said, f.Branch.Code+" "+f.Number+" "+string(fresh[i].Verb))
		}
		rows.finding(f, s.initials(f.Branch.Name), true)
	}
	if len(said) == 0 {
		return nil
	}
	if err := rows.flush(tx); err != nil {
		return err
	}
	return s.audit(tx, "finding", rows.ids[0], strings.Join(said, "; "))
}
