package checklist_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

func codes(hints []checklist.Hint) []string {
	out := []string{}
	for _, h := range hints {
		out = append(out, h.Code)
	}
	return out
}

func TestHintsOfTime(t *testing.T) {
	at := time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC)
	photo := func(taken, added time.Duration) checklist.PhotoRef {
		return checklist.PhotoRef{ID: "p", TakenAt: at.Add(taken).UnixMilli(), AddedAt: at.Add(added).UnixMilli()}
	}
	require.Empty(t, checklist.PhotoHints(photo(-time.Hour, 0), nil, at))
	require.Empty(t, checklist.PhotoHints(photo(-24*time.Hour, 0), nil, at))
	require.Empty(t, checklist.PhotoHints(photo(4*time.Minute, 0), nil, at), "clocks differ a little")
	old := checklist.PhotoHints(photo(-73*time.Hour, 0), nil, at)
	require.Equal(t, []checklist.Hint{{Code: checklist.HintOld, Days: 3}}, old)
	require.Contains(t, old[0].Pairs(checklist.ZH), "3")
	require.Equal(t, []string{checklist.HintFuture}, codes(checklist.PhotoHints(photo(time.Hour, 0), nil, at)))
	require.Equal(t, []string{checklist.HintNoTime}, codes(checklist.PhotoHints(checklist.PhotoRef{AddedAt: 1}, nil, at)))
}

func TestOnlyEarlierUsesCount(t *testing.T) {
	at := time.UnixMilli(100_000)
	ref := checklist.PhotoRef{ID: "m", Hash: "h", TakenAt: 90_000, AddedAt: 95_000}
	use := func(id string, added int64) checklist.PhotoUse {
		return checklist.PhotoUse{Photo: id, Hash: "h", Exact: true, TakenAt: 90_000, AddedAt: added, Day: "2026-11-03", BranchName: "东城支行"}
	}
	require.Empty(t, checklist.PhotoHints(ref, []checklist.PhotoUse{use("m", 95_000), use("x", 96_000), use("z", 95_000)}, at))
	got := checklist.PhotoHints(ref, []checklist.PhotoUse{use("x", 1_000), use("a", 95_000), use("y", 2_000)}, at)
	require.Len(t, got, 1)
	require.Equal(t, []any{checklist.HintUsedBefore, "a", 3}, []any{got[0].Code, got[0].Use.Photo, got[0].Count})
	require.Subset(t, got[0].Pairs(checklist.ZH), []string{"2026-11-03", "东城支行"})
}

func TestLikePicturesOfAnotherMomentAreOtherShots(t *testing.T) {
	at := time.UnixMilli(100_000)
	ref := checklist.PhotoRef{ID: "m", Hash: "h", TakenAt: 90_000, AddedAt: 95_000}
	use := checklist.PhotoUse{Photo: "x", Hash: "o", Distance: 20, AddedAt: 1}
	for _, c := range []struct {
		taken int64
		match checklist.Match
		want  int
	}{
		{0, "", 1},
		{90_000, "", 1},
		{80_000, "", 0},
		{80_000, checklist.MatchSame, 1},
		{90_000, checklist.MatchOther, 0},
		{0, checklist.MatchOther, 0},
	} {
		use.TakenAt, use.Match = c.taken, c.match
		require.Len(t, checklist.PhotoHints(ref, []checklist.PhotoUse{use}, at), c.want, "%+v", c)
	}
	use.TakenAt, use.Match = 0, ""
	same := checklist.PhotoUse{Photo: "y", Hash: "h", Exact: true, AddedAt: 1}
	require.Equal(t, []string{checklist.HintUsedBefore}, codes(checklist.PhotoHints(ref, []checklist.PhotoUse{use, same}, at)))
}

func TestAfterPhotoTakenBeforeTheProblem(t *testing.T) {
	at := time.Date(2026, 11, 3, 9, 0, 0, 0, time.FixedZone("CST", 8*3600))
	f := &checklist.Finding{Opening: checklist.Opening{
		Day: "2026-11-03", Photos: []checklist.PhotoRef{{TakenAt: at.Add(-2 * time.Hour).UnixMilli()}, {}},
	}}
	after := func(d time.Duration) []string {
		ms := at.Add(d).UnixMilli()
		return codes(f.AfterHints(checklist.PhotoRef{ID: "p", TakenAt: ms, AddedAt: at.UnixMilli()}, nil, at))
	}
	require.Empty(t, after(-time.Hour))
	require.Equal(t, []string{checklist.HintBeforeFixed}, after(-3*time.Hour))
	f.Photos = nil
	require.Empty(t, after(-8*time.Hour))
	require.Equal(t, []string{checklist.HintBeforeFixed}, after(-10*time.Hour), "the day before")
	require.Equal(t, []string{checklist.HintNoTime}, codes(f.AfterHints(checklist.PhotoRef{}, nil, at)))
}
