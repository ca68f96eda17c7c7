package cli

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/checklist/report"
	"hallcheck/store"
	"hallcheck/store/photos"
)

// MeetingPapers makes the papers of meetings from what is stored, for the window and
// for scripts.
type MeetingPapers struct {
	Store *store.Store
	Album *photos.Store
	Lang  checklist.Lang
	Now   func() time.Time
}

// doc gathers a meeting by the id of its sheet.
func (p *MeetingPapers) doc(ctx context.Context, sheet string, names bool, f report.Format) (report.MeetingDoc, error) {
	who, err := p.Store.Profile(ctx)
	if err != nil {
		return report.MeetingDoc{}, err
	}
	in, err := p.Store.Inspection(ctx, sheet)
	if checklist.CodeOf(err) == "store.unknownInspection" {
		in, err = p.bare(ctx, sheet, who)
	}
	if err != nil {
		return report.MeetingDoc{}, err
	}
	rules, err := p.Store.HallRules(ctx)
	if err != nil {
		return report.MeetingDoc{}, err
	}
	until := max(p.Now().Format(time.DateOnly), in.Day) // what was agreed may be done since
	log, err := p.Store.HallEntries(ctx, "", in.Day, until,
		hall.KindMeeting, hall.KindDrill, hall.KindCoach, hall.KindCoachEnd, hall.KindQuestion, hall.KindVoid)
	if err != nil {
		return report.MeetingDoc{}, err
	}
	d := report.MeetingDoc{
		Org: who.Org, Lang: p.Lang, Zone: p.Now().Location(), Made: p.Now(), Sheet: in, Least: rules.MeetingMinutes, Names: names, Photo: copies(p.Album, f),
	}
	staff, err := p.Store.People(ctx)
	if err != nil {
		return report.MeetingDoc{}, err
	}
	for _, x := range staff {
		d.Staff = append(d.Staff, x.Name)
	}
	for _, e := range hall.Live(log) {
		if e.Kind == hall.KindMeeting && e.Ref == sheet {
			d.Entry = e
		}
	}
	for _, x := range hall.Drills(log) {
		if x.Ref == sheet {
			d.Drills = append(d.Drills, x)
		}
	}
	d.Questions, _ = hall.AskedIn(log, sheet)
	return d, nil
}

// bare stands for a sheet that is not here: the meeting was held at another computer
// of the branch, and only its entry is known.
func (p *MeetingPapers) bare(ctx context.Context, sheet string, who checklist.Profile) (*checklist.Inspection, error) {
	log, err := p.Store.HallEntries(ctx, "", "2000-01-01", p.Now().Format(time.DateOnly), hall.KindMeeting, hall.KindVoid)
	if err != nil {
		return nil, err
	}
	for _, e := range hall.Live(log) {
		if e.Ref == sheet {
			return &checklist.Inspection{ID: sheet, Checklist: &checklist.Checklist{}, Branch: who.Branch, Inspector: checklist.Person{Name: e.By}, StartedAt: e.At, Day: e.Day}, nil
		}
	}
	return nil, checklist.Fail("store.unknownInspection", "id", sheet)
}

// Save writes the share card or the record of a meeting, by the ending of path.
func (p *MeetingPapers) Save(ctx context.Context, path, sheet string, names, card bool) error {
	f := report.Format(strings.TrimPrefix(strings.ToLower(filepath.Ext(path)), "."))
	d, err := p.doc(ctx, sheet, names, f)
	if err != nil {
		return err
	}
	write := report.MeetingRecord
	if card {
		write = report.MeetingCard
	}
	return WriteFile(path, func(w io.Writer) error {
		_, err := write(w, f, d)
		return err
	})
}

// meetingDoc is a meeting as scripts read it.
type meetingDoc struct {
	Day     string   `json:"day"`
	Kind    string   `json:"kind"` // morning, evening
	Begun   string   `json:"begun"`
	Minutes int      `json:"minutes"`
	Long    bool     `json:"long"` // as long as the rules ask
	Chair   string   `json:"chair,omitempty"`
	Present int      `json:"present"`
	Absent  int      `json:"absent"`
	Drills  []string `json:"drills"`
	Asked   int      `json:"asked"`
	Right   int      `json:"right"`
	Sheet   string   `json:"sheet"`
}

