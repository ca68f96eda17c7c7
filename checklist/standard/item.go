package standard

import (
	"strconv"
	"strings"

	"hallcheck/checklist"
)

func readItems(o *object, c *checklist.Checklist) {
	n, ok := o.need("items")
	if !ok {
		return
	}
	entries, ok := n.list()
	if !ok {
		return
	}
	if len(entries) == 0 {
		n.bad("type.empty")
	}
	if len(entries) > MaxItems {
		n.bad("items.many", "count", strconv.Itoa(len(entries)), "limit", strconv.Itoa(MaxItems))
		return
	}
	n.d.lines = map[string]int{}
	for _, e := range entries {
		p, ok := e.object()
		if !ok {
			continue
		}
		it := readItem(p, c)
		p.close()
		if first, twice := n.d.lines[it.ID]; twice && it.ID != "" {
			e.bad("item.twice", "id", it.ID, "line", strconv.Itoa(first))
		} else {
			n.d.lines[it.ID] = e.line
		}
		c.Items = append(c.Items, it)
	}
}

func readItem(o *object, c *checklist.Checklist) (it checklist.Item) {
	if n, ok := o.need("id"); ok {
		it.ID = itemID(n)
	}
	if n, ok := o.need("zone"); ok {
		it.Zone = n.text()
		if it.Zone != "" && c.ZoneByID(it.Zone) == nil {
			n.bad("zone.unknown", "zone", it.Zone)
		}
	}
	if n, ok := o.need("text"); ok {
		it.Text = both(n)
	}
	if n, ok := o.need("guidance"); ok {
		it.Guidance = both(n)
	}
	if n, ok := o.need("type"); ok {
		it.Type = enum(n, checklist.TypePass, checklist.TypeScore, checklist.TypeRating, checklist.TypeNumber, checklist.TypeText)
	}
	if n, ok := o.need("points"); ok {
		it.Points = n.number(0, maxPoints)
	}
	if n, ok := o.need("weight"); ok {
		readWeight(n, &it)
	}
	readRules(o, &it)
	readAnswerKeys(o, &it)
	readTags(o, c, &it)
	readPair(o, c, &it)
	readTouch(o, c, &it)
	return it
}

// itemID reads <prefix>.<zone>.<slug>.
func itemID(n node) string {
	s := n.text()
	parts := strings.Split(s, ".")
	good := len(parts) == 3
	for _, p := range parts {
		good = good && kebab(p)
	}
	if s != "" && !good {
		n.bad("item.id", "id", s)
	}
	return s
}

func readWeight(n node, it *checklist.Item) {
	if _, isMap := mapping(n); !isMap {
		it.Weight = n.number(0, maxWeight)
		return
	}
	o, ok := n.object()
	if !ok {
		return
	}
	it.WeightBy = map[checklist.HallGrade]checklist.Milli{}
	for _, g := range []checklist.HallGrade{checklist.Flagship, checklist.Second, checklist.Third, checklist.Partner} {
		v, ok := o.opt(string(g))
		if !ok && g == checklist.Second {
			v, ok = o.need(string(g))
		}
		if ok {
			it.WeightBy[g] = v.number(0, maxWeight)
		}
	}
	o.close()
}

func readRules(o *object, it *checklist.Item) {
	if n, ok := o.need("veto"); ok {
		it.Veto = enum(n, checklist.VetoNone, checklist.VetoIndicator, checklist.VetoInspection)
	}
	if n, ok := o.need("photo"); ok {
		it.Photo = enum(n, checklist.PhotoNever, checklist.PhotoOnFail, checklist.PhotoAlways)
	}
	if n, ok := o.need("severity"); ok {
		it.Severity = enum(n, checklist.Minor, checklist.Major, checklist.Critical)
	}
	if n, ok := o.need("rectify_days"); ok {
		it.RectifyDays = n.whole(0, 3650)
	}
}

