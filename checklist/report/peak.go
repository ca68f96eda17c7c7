package report

import (
	"io"
	"slices"
	"strconv"
	"time"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/chart"
	"hallcheck/checklist/hall"
)

// PNG is a picture for a screen.
const PNG Format = "png"

// PeakDoc is what a peak notice (高峰提示图) is made of.
type PeakDoc struct {
	Peaks   *hall.Peaks
	Rules   hall.Rules // hours and open weekdays
	Hall    string
	Notice  hall.Notice
	ValidTo string // yyyy-mm-dd
	Lang    checklist.Lang
	Made    time.Time
}

// Peak writes the notice: PDF is A4 upright for the wall, PNG 1920 × 1080 for a screen.
// Levels differ by their word and by how dark they are, so a copy in black and white
// says the same. Errors: report.format, or the writer's.
func Peak(w io.Writer, f Format, d PeakDoc) ([]Warning, error) {
	t := wordsOf(d.Lang)
	switch f {
	case PDF:
		c := newCanvas(t.peak("title")+" · "+d.Hall, d.Hall, d.Made, portrait)
		c.newPage()
		c.chart(PeakSheet(d, portrait.pw, portrait.ph), 0, 0)
		if c.err != nil {
			return nil, c.err
		}
		err := writePDF(&c.pdf, w)
		return glyphWarnings(c.missing), err
	case PNG:
		return nil, ChartPNG(w, PeakSheet(d, screenW, screenH), screenDots)
	}
	return nil, checklist.Fail("report.format", "format", string(f))
}

// The screen a picture is made for: points, and dots to the inch for 1920 × 1080.
const (
	screenW    = 960.0
	screenH    = 540.0
	screenDots = 144
)

// peak speaks a text of the peak notice.
func (w words) peak(key string, pairs ...string) string {
	return assets.T(string(w.lang), "peak."+key, pairs...)
}

// peakSheet lays a notice out.
type peakSheet struct {
	*poster
	words
	d        *PeakDoc
	from, to int // half-hours shown
}

// PeakSheet lays the notice out on a sheet of so many points: chart over words where
// it is upright, chart beside words where it is wide.
func PeakSheet(d PeakDoc, w, h float64) chart.Drawing {
	s := peakSheet{poster: newPoster(w, h, 10*mm), words: wordsOf(d.Lang), d: &d}
	s.from, s.to = d.Rules.Slots()
	s.Alt = s.peak("title") + " · " + d.Hall
	if w > h {
		title := 0.115 * s.h
		s.letter(d.Hall+" · "+s.peak("title"), s.x, s.y, s.w, title, title*0.72, chart.Ink, chart.Left, true)
		grid := s.w * 0.66
		s.grid(s.x, s.y+title+6, grid, s.h-title-6)
		s.side(s.x+grid+24, s.y+title+6, s.w-grid-24, s.h-title-6)
		return s.Drawing
	}
	s.letter(d.Hall, s.x, s.y, s.w, 40, 30, chart.Ink, chart.Centre, false)
	s.letter(s.peak("title"), s.x, s.y+40, s.w, 58, 46, chart.Ink, chart.Centre, true)
	below := 182.0
	s.grid(s.x, s.y+106, s.w, s.h-106-below-12)
	s.foot(s.x, s.y+s.h-below, s.w, below)
	return s.Drawing
}

// weekdays in the order people read them.
var weekdays = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}

// grid draws weekdays beside each other and half-hours down.
func (s *peakSheet) grid(x, y, w, h float64) {
	rows := max(s.to-s.from, 1)
	clock := w * 0.125
	cw := (w - clock) / float64(len(weekdays))
	head := min(h/float64(rows+1)*1.25, 34)
	rh := (h - head) / float64(rows)
	for i, day := range weekdays {
		cx := x + clock + float64(i)*cw
		s.letter(s.peak("day."+strconv.Itoa(int(day))), cx, y, cw, head, 24, chart.Ink, chart.Centre, true)
		if !slices.Contains(s.d.Rules.Days, int(day)) {
			s.fill(cx, y+head, cw, h-head, chart.Track)
			s.letter(s.peak("closed"), cx+5, y+head, cw-10, h-head, 24, chart.Muted, chart.Centre, true)
			continue
		}
		for r := range rows {
			s.cell(s.d.Peaks.At(day, s.from+r), cx, y+head+float64(r)*rh, cw, rh)
		}
	}
	for r := range rows {
		s.letter(hall.SlotClock(s.from+r), x, y+head+float64(r)*rh, clock-8, rh, 21, chart.Ink, chart.Right, (s.from+r)%2 == 0)
	}
	for i := range len(weekdays) + 1 {
		cx := x + clock + float64(i)*cw
		s.rule(cx, y+head, cx, y+h, 0.8, chart.Muted)
	}
	for r := range rows + 1 {
		ry := y + head + float64(r)*rh
		s.rule(x+clock, ry, x+w, ry, 0.8, chart.Muted)
	}
}

