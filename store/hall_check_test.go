package store_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver that changes rows behind the store's back
	"github.com/stretchr/testify/require"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/store"
	"hallcheck/store/storetest"
)

// damage is a change behind the store's back, how it is undone, and what Check says of
// it: code, object and the first sum that differs.
type damage struct {
	do, undo []string
	want     []string
}

// checkDamages does one after the other.
func checkDamages(t *testing.T, s *store.Store, db *sql.DB, list []damage) {
	t.Helper()
	sound(t, s)
	for _, d := range list {
		for _, q := range d.do {
			mustExec(t, db, q)
		}
		require.Equal(t, d.want, troubles(t, s), d.do)
		for _, q := range d.undo {
			mustExec(t, db, q)
		}
		sound(t, s)
	}
}

func troubles(t *testing.T, s *store.Store) (out []string) {
	t.Helper()
	rep, err := s.Check(t.Context(), true, nil)
	require.NoError(t, err)
	for _, x := range rep.Troubles {
		out = append(out, x.Code+" "+x.Object+": "+x.Detail)
	}
	return out
}

func sound(t *testing.T, s *store.Store) {
	t.Helper()
	require.Empty(t, troubles(t, s))
}

// behind is a connection to the store's database beside it.
func behind(t *testing.T, opt store.Options) *sql.DB {
	t.Helper()
	if opt.Addr == "" {
		return raw(t, filepath.Join(opt.Dir, "app.db")+"?_pragma=busy_timeout(5000)")
	}
	db, err := sql.Open("pgx", opt.Addr)
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// onBoth runs a test on both engines.
func onBoth(t *testing.T, test func(t *testing.T, opt store.Options)) {
	for engine, addr := range map[string]string{"sqlite": "", "postgres": onServer(t).Database(t)} {
		t.Run(engine, func(t *testing.T) { test(t, storetest.Options(t, addr)) })
	}
}

func opened(t *testing.T, opt store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), opt)
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// hallDays writes three days of a hall down: rounds, a meeting, a drill, tickets.
func hallDays(t *testing.T, s *store.Store) {
	t.Helper()
	storetest.SetUp(t, s)
	moment := func(day, hour, minute int) int64 {
		return time.Date(2026, 10, day, hour, minute, 0, 0, hallZone).UnixMilli()
	}
	var entries []hall.Entry
	var tickets []hall.Ticket
	for day := 31; day <= 33; day++ { // 31 October, 1 and 2 November: two months, two weeks
		waiting, open, oldest, yes := 31, 4, 16, true
		entries = append(entries,
			hall.Entry{Kind: hall.KindMeeting, At: moment(day, 8, 20), Topic: hall.MorningMeeting, Minutes: 12},
			hall.Entry{Kind: hall.KindDrill, At: moment(day, 8, 40), Topic: "fire"},
			hall.Entry{Kind: hall.KindPatrol, Ref: "i" + fmt.Sprint(day), At: moment(day, 10, 5), Waiting: &waiting, Open: &open, Oldest: &oldest, Yes: &yes},
			hall.Entry{Kind: hall.KindPraise, At: moment(day, 11, 0), Text: "拾金不昧"})
		for i := range 8 {
			at := moment(day, 14, i*7)
			tickets = append(tickets, hall.Ticket{Number: fmt.Sprint(i), Taken: at, Called: at + 300_000, Finished: at + 400_000})
		}
	}
	_, err := s.ImportTickets(t.Context(), tickets, nil)
	require.NoError(t, err)
	_, err = s.Append(t.Context(), entries...)
	require.NoError(t, err)
	require.NoError(t, s.SettleHall(t.Context(), nil))
}

// TestCheckOfAHall: every kept sum of a branch's days that is not what its entries and
// tickets come to is named, with hall and day.
func TestCheckOfAHall(t *testing.T) {
	onBoth(t, func(t *testing.T, opt store.Options) {
		s := opened(t, opt)
		hallDays(t, s)
		var told [][2]int
		rep, err := s.CheckTelling(t.Context(), true, nil, func(done, total int) { told = append(told, [2]int{done, total}) })
		require.NoError(t, err)
		require.Equal(t, 3, rep.HallDays)
		require.Equal(t, [2]int{0, 3}, told[0])
		require.Equal(t, [2]int{3, 3}, told[len(told)-1])
		rep, err = s.Check(t.Context(), false, nil)
		require.NoError(t, err)
		require.Zero(t, rep.HallDays, "only the deep check scores and adds up again")
		db := behind(t, opt)
		checkDamages(t, s, db, dayDamages())
		checkDamages(t, s, db, spanDamages("B001"))

		const day = " WHERE day = '2026-11-02'"
		// what is stale is no damage: it will be made again before anybody reads it
		mustExec(t, db, "UPDATE hall_cells SET waiting = 32"+day+" AND slot = 20")
		mustExec(t, db, "UPDATE hall_days SET stale = 1, due = 6"+day)
		mustExec(t, db, "UPDATE hall_spans SET due = 9 WHERE span = '2026-11'")
		sound(t, s)
		cells, err := s.HallCells(t.Context(), "", "2026-11-02", "2026-11-02")
		require.NoError(t, err)
		require.Equal(t, 31, cells[0].Waiting)
		sound(t, s)
	})
}

