package cli_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/app/cli"
	"hallcheck/app/config"
	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/photos"
	"hallcheck/store/storetest"
)

// The original of a masked photo goes when its days are over and no use of it is
// uncovered; nobody misses it then, and the same picture may come again.
func TestOriginalsOfMaskedPhotosAreDeleted(t *testing.T) {
	opt := storetest.Options(t, "")
	s, err := store.Open(t.Context(), opt)
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	storetest.SetUp(t, s)
	p, err := photos.Open(opt.Dir)
	require.NoError(t, err)
	t.Cleanup(func() { _ = p.Close() })
	now := time.Now()
	ref, err := p.Add(t.Context(), bytes.NewReader(hallPhoto(t, 0, 90)), "a.jpg", "file", now)
	require.NoError(t, err)
	marks := checklist.Marks{{Kind: checklist.MarkMosaicBox, Points: []checklist.Point{{X: 1, Y: 1}, {X: 9000, Y: 9000}}, Width: 1}}
	masked, err := p.BurnMosaic(t.Context(), ref.Hash, marks)
	require.NoError(t, err)
	open := func(id string) *checklist.Finding {
		one := ref
		one.ID = id
		f, err := s.OpenFinding(t.Context(), checklist.FindingDraft{Text: "证件外露", Photos: []checklist.PhotoRef{one}})
		require.NoError(t, err)
		return f
	}
	cover := func(f *checklist.Finding) {
		_, err := s.EditFinding(t.Context(), f.ID, func(f *checklist.Finding, a checklist.Act) error {
			x, err := f.Photos[0].Marked(marks, masked, checklist.PrivacyMasked)
			require.NoError(t, err)
			return f.MarkPhoto(a, x)
		})
		require.NoError(t, err)
	}
	forget := func(at time.Time) int {
		n, err := cli.ForgetOriginals(t.Context(), s, p, at)
		require.NoError(t, err)
		return n
	}
	one, two := open("one"), open("two")
	cover(one)
	require.Zero(t, forget(now.AddDate(1, 0, 0)), "the other finding shows it")
	cover(two)
	require.Zero(t, forget(now.AddDate(0, 0, 29)), "thirty days unless somebody says otherwise")
	require.NoError(t, s.SetSetting(t.Context(), "findings.drafts", `{"x":{"photos":[{"hash":"`+ref.Hash+`"}]}}`))
	require.Zero(t, forget(now.AddDate(1, 0, 0)), "written and not handed in yet")
	require.NoError(t, s.SetSetting(t.Context(), "findings.drafts", ""))
	require.NoError(t, s.SetSetting(t.Context(), checklist.SettingKeepDays, "0"))
	require.Equal(t, 1, forget(now.Add(time.Hour)))
	require.False(t, p.Has(ref.Hash))
	_, err = p.Thumb(ref.Hash)
	require.Error(t, err)
	_, err = p.Working(masked)
	require.NoError(t, err)
	rep, err := s.Check(t.Context(), true, func(h string) error { return p.Verify(t.Context(), h) })
	require.NoError(t, err)
	require.Empty(t, rep.Troubles, "it is not missing")
	require.Zero(t, forget(now.Add(2*time.Hour)))

	_, err = p.Add(t.Context(), bytes.NewReader(hallPhoto(t, 0, 90)), "b.jpg", "file", now)
	require.NoError(t, err)
	open("three")
	hashes, err := s.PhotoHashes(t.Context())
	require.NoError(t, err)
	require.Contains(t, hashes, ref.Hash, "used again, uncovered")
	require.Zero(t, forget(now.AddDate(1, 0, 0)))
}

func TestPrivacyCommand(t *testing.T) {
	opt := storetest.Options(t, "")
	s, err := store.Open(t.Context(), opt)
	require.NoError(t, err)
	storetest.SetUp(t, s)
	require.NoError(t, s.Close())
	run := func(want int, args ...string) string {
		var out, bad bytes.Buffer
		code := cli.Run(t.Context(), cli.Program{Name: "x"}, config.Config{Lang: "zh", Dir: opt.Dir, JSON: true}, args, nil, &out, &bad)
		require.Equal(t, want, code, bad.String())
		return out.String()
	}
	require.JSONEq(t, `{"required":false,"keepDays":30,"deleted":0}`, run(0, "privacy"))
	require.JSONEq(t, `{"required":true,"keepDays":7,"deleted":0}`, run(0, "privacy", "--required", "on", "--keep-days", "7", "--now"))
	require.JSONEq(t, `{"required":false,"keepDays":7,"deleted":0}`, run(0, "privacy", "--required=off"))
	run(2, "privacy", "--keep-days", "-1")
}
