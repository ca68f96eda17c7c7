package hall_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"hallcheck/checklist/hall"
	"hallcheck/checklist/table"
)

var nextDay = time.Date(2026, 11, 3, 9, 0, 0, 0, china)

// shown writes a ticket's times of day, "-" where there is none.
func shown(t hall.Ticket) string {
	var out []string
	for _, ms := range []int64{t.Taken, t.Called, t.Finished} {
		text := "-"
		if ms != 0 {
			text = time.UnixMilli(ms).In(china).Format("15:04:05")
		}
		out = append(out, text)
	}
	return strings.Join(out, " ")
}

func shownAll(list []hall.Ticket) []string {
	var out []string
	for _, t := range list {
		out = append(out, shown(t))
	}
	return out
}

func TestAnyTimesAndLengthsThatTellTheRest(t *testing.T) {
	for name, text := range map[string]string{
		"taken, both lengths":     "票号,取号时间,等候时长(分钟),办理时长(分钟)\n1,2026-11-02 08:31:00,9,5.5\n2,2026-11-02 08:40:00,0,3\n3,2026-11-02 08:41:00,,\n",
		"called, both lengths":    "票号,叫号时间,等候分钟,办理时间\n1,2026-11-02 08:40:00,9,5分30秒\n2,2026-11-02 08:40:00,0,3分钟\n3,2026-11-02 08:41:00,0,-\n",
		"finished, both lengths":  "票号,结束时间,等候秒数,办理秒数\n1,2026-11-02 08:45:30,540,330\n2,2026-11-02 08:43:00,0,180\n",
		"taken, finished, length": "票号,取号时间,结束时间,办理时长\n1,2026-11-02 08:31:00,2026-11-02 08:45:30,05:30\n2,2026-11-02 08:40:00,2026-11-02 08:43:00,1:03:00\n",
		"day and times of day":    "票号,日期,叫号时间,等候时长,办理时长\n1,2026/11/2,8:40,00:09:00,00:05:30\n2,2026/11/2,8:40,00:00:00,00:03:00\n",
		"mixed":                   "ticket,taken,called,finished,waiting [s],handling time (min)\n1,,2026-11-02 08:40:00,,540,5.5\n2,2026-11-02 08:40:00,2026-11-02 08:40:00,,0,3\n",
	} {
		file := read(t, text)
		m := hall.GuessTickets(file)
		got, err := hall.ReadTickets(file, m, nextDay, nil)
		require.NoError(t, err, name)
		want := []string{"08:31:00 08:40:00 08:45:30", "08:40:00 08:40:00 08:43:00"}
		switch name {
		case "taken, both lengths":
			want = append(want, "08:41:00 - -")
		case "called, both lengths":
			want = append(want, "08:41:00 08:41:00 -")
		case "taken, finished, length":
			require.Equal(t, "hall.ticket.called", got.Bad[0].Code, "handling longer than all of it")
			require.Equal(t, "办理时长", got.Bad[0].Key)
			want = want[:1]
		default:
			require.Empty(t, got.Bad, name)
		}
		require.Equal(t, want, shownAll(got.Tickets), name)
	}
}

func TestWhoWasNotThereDidNotWaitForNothing(t *testing.T) {
	file := read(t, "取号时间,等候时长(分),办理时长(分),状态\n2026-11-02 08:31:00,0,0,已办理\n2026-11-02 08:32:00,0,0,弃号\n2026-11-02 08:33:00,4,0,弃号\n2026-11-02 08:34:00,0,2,已办\n2026-11-02 08:35:00,0,0,已放弃\n")
	got, err := hall.ReadTickets(file, hall.GuessTickets(file), nextDay, nil)
	require.NoError(t, err)
	require.Equal(t, []string{"08:31:00 - -", "08:32:00 - -", "08:33:00 08:37:00 -", "08:34:00 08:34:00 08:36:00", "08:35:00 - -"}, shownAll(got.Tickets))
}

