package store

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"hallcheck/checklist"
	arrivals "hallcheck/checklist/arrival"
)

// What headquarters decided about a refused file; "" = nothing yet.
const (
	DecisionAccepted  = "accepted"  // taken in after the reason went away
	DecisionReturned  = "returned"  // the branch is told, in headquarters' words
	DecisionDiscarded = "discarded" // kept out of sight
)

// Quarantined is a refused file and what became of it.
type Quarantined struct {
	SHA256   string
	Name     string // of the file as it came
	File     string // name of the copy in the folder quarantine, "" = none or deleted
	Branch   string // code: proved by the file, or claimed by its name and a device of that branch; "" = unknown
	Device   string
	Seq      int64
	Code     string // why, with Error as the stored form of the whole reason
	Error    string
	At       int64 // unix ms UTC
	Decision string
	Actor    string // who decided
	Reason   string
	Decided  int64
}

// Err is the reason as it was given.
func (q *Quarantined) Err() error {
	e := checklist.Error{Code: q.Code}
	_ = fromJSON(q.Error, &e.Args) // without its details the sentence still stands
	return &e
}

const quarantineColumns = "sha256, name, file, branch, device, seq, code, error, at, decision, actor, reason, decided"

// notIn leaves out files that were taken in since, by whatever way.
const notIn = " AND NOT EXISTS (SELECT 1 FROM imports i WHERE i.sha256 = q.sha256 AND i.outcome = 'imported')"

// Quarantine lists refused files, the newest first: those that wait for a
// decision, or all with what was decided.
func (s *Store) Quarantine(ctx context.Context, all bool) ([]Quarantined, error) {
	where := " WHERE decision = ''" + notIn
	if all {
		where = ""
	}
	var out []Quarantined
	err := s.read(ctx).Raw("SELECT " + quarantineColumns + " FROM quarantine q" + where + " ORDER BY at DESC, sha256").Scan(&out).Error
	return out, coded(err, "read")
}

// FindQuarantined finds a refused file by its SHA-256 or the beginning of it, at
// least four digits. Codes: store.unknownQuarantine, store.manyQuarantine.
func (s *Store) FindQuarantined(ctx context.Context, sha string) (Quarantined, error) {
	var out []Quarantined
	sha = strings.ToLower(strings.TrimSpace(sha))
	if len(sha) >= 4 && strings.Trim(sha, "0123456789abcdef") == "" {
		err := s.read(ctx).Raw("SELECT "+quarantineColumns+" FROM quarantine WHERE sha256 >= ? AND sha256 < ? ORDER BY sha256 LIMIT 2", sha, sha+"g").Scan(&out).Error
		if err != nil {
			return Quarantined{}, coded(err, "read")
		}
	}
	switch len(out) {
	case 0:
		return Quarantined{}, checklist.Fail("store.unknownQuarantine", "id", sha)
	case 1:
		return out[0], nil
	}
	return Quarantined{}, checklist.Fail("store.manyQuarantine", "id", sha)
}

