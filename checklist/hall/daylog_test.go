package hall

import (
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/stretchr/testify/require"
)

func TestDayLog(t *testing.T) {
	zone := time.FixedZone("CST", 8*3600)
	at := func(clock string) int64 {
		x, err := time.ParseInLocation("2006-01-02 15:04", "2026-11-20 "+clock, zone)
		require.NoError(t, err)
		return x.UnixMilli()
	}
	now := time.UnixMilli(at("17:10")).In(zone)
	yes, no, heads := true, false, 312
	old := Entry{ID: "old", Kind: KindFault, Topic: "回单机", Day: "2026-11-19", At: at("16:00") - 86_400_000}
	entries := []Entry{
		{ID: "w", Kind: KindNote, Topic: TopicWeather, Text: "晴", At: at("08:05")},
		{ID: "w2", Kind: KindNote, Topic: TopicWeather, Text: "小雨", At: at("12:05")},
		{ID: "h", Kind: KindNote, Topic: TopicHeads, Text: "312", Waiting: &heads, At: at("17:00")},
		{ID: "p", Kind: KindPatrol, Ref: "insp", At: at("10:02")},
		{ID: "f", Kind: KindFault, Topic: "ATM 2", Text: "吞卡", At: at("09:12")},
		{ID: "fe", Kind: KindFaultEnd, Ref: "f", At: at("09:31")},
		{ID: "c1", Kind: KindComplaint, Topic: "attitude", Text: "语气", Yes: &yes, At: at("15:30")},
		{ID: "c2", Kind: KindComplaint, Topic: "fees", Text: "收费", Yes: &no, At: at("15:40")},
		{ID: "x", Kind: KindPraise, Text: "还包", At: at("11:00")},
		{ID: "xv", Kind: KindVoid, Ref: "x", At: at("11:01")},
		{ID: "carry", Kind: KindNote, Topic: TopicCarry, Text: "领新海报", At: at("16:50")},
		{ID: "em", Kind: KindNote, Topic: EmergencyTopic + "unwell", Text: "客户晕倒", At: at("14:00")},
		{ID: "care", Kind: KindCare, At: at("10:00")},
	}
	cells := []Cell{
		{Slot: 16, Samples: 1, Waiting: 4, Counts: 1, Open: 3, Oldests: 1, Oldest: 2}, // the opening patrol, before the doors open at 8:30
		{Slot: 17, Samples: 1, Waiting: 12, Counts: 1, Open: 2},
		{Slot: 20, Samples: 1, Waiting: 23, Counts: 1, Open: 4, Oldests: 1, Oldest: 17},
		{Slot: 21, Samples: 1, Waiting: 10, Counts: 1, Open: 5, Flow: Flow{Tickets: 9, Called: 9, WaitMax: 1081}},
	}
	require.Equal(t, -1, NewDayLog("2026-11-20", DefaultRules(), nil, nil, cells, DayTotal{}, nil, nil, now).Heads, "timed at the desk is not counted")
	cells[3].Machine = true
	require.Equal(t, 9, NewDayLog("2026-11-20", DefaultRules(), nil, nil, cells, DayTotal{}, nil, nil, now).Heads)
	all := Cases(entries, DefaultRules(), now, KindFault, KindComplaint, KindNote)
	require.Equal(t, []string{"c2", "h", "carry", "c1"}, []string{all[0].ID, all[1].ID, all[2].ID, all[3].ID}, "what is to be ended first, then the newest")
	l := NewDayLog("2026-11-20", DefaultRules(), entries, []Entry{old}, cells, DayTotal{}, nil, map[string]int{"insp": 2}, now)
	require.Equal(t, []any{"小雨", 312, true, 1, []string{"领新海报"}}, []any{l.Weather, l.Heads, l.Works, l.Care, l.Carry})
	require.Equal(t, 2, l.Patrols[0].Red)
	require.Empty(t, l.Praise)
	require.Len(t, l.Emergencies, 1)
	require.Len(t, l.Faults, 2)
	require.Equal(t, []any{"old", 60 + 510}, []any{l.Faults[0].ID, l.Faults[0].Down}, "yesterday 16:00–17:00 and all of today")
	require.Equal(t, []any{"f", 19}, []any{l.Faults[1].ID, l.Faults[1].Down})
	require.Len(t, l.Complaints, 2)
	require.Equal(t, []string{"old", "c2"}, []string{l.Open[0].ID, l.Open[1].ID})
	require.Equal(t, LogHour{From: 510, To: 540, Samples: 1, Waiting: 12000, Open: 2000, Longest: -1}, l.Hours[0], "what was counted at 8:10 is not of 8:30 to 9:00")
	require.Equal(t, LogHour{From: 540, To: 600, Waiting: -1, Open: -1, Longest: -1}, l.Hours[1])
	require.Equal(t, LogHour{From: 600, To: 660, Samples: 2, Waiting: 16500, Open: 4500, Longest: 19, Tickets: 9}, l.Hours[2])
	require.Len(t, l.Hours, 9)
	rules := DefaultRules()
	rules.Opens, rules.Closes = 8*60+45, 10*60+30
	hours := NewDayLog("2026-11-20", rules, nil, nil, append(cells, Cell{Slot: 21, Samples: 1, Waiting: 99}), DayTotal{}, nil, nil, now).Hours
	require.Equal(t, LogHour{From: 525, To: 540, Samples: 1, Waiting: 12000, Open: 2000, Longest: -1}, hours[0], "the half-hour the doors open in")
	require.Equal(t, LogHour{From: 600, To: 630, Samples: 1, Waiting: 23000, Open: 4000, Longest: 17}, hours[2], "nor is what came after closing of the last")
}