// dayDamages are those of the days of hallDays.
func dayDamages() []damage {
	const day = " WHERE day = '2026-11-02'"
	return []damage{
		{
			[]string{"UPDATE hall_cells SET waiting = 32" + day + " AND slot = 20"},
			[]string{"UPDATE hall_cells SET waiting = 31" + day + " AND slot = 20"},
			[]string{"hallDay B001 2026-11-02: 10:00 waiting 32, not 31"},
		},
		{
			[]string{"UPDATE hall_cells SET slot = 21" + day + " AND slot = 20"},
			[]string{"UPDATE hall_cells SET slot = 20" + day + " AND slot = 21"},
			[]string{"hallDay B001 2026-11-02: 10:00 missing"},
		},
		{
			[]string{"UPDATE hall_cells SET slot = 4" + day + " AND slot = 20"},
			[]string{"UPDATE hall_cells SET slot = 20" + day + " AND slot = 4"},
			[]string{"hallDay B001 2026-11-02: 02:00 extra"},
		},
		{
			[]string{"UPDATE hall_cells SET waits = '5:7'" + day + " AND slot = 28"},
			[]string{"UPDATE hall_cells SET waits = '5:5'" + day + " AND slot = 28"},
			[]string{"hallDay B001 2026-11-02: 14:00 waits"},
		},
		{
			[]string{"UPDATE hall_days SET body = replace(body, '\"praise\":1', '\"praise\":2')" + day},
			[]string{"UPDATE hall_days SET body = replace(body, '\"praise\":2', '\"praise\":1')" + day},
			[]string{"hallDay B001 2026-11-02: body"},
		},
		{
			[]string{"UPDATE hall_days SET due = 6" + day},
			[]string{"UPDATE hall_days SET due = 5" + day},
			[]string{"hallDay B001 2026-11-02: due 6, not 5", "hallMonth B001 2026-11: due 10, not 11", "hallWeek B001 2026-11-02: due 5, not 6"},
		},
		{
			[]string{"UPDATE ticket_slots SET called = 4" + day + " AND slot = 28"},
			[]string{"UPDATE ticket_slots SET called = 5" + day + " AND slot = 28"},
			[]string{"hallDay B001 2026-11-02: called 8, not 7", "hallTickets B001 2026-11-02: 14:00 called 4, not 5"},
		},
		{
			[]string{"UPDATE ticket_slots SET device = 'x'" + day + " AND slot = 28"}, // a former id of the computer
			[]string{"UPDATE ticket_slots SET device = 'device-1'"},
			nil,
		},
		{
			[]string{"UPDATE hall_entries SET body = replace(body, '\"minutes\":12', '\"minutes\":2') WHERE kind = 'meeting' AND day = '2026-11-01'"},
			[]string{"UPDATE hall_entries SET body = replace(body, '\"minutes\":2', '\"minutes\":12') WHERE kind = 'meeting' AND day = '2026-11-01'"},
			[]string{"hallDay B001 2026-11-01: meeting_ok 1, not 0"},
		},
	}
}

