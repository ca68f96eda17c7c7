package store

import (
	"cmp"
	"context"
	"slices"

	"gorm.io/gorm"

	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
)

// rankingGate reads which records count.
func rankingGate(tx *gorm.DB) (checklist.RankingGate, error) {
	text, err := setting(tx, checklist.SettingRankingGate)
	if checklist.RankingGate(text) == checklist.GatePassed {
		return checklist.GatePassed, err
	}
	return checklist.GateReceived, err
}

// setGate decides anew which records count, and sums every month up again. Code
// check.gate for what is no gate.
func setGate(tx *gorm.DB, value string) error {
	gate := checklist.RankingGate(value)
	if gate != checklist.GateReceived && gate != checklist.GatePassed {
		return checklist.Fail("check.gate", "value", value)
	}
	const rule = "CASE WHEN status = 'finished' AND (incomplete = '' OR accepted = 1) AND review NOT IN ('returned', 'void')" +
		" AND (review = 'passed' OR ? = 'received') THEN 1 ELSE 0 END"
	if err := tx.Exec("UPDATE inspections SET counts = "+rule+" WHERE counts <> "+rule, value, value).Error; err != nil {
		return err
	}
	var months []string
	if err := tx.Raw("SELECT DISTINCT month FROM inspections ORDER BY month").Scan(&months).Error; err != nil {
		return err
	}
	if err := tx.Exec("DELETE FROM period_cells").Error; err != nil {
		return err
	}
	for _, m := range months {
		cells, err := freshCells(tx, "", m+"-00", m+"-99")
		if err != nil {
			return err
		}
		if err := putCells(tx, m, cells); err != nil {
			return err
		}
	}
	return nil
}

// keptCell reads one cell, empty where there is none.
func keptCell(tx *gorm.DB, k cellKey) (checklist.PeriodCell, error) {
	rows, err := tx.Raw("SELECT branch, checklist, "+cellColumns+" FROM period_cells WHERE checklist = ? AND month = ? AND branch = ?",
		k.list, k.month, k.branch).Rows()
	if err != nil {
		return checklist.PeriodCell{}, err
	}
	list, err := scanCells(rows)
	if err != nil || len(list) == 0 {
		return checklist.PeriodCell{Branch: k.branch, Checklist: k.list}, err
	}
	return list[0], nil
}

// moved compares the ranking of the months that have the given cells with the one
// before they changed.
func (s *Store) moved(ctx context.Context, before map[cellKey]checklist.PeriodCell) ([]checklist.RankMove, error) {
	type table struct{ list, month string }
	changed := map[table]map[string]checklist.PeriodCell{}
	for k, was := range before {
		is, err := keptCell(s.read(ctx), k)
		if err != nil {
			return nil, coded(err, "read")
		}
		if is.N == was.N && is.ScoreSum == was.ScoreSum {
			continue
		}
		t := table{k.list, k.month}
		if changed[t] == nil {
			changed[t] = map[string]checklist.PeriodCell{}
		}
		changed[t][k.branch] = was
	}
	var out []checklist.RankMove
	for t, was := range changed {
		some, err := s.movedIn(ctx, t.list, t.month, was)
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	slices.SortFunc(out, func(a, b checklist.RankMove) int {
		return cmp.Or(cmp.Compare(a.Checklist, b.Checklist), cmp.Compare(a.Month, b.Month), -compareBool(a.Decided, b.Decided),
			cmp.Compare(place(a.Is), place(b.Is)), cmp.Compare(a.Branch.Code, b.Branch.Code))
	})
	return out, nil
}

func compareBool(a, b bool) int { return cmp.Compare(flag(a), flag(b)) }

// place sorts halls without a rank last.
func place(rank int) int {
	if rank == 0 {
		return 1 << 30
	}
	return rank
}

// movedIn compares one month of one checklist; was are the cells as they stood.
func (s *Store) movedIn(ctx context.Context, list, month string, was map[string]checklist.PeriodCell) ([]checklist.RankMove, error) {
	c, err := s.Checklist(ctx, list, 0)
	if err != nil {
		return nil, err
	}
	branches, err := s.Branches(ctx)
	if err != nil {
		return nil, err
	}
	now, err := keptCells(s.read(ctx), list, month, month)
	if err != nil {
		return nil, err
	}
	then := slices.DeleteFunc(slices.Clone(now), func(c checklist.PeriodCell) bool { _, ok := was[c.Branch]; return ok })
	for _, c := range was {
		then = append(then, c)
	}
	old := map[string]ranking.Row{}
	for _, r := range ranking.Rank(ranking.Input{Checklist: c, Branches: branches, Cells: then}).Rows {
		old[r.Branch.Code] = r
	}
	var out []checklist.RankMove
	move := func(b checklist.Branch, was, is *ranking.Row, decided bool) {
		m := checklist.RankMove{Checklist: list, Title: c.Title, Month: month, Branch: b, Decided: decided}
		if was != nil {
			m.Was, m.WasScore = was.Rank, &was.Score
		}
		if is != nil {
			m.Is, m.IsScore = is.Rank, &is.Score
		}
		out = append(out, m)
	}
	for _, r := range ranking.Rank(ranking.Input{Checklist: c, Branches: branches, Cells: now}).Rows {
		_, decided := was[r.Branch.Code]
		o, ranked := old[r.Branch.Code]
		delete(old, r.Branch.Code)
		switch {
		case !ranked:
			move(r.Branch, nil, &r, decided)
		case o.Rank != r.Rank || o.Score != r.Score:
			move(r.Branch, &o, &r, decided)
		}
	}
	for _, o := range old {
		move(o.Branch, &o, nil, true)
	}
	return out, nil
}
