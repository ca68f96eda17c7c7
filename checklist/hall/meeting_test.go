package hall_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/checklist/table"
)

func meetingAt(day string, topic string, minutes int) hall.Entry {
	t, _ := time.Parse(time.DateOnly, day)
	return hall.Entry{ID: day + topic, Kind: hall.KindMeeting, Day: day, At: t.UnixMilli(), Topic: topic, Minutes: minutes}
}

func TestMeetingRateCountsWorkingDays(t *testing.T) {
	r := hall.DefaultRules()
	r.Days = []int{1, 2, 3, 4, 5, 6}
	r.Shut = []string{"2026-11-05"}
	entries := []hall.Entry{
		meetingAt("2026-11-02", hall.MorningMeeting, 12), meetingAt("2026-11-02", hall.EveningMeeting, 15),
		meetingAt("2026-11-03", hall.MorningMeeting, 9),
		meetingAt("2026-11-04", hall.EveningMeeting, 20), // no morning meeting
		meetingAt("2026-11-08", hall.MorningMeeting, 30), // a Sunday does not count
	}
	gone := meetingAt("2026-11-06", hall.MorningMeeting, 30)
	entries = append(entries, gone, hall.Entry{ID: "v", Kind: hall.KindVoid, Ref: gone.ID})
	at := func(s string) time.Time {
		v, err := time.Parse("2006-01-02 15:04", s)
		require.NoError(t, err)
		return v
	}

	got := hall.MeetingsHeld(r, "2026-11-02", "2026-11-08", at("2026-11-20 10:00"), 0, entries)
	require.Equal(t, hall.MeetingRate{Days: 5, Held: 2, Long: 1, Evenings: 2, Minutes: 21, Missed: []string{"2026-11-04", "2026-11-06", "2026-11-07"}}, got)
	require.Equal(t, 400, got.Permille())

	early := hall.MeetingsHeld(r, "2026-11-02", "2026-11-08", at("2026-11-04 08:30"), 0, entries)
	require.Equal(t, []int{2, 2}, []int{early.Days, early.Held}, "today is no miss before its time is over")
	late := hall.MeetingsHeld(r, "2026-11-02", "2026-11-08", at("2026-11-04 08:51"), 0, entries)
	require.Equal(t, []string{"2026-11-04"}, late.Missed)
	require.Zero(t, hall.MeetingsHeld(r, "2026-11-08", "2026-11-08", at("2026-11-20 10:00"), 0, nil).Permille())
}

// The meeting of the day the program was set up is asked for only if it could still be
// held then.
func TestTheFirstEveningAsksForNoMorningMeeting(t *testing.T) {
	at := func(hour, minute int) time.Time { return time.Date(2026, 11, 4, hour, minute, 0, 0, time.UTC) }
	evening := meetingAt("2026-11-04", hall.EveningMeeting, 12)
	rate := func(begun time.Time, entries ...hall.Entry) hall.MeetingRate {
		return hall.MeetingsHeld(hall.DefaultRules(), "2026-11-04", "2026-11-05", at(33, 0), begun.UnixMilli(), entries)
	}
	require.Equal(t, hall.MeetingRate{Days: 1, Evenings: 1, Missed: []string{"2026-11-05"}}, rate(at(19, 0), evening))
	require.Equal(t, []string{"2026-11-04", "2026-11-05"}, rate(at(8, 50), evening).Missed, "it could still be held")
	require.Equal(t, []string{"2026-11-04", "2026-11-05"}, rate(at(-5, 0), evening).Missed, "set up the day before")
	require.Equal(t, 1, rate(at(19, 0), meetingAt("2026-11-04", hall.MorningMeeting, 12)).Held, "one written down afterwards counts")
}

func TestElapsedIsWholeMinutes(t *testing.T) {
	at := time.Date(2026, 11, 3, 8, 20, 0, 0, time.UTC)
	require.Equal(t, 9, hall.Elapsed(at, at.Add(9*time.Minute+59*time.Second)), "nine minutes 59 are not ten")
	require.Equal(t, 10, hall.Elapsed(at, at.Add(10*time.Minute)))
	require.Equal(t, 0, hall.Elapsed(at, at.Add(-time.Minute)))
}

