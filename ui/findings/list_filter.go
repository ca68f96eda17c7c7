package findings

import (
	"slices"
	"strings"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
)

// due are the states in which the owner has to do something.
func due() []checklist.FindingStatus {
	return []checklist.FindingStatus{checklist.FindingOpen, checklist.InProgress, checklist.FindingRejected, checklist.ExtensionAsked}
}

// waiting are the states in which somebody else has to look.
func waiting() []checklist.FindingStatus {
	return []checklist.FindingStatus{checklist.FindingSubmitted, checklist.FixedOnSite}
}

// Mine is the filter of the findings a person has to put right: their own and
// those nobody owns yet.
func Mine(p checklist.Profile) checklist.FindingFilter {
	return checklist.FindingFilter{Branch: p.Branch.Code, Mine: p.User.Name, Statuses: due()}
}

// question is the filter of the tab in front.
func (p *List) question() checklist.FindingFilter {
	f := p.filter
	if p.s.Face() == checklist.FaceBranch {
		f.Branch = p.s.Profile().Branch.Code
	}
	switch p.tab {
	case tabMine:
		m := Mine(p.s.Profile())
		f.Branch, f.Mine, f.Statuses = m.Branch, m.Mine, m.Statuses
	case tabReview:
		f.Statuses, f.Unheard = waiting(), p.s.Face() == checklist.FaceHQ // a decision lost is asked for again
	case tabClosed:
		f.Statuses, f.Sort = []checklist.FindingStatus{checklist.FindingClosed}, checklist.FindingsNewest
	}
	return f
}

// options are the tabs; headquarters has no findings of its own to put right.
func (p *List) options() []kit.Option {
	t, n := p.s.T, p.got.counts
	word := func(key string, count int) string {
		if !p.got.known {
			return t(key)
		}
		return t(key) + " " + p.s.Words().N(count)
	}
	var out []kit.Option
	if p.s.Face() == checklist.FaceBranch {
		out = append(out, kit.Option{ID: tabMine, Text: word("findings.tab.mine", n.mine)})
	}
	return append(out,
		kit.Option{ID: tabAll, Text: word("findings.tab.all", n.all)},
		kit.Option{ID: tabReview, Text: word("findings.tab.review", n.review)},
		kit.Option{ID: tabClosed, Text: word("findings.tab.closed", n.closed)},
		kit.Option{ID: tabBright, Text: word("findings.tab.bright", n.bright)})
}

func (p *List) choose(tab string) {
	if tab == p.tab {
		return
	}
	p.tab = tab
	p.marked = nil
	p.restart()
}

// anyOne is the choice that takes a filter away.
const anyOne = "*"

// makeFilters makes the pickers; their choices come with the data.
func (p *List) makeFilters() {
	t := p.s.T
	pick := func(hint string, chosen string, set func(string)) *kit.SearchSelect {
		var x *kit.SearchSelect
		x = kit.NewSearchSelect(t(hint), nil, chosen, func(c kit.Choice, typed string) bool {
			return p.sv.contains(c.Text, typed)
		}, func(id string) {
			if id == anyOne {
				id = ""
			}
			set(id)
			x.Set(id)
			p.restart()
		})
		x.Find = t("findings.key.find")
		return x
	}
	p.zone = pick("findings.any.zone", p.filter.Zone, func(id string) { p.filter.Zone = id })
	p.s6 = pick("findings.any.s6", p.filter.S6, func(id string) { p.filter.S6 = id })
	p.severity = pick("findings.any.severity", string(p.filter.Severity), func(id string) { p.filter.Severity = checklist.Severity(id) })
	p.owner = pick("findings.any.owner", p.filter.Owner, func(id string) { p.filter.Owner = id })
	p.overdue = kit.NewToggle(t("findings.onlyOverdue"), p.filter.OverdueOn != "", p.setOverdue)
	p.repeat = kit.NewToggle(t("findings.onlyRepeat"), p.filter.Repeat, p.setRepeat)
	grades := []kit.Choice{{ID: anyOne, Text: t("findings.any.all")}}
	for _, s := range []checklist.Severity{checklist.Critical, checklist.Major, checklist.Minor} {
		grades = append(grades, kit.Choice{ID: string(s), Text: t("severity." + string(s))})
	}
	p.severity.SetChoices(grades, string(p.filter.Severity))
}

