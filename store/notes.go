package store

import (
	"context"
	"slices"

	"gorm.io/gorm"
)

// Receipt is what headquarters says about one bundle: at headquarters one it gives,
// at a branch one it got.
type Receipt struct {
	SHA256  string // of the bundle file
	Branch  string // code; for a bundle whose sender is not proved as the file name has it
	Device  string
	Seq     int64
	Outcome string // OutcomeImported or OutcomeRefused
	Code    string // why refused
	Words   string // what a person at headquarters wrote
	At      int64  // unix ms UTC
	Note    string // name of the signed note it stands in, "" = in none yet
}

// The kinds of signed notes.
const (
	NoteReceipt = "receipt"
	NotePolicy  = "policy"
)

// Note is a signed note made here for a branch.
type Note struct {
	Name    string
	Branch  string // code
	Kind    string
	Version int64 // of a policy
	At      int64 // unix ms UTC; 0 = now
	Body    string

	Receipts []string `gorm:"-"` // SHA-256 of the bundles it answers for; not listed
}

const receiptColumns = "sha256, branch, device, seq, outcome, code, words, at, note"

const receiptUpsert = " ON CONFLICT (sha256) DO UPDATE SET branch = excluded.branch, device = excluded.device, seq = excluded.seq," +
	" outcome = excluded.outcome, code = excluded.code, words = excluded.words, at = excluded.at, note = ''" +
	" WHERE receipts.outcome <> 'imported' OR excluded.outcome = 'imported'"

// giveReceipt writes down, in the transaction of the import or the refusal itself,
// what headquarters owes the branch; a branch owes nobody one. What was imported
// stays imported, and the same word again is said again.
func (s *Store) giveReceipt(tx *gorm.DB, r Receipt) error {
	if r.At == 0 {
		r.At = s.now()
	}
	return tx.Exec("INSERT INTO receipts ("+receiptColumns+") SELECT ?, ?, ?, CAST(? AS BIGINT), ?, ?, ?, CAST(? AS BIGINT), ''"+
		" WHERE EXISTS (SELECT 1 FROM profile WHERE face = 'hq')"+receiptUpsert,
		r.SHA256, r.Branch, r.Device, r.Seq, r.Outcome, r.Code, r.Words, r.At).Error
}

// GiveReceipt owes a branch a word about a bundle, as a person at headquarters
// decided it: refused with a code and the reason in words.
func (s *Store) GiveReceipt(ctx context.Context, r Receipt) error {
	err := s.write(ctx, "receipt", func(tx *gorm.DB) error {
		if err := s.giveReceipt(tx, r); err != nil {
			return err
		}
		return s.audit(tx, "receipt", r.SHA256, r.Outcome+" "+r.Code+" "+r.Words)
	})
	if err == nil {
		s.publish("receipt", r.SHA256)
	}
	return err
}

// sayReturned owes the branch a refused file is from, as far as that is known, what a
// person at headquarters wrote to it.
func (s *Store) sayReturned(tx *gorm.DB, sha, words string) error {
	var rows []Receipt
	err := tx.Raw("SELECT sha256, branch, device, seq FROM quarantine WHERE sha256 = ? AND branch <> ''", sha).Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return err
	}
	r := rows[0]
	r.Outcome, r.Code, r.Words = OutcomeRefused, "note.returned", words
	return s.giveReceipt(tx, r)
}

// RepeatReceipts says again what was said about bundles: their branches sent them
// again and so do not know.
func (s *Store) RepeatReceipts(ctx context.Context, bundles []string) error {
	return s.write(ctx, "receipt", func(tx *gorm.DB) error {
		for some := range slices.Chunk(bundles, maxRows) {
			if err := tx.Exec("UPDATE receipts SET note = '' WHERE note <> '' AND sha256 IN (?)", some).Error; err != nil {
				return err
			}
		}
		return nil
	})
}

// DueReceipts lists at most n receipts that stand in no note yet, those of one
// branch and device together.
func (s *Store) DueReceipts(ctx context.Context, n int) ([]Receipt, error) {
	var out []Receipt
	err := s.read(ctx).Raw("SELECT " + receiptColumns + " FROM receipts WHERE note = '' AND branch <> '' ORDER BY branch, device, seq, sha256 LIMIT " + itoa(n)).Scan(&out).Error
	return out, coded(err, "read")
}

