package storetest

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
	"hallcheck/store"
)

// noteTests are the tests of receipts, policies, devices and master data.
var noteTests = []test{
	{"receipts are owed from the import on", receiptsOwed},
	{"receipts are taken at a branch", receiptsTaken},
	{"policies grow and are followed", policies},
	{"gaps, chains and silence", deviceHealth},
	{"master data is due once", masterDue},
	{"master data is followed", masterFollowed},
	{"a device is renewed", renewed},
}

func headquarters(t *testing.T, s *store.Store) {
	t.Helper()
	require.NoError(t, s.Setup(t.Context(), checklist.Profile{
		Face: checklist.FaceHQ, Org: "总行", OrgID: "org-hq", Device: "device-hq", User: checklist.Person{ID: "p-hq", Name: "督导", Role: checklist.HQSupervisor},
	}))
}

func sumOf(n int) string { return fmt.Sprintf("%064x", n) }

// arrive takes an empty-handed bundle of device-1 in.
func arrive(t *testing.T, s *store.Store, seq int64, sha, prev string) error {
	t.Helper()
	in := Finished(t, "in-"+sha[60:], Branch, start, int(seq), 0)
	_, err := s.ImportInspections(t.Context(), store.ImportRecord{
		SHA256: sha, Device: "device-1", Seq: seq, Branch: Branch.Code, Name: "x.bundle", Prev: prev,
	}, []*checklist.Inspection{in}, store.Loop{}, Branch)
	return err
}

func receiptsOwed(t *testing.T, s *store.Store) {
	ctx := t.Context()
	headquarters(t, s)
	require.NoError(t, arrive(t, s, 1, sumOf(1), ""))
	require.NoError(t, s.RecordRefusal(ctx, store.ImportRecord{SHA256: sumOf(2), Code: "bundle.format", Name: "y.bundle"}))
	require.NoError(t, s.RecordRefusal(ctx, store.ImportRecord{SHA256: sumOf(3), Code: "bundle.unknownDevice", Name: "z.bundle", ClaimedBranch: "B001", ClaimedDevice: "abc", ClaimedSeq: 9}))
	due, err := s.DueReceipts(ctx, 10)
	require.NoError(t, err)
	require.Len(t, due, 2, "nobody to tell about the file without a name")
	require.Equal(t, []any{sumOf(3), "abc", int64(9), store.OutcomeRefused, "bundle.unknownDevice"}, []any{due[0].SHA256, due[0].Device, due[0].Seq, due[0].Outcome, due[0].Code})
	require.Equal(t, []any{sumOf(1), "device-1", int64(1), store.OutcomeImported, ""}, []any{due[1].SHA256, due[1].Device, due[1].Seq, due[1].Outcome, due[1].Code})
	n := store.Note{Name: "receipt-1.note", Branch: "B001", Kind: store.NoteReceipt, Body: "text", Receipts: []string{sumOf(1), sumOf(3)}}
	require.NoError(t, s.SaveNotes(ctx, []store.Note{n}))
	due, err = s.DueReceipts(ctx, 10)
	require.NoError(t, err)
	require.Empty(t, due)
	list, err := s.PendingNotes(ctx)
	require.NoError(t, err)
	require.Len(t, list, 1)
	require.Equal(t, []string{n.Name, n.Branch, n.Body}, []string{list[0].Name, list[0].Branch, list[0].Body})
	require.NoError(t, s.NoteSent(ctx, n.Name))
	list, err = s.PendingNotes(ctx)
	require.NoError(t, err)
	require.Empty(t, list)

	require.NoError(t, s.RecordRefusal(ctx, store.ImportRecord{SHA256: sumOf(1), Code: "bundle.revoked", Branch: "B001"}), "what is in stays in")
	require.NoError(t, arrive(t, s, 9, sumOf(3), ""))
	due, err = s.DueReceipts(ctx, 10)
	require.NoError(t, err)
	require.Len(t, due, 1)
	require.Equal(t, []string{sumOf(3), store.OutcomeImported}, []string{due[0].SHA256, due[0].Outcome}, "taken in after all")
	require.NoError(t, s.RepeatReceipts(ctx, []string{sumOf(1)}))
	due, err = s.DueReceipts(ctx, 10)
	require.NoError(t, err)
	require.Len(t, due, 2)
}

