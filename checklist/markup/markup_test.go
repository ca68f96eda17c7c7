package markup_test

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/markup"
)

func grey(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(m, m.Rect, image.NewUniform(color.RGBA{128, 128, 128, 255}), image.Point{}, draw.Src)
	return m
}

func at(points ...int) (out []checklist.Point) {
	for i := 0; i < len(points); i += 2 {
		out = append(out, checklist.Point{X: points[i], Y: points[i+1]})
	}
	return out
}

func rgb(c checklist.Colour) color.RGBA {
	r, g, b := c.RGB()
	return color.RGBA{r, g, b, 255}
}

func TestEveryMarkIsDrawnWhereItIs(t *testing.T) {
	for _, c := range []struct {
		mark    checklist.Mark
		on, off []image.Point
	}{
		{checklist.Mark{Kind: checklist.MarkArrow, Points: at(1000, 1000, 9000, 9000), Width: 100}, []image.Point{{200, 150}, {350, 262}}, []image.Point{{300, 50}, {380, 290}}},
		{checklist.Mark{Kind: checklist.MarkBox, Points: at(7500, 8000, 2500, 2000), Width: 100}, []image.Point{{100, 150}, {300, 60}, {200, 240}}, []image.Point{{200, 150}, {50, 150}}},
		{checklist.Mark{Kind: checklist.MarkEllipse, Points: at(2500, 2000, 7500, 8000), Width: 100}, []image.Point{{100, 150}, {200, 60}, {200, 240}}, []image.Point{{200, 150}, {101, 61}}},
		{checklist.Mark{Kind: checklist.MarkPen, Points: at(0, 5000, 5000, 5000, 5000, 10000), Width: 200}, []image.Point{{20, 150}, {200, 150}, {200, 290}}, []image.Point{{20, 290}, {300, 150}}},
		{checklist.Mark{Kind: checklist.MarkPin, Points: at(5000, 5000), Width: 1000}, []image.Point{{183, 150}, {217, 150}}, []image.Point{{170, 150}, {0, 0}}},
	} {
		for _, name := range checklist.Colours() {
			c.mark.Colour = name
			img := grey(400, 300)
			markup.Draw(img, checklist.Marks{c.mark})
			for _, p := range c.on {
				require.Equal(t, rgb(name), img.RGBAAt(p.X, p.Y), "%s %s at %v", c.mark.Kind, name, p)
			}
			for _, p := range c.off {
				require.Equal(t, color.RGBA{128, 128, 128, 255}, img.RGBAAt(p.X, p.Y), "%s beside it at %v", c.mark.Kind, p)
			}
		}
	}
}

func TestLettersStayOnThePicture(t *testing.T) {
	size := image.Pt(400, 300)
	for _, place := range [][]checklist.Point{at(0, 0), at(10000, 10000), at(9800, 5000)} {
		m := checklist.Mark{Kind: checklist.MarkText, Points: place, Colour: checklist.Yellow, Width: 600, Text: "玻璃门有手印 No. 3\n第二行"}
		l := markup.Layer(size, m, 0)
		require.True(t, l.Rect.In(image.Rectangle{Max: size}))
		require.Greater(t, inked(l, rgb(checklist.Yellow)), 800, "at %v: the letters are there", place)
		require.Greater(t, inked(l, color.RGBA{30, 30, 30, 255}), 300, "and their edge")
	}
	one := markup.Layer(size, checklist.Mark{Kind: checklist.MarkPin, Points: at(5000, 5000), Colour: checklist.Blue, Width: 1500}, 1)
	two := markup.Layer(size, checklist.Mark{Kind: checklist.MarkPin, Points: at(5000, 5000), Colour: checklist.Blue, Width: 1500}, 2)
	require.Equal(t, one.Rect, two.Rect)
	require.NotEqual(t, one.Pix, two.Pix, "the number is written")
	long := markup.Layer(image.Pt(200, 900), checklist.Mark{Kind: checklist.MarkText, Points: at(0, 0), Colour: checklist.Blue, Width: 300, Text: "一二三四五六七八九十一二三四五六七八九十"}, 0)
	require.Greater(t, long.Rect.Dy(), 90, "a long line is broken")
}

func inked(m *image.RGBA, c color.RGBA) (n int) {
	for i := 0; i < len(m.Pix); i += 4 {
		if m.Pix[i] == c.R && m.Pix[i+1] == c.G && m.Pix[i+2] == c.B && m.Pix[i+3] == 255 {
			n++
		}
	}
	return n
}

