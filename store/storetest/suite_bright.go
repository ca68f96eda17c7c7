package storetest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store"
)

func brightSpots(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	_, err := s.SaveBright(ctx, checklist.BrightSpot{Text: " "})
	require.Equal(t, "bright.text", code(err))
	_, err = s.SaveBright(ctx, checklist.BrightSpot{Text: "主动引导老人"})
	require.Equal(t, "bright.photo", code(err))
	var seen []checklist.Change
	s.Subscribe(func(c checklist.Change) { seen = append(seen, c) })
	masked := Photo("x", 'a')
	masked.Masked = Photo("", 'b').Hash
	one, err := s.SaveBright(ctx, checklist.BrightSpot{Text: " 主动引导老人 ", People: "王芳", Photos: []checklist.PhotoRef{masked}})
	require.NoError(t, err)
	require.Equal(t, []any{1, "2026-11-03", Branch, "王芳", "主动引导老人"}, []any{one.Rev, one.Day, one.Branch, one.By.Name, one.Text})
	require.Equal(t, []checklist.Change{{Kind: "bright", ID: one.ID}}, seen)
	_, err = s.SaveBright(ctx, checklist.BrightSpot{ID: "nobody", Text: "x", Photos: one.Photos})
	require.Equal(t, "store.unknownBright", code(err))
	_, err = s.SaveBright(ctx, checklist.BrightSpot{Branch: checklist.Branch{Code: "B404"}, Text: "x", Photos: one.Photos})
	require.Equal(t, "store.findingBranch", code(err))
	two, err := s.SaveBright(ctx, checklist.BrightSpot{Text: "便民伞", Day: "2026-11-02", Photos: []checklist.PhotoRef{Photo("y", 'c')}})
	require.NoError(t, err)
	one.Text = "主动引导"
	one, err = s.SaveBright(ctx, one)
	require.NoError(t, err)
	require.Equal(t, 2, one.Rev)
	list := func(branch, from, to string) []checklist.BrightSpot {
		out, err := s.BrightSpots(ctx, branch, from, to)
		require.NoError(t, err)
		return out
	}
	require.Equal(t, []checklist.BrightSpot{one, two}, list("", "", ""))
	require.Equal(t, []checklist.BrightSpot{two}, list("B001", "2026-11-01", "2026-11-02"))
	require.Empty(t, list("B007", "", ""))
	hashes, err := s.PhotoHashes(ctx)
	require.NoError(t, err)
	require.Equal(t, []string{masked.Hash, masked.Masked, Photo("", 'c').Hash}, hashes)
	two.Gone = true
	_, err = s.SaveBright(ctx, two)
	require.NoError(t, err)
	require.Equal(t, []checklist.BrightSpot{one}, list("", "", ""))
	sound(t, s)
}

func decks(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	_, err := s.SaveDeck(ctx, checklist.Deck{Title: " "})
	require.Equal(t, "store.deckTitle", code(err))
	one, err := s.SaveDeck(ctx, checklist.Deck{Title: "十一月例会", Day: "2026-11-20", Masked: true, Items: []checklist.DeckItem{
		{Kind: checklist.DeckFinding, ID: "f", Note: "先讲这个"}, {Kind: checklist.DeckBright, ID: "b"},
	}, Closing: []string{"本周内完成"}})
	require.NoError(t, err)
	two, err := s.SaveDeck(ctx, checklist.Deck{Title: "早会"})
	require.NoError(t, err)
	require.Equal(t, "2026-11-03", two.Day)
	one.Items = one.Items[1:]
	one, err = s.SaveDeck(ctx, one)
	require.NoError(t, err)
	list, err := s.Decks(ctx)
	require.NoError(t, err)
	require.Equal(t, []checklist.Deck{one, two}, list)
	got, err := s.Deck(ctx, one.ID)
	require.NoError(t, err)
	require.Equal(t, one, got)
	require.NoError(t, s.DeleteDeck(ctx, two.ID))
	require.Equal(t, "store.unknownDeck", code(s.DeleteDeck(ctx, two.ID)))
	_, err = s.Deck(ctx, two.ID)
	require.Equal(t, "store.unknownDeck", code(err))
}
