package report

import (
	"slices"
	"strconv"
	"strings"

	"hallcheck/checklist"
	"hallcheck/checklist/bulletin"
)

// compose puts the parts together in the order of DOMAIN 8.3: good practice stands
// before problems.
func (g *gazette) compose() {
	if a := g.d.Addressee; a != "" {
		g.add(block{kind: blockFlush, text: strings.TrimRight(a, "：:") + g.t("colon")})
	}
	g.typed(g.d.Opening)
	if g.d.Opening == "" {
		g.say(g.t("opening", "period", g.period(g.d.From, g.d.To)))
	}
	g.changes()
	g.basics()
	g.ranks()
	g.bright()
	g.problems()
	g.last()
	g.next()
	mark := len(g.blocks)
	g.sign()
	g.annexFull()
	g.annexGroups()
	g.annexPictures()
	if len(g.annexes) > 0 { // listed before the signature
		list := make([]block, 0, len(g.annexes))
		for i, a := range g.annexes {
			key := "annexNext"
			if i == 0 {
				key = "annexFirst"
			}
			list = append(list, block{kind: blockText, text: g.t(key, "n", strconv.Itoa(i+1), "title", a), gap: i == 0})
		}
		g.blocks = slices.Insert(g.blocks, mark, list...)
	}
}

func (g *gazette) basics() {
	b := &g.d.Basics
	g.head1("basics")
	var lists []string
	for _, l := range g.d.Lists {
		lists = append(lists, g.t("list", "title", g.tr.in(l.Title), "n", strconv.Itoa(l.Version)))
	}
	var modes []string
	for _, m := range b.Modes {
		modes = append(modes, g.t("mode", "mode", g.tr.core("mode", string(m.Mode)), "n", strconv.Itoa(m.N)))
	}
	g.say(g.t("facts1", "from", g.day(b.First), "to", g.day(b.Final), "lists", strings.Join(lists, g.t("comma")), "active", strconv.Itoa(b.Active),
		"scope", g.scope(), "modes", strings.Join(modes, g.t("comma")), "records", strconv.Itoa(b.Records), "inspected", strconv.Itoa(b.Inspected),
		"coverage", share(b.Inspected, b.Active)))
	if c := g.d.Composite; c != nil {
		g.say(g.composite(c))
	}
	g.say(g.extremes())
	veto, halls := 0, 0
	for i := range g.d.Rows {
		if v := g.d.Rows[i].Vetoes; v > 0 {
			veto, halls = veto+v, halls+1
		}
	}
	text := g.t("found", "n", strconv.Itoa(b.Problems), "critical", strconv.Itoa(b.Critical))
	if veto > 0 {
		text += g.t("vetoed", "n", strconv.Itoa(veto), "halls", strconv.Itoa(halls))
	}
	if n := len(g.d.Absent); n > 0 {
		text += g.t("absent", "n", strconv.Itoa(n))
	}
	g.say(text)
	g.table(g.t("tab.facts"), g.factsPart())
}

// composite says how the index comes about.
func (g *gazette) composite(c *bulletin.Composite) string {
	var parts []string
	sum := checklist.Milli(0)
	for _, p := range c.Parts {
		sum += p.Weight
	}
	for _, p := range c.Parts {
		if p.List >= 0 && p.List < len(g.d.Lists) && sum > 0 {
			parts = append(parts, g.t("weight", "list", g.tr.in(g.d.Lists[p.List].Title), "w", share(int(p.Weight), int(sum))))
		}
	}
	return g.t("composite", "name", c.Name, "parts", strings.Join(parts, g.t("comma"))) + g.gradedBy(c) + g.t("compositeLost")
}

// gradedBy says which bands grade the index.
func (g *gazette) gradedBy(c *bulletin.Composite) string {
	l := g.d.Graded()
	if l == nil {
		return g.t("noGrades")
	}
	var bands []string
	for _, b := range c.Bands {
		bands = append(bands, g.t("band", "grade", g.gradeName(b.ID), "min", b.Min.String()))
	}
	return g.t("gradedBy", "list", g.tr.in(l.Title), "bands", strings.Join(bands, g.t("comma")))
}

