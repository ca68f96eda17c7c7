package checklist_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

func TestUsualMode(t *testing.T) {
	for _, x := range []struct {
		modes []checklist.Mode
		face  checklist.Face
		want  checklist.Mode
	}{
		{[]checklist.Mode{checklist.Announced, checklist.Self}, checklist.FaceBranch, checklist.Self},
		{[]checklist.Mode{checklist.Announced, checklist.Self}, checklist.FaceHQ, checklist.Announced},
		{[]checklist.Mode{checklist.Covert, checklist.Remote}, checklist.FaceBranch, checklist.Covert},
		{nil, checklist.FaceBranch, checklist.Self},
	} {
		require.Equal(t, x.want, (&checklist.Checklist{Modes: x.modes}).UsualMode(x.face), "%v %s", x.modes, x.face)
	}
}
