package store

import (
	"cmp"
	"slices"
	"strings"

	"gorm.io/gorm"

	"hallcheck/checklist"
)

// ahead is what an import asks about all its bundles at once, before it takes the
// first: a statement costs more than most rows. What the import itself adds is added
// here too.
type ahead struct {
	known    map[string]bool        // bundles that are in, by sum
	around   map[string][]neighbour // bundles next to those that come, by device
	branches map[string]bool        // codes of the halls there are
	stored   map[string]storedRow   // inspections that are there, by id
	hq       bool                   // headquarters owes receipts

	imports, receipts, halls *rowList // to be written
}

// lookAhead reads what is there of some bundles.
func (s *Store) lookAhead(tx *gorm.DB, bundles []Incoming) (*ahead, error) {
	a := &ahead{
		known: map[string]bool{}, around: map[string][]neighbour{}, branches: map[string]bool{}, stored: map[string]storedRow{},
		imports: rowsOf("imports", "sha256, device, seq, branch, at, outcome, code, name, prev", 9),
		halls:   rowsOf("branches", "code, name, grade, traffic, active, owner, initials", 7),
	}
	a.imports.upsert = " ON CONFLICT (sha256) DO UPDATE SET device = excluded.device, seq = excluded.seq, branch = excluded.branch," +
		" at = excluded.at, outcome = excluded.outcome, code = excluded.code, name = excluded.name, prev = excluded.prev"
	a.halls.upsert = " ON CONFLICT (code) DO NOTHING"
	a.receipts = rowsOf("receipts", receiptColumns, 9)
	a.receipts.upsert = receiptUpsert
	var face []string
	if err := tx.Raw("SELECT face FROM profile").Scan(&face).Error; err != nil {
		return nil, err
	}
	a.hq = slices.Contains(face, string(checklist.FaceHQ))
	for some := range slices.Chunk(bundles, maxRows) {
		if err := a.readNeighbours(tx, some); err != nil {
			return nil, err
		}
		if err := a.readBranches(tx, some); err != nil {
			return nil, err
		}
	}
	var ids []string
	for i := range bundles {
		for _, p := range bundles[i].List {
			ids = append(ids, p.in.ID)
		}
	}
	return a, a.readStored(tx, ids)
}

// readNeighbours finds the bundles with the same sum, and those of the same device
// with the same number, the one before and the one after. See readStored about
// OFFSET 0. The outcome stands in the text: a parameter would hide the partial index.
func (a *ahead) readNeighbours(tx *gorm.DB, bundles []Incoming) error {
	const columns = "sha256, device, seq, prev FROM imports i WHERE outcome = 'imported' AND "
	sums, devices, seqs := make([]string, len(bundles)), make([]string, len(bundles)), make([]int64, len(bundles))
	for i := range bundles {
		r := &bundles[i].Record
		sums[i], devices[i], seqs[i] = r.SHA256, r.Device, r.Seq
	}
	q := "SELECT " + columns + "sha256 = ANY($1::text[]) UNION SELECT x.* FROM unnest($2::text[], $3::bigint[]) AS w(d, n) CROSS JOIN LATERAL (SELECT " +
		columns + "device = w.d AND seq IN (w.n - 1, w.n, w.n + 1) OFFSET 0) x"
	args := []any{sums, devices, seqs}
	if tx.Name() == "sqlite" {
		q = "SELECT " + columns + "sha256 IN (?" + strings.Repeat(",?", len(bundles)-1) + ") UNION SELECT " + columns + "(device, seq) IN (" +
			values(2, 3*len(bundles)) + ")"
		args = args[:0]
		for _, sum := range sums {
			args = append(args, sum)
		}
		for i, d := range devices {
			args = append(args, d, seqs[i]-1, d, seqs[i], d, seqs[i]+1)
		}
	}
	rows, err := tx.Statement.ConnPool.QueryContext(tx.Statement.Context, q, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var n neighbour
		var device string
		if err := rows.Scan(&n.Sha256, &device, &n.Seq, &n.Prev); err != nil {
			return err
		}
		a.known[n.Sha256] = true
		a.around[device] = append(a.around[device], n)
	}
	return rows.Err()
}

func (a *ahead) readBranches(tx *gorm.DB, bundles []Incoming) error {
	codes := make([]string, 0, len(bundles))
	for i := range bundles {
		if c := bundles[i].Branch.Code; c != "" {
			codes = append(codes, c)
		}
	}
	if len(codes) == 0 {
		return nil
	}
	var have []string
	if err := tx.Raw("SELECT code FROM branches WHERE code "+anyOf(tx), listArg(tx, codes)).Scan(&have).Error; err != nil {
		return err
	}
	for _, c := range have {
		a.branches[c] = true
	}
	return nil
}

