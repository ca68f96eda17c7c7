package store

import (
	"gorm.io/gorm"

	"hallcheck/checklist"
)

// What a ruling changes is read by everybody as it was ruled: the zones and what
// their items cost stand so in inspection_zones, vetoes and findings are asked here.

// ruledAway lists the findings a condition on findings f finds whose answer, as it
// was ruled, is no failure. They stay for the branch to settle, but count for
// nothing where problems are counted. An answer ruled to fail opens none: the record
// is as the inspector made it.
func (s *Store) ruledAway(tx *gorm.DB, where string, args ...any) (map[string]bool, error) {
	var ids []string
	err := tx.Raw("SELECT DISTINCT f.inspection FROM findings f JOIN inspections i ON i.id = f.inspection WHERE f.inspection <> '' AND i.ruled = 1 AND "+
		where+" ORDER BY f.inspection", args...).Scan(&ids).Error
	if err != nil {
		return nil, err
	}
	out := map[string]bool{}
	for _, id := range ids {
		r, err := s.loadReview(tx, id)
		if err != nil {
			return nil, err
		}
		in := r.Corrected()
		for _, c := range r.Corrections {
			a, it := in.Answer(c.Sheet, c.Item), in.Checklist.ItemByID(c.Item)
			if c.Value != nil && it != nil && (a == nil || !it.OpensFinding(in.Checklist, a.Value)) {
				out[checklist.FindingID(id, c.Sheet, c.Item)] = true
			}
		}
	}
	return out, nil
}

// ruledVetoes lists what voids a record as it was ruled.
func (s *Store) ruledVetoes(tx *gorm.DB, id string) ([]checklist.VetoHit, error) {
	r, err := s.loadReview(tx, id)
	if err != nil {
		return nil, err
	}
	return r.Vetoes(), nil
}
