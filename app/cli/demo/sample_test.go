package demo

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/standard"
	"hallcheck/store"
	"hallcheck/store/photos"
)

// sampled sets a branch up and puts the sample into it.
func sampled(t *testing.T, now time.Time, lang checklist.Lang) (*store.Store, *photos.Store) {
	t.Helper()
	dir, ctx := t.TempDir(), t.Context()
	s, err := store.Open(ctx, store.Options{Dir: dir, Clock: func() time.Time { return now }, Parse: standard.Read, Builtin: assets.Checklists()})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	album, err := photos.Open(dir)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, album.Close()) })
	require.NoError(t, s.Setup(ctx, checklist.Profile{
		Face: checklist.FaceBranch, Org: "济宁分行", OrgID: "o", Device: "d",
		Branch: checklist.Branch{Code: "3701101", Name: "市中支行", Grade: checklist.Second, Traffic: checklist.TrafficMedium, Active: true},
		User:   checklist.Person{ID: "u", Name: "李静", Role: checklist.LobbyManager, Branch: "3701101"},
	}))
	p, err := s.Profile(ctx)
	require.NoError(t, err)
	last := 0
	began := time.Now()
	require.NoError(t, Sample(ctx, SampleOptions{Store: s, Photos: album, Profile: p, Now: now, Lang: lang, Seed: 7, Progress: func(done, total int) {
		require.Equal(t, last+1, done)
		require.Equal(t, 15, total)
		last = done
	}}))
	require.Equal(t, 15, last)
	t.Logf("sample took %v", time.Since(began))
	return s, album
}

func TestSampleIsFiveWeeksOfABranch(t *testing.T) {
	zone := time.FixedZone("CST", 8*60*60)
	now := time.Date(2027, 3, 19, 15, 20, 0, 0, zone)
	s, album := sampled(t, now, checklist.ZH)
	ctx := t.Context()
	rows, total, err := s.Summaries(ctx, checklist.Filter{Limit: 100})
	require.NoError(t, err)
	require.Equal(t, 15, total)
	count, red, pictures := map[string]int{}, 0, 0
	var months []string
	for _, r := range rows {
		count[r.Checklist+" "+string(r.Status)]++
		red += r.Red
		pictures += r.Photos
		require.Equal(t, "李静（示例）", r.Inspector)
		require.LessOrEqual(t, r.StartedAt, now.UnixMilli())
		require.GreaterOrEqual(t, r.StartedAt, now.AddDate(0, 0, -35).UnixMilli())
		if r.Checklist == "6s-environment" {
			months = append(months, r.Day[:7])
			require.NotNil(t, r.Score)
		}
	}
	require.Equal(t, map[string]int{
		"lobby-patrol finished": 11, "6s-environment finished": 2, "staff-etiquette finished": 1, "three-clean-one-bright draft": 1,
	}, count)
	require.Equal(t, []string{"2027-03", "2027-02"}, months)
	require.Positive(t, red)
	require.Positive(t, pictures)
	people, err := s.People(ctx)
	require.NoError(t, err)
	require.Len(t, people, 6, "five and the user")
	found, err := s.Check(ctx, true, func(hash string) error { return album.Verify(ctx, hash) })
	require.NoError(t, err)
	require.Empty(t, found.Troubles)
	require.Equal(t, 14, found.Inspections, "the draft is no record yet")
}

func TestSampleInspectionHasFindingsWithNotesOwnersAndPhotos(t *testing.T) {
	s, _ := sampled(t, time.Date(2027, 3, 19, 15, 20, 0, 0, time.UTC), checklist.EN)
	ctx := t.Context()
	notes, owners, pictures := 0, 0, 0
	rows, _, err := s.Summaries(ctx, checklist.Filter{Checklist: "6s-environment"})
	require.NoError(t, err)
	for _, r := range rows {
		in, err := s.Inspection(ctx, r.ID)
		require.NoError(t, err)
		for _, a := range in.Sheets[0].Answers {
			if a.Value.Verdict == checklist.Miss {
				require.Equal(t, "Sample: dust, and things left lying about", a.Note)
				notes++
			}
			if a.Remedy.Owner != "" {
				require.Contains(t, a.Remedy.Owner, "(sample)")
				owners++
			}
			pictures += len(a.Photos)
		}
	}
	require.Positive(t, notes)
	require.Positive(t, owners)
	require.Positive(t, pictures)
	rows, _, err = s.Summaries(ctx, checklist.Filter{Checklist: "staff-etiquette"})
	require.NoError(t, err)
	in, err := s.Inspection(ctx, rows[0].ID)
	require.NoError(t, err)
	require.Len(t, in.Sheets, 3)
}

// TestSampleAtAnyDay: the first days of a month and of a year have no room for
// a visit "this month"; nothing may lie in the future or be refused.
func TestSampleAtAnyDay(t *testing.T) {
	for _, now := range []time.Time{
		time.Date(2027, 1, 1, 0, 5, 0, 0, time.UTC), time.Date(2028, 3, 2, 9, 0, 0, 0, time.UTC), time.Date(2026, 12, 31, 23, 59, 0, 0, time.UTC),
	} {
		for _, p := range samplePlans(now) {
			y, m, d := now.AddDate(0, 0, -p.days).Date()
			begin := time.Date(y, m, d, 0, p.from+60, 0, 0, time.UTC)
			if p.draft {
				begin = now.Add(-p.long)
			}
			require.True(t, begin.Add(p.long).Before(now) || p.draft, "%v: %+v", now, p)
		}
	}
}
