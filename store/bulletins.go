package store

import (
	"context"
	"database/sql"
	"regexp"
	"slices"
	"strings"

	"gorm.io/gorm"

	"hallcheck/checklist"
	"hallcheck/checklist/bulletin"
)

// bulletinRow is a row of bulletins.
type bulletinRow struct {
	ID, Number, DayFrom, DayTo, Subject, Before, State, Actor, IssuedBy, Plan, Body string
	Edition                                                                         int
	At, IssuedAt                                                                    int64
}

const bulletinHead = "id, number, edition, day_from, day_to, subject, before, state, at, actor, issued_at, issued_by"

func (r *bulletinRow) entry() bulletin.Entry {
	return bulletin.Entry{
		ID: r.ID, Number: r.Number, Edition: r.Edition, From: r.DayFrom, To: r.DayTo, Subject: r.Subject, Before: r.Before,
		State: bulletin.State(r.State), At: r.At, By: r.Actor, IssuedAt: r.IssuedAt, IssuedBy: r.IssuedBy,
	}
}

// BulletinPlan is the plan for a subject as it was last saved; ok is false when
// nobody began one.
func (s *Store) BulletinPlan(ctx context.Context, subject string) (p bulletin.Plan, ok bool, err error) {
	var bodies []string
	if err := s.read(ctx).Raw("SELECT body FROM bulletin_plans WHERE subject = ?", subject).Scan(&bodies).Error; err != nil {
		return p, false, coded(err, "read")
	}
	if len(bodies) == 0 {
		return p, false, nil
	}
	return p, true, fromJSON(bodies[0], &p)
}

// SaveBulletinPlan keeps what the clerk wrote, announced with kind bulletinPlan.
// Codes: those of bulletin.Plan.Check.
func (s *Store) SaveBulletinPlan(ctx context.Context, p bulletin.Plan) error {
	if err := p.Check(); err != nil {
		return err
	}
	err := s.write(ctx, "bulletin", func(tx *gorm.DB) error {
		return tx.Exec("INSERT INTO bulletin_plans (subject, at, body) VALUES (?, ?, ?)"+
			" ON CONFLICT (subject) DO UPDATE SET at = excluded.at, body = excluded.body", p.Key(), s.now(), toJSON(p)).Error
	})
	if err == nil {
		s.publish("bulletinPlan", p.Key())
	}
	return err
}

// FreezeBulletin keeps a frozen data set with the plan it was made from, as a draft.
// The same data set again is the same bulletin: nothing is written then. Announced
// with kind bulletin.
func (s *Store) FreezeBulletin(ctx context.Context, d *bulletin.Data, p bulletin.Plan) (bulletin.Entry, error) {
	body := d.Encode()
	r := bulletinRow{
		ID: bulletin.ID(body), Number: d.Number, Edition: d.Edition, DayFrom: d.From, DayTo: d.To, Subject: p.Key(), State: string(bulletin.Draft),
		At: s.now(), Actor: s.actor().Name, Plan: toJSON(p), Body: string(body),
	}
	if d.Replaces != nil {
		r.Before = d.Replaces.ID
	}
	fresh := false
	err := s.write(ctx, "bulletin", func(tx *gorm.DB) error {
		var have []bulletinRow
		if err := tx.Raw("SELECT "+bulletinHead+" FROM bulletins WHERE id = ?", r.ID).Scan(&have).Error; err != nil {
			return err
		}
		if fresh = len(have) == 0; !fresh {
			r = have[0]
			return nil
		}
		err := tx.Exec("INSERT INTO bulletins ("+bulletinHead+", plan, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '', ?, ?)",
			r.ID, r.Number, r.Edition, r.DayFrom, r.DayTo, r.Subject, r.Before, r.State, r.At, r.Actor, r.Plan, r.Body).Error
		if err != nil {
			return err
		}
		return s.audit(tx, "bulletin", r.ID, "freeze "+r.Number+" "+r.DayFrom+" "+r.DayTo)
	})
	if err == nil && fresh {
		s.publish("bulletin", r.ID)
	}
	return r.entry(), err
}

// Bulletins lists the frozen bulletins, latest period first, the newest edition of
// each subject first.
func (s *Store) Bulletins(ctx context.Context) ([]bulletin.Entry, error) {
	rows, err := bulletinsIn(s.read(ctx), bulletinHead, "")
	out := make([]bulletin.Entry, len(rows))
	for i := range rows {
		out[i] = rows[i].entry()
	}
	return out, coded(err, "read")
}

func bulletinsIn(tx *gorm.DB, columns, where string, args ...any) (rows []bulletinRow, err error) {
	err = tx.Raw("SELECT "+columns+" FROM bulletins"+where+" ORDER BY day_to DESC, day_from DESC, subject, edition DESC, at DESC, id", args...).Scan(&rows).Error
	return rows, err
}

// Bulletin loads a frozen bulletin by its id or the beginning of it, whole and
// checked against its id. Codes: store.unknownBulletin, store.manyBulletins,
// bulletin.damaged, bulletin.newer.
func (s *Store) Bulletin(ctx context.Context, id string) (bulletin.Entry, *bulletin.Data, error) {
	r, err := bulletinIn(s.read(ctx), id)
	if err != nil {
		return bulletin.Entry{}, nil, coded(err, "read")
	}
	d, err := bulletin.Decode(r.ID, []byte(r.Body))
	return r.entry(), d, err
}

// BulletinPlanOf is the plan a frozen bulletin was made from.
func (s *Store) BulletinPlanOf(ctx context.Context, id string) (p bulletin.Plan, err error) {
	r, err := bulletinIn(s.read(ctx), id)
	if err != nil {
		return p, coded(err, "read")
	}
	return p, fromJSON(r.Plan, &p)
}