// SaveNotes stores signed notes until they are on the road, with the receipts they
// carry ticked off. An older policy of the same branch that is still here is
// dropped. A note of a name that was sent is sent again.
func (s *Store) SaveNotes(ctx context.Context, list []Note) error {
	return s.write(ctx, "note", func(tx *gorm.DB) error {
		for _, n := range list {
			if err := s.putNote(tx, n); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Store) putNote(tx *gorm.DB, n Note) error {
	if n.At == 0 {
		n.At = s.now()
	}
	if n.Kind == NotePolicy {
		if err := tx.Exec("DELETE FROM notes WHERE kind = 'policy' AND branch = ? AND version < ?", n.Branch, n.Version).Error; err != nil {
			return err
		}
	}
	err := tx.Exec("INSERT INTO notes (name, branch, kind, version, at, sent, body) VALUES (?, ?, ?, ?, ?, 0, ?)"+
		" ON CONFLICT (name) DO UPDATE SET sent = 0, at = excluded.at, body = excluded.body", n.Name, n.Branch, n.Kind, n.Version, n.At, n.Body).Error
	if err != nil {
		return err
	}
	for some := range slices.Chunk(n.Receipts, maxRows) {
		if err := tx.Exec("UPDATE receipts SET note = ? WHERE note = '' AND sha256 IN (?)", n.Name, some).Error; err != nil {
			return err
		}
	}
	return nil
}

// PendingNotes lists the notes that are not on the road yet, by branch and name.
func (s *Store) PendingNotes(ctx context.Context) ([]Note, error) {
	var out []Note
	err := s.read(ctx).Raw("SELECT name, branch, kind, version, at, body FROM notes WHERE sent = 0 ORDER BY branch, name").Scan(&out).Error
	return out, coded(err, "read")
}

// NoteSent notes that notes are on the road.
func (s *Store) NoteSent(ctx context.Context, names ...string) error {
	return s.write(ctx, "note", func(tx *gorm.DB) error {
		for some := range slices.Chunk(names, maxRows) {
			if err := tx.Exec("UPDATE notes SET sent = ? WHERE name IN (?) AND sent = 0", s.now(), some).Error; err != nil {
				return err
			}
		}
		return nil
	})
}

// ReceiptsTaken says what a receipt note changed at a branch.
type ReceiptsTaken struct {
	Imported int // bundles headquarters has
	Refused  int
	Unknown  int // not made here: left alone
}

// TakeReceipts stores what headquarters says about bundles made here. A bundle that
// was not made here is left alone, one that headquarters has stays with it, and of
// two refusals the later one counts.
func (s *Store) TakeReceipts(ctx context.Context, list []Receipt) (ReceiptsTaken, error) {
	var out ReceiptsTaken
	err := s.write(ctx, "receipt", func(tx *gorm.DB) error {
		out = ReceiptsTaken{}
		for _, r := range list {
			var n int
			if err := tx.Raw("SELECT count(*) FROM exports WHERE sha256 = ?", r.SHA256).Scan(&n).Error; err != nil {
				return err
			}
			if n == 0 {
				out.Unknown++
				continue
			}
			out.Imported += flag(r.Outcome == OutcomeImported)
			out.Refused += flag(r.Outcome == OutcomeRefused)
			err := tx.Exec("INSERT INTO receipts ("+receiptColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"+
				" ON CONFLICT (sha256) DO UPDATE SET outcome = excluded.outcome, code = excluded.code, words = excluded.words,"+
				" at = excluded.at, note = excluded.note"+
				" WHERE receipts.outcome <> 'imported' AND (excluded.outcome = 'imported' OR excluded.at >= receipts.at)",
				r.SHA256, r.Branch, r.Device, r.Seq, r.Outcome, r.Code, r.Words, r.At, r.Note).Error
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && out.Imported+out.Refused > 0 {
		s.publish("receipt", "")
	}
	return out, err
}

// Receipts lists the receipts given or got, newest first; n = 0 lists all.
func (s *Store) Receipts(ctx context.Context, n int) ([]Receipt, error) {
	if n <= 0 {
		n = 1 << 30
	}
	var out []Receipt
	err := s.read(ctx).Raw("SELECT " + receiptColumns + " FROM receipts ORDER BY at DESC, sha256 LIMIT " + itoa(n)).Scan(&out).Error
	return out, coded(err, "read")
}

// SendAgain lets everything that refused bundles carried be exported again, under
// new numbers; nil = all refused bundles. It returns how many inspections that
// are. A bundle headquarters has is not touched, nor a record that another bundle
// brought there.
func (s *Store) SendAgain(ctx context.Context, bundles []string) (int, error) {
	all := 0
	err := s.write(ctx, "export", func(tx *gorm.DB) error {
		all = 0
		q, args := "SELECT e.device, e.seq, e.sha256 FROM exports e JOIN receipts r ON r.sha256 = e.sha256 WHERE r.outcome = 'refused'", []any{}
		if bundles != nil {
			q, args = q+" AND e.sha256 IN (?)", append(args, bundles)
		}
		var rows []sentBundle
		if err := tx.Raw(q+" ORDER BY e.device, e.seq", args...).Scan(&rows).Error; err != nil {
			return err
		}
		for _, r := range rows {
			n, err := s.unsend(tx, r, underWay)
			if err != nil {
				return err
			}
			all += n
		}
		return nil
	})
	if err == nil && all > 0 {
		s.publish("export", "")
	}
	return all, err
}

type sentBundle struct {
	Device string
	Seq    int64
	Sha256 string
}

// What speaks against sending a record again: that another bundle has it which is,
// or may be, at headquarters.
const (
	confirmed = "r.outcome = 'imported'"
	underWay  = "(r.outcome = 'imported' OR r.outcome IS NULL)"
)

// unsend takes a bundle's content back to "not sent" as far as no other bundle has it
// of which held says that it is at headquarters.
func (s *Store) unsend(tx *gorm.DB, b sentBundle, held string) (int, error) {
	res := tx.Exec("UPDATE inspections SET sent_rev = -1 WHERE sent_rev >= 0 AND id IN (SELECT i.inspection FROM export_items i"+
		" WHERE i.device = ? AND i.seq = ? AND i.rev = inspections.sent_rev)"+
		" AND NOT EXISTS (SELECT 1 FROM export_items o JOIN exports x ON x.device = o.device AND x.seq = o.seq"+
		" LEFT JOIN receipts r ON r.sha256 = x.sha256 WHERE o.inspection = inspections.id AND o.rev >= inspections.sent_rev"+
		" AND x.sha256 <> ? AND "+held+")",
		b.Device, b.Seq, b.Sha256)
	if res.Error != nil {
		return 0, res.Error
	}
	own, err := s.ownDevices(tx)
	if err != nil {
		return 0, err
	}
	var moves []string
	if err := tx.Raw("SELECT DISTINCT finding FROM finding_events WHERE sent = ? AND device IN (?)", b.Seq, own).Scan(&moves).Error; err != nil {
		return 0, err
	}
	if err := tx.Exec("UPDATE finding_events SET sent = 0 WHERE sent = ? AND device IN (?)", b.Seq, own).Error; err != nil {
		return 0, err
	}
	if err := tx.Exec("UPDATE review_events SET sent = 0 WHERE sent = ? AND device IN (?)", b.Seq, own).Error; err != nil {
		return 0, err
	}
	for some := range slices.Chunk(moves, maxRows) {
		if err := tx.Exec("UPDATE findings SET unsent = 1 WHERE id IN (?)", some).Error; err != nil {
			return 0, err
		}
	}
	if err := tx.Exec("UPDATE bright_spots SET sent = 0 WHERE device = ? AND sent > 0", s.device()).Error; err != nil {
		return 0, err
	}
	if err := unsendHall(tx, b.Seq); err != nil {
		return 0, err
	}
	return int(res.RowsAffected), s.audit(tx, "resend", b.Sha256, "")
}

// unsendHall takes the hall's entries of a bundle back to "not sent". Which days it
// brought is not written down: all go again, and headquarters keeps the newest of each.
func unsendHall(tx *gorm.DB, seq int64) error {
	if err := tx.Exec("UPDATE hall_entries SET sent = 0 WHERE sent = ? AND branch = (SELECT branch FROM profile)", seq).Error; err != nil {
		return err
	}
	return tx.Exec("UPDATE hall_days SET sent = 0 WHERE sent > 0 AND branch = (SELECT branch FROM profile)").Error
}

// Delivered says what headquarters said about a bundle made here; ok is false when
// it has said nothing.
func (s *Store) Delivered(ctx context.Context, sha string) (r Receipt, ok bool, err error) {
	var rows []Receipt
	err = s.read(ctx).Raw("SELECT "+receiptColumns+" FROM receipts WHERE sha256 = ?", sha).Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return Receipt{}, false, coded(err, "read")
	}
	return rows[0], true, nil
}

// formerDevices is the setting that keeps the ids this installation had before its
// keys were lost.
const formerDevices = "device.former"

// ownDevices are the ids this installation has had, the present one first.
func (s *Store) ownDevices(db *gorm.DB) ([]string, error) {
	own := []string{s.device()}
	var v string
	if err := db.Raw("SELECT value FROM settings WHERE key = ?", formerDevices).Scan(&v).Error; err != nil || v == "" {
		return own, err
	}
	var former []string
	err := fromJSON(v, &former)
	return append(own, former...), err
}
