package gallery

import (
	"context"
	"fmt"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/checklisttest"
	"hallcheck/checklist/hall"
	"hallcheck/ui/morning"
	"hallcheck/ui/observe"
	"hallcheck/ui/shell"
)

// staff are the hall's day, people and sheets for the pages of meetings and of the
// etiquette observation; with going on, one is being held.
type staff struct {
	state string
	going bool
	noPictures
}

func meetSample() Sample {
	return Sample{ID: "hallmeet", Icon: "people", New: func(state string) func(*shell.Shell, any) shell.Page {
		return morning.New(staff{state: state}.meeting())
	}}
}

func meetNow() Sample {
	return Sample{ID: "hallmeet-now", Icon: "people", Only: []string{Full}, New: func(state string) func(*shell.Shell, any) shell.Page {
		return morning.New(staff{state: state, going: true}.meeting())
	}}
}

func observeSample() Sample {
	return Sample{ID: "hallobserve", Icon: "people", New: func(state string) func(*shell.Shell, any) shell.Page {
		return observe.New(staff{state: state}.observing())
	}}
}

func observeNow() Sample {
	return Sample{ID: "hallobserve-now", Icon: "people", Only: []string{Full}, New: func(state string) func(*shell.Shell, any) shell.Page {
		return observe.New(staff{state: state, going: true}.observing())
	}}
}

func (f staff) meeting() *morning.Services {
	return &morning.Services{
		Records: f, Log: f, Desk: f, Photos: f, Papers: f, NewID: func() string { return "new" }, ReadFile: func(string) ([]byte, error) { return nil, nil },
		Burn: func(context.Context, string, checklist.Marks) (string, error) { return "", nil },
	}
}

func (f staff) observing() *observe.Services {
	return &observe.Services{Records: f, Log: f, Desk: f, NewID: func() string { return "new" }}
}

// colleagues are the people of the sample with their posts.
var colleagues = []struct {
	name string
	at   checklist.Position
}{
	{"王芳", checklist.PositionLobby},
	{"陈晓雯", checklist.PositionTeller},
	{"张伟", checklist.PositionTeller},
	{"刘洋", checklist.PositionTeller},
	{"赵敏", checklist.PositionWealth},
	{"孙立", checklist.PositionManager},
	{"何静", checklist.PositionTeller},
}

// People implements the pages' Desk.
func (f staff) People(ctx context.Context) ([]checklist.Person, error) {
	if err := answer(ctx, f.state); err != nil {
		return nil, err
	}
	var out []checklist.Person
	for i, x := range colleagues {
		out = append(out, checklist.Person{ID: fmt.Sprint("p", i), Name: x.name, Position: x.at})
	}
	return out, nil
}

// Setting implements the pages' Desk.
func (f staff) Setting(_ context.Context, key string) (string, error) {
	if f.going && key == hall.SettingMeeting {
		return `{"sheet":"now","topic":"morning","chair":"王芳","away":[{"name":"何静","why":"training"}],"drill":{"topic":"柜面服务七步","people":["张伟","陈晓雯"],"agreed":"双手递接再练一次","due":"2026-12-05"}}`, nil
	}
	return "", nil
}

// SetSetting implements the pages' Desk; a gallery keeps nothing.
func (staff) SetSetting(context.Context, string, string) error { return nil }

// Reasons implements observe.Desk.
func (staff) Reasons(context.Context, string, int) ([]string, error) { return nil, nil }

// Summaries implements the pages' Desk.
func (f staff) Summaries(_ context.Context, q checklist.Filter) ([]checklist.Summary, int, error) {
	var out []checklist.Summary
	switch {
	case f.state == Empty || q.Checklist != "staff-etiquette":
	case q.Status == checklist.Draft && f.going:
		out = []checklist.Summary{{ID: "seen-now"}}
	case q.Status == checklist.Finished:
		out = []checklist.Summary{{ID: "seen-1"}, {ID: "seen-2"}, {ID: "seen-3"}}
	}
	return out, len(out), nil
}

// Checklists implements observe.Records.
func (f staff) Checklists(ctx context.Context) ([]*checklist.Checklist, error) {
	if err := answer(ctx, f.state); err != nil {
		return nil, err
	}
	c, err := checklisttest.Builtin("staff-etiquette")
	return []*checklist.Checklist{c}, err
}