// peakLooks are fill, ink and weight of the levels: white, light, dark.
var peakLooks = map[hall.Level]struct {
	fill, ink chart.Role
	bold      bool
}{
	hall.LevelNormal: {chart.Heat3, chart.Ink, false},
	hall.LevelBusy:   {chart.Heat1, chart.OnDark, true},
}

func (s *peakSheet) cell(c hall.PeakCell, x, y, w, h float64) {
	if !c.Known {
		s.letter("–", x, y, w, h, 16, chart.Muted, chart.Centre, false)
		return
	}
	look, ok := peakLooks[c.Level]
	if ok {
		s.fill(x, y, w, h, look.fill)
	} else {
		look.ink = chart.Muted
	}
	s.letter(s.peak("level."+string(c.Level)), x+3, y, w-6, h, 23, look.ink, chart.Centre, look.bold)
}

// key draws what a level means and returns the y below it.
func (s *peakSheet) key(l hall.Level, x, y, w, h, size float64) float64 {
	box := size * 3
	s.cell(hall.PeakCell{Known: true, Level: l}, x, y+h*0.08, box, h*0.84)
	s.frame(x, y+h*0.08, box, h*0.84, 0.8, chart.Muted)
	s.letter(s.peak("means."+string(l)), x+box+10, y, w-box-10, h, size, chart.Ink, chart.Left, false)
	return y + h
}

var peakLevels = []hall.Level{hall.LevelIdle, hall.LevelNormal, hall.LevelBusy}

// foot is what stands under the chart of an upright sheet.
func (s *peakSheet) foot(x, y, w, h float64) {
	third := w / 3
	for i, l := range peakLevels {
		s.key(l, x+float64(i)*third, y, third-8, 28, 17)
	}
	s.rule(x, y+38, x+w, y+38, 1.5, chart.Ink)
	at := s.paragraph(s.advice(), x, y+44, w, 64, 25, chart.Ink, true)
	at = max(at+4, y+100)
	s.letter(s.hotline(), x, at, w*0.55, 40, 27, chart.Ink, chart.Left, true)
	s.letter(s.validTo(), x+w*0.57, at, w*0.43, 40, 21, chart.Ink, chart.Right, false)
	s.paragraph(s.basis(), x, y+h-28, w, 28, 10, chart.Muted, false)
}

// side is what stands beside the chart of a wide sheet.
func (s *peakSheet) side(x, y, w, h float64) {
	at := y
	for _, l := range peakLevels {
		at = s.key(l, x, at, w, 38, 17)
	}
	s.rule(x, at+10, x+w, at+10, 1.5, chart.Ink)
	at = s.paragraph(s.advice(), x, at+18, w, 150, 25, chart.Ink, true)
	if s.d.Notice.Hotline != "" { // nobody writes on a screen
		s.letter(s.hotline(), x, at+12, w, 40, 25, chart.Ink, chart.Left, true)
		at += 42
	}
	s.letter(s.validTo(), x, at+12, w, 34, 19, chart.Ink, chart.Left, false)
	s.paragraph(s.basis(), x, y+h-46, w, 46, 10, chart.Muted, false)
}

func (s *peakSheet) advice() string {
	if s.d.Notice.Advice != "" {
		return s.d.Notice.Advice
	}
	return s.peak("advice")
}

func (s *peakSheet) hotline() string {
	if s.d.Notice.Hotline == "" {
		return s.peak("hotline", "n", "________")
	}
	return s.peak("hotline", "n", s.d.Notice.Hotline)
}

func (s *peakSheet) validTo() string { return s.peak("validTo", "day", s.d.ValidTo) }

func (s *peakSheet) basis() string {
	return s.peak("basis", "from", s.d.Peaks.From, "to", s.d.Peaks.Until, "n", strconv.Itoa(hall.EnoughDays))
}
