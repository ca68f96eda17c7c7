package checklist_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

func TestLateIsMoreThanADayAfterLeaving(t *testing.T) {
	const day = 24 * 60 * 60 * 1000
	s := checklist.Summary{Status: checklist.Finished, FinishedAt: 1000}
	require.False(t, s.Late(), "not sent at all is not late yet")
	s.SentAt = 1000 + day
	require.False(t, s.Late())
	s.SentAt++
	require.True(t, s.Late())
	s.Mode = checklist.Self
	require.False(t, s.Late(), "a self-check goes along with the next file")
	s.Mode, s.Status = checklist.Covert, checklist.Draft
	require.False(t, s.Late())
}