// spanDamages are those of sums of months and weeks, where a drill was held on three days
// up to 2 November.
func spanDamages(code string) []damage {
	const month, week = " WHERE span = '2026-11'", " WHERE span = '2026-10-26'"
	return []damage{
		{
			[]string{"UPDATE hall_spans SET known = 20" + month},
			[]string{"UPDATE hall_spans SET known = 2" + month},
			[]string{"hallMonth " + code + " 2026-11: known 20, not 2"},
		},
		{
			[]string{"UPDATE hall_spans SET drilled = '[[\"2026-11-01\",\"fire\"]]'" + month},
			[]string{"UPDATE hall_spans SET drilled = '[[\"2026-11-02\", \"fire\"],[\"2026-11-01\",\"fire\"]]'" + month}, // in any order
			[]string{"hallMonth " + code + " 2026-11: drilled 1, not 2"},
		},
		{
			[]string{"UPDATE hall_spans SET queues = replace(queues, '2026-11-01', '2026-10-29')" + week},
			[]string{"UPDATE hall_spans SET queues = replace(queues, '2026-10-29', '2026-11-01')" + week},
			[]string{"hallWeek " + code + " 2026-10-26: queues"},
		},
		{
			[]string{"UPDATE hall_spans SET branch = 'B777'" + month},
			[]string{"UPDATE hall_spans SET branch = '" + code + "'" + month},
			[]string{"hallMonth " + code + " 2026-11: missing", "hallMonth B777 2026-11: extra"},
		},
		{
			[]string{"UPDATE hall_spans SET span = '2026-10-29'" + week},
			[]string{"UPDATE hall_spans SET span = '2026-10-26' WHERE span = '2026-10-29'"},
			[]string{"hallWeek " + code + " 2026-10-26: missing", "hallWeek " + code + " 2026-10-29: extra"},
		},
	}
}

// TestCheckInAnotherZone: days made while the computer stood in another zone are right in
// that one; a wrong sum among them is found all the same.
func TestCheckInAnotherZone(t *testing.T) {
	onBoth(t, func(t *testing.T, opt store.Options) {
		s := opened(t, opt)
		hallDays(t, s)
		require.NoError(t, s.Close())
		clock := opt.Clock
		opt.Clock = func() time.Time { return clock().In(time.FixedZone("", -3*3600)) }
		s = opened(t, opt)
		sound(t, s)
		mustExec(t, behind(t, opt), "UPDATE hall_cells SET waiting = 32 WHERE day = '2026-11-01' AND slot = 20")
		require.Equal(t, []string{"hallDay B001 2026-11-01: 10:00 waiting 32, not 31"}, troubles(t, s))
	})
}

// TestCheckOfAnOlderFirstDay: the day of the set-up as an older version made it, which
// asked for what was over by then too, is no damage.
func TestCheckOfAnOlderFirstDay(t *testing.T) {
	opt := storetest.Options(t, "")
	clock, later := opt.Clock, time.Duration(0)
	opt.Clock = func() time.Time { return clock().Add(later) }
	s := opened(t, opt)
	storetest.SetUp(t, s)
	waiting := 3 // seen in one half-hour: the day fits no other zone
	_, err := s.Append(t.Context(), hall.Entry{Kind: hall.KindCount, Waiting: &waiting})
	require.NoError(t, err)
	later = 24 * time.Hour
	db := behind(t, opt)
	due := func() int {
		days, err := s.HallDays(t.Context(), "", "2026-11-03", "2026-11-03")
		require.NoError(t, err)
		return days[0].Due
	}
	mustExec(t, db, "DROP TRIGGER audit_no_update; UPDATE audit SET action = 'set up' WHERE action = 'setup'")
	require.Equal(t, 5, due())
	mustExec(t, db, "UPDATE audit SET action = 'setup' WHERE action = 'set up'")
	sound(t, s)
	mustExec(t, db, "UPDATE hall_days SET stale = 1 WHERE day = '2026-11-03'")
	require.Equal(t, 4, due())
	sound(t, s)
	mustExec(t, db, "UPDATE hall_days SET due = 3 WHERE day = '2026-11-03'")
	require.Equal(t, "hallDay B001 2026-11-03: due 3, not 4", troubles(t, s)[0])
}

