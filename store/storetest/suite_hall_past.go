package storetest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/store"
)

var hallPastTests = []test{
	{"hall: days before the first entry", hallBeforeTheFirst},
	{"hall: what was brought back counts again", hallBroughtBack},
	{"hall: a day's plan keeps its rules", hallPlanRules},
	{"hall: who may show the names", hallNamesSetting},
	{"hall: headquarters writes in nobody's day", hallOfOthers},
}

// hallBeforeTheFirst: of days known from the ticket machine only nobody was asked for
// rounds and meetings, and nothing is known of machines.
func hallBeforeTheFirst(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	list := ticketsOf(3, 5)
	for i := range list {
		back := int64(i) * 2 * 86_400_000 // 2 November, 31 and 29 October
		list[i].Taken, list[i].Called, list[i].Finished = list[i].Taken-back, list[i].Called-back, list[i].Finished-back
	}
	_, err := s.ImportTickets(ctx, list, nil)
	require.NoError(t, err)
	type day struct {
		Day               string
		Works             bool
		Due, Hours, Taken int
	}
	days := func() (out []day) {
		totals, err := s.HallDays(ctx, "", "2026-10-28", "2026-11-02")
		require.NoError(t, err)
		for _, d := range totals {
			out = append(out, day{d.Day, d.Works, d.Due, d.Hours, d.Tickets})
		}
		return out
	}
	require.Equal(t, []day{{"2026-10-29", false, 0, 0, 1}, {"2026-10-31", false, 0, 0, 1}, {"2026-11-02", false, 0, 0, 1}}, days())

	_, err = s.Append(ctx, hall.Entry{Kind: hall.KindCare, At: at(1, 10, 0)})
	require.NoError(t, err)
	later := []day{{"2026-11-01", true, 5, 510, 0}, {"2026-11-02", true, 5, 510, 1}}
	require.Equal(t, append([]day{{"2026-10-29", false, 0, 0, 1}, {"2026-10-31", false, 0, 0, 1}}, later...), days())
	_, err = s.Append(ctx, hall.Entry{Kind: hall.KindCare, At: at(-1, 10, 0)}) // 30 October, written down later
	require.NoError(t, err)
	require.Equal(t, append([]day{{"2026-10-29", false, 0, 0, 1}, {"2026-10-30", true, 5, 510, 0}, {"2026-10-31", true, 5, 510, 1}}, later...), days())

	_, err = s.Append(ctx, hall.Entry{Kind: hall.KindCare, At: at(-5000, 10, 0)}) // another year by a slip of the finger
	require.Equal(t, "store.hallPast", code(err))
	sound(t, s)
}

// hallBroughtBack: what was taken back, and the taking back too, stands again – in the
// figures as in the day.
func hallBroughtBack(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	put := putter(t, s)
	cause := put(hall.Entry{Kind: hall.KindCause, At: at(2, 10, 0), Tags: []string{"slow"}})[0]
	fault := put(hall.Entry{Kind: hall.KindFault, At: at(2, 10, 0), Topic: "ATM"})[0]
	counted := func() (causes, down int) {
		set, _, err := s.FigureSet(ctx, "", "2026-11-01", "2026-11-02")
		require.NoError(t, err)
		for _, c := range set.Causes {
			causes += c.N
		}
		return causes, set.Total.Down
	}
	causes, down := counted()
	require.Equal(t, []int{1, 420}, []int{causes, down})
	voids := put(hall.Entry{Kind: hall.KindVoid, At: at(2, 10, 5), Ref: cause.ID}, hall.Entry{Kind: hall.KindVoid, At: at(2, 10, 5), Ref: fault.ID})
	causes, down = counted()
	require.Equal(t, []int{0, 0}, []int{causes, down})
	put(hall.Entry{Kind: hall.KindVoid, At: at(2, 10, 6), Ref: voids[0].ID}, hall.Entry{Kind: hall.KindVoid, At: at(2, 10, 6), Ref: voids[1].ID})
	causes, down = counted()
	require.Equal(t, []int{1, 420}, []int{causes, down})
	open, err := s.OpenCases(ctx, "", hall.KindFault)
	require.NoError(t, err)
	require.Len(t, open, 1)
	sound(t, s)
}

// hallOfOthers: a sheet headquarters fills about a hall says nothing of the hall's own
// day, which the hall itself tells.
func hallOfOthers(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUpHQ(t, s)
	storeMeeting(t, s, "督导", checklist.Announced)
	day, err := s.HallDay(ctx, Branch.Code, "2026-11-03")
	require.NoError(t, err)
	require.Empty(t, day)
	sound(t, s)
}

// hallPlanRules: what was asked of a day that is over does not change with the rules, in
// its plan as in its figures.
func hallPlanRules(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	putter(t, s)(hall.Entry{Kind: hall.KindPatrol, Ref: "in", At: at(2, 8, 10)})
	r := hall.DefaultRules()
	r.Rounds = []int{9 * 60, 16 * 60}
	before, _, err := s.AuditHead(ctx)
	require.NoError(t, err)
	require.NoError(t, s.SaveHallRules(ctx, r))
	after, _, err := s.AuditHead(ctx)
	require.NoError(t, err)
	require.Equal(t, before+1, after, "who changed what is asked for stands in the audit")
	for day, want := range map[string]int{"2026-11-02": 5, "2026-11-03": 2} {
		plan, err := s.HallPlan(ctx, day)
		require.NoError(t, err)
		rounds := 0
		for _, d := range plan.Duties {
			if d.Kind == hall.KindPatrol {
				rounds++
			}
		}
		require.Equal(t, want, rounds, day)
	}
	days, err := s.HallDays(ctx, "", "2026-11-02", "2026-11-02")
	require.NoError(t, err)
	require.Equal(t, 5, days[0].Due)
}

// hallNamesSetting: who may not read the names of an observation cannot let everybody.
func hallNamesSetting(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	require.Equal(t, "hall.names", code(s.SetSetting(ctx, hall.SettingNames, hall.NamesAll)))
	got, err := s.Setting(ctx, hall.SettingNames)
	require.NoError(t, err)
	require.Empty(t, got)
	As(t, s, "赵行长", checklist.BranchHead)
	require.NoError(t, s.SetSetting(ctx, hall.SettingNames, hall.NamesAll))
	As(t, s, "王芳", checklist.LobbyManager)
	got, err = s.Setting(ctx, hall.SettingNames)
	require.NoError(t, err)
	require.Equal(t, hall.NamesAll, got)
}