func bulletinIn(tx *gorm.DB, id string) (*bulletinRow, error) {
	if len(id) < 6 || strings.Trim(id, "0123456789abcdef") != "" {
		return nil, checklist.Fail("store.unknownBulletin", "id", id)
	}
	rows, err := bulletinsIn(tx, bulletinHead+", plan, body", " WHERE id >= ? AND id < ?", id, id+"g")
	switch {
	case err != nil:
		return nil, err
	case len(rows) == 0:
		return nil, checklist.Fail("store.unknownBulletin", "id", id)
	case len(rows) > 1:
		return nil, checklist.Fail("store.manyBulletins", "id", id, "count", itoa(len(rows)))
	}
	return &rows[0], nil
}

// draftIn is bulletinIn of one that is still a draft: bulletin.state else.
func draftIn(tx *gorm.DB, id string) (*bulletinRow, error) {
	r, err := bulletinIn(tx, id)
	if err == nil && r.State != string(bulletin.Draft) {
		return nil, checklist.Fail("bulletin.state", "id", bulletin.Short(r.ID), "state", r.State)
	}
	return r, err
}

// IssueBulletin issues a draft; the edition it takes the place of is superseded in
// the same step. Codes: store.unknownBulletin, bulletin.state when it is no draft,
// bulletin.replaced when another edition already took that place, bulletin.taken
// when its number was given to another bulletin.
func (s *Store) IssueBulletin(ctx context.Context, id string) (bulletin.Entry, error) {
	var out bulletin.Entry
	err := s.write(ctx, "bulletin", func(tx *gorm.DB) error {
		r, err := draftIn(tx, id)
		if err != nil {
			return err
		}
		r.State, r.IssuedAt, r.IssuedBy = string(bulletin.Issued), s.now(), s.actor().Name
		if r.Before != "" {
			res := tx.Exec("UPDATE bulletins SET state = 'superseded' WHERE id = ? AND state = 'issued'", r.Before)
			if res.Error != nil {
				return res.Error
			}
			if res.RowsAffected != 1 {
				return checklist.Fail("bulletin.replaced", "id", bulletin.Short(r.Before))
			}
		}
		if err := numberFree(tx, r); err != nil {
			return err
		}
		err = oneRow(tx.Exec("UPDATE bulletins SET state = 'issued', issued_at = ?, issued_by = ? WHERE id = ?", r.IssuedAt, r.IssuedBy, r.ID))
		if err != nil {
			return err
		}
		out = r.entry()
		return s.audit(tx, "bulletin", r.ID, "issue "+r.Number)
	})
	if err == nil {
		s.publish("bulletin", out.ID)
	}
	return out, err
}

// numberFree refuses a number that another issued bulletin has; editions of one
// share it.
func numberFree(tx *gorm.DB, r *bulletinRow) error {
	if r.Number == "" {
		return nil
	}
	rows, err := bulletinsIn(tx, bulletinHead, " WHERE number = ? AND state <> 'draft'", r.Number)
	if err != nil {
		return err
	}
	before := map[string]string{}
	for _, x := range rows {
		before[x.ID] = x.Before
	}
	own := map[string]bool{}
	for id := r.Before; id != "" && !own[id]; id = before[id] {
		own[id] = true
	}
	if slices.ContainsFunc(rows, func(x bulletinRow) bool { return !own[x.ID] }) {
		return checklist.Fail("bulletin.taken", "number", r.Number)
	}
	return nil
}

// DeleteBulletin drops a draft. Codes: store.unknownBulletin, bulletin.state.
func (s *Store) DeleteBulletin(ctx context.Context, id string) error {
	err := s.write(ctx, "bulletin", func(tx *gorm.DB) error {
		r, err := draftIn(tx, id)
		if err != nil {
			return err
		}
		if err := oneRow(tx.Exec("DELETE FROM bulletins WHERE id = ?", r.ID)); err != nil {
			return err
		}
		return s.audit(tx, "bulletin", r.ID, "drop")
	})
	if err == nil {
		s.publish("bulletin", id)
	}
	return err
}

// NextBulletin is the number the next bulletin of a year gets: one more than the
// highest issued with the prefix.
func (s *Store) NextBulletin(ctx context.Context, prefix, year string) (int, error) {
	var numbers []string
	err := s.read(ctx).Raw("SELECT DISTINCT number FROM bulletins WHERE state <> 'draft'").Scan(&numbers).Error
	highest := 0
	for _, n := range numbers {
		highest = max(highest, bulletin.NumberOf(n, prefix, year))
	}
	return highest + 1, coded(err, "read")
}

// checkBulletins holds every frozen data set against its id.
func (s *Store) checkBulletins(ctx context.Context, rep *Report, _ bool) error {
	return scan(s.read(ctx), "SELECT id, body FROM bulletins ORDER BY id", nil, func(r *sql.Rows) error {
		var id, body string
		if err := r.Scan(&id, &body); err != nil {
			return err
		}
		if bulletin.ID([]byte(body)) != id {
			rep.add("bulletin", id, "")
		}
		return nil
	})
}

// shownPicture finds the pictures in a frozen data set: they are kept as long as it,
// whatever becomes of the finding or good practice they came from.
var shownPicture = regexp.MustCompile(`"(?:before|after)":"([0-9a-f]{64})`)

// frozenPictures lists the pictures frozen bulletins show.
func frozenPictures(tx *gorm.DB) (out []string, err error) {
	err = scan(tx, "SELECT body FROM bulletins ORDER BY id", nil, func(r *sql.Rows) error {
		var body sql.RawBytes
		if err := r.Scan(&body); err != nil {
			return err
		}
		for _, m := range shownPicture.FindAllSubmatch(body, -1) {
			out = append(out, string(m[1]))
		}
		return nil
	})
	return out, err
}