func TestUnitsAreFoundOrAsked(t *testing.T) {
	rows := func(head string, cells ...string) *table.Table {
		return read(t, head+"\n"+strings.Join(cells, "\n")+"\n")
	}
	for name, x := range map[string]struct {
		file *table.Table
		want int // 0 = asked, -1 = none needed, -2 = no column of lengths
	}{
		"heading":                     {rows("取号时间,等候时长(秒)", "2026-11-02 08:31:00,12"), table.Second},
		"heading in English":          {rows("taken,waiting (min)", "2026-11-02 08:31:00,12"), table.Minute},
		"says itself":                 {rows("取号时间,等候时长", "2026-11-02 08:31:00,12分", "2026-11-02 08:31:00,0:03:20", "2026-11-02 08:31:00,0"), -1},
		"too long for minutes":        {rows("取号时间,等候时长", "2026-11-02 08:31:00,640", "2026-11-02 08:31:00,300", "2026-11-02 08:31:00,45"), table.Second},
		"parts of a minute":           {rows("取号时间,等候时长", "2026-11-02 08:31:00,6.25", "2026-11-02 08:31:00,3", "2026-11-02 08:31:00,1.5"), table.Minute},
		"a workbook's":                {rows("取号时间,等候时长(分)", "2026-11-02 08:31:00,0.00625", "2026-11-02 08:31:00,8.1018518518518516E-5", "2026-11-02 08:31:00,0.00231481481481481"), table.Whole},
		"doubtful":                    {rows("取号时间,等候时长", "2026-11-02 08:31:00,12", "2026-11-02 08:31:00,8", "2026-11-02 08:31:00,31"), 0},
		"minutes before the colon":    {rows("取号时间,等候时长", "2026-11-02 08:31:00,0:12", "2026-11-02 08:31:00,25:10"), table.Minute},
		"doubtful colon":              {rows("取号时间,等候时长", "2026-11-02 08:31:00,0:12", "2026-11-02 08:31:00,0:25"), 0},
		"hours before the colon":      {rows("取号时间,等候时长(时:分)", "2026-11-02 08:31:00,0:12"), table.Hour},
		"by the times, seconds":       {rows("取号时间,叫号时间,等候时长", "2026-11-02 08:31:00,2026-11-02 08:32:30,90", "2026-11-02 08:31:00,2026-11-02 08:32:20,80"), table.Second},
		"by the times, minutes":       {rows("取号时间,叫号时间,等候时长", "2026-11-02 08:31:00,2026-11-02 08:43:30,12", "2026-11-02 08:31:00,2026-11-02 08:39:20,8"), table.Minute},
		"by the times, hours":         {rows("取号时间,叫号时间,等候时长", "2026-11-02 08:31:00,2026-11-02 08:43:30,0:12", "2026-11-02 08:31:00,2026-11-02 08:39:20,0:08"), table.Hour},
		"times that fit nothing":      {rows("取号时间,叫号时间,等候时长", "2026-11-02 08:31:00,2026-11-02 08:43:30,77", "2026-11-02 08:31:00,2026-11-02 08:39:20,55"), 0},
		"nonsense is no time":         {rows("取号时间,等候时长(分)", "2026-11-02 08:31:00,很久", "2026-11-02 08:31:00,lang"), -1},
		"a time of day by its name":   {rows("取号时间,等候时间", "2026-11-02 08:31:00,08:40:00", "2026-11-02 08:35:00,08:50:10"), -2},
		"a moment by its name":        {rows("取号时间,等候时间", "2026-11-02 08:31:00,2026-11-02 08:40:00"), -2},
		"short hours would be a time": {rows("取号时间,等候时间", "2026-11-02 08:31:00,8:40", "2026-11-02 08:35:00,8:50"), -2},
	} {
		m := hall.GuessTickets(x.file)
		col, have := m["waiting"]
		require.Equal(t, x.want != -2, have, name)
		if !have {
			continue
		}
		require.Equal(t, x.want <= 0, m["waitingUnit"] == 0, "%s: %d", name, m["waitingUnit"])
		if x.want > 0 {
			require.Equal(t, x.want, m["waitingUnit"], name)
		}
		if name == "nonsense is no time" {
			got, err := hall.ReadTickets(x.file, m, nextDay, nil)
			require.NoError(t, err)
			require.Equal(t, 2, got.BadRows, "it is told, the column is not passed over")
			continue
		}
		_, err := hall.ReadTickets(x.file, m, nextDay, nil)
		if x.want == 0 {
			require.ErrorContains(t, err, "hall.map.unit", name)
			m[hall.UnitOf("waiting")] = table.Minute
			_, err = hall.ReadTickets(x.file, m, nextDay, nil)
		}
		require.NoError(t, err, name)
		require.Equal(t, x.want != -1, hall.LengthsOf(x.file, col).Open, name)
	}
}

