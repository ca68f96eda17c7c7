package checklist_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

func code(err error) string { return checklist.CodeOf(err) }

func TestStart(t *testing.T) {
	c := list(yesNo("a", 1))
	_, err := checklist.Start("i", c, checklist.Branch{}, checklist.Person{}, checklist.Panel, morning)
	require.Equal(t, "inspection.mode", code(err))
	in := begin(t, c, checklist.Branch{Code: "B0001"})
	require.Equal(t, checklist.Draft, in.Status)
	require.Equal(t, "2026-11-21", in.Day)
	require.Equal(t, morning.UnixMilli(), in.StartedAt)
	require.Len(t, in.Sheets, 1)
	c.Subject = checklist.SubjectPerson
	require.Empty(t, begin(t, c, checklist.Branch{}).Sheets)
}

func TestDayIsThatOfTheHall(t *testing.T) {
	at := time.Date(2026, 11, 20, 23, 30, 0, 0, time.UTC).In(time.FixedZone("CST", 8*3600))
	in, err := checklist.Start("i", list(), checklist.Branch{}, checklist.Person{}, checklist.Self, at)
	require.NoError(t, err)
	require.Equal(t, "2026-11-21", in.Day)
}

func TestRecordChecksTheType(t *testing.T) {
	half := checklist.Milli(500)
	in := begin(t, list(
		yesNo("pass", 1), checklist.Item{ID: "score", Type: checklist.TypeScore, Points: checklist.N(3)},
		checklist.Item{ID: "deduct", Type: checklist.TypeScore, Points: checklist.N(3), Deduct: &half},
		checklist.Item{ID: "rating", Type: checklist.TypeRating, Scale: 5}, checklist.Item{ID: "text", Type: checklist.TypeText},
		checklist.Item{ID: "pair", Type: checklist.TypeRating, Scale: 7, Expectation: checklist.Text{ZH: "应"}},
	), checklist.Branch{})
	for _, x := range []struct {
		item string
		v    checklist.Value
		ok   bool
	}{
		{"pass", checklist.VerdictValue(checklist.Pass), true},
		{"pass", checklist.VerdictValue("maybe"), false},
		{"pass", checklist.NumberValue(1), false},
		{"score", checklist.NumberValue(checklist.N(3)), true},
		{"score", checklist.NumberValue(half), true},
		{"score", checklist.NumberValue(250), false},
		{"score", checklist.NumberValue(checklist.N(4)), false},
		{"score", checklist.NumberValue(-500), false},
		{"score", checklist.OccurrencesValue(1), false},
		{"deduct", checklist.OccurrencesValue(999), true},
		{"deduct", checklist.OccurrencesValue(-1), false},
		{"deduct", checklist.OccurrencesValue(1000), false},
		{"deduct", checklist.NumberValue(1000), true},
		{"rating", checklist.NumberValue(checklist.N(5)), true},
		{"rating", checklist.NumberValue(0), false},
		{"rating", checklist.NumberValue(1500), false},
		{"rating", checklist.NumberValue(checklist.N(6)), false},
		{"text", checklist.TextValue("话"), true},
		{"text", checklist.VerdictValue(checklist.Pass), false},
		{"pair", pair(7, 1), true},
		{"pair", pair(8, 1), false},
		{"pair", pair(1, -1), false},
		{"rating", checklist.VerdictValue(checklist.NA), true},
		{"score", checklist.Value{}, true},
	} {
		err := in.Record("main", x.item, x.v, morning)
		if x.ok {
			require.NoError(t, err, x)
			require.Equal(t, x.v, in.Answer("main", x.item).Value)
		} else {
			require.Equal(t, "answer.type", code(err), x)
		}
	}
	require.Equal(t, "item.unknown", code(in.Record("main", "none", checklist.Value{}, morning)))
	require.Equal(t, "sheet.unknown", code(in.Record("none", "pass", checklist.Value{}, morning)))
	require.Equal(t, "main/score", in.Cursor)
}

func TestTouchedUntilCommitted(t *testing.T) {
	in := begin(t, list(yesNo("a", 1)), checklist.Branch{})
	say(t, in, "main", map[string]any{"a": false})
	require.NoError(t, in.Note("main", "a", "x", morning.Add(time.Minute)))
	require.Equal(t, []checklist.Touched{{Sheet: "main", Item: "a"}, {Sheet: "main", Item: "a"}}, in.Touched())
	require.Equal(t, morning.Add(time.Minute).UnixMilli(), in.Answer("main", "a").At)
	in.Committed()
	require.Empty(t, in.Touched())
}

func TestTakingAnAnswerBackKeepsNoteAndPhotos(t *testing.T) {
	in := begin(t, list(yesNo("a", 1)), checklist.Branch{})
	say(t, in, "main", map[string]any{"a": false})
	require.NoError(t, in.Note("main", "a", "缺字", morning))
	require.NoError(t, in.Attach("main", "a", photo, morning))
	say(t, in, "main", map[string]any{"a": checklist.Value{}})
	a := in.Answer("main", "a")
	require.True(t, a.Value.IsZero())
	require.Equal(t, "缺字", a.Note)
	require.Len(t, a.Photos, 1)
}

func TestPhotosOfAnAnswer(t *testing.T) {
	in := begin(t, list(yesNo("a", 1)), checklist.Branch{})
	second := photo
	second.ID, second.Hash = "p2", "b"
	require.NoError(t, in.Attach("main", "a", photo, morning))
	require.Equal(t, "photo.twice", code(in.Attach("main", "a", photo, morning)))
	require.NoError(t, in.Attach("main", "a", second, morning))
	require.Equal(t, 1, in.Answer("main", "a").Photos[1].Position)
	require.NoError(t, in.Detach("main", "a", "ph", morning))
	require.Equal(t, "photo.unknown", code(in.Detach("main", "a", "ph", morning)))
	require.NoError(t, in.Attach("main", "a", photo, morning))
	require.Equal(t, []int{1, 2}, []int{in.Answer("main", "a").Photos[0].Position, in.Answer("main", "a").Photos[1].Position})
}

