package review

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

func rows(from, to int) []checklist.FindingRow {
	var out []checklist.FindingRow
	for i := from; i < to; i++ {
		out = append(out, checklist.FindingRow{ID: fmt.Sprint(i), Status: checklist.FindingSubmitted})
	}
	return out
}

func TestASittingReadsOnWhereTheFirstRowsEnded(t *testing.T) {
	s := sitting{at: -1}
	s.take(rows(0, 3), 5, true) // two more wait in the store
	require.Equal(t, 0, s.at)
	require.Equal(t, 5, s.waiting())
	for range 3 {
		s.decide(checklist.VerbAccept, s.current().row.ID)
		s.at = s.next(s.at)
	}
	require.Equal(t, -1, s.at)
	require.Equal(t, 2, s.waiting())
	s.take(rows(3, 5), 2, true)
	require.Len(t, s.list, 5)
	require.Equal(t, 3, s.at, "what is decided stays in front, the next waits")
	require.Equal(t, 2, s.waiting())
	require.Equal(t, 3, s.count(checklist.VerbAccept))
}

func TestADecisionOnItsWayIsNotCountedTwice(t *testing.T) {
	s := sitting{at: -1}
	s.take(rows(0, 3), 3, true)
	s.decide(checklist.VerbReject, "1")
	s.take(rows(0, 3), 3, true) // read before it was stored
	require.Equal(t, 2, s.waiting())
	s.take(append(rows(0, 1), rows(2, 3)...), 2, true) // and after
	require.Equal(t, 2, s.waiting())
	s.revoke("1")
	require.Equal(t, 3, s.waiting())
	_, ok := s.last()
	require.False(t, ok)
}

func TestTheNextWaitsBelowAndThenFromTheTop(t *testing.T) {
	s := sitting{at: -1}
	require.Equal(t, -1, s.next(-1))
	s.take(rows(0, 4), 4, true)
	s.decide(checklist.VerbAccept, "3")
	require.Equal(t, 0, s.next(3))
	s.decide(checklist.VerbAccept, "0", "1")
	require.Equal(t, 2, s.next(-1))
	require.Equal(t, 2, s.next(2), "the last one is its own next")
	d, _ := s.last()
	require.Equal(t, []string{"0", "1"}, d.ids)
	s.revoke("0") // one of two could not be stored
	d, _ = s.last()
	require.Equal(t, []string{"1"}, d.ids)
}

func TestAnotherFilterForgetsTheListButNotWhatCanBeUndone(t *testing.T) {
	s := sitting{at: -1}
	s.take(rows(0, 4), 4, true)
	s.decide(checklist.VerbAccept, "0")
	s.at = 2
	s.take(rows(2, 3), 1, false)
	require.Len(t, s.list, 1)
	require.Equal(t, 0, s.at, "the pair shown stays in front")
	require.Equal(t, 1, s.waiting())
	d, ok := s.last()
	require.True(t, ok)
	require.Equal(t, []string{"0"}, d.ids)
}
