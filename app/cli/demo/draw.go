package demo

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"hallcheck/assets"
)

// The size of a drawn photo, in pixels, and its JPEG quality.
const (
	photoW, photoH = 1280, 960
	band           = 190 // caption
	quality        = 80
)

// camera makes the pictures: drawn ones, or those of a folder.
type camera struct {
	big, small font.Face
	files      []string
	pool       map[string][]byte // pictures halls may share
}

// pictureTypes are the endings taken from --photos.
var pictureTypes = []string{".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif"}

func newCamera(dir string) (*camera, error) {
	c := &camera{pool: map[string][]byte{}}
	if dir != "" {
		list, err := os.ReadDir(dir)
		if err != nil {
			return nil, err
		}
		for _, e := range list {
			if e.Type().IsRegular() && slices.Contains(pictureTypes, strings.ToLower(filepath.Ext(e.Name()))) {
				c.files = append(c.files, filepath.Join(dir, e.Name()))
			}
		}
		if len(c.files) == 0 {
			return nil, os.ErrNotExist
		}
		return c, nil
	}
	f, err := opentype.Parse(assets.FontBold)
	if err != nil {
		return nil, fmt.Errorf("font: %w", err)
	}
	if c.big, err = opentype.NewFace(f, &opentype.FaceOptions{Size: 46, DPI: 72}); err != nil {
		return nil, err
	}
	c.small, err = opentype.NewFace(f, &opentype.FaceOptions{Size: 30, DPI: 72})
	return c, err
}

// scene is what a photo shows.
type scene struct {
	zone, title, note, foot string
	ok                      bool // nothing wrong in it
}

// take returns the bytes of a picture, and the name of the file it came from.
func (c *camera) take(d *dice, s scene) (picture []byte, name string, err error) {
	if len(c.files) > 0 {
		f := pick(d, c.files)
		b, err := os.ReadFile(f) // #nosec G304 -- the folder the user names
		return b, filepath.Base(f), err
	}
	var out bytes.Buffer
	err = jpeg.Encode(&out, c.draw(d, s), &jpeg.Options{Quality: quality})
	return out.Bytes(), "", err
}

// canvas is a picture being drawn.
type canvas struct {
	*image.RGBA
	d *dice
}

func (p canvas) rect(x0, y0, x1, y1 int, c color.RGBA) {
	draw.Draw(p.RGBA, image.Rect(x0, y0, x1, y1), image.NewUniform(c), image.Point{}, draw.Src)
}

// shade fills rows from one colour to another.
func (p canvas) shade(y0, y1 int, from, to color.RGBA) {
	mix := func(a, b uint8, k int) uint8 { return uint8((int(a)*(1000-k) + int(b)*k) / 1000) } // #nosec G115 -- between two bytes
	for y := y0; y < y1; y++ {
		k := (y - y0) * 1000 / max(1, y1-y0)
		p.rect(0, y, photoW, y+1, color.RGBA{mix(from.R, to.R, k), mix(from.G, to.G, k), mix(from.B, to.B, k), 255})
	}
}

// ring draws the inspector's red mark.
func (p canvas) ring(x, y, r int) {
	for dy := -r; dy <= r; dy++ {
		for dx := -r; dx <= r; dx++ {
			if q := dx*dx + dy*dy; q <= r*r && q >= (r-9)*(r-9) {
				p.SetRGBA(x+dx, y+dy, color.RGBA{220, 38, 38, 255})
			}
		}
	}
}

func grey(n uint8) color.RGBA { return color.RGBA{n, n, n, 255} }

// tone varies a colour a little, so that no two halls look the same.
func (p canvas) tone(r, g, b int) color.RGBA {
	k := p.d.IntN(31) - 15
	lim := func(v int) uint8 { return uint8(min(255, max(0, v+k))) } // #nosec G115 -- bounded
	return color.RGBA{lim(r), lim(g), lim(b), 255}
}

func (c *camera) draw(d *dice, s scene) *image.RGBA {
	p := canvas{image.NewRGBA(image.Rect(0, 0, photoW, photoH)), d}
	floor := photoH - band - 210 - d.IntN(60)
	if s.zone == "outdoor" {
		p.outdoor(floor)
	} else {
		p.shade(0, floor, p.tone(236, 238, 236), p.tone(204, 208, 206))
		p.shade(floor, photoH-band, p.tone(178, 168, 152), p.tone(140, 130, 116))
		p.inside(s.zone, floor)
	}
	x, y := 220+d.IntN(photoW-440), floor-140+d.IntN(200)
	if !s.ok {
		p.rect(x-34, y-16, x+40, y+22, p.tone(96, 84, 70))
		p.ring(x, y, 84)
	}
	p.lens()
	p.rect(0, photoH-band, photoW, photoH, color.RGBA{24, 32, 44, 255})
	c.write(p.RGBA, c.big, 36, photoH-band+66, s.title, color.White)
	c.write(p.RGBA, c.small, 36, photoH-band+118, s.note, color.RGBA{255, 196, 120, 255})
	c.write(p.RGBA, c.small, 36, photoH-band+166, s.foot, color.RGBA{170, 184, 200, 255})
	return p.RGBA
}