func TestSettle(t *testing.T) {
	in := begin(t, list(yesNo("a", 1)), checklist.Branch{})
	require.Equal(t, "answer.due", code(in.Settle("main", "a", checklist.Remedy{Due: "tomorrow"}, morning)))
	r := checklist.Remedy{Severity: checklist.Major, Owner: "王磊", Due: "2026-11-28"}
	require.NoError(t, in.Settle("main", "a", r, morning))
	require.Equal(t, r, in.Answer("main", "a").Remedy)
}

func TestSheets(t *testing.T) {
	c := list(yesNo("a", 1))
	require.Equal(t, "sheet.single", code(begin(t, c, checklist.Branch{}).AddSheet(checklist.Sheet{ID: "p"})))
	require.Equal(t, "sheet.unknown", code(begin(t, c, checklist.Branch{}).RemoveSheet("main")))
	c.Subject = checklist.SubjectPerson
	in := begin(t, c, checklist.Branch{})
	require.Equal(t, "sheet.person", code(in.AddSheet(checklist.Sheet{ID: "p", Person: " "})))
	require.NoError(t, in.AddSheet(checklist.Sheet{ID: "p", Person: "王磊"}))
	require.Equal(t, "sheet.twice", code(in.AddSheet(checklist.Sheet{ID: "p", Person: "王磊"})))
	require.NoError(t, in.RemoveSheet("p"))
	require.Nil(t, in.Sheet("p"))
	require.Nil(t, in.Answer("p", "a"))
}

func TestProfileAndLeaveOut(t *testing.T) {
	c := list()
	c.Focus.Phase = map[string]map[string]checklist.Milli{"initial": {}}
	c.Zones = append(c.Zones, checklist.Zone{ID: "extra", Optional: true})
	in := begin(t, c, checklist.Branch{})
	require.Equal(t, "inspection.phase", code(in.Profile("late", "")))
	require.Equal(t, "inspection.pressure", code(in.Profile("initial", "high")))
	require.NoError(t, in.Profile("initial", ""))
	require.Equal(t, "inspection.zone", code(in.LeaveOut("z", true)), "only optional zones")
	require.NoError(t, in.LeaveOut("extra", true))
	require.NoError(t, in.LeaveOut("extra", true))
	require.Equal(t, []string{"extra"}, in.LeftOut)
	require.NoError(t, in.LeaveOut("extra", false))
	require.Empty(t, in.LeftOut)
}

func TestFinishAndReopen(t *testing.T) {
	in := begin(t, list(yesNo("a", 1)), checklist.Branch{})
	later := morning.Add(10 * time.Minute)
	err := in.Finish(" ", later)
	require.ErrorIs(t, err, checklist.Fail("gate.closed"))
	require.NoError(t, in.Finish("客户突发疾病，先行离开", later))
	require.Equal(t, "客户突发疾病，先行离开", in.Incomplete)
	require.Equal(t, later.UnixMilli(), in.FinishedAt)
	for _, err := range []error{
		in.Record("main", "a", checklist.VerdictValue(checklist.Pass), later), in.Note("main", "a", "x", later), in.Attach("main", "a", photo, later),
		in.Finish("", later), in.LeaveOut("z", true), in.Profile("", ""), in.AddSheet(checklist.Sheet{}), in.RemoveSheet("main"),
	} {
		require.Equal(t, "inspection.finished", code(err))
	}
	who := checklist.Person{Name: "孙丽华"}
	require.Equal(t, "inspection.reopenReason", code(in.Reopen(who, " ", later)))
	require.NoError(t, in.Reopen(who, "漏拍照片", later))
	require.Equal(t, []checklist.Reopening{{By: "孙丽华", At: later.UnixMilli(), Reason: "漏拍照片"}}, in.Reopened)
	require.Equal(t, "inspection.notFinished", code(in.Reopen(who, "again", later)))
	say(t, in, "main", map[string]any{"a": true})
	require.NoError(t, in.Finish("not needed", later))
	require.Empty(t, in.Incomplete, "nothing was missing")
}

func TestFinishIsNeverBeforeTheStart(t *testing.T) {
	in := begin(t, list(yesNo("a", 1)), checklist.Branch{})
	require.NoError(t, in.Finish("clock was set back", morning.Add(-time.Hour)))
	require.Equal(t, in.StartedAt, in.FinishedAt)
}

func TestInspectionSurvivesJSON(t *testing.T) {
	in := randomInspection(3)
	data, err := json.Marshal(in)
	require.NoError(t, err)
	var back checklist.Inspection
	require.NoError(t, json.Unmarshal(data, &back))
	back.Checklist = in.Checklist
	require.Equal(t, checklist.Evaluate(in), checklist.Evaluate(&back))
}

func TestErrors(t *testing.T) {
	cause := errors.New("disk")
	err := checklist.Fail("a.b", "x", "1", "c", "2").Because(cause)
	require.Equal(t, `a.b c="2" x="1": disk`, err.Error())
	require.ErrorIs(t, err, cause)
	require.Empty(t, checklist.CodeOf(cause))
	require.Equal(t, "f:3: k: c map[a:1]\ng:0: : d map[]", checklist.Problems{{File: "f", Line: 3, Key: "k", Code: "c", Args: map[string]string{"a": "1"}}, {File: "g", Code: "d"}}.Error())
}
