package store

import (
	"context"
	"database/sql"
	"errors"
	"runtime"
	"slices"
	"strconv"
	"sync"

	"github.com/glebarez/sqlite"
	"gorm.io/gorm"

	"hallcheck/checklist"
)

// Trouble is one thing Check found. Code is the text key "trouble."+Code.
type Trouble struct {
	Code   string
	Object string // id of the inspection, photo hash, audit number, hall and day …
	Detail string
	Sums   []KeptSum // of a hall's day, month or week, the first of them
	More   int       // of them left out
}

// Report is what Check did and found; an empty Troubles is good news.
type Report struct {
	Inspections int // finished records whose seal was recomputed
	Answers     int
	Findings    int // findings folded from their moves again
	HallDays    int // days of halls whose kept sums were made again
	Photos      int // different pictures asked for
	AuditRows   int64
	Troubles    []Trouble

	step func(n int) // says that n more is done
}

func (r *Report) add(code, object, detail string) {
	r.Troubles = append(r.Troubles, Trouble{Code: code, Object: object, Detail: detail})
}

// Check looks for damage: the engine's own check, rows without parents, the
// audit chain, the seal of every finished inspection, the moves behind every
// finding, and a picture for every photo row through photo (nil = not asked). deep also scores every finished
// inspection again, compares it with the stored result byte for byte, and
// compares the kept sums of months, and of halls, with their base. An error means that the check
// itself could not go on; findings are in the Report.
func (s *Store) Check(ctx context.Context, deep bool, photo func(hash string) error) (Report, error) {
	return s.CheckTelling(ctx, deep, photo, nil)
}

// CheckTelling is Check that says how far it is: how many records, findings, days of
// halls and pictures are done, of how many. It ends with ctx.
func (s *Store) CheckTelling(ctx context.Context, deep bool, photo func(hash string) error, progress func(done, total int)) (Report, error) {
	var rep Report
	step, err := s.checkSteps(ctx, deep, photo != nil, progress)
	if err != nil {
		return rep, coded(err, "read")
	}
	rep.step = step
	err = s.check(ctx, &rep, deep, photo)
	rep.step = nil
	return rep, coded(err, "read")
}

// checkSteps counts what there is to check and returns what says that n more is done.
func (s *Store) checkSteps(ctx context.Context, deep, photos bool, progress func(done, total int)) (func(n int), error) {
	if progress == nil {
		return func(int) {}, nil
	}
	var total, done int
	err := s.read(ctx).Raw("SELECT (SELECT count(*) FROM inspections WHERE status = 'finished') + (SELECT count(*) FROM findings)").Scan(&total).Error
	if err == nil && deep {
		var days int
		err = s.read(ctx).Raw("SELECT count(*) FROM hall_days").Scan(&days).Error
		total += days
	}
	if err == nil && photos {
		var hashes []string
		hashes, err = s.PhotoHashes(ctx)
		total += len(hashes)
	}
	if err == nil {
		progress(0, total)
	}
	return func(n int) {
		done += n
		progress(min(done, total), total)
	}, err
}

func (s *Store) check(ctx context.Context, rep *Report, deep bool, photo func(hash string) error) error {
	for _, step := range []func(context.Context, *Report, bool) error{s.checkEngine, s.checkAudit, s.checkRecords, s.checkFindings, s.checkReviews, s.checkBulletins} {
		err := step(ctx, rep, deep)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil && checklist.CodeOf(coded(err, "read")) == "store.damaged":
			rep.add("database", "", err.Error())
		case err != nil:
			return err
		}
	}
	if deep {
		if err := s.checkCells(ctx, rep); err != nil {
			return err
		}
		if err := s.checkHalls(ctx, rep); err != nil {
			return err
		}
	}
	if photo == nil {
		return nil
	}
	return s.checkPhotos(ctx, rep, photo)
}

