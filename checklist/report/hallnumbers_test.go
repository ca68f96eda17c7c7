package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist/hall"
)

// TestNumbersOfCustomersStandOnNoPaperOfTheHall: whatever was typed, no day log and no
// list of cases that is handed on shows a customer's identity, card or mobile number.
func TestNumbersOfCustomersStandOnNoPaperOfTheHall(t *testing.T) {
	const mobile, identity = "13800138000", "370802199001011234"
	day := fullDay(t)
	said := "客户" + mobile + "，证件" + identity
	for i := range day.Log.Complaints {
		c := &day.Log.Complaints[i]
		c.Text = said
		c.End = &hall.Entry{At: c.At, Text: "已回电" + mobile}
	}
	for i := range day.Log.Handovers {
		day.Log.Handovers[i].Text = said
	}
	day.Log.Carry = []string{said}
	day.Log.Duties[0].Text = said
	var paper, list bytes.Buffer
	_, err := DayLogPDF(&paper, day)
	require.NoError(t, err)
	_, err = HallCases(&list, PDF, HallCasesDoc{Lang: day.Lang, Made: day.Made, From: "2026-11-20", To: "2026-11-20", Branch: day.Branch, Cases: day.Log.Complaints})
	require.NoError(t, err)
	for _, got := range []string{tight(text(t, paper.Bytes())), tight(text(t, list.Bytes()))} {
		require.NotContains(t, got, mobile)
		require.NotContains(t, got, identity)
		require.Contains(t, got, "138****8000")
		require.Contains(t, got, "370"+strings.Repeat("*", 13)+"34")
	}
}