func receiptsTaken(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	Fill(t, s, Draft(t, s, "in-1", start), 1)
	in, err := s.Inspection(ctx, "in-1")
	require.NoError(t, err)
	events, _, err := s.UnsentFindings(ctx)
	require.NoError(t, err)
	require.Len(t, events, 1)
	sent := store.Sent{Inspections: []store.ExportItem{{ID: "in-1", Rev: in.Rev}}, Moves: []string{events[0].ID}}
	require.NoError(t, s.RecordExport(ctx, store.ExportRecord{Seq: 1, SHA256: sumOf(1), Created: 1}, sent))
	word := func(outcome, code string, at int64) store.ReceiptsTaken {
		got, err := s.TakeReceipts(ctx, []store.Receipt{
			{SHA256: sumOf(1), Branch: "B001", Outcome: outcome, Code: code, At: at, Note: "n"}, {SHA256: sumOf(9), Branch: "B001", Outcome: outcome, At: at},
		})
		require.NoError(t, err)
		return got
	}
	require.Equal(t, store.ReceiptsTaken{Refused: 1, Unknown: 1}, word(store.OutcomeRefused, "bundle.unknownDevice", 5))
	require.Equal(t, store.ReceiptsTaken{Refused: 1, Unknown: 1}, word(store.OutcomeRefused, "bundle.format", 4))
	r, ok, err := s.Delivered(ctx, sumOf(1))
	require.NoError(t, err)
	require.Equal(t, []any{true, "bundle.unknownDevice"}, []any{ok, r.Code}, "the later word counts")
	again, err := s.SendAgain(ctx, nil)
	require.NoError(t, err)
	require.Equal(t, 1, again)
	waiting, err := s.Unsent(ctx)
	require.NoError(t, err)
	require.Equal(t, []string{"in-1"}, waiting)
	events, _, err = s.UnsentFindings(ctx)
	require.NoError(t, err)
	require.Len(t, events, 1)

	require.NoError(t, s.RecordExport(ctx, store.ExportRecord{Seq: 2, SHA256: sumOf(2), Prev: sumOf(1), Created: 2}, sent))
	got, err := s.TakeReceipts(ctx, []store.Receipt{{SHA256: sumOf(2), Branch: "B001", Outcome: store.OutcomeImported, At: 6}})
	require.NoError(t, err)
	require.Equal(t, store.ReceiptsTaken{Imported: 1}, got)
	again, err = s.SendAgain(ctx, []string{sumOf(1)})
	require.NoError(t, err)
	require.Zero(t, again, "another file brought the record there")
	waiting, err = s.Unsent(ctx)
	require.NoError(t, err)
	require.Empty(t, waiting)
}

func policies(t *testing.T, s *store.Store) {
	ctx := t.Context()
	headquarters(t, s)
	var made []string
	sign := func(branch string, p store.Policy, devices []store.Device) (store.Note, error) {
		made = append(made, fmt.Sprint(branch, " ", p.Version, " ", p.SyncDays, " ", len(devices)))
		return store.Note{Name: fmt.Sprint("policy-", branch, "-", p.Version), Branch: branch, Kind: store.NotePolicy, Version: p.Version, Body: "x"}, nil
	}
	make := func(want ...string) {
		t.Helper()
		made = nil
		n, err := s.MakePolicies(ctx, sign)
		require.NoError(t, err)
		require.Equal(t, want, made)
		require.Len(t, want, n)
	}
	make()
	require.NoError(t, s.SaveDevice(ctx, store.Device{ID: "d-1", Branch: "B001", State: "active", FromSeq: 1}))
	require.NoError(t, s.SaveDevice(ctx, store.Device{ID: "d-2", Branch: "B001", State: "revoked", FromSeq: 1}))
	require.NoError(t, s.SaveDevice(ctx, store.Device{ID: "d-3", Branch: "B002", State: "pending", FromSeq: 1}))
	make("B001 1 0 2")
	make()
	require.NoError(t, s.SetRules(ctx, store.Rules{SyncDays: 30}))
	_, changed, err := s.DraftRules(ctx)
	require.NoError(t, err)
	require.True(t, changed)
	make()
	v, err := s.PublishRules(ctx)
	require.NoError(t, err)
	require.Equal(t, int64(2), v)
	make("B001 3 30 2")
	require.NoError(t, s.SaveDevice(ctx, store.Device{ID: "d-3", Branch: "B002", State: "active", FromSeq: 1}))
	make("B002 4 30 1")
	list, err := s.PendingNotes(ctx)
	require.NoError(t, err)
	require.Len(t, list, 2, "an older policy that is still here is dropped")
	require.Equal(t, "policy.days", code(s.SetRules(ctx, store.Rules{SyncDays: -1})))
	require.Equal(t, "policy.passwords", code(s.SetRules(ctx, store.Rules{Passwords: "x"})))
}

