package exchange_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store"
	"hallcheck/store/exchange"
	"hallcheck/store/storetest"
)

func (s *site) alarms(t testing.TB) (out []string) {
	t.Helper()
	list, err := s.st.Alarms(t.Context(), false)
	require.NoError(t, err)
	for _, a := range list {
		out = append(out, a.Code+" "+a.Branch+" "+a.Detail)
	}
	return out
}

// clone is a second computer with the same disk as b had.
func clone(t testing.TB, b *site) *site {
	t.Helper()
	p, err := b.st.Profile(t.Context())
	require.NoError(t, err)
	c := openSite(t, storetest.Options(t, ""), p)
	require.NoError(t, os.CopyFS(filepath.Join(c.dir, "keys"), os.DirFS(filepath.Join(b.dir, "keys"))))
	return c
}

// A cloned laptop: the second file of one number is refused, an alarm stays until a
// person settles it, and after a new start everything arrives, once.
func TestClonedLaptop(t *testing.T) {
	hq, b := pair(t)
	told(t, hq, b)
	c := clone(t, b)
	b.inspect(t, "in-1", 0)
	c.inspect(t, "in-2", 0)
	usb := t.TempDir()
	hq.take(t, b.export(t, usb).Path)
	twin := c.export(t, usb)
	hq.refusal(t, twin.Path, bundle.ErrFork)
	require.Equal(t, []string{"device.fork B001 1"}, hq.alarms(t))
	hq.take(t, usb)
	require.Len(t, hq.alarms(t), 1, "the same file again is the same alarm")
	list, err := hq.st.DeviceStates(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, list[0].Alarms)

	require.Equal(t, "device.reason", checklist.CodeOf(hq.st.SettleAlarms(t.Context(), "00000001-dev", " ")))
	require.NoError(t, hq.st.SettleAlarms(t.Context(), "00000001-dev", "备机克隆，已重新登记"))
	require.Empty(t, hq.alarms(t))
	all, err := hq.st.Alarms(t.Context(), true)
	require.NoError(t, err)
	require.Equal(t, []string{"督导", "备机克隆，已重新登记"}, []string{all[0].Actor, all[0].Reason})
	require.Equal(t, "device.noAlarm", checklist.CodeOf(hq.st.SettleAlarms(t.Context(), "00000001-dev", "x")))

	request, again, err := exchange.Renew(t.Context(), c.st, c.dir)
	require.NoError(t, err)
	require.Equal(t, 1, again)
	_, err = exchange.Enrol(t.Context(), hq.st, hq.dir, request)
	require.NoError(t, err)
	require.Equal(t, exchange.StatusNew, hq.take(t, c.export(t, usb).Path)[0].Status)
	require.Len(t, hq.inspections(t), 2)
}

// A restored backup counts its numbers again. Headquarters sets a new start, the
// computer takes it from the policy, and what was refused goes again by itself.
func TestRestoredBackup(t *testing.T) {
	hq, b := pair(t)
	told(t, hq, b)
	usb := t.TempDir()
	old := clone(t, b) // the state of the backup: nothing sent yet
	for i := range 3 {
		b.inspect(t, fmt.Sprint("in-", i), 0)
		hq.take(t, b.export(t, usb).Path)
	}
	old.inspect(t, "in-9", 0)
	p := old.export(t, t.TempDir())
	hq.refusal(t, p.Path, bundle.ErrFork)
	told(t, hq, old)
	_, err := exchange.Reset(t.Context(), hq.st, "00000001", 3)
	require.Equal(t, "device.from", checklist.CodeOf(err))
	d, err := exchange.Reset(t.Context(), hq.st, "00000001", 0)
	require.NoError(t, err)
	require.Equal(t, int64(4), d.FromSeq)
	o := told(t, hq, old)
	require.Equal(t, 1, o.Again)
	next := old.export(t, usb)
	require.Equal(t, []any{int64(4), []string{"in-9"}}, []any{next.Seq, next.IDs})
	require.NoError(t, hq.take(t, next.Path)[0].Err)
	require.Len(t, hq.inspections(t), 4)
	require.NotEmpty(t, hq.alarms(t))
	hq.refusal(t, p.Path, bundle.ErrFork)
}

// Two computers whose numbers never collide are found out by their chains: a file
// names one before it that nobody has, while another has its number.
func TestChainsThatPart(t *testing.T) {
	hq, b := pair(t)
	c := clone(t, b)
	usb := t.TempDir()
	b.inspect(t, "in-1", 0)
	b.export(t, usb) // lost on the way
	b.inspect(t, "in-2", 0)
	second := b.export(t, usb)
	c.inspect(t, "in-3", 0)
	twin := c.export(t, usb)
	hq.take(t, second.Path)
	require.Empty(t, hq.alarms(t), "a gap alone is no fork")
	require.Equal(t, exchange.StatusNew, hq.take(t, twin.Path)[0].Status)
	require.Equal(t, []string{"device.chain B001 1 → 2"}, hq.alarms(t))
}

