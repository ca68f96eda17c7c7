package demo

import (
	"bytes"
	"context"
	"time"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/photos"
)

// loop puts the findings of visits right, or not: every state is among them. It
// works the way people do it: the lobby manager fixes, the branch head reviews.
type loop struct {
	m     *maker
	s     *store.Store
	album *photos.Store
	lang  checklist.Lang
	fixer checklist.Person // puts right
	head  checklist.Person // reviews; zero = nobody does
	until time.Time        // nothing happens later
	turn  func(time.Time)
}

// stage is how far a finding has come.
type stage int

const (
	untouched stage = iota
	begun
	asked
	submitted
	returned
	onSite
	closed
)

// stages gives the states of 100 findings of this month, and of the month before.
var stages = map[bool][]struct {
	stage stage
	upTo  int
}{
	true:  {{untouched, 16}, {begun, 26}, {asked, 33}, {submitted, 60}, {returned, 70}, {onSite, 74}, {closed, 100}},
	false: {{untouched, 5}, {submitted, 9}, {returned, 12}, {closed, 100}},
}

func stageOf(d *dice, recent bool) stage {
	n := d.IntN(100)
	for _, x := range stages[recent] {
		if n < x.upTo {
			return x.stage
		}
	}
	return closed
}

// month works on the findings of a month's visits, and records a good practice.
func (l *loop) month(ctx context.Context, list []*visit, recent bool) error {
	for _, v := range list {
		if err := l.put(ctx, v, recent, v.after()); err != nil {
			return err
		}
		if !recent || v.in.Checklist.ID != "6s-environment" {
			continue
		}
		if _, err := l.s.ActAs(ctx, l.head.Name); err != nil {
			return err
		}
		if err := l.bright(ctx, v); err != nil {
			return err
		}
	}
	_, err := l.s.ActAs(ctx, l.fixer.Name)
	return err
}

// put works on the findings of one visit; after are the pictures by item.
func (l *loop) put(ctx context.Context, v *visit, recent bool, after map[string][]byte) error {
	if v.end.IsZero() {
		return nil
	}
	rows, _, err := l.s.Findings(ctx, checklist.FindingFilter{Inspection: v.in.ID, Limit: 1000})
	if err != nil {
		return err
	}
	for i := range rows {
		d := newDice(l.m.Seed, "finding "+rows[i].ID)
		if v.in.Checklist.Subject == checklist.SubjectPerson && recent && d.chance(500) {
			continue // how somebody behaves takes longer
		}
		if err := l.one(ctx, d, &rows[i], stageOf(d, recent), v.end, after[rows[i].Item]); err != nil {
			return err
		}
	}
	return nil
}

// day is a working hour n days after the visit, never after the end.
func (l *loop) day(visit time.Time, n, hour int) time.Time {
	y, m, d := visit.Date()
	at := time.Date(y, m, d+n, hour, 20, 0, 0, visit.Location())
	if at.After(l.until) {
		return l.until
	}
	return at
}

// days is how long putting right took: three of four in time.
func (l *loop) days(d *dice, r *checklist.FindingRow) int {
	found, err := time.Parse(time.DateOnly, r.Day)
	due, err2 := time.Parse(time.DateOnly, r.Due)
	if err != nil || err2 != nil {
		return 1
	}
	left := int(due.Sub(found).Hours() / 24)
	if d.chance(750) {
		return d.IntN(left + 1)
	}
	return left + 1 + d.IntN(4)
}

