package report

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// The screen shows what the paper holds: every line of text of every slide, in its
// place on the page, and every picture by its name.
func TestSlidesAreDrawnAsOnPaper(t *testing.T) {
	d := SlideDoc{Title: "例会", Slides: []Slide{
		{Kind: SlideTitle, Heading: "十一月服务例会", Lines: []string{"2026-11"}, Footer: "济宁分行"},
		{Kind: SlideSummary, Heading: "概况", Figures: []SlideFigure{{Value: "93.4", Label: "平均得分"}}},
		{Kind: SlideRanking, Heading: "排名", Table: &SlideTable{Head: []string{"名次", "网点"}, Rows: [][]string{{"1", "市中支行"}}, Bars: []int{934}, Strong: 1}},
		{Kind: SlideProblem, Ref: "f1", Tag: "严重", Alarm: true, Heading: "灭火器压力不足", Photos: []Picture{{Hash: "before"}}, Footer: "安全", Notes: "先讲"},
		{Kind: SlidePair, Ref: "f2", Heading: "绿植枯黄", Photos: []Picture{{Hash: "a", Label: "整改前"}, {Hash: "b"}}},
		{Kind: SlideBright, Ref: "b1", Heading: "迎客主动", Photos: nil},
		{Kind: SlideClosing, Heading: "要求", Lines: []string{"本周内完成"}},
	}}
	out, err := Draw(d)
	require.NoError(t, err)
	require.Len(t, out, len(d.Slides))
	texts, photos := make([]string, len(out)), []string{}
	for i, x := range out {
		require.Equal(t, DrawnPart{W: SlideWidth, H: SlideHeight, Fill: white.nrgba()}, x.Parts[0], "the ground covers the page")
		for _, p := range x.Parts {
			require.True(t, p.X >= 0 && p.X+p.W <= SlideWidth+0.1 && p.Y >= 0 && p.Y+p.H <= SlideHeight+0.1, "%d %+v leaves the page", i, p)
			if p.Text != "" {
				texts[i] += p.Text + "|"
			}
			if p.Photo != "" {
				photos = append(photos, p.Photo)
			}
		}
	}
	require.Equal(t, []string{"before", "a", "b"}, photos)
	require.Equal(t, "十一月服务例会|2026-11|济宁分行|", texts[0])
	require.Equal(t, "概况|93.4|平均得分|2 / 7|", texts[1])
	require.Equal(t, "排名|名次|网点|1|市中支行|3 / 7|", texts[2])
	require.Equal(t, "严重|灭火器压力不足|安全|4 / 7|", texts[3])
	require.Equal(t, "绿植枯黄|整改前|5 / 7|", texts[4])
	require.Equal(t, "没有照片|迎客主动|6 / 7|", texts[5])
	require.Equal(t, "要求|本周内完成|7 / 7|", texts[6])
	require.Equal(t, "f1", out[3].Ref)
	require.Equal(t, "先讲", out[3].Notes)
}

// Pictures stand inside their stage: two thirds of the page on a problem's slide.
func TestTheScreensPictureFillsTwoThirds(t *testing.T) {
	out, err := Draw(SlideDoc{Slides: []Slide{{Kind: SlideProblem, Heading: "x", Photos: []Picture{{Hash: "h"}}}}})
	require.NoError(t, err)
	for _, p := range out[0].Parts {
		if p.Photo == "h" {
			require.Equal(t, DrawnPart{W: twoThirds, H: SlideHeight, Photo: "h"}, p)
			return
		}
	}
	t.Fatal("no picture")
}
