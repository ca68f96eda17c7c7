package report

import "hallcheck/checklist/report/office"

// pic is a picture that was read; one that could not be read has no data.
type pic struct {
	data []byte
	w, h int    // pixels
	alt  string // what stands in its place when it could not be read
}

// ok says that there is a picture.
func (p pic) ok() bool { return len(p.data) > 0 }

// within is the size the picture has inside a box of w × h, its shape kept. What
// could not be read is as flat as a line of text.
func (p pic) within(w, h float64) (float64, float64) {
	if !p.ok() {
		return w, min(h, 8*mm)
	}
	scale := min(w/float64(p.w), h/float64(p.h))
	return float64(p.w) * scale, float64(p.h) * scale
}

// image is the picture for a DOCX or PPTX.
func (p pic) image() *office.Image {
	format := "jpeg"
	if len(p.data) > 1 && p.data[0] == 0x89 {
		format = "png"
	}
	return &office.Image{Data: p.data, W: p.w, H: p.h, Format: format}
}

// gallery reads the pictures of a paper and remembers what could not be shown.
type gallery struct {
	open     Opener
	broken   string // what stands in the place of such a picture
	warnings []Warning
}

// read reads one picture; name is what a warning calls it.
func (g *gallery) read(hash, name string) pic {
	data, cfg, _, err := readPicture(g.open, hash)
	if err != nil {
		g.warnings = append(g.warnings, photoWarning(photo{No: name}, err))
		return pic{alt: g.broken}
	}
	return pic{data: data, w: cfg.Width, h: cfg.Height}
}

// some reads the first n pictures.
func (g *gallery) some(hashes []string, n int, name string) (out []pic) {
	for _, h := range hashes[:min(n, len(hashes))] {
		out = append(out, g.read(h, name))
	}
	return out
}

// pics draws a cell's pictures one under the other from y.
func (c *canvas) pics(cell laidCell, y float64) {
	for i, p := range cell.pics {
		if i > 0 || len(cell.lines) > 0 {
			y += padY
		}
		w, h := p.within(cell.w-2*padX, picMax)
		c.show(p, cell.x+(cell.w-w)/2, y, w, h)
		y += h
	}
}

// show draws a picture over a box, or an empty frame.
func (c *canvas) show(p pic, x, y, w, h float64) {
	if p.ok() {
		c.keep(c.picture(p.data, p.w, p.h, x, y, w, h))
		return
	}
	c.fill(x, y, w, h, tint)
	c.box(x, y, w, h)
	c.line(c.fit(p.alt, w, small), x, y+h/2-small.lead()/2, w, centre, small)
}