// extremes is the mean, its change, the best and the worst hall, and how many
// reached which grade.
func (g *gazette) extremes() string {
	b := &g.d.Basics
	if b.Mean == nil || len(g.d.Rows) == 0 {
		return ""
	}
	text := g.t("mean", "mean", b.Mean.String(), "change", g.change(b.Mean, b.LastMean))
	if b.Ranked() {
		first, final := g.d.Rows[0].Score, g.d.Rows[len(g.d.Rows)-1].Score
		text += g.t("best", "best", g.withScore(first), "bestScore", first.String(), "worst", g.withScore(final), "worstScore", final.String())
	}
	var grades []string
	for _, x := range b.Grades {
		if x.N > 0 {
			grades = append(grades, g.t("graded", "grade", g.gradeName(x.ID), "n", strconv.Itoa(x.N)))
		}
	}
	if len(grades) > 0 {
		text += g.t("grades", "grades", strings.Join(grades, g.t("comma")))
	}
	return text + g.t("stop")
}

// withScore names the halls with a score.
func (g *gazette) withScore(score checklist.Tenths) string {
	var list []int
	for i := range g.d.Rows {
		if g.d.Rows[i].Score == score {
			list = append(list, g.d.Rows[i].Hall)
		}
	}
	return g.names(list, len(list))
}

func (g *gazette) ranks() {
	g.head1("ranks")
	b := &g.d.Basics
	switch {
	case b.TooFew:
		g.say(g.t("tooFew", "n", strconv.Itoa(b.Inspected)))
		return
	case !b.Ranked():
		g.say(g.t("withheld", "coverage", share(b.Inspected, b.Active)))
		return
	}
	g.say(g.t("ranksRule", "subject", g.subject()))
	g.gradeChart()
	if b.Gate != "" {
		g.say(g.t("provisional", "coverage", share(b.Inspected, b.Active)))
	}
	g.head2(1, g.t("overall"))
	all := len(g.d.Rows)
	if all <= g.d.Top+g.d.Low+3 {
		g.table(g.t("tab.all"), g.rankTable(g.d.Rows, false))
	} else {
		g.table(g.t("tab.top", "n", strconv.Itoa(g.d.Top)), g.rankTable(g.d.Rows[:g.d.Top], false))
		g.table(g.t("tab.low", "n", strconv.Itoa(g.d.Low)), g.rankTable(g.d.Rows[all-g.d.Low:], false))
	}
	g.add(block{kind: blockNote, text: g.footnotes(g.d.Rows)})
	if len(g.d.Groups) > 0 && g.d.Peers.Traffic == "" {
		g.head2(2, g.t("byGroup"))
		g.say(g.t("groupsRule"))
		g.table(g.t("tab.groups"), g.groupTable())
	}
}

func (g *gazette) bright() {
	g.head1("bright")
	if len(g.d.Bright) == 0 {
		g.say(g.t("noBright"))
		g.climbers()
		return
	}
	g.climbers()
	g.say(g.t("brightIntro", "n", strconv.Itoa(len(g.d.Bright))))
	for i := range g.d.Bright {
		s := &g.d.Bright[i]
		g.say(g.t("brightOne", "n", strconv.Itoa(i+1), "hall", g.hall(s.Hall), "zone", g.tr.in(s.Zone), "text", trimStop(g.tr.in(s.Text)), "figure", strconv.Itoa(i+1)))
	}
}

