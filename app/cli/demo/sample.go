package demo

import (
	"context"
	"slices"
	"strings"
	"time"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/photos"
)

// SampleOptions says where the sample records of a first run go.
type SampleOptions struct {
	Store   *store.Store
	Photos  *photos.Store
	Profile checklist.Profile // of a branch, as stored
	Now     time.Time         // everything lies in the five weeks before; its zone is the hall's
	Lang    checklist.Lang    // of notes and names
	Seed    int64             // 0 = another one each time: ids must differ between installations

	Progress func(done, total int) // nil = nobody asks
}

// sampleLapses is how many of 1000 answers of a sample are bad: enough to see
// findings, notes, owners and photos, and a score that is worth a look.
const sampleLapses = 90

// plan is one sample visit: how many days before Now, and when in that day.
type plan struct {
	list  string
	days  int
	from  int // minutes after midnight
	long  time.Duration
	draft bool // begun before Now and not finished
}

// Sample fills a branch that was just set up: staff, about five weeks of
// patrols, two 6S inspections, an etiquette observation of three people and a
// draft. Names of people and inspectors say that they are samples; otherwise
// the records are like any other. Codes: those of the store and the photo store.
func Sample(ctx context.Context, o SampleOptions) error {
	for o.Seed == 0 {
		o.Seed = time.Now().UnixNano()
	}
	w, people, err := sampleWriter(ctx, o)
	if err != nil {
		return err
	}
	for _, p := range people {
		if err := o.Store.SavePerson(ctx, p); err != nil {
			return err
		}
	}
	cam, err := newCamera("")
	if err != nil {
		return err
	}
	m := &maker{Options: Options{Seed: o.Seed}}
	me := o.Profile.User
	me.Name = assets.T(string(o.Lang), "sample.person", "name", me.Name)
	l := &loop{m: m, s: o.Store, album: o.Photos, lang: o.Lang, fixer: people[1], head: people[0], until: o.Now, turn: func(time.Time) {}}
	plans := samplePlans(o.Now)
	for i, p := range plans {
		if err := ctx.Err(); err != nil {
			return err
		}
		v, err := w.sample(o, p, me)
		if err == nil {
			err = w.sampleShots(o, cam, v)
		}
		if err == nil {
			at := v.end
			if at.IsZero() {
				at = o.Now
			}
			err = m.store(ctx, o.Store, o.Photos, v, at)
		}
		if err == nil {
			err = l.month(ctx, []*visit{v}, p.days < 14)
		}
		if err != nil {
			return err
		}
		if _, err := o.Store.ActAs(ctx, o.Profile.User.Name); err != nil {
			return err
		}
		if o.Progress != nil {
			o.Progress(i+1, len(plans))
		}
	}
	return nil
}

// samplePlans spreads the visits over the five weeks before now, oldest first.
func samplePlans(now time.Time) []plan {
	var out []plan
	for _, d := range []int{34, 31, 27, 24, 20, 17, 13, 10, 6, 3, 1} {
		out = append(out, plan{list: "lobby-patrol", days: d, from: 10 * 60, long: 3 * time.Minute})
	}
	recent := 4
	if now.Day() <= recent { // early in a month: still in it, if a day is over
		recent = max(1, now.Day()-1)
	}
	out = append(out,
		plan{list: "6s-environment", days: now.Day() + 8, from: 9 * 60, long: 42 * time.Minute}, // in the month before, three weeks into it or so
		plan{list: "6s-environment", days: recent, from: 14 * 60, long: 38 * time.Minute},
		plan{list: "staff-etiquette", days: 12, from: 9*60 + 30, long: 45 * time.Minute},
		plan{list: "three-clean-one-bright", draft: true, long: 25 * time.Minute})
	slices.SortStableFunc(out, func(a, b plan) int { return b.days - a.days })
	return out
}

