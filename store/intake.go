package store

import (
	"context"

	"gorm.io/gorm"

	"hallcheck/checklist"
)

// Incoming is one verified bundle with its inspections prepared.
type Incoming struct {
	Record ImportRecord
	List   []*Prepared
	Loop   Loop
	Branch checklist.Branch
}

// intake is one import under way. The rows of its new inspections are collected
// and written table by table: a statement costs more than most rows.
type intake struct {
	s      *Store
	tx     *gorm.DB
	ahead  *ahead
	fresh  []newRecord
	within map[string]bool // ids of inspections written since they were looked up
	said   []auditRow      // what is audited once all is written
}

// newRecord is a record to be written, with where it came from.
type newRecord struct {
	*Prepared
	device string
	sent   int64 // when the branch packed it, 0 = not yet
}

// ImportMany takes several bundles in as ImportPrepared does each, in one
// transaction: all or nothing. The reports are in step with the bundles.
func (s *Store) ImportMany(ctx context.Context, bundles []Incoming) ([]ImportReport, error) {
	var reps []ImportReport
	err := s.writeCopying(ctx, "import", func(tx *gorm.DB) error {
		reps = make([]ImportReport, len(bundles))
		in := &intake{s: s, tx: tx, within: map[string]bool{}}
		var err error
		if in.ahead, err = s.lookAhead(tx, bundles); err != nil {
			return err
		}
		for i := range bundles {
			if err := in.take(&bundles[i], &reps[i]); err != nil {
				return err
			}
		}
		if err := in.ahead.flush(tx); err != nil {
			return err
		}
		if err := in.flush(); err != nil {
			return err
		}
		return s.auditAll(tx, in.said)
	})
	if err != nil {
		return nil, err
	}
	for i := range reps {
		s.publishImport(bundles[i].Record, &reps[i])
	}
	return reps, nil
}

// take deals with one bundle; its new records may still wait for flush.
func (in *intake) take(b *Incoming, rep *ImportReport) error {
	known, err := in.accept(b.Record)
	if err != nil || known {
		rep.Known = known
		return err
	}
	if err := in.branch(b.Branch); err != nil {
		return err
	}
	if err := in.records(b, rep); err != nil {
		return err
	}
	if err := in.s.importLoop(in.tx, b.Loop, b.Record, rep); err != nil {
		return err
	}
	in.said = append(in.said, auditRow{Action: "import", Object: b.Record.SHA256, Detail: b.Record.Name})
	return nil
}

// storedRow is what is there of an inspection that comes in.
type storedRow struct {
	ID                string
	Rev               int
	Status, Device    string
	Seal              *string
	Checklist, Branch string
	Day               string
}

// records compares a bundle's inspections with what is there and collects those
// to be written.
func (in *intake) records(b *Incoming, rep *ImportReport) error {
	for _, p := range b.List {
		id := p.in.ID
		if in.within[id] { // a second copy meets the first one as stored
			if err := in.flush(); err != nil {
				return err
			}
			delete(in.within, id)
			if err := in.ahead.readStored(in.tx, []string{id}); err != nil {
				return err
			}
		}
		row, ok := in.ahead.stored[id]
		if err := in.record(p, row, ok, b.Record, rep); err != nil {
			return err
		}
	}
	return nil
}

// record decides about one inspection.
func (in *intake) record(p *Prepared, have storedRow, known bool, r ImportRecord, rep *ImportReport) error {
	x := p.in
	switch {
	case !known:
		rep.New = append(rep.New, x.ID)
		in.add(p, r)
		return nil
	case have.Branch != x.Branch.Code || have.Checklist != x.Checklist.ID,
		x.Rev == have.Rev && (have.Seal == nil || *have.Seal != p.seal):
		return checklist.Fail("store.conflict", "id", x.ID, "rev", itoa(x.Rev))
	case x.Rev == have.Rev:
		rep.Same = append(rep.Same, x.ID)
		return nil
	case x.Rev < have.Rev:
		rep.Older = append(rep.Older, x.ID)
		return nil
	}
	rep.Updated = append(rep.Updated, x.ID)
	in.s.drafts.drop(x.ID)
	if err := in.tx.Exec("DELETE FROM inspections WHERE branch = ? AND id = ?", have.Branch, x.ID).Error; err != nil {
		return err
	}
	if err := in.flush(); err != nil { // the cell is drawn from rows
		return err
	}
	if err := refreshCell(in.tx, have.Checklist, have.Day, have.Branch); err != nil {
		return err
	}
	in.add(p, r)
	return nil
}

