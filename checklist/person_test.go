package checklist_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

func TestOpenTo(t *testing.T) {
	covert := &checklist.Checklist{Kind: checklist.KindMystery}
	review := &checklist.Checklist{Kind: checklist.KindReview}
	patrol := &checklist.Checklist{Kind: checklist.KindPatrol}
	for role, want := range map[checklist.Role][3]bool{
		checklist.LobbyManager: {false, false, true},
		checklist.BranchHead:   {false, true, true},
		checklist.Inspector:    {true, false, true},
		checklist.HQSupervisor: {true, true, true},
	} {
		require.Equal(t, want, [3]bool{covert.OpenTo(role), review.OpenTo(role), patrol.OpenTo(role)}, role)
	}
}