func deviceHealth(t *testing.T, s *store.Store) {
	ctx := t.Context()
	headquarters(t, s)
	require.NoError(t, s.SaveDevice(ctx, store.Device{ID: "device-1", Branch: "B001", State: "active", FromSeq: 2, Name: "x"}))
	require.NoError(t, arrive(t, s, 2, sumOf(2), ""))
	require.NoError(t, arrive(t, s, 5, sumOf(5), sumOf(44)))
	require.NoError(t, arrive(t, s, 7, sumOf(7), sumOf(6)))
	list, err := s.DeviceStates(ctx)
	require.NoError(t, err)
	require.Len(t, list, 1)
	d := list[0]
	require.Equal(t, []any{"东城支行", int64(7), int64(3), int64(3), []int64{3, 4, 6}, 0}, []any{d.BranchName, d.Last, d.Count, d.Lost, d.Missing, d.Alarms})
	require.NoError(t, arrive(t, s, 4, sumOf(4), ""))
	alarms, err := s.Alarms(ctx, false)
	require.NoError(t, err)
	require.Len(t, alarms, 1, "5 says that another file was before it")
	require.Equal(t, []string{store.AlarmChain, "device-1", "B001", "4 → 5"}, []string{alarms[0].Code, alarms[0].Device, alarms[0].Branch, alarms[0].Detail})
	require.Equal(t, "store.fork", code(arrive(t, s, 4, sumOf(40), "")))
	require.NoError(t, s.RecordRefusal(ctx, store.ImportRecord{SHA256: sumOf(40), Device: "device-1", Seq: 4, Branch: "B001", Code: "bundle.fork", Name: "x"}))
	gaps, err := s.Gaps(ctx)
	require.NoError(t, err)
	require.Equal(t, []any{1, 2, []int64{3, 6}}, []any{len(gaps), gaps[0].Alarms, gaps[0].Missing})
	require.NoError(t, s.SettleAlarms(ctx, "device-1", "查清"))
	gaps, err = s.Gaps(ctx)
	require.NoError(t, err)
	require.Zero(t, gaps[0].Alarms)
	require.NoError(t, s.SaveBranches(ctx, []checklist.Branch{{Code: "B009", Name: "n", Active: true}, {Code: "B010", Name: "n"}}))
	quiet, err := s.Silences(ctx, 1)
	require.NoError(t, err)
	require.Len(t, quiet, 1)
	require.Equal(t, []any{"B009", -1, 0}, []any{quiet[0].Branch.Code, quiet[0].Days, quiet[0].Devices})
}

