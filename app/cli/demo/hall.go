package demo

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"time"

	hallday "hallcheck/checklist/hall"
	"hallcheck/store"
	"hallcheck/store/photos"
)

//go:embed hall.json
var hallData []byte

// said is something somebody wrote down, with its kind.
type said struct {
	Topic string `json:"topic"`
	Text  string `json:"text"`
}

// hallStock is hall.json: what happens in halls.
type hallStock struct {
	Businesses []string `json:"businesses"`
	Devices    []string `json:"devices"`
	Faults     []string `json:"faults"`
	Fixed      []string `json:"fixed"`
	Drills     []string `json:"drills"`
	Complaints []said   `json:"complaints"`
	Settled    []string `json:"settled"`
	Praise     []said   `json:"praise"`
	Specials   []said   `json:"specials"`
	Weather    []string `json:"weather"`
	Carry      []string `json:"carry"`
	Handover   string   `json:"handover"`
	Request    string   `json:"request"`
}

// firstHallDay is the Monday the eight weeks of the halls begin with.
var firstHallDay = time.Date(2026, 10, 5, 0, 0, 0, 0, china)

// lastWeeks is how many days before the end other halls than the kept ones still have
// the files of their ticket machine, and the kept ones a sheet of every round.
const lastWeeks = 14

// hallDays fills the days of a hall from … to before until.
type hallDays struct {
	hallStock
	h       *hall
	d       *dice
	writer  *writer // fills the sheets of meetings and patrols; nil = only entries
	whole   bool    // everything there is, not only what headquarters looks at
	recent  bool    // the day lies in the last weeks
	entries []hallday.Entry
	tickets []hallday.Ticket
	sheets  []*visit
}

