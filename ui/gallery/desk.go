package gallery

import (
	"context"
	"strconv"
	"time"

	supervise "hallcheck/checklist/hall"
	halldesk "hallcheck/ui/desk"
	"hallcheck/ui/shell"
)

// hallState is what the hall desk reads in a state.
type hallState struct{ state string }

func deskSample() Sample {
	return Sample{ID: halldesk.Route, Icon: "hall", New: func(state string) func(*shell.Shell, any) shell.Page {
		n := 0
		return halldesk.New(&halldesk.Services{
			Store: hallState{state}, NewID: func() string { n++; return "new-" + strconv.Itoa(n) },
			Usual: func(ctx context.Context, until string) (*supervise.Peaks, error) {
				if err := answer(ctx, state); err != nil || state == Empty {
					return nil, err
				}
				return supervise.NewPeaks(hallWeeks(), until), nil
			},
		})
	}}
}

// usualLine is how many wait on a Saturday, by half-hours from 8:30.
var usualLine = []int{3, 5, 8, 14, 12, 9, 12, 17, 19, 14, 8, 6, 7, 8, 5, 3, 1}

// hallWeeks are the half-hours of the eight Saturdays before.
func hallWeeks() []supervise.Cell {
	var out []supervise.Cell
	for week := 1; week <= supervise.PeakWeeks; week++ {
		day := Day.AddDate(0, 0, -7*week).Format(time.DateOnly)
		for i, n := range usualLine {
			out = append(out, supervise.Cell{
				Branch: "3701101", Day: day, Slot: 17 + i, Samples: 1, Waiting: n, Counts: 1, Open: 4, Machine: true,
				Flow: supervise.Flow{Tickets: n + 9, Called: n + 8, WaitSum: int64(n+8) * 420, Served: n + 8, ServeSum: int64(n+8) * 330},
			})
		}
	}
	return out
}

// HallRules implements desk.Store.
func (h hallState) HallRules(ctx context.Context) (supervise.Rules, error) {
	r := supervise.DefaultRules()
	r.Windows = []supervise.Window{{No: 1, Business: "个人"}, {No: 2, Business: "个人"}, {No: 3, Business: "对公"}, {No: 4, Business: "贵宾"}, {No: 5, Business: "个人"}, {No: 6, Business: "个人"}}
	return r, answer(ctx, h.state)
}

// HallDay implements desk.Store: a morning up to the sample's moment.
func (h hallState) HallDay(ctx context.Context, _, day string) ([]supervise.Entry, error) {
	if err := answer(ctx, h.state); err != nil || h.state == Empty {
		return nil, err
	}
	yes, no, num := true, false, func(n int) *int { return &n }
	list := []struct {
		ago int // seconds before the moment
		e   supervise.Entry
	}{
		{3540, supervise.Entry{Kind: supervise.KindMeeting, Ref: "in-1", Topic: supervise.MorningMeeting, Minutes: 12, People: []string{"1", "2", "3", "4", "5", "6"}}},
		{3664, supervise.Entry{Kind: supervise.KindPost, Yes: &yes, Person: "李静"}},
		{3660, supervise.Entry{Kind: supervise.KindSession, Yes: &yes}},
		{3400, supervise.Entry{Kind: supervise.KindCount, Waiting: num(3), Open: num(2), Usable: num(6)}},
		{2944, supervise.Entry{Kind: supervise.KindFault, Topic: "ATM", Text: "2 号 ATM 吞卡"}},
		{1864, supervise.Entry{Kind: supervise.KindPatrol, Ref: "in-2", Waiting: num(6), Open: num(3), Yes: &yes, Works: &yes}},
		{1264, supervise.Entry{Kind: supervise.KindRequest}},
		{1200, supervise.Entry{Kind: supervise.KindWindow, Window: 4, Yes: &yes}},
		{844, supervise.Entry{Kind: supervise.KindAbandoned, Ticket: "A058"}},
		{184, supervise.Entry{Kind: supervise.KindCare, Text: "送水、预审单"}},
		{1044, supervise.Entry{ID: "w67", Kind: supervise.KindWait, Ticket: "A067"}},
		{430, supervise.Entry{ID: "w75", Kind: supervise.KindWait, Ticket: "A075"}},
		{372, supervise.Entry{ID: "c1", Kind: supervise.KindCall, Window: 1, Ticket: "A071", Business: "个人"}},
		{160, supervise.Entry{ID: "c2", Kind: supervise.KindCall, Window: 2, Ticket: "A074", Business: "个人"}},
		{718, supervise.Entry{ID: "c3", Kind: supervise.KindCall, Window: 3, Ticket: "C012", Business: "对公"}},
		{35, supervise.Entry{ID: "c4", Kind: supervise.KindCall, Window: 4, Ticket: "V003", Business: "贵宾"}},
		{30, supervise.Entry{Kind: supervise.KindCount, Waiting: num(23), Open: num(4), Usable: num(6)}},
		{25, supervise.Entry{Kind: supervise.KindCause, Tags: []string{"windows"}}},
		{3000, supervise.Entry{Kind: supervise.KindWelcome}},
		{2990, supervise.Entry{ID: "typo", Kind: supervise.KindWindow, Window: 6, Yes: &no}},
		{2980, supervise.Entry{Kind: supervise.KindVoid, Ref: "typo"}},
	}
	var out []supervise.Entry
	for i, x := range list {
		e := x.e
		e.Branch, e.Day, e.By, e.At = "3701101", day, "李静", Day.Add(-time.Duration(x.ago)*time.Second).UnixMilli()
		if e.ID == "" {
			e.ID = "e" + strconv.Itoa(i)
		}
		out = append(out, e)
	}
	return out, nil
}

// Append implements desk.Store; a gallery keeps nothing.
func (hallState) Append(_ context.Context, entries ...supervise.Entry) ([]supervise.Entry, error) {
	return entries, nil
}

// SetSetting implements desk.Store.
func (hallState) SetSetting(context.Context, string, string) error { return nil }
