package gallery

import (
	"context"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/checklisttest"
	supervise "hallcheck/checklist/hall"
	"hallcheck/ui/duty"
	"hallcheck/ui/patrol"
	"hallcheck/ui/shell"
)

func (h hallState) duty() *duty.Services {
	return &duty.Services{
		Store: h, Rules: h, Bell: h, ReadFile: func(string) ([]byte, error) { return nil, failure() },
		Template: func(context.Context, string) error { return failure() },
	}
}

func dutySample() Sample {
	return Sample{ID: duty.Route, Icon: "today", New: func(state string) func(*shell.Shell, any) shell.Page {
		return duty.New(hallState{state}.duty())
	}}
}

func rulesSample() Sample {
	return Sample{ID: duty.RouteRules, Icon: "settings", Only: []string{Full, Loading, Problem}, New: func(state string) func(*shell.Shell, any) shell.Page {
		return duty.NewRules(hallState{state}.duty())
	}}
}

// laidDown is a hall whose limits headquarters lays down.
type laidDown struct{ hallState }

// LimitsLaidDown implements duty.RuleBook.
func (laidDown) LimitsLaidDown(context.Context) (int64, error) { return 12, nil }

func rulesLaidDown() Sample {
	return Sample{ID: duty.RouteRules + "-laid", Icon: "settings", Only: []string{Full}, New: func(state string) func(*shell.Shell, any) shell.Page {
		sv := hallState{state}.duty()
		sv.Rules = laidDown{hallState{state}}
		return duty.NewRules(sv)
	}}
}

func patrolSample() Sample {
	return Sample{ID: patrol.Route, Icon: "check", Only: []string{Full, Loading, Problem}, New: func(state string) func(*shell.Shell, any) shell.Page {
		v := visit{day{state}, halfRound}
		return patrol.New(&patrol.Services{Records: v, Hall: round{hallState{state}, v}, Photos: noPictures{}, NewID: func() string { return "sample" }})
	}}
}

// halfRound is a patrol with its numbers typed and one exception.
func halfRound() (*checklist.Inspection, error) {
	in, err := start("lobby-patrol")
	if err != nil {
		return nil, err
	}
	in.StartedAt = Day.Add(-74 * time.Second).UnixMilli()
	for item, v := range map[string]checklist.Value{
		"patrol.queue.waiting": checklist.NumberValue(checklist.N(23)), "patrol.queue.longest-wait": checklist.NumberValue(checklist.N(17)),
		"patrol.people.lobby-on-post": checklist.VerdictValue(checklist.Pass), "patrol.people.pause-sign": checklist.VerdictValue(checklist.Miss),
		"patrol.customer.special-care": checklist.VerdictValue(checklist.NA),
	} {
		if err := in.Record(checklist.MainSheet, item, v, Day); err != nil {
			return nil, err
		}
	}
	return in, in.Note(checklist.MainSheet, "patrol.people.pause-sign", "4 号窗口无人且未放暂停牌", Day)
}

// round is what a patrol of the gallery begins with.
type round struct {
	hallState
	v visit
}

// Checklist implements patrol.Hall.
func (round) Checklist(_ context.Context, id string, _ int) (*checklist.Checklist, error) {
	return checklisttest.Builtin(id)
}

// Summaries implements patrol.Hall: the open patrol of the day.
func (r round) Summaries(ctx context.Context, _ checklist.Filter) ([]checklist.Summary, int, error) {
	err := answer(ctx, r.state)
	return []checklist.Summary{{ID: "sample", Checklist: "lobby-patrol", Day: Day.Format(time.DateOnly), Answered: 5}}, 1, err
}

// Profile implements patrol.Hall.
func (round) Profile(ctx context.Context) (checklist.Profile, error) { return Home{}.Profile(ctx) }

// HallPlan implements duty.Store: the sample's morning with its roster and a note.
func (h hallState) HallPlan(ctx context.Context, _ string) (supervise.Plan, error) {
	if err := answer(ctx, h.state); err != nil {
		return supervise.Plan{}, err
	}
	p := supervise.Plan{Day: Day.Format(time.DateOnly), Now: Day, Works: h.state != Empty}
	p.Rules, _ = h.HallRules(ctx)
	p.Rules.Rounds = []int{490, 570, 630, 720, 900, 1020}
	if h.state == Empty {
		return p, nil
	}
	at := func(clock string) int64 {
		t, _ := time.ParseInLocation("2006-01-02 15:04", p.Day+" "+clock, time.Local)
		return t.UnixMilli()
	}
	entries := []supervise.Entry{
		{ID: "p1", Day: p.Day, At: at("08:12"), Kind: supervise.KindPatrol, Ref: "in-1"},
		{ID: "k1", Day: p.Day, At: at("09:10"), Kind: supervise.KindSkip, Topic: "patrol@10:30", Text: "系统停机演练"},
		{ID: "h1", Day: p.Day, At: at("08:05"), Kind: supervise.KindHandover, By: "王强", Text: "2 号 ATM 昨晚吞卡，厂商 10:00 到；3 号窗口对公客户预约 9:30。"},
		{ID: "h2", Day: p.Day, At: at("08:00"), Kind: supervise.KindHandover, By: "赵敏", Person: "李静", Text: "宣传折页已补。"},
		{ID: "h3", Day: p.Day, At: at("08:20"), Kind: supervise.KindHandoverRead, By: "李静", Ref: "h2"},
	}
	p.Duties = supervise.PlanDay(p.Rules, nil, p.Day, entries, Day)
	p.Handovers = supervise.Handovers(entries)
	p.Shifts, _ = h.Roster(ctx, "", p.Day, p.Day)
	return p, nil
}

// Roster implements duty.Store.
func (h hallState) Roster(_ context.Context, _, from, to string) ([]supervise.Shift, error) {
	if h.state == Empty {
		return nil, nil
	}
	var out []supervise.Shift
	for i := range 6 {
		day := Day.AddDate(0, 0, i-5).Format(time.DateOnly)
		if day >= from && day <= to {
			out = append(out, supervise.Shift{Day: day, Person: "李静", Start: 490, Ends: 750, Post: "大堂"}, supervise.Shift{Day: day, Person: "王强", Start: 750, Ends: 1030, Post: "大堂"})
		}
	}
	return out, nil
}

// SaveRoster implements duty.Store.
func (hallState) SaveRoster(context.Context, []supervise.Shift) ([]string, error) { return nil, nil }

// People implements duty.Store.
func (hallState) People(context.Context) ([]checklist.Person, error) { return nil, nil }

// SaveHallRules implements duty.RuleBook.
func (hallState) SaveHallRules(context.Context, supervise.Rules) error { return nil }

// LimitsLaidDown implements duty.RuleBook: they are the hall's own.
func (hallState) LimitsLaidDown(context.Context) (int64, error) { return 0, nil }

// Checklists implements duty.RuleBook.
func (h hallState) Checklists(ctx context.Context) ([]*checklist.Checklist, error) {
	return day(h).Checklists(ctx)
}

// Setting implements duty.Settings.
func (hallState) Setting(context.Context, string) (string, error) { return "", nil }