func TestMeetingEntriesOnceAndAgain(t *testing.T) {
	due := []string{"李静", "王芳", "张伟", "刘洋"}
	n := hall.MeetingNotes{Sheet: "in-1", Topic: hall.MorningMeeting, Chair: "李静"}
	n.Drill = hall.DrillNotes{Topic: "七步", People: []string{"张伟", "刘洋"}, Agreed: "双手递接再练", Owner: "张伟", Due: "2026-11-17"}
	n.Mark("刘洋", "sick")
	require.Equal(t, []string{"张伟"}, n.Drill.People, "who is away takes no part")
	n.Mark("王芳", "leave")
	n.Mark("王芳", "")
	require.Equal(t, []string{"李静", "王芳", "张伟"}, n.Present(due))
	first := n.Entries(due, 12, 1000, "2026-11-03", nil)
	require.Len(t, first, 3)
	require.Equal(t, []string{"刘洋"}, first[0].Absent)
	require.Equal(t, []string{"sick"}, first[0].Why)
	require.Equal(t, 12, first[0].Minutes)
	have := first
	for i := range have {
		have[i].ID, have[i].Day = fmt.Sprint("e", i), "2026-11-03"
		require.NoError(t, have[i].Check())
	}
	require.Empty(t, n.Entries(due, 12, 1000, "2026-11-03", have), "what is there already is not written twice")
	n.Mark("刘洋", "")
	again := n.Entries(due, 12, 1000, "2026-11-03", have)
	require.Len(t, again, 2)
	require.Equal(t, []any{hall.KindVoid, "e0", hall.KindMeeting}, []any{again[0].Kind, again[0].Ref, again[1].Kind})
	require.Empty(t, n.Entries(due, 12, 1000, "2026-11-04", have), "yesterday's log may be signed")
}

func TestReadQuestions(t *testing.T) {
	tab, err := table.Read("题库.csv", []byte("类别,题目,参考答案\n合规,客户投诉首问怎么处理？,接手到底\n服务,三声是什么？,来有应声…\n"))
	require.NoError(t, err)
	list, err := hall.ReadQuestions(tab)
	require.NoError(t, err)
	require.Equal(t, []string{"合规", "服务"}, []string{list[0].Topic, list[1].Topic})
	require.Equal(t, hall.QuestionID("三声是什么？"), list[1].ID)
	require.Equal(t, []string{"合规", "服务"}, hall.QuestionTopics(list))

	tab, err = table.Read("q.csv", []byte("topic,question\na,one?\na,\nb,one?\n"))
	require.NoError(t, err)
	_, err = hall.ReadQuestions(tab)
	var all checklist.Problems
	require.ErrorAs(t, err, &all)
	require.Equal(t, []string{"hall.question.empty", "hall.question.twice"}, []string{all[0].Code, all[1].Code})
	require.Equal(t, []int{3, 4}, []int{all[0].Line, all[1].Line})

	tab, err = table.Read("q.csv", []byte("name,age\nx,1\n"))
	require.NoError(t, err)
	_, err = hall.ReadQuestions(tab)
	require.ErrorAs(t, err, &all)
	require.Equal(t, "table.missing", all[0].Code)
}

func TestDrawAsksAllBeforeAnyAgain(t *testing.T) {
	var bank []hall.Question
	for i := range 7 {
		q := hall.Question{Topic: []string{"合规", "服务"}[i%2], Text: fmt.Sprint("第", i, "题？")}
		q.ID = hall.QuestionID(q.Text)
		bank = append(bank, q)
	}
	var log []hall.Entry
	right := true
	for round := 1; round <= 3; round++ {
		for range bank {
			seed := hall.DrawSeed(fmt.Sprint("in-", len(log)/2), len(log)%2)
			q := hall.Draw(bank, hall.Asked(log), "", 1, seed)[0]
			require.Equal(t, q, hall.Draw(bank, hall.Asked(log), "", 1, seed)[0], "the same seed draws the same")
			e := q.Entry("in", seed, "张伟", &right)
			e.ID = fmt.Sprint("q", len(log))
			log = append(log, e)
		}
		times := hall.Asked(log)
		require.Len(t, times, len(bank))
		for id, n := range times {
			require.Equal(t, round, n, id)
		}
	}
	require.Len(t, hall.Draw(bank, nil, "服务", 9, "s"), 3)
	require.NotEqual(t, hall.Draw(bank, nil, "", 7, "s"), hall.Draw(bank, nil, "", 7, "t"), "another meeting, another order")
	asked, ok := hall.AskedIn(log, "in")
	require.Equal(t, []int{21, 21}, []int{len(asked), ok})
	require.Equal(t, "李静", hall.DrawPerson([]string{"张伟", "李静"}, log, "s"), "who answered least is asked first")
	require.Empty(t, hall.DrawPerson(nil, log, "s"))
}

