//go:build !headless

package main

import (
	"context"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/go-gl/glfw/v3.4/glfw"

	"hallcheck/app/cli"
	"hallcheck/checklist"
	"hallcheck/checklist/report"
	"hallcheck/ui/meeting"
)

// meeting is what the page of slide shows uses.
func (d *desk) meeting(pages album) *meeting.Services {
	return &meeting.Services{Store: d.st, Photos: pages, Papers: slides{d}, Second: secondScreen}
}

// inside is how far from the corner of a screen a window that shall fill it is put.
const inside = 40

// secondScreen is a place on a screen that is not the main one and does not
// repeat it. The toolkit tells that there is one, but not where; it is asked on
// the window's goroutine only.
func secondScreen() (x, y int, ok bool) {
	screens := glfw.GetMonitors()
	for _, m := range screens {
		mx, my := screens[0].GetPos()
		if x, y = m.GetPos(); x != mx || y != my {
			return x + inside, y + inside, true
		}
	}
	return 0, 0, false
}

// slides makes the slides of meetings.
type slides struct{ d *desk }

// monthSlides is how many findings a proposed deck has at most.
const monthSlides = 30

func (s slides) papers(ctx context.Context) *cli.FindingPapers {
	return &cli.FindingPapers{Store: s.d.st, Album: s.d.album, Lang: s.d.lang(ctx), Now: time.Now}
}

// Month proposes a deck of the month.
func (s slides) Month(ctx context.Context, title, branch string, month time.Time) (*checklist.Deck, error) {
	return s.papers(ctx).MonthDeck(ctx, title, branch, month, monthSlides)
}

// SlideDoc is the deck as slides.
func (s slides) SlideDoc(ctx context.Context, d *checklist.Deck) (report.SlideDoc, error) {
	return s.papers(ctx).SlideDoc(ctx, d)
}

// SaveSlides writes the deck as PPTX, or as PDF by the ending of path, and says what
// could not be shown.
func (s slides) SaveSlides(ctx context.Context, path string, d *checklist.Deck, progress func(done, total int)) (lack []report.Warning, err error) {
	doc, err := s.papers(ctx).SlideDoc(ctx, d)
	if err != nil {
		return nil, err
	}
	done, total, open := 0, 0, doc.Photo
	for i := range doc.Slides {
		total += len(doc.Slides[i].Photos)
	}
	doc.Photo = func(hash string) (io.ReadCloser, error) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		done++
		progress(min(done, total), total)
		return open(hash)
	}
	f := report.PPTX
	if strings.EqualFold(filepath.Ext(path), ".pdf") {
		f = report.PDF
	}
	err = cli.WriteFile(path, func(w io.Writer) error {
		if lack, err = report.Slides(w, f, doc); err != nil {
			return err
		}
		return ctx.Err() // a cancelled export leaves no file
	})
	return lack, err
}