func (l *loop) one(ctx context.Context, d *dice, r *checklist.FindingRow, to stage, visit time.Time, after []byte) error {
	if to == untouched {
		return nil
	}
	fixed := l.day(visit, l.days(d, r), 15)
	if fixed.Before(visit) {
		fixed = visit.Add(time.Hour)
	}
	photo, err := l.photo(ctx, d, r, to, after, fixed)
	if err != nil {
		return err
	}
	done := assets.T(string(l.lang), "sample.done")
	switch to {
	case begun:
		return l.move(ctx, r.ID, l.fixer, fixed, (*checklist.Finding).Begin)
	case asked:
		return l.move(ctx, r.ID, l.fixer, l.day(visit, 1, 16), func(f *checklist.Finding, act checklist.Act) error {
			return f.AskExtension(act, f.LatestDue(), assets.T(string(l.lang), "sample.later"))
		})
	case onSite:
		err = l.move(ctx, r.ID, l.fixer, visit, func(f *checklist.Finding, act checklist.Act) error {
			return f.FixOnSite(act, act.By, done, photo)
		})
	default:
		err = l.move(ctx, r.ID, l.fixer, fixed, func(f *checklist.Finding, act checklist.Act) error { return f.Submit(act, done, photo) })
	}
	if err != nil || l.head.Name == "" {
		return err
	}
	review := l.day(fixed, 1+d.IntN(2), 10)
	switch to {
	case returned:
		return l.move(ctx, r.ID, l.head, review, func(f *checklist.Finding, act checklist.Act) error {
			return f.Reject(act, assets.T(string(l.lang), "sample.return"))
		})
	case closed:
		return l.move(ctx, r.ID, l.head, review, func(f *checklist.Finding, act checklist.Act) error { return f.Accept(act, "") })
	}
	return nil
}

// photo stores the picture after, where the state has one.
func (l *loop) photo(ctx context.Context, d *dice, r *checklist.FindingRow, to stage, after []byte, at time.Time) ([]checklist.PhotoRef, error) {
	if to < submitted || after == nil {
		return nil, nil
	}
	ref, err := l.album.Add(ctx, bytes.NewReader(after), "IMG_"+at.Format("20060102_150405")+".jpg", "file", at)
	if err != nil {
		return nil, err
	}
	ref.ID = d.id()
	return []checklist.PhotoRef{ref}, nil
}

// move makes one move as a person at a time; a rule that refuses it, such as a
// missing photo, leaves the finding as it is.
func (l *loop) move(ctx context.Context, id string, who checklist.Person, at time.Time, verb func(*checklist.Finding, checklist.Act) error) error {
	l.turn(at)
	if _, err := l.s.ActAs(ctx, who.Name); err != nil {
		return err
	}
	_, err := l.s.EditFinding(ctx, id, verb)
	switch checklist.CodeOf(err) {
	case "finding.photo", "finding.own", "finding.onsite", "finding.latest", "finding.due", "finding.status":
		return nil
	}
	return err
}

// bright records a good picture of a visit as good practice: one nobody asked for,
// see praise.
func (l *loop) bright(ctx context.Context, v *visit) error {
	for _, s := range v.in.Sheets {
		for i := range v.in.Checklist.Items {
			it := &v.in.Checklist.Items[i]
			a := s.Answers[it.ID]
			if a == nil || len(a.Photos) == 0 || it.Photo == checklist.PhotoAlways || it.OpensFinding(v.in.Checklist, a.Value) {
				continue
			}
			l.turn(v.end)
			b := checklist.BrightSpot{
				Branch: v.in.Branch, Day: v.in.Day, Zone: it.Zone, Text: assets.T(string(l.lang), "sample.bright", "item", it.Text.In(l.lang)),
				Inspection: v.in.ID, Item: it.ID, Photos: a.Photos[:1],
			}
			if z := v.in.Checklist.ZoneByID(it.Zone); z != nil {
				b.ZoneName = z.Name
			}
			_, err := l.s.SaveBright(ctx, b)
			return err
		}
	}
	return nil
}

// decide is headquarters' part: it reviews some of what the halls submitted,
// and grants extensions.
func (m *maker) decide(ctx context.Context) error {
	for _, st := range []checklist.FindingStatus{checklist.FindingSubmitted, checklist.ExtensionAsked} {
		rows, _, err := m.hq.store.Findings(ctx, checklist.FindingFilter{Statuses: []checklist.FindingStatus{st}, Limit: 5000})
		if err != nil {
			return err
		}
		for i := range rows {
			d := newDice(m.Seed, "decide "+rows[i].ID)
			if rows[i].Severity == checklist.Minor || d.chance(650) {
				continue
			}
			_, err := m.hq.store.EditFinding(ctx, rows[i].ID, func(f *checklist.Finding, act checklist.Act) error {
				switch {
				case st == checklist.ExtensionAsked:
					return f.GrantExtension(act, "")
				case d.chance(700):
					return f.Accept(act, "")
				default:
					return f.Reject(act, assets.T(string(m.Lang), "sample.return"))
				}
			})
			if err != nil {
				return err
			}
		}
	}
	return m.review(ctx)
}