func TestLengthsThatContradictTheTimesAreMistakesAllAtOnce(t *testing.T) {
	file := read(t, "票号,取号时间,叫号时间,结束时间,等候时长(分),办理时长(秒)\n"+
		"1,2026-11-02 08:31:00,2026-11-02 08:40:59,2026-11-02 08:45:00,9,241\n"+ // a minute apart is what machines cut off
		"2,2026-11-02 08:31:00,2026-11-02 08:40:00,2026-11-02 08:45:00,7.9,300\n"+
		"3,2026-11-02 08:31:00,2026-11-02 08:40:00,2026-11-02 08:45:00,9,361\n"+
		"4,2026-11-02 08:31:00,2026-11-02 08:40:00,2026-11-02 08:45:00,30,30\n"+
		"5,2026-11-02 08:31:00,2026-11-02 08:30:00,,9,\n"+
		"6,2026-11-02 08:31:00,,,lang,-5\n"+
		"7,2026-11-02 08:31:00,,,961,\n"+
		"8,,,,5,\n"+
		"9,,x,,5,\n")
	got, err := hall.ReadTickets(file, hall.GuessTickets(file), nextDay, nil)
	require.NoError(t, err)
	var found []string
	for _, p := range got.Listed() {
		found = append(found, fmt.Sprint(p.Line, " ", p.Key, " ", p.Code))
	}
	require.Equal(t, []string{
		"3 等候时长(分) hall.ticket.waiting", "4 办理时长(秒) hall.ticket.handling", "5 等候时长(分) hall.ticket.waiting", "5 办理时长(秒) hall.ticket.handling",
		"6 叫号时间 hall.ticket.called", "7 等候时长(分) hall.ticket.length", "7 办理时长(秒) hall.ticket.length", "8 等候时长(分) hall.ticket.longest",
		"9 取号时间 hall.ticket.taken", "10 叫号时间 hall.ticket.time",
	}, found)
	require.Equal(t, map[string]string{"text": "7.9", "from": "08:31:00", "to": "08:40:00", "between": "0:09:00"}, got.Bad[0].Args)
	require.Len(t, got.Tickets, 1)
}

// One heading is when the ticket was taken on one machine, and how long it waited on
// another.
func TestQueueTimeIsAMomentOrALength(t *testing.T) {
	for name, x := range map[string]struct {
		text string
		want hall.TicketMap
	}{
		"moments":           {"号码,排队时间,叫号时间\n1,2026-11-02 08:31:00,2026-11-02 08:40:00\n", hall.TicketMap{"number": 0, "taken": 1, "called": 2}},
		"a workbook's":      {"号码,排队时间,叫号时间\n1,46328.3547,46328.3648\n", hall.TicketMap{"number": 0, "taken": 1, "called": 2}},
		"times of day":      {"号码,排队时间,日期\n1,08:31:00,20261102\n", hall.TicketMap{"number": 0, "taken": 1, "date": 2}},
		"lengths":           {"号码,排队时间,叫号时间\n1,0:09:00,2026-11-02 08:40:00\n", hall.TicketMap{"number": 0, "waiting": 1, "called": 2}},
		"minutes":           {"号码,排队时间(分钟),叫号时间\n1,9,2026-11-02 08:40:00\n", hall.TicketMap{"number": 0, "waiting": 1, "called": 2, "waitingUnit": 60}},
		"beside the moment": {"号码,排队时间,取号时间\n1,9分,2026-11-02 08:40:00\n", hall.TicketMap{"number": 0, "waiting": 1, "taken": 2}},
	} {
		require.Equal(t, x.want, hall.GuessTickets(read(t, x.text)), name)
	}
}

