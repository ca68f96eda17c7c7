package report

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
)

func TestARosterTemplateIsReadBack(t *testing.T) {
	for _, lang := range []checklist.Lang{checklist.ZH, checklist.EN} {
		var out bytes.Buffer
		require.NoError(t, RosterTemplate(&out, lang, time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)))
		f, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
		require.NoError(t, err)
		sheet := f.GetSheetName(0)
		for cell, v := range map[string]string{"B2": "李静", "C2": "8:10", "D2": "12:30", "E2": "大堂"} {
			require.NoError(t, f.SetCellStr(sheet, cell, v))
		}
		for row := 8; row > 2; row-- {
			require.NoError(t, f.RemoveRow(sheet, row))
		}
		var filled bytes.Buffer
		require.NoError(t, f.Write(&filled))
		list, err := hall.ReadRoster("r.xlsx", filled.Bytes())
		require.NoError(t, err)
		require.Equal(t, []hall.Shift{{Day: "2026-11-23", Person: "李静", Start: 490, Ends: 750, Post: "大堂"}}, list)
	}
}
