package markup

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"hallcheck/checklist"
)

// The coarseness of a mosaic. Blocks are a fortieth of the long edge, in whole
// 16 pixels, which is the unit JPEG codes in: no block shares a coded unit with
// what is beside it. A block has the mean of a wide surrounding, at least an
// eighth of the long edge and twice as wide as the mosaic is narrow, in few steps
// of brightness and colour: letters cannot be guessed by trying which would give
// the same colours, be they small or as high as the mosaic.
const (
	blocks     = 40
	blockUnit  = 16
	lightSteps = 32 // of 256
	hueSteps   = 24
	reach      = 2 // least number of blocks averaged to each side
	checker    = 9 // every other block is that much darker: one sees that something is covered
)

// Mosaic is the coarse version of one picture.
type Mosaic struct {
	size   image.Point
	side   int // of a block, pixels
	across int
	down   int
	sums   [][4]int // red, green, blue and number of the pixels above and left of a block's corner
}

// NewMosaic makes the coarse version of a picture.
func NewMosaic(img image.Image) *Mosaic {
	b := img.Bounds()
	g := &Mosaic{size: b.Size(), side: Block(b.Size())}
	g.across, g.down = (b.Dx()+g.side-1)/g.side, (b.Dy()+g.side-1)/g.side
	wide := g.across + 1
	g.sums = make([][4]int, wide*(g.down+1))
	row := image.NewRGBA(image.Rect(0, 0, b.Dx(), 1))
	for y := range b.Dy() {
		draw.Draw(row, row.Rect, img, image.Pt(b.Min.X, b.Min.Y+y), draw.Src)
		for x := range b.Dx() {
			s, p := &g.sums[(y/g.side+1)*wide+x/g.side+1], row.Pix[4*x:4*x+3]
			s[0], s[1], s[2], s[3] = s[0]+int(p[0]), s[1]+int(p[1]), s[2]+int(p[2]), s[3]+1
		}
	}
	for i := wide; i < len(g.sums); i++ {
		if i%wide == 0 {
			continue
		}
		for k := range 4 {
			g.sums[i][k] += g.sums[i-1][k] + g.sums[i-wide][k] - g.sums[i-wide-1][k]
		}
	}
	return g
}

// Block is the side of a mosaic block in pixels on a picture of that size.
func Block(size image.Point) int {
	long := max(size.X, size.Y)
	return max((long+blocks*blockUnit-1)/(blocks*blockUnit), 1) * blockUnit
}

// colour is the mean of the blocks at most n from a block, in coarse steps.
func (g *Mosaic) colour(bx, by, n int) color.RGBA {
	x0, y0, x1, y1 := max(bx-n, 0), max(by-n, 0), min(bx+n+1, g.across), min(by+n+1, g.down)
	wide := g.across + 1
	var t [4]int
	for k := range t {
		t[k] = g.sums[y1*wide+x1][k] - g.sums[y0*wide+x1][k] - g.sums[y1*wide+x0][k] + g.sums[y0*wide+x0][k]
	}
	m := max(t[3], 1)
	light, cb, cr := color.RGBToYCbCr(uint8(t[0]/m), uint8(t[1]/m), uint8(t[2]/m))
	hue := func(v uint8) uint8 {
		steps := (int(v) - 128 + hueSteps*8 + hueSteps/2) / hueSteps
		return uint8(min(max(128+(steps-8)*hueSteps, 0), 255))
	}
	light = light/lightSteps*lightSteps + lightSteps/2
	if (bx+by)%2 == 0 {
		light -= checker
	}
	red, green, blue := color.YCbCrToRGB(light, hue(cb), hue(cr))
	return color.RGBA{red, green, blue, 255}
}

// Burn replaces every block a mosaic of the marks touches, edge to edge, by its
// coarse colour. dst has the size of the picture the mosaic was made from.
func (g *Mosaic) Burn(dst draw.Image, marks checklist.Marks) {
	for _, m := range marks.Mosaics() {
		g.each(m, func(r image.Rectangle, c color.RGBA) {
			draw.Draw(dst, r.Add(dst.Bounds().Min), image.NewUniform(c), image.Point{}, draw.Src)
		})
	}
}

// Layer is one mosaic as a layer over the picture, for the editor.
func (g *Mosaic) Layer(m checklist.Mark) *image.RGBA {
	var b image.Rectangle
	g.each(m, func(r image.Rectangle, _ color.RGBA) { b = b.Union(r) })
	out := image.NewRGBA(b)
	g.each(m, func(r image.Rectangle, c color.RGBA) {
		draw.Draw(out, r, image.NewUniform(c), image.Point{}, draw.Src)
	})
	return out
}

// each visits the blocks a mosaic touches.
func (g *Mosaic) each(m checklist.Mark, visit func(r image.Rectangle, c color.RGBA)) {
	p := &pencil{size: g.size}
	points := p.pixels(m.Points)
	t := touching{g: g, done: map[int]bool{}, visit: visit}
	if m.Kind == checklist.MarkMosaicBox {
		a, b := points[0], points[len(points)-1]
		lo, hi := dot{min(a.x, b.x), min(a.y, b.y)}, dot{max(a.x, b.x), max(a.y, b.y)}
		t.far = g.far(min(hi.x-lo.x, hi.y-lo.y))
		t.area(lo, hi, func(image.Rectangle) bool { return true })
		return
	}
	radius := float64(m.Width)*float64(max(g.size.X, g.size.Y))/checklist.MarkRange/2 + 1
	t.far = g.far(2 * radius)
	for i := range points {
		a, b := points[max(i-1, 0)], points[i]
		n := int(math.Hypot(b.x-a.x, b.y-a.y)/4) + 1 // every fourth pixel of the stroke
		for k := range n + 1 {
			part := float64(k) / float64(n)
			c := dot{a.x + (b.x-a.x)*part, a.y + (b.y-a.y)*part}
			t.area(dot{c.x - radius, c.y - radius}, dot{c.x + radius, c.y + radius}, func(r image.Rectangle) bool {
				x := min(max(c.x, float64(r.Min.X)), float64(r.Max.X))
				y := min(max(c.y, float64(r.Min.Y)), float64(r.Max.Y))
				return math.Hypot(c.x-x, c.y-y) <= radius
			})
		}
	}
}

// far is how many blocks to each side are averaged under a mosaic that narrow.
func (g *Mosaic) far(narrow float64) int { return max(reach, int(math.Ceil(narrow/float64(g.side)))) }

// touching visits each block once.
type touching struct {
	g     *Mosaic
	far   int
	done  map[int]bool
	visit func(r image.Rectangle, c color.RGBA)
}

func (t *touching) area(lo, hi dot, inside func(r image.Rectangle) bool) {
	g, side := t.g, float64(t.g.side)
	block := func(v float64, n int) int { return min(max(int(v/side), 0), n-1) }
	for by := block(lo.y, g.down); by <= block(hi.y, g.down); by++ {
		for bx := block(lo.x, g.across); bx <= block(hi.x, g.across); bx++ {
			r := image.Rect(bx*g.side, by*g.side, (bx+1)*g.side, (by+1)*g.side).Intersect(image.Rectangle{Max: g.size})
			if i := by*g.across + bx; !t.done[i] && inside(r) {
				t.done[i] = true
				t.visit(r, g.colour(bx, by, t.far))
			}
		}
	}
}
