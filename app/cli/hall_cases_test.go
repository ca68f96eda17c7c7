package cli_test

import (
	"bytes"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"hallcheck/app/cli"
	"hallcheck/app/config"
	"hallcheck/checklist/hall"
	"hallcheck/store"
	"hallcheck/store/storetest"
)

// The list of cases has what its page lists: plain remarks too, and what is still open
// from before its days; the notes of the log alone are not in it. Command, workbook and
// page have the same words.
func TestCasesListsWhatThePageLists(t *testing.T) {
	opt := storetest.Options(t, "")
	opt.Clock = time.Now
	s, err := store.Open(t.Context(), opt)
	require.NoError(t, err)
	storetest.SetUp(t, s)
	now := time.Now()
	no, yes := false, true
	put := func(daysAgo int, e hall.Entry) {
		e.At = now.AddDate(0, 0, -daysAgo).Add(-time.Minute).UnixMilli()
		_, err := s.Append(t.Context(), e)
		require.NoError(t, err)
	}
	put(45, hall.Entry{Kind: hall.KindFault, Topic: "ATM 2", Text: "吞卡"})
	put(44, hall.Entry{Kind: hall.KindComplaint, Topic: "fees", Text: "早已当场解决", Yes: &yes})
	put(43, hall.Entry{Kind: hall.KindComplaint, Topic: "fees", Text: "还没答复", Yes: &no})
	put(42, hall.Entry{Kind: hall.KindNote, Text: "太久以前的备注"})
	put(3, hall.Entry{Kind: hall.KindNote, Text: "门口施工，客户绕行"})
	put(2, hall.Entry{Kind: hall.KindNote, Topic: hall.TopicActivity, Text: "播放反诈视频"})
	put(1, hall.Entry{Kind: hall.KindNote, Topic: hall.EmergencyTopic + "unwell", Text: "客户晕倒，已送医"})
	for _, topic := range []string{hall.TopicWeather, hall.TopicHeads, hall.TopicCarry} {
		put(1, hall.Entry{Kind: hall.KindNote, Topic: topic, Text: "只在日志上"})
	}
	put(0, hall.Entry{Kind: hall.KindPraise, Topic: "deed", Text: "扶老人过马路"})
	h := &cli.HallLog{Store: s, Lang: "zh", Now: time.Now}
	day := func(ago int) string { return now.AddDate(0, 0, -ago).Format(time.DateOnly) }
	words := func(from, to string) (out []string) {
		doc, err := h.Cases(t.Context(), from, to, hall.CaseKinds()...)
		require.NoError(t, err)
		for _, c := range doc.Cases {
			out = append(out, c.Text)
		}
		return out
	}
	want := []string{"吞卡", "还没答复", "门口施工，客户绕行", "播放反诈视频", "客户晕倒，已送医", "扶老人过马路"}
	require.Equal(t, want, words(day(30), day(0)))
	require.Equal(t, want[2:4], words(day(30), day(2)), "of days gone by only what is theirs")
	file := filepath.Join(t.TempDir(), "a.xlsx")
	require.NoError(t, h.SaveCases(t.Context(), file, day(30), day(0), hall.CaseKinds()...))
	require.Equal(t, want, column(t, file, want))
	require.NoError(t, s.Close())
	var out, bad bytes.Buffer
	require.Zero(t, cli.Run(t.Context(), cli.Program{Name: "hallcheck"}, config.Config{Dir: opt.Dir, Lang: "zh"}, []string{"hall", "cases"}, nil, &out, &bad), bad.String())
	for _, w := range append(want, "其他", "紧急情况") {
		require.Contains(t, out.String(), w)
	}
	for _, w := range []string{"只在日志上", "太久以前的备注", "早已当场解决", "activity", "emergency."} {
		require.NotContains(t, out.String(), w)
	}
}

// column finds the words in the cells of a workbook, from top to bottom.
func column(t *testing.T, file string, words []string) (out []string) {
	t.Helper()
	f, err := excelize.OpenFile(file)
	require.NoError(t, err)
	defer func() { require.NoError(t, f.Close()) }()
	rows, err := f.GetRows(f.GetSheetName(0))
	require.NoError(t, err)
	for _, r := range rows {
		for _, c := range r {
			if slices.Contains(words, c) {
				out = append(out, c)
			}
		}
	}
	return out
}
