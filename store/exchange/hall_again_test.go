package exchange_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist/bundle"
	desk "hallcheck/checklist/hall"
	"hallcheck/store/exchange"
)

// counted is a count of a hall: so many wait.
func counted(waiting int) desk.Entry {
	open := 3
	return desk.Entry{Kind: desk.KindCount, Waiting: &waiting, Open: &open}
}

// TestTheHallsDayIsSentAgain: what a refused file said of the hall's day is not lost,
// and a computer that got a new id says it once, not twice.
func TestTheHallsDayIsSentAgain(t *testing.T) {
	hq := newHQ(t, "")
	b, enrol := newBranch(t, 1, hq)
	fault := desk.Entry{Kind: desk.KindFault, Topic: "ATM 2", Text: "吞卡"}
	day := b.append(t, counted(23), fault)[0].Day
	p := b.export(t, t.TempDir())
	require.Equal(t, bundle.ErrUnknownDevice, hq.take(t, p.Path)[0].Code)
	require.NoError(t, os.RemoveAll(filepath.Join(hq.dir, exchange.QuarantineDir)))
	enrolled := func(file string) {
		_, err := exchange.Enrol(t.Context(), hq.st, hq.dir, file)
		require.NoError(t, err)
		back := t.TempDir()
		_, err = hq.x.WriteNotes(t.Context(), back, "")
		require.NoError(t, err)
		_, err = b.x.TakeNotes(t.Context(), []string{back})
		require.NoError(t, err)
	}
	enrolled(enrol)
	figures := func() []int {
		require.NoError(t, hq.take(t, b.export(t, t.TempDir()).Path)[0].Err)
		days, err := hq.st.HallDays(t.Context(), "B001", day, day)
		require.NoError(t, err)
		require.Len(t, days, 1)
		entries, err := hq.st.HallEntries(t.Context(), "B001", day, day, desk.KindFault)
		require.NoError(t, err)
		return []int{days[0].Cell.Waiting, days[0].Faults, len(entries)}
	}
	require.Equal(t, []int{23, 1, 1}, figures())

	request, _, err := exchange.Renew(t.Context(), b.st, b.dir)
	require.NoError(t, err)
	b.reopen(t)
	enrolled(request)
	b.append(t, counted(7))
	require.Equal(t, []int{30, 1, 1}, figures(), "the day as it is now, under the new id")
}

// TestAContradictionOfTheHallStopsNoOtherFile: an entry of the hall known with other
// content is that file's trouble, with its sentence and an alarm; the next is taken in.
func TestAContradictionOfTheHallStopsNoOtherFile(t *testing.T) {
	hq, b := pair(t)
	e := b.append(t, desk.Entry{Kind: desk.KindFault, Topic: "ATM 2", Text: "吞卡"})[0]
	hq.take(t, b.export(t, t.TempDir()).Path)
	there, err := hq.st.HallEntries(t.Context(), "B001", e.Day, e.Day, desk.KindFault)
	require.NoError(t, err)
	require.Len(t, there, 1)
	other := there[0]
	other.Text = "没有吞卡"
	path := filepath.Join(t.TempDir(), "x.bundle")
	forgeSeq(t, b, hq, path, 2, bundle.Record{Kind: bundle.KindHall, Hall: &bundle.Hall{Report: desk.Report{
		Branch: "B001", Day: e.Day, Rev: 99, Total: desk.DayTotal{Branch: "B001", Day: e.Day}, Entries: []desk.Entry{other},
	}}})
	out := hq.refusal(t, path, "store.hallContent")
	require.Equal(t, exchange.StatusConflict, out.Status)
	require.Equal(t, []string{"device.conflict B001 2"}, hq.alarms(t))
	b.inspect(t, "in-1", 0)
	require.NoError(t, b.st.SetSetting(t.Context(), "exchange.burnt.00000001-dev", "2"))
	require.Equal(t, exchange.StatusNew, hq.take(t, b.export(t, t.TempDir()).Path)[0].Status)
}
