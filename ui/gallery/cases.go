package gallery

import (
	"context"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/checklist/report"
	"hallcheck/ui/cases"
	"hallcheck/ui/daylog"
	overview "hallcheck/ui/halls"
	"hallcheck/ui/shell"
)

// casebook is what happened in the sample hall besides queues.
type casebook struct {
	state string
	noPictures
}

func casesSample() Sample {
	return Sample{ID: cases.Route, Icon: "finding", New: func(state string) func(*shell.Shell, any) shell.Page {
		b := casebook{state: state}
		return cases.New(&cases.Services{
			Log: b, Desk: b, Lists: b, Photos: b.noPictures, NewID: func() string { return "new" },
			Ledger: func(context.Context, string, string, string, ...hall.Kind) error { return nil },
		})
	}}
}

// clockOf is a moment of the sample's day.
func clockOf(hour, minute int) int64 {
	return time.Date(Day.Year(), Day.Month(), Day.Day(), hour, minute, 0, 0, Day.Location()).UnixMilli()
}

func (b casebook) entries() []hall.Entry {
	yes, no, heads, n := true, false, 128, func(v int) *int { return &v }
	day := Day.Format(time.DateOnly)
	list := []hall.Entry{
		{ID: "w", At: clockOf(8, 5), Kind: hall.KindNote, Topic: hall.TopicWeather, Text: "小雨"},
		{ID: "p", At: clockOf(8, 10), Kind: hall.KindPatrol, Ref: "i", Waiting: n(0), Open: n(2), Oldest: n(0)},
		{ID: "m", At: clockOf(8, 20), Kind: hall.KindMeeting, Topic: hall.MorningMeeting, Minutes: 12, Person: "王敏", People: []string{"李静", "赵一", "钱二"}},
		{ID: "f", At: clockOf(8, 52), Kind: hall.KindFault, Topic: "ATM 2", Text: "吞卡", Person: "赵一"},
		{ID: "g", At: clockOf(8, 40), Kind: hall.KindFault, Topic: "回单机", Text: "卡纸"},
		{ID: "ge", At: clockOf(9, 2), Kind: hall.KindFaultEnd, Ref: "g", Text: "取出卡纸"},
		{ID: "c", At: clockOf(9, 10), Kind: hall.KindComplaint, Topic: "efficiency", Text: "等候时间长，要求增开窗口", Person: "李静", Yes: &no},
		{ID: "d", At: clockOf(9, 15), Kind: hall.KindComplaint, Topic: "fees", Text: "短信费没有说清", Person: "李静", Yes: &yes},
		{ID: "x", At: clockOf(9, 20), Kind: hall.KindPraise, Topic: "deed", Person: "周四", Text: "捡到钱包，等失主来取"},
		{ID: "s", At: clockOf(9, 25), Kind: hall.KindSpecial, Topic: "elder", Text: "坡道接入，全程陪同"},
		{ID: "e", At: clockOf(8, 30), Kind: hall.KindEvent, Text: "养老金发放日", Due: "2026-11-25"},
		{ID: "h", At: clockOf(9, 30), Kind: hall.KindNote, Topic: hall.TopicHeads, Text: "128", Waiting: &heads},
	}
	for i := range list {
		list[i].Branch, list[i].Day = "3701101", day
		if list[i].By == "" {
			list[i].By = "李静"
		}
	}
	return list
}

// Append implements cases.Log.
func (b casebook) Append(_ context.Context, e ...hall.Entry) ([]hall.Entry, error) { return e, nil }

// HallEntries implements cases.Log.
func (b casebook) HallEntries(ctx context.Context, _, _, _ string, _ ...hall.Kind) ([]hall.Entry, error) {
	if err := answer(ctx, b.state); err != nil || b.state == Empty {
		return nil, err
	}
	return b.entries(), nil
}

// OpenCases implements cases.Log.
func (b casebook) OpenCases(context.Context, string, ...hall.Kind) ([]hall.Entry, error) {
	return nil, nil
}

// HallRules implements cases.Log.
func (b casebook) HallRules(context.Context) (hall.Rules, error) { return hall.DefaultRules(), nil }

// People implements cases.Desk.
func (b casebook) People(context.Context) ([]checklist.Person, error) {
	return []checklist.Person{{Name: "李静"}, {Name: "赵一"}}, nil
}

// Setting implements cases.Desk.
func (b casebook) Setting(context.Context, string) (string, error) { return "", nil }

// SetSetting implements cases.Desk.
func (b casebook) SetSetting(context.Context, string, string) error { return nil }

// Checklists implements cases.Lists.
func (b casebook) Checklists(context.Context) ([]*checklist.Checklist, error) { return nil, nil }

