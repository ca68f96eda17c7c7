package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"

	"gorm.io/gorm"

	"hallcheck/checklist"
)

type inspectionRow struct {
	ID, Checklist, Branch, BranchName, BranchGrade, BranchTraffic  string
	Day, Status, Incomplete, Mode, Device, Cursor, Phase, Pressure string
	LeftOut, Person, Reopened                                      string
	Version, BranchActive, Rev                                     int
	Started, Finished                                              int64
}

type sheetRow struct{ ID, Person, Position, Weights string }

type answerRow struct {
	Sheet, Item, Value, Note, Recording, Remedy string
	At                                          int64
}

type photoRow struct {
	ID, Sheet, Item, Hash, Name, Kind, Source, Type string
	Masked, Marks, Privacy                          string
	Pos, Width, Height                              int
	Taken, Added, Size                              int64
}

// toJSON encodes a domain value whose encoding cannot fail.
func toJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("store: encode %T: %v", v, err)) // plain data only; a programming error
	}
	return string(b)
}

func fromJSON(s string, v any) error {
	if s == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(s), v); err != nil {
		return checklist.Fail("store.damaged").Because(err)
	}
	return nil
}

// load reads an aggregate; all its rows come from one snapshot.
func (s *Store) load(db *gorm.DB, id string) (draft, error) {
	var d draft
	err := db.Transaction(func(tx *gorm.DB) (err error) {
		d, err = s.loadIn(tx, id)
		return err
	}, s.snapshot())
	return d, coded(err, "read")
}

func (s *Store) loadIn(tx *gorm.DB, id string) (draft, error) {
	var rows []inspectionRow
	err := tx.Raw("SELECT id, checklist, version, branch, branch_name, branch_grade, branch_traffic, branch_active, day, status, incomplete,"+
		" mode, device, cursor, phase, pressure, left_out, person, reopened, rev, started, finished FROM inspections WHERE id = ?", id).Scan(&rows).Error
	if err != nil {
		return draft{}, err
	}
	if len(rows) == 0 {
		return draft{}, checklist.Fail("store.unknownInspection", "id", id)
	}
	r := rows[0]
	in := &checklist.Inspection{
		ID: r.ID, Mode: checklist.Mode(r.Mode), Phase: r.Phase, Pressure: r.Pressure,
		Branch:    branchRow{Code: r.Branch, Name: r.BranchName, Grade: r.BranchGrade, Traffic: r.BranchTraffic, Active: r.BranchActive}.branch(),
		StartedAt: r.Started, FinishedAt: r.Finished, Day: r.Day, Status: checklist.Status(r.Status),
		Incomplete: r.Incomplete, Cursor: r.Cursor, Rev: r.Rev,
	}
	if in.PrivacyRequired, err = privacyRequired(tx); err != nil {
		return draft{}, err
	}
	if in.Checklist = s.lists.get(listKey{r.Checklist, r.Version}); in.Checklist == nil {
		if in.Checklist, err = s.parseStored(tx, r.Checklist, r.Version); err != nil {
			return draft{}, err
		}
	}
	err = errors.Join(fromJSON(r.LeftOut, &in.LeftOut), fromJSON(r.Person, &in.Inspector), fromJSON(r.Reopened, &in.Reopened))
	if err != nil {
		return draft{}, err
	}
	return draft{in, r.Device}, loadSheets(tx, in)
}