func TestCarried(t *testing.T) {
	yes := true
	list := []Entry{
		{ID: "ended", Kind: KindFault, Day: "2026-11-18", Topic: "a", At: 1},
		{ID: "e1", Kind: KindFaultEnd, Ref: "ended", Day: "2026-11-19", At: 5},
		{ID: "later", Kind: KindFault, Day: "2026-11-19", Topic: "b", At: 3},
		{ID: "e2", Kind: KindFaultEnd, Ref: "later", Day: "2026-11-22", At: 9},
		{ID: "solved", Kind: KindComplaint, Day: "2026-11-19", Yes: &yes, At: 3},
		{ID: "open", Kind: KindComplaint, Day: "2026-11-19", At: 4},
		{ID: "past", Kind: KindEvent, Day: "2026-11-10", Due: "2026-11-19", At: 2},
		{ID: "coming", Kind: KindEvent, Day: "2026-11-10", Due: "2026-11-25", At: 2},
		{ID: "own", Kind: KindFault, Day: "2026-11-20", Topic: "c", At: 7},
	}
	var ids []string
	for _, e := range Carried(list, "2026-11-20") {
		ids = append(ids, e.ID)
	}
	require.ElementsMatch(t, []string{"later", "open", "coming", "e1", "e2"}, ids)
}

func TestDownMinutes(t *testing.T) {
	r := DefaultRules()
	day := func(d, h, m int) time.Time { return time.Date(2026, 11, d, h, m, 0, 0, time.UTC) }
	require.Equal(t, 19, DownMinutes(r, day(20, 9, 12), day(20, 9, 31)))
	require.Equal(t, 30, DownMinutes(r, day(20, 7, 0), day(20, 9, 0)), "before opening nobody misses it")
	require.Equal(t, 0, DownMinutes(r, day(20, 18, 0), day(21, 8, 0)))
	r.Days = []int{1, 2, 3, 4, 5}
	require.Equal(t, 60+30, DownMinutes(r, day(20, 16, 0), day(23, 9, 0)), "Friday to Monday over a weekend that is shut")

	zone, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	r.Days = []int{0}
	for _, sunday := range []time.Time{time.Date(2026, 3, 29, 0, 0, 0, 0, zone), time.Date(2026, 10, 25, 0, 0, 0, 0, zone)} { // 23 and 25 hours long
		require.Equal(t, 510, DownMinutes(r, sunday.AddDate(0, 0, -1), sunday.AddDate(0, 0, 1)), "half past eight is half past eight")
		require.Equal(t, 30, DownMinutes(r, sunday, time.Date(2026, sunday.Month(), sunday.Day(), 9, 0, 0, 0, zone)))
	}
}