func TestBlocksAreLarge(t *testing.T) {
	for long, side := range map[int]int{100: 16, 640: 16, 641: 32, 1280: 32, 1920: 48} {
		require.Equal(t, side, markup.Block(image.Pt(long, 50)), long)
		require.GreaterOrEqual(t, markup.Block(image.Pt(50, long))*40, long)
	}
}

func TestMosaicKeepsOnlyCoarseColours(t *testing.T) {
	a, b := grey(1280, 960), grey(1280, 960)
	for y := range 960 { // the same light in every block, other details
		for x := range 1280 {
			v, u := uint8(100), uint8(100)
			if x%2 == 0 {
				v = 156
			}
			if y%4 < 2 {
				u = 156
			}
			a.SetRGBA(x, y, color.RGBA{v, v, v, 255})
			b.SetRGBA(x, y, color.RGBA{u, u, u, 255})
		}
	}
	marks := checklist.Marks{
		{Kind: checklist.MarkMosaicBox, Points: at(1000, 1000, 4000, 4000), Width: 1},
		{Kind: checklist.MarkMosaicBrush, Points: at(6000, 6000, 9000, 6500), Width: 500},
		{Kind: checklist.MarkMosaicBox, Points: at(10000, 10000, 10000, 10000), Width: 1},
	}
	ga, gb := markup.NewMosaic(a), markup.NewMosaic(b)
	ga.Burn(a, marks)
	gb.Burn(b, marks)
	same, other := 0, 0
	for y := range 960 {
		for x := range 1280 {
			inBox := x >= 128 && x <= 512 && y >= 96 && y <= 384
			onBrush := x >= 768 && x <= 1152 && abs(y-(576+(x-768)*48/384)) <= 32
			corner := x >= 1248 && y >= 928
			if inBox || onBrush || corner {
				require.Equal(t, a.RGBAAt(x, y), b.RGBAAt(x, y), "%d,%d", x, y)
				same++
			} else if a.RGBAAt(x, y) != b.RGBAAt(x, y) {
				other++
			}
		}
	}
	require.Greater(t, same, 100_000)
	require.Greater(t, other, 200_000, "what is not masked is as it was")
}

func abs(n int) int { return max(n, -n) }

// TestNumbersCannotBeTriedOut writes card numbers under a mosaic: whoever knows
// letters and place, and tries all numbers, must find many with the same colours.
func TestNumbersCannotBeTriedOut(t *testing.T) {
	for _, height := range []int{250, 400, 600, 1000} { // 40 to 160 pixels
		seen := map[string]int{}
		const tries = 50
		for i := range tries {
			img := image.NewRGBA(image.Rect(0, 0, 1600, 500))
			draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
			text := fmt.Sprintf("6222 %04d %04d", (i*7919+13)%10000, (i*104729+7)%10000)
			markup.Draw(img, checklist.Marks{{Kind: checklist.MarkText, Points: at(1500, 4000), Width: height, Colour: checklist.Blue, Text: text}})
			box := checklist.Mark{Kind: checklist.MarkMosaicBox, Points: at(1000, 4000, 9000, 8000), Width: 1}
			seen[string(markup.NewMosaic(img).Layer(box).Pix)]++
		}
		t.Logf("letters of %d ten-thousandths: %d numbers give %d pictures", height, tries, len(seen))
		require.Less(t, len(seen), tries/10, "letters of %d", height)
	}
}

func BenchmarkDraw(b *testing.B) {
	img := grey(1920, 1440)
	marks := checklist.Marks{
		{Kind: checklist.MarkArrow, Points: at(1000, 1000, 5000, 5000), Width: 40, Colour: checklist.Blue},
		{Kind: checklist.MarkBox, Points: at(1000, 1000, 9000, 9000), Width: 40, Colour: checklist.Vermillion},
		{Kind: checklist.MarkText, Points: at(1000, 7000), Width: 350, Colour: checklist.Yellow, Text: "玻璃门有手印"},
		{Kind: checklist.MarkPin, Points: at(5000, 5000), Width: 300, Colour: checklist.Green},
	}
	for b.Loop() {
		markup.Draw(img, marks)
	}
}

// BenchmarkLayer is one step of dragging a mark across the whole picture.
func BenchmarkLayer(b *testing.B) {
	for _, k := range []checklist.MarkKind{checklist.MarkArrow, checklist.MarkBox, checklist.MarkEllipse} {
		b.Run(string(k), func(b *testing.B) {
			m := checklist.Mark{Kind: k, Points: at(500, 500, 9500, 9500), Width: 80, Colour: checklist.Blue}
			for b.Loop() {
				markup.Layer(image.Pt(1920, 1440), m, 0)
			}
		})
	}
}