func loadSheets(tx *gorm.DB, in *checklist.Inspection) error {
	var sheets []sheetRow
	if err := tx.Raw("SELECT id, person, position, weights FROM sheets WHERE branch = ? AND inspection = ? ORDER BY pos, id", in.Branch.Code, in.ID).Scan(&sheets).Error; err != nil {
		return err
	}
	for _, r := range sheets {
		sh := &checklist.Sheet{ID: r.ID, Person: r.Person, Position: checklist.Position(r.Position), Answers: map[string]*checklist.Answer{}}
		if err := fromJSON(r.Weights, &sh.Weights); err != nil {
			return err
		}
		in.Sheets = append(in.Sheets, sh)
	}
	var answers []answerRow
	if err := tx.Raw("SELECT sheet, item, value, note, recording, remedy, at FROM answers WHERE branch = ? AND inspection = ?", in.Branch.Code, in.ID).Scan(&answers).Error; err != nil {
		return err
	}
	for _, r := range answers {
		a := &checklist.Answer{Note: r.Note, Recording: r.Recording, At: r.At}
		if err := fromJSON(r.Value, &a.Value); err != nil {
			return err
		}
		if err := fromJSON(r.Remedy, &a.Remedy); err != nil {
			return err
		}
		sh := in.Sheet(r.Sheet)
		if sh == nil {
			return checklist.Fail("store.damaged").Because(fmt.Errorf("answer %s of lost sheet %s", r.Item, r.Sheet))
		}
		sh.Answers[r.Item] = a
	}
	var photos []photoRow
	err := tx.Raw("SELECT id, sheet, item, hash, name, kind, source, type, pos, width, height, taken, added, size, masked, marks, privacy"+
		" FROM photo_refs WHERE branch = ? AND inspection = ? ORDER BY pos, id", in.Branch.Code, in.ID).Scan(&photos).Error
	if err != nil {
		return err
	}
	for _, r := range photos {
		a := in.Answer(r.Sheet, r.Item)
		if a == nil {
			return checklist.Fail("store.damaged").Because(fmt.Errorf("photo %s of lost answer %s", r.ID, r.Item))
		}
		p := checklist.PhotoRef{
			ID: r.ID, Hash: r.Hash, Name: r.Name, Kind: checklist.PhotoKind(r.Kind), Source: r.Source,
			TakenAt: r.Taken, AddedAt: r.Added, Width: r.Width, Height: r.Height, Size: r.Size, Type: r.Type, Position: r.Pos,
			Masked: r.Masked, Privacy: checklist.Privacy(r.Privacy),
		}
		if err := fromJSON(r.Marks, &p.Marks); err != nil {
			return err
		}
		a.Photos = append(a.Photos, p)
	}
	return nil
}

// Prepared is a whole inspection with everything computed that its rows need, so
// that the transaction which writes them is short.
type Prepared struct {
	in           *checklist.Inspection
	counts       counts
	search       string
	rows         batch
	res          *checklist.Result // nil for a draft
	seal, result string
	losses       map[string]string // what the items of each zone cost, packed
}

// Prepare computes what the rows of an inspection need. res is its score where the
// caller has it already, else nil. Neither may change until they are stored.
func (s *Store) Prepare(in *checklist.Inspection, res *checklist.Result) *Prepared {
	p := &Prepared{in: in, counts: count(in), res: res}
	p.search = s.searchText(in)
	for i, sh := range in.Sheets {
		p.rows.sheet(keyOf(in), i, sh)
		for item, a := range sh.Answers {
			p.rows.answer(keyOf(in), sh.ID, item, a)
		}
	}
	if in.Status == checklist.Finished {
		p.score()
	}
	return p
}

func (p *Prepared) score() {
	if p.res == nil {
		p.res = checklist.Evaluate(p.in)
	}
	p.seal, p.result, p.losses = seal(p.in), toJSON(p.res), itemLosses(p.in, p.res)
}

// head is the score, grade and vetoes of the inspection's row.
func (p *Prepared) head() (score any, grade string, hits int) {
	if p.res == nil {
		return nil, "", 0
	}
	if p.res.Score != nil {
		score = int(*p.res.Score)
	}
	return score, p.res.Grade, vetoes(p.res)
}

func (s *Store) insertInspection(tx *gorm.DB, in *checklist.Inspection, device string) error {
	return s.insertPrepared(tx, s.Prepare(in, nil), device, 0)
}

