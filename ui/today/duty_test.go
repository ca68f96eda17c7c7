package today_test

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
	"hallcheck/ui/today"
)

// halls is a fake that has a hall besides.
type halls struct {
	*fake
	entries []hall.Entry
}

func (h halls) HallPlan(context.Context, string) (hall.Plan, error) {
	rules := hall.DefaultRules()
	rules.Rounds = append(rules.Rounds, 9*60+30)
	day := shelltest.Now.Format("2006-01-02")
	return hall.Plan{Day: day, Now: shelltest.Now, Rules: rules, Works: true, Duties: hall.PlanDay(rules, nil, day, h.entries, shelltest.Now)}, nil
}

// What the hall's day asks for now stands on Today, instead of the lists it drives.
func TestDueDutiesStandFirst(t *testing.T) {
	f := halls{fake: &fake{lists: lists(t), rows: []checklist.Summary{
		{ID: "draft-1", Checklist: "lobby-patrol", Title: checklist.Text{ZH: "大堂巡检"}, Status: checklist.Draft, Answered: 3, Total: 14, UpdatedAt: at(21, 9, 31)},
	}}}
	stops := []shell.Route{{ID: "today", New: today.New(f)}}
	for _, id := range []string{"runner", "inspect", "patrol", "hallday", "hallmeet"} {
		stops = append(stops, shell.Route{ID: id, New: func(_ *shell.Shell, arg any) shell.Page { return stop{arg} }})
	}
	e := shelltest.New(t, nil, stops...)
	require.True(t, e.Has("09:30"), e.Texts())
	require.True(t, e.Has("现在该做"), e.Texts())
	require.True(t, e.Has("今天已漏做 2 项"), e.Texts())
	require.False(t, e.Has("晨会记录"), "the meeting stands in the plan: %q", e.Texts())
	require.Empty(t, e.Overflows())
	e.Press(fyne.KeyReturn)
	require.Equal(t, "patrol", e.Shell.At())
	e.Press(fyne.KeyEscape)
	e.Tap("继续")
	require.Equal(t, "patrol", e.Shell.At(), "a patrol goes on where it was begun")
	require.Equal(t, "draft-1", e.Shell.Page().(stop).arg)
	e.Press(fyne.KeyEscape)
	e.Tap("今日安排")
	require.Equal(t, "hallday", e.Shell.At())
}

// A morning meeting left half done goes on on its own page, with its people and clock;
// one of another day is an ordinary sheet.
func TestAMeetingGoesOnOnItsPage(t *testing.T) {
	for day, want := range map[string]string{"2026-11-21": "hallmeet", "2026-11-20": "runner"} {
		f := halls{fake: &fake{lists: lists(t), rows: []checklist.Summary{
			{ID: "m", Checklist: "morning-meeting", Day: day, Title: checklist.Text{ZH: "晨会检查表"}, Status: checklist.Draft, Answered: 3, Total: 12, UpdatedAt: at(21, 9, 31)},
		}}}
		stops := []shell.Route{{ID: "today", New: today.New(f)}}
		for _, id := range []string{"runner", "patrol", "hallday", "hallmeet"} {
			stops = append(stops, shell.Route{ID: id, New: func(_ *shell.Shell, arg any) shell.Page { return stop{arg} }})
		}
		e := shelltest.New(t, nil, stops...)
		e.Tap("继续")
		require.Equal(t, want, e.Shell.At(), day)
	}
}
