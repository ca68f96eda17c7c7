package storetest

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/store"
)

func question(topic, text, answer string) hall.Question {
	return hall.Question{ID: hall.QuestionID(text), Topic: topic, Text: text, Answer: answer}
}

func hallQuestions(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	a, b, c := question("服务", "三声是什么？", "来有应声"), question("合规", "首问负责？", ""), question("", "值班电话？", "1")
	var seen []checklist.Change
	s.Subscribe(func(c checklist.Change) { seen = append(seen, c) })
	out, err := s.ImportQuestions(ctx, []hall.Question{a, b, c, a}, false)
	require.NoError(t, err)
	require.Equal(t, hall.QuestionImport{New: 3}, out)
	require.Len(t, seen, 1)
	out, err = s.ImportQuestions(ctx, []hall.Question{a, b, c}, true)
	require.NoError(t, err)
	require.Equal(t, hall.QuestionImport{Same: 3}, out)
	require.Len(t, seen, 1, "nothing changed, nothing is told")
	list, err := s.Questions(ctx)
	require.NoError(t, err)
	require.Equal(t, []hall.Question{c, b, a}, list, "by topic in bytes, on both engines")
	a.Answer = "来有应声，问有答声，走有送声"
	out, err = s.ImportQuestions(ctx, []hall.Question{a, c}, true)
	require.NoError(t, err)
	require.Equal(t, hall.QuestionImport{Changed: 1, Same: 1, Gone: 1}, out)
	list, err = s.Questions(ctx)
	require.NoError(t, err)
	require.Equal(t, []hall.Question{c, a}, list)
	out, err = s.ImportQuestions(ctx, []hall.Question{b}, false)
	require.NoError(t, err)
	require.Equal(t, hall.QuestionImport{Changed: 1}, out, "back in the list")
	sound(t, s)
}

// meetingList is a checklist of a morning meeting that asks for its minutes only.
func meetingList(t *testing.T) []byte {
	c, err := Parse("", Sample("m", 1, 1))
	require.NoError(t, err)
	c.Kind, c.Items[0].ID, c.Items[0].Type, c.Items[0].Unit, c.Items[0].Veto = checklist.KindMeeting, "m.minutes", checklist.TypeNumber, "min", checklist.VetoNone
	b, err := json.Marshal(c)
	require.NoError(t, err)
	return b
}

// hallMeeting: the people of a meeting are written down before its sheet is
// finished, and finishing it adds no second meeting and takes nothing back.
func hallMeeting(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	list, err := s.InstallChecklist(ctx, "m.json", meetingList(t))
	require.NoError(t, err)
	c, err := checklist.Start("m-1", list, Branch, checklist.Person{Name: "王芳"}, checklist.Self, start)
	require.NoError(t, err)
	require.NoError(t, s.StartInspection(ctx, c))
	n := hall.MeetingNotes{Sheet: "m-1", Topic: hall.MorningMeeting, Chair: "王芳"}
	n.Drill = hall.DrillNotes{Topic: "七步", People: []string{"李强"}, Agreed: "再练", Due: "2026-11-17"}
	n.Mark("赵六", "leave")
	right := true
	_, err = s.Append(ctx, question("", "三声？", "").Entry("m-1", "seed", "李强", &right))
	require.NoError(t, err)
	day, err := s.HallDay(ctx, "", "2026-11-03")
	require.NoError(t, err)
	_, err = s.Append(ctx, n.Entries([]string{"王芳", "李强", "赵六"}, 11, c.StartedAt, c.Day, day)...)
	require.NoError(t, err)
	minutes := checklist.N(11)
	_, err = s.Edit(ctx, "m-1", func(in *checklist.Inspection, now time.Time) error {
		if err := in.Record(checklist.MainSheet, "m.minutes", checklist.NumberValue(minutes), now); err != nil {
			return err
		}
		return in.Finish("", now)
	})
	require.NoError(t, err)
	day, err = s.HallDay(ctx, "", "2026-11-03")
	require.NoError(t, err)
	kinds := []hall.Kind{}
	for _, e := range hall.Live(day) {
		kinds = append(kinds, e.Kind)
	}
	require.ElementsMatch(t, []hall.Kind{hall.KindQuestion, hall.KindMeeting, hall.KindDrill, hall.KindCoach}, kinds)
	held, err := s.HallEntries(ctx, "", "2026-11-01", "2026-11-30", hall.KindMeeting)
	require.NoError(t, err)
	require.Equal(t, []any{[]string{"王芳", "李强"}, []string{"赵六"}, []string{"leave"}, 11}, []any{held[0].People, held[0].Absent, held[0].Why, held[0].Minutes})
	open, err := s.OpenCases(ctx, "", hall.KindCoach)
	require.NoError(t, err)
	require.Len(t, open, 1)
	score := checklist.Tenths(905)
	_, err = s.Append(ctx, hall.Entry{Kind: hall.KindCoachEnd, Ref: open[0].ID, Score: &score})
	require.NoError(t, err)
	open, err = s.OpenCases(ctx, "", hall.KindCoach)
	require.NoError(t, err)
	require.Empty(t, open)
	all, err := s.HallEntries(ctx, "", "2026-11-01", "2026-11-30", hall.KindCoach, hall.KindCoachEnd, hall.KindVoid)
	require.NoError(t, err)
	require.Equal(t, "90.5", hall.Coachings(all)[0].End.Score.String())
	sound(t, s)
}

// storeMeeting stores the finished sheet of a meeting of 14 minutes.
func storeMeeting(t *testing.T, s *store.Store, by string, mode checklist.Mode) {
	t.Helper()
	list, err := s.InstallChecklist(t.Context(), "m.json", meetingList(t))
	require.NoError(t, err)
	in, err := checklist.Start("m-2", list, Branch, checklist.Person{Name: by}, mode, start)
	require.NoError(t, err)
	require.NoError(t, in.Record(checklist.MainSheet, "m.minutes", checklist.NumberValue(checklist.N(14)), start))
	require.NoError(t, in.Finish("", start.Add(14*time.Minute)))
	require.NoError(t, s.StartInspection(t.Context(), in))
}

// hallFromFile: a meeting stored finished, from a file, stands in the day too.
func hallFromFile(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	storeMeeting(t, s, "王芳", checklist.Self)
	held, err := s.HallEntries(ctx, "", "2026-11-03", "2026-11-03", hall.KindMeeting)
	require.NoError(t, err)
	require.Len(t, held, 1)
	require.Equal(t, []any{"m-2", 14, "王芳"}, []any{held[0].Ref, held[0].Minutes, held[0].By})
	sound(t, s)
}