// TestCheckOfHalls: at headquarters the days are compared with what the halls' computers
// said, each hall for itself.
func TestCheckOfHalls(t *testing.T) {
	onBoth(t, func(t *testing.T, opt store.Options) {
		s := opened(t, opt)
		storetest.SetUpHQ(t, s)
		halls := []checklist.Branch{{Code: "B100", Name: "一支行", Active: true}, {Code: "B200", Name: "二支行", Active: true}}
		require.NoError(t, s.SaveBranches(t.Context(), halls))
		for i, b := range halls {
			for k, device := range []string{"d1", "d2"}[:i+1] { // the second hall has two computers
				_, err := s.ImportInspections(t.Context(), store.ImportRecord{SHA256: b.Code + device, Device: b.Code + device, Seq: int64(k + 1), Branch: b.Code, Name: "x"}, nil,
					store.Loop{Hall: saidByHall(b.Code, device)}, b)
				require.NoError(t, err)
			}
		}
		rep, err := s.Check(t.Context(), true, nil)
		require.NoError(t, err)
		require.Equal(t, 6, rep.HallDays)
		const of = " WHERE branch = 'B200' AND day = '2026-11-01'"
		db := behind(t, opt)
		checkDamages(t, s, db, []damage{
			{
				[]string{"UPDATE hall_cells SET crowded = 0" + of},
				[]string{"UPDATE hall_cells SET crowded = 2" + of},
				[]string{"hallDay B200 2026-11-01: 10:00 crowded 0, not 2"},
			},
			{
				[]string{"UPDATE hall_days SET long_slots = 0" + of},
				[]string{"UPDATE hall_days SET long_slots = seen_slots" + of},
				[]string{"hallDay B200 2026-11-01: long_slots", "hallWeek B200 2026-10-26: queues"},
			},
			{
				[]string{"UPDATE hall_reports SET branch = 'B999'" + of},
				[]string{"UPDATE hall_reports SET branch = 'B200' WHERE branch = 'B999'"},
				[]string{"hallDay B200 2026-11-01: extra"},
			},
			{
				[]string{"UPDATE hall_days SET branch = 'B999'" + of},
				[]string{"UPDATE hall_days SET branch = 'B200' WHERE branch = 'B999'"},
				[]string{
					"hallDay B200 2026-11-01: missing", "hallWeek B200 2026-10-26: known 2, not 1", "hallMonth B200 2026-11: known 2, not 1",
					"hallDay B999 2026-11-01: extra", "hallMonth B999 2026-11: missing", "hallWeek B999 2026-10-26: missing",
				},
			},
		})
		checkDamages(t, s, db, []damage{{
			[]string{"UPDATE hall_days SET works = 0, meetings = 3, body = 'x'" + of + " "},
			[]string{"UPDATE hall_days SET works = 1, meetings = 2, body = (SELECT replace(x.body, '2026-10-31', '2026-11-01') FROM hall_days x WHERE x.branch = 'B200' AND x.day = '2026-10-31')" + of},
			[]string{"hallDay B200 2026-11-01: works 0, not 1", "hallWeek B200 2026-10-26: days 2, not 1", "hallMonth B200 2026-11: days 2, not 1"},
		}})
	})
}

// saidByHall are reports of 31 October to 2 November.
func saidByHall(code, device string) (out []hall.Report) {
	for _, day := range []string{"2026-10-31", "2026-11-01", "2026-11-02"} {
		c := hall.Cell{Branch: code, Day: day, Slot: 20, Samples: 1, Waiting: 40, Counts: 1, Open: 4, Usable: 6, Crowded: 1}
		r := hall.Report{Branch: code, Day: day, Rev: 1, Cells: []hall.Cell{c}, Total: hall.DayTotal{Branch: code, Day: day, Works: true, Meetings: 1, Long: 1}}
		r.Total.Cell.Add(c)
		r.Entries = []hall.Entry{{ID: code + device + day, Branch: code, Day: day, Kind: hall.KindDrill, Topic: "fire", At: 1}}
		out = append(out, r)
	}
	return out
}

// TestCheckNamesSoManyHalls: of very many only the number is told, so that a rule that
// changed does not fill the memory.
func TestCheckNamesSoManyHalls(t *testing.T) {
	opt := storetest.Options(t, "")
	s := opened(t, opt)
	storetest.SetUpHQ(t, s)
	var list []checklist.Branch
	for i := range 900 {
		list = append(list, checklist.Branch{Code: fmt.Sprintf("C%04d", i), Name: "支行", Active: true})
	}
	require.NoError(t, s.SaveBranches(t.Context(), list))
	db := behind(t, opt)
	mustExec(t, db, "INSERT INTO hall_days (branch, day, stale, body) SELECT code, '2026-11-02', 0, '{}' FROM branches WHERE code LIKE 'C%'")
	got := troubles(t, s)
	require.Len(t, got, 501)
	require.Equal(t, "hallDay C0000 2026-11-02: extra", got[0])
	require.Equal(t, "hallMore : 2200", got[500])
	require.True(t, slices.IsSorted(got[:3]))
}

// TestEverySumHasAWord: what Check compares of halls can be said in both languages.
func TestEverySumHasAWord(t *testing.T) {
	fields := store.SumFields()
	require.Greater(t, len(fields), 60)
	for _, field := range fields {
		for _, lang := range []string{"zh", "en"} {
			require.True(t, assets.Has(lang, "check.sum."+field), "%s %s", lang, field)
		}
	}
	for _, code := range []string{"hallDay", "hallWeek", "hallMonth", "hallTickets", "hallMore"} {
		require.True(t, assets.Has("zh", "trouble."+code) && assets.Has("en", "trouble."+code), code)
	}
}