// sampleWriter makes the hall as the profile has it, with staff of its own.
func sampleWriter(ctx context.Context, o SampleOptions) (*writer, []checklist.Person, error) {
	c, err := newCast(o.Seed, 0)
	if err != nil {
		return nil, nil, err
	}
	t := func(key string, pairs ...string) string { return assets.T(string(o.Lang), key, pairs...) }
	c.Org = o.Profile.Org
	if o.Lang == checklist.EN { // the stock of notes is Chinese
		c.Notes, c.Fallback, c.NAReasons, c.Override = nil, t("sample.note"), []string{t("sample.na")}, t("sample.left")
	}
	d := newDice(o.Seed, "sample")
	var people []checklist.Person
	posts := []checklist.Position{checklist.PositionManager, checklist.PositionLobby, checklist.PositionTeller, checklist.PositionTeller, checklist.PositionWealth}
	for i, name := range strings.Split(t("sample.names"), "|") {
		role := checklist.Role("")
		if i < 2 {
			role = []checklist.Role{checklist.BranchHead, checklist.LobbyManager}[i] // who review and put right
		}
		people = append(people, checklist.Person{Role: role, ID: d.id(), Name: t("sample.person", "name", name), Position: posts[i%len(posts)], Branch: o.Profile.Branch.Code})
	}
	h := &hall{Branch: o.Profile.Branch, lapses: sampleLapses, head: people[0], manager: people[1], staff: people[2:4]}
	all, err := o.Store.Checklists(ctx)
	if err != nil {
		return nil, nil, err
	}
	w := &writer{cast: c, h: h, d: d, lists: map[string]*checklist.Checklist{}}
	for _, x := range all {
		w.lists[x.ID] = x
	}
	return w, people, nil
}

// sample makes one visit of the plan.
func (w *writer) sample(o SampleOptions, p plan, who checklist.Person) (*visit, error) {
	if p.draft {
		v, err := w.visit(p.list, checklist.Self, who, o.Now.Add(-p.long), p.long, w.Override)
		if err == nil {
			v.end = time.Time{}
		}
		return v, err
	}
	y, month, day := o.Now.AddDate(0, 0, -p.days).Date()
	at := time.Date(y, month, day, 0, 0, 0, 0, o.Now.Location()).Add(w.minutes(p.from, 60))
	return w.visit(p.list, checklist.Self, who, at, p.long, "")
}

// sampleShots draws the pictures of a visit; each says that it is a sample.
func (w *writer) sampleShots(o SampleOptions, cam *camera, v *visit) error {
	for i := range v.shots {
		s := &v.shots[i]
		it := v.in.Checklist.ItemByID(s.item)
		day := time.UnixMilli(v.in.StartedAt).In(o.Now.Location()).Format(time.DateOnly)
		b, _, err := cam.take(w.d, scene{
			zone: it.Zone, title: it.Text.In(o.Lang), note: s.note, ok: s.note == "",
			foot: assets.T(string(o.Lang), "sample.person", "name", w.h.Name+"  "+day),
		})
		if err != nil {
			return err
		}
		s.bytes = b
		if s.note == "" {
			continue
		}
		s.after, _, err = cam.take(w.d, scene{
			zone: it.Zone, title: it.Text.In(o.Lang), ok: true, foot: assets.T(string(o.Lang), "sample.person", "name", w.h.Name),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// store puts a visit away as the program would: photos first, then the
// inspection whole. A visit without an end stays a draft; at is when its photos
// came.
func (m *maker) store(ctx context.Context, s *store.Store, album *photos.Store, v *visit, at time.Time) error {
	refs, err := m.addPhotos(ctx, album, v, at)
	if err != nil {
		return err
	}
	for i, sh := range v.shots {
		if err := v.in.Attach(sh.sheet, sh.item, refs[i], at); err != nil {
			return err
		}
	}
	if !v.end.IsZero() {
		if err := v.in.Finish(v.override, v.end); err != nil {
			return err
		}
	}
	return s.StartInspection(ctx, v.in)
}
