package report

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
)

// fullDay is a day on which everything happened.
func fullDay(t testing.TB) DayLogDoc {
	t.Helper()
	zone := time.FixedZone("CST", 8*3600)
	at := func(clock string) int64 {
		x, err := time.ParseInLocation("2006-01-02 15:04", "2026-11-20 "+clock, zone)
		require.NoError(t, err)
		return x.UnixMilli()
	}
	yes, no, heads, n := true, false, 312, func(v int) *int { return &v }
	entry := func(id, clock string, kind hall.Kind, set func(*hall.Entry)) hall.Entry {
		e := hall.Entry{ID: id, Day: "2026-11-20", Kind: kind, At: at(clock), By: "李静"}
		set(&e)
		return e
	}
	entries := []hall.Entry{
		entry("w", "08:05", hall.KindNote, func(e *hall.Entry) { e.Topic, e.Text = hall.TopicWeather, "小雨" }),
		entry("h", "17:00", hall.KindNote, func(e *hall.Entry) { e.Topic, e.Text, e.Waiting = hall.TopicHeads, "312", &heads }),
		entry("p0", "08:10", hall.KindPatrol, func(e *hall.Entry) { e.Ref, e.Waiting, e.Open, e.Oldest = "i0", n(0), n(2), n(0) }),
		entry("m", "08:20", hall.KindMeeting, func(e *hall.Entry) {
			e.Topic, e.Minutes, e.Person, e.People, e.Absent = "morning", 12, "王敏", []string{"李静", "赵一", "钱二", "孙三", "周四", "吴五"}, []string{"郑六"}
			e.Text = "七步服务演练"
		}),
		entry("p1", "10:02", hall.KindPatrol, func(e *hall.Entry) { e.Ref, e.Waiting, e.Open, e.Oldest = "i1", n(23), n(4), n(17) }),
		entry("f", "09:12", hall.KindFault, func(e *hall.Entry) { e.Topic, e.Text, e.Person = "2 号 ATM", "吞卡", "赵一" }),
		entry("fe", "09:31", hall.KindFaultEnd, func(e *hall.Entry) { e.Ref, e.Text = "f", "厂商到场取出" }),
		entry("f2", "16:20", hall.KindFault, func(e *hall.Entry) { e.Topic, e.Text = "回单机", "卡纸" }),
		entry("c1", "15:30", hall.KindComplaint, func(e *hall.Entry) {
			e.Topic, e.Text, e.Person, e.Yes = "efficiency", "等了半小时", "李静", &yes
		}),
		entry("c2", "15:50", hall.KindComplaint, func(e *hall.Entry) {
			e.Topic, e.Text, e.Person, e.Yes = "fees", "跨行手续费没有说清", "王敏", &no
		}),
		entry("x", "11:00", hall.KindPraise, func(e *hall.Entry) { e.Topic, e.Person, e.Text = "deed", "周四", "捡到钱包，等失主来取" }),
		entry("s", "11:20", hall.KindSpecial, func(e *hall.Entry) { e.Topic, e.Text = "elder", "轮椅老人，坡道接入，优先办理" }),
		entry("em", "14:00", hall.KindNote, func(e *hall.Entry) {
			e.Topic, e.Text = hall.EmergencyTopic+"unwell", "客户低血糖，给糖水后缓解，家属接走"
		}),
		entry("k", "10:05", hall.KindCause, func(e *hall.Entry) { e.Tags = []string{"windows", "surge"} }),
		entry("r", "09:40", hall.KindRequest, func(e *hall.Entry) { e.Text = "申请增开 5 号窗口" }),
		entry("ho", "12:00", hall.KindHandover, func(e *hall.Entry) { e.Person, e.Text = "赵一", "回单机缺纸已报" }),
		entry("hr", "12:10", hall.KindHandoverRead, func(e *hall.Entry) { e.Ref, e.By = "ho", "赵一" }),
		entry("ca", "16:50", hall.KindNote, func(e *hall.Entry) { e.Topic, e.Text = hall.TopicCarry, "领新海报" }),
		entry("ev", "16:55", hall.KindEvent, func(e *hall.Entry) { e.Text, e.Due = "养老金发放日", "2026-11-25" }),
		entry("dr", "13:30", hall.KindDrill, func(e *hall.Entry) { e.Topic, e.Text = "fire", "三分钟疏散" }),
		entry("care", "10:00", hall.KindCare, func(*hall.Entry) {}),
	}
	var cells []hall.Cell
	for slot := 17; slot < 34; slot++ {
		cells = append(cells, hall.Cell{Slot: slot, Samples: 1, Waiting: slot % 11, Counts: 1, Open: 4, Oldests: 1, Oldest: slot - 10, Flow: hall.Flow{Tickets: slot}})
	}
	now := time.UnixMilli(at("17:10")).In(zone)
	rules := hall.DefaultRules()
	duties := hall.PlanDay(rules, nil, "2026-11-20", entries, now)
	return DayLogDoc{
		Log:    hall.NewDayLog("2026-11-20", rules, entries, nil, cells, hall.DayTotal{}, duties, map[string]int{"i0": 0, "i1": 2}, now),
		Branch: checklist.Branch{Code: "B001", Name: "济宁市中支行"}, Org: "齐鲁示范银行", Lang: checklist.ZH, Made: now,
	}
}

