package shell

import (
	"container/list"
	"image"
	"image/draw"
	_ "image/jpeg" // working copies and thumbs are JPEG
	_ "image/png"  // pictures of reports
	"os"
)

// pictureBytes is how much decoded picture is kept.
const pictureBytes = 160 << 20

// pictures decodes away from the window and keeps what was used last. It is
// used on the window's goroutine only.
type pictures struct {
	tasks *Tasks
	slots chan struct{}
	used  *list.List // of *picture, newest first
	known map[string]*list.Element
	wait  map[string][]func(image.Image)
	bytes int
}

type picture struct {
	path string
	img  image.Image
	size int
}

func newPictures(t *Tasks) *pictures {
	return &pictures{
		tasks: t, slots: make(chan struct{}, 2), used: list.New(),
		known: map[string]*list.Element{}, wait: map[string][]func(image.Image){},
	}
}

// Picture decodes the file at path and gives it to then, at once when it is
// still known; nil when it cannot be read. It is a kit.Loader.
func (s *Shell) Picture(path string, then func(image.Image)) {
	p := s.pics
	if e, ok := p.known[path]; ok {
		p.used.MoveToFront(e)
		then(e.Value.(*picture).img)
		return
	}
	p.wait[path] = append(p.wait[path], then)
	if len(p.wait[path]) > 1 {
		return
	}
	job := func() {
		p.slots <- struct{}{}
		img := decode(path)
		<-p.slots
		p.tasks.post(func() { p.give(path, img) })
	}
	p.tasks.spawn(job)
}

func (p *pictures) give(path string, img image.Image) {
	waiting := p.wait[path]
	delete(p.wait, path)
	if img != nil {
		b := img.Bounds()
		x := &picture{path, img, b.Dx() * b.Dy() * 4}
		p.known[path] = p.used.PushFront(x)
		p.bytes += x.size
		for p.bytes > pictureBytes && p.used.Len() > 1 {
			last := p.used.Remove(p.used.Back()).(*picture)
			delete(p.known, last.path)
			p.bytes -= last.size
		}
	}
	for _, f := range waiting {
		f(img)
	}
}

// readImage decodes a picture file; nil when it cannot be read.
func readImage(path string) image.Image {
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer func() { _ = f.Close() }()
	img, _, err := image.Decode(f)
	if err != nil {
		return nil
	}
	return img
}

// decode reads a picture into the form the painter takes without converting.
func decode(path string) image.Image {
	src := readImage(path)
	if src == nil {
		return nil
	}
	b := src.Bounds()
	out := image.NewNRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(out, out.Bounds(), src, b.Min, draw.Src)
	return out
}
