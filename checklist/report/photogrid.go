package report

import (
	"bytes"
	"fmt"
	"image"
	_ "image/jpeg" // the formats of photo copies
	_ "image/png"
	"io"
	"io/fs"

	"hallcheck/checklist"
)

// The photo grid, in points.
const (
	gridCols  = 4
	gridGap   = 4 * mm
	photoW    = (contentW - (gridCols-1)*gridGap) / gridCols
	gridTitle = 9 * mm
	gridSkip  = 3 * mm // under a row
)

// photoHeights are the heights a picture may have, the best first.
var photoHeights = []float64{47 * mm, 43 * mm, 39 * mm, 35 * mm}

// photoCaption is the type of captions.
var photoCaption = style{regular, 7.5, ink}

// gridRow is one row of pictures with its captions broken.
type gridRow struct {
	photos   []photo
	captions [][]string
	capH     float64
}

// height is the row's height with pictures h tall.
func (g gridRow) height(h float64) float64 { return h + 1*mm + g.capH + small.lead() }

func (p *paper) gridRows(c *canvas) []gridRow {
	var rows []gridRow
	for i := 0; i < len(p.Photos); i += gridCols {
		g := gridRow{photos: p.Photos[i:min(i+gridCols, len(p.Photos))]}
		for _, ph := range g.photos {
			l := c.lines(ph.No+"  "+ph.Caption, photoW, photoCaption)
			g.captions = append(g.captions, l)
			g.capH = max(g.capH, float64(len(l))*photoCaption.lead())
		}
		rows = append(rows, g)
	}
	return rows
}

// photoHeight picks the tallest pictures among those that need the fewest pages
// when the grid begins at y, and says how many page turns these are.
func photoHeight(y float64, rows []gridRow) (h float64, turns int) {
	turns = 1 << 30
	for _, try := range photoHeights {
		at, n := y+gridTitle, 0
		for _, g := range rows {
			if at+g.height(try) > bottom {
				at, n = marginT+runningH, n+1
			}
			at += g.height(try) + gridSkip
		}
		if n < turns {
			h, turns = try, n
		}
	}
	return h, turns
}

// drawPhotos lays the numbered pictures out in a grid; a row of pictures and
// its captions stay together.
func (p *paper) drawPhotos(c *canvas) []Warning {
	rows := p.gridRows(c)
	if len(rows) == 0 {
		return nil
	}
	var warnings []Warning
	h, turns := photoHeight(c.y, rows)
	if fresh, n := photoHeight(marginT+runningH, rows); turns > n {
		c.newPage() // no more pages, and the pictures stay together
		h = fresh
	}
	c.line(p.tr.t("photos"), marginX, c.y+2*mm, contentW, left, style{strong, 10, ink})
	c.y += gridTitle
	for _, g := range rows {
		if !c.room(g.height(h)) {
			c.newPage()
		}
		for k, ph := range g.photos {
			x := marginX + float64(k)*(photoW+gridGap)
			c.fill(x, c.y, photoW, h, tint)
			if err := p.drawPhoto(c, ph, x, c.y, h); err != nil {
				warnings = append(warnings, photoWarning(ph, err))
				c.line(p.tr.t("photo.broken"), x, c.y+h/2-small.lead()/2, photoW, centre, small)
			}
			c.box(x, c.y, photoW, h)
			y := c.text(g.captions[k], x, c.y+h+1*mm, photoW, left, photoCaption)
			c.line(c.fit(ph.Detail, photoW, small), x, y, photoW, left, small)
		}
		c.y += g.height(h) + gridSkip
	}
	return warnings
}

func photoWarning(ph photo, err error) Warning {
	return Warning{Code: "photo", Args: map[string]string{"photo": ph.No, "cause": err.Error()}}
}

func (p *paper) drawPhoto(c *canvas, ph photo, x, y, h float64) error {
	data, cfg, _, err := p.picture(ph.Hash)
	if err != nil {
		return err
	}
	return c.picture(data, cfg.Width, cfg.Height, x, y, photoW, h)
}

// maxPicture bounds what is read of one photo copy.
const maxPicture = 32 << 20

// picture reads a photo's copy and its size in pixels.
func (p *paper) picture(hash string) (data []byte, cfg image.Config, format string, err error) {
	return readPicture(p.open, hash)
}

// readPicture reads a picture through open.
func readPicture(open Opener, hash string) (data []byte, cfg image.Config, format string, err error) {
	if open == nil {
		return nil, cfg, "", checklist.Fail("report.noPhotos")
	}
	r, err := open(hash)
	if err != nil {
		return nil, cfg, "", fmt.Errorf("open: %w", err)
	}
	defer func() { _ = r.Close() }()
	data, err = readAll(io.LimitReader(r, maxPicture+1), r)
	if err != nil {
		return nil, cfg, "", fmt.Errorf("read: %w", err)
	}
	if len(data) > maxPicture {
		return nil, cfg, "", checklist.Fail("report.pictureSize")
	}
	cfg, format, err = image.DecodeConfig(bytes.NewReader(data))
	if err == nil && (cfg.Width == 0 || cfg.Height == 0) {
		err = checklist.Fail("report.picture")
	}
	return data, cfg, format, err
}

// readAll reads r whole; where the file behind it knows its size, without growing
// the buffer again and again.
func readAll(r io.Reader, file any) ([]byte, error) {
	var b bytes.Buffer
	if f, ok := file.(interface{ Stat() (fs.FileInfo, error) }); ok {
		if info, err := f.Stat(); err == nil {
			b.Grow(int(min(max(info.Size(), 0), maxPicture)) + bytes.MinRead)
		}
	}
	_, err := b.ReadFrom(r)
	return b.Bytes(), err
}