func TestDayLogSaysEverything(t *testing.T) {
	for _, l := range []checklist.Lang{checklist.ZH, checklist.EN} {
		d := fullDay(t)
		d.Lang = l
		var b bytes.Buffer
		warnings, err := DayLogPDF(&b, d)
		require.NoError(t, err)
		require.Empty(t, warnings)
		if dir := os.Getenv("HALLCHECK_PAPERS"); dir != "" {
			require.NoError(t, os.WriteFile(dir+"/daylog-"+string(l)+".pdf", b.Bytes(), 0o600))
		}
		got := tight(text(t, b.Bytes()))
		for _, want := range []string{
			"济宁市中支行", "2026-11-20", "小雨", "312", "2 号 ATM", "厂商到场取出", "09:31", "回单机", "等了半小时", "跨行手续费没有说清", "捡到钱包", "轮椅老人",
			"低血糖", "申请增开 5 号窗口", "回单机缺纸已报", "赵一12:10", "领新海报", "养老金发放日", "七步服务演练", "郑六",
		} {
			require.Contains(t, got, tight(want))
		}
		tr := dayLogPaper{tr: wordsOf(l)}
		for _, key := range []string{"title", "state.done", "state.missed", "part.opening", "part.closing", "solved", "unsettled", "allGood", "weekday.5", "sign.lobby"} {
			require.Contains(t, got, tight(tr.t(key)), key)
		}
		require.Contains(t, got, tight(tr.t("restored", "at", "09:31", "n", "19")))
		require.Contains(t, got, tight(tr.tr.core("hall.emergency", "fire")+" · 三分钟疏散"), "a drill by its word, not its id")
		require.Equal(t, l == checklist.ZH, strings.Contains(got, "、"), "words are listed as the language does")
		require.NotContains(t, got, "daylog.")
		require.NotContains(t, got, "hall.")
	}
}

// TestDayLogIsOnePage: a usual day is one sheet of paper.
func TestDayLogIsOnePage(t *testing.T) {
	for _, l := range []checklist.Lang{checklist.ZH, checklist.EN} {
		var b bytes.Buffer
		d := fullDay(t)
		d.Lang = l
		_, err := DayLogPDF(&b, d)
		require.NoError(t, err)
		require.Equal(t, 1, bytes.Count(b.Bytes(), []byte("/Type /Page\n"))+bytes.Count(b.Bytes(), []byte("/Type /Page\r")), l)
	}
}
