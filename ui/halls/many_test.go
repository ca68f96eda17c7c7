package halls_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/ui/halls"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell/shelltest"
)

// many is a headquarters of 16,000 halls.
type many struct{ hall.Overview }

const manyHalls = 16_000

func newMany() *many {
	m := &many{}
	for i := range manyHalls {
		b := checklist.Branch{Code: fmt.Sprintf("%07d", i), Name: fmt.Sprintf("城关%d号支行", i), Active: true}
		m.Halls = append(m.Halls, hall.HallSums{Branch: b, Known: 21, NoMet: i % 2, Sums: hall.Sums{
			Days: 21, Held: 21 - i%2, Due: 100, Made: 60 + i%40, Complaints: i % 5,
			Cell: hall.Cell{Posts: 100, OnPost: 80 + i%20, Rounds: 100, Working: 90 + i%10, Flow: hall.Flow{Tickets: 1000, Called: 900, WaitSum: int64(i) * 997 % 900_000, WaitMax: 1000}},
		}})
		if i%2 == 1 && len(m.Missed) < 2000 {
			m.Missed = append(m.Missed, hall.MissedMeeting{Branch: b, Day: "2026-11-20"})
		}
		if i%4 == 0 && len(m.Queues) < 2000 {
			m.Queues = append(m.Queues, hall.LongQueue{Branch: b, Persistent: hall.Persistent{Weekday: time.Monday, Slot: 20, Seen: 8, Long: 6}})
		}
		m.Drills = append(m.Drills, hall.DrillCount{Branch: b, Topic: "fire", Count: 1, Last: "2026-11-03"})
	}
	m.AllQueues = manyHalls / 4
	return m
}

func (m *many) HallOverview(context.Context, string, string, int) (*hall.Overview, error) {
	return &m.Overview, nil
}

func (m *many) FigureSet(context.Context, string, string, string) (*hall.FigureSet, hall.Rules, error) {
	return &hall.FigureSet{}, hall.DefaultRules(), nil
}

// crowd opens the page with 16,000 halls.
func crowd(tb testing.TB) *shelltest.Env {
	home := shelltest.NewHome()
	home.Who = checklist.Profile{Face: checklist.FaceHQ, Org: "示范银行", User: checklist.Person{ID: "p", Name: "督导", Role: checklist.HQSupervisor}}
	return shelltest.Open(tb, home, halls.New(halls.Services{Store: newMany(), Initials: func(string) string { return "cgzh" }}))
}

// steps are what somebody does on the page while it is open.
func steps(e *shelltest.Env) map[string]func(i int) {
	table := shelltest.Find[*kit.Table](e, 0)
	return map[string]func(i int){
		"search": func(i int) { e.Fill(0, []string{"", "城", "cg", "0015", "123号"}[i%5]) },
		"view":   func(i int) { e.Type(string(rune('1' + i%4))) },
		"sort":   func(i int) { table.OnSort([]string{"hall", hall.FigureMean, hall.FigureOnPost, "complaints"}[i%4]) },
		"down":   func(int) { e.Press(fyne.KeyDown) },
	}
}

// TestSixteenThousandHalls: everything that is done on the open page works with all of
// them; how long it takes is what the benchmark says.
func TestSixteenThousandHalls(t *testing.T) {
	e := crowd(t)
	require.True(t, e.Has("16000 / 16000 家有厅堂数据"), e.Texts())
	for _, name := range []string{"search", "view", "sort", "down"} {
		for i := range 5 {
			steps(e)[name](i)
		}
	}
	e.Type("1")
	e.Fill(0, "12345号")
	require.True(t, e.Has("城关12345号支行"), e.Texts())
	require.False(t, e.Has("城关1234号支行"), e.Texts())
	e.Fill(0, "")
	e.Type("2")
	require.True(t, e.Has("列出前 2000 条，共 4000 条"), e.Texts())
	e.Type("1")
	require.NotContains(t, e.Texts(), "列出前 2000 条，共 4000 条")
}

// BenchmarkSixteenThousandHalls: reach is a tenth of a second for each thing done on the
// open page, for so long it keeps the window.
func BenchmarkSixteenThousandHalls(b *testing.B) {
	e := crowd(b)
	for name, do := range steps(e) {
		b.Run(name, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				do(i)
			}
		})
	}
}