// climbers names the halls that gained most.
func (g *gazette) climbers() {
	if !g.d.Basics.Ranked() {
		return
	}
	var list []*bulletin.Row
	for i := range g.d.Rows {
		if c := g.d.Rows[i].Change(); c != nil && *c > 0 {
			list = append(list, &g.d.Rows[i])
		}
	}
	if len(list) == 0 {
		return
	}
	slices.SortStableFunc(list, func(a, b *bulletin.Row) int { return int(*b.Change() - *a.Change()) })
	var out []string
	for _, r := range list[:min(3, len(list))] {
		out = append(out, g.t("climber", "hall", g.hall(r.Hall), "n", r.Change().String()))
	}
	g.say(g.t("climbers", "n", strconv.Itoa(len(list)), "list", strings.Join(out, g.t("comma"))))
}

func (g *gazette) problems() {
	g.head1("problems")
	if g.d.Basics.Problems == 0 {
		g.say(g.t("noProblems"))
		return
	}
	n := 1
	g.head2(n, g.t("byZone"))
	g.table(g.t("tab.zones"), g.zoneTable())
	g.zoneChart()
	k := 0
	for i := range g.d.ZoneSums {
		if z := &g.d.ZoneSums[i]; z.N > 0 {
			k++
			g.say(g.zoneText(k, z))
		}
	}
	if len(g.d.Common) > 0 {
		n++
		g.head2(n, g.t("common"))
		g.say(g.t("commonRule", "n", strconv.Itoa(len(g.d.Common))))
		g.sums("tab.common", g.d.Common, true)
	}
	if len(g.d.Repeats) > 0 {
		n++
		g.head2(n, g.t("repeats"))
		g.say(g.t("repeatsRule"))
		g.sums("tab.repeats", g.d.Repeats, false)
	}
	if len(g.d.Vetoes) > 0 {
		n++
		g.head2(n, g.t("vetoes"))
		for i := range g.d.Vetoes {
			v := &g.d.Vetoes[i]
			g.say(g.t("veto", "n", strconv.Itoa(i+1), "item", trimStop(g.item(v.Item)), "count", strconv.Itoa(v.N), "halls", g.names(v.Names, v.Halls)))
		}
	}
}

// shownSums is how many items a table of the text lists.
const shownSums = 10

// sums puts the items that most halls have; the workbook has the others.
func (g *gazette) sums(title string, list []bulletin.ItemSum, common bool) {
	g.table(g.t(title), g.sumTable(list[:min(shownSums, len(list))], common))
	if len(list) > shownSums {
		g.add(block{kind: blockNote, text: g.t("sumsMore", "n", strconv.Itoa(shownSums), "all", strconv.Itoa(len(list)))})
	}
}

// zoneText is a zone in one paragraph.
func (g *gazette) zoneText(k int, z *bulletin.ZoneSum) string {
	var items []string
	for i := range z.Items {
		s := &z.Items[i]
		items = append(items, g.t("zoneItem", "item", trimStop(g.item(s.Item)), "halls", g.names(s.Names[:min(3, len(s.Names))], s.Halls)))
		if len(items) == 3 {
			break
		}
	}
	return g.t("zone", "k", strconv.Itoa(k), "zone", g.zone(z.Zone), "n", strconv.Itoa(z.N), "halls", strconv.Itoa(z.Halls),
		"items", strings.Join(items, g.t("semicolon")))
}

// shownOverdue is how many overdue findings the text lists.
const shownOverdue = 10

func (g *gazette) last() {
	l := &g.d.Last
	g.head1("last")
	text := g.t("lastNone", "period", g.period(l.From, l.To))
	if l.Issued > 0 {
		text = g.t("last1", "period", g.period(l.From, l.To), "issued", strconv.Itoa(l.Issued), "closed", strconv.Itoa(l.Closed),
			"rate", share(l.Closed, l.Issued), "open", strconv.Itoa(l.Open))
	}
	if l.Due > 0 {
		text += g.t("last2", "due", strconv.Itoa(l.Due), "onTime", strconv.Itoa(l.OnTime), "rate", share(l.OnTime, l.Due))
	}
	if l.HasDays {
		text += g.t("last3", "days", checklist.Tenths(l.MeanDays).String())
	}
	g.say(text)
	if l.OverdueN == 0 {
		g.say(g.t("noOverdue", "day", g.day(g.d.AsOf)))
		return
	}
	g.say(g.t("overdue", "day", g.day(g.d.AsOf), "n", strconv.Itoa(l.OverdueN), "halls", strconv.Itoa(l.HallsLate)))
	g.table(g.t("tab.overdue"), g.overdueTable(shownOverdue))
	if l.OverdueN > shownOverdue {
		g.add(block{kind: blockNote, text: g.t("overdueMore", "n", strconv.Itoa(shownOverdue), "all", strconv.Itoa(l.OverdueN))})
	}
}

