package bulletin

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"hallcheck/checklist"
)

// The lengths of lists that would be too long on paper; the workbook carries the
// problems themselves.
const (
	zoneItems   = 5   // items named in a zone
	mostItems   = 40  // repeats, common problems
	mostOverdue = 200 // overdue findings
	mostNames   = 30  // halls kept with an item
)

// weakest lists the three weakest zones of each hall.
func (f *freezer) weakest() map[string][]Weak {
	out := map[string][]Weak{}
	for i := range f.in.Facts.Cells {
		c := &f.in.Facts.Cells[i]
		for _, z := range c.Zones {
			at, known := f.zones[[2]string{c.Checklist, z.Zone}]
			if !known || z.N == 0 || f.hall(c.Branch) < 0 {
				continue
			}
			w := Weak{at, checklist.Tenths(halfUp(z.ScoreSum, int64(z.N))), checklist.Milli(halfUp(z.LostSum, int64(z.N)))}
			if w.Score < 1000 {
				out[c.Branch] = append(out[c.Branch], w)
			}
		}
	}
	for code, list := range out {
		slices.SortFunc(list, func(a, b Weak) int {
			return cmp.Or(cmp.Compare(a.Score, b.Score), cmp.Compare(b.Lost, a.Lost), cmp.Compare(a.Zone, b.Zone))
		})
		out[code] = slices.Clone(list[:min(3, len(list))])
	}
	return out
}

// item is the place of an item in the list, -1 for what was found by hand.
func (f *freezer) item(list, id, zone string, text checklist.Text) int {
	if id == "" {
		return -1
	}
	key := [2]string{list, id}
	if i, ok := f.items[key]; ok {
		return i
	}
	at, known := f.zones[[2]string{list, zone}]
	if !known {
		return -1
	}
	f.items[key] = len(f.d.Items)
	f.d.Items = append(f.d.Items, Item{at, id, text})
	return len(f.d.Items) - 1
}

// problems takes over the findings of the period, by hall and number.
func (f *freezer) problems() {
	list := make([]*Finding, 0, len(f.in.Facts.Findings))
	for i := range f.in.Facts.Findings {
		x := &f.in.Facts.Findings[i]
		if f.hall(x.Branch) >= 0 && f.about(x.Checklist) {
			list = append(list, x)
		}
	}
	slices.SortFunc(list, func(a, b *Finding) int {
		return cmp.Or(cmp.Compare(a.Branch, b.Branch), cmp.Compare(a.Day, b.Day), cmp.Compare(a.Number, b.Number), cmp.Compare(a.ID, b.ID))
	})
	for _, x := range list {
		p := Problem{
			Number: x.Number, Hall: f.hall(x.Branch), Item: f.item(x.Checklist, x.Item, x.Zone, x.ItemText), Text: checklist.MaskNumbers(strings.TrimSpace(x.Text)),
			Severity: x.Severity, Day: x.Day, Due: x.Due, Status: x.Status, Repeat: x.Repeat,
		}
		if p.Item < 0 {
			p.Zone = cmp.Or(x.ZoneName.ZH, x.Zone)
			p.Text = cmp.Or(p.Text, x.ItemText.ZH)
		}
		f.d.Problems = append(f.d.Problems, p)
		f.d.Basics.Problems++
		if x.Severity == checklist.Critical {
			f.d.Basics.Critical++
		}
	}
	f.d.Repeats = f.sums(func(p *Problem) bool { return p.Repeat > 0 })
	sortSums(f.d.Repeats)
	f.d.Repeats = f.d.Repeats[:min(len(f.d.Repeats), mostItems)]
}

// about says whether findings of a checklist belong in the bulletin; what was found
// by hand does.
func (f *freezer) about(list string) bool {
	return list == "" || slices.ContainsFunc(f.d.Lists, func(l List) bool { return l.ID == list })
}

// sums counts the problems by item.
func (f *freezer) sums(want func(*Problem) bool) []ItemSum {
	sums := map[int]*ItemSum{}
	var order []int
	for i := range f.d.Problems {
		p := &f.d.Problems[i]
		if p.Item < 0 || !want(p) {
			continue
		}
		s := sums[p.Item]
		if s == nil {
			s = &ItemSum{Item: p.Item}
			sums[p.Item] = s
			order = append(order, p.Item)
		}
		s.N++
		s.Worst = max(s.Worst, p.Repeat)
		f.name(s, p.Hall)
	}
	out := make([]ItemSum, 0, len(order))
	for _, i := range order {
		out = append(out, *sums[i])
	}
	return out
}