// anyOf is the condition that a column is one of listArg; on PostgreSQL its text is
// the same for every length, so that it is planned once.
func anyOf(tx *gorm.DB) string {
	if tx.Name() == "postgres" {
		return "= ANY(CAST(? AS TEXT[]))"
	}
	return "IN (?)"
}

func listArg(tx *gorm.DB, list []string) any {
	if tx.Name() == "postgres" {
		return arrayText(list)
	}
	return list
}

// readStored reads what is there of some inspections. PostgreSQL plans a statement
// once, perhaps while its tables are still empty: OFFSET 0 keeps it looking each id
// up whatever it thought of their size. The branch is not asked for: an id that
// another branch has is a conflict.
func (a *ahead) readStored(tx *gorm.DB, ids []string) error {
	const columns = "SELECT i.id, i.rev, i.status, i.device, (SELECT seal FROM results r WHERE r.branch = i.branch AND r.inspection = i.id) AS seal," +
		" i.checklist, i.branch, i.day FROM inspections i WHERE i.id "
	for some := range slices.Chunk(ids, 5*maxRows) {
		q, args := "SELECT x.* FROM unnest($1::text[]) AS w(id) CROSS JOIN LATERAL ("+columns+"= w.id OFFSET 0) x", []any{some}
		if tx.Name() == "sqlite" {
			q, args = columns+"IN (?"+strings.Repeat(",?", len(some)-1)+")", args[:0]
			for _, id := range some {
				args = append(args, id)
			}
		}
		if err := a.scanStored(tx, q, args); err != nil {
			return err
		}
	}
	return nil
}

func (a *ahead) scanStored(tx *gorm.DB, q string, args []any) error {
	found, err := tx.Statement.ConnPool.QueryContext(tx.Statement.Context, q, args...)
	if err != nil {
		return err
	}
	defer func() { _ = found.Close() }()
	for found.Next() {
		var r storedRow
		if err := found.Scan(&r.ID, &r.Rev, &r.Status, &r.Device, &r.Seal, &r.Checklist, &r.Branch, &r.Day); err != nil {
			return err
		}
		a.stored[r.ID] = r
	}
	return found.Err()
}

// accept notes that a bundle is in, unless it is already. A number that another
// bundle has is refused (store.fork); where the device's chain of bundles does not
// fit an alarm is raised.
func (in *intake) accept(r ImportRecord) (known bool, err error) {
	a := in.ahead
	if a.known[r.SHA256] {
		return true, nil
	}
	around := a.around[r.Device]
	if slices.ContainsFunc(around, func(n neighbour) bool { return n.Seq == r.Seq }) {
		return false, checklist.Fail("store.fork", "device", r.Device, "seq", itoa(int(r.Seq)))
	}
	if r.At == 0 {
		r.At = in.s.now()
	}
	a.imports.add(r.SHA256, r.Device, r.Seq, r.Branch, r.At, OutcomeImported, "", r.Name, r.Prev)
	if a.hq {
		a.receipts.add(r.SHA256, cmp.Or(r.Branch, r.ClaimedBranch), cmp.Or(r.Device, r.ClaimedDevice), cmp.Or(r.Seq, r.ClaimedSeq),
			OutcomeImported, "", "", r.At, "")
	}
	a.known[r.SHA256] = true
	a.around[r.Device] = append(around, neighbour{Sha256: r.SHA256, Prev: r.Prev, Seq: r.Seq})
	return false, in.s.checkChain(in.tx, r, around, a.known)
}

// branch adds a hall that is not known yet; of a known one headquarters' data stay.
func (in *intake) branch(b checklist.Branch) error {
	a := in.ahead
	if b.Code == "" || a.branches[b.Code] {
		return nil
	}
	b, err := cleanBranch(b)
	if err != nil {
		return err
	}
	a.branches[b.Code] = true
	a.halls.add(b.Code, b.Name, string(b.Grade), string(b.Traffic), flag(b.Active), b.Owner, in.s.initials(b.Name))
	return nil
}

// flush writes what was noted.
func (a *ahead) flush(tx *gorm.DB) error {
	for _, l := range []*rowList{a.imports, a.receipts, a.halls} {
		if err := l.insert(tx); err != nil {
			return err
		}
		l.args = l.args[:0]
	}
	return nil
}
