package hall

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

// A meeting is the morning's or the evening's: what counts the days with one knows no
// other.
func TestMeetingsOfADay(t *testing.T) {
	for topic, want := range map[string]string{MorningMeeting: "", EveningMeeting: "", "部门会": "hall.whichMeeting"} {
		e := Entry{Kind: KindMeeting, Topic: topic}
		require.Equal(t, want, checklist.CodeOf(e.Check()), topic)
	}
}

// No word of a list is longer than any other word of an entry.
func TestWordsOfListsAreShort(t *testing.T) {
	long := strings.Repeat("长", mostShort+1)
	for name, e := range map[string]Entry{
		"tags":   {Kind: KindCause, Tags: []string{"slow", long}},
		"people": {Kind: KindMeeting, Topic: MorningMeeting, People: []string{long}},
		"absent": {Kind: KindMeeting, Topic: MorningMeeting, Absent: []string{long}},
		"why":    {Kind: KindMeeting, Topic: MorningMeeting, Absent: []string{"a"}, Why: []string{long}},
	} {
		require.Equal(t, "hall.limit", checklist.CodeOf(e.Check()), name)
	}
}

// A finished patrol says its numbers by the ends of the items' ids or by their
// indicators; numbers no hall can have are left out, so that the patrol can be
// finished all the same.
func TestFromSheet(t *testing.T) {
	list := &checklist.Checklist{Kind: checklist.KindPatrol, Items: []checklist.Item{
		{ID: "patrol.queue.waiting"}, {ID: "own.7", Indicator: "open-windows"}, {ID: "x.longest-wait"}, {ID: "x.lobby-on-post"}, {ID: "x.self-service"}, {ID: "x.other"},
	}}
	number := func(n int) checklist.Value { v := checklist.N(n); return checklist.Value{Number: &v} }
	in := &checklist.Inspection{
		ID: "i", Checklist: list, Status: checklist.Finished, Day: "2026-11-20", StartedAt: 5, FinishedAt: 9, Branch: checklist.Branch{Code: "B1"},
		Sheets: []*checklist.Sheet{{ID: checklist.MainSheet, Answers: map[string]*checklist.Answer{
			"patrol.queue.waiting": {Value: number(23)}, "own.7": {Value: number(4)}, "x.longest-wait": {Value: number(12_417)},
			"x.lobby-on-post": {Value: checklist.VerdictValue(checklist.Pass)}, "x.self-service": {Value: checklist.VerdictValue(checklist.NA)},
		}}},
	}
	e, ok := FromSheet(in)
	require.True(t, ok)
	require.Equal(t, []any{KindPatrol, "i", int64(5), 23, 4, true}, []any{e.Kind, e.Ref, e.At, *e.Waiting, *e.Open, *e.Yes})
	require.Nil(t, e.Oldest)
	require.Nil(t, e.Works, "not applicable is neither")
	require.NoError(t, e.Check())
	in.Branch.Owner = checklist.OwnerCompetitor
	_, ok = FromSheet(in)
	require.False(t, ok, "a competitor's hall has no day here")
	in.Branch.Owner, list.Kind = "", checklist.KindMeeting
	e, ok = FromSheet(in)
	require.True(t, ok)
	require.Equal(t, []any{KindMeeting, int64(5)}, []any{e.Kind, e.At}, "when it began, however it was written down")
	in.Branch.Owner, list.Kind = "", checklist.KindInspection
	_, ok = FromSheet(in)
	require.False(t, ok)
}
