package hall

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

func TestWhatLeavesTheHall(t *testing.T) {
	yes := true
	secret := "张三 13800000000"
	for kind := range needs {
		e := Entry{
			ID: "1", Branch: "B1", Day: "2026-11-20", At: 1, Kind: kind, By: secret, Person: secret, People: []string{secret, secret}, Absent: []string{secret},
			Ticket: secret, Yes: &yes, Topic: "服务态度", Photos: []checklist.PhotoRef{{ID: "p", Hash: "h", Name: "IMG_1.jpg"}},
		}
		if kind == KindSpecial || kind == KindComplaint || kind == KindPraise || kind == KindHandover || kind == KindCoach {
			e.Text = secret
		}
		out, ok := e.Leaving()
		b, err := json.Marshal(out)
		require.NoError(t, err)
		require.NotContains(t, string(b), "138", "%s", kind)
		if ok && kind == KindMeeting {
			require.Equal(t, []int{2, 1}, []int{out.Present, out.Away})
		}
	}
	for _, kind := range []Kind{KindCoach, KindHandover, KindSnooze, KindCall, KindWait, KindCare} {
		_, ok := (Entry{Kind: kind}).Leaving()
		require.False(t, ok, kind)
	}
}

// What somebody typed where a word of a list is asked for stays in the hall with the
// rest of what was said.
func TestTypedTopicsStay(t *testing.T) {
	for _, x := range []struct {
		kind         Kind
		topic, leave string
	}{
		{KindComplaint, "张三骂人 13800000000", "other"},
		{KindComplaint, "fees", "fees"},
		{KindSpecial, "李奶奶", "other"},
		{KindSpecial, "elder", "elder"},
		{KindPraise, "王芳拾金不昧", ""},
		{KindPraise, "letter", "letter"},
		{KindMeeting, "张三的事", ""},
		{KindMeeting, EveningMeeting, EveningMeeting},
		{KindCause, "张三", ""},
		{KindFault, "ATM 2", "ATM 2"},
		{KindDrill, "七步", "七步"},
	} {
		out, ok := Entry{Kind: x.kind, Topic: x.topic, Tags: []string{x.topic, "slow"}}.Leaving()
		require.True(t, ok)
		require.Equal(t, x.leave, out.Topic, "%s %s", x.kind, x.topic)
		want := []string(nil)
		if x.kind == KindCause {
			want = []string{"slow"}
		}
		require.Equal(t, want, out.Tags, x.kind)
	}
}

func TestMerge(t *testing.T) {
	a := Report{Branch: "B", Day: "2026-11-20", Rev: 1, Total: DayTotal{Branch: "B", Day: "2026-11-20", Due: 5, Made: 3, Missed: 0, Meetings: 1, Cell: Cell{Samples: 2, Waiting: 9}}}
	a.Cells = []Cell{{Branch: "B", Day: "2026-11-20", Slot: 20, Samples: 2, Waiting: 9, Oldest: 12, Flow: Flow{Tickets: 2, Called: 2, WaitSum: 60, WaitMax: 40, Waits: Histogram{1, 1}}}}
	b := Report{Branch: "B", Day: "2026-11-20", Rev: 4, Total: DayTotal{Branch: "B", Day: "2026-11-20", Due: 5, Made: 1, Missed: 2, Cell: Cell{Samples: 1, Waiting: 1}}}
	b.Cells = []Cell{{Branch: "B", Day: "2026-11-20", Slot: 18, Samples: 1}, {Branch: "B", Day: "2026-11-20", Slot: 20, Oldest: 7, Flow: Flow{Tickets: 1, Called: 1, WaitSum: 200, WaitMax: 200, Waits: Histogram{0, 0, 0, 0, 1}}}}
	for _, list := range [][]Report{{a, b}, {b, a}} {
		cells, total := Merge(list)
		require.Equal(t, []int{5, 4, 0, 1, 3, 10}, []int{total.Due, total.Made, total.Missed, total.Meetings, total.Samples, total.Waiting})
		require.Len(t, cells, 2)
		require.Equal(t, 18, cells[0].Slot)
		require.Equal(t, Flow{Tickets: 3, Called: 3, WaitSum: 260, WaitMax: 200, Waits: Histogram{1, 1, 0, 0, 1}}, cells[1].Flow)
		require.Equal(t, 12, cells[1].Oldest)
	}
	_, alone := Merge([]Report{b})
	require.Equal(t, b.Total, alone)
}

func TestReportCheck(t *testing.T) {
	good := func() Report {
		return Report{
			Branch: "B", Day: "2026-11-20", Rev: 1, Total: DayTotal{Branch: "B", Day: "2026-11-20"},
			Cells:   []Cell{{Branch: "B", Day: "2026-11-20", Slot: 3}},
			Entries: []Entry{{ID: "1", Branch: "B", Day: "2026-11-20", Kind: KindFault, Topic: "ATM"}},
		}
	}
	r := good()
	require.NoError(t, r.Check())
	for name, spoil := range map[string]func(*Report){
		"day":      func(r *Report) { r.Day = "20261120" },
		"revision": func(r *Report) { r.Rev = 0 },
		"other":    func(r *Report) { r.Total.Branch = "C" },
		"negative": func(r *Report) { r.Total.Faults = -1 },
		"twice":    func(r *Report) { r.Cells = append(r.Cells, r.Cells[0]) },
		"slot":     func(r *Report) { r.Cells[0].Slot = 48 },
		"more":     func(r *Report) { r.Cells[0].OnPost = 1 },
		"foreign":  func(r *Report) { r.Cells[0].Branch = "C" },
		"kind":     func(r *Report) { r.Entries[0].Kind = KindCoach },
		"entry":    func(r *Report) { r.Entries[0].Branch = "C" },
		"past":     func(r *Report) { r.Entries[0].Day = "2026-11-19" },
		// Sums of all halls must not run over: one hall would take headquarters' page away.
		"endless wait":  func(r *Report) { r.Total.WaitSum = math.MaxInt64 },
		"endless cell":  func(r *Report) { r.Cells[0].ServeSum = math.MaxInt64 / 2 },
		"endless count": func(r *Report) { r.Total.Special = 1 << 40 },
		"endless crowd": func(r *Report) { r.Cells[0].Waiting = 1 << 40 },
		"endless line":  func(r *Report) { r.Cells[0].Waits = Histogram{1 << 40} },
	} {
		r := good()
		spoil(&r)
		require.Equal(t, "hall.report", checklist.CodeOf(r.Check()), name)
	}
}