// Checklist implements morning.Records.
func (f staff) Checklist(ctx context.Context, id string, _ int) (*checklist.Checklist, error) {
	if err := answer(ctx, f.state); err != nil {
		return nil, err
	}
	return checklisttest.Builtin(id)
}

// Inspection implements the pages' Records.
func (f staff) Inspection(_ context.Context, id string) (*checklist.Inspection, error) {
	if id == "now" {
		return meetingNow()
	}
	back := map[string]int{"seen-now": 0, "seen-1": 3, "seen-2": 17, "seen-3": 48}[id]
	return observed(id, back)
}

// meetingNow is a meeting eight minutes old.
func meetingNow() (*checklist.Inspection, error) {
	c, err := checklisttest.Builtin("morning-meeting")
	if err != nil {
		return nil, err
	}
	in, err := checklisttest.Start(c, halls()[0], Day.Add(-8*time.Minute-12*time.Second))
	if err != nil {
		return nil, err
	}
	in.ID = "now"
	for i := range 7 {
		it := &c.Items[i]
		v := checklist.VerdictValue(checklist.Pass)
		if i == 4 {
			v = checklist.VerdictValue(checklist.Miss)
		}
		if it.Type != checklist.TypePass {
			continue
		}
		if err := in.Record(checklist.MainSheet, it.ID, v, Day); err != nil {
			return nil, err
		}
	}
	return in, in.Note(checklist.MainSheet, c.Items[4].ID, "昨日没有记客流数", Day)
}

// observed is an observation some days back: of three people, or of two.
func observed(id string, back int) (*checklist.Inspection, error) {
	c, err := checklisttest.Builtin("staff-etiquette")
	if err != nil {
		return nil, err
	}
	at := Day.AddDate(0, 0, -back)
	in, err := checklist.Start(id, c, halls()[0], checklist.Person{Name: "李静", Role: checklist.LobbyManager}, checklist.Self, at)
	if err != nil {
		return nil, err
	}
	people := colleagues[:3]
	if back == 17 {
		people = colleagues[1:3]
	}
	for k, x := range people {
		sheet := fmt.Sprint("s", k)
		if err := in.AddSheet(checklist.Sheet{ID: sheet, Person: x.name, Position: x.at}); err != nil {
			return nil, err
		}
		for i := range c.Items {
			it := &c.Items[i]
			if !it.AppliesTo(x.at) || back == 0 && (k == 2 && i > 4 || k == 1 && i > 11) {
				continue
			}
			v := checklist.Pass
			if (i*3+k*5+back)%11 == 4 && it.Veto == checklist.VetoNone {
				v = checklist.Miss
			}
			if err := in.Record(sheet, it.ID, checklist.VerdictValue(v), at); err != nil {
				return nil, err
			}
		}
	}
	if back > 0 {
		in.Status, in.FinishedAt = checklist.Finished, at.Add(20*time.Minute).UnixMilli()
	}
	return in, nil
}

// HallRules implements morning.Log.
func (f staff) HallRules(ctx context.Context) (hall.Rules, error) {
	r := hall.DefaultRules()
	r.Days = []int{1, 2, 3, 4, 5, 6}
	return r, answer(ctx, f.state)
}

// HallEntries implements the pages' Log.
func (f staff) HallEntries(ctx context.Context, _, _, _ string, kinds ...hall.Kind) ([]hall.Entry, error) {
	if err := answer(ctx, f.state); err != nil || f.state == Empty {
		return nil, err
	}
	var out []hall.Entry
	for _, e := range meetingWeeks() {
		for _, k := range kinds {
			if k == e.Kind {
				out = append(out, e)
			}
		}
	}
	return out, nil
}

