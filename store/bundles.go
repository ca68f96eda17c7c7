package store

import (
	"cmp"
	"context"

	"gorm.io/gorm"

	"hallcheck/checklist"
)

// ExportRecord is one bundle written here. Seq counts from 1 per lane, Prev is
// the SHA-256 of the bundle before ("" for the first).
type ExportRecord struct {
	Lane    string // whose numbers they are: this device ("" = the same), or headquarters to one branch
	Seq     int64
	SHA256  string // of the bundle file, 64 hex digits
	Prev    string
	Created int64 // unix ms UTC
	Path    string
	Items   int // inspections in it; filled by Exports
}

// ExportItem is one inspection in a bundle, at the revision it had.
type ExportItem struct {
	ID  string
	Rev int
}

// Sent is what a bundle carried, to be marked as sent with it.
type Sent struct {
	Inspections []ExportItem
	Moves       []string     // ids of events of findings
	Bright      []ExportItem // good practice
	Master      []MasterSent // parts of the master data
	Reviews     []string     // ids of events of reviews
	Published   []PublishedKey
	Hall        []HallSent // days of the hall

	// At headquarters: the branch a bundle is for, and the devices that can open it.
	Branch  string
	Devices []string
}

// ImportRecord is one bundle that came in, accepted or refused.
type ImportRecord struct {
	SHA256  string // of the bundle file
	Device  string
	Seq     int64
	Branch  string // code
	At      int64  // unix ms UTC; 0 = now
	Created int64  // when the branch packed it by its clock, unix ms UTC; not listed
	Outcome string // "imported" or "refused"
	Code    string // why it was refused
	Name    string // file name
	Prev    string // SHA-256 of the device's bundle before, "" = none; not listed

	// Who gets the receipt where the sender is not proved, as the file name has it.
	ClaimedBranch, ClaimedDevice string
	ClaimedSeq                   int64
}

// The outcomes of an import.
const (
	OutcomeImported = "imported"
	OutcomeRefused  = "refused"
)

// ImportReport says what an accepted bundle changed, by inspection id.
type ImportReport struct {
	Known   bool     // the very same bundle was imported before; nothing changed
	New     []string // not there before
	Updated []string // a newer revision replaced the stored one
	Same    []string // there already
	Older   []string // a newer revision is stored; left as it is

	Moves     int      // moves of findings not there before
	Findings  []string // findings they changed
	Bright    int      // good practice new or newer
	Others    int      // records of other kinds new or newer
	Reviews   int      // of these, moves of reviews
	Published int      // of these, bulletins
	Hall      int      // of these, days of halls and their entries
	Hidden    []string // pictures a masked one came for, see Unshown
}

// NextExportSeq returns the number of the next bundle of a lane ("" = this
// device) and the hash of the last one ("" before the first).
func (s *Store) NextExportSeq(ctx context.Context, lane string) (seq int64, prev string, err error) {
	var rows []struct {
		Seq    int64
		Sha256 string
	}
	err = s.read(ctx).Raw("SELECT seq, sha256 FROM exports WHERE device = ? ORDER BY seq DESC LIMIT 1", cmp.Or(lane, s.device())).Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return 1, "", coded(err, "read")
	}
	return rows[0].Seq + 1, rows[0].Sha256, nil
}

// RecordExport stores that a bundle was written: what it carried counts as sent,
// inspections and good practice at these revisions. A sequence number already used is refused (store.exportSeq).
func (s *Store) RecordExport(ctx context.Context, r ExportRecord, sent Sent) error {
	lane := cmp.Or(r.Lane, s.device())
	err := s.write(ctx, "export", func(tx *gorm.DB) error {
		res := tx.Exec("INSERT INTO exports (device, seq, sha256, prev, created, path) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (device, seq) DO NOTHING",
			lane, r.Seq, r.SHA256, r.Prev, r.Created, r.Path)
		if res.Error != nil {
			return res.Error
		}
		if res.RowsAffected == 0 {
			return checklist.Fail("store.exportSeq", "seq", itoa(int(r.Seq)))
		}
		list := rowsOf("export_items", "device, seq, inspection, rev", 4)
		for _, it := range sent.Inspections {
			list.add(lane, r.Seq, it.ID, it.Rev)
			err := tx.Exec("UPDATE inspections SET sent_at = ?, sent_rev = ? WHERE id = ? AND sent_rev < ?", r.Created, it.Rev, it.ID, it.Rev).Error
			if err != nil {
				return err
			}
		}
		if err := list.insert(tx); err != nil {
			return err
		}
		if err := s.markSent(tx, sent, r.Seq); err != nil {
			return err
		}
		return s.audit(tx, "export", r.SHA256, r.Path)
	})
	if err == nil {
		s.publish("export", r.SHA256)
	}
	return err
}

