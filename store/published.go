package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"time"

	"gorm.io/gorm"

	"hallcheck/checklist"
	"hallcheck/checklist/bulletin"
)

// A row of published says in its column sent, at headquarters, which bundle carried
// the bulletin to the branch, and at the branch, whether anybody opened it there.

// PublishedKey names what one branch gets of one bulletin.
type PublishedKey struct{ Branch, ID string }

// paperOf is the branch under which headquarters keeps the paper itself, once for
// all branches.
const paperOf = ""

// PublishBulletin lays an issued bulletin out for every hall in it, to go with the
// next bundles; pdf is the paper they get. Doing it again changes nothing for those
// that have it. It returns how many branches it is for. Codes:
// store.unknownBulletin, bulletin.state when it is not the one in force.
func (s *Store) PublishBulletin(ctx context.Context, id string, pdf []byte) (int, error) {
	n := 0
	err := s.write(ctx, "bulletin", func(tx *gorm.DB) error {
		r, err := bulletinIn(tx, id)
		if err != nil {
			return err
		}
		if r.State != string(bulletin.Issued) {
			return checklist.Fail("bulletin.state", "id", bulletin.Short(r.ID), "state", r.State)
		}
		d, err := bulletin.Decode(r.ID, []byte(r.Body))
		if err != nil {
			return err
		}
		rows := rowsOf("published", "branch, id, period, at, sent, body", 6)
		rows.upsert = " ON CONFLICT (branch, id) DO NOTHING"
		paper := bulletin.Published{ID: r.ID, PDF: pdf}
		at, period, day := s.now(), d.From+" "+d.To, s.act().At.Format(time.DateOnly)
		rows.add(paperOf, r.ID, period, at, 1, string(paper.Body()))
		for _, h := range d.Halls {
			part := d.For(r.ID, h.Code)
			part.Out = day
			rows.add(h.Code, r.ID, period, at, 0, string(part.Body()))
		}
		n = len(d.Halls)
		if err := rows.insert(tx); err != nil {
			return err
		}
		if err := s.appealsAgain(tx, d.From, d.To, ""); err != nil {
			return err
		}
		return s.audit(tx, "bulletin", r.ID, "publish "+r.Number)
	})
	if err == nil {
		s.publish("bulletin", id)
	}
	return n, err
}

// DuePublished lists what the given branches were not sent yet, by branch and id,
// with the paper. An edition another one has taken the place of is not sent any
// more.
func (s *Store) DuePublished(ctx context.Context, branches []string) ([]bulletin.Published, error) {
	var out []bulletin.Published
	papers := map[string][]byte{}
	for some := range chunks(branches, maxRows) {
		err := scan(s.read(ctx), "SELECT p.id, p.body FROM published p JOIN bulletins b ON b.id = p.id WHERE p.sent = 0 AND p.branch IN (?)"+
			" AND b.state = 'issued' ORDER BY p.branch, p.id", []any{some}, func(r *sql.Rows) error {
			var id, body string
			if err := r.Scan(&id, &body); err != nil {
				return err
			}
			var p bulletin.Published
			err := fromJSON(body, &p)
			out, papers[id] = append(out, p), nil
			return err
		})
		if err != nil {
			return nil, coded(err, "read")
		}
	}
	for id := range papers {
		p, err := published(s.read(ctx), paperOf, id)
		if err != nil {
			return nil, coded(err, "read")
		}
		papers[id] = p.PDF
	}
	for i := range out {
		out[i].PDF = papers[out[i].ID]
	}
	return out, nil
}

func chunks(list []string, n int) func(func([]string) bool) {
	return func(yield func([]string) bool) {
		for len(list) > 0 {
			k := min(n, len(list))
			if !yield(list[:k]) {
				return
			}
			list = list[k:]
		}
	}
}

func published(tx *gorm.DB, branch, id string) (p bulletin.Published, err error) {
	var bodies []string
	if err := tx.Raw("SELECT body FROM published WHERE branch = ? AND id = ?", branch, id).Scan(&bodies).Error; err != nil {
		return p, err
	}
	if len(bodies) == 0 {
		return p, checklist.Fail("store.unknownBulletin", "id", bulletin.Short(id))
	}
	return p, fromJSON(bodies[0], &p)
}

// markPublished notes that bundles carried bulletins.
func markPublished(tx *gorm.DB, list []PublishedKey, seq int64) error {
	for _, k := range list {
		if err := tx.Exec("UPDATE published SET sent = ? WHERE branch = ? AND id = ? AND sent = 0", max(seq, 1), k.Branch, k.ID).Error; err != nil {
			return err
		}
	}
	return nil
}

// takePublished keeps bulletins that came from headquarters; one that is there stays
// as it is. It returns how many are new.
func (s *Store) takePublished(tx *gorm.DB, list []bulletin.Published, branch string) (n int, err error) {
	for i := range list {
		p := &list[i]
		if p.Branch != branch {
			return n, checklist.Fail("store.foreignFinding", "number", p.Number, "branch", branch)
		}
		res := tx.Exec("INSERT INTO published (branch, id, period, at, sent, body) VALUES (?, ?, ?, ?, 0, ?) ON CONFLICT (branch, id) DO NOTHING",
			p.Branch, p.ID, p.From+" "+p.To, s.now(), string(p.Body()))
		if res.Error != nil {
			return n, res.Error
		}
		if res.RowsAffected == 0 {
			continue
		}
		n++
		if err := s.appealsAgain(tx, p.From, p.To, branch); err != nil {
			return n, err
		}
	}
	return n, nil
}

