package cli

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/store"
)

// TestTroublesOfHallsInWords: which sum of a hall's day is wrong, and what it should be,
// is said in words, of many the first.
func TestTroublesOfHallsInWords(t *testing.T) {
	day := store.Trouble{Code: "hallDay", Object: "0101 2026-11-02", Detail: "raw", Sums: []store.KeptSum{
		{Slot: -1, Field: "due", Kept: "6", Fresh: "5"}, {Slot: 20, Field: "waiting", Kept: "32", Fresh: "31"}, {Slot: 21, Field: store.SumMissing}, {Slot: 22, Field: "waits"},
	}, More: 7}
	got := troubleOf("zh", day)
	require.Equal(t, troubleDoc{
		"hallDay", "0101 2026-11-02",
		"当天的厅堂汇总与登记、取号或网点上报不符：应巡检次数 存的是 6，应为 5；10:00 等候人数 存的是 32，应为 31；10:30 没有汇总；另有 8 处",
	}, got)
	require.Equal(t, "The kept sums of the hall’s day do not agree with its entries, tickets or what the hall reported:"+
		" rounds due kept as 6, should be 5; 10:00 people waiting kept as 32, should be 31; 10:30 nothing is kept; 8 more", troubleOf("en", day).Message)
	require.Equal(t, "The kept sums of the hall’s month do not agree with its days: drills kept as 1, should be 2",
		troubleOf("en", store.Trouble{Code: "hallMonth", Object: "0101 2026-11", Sums: []store.KeptSum{{Slot: -1, Field: "drilled", Kept: "1", Fresh: "2"}}}).Message)
	require.Equal(t, "3 more kept sums of halls do not agree and are not listed", TroubleWords("en", store.Trouble{Code: "hallMore", Detail: "3"}))
	require.Equal(t, "3f01 照片缺失或损坏", TroubleWords("zh", store.Trouble{Code: "photo", Object: "3f01", Detail: "EOF"}))
}
