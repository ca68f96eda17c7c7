package storetest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/arrival"
	"hallcheck/store"
)

var boardTests = []test{
	{"board tells who reported", board},
	{"board asks what headquarters set", boardAsked},
	{"board of partners reads their quarter", boardPartners},
	{"pictures that cannot be opened wait", boardPictures},
	{"board tells of numbers that never came", boardGaps},
	{"refused files and what became of them", quarantine},
}

// boardOf reads a month's board and draws it as lines "code state have/need …".
func boardOf(t *testing.T, s *store.Store, period string) (string, arrival.Board) {
	t.Helper()
	p, err := arrival.ParsePeriod(period)
	require.NoError(t, err)
	b, err := s.Board(t.Context(), p)
	require.NoError(t, err)
	var lines []string
	for _, r := range b.Rows {
		line := r.Branch.Code + " " + r.State.ID()
		for _, c := range r.Cells {
			line += fmt.Sprintf(" %s:%d/%d", c.State.ID(), c.Have, c.Need)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n"), b
}

func board(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s) // B001 has high traffic: four a month
	gone := checklist.Branch{Code: "B009", Name: "旧支行", Grade: checklist.Second}
	rival := checklist.Branch{Code: "B008", Name: "别家支行", Active: true, Owner: checklist.OwnerCompetitor}
	require.NoError(t, s.SaveBranches(ctx, []checklist.Branch{Branch, hall7, gone, rival}))
	got, b := boardOf(t, s, "2026-11")
	require.Equal(t, "B001 missing missing:0/4\nB007 missing missing:0/1", got)
	require.Equal(t, "admzh", b.Rows[1].Initials)
	require.Zero(t, b.Rows[1].Last)

	rec := bundle(1)
	rec.At = 77
	cut := Finished(t, "r-2", hall7, start, 1, 0)
	cut.Incomplete = "停电"
	_, err := s.ImportInspections(ctx, rec, []*checklist.Inspection{cut}, store.Loop{}, hall7)
	require.NoError(t, err)
	got, b = boardOf(t, s, "2026-11")
	require.Equal(t, "B001 missing missing:0/4\nB007 missing missing:0/1", got, "a record cut short does not count")
	require.Equal(t, 1, b.Rows[1].Cells[0].Excluded)
	require.EqualValues(t, 77, b.Rows[1].Last)
	require.Equal(t, 0, b.Sum.Reported)

	_, err = s.ImportInspections(ctx, bundle(2), []*checklist.Inspection{Finished(t, "r-1", hall7, start, 1, 2), Finished(t, "r-3", Branch, start, 1, 0)}, store.Loop{}, hall7)
	require.NoError(t, err)
	for i := range 2 {
		Fill(t, s, Draft(t, s, fmt.Sprintf("own-%d", i), start), 0)
	}
	Draft(t, s, "draft", start)
	got, b = boardOf(t, s, "2026-11")
	require.Equal(t, "B001 partial partial:3/4\nB007 received received:1/1", got)
	require.Equal(t, 2, b.Sum.Reported)
	require.Equal(t, map[string]int{"env": 1}, b.Sum.Lacks)
	got, _ = boardOf(t, s, "2026-12")
	require.Equal(t, "B001 missing missing:0/4\nB007 missing missing:0/1", got)
	got, _ = boardOf(t, s, "2026-W45")
	require.Equal(t, "B001 partial partial:3/4\nB007 received received:1/1", got)

	// the newest file refused: what lacks may be in it
	last := b.Rows[0].Last
	require.NoError(t, s.KeepRefused(ctx, store.Quarantined{SHA256: "f0", Branch: "B001", Device: "stranger", Code: "bundle.unknownDevice", At: last + 1}))
	got, _ = boardOf(t, s, "2026-11")
	require.Equal(t, "B001 partial partial:3/4\nB007 received received:1/1", got, "anybody can write a hall's name on a file")
	require.NoError(t, s.SaveDevice(ctx, store.Device{ID: "device-b1", Branch: "B001", State: "active", Name: "东城支行"}))
	require.NoError(t, s.KeepRefused(ctx, store.Quarantined{SHA256: "f1", Branch: "B001", Device: "device-b1", Code: "bundle.signature", At: last + 1}))
	got, b = boardOf(t, s, "2026-11")
	require.Equal(t, "B001 returned returned:3/4\nB007 received received:1/1", got)
	require.Equal(t, "bundle.signature", b.Rows[0].Refused.Code)
	rec = bundle(3)
	rec.Branch, rec.At = "B001", b.Rows[0].Refused.At+1
	_, err = s.ImportInspections(ctx, rec, []*checklist.Inspection{Finished(t, "r-4", Branch, start, 1, 0)}, store.Loop{}, Branch)
	require.NoError(t, err)
	got, b = boardOf(t, s, "2026-11")
	require.Equal(t, "B001 received received:4/4\nB007 received received:1/1", got, "a newer one came in")
	require.Nil(t, b.Rows[0].Refused)
}

func boardAsked(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	require.NoError(t, s.SaveBranches(ctx, []checklist.Branch{hall7}))
	_, err := s.InstallChecklist(ctx, "a.json", Sample("a", 1, 2))
	require.NoError(t, err)
	week := arrival.Often{Times: 2, Unit: arrival.Week}
	require.NoError(t, s.SetRequirement(ctx, arrival.Requirement{Checklist: "env"}))
	require.NoError(t, s.SetRequirement(ctx, arrival.Requirement{Checklist: "a", Ordinary: arrival.Often{Times: 9, Unit: arrival.Month}}))
	require.NoError(t, s.SetRequirement(ctx, arrival.Requirement{Checklist: "a", Ordinary: week}))
	require.Equal(t, "arrival.often", code(s.SetRequirement(ctx, arrival.Requirement{Checklist: "a", Ordinary: arrival.Often{Times: 1, Unit: "day"}})))
	require.Equal(t, "store.unknownChecklist", code(s.SetRequirement(ctx, arrival.Requirement{Checklist: "x"})))
	set, err := s.Requirements(ctx)
	require.NoError(t, err)
	require.Equal(t, []arrival.Requirement{{Checklist: "a", Ordinary: week}, {Checklist: "env"}}, set)
	got, b := boardOf(t, s, "2026-11")
	require.Equal(t, "B001 none none:0/0\nB007 missing missing:0/8", got, "nothing is asked of important halls, and nothing with env")
	require.Equal(t, []string{"a"}, b.Plan.Lists)

	require.Equal(t, "store.unknownBranch", code(s.SetContact(ctx, "B404", arrival.Contact{Name: "x"})))
	require.NoError(t, s.SavePerson(ctx, checklist.Person{ID: "h", Name: "赵六", Role: checklist.BranchHead, Branch: "B007"}))
	require.NoError(t, s.SavePerson(ctx, checklist.Person{ID: "i", Name: "王五", Role: checklist.BranchHead, Branch: "B007"}))
	_, b = boardOf(t, s, "2026-11")
	require.Equal(t, arrival.Contact{Name: "王五"}, b.Rows[1].Contact, "the head, the first by name")
	require.NoError(t, s.SetContact(ctx, "B007", arrival.Contact{Name: " 孙主任", Phone: "0537-2200118 "}))
	_, b = boardOf(t, s, "2026-11")
	require.Equal(t, arrival.Contact{Name: "孙主任", Phone: "0537-2200118"}, b.Rows[1].Contact)
	require.NoError(t, s.SetContact(ctx, "B007", arrival.Contact{Phone: "1"}))
	_, b = boardOf(t, s, "2026-11")
	require.Equal(t, arrival.Contact{Name: "王五", Phone: "1"}, b.Rows[1].Contact)
	require.NoError(t, s.SetContact(ctx, "B007", arrival.Contact{}))
	_, b = boardOf(t, s, "2026-11")
	require.Equal(t, arrival.Contact{Name: "王五"}, b.Rows[1].Contact)
}

func boardPartners(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	mate := checklist.Branch{Code: "B100", Name: "合作厅", Grade: checklist.Partner, Active: true}
	october := time.Date(2026, 10, 9, 4, 0, 0, 0, time.UTC)
	_, err := s.ImportInspections(ctx, bundle(1), []*checklist.Inspection{Finished(t, "r-1", hall7, october, 1, 0)}, store.Loop{}, hall7)
	require.NoError(t, err)
	rec := bundle(2)
	rec.Branch = mate.Code
	_, err = s.ImportInspections(ctx, rec, []*checklist.Inspection{Finished(t, "r-2", mate, october, 1, 0)}, store.Loop{}, mate)
	require.NoError(t, err)
	got, _ := boardOf(t, s, "2026-11")
	require.Equal(t, "B001 missing missing:0/4\nB007 missing missing:0/1\nB100 received received:1/1", got)
	got, _ = boardOf(t, s, "2026-Q4")
	require.Equal(t, "B001 missing missing:0/12\nB007 partial partial:1/3\nB100 received received:1/1", got)
	got, _ = boardOf(t, s, "2026-07")
	require.Equal(t, "B001 missing missing:0/4\nB007 missing missing:0/1\nB100 missing missing:0/1", got)
}

func boardPictures(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	in := Finished(t, "r-1", hall7, start, 1, 0)
	in.Sheets[0].Answers["item.2"].Photos = []checklist.PhotoRef{Photo("x", 'a'), Photo("y", 'b')}
	_, err := s.ImportInspections(ctx, bundle(1), []*checklist.Inspection{in}, store.Loop{}, hall7)
	require.NoError(t, err)
	state := func() string {
		_, b := boardOf(t, s, "2026-11")
		return fmt.Sprintf("%s %d", b.Rows[1].State.ID(), b.Rows[1].Cells[0].Pictures)
	}
	require.Equal(t, "received 0", state())
	a, c := Photo("", 'a').Hash, Photo("", 'b').Hash
	require.NoError(t, s.Unreadable(ctx, a, ""))
	require.NoError(t, s.Unreadable(ctx, a, "photo.damaged"))
	require.NoError(t, s.Unreadable(ctx, c, "photo.missing"))
	require.Equal(t, "pictures 2", state())
	require.NoError(t, s.Unreadable(ctx, a, ""))
	require.NoError(t, s.Unreadable(ctx, c, "photo.damaged"))
	require.Equal(t, "pictures 1", state())
	in.Rev = 2 // a newer state of the record with the same pictures
	_, err = s.ImportInspections(ctx, bundle(2), []*checklist.Inspection{in}, store.Loop{}, hall7)
	require.NoError(t, err)
	require.Equal(t, "pictures 1", state())
	list, err := s.PhotoFaults(ctx)
	require.NoError(t, err)
	require.Equal(t, []string{c}, list)
	require.NoError(t, s.Unreadable(ctx, c, ""))
	require.Equal(t, "received 0", state())

	// a record that came without evidence it needs: the veto item failed, no picture
	bare := Finished(t, "r-2", hall7, start, 1, 0)
	bare.Sheets[0].Answers["item.0"].Value = checklist.VerdictValue(checklist.Miss)
	_, err = s.ImportInspections(ctx, bundle(3), []*checklist.Inspection{bare}, store.Loop{}, hall7)
	require.NoError(t, err)
	require.Equal(t, "pictures 1", state())
}

func boardGaps(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	require.NoError(t, s.SaveDevice(ctx, store.Device{ID: "device-7", Branch: "B007", State: "active", FromSeq: 1, Name: "安定门支行"}))
	take := func(seq int64) {
		_, err := s.ImportInspections(ctx, bundle(seq), []*checklist.Inspection{Finished(t, fmt.Sprint("r-", seq), hall7, start, 1, 0)}, store.Loop{}, hall7)
		require.NoError(t, err)
	}
	gaps := func() int {
		_, b := boardOf(t, s, "2026-11")
		require.Zero(t, b.Rows[0].Gaps)
		return b.Rows[1].Gaps
	}
	take(2)
	require.Equal(t, 1, gaps(), "number 1 never came")
	take(5)
	require.Equal(t, 3, gaps())
	take(1)
	require.Equal(t, 2, gaps())
	require.NoError(t, s.SaveDevice(ctx, store.Device{ID: "device-7", Branch: "B007", State: "active", FromSeq: 4, Name: "安定门支行"}))
	require.Equal(t, 1, gaps(), "headquarters does not wait for numbers below 4")
	take(4)
	require.Equal(t, 0, gaps())
}

func quarantine(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	sum := func(n int) string { return fmt.Sprintf("%064x", 0xabcd0+n) }
	for i := range 3 {
		rec := bundle(int64(i + 1))
		rec.SHA256, rec.Code = sum(i), "bundle.signature"
		require.NoError(t, s.RecordRefusal(ctx, rec))
		require.NoError(t, s.KeepRefused(ctx, store.Quarantined{
			SHA256: sum(i), Name: fmt.Sprintf("B1-%d.bundle", i), File: "q.bundle", Branch: "B007", Device: "device-7", Seq: int64(i + 1),
			Code: "bundle.revoked", Error: `{"device":"7"}`, At: int64(10 + i),
		}))
	}
	open := func() (out []string) {
		list, err := s.Quarantine(ctx, false)
		require.NoError(t, err)
		for _, q := range list {
			out = append(out, q.Name)
		}
		return out
	}
	require.Equal(t, []string{"B1-2.bundle", "B1-1.bundle", "B1-0.bundle"}, open())
	one, err := s.FindQuarantined(ctx, strings.ToUpper(sum(1)))
	require.NoError(t, err)
	require.Equal(t, checklist.Fail("bundle.revoked", "device", "7"), one.Err())
	_, err = s.FindQuarantined(ctx, "0000")
	require.Equal(t, "store.manyQuarantine", code(err))
	for _, id := range []string{"", "00", "ffff", "00%0"} {
		_, err = s.FindQuarantined(ctx, id)
		require.Equal(t, "store.unknownQuarantine", code(err), id)
	}
	require.Equal(t, "store.quarantineReason", code(s.Decide(ctx, sum(0), store.DecisionDiscarded, "  ")))
	require.Equal(t, "store.quarantineOut", code(s.Decide(ctx, sum(0), store.DecisionAccepted, "")))
	require.Equal(t, "store.unknownQuarantine", code(s.Decide(ctx, sum(9), store.DecisionReturned, "x")))
	require.NoError(t, s.Decide(ctx, sum(0), store.DecisionDiscarded, "试机的文件"))
	require.NoError(t, s.Decide(ctx, sum(1), store.DecisionReturned, "请重新导出"))
	require.Equal(t, []string{"B1-2.bundle"}, open())

	// the same file once more: what was decided stands
	require.NoError(t, s.KeepRefused(ctx, store.Quarantined{SHA256: sum(0), Name: "again", File: "q.bundle", Code: "bundle.hash", At: 99}))
	require.Equal(t, []string{"B1-2.bundle"}, open())
	one, err = s.FindQuarantined(ctx, sum(0))
	require.NoError(t, err)
	require.NotZero(t, one.Decided)
	one.Decided = 0
	require.Equal(t, store.Quarantined{
		SHA256: sum(0), Name: "B1-0.bundle", File: "q.bundle", Branch: "B007", Device: "device-7", Seq: 1, Code: "bundle.hash", At: 10,
		Decision: "discarded", Actor: "王芳", Reason: "试机的文件",
	}, one)
	require.NoError(t, s.ForgetQuarantineFile(ctx, sum(0)))
	one, err = s.FindQuarantined(ctx, sum(0))
	require.NoError(t, err)
	require.Empty(t, one.File)

	takenInAnyhow(t, s, sum, open)
}

// takenInAnyhow: a refused file comes in by another way, and nothing is left to decide.
func takenInAnyhow(t *testing.T, s *store.Store, sum func(int) string, open func() []string) {
	ctx := t.Context()
	rec := bundle(3)
	rec.SHA256, rec.Name = sum(2), "0123.bundle"
	_, err := s.ImportInspections(ctx, rec, []*checklist.Inspection{Finished(t, "r-1", hall7, start, 1, 0)}, store.Loop{}, hall7)
	require.NoError(t, err)
	require.Empty(t, open())
	require.Equal(t, "store.quarantineIn", code(s.Decide(ctx, sum(2), store.DecisionDiscarded, "x")))
	require.NoError(t, s.Decide(ctx, sum(2), store.DecisionAccepted, ""))
	all, err := s.Quarantine(ctx, true)
	require.NoError(t, err)
	require.Len(t, all, 3)
	list, err := s.Imports(ctx, 1)
	require.NoError(t, err)
	require.Equal(t, "B1-2.bundle", list[0].Name, "under the name it came with")
}