// showFilters offers what there is to choose from, with counts.
func (p *List) showFilters() {
	f := p.got.facets
	fill := func(x *kit.SearchSelect, chosen string, list []checklist.Facet, word func(checklist.Facet) string) {
		choices := []kit.Choice{{ID: anyOne, Text: p.s.T("findings.any.all")}}
		for _, c := range list {
			if c.ID != "" {
				choices = append(choices, kit.Choice{ID: c.ID, Text: word(c), Sub: p.s.Words().N(c.N)})
			}
		}
		x.SetChoices(choices, chosen)
	}
	fill(p.zone, p.filter.Zone, f.Zones, func(c checklist.Facet) string { return zone(p.s, c.ID, c.Name) })
	fill(p.owner, p.filter.Owner, f.Owners, func(c checklist.Facet) string { return c.ID })
	fill(p.s6, p.filter.S6, f.S6, func(c checklist.Facet) string { return p.s.T("s6." + c.ID) })
	p.overdue.Set(p.filter.OverdueOn != "")
	p.repeat.Set(p.filter.Repeat)
	p.tabs.SetOptions(p.options(), p.tab)
	for _, o := range []interface {
		Show()
		Hide()
	}{p.zone, p.s6, p.severity, p.owner, p.flags} {
		if p.tab == tabBright {
			o.Hide()
		} else {
			o.Show()
		}
	}
	p.bar.Refresh()
}

func (p *List) setOverdue(on bool) {
	p.filter.OverdueOn = ""
	if on {
		p.filter.OverdueOn = today(p.s)
	}
	p.restart()
}

func (p *List) setRepeat(on bool) {
	p.filter.Repeat = on
	p.restart()
}

// narrowed says whether any filter is set.
func (p *List) narrowed() bool {
	f := p.filter
	return f.Text != "" || f.Zone != "" || f.S6 != "" || f.Severity != "" || f.Owner != "" || f.OverdueOn != "" || f.Repeat || f.Inspection != ""
}

// clear takes every filter away.
func (p *List) clear() {
	p.filter = checklist.FindingFilter{}
	p.find.Fill("")
	p.severity.Set("")
	p.restart()
}

// search waits for a pause in typing before it asks the store.
func (p *List) search(text string) {
	p.typed++
	n := p.typed
	p.s.After(p.ctx, typingPause, func() {
		if n == p.typed {
			p.searchNow(text)
		}
	})
}

// searchNow asks at once: Enter, or Esc that empties the field.
func (p *List) searchNow(text string) {
	p.typed++
	if text = strings.TrimSpace(text); text != p.filter.Text {
		p.filter.Text = text
		p.restart()
	}
}

// mark takes finding i among those to be merged, or out of them.
func (p *List) mark(i int) {
	row := p.pager.Held(i)
	if row == nil || p.tab == tabBright {
		p.s.Hint(p.s.T("findings.markNone"))
		return
	}
	if at := slices.Index(p.marked, row.ID); at >= 0 {
		p.marked = slices.Delete(p.marked, at, at+1)
	} else {
		p.marked = append(p.marked, row.ID)
	}
	p.showMarked()
}

func (p *List) unmark() {
	p.marked = nil
	p.showMarked()
}

func (p *List) showMarked() {
	if len(p.marked) == 0 {
		p.selected.Hide()
	} else {
		p.selected.Show()
	}
	p.chosen.Set(p.s.T("findings.marked", "n", itoa(len(p.marked))))
	p.list.OnMark = nil
	if len(p.marked) > 0 { // while some are marked a tap marks too
		p.list.OnMark = p.mark
	}
	p.list.Reload()
	p.bar.Refresh()
}
