package hall_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
)

func TestReadRoster(t *testing.T) {
	list, err := hall.ReadRoster("排班.csv", []byte("日期,姓名,上岗,下岗,岗位\n2026/11/20,王强,12:30,17:10,大堂\n2026-11-20,李静,8:10,12:30,\n2026-11-21,李静,8:10,24:00,大堂\n"))
	require.NoError(t, err)
	require.Equal(t, []hall.Shift{
		{"2026-11-20", "李静", 490, 750, ""}, {"2026-11-20", "王强", 750, 1030, "大堂"}, {"2026-11-21", "李静", 490, 1440, "大堂"},
	}, list)
	english, err := hall.ReadRoster("r.csv", []byte("Date;Name;From;To\n2026-11-20;Li;8:10;12:30\n"))
	require.NoError(t, err)
	require.Len(t, english, 1)

	now, next := hall.OnPost(list, "2026-11-20", 700)
	require.Equal(t, "李静", now[0].Person)
	require.Equal(t, "王强", next[0].Person)
	now, next = hall.OnPost(list, "2026-11-20", 1030)
	require.Empty(t, now)
	require.Empty(t, next)
}

func TestEveryMistakeOfARosterAtOnce(t *testing.T) {
	_, err := hall.ReadRoster("r.csv", []byte("日期,姓名,上岗,下岗\n20-11,李静,8:10,12:30\n2026-11-20,,8:10,12:30\n2026-11-20,王强,早上,8点\n2026-11-20,李静,12:30,8:10\n2026-11-20,李静,8:10,12:30\n2026-11-20,李静,12:00,13:00\n,李静,8:10,12:30\n"))
	var bad checklist.Problems
	require.True(t, errors.As(err, &bad), "%v", err)
	var got []string
	for _, p := range bad {
		got = append(got, p.Code+"@"+hall.Clock(p.Line)[4:])
	}
	require.Equal(t, []string{"shift.day@2", "shift.person@3", "shift.time@4", "shift.time@4", "shift.order@5", "shift.overlap@7", "shift.noDay@8"}, got)
	_, err = hall.ReadRoster("r.csv", []byte("日期,姓名,上岗,下岗\n2026-11-20,王强,17:00,0.354166666666667\n"))
	require.ErrorAs(t, err, &bad)
	require.Equal(t, "08:30", bad[0].Args["value"], "a time as a workbook keeps it is told as a time")
	_, err = hall.ReadRoster("r.csv", []byte("日期,姓名\n2026-11-20,李静\n"))
	require.ErrorAs(t, err, &bad)
	require.Len(t, bad, 2, "both missing columns")
	list, err := hall.ReadRoster("r.csv", []byte("日期,姓名,上岗,下岗\n2026-11-20,,,\n2026-11-21,李静,8:10,12:30\n"))
	require.NoError(t, err)
	require.Len(t, list, 1, "a day nobody filled in")
	_, err = hall.ReadRoster("r.csv", []byte("日期,姓名,上岗,下岗\n2026-11-20,,,\n"))
	require.ErrorAs(t, err, &bad)
	require.Equal(t, "shift.none", bad[0].Code)
}

func TestHandoverIsReadOnce(t *testing.T) {
	note := hall.Entry{ID: "h", Kind: hall.KindHandover, By: "李静", Text: "ATM 2 报修"}
	list := hall.Handovers([]hall.Entry{note})
	require.True(t, list[0].For("王强"))
	require.False(t, list[0].For("李静"), "who wrote it")
	read := hall.Entry{ID: "r", Kind: hall.KindHandoverRead, Ref: "h", By: "王强"}
	list = hall.Handovers([]hall.Entry{note, read})
	require.Equal(t, "王强", list[0].Read.By)
	require.False(t, list[0].For("赵敏"))
	note.Person = "王强"
	require.False(t, hall.Handovers([]hall.Entry{note})[0].For("赵敏"))
}

func TestSuggestIsFresh(t *testing.T) {
	c := &checklist.Checklist{Items: []checklist.Item{{ID: "a.b.waiting", Type: checklist.TypeNumber}, {ID: "a.b.open-windows", Type: checklist.TypeNumber}}}
	seven, two := 7, 2
	old := hall.Entry{ID: "1", Kind: hall.KindCount, Waiting: &two, Open: &two, At: on("09:00").UnixMilli()}
	fresh := hall.Entry{ID: "2", Kind: hall.KindCount, Waiting: &seven, At: on("09:30").UnixMilli()}
	require.Equal(t, map[string]checklist.Value{"a.b.waiting": checklist.NumberValue(7000)}, hall.Suggest(c, []hall.Entry{old, fresh}, on("09:31")))
	require.Empty(t, hall.Suggest(c, []hall.Entry{fresh, {ID: "v", Kind: hall.KindVoid, Ref: "2"}}, on("09:31")))
}

// Whom only the roster names comes behind the people known, everybody once.
func TestPeopleAndRoster(t *testing.T) {
	known := []checklist.Person{{ID: "1", Name: "李静", Position: checklist.PositionLobby}, {ID: "2", Name: "王强"}, {ID: "3", Name: "李静"}}
	got := hall.WithRoster(known, []hall.Shift{{Person: "周敏"}, {Person: "李静"}, {Person: ""}, {Person: "周敏"}, {Person: "安然"}})
	require.Equal(t, []checklist.Person{known[0], known[1], {Name: "周敏"}, {Name: "安然"}}, got)
	require.Empty(t, hall.WithRoster(nil, nil))
}
