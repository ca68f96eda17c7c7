package store

import (
	"context"

	"gorm.io/gorm"

	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
)

type targetRow struct {
	Branch, Indicator, Period, Actor string
	Value, At                        int64
	Baseline                         *int64
}

func (r targetRow) target() ranking.Target {
	t := ranking.Target{
		Branch: r.Branch, Indicator: ranking.Indicator(r.Indicator), Period: r.Period, Value: checklist.Milli(r.Value), At: r.At, By: r.Actor,
	}
	if r.Baseline != nil {
		b := checklist.Milli(*r.Baseline)
		t.Baseline = &b
	}
	return t
}

const targetColumns = "SELECT branch, indicator, period, value, baseline, at, actor FROM targets"

// Targets lists the targets of a branch, of all with "", newest period first.
func (s *Store) Targets(ctx context.Context, branch string) ([]ranking.Target, error) {
	if branch == "" {
		return readTargets(s.read(ctx), " ORDER BY period DESC, branch, indicator")
	}
	return readTargets(s.read(ctx), " WHERE branch = ? ORDER BY period DESC, indicator", branch)
}

// TargetsIn lists the targets of a period by branch and indicator.
func (s *Store) TargetsIn(ctx context.Context, period string) ([]ranking.Target, error) {
	return readTargets(s.read(ctx), " WHERE period = ? ORDER BY branch, indicator", period)
}

func readTargets(tx *gorm.DB, rest string, args ...any) ([]ranking.Target, error) {
	var rows []targetRow
	if err := tx.Raw(targetColumns+rest, args...).Scan(&rows).Error; err != nil {
		return nil, coded(err, "read")
	}
	out := make([]ranking.Target, len(rows))
	for i, r := range rows {
		out[i] = r.target()
	}
	return out, nil
}

// SetTargets sets targets, all or none, in the name of who acts now; one that is
// there is replaced. Codes store.targetBranch for an unknown hall, and those of
// ranking.Target.Check.
func (s *Store) SetTargets(ctx context.Context, list []ranking.Target) error {
	for i := range list {
		if err := list[i].Check(); err != nil {
			return err
		}
	}
	at, by := s.now(), s.actor().Name
	err := s.write(ctx, "target", func(tx *gorm.DB) error {
		for _, t := range list {
			var n int
			if err := tx.Raw("SELECT count(*) FROM branches WHERE code = ?", t.Branch).Scan(&n).Error; err != nil {
				return err
			}
			if n == 0 {
				return checklist.Fail("store.targetBranch", "branch", t.Branch)
			}
			t.At, t.By = at, by
			if err := putTarget(tx, t); err != nil {
				return err
			}
		}
		return s.audit(tx, "targets", "", itoa(len(list)))
	})
	if err == nil {
		s.publish("target", "")
	}
	return err
}

// putTarget writes one target as it is: for those that came from headquarters.
// The newer of two stands; what it was set from stays where the newer does not say.
func putTarget(tx *gorm.DB, t ranking.Target) error {
	var baseline any
	if t.Baseline != nil {
		baseline = int64(*t.Baseline)
	}
	return tx.Exec("INSERT INTO targets (branch, indicator, period, value, baseline, at, actor) VALUES (?, ?, ?, ?, ?, ?, ?)"+
		" ON CONFLICT (branch, indicator, period) DO UPDATE SET value = excluded.value, baseline = coalesce(excluded.baseline, targets.baseline), at = excluded.at, actor = excluded.actor"+
		" WHERE excluded.at >= targets.at",
		t.Branch, string(t.Indicator), t.Period, int64(t.Value), baseline, t.At, t.By).Error
}

// DropTarget takes a target away; code store.noTarget when there is none.
func (s *Store) DropTarget(ctx context.Context, branch string, i ranking.Indicator, period string) error {
	err := s.write(ctx, "target", func(tx *gorm.DB) error {
		res := tx.Exec("DELETE FROM targets WHERE branch = ? AND indicator = ? AND period = ?", branch, string(i), period)
		if res.Error != nil {
			return res.Error
		}
		if res.RowsAffected == 0 {
			return checklist.Fail("store.noTarget", "branch", branch, "indicator", string(i), "period", period)
		}
		return s.audit(tx, "target.drop", branch, string(i)+" "+period)
	})
	if err == nil {
		s.publish("target", branch)
	}
	return err
}

// Composites lists headquarters' composites by name.
func (s *Store) Composites(ctx context.Context) ([]ranking.Composite, error) {
	var bodies []string
	if err := s.read(ctx).Raw("SELECT body FROM composites ORDER BY name, id").Scan(&bodies).Error; err != nil {
		return nil, coded(err, "read")
	}
	out := make([]ranking.Composite, len(bodies))
	for i, b := range bodies {
		if err := fromJSON(b, &out[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Composite finds a composite by id or name; code store.noComposite.
func (s *Store) Composite(ctx context.Context, id string) (*ranking.Composite, error) {
	all, err := s.Composites(ctx)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].ID == id || all[i].Name == id {
			return &all[i], nil
		}
	}
	return nil, checklist.Fail("store.noComposite", "id", id)
}

// SaveComposite adds a composite or changes the one with its id. Codes: those of
// ranking.Composite.Check; ranking.composite.list for a checklist that is not
// installed or comes to no score.
func (s *Store) SaveComposite(ctx context.Context, c ranking.Composite) error {
	if err := c.Check(); err != nil {
		return err
	}
	for i := range c.Parts {
		l, err := s.Checklist(ctx, c.Parts[i].Checklist, 0)
		if err != nil || l.Scoring.Method != checklist.Points && l.Scoring.Method != checklist.Compliance {
			return checklist.Fail("ranking.composite.list", "id", c.ID, "list", c.Parts[i].Checklist)
		}
		c.Parts[i].Title = l.Title
	}
	err := s.write(ctx, "composite", func(tx *gorm.DB) error {
		err := tx.Exec("INSERT INTO composites (id, name, body, at) VALUES (?, ?, ?, ?)"+
			" ON CONFLICT (id) DO UPDATE SET name = excluded.name, body = excluded.body, at = excluded.at", c.ID, c.Name, toJSON(c), s.now()).Error
		if err != nil {
			return err
		}
		return s.audit(tx, "composite", c.ID, toJSON(c.Parts))
	})
	if err == nil {
		s.publish("composite", c.ID)
	}
	return err
}

// DropComposite takes a composite away; code store.noComposite.
func (s *Store) DropComposite(ctx context.Context, id string) error {
	err := s.write(ctx, "composite", func(tx *gorm.DB) error {
		res := tx.Exec("DELETE FROM composites WHERE id = ?", id)
		if res.Error != nil {
			return res.Error
		}
		if res.RowsAffected == 0 {
			return checklist.Fail("store.noComposite", "id", id)
		}
		return s.audit(tx, "composite.drop", id, "")
	})
	if err == nil {
		s.publish("composite", id)
	}
	return err
}
