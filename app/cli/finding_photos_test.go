package cli_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/app/cli"
	"hallcheck/app/config"
	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/storetest"
)

// One picture handed in for two findings is used twice, and can be noticed; what a
// script prints of a masked photo tells nothing of the picture below.
func TestPhotosFromTheCommandLine(t *testing.T) {
	opt := storetest.Options(t, "")
	s, err := store.Open(t.Context(), opt)
	require.NoError(t, err)
	storetest.SetUp(t, s)
	secret, masked := storetest.Photo("p", 'a'), storetest.Photo("", 'b').Hash
	secret.Masked, secret.Privacy = masked, checklist.PrivacyMasked
	_, err = s.SaveBright(t.Context(), checklist.BrightSpot{Text: "微笑", Photos: []checklist.PhotoRef{secret}})
	require.NoError(t, err)
	for range 2 {
		_, err = s.OpenFinding(t.Context(), checklist.FindingDraft{Text: "灯不亮"})
		require.NoError(t, err)
	}
	require.NoError(t, s.Close())
	picture := filepath.Join(t.TempDir(), "after.jpg")
	require.NoError(t, os.WriteFile(picture, hallPhoto(t, 0, 90), 0o600))

	run := func(args ...string) string {
		var out, bad bytes.Buffer
		code := cli.Run(t.Context(), cli.Program{Name: "x"}, config.Config{Lang: "zh", Dir: opt.Dir, JSON: true}, args, nil, &out, &bad)
		require.Zero(t, code, bad.String())
		return out.String()
	}
	require.NotContains(t, run("bright", "list"), secret.Hash)
	var doc struct{ Findings []struct{ ID string } }
	require.NoError(t, json.Unmarshal([]byte(run("finding", "rectify", "F-2026-0001", "F-2026-0002", "--done", "换了", "--photos", picture)), &doc))

	s, err = store.Open(t.Context(), opt)
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	f, err := s.Finding(t.Context(), doc.Findings[1].ID)
	require.NoError(t, err)
	uses, err := s.PhotoUses(t.Context(), f.After[0].Hash, checklist.PhotoUse{Photo: f.After[0].ID})
	require.NoError(t, err)
	require.Len(t, uses, 1)
	require.Equal(t, doc.Findings[0].ID, uses[0].Finding)
}
