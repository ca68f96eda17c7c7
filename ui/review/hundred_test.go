package review_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

// A hundred pairs are reviewed with the keyboard alone: most accepted, every
// tenth returned with a reason, some decisions taken back; the database says so.
func TestAHundredPairsByKeyboard(t *testing.T) {
	d := newDesk(t)
	shots := []checklist.PhotoRef{d.photo(1, 0, 0), d.photo(2, 0, 0)}
	for i := range 100 {
		d.add(pair{text: fmt.Sprintf("第%d处", i+1), before: shots[:1], after: shots[1:]})
	}
	d.open()
	require.True(t, d.Has("待复查 100 · 已通过 0 · 退回 0"), "%q", d.Texts())
	for i := range 100 {
		require.True(t, d.Has(fmt.Sprintf("已处理：第%d处", i+1)), "pair %d: %q", i+1, d.Texts())
		if i%10 == 9 {
			d.Type("2")
			d.Type(fmt.Sprint(i/10%4 + 1))
			d.Press(fyne.KeyReturn)
			continue
		}
		d.Type("1")
		if i%25 == 3 {
			d.Type("u") // looked at once more
			d.Type("1")
		}
	}
	require.True(t, d.Has("这次审阅做完了：通过 90 条，退回 10 条"), "%q", d.Texts())
	reasons := []string{"照片看不清", "未整改到位", "不是同一处", "旧照片"}
	for i, id := range d.ids {
		f := d.finding(id)
		if i%10 == 9 {
			require.Equal(t, checklist.FindingRejected, f.Status, "%d", i)
			require.Equal(t, reasons[i/10%4], f.Reason)
			require.Equal(t, 1, f.Returns)
			continue
		}
		require.Equal(t, checklist.FindingClosed, f.Status, "%d", i)
		require.Equal(t, head, f.Verifier.Name)
		require.Equal(t, "2026-11-21", f.ClosedDay)
	}
	rows, n, err := d.store.Findings(t.Context(), checklist.FindingFilter{Statuses: []checklist.FindingStatus{checklist.FindingClosed}})
	require.NoError(t, err)
	require.Equal(t, 90, n)
	require.Len(t, rows, 90)
}