func (g *gazette) next() {
	if len(g.d.Requirements) == 0 && g.d.Closing == "" {
		return
	}
	g.head1("next")
	for i, r := range g.d.Requirements {
		text := g.t("require", "n", g.ordinal(i+1), "text", trimStop(r.Text))
		var who []string
		if r.Owner != "" {
			who = append(who, g.t("owner", "owner", r.Owner))
		}
		if r.Due != "" {
			who = append(who, g.t("due", "day", g.day(r.Due)))
		}
		if len(who) > 0 {
			text += g.t("who", "who", strings.Join(who, g.t("semicolon")))
		}
		g.say(text)
	}
	g.typed(g.d.Closing)
}

// changes says what a new edition says otherwise.
func (g *gazette) changes() {
	c, r := g.d.Changes, g.d.Replaces
	if c == nil || r == nil {
		return
	}
	g.head1("changes")
	text := g.t("replaces", "n", strconv.Itoa(g.d.Edition), "day", g.day(r.Day), "before", strconv.Itoa(r.Edition))
	if r.Why != "" {
		text += g.t("why", "why", trimStop(r.Why))
	}
	g.say(text)
	var facts []string
	for _, x := range []struct {
		key string
		n   [2]int
	}{{"chRecords", c.Records}, {"chProblems", c.Problems}, {"chOverdue", c.Overdue}} {
		if x.n[0] != x.n[1] {
			facts = append(facts, g.t(x.key, "from", strconv.Itoa(x.n[0]), "to", strconv.Itoa(x.n[1])))
		}
	}
	if c.MeanFrom != nil && c.MeanTo != nil && *c.MeanFrom != *c.MeanTo {
		facts = append(facts, g.t("chMean", "from", c.MeanFrom.String(), "to", c.MeanTo.String()))
	}
	if c.Index {
		facts = append(facts, g.t("chIndex"))
	}
	if c.Words {
		facts = append(facts, g.t("chWords"))
	}
	if len(facts) > 0 {
		g.say(strings.Join(facts, g.t("semicolon")) + g.t("stop"))
	}
	if len(c.Rows) == 0 {
		g.say(g.t("chNoRanks"))
		return
	}
	g.say(g.t("chRanks", "n", strconv.Itoa(len(c.Rows))))
	g.table(g.t("tab.changes"), g.changeTable(shownChanges))
	if len(c.Rows) > shownChanges {
		g.add(block{kind: blockNote, text: g.t("more", "n", strconv.Itoa(shownChanges), "all", strconv.Itoa(len(c.Rows)))})
	}
}

// shownChanges is how many halls whose place is another one the text lists.
const shownChanges = 30

// sign is who signs and when, and which data the paper stands on.
func (g *gazette) sign() {
	g.add(block{kind: blockSign, text: g.d.Office, gap: true})
	g.add(block{kind: blockSign, text: g.day(g.d.Day)})
	g.add(block{kind: blockNote, text: g.t("dataset", "day", g.day(g.d.AsOf), "id", bulletin.Short(g.id)), gap: true})
}

// trimStop takes the full stop off, where a text goes on.
func trimStop(s string) string { return strings.TrimRight(strings.TrimSpace(s), "。.；;") }
