package table_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"hallcheck/checklist"
	"hallcheck/checklist/table"
)

const sample = "排队明细,,\n\n票号, 取号时间 ,窗口\nA001,2026-11-02 08:31:04,1\n,,\nA002,\"2026/11/2 8:40\",\n"

func TestReadsEveryEncoding(t *testing.T) {
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(sample)
	require.NoError(t, err)
	le, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(sample)
	require.NoError(t, err)
	be, err := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(sample)
	require.NoError(t, err)
	for name, data := range map[string]string{
		"utf8": sample, "mark": "\xef\xbb\xbf" + sample, "gb": gb, "le": le, "be": be,
	} {
		got, err := table.Read("/tmp/x/"+name+".csv", []byte(data))
		require.NoError(t, err, name)
		require.Equal(t, []string{"票号", "取号时间", "窗口"}, got.Head, name)
		require.Equal(t, []table.Row{{Line: 4, Cells: []string{"A001", "2026-11-02 08:31:04", "1"}}, {Line: 6, Cells: []string{"A002", "2026/11/2 8:40"}}}, got.Rows, name)
		require.Equal(t, "6", got.Place(got.Rows[1], 1))
		require.Equal(t, "", got.Rows[1].Cell(2))
	}
	for _, sep := range []string{";", "\t", "|"} {
		got, err := table.Read("x.csv", bytes.ReplaceAll([]byte("a,b,c\n\"1,5\",2,3\n"), []byte(",b,c\n\"1,5\",2,"), []byte(sep+"b"+sep+"c\n\"1,5\""+sep+"2"+sep)))
		require.NoError(t, err)
		require.Equal(t, []string{"1,5", "2", "3"}, got.Rows[0].Cells, sep)
	}
}

func TestReadsWorkbook(t *testing.T) {
	f := excelize.NewFile()
	_, err := f.NewSheet("明细")
	require.NoError(t, err)
	style, err := f.NewStyle(&excelize.Style{NumFmt: 22})
	require.NoError(t, err)
	for cell, v := range map[string]any{"A2": "票号", "B2": "取号时间", "A3": "A001", "B3": time.Date(2026, 11, 2, 8, 31, 4, 0, time.UTC), "A5": "A002", "B5": "x"} {
		require.NoError(t, f.SetCellValue("明细", cell, v))
	}
	require.NoError(t, f.SetCellStyle("明细", "B3", "B3", style))
	var b bytes.Buffer
	require.NoError(t, f.Write(&b))
	got, err := table.Read("x.csv", b.Bytes())
	require.NoError(t, err)
	require.Equal(t, "明细", got.Sheet)
	require.Equal(t, []string{"票号", "取号时间"}, got.Head)
	require.Equal(t, "明细!B5", got.Place(got.Rows[1], 1))
	at, ok := table.Moment(got.Rows[0].Cell(1), time.UTC)
	require.True(t, ok)
	require.Equal(t, "2026-11-02 08:31:04", at.Format(time.DateTime))
}

func TestRefusesWhatIsNoTable(t *testing.T) {
	for want, data := range map[string]string{
		"table.empty": " \n,,\n", "table.old": "\xd0\xcf\x11\xe0\xa1\xb1", "table.kind": "\r\n<html><table>", "table.encoding": "票号,取号\n\xff\xff,1\n",
		"table.columns": string(bytes.Repeat([]byte("x,"), 300)), "table.broken": "PK\x03\x04rest",
		"table.cell": "a,b\n" + string(bytes.Repeat([]byte("x"), 40_000)) + ",1\n",
	} {
		_, err := table.Read("x.csv", []byte(data))
		require.Equal(t, want, checklist.CodeOf(err), "%v", err)
	}
	_, err := table.Read("x.csv", make([]byte, table.MostBytes+1))
	require.Equal(t, "table.large", checklist.CodeOf(err))
}

func TestColumns(t *testing.T) {
	got, err := table.Read("x.csv", []byte("Ticket No., 取号时间（time）,Taken,window,Window\n1,2,3,4,5\n"))
	require.NoError(t, err)
	at, bad := got.Columns(map[string][]string{"number": {"票号", "ticket no"}, "taken": {"取号时间(Time)", "Taken"}, "called?": {"叫号时间"}, "window": {"Window"}, "done": {"完成时间", "finished"}})
	require.Equal(t, map[string]int{"number": 0, "taken": 1}, at)
	require.Len(t, bad, 2)
	require.Equal(t, []string{"table.missing", "完成时间 / finished"}, []string{bad[0].Code, bad[0].Args["headings"]})
	require.Equal(t, []string{"table.twice", "D", "E"}, []string{bad[1].Code, bad[1].Args["first"], bad[1].Args["second"]})
}

