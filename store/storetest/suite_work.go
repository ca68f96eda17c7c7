package storetest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store"
)

func peopleSheets(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	_, err := s.InstallChecklist(ctx, "staff.json", people())
	require.NoError(t, err)
	c, err := s.Checklist(ctx, "staff", 0)
	require.NoError(t, err)
	in, err := checklist.Start("in-1", c, Branch, checklist.Person{Name: "王芳"}, checklist.Announced, start)
	require.NoError(t, err)
	require.NoError(t, s.StartInspection(ctx, in))
	for _, who := range []string{"柜员A", "柜员B", "经理"} {
		_, err := s.Edit(ctx, "in-1", func(in *checklist.Inspection, now time.Time) error {
			if err := in.AddSheet(checklist.Sheet{ID: who, Person: who, Position: checklist.PositionTeller}); err != nil {
				return err
			}
			return in.Record(who, "item.0", checklist.VerdictValue(checklist.Pass), now)
		})
		require.NoError(t, err)
	}
	want, err := s.Edit(ctx, "in-1", func(in *checklist.Inspection, _ time.Time) error { return in.RemoveSheet("柜员A") })
	require.NoError(t, err)
	for i := range 12 {
		Draft(t, s, fmt.Sprintf("other-%d", i), start)
	}
	got, err := s.Inspection(ctx, "in-1")
	require.NoError(t, err)
	require.Equal(t, want.Sheets, got.Sheets)
	require.Equal(t, "柜员B", got.Sheets[0].Person)
	require.Len(t, got.Sheets, 2)
}

func reopen(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	Draft(t, s, "in-1", start)
	in := Fill(t, s, "in-1", 2)
	require.Equal(t, checklist.Finished, in.Status)
	_, err := s.Edit(ctx, "in-1", record("item.0", checklist.Pass))
	require.Equal(t, "inspection.finished", code(err))
	require.Equal(t, "store.notDraft", code(s.DeleteDraft(ctx, "in-1")))
	cell := func() []checklist.PeriodCell {
		cells, err := s.PeriodCells(ctx, "env", "2026-11-01", "2026-11-30")
		require.NoError(t, err)
		return cells
	}
	require.EqualValues(t, 750, cell()[0].ScoreSum)
	_, err = s.Edit(ctx, "in-1", func(in *checklist.Inspection, now time.Time) error {
		return in.Reopen(checklist.Person{Name: "李强"}, "漏拍", now)
	})
	require.NoError(t, err)
	require.Empty(t, cell())
	rows, _, err := s.Summaries(ctx, checklist.Filter{Status: checklist.Draft})
	require.NoError(t, err)
	require.Nil(t, rows[0].Score)
	in = Fill(t, s, "in-1", 8) // the veto item fails too
	require.Equal(t, "漏拍", in.Reopened[0].Reason)
	require.Equal(t, 1, cell()[0].Vetoes)
	require.Equal(t, 1, cell()[0].Critical)
	require.Equal(t, 8, cell()[0].Problems)
	_, err = s.Edit(ctx, "in-1", func(in *checklist.Inspection, now time.Time) error { // corrected in one go
		if err := in.Reopen(checklist.Person{Name: "李强"}, "看错", now); err != nil {
			return err
		}
		if err := in.Record(checklist.MainSheet, "item.0", checklist.VerdictValue(checklist.Pass), now); err != nil {
			return err
		}
		return in.Finish("", now)
	})
	require.NoError(t, err)
	require.Equal(t, []int{1, 7, 0, 0}, []int{cell()[0].N, cell()[0].Problems, cell()[0].Vetoes, cell()[0].Withheld})
	rep, err := s.Check(ctx, true, nil)
	require.NoError(t, err)
	require.Empty(t, rep.Troubles)
}

