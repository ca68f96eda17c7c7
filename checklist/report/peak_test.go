package report

import (
	"bytes"
	"image/png"
	"math"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/chart"
	"hallcheck/checklist/hall"
)

// peakWeeks are eight weeks of a hall with a peak in the morning, Mondays and the
// weekend's Saturday most; nobody counted after 16:30 on Fridays.
func peakWeeks() []hall.Cell {
	var out []hall.Cell
	first := time.Date(2026, 9, 28, 0, 0, 0, 0, time.UTC)
	for d := range 56 {
		day := first.AddDate(0, 0, d)
		for s := 17; s < 34; s++ {
			if day.Weekday() == time.Sunday || day.Weekday() == time.Friday && s >= 33 {
				continue
			}
			n := 14*math.Exp(-math.Pow(float64(s)-20.5, 2)/8) + 8*math.Exp(-math.Pow(float64(s)-29, 2)/5) + float64((d*7+s*3)%4)
			if day.Weekday() == time.Monday || day.Weekday() == time.Saturday {
				n *= 1.4
			}
			out = append(out, hall.Cell{Day: day.Format(time.DateOnly), Slot: s, Samples: 1, Waiting: int(n)})
		}
	}
	return out
}

func peakDoc(lang checklist.Lang) PeakDoc {
	d := PeakDoc{
		Peaks: hall.NewPeaks(peakWeeks(), "2026-11-22"), Rules: hall.DefaultRules(), Hall: "常安支行", ValidTo: "2026-12-20", Lang: lang,
		Notice: hall.Notice{Hotline: "95588"}, Made: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC),
	}
	d.Rules.Days = []int{1, 2, 3, 4, 5, 6}
	if lang == checklist.EN {
		d.Hall = "Chang'an branch"
	}
	return d
}

// texts are the words of a drawing, each with how often.
func texts(d chart.Drawing) map[string]int {
	out := map[string]int{}
	for _, s := range d.Shapes {
		if s.Kind == chart.Text {
			out[s.Text]++
		}
	}
	return out
}

func TestPeakNotice(t *testing.T) {
	d := peakDoc(checklist.ZH)
	for _, size := range [][2]float64{{portrait.pw, portrait.ph}, {screenW, screenH}} {
		sheet := PeakSheet(d, size[0], size[1])
		got := texts(sheet)
		for _, s := range []string{"周一", "周六", "周日", "休息", "08:30", "16:30", "服务热线 95588", "有效期至 2026-12-20", "人多，等候较久"} {
			require.Positive(t, got[s], s)
		}
		busy, idle, normal := 0, 0, 0
		for _, day := range weekdays {
			for s := 17; s < 34; s++ {
				switch d.Peaks.At(day, s).Level {
				case hall.LevelBusy:
					busy++
				case hall.LevelIdle:
					idle++
				case hall.LevelNormal:
					normal++
				}
			}
		}
		require.Positive(t, busy*idle*normal)
		require.Equal(t, []int{busy + 1, idle + 1, normal + 1, 1}, []int{got["忙"], got["闲"], got["一般"], got["–"]}, "every cell has its word, and the key one more")
		for _, s := range sheet.Shapes {
			require.True(t, s.X >= 0 && s.Y >= 0 && s.X+s.W <= size[0]+0.01 && s.Y+s.H <= size[1]+0.01, "%+v", s)
			if s.Kind == chart.Text {
				require.LessOrEqual(t, ChartWidth(s.Text, s.Size, s.Bold), s.W+0.01, s.Text)
				if s.Text == "忙" || s.Text == "一般" {
					require.GreaterOrEqual(t, s.Size, 17.0, "read from two metres")
				}
			}
		}
	}
	d.Notice = hall.Notice{Advice: "请到二楼办理"}
	got := texts(PeakSheet(d, portrait.pw, portrait.ph))
	require.Positive(t, got["请到二楼办理"]*got["服务热线 ________"], "without a hotline there is a line to write it on")
}

// TestPeakPapers: PDF and PNG are written, the same bytes each time;
// HALLCHECK_LOOK=<folder> keeps them to be looked at.
func TestPeakPapers(t *testing.T) {
	dir := os.Getenv("HALLCHECK_LOOK")
	for _, l := range []checklist.Lang{checklist.ZH, checklist.EN} {
		for _, f := range []Format{PDF, PNG} {
			var out, again bytes.Buffer
			warnings, err := Peak(&out, f, peakDoc(l))
			require.NoError(t, err)
			require.Empty(t, warnings)
			_, err = Peak(&again, f, peakDoc(l))
			require.NoError(t, err)
			require.Equal(t, out.Bytes(), again.Bytes())
			if f == PNG {
				img, err := png.DecodeConfig(bytes.NewReader(out.Bytes()))
				require.NoError(t, err)
				require.Equal(t, []int{1920, 1080}, []int{img.Width, img.Height})
			}
			if dir != "" {
				require.NoError(t, os.WriteFile(dir+"/peak-"+string(l)+"."+string(f), out.Bytes(), 0o600))
			}
		}
	}
	_, err := Peak(&bytes.Buffer{}, XLSX, peakDoc(checklist.ZH))
	require.Equal(t, "report.format", checklist.CodeOf(err))
	_, err = Peak(&bytes.Buffer{}, PDF, PeakDoc{Peaks: hall.NewPeaks(nil, ""), Rules: hall.DefaultRules(), Lang: checklist.ZH})
	require.NoError(t, err, "an empty chart is all dashes")
}