func TestMoments(t *testing.T) {
	zone := time.FixedZone("", 8*3600)
	for text, want := range map[string]string{
		"2026-11-02 08:31:04": "2026-11-02 08:31:04", "2026/11/02 08:31:04": "2026-11-02 08:31:04", "2026/11/2 8:31": "2026-11-02 08:31:00",
		"2026年11月2日 8时31分4秒": "2026-11-02 08:31:04", "2026-11-02T08:31:04.123": "2026-11-02 08:31:04", "20261102083104": "2026-11-02 08:31:04",
		"202611020831": "2026-11-02 08:31:00", "2026.11.2 8:31": "2026-11-02 08:31:00", "2026-11-02 下午1:05": "2026-11-02 13:05:00",
		"2026-11-02 12:05 AM": "2026-11-02 00:05:00", "2026-11-02T00:31:04Z": "2026-11-02 08:31:04", "1793579464": "2026-11-02 08:31:04",
		"1793579464123": "2026-11-02 08:31:04", "46328.3549074074": "2026-11-02 08:31:04", "46328": "2026-11-02 00:00:00",
	} {
		got, ok := table.Moment(text, zone)
		require.True(t, ok, text)
		require.Equal(t, want, got.Format(time.DateTime), text)
	}
	for _, text := range []string{"", "08:31", "2026-02-30 08:31:04", "2026-13-02 08:31:04", "A001", "2026-11-02", "25:00", "下午", "2026-11-02 24:00:00", "-5", "60"} {
		_, ok := table.Moment(text, zone)
		require.False(t, ok, text)
	}
	for text, want := range map[string]string{"2026-11-02": "2026-11-02", "2026/11/2": "2026-11-02", "2026年11月2日": "2026-11-02", "20261102": "2026-11-02", "46328": "2026-11-02", "2026.11.2": "2026-11-02", "2026-11-02 08:31:04": "2026-11-02"} {
		got, ok := table.Day(text)
		require.True(t, ok, text)
		require.Equal(t, want, got, text)
	}
	for text, want := range map[string]int{"8:31": 8*3600 + 31*60, "08:31:04": 30664, "083104": 30664, "83104": 30664, "8时31分": 30660, "下午2:05": 50700, "0.5": 43200, "8：31": 30660, "0": 0} {
		got, ok := table.Clock(text)
		require.True(t, ok, text)
		require.Equal(t, want, got, text)
	}
	for _, text := range []string{"", "24:00", "x", "8", "2026-11-02"} {
		_, ok := table.Clock(text)
		require.False(t, ok, text)
	}
}

func TestSpans(t *testing.T) {
	for text, want := range map[string][4]int{ // in seconds when the unit is a second, a minute, an hour, a day
		"200": {200, 12_000, 720_000, 17_280_000}, "3.5": {4, 210, 12_600, 302_400}, "0": {},
		"12:30": {750, 750, 45_000, 750}, "12：05": {725, 725, 43_500, 725}, "0:12.5": {12, 12, 720, 12},
		"1:02:30": {3750, 3750, 3750, 3750}, "00:00:07": {7, 7, 7, 7}, "3分20秒": {200, 200, 200, 200}, "1小时5分": {3900, 3900, 3900, 3900},
		"12分钟": {720, 720, 720, 720}, "45秒": {45, 45, 45, 45}, "2 min 30 s": {150, 150, 150, 150}, "1.5分": {90, 90, 90, 90}, "1h": {3600, 3600, 3600, 3600},
		"8.1018518518518516E-5": {0, 0, 0, 7}, "0.00231481481481481": {0, 0, 8, 200},
	} {
		s, ok := table.ParseSpan(text)
		require.True(t, ok, text)
		require.Equal(t, want, [4]int{s.In(table.Second), s.In(table.Minute), s.In(table.Hour), s.In(table.Whole)}, text)
	}
	for _, text := range []string{"", "-3", "-0:12", "12:60", "1:2:3:4", "20秒3分", "3分3分", "分", "3天", "x", "1e400", "0x10", "inf", "2026-11-02 08:31:04", "08:31下午", "3分20", "+5", "1,200", ":30", "12:"} {
		_, ok := table.ParseSpan(text)
		require.False(t, ok, text)
	}
	for heading, want := range map[string]int{
		"等候时长(秒)": table.Second, "等待秒数": table.Second, "等候时间（分钟）": table.Minute, "等候时间(分)": table.Minute, "办理分钟数": table.Minute, "办理时长（分:秒）": table.Minute,
		"办理时长（小时）": table.Hour, "时长(时:分)": table.Hour, "Waiting (min)": table.Minute, "wait_seconds": table.Second, "handling time [s]": table.Second, "等候时长(min)": table.Minute,
		"wait hh:mm": table.Hour, "wait mm:ss": table.Minute, "等候时长": 0, "waiting time": 0, "办理时间": 0, "minutes": 0, "": 0, "(": 0,
	} {
		require.Equal(t, want, table.HeadingUnit(heading), heading)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte("\xff\xfea\x00,\x00b\x00"))
	book := excelize.NewFile()
	_ = book.SetCellValue("Sheet1", "B2", "x")
	var b bytes.Buffer
	_ = book.Write(&b)
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := table.Read("x", data)
		if err != nil {
			require.NotEmpty(t, checklist.CodeOf(err))
			return
		}
		require.NotEmpty(t, got.Head)
		last := 0
		for _, r := range got.Rows {
			require.Greater(t, r.Line, last)
			require.NotEmpty(t, r.Cells[len(r.Cells)-1])
			last = r.Line
		}
		got.Columns(map[string][]string{"a": {"x"}})
		_ = got.Fingerprint()
	})
}

func FuzzMoment(f *testing.F) {
	f.Add("2026年11月2日 8时31分")
	f.Add("46328.35")
	f.Add("1小时3分20秒")
	f.Add("8.1E-05")
	f.Fuzz(func(t *testing.T, text string) {
		if at, ok := table.Moment(text, time.UTC); ok {
			require.True(t, at.Year() >= 1900 && at.Year() < 2300, "%q %v", text, at)
		}
		if day, ok := table.Day(text); ok {
			require.Len(t, day, 10)
		}
		if s, ok := table.Clock(text); ok {
			require.True(t, s >= 0 && s < 86_400)
		}
		if s, ok := table.ParseSpan(text); ok {
			last := 0
			for _, unit := range []int{table.Second, table.Minute, table.Hour} {
				require.True(t, s.In(unit) >= last, "%q in %d s", text, unit)
				last = s.In(unit)
			}
			require.True(t, s.In(table.Whole) >= 0)
		}
		table.HeadingUnit(text)
	})
}