// name counts a hall of an item; halls must come in their order.
func (f *freezer) name(s *ItemSum, hall int) {
	if s.last == hall+1 {
		return
	}
	s.last = hall + 1
	s.Halls++
	if f.d.Names && len(s.Names) < mostNames {
		s.Names = append(s.Names, hall)
	}
}

// sortSums puts what most halls have first.
func sortSums(list []ItemSum) {
	slices.SortFunc(list, func(a, b ItemSum) int {
		return cmp.Or(cmp.Compare(b.Halls, a.Halls), cmp.Compare(b.N, a.N), cmp.Compare(a.Item, b.Item))
	})
}

// zoneSums sums the zones up, the ones that lost most first.
func (f *freezer) zoneSums() {
	now, before := zoneMeans(f, f.in.Facts.Cells), zoneMeans(f, f.in.Facts.Last)
	items := f.sums(func(*Problem) bool { return true })
	sortSums(items)
	count := f.zoneCounts()
	for z := range f.d.Zones {
		s := ZoneSum{Zone: z, Mean: now[z].score.of(), Last: before[z].score.of(), N: count[z][0], Halls: count[z][1]}
		if n := now[z].score.n; n > 0 {
			s.Lost = checklist.Milli(halfUp(now[z].lost, n))
		}
		for _, it := range items {
			if f.d.Items[it.Item].Zone == z && len(s.Items) < zoneItems {
				s.Items = append(s.Items, it)
			}
		}
		if s.Mean != nil || s.N > 0 {
			f.d.ZoneSums = append(f.d.ZoneSums, s)
		}
	}
	slices.SortStableFunc(f.d.ZoneSums, func(a, b ZoneSum) int {
		return cmp.Or(cmp.Compare(b.Lost, a.Lost), cmp.Compare(b.N, a.N))
	})
}

type zoneMean struct {
	score mean
	lost  int64
}

func zoneMeans(f *freezer, cells []checklist.PeriodCell) []zoneMean {
	out := make([]zoneMean, len(f.d.Zones))
	for i := range cells {
		c := &cells[i]
		if f.hall(c.Branch) < 0 {
			continue
		}
		for _, z := range c.Zones {
			if at, ok := f.zones[[2]string{c.Checklist, z.Zone}]; ok && z.N > 0 {
				out[at].score.add(checklist.Tenths(halfUp(z.ScoreSum, int64(z.N))))
				out[at].lost += halfUp(z.LostSum, int64(z.N))
			}
		}
	}
	return out
}

// zoneCounts counts findings and halls of each zone.
func (f *freezer) zoneCounts() [][2]int {
	out := make([][2]int, len(f.d.Zones))
	last := make([]int, len(f.d.Zones))
	for i := range f.d.Problems {
		p := &f.d.Problems[i]
		if p.Item < 0 {
			continue
		}
		z := f.d.Items[p.Item].Zone
		out[z][0]++
		if last[z] != p.Hall+1 {
			last[z] = p.Hall + 1
			out[z][1]++
		}
	}
	return out
}

// common are the items that failed widely (DOMAIN 6.1).
func (f *freezer) common() {
	inspected := map[string]map[string]bool{}
	for _, c := range f.in.Facts.Cells {
		if f.hall(c.Branch) >= 0 && c.N+c.Excluded > 0 {
			if inspected[c.Checklist] == nil {
				inspected[c.Checklist] = map[string]bool{}
			}
			inspected[c.Checklist][c.Branch] = true
		}
	}
	for _, s := range f.sums(func(*Problem) bool { return true }) {
		s.Inspected = len(inspected[f.d.Lists[f.d.Zones[f.d.Items[s.Item].Zone].List].ID])
		if checklist.IsCommon(s.Halls, s.Inspected) {
			f.d.Common = append(f.d.Common, s)
		}
	}
	sortSums(f.d.Common)
	f.d.Common = f.d.Common[:min(len(f.d.Common), mostItems)]
}

// vetoes sums the items up that voided inspections.
func (f *freezer) vetoes() {
	list := slices.Clone(f.in.Facts.Vetoes)
	slices.SortFunc(list, func(a, b VetoHit) int {
		return cmp.Or(cmp.Compare(a.Checklist, b.Checklist), cmp.Compare(a.Item, b.Item), cmp.Compare(a.Branch, b.Branch))
	})
	for _, v := range list {
		h := f.hall(v.Branch)
		k := slices.IndexFunc(f.in.Lists, func(c *checklist.Checklist) bool { return c.ID == v.Checklist })
		if h < 0 || k < 0 {
			continue
		}
		it := f.in.Lists[k].ItemByID(v.Item)
		if it == nil {
			continue
		}
		at := f.item(v.Checklist, v.Item, it.Zone, it.Text)
		if n := len(f.d.Vetoes); n == 0 || f.d.Vetoes[n-1].Item != at {
			f.d.Vetoes = append(f.d.Vetoes, ItemSum{Item: at})
		}
		s := &f.d.Vetoes[len(f.d.Vetoes)-1]
		s.N += v.N
		f.name(s, h)
	}
	sortSums(f.d.Vetoes)
}