// seal is the SHA-256 of a finished record: checklist, version and everything
// that was answered. It shows later changes, and compares records at import.
func seal(in *checklist.Inspection) string {
	c := *in
	c.Branch.Owner = "" // stands with the hall, not with its records
	if c.Sheets == nil {
		c.Sheets = []*checklist.Sheet{}
	}
	h := sha256.New()
	_, _ = fmt.Fprintf(h, "%s\n%d\n%s", in.Checklist.ID, in.Checklist.Version, toJSON(&c))
	return hex.EncodeToString(h.Sum(nil))
}

// saveResult scores an inspection that was just finished, and stores the score.
func saveResult(tx *gorm.DB, in *checklist.Inspection) error {
	p := &Prepared{in: in, counts: count(in)}
	p.score()
	score, grade, hits := p.head()
	gate, err := rankingGate(tx)
	if err != nil {
		return err
	}
	err = oneRow(tx.Exec("UPDATE inspections SET score = ?, grade = ?, vetoes = ?, counts = ? WHERE branch = ? AND id = ?",
		score, grade, hits, flag(p.countsNew(gate)), in.Branch.Code, in.ID))
	if err != nil {
		return err
	}
	if err := insertResults(tx, []*Prepared{p}, gate); err != nil {
		return err
	}
	return arrivedNow(tx, []*Prepared{p})
}

// countsNew says whether a record that nobody reviewed yet goes into the sums.
func (p *Prepared) countsNew(gate checklist.RankingGate) bool {
	return p.in.Status == checklist.Finished && p.in.Incomplete == "" && checklist.Counts(checklist.ReviewWaiting, gate)
}

// cell is what the inspection adds to its month, without the zones. One that does
// not count is only counted as excluded or withheld.
func (p *Prepared) cell(gate checklist.RankingGate) checklist.PeriodCell {
	c := checklist.PeriodCell{Branch: p.in.Branch.Code, Checklist: p.in.Checklist.ID}
	if !p.countsNew(gate) {
		c.Excluded = flag(p.in.Incomplete != "")
		c.Withheld = 1 - c.Excluded
		return c
	}
	c.MinVersion, c.MaxVersion = p.in.Checklist.Version, p.in.Checklist.Version
	c.Vetoes, c.Problems, c.Critical = vetoes(p.res), p.counts.red, p.counts.critical
	if p.res.Score != nil {
		c.N, c.ScoreSum, c.Provisional = 1, int64(*p.res.Score), 1
	}
	return c
}

// vetoes counts the vetoes that hit the whole inspection.
func vetoes(res *checklist.Result) int {
	n := 0
	for _, v := range res.Vetoes {
		n += flag(v.Effect == checklist.VetoInspection)
	}
	return n
}

// monthOf cuts yyyy-mm-dd to yyyy-mm.
func monthOf(day string) string { return day[:min(7, len(day))] }

// dropResult takes a reopened inspection out of every count.
func dropResult(tx *gorm.DB, in *checklist.Inspection) error {
	for _, q := range []string{
		"UPDATE inspections SET score = NULL, grade = '', vetoes = 0, counts = 0 WHERE branch = ? AND id = ?",
		"DELETE FROM results WHERE branch = ? AND inspection = ?",
		"DELETE FROM inspection_zones WHERE branch = ? AND inspection = ?",
	} {
		if err := tx.Exec(q, in.Branch.Code, in.ID).Error; err != nil {
			return err
		}
	}
	return refreshCell(tx, in.Checklist.ID, in.Day, in.Branch.Code)
}

// thousandths rounds half up to a thousandth of a point.
func thousandths(r *big.Rat) int64 {
	if r == nil {
		return 0
	}
	x := new(big.Rat).Mul(r, big.NewRat(1000, 1))
	x.Add(x, big.NewRat(1, 2))
	return new(big.Int).Div(x.Num(), x.Denom()).Int64()
}