// hallMeeting lists the meetings of a time with the execution rate, or writes card or
// record of one.
func hallMeeting(e *env, a *arguments) error {
	switch a.rest[0] {
	case "list":
		return onStore(meetingList)(e, a)
	case "card", "record":
		return meetingPaper(e, a)
	default:
		return wrongUse(a.command, "usage.second", "command", a.command, "given", a.rest[0], "words", "card, list, record")
	}
}

func meetingList(e *env, s *store.Store, a *arguments) error {
	first, last := hall.MonthOf(e.now())
	ever, err := s.HallEntries(e.ctx, "", "2000-01-01", e.today(), hall.KindMeeting, hall.KindVoid)
	if err != nil {
		return err
	}
	if ever = hall.Live(ever); len(ever) > 0 {
		first = max(first, ever[0].Day) // before the first one nobody wrote them down here
	}
	from, err := dayFlag(a, "from", first)
	if err != nil {
		return err
	}
	to, err := dayFlag(a, "to", last)
	if err != nil {
		return err
	}
	rules, err := s.HallRules(e.ctx)
	if err != nil {
		return err
	}
	log, err := s.HallEntries(e.ctx, "", from, to, hall.KindMeeting, hall.KindDrill, hall.KindQuestion, hall.KindVoid)
	if err != nil {
		return err
	}
	docs := []meetingDoc{}
	for _, m := range hall.Live(log) {
		if m.Kind != hall.KindMeeting {
			continue
		}
		d := meetingDoc{
			Day: m.Day, Kind: m.Topic, Begun: m.Time(e.now().Location()).Format("15:04"), Minutes: m.Minutes, Long: m.Minutes >= rules.MeetingMinutes,
			Chair: m.Person, Present: len(m.People), Absent: len(m.Absent), Drills: []string{}, Sheet: m.Ref,
		}
		for _, x := range hall.Drills(log) {
			if x.Ref == m.Ref && (m.Ref != "" || x.Day == m.Day) {
				d.Drills = append(d.Drills, x.Topic)
			}
		}
		asked, right := hall.AskedIn(log, m.Ref)
		d.Asked, d.Right = len(asked), right
		docs = append(docs, d)
	}
	begun, err := s.HallBegun(e.ctx)
	if err != nil {
		return err
	}
	rate := hall.MeetingsHeld(rules, from, to, e.now(), begun, log)
	sum := map[string]any{"days": rate.Days, "held": rate.Held, "long": rate.Long, "evenings": rate.Evenings, "permille": rate.Permille(), "missed": rate.Missed}
	return e.answer(map[string]any{"from": from, "to": to, "rate": sum, "meetings": docs}, func(w io.Writer) error { return e.meetingTable(w, rate, docs) })
}

func (e *env) meetingTable(w io.Writer, rate hall.MeetingRate, docs []meetingDoc) error {
	t := &table{right: map[int]bool{3: true, 4: true, 6: true}}
	t.add(e.t("hallmeet.col.day"), e.t("hallmeet.col.what"), e.t("hallmeet.col.begun"), e.t("hallmeet.col.minutes"), e.t("hallmeet.col.people"), e.t("hallmeet.col.chair"), e.t("hallmeet.col.asked"), e.t("hallmeet.drill"))
	for _, d := range docs {
		t.add(d.Day, e.t("hallmeet.kind."+d.Kind), d.Begun, strconv.Itoa(d.Minutes), fmt.Sprintf("%d/%d", d.Present, d.Present+d.Absent), d.Chair, fmt.Sprintf("%d/%d", d.Right, d.Asked), strings.Join(d.Drills, "、"))
	}
	if err := t.write(w); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, e.t("hallmeet.rate", "held", strconv.Itoa(rate.Held), "days", strconv.Itoa(rate.Days), "percent", strconv.Itoa(rate.Permille()/10),
		"long", strconv.Itoa(rate.Long), "missed", strings.Join(rate.Missed, " ")))
	return err
}

