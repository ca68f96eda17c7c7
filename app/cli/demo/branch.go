package demo

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/exchange"
	"hallcheck/store/photos"
)

// prepared is a hall's two months, thought out and drawn, not yet stored.
type prepared struct {
	h      *hall
	months [2][]*visit
	days   [2]*hallDays
	open   []*visit // of a kept hall: finished but not sent, and a draft
	err    error
}

// branches records every hall, sends its bundles and enrols its device. While
// one hall is stored the next ones are drawn.
func (m *maker) branches(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	queue := make(chan prepared, 2)
	var drawing sync.WaitGroup
	drawing.Go(func() { m.prepareAll(ctx, queue) })
	defer drawing.Wait()
	defer cancel()
	scratch, err := os.MkdirTemp(m.Dir, ".scratch-*")
	if err != nil {
		return checklist.Fail("cli.cannotWrite", "file", m.Dir).Because(err)
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	done := 0
	for p := range queue {
		if p.err != nil {
			return p.err
		}
		dir := scratch
		if p.h.no < kept {
			dir = m.path("branches", p.h.Code)
		}
		if err := m.branch(ctx, dir, p); err != nil {
			return err
		}
		if dir == scratch {
			if err := clean(scratch); err != nil {
				return err
			}
		}
		done++
		m.Progress("cli.demo.record", done, len(m.cast.halls))
	}
	return ctx.Err()
}

// clean makes the scratch folder new; pictures stay, for halls that share one.
func clean(dir string) error {
	list, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range list {
		if n := e.Name(); n == "photos" || n == "cache" || n == "reserve.bin" {
			continue
		}
		if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

func (m *maker) prepareAll(ctx context.Context, queue chan<- prepared) {
	defer close(queue)
	cam, err := newCamera(m.Photos)
	if err != nil {
		err = checklist.Fail("cli.cannotRead", "file", m.Photos).Because(err)
	}
	for _, h := range m.cast.halls {
		p := prepared{h: h, err: err}
		if err == nil {
			p.err = m.prepare(cam, &p)
		}
		select {
		case queue <- p:
		case <-ctx.Done():
			return
		}
	}
}

func (m *maker) prepare(cam *camera, p *prepared) error {
	for i, month := range []time.Time{lastMonth, thisMonth} {
		w := &writer{cast: m.cast, h: p.h, d: newDice(m.Seed, "visits "+p.h.Code+month.Format(" 2006-01")), lists: m.lists, month: month}
		list, err := w.visits()
		if err != nil {
			return err
		}
		p.months[i] = list
		if i == 1 && p.h.no < kept {
			if p.open, err = w.unsent(); err != nil {
				return err
			}
		}
		if p.days[i], err = m.hallMonth(p.h, month, []time.Time{thisMonth, evening}[i]); err != nil {
			return err
		}
		for _, v := range slices.Concat(list, p.open, p.days[i].sheets) {
			if err := w.develop(cam, v); err != nil {
				return err
			}
		}
	}
	return nil
}

// unsent is what a kept hall has not sent yet: today's patrol, and a self-check
// somebody is in the middle of.
func (w *writer) unsent() ([]*visit, error) {
	patrol, err := w.visit("lobby-patrol", checklist.Self, w.h.manager, evening.Add(-8*time.Hour), 3*time.Minute, "")
	if err != nil {
		return nil, err
	}
	begun, err := w.visit("6s-environment", checklist.Self, w.h.manager, evening.Add(-2*time.Hour), 30*time.Minute, w.Override)
	if err != nil {
		return nil, err
	}
	begun.end = time.Time{}
	if w.h.no != busy {
		return []*visit{patrol, begun}, nil
	}
	own, err := w.ownCampaign()
	return append(own, patrol, begun), err
}

// ownCampaign is a branch looking at itself very strictly: a kept hall with more
// than a hundred findings still to be put right, to try the loop with.
func (w *writer) ownCampaign() ([]*visit, error) {
	usually := w.h.lapses
	defer func() { w.h.lapses = usually }()
	var out []*visit
	for i, c := range []struct {
		list   string
		lapses int
	}{{"6s-environment", 850}, {"staff-etiquette", 420}} {
		w.h.lapses = c.lapses
		v, err := w.visit(c.list, checklist.Self, w.h.head, evening.AddDate(0, 0, -3+i).Add(-3*time.Hour), 90*time.Minute, "")
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// develop makes the pictures of a visit.
func (w *writer) develop(cam *camera, v *visit) error {
	for i := range v.shots {
		s := &v.shots[i]
		it := v.in.Checklist.ItemByID(s.item)
		sc := scene{zone: it.Zone, title: it.Text.ZH, note: s.note, ok: s.note == "", foot: time.UnixMilli(v.in.StartedAt).In(china).Format("2006-01-02")}
		if s.note != "" && stageOf(newDice(w.seed, "finding "+checklist.FindingID(v.in.ID, s.sheet, s.item)), !s.shared) >= submitted {
			if err := w.developAfter(cam, s, sc, it); err != nil {
				return err
			}
		}
		if key := s.item + s.note; s.shared && len(cam.files) == 0 {
			sc.foot = w.Org
			if s.bytes = cam.pool[key]; s.bytes != nil {
				continue
			}
		} else {
			sc.foot = w.h.Name + "  " + sc.foot
		}
		b, name, err := cam.take(w.d, sc)
		if err != nil {
			return err
		}
		s.bytes = b
		if name != "" {
			s.name = name
		} else if s.shared {
			cam.pool[s.item+s.note] = b
		}
	}
	return nil
}

// developAfter makes the picture of a place put right; halls that are not kept
// whole share one.
func (w *writer) developAfter(cam *camera, s *shot, sc scene, it *checklist.Item) error {
	key := "after " + s.item
	sc.note, sc.ok, sc.foot = "", true, w.h.Name+"  "+it.ID
	share := s.shared || w.h.no >= kept
	if share {
		sc.foot = w.Org
		if s.after = cam.pool[key]; s.after != nil {
			return nil
		}
	}
	b, _, err := cam.take(w.d, sc)
	if s.after = b; share && err == nil {
		cam.pool[key] = b
	}
	return err
}

// after lists the pictures of what was put right by item.
func (v *visit) after() map[string][]byte {
	out := map[string][]byte{}
	for _, s := range v.shots {
		if s.after != nil {
			out[s.item] = s.after
		}
	}
	return out
}

// branch is one hall from its first run to its last export.
func (m *maker) branch(ctx context.Context, dir string, p prepared) error {
	m.turn(lastMonth)
	h := p.h
	s, err := m.Open(ctx, dir, m.clock, newDice(m.Seed, "moves "+h.Code).id)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	profile := checklist.Profile{Face: checklist.FaceBranch, Org: m.cast.Org, Branch: h.Branch, User: h.manager, Device: h.device, OrgID: m.cast.orgID}
	if err := s.Setup(ctx, profile); err != nil {
		return err
	}
	if err := savePeople(ctx, s, append([]checklist.Person{h.head}, h.staff...)); err != nil {
		return err
	}
	request, err := exchange.InitBranch(ctx, s, dir, m.hq.card)
	if err != nil {
		return err
	}
	if _, err := exchange.Enrol(ctx, m.hq.store, m.path("hq"), request); err != nil {
		return err
	}
	album, err := photos.Open(dir)
	if err != nil {
		return err
	}
	defer func() { _ = album.Close() }()
	x, err := exchange.New(exchange.Options{Store: s, Photos: album, Dir: dir, App: m.App, Clock: m.clock, Words: m.Words})
	if err != nil {
		return err
	}
	for i, list := range p.months {
		to := m.path("outbox")
		if i == 1 && h.fate == late {
			to = m.path("late")
		}
		if err := m.visited(ctx, s, album, x, list, to); err != nil {
			return err
		}
		l := &loop{
			m: m, s: s, album: album, lang: m.Lang, fixer: h.manager, head: h.head,
			until: []time.Time{thisMonth, evening}[i].Add(-time.Hour), turn: m.turn,
		}
		if err := l.month(ctx, list, i == 1); err != nil {
			return err
		}
		m.turn([]time.Time{thisMonth, evening}[i])
		if err := m.putDays(ctx, s, album, l, p.days[i]); err != nil {
			return err
		}
		m.turn([]time.Time{thisMonth, evening}[i])
		_, err := x.Export(ctx, exchange.ExportOptions{To: to}, nil)
		if err != nil && checklist.CodeOf(err) != "exchange.nothing" {
			return err
		}
	}
	m.turn(evening)
	return m.record(ctx, s, album, p.open)
}

func savePeople(ctx context.Context, s *store.Store, people []checklist.Person) error {
	for _, x := range people {
		if err := s.SavePerson(ctx, x); err != nil {
			return err
		}
	}
	return nil
}

// visited records a month's visits and sends what the inspector found the same
// evening.
func (m *maker) visited(ctx context.Context, s *store.Store, album *photos.Store, x *exchange.Exchange, list []*visit, to string) error {
	last := slices.IndexFunc(list, func(v *visit) bool { return v.in.Checklist.ID == "staff-etiquette" })
	if last < 0 {
		return m.record(ctx, s, album, list)
	}
	var before, after []*visit
	for _, v := range list {
		if v.end.After(list[last].end) {
			after = append(after, v)
		} else {
			before = append(before, v)
		}
	}
	if err := m.record(ctx, s, album, before); err != nil {
		return err
	}
	m.turn(list[last].end.Add(2 * time.Hour))
	if _, err := x.Export(ctx, exchange.ExportOptions{To: to}, nil); err != nil {
		return err
	}
	return m.record(ctx, s, album, after)
}

// record stores visits, the clock at the end of each.
func (m *maker) record(ctx context.Context, s *store.Store, album *photos.Store, list []*visit) error {
	for _, v := range list {
		at := v.end
		if at.IsZero() {
			at = evening.Add(-90 * time.Minute)
		}
		m.turn(at)
		if err := m.store(ctx, s, album, v, at); err != nil {
			return err
		}
	}
	return nil
}

// addPhotos stores the pictures of a visit, two at a time, with ids of the seed.
func (m *maker) addPhotos(ctx context.Context, album *photos.Store, v *visit, at time.Time) ([]checklist.PhotoRef, error) {
	refs, errs := make([]checklist.PhotoRef, len(v.shots)), make([]error, len(v.shots))
	ids := newDice(m.Seed, "photos "+v.in.ID)
	var wait sync.WaitGroup
	for lane := range 2 {
		wait.Go(func() {
			for i := lane; i < len(v.shots); i += 2 {
				var r io.Reader = bytes.NewReader(v.shots[i].bytes)
				refs[i], errs[i] = album.Add(ctx, r, v.shots[i].name, "file", at)
			}
		})
	}
	wait.Wait()
	for i := range refs {
		if errs[i] != nil {
			return nil, errs[i]
		}
		refs[i].ID = ids.id()
		v.shots[i].bytes = nil
	}
	return refs, nil
}