func TestCoachingsAndDrills(t *testing.T) {
	score, later := checklist.Tenths(712), checklist.Tenths(865)
	entries := []hall.Entry{
		{ID: "d1", Kind: hall.KindDrill, At: 10, Topic: "七步", Ref: "in-1"},
		{ID: "c0", Kind: hall.KindCoach, At: 10, Ref: "in-1", Topic: hall.CoachDrill, Person: "张伟", Text: "双手", Due: "2026-11-10"},
		{ID: "c1", Kind: hall.KindCoach, At: 11, Person: "王芳", Text: "先问候", Due: "2026-11-20", Score: &score},
		{ID: "c2", Kind: hall.KindCoach, At: 12, Person: "刘洋", Text: "道别", Due: "2026-11-01", Score: &score},
		{ID: "e2", Kind: hall.KindCoachEnd, At: 20, Ref: "c2", Score: &later},
		{ID: "d2", Kind: hall.KindDrill, At: 30, Topic: "应急"},
		{ID: "e1", Kind: hall.KindCoachEnd, At: 31, Ref: "c1"},
		{ID: "v1", Kind: hall.KindVoid, At: 32, Ref: "e1"},
	}
	got := hall.Coachings(entries)
	require.Equal(t, []string{"c0", "c1", "c2"}, []string{got[0].ID, got[1].ID, got[2].ID})
	require.True(t, got[0].Late("2026-11-11"))
	require.False(t, got[1].Late("2026-11-20"), "due today is not late")
	change, ok := got[2].Change()
	require.True(t, ok)
	require.Equal(t, "15.3", change.String())
	_, ok = got[1].Change()
	require.False(t, ok, "its end was taken back")
	twice := append(entries, hall.Entry{ID: "e3", Kind: hall.KindCoachEnd, At: 40, Ref: "c2"})
	require.Equal(t, "e2", hall.Coachings(twice)[2].End.ID, "the first end counts, as of every case")
	drills := hall.Drills(entries)
	require.Equal(t, []string{"d2", "d1"}, []string{drills[0].ID, drills[1].ID})
	require.False(t, drills[0].Open())
	require.True(t, drills[1].Open())
	require.Equal(t, "2026-11-17", hall.CoachDue(time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC)))
}

func TestNames(t *testing.T) {
	require.Equal(t, "柜员 CXW", hall.Veil("陈晓雯", "柜员", "cxw"))
	require.Equal(t, "柜员 陈**", hall.Veil("陈晓雯", "柜员", ""))
	require.True(t, hall.SeesNames(checklist.BranchHead, ""))
	require.True(t, hall.SeesNames(checklist.HQSupervisor, ""))
	require.False(t, hall.SeesNames(checklist.LobbyManager, ""))
	require.True(t, hall.SeesNames(checklist.LobbyManager, hall.NamesAll))
}

func TestVeiledPapers(t *testing.T) {
	in := &checklist.Inspection{
		Checklist: &checklist.Checklist{Kind: checklist.KindObservation}, Inspector: checklist.Person{Name: "赵行长"},
		Sheets: []*checklist.Sheet{{ID: "s1", Person: "陈晓雯", Position: checklist.PositionTeller}},
	}
	post := func(checklist.Position) string { return "柜员" }
	short := func(string) string { return "cxw" }
	seen := func(name string, r checklist.Role, setting string) string {
		return hall.Veiled(in, checklist.Person{Name: name, Role: r}, setting, post, short).Sheets[0].Person
	}
	require.Equal(t, "柜员 CXW", seen("李静", checklist.LobbyManager, ""))
	require.Equal(t, "陈晓雯", seen("李静", checklist.LobbyManager, hall.NamesAll))
	require.Equal(t, "陈晓雯", seen("赵行长", checklist.BranchHead, ""))
	require.Equal(t, "陈晓雯", seen("赵行长", checklist.LobbyManager, ""), "who observed knows whom")
	require.Equal(t, "陈晓雯", in.Sheets[0].Person, "the record itself stays")
	in.Checklist = &checklist.Checklist{Kind: checklist.KindInspection}
	require.Equal(t, "陈晓雯", seen("李静", checklist.LobbyManager, ""))
}
