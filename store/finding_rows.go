package store

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"hallcheck/checklist"
)

// pastPhoto is where the positions of photos begin that no longer show the
// finding but stand in its history, such as those of a returned submission:
// their pictures are kept as long as the history.
const pastPhoto = 1000

const findingColumns = "id, number, year, seq, branch, branch_name, branch_grade, inspection, checklist, item, zone, zone_name, s6, words, item_text," +
	" severity, status, settled, owner, department, rectifier, day, due, submit_day, closed_day, occurrence, returns, extensions, before_hash, after_hash," +
	" updated, unsent, search"

// findingRows collects what is stored of changed findings: new events, the rows
// drawn from all events, and the photos.
type findingRows struct {
	events, rows, photos *rowList
	ids, searches        []string // in step
}

func newFindingRows() *findingRows {
	r := &findingRows{
		events: rowsOf("finding_events", "id, finding, clock, device, at, verb, body, sent", 8),
		rows:   rowsOf("findings", findingColumns, 33),
		photos: rowsOf("subject_photos", "subject, side, id, pos, hash, masked, taken, added", 8),
	}
	var set []string
	for _, c := range strings.Split(findingColumns, ", ")[1:] {
		set = append(set, c+" = excluded."+c)
	}
	r.rows.upsert = " ON CONFLICT (id) DO UPDATE SET " + strings.Join(set, ", ")
	return r
}

func (r *findingRows) event(e *checklist.FindingEvent, sent int64) {
	r.events.add(e.ID, e.Finding, e.Clock, e.Device, e.At, string(e.Verb), toJSON(e), sent)
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
		f.UpdatedAt, flag(unsent), search)
	for side, list := range map[string][]checklist.PhotoRef{sideBefore: f.Photos, sideAfter: f.After} {
		have := map[string]bool{}
		for i, p := range list {
			r.photo(f.ID, side, i, p, have)
		}
		for i, p := range past(f, side) {
			r.photo(f.ID, side, pastPhoto+i, p, have)
		}
	}
}

// The sides of a subject's photos.
const (
	sideBefore = "before"
	sideAfter  = "after"
	sideBright = "bright"
)

func (r *findingRows) photo(subject, side string, pos int, p checklist.PhotoRef, have map[string]bool) {
	if !have[p.ID] {
		have[p.ID] = true
		r.photos.add(subject, side, p.ID, pos, p.Hash, p.Masked, p.TakenAt, p.AddedAt)
	}
}

// past lists the photos of the history on one side, whether they count or not,
// each as it was marked last.
func past(f *checklist.Finding, side string) []checklist.PhotoRef {
	var out []checklist.PhotoRef
	for i := range f.Events {
		e := &f.Events[i]
		after := e.Verb == checklist.VerbSubmit || e.Verb == checklist.VerbFixed
		switch {
		case e.Verb == checklist.VerbMark:
			for _, p := range e.Photos {
				if k := slices.IndexFunc(out, func(x checklist.PhotoRef) bool { return x.ID == p.ID }); k >= 0 {
					out[k] = p
				}
			}
		case after == (side == sideAfter):
			out = append(out, e.Photos...)
			if e.Opening != nil {
				out = append(out, e.Opening.Photos...)
			}
		}
	}
	return out
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
	if err := tx.Exec("DELETE FROM subject_photos WHERE subject IN (?)", r.ids).Error; err != nil {
		return err
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
			rows.event(&fresh[i], 0)
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

// splitNumber takes F-yyyy-seq apart; a suffix after seq is left out.
func splitNumber(number string) (year string, seq int64, ok bool) {
	p := strings.Split(number, "-")
	if len(p) < 3 || p[0] != "F" || len(p[1]) != 4 {
		return "", 0, false
	}
	seq, err := strconv.ParseInt(p[2], 10, 64)
	return p[1], seq, err == nil
}

func numberOf(year string, seq int64) string { return fmt.Sprintf("F-%s-%04d", year, seq) }

// numbers hands out the free numbers of a branch for the year of a day, one after
// the other; what it gives is taken when the transaction commits.
func numbers(tx *gorm.DB, branch, day string) (func() string, error) {
	year := day[:min(4, len(day))]
	var seq int64
	err := tx.Raw("SELECT coalesce(max(seq), 0) FROM findings WHERE branch = ? AND year = ?", branch, year).Scan(&seq).Error
	return func() string {
		seq++
		return numberOf(year, seq)
	}, err
}