func deleteDraft(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	before, err := s.Dump(ctx)
	require.NoError(t, err)
	Draft(t, s, "in-1", start)
	_, err = s.Edit(ctx, "in-1", func(in *checklist.Inspection, now time.Time) error {
		return in.Attach("main", "item.1", Photo("x", 'a'), now)
	})
	require.NoError(t, err)
	require.NoError(t, s.DeleteDraft(ctx, "in-1"))
	after, err := s.Dump(ctx)
	require.NoError(t, err)
	require.Equal(t, string(before), string(after))
	require.Equal(t, "store.unknownInspection", code(s.DeleteDraft(ctx, "in-1")))
	_, err = s.Inspection(ctx, "in-1")
	require.Equal(t, "store.unknownInspection", code(err))
}

func ids(t *testing.T, s *store.Store, f checklist.Filter) []string {
	t.Helper()
	rows, _, err := s.Summaries(t.Context(), f)
	require.NoError(t, err)
	out := []string{}
	for _, r := range rows {
		out = append(out, r.ID)
	}
	return out
}

func filters(t *testing.T, s *store.Store) {
	SetUp(t, s)
	for i, fails := range []int{0, 3, 8, 1} {
		id := fmt.Sprintf("in-%d", i)
		Draft(t, s, id, start.AddDate(0, 0, i))
		Fill(t, s, id, fails)
	}
	Draft(t, s, "draft", start.AddDate(0, 0, 9))
	F := func(f checklist.Filter) []string { return ids(t, s, f) }
	require.Equal(t, []string{"draft", "in-3", "in-2", "in-1", "in-0"}, F(checklist.Filter{}))
	require.Equal(t, []string{"in-0", "in-1", "in-2", "in-3", "draft"}, F(checklist.Filter{Sort: checklist.SortOldest}))
	require.Equal(t, []string{"in-0", "in-3", "in-1", "in-2", "draft"}, F(checklist.Filter{Sort: checklist.SortHighest}))
	require.Equal(t, []string{"in-2", "in-1", "in-3", "in-0", "draft"}, F(checklist.Filter{Sort: checklist.SortLowest}))
	require.Equal(t, []string{"in-2"}, F(checklist.Filter{VetoOnly: true}))
	require.Equal(t, []string{"in-3", "in-0"}, F(checklist.Filter{Grade: "good"}))
	require.Equal(t, []string{"in-2", "in-1"}, F(checklist.Filter{From: "2026-11-04", To: "2026-11-05"}))
	require.Equal(t, []string{"in-2"}, F(checklist.Filter{Sort: checklist.SortOldest, Offset: 2, Limit: 1}))
	require.Len(t, F(checklist.Filter{Text: "东城 WANG"}), 0)
	for _, text := range []string{"东城", "b001", "DCZH", "王芳", "环境", "environment", "dczh 王"} {
		require.Len(t, F(checklist.Filter{Text: text}), 5, text)
	}
	for _, text := range []string{"%", "_", `\`, "西单"} {
		require.Empty(t, F(checklist.Filter{Text: text}), text)
	}
	_, total, err := s.Summaries(t.Context(), checklist.Filter{Limit: 2})
	require.NoError(t, err)
	require.Equal(t, 5, total)
}

func reasons(t *testing.T, s *store.Store) {
	SetUp(t, s)
	for i, note := range []string{"地面有水", "灯不亮", "灯不亮", "缺笔", ""} {
		id := Draft(t, s, fmt.Sprintf("in-%d", i), start)
		_, err := s.Edit(t.Context(), id, func(in *checklist.Inspection, now time.Time) error {
			return in.Note("main", "item.4", note, now)
		})
		require.NoError(t, err)
	}
	got, err := s.Reasons(t.Context(), "item.4", 2)
	require.NoError(t, err)
	require.Equal(t, []string{"灯不亮", "缺笔"}, got)
	got, err = s.Reasons(t.Context(), "item.5", 2)
	require.NoError(t, err)
	require.Empty(t, got)
}

func repeats(t *testing.T, s *store.Store) {
	SetUp(t, s)
	Draft(t, s, "in-1", start)
	Fill(t, s, "in-1", 2)
	Draft(t, s, "in-2", start.AddDate(0, 0, 7))
	in, err := s.Inspection(t.Context(), "in-2")
	require.NoError(t, err)
	got, err := s.Repeats(t.Context(), in)
	require.NoError(t, err)
	require.Equal(t, map[string]string{"item.6": "2026-11-03", "item.7": "2026-11-03"}, got)
}

func period(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	for i, fails := range []int{0, 4, 2, 1} {
		id := fmt.Sprintf("in-%d", i)
		Draft(t, s, id, start.AddDate(0, 0, i*10)) // 3, 13, 23 Nov, 3 Dec
		Fill(t, s, id, fails)
	}
	whole, err := s.PeriodCells(ctx, "env", "2026-11-01", "2026-12-31")
	require.NoError(t, err)
	require.Len(t, whole, 1)
	require.Equal(t, 4, whole[0].N)
	require.EqualValues(t, 1000+500+750+875, whole[0].ScoreSum)
	part, err := s.PeriodCells(ctx, "", "2026-11-02", "2026-12-30") // the same records, from the base
	require.NoError(t, err)
	require.Equal(t, whole, part)
	nov, err := s.PeriodCells(ctx, "env", "2026-11-01", "2026-11-30")
	require.NoError(t, err)
	require.Equal(t, checklist.PeriodCell{
		Branch: "B001", Checklist: "env", N: 3, ScoreSum: 2250, Problems: 6, MinVersion: 1, MaxVersion: 1, Provisional: 3,
		Zones: []checklist.ZoneSum{{Zone: "back", N: 3, ScoreSum: 1500, LostSum: 75000}, {Zone: "front", N: 3, ScoreSum: 3000}},
	}, nov[0])
	_, err = s.PeriodCells(ctx, "env", "2026-11", "")
	require.Equal(t, "store.period", code(err))
	_, err = s.Edit(ctx, Draft(t, s, "in-9", start), func(in *checklist.Inspection, now time.Time) error {
		return in.Finish("有急事", now) // incomplete: excluded, and counted as such
	})
	require.NoError(t, err)
	nov, err = s.PeriodCells(ctx, "env", "2026-11-01", "2026-11-30")
	require.NoError(t, err)
	require.Equal(t, 3, nov[0].N)
	require.Equal(t, 1, nov[0].Excluded)
}

func zones(t *testing.T, s *store.Store) {
	SetUp(t, s)
	kiritimati, midway := time.FixedZone("+14", 14*3600), time.FixedZone("-11", -11*3600)
	// The later instant has the earlier local day: order follows the instant,
	// the period follows the hall's own day.
	Draft(t, s, "early", time.Date(2026, 12, 1, 1, 0, 0, 0, kiritimati))
	Draft(t, s, "late", time.Date(2026, 11, 30, 23, 0, 0, 0, midway))
	require.Equal(t, []string{"late", "early"}, ids(t, s, checklist.Filter{}))
	require.Equal(t, []string{"early"}, ids(t, s, checklist.Filter{From: "2026-12-01"}))
	in, err := s.Inspection(t.Context(), "early")
	require.NoError(t, err)
	require.Equal(t, time.Date(2026, 11, 30, 11, 0, 0, 0, time.UTC).UnixMilli(), in.StartedAt)
}

func exports(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	Draft(t, s, "in-1", start)
	Fill(t, s, "in-1", 1)
	Draft(t, s, "in-2", start)
	unsent, err := s.Unsent(ctx)
	require.NoError(t, err)
	require.Equal(t, []string{"in-1"}, unsent)
	seq, prev, err := s.NextExportSeq(ctx, "")
	require.NoError(t, err)
	require.EqualValues(t, 1, seq)
	require.Empty(t, prev)
	r := store.ExportRecord{Seq: 1, SHA256: "aa", Created: 77, Path: "x.bundle"}
	require.NoError(t, s.RecordExport(ctx, r, store.Sent{Inspections: []store.ExportItem{{ID: "in-1", Rev: 1}}}))
	require.Equal(t, "store.exportSeq", code(s.RecordExport(ctx, r, store.Sent{})))
	seq, prev, err = s.NextExportSeq(ctx, "")
	require.NoError(t, err)
	require.EqualValues(t, 2, seq)
	require.Equal(t, "aa", prev)
	list, err := s.Exports(ctx)
	require.NoError(t, err)
	require.NotEmpty(t, list)
	r.Items, r.Lane = 1, list[0].Lane
	require.Equal(t, []store.ExportRecord{r}, list)
	require.Empty(t, ids(t, s, checklist.Filter{Unsent: true}))
	rows, _, err := s.Summaries(ctx, checklist.Filter{Status: checklist.Finished})
	require.NoError(t, err)
	require.EqualValues(t, 77, rows[0].SentAt)
	_, err = s.Edit(ctx, "in-1", func(in *checklist.Inspection, now time.Time) error {
		return in.Reopen(checklist.Person{Name: "王芳"}, "改", now)
	})
	require.NoError(t, err)
	Fill(t, s, "in-1", 0)
	require.Equal(t, []string{"in-1"}, ids(t, s, checklist.Filter{Unsent: true}))
}

// Finished makes a finished inspection of the sample that no store has seen.
func Finished(t testing.TB, id string, b checklist.Branch, day time.Time, rev, fails int) *checklist.Inspection {
	t.Helper()
	c, err := Parse("", Sample("env", 1, 8))
	require.NoError(t, err)
	in, err := checklist.Start(id, c, b, checklist.Person{ID: "p", Name: "张三"}, checklist.Self, day)
	require.NoError(t, err)
	for i, it := range c.Items {
		v := checklist.Pass
		if i >= len(c.Items)-fails {
			v = checklist.Miss
		}
		require.NoError(t, in.Record("main", it.ID, checklist.VerdictValue(v), day))
	}
	require.NoError(t, in.Finish("", day))
	in.Committed()
	in.Rev = rev
	return in
}

func bundle(seq int64) store.ImportRecord {
	return store.ImportRecord{SHA256: fmt.Sprintf("sha-%d", seq), Device: "device-7", Seq: seq, Branch: "B007", Name: "x.bundle"}
}

var hall7 = checklist.Branch{Code: "B007", Name: "安定门支行", Grade: checklist.Third, Active: true}

func imports(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	list := []*checklist.Inspection{Finished(t, "r-1", hall7, start, 9, 2), Finished(t, "r-2", hall7, start, 4, 0)}
	rep, err := s.ImportInspections(ctx, bundle(1), list, store.Loop{}, hall7)
	require.NoError(t, err)
	require.Equal(t, []string{"r-1", "r-2"}, rep.New)
	before, err := s.Dump(ctx)
	require.NoError(t, err)
	for range 5 {
		rep, err = s.ImportInspections(ctx, bundle(1), list, store.Loop{}, hall7)
		require.NoError(t, err)
		require.True(t, rep.Known)
	}
	other := bundle(1)
	other.SHA256 = "other"
	_, err = s.ImportInspections(ctx, other, list, store.Loop{}, hall7)
	require.Equal(t, "store.fork", code(err))
	_, err = s.ImportInspections(ctx, bundle(2), []*checklist.Inspection{Finished(t, "r-3", hall7, start, 1, 0), Finished(t, "r-1", hall7, start, 9, 3)}, store.Loop{}, hall7)
	require.Equal(t, "store.conflict", code(err))
	after, err := s.Dump(ctx)
	require.NoError(t, err)
	require.Equal(t, string(before), string(after))
	known, err := s.KnownBundle(ctx, "sha-1")
	require.NoError(t, err)
	require.True(t, known)
	_, err = s.Edit(ctx, "r-1", func(in *checklist.Inspection, now time.Time) error {
		return in.Reopen(checklist.Person{}, "x", now)
	})
	require.Equal(t, "store.foreign", code(err))
	own, err := s.MadeHere(ctx, "r-1")
	require.NoError(t, err)
	require.False(t, own)
	_, err = s.MadeHere(ctx, "nobody")
	require.Equal(t, "store.unknownInspection", code(err))
	rep, err = s.ImportInspections(ctx, bundle(3), []*checklist.Inspection{Finished(t, "r-1", hall7, start, 10, 4), list[1]}, store.Loop{}, hall7)
	require.NoError(t, err)
	require.Equal(t, []string{"r-1"}, rep.Updated)
	require.Equal(t, []string{"r-2"}, rep.Same)
	cells, err := s.PeriodCells(ctx, "env", "2026-11-01", "2026-11-30")
	require.NoError(t, err)
	require.EqualValues(t, 500+1000, cells[0].ScoreSum)
	last, err := s.LastSeq(ctx, "device-7")
	require.NoError(t, err)
	require.EqualValues(t, 3, last)
	refusal := bundle(9)
	refusal.Code = "bundle.signature"
	require.NoError(t, s.RecordRefusal(ctx, refusal))
	in, err := s.Imports(ctx, 1)
	require.NoError(t, err)
	require.Equal(t, store.OutcomeRefused, in[0].Outcome)
	require.Equal(t, "bundle.signature", in[0].Code)
	require.Empty(t, ids(t, s, checklist.Filter{Unsent: true}))
	require.Equal(t, []string{"r-1", "r-2"}, ids(t, s, checklist.Filter{Text: "admzh"}))
}

func importOrder(t *testing.T, s *store.Store) {
	ctx := t.Context()
	require.NoError(t, s.Setup(ctx, checklist.Profile{Face: checklist.FaceHQ, OrgID: "o", Device: "hq", User: checklist.Person{ID: "p", Name: "督导"}}))
	for _, seq := range []int64{3, 1, 4, 2, 5, 1, 3} { // r-1 at revisions 3, 1, 4, 2, 5
		_, err := s.ImportInspections(ctx, bundle(seq), []*checklist.Inspection{Finished(t, "r-1", hall7, start, int(seq), int(seq))}, store.Loop{}, hall7)
		require.NoError(t, err)
	}
	in, err := s.Inspection(ctx, "r-1")
	require.NoError(t, err)
	require.Equal(t, 5, in.Rev)
	rows, total, err := s.Summaries(ctx, checklist.Filter{})
	require.NoError(t, err)
	require.Equal(t, 1, total)
	require.Equal(t, 5, rows[0].Red)
	rep, err := s.Check(ctx, true, nil)
	require.NoError(t, err)
	require.Empty(t, rep.Troubles)
}

func devices(t *testing.T, s *store.Store) {
	SetUp(t, s)
	d := store.Device{ID: "d2", Branch: "B001", Verifier: "v", Recipient: "", State: "active", FromSeq: 1, Name: "前台", At: 5}
	require.NoError(t, s.SaveDevice(t.Context(), d))
	require.NoError(t, s.SaveDevice(t.Context(), store.Device{ID: "d1", Branch: "B001", At: 5}))
	d.State = "revoked"
	require.NoError(t, s.SaveDevice(t.Context(), d))
	list, err := s.Devices(t.Context())
	require.NoError(t, err)
	require.True(t, slices.Equal([]store.Device{{ID: "d1", Branch: "B001", At: 5}, d}, list))
}

// Work does a bit of everything, always the same, for comparing engines.
func Work(t testing.TB, s *store.Store) {
	t.Helper()
	ctx := t.Context()
	SetUp(t, s)
	for i := range 6 {
		id := Draft(t, s, fmt.Sprintf("in-%d", i), start.AddDate(0, 0, 9*i))
		_, err := s.Edit(ctx, id, func(in *checklist.Inspection, now time.Time) error {
			return in.Attach("main", "item.5", Photo("p"+id, "abcdef"[i]), now)
		})
		require.NoError(t, err)
		if i < 5 {
			Fill(t, s, id, i*2)
		}
	}
	require.NoError(t, s.RecordExport(ctx, store.ExportRecord{Seq: 1, SHA256: "aa"}, store.Sent{Inspections: []store.ExportItem{{ID: "in-0", Rev: 2}}}))
	for _, seq := range []int64{2, 1} {
		list := []*checklist.Inspection{Finished(t, "r-1", hall7, start, int(seq), 3), Finished(t, fmt.Sprintf("r-%d", seq+1), hall7, start, 1, 1)}
		_, err := s.ImportInspections(ctx, bundle(seq), list, store.Loop{}, hall7)
		require.NoError(t, err)
	}
	require.NoError(t, s.SaveDevice(ctx, store.Device{ID: "d1", Branch: "B007"}))
	require.NoError(t, s.SetSetting(ctx, "empty", ""))
}
