package gallery

import (
	"image"
	"image/color"
	"path/filepath"

	"hallcheck/checklist"
	"hallcheck/ui/shell"
)

// markingSample is the editor for photos; it has no empty state, since it is
// opened on a photo.
func markingSample() Sample {
	return Sample{ID: "marking", Icon: "edit", Only: []string{Full, Problem}, New: func(state string) func(*shell.Shell, any) shell.Page {
		return func(s *shell.Shell, _ any) shell.Page {
			m := shell.Marking{Sub: "大厅地面无杂物、无水渍 · IMG_2031.jpg", Picture: lobby(), Marks: sampleMarks(), Privacy: checklist.PrivacyMasked}
			if state == Problem {
				m.Picture, m.Path = nil, filepath.Join("nowhere", "gone.jpg")
			}
			return shell.NewMarking(s, m, func([]checklist.Mark, checklist.Privacy) {})
		}
	}}
}

func sampleMarks() []checklist.Mark {
	at := func(points ...int) (out []checklist.Point) {
		for i := 0; i < len(points); i += 2 {
			out = append(out, checklist.Point{X: points[i], Y: points[i+1]})
		}
		return out
	}
	return []checklist.Mark{
		{Kind: checklist.MarkMosaicBox, Points: at(6200, 2600, 7400, 5200), Width: 40},
		{Kind: checklist.MarkArrow, Points: at(1500, 4000, 3600, 7400), Colour: checklist.Vermillion, Width: 80},
		{Kind: checklist.MarkEllipse, Points: at(3200, 7000, 4800, 8800), Colour: checklist.Vermillion, Width: 40},
		{Kind: checklist.MarkText, Points: at(700, 3000), Text: "地面有水渍", Colour: checklist.Yellow, Width: 340},
		{Kind: checklist.MarkPin, Points: at(8600, 7600), Colour: checklist.Blue, Width: 340},
		{Kind: checklist.MarkPin, Points: at(9100, 4200), Colour: checklist.Blue, Width: 340},
	}
}

// lobby draws a hall: wall, floor and somebody at a counter.
func lobby() image.Image {
	m := image.NewNRGBA(image.Rect(0, 0, 960, 640))
	for y := range 640 {
		for x := range 960 {
			c := color.NRGBA{216, 222, 226, 255}
			switch {
			case y > 400 && (x/80+y/60)%2 == 0:
				c = color.NRGBA{176, 168, 152, 255}
			case y > 400:
				c = color.NRGBA{188, 180, 166, 255}
			case x > 620 && x < 690 && y > 170 && y < 240:
				c = color.NRGBA{205, 164, 138, 255}
			case x > 600 && x < 712 && y >= 240 && y < 340:
				c = color.NRGBA{60, 74, 110, 255}
			case y > 320 && x > 480:
				c = color.NRGBA{122, 92, 66, 255}
			}
			m.SetNRGBA(x, y, c)
		}
	}
	return m
}