// A number given up in a crash leaves a hole, and the file after it names the one
// before the hole: no alarm.
func TestGivenUpNumberIsNoAlarm(t *testing.T) {
	hq, b := pair(t)
	usb := t.TempDir()
	b.inspect(t, "in-1", 0)
	hq.take(t, b.export(t, usb).Path)
	require.NoError(t, b.st.SetSetting(t.Context(), "exchange.burnt.00000001-dev", "2"))
	b.inspect(t, "in-2", 0)
	p := b.export(t, usb)
	require.Equal(t, int64(3), p.Seq)
	require.Equal(t, []int64{2}, hq.take(t, p.Path)[0].Missing)
	require.Empty(t, hq.alarms(t))
}

// A jump far ahead is refused with its own code and raises an alarm; headquarters can
// set the start there.
func TestFastForward(t *testing.T) {
	hq, b := pair(t)
	told(t, hq, b)
	require.NoError(t, b.st.SetSetting(t.Context(), "exchange.burnt.00000001-dev", "10000"))
	b.inspect(t, "in-1", 0)
	p := b.export(t, t.TempDir())
	hq.refusal(t, p.Path, bundle.ErrAhead)
	require.Equal(t, []string{"device.ahead B001 10001"}, hq.alarms(t))
	_, err := exchange.Reset(t.Context(), hq.st, "00000001", 10001)
	require.NoError(t, err)
	require.Equal(t, exchange.StatusNew, hq.take(t, p.Path)[0].Status)
	require.Empty(t, must(hq.st.Gaps(t.Context())), "numbers before the start are not missed")
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// A file held back shows as a gap, a branch that says nothing as silent.
func TestGapsAndSilence(t *testing.T) {
	hq, b := pair(t)
	_, enrol := newBranch(t, 2, hq)
	_, err := exchange.Enrol(t.Context(), hq.st, hq.dir, enrol)
	require.NoError(t, err)
	var paths []string
	for i := range 4 {
		b.inspect(t, fmt.Sprint("in-", i), 0)
		paths = append(paths, b.export(t, t.TempDir()).Path)
	}
	hq.take(t, paths[0], paths[3])
	gaps := must(hq.st.Gaps(t.Context()))
	require.Len(t, gaps, 1)
	g := gaps[0]
	require.Equal(t, []any{"00000001-dev", int64(4), int64(2), int64(2), []int64{2, 3}}, []any{g.ID, g.Last, g.Count, g.Lost, g.Missing})
	require.NotZero(t, g.Seen)
	hq.take(t, paths[2])
	require.Equal(t, []int64{2}, must(hq.st.Gaps(t.Context()))[0].Missing)
	hq.take(t, paths[1])
	require.Empty(t, must(hq.st.Gaps(t.Context())))

	require.Empty(t, must(hq.st.Silences(t.Context(), 30)))
	o := hq.x.Options
	require.NoError(t, hq.st.Close())
	later := storetest.NewClock()
	later.At = later.At.AddDate(0, 0, 31)
	so := storetest.Options(t, "")
	so.Dir, so.Clock = hq.dir, later.Now
	st, err := store.Open(t.Context(), so)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, st.Close()) })
	o.Store = st
	require.NoError(t, st.SaveBranches(t.Context(), []checklist.Branch{hall(3), {Code: "B009", Name: "撤销支行"}}))
	quiet := must(st.Silences(t.Context(), 30))
	var got []string
	for _, q := range quiet {
		got = append(got, fmt.Sprint(q.Branch.Code, " ", q.Days, " ", q.Devices, " ", q.Last > 0))
	}
	require.Equal(t, []string{"B003 -1 0 false", "B001 30 1 true", "B002 30 1 false"}, got, "the one that never could send first")
	require.Len(t, must(st.Silences(t.Context(), 31)), 1)
}

// The same move with other content is a conflict: nothing of the file counts, it is
// set aside with its own code, and an alarm is raised.
func TestSameMoveOtherContent(t *testing.T) {
	hq, b := pair(t)
	b.inspect(t, "in-1", 1, picture(t, 3, 64, 48))
	hq.take(t, b.export(t, t.TempDir()).Path)
	f, err := b.st.Finding(t.Context(), b.findings(t)[0].ID)
	require.NoError(t, err)
	e := f.Events[0]
	o := *e.Opening
	o.Photos = nil
	e.Opening, e.Photos = &o, nil
	write := func(name string) string {
		path := filepath.Join(t.TempDir(), name)
		forgeSeq(t, b, hq, path, 2, bundle.Record{Kind: bundle.KindFinding, Finding: &bundle.Finding{Events: []checklist.FindingEvent{e}}})
		return path
	}
	o.Text = "其实没有问题"
	before := hq.findings(t)
	out := hq.refusal(t, write("altered.bundle"), "store.eventContent")
	require.Equal(t, exchange.StatusConflict, out.Status)
	require.Equal(t, before, hq.findings(t))
	require.Equal(t, []string{"device.conflict B001 2"}, hq.alarms(t))
}
