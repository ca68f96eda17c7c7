package store

import (
	"cmp"
	"context"
	"slices"

	"gorm.io/gorm"

	"hallcheck/checklist"
)

// FindingRates sums what the rates of the days from … to (inclusive) are made of,
// seen today, over the findings the filter finds; its own days do not count.
func (s *Store) FindingRates(ctx context.Context, f checklist.FindingFilter, from, to, today string) (checklist.FindingRates, error) {
	f.From, f.To = "", ""
	c, err := s.narrowFindings(s.read(ctx), f)
	if err != nil {
		return checklist.FindingRates{}, coded(err, "read")
	}
	c.add("f.status <> 'cancelled'")
	where, args := c.where()
	days := "max(0, julianday(f.closed_day) - julianday(f.day))"
	if s.db.name == "postgres" {
		days = "CASE WHEN f.closed_day <> '' THEN greatest(0, CAST(f.closed_day AS DATE) - CAST(f.day AS DATE)) END"
	}
	const created = "f.day >= ? AND f.day <= ?"
	const due = "f.due >= ? AND f.due <= ?"
	const onTime = "f.submit_day <> '' AND f.submit_day <= f.due AND f.status IN ('submitted', 'closed', 'fixed_on_site')"
	sums := "count(CASE WHEN " + created + " THEN 1 END) AS created," +
		" count(CASE WHEN " + created + " AND f.status = 'closed' THEN 1 END) AS closed," +
		" count(CASE WHEN " + due + " THEN 1 END) AS due," +
		" count(CASE WHEN " + due + " AND " + onTime + " THEN 1 END) AS on_time," +
		" count(CASE WHEN " + created + " AND f.occurrence > 0 THEN 1 END) AS repeats," +
		" CAST(coalesce(sum(CASE WHEN " + created + " AND f.status = 'closed' THEN " + days + " END), 0) AS BIGINT) AS days_sum," +
		" count(CASE WHEN " + overdueOn + " THEN 1 END) AS overdue," +
		" count(CASE WHEN f.status <> 'closed' THEN 1 END) AS open," +
		" count(CASE WHEN f.status = 'submitted' THEN 1 END) AS submitted"
	all := []any{from, to, from, to, from, to, from, to, from, to, from, to, today}
	var out checklist.FindingRates
	err = s.read(ctx).Raw("SELECT "+sums+" FROM findings f"+where, append(all, args...)...).Scan(&out).Error
	return out, coded(err, "read")
}

// happened leaves out what was none after all; a finding merged into another one
// was one.
const happened = "(status <> 'cancelled' OR merged_into IN (SELECT id FROM findings WHERE status <> 'cancelled'))"

// CommonProblems lists the items of a checklist ("" = of each) that failed in at
// least three branches and 30 % of those inspected with it in the days from … to
// (inclusive), most branches first (DOMAIN 6.1). A corrected or cancelled finding
// counts for nothing, nor one whose answer was ruled to be none; one merged into
// another counts. Competitors' halls do not.
func (s *Store) CommonProblems(ctx context.Context, list, from, to string) ([]checklist.Common, error) {
	var inspected []struct {
		Checklist string
		N         int
	}
	var rows []struct {
		Checklist, Item, ItemText, Zone, ZoneName, Branch, BranchName, BranchGrade string
	}
	err := s.read(ctx).Transaction(func(tx *gorm.DB) error {
		away, err := s.ruledAway(tx, "f.day >= ? AND f.day <= ? AND (? = '' OR f.checklist = ?)", from, to, list, list)
		if err != nil {
			return err
		}
		none := []string{""} // no finding has it
		for id := range away {
			none = append(none, id)
		}
		err = tx.Raw("SELECT checklist, count(DISTINCT branch) AS n FROM inspections WHERE status = 'finished' AND branch NOT IN (SELECT code FROM branches WHERE owner <> '')"+
			" AND day >= ? AND day <= ? AND (? = '' OR checklist = ?) GROUP BY checklist", from, to, list, list).Scan(&inspected).Error
		if err != nil {
			return err
		}
		return tx.Raw("SELECT checklist, item, max(item_text) AS item_text, max(zone) AS zone, max(zone_name) AS zone_name, branch,"+
			" max(branch_name) AS branch_name, max(branch_grade) AS branch_grade FROM findings WHERE item <> '' AND "+happened+
			" AND day >= ? AND day <= ? AND (? = '' OR checklist = ?) AND inspection <> '' AND id NOT IN (?)"+
			" AND branch NOT IN (SELECT code FROM branches WHERE owner <> '')"+
			" GROUP BY checklist, item, branch ORDER BY checklist, item, branch", from, to, list, list, none).Scan(&rows).Error
	}, s.snapshot())
	if err != nil {
		return nil, coded(err, "read")
	}
	n := map[string]int{}
	for _, x := range inspected {
		n[x.Checklist] = x.N
	}
	var all []checklist.Common
	for _, r := range rows {
		if k := len(all); k == 0 || all[k-1].Checklist != r.Checklist || all[k-1].Item != r.Item {
			c := checklist.Common{Checklist: r.Checklist, Item: r.Item, Zone: r.Zone, Inspected: n[r.Checklist]}
			if err := fromJSON(r.ItemText, &c.Text); err != nil {
				return nil, err
			}
			if err := fromJSON(r.ZoneName, &c.ZoneName); err != nil {
				return nil, err
			}
			all = append(all, c)
		}
		c := &all[len(all)-1]
		c.Failed = append(c.Failed, checklist.Branch{Code: r.Branch, Name: r.BranchName, Grade: checklist.HallGrade(r.BranchGrade), Active: true})
	}
	return commonest(all), nil
}

// commonest keeps the common problems, most branches first.
func commonest(all []checklist.Common) []checklist.Common {
	all = slices.DeleteFunc(all, func(c checklist.Common) bool { return !checklist.IsCommon(len(c.Failed), c.Inspected) })
	slices.SortStableFunc(all, func(a, b checklist.Common) int { return cmp.Compare(len(b.Failed), len(a.Failed)) })
	return all
}