// firstSeen is the day on which the branch of a record was first sent a bulletin
// that shows it, "" = none was: its appeal may begin then.
func firstSeen(tx *gorm.DB, in *checklist.Inspection) (day string, err error) {
	err = scan(tx, "SELECT body FROM published WHERE branch = ? AND substr(period, 1, 10) <= ? AND substr(period, 12) >= ?",
		[]any{in.Branch.Code, in.Day, in.Day}, func(r *sql.Rows) error {
			var body string
			if err := r.Scan(&body); err != nil {
				return err
			}
			var p bulletin.Published
			if err := fromJSON(body, &p); err != nil {
				return err
			}
			if p.Shows(in.Checklist.ID, in.Day) && (day == "" || p.Out < day) {
				day = p.Out
			}
			return nil
		})
	return day, err
}

// appealsAgain draws the records of the days that were appealed against anew, of a
// branch ("" = of each): an appeal that came before the bulletin it speaks of did
// not count until now.
func (s *Store) appealsAgain(tx *gorm.DB, from, to, branch string) error {
	var ids []string
	err := tx.Raw("SELECT DISTINCT e.inspection FROM review_events e JOIN inspections i ON i.id = e.inspection AND i.branch = e.branch"+
		" WHERE e.verb = 'appeal' AND i.day >= ? AND i.day <= ? AND (? = '' OR e.branch = ?) ORDER BY e.inspection", from, to, branch, branch).Scan(&ids).Error
	if err != nil {
		return err
	}
	for _, id := range ids {
		d, err := s.loadIn(tx, id)
		if err == nil {
			err = s.drawReview(tx, d.in)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Published lists the bulletins a branch got, latest period and edition first,
// without their papers.
func (s *Store) Published(ctx context.Context, branch string) ([]bulletin.Published, error) {
	var out []bulletin.Published
	err := eachPublished(s.read(ctx), "", branch, &out)
	return out, coded(err, "read")
}

// eachPublished reads what a branch got, without the papers, latest period and
// edition first: a computer's clock may be wrong.
func eachPublished(tx *gorm.DB, where, branch string, out *[]bulletin.Published) error {
	err := scan(tx, "SELECT body, sent <> 0 FROM published WHERE branch = ?"+where+" ORDER BY period DESC, at DESC, id", []any{branch}, func(r *sql.Rows) error {
		var body string
		var opened bool
		if err := r.Scan(&body, &opened); err != nil {
			return err
		}
		var p bulletin.Published
		err := fromJSON(body, &p)
		p.PDF, p.Opened = nil, opened
		*out = append(*out, p)
		return err
	})
	slices.SortStableFunc(*out, func(a, b bulletin.Published) int {
		return cmp.Or(cmp.Compare(b.From+b.To, a.From+a.To), cmp.Compare(b.Edition, a.Edition))
	})
	return err
}

// UnreadBulletins lists what a branch got and nobody opened yet, the newest first,
// without an edition another one takes the place of.
func (s *Store) UnreadBulletins(ctx context.Context, branch string) ([]bulletin.Published, error) {
	var out []bulletin.Published
	err := eachPublished(s.read(ctx), " AND sent = 0", branch, &out)
	replaced := map[string]bool{}
	for i := range out {
		replaced[out[i].Replaces] = true
	}
	return slices.DeleteFunc(out, func(p bulletin.Published) bool { return replaced[p.ID] }), coded(err, "read")
}

// OpenBulletin notes that somebody at a branch has read a bulletin it got, and with
// it the edition it took the place of; announced with kind published the first time.
// At headquarters it does nothing.
func (s *Store) OpenBulletin(ctx context.Context, branch, id string) error {
	fresh := false
	err := s.write(ctx, "setting", func(tx *gorm.DB) error { // reading needs no password
		p, err := published(tx, branch, id)
		if err != nil {
			return err
		}
		res := tx.Exec("UPDATE published SET sent = 1 WHERE branch = ? AND id IN (?) AND sent = 0"+
			" AND branch IN (SELECT branch FROM profile WHERE face = 'branch')", branch, []string{id, p.Replaces})
		fresh = res.RowsAffected > 0
		return res.Error
	})
	if err == nil && fresh {
		s.publish("published", id)
	}
	return err
}

// PublishedPaper is the paper of a bulletin a branch got. Code store.unknownBulletin.
func (s *Store) PublishedPaper(ctx context.Context, branch, id string) ([]byte, error) {
	p, err := published(s.read(ctx), branch, id)
	return p.PDF, coded(err, "read")
}

// BulletinSpread is for how many branches a bulletin is and how many of them a
// bundle carried it to; 0 = it was not published.
func (s *Store) BulletinSpread(ctx context.Context, id string) (all, sent int, err error) {
	row := struct{ N, Sent int }{}
	err = s.read(ctx).Raw("SELECT count(*) AS n, count(CASE WHEN sent > 0 THEN 1 END) AS sent FROM published WHERE id = ? AND branch <> ''", id).Scan(&row).Error
	return row.N, row.Sent, coded(err, "read")
}
