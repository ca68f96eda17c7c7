package hall_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/checklist/table"
)

// TestAFileOfHeadingsIsNone: a sheet exported without its rows is refused, as a roster
// is: it would say that all is well, and questions put in its place would be none.
func TestAFileOfHeadingsIsNone(t *testing.T) {
	var all checklist.Problems
	tab, err := table.Read("q.csv", []byte("题目,答案\n"))
	require.NoError(t, err)
	_, err = hall.ReadQuestions(tab)
	require.ErrorAs(t, err, &all)
	require.Equal(t, "hall.question.none", all[0].Code)
	tab, err = table.Read("t.csv", []byte("票号,取号时间\n"))
	require.NoError(t, err)
	_, err = hall.ReadTickets(tab, hall.GuessTickets(tab), time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC), nil)
	require.ErrorAs(t, err, &all)
	require.Equal(t, "hall.ticket.none", all[0].Code)
}