func (in *intake) add(p *Prepared, r ImportRecord) {
	in.fresh = append(in.fresh, newRecord{p, r.Device, r.Created})
	in.within[p.in.ID] = true
}

func (in *intake) flush() error {
	err := in.s.insertAll(in.tx, in.fresh)
	in.fresh = in.fresh[:0]
	return err
}

const inspectionColumns = "id, checklist, version, branch, day, month, status, incomplete, score, grade, vetoes, red, critical," +
	" answered, total, photos, started, finished, updated, rev, sent_at, sent_rev, device, mode, inspector, branch_name, branch_grade," +
	" branch_traffic, branch_active, search, cursor, phase, pressure, left_out, person, reopened, counts, lacking"

// insertPrepared writes a whole aggregate that is not there yet; sent is when the
// branch packed it, 0 = not yet.
func (s *Store) insertPrepared(tx *gorm.DB, p *Prepared, device string, sent int64) error {
	return s.insertAll(tx, []newRecord{{p, device, sent}})
}

// insertAll writes whole aggregates that are not there yet, parents first.
func (s *Store) insertAll(tx *gorm.DB, list []newRecord) error {
	if len(list) == 0 {
		return nil
	}
	gate, err := rankingGate(tx)
	if err != nil {
		return err
	}
	heads := rowsOf("inspections", inspectionColumns, 38)
	var rows batch
	var done []*Prepared
	for _, p := range list {
		x, c := p.in, p.counts
		score, grade, hits := p.head()
		heads.add(x.ID, x.Checklist.ID, x.Checklist.Version, x.Branch.Code, x.Day, monthOf(x.Day), string(x.Status), x.Incomplete, score, grade, hits,
			c.red, c.critical, c.answered, c.total, c.photos, x.StartedAt, x.FinishedAt, s.now(), x.Rev, p.sent, -1, p.device, string(x.Mode),
			x.Inspector.Name, x.Branch.Name, string(x.Branch.Grade), string(x.Branch.Traffic), flag(x.Branch.Active), p.search,
			x.Cursor, x.Phase, x.Pressure, toJSON(x.LeftOut), toJSON(x.Inspector), toJSON(x.Reopened), flag(p.countsNew(gate)), lacking(x))
		rows.join(&p.rows)
		if x.Status == checklist.Finished {
			done = append(done, p.Prepared)
		}
	}
	if err := heads.insert(tx); err != nil {
		return err
	}
	if err := rows.flush(tx); err != nil {
		return err
	}
	if err := markPictures(tx, list); err != nil {
		return err
	}
	if err := insertResults(tx, done, gate); err != nil {
		return err
	}
	if err := s.drawReviews(tx, list); err != nil {
		return err
	}
	if err := arrivedNow(tx, done); err != nil {
		return err
	}
	return noteNames(tx, list)
}

// insertResults stores results with their traces, the zones and what they add to
// their months' cells.
func insertResults(tx *gorm.DB, list []*Prepared, gate checklist.RankingGate) error {
	if len(list) == 0 {
		return nil
	}
	results := rowsOf("results", "branch, inspection, seal, result", 4)
	zones := rowsOf("inspection_zones", "branch, inspection, zone, score, lost, items", 6)
	cells := map[cellKey]*checklist.PeriodCell{}
	for _, p := range list {
		results.add(p.in.Branch.Code, p.in.ID, p.seal, p.result)
		c := p.cell(gate)
		for _, r := range p.res.Zones {
			var score any
			sum := checklist.ZoneSum{Zone: r.ID, LostSum: thousandths(r.Lost)}
			if r.Score != nil {
				score, sum.N, sum.ScoreSum = int(*r.Score), 1, int64(*r.Score)
			}
			zones.add(p.in.Branch.Code, p.in.ID, r.ID, score, sum.LostSum, p.losses[r.ID])
			if p.countsNew(gate) {
				c.Zones = addZone(c.Zones, sum)
			}
		}
		k := cellKey{c.Checklist, monthOf(p.in.Day), c.Branch}
		if cells[k] == nil {
			cells[k] = &checklist.PeriodCell{Branch: c.Branch, Checklist: c.Checklist}
		}
		merge(cells[k], c)
	}
	if err := results.insert(tx); err != nil {
		return err
	}
	if err := zones.insert(tx); err != nil {
		return err
	}
	return addToCells(tx, cells)
}
