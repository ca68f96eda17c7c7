package report

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
)

var aHall = checklist.Branch{Code: "JN0101", Name: "济宁市中支行营业部", Grade: checklist.Flagship, Traffic: checklist.TrafficHigh, Active: true}

func shot(hash, masked string, as checklist.Privacy) checklist.PhotoRef {
	return checklist.PhotoRef{ID: "use-" + hash, Hash: hash, Masked: masked, Privacy: as, TakenAt: start.UnixMilli(), AddedAt: made.UnixMilli()}
}

// finding is number n in one of the states.
func finding(n int, s checklist.FindingStatus) *checklist.Finding {
	f := &checklist.Finding{ID: fmt.Sprint("id-", n), Status: s, Opening: checklist.Opening{
		Number: fmt.Sprintf("F-2026-%04d", n), Branch: aHall, Day: "2026-11-18", Due: "2026-11-25", Mode: checklist.Covert, Checklist: "6s-environment", Version: 1,
		ItemText: checklist.Text{ZH: "招牌完整", EN: "Sign complete"}, ZoneName: checklist.Text{ZH: "室外环境", EN: "Outside"}, Zone: "outdoor", S6: "shine",
		Text: "缺一个字，联系13812345678", Severity: checklist.Minor, Owner: "张伟", Department: "综合部",
		Photos: []checklist.PhotoRef{shot(fmt.Sprint("photo-", n), "photo-9", checklist.PrivacyMasked), shot("photo-8", "", "")},
	}}
	if s == checklist.FindingClosed || s == checklist.FindingSubmitted {
		f.Done, f.SubmitDay, f.After = "已换字，卡6222021234567890", "2026-11-21", []checklist.PhotoRef{shot("photo-4", "", checklist.PrivacyClear)}
	}
	if s == checklist.FindingClosed {
		f.ClosedDay, f.Verifier = "2026-11-23", checklist.Person{Name: "王晓敏"}
	}
	return f
}

func paperOf() FindingPaper {
	return FindingPaper{Lang: checklist.ZH, Org: "济宁分行", Today: "2026-11-28", Photo: album, List: func(string, int) checklist.Text {
		return checklist.Text{ZH: "网点6S环境检查表"}
	}}
}

func TestNoticeFor(t *testing.T) {
	repeat := finding(2, checklist.FindingRejected)
	repeat.Repeat, repeat.Reason, repeat.Severity = &checklist.Earlier{Count: 3}, "照片看不清", checklist.Major
	byHand := finding(3, checklist.FindingOpen)
	byHand.Checklist, byHand.Mode, byHand.Due, byHand.ItemText = "", "", "2026-12-01", checklist.Text{}
	d := NoticeFor(paperOf(), []*checklist.Finding{finding(1, checklist.FindingClosed), repeat, byHand, finding(4, checklist.FindingCancelled)})
	require.Equal(t, "济宁市中支行营业部", d.To)
	require.Equal(t, "2026-11-18 暗访；2026-11-18", d.Visit)
	require.Equal(t, "《网点6S环境检查表》（第 1 版）；日常检查发现", d.Basis)
	require.Equal(t, "2026-12-01", d.ReplyBy)
	require.Len(t, d.Items, 3)
	require.Equal(t, NoticeItem{
		Number: "F-2026-0001", Text: "缺一个字，联系138****5678", Place: "室外环境", Photos: []string{"photo-9", "photo-8"}, Severity: checklist.Minor,
		Require: "达到“招牌完整”的要求", Owner: "张伟", Due: "2026-11-25",
		Done: "已换字，卡************7890", After: []string{"photo-4"}, DoneDay: "2026-11-21", Review: "复查通过", Reviewer: "王晓敏",
	}, d.Items[0])
	require.Equal(t, 3, d.Items[1].Repeat)
	require.Equal(t, "退回：照片看不清", d.Items[1].Review)
	require.Contains(t, d.Items[1].Require, "查明重复发生的原因")
	require.Equal(t, wordsOf(checklist.ZH).t("nt.require"), d.Items[2].Require)
	require.NotEmpty(t, noticeBytes(t, PDF, d))
	require.Len(t, ByBranch([]*checklist.Finding{finding(1, ""), {Opening: checklist.Opening{Branch: checklist.Branch{Code: "B"}}}, finding(2, "")}), 2)
}

