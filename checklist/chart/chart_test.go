package chart_test

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist/chart"
)

// inside: nothing is drawn outside the drawing, and no words are wider than
// their box.
func inside(t *testing.T, d chart.Drawing, p chart.Paper) {
	t.Helper()
	for _, s := range d.Shapes {
		require.GreaterOrEqual(t, min(s.X, s.X+s.W), -3.0, "%+v", s)
		require.LessOrEqual(t, max(s.X, s.X+s.W), d.W+3, "%+v", s)
		require.GreaterOrEqual(t, min(s.Y, s.Y+s.H), -1.0, "%+v", s)
		require.LessOrEqual(t, max(s.Y, s.Y+s.H), d.H+1, "%+v", s)
		if s.Kind == chart.Text {
			require.LessOrEqual(t, p.Measure(s.Text, s.Size, s.Bold), s.W+0.02, "%q", s.Text)
		}
	}
}

func paper(w float64) chart.Paper {
	return chart.Paper{W: w, Measure: func(s string, size float64, _ bool) float64 { return float64(len([]rune(s))) * size * 0.9 }}
}

func bars(d chart.Drawing, r chart.Role) []chart.Shape {
	var out []chart.Shape
	for _, s := range d.Shapes {
		if s.Kind == chart.Fill && s.Role == r {
			out = append(out, s)
		}
	}
	return out
}

func TestBarsAreAsLongAsTheirValues(t *testing.T) {
	for seed := range uint64(50) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		b := chart.Bars{Title: "失分", Full: 1000}
		for i := range 1 + rnd.IntN(12) {
			b.Bars = append(b.Bars, chart.Bar{Label: "网点" + strconv.Itoa(i*i*i), Value: int64(20 + rnd.IntN(980)), Text: "9.9", Note: "3 家", Role: chart.Accent})
		}
		p := paper(200 + float64(rnd.IntN(400)))
		d := b.Draw(p)
		inside(t, d, p)
		full, drawn := bars(d, chart.Track), bars(d, chart.Accent)
		require.Len(t, drawn, len(b.Bars), "the order given, none left out")
		for i, s := range drawn {
			require.InDelta(t, float64(b.Bars[i].Value)/1000, s.W/full[i].W, 0.0001, "half the length is half the value")
			require.InDelta(t, full[i].X, s.X, 0.001, "every bar begins at zero")
		}
	}
}

func TestLinesStandWhereTheirValuesAre(t *testing.T) {
	for seed := range uint64(80) {
		rnd := rand.New(rand.NewPCG(seed, 2))
		l := chart.Lines{Title: "趋势"}
		values := make([]*int64, 2+rnd.IntN(23))
		for i := range values {
			l.Labels = append(l.Labels, "2026-"+strconv.Itoa(i))
			if v := int64(rnd.IntN(1001)); rnd.IntN(4) > 0 {
				values[i] = &v
			}
		}
		l.Series = []chart.Series{{Name: "网点", Values: values, Role: chart.Accent}, {Name: "平均", Values: values, Role: chart.Soft, Dashed: true}}
		p := paper(220 + float64(rnd.IntN(400)))
		d := l.Draw(p)
		inside(t, d, p)
		var dots []chart.Shape
		for _, s := range d.Shapes {
			if s.Kind == chart.Dot && s.Role == chart.Accent {
				dots = append(dots, s)
			}
		}
		var there []int64
		for _, v := range values {
			if v != nil {
				there = append(there, *v)
			}
		}
		require.Len(t, dots, len(there))
		for i := 1; i < len(there); i++ {
			require.Greater(t, dots[i].X, dots[i-1].X)
			if there[i] != there[i-1] {
				require.Equal(t, there[i] > there[i-1], dots[i].Y < dots[i-1].Y, "higher is higher")
			}
		}
	}
}

func TestNamesAtTheEndsOfLinesDoNotCoverEachOther(t *testing.T) {
	v := int64(900)
	l := chart.Lines{Labels: []string{"a", "b"}}
	for i := range 4 {
		l.Series = append(l.Series, chart.Series{Name: "线" + strconv.Itoa(i), Values: []*int64{&v, &v}})
	}
	var names []chart.Shape
	for _, s := range l.Draw(paper(300)).Shapes {
		if s.Kind == chart.Text && []rune(s.Text)[0] == '线' {
			names = append(names, s)
		}
	}
	require.Len(t, names, 4)
	for i := 1; i < 4; i++ {
		require.GreaterOrEqual(t, names[i].Y, names[i-1].Y+names[i-1].H-0.01)
	}
}

// TestEveryCellHasItsFigure: nothing is said by shade alone.
func TestEveryCellHasItsFigure(t *testing.T) {
	h := chart.Heat{Title: "区域", Columns: []string{"门前户外与周边环境", "大堂", "Self-service area"}, Legend: []string{"低", "较低", "中", "好", "最好"}, Low: "最低"}
	for i := range 40 {
		r := chart.HeatRow{Label: "网点名称很长的支行" + strconv.Itoa(i)}
		for k := range 3 {
			r.Cells = append(r.Cells, chart.HeatCell{Text: strconv.Itoa(50 + i + k), Level: 1 + (i+k)%5, Mark: k == i%3})
		}
		r.Cells[i%3].Level = i % 6
		h.Rows = append(h.Rows, r)
	}
	for _, w := range []float64{260, 480, 900} {
		p := paper(w)
		d := h.Draw(p)
		inside(t, d, p)
		figures := 0
		for _, s := range d.Shapes {
			if s.Kind == chart.Text && s.Align == chart.Centre && s.Size > 8.5 {
				figures++
			}
		}
		require.Equal(t, 120, figures)
	}
	for _, high := range []float64{90, 200, 333, 800} {
		few := h
		few.Rows = h.Rows[:min(h.RowsIn(high), len(h.Rows))]
		require.LessOrEqual(t, few.Draw(paper(900)).H, high, "as many rows as said fit")
	}
}

func TestNothingToShow(t *testing.T) {
	for _, d := range []chart.Drawing{
		chart.Bars{Title: "a", Empty: "没有记录"}.Draw(paper(200)),
		chart.Lines{Title: "a", Labels: []string{"1"}, Series: []chart.Series{{Values: []*int64{nil}}}, Empty: "没有记录"}.Draw(paper(200)),
		chart.Heat{Title: "a", Empty: "没有记录"}.Draw(paper(200)),
	} {
		require.Equal(t, "没有记录", d.Shapes[len(d.Shapes)-1].Text)
		require.Positive(t, d.H)
	}
}