// lengthFile is a machine's export of one day in every form it may come in.
const lengthFile = "票号,叫号时间,等候时长,办理时长,窗口\nA001,2026-11-02 08:40:00,9分,5分30秒,1\nA002,2026-11-02 08:40:00,0秒,3分,2\n"

func TestFilesOfLengthsInEveryForm(t *testing.T) {
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(lengthFile)
	require.NoError(t, err)
	book := excelize.NewFile()
	long, err := book.NewStyle(&excelize.Style{NumFmt: 46}) // [h]:mm:ss
	require.NoError(t, err)
	when, err := book.NewStyle(&excelize.Style{NumFmt: 22})
	require.NoError(t, err)
	for cell, v := range map[string]any{
		"A1": "票号", "B1": "叫号时间", "C1": "等候时长", "D1": "办理时长", "E1": "窗口",
		"A2": "A001", "B2": time.Date(2026, 11, 2, 8, 40, 0, 0, time.UTC), "C2": 9 * time.Minute, "D2": 330 * time.Second, "E2": 1,
		"A3": "A002", "B3": time.Date(2026, 11, 2, 8, 40, 0, 0, time.UTC), "C3": 0, "D3": 3 * time.Minute, "E3": 2,
	} {
		require.NoError(t, book.SetCellValue("Sheet1", cell, v))
	}
	require.NoError(t, book.SetCellStyle("Sheet1", "B2", "B3", when))
	require.NoError(t, book.SetCellStyle("Sheet1", "C2", "D3", long))
	var b bytes.Buffer
	require.NoError(t, book.Write(&b))
	var first []hall.Ticket
	for _, data := range [][]byte{[]byte(lengthFile), []byte(gb), []byte("\xef\xbb\xbf" + lengthFile), b.Bytes()} {
		file, err := table.Read("queue", data)
		require.NoError(t, err)
		m := hall.GuessTickets(file)
		got, err := hall.ReadTickets(file, m, nextDay, nil)
		require.NoError(t, err)
		require.Empty(t, got.Bad)
		require.Equal(t, []string{"08:31:00 08:40:00 08:45:30", "08:40:00 08:40:00 08:43:00"}, shownAll(got.Tickets))
		if first == nil {
			first = got.Tickets
		}
		require.Equal(t, first, got.Tickets, "the same tickets, so the same file again changes nothing")
		require.Equal(t, file.Sheet != "", m["waitingUnit"] == table.Whole)
	}
}

func FuzzReadTickets(f *testing.F) {
	f.Add([]byte(lengthFile))
	f.Add([]byte("号码,日期,取号时间,叫号时间,等候时长,办理时长(秒)\n1,20261102,8:31,8:40,9,300\n2,20261102,8:31,,0:12,-\n"))
	f.Add([]byte("no,finished,wait,duration\n1,2026-11-02 08:31:00,0.00625,8.1E-05\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := table.Read("queue", data)
		if err != nil {
			return
		}
		m := hall.GuessTickets(file)
		for _, field := range hall.LengthFields {
			if _, ok := m[field]; ok && m[hall.UnitOf(field)] == 0 && len(data)%2 == 0 {
				m[hall.UnitOf(field)] = table.Second
			}
		}
		got, err := hall.ReadTickets(file, m, nextDay, nil)
		if err != nil {
			return
		}
		require.LessOrEqual(t, len(got.Tickets)+got.BadRows+got.Repeated, len(file.Rows))
		for _, x := range got.Tickets {
			require.NotZero(t, x.Taken)
			require.True(t, x.Called == 0 || x.Called >= x.Taken)
			require.True(t, x.Finished == 0 || x.Finished >= max(x.Called, x.Taken))
		}
	})
}
