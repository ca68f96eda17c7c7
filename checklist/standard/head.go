package standard

import "hallcheck/checklist"

// Bounds of numbers in a checklist; masses stay far from any overflow.
const (
	maxPoints = checklist.Milli(10_000_000) // 10 000
	maxWeight = checklist.Milli(100_000)    // 100
)

func readHead(o *object, c *checklist.Checklist) {
	if n, ok := o.need("schema"); ok {
		c.Schema = n.whole(1, 1)
	}
	if n, ok := o.need("id"); ok {
		c.ID = n.identifier()
	}
	if n, ok := o.need("version"); ok {
		c.Version = n.whole(1, 1_000_000)
	}
	if n, ok := o.need("title"); ok {
		c.Title = both(n)
	}
	if n, ok := o.need("purpose"); ok {
		c.Purpose = both(n)
	}
	readNature(o, c)
	if n, ok := o.need("scoring"); ok {
		readScoring(n, c)
	}
	readParts(o, c)
	if n, ok := o.opt("focus_profiles"); ok {
		readFocus(n, &c.Focus)
	}
	if n, ok := o.opt("score_labels"); ok {
		c.ScoreLabels = readLabels(n)
	}
	if n, ok := o.opt("scale"); ok {
		c.Scale = readScale(n)
	}
}

func readNature(o *object, c *checklist.Checklist) {
	if n, ok := o.need("kind"); ok {
		c.Kind = enum(n, checklist.KindInspection, checklist.KindObservation, checklist.KindMeeting, checklist.KindPatrol,
			checklist.KindSelfAssessment, checklist.KindMystery, checklist.KindSurvey, checklist.KindJourney, checklist.KindReview)
	}
	if n, ok := o.need("subject"); ok {
		c.Subject = enum(n, checklist.SubjectBranch, checklist.SubjectPerson, checklist.SubjectRespondent, checklist.SubjectWalk)
	}
	if n, ok := o.need("modes"); ok {
		c.Modes = enums(n, checklist.Announced, checklist.Covert, checklist.Self, checklist.Remote, checklist.Intercept, checklist.Panel)
		if len(c.Modes) == 0 {
			n.bad("type.empty")
		}
	}
	if n, ok := o.need("frequency"); ok {
		c.Frequency = enum(n, "hourly", "daily", "weekly", "monthly", "quarterly", "half-yearly")
	}
}

func readScoring(n node, c *checklist.Checklist) {
	o, ok := n.object()
	if !ok {
		return
	}
	s := &c.Scoring
	if m, ok := o.need("method"); ok {
		s.Method = enum(m, checklist.Points, checklist.Compliance, checklist.Gap, checklist.PeakEnd, checklist.Flags)
	}
	summed := s.Method == checklist.Points || s.Method == checklist.Compliance
	full, ok := o.opt("full")
	if summed && !ok {
		full, ok = o.need("full")
	}
	if ok {
		s.Full = full.number(checklist.N(1), maxPoints)
	}
	if v, ok := o.opt("veto_cap"); ok {
		s.VetoCap = v.number(0, checklist.N(100))
	} else {
		s.VetoCap = noCap
	}
	grades, ok := o.opt("grades")
	if !ok && (summed || s.Method == checklist.Flags) {
		grades, ok = o.need("grades")
	}
	if ok {
		s.Grades = readGrades(grades, s.Method)
	}
	o.close()
}

// noCap stands for a missing veto_cap until the vetoes are known.
const noCap = checklist.Milli(-1)

func readGrades(n node, m checklist.Method) []checklist.Grade {
	entries, _ := n.list()
	var out []checklist.Grade
	for i, e := range entries {
		o, ok := e.object()
		if !ok {
			continue
		}
		var g checklist.Grade
		if v, ok := o.need("id"); ok {
			g.ID = v.identifier()
		}
		if m == checklist.Flags {
			if v, ok := o.need("when"); ok {
				g.When = enum(v, "any-critical", "any-major", "any-minor", "none-failed")
			}
		} else if v, ok := o.need("min"); ok {
			g.Min = v.number(0, checklist.N(100))
			if i > 0 && len(out) == i && g.Min >= out[i-1].Min {
				v.bad("grades.order", "min", g.Min.String(), "before", out[i-1].Min.String())
			}
		}
		g.Name = named(o)
		o.close()
		out = append(out, g)
	}
	switch {
	case len(entries) == 0:
		n.bad("type.empty")
	case m != checklist.Flags && len(out) == len(entries) && out[len(out)-1].Min != 0:
		entries[len(entries)-1].bad("grades.zero")
	}
	unique(entries, out, func(g checklist.Grade) string { return g.ID })
	return out
}

