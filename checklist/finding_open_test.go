package checklist_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

func TestFailedItemsOpenFindings(t *testing.T) {
	photo, plain, repeat := yesNo("a", 1), yesNo("b", 1), yesNo("c", 1)
	photo.Photo, photo.RectifyDays, photo.Severity = checklist.PhotoOnFail, 3, checklist.Minor
	plain.Photo, plain.RectifyDays, plain.Severity = checklist.PhotoNever, 0, checklist.Critical
	repeat.Severity = checklist.Minor
	in := begin(t, list(photo, plain, repeat), checklist.Branch{Code: "B001"})
	for _, id := range []string{"a", "b", "c"} {
		require.NoError(t, in.Record("main", id, checklist.VerdictValue(checklist.Miss), morning))
	}
	require.NoError(t, in.Note("main", "a", "灯坏了", morning))
	require.NoError(t, in.Attach("main", "a", checklist.PhotoRef{ID: "p", Hash: "h"}, morning))
	require.NoError(t, in.Settle("main", "b", checklist.Remedy{Owner: "张伟", Due: "2026-12-24", Severity: checklist.Major}, morning))
	c, n := &clerk{}, 0
	o := checklist.Opener{
		Act: c.act(shopper, "2026-11-21"),
		Due: func(day string, days int) string { return checklist.Calendar{}.Due(day, days, false) },
		Earlier: func(item string) *checklist.Earlier {
			if item == "c" {
				return &checklist.Earlier{Day: "2026-11-14", Count: 2}
			}
			return nil
		},
		Number: func() string { n++; return "F-2026-000" + string(rune('0'+n)) },
	}
	found, err := in.OpenFindings(nil, o)
	require.NoError(t, err)
	require.Len(t, found, 3)
	a, b, r := found[0], found[1], found[2]
	require.Equal(t, []string{"F-2026-0001", "灯坏了", "2026-11-24", "minor"}, []string{a.Number, a.Text, a.Due, string(a.Severity)})
	require.True(t, a.NeedsPhoto)
	require.Equal(t, "h", a.Photos[0].Hash)
	require.False(t, b.NeedsPhoto)
	require.Equal(t, []string{"张伟", "2026-12-24", "major"}, []string{b.Owner, b.Due, string(b.Severity)})
	require.Equal(t, "major", string(r.Severity), "a repeat goes up one step")

	again, err := in.OpenFindings(found, o)
	require.NoError(t, err)
	require.Empty(t, again, "nothing changed, nothing new")

	// Corrected: a passes now, b too but somebody already works on it.
	require.NoError(t, b.Begin(c.act(manager, "2026-11-21")))
	for _, id := range []string{"a", "b"} {
		require.NoError(t, in.Record("main", id, checklist.VerdictValue(checklist.Pass), morning.Add(time.Hour)))
	}
	again, err = in.OpenFindings(found, o)
	require.NoError(t, err)
	require.Equal(t, []*checklist.Finding{a}, again)
	require.Equal(t, []string{"cancelled", checklist.CorrectedNote}, []string{string(a.Status), a.Reason})
	require.Equal(t, checklist.InProgress, b.Status)

	require.NoError(t, in.Record("main", "a", checklist.VerdictValue(checklist.Miss), morning.Add(2*time.Hour)))
	again, err = in.OpenFindings(found, o)
	require.NoError(t, err)
	require.Equal(t, []*checklist.Finding{a}, again)
	require.Equal(t, []string{"open", "F-2026-0001"}, []string{string(a.Status), a.Number})
	require.Equal(t, 3, n, "no number is spent twice")
}

// Headquarters must take whatever a branch can open: of very many photos the
// finding shows the first.
func TestWhatIsOpenedCanTravel(t *testing.T) {
	it := yesNo("a", 1)
	it.Severity = checklist.Minor
	in := begin(t, list(it), checklist.Branch{Code: "B001"})
	require.NoError(t, in.Record("main", "a", checklist.VerdictValue(checklist.Miss), morning))
	for i := range 60 {
		require.NoError(t, in.Attach("main", "a", checklist.PhotoRef{ID: fmt.Sprint("p", i), Hash: fmt.Sprint("h", i)}, morning))
	}
	c := &clerk{}
	found, err := in.OpenFindings(nil, checklist.Opener{
		Act: c.act(shopper, "2026-11-21"), Number: func() string { return "F-2026-0001" },
		Due: func(day string, _ int) string { return day }, Earlier: func(string) *checklist.Earlier { return nil },
	})
	require.NoError(t, err)
	require.Len(t, found[0].Photos, 50)
	require.NoError(t, found[0].Events[0].Check())
	require.Len(t, in.Sheets[0].Answers["a"].Photos, 60)

	o := opening()
	o.Photos = in.Sheets[0].Answers["a"].Photos
	_, err = checklist.OpenFinding("f", o, c.act(shopper, o.Day))
	refused(t, "finding.photos", err)
	refused(t, "finding.severity", found[0].Assign(c.act(shopper, "2026-11-21"), "", "", "", "huge"))
}

func TestFindingIDIsTheSameEverywhere(t *testing.T) {
	require.Equal(t, checklist.FindingID("i", "main", "a"), checklist.FindingID("i", "main", "a"))
	require.NotEqual(t, checklist.FindingID("i", "main", "a"), checklist.FindingID("i", "maina", ""))
	require.Regexp(t, `^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`, checklist.FindingID("i", "main", "a"))
}