func (s *Store) checkEngine(ctx context.Context, rep *Report, deep bool) error {
	if err := s.read(ctx).Raw("SELECT count(*) FROM answers").Scan(&rep.Answers).Error; err != nil {
		return err
	}
	for _, d := range dumped { // a table or column whose name is damaged
		rows, err := s.read(ctx).Raw("SELECT " + d.key + ", " + d.columns + " FROM " + d.table + " LIMIT 1").Rows()
		if err != nil {
			return err
		}
		if err := errors.Join(rows.Close(), rows.Err()); err != nil {
			return err
		}
	}
	if s.db.name != "sqlite" {
		return nil
	}
	return s.checkFile(ctx, rep, deep)
}

// mostLines is how much of what the engine finds is told.
const mostLines = "20"

// checkFile lets SQLite check its file. It works long without giving a row, and only
// statements that give none can be stopped: what is found goes into a table of a
// connection of its own.
func (s *Store) checkFile(ctx context.Context, rep *Report, deep bool) error {
	db, err := sql.Open(sqlite.DriverName, readOnlyDSN(s.path))
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	how := "quick_check"
	if deep {
		how = "integrity_check"
	}
	for _, q := range []string{
		"PRAGMA busy_timeout = 5000",
		"PRAGMA temp_store = MEMORY",
		"CREATE TEMP TABLE damage AS SELECT " + how + " AS line FROM pragma_" + how + " WHERE schema = 'main' LIMIT " + mostLines,
		`CREATE TEMP TABLE orphans AS SELECT "table" AS child, parent FROM pragma_foreign_key_check LIMIT ` + mostLines,
	} {
		if _, err := conn.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	rows, err := conn.QueryContext(ctx, "SELECT 'database', '', line FROM damage WHERE line <> 'ok' UNION ALL SELECT 'orphan', child, parent FROM orphans")
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var t Trouble
		if err := rows.Scan(&t.Code, &t.Object, &t.Detail); err != nil {
			return err
		}
		rep.Troubles = append(rep.Troubles, t)
	}
	return rows.Err()
}

func (s *Store) checkAudit(ctx context.Context, rep *Report, _ bool) error {
	n, _, err := s.AuditHead(ctx)
	if err != nil {
		return err
	}
	rep.AuditRows = n
	seq, err := s.auditBroken(ctx)
	if err == nil && seq > 0 {
		rep.add("audit", strconv.FormatInt(seq, 10), "")
	}
	return err
}

// checkRecords recomputes what every finished inspection was sealed with, several at
// a time.
func (s *Store) checkRecords(ctx context.Context, rep *Report, deep bool) error {
	var ids []string
	if err := s.read(ctx).Raw("SELECT id FROM inspections WHERE status = 'finished' ORDER BY id").Scan(&ids).Error; err != nil {
		return err
	}
	return spread(ctx, ids, checkedAtOnce, rep, func(found *Report, id string) {
		if err := s.checkRecord(ctx, found, id, deep); err != nil && ctx.Err() == nil {
			found.add("record", id, err.Error())
		}
		found.Inspections++
	})
}

// spread has what there is to check looked at by several at a time, so many between two
// words of how far it is, and puts together what they found, in order.
func spread(ctx context.Context, ids []string, atOnce int, rep *Report, look func(found *Report, id string)) error {
	for some := range slices.Chunk(ids, atOnce) {
		found := make([]Report, min(runtime.NumCPU(), readers))
		var all sync.WaitGroup
		part := (len(some) + len(found) - 1) / len(found)
		for w := range found {
			all.Go(func() {
				for _, id := range some[min(w*part, len(some)):min((w+1)*part, len(some))] {
					if ctx.Err() != nil {
						return
					}
					look(&found[w], id)
				}
			})
		}
		all.Wait()
		if err := ctx.Err(); err != nil {
			return err
		}
		for w := range found {
			rep.Troubles = append(rep.Troubles, found[w].Troubles...)
			rep.Inspections += found[w].Inspections
			rep.HallDays += found[w].HallDays
			rep.step(found[w].Inspections + found[w].HallDays)
		}
	}
	return nil
}

