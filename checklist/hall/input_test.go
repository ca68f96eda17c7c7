package hall

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

// Everything the hall does not know is named at once, with what it knows; what a page
// offers, and what is typed freely, passes.
func TestFits(t *testing.T) {
	rules := DefaultRules()
	rules.Windows = []Window{{No: 12}, {No: 3, Gone: true}}
	var bad checklist.Problems
	e := Entry{Kind: KindCause, Window: 4, Tags: []string{"slow", "moon", "rain"}}
	require.True(t, errors.As(e.Fits(rules, nil), &bad))
	require.Len(t, bad, 3)
	require.Equal(t, checklist.Problem{Key: "window", Code: "hall.add.window", Args: map[string]string{"value": "4", "allowed": "3, 12"}}, bad[0])
	require.Equal(t, []string{"hall.add.tag", "moon", "hall.add.tag", "rain"}, []string{bad[1].Code, bad[1].Args["value"], bad[2].Code, bad[2].Args["value"]})
	require.Contains(t, bad[1].Args["allowed"], "windows, slow, surge")
	for _, e := range []Entry{
		{Kind: KindComplaint, Topic: "态度"},
		{Kind: KindPraise, Topic: "other"},
		{Kind: KindSpecial, Topic: "elders"},
		{Kind: KindNote, Topic: "emergency."},
		{Kind: KindSkip, Topic: "patrol@10:01"},
		{Kind: KindPeaks, Tags: []string{"10:00", "10:15"}},
		{Kind: KindCall, Window: 1},
	} {
		require.True(t, errors.As(e.Fits(rules, []string{"patrol@10:00"}), &bad), e.Kind)
		require.Len(t, bad, 1, e.Kind)
	}
	rules.Windows = nil
	require.True(t, errors.As((&Entry{Kind: KindCall, Window: 1}).Fits(rules, nil), &bad))
	require.Equal(t, "–", bad[0].Args["allowed"])

	rules = DefaultRules()
	for _, e := range []Entry{
		{Kind: KindCause, Tags: Causes},
		{Kind: KindComplaint, Topic: "other", Window: 6},
		{Kind: KindPraise},
		{Kind: KindFault, Topic: "3号叫号机"},
		{Kind: KindDrill, Topic: "七步"},
		{Kind: KindEvent, Topic: "x"},
		{Kind: KindCoach, Topic: "etiquette"},
		{Kind: KindQuestion, Topic: "反洗钱", Tags: []string{"q1", "s"}},
		{Kind: KindNote},
		{Kind: KindNote, Topic: EmergencyTopic + "fire"},
		{Kind: KindSnooze, Topic: "patrol@10:00"},
		FixPeaks(rules, func(int) bool { return true }, time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)),
	} {
		require.NoError(t, e.Fits(rules, []string{"patrol@10:00"}), e)
	}
}
