package report

import (
	"io"
	"strconv"
	"strings"

	"hallcheck/checklist"
)

// The measures of an album, in points.
const (
	albumGap   = 6 * mm  // between the two pictures
	albumFlat  = 62 * mm // height of a frame: three pairs a page
	albumTall  = 96 * mm // of a frame for upright pictures: two pairs a page
	albumSkip  = 5 * mm
	albumLabel = 6 * mm
)

// Album writes an album of pictures before and after as PDF, upright A4, two or
// three pairs a page. Errors: report.format, or the writer's.
func Album(w io.Writer, f Format, d AlbumDoc) ([]Warning, error) {
	if f != PDF {
		return nil, checklist.Fail("report.format", "format", string(f))
	}
	t := wordsOf(d.Lang)
	if d.Title == "" {
		d.Title = t.t("al.title")
	}
	a := &albumPaper{d: &d, tr: t, shots: gallery{open: d.Photo, broken: t.t("photo.broken")}}
	a.c = newCanvas(d.Title, d.Org, d.Made.UTC(), portrait)
	a.draw()
	err := a.c.finish(w, func(page, pages int) (string, string) {
		return strings.Trim(d.Org+" · "+d.Title, " ·"), t.t("page", "n", strconv.Itoa(page), "m", strconv.Itoa(pages))
	})
	return append(a.shots.warnings, glyphWarnings(a.c.missing)...), err
}

type albumPaper struct {
	d     *AlbumDoc
	tr    words
	shots gallery
	c     *canvas
}

func (a *albumPaper) draw() {
	c := a.c
	running := strings.Trim(a.d.Title+" · "+a.d.Scope, " ·")
	c.onPage = func() {
		c.line(c.fit(running, c.wide(), small), c.mx, c.y, c.wide(), left, small)
		c.y += runningH
	}
	c.newPage()
	title := style{strong, 18, ink}
	c.line(c.fit(a.d.Title, c.wide(), title), c.mx, c.y, c.wide(), left, title)
	c.y += title.lead()
	sub := style{regular, 9.5, muted}
	scope := strings.Trim(a.d.Scope+" · "+a.tr.t("al.count", "n", strconv.Itoa(len(a.d.Pairs))), " ·")
	c.y = c.text(c.lines(scope, c.wide(), sub), c.mx, c.y, c.wide(), left, sub) + 1*mm
	c.hline(c.mx, c.y, c.wide(), 1, accent)
	c.y += 4 * mm
	for i := range a.d.Pairs {
		a.pair(i)
	}
}

// pair draws one pair with its words; they stay together on a page.
func (a *albumPaper) pair(i int) {
	c, p := a.c, &a.d.Pairs[i]
	head, line := style{strong, 11, ink}, style{regular, 8.5, ink}
	heading := c.lines(p.Heading, c.wide()-9*mm, head)
	heading = heading[:min(2, len(heading))]
	var words []string
	for _, l := range p.Lines {
		words = append(words, c.lines(l, c.wide(), line)...)
	}
	if most := 6; len(words) > most {
		words = words[:most]
		words[most-1] = strings.TrimRight(words[most-1], " ") + "…"
	}
	before, after := a.read(p.Before, i, "al.noBefore"), a.read(p.After, i, "al.none")
	h := frameHeight(before, after)
	need := float64(len(heading))*head.lead() + 1*mm + h + 1*mm + float64(len(words))*line.lead()
	if !c.room(need) {
		c.newPage()
	}
	c.line(strconv.Itoa(i+1), c.mx, c.y, 9*mm, left, head.in(accent))
	c.y = c.text(heading, c.mx+9*mm, c.y, c.wide()-9*mm, left, head) + 1*mm
	w := (c.wide() - albumGap) / 2
	a.frame(before, p.Before.Label, c.mx, w, h)
	a.frame(after, p.After.Label, c.mx+w+albumGap, w, h)
	c.y = c.text(words, c.mx, c.y+h+1*mm, c.wide(), left, line) + albumSkip
}

// frameHeight is taller where a picture is upright.
func frameHeight(ps ...pic) float64 {
	for _, p := range ps {
		if p.ok() && p.h > p.w {
			return albumTall
		}
	}
	return albumFlat
}

func (a *albumPaper) read(p Picture, i int, none string) pic {
	if p.Hash == "" {
		return pic{alt: a.tr.t(none)}
	}
	return a.shots.read(p.Hash, strconv.Itoa(i+1))
}

// frame draws a picture whole inside its frame, the label in the corner.
func (a *albumPaper) frame(p pic, label string, x, w, h float64) {
	c := a.c
	c.fill(x, c.y, w, h, tint)
	if p.ok() {
		c.keep(c.picture(p.data, p.w, p.h, x, c.y, w, h))
	} else {
		c.line(c.fit(p.alt, w-4*mm, body), x, c.y+h/2-body.lead()/2, w, centre, body.in(muted))
	}
	c.box(x, c.y, w, h)
	if label == "" {
		return
	}
	st := style{strong, 8.5, white}
	label = c.fit(label, w-8*mm, st)
	c.fill(x+2*mm, c.y+2*mm, c.width(label, st)+4*mm, albumLabel, stage)
	c.line(label, x+4*mm, c.y+2*mm+(albumLabel-st.lead())/2, w, left, st)
}