func (s *Store) checkRecord(ctx context.Context, rep *Report, id string, deep bool) error {
	var rows []resultRow
	var d draft
	err := s.read(ctx).Transaction(func(tx *gorm.DB) (err error) {
		if d, err = s.loadIn(tx, id); err != nil {
			return err
		}
		return tx.Raw("SELECT r.seal, r.result, i.score, i.grade, i.vetoes, i.red, i.critical, i.answered, i.total, i.photos, i.month"+
			" FROM inspections i JOIN results r ON r.branch = i.branch AND r.inspection = i.id WHERE i.id = ?", id).Scan(&rows).Error
	}, s.snapshot())
	switch {
	case err != nil:
		return err
	case d.in.Status != checklist.Finished: // reopened meanwhile
	case len(rows) == 0 || rows[0].Seal != seal(d.in):
		rep.add("seal", id, d.in.Branch.Code+" "+d.in.Day)
	case deep && !rows[0].agrees(d.in):
		rep.add("result", id, d.in.Branch.Code+" "+d.in.Day)
	}
	return nil
}

// resultRow is what is stored about a finished inspection's result.
type resultRow struct {
	Seal, Result, Grade, Month                     string
	Score                                          *int
	Vetoes, Red, Critical, Answered, Total, Photos int
}

// agrees scores the inspection again and compares all that was derived from it.
func (r resultRow) agrees(in *checklist.Inspection) bool {
	res, c := checklist.Evaluate(in), count(in)
	scored := (r.Score == nil) == (res.Score == nil) && (r.Score == nil || *r.Score == int(*res.Score))
	return r.Result == toJSON(res) && scored && r.Grade == res.Grade && r.Vetoes == vetoes(res) && r.Month == monthOf(in.Day) &&
		counts{r.Answered, r.Total, r.Red, r.Critical, r.Photos} == c
}

// checkCells compares the kept sums of every month with their base. Both come
// from one reading: an inspection finished in between is no trouble.
func (s *Store) checkCells(ctx context.Context, rep *Report) error {
	var months []string
	err := s.read(ctx).Raw("SELECT month FROM inspections UNION SELECT month FROM period_cells UNION SELECT month FROM arrivals ORDER BY month").Scan(&months).Error
	if err != nil {
		return err
	}
	for _, m := range months {
		var kept, fresh []checklist.PeriodCell
		err := s.read(ctx).Transaction(func(tx *gorm.DB) (err error) {
			if kept, err = keptCells(tx, "", m, m); err != nil {
				return err
			}
			fresh, err = freshCells(tx, "", m+"-00", m+"-99")
			return err
		}, s.snapshot())
		if err != nil {
			return err
		}
		if err := s.checkArrivals(ctx, rep, m); err != nil {
			return err
		}
		if toJSON(kept) != toJSON(fresh) && len(kept)+len(fresh) > 0 {
			rep.add("sums", m, "")
		}
	}
	return nil
}

func (s *Store) checkPhotos(ctx context.Context, rep *Report, photo func(hash string) error) error {
	hashes, err := s.PhotoHashes(ctx)
	if err != nil {
		return err
	}
	for _, h := range hashes {
		if err := ctx.Err(); err != nil {
			return err
		}
		rep.Photos++
		if err := photo(h); err != nil {
			rep.add("photo", h, err.Error())
		}
		rep.step(1)
	}
	return nil
}

// photoHashes finds every picture somebody refers to: of answers, of the whole
// history of findings, of bright spots, and the masked copies of all these.
const photoHashes = "SELECT hash FROM photo_refs UNION SELECT masked FROM photo_refs WHERE masked <> ''" +
	" UNION SELECT hash FROM subject_photos UNION SELECT masked FROM subject_photos WHERE masked <> ''" +
	" UNION SELECT hash FROM review_photos UNION SELECT masked FROM review_photos WHERE masked <> ''" +
	" UNION SELECT hash FROM hall_photos UNION SELECT masked FROM hall_photos WHERE masked <> '' ORDER BY 1"
