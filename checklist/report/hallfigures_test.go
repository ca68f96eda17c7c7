package report_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/checklist/report"
)

// TestHallFigures: every figure with its formula, days as numbers, both languages.
func TestHallFigures(t *testing.T) {
	set := &hall.FigureSet{
		From: "2026-11-01", To: "2026-11-30", Causes: []hall.CauseCount{{Cause: "surge", N: 3}},
		Persistent: []hall.Persistent{{Weekday: time.Monday, Slot: 20, Seen: 8, Long: 5}},
	}
	set.Total.OnPost, set.Total.Posts = 9, 10
	set.Days = []hall.Group{{Key: "2026-11-02", Sums: set.Total}}
	set.Bands = []hall.Group{{Key: hall.BandNoon}}
	for lang, want := range map[checklist.Lang][]string{
		checklist.ZH: {"总览", "大堂在岗率", "在岗 9 次 ÷ 查岗 10 次", "偏低", "持续排队", "周一", "10:00–10:30", "客流突增"},
		checklist.EN: {"Overview", "Manager on post", "On post 9 ÷ checks 10", "Low", "Persistent", "Mon", "10:00–10:30", "traffic surge"},
	} {
		var b bytes.Buffer
		require.NoError(t, report.HallFigures(&b, report.HallFiguresDoc{Set: set, Rules: hall.DefaultRules(), Name: "东城支行", Lang: lang, Made: time.Unix(1_793_700_000, 0)}))
		f, err := excelize.OpenReader(&b)
		require.NoError(t, err)
		require.Equal(t, want[0], f.GetSheetList()[0])
		rows, err := f.GetRows(want[0])
		require.NoError(t, err)
		require.Equal(t, []string{want[1], "90.0", "%"}, rows[9][:3])
		require.Equal(t, []string{want[3], want[2]}, rows[9][4:6])
		kind, err := f.GetCellType(want[0], "B10")
		require.NoError(t, err)
		require.NotEqual(t, excelize.CellTypeSharedString, kind, "a figure is a number")
		queue, err := f.GetRows(want[4])
		require.NoError(t, err)
		require.Equal(t, []string{want[5], want[6], "5", "8"}, queue[1])
		causes, err := f.GetRows(f.GetSheetList()[5])
		require.NoError(t, err)
		require.Equal(t, []string{want[7], "3"}, causes[1])
		require.NoError(t, f.Close())
	}
}