// Exports lists the bundles written here, newest first.
func (s *Store) Exports(ctx context.Context) ([]ExportRecord, error) {
	rows, err := s.read(ctx).Raw(`SELECT device, seq, sha256, prev, created, path,
		(SELECT count(*) FROM export_items i WHERE i.device = e.device AND i.seq = e.seq)
		FROM exports e WHERE device = ? OR device LIKE '%@%' ORDER BY created DESC, device, seq DESC`, s.device()).Rows()
	if err != nil {
		return nil, coded(err, "read")
	}
	defer func() { _ = rows.Close() }()
	var out []ExportRecord
	for rows.Next() {
		var r ExportRecord
		if err := rows.Scan(&r.Lane, &r.Seq, &r.SHA256, &r.Prev, &r.Created, &r.Path, &r.Items); err != nil {
			return nil, coded(err, "read")
		}
		out = append(out, r)
	}
	return out, coded(rows.Err(), "read")
}

// KnownBundle says whether the very same file was imported before.
func (s *Store) KnownBundle(ctx context.Context, sha string) (bool, error) {
	var n int
	err := s.read(ctx).Raw("SELECT count(*) FROM imports WHERE sha256 = ? AND outcome = 'imported'", sha).Scan(&n).Error
	return n > 0, coded(err, "read")
}

// LastSeq returns the highest sequence number imported from a device, 0 = none.
func (s *Store) LastSeq(ctx context.Context, device string) (int64, error) {
	var n int64
	err := s.read(ctx).Raw("SELECT coalesce(max(seq), 0) FROM imports WHERE device = ? AND outcome = 'imported'", device).Scan(&n).Error
	return n, coded(err, "read")
}

// ImportInspections takes a verified bundle in: one transaction, all or nothing,
// and the same bundle again changes nothing. A branch that is not known yet is
// added; a known one keeps headquarters' data. Codes: store.conflict (same
// inspection and revision, other content), store.fork (same device and sequence
// number, other bundle), store.foreignFinding (a finding of another branch).
func (s *Store) ImportInspections(ctx context.Context, r ImportRecord, list []*checklist.Inspection, loop Loop, b checklist.Branch) (ImportReport, error) {
	ready := make([]*Prepared, len(list))
	for i, in := range list {
		ready[i] = s.Prepare(in, nil)
	}
	return s.ImportPrepared(ctx, r, ready, loop, b)
}

// ImportPrepared is ImportInspections of inspections prepared before.
func (s *Store) ImportPrepared(ctx context.Context, r ImportRecord, list []*Prepared, loop Loop, b checklist.Branch) (ImportReport, error) {
	reps, err := s.ImportMany(ctx, []Incoming{{r, list, loop, b}})
	if err != nil {
		return ImportReport{}, err
	}
	return reps[0], nil
}

// publishImport tells what a bundle brought, after the commit.
func (s *Store) publishImport(r ImportRecord, rep *ImportReport) {
	if !rep.Known {
		s.publish("import", r.SHA256)
	}
	if len(rep.Findings) > 0 {
		s.publish("finding", "")
	}
	if rep.Bright > 0 {
		s.publish("bright", "")
	}
	if rep.Reviews > 0 {
		s.publish("review", "")
	}
	if rep.Hall > 0 {
		s.publish(ChangeHall, "")
	}
	if rep.Published > 0 {
		s.publish("published", "")
	}
}

