package shell

import (
	"container/list"
	"image"
	"image/draw"
)

// fitBytes is how much picture ready to be painted is kept.
const fitBytes = 64 << 20

// fitKey is a picture at a size.
type fitKey struct {
	path string
	w, h int
}

// fits keeps pictures at the size they are shown in: the window's goroutine
// then neither scales nor converts them, which takes longer than a page may
// take to come. It is used on the window's goroutine only.
type fits struct {
	used  *list.List // of *fitted, newest first
	known map[fitKey]*list.Element
	wait  map[fitKey][]func(image.Image)
	bytes int
}

type fitted struct {
	key fitKey
	img *image.RGBA
}

func newFits() *fits {
	return &fits{used: list.New(), known: map[fitKey]*list.Element{}, wait: map[fitKey][]func(image.Image){}}
}

// PictureFit decodes the file at path, makes it small enough for w×h pixels
// (0×0 = as large as it is) and gives it to then in the form the painter takes
// as it is; at once when it is still known, nil when it cannot be read.
func (s *Shell) PictureFit(path string, w, h int, then func(image.Image)) {
	p := s.fits
	key := fitKey{path, w, h}
	if e, ok := p.known[key]; ok {
		p.used.MoveToFront(e)
		then(e.Value.(*fitted).img)
		return
	}
	p.wait[key] = append(p.wait[key], then)
	if len(p.wait[key]) > 1 {
		return
	}
	s.tasks.spawn(func() {
		s.pics.slots <- struct{}{}
		img := decodeFit(path, w, h)
		<-s.pics.slots
		s.tasks.post(func() { p.give(key, img) })
	})
}

// Fitted says whether PictureFit has the picture at hand.
func (s *Shell) Fitted(path string, w, h int) bool {
	_, ok := s.fits.known[fitKey{path, w, h}]
	return ok
}

func (p *fits) give(key fitKey, img *image.RGBA) {
	waiting := p.wait[key]
	delete(p.wait, key)
	if img == nil {
		for _, f := range waiting {
			f(nil)
		}
		return
	}
	p.known[key] = p.used.PushFront(&fitted{key, img})
	p.bytes += len(img.Pix)
	for p.bytes > fitBytes && p.used.Len() > 1 {
		last := p.used.Remove(p.used.Back()).(*fitted)
		delete(p.known, last.key)
		p.bytes -= len(last.img.Pix)
	}
	for _, f := range waiting {
		f(img)
	}
}

// decodeFit reads a picture and makes it fit; nil when it cannot be read.
func decodeFit(path string, w, h int) *image.RGBA {
	src := readImage(path)
	if src == nil {
		return nil
	}
	b := src.Bounds()
	img := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(img, img.Rect, src, b.Min, draw.Src)
	if w <= 0 || h <= 0 || b.Dx() <= w && b.Dy() <= h {
		return img
	}
	if b.Dx()*h > b.Dy()*w {
		return shrink(img, w, max(b.Dy()*w/b.Dx(), 1))
	}
	return shrink(img, max(b.Dx()*h/b.Dy(), 1), h)
}

// shrink scales down by averaging the area each new pixel covers: first along
// the rows, then along the columns.
func shrink(src *image.RGBA, w, h int) *image.RGBA {
	tall := src.Rect.Dy()
	mid := make([]uint8, w*tall*4)
	cols := shares(src.Rect.Dx(), w)
	for y := range tall {
		row := src.Pix[y*src.Stride : y*src.Stride+src.Rect.Dx()*4]
		for x := range w {
			mean(mid[(y*w+x)*4:], row, cols[x], 4)
		}
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	rows := shares(tall, h)
	for y := range h {
		for x := range w {
			mean(out.Pix[(y*w+x)*4:], mid[x*4:], rows[y], w*4)
		}
	}
	return out
}

// share is the run of old pixels under one new one, the first and the last of
// them by a part of 256 only.
type share struct {
	from, n     int
	first, last uint32
}

// shares divides from pixels among to fewer.
func shares(from, to int) []share {
	out := make([]share, to)
	for i := range out {
		begin, end := i*from*256/to, (i+1)*from*256/to
		a, b := begin>>8, (end+255)>>8
		out[i] = share{from: a, n: b - a, first: uint32(256 - begin&255), last: 256}
		if rest := end & 255; rest > 0 {
			out[i].last = uint32(rest)
		}
	}
	return out
}

// mean writes the weighted mean of a run of pixels that lie step bytes apart.
func mean(dst, src []uint8, s share, step int) {
	var r, g, b, a, sum uint32
	for k := range s.n {
		w := uint32(256)
		switch {
		case k == 0:
			w = s.first
		case k == s.n-1:
			w = s.last
		}
		p := src[(s.from+k)*step:]
		p = p[:4:4]
		r, g, b, a, sum = r+w*uint32(p[0]), g+w*uint32(p[1]), b+w*uint32(p[2]), a+w*uint32(p[3]), sum+w
	}
	d := dst[:4:4]
	d[0], d[1], d[2], d[3] = uint8(r/sum), uint8(g/sum), uint8(b/sum), uint8(a/sum)
}
