package report

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/assets"
	"hallcheck/checklist"
)

// Every paper of every method in both languages is written without a warning;
// HALLCHECK_LOOK=<folder> keeps them to be looked at.
func TestEveryPaper(t *testing.T) {
	dir := os.Getenv("HALLCHECK_LOOK")
	if dir == "" {
		dir = t.TempDir()
	}
	for name, in := range samples(t) {
		for _, l := range []checklist.Lang{checklist.ZH, checklist.EN} {
			for _, f := range []Format{PDF, XLSX} {
				out, err := os.Create(dir + "/" + name + "-" + string(l) + "." + string(f))
				require.NoError(t, err)
				warnings, err := Sheet(out, f, doc(in, l))
				require.NoError(t, err)
				require.Empty(t, warnings)
				require.NoError(t, out.Close())
			}
		}
	}
	for _, f := range []Format{PDF, XLSX} {
		out, err := os.Create(dir + "/ranking-zh." + string(f))
		require.NoError(t, err)
		_, err = Ranking(out, f, month(t, 40))
		require.NoError(t, err)
		require.NoError(t, out.Close())
	}
	for name := range assets.Checklists() {
		name = name[:len(name)-5]
		for _, l := range []checklist.Lang{checklist.ZH, checklist.EN} {
			out, err := os.Create(dir + "/blank-" + name + "-" + string(l) + ".pdf")
			require.NoError(t, err)
			require.NoError(t, BlankPDF(out, load(t, name), "济南分行运营管理部", l))
			require.NoError(t, out.Close())
		}
	}
}
