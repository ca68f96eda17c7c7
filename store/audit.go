package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"strconv"

	"gorm.io/gorm"
)

// auditRow is one link of the chain: hash covers every field and the hash before
// it, so that a changed, lost or moved row breaks all that follow. Cut-off ends
// are seen where the head was sent before (AuditHead in every bundle).
type auditRow struct {
	Seq, At                                         int64
	Actor, Role, Action, Object, Detail, Prev, Hash string
}

func (r auditRow) sum() string {
	h := sha256.New()
	for _, f := range []string{
		strconv.FormatInt(r.Seq, 10), strconv.FormatInt(r.At, 10),
		r.Actor, r.Role, r.Action, r.Object, r.Detail, r.Prev,
	} {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(f)))
		h.Write(n[:])
		h.Write([]byte(f))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// audit appends to the chain inside the transaction of the change it records.
func (s *Store) audit(tx *gorm.DB, action, object, detail string) error {
	return s.auditAll(tx, []auditRow{{Action: action, Object: object, Detail: detail}})
}

// auditAll appends several rows, of which it takes action, object and detail.
func (s *Store) auditAll(tx *gorm.DB, list []auditRow) error {
	if len(list) == 0 {
		return nil
	}
	var last auditRow
	err := tx.Raw("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1").Row().Scan(&last.Seq, &last.Hash)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	who := s.actor()
	rows := rowsOf("audit", "seq, at, actor, role, action, object, detail, prev, hash", 9)
	for _, r := range list {
		r.Seq, r.Prev, r.At, r.Actor, r.Role = last.Seq+1, last.Hash, s.now(), who.Name, string(who.Role)
		r.Hash = r.sum()
		rows.add(r.Seq, r.At, r.Actor, r.Role, r.Action, r.Object, r.Detail, r.Prev, r.Hash)
		last = r
	}
	return rows.insert(tx)
}

// AuditHead returns how many rows the audit chain has and its last hash (64 hex
// digits, "" when empty); every signed bundle carries them as a witness.
func (s *Store) AuditHead(ctx context.Context) (count int64, hash string, err error) {
	var last []auditRow
	err = s.read(ctx).Raw("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1").Scan(&last).Error
	if err != nil || len(last) == 0 {
		return 0, "", coded(err, "read")
	}
	return last[0].Seq, last[0].Hash, nil
}

// auditBroken walks the chain and returns the first seq that does not fit, 0
// when all do.
func (s *Store) auditBroken(ctx context.Context) (int64, error) {
	rows, err := s.read(ctx).Raw("SELECT seq, at, actor, role, action, object, detail, prev, hash FROM audit ORDER BY seq").Rows()
	if err != nil {
		return 0, err
	}
	defer func() { _ = rows.Close() }()
	want, prev := int64(1), ""
	for rows.Next() {
		var r auditRow
		if err := rows.Scan(&r.Seq, &r.At, &r.Actor, &r.Role, &r.Action, &r.Object, &r.Detail, &r.Prev, &r.Hash); err != nil {
			return want, nil // what cannot be read is the damage
		}
		if r.Seq != want || r.Prev != prev || r.Hash != r.sum() {
			return r.Seq, nil
		}
		want, prev = want+1, r.Hash
	}
	return 0, rows.Err()
}
