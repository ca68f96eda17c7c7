package demo

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/assets"
	"hallcheck/checklist"
	hallday "hallcheck/checklist/hall"
	"hallcheck/checklist/standard"
)

func TestQueueTellsOneStory(t *testing.T) {
	h := &hall{Branch: checklist.Branch{Code: "0101", Traffic: checklist.TrafficHigh}}
	monday := time.Date(2026, 11, 2, 0, 0, 0, 0, china)
	q := newQueue(newDice(1, "x"), h, monday, []string{"个人业务"})
	require.Equal(t, q, newQueue(newDice(1, "x"), h, monday, []string{"个人业务"}), "the same seed gives the same day")
	require.Greater(t, len(q.tickets), 200)
	longest := 0
	for minute := 8 * 60; minute < 18*60; minute += 5 {
		at := monday.Add(time.Duration(minute) * time.Minute)
		waiting, open, oldest := q.seen(at)
		longest = max(longest, oldest)
		counted := 0
		for i := range q.tickets {
			counted += flagOf(q.tickets[i].Taken <= at.UnixMilli() && q.tickets[i].Called > at.UnixMilli())
		}
		require.Equal(t, counted, waiting, at)
		require.True(t, waiting == 0 || open > 0)
	}
	require.Positive(t, longest)
}

// TestNoMoreWindowsAreOpenThanThereAre: the weekly round counts no tenth open window in
// a hall of six.
func TestNoMoreWindowsAreOpenThanThereAre(t *testing.T) {
	w, most := &writer{d: newDice(1, "x")}, 0
	for range 200 {
		n := w.number(&checklist.Item{ID: itemOpen, Type: checklist.TypeNumber}, false)
		require.True(t, n >= 2 && n <= 6, n)
		most = max(most, n)
	}
	require.Equal(t, 6, most)
}

// What a page of the hall offers to open is there: every meeting of a kept hall has its
// sheet, and every round of the last two weeks.
func TestHallDaysHaveTheirSheets(t *testing.T) {
	m := &maker{Options: Options{Seed: 1}, lists: map[string]*checklist.Checklist{}}
	for name, data := range assets.Checklists() {
		c, err := standard.Read(name, data)
		require.NoError(t, err)
		m.lists[c.ID] = c
	}
	var err error
	m.cast, err = newCast(1, 4)
	require.NoError(t, err)
	w, err := m.hallMonth(m.cast.halls[0], thisMonth, evening)
	require.NoError(t, err)
	again, err := m.hallMonth(m.cast.halls[0], thisMonth, evening)
	require.NoError(t, err)
	require.Equal(t, w.entries, again.entries, "the same seed gives the same days")

	sheets, rounds, pictures := map[string]*visit{}, 0, 0
	for i, v := range w.sheets {
		sheets[v.in.ID] = v
		require.Equal(t, again.sheets[i].in.ID, v.in.ID)
		if v.in.Checklist.ID == "lobby-patrol" {
			rounds++
			require.GreaterOrEqual(t, v.in.Day, "2026-11-17")
		}
		for _, s := range v.shots {
			require.NoError(t, v.in.Attach(s.sheet, s.item, checklist.PhotoRef{ID: s.name, Hash: s.name}, v.end))
			pictures++
		}
		require.Empty(t, v.in.Gate(v.end), "%s %s", v.in.Checklist.ID, v.in.Day)
		require.NoError(t, v.in.Finish("", v.end))
	}
	require.Greater(t, rounds, 50)
	require.Less(t, pictures, 20, "pictures are what takes time")
	meetings := 0
	for _, e := range w.entries {
		switch e.Kind {
		case hallday.KindPatrol:
			require.Less(t, time.UnixMilli(e.At).In(china).Format(time.DateOnly), "2026-11-17", "a round of the last weeks comes from its sheet")
		case hallday.KindMeeting:
			meetings++
			v := sheets[e.Ref]
			require.NotNil(t, v, e.Ref)
			said, ok := hallday.FromSheet(v.in)
			require.True(t, ok)
			require.Equal(t, []any{e.Minutes, e.Topic}, []any{said.Minutes, said.Topic})
		}
	}
	require.Greater(t, meetings, 20)

	other, err := m.hallMonth(m.cast.halls[3], thisMonth, evening)
	require.NoError(t, err)
	require.Empty(t, other.sheets, "only kept halls can be looked into")
}