// meetingWeeks are three weeks of meetings with drills, questions and coaching.
func meetingWeeks() []hall.Entry {
	var out []hall.Entry
	add := func(at time.Time, e hall.Entry) {
		e.ID, e.At, e.Day, e.By = fmt.Sprint("h", len(out)), at.UnixMilli(), at.Format(time.DateOnly), "李静"
		out = append(out, e)
	}
	right, wrong := true, false
	for back := 20; back > 0; back-- {
		at := time.Date(Day.Year(), Day.Month(), Day.Day()-back, 8, 20, 0, 0, time.Local)
		if at.Weekday() == time.Sunday || back == 9 {
			continue
		}
		sheet := fmt.Sprint("m", back)
		m := hall.Entry{Kind: hall.KindMeeting, Topic: hall.MorningMeeting, Ref: sheet, Person: "王芳", Minutes: 11 + back%4}
		for i, x := range colleagues {
			if (i+back)%6 == 5 {
				m.Absent, m.Why = append(m.Absent, x.name), append(m.Why, hall.AwayReasons[back%3])
			} else {
				m.People = append(m.People, x.name)
			}
		}
		if back == 4 {
			m.Minutes = 7
		}
		add(at, m)
		if back%5 == 1 {
			add(at.Add(time.Minute), hall.Entry{Kind: hall.KindDrill, Topic: []string{"柜面服务七步", "三声三点", "投诉处理情景"}[back%3], Ref: sheet, People: []string{"张伟", "陈晓雯"}})
		}
		if back == 16 {
			add(at.Add(2*time.Minute), hall.Entry{Kind: hall.KindCoach, Topic: hall.CoachDrill, Ref: sheet, Person: "张伟", Text: "走有送声再练一次", Due: "2026-11-19"})
		}
		for q := range 2 {
			e := bank[(back*2+q)%len(bank)].Entry(sheet, "s", colleagues[(back+q)%4].name, &right)
			if (back+q)%3 == 0 {
				e.Yes = &wrong
			}
			add(at.Add(5*time.Minute), e)
		}
	}
	before, after := checklist.Tenths(842), checklist.Tenths(931)
	add(Day.AddDate(0, 0, -17), hall.Entry{Kind: hall.KindCoach, Topic: "etiquette", Ref: "seen-2", Person: "陈晓雯", Text: "叫号后先举手招迎，再问办什么", Due: "2026-11-18", Score: &before})
	add(Day.AddDate(0, 0, -16), hall.Entry{Kind: hall.KindCoach, Topic: "etiquette", Ref: "seen-2", Person: "刘洋", Text: "递还证件时双手，并提醒收好", Due: "2026-11-19", Score: &before})
	ended := out[len(out)-1].ID
	add(Day.AddDate(0, 0, -3), hall.Entry{Kind: hall.KindCoach, Topic: "etiquette", Ref: "seen-1", Person: "张伟", Text: "说话语速放慢，老年客户听不清时重复一遍", Due: "2026-12-02", Score: &before})
	add(Day.AddDate(0, 0, -2), hall.Entry{Kind: hall.KindCoachEnd, Ref: ended, Score: &after})
	return out
}

// bank are the sample's own questions.
var bank = func() []hall.Question {
	var out []hall.Question
	for i, s := range []string{"三声是什么？", "首问负责谁接手，几天内答复？", "三点是什么？", "假币收缴要几个人？", "老年客户等候多久要再关怀一次？", "停电时先做什么？", "大额取现要提前几天预约？"} {
		out = append(out, hall.Question{ID: hall.QuestionID(s), Topic: []string{"服务", "合规"}[i%2], Text: s})
	}
	return out
}()

// Questions implements morning.Log.
func (f staff) Questions(context.Context) ([]hall.Question, error) {
	if f.state == Empty {
		return nil, nil
	}
	return bank, nil
}

// The rest changes things; a gallery keeps nothing.

// ImportQuestions implements morning.Log.
func (staff) ImportQuestions(context.Context, []hall.Question, bool) (hall.QuestionImport, error) {
	return hall.QuestionImport{}, nil
}

// Append implements the pages' Log.
func (staff) Append(_ context.Context, entries ...hall.Entry) ([]hall.Entry, error) {
	return entries, nil
}

// StartInspection implements the pages' Records.
func (staff) StartInspection(context.Context, *checklist.Inspection) error { return nil }

// Edit implements the pages' Records.
func (f staff) Edit(ctx context.Context, id string, verb func(*checklist.Inspection, time.Time) error) (*checklist.Inspection, error) {
	in, err := f.Inspection(ctx, id)
	if err != nil {
		return nil, err
	}
	return in, verb(in, Day)
}

// DeleteDraft implements the pages' Records.
func (staff) DeleteDraft(context.Context, string) error { return nil }

// SaveMeetingCard implements morning.Papers.
func (staff) SaveMeetingCard(context.Context, string, string, bool) error { return nil }

// SaveMeetingRecord implements morning.Papers.
func (staff) SaveMeetingRecord(context.Context, string, string, bool) error { return nil }