func TestFindingListFor(t *testing.T) {
	late := finding(1, checklist.InProgress)
	late.Returns, late.Cause = 2, "无人检查，电话139-1234-5678"
	d := FindingListFor(paperOf(), "11月", []*checklist.Finding{late, finding(2, checklist.FindingClosed), finding(3, checklist.FindingSubmitted)})
	require.Equal(t, FindingRow{
		Number: "F-2026-0001", Branch: aHall.Name, Zone: "室外环境", S6: "shine", Text: "缺一个字，联系138****5678", Severity: checklist.Minor, Owner: "张伟",
		Department: "综合部", Found: "2026-11-18", Due: "2026-11-25", Status: checklist.InProgress, OverdueDays: 3, Returns: 2, Cause: "无人检查，电话139-****-5678",
		Before: "photo-9",
	}, d.Rows[0])
	require.Zero(t, d.Rows[1].OverdueDays)
	require.Zero(t, d.Rows[2].OverdueDays, "submitted in time waits, it is not late")
	require.Equal(t, "photo-4", d.Rows[1].After)
}

func TestAlbumFor(t *testing.T) {
	fs := []*checklist.Finding{finding(1, checklist.FindingClosed), finding(2, checklist.FindingOpen)}
	d := AlbumFor(paperOf(), "11月", fs, false)
	require.Len(t, d.Pairs, 1)
	require.Equal(t, AlbumPair{
		Heading: "F-2026-0001 缺一个字，联系138****5678",
		Lines:   []string{"室外环境 · 济宁市中支行营业部 · 责任人 张伟 · 检查 2026-11-18 · 销号 2026-11-23", "整改措施：已换字，卡************7890"},
		Before:  Picture{Hash: "photo-9", Label: "整改前 11-21 09:05"}, After: Picture{Hash: "photo-4", Label: "整改后 11-21 09:05"},
	}, d.Pairs[0])
	require.Len(t, AlbumFor(paperOf(), "", fs, true).Pairs, 2)
}

// The original of a masked picture is asked for by no paper.
func TestPapersShowMaskedPicturesOnly(t *testing.T) {
	o := paperOf()
	f := finding(1, checklist.FindingClosed)
	f.Photos[1].Marks = []checklist.Mark{{Kind: checklist.MarkArrow, Points: []checklist.Point{{X: 1, Y: 1}, {X: 9, Y: 9}}}}
	fs := []*checklist.Finding{f}
	deck := &checklist.Deck{Title: "会", Day: "2026-11-28", Items: []checklist.DeckItem{{Kind: checklist.DeckFinding, ID: f.ID}}}
	text := fmt.Sprintf("%v %v %v %v", NoticeFor(o, fs), FindingListFor(o, "", fs), AlbumFor(o, "", fs, true), SlidesFor(o, deck, fs, nil, DeckFacts{}))
	require.NotContains(t, text, "photo-1 ")
	require.NotContains(t, text, "photo-1]")
	require.Contains(t, text, "photo-9")
	require.Equal(t, f.Photos[1].Drawn(), NoticeFor(o, fs).Items[0].Photos[1], "a picture with marks is asked for as such")
}

func testDeck() (*checklist.Deck, []*checklist.Finding, []checklist.BrightSpot) {
	fs := []*checklist.Finding{finding(1, checklist.FindingClosed), finding(2, checklist.InProgress), finding(3, checklist.FindingSubmitted)}
	fs[2].Repeat, fs[2].Text = &checklist.Earlier{Count: 2}, ""
	spots := []checklist.BrightSpot{{
		ID: "b1", Branch: aHall, Day: "2026-11-20", ZoneName: checklist.Text{ZH: "大堂"}, Text: "老年客户有专人陪同", People: "李静",
		Photos: []checklist.PhotoRef{shot("photo-5", "", checklist.PrivacyClear)},
	}, {ID: "b2", Gone: true}}
	d := &checklist.Deck{ID: "d", Title: "11月通报会", Day: "2026-11-28", Names: true, Summary: true, Ranking: true, Closing: []string{"每天班前看一眼"}}
	for _, id := range []string{"id-2", "b1", "gone", "b2", "id-1", "id-3"} {
		kind := checklist.DeckFinding
		if id[0] == 'b' {
			kind = checklist.DeckBright
		}
		d.Items = append(d.Items, checklist.DeckItem{Kind: kind, ID: id, Note: "问 " + id})
	}
	return d, fs, spots
}

