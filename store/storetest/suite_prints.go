package storetest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store"
)

// printTests are the part of the suite about pictures used before.
var printTests = []test{
	{"uses of a picture", photoUses},
	{"like pictures are found", likePictures},
	{"prints that are missing", unprinted},
}

// View is the print of a drawn picture: which one, and how far it is cut at the
// left, in hundredths.
func View(which, cut int) checklist.Print {
	const w, h = 160, 120
	luma := make([]uint8, w*h)
	for i := range luma {
		x, y := cut*16+(i%w)*(1600-cut*16)/w, i/w*1200/h // tenths of a pixel of the whole
		v := 90 + (x*(3+which)/20+y*(5-which)/30)%100
		if x > 400+which*150 && x < 900+which*90 && y > 300 && y < 800-which*60 {
			v += 60
		}
		luma[i] = uint8(v)
	}
	return checklist.MakePrint(luma, w, w, h)
}

// attach makes a draft and gives it photos on one item.
func attach(t *testing.T, s *store.Store, id, item string, day int, photos ...checklist.PhotoRef) {
	t.Helper()
	Draft(t, s, id, start.AddDate(0, 0, day))
	_, err := s.Edit(t.Context(), id, func(in *checklist.Inspection, now time.Time) error {
		for _, p := range photos {
			if err := in.Attach(checklist.MainSheet, item, p, now); err != nil {
				return err
			}
		}
		return nil
	})
	require.NoError(t, err)
}

func added(p checklist.PhotoRef, at int64) checklist.PhotoRef {
	p.AddedAt = at
	return p
}

func photoUses(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	masked := added(Photo("m", 'b'), 30)
	masked.Masked = Photo("", 'a').Hash
	attach(t, s, "in-1", "item.2", 0, added(Photo("x", 'a'), 10), added(Photo("o", 'c'), 11))
	attach(t, s, "in-2", "item.7", 1, added(Photo("y", 'a'), 20), masked)
	Fill(t, s, "in-2", 1) // item.7 fails: its finding takes the photos
	finding := findings(t, s, checklist.FindingFilter{})[0]
	uses, err := s.PhotoUses(ctx, Photo("", 'a').Hash)
	require.NoError(t, err)
	var ids []string
	for _, u := range uses {
		ids = append(ids, u.Photo)
		require.True(t, u.Exact)
		require.Equal(t, Photo("", 'a').Hash, u.Hash)
	}
	require.Equal(t, []string{"m", "y", "x"}, ids, "the latest first, a masked copy among them")
	require.Equal(t, checklist.PhotoUse{
		Photo: "x", Hash: Photo("", 'a').Hash, Inspection: "in-1", Branch: "B001", BranchName: "东城支行", Day: "2026-11-03", Item: "item.2",
		Kind: checklist.PhotoEvidence, TakenAt: 5, AddedAt: 10, Exact: true,
	}, uses[2])
	require.Equal(t, uses[0].Masked, uses[0].Shown(), "what was covered is not shown")
	require.NotEmpty(t, uses[0].Masked)
	require.Equal(t, []string{finding.ID, finding.Number, "in-2"}, []string{uses[1].Finding, uses[1].Number, uses[1].Inspection})
	for _, c := range []struct {
		except checklist.PhotoUse
		left   int
	}{{checklist.PhotoUse{Photo: "y"}, 2}, {checklist.PhotoUse{Inspection: "in-2"}, 1}, {checklist.PhotoUse{Finding: finding.ID}, 1}, {checklist.PhotoUse{}, 3}} {
		uses, err := s.PhotoUses(ctx, Photo("", 'a').Hash, c.except)
		require.NoError(t, err)
		require.Len(t, uses, c.left, "%+v", c.except)
	}
	move(t, s, finding.ID, func(f *checklist.Finding, a checklist.Act) error {
		return f.Submit(a, "已处理", []checklist.PhotoRef{added(Photo("z", 'c'), 40)})
	})
	uses, err = s.PhotoUses(ctx, Photo("", 'c').Hash, checklist.PhotoUse{Photo: "o"})
	require.NoError(t, err)
	require.Len(t, uses, 1)
	require.Equal(t, []any{"z", checklist.PhotoAfter, finding.Number}, []any{uses[0].Photo, uses[0].Kind, uses[0].Number})
	none, err := s.PhotoUses(ctx, "none")
	require.NoError(t, err)
	require.Empty(t, none)
}

func likePictures(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	attach(t, s, "in-1", "item.2", 0, added(Photo("whole", 'a'), 10), added(Photo("other", 'b'), 11), added(Photo("plain", 'd'), 12))
	attach(t, s, "in-2", "item.3", 1, added(Photo("cut", 'c'), 20), added(Photo("plain2", 'e'), 21))
	for digit, p := range map[byte]checklist.Print{'a': View(0, 0), 'b': View(3, 0), 'c': View(0, 6), 'd': {}, 'e': {}} {
		require.NoError(t, s.SavePrint(ctx, Photo("", digit).Hash, p))
		require.NoError(t, s.SavePrint(ctx, Photo("", digit).Hash, p), "a second time changes nothing")
	}
	require.Equal(t, "print.invalid", code(s.SavePrint(ctx, "abc", View(0, 0))))
	for asked, want := range map[byte]string{'c': "whole", 'a': "cut"} {
		uses, err := s.PhotoUses(ctx, Photo("", asked).Hash)
		require.NoError(t, err)
		require.Len(t, uses, 2, "the picture's own use and the like one")
		require.True(t, uses[0].Exact)
		require.Equal(t, []any{want, false}, []any{uses[1].Photo, uses[1].Exact})
		require.LessOrEqual(t, uses[1].Distance, checklist.NearDistance)
	}
	for _, asked := range []byte{'b', 'd', 'e'} {
		uses, err := s.PhotoUses(ctx, Photo("", asked).Hash)
		require.NoError(t, err)
		require.Len(t, uses, 1, "%c: alone", asked)
	}
}

func unprinted(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	p := Photo("x", 'a')
	p.Masked = Photo("", 'f').Hash
	attach(t, s, "in-1", "item.2", 0, p, Photo("y", 'b'))
	list, err := s.Unprinted(ctx)
	require.NoError(t, err)
	require.Equal(t, []string{p.Hash, Photo("", 'b').Hash, p.Masked}, list)
	require.NoError(t, s.SavePrint(ctx, p.Hash, View(0, 0)))
	require.NoError(t, s.SavePrint(ctx, p.Masked, checklist.Print{}))
	list, err = s.Unprinted(ctx)
	require.NoError(t, err)
	require.Equal(t, []string{Photo("", 'b').Hash}, list)
}