// hallMonth thinks out a month of a hall's days.
func (m *maker) hallMonth(h *hall, from, until time.Time) (*hallDays, error) {
	w := &hallDays{h: h, d: newDice(m.Seed, "days "+h.Code+from.Format(" 2006-01")), whole: h.no < kept}
	if err := json.Unmarshal(hallData, &w.hallStock); err != nil {
		return nil, fmt.Errorf("demo data: %w", err)
	}
	if w.whole {
		w.writer = m.dayWriter(h, from)
	}
	if from.Before(firstHallDay) {
		from = firstHallDay
	}
	for day := from; day.Before(until); day = day.AddDate(0, 0, 1) {
		w.recent = evening.Sub(day) <= lastWeeks*24*time.Hour
		if err := w.day(day, until.Sub(day) <= lastWeeks*24*time.Hour, until); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// putDays writes down the days of a month, the clock at its end: the entries before
// the sheets, so that a meeting keeps its people.
func (m *maker) putDays(ctx context.Context, s *store.Store, album *photos.Store, l *loop, w *hallDays) error {
	if _, err := s.ImportTickets(ctx, w.tickets, nil); err != nil {
		return err
	}
	if _, err := s.Append(ctx, w.entries...); err != nil {
		return err
	}
	if err := m.record(ctx, s, album, w.sheets); err != nil {
		return err
	}
	return l.month(ctx, w.sheets, false)
}

// day is one day: the queue, and what people saw and did.
func (w *hallDays) day(midnight time.Time, tickets bool, until time.Time) error {
	q := newQueue(w.d, w.h, midnight, w.Businesses)
	if w.whole || tickets {
		w.tickets = append(w.tickets, q.tickets...)
	}
	down := w.fault(midnight, until)
	if err := w.meeting(midnight); err != nil {
		return err
	}
	for _, minute := range []int{8*60 + 8, 10 * 60, 12 * 60, 15 * 60, 16*60 + 57} {
		if w.d.chance(70) {
			continue // nobody went round
		}
		if err := w.patrol(q, w.at(midnight, minute, 8), down); err != nil {
			return err
		}
	}
	w.said(midnight)
	if w.whole {
		w.session(q, midnight)
	}
	return nil
}

// at is a moment of the day, up to so many minutes later.
func (w *hallDays) at(midnight time.Time, minute, spread int) time.Time {
	return midnight.Add(time.Duration(minute)*time.Minute + time.Duration(w.d.IntN(spread*60+1))*time.Second)
}

func (w *hallDays) put(e hallday.Entry, at time.Time) string {
	e.ID, e.At, e.By = w.d.id(), at.UnixMilli(), w.h.manager.Name
	w.entries = append(w.entries, e)
	return e.ID
}

// patrol is one round: the sheet, which makes the entry, or the entry alone.
func (w *hallDays) patrol(q *queue, at time.Time, down bool) error {
	waiting, open, oldest := q.seen(at)
	onPost, works := !w.d.chance(40), !down
	e := hallday.Entry{Kind: hallday.KindPatrol, Ref: w.d.id(), Waiting: &waiting, Open: &open, Oldest: &oldest, Yes: &onPost, Works: &works}
	if w.whole && w.recent {
		if err := w.patrolSheet(&e, at); err != nil {
			return err
		}
	} else {
		w.put(e, at)
	}
	if rules := hallday.DefaultRules(); waiting > rules.RatioAmber*open || oldest > rules.WaitAmber {
		tags := []string{"surge"}
		if open < 5 {
			tags = []string{pick(w.d, []string{"windows", "staff"})}
		}
		if w.d.chance(300) {
			tags = append(tags, pick(w.d, []string{"complex", "slow", "diversion", "system"}))
		}
		w.put(hallday.Entry{Kind: hallday.KindCause, Tags: tags}, at.Add(time.Minute))
		if w.d.chance(500) {
			w.put(hallday.Entry{Kind: hallday.KindRequest, Text: w.Request}, at.Add(2*time.Minute))
		}
	}
	return nil
}

func (w *hallDays) meeting(midnight time.Time) error {
	if w.d.chance(45 + 60*w.h.no%7) {
		return nil
	}
	people := []string{w.h.head.Name, w.h.manager.Name}
	var away, why []string
	for _, p := range w.h.staff {
		if w.d.chance(60) {
			away, why = append(away, p.Name), append(why, pick(w.d, hallday.AwayReasons))
			continue
		}
		people = append(people, p.Name)
	}
	e := hallday.Entry{
		Kind: hallday.KindMeeting, Topic: hallday.MorningMeeting, Person: w.h.manager.Name, People: people, Absent: away, Why: why,
		Minutes: 9 + w.d.IntN(7),
	}
	at := w.at(midnight, 8*60+15, 5)
	drill := midnight.Weekday() == time.Wednesday
	if w.whole {
		id, err := w.meetingSheet(&e, at, drill)
		if err != nil {
			return err
		}
		e.Ref = id
	}
	w.put(e, at)
	if drill {
		w.put(hallday.Entry{Kind: hallday.KindDrill, Ref: e.Ref, Topic: pick(w.d, w.Drills), People: people[:2], Minutes: 5}, at.Add(5*time.Minute))
	}
	return nil
}

// fault says whether a machine was down on the day; its end lies before until, or
// nowhere yet.
func (w *hallDays) fault(midnight, until time.Time) bool {
	if !w.d.chance(90) {
		return false
	}
	at := w.at(midnight, 9*60, 300)
	id := w.put(hallday.Entry{Kind: hallday.KindFault, Topic: pick(w.d, w.Devices), Text: pick(w.d, w.Faults)}, at)
	if end := at.Add(time.Duration(20+w.d.IntN(400)) * time.Minute); end.Before(until.Add(-time.Hour)) {
		w.put(hallday.Entry{Kind: hallday.KindFaultEnd, Ref: id, Text: pick(w.d, w.Fixed)}, end)
	}
	return true
}

// said is what people said, and what the lobby manager noted.
func (w *hallDays) said(midnight time.Time) {
	at := func() time.Time { return w.at(midnight, 9*60+30, 420) }
	if w.d.chance(70) {
		c, solved, begun := pick(w.d, w.Complaints), w.d.chance(700), at()
		id := w.put(hallday.Entry{Kind: hallday.KindComplaint, Topic: c.Topic, Text: c.Text, Person: w.h.manager.Name, Yes: &solved}, begun)
		if !solved && w.d.chance(800) {
			w.put(hallday.Entry{Kind: hallday.KindComplaintEnd, Ref: id, Text: pick(w.d, w.Settled)}, begun.Add(20*time.Minute))
		}
	}
	if w.d.chance(90) {
		p := pick(w.d, w.Praise)
		w.put(hallday.Entry{Kind: hallday.KindPraise, Topic: p.Topic, Text: p.Text, People: []string{pick(w.d, w.h.staff).Name}}, at())
	}
	if w.d.chance(250) {
		p := pick(w.d, w.Specials)
		w.put(hallday.Entry{Kind: hallday.KindSpecial, Topic: p.Topic, Text: p.Text}, at())
	}
	if !w.whole {
		return
	}
	w.put(hallday.Entry{Kind: hallday.KindNote, Topic: hallday.TopicWeather, Text: pick(w.d, w.Weather)}, w.at(midnight, 8*60+25, 5))
	w.put(hallday.Entry{Kind: hallday.KindHandover, Text: w.Handover, Person: pick(w.d, w.h.staff).Name}, w.at(midnight, 13*60, 10))
	if w.d.chance(300) {
		w.put(hallday.Entry{Kind: hallday.KindNote, Topic: hallday.TopicCarry, Text: pick(w.d, w.Carry)}, w.at(midnight, 17*60, 20))
	}
}

// session is an hour and a half at the desk around the morning's peak: counts, checks,
// ticks, and a few customers timed.
func (w *hallDays) session(q *queue, midnight time.Time) {
	if midnight.Weekday() == time.Sunday || w.d.chance(300) {
		return
	}
	begun, over := true, false
	from := w.at(midnight, 9*60+50, 10)
	w.put(hallday.Entry{Kind: hallday.KindSession, Yes: &begun}, from)
	for i := range 6 {
		at := from.Add(time.Duration(15*i+3) * time.Minute)
		waiting, open, oldest := q.seen(at)
		w.put(hallday.Entry{Kind: hallday.KindCount, Waiting: &waiting, Open: &open, Oldest: &oldest}, at)
		yes := !w.d.chance(30)
		w.put(hallday.Entry{Kind: hallday.KindPost, Yes: &yes}, at.Add(time.Minute))
		w.put(hallday.Entry{Kind: hallday.KindWelcome}, at.Add(2*time.Minute))
		if waiting > 6 {
			w.put(hallday.Entry{Kind: hallday.KindCare}, at.Add(4*time.Minute))
		}
	}
	timed := 0
	for _, t := range q.tickets {
		if taken := time.UnixMilli(t.Taken); timed == 6 || taken.Before(from) || t.Abandoned || t.Finished > from.Add(80*time.Minute).UnixMilli() {
			continue
		}
		timed++
		wait := w.put(hallday.Entry{Kind: hallday.KindWait, Ticket: t.Number, Business: t.Business}, time.UnixMilli(t.Taken))
		call := w.put(hallday.Entry{Kind: hallday.KindCall, Ref: wait, Ticket: t.Number, Window: t.Window}, time.UnixMilli(t.Called))
		w.put(hallday.Entry{Kind: hallday.KindDone, Ref: call}, time.UnixMilli(t.Finished))
	}
	w.put(hallday.Entry{Kind: hallday.KindSession, Yes: &over}, from.Add(90*time.Minute))
}
