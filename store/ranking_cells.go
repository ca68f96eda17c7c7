package store

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"

	"hallcheck/checklist"
)

// rangeCells sums a range of days that are not whole months: the months inside
// it come from the kept sums, the days before and after them from their
// inspections, found by month. All of one snapshot.
func rangeCells(tx *gorm.DB, list string, from, to time.Time) ([]checklist.PeriodCell, error) {
	first, after := from, to.AddDate(0, 0, 1) // whole months lie between these
	if from.Day() > 1 {
		first = time.Date(from.Year(), from.Month()+1, 1, 0, 0, 0, 0, time.UTC)
	}
	after = time.Date(after.Year(), after.Month(), 1, 0, 0, 0, 0, time.UTC)
	day := func(t time.Time) string { return t.Format(time.DateOnly) }
	if !first.Before(after) {
		return edgeCells(tx, list, day(from), day(to))
	}
	out, err := keptCells(tx, list, day(first)[:7], day(after.AddDate(0, -1, 0))[:7])
	if err != nil {
		return nil, err
	}
	for _, edge := range [][2]time.Time{{from, first.AddDate(0, 0, -1)}, {after, to}} {
		if edge[1].Before(edge[0]) {
			continue
		}
		more, err := edgeCells(tx, list, day(edge[0]), day(edge[1]))
		if err != nil {
			return nil, err
		}
		out = joinCells(out, more)
	}
	return out, nil
}

// edgeCells are freshCells month by month.
func edgeCells(tx *gorm.DB, list, fromDay, toDay string) ([]checklist.PeriodCell, error) {
	if fromDay[:7] == toDay[:7] {
		return freshCells(tx, list, fromDay, toDay)
	}
	first, err := freshCells(tx, list, fromDay, fromDay[:7]+"-99")
	if err != nil {
		return nil, err
	}
	last, err := freshCells(tx, list, toDay[:7]+"-00", toDay)
	return joinCells(first, last), err
}

// joinCells adds up two lists sorted by branch and checklist.
func joinCells(a, b []checklist.PeriodCell) []checklist.PeriodCell {
	out := make([]checklist.PeriodCell, 0, max(len(a), len(b)))
	for len(a) > 0 || len(b) > 0 {
		order := 0
		switch {
		case len(b) == 0:
			order = -1
		case len(a) == 0:
			order = 1
		default:
			order = strings.Compare(a[0].Branch, b[0].Branch)
			if order == 0 {
				order = strings.Compare(a[0].Checklist, b[0].Checklist)
			}
		}
		var c checklist.PeriodCell
		if order <= 0 {
			c, a = a[0], a[1:]
		}
		if order >= 0 {
			if order == 0 {
				merge(&c, b[0])
			} else {
				c = b[0]
			}
			b = b[1:]
		}
		out = append(out, c)
	}
	return out
}

// itemLosses packs what the items of each zone cost, "item lost;…", dearest
// first. The losses of a zone sum to the zone's own, which for sheets of several
// people is their mean.
func itemLosses(in *checklist.Inspection, res *checklist.Result) map[string]string {
	type loss struct {
		item string
		lost int64
	}
	byZone, sums := map[string][]loss{}, map[string]int64{}
	for i := range res.Trace {
		l := &res.Trace[i]
		it := in.Checklist.ItemByID(l.Item)
		n := thousandths(l.Lost)
		if it == nil || n <= 0 {
			continue
		}
		all := byZone[it.Zone]
		at := slices.IndexFunc(all, func(x loss) bool { return x.item == l.Item })
		if at < 0 {
			all, at = append(all, loss{item: l.Item}), len(all)
		}
		all[at].lost += n
		byZone[it.Zone] = all
		sums[it.Zone] += n
	}
	out := make(map[string]string, len(byZone))
	for _, z := range res.Zones {
		all, whole := byZone[z.ID], thousandths(z.Lost)
		slices.SortStableFunc(all, func(a, b loss) int { return int(b.lost - a.lost) })
		var text strings.Builder
		for i, l := range all {
			if i > 0 {
				text.WriteByte(';')
			}
			text.WriteString(l.item + " " + strconv.FormatInt((2*l.lost*whole+sums[z.ID])/(2*sums[z.ID]), 10))
		}
		if len(all) > 0 {
			out[z.ID] = text.String()
		}
	}
	return out
}