// importLoop takes the moves and the good practice of a bundle in. They must
// belong to the bundle's branch: store.foreignFinding.
func (s *Store) importLoop(tx *gorm.DB, loop Loop, r ImportRecord, rep *ImportReport) (err error) {
	if rep.Moves, rep.Findings, rep.Hidden, err = s.mergeMoves(tx, loop.Events, r.Branch); err != nil {
		return err
	}
	for i := range loop.Bright {
		b := &loop.Bright[i]
		if b.Branch.Code != r.Branch {
			return checklist.Fail("store.foreignFinding", "number", b.Text, "branch", r.Branch)
		}
		newer, err := s.mergeBright(tx, b, r.Device)
		if err != nil {
			return err
		}
		rep.Bright += flag(newer)
	}
	rep.Reviews, err = s.mergeReviews(tx, loop.Reviews, r.Branch)
	rep.Others += rep.Reviews
	if err == nil && len(loop.Published) > 0 {
		rep.Published, err = s.takePublished(tx, loop.Published, r.Branch)
		rep.Others += rep.Published
	}
	if err == nil && len(loop.Hall) > 0 {
		var hidden []string
		rep.Hall, hidden, err = s.mergeHall(tx, loop.Hall, r.Branch, r.Device)
		rep.Hidden = append(rep.Hidden, hidden...)
		rep.Others += rep.Hall
	}
	if err != nil || len(loop.Master) == 0 {
		return err
	}
	n, err := s.mergeMaster(tx, loop.Master)
	rep.Others += n
	return err
}

func (s *Store) putImport(tx *gorm.DB, r ImportRecord) error {
	if r.At == 0 {
		r.At = s.now()
	}
	err := tx.Exec("INSERT INTO imports (sha256, device, seq, branch, at, outcome, code, name, prev) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"+
		" ON CONFLICT (sha256) DO UPDATE SET device = excluded.device, seq = excluded.seq, branch = excluded.branch,"+
		" at = excluded.at, outcome = excluded.outcome, code = excluded.code, name = excluded.name, prev = excluded.prev",
		r.SHA256, r.Device, r.Seq, r.Branch, r.At, r.Outcome, r.Code, r.Name, r.Prev).Error
	if err != nil {
		return err
	}
	return s.giveReceipt(tx, Receipt{
		SHA256: r.SHA256, Branch: cmp.Or(r.Branch, r.ClaimedBranch), Device: cmp.Or(r.Device, r.ClaimedDevice),
		Seq: cmp.Or(r.Seq, r.ClaimedSeq), Outcome: r.Outcome, Code: r.Code, At: r.At,
	})
}

// RecordRefusal stores that a bundle was refused and why; one that was imported
// before keeps that record.
func (s *Store) RecordRefusal(ctx context.Context, r ImportRecord) error {
	r.Outcome = OutcomeRefused
	err := s.write(ctx, "import", func(tx *gorm.DB) error {
		var n int
		err := tx.Raw("SELECT count(*) FROM imports WHERE sha256 = ? AND outcome = ?", r.SHA256, OutcomeImported).Scan(&n).Error
		if err != nil || n > 0 {
			return err
		}
		if err := s.putImport(tx, r); err != nil {
			return err
		}
		if err := s.alarmRefusal(tx, r); err != nil {
			return err
		}
		return s.audit(tx, "quarantine", r.SHA256, r.Code+" "+r.Name)
	})
	if err == nil {
		s.publish("import", r.SHA256)
	}
	return err
}

// Imports lists the bundles that came in, newest first; n = 0 lists all.
func (s *Store) Imports(ctx context.Context, n int) ([]ImportRecord, error) {
	if n <= 0 {
		n = 1 << 30
	}
	rows, err := s.read(ctx).Raw("SELECT sha256, device, seq, branch, at, outcome, code, name FROM imports ORDER BY at DESC, sha256 LIMIT ?", n).Rows()
	if err != nil {
		return nil, coded(err, "read")
	}
	defer func() { _ = rows.Close() }()
	var out []ImportRecord
	for rows.Next() {
		var r ImportRecord
		if err := rows.Scan(&r.SHA256, &r.Device, &r.Seq, &r.Branch, &r.At, &r.Outcome, &r.Code, &r.Name); err != nil {
			return nil, coded(err, "read")
		}
		out = append(out, r)
	}
	return out, coded(rows.Err(), "read")
}