func readParts(o *object, c *checklist.Checklist) {
	if n, ok := o.need("zones"); ok {
		entries, _ := n.list()
		for _, e := range entries {
			z := checklist.Zone{}
			if p, ok := e.object(); ok {
				z.ID, z.Name = part(p)
				if v, ok := p.opt("optional"); ok {
					z.Optional = enum(v, "true", "false") == "true"
				}
				p.close()
			}
			c.Zones = append(c.Zones, z)
		}
		if len(entries) == 0 {
			n.bad("type.empty")
		}
		unique(entries, c.Zones, func(z checklist.Zone) string { return z.ID })
	}
	if n, ok := o.opt("indicators"); ok {
		entries, _ := n.list()
		for _, e := range entries {
			x := checklist.Indicator{}
			if p, ok := e.object(); ok {
				x.ID, x.Name = part(p)
				p.close()
			}
			c.Indicators = append(c.Indicators, x)
		}
		unique(entries, c.Indicators, func(x checklist.Indicator) string { return x.ID })
	}
}

func part(o *object) (id string, name checklist.Text) {
	if v, ok := o.need("id"); ok {
		id = v.identifier()
	}
	return id, named(o)
}

// unique reports ids that come twice in a list.
func unique[T any](entries []node, values []T, id func(T) string) {
	seen := map[string]bool{}
	if len(entries) != len(values) {
		return
	}
	for i, v := range values {
		if s := id(v); s != "" && seen[s] {
			entries[i].bad("id.twice", "id", s)
		}
		seen[id(v)] = true
	}
}

func readFocus(n node, f *checklist.FocusProfiles) {
	o, ok := n.object()
	if !ok {
		return
	}
	f.Phase = profiles(o, "phase", "initial", "mature")
	f.Pressure = profiles(o, "pressure", "high", "low")
	o.close()
}

func profiles(o *object, key string, names ...string) map[string]map[string]checklist.Milli {
	n, ok := o.opt(key)
	if !ok {
		return nil
	}
	p, ok := n.object()
	if !ok {
		return nil
	}
	out := map[string]map[string]checklist.Milli{}
	for _, name := range names {
		if v, ok := p.opt(name); ok {
			out[name] = v.numbers(0, maxWeight)
		}
	}
	p.close()
	return out
}

func readLabels(n node) []checklist.ScoreLabel {
	entries, _ := n.list()
	var out []checklist.ScoreLabel
	for _, e := range entries {
		o, ok := e.object()
		if !ok {
			continue
		}
		var l checklist.ScoreLabel
		if v, ok := o.need("value"); ok {
			l.Value = v.number(0, maxPoints)
		}
		l.Name = named(o)
		o.close()
		out = append(out, l)
	}
	return out
}

func readScale(n node) *checklist.SurveyScale {
	o, ok := n.object()
	if !ok {
		return nil
	}
	s := &checklist.SurveyScale{}
	if v, ok := o.need("points"); ok {
		s.Points = v.whole(7, 7)
	}
	if v, ok := o.need("min"); ok {
		s.Min = both(v)
	}
	if v, ok := o.need("max"); ok {
		s.Max = both(v)
	}
	if v, ok := o.need("default_weights"); ok {
		s.DefaultWeights = v.numbers(0, checklist.N(100))
		sum := checklist.Milli(0)
		for _, w := range s.DefaultWeights {
			sum += w
		}
		if sum != checklist.N(100) {
			v.bad("weights.sum", "sum", sum.String())
		}
	}
	if v, ok := o.need("min_sample"); ok {
		s.MinSample = v.whole(1, 100_000)
	}
	o.close()
	return s
}