// readAnswerKeys reads the keys that go with one answer type.
func readAnswerKeys(o *object, it *checklist.Item) {
	only := func(key string, t checklist.Type) (node, bool) {
		n, ok := o.opt(key)
		if ok && it.Type != t && it.Type != "" {
			n.bad("key.only", "key", key, "type", string(t))
			return n, false
		}
		return n, ok
	}
	if n, ok := only("deduct", checklist.TypeScore); ok {
		d := n.number(1, maxPoints)
		it.Deduct = &d
	}
	if n, ok := only("scale", checklist.TypeRating); ok {
		it.Scale = n.whole(5, 7)
		if it.Scale == 6 {
			n.bad("enum", "value", "6", "allowed", "5, 7")
		}
	} else if _, there := o.fields["scale"]; it.Type == checklist.TypeRating && !there {
		o.bad("scale.missing", "id", it.ID)
	}
	if n, ok := only("unit", checklist.TypeNumber); ok {
		it.Unit = n.text()
	}
	if n, ok := only("target", checklist.TypeNumber); ok {
		it.Target = readTarget(n)
	} else if _, there := o.fields["target"]; it.Type == checklist.TypeNumber && it.Points > 0 && !there {
		o.bad("target.missing", "id", it.ID)
	}
}

func readTarget(n node) *checklist.Target {
	o, ok := n.object()
	if !ok {
		return nil
	}
	t := &checklist.Target{}
	if v, ok := o.need("op"); ok {
		t.Op = enum(v, "<=", ">=")
	}
	if v, ok := o.need("value"); ok {
		t.Value = v.number(0, checklist.N(999_999))
	}
	o.close()
	return t
}

func readTags(o *object, c *checklist.Checklist, it *checklist.Item) {
	if n, ok := o.opt("s6"); ok {
		it.S6 = enum(n, "sort", "set", "shine", "standardize", "sustain", "safety")
	}
	if n, ok := o.opt("roles"); ok {
		it.Roles = enums(n, checklist.PositionLobby, checklist.PositionTeller, checklist.PositionWealth, checklist.PositionManager)
	}
	if n, ok := o.opt("focus"); ok {
		it.Focus = n.identifier()
	}
	n, ok := o.opt("indicator")
	switch {
	case ok:
		it.Indicator = n.text()
		for _, x := range c.Indicators {
			if x.ID == it.Indicator {
				return
			}
		}
		n.bad("indicator.unknown", "indicator", it.Indicator)
	case it.Veto == checklist.VetoIndicator:
		o.bad("indicator.missing", "id", it.ID)
	}
}

// readPair reads the SERVQUAL statements; a gap checklist needs them.
func readPair(o *object, c *checklist.Checklist, it *checklist.Item) {
	e, hasE := o.opt("expectation")
	p, hasP := o.opt("perception")
	if gap := c.Scoring.Method == checklist.Gap; hasE != hasP || gap && !hasE {
		if !hasE {
			o.need("expectation")
		}
		if !hasP {
			o.need("perception")
		}
	}
	if hasE {
		it.Expectation = both(e)
	}
	if hasP {
		it.Perception = both(p)
	}
	if hasE && it.Type != "" && it.Type != checklist.TypeRating {
		e.bad("key.only", "key", "expectation", "type", string(checklist.TypeRating))
	}
}

// readTouch reads what a touchpoint has; a walk is rated 1…5.
func readTouch(o *object, c *checklist.Checklist, it *checklist.Item) {
	if n, ok := o.opt("stage"); ok {
		it.Stage = enum(n, "before", "during", "after")
	}
	if n, ok := o.opt("moment"); ok {
		it.Moment = enum(n, "normal", "peak", "end")
	}
	if n, ok := o.opt("blueprint"); ok {
		it.Blueprint = readBlueprint(n)
	}
	if c.Scoring.Method == checklist.PeakEnd && it.Type == checklist.TypeRating && it.Scale == 7 {
		o.fields["scale"].bad("walk.scale", "id", it.ID)
	}
}

func readBlueprint(n node) *checklist.Blueprint {
	o, ok := n.object()
	if !ok {
		return nil
	}
	b := &checklist.Blueprint{}
	for key, to := range map[string]*checklist.Text{"front": &b.Front, "back": &b.Back, "evidence": &b.Evidence} {
		if v, ok := o.need(key); ok {
			*to = both(v)
		}
	}
	o.close()
	return b
}
