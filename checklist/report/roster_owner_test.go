package report_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/report"
)

func TestCompetitorsComeWithTheListOfHalls(t *testing.T) {
	have := []checklist.Branch{{Code: "C", Name: "丙", Active: true, Owner: checklist.OwnerCompetitor}}
	for _, list := range []string{"网点号,网点名称,归属\nA,甲,本行\nB,乙,同业\nC,丙,\n", "code,name,owner\nA,甲,own\nB,乙,competitor\nC,丙,\n"} {
		got, err := report.ReadBranches("halls.csv", []byte(list), have)
		require.NoError(t, err)
		require.Equal(t, []string{"", checklist.OwnerCompetitor, checklist.OwnerCompetitor}, []string{got[0].Owner, got[1].Owner, got[2].Owner}, "an empty cell leaves it as it is")
	}
	_, err := report.ReadBranches("halls.csv", []byte(strings.ReplaceAll("code,name,owner\nA,甲,nobody\n", "\r", "")), nil)
	var bad checklist.Problems
	require.ErrorAs(t, err, &bad)
}
