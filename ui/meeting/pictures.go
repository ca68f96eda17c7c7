package meeting

import (
	"context"
	"image"

	"fyne.io/fyne/v2/canvas"

	"hallcheck/ui/shell"
)

// pictures brings the pictures of slides from behind the window. It is used on
// the window's goroutine only; the pictures it keeps are bounded by the shell.
type pictures struct {
	p     *page
	full  map[string]string // places of working copies, by hash; "" = there is none
	small map[string]string // places of small pictures, by hash
}

// whole is a picker of pictures as large as they are shown.
func (x *pictures) whole(hash string, w, h int, then func(image.Image)) {
	x.at(hash, x.full, x.p.sv.Photos.Working, func(path string) {
		if path == "" {
			then(nil)
			return
		}
		x.p.s.PictureFit(path, w, h, then)
	})
}

// thumb is a picker of small pictures.
func (x *pictures) thumb(hash string, _, _ int, then func(image.Image)) {
	x.at(hash, x.small, x.p.sv.Photos.Thumb, func(path string) {
		if path == "" {
			then(nil)
			return
		}
		x.p.s.Picture(path, then)
	})
}

// at finds the place of a copy; making it first, where that is needed, happens
// away from the window.
func (x *pictures) at(hash string, known map[string]string, find func(string) (string, error), then func(path string)) {
	if path, ok := known[hash]; ok {
		then(path)
		return
	}
	shell.Run(x.p.s, x.p.ctx, func(context.Context) (string, error) { return find(hash) }, func(path string, err error) {
		if err != nil {
			path = ""
		}
		known[hash] = path
		then(path)
	})
}

// show puts a small picture into pic, unless it is to show another one by then.
func (x *pictures) show(pic *canvas.Image, hash string, still func() bool) {
	give := func(img image.Image) {
		if still() {
			pic.Image = img
			pic.Refresh()
		}
	}
	give(nil)
	if hash != "" {
		x.thumb(hash, 0, 0, give)
	}
}