// Decide keeps what becomes of a refused file. Returning and discarding need a
// reason (store.quarantineReason); accepted is only what was taken in
// (store.quarantineOut). What was taken in can be neither returned nor discarded
// (store.quarantineIn).
func (s *Store) Decide(ctx context.Context, sha, decision, reason string) error {
	reason = strings.TrimSpace(reason)
	if decision != DecisionAccepted && reason == "" {
		return checklist.Fail("store.quarantineReason")
	}
	who := s.actor()
	err := s.write(ctx, "quarantine", func(tx *gorm.DB) error {
		var in int
		if err := tx.Raw("SELECT count(*) FROM imports WHERE sha256 = ? AND outcome = 'imported'", sha).Scan(&in).Error; err != nil {
			return err
		}
		switch {
		case decision == DecisionAccepted && in == 0:
			return checklist.Fail("store.quarantineOut")
		case decision != DecisionAccepted && in > 0:
			return checklist.Fail("store.quarantineIn")
		}
		err := oneRow(tx.Exec("UPDATE quarantine SET decision = ?, actor = ?, reason = ?, decided = ? WHERE sha256 = ?", decision, who.Name, reason, s.now(), sha))
		if err != nil {
			return checklist.Fail("store.unknownQuarantine", "id", sha).Because(err)
		}
		if decision == DecisionAccepted { // the copy bears another name
			err := tx.Exec("UPDATE imports SET name = (SELECT name FROM quarantine q WHERE q.sha256 = imports.sha256) WHERE sha256 = ?", sha).Error
			if err != nil {
				return err
			}
		}
		if decision == DecisionReturned { // the branch hears it in a receipt
			if err := s.sayReturned(tx, sha, reason); err != nil {
				return err
			}
		}
		return s.audit(tx, "quarantine."+decision, sha, reason)
	})
	if err == nil {
		s.publish("quarantine", sha)
	}
	return err
}

// ForgetQuarantineFile keeps that the copy of a refused file was deleted.
func (s *Store) ForgetQuarantineFile(ctx context.Context, sha string) error {
	return s.write(ctx, "quarantine", func(tx *gorm.DB) error {
		if err := tx.Exec("UPDATE quarantine SET file = '' WHERE sha256 = ?", sha).Error; err != nil {
			return err
		}
		return s.audit(tx, "quarantine.delete", sha, "")
	})
}

// KeepRefused keeps that a refused file lies in quarantine, and why. The same file
// again keeps its time and what was decided; its reason may be another.
func (s *Store) KeepRefused(ctx context.Context, q Quarantined) error {
	if q.At == 0 {
		q.At = s.now()
	}
	err := s.write(ctx, "quarantine", func(tx *gorm.DB) error {
		err := tx.Exec("INSERT INTO quarantine ("+quarantineColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', '', 0)"+
			" ON CONFLICT (sha256) DO UPDATE SET code = excluded.code, error = excluded.error, file = excluded.file",
			q.SHA256, q.Name, q.File, q.Branch, q.Device, q.Seq, q.Code, q.Error, q.At).Error
		if err != nil {
			return err
		}
		// tried again from quarantine it bears another name
		return tx.Exec("UPDATE imports SET name = (SELECT name FROM quarantine q WHERE q.sha256 = imports.sha256) WHERE sha256 = ?", q.SHA256).Error
	})
	if err == nil {
		s.publish("quarantine", q.SHA256)
	}
	return err
}

// lastRefusals are the newest refused files by branch that nobody settled, of devices
// headquarters let in: a file that only names a hall says nothing about that hall.
func (s *Store) lastRefusals(ctx context.Context) (map[string]arrivals.Refusal, error) {
	var rows []struct {
		Branch, Code, Error string
		At                  int64
	}
	err := s.read(ctx).Raw("SELECT branch, code, error, at FROM quarantine q WHERE decision IN ('', 'returned')" +
		" AND EXISTS (SELECT 1 FROM devices d WHERE d.branch = q.branch AND q.device IN (d.id, substr(replace(d.id, '-', ''), 1, 8)))" + notIn + " ORDER BY at, sha256").Scan(&rows).Error
	out := make(map[string]arrivals.Refusal, len(rows))
	for _, r := range rows {
		one := arrivals.Refusal{Code: r.Code, At: r.At}
		_ = fromJSON(r.Error, &one.Args) // without its details the sentence still stands
		out[r.Branch] = one
	}
	return out, err
}

// KnownSum says whether a file whose SHA-256 begins so came in before, taken or
// refused.
func (s *Store) KnownSum(ctx context.Context, begin string) (bool, error) {
	var n int
	err := s.read(ctx).Raw("SELECT count(*) FROM imports WHERE sha256 >= ? AND sha256 < ?", begin, begin+"g").Scan(&n).Error
	return n > 0, coded(err, "read")
}