// StartInspection implements cases.Lists.
func (b casebook) StartInspection(context.Context, *checklist.Inspection) error { return nil }

// Summaries implements cases.Lists.
func (b casebook) Summaries(context.Context, checklist.Filter) ([]checklist.Summary, int, error) {
	return nil, 0, nil
}

// Day implements daylog.Papers.
func (b casebook) Day(ctx context.Context, day string) (report.DayLogDoc, error) {
	doc := report.DayLogDoc{Lang: checklist.ZH, Made: Day, Branch: checklist.Branch{Name: "济宁市中支行"}}
	if err := answer(ctx, b.state); err != nil {
		return doc, err
	}
	rules := hall.DefaultRules()
	doc.Log = hall.NewDayLog(day, rules, b.entries(), nil, hallWeeks()[:3], hall.DayTotal{}, hall.PlanDay(rules, nil, day, b.entries(), Day), map[string]int{"i": 1}, Day)
	return doc, nil
}

// SaveDay implements daylog.Papers.
func (b casebook) SaveDay(context.Context, string, string) error { return nil }

func daylogSample() Sample {
	return Sample{ID: daylog.Route, Icon: "report", Only: []string{Full, Loading, Problem}, New: func(state string) func(*shell.Shell, any) shell.Page {
		b := casebook{state: state}
		return daylog.New(&daylog.Services{Log: b, Papers: func(context.Context) daylog.Papers { return b }})
	}}
}

// office is what headquarters reads of its halls.
type office struct{ state string }

func hallsSample() Sample {
	return Sample{ID: overview.Route, Icon: "hall", New: func(state string) func(*shell.Shell, any) shell.Page {
		return overview.New(overview.Services{Store: office{state}, Save: func(context.Context, string, string, string) error { return nil }})
	}}
}

// names of the sample's halls.
var hallNames = []string{"曲河支行", "金岭支行", "太白湖支行", "城关支行", "高新区支行", "火车站支行"}

func hallAt(i int) checklist.Branch {
	return checklist.Branch{Code: "03" + string(rune('0'+i)), Name: hallNames[i]}
}

// HallOverview implements halls.Store.
func (o office) HallOverview(ctx context.Context, _, _ string, _ int) (*hall.Overview, error) {
	list, err := o.halls(ctx)
	return &hall.Overview{
		Halls: list, AllQueues: 1,
		Missed: []hall.MissedMeeting{{Branch: hallAt(2), Day: "2026-11-12"}, {Branch: hallAt(4), Day: "2026-11-09"}},
		Queues: []hall.LongQueue{{Branch: hallAt(4), Persistent: hall.Persistent{Weekday: time.Monday, Slot: 20, Seen: 8, Long: 6, Sums: hall.Cell{Samples: 8, Waiting: 160}}}},
		Drills: []hall.DrillCount{{Branch: hallAt(0), Topic: "fire", Count: 2, Last: "2026-11-18"}},
	}, err
}

// halls are the sample's halls with their sums.
func (o office) halls(ctx context.Context) ([]hall.HallSums, error) {
	if err := answer(ctx, o.state); err != nil || o.state == Empty {
		return nil, err
	}
	out := make([]hall.HallSums, len(hallNames))
	for i := range out {
		out[i].Branch = hallAt(i)
		if i == 5 {
			continue // said nothing
		}
		out[i].Known, out[i].Last = 20, "2026-11-20"
		out[i].Sums = hall.Sums{
			Cell: hall.Cell{
				Samples: 100, Waiting: 300 + 150*i, Counts: 100, Open: 380, Usable: 600, Oldests: 100, Oldest: 12 + 5*i, Posts: 100, OnPost: 98 - i, Rounds: 100, Working: 99 - 2*i,
				Flow: hall.Flow{Tickets: 4000, Abandoned: 60 + 50*i, Called: 3900, WaitSum: int64(3900 * 60 * (5 + 2*i)), WaitMax: int64(60 * (14 + 5*i)), Over: 100 * i, Waits: hall.Histogram{0, 3900}},
			},
			Days: 20, Held: 20 - i/2, HeldLong: 19 - i/2, Due: 100, Made: 97 - i, Missed: 3 + i, Complaints: i,
		}
		out[i].NoMet = i / 2
	}
	return out, nil
}

// FigureSet implements halls.Store.
func (o office) FigureSet(ctx context.Context, branch, from, to string) (*hall.FigureSet, hall.Rules, error) {
	set := &hall.FigureSet{From: from, To: to}
	list, err := o.halls(ctx)
	for _, h := range list {
		if h.Branch.Code == branch {
			set.Total = h.Sums
		}
	}
	return set, hall.DefaultRules(), err
}
