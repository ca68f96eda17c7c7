package exchange_test

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	desk "hallcheck/checklist/hall"
	"hallcheck/store/exchange"
)

func (s *site) append(t testing.TB, entries ...desk.Entry) []desk.Entry {
	t.Helper()
	out, err := s.st.Append(t.Context(), entries...)
	require.NoError(t, err)
	return out
}

// The day of a hall reaches headquarters as sums and cases without a name; a newer
// revision replaces an older one in whatever order they come, and nothing is sent
// twice.
func TestTheHallsDayTravels(t *testing.T) {
	hq, b := pair(t)
	waiting, open, yes := 23, 4, true
	photo, err := b.ph.Add(t.Context(), bytes.NewReader(picture(t, 9, 64, 48)), "atm.jpg", "file", time.Now())
	require.NoError(t, err)
	day := b.append(t,
		desk.Entry{Kind: desk.KindCount, Waiting: &waiting, Open: &open},
		desk.Entry{Kind: desk.KindPost, Yes: &yes, Person: "李静"},
		desk.Entry{Kind: desk.KindFault, Topic: "ATM 2", Text: "吞卡", Person: "李静", Photos: []checklist.PhotoRef{photo}},
		desk.Entry{Kind: desk.KindComplaint, Topic: "fees", Text: "客户张三的卡", Person: "李静", Yes: &yes},
		desk.Entry{Kind: desk.KindMeeting, Topic: desk.MorningMeeting, Minutes: 12, People: []string{"李静", "王芳"}, Absent: []string{"赵一"}},
		desk.Entry{Kind: desk.KindCoach, Person: "赵一", Text: "微笑"},
	)[0].Day
	first := b.export(t, t.TempDir())
	seen, err := hq.x.Preview(t.Context(), []string{first.Path})
	require.NoError(t, err)
	require.Equal(t, 1+3, seen[0].Others, "the day, the fault, the complaint, the meeting")
	_, err = b.x.Export(t.Context(), exchange.ExportOptions{To: t.TempDir()}, nil)
	require.Equal(t, "exchange.nothing", checklist.CodeOf(err), "sent once")

	more := 40
	b.append(t, desk.Entry{Kind: desk.KindCount, Waiting: &more, Open: &open}, desk.Entry{Kind: desk.KindFaultEnd, Ref: fault(t, b, day).ID})
	second := b.export(t, t.TempDir())

	require.NoError(t, hq.take(t, second.Path)[0].Err, "the newer one overtook the older")
	require.NoError(t, hq.take(t, first.Path)[0].Err)
	there, err := hq.st.HallEntries(t.Context(), "B001", day, day)
	require.NoError(t, err)
	require.Len(t, there, 4)
	all, err := json.Marshal(there)
	require.NoError(t, err)
	for _, secret := range []string{"李静", "王芳", "赵一", "张三", "微笑"} {
		require.NotContains(t, string(all), secret)
	}
	require.Contains(t, string(all), "吞卡")
	days, err := hq.st.HallDays(t.Context(), "B001", day, day)
	require.NoError(t, err)
	require.Len(t, days, 1)
	require.Equal(t, []int{2, 63, 1, 1, 1, 1, 1}, []int{days[0].Samples, days[0].Cell.Waiting, days[0].Posts, days[0].Meetings, days[0].Faults, days[0].Complaints, days[0].Solved})
	here, err := b.st.HallCells(t.Context(), "", day, day)
	require.NoError(t, err)
	cells, err := hq.st.HallCells(t.Context(), "B001", day, day)
	require.NoError(t, err)
	require.Equal(t, here, cells, "headquarters says of the hall what the hall says")
	require.NotEmpty(t, cells)
	for _, e := range there {
		for _, p := range e.Photos {
			require.True(t, hq.ph.Has(p.Hash), "the fault's picture came along")
			at, err := hq.ph.Working(p.Hash)
			require.NoError(t, err)
			raw, err := os.ReadFile(at)
			require.NoError(t, err)
			require.NotContains(t, string(raw), canary)
		}
	}
	before := hq.dump(t)
	require.Equal(t, exchange.StatusSame, hq.take(t, first.Path)[0].Status)
	require.Equal(t, before, hq.dump(t))
	hq.sound(t)
	b.sound(t)
}

func fault(t testing.TB, b *site, day string) desk.Entry {
	t.Helper()
	list, err := b.st.HallEntries(t.Context(), "", day, day, desk.KindFault)
	require.NoError(t, err)
	require.Len(t, list, 1)
	return list[0]
}