func masterDue(t *testing.T, s *store.Store) {
	ctx := t.Context()
	headquarters(t, s)
	require.NoError(t, s.SaveBranches(ctx, []checklist.Branch{Branch}))
	require.NoError(t, s.MasterKnown(ctx, Branch))
	due, err := s.DueMaster(ctx, []string{"B001", "B777"})
	require.NoError(t, err)
	require.Empty(t, due)
	require.NoError(t, s.SavePeople(ctx, []checklist.Person{{Name: "李", Branch: "B001", Role: checklist.LobbyManager}}))
	require.NoError(t, s.SavePeople(ctx, []checklist.Person{{Name: "李", Branch: "B001", Role: checklist.BranchHead}}))
	require.NoError(t, s.SetTargets(ctx, []ranking.Target{{Branch: "B001", Indicator: "score/env", Period: "2026", Value: checklist.N(90)}}))
	_, err = s.InstallChecklist(ctx, "new.json", Sample("new", 2, 3))
	require.NoError(t, err)
	require.NoError(t, s.ForeignList(ctx, "theirs", 1, "B002"))
	_, err = s.InstallChecklist(ctx, "theirs.json", Sample("theirs", 1, 3))
	require.NoError(t, err)
	due, err = s.DueMaster(ctx, []string{"B001"})
	require.NoError(t, err)
	var items []string
	sent := store.Sent{}
	for _, d := range due {
		items = append(items, d.Item)
		sent.Master = append(sent.Master, d.Sent)
	}
	require.Equal(t, []string{"people", "targets", "list:new@2"}, items)
	require.Len(t, due[0].People, 1, "the same name in the same branch is one person")
	require.NoError(t, s.RecordExport(ctx, store.ExportRecord{Lane: "org@B001", Seq: 1, SHA256: sumOf(1), Created: 1}, sent))
	due, err = s.DueMaster(ctx, []string{"B001"})
	require.NoError(t, err)
	require.Empty(t, due)
	require.NoError(t, s.ResendTo(ctx, "B001"))
	due, err = s.DueMaster(ctx, []string{"B001"})
	require.NoError(t, err)
	require.Len(t, due, 3)
	require.Equal(t, int64(2), due[0].Rev)
}

func masterFollowed(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	take := func(n int, m store.Master) int {
		rep, err := s.ImportInspections(ctx, store.ImportRecord{SHA256: sumOf(n), Device: "org-1", Seq: int64(n), Branch: "B001"}, nil, store.Loop{Master: []store.Master{m}}, checklist.Branch{})
		require.NoError(t, err)
		return rep.Others
	}
	row := Branch
	row.Name = "新名"
	require.Equal(t, 1, take(1, store.Master{Item: store.MasterBranch, Rev: 5, Branch: row}))
	row.Name = "旧名"
	require.Equal(t, 0, take(2, store.Master{Item: store.MasterBranch, Rev: 4, Branch: row}))
	require.Equal(t, 1, take(3, store.Master{Item: store.MasterPeople, Rev: 6, People: []checklist.Person{{ID: "h", Name: "李", Branch: "B001", Role: checklist.LobbyManager}}}))
	require.Equal(t, 1, take(4, store.Master{Item: store.MasterTargets, Rev: 6, Targets: []ranking.Target{{Branch: "B001", Indicator: "score/env", Period: "2026", Value: checklist.N(90), At: 3, By: "督导"}}}))
	p, err := s.Profile(ctx)
	require.NoError(t, err)
	require.Equal(t, "新名", p.Branch.Name)
	list, err := s.Targets(ctx, "B001")
	require.NoError(t, err)
	require.Equal(t, "督导", list[0].By)
	require.Equal(t, 1, take(5, store.Master{Item: store.MasterPeople, Rev: 7, People: []checklist.Person{}}))
	people, err := s.People(ctx)
	require.NoError(t, err)
	for _, x := range people {
		require.Equal(t, x.ID != "h", x.Role != "", "%s", x.Name)
	}
}

func renewed(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	Fill(t, s, Draft(t, s, "in-1", start), 1)
	in, err := s.Inspection(ctx, "in-1")
	require.NoError(t, err)
	require.NoError(t, s.RecordExport(ctx, store.ExportRecord{Seq: 1, SHA256: sumOf(1), Created: 1}, store.Sent{Inspections: []store.ExportItem{{ID: "in-1", Rev: in.Rev}}}))
	former, again, err := s.RenewDevice(ctx, "device-2")
	require.NoError(t, err)
	require.Equal(t, []any{[]string{"device-1"}, 1}, []any{former, again})
	former, _, err = s.RenewDevice(ctx, "device-3")
	require.NoError(t, err)
	require.Equal(t, []string{"device-2", "device-1"}, former)
	waiting, err := s.Unsent(ctx)
	require.NoError(t, err)
	require.Equal(t, []string{"in-1"}, waiting)
	events, _, err := s.UnsentFindings(ctx)
	require.NoError(t, err)
	require.Len(t, events, 1, "moves made under the old id go too")
	p, err := s.Profile(ctx)
	require.NoError(t, err)
	require.Equal(t, "device-3", p.Device)
	seq, _, err := s.NextExportSeq(ctx, "")
	require.NoError(t, err)
	require.Equal(t, int64(1), seq)
}
