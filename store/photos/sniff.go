package photos

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	_ "image/jpeg" // sizes of JPEG
	_ "image/png"  // sizes of PNG
	"io"
	"os"
	"strconv"

	"hallcheck/checklist"

	_ "golang.org/x/image/webp" // sizes of WebP
)

// kind is a picture format that is taken, recognised by content.
type kind string

const (
	kindJPEG kind = "jpeg"
	kindPNG  kind = "png"
	kindWebP kind = "webp"
	kindHEIC kind = "heic"
)

func (k kind) mime() string { return "image/" + string(k) }

// sniff tells the kind by the first bytes, "" for all that is not taken.
func sniff(head []byte) kind {
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xd8\xff")):
		return kindJPEG
	case bytes.HasPrefix(head, []byte("\x89PNG\r\n\x1a\n")):
		return kindPNG
	case len(head) >= 16 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP":
		return kindWebP
	case len(head) >= 16 && string(head[4:8]) == "ftyp" && heifBrand(head):
		return kindHEIC
	}
	return ""
}

// heifBrand says whether the ftyp box names a still picture coded by HEVC; other
// codecs in the same container (AVIF) are not taken.
func heifBrand(head []byte) bool {
	n := int(min(binary.BigEndian.Uint32(head), uint32(len(head))))
	for at := 8; at+4 <= n; at += 4 {
		if at == 12 {
			continue // minor version
		}
		switch string(head[at : at+4]) {
		case "heic", "heix", "heim", "heis", "hevc", "hevx":
			return true
		}
	}
	return false
}

// checkHeader recognises the file and holds its size in pixels against the
// limits before anything is decoded. Codes photo.type, .dimensions, .damaged.
func checkHeader(path, name string) (kind, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", checklist.Fail("photo.read", "name", name).Because(err)
	}
	defer f.Close()
	k, w, h, err := header(f)
	switch {
	case k == "":
		return "", checklist.Fail("photo.type", "name", name)
	case err != nil:
		return "", checklist.Fail("photo.damaged", "name", name).Because(err)
	case w <= 0 || h <= 0:
		return "", checklist.Fail("photo.damaged", "name", name)
	case w > MaxSide || h > MaxSide || int64(w)*int64(h) > MaxPixels:
		return "", checklist.Fail("photo.dimensions", "name", name, "width", strconv.Itoa(w), "height", strconv.Itoa(h))
	}
	return k, nil
}

// header reads kind and stored width and height in pixels, not the picture. For
// HEIC it is the largest size any part of the file declares.
func header(r io.ReadSeeker) (k kind, w, h int, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errors.New("header cannot be read")
		}
	}()
	head := make([]byte, 64)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return "", 0, 0, err
	}
	k = sniff(head[:n])
	if k == "" {
		return "", 0, 0, nil
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return k, 0, 0, err
	}
	if k == kindHEIC {
		w, h, err = heifSize(r)
		return k, w, h, err
	}
	c, _, err := image.DecodeConfig(r)
	return k, c.Width, c.Height, err
}

// heifSize walks the boxes meta/iprp/ipco of ISO/IEC 23008-12 and returns the
// largest width and height of all ispe properties.
func heifSize(r io.ReadSeeker) (w, h int, err error) {
	for range 64 { // boxes on the top level
		var b [8]byte
		if _, err := io.ReadFull(r, b[:]); err != nil {
			return 0, 0, errors.New("no meta box")
		}
		size := int64(binary.BigEndian.Uint32(b[:])) - 8
		if string(b[4:]) == "meta" {
			if size < 4 || size > 4<<20 {
				return 0, 0, errors.New("meta box of absurd size")
			}
			meta := make([]byte, size)
			if _, err := io.ReadFull(r, meta); err != nil {
				return 0, 0, err
			}
			w, h = largest(box(box(meta[4:], "iprp"), "ipco"))
			return w, h, nil
		}
		if size < 0 {
			return 0, 0, errors.New("no meta box")
		}
		if _, err := r.Seek(size, io.SeekCurrent); err != nil {
			return 0, 0, err
		}
	}
	return 0, 0, errors.New("no meta box")
}

// each calls f with every box of b: its type and its content.
func each(b []byte, f func(name string, content []byte)) {
	for len(b) >= 8 {
		n := binary.BigEndian.Uint32(b)
		if n < 8 || uint64(n) > uint64(len(b)) {
			return
		}
		f(string(b[4:8]), b[8:n])
		b = b[n:]
	}
}

func box(b []byte, want string) (found []byte) {
	each(b, func(name string, content []byte) {
		if name == want && found == nil {
			found = content
		}
	})
	return found
}

func largest(ipco []byte) (w, h int) {
	each(ipco, func(name string, c []byte) {
		if name == "ispe" && len(c) >= 12 {
			w = max(w, int(min(binary.BigEndian.Uint32(c[4:]), 1<<30)))
			h = max(h, int(min(binary.BigEndian.Uint32(c[8:]), 1<<30)))
		}
	})
	return w, h
}
