package hall_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist/hall"
	"hallcheck/checklist/table"
)

var china = time.FixedZone("", 8*3600)

func read(t *testing.T, text string) *table.Table {
	t.Helper()
	got, err := table.Read("queue.csv", []byte(text))
	require.NoError(t, err)
	return got
}

func TestGuessesAMachinesColumns(t *testing.T) {
	file := read(t, "流水号,业务类型,取号时间,叫号时间,结束时间,窗口号,状态\n1,个人,2026-11-02 08:31:04,2026-11-02 08:40:00,2026-11-02 08:45:30,3号窗口,已完成\n"+
		"2,对公,2026-11-02 08:32:00,2026-11-02 08:50:00,,3,过号\n3,个人,2026-11-02 08:33:00,,,,弃号\n2,对公,2026-11-02 08:32:00,2026-11-02 08:51:00,,3,过号\n")
	m := hall.GuessTickets(file)
	require.Equal(t, hall.TicketMap{"number": 0, "business": 1, "taken": 2, "called": 3, "finished": 4, "window": 5, "abandoned": 6}, m)
	got, err := hall.ReadTickets(file, m, time.Date(2026, 11, 3, 9, 0, 0, 0, china), nil)
	require.NoError(t, err)
	require.Empty(t, got.Bad)
	ms := func(clock string) int64 {
		at, err := time.ParseInLocation(time.DateTime, "2026-11-02 "+clock, china)
		require.NoError(t, err)
		return at.UnixMilli()
	}
	require.Equal(t, []hall.Ticket{
		{Number: "1", Business: "个人", Window: 3, Taken: ms("08:31:04"), Called: ms("08:40:00"), Finished: ms("08:45:30"), Source: "queue.csv"},
		{Number: "2", Business: "对公", Window: 3, Taken: ms("08:32:00"), Called: ms("08:51:00"), Abandoned: true, Source: "queue.csv"},
		{Number: "3", Business: "个人", Taken: ms("08:33:00"), Abandoned: true, Source: "queue.csv"},
	}, got.Tickets)
	require.Equal(t, 1, got.Repeated)
}

func TestTimesWithoutTheirDay(t *testing.T) {
	file := read(t, "日期,号码,取号时间,叫号时间,结束时间\n20261102,A1,08:31,8:40:05,0.364583333333333\n2026/11/2,A2,83104,,\n")
	got, err := hall.ReadTickets(file, hall.GuessTickets(file), time.Date(2026, 11, 3, 9, 0, 0, 0, china), nil)
	require.NoError(t, err)
	require.Empty(t, got.Bad)
	shown := func(ms int64) string { return time.UnixMilli(ms).In(china).Format(time.DateTime) }
	require.Equal(t, []string{"2026-11-02 08:31:00", "2026-11-02 08:40:05", "2026-11-02 08:45:00", "2026-11-02 08:31:04"},
		[]string{shown(got.Tickets[0].Taken), shown(got.Tickets[0].Called), shown(got.Tickets[0].Finished), shown(got.Tickets[1].Taken)})
}

func TestAllMistakesAtOnceWithTheirPlaces(t *testing.T) {
	file := read(t, "号码,取号时间,叫号时间,结束时间,窗口,弃号\nA1,,x,,100,vielleicht\nA2,2026-11-02 09:00:00,2026-11-02 08:59:59,,1,0\n"+
		"A3,2026-11-02 09:00:00,2026-11-02 09:10:00,2026-11-02 09:09:00,1,0\nA4,2027-01-01 09:00:00,,,,\nA5,2026-11-02 09:00:00,,,,\n"+strings.Repeat("号", 61)+",2026-11-02 09:01:00,,,,\n")
	got, err := hall.ReadTickets(file, hall.GuessTickets(file), time.Date(2026, 11, 3, 9, 0, 0, 0, china), nil)
	require.NoError(t, err)
	require.Len(t, got.Tickets, 1)
	var places []string
	for _, p := range got.Listed() {
		places = append(places, p.Code+" "+p.Key)
		require.Equal(t, "queue.csv", p.File)
	}
	require.Equal(t, []string{
		"hall.ticket.taken 取号时间", "hall.ticket.time 叫号时间", "hall.ticket.abandoned 弃号", "hall.ticket.window 窗口",
		"hall.ticket.called 叫号时间", "hall.ticket.finished 结束时间", "hall.ticket.future 取号时间", "hall.ticket.long 号码",
	}, places)
	require.Equal(t, []int{2, 2, 2, 2, 3, 4, 5, 7}, []int{got.Bad[0].Line, got.Bad[1].Line, got.Bad[2].Line, got.Bad[3].Line, got.Bad[4].Line, got.Bad[5].Line, got.Bad[6].Line, got.Bad[7].Line})
	require.Equal(t, 5, got.BadRows)

	many := read(t, "取号时间,x\n"+strings.Repeat("gestern,1\n", 300))
	got, err = hall.ReadTickets(many, hall.GuessTickets(many), time.Now(), nil)
	require.NoError(t, err)
	list := got.Listed()
	require.Len(t, list, 201)
	require.Equal(t, map[string]string{"n": "100", "rows": "300"}, list[200].Args)
}

func TestMapsThatCannotBe(t *testing.T) {
	file := read(t, "a,b\n1,2\n")
	for want, m := range map[string]hall.TicketMap{
		"hall.map.taken": {"called": 1}, "hall.map.column": {"taken": 2}, "hall.map.twice": {"taken": 1, "called": 1},
		"hall.map.unit": {"taken": 0, "waiting": 1}, "hall.map.unit ": {"taken": 0, "waiting": 1, "waitingUnit": 7},
	} {
		want = strings.TrimSpace(want)
		_, err := hall.ReadTickets(file, m, time.Now(), nil)
		require.ErrorContains(t, err, want)
	}
}
