package shell

import (
	"hallcheck/checklist"
	"hallcheck/ui/kit"
)

// GradeTone colours a grade by its place in the checklist's bands: the best is
// green, the worst red, those between blue and amber. Classes of a flags
// checklist stand the other way round.
func GradeTone(c *checklist.Checklist, id string) kit.Tone {
	last := len(c.Scoring.Grades) - 1
	for i, g := range c.Scoring.Grades {
		if g.ID != id {
			continue
		}
		if c.Scoring.Method == checklist.Flags {
			i = last - i
		}
		switch i {
		case last:
			return kit.Fail
		case 0:
			return kit.Pass
		case 1:
			return kit.Accent
		default:
			return kit.Warn
		}
	}
	return kit.Plain
}

// GradeWord is the name of a grade in the language in force.
func (w Words) GradeWord(c *checklist.Checklist, id string) string {
	if g := c.GradeByID(id); g != nil {
		return w.In(g.Name)
	}
	return id
}
