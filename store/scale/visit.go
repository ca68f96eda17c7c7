package scale

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"

	"hallcheck/checklist"
)

// visitor makes the month of one hall.
type visitor struct {
	*Generator
	h       *hall
	m       int
	month   time.Time
	d       dice
	numbers int // findings numbered so far
}

func sumOf(seed uint64, n int) string {
	s := sha256.Sum256(fmt.Appendf(nil, "hallcheck scale %d %d", seed, n))
	return hex.EncodeToString(s[:])
}

// visits fills the bundle: a patrol a week, the 6S inspection, an observation.
func (v *visitor) visits(b *Bundle) error {
	for week := range Patrols {
		at := v.month.AddDate(0, 0, 2+7*week+v.d.IntN(3)).Add(v.minutes(10*60, 90))
		if err := v.add(b, Patrol, checklist.Self, v.h.manager, at, 3*time.Minute); err != nil {
			return err
		}
	}
	who := v.people[(v.h.no*7+v.m*13)%len(v.people)]
	at := v.month.AddDate(0, 0, 4+v.d.IntN(22)).Add(v.minutes(9*60, 300))
	if err := v.add(b, Inspect, checklist.Announced, who, at, 45*time.Minute); err != nil {
		return err
	}
	return v.add(b, Etiquette, checklist.Announced, who, at.Add(time.Hour), 40*time.Minute)
}

func (v *visitor) minutes(from, spread int) time.Duration {
	return time.Duration(from+v.d.IntN(spread)) * time.Minute
}

// add makes one inspection with its findings. It is finished without asking the
// gate, which would want the photos that are left out here.
func (v *visitor) add(b *Bundle, list string, mode checklist.Mode, who checklist.Person, at time.Time, length time.Duration) error {
	c := v.Lists[list]
	in, err := checklist.Start(v.d.id(), c, v.h.Branch, who, mode, at)
	if err != nil {
		return err
	}
	if c.Subject == checklist.SubjectPerson {
		for i, p := range v.h.staff[:1+of(v.d.chance(second))] {
			if err := in.AddSheet(checklist.Sheet{ID: strconv.Itoa(i + 1), Person: p.Name, Position: p.Position}); err != nil {
				return err
			}
		}
	}
	left := v.d.chance(unfinished)
	step := length / time.Duration(len(in.Sheets)*len(c.Items)+1)
	n, now := 0, at
	for _, s := range in.Sheets {
		for i := range c.Items {
			it := &c.Items[i]
			if now = now.Add(step); !in.Applies(s, it) || left && i > len(c.Items)*2/3 {
				continue
			}
			if err := v.answer(in, s.ID, it, now); err != nil {
				return err
			}
			n++
		}
	}
	in.Status, in.FinishedAt, in.Rev = checklist.Finished, at.Add(length).UnixMilli(), n+1
	if left {
		in.Incomplete = v.Left
	}
	in.Committed()
	b.Inspections = append(b.Inspections, in)
	return v.findings(b, in, at.Add(length))
}

func of(b bool) int {
	if b {
		return 1
	}
	return 0
}

// answer gives one answer, with the note that is due.
func (v *visitor) answer(in *checklist.Inspection, sheet string, it *checklist.Item, now time.Time) error {
	val := v.value(it)
	if err := in.Record(sheet, it.ID, val, now); err != nil {
		return err
	}
	switch {
	case val.Verdict == checklist.NA:
		return in.Note(sheet, it.ID, pick(v.d, v.NA), now)
	case it.OpensFinding(in.Checklist, val):
		return in.Note(sheet, it.ID, pick(v.d, v.Notes), now)
	}
	return nil
}

// value makes an answer: weak halls fail more, some items fail everywhere, and
// the year gets better month by month.
func (v *visitor) value(it *checklist.Item) checklist.Value {
	if it.Veto == checklist.VetoNone && v.d.chance(naShare) {
		return checklist.VerdictValue(checklist.NA)
	}
	n := v.h.lapses
	if v.common[it.ID] {
		n = n*2 + 30
	}
	n += n * (v.Months - 1 - v.m) / 20
	if it.Veto == checklist.VetoInspection {
		n = 2
	}
	bad := v.d.chance(n)
	switch it.Type {
	case checklist.TypePass:
		if bad {
			return checklist.VerdictValue(checklist.Miss)
		}
		return checklist.VerdictValue(checklist.Pass)
	case checklist.TypeScore:
		k := of(bad) * (1 + v.d.IntN(2))
		if it.Deduct != nil {
			return checklist.OccurrencesValue(k)
		}
		return checklist.NumberValue(max(0, it.Points-checklist.Milli(k*500)))
	case checklist.TypeRating:
		return checklist.NumberValue(checklist.N(max(1, it.Scale-of(bad)*2-v.d.IntN(2))))
	case checklist.TypeNumber:
		return checklist.NumberValue(checklist.N(v.number(it, bad)))
	default:
		return checklist.TextValue(v.Text)
	}
}

func (v *visitor) number(it *checklist.Item, bad bool) int {
	if it.Target == nil {
		return 2 + v.d.IntN(9)
	}
	t := int(it.Target.Value / 1000)
	switch miss := 1 + v.d.IntN(max(2, t)); {
	case it.Target.Op == "<=" && bad:
		return t + miss
	case it.Target.Op == "<=":
		return v.d.IntN(t + 1)
	case bad:
		return max(0, t-miss)
	default:
		return t + v.d.IntN(6)
	}
}