// last is how the period before was put right, and what is overdue now.
func (f *freezer) last() {
	q, l := f.in.Facts.Query, &f.d.Last
	var r checklist.FindingRates
	for _, x := range f.in.Facts.LastRates {
		if f.hall(x.Branch) >= 0 {
			r.Created, r.Closed, r.Due, r.OnTime = r.Created+x.Created, r.Closed+x.Closed, r.Due+x.Due, r.OnTime+x.OnTime
			r.DaysSum, r.Open = r.DaysSum+x.DaysSum, r.Open+x.Open
		}
	}
	l.From, l.To, l.Issued, l.Closed, l.Due, l.OnTime, l.Open = q.LastFrom, q.LastTo, r.Created, r.Closed, r.Due, r.OnTime, r.Open
	l.MeanDays, l.HasDays = r.MeanDays()
	late := map[int]bool{}
	today, err := time.Parse(time.DateOnly, q.Today)
	for i := range f.in.Facts.Overdue {
		x := &f.in.Facts.Overdue[i]
		h := f.hall(x.Branch)
		if h < 0 || !f.about(x.Checklist) || err != nil {
			continue
		}
		late[h] = true
		o := Overdue{Number: x.Number, Hall: h, Severity: x.Severity, Due: x.Due, Text: f.headline(x)}
		if due, err := time.Parse(time.DateOnly, x.Due); err == nil {
			o.Days = int(today.Sub(due).Hours() / 24)
		}
		l.Overdue = append(l.Overdue, o)
	}
	l.OverdueN, l.HallsLate = len(l.Overdue), len(late)
	slices.SortFunc(l.Overdue, func(a, b Overdue) int {
		return cmp.Or(cmp.Compare(b.Days, a.Days), cmp.Compare(severe(b.Severity), severe(a.Severity)), cmp.Compare(a.Hall, b.Hall), cmp.Compare(a.Number, b.Number))
	})
	l.Overdue = l.Overdue[:min(len(l.Overdue), mostOverdue)]
}

// headline is what is wrong in one line, in both languages.
func (f *freezer) headline(x *Finding) checklist.Text {
	if t := checklist.MaskNumbers(strings.TrimSpace(x.Text)); t != "" {
		return checklist.Text{ZH: t, EN: t}
	}
	return x.ItemText
}

// pictures takes over what is shown.
func (f *freezer) pictures() {
	for _, b := range f.in.Facts.Praise(&f.in.Plan, f.in.Has) {
		p := b.Photos[0].Leaving()
		if f.in.Decided && !p.Decided() {
			continue
		}
		text := checklist.MaskNumbers(strings.TrimSpace(b.Text))
		f.d.Bright = append(f.d.Bright, Shot{
			Ref: b.ID, Hall: f.hall(b.Branch.Code), Zone: b.ZoneName, Text: checklist.Text{ZH: text, EN: text}, Day: b.Day, After: p.Drawn(),
		})
	}
	byID := map[string]*Finding{}
	for i := range f.in.Facts.Findings {
		byID[f.in.Facts.Findings[i].ID] = &f.in.Facts.Findings[i]
	}
	for _, id := range f.in.Facts.Choose(&f.in.Plan, f.in.Has) {
		x := byID[id]
		if x == nil || f.hall(x.Branch) < 0 {
			continue
		}
		s := Shot{Ref: id, Hall: -1, Zone: x.ZoneName, Text: f.headline(x), Day: x.Day, Due: x.Due}
		if f.d.Names {
			s.Hall = f.hall(x.Branch)
		}
		pics := f.in.Facts.Pictures[id]
		s.Before, s.After = f.picture(pics.Before), f.picture(pics.After)
		switch {
		case s.Before != "" && s.After != "" && x.wellDone():
			f.d.Fixed = append(f.d.Fixed, s)
		case s.Before != "":
			s.After = ""
			f.d.Shots = append(f.d.Shots, s)
		}
	}
}

// picture names a picture that may be shown, "" = none.
func (f *freezer) picture(p *checklist.PhotoRef) string {
	if p == nil || f.in.Decided && !p.Decided() || !f.in.Has(p.Shown()) {
		return ""
	}
	return p.Leaving().Drawn()
}
