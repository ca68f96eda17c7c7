package photos

import (
	"bufio"
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"

	"hallcheck/checklist"

	"github.com/gen2brain/heic"
	"golang.org/x/image/webp"
)

// job is what a decoder is asked: to read the picture at Path, and to write the
// copies when their paths are given.
type job struct {
	Path    string `json:"path"`
	Kind    kind   `json:"kind"`
	Working string `json:"working,omitempty"`
	Thumb   string `json:"thumb,omitempty"`

	Masked  string          `json:"masked,omitempty"` // where the picture goes with Mosaics burnt in
	Mosaics checklist.Marks `json:"mosaics,omitempty"`
}

// result is the decoder's answer. Code is empty when all went well.
type result struct {
	Code   string `json:"code,omitempty"`
	Cause  string `json:"cause,omitempty"`
	Width  int    `json:"width"` // upright pixels of the whole picture
	Height int    `json:"height"`
	Taken  string `json:"taken,omitempty"`
	Offset string `json:"offset,omitempty"`
}

// err is the result as an error, nil when all went well.
func (r result) err() error {
	if r.Code == "" {
		return nil
	}
	return checklist.Fail(r.Code).Because(errors.New(r.Cause))
}

func refused(code string, err error) result { return result{Code: code, Cause: err.Error()} }

// decode does a job; it may panic, eat memory or never end, which is why it runs
// in a process of its own.
func decode(j job) result {
	data, err := os.ReadFile(j.Path)
	if err != nil {
		return refused("photo.read", err)
	}
	f := metadata(data, j.Kind)
	out := result{Taken: f.taken, Offset: f.offset}
	switch {
	case j.Masked != "":
		out.Width, out.Height, err = burn(data, j, f.orientation)
	case j.Working == "":
		out.Width, out.Height, err = sizeOf(data, j.Kind)
	default:
		out.Width, out.Height, err = makeCopies(data, j, f.orientation)
	}
	switch {
	case errors.Is(err, errWrite):
		return refused("photo.write", err)
	case err != nil:
		return refused("photo.damaged", err)
	}
	if f.orientation >= 5 {
		out.Width, out.Height = out.Height, out.Width
	}
	return out
}

var errWrite = errors.New("copy not written")

func sizeOf(data []byte, k kind) (w, h int, err error) {
	var c image.Config
	if k == kindHEIC {
		c, err = heic.DecodeConfig(bytes.NewReader(data))
	} else {
		c, _, err = image.DecodeConfig(bytes.NewReader(data))
	}
	return c.Width, c.Height, err
}

// makeCopies decodes the picture and writes working copy and thumbnail; w and h
// are the picture's stored size.
func makeCopies(data []byte, j job, orientation int) (w, h int, err error) {
	img, full, err := picture(data, j.Kind)
	if err != nil {
		return 0, 0, err
	}
	copied := upright(shrink(img, WorkingEdge), orientation)
	img = nil //nolint:ineffassign // lets go of the large picture before encoding
	if err := writeJPEG(j.Working, copied); err != nil {
		return 0, 0, errors.Join(errWrite, err)
	}
	if err := writeJPEG(j.Thumb, shrink(copied, ThumbEdge)); err != nil {
		return 0, 0, errors.Join(errWrite, err)
	}
	return full.X, full.Y, nil
}

// picture decodes; full is the size the file declares, of which the picture may
// be a smaller version.
func picture(data []byte, k kind) (img image.Image, full image.Point, err error) {
	r := bytes.NewReader(data)
	switch k {
	case kindPNG:
		img, err = png.Decode(r)
	case kindWebP:
		img, err = webp.Decode(r)
		fullRange(img)
	case kindHEIC:
		img, err = heic.Decode(r)
	default:
		return cameraJPEG(data)
	}
	if err != nil {
		return nil, full, err
	}
	full = img.Bounds().Size()
	if full.X <= 0 || full.Y <= 0 {
		return nil, full, errors.New("no pixels")
	}
	return img, full, nil
}

// wanted is the part of a damaged picture, in thousandths, that must be readable
// for it to be taken: what can be seen may still prove something.
const wanted = 500

// cameraJPEG decodes the pictures that phones and cameras make at about the size
// of the working copy, all others in full by image/jpeg.
func cameraJPEG(data []byte) (image.Image, image.Point, error) {
	img, full, good, err := scaledJPEG(data, WorkingEdge)
	switch {
	case err == nil, errors.Is(err, errBroken) && good >= wanted:
		return img, full, nil
	case errors.Is(err, errBroken) && good > 0:
		return nil, full, err
	}
	img, err = jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, full, err
	}
	return img, img.Bounds().Size(), nil
}

// fullRange stretches the video levels of lossy WebP (luma 16…235, chroma
// 16…240, RFC 6386 §9.2) to those of JPEG; the decoder hands them on as they are.
func fullRange(img image.Image) {
	var m *image.YCbCr
	switch i := img.(type) {
	case *image.YCbCr:
		m = i
	case *image.NYCbCrA:
		m = &i.YCbCr
	default:
		return
	}
	var luma, chroma [256]uint8
	for i := range 256 {
		luma[i] = uint8(max(0, min(255, ((i-16)*255+109)/219)))
		chroma[i] = uint8(max(0, min(255, ((i-128)*255+128*224+112)/224)))
	}
	for i, v := range m.Y {
		m.Y[i] = luma[v]
	}
	for i := range m.Cb {
		m.Cb[i], m.Cr[i] = chroma[m.Cb[i]], chroma[m.Cr[i]]
	}
}

// writeJPEG writes a cache file so that no half one is ever seen under its name.
// It holds pixels only: no EXIF, place, serial number or inner thumbnail.
func writeJPEG(path string, img image.Image) error { return writeImage(path, img, quality) }

func writeImage(path string, img image.Image, of100 int) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), "new-")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	b := bufio.NewWriterSize(f, 256<<10)
	err = jpeg.Encode(b, img, &jpeg.Options{Quality: of100})
	err = errors.Join(err, b.Flush(), f.Close())
	if err != nil {
		return err
	}
	return moveFile(f.Name(), path)
}

// intact says whether a cache file is there from its first to its last mark; it
// was not synced, so a power cut may have left less.
func intact(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	var head, tail [2]byte
	st, err := f.Stat()
	if err != nil || st.Size() < 4 {
		return false
	}
	_, e1 := f.ReadAt(head[:], 0)
	_, e2 := f.ReadAt(tail[:], st.Size()-2)
	return e1 == nil && e2 == nil && head == [2]byte{0xff, 0xd8} && tail == [2]byte{0xff, 0xd9}
}
