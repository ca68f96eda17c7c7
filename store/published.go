package store

import (
	"context"
	"database/sql"

	"gorm.io/gorm"

	"hallcheck/checklist"
	"hallcheck/checklist/bulletin"
)

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
		at, period := s.now(), d.From+" "+d.To
		rows.add(paperOf, r.ID, period, at, 1, string(paper.Body()))
		for _, h := range d.Halls {
			part := d.For(r.ID, h.Code)
			rows.add(h.Code, r.ID, period, at, 0, string(part.Body()))
		}
		n = len(d.Halls)
		if err := rows.insert(tx); err != nil {
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
		n += int(res.RowsAffected)
	}
	return n, nil
}

// Published lists the bulletins a branch got, latest period and edition first,
// without their papers.
func (s *Store) Published(ctx context.Context, branch string) ([]bulletin.Published, error) {
	var out []bulletin.Published
	err := scan(s.read(ctx), "SELECT body FROM published WHERE branch = ? ORDER BY period DESC, at DESC, id", []any{branch}, func(r *sql.Rows) error {
		var body string
		if err := r.Scan(&body); err != nil {
			return err
		}
		var p bulletin.Published
		err := fromJSON(body, &p)
		p.PDF = nil
		out = append(out, p)
		return err
	})
	return out, coded(err, "read")
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