// outdoor is a street with the front of a hall.
func (p canvas) outdoor(floor int) {
	p.shade(0, floor, p.tone(150, 190, 228), p.tone(220, 232, 240))
	p.shade(floor, photoH-band, p.tone(150, 150, 148), p.tone(112, 112, 112))
	wall, left := p.tone(206, 200, 190), 90+p.d.IntN(80)
	p.rect(left, 130, photoW-left, floor, wall)
	p.rect(left, 150, photoW-left, 250, p.tone(176, 32, 40))
	for i := range 7 {
		p.rect(left+160+i*90, 172, left+220+i*90, 228, p.tone(246, 230, 180))
	}
	for i := range 4 {
		x := left + 60 + i*260
		p.rect(x, 300, x+200, floor, p.tone(120, 160, 178))
		p.rect(x+96, 300, x+104, floor, wall)
	}
	p.rect(left+20, floor, photoW-left-20, floor+26, p.tone(170, 166, 160))
}

// inside is a room with what stands in that zone.
func (p canvas) inside(zone string, floor int) {
	for i := range 5 {
		p.rect(90+i*240, 30, 230+i*240, 52, p.tone(250, 250, 240))
	}
	switch zone {
	case "selfservice":
		for i := range 4 {
			x := 110 + i*285 + p.d.IntN(20)
			p.rect(x, floor-330, x+190, floor+60, p.tone(70, 96, 128))
			p.rect(x+28, floor-290, x+162, floor-180, p.tone(160, 214, 226))
			p.rect(x+40, floor-150, x+150, floor-110, grey(60))
		}
	case "counter":
		p.rect(60, floor-120, photoW-60, floor+90, p.tone(150, 116, 84))
		for i := range 4 {
			x := 90 + i*290
			p.rect(x, floor-380, x+250, floor-120, p.tone(196, 220, 224))
			p.rect(x+90, floor-430, x+160, floor-390, p.tone(30, 110, 80))
		}
	case "safety":
		p.rect(420, 160, 860, floor+40, p.tone(226, 224, 216))
		p.rect(520, 240, 760, floor+40, p.tone(150, 154, 158))
		p.rect(540, 176, 740, 226, p.tone(20, 140, 80))
		p.rect(200, floor-120, 250, floor+30, p.tone(200, 30, 30))
	case "back", "vip", "forms":
		p.rect(160, floor-70, photoW-160, floor-30, p.tone(168, 128, 88))
		p.rect(200, floor-30, 240, floor+130, p.tone(120, 90, 60))
		p.rect(photoW-240, floor-30, photoW-200, floor+130, p.tone(120, 90, 60))
		for i := range 6 {
			h := 60 + p.d.IntN(130)
			p.rect(200+i*150, floor-70-h, 310+i*150, floor-70, p.tone(130+i*14, 150, 170-i*10))
		}
	default:
		for i := range 5 {
			x := 100 + i*220
			p.rect(x, floor-40, x+170, floor+50, p.tone(60, 90, 120))
			p.rect(x, floor-150, x+170, floor-60, p.tone(70, 104, 136))
		}
		p.rect(photoW-230, floor-360, photoW-120, floor+30, p.tone(210, 210, 214))
	}
}

// lens darkens the corners, lights one side and adds the noise of a cheap camera.
func (p canvas) lens() {
	const h = photoH - band
	side := p.d.IntN(160) - 80
	noise := make([]int, 4096)
	for i := range noise {
		noise[i] = p.d.IntN(15) - 7
	}
	for y := range h {
		dy := (2*y - h) * 1000 / h
		start := p.d.IntN(len(noise))
		for x := range photoW {
			dx := (2*x - photoW) * 1000 / photoW
			k := 1040 - (dx*dx+dy*dy)/7000 + side*dx/1000
			n := noise[(start+x)%len(noise)]
			at := p.Pix[y*p.Stride+4*x:]
			for c := range 3 {
				at[c] = uint8(min(255, max(0, int(at[c])*k/1000+n))) // #nosec G115 -- bounded
			}
		}
	}
}

// write draws one line, cut where the picture ends.
func (c *camera) write(to *image.RGBA, face font.Face, x, y int, s string, col color.Color) {
	for font.MeasureString(face, s) > fixed.I(photoW-2*x) {
		r := []rune(s)
		s = string(r[:len(r)-2]) + "…"
	}
	(&font.Drawer{Dst: to, Src: image.NewUniform(col), Face: face, Dot: fixed.P(x, y)}).DrawString(s)
}