// meetingPaper writes card or record of a day's meeting.
func meetingPaper(e *env, a *arguments) error {
	out, err := a.need("out")
	if err != nil {
		return err
	}
	card := a.rest[0] == "card"
	want := map[bool][]string{true: {".png", ".pdf"}, false: {".pdf", ".xlsx"}}[card]
	if !slices.Contains(want, strings.ToLower(filepath.Ext(out))) {
		return wrongUse(a.command, "usage.badValue", "flag", "--out", "value", out, "want", "*"+strings.Join(want, "|*"))
	}
	day, err := dayFlag(a, "day", e.today())
	if err != nil {
		return err
	}
	s, album, done, err := e.openAll()
	if err != nil {
		return err
	}
	defer done()
	kind := hall.MorningMeeting
	if a.has("evening") {
		kind = hall.EveningMeeting
	}
	log, err := s.HallEntries(e.ctx, "", day, day, hall.KindMeeting, hall.KindVoid)
	if err != nil {
		return err
	}
	sheet := ""
	for _, m := range hall.Live(log) {
		if m.Topic == kind && m.Ref != "" {
			sheet = m.Ref // the last one of the day
		}
	}
	if sheet == "" {
		return checklist.Fail("hallmeet.none", "day", day)
	}
	p := &MeetingPapers{Store: s, Album: album, Lang: checklist.Lang(e.cfg.Lang), Now: e.now}
	if err := p.Save(e.ctx, out, sheet, a.has("names"), card); err != nil {
		return err
	}
	return e.wrote(out)
}

// hallQuestions keeps the bank's own questions and draws some.
func hallQuestions(e *env, s *store.Store, a *arguments) error {
	switch a.rest[0] {
	case "import":
		return questionsImport(e, s, a)
	case "list":
		return questionsList(e, s, a)
	case "draw":
		return questionsDraw(e, s, a)
	default:
		return wrongUse(a.command, "usage.second", "command", a.command, "given", a.rest[0], "words", "draw, import, list")
	}
}

func questionsImport(e *env, s *store.Store, a *arguments) error {
	if len(a.rest) < 2 {
		return wrongUse(a.command, "usage.needFlag", "flag", "FILE (CSV, XLSX)")
	}
	data, err := readInput(a.rest[1], e.in)
	if err != nil {
		return err
	}
	list, err := hall.QuestionsIn(a.rest[1], data)
	if err != nil {
		return err
	}
	out, err := s.ImportQuestions(e.ctx, list, a.has("replace"))
	if err != nil {
		return err
	}
	return e.answer(out, func(w io.Writer) error {
		_, err := fmt.Fprintln(w, e.t("hallmeet.importDone", "new", strconv.Itoa(out.New), "changed", strconv.Itoa(out.Changed), "same", strconv.Itoa(out.Same), "gone", strconv.Itoa(out.Gone)))
		return err
	})
}

type questionDoc struct {
	hall.Question
	Times int `json:"asked"`
}

func (e *env) questions(s *store.Store) ([]hall.Question, map[string]int, error) {
	bank, err := s.Questions(e.ctx)
	if err != nil {
		return nil, nil, err
	}
	log, err := s.HallEntries(e.ctx, "", "2000-01-01", e.today(), hall.KindQuestion, hall.KindVoid)
	return bank, hall.Asked(log), err
}

func questionsList(e *env, s *store.Store, a *arguments) error {
	bank, asked, err := e.questions(s)
	if err != nil {
		return err
	}
	docs := []questionDoc{}
	for _, q := range bank {
		if topic := a.get("topic"); topic == "" || q.Topic == topic {
			docs = append(docs, questionDoc{q, asked[q.ID]})
		}
	}
	return e.questionTable(docs, nil)
}

// questionsDraw shows what a seed draws now; nothing is noted as asked.
func questionsDraw(e *env, s *store.Store, a *arguments) error {
	n := 1
	if a.has("n") {
		var err error
		if n, err = strconv.Atoi(a.get("n")); err != nil || n < 1 {
			return wrongUse(a.command, "usage.badValue", "flag", "--n", "value", a.get("n"), "want", "1, 2, 3 …")
		}
	}
	seed := a.get("seed")
	if seed == "" {
		seed = hall.DrawSeed(e.today(), 0)
	}
	bank, asked, err := e.questions(s)
	if err != nil {
		return err
	}
	docs := []questionDoc{}
	for _, q := range hall.Draw(bank, asked, a.get("topic"), n, seed) {
		docs = append(docs, questionDoc{q, asked[q.ID]})
	}
	return e.questionTable(docs, map[string]any{"seed": seed})
}

func (e *env) questionTable(docs []questionDoc, more map[string]any) error {
	doc := map[string]any{"questions": docs}
	for k, v := range more {
		doc[k] = v
	}
	return e.answer(doc, func(w io.Writer) error {
		t := &table{right: map[int]bool{3: true}}
		t.add(e.t("meetcard.topic"), e.t("meetcard.question"), e.t("hallmeet.answer"), e.t("hallmeet.times"))
		for _, d := range docs {
			t.add(d.Topic, d.Text, d.Answer, strconv.Itoa(d.Times))
		}
		return t.write(w)
	})
}
