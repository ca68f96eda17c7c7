package demo

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist"
	hallday "hallcheck/checklist/hall"
)

// shot is a photo an answer needs.
type shot struct {
	sheet, item string
	note        string
	shared      bool // may look like that of another hall
	name        string
	bytes       []byte
	after       []byte // the same place put right; nil = nothing was wrong
}

// visit is one inspection with everything said, but its photos not yet stored.
type visit struct {
	in       *checklist.Inspection
	end      time.Time
	override string
	shots    []shot
}

// writer fills inspections of one hall.
type writer struct {
	*cast
	h     *hall
	d     *dice
	lists map[string]*checklist.Checklist
	month time.Time
	shots int
	seen  map[string]checklist.Value // what is known of items already, by their ids
}

// visits makes a month of a hall: four patrols, the 6S inspection, the
// etiquette observation.
func (w *writer) visits() ([]*visit, error) {
	var out []*visit
	quiet := w.month.Equal(thisMonth) && w.h.fate == absent
	for week := range 4 {
		if w.d.chance(60) || quiet && week > 0 {
			continue // a patrol nobody made
		}
		day := w.month.AddDate(0, 0, 2+7*week+w.d.IntN(2))
		v, err := w.visit("lobby-patrol", checklist.Self, w.h.manager, day.Add(w.minutes(10*60, 90)), 3*time.Minute, "")
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	if quiet {
		return out, nil
	}
	who := w.inspectors[(w.h.no+int(w.month.Month()))%len(w.inspectors)]
	day := 4 + (w.h.no*5+int(w.month.Month()))%21
	at := w.month.AddDate(0, 0, day).Add(w.minutes(9*60, 300))
	left := ""
	if w.month.Equal(thisMonth) && w.h.fate == incomplete {
		left = w.Override
	}
	v, err := w.visit("6s-environment", checklist.Announced, who, at, time.Duration(35+w.d.IntN(25))*time.Minute, left)
	if err != nil {
		return nil, err
	}
	e, err := w.visit("staff-etiquette", checklist.Announced, who, v.end.Add(10*time.Minute), time.Duration(40+w.d.IntN(20))*time.Minute, "")
	return append(out, v, e), err
}

func (w *writer) minutes(from, spread int) time.Duration {
	return time.Duration(from+w.d.IntN(spread)) * time.Minute
}

// visit makes one inspection; left is why the inspector went before the end.
func (w *writer) visit(list string, mode checklist.Mode, who checklist.Person, at time.Time, length time.Duration, left string) (*visit, error) {
	c := w.lists[list]
	in, err := checklist.Start(w.d.id(), c, w.h.Branch, who, mode, at)
	if err != nil {
		return nil, err
	}
	v := &visit{in: in, end: at.Add(length), override: left}
	if c.Subject == checklist.SubjectPerson {
		people := append([]checklist.Person{w.h.manager}, w.h.staff[:2+w.d.IntN(len(w.h.staff)-1)]...)
		for i, p := range people {
			if err := in.AddSheet(checklist.Sheet{ID: strconv.Itoa(i + 1), Person: p.Name, Position: p.Position}); err != nil {
				return nil, err
			}
		}
	}
	total := len(in.Sheets) * len(c.Items)
	step, now, done := length/time.Duration(total+1), at, 0
	for _, s := range in.Sheets {
		for i := range c.Items {
			it := &c.Items[i]
			now, done = now.Add(step), done+1
			if !in.Applies(s, it) || left != "" && done > total*7/10 {
				continue
			}
			if err := w.answer(v, s.ID, it, now); err != nil {
				return nil, err
			}
		}
	}
	w.praise(v)
	return v, nil
}

// praise takes a picture of one thing that was well done this month, another one in
// every hall: what the bulletin shows as good practice.
func (w *writer) praise(v *visit) {
	if !w.month.Equal(thisMonth) || v.in.Checklist.ID != "6s-environment" {
		return
	}
	var good []string
	for i := range v.in.Checklist.Items {
		it := &v.in.Checklist.Items[i]
		a := v.in.Answer(checklist.MainSheet, it.ID)
		if a != nil && it.Photo != checklist.PhotoAlways && a.Value.Verdict != checklist.NA && !it.OpensFinding(v.in.Checklist, a.Value) {
			good = append(good, it.ID)
		}
	}
	if len(good) > 0 {
		w.shots++
		v.shots = append(v.shots, shot{
			sheet: checklist.MainSheet, item: pick(newDice(w.seed, "praise "+v.in.ID), good), shared: true,
			name: fmt.Sprintf("IMG_%s_%03d.jpg", w.month.Format("20060102_150405"), w.shots),
		})
	}
}

// answer gives one answer, with note and photo where they are due.
func (w *writer) answer(v *visit, sheet string, it *checklist.Item, now time.Time) error {
	val, known := w.seen[it.ID]
	if !known {
		val = w.value(it, w.bad(it))
	}
	if err := v.in.Record(sheet, it.ID, val, now); err != nil {
		return err
	}
	note := ""
	opens := it.OpensFinding(v.in.Checklist, val)
	switch {
	case val.Verdict == checklist.NA:
		note = pick(w.d, w.naReasons(it))
	case opens:
		note = w.note(it, val)
	}
	if note != "" {
		if err := v.in.Note(sheet, it.ID, note, now); err != nil {
			return err
		}
	}
	if opens && w.d.chance(700) {
		owner := w.h.head.Name
		if it.Severity == checklist.Minor {
			owner = w.h.manager.Name
		}
		if err := v.in.Settle(sheet, it.ID, checklist.Remedy{Owner: owner}, now); err != nil {
			return err
		}
	}
	if it.Photo == checklist.PhotoAlways && val.Verdict != checklist.NA || opens && it.Photo == checklist.PhotoOnFail || opens && it.Veto != checklist.VetoNone {
		w.shots++
		v.shots = append(v.shots, shot{
			sheet: sheet, item: it.ID, note: note, shared: !w.month.Equal(thisMonth),
			name: fmt.Sprintf("IMG_%s_%03d.jpg", now.Format("20060102_150405"), w.shots),
		})
	}
	return nil
}

// naReasons are why the item does not apply.
func (w *writer) naReasons(it *checklist.Item) []string {
	if own := w.NANotes[it.ID]; len(own) > 0 {
		return own
	}
	return w.NAReasons
}

// bad decides whether an answer is a bad one: weak halls, common problems, and
// a bit better than last month.
func (w *writer) bad(it *checklist.Item) bool {
	now := w.month.Equal(thisMonth)
	if it.Veto == checklist.VetoInspection {
		return now && w.h.fate == vetoed && strings.HasPrefix(it.ID, "env.")
	}
	n := w.h.lapses
	if w.common[it.ID] {
		n = n*2 + 60
	}
	if !now {
		n = n*5/4 + w.d.IntN(30)
	}
	return w.d.chance(n)
}

// value makes an answer of the item's type.
func (w *writer) value(it *checklist.Item, bad bool) checklist.Value {
	if !bad && it.Veto == checklist.VetoNone && slices.Contains([]string{"env.vip.room", "env.vip.materials", "env.vip.privacy", "env.outdoor.parking"}, it.ID) &&
		w.h.Grade == checklist.Partner && w.d.chance(600) {
		return checklist.VerdictValue(checklist.NA)
	}
	switch it.Type {
	case checklist.TypePass:
		if bad {
			return checklist.VerdictValue(checklist.Miss)
		}
		return checklist.VerdictValue(checklist.Pass)
	case checklist.TypeScore:
		return w.score(it, bad)
	case checklist.TypeRating:
		return checklist.NumberValue(checklist.N(max(1, it.Scale-w.d.IntN(3))))
	case checklist.TypeNumber:
		return checklist.NumberValue(checklist.N(w.number(it, bad)))
	default:
		return checklist.TextValue(w.Fallback)
	}
}

func (w *writer) score(it *checklist.Item, bad bool) checklist.Value {
	k := 0
	if bad {
		k = 1 + w.d.IntN(2)
	}
	if it.Deduct != nil {
		return checklist.OccurrencesValue(k)
	}
	return checklist.NumberValue(max(0, it.Points-checklist.Milli(k*500)))
}

func (w *writer) number(it *checklist.Item, bad bool) int {
	if it.Target == nil {
		n := 2 + w.d.IntN(9)
		if it.ID == itemOpen {
			n = min(n, len(hallday.DefaultRules().Windows)) // no more are open than there are
		}
		return n
	}
	t := int(it.Target.Value / 1000)
	miss := 1 + w.d.IntN(max(2, t))
	switch {
	case it.Target.Op == "<=" && bad:
		return t + miss
	case it.Target.Op == "<=":
		return w.d.IntN(t + 1)
	case bad:
		return max(0, t-miss)
	default:
		return t + w.d.IntN(6)
	}
}

// note is what an inspector would write about the item.
func (w *writer) note(it *checklist.Item, v checklist.Value) string {
	list := w.Notes[it.ID]
	if len(list) == 0 {
		return w.Fallback
	}
	n := 1
	if v.Occurrences != nil {
		n = *v.Occurrences
	}
	return strings.ReplaceAll(pick(w.d, list), "{n}", strconv.Itoa(n))
}