func TestSlidesFor(t *testing.T) {
	d, fs, spots := testDeck()
	mean, table := checklist.Tenths(934), month(t, 16).Table
	facts := DeckFacts{Period: "2026-11", Branches: 15, Mean: &mean, Rates: &checklist.FindingRates{Created: 20, Closed: 10, Due: 8, OnTime: 7, Overdue: 2}, Table: &table, Branch: table.Rows[3].Branch.Code, Lines: []string{"比上月提高 1.2 分"}}
	out := SlidesFor(paperOf(), d, fs, spots, facts)
	var kinds []string
	for _, s := range out.Slides {
		kinds = append(kinds, string(s.Kind)+":"+s.Ref)
	}
	require.Equal(t, []string{"title:", "summary:", "ranking:", "ranking:", "problem:id-2", "bright:b1", "pair:id-1", "pair:id-3", "closing:"}, kinds)
	require.Equal(t, []SlideFigure{{"15", "检查网点", false}, {"93.4", "平均得分", false}, {"20", "问题", false}, {"50.0%", "整改率", false}, {"87.5%", "按期整改率", false}, {"2", "逾期未整改", true}}, out.Slides[1].Figures)
	require.Equal(t, 4, out.Slides[2].Table.Strong)
	require.Len(t, out.Slides[2].Table.Rows, 12)
	require.Len(t, out.Slides[3].Table.Rows, 3)
	require.Equal(t, "网点排名（2 / 2）", out.Slides[3].Heading)
	require.Equal(t, Slide{
		Kind: SlideProblem, Ref: "id-2", Tag: "逾期 3 天", Alarm: true, Heading: "缺一个字，联系138****5678", Lines: []string{"整改要求：达到“招牌完整”的要求"},
		Photos: []Picture{{Hash: "photo-9"}}, Footer: "室外环境 · 济宁市中支行营业部 · 责任人 张伟 · 期限 2026-11-25", Notes: "问 id-2",
	}, out.Slides[4])
	require.Equal(t, Slide{
		Kind: SlideBright, Ref: "b1", Tag: "亮点", Heading: "老年客户有专人陪同", Lines: []string{"表扬：李静"},
		Photos: []Picture{{Hash: "photo-5"}}, Footer: "大堂 · 济宁市中支行营业部 · 2026-11-20", Notes: "问 b1",
	}, out.Slides[5])
	require.Equal(t, "已整改", out.Slides[6].Tag)
	require.Equal(t, []string{"整改措施：已换字，卡************7890"}, out.Slides[6].Lines)
	require.Equal(t, []Picture{{"photo-9", "整改前 11-21 09:05"}, {"photo-4", "整改后 11-21 09:05"}}, out.Slides[6].Photos)
	require.Equal(t, "重复问题 第 2 次", out.Slides[7].Tag)
	require.Equal(t, "招牌完整", out.Slides[7].Heading)
	require.Equal(t, [][]string{{"1", "缺一个字，联系138****5678", "张伟", "2026-11-25"}, {"2", "招牌完整", "张伟", "2026-11-25"}}, out.Slides[8].Table.Rows)
	require.Equal(t, d.Closing, out.Slides[8].Lines)
	for _, f := range []Format{PDF, PPTX} {
		require.NotEmpty(t, slideBytes(t, f, out))
	}
}

func TestSlidesForWithoutNamesOrUndecidedPictures(t *testing.T) {
	d, fs, spots := testDeck()
	d.Names, d.Masked, d.Summary, d.Ranking, d.Closing = false, true, false, false, nil
	fs[1].Photos = fs[1].Photos[1:] // nobody decided about it
	out := SlidesFor(paperOf(), d, fs, spots, DeckFacts{})
	all := fmt.Sprint(out.Slides)
	for _, name := range []string{"张伟", "李静"} {
		require.NotContains(t, all, name)
	}
	require.Contains(t, all, "综合部")
	require.NotContains(t, all, "photo-8")
	require.Empty(t, out.Slides[1].Photos)
	require.Equal(t, "id-2", out.Slides[1].Ref)
	require.Equal(t, []string{"济宁市中支行营业部"}, []string{out.Slides[5].Table.Rows[0][2]})
	var b bytes.Buffer
	warnings, err := Slides(&b, PDF, out)
	require.NoError(t, err)
	require.Empty(t, warnings)
	require.Contains(t, tight(text(t, b.Bytes())), "没有照片")
}

func TestSlidesForABranchShowItsTrend(t *testing.T) {
	d := &checklist.Deck{Title: "会", Day: "2026-11-28", Ranking: true}
	var facts DeckFacts
	for i := range 15 {
		score := checklist.Tenths(900 + i)
		facts.Trend = append(facts.Trend, checklist.Summary{Day: fmt.Sprintf("2026-11-%02d", i+1), Title: checklist.Text{ZH: "6S"}, Score: &score})
	}
	facts.Trend[0].Score = nil
	out := SlidesFor(paperOf(), d, nil, nil, facts)
	require.Len(t, out.Slides, 2)
	require.Len(t, out.Slides[1].Table.Rows, 12)
	require.Equal(t, []string{"2026-11-15", "6S", "91.4"}, out.Slides[1].Table.Rows[11])
	require.Equal(t, 914, out.Slides[1].Table.Bars[11])
	require.Equal(t, 12, out.Slides[1].Table.Strong)
	require.True(t, strings.HasPrefix(out.Slides[1].Heading, "得分趋势"))
	require.Equal(t, time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC), out.Made)
	empty := SlidesFor(paperOf(), d, nil, nil, DeckFacts{Table: &ranking.Table{}})
	require.Len(t, empty.Slides, 1)
}
