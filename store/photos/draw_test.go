package photos

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	red   = color.RGBA{220, 30, 30, 255}
	green = color.RGBA{30, 200, 40, 255}
	blue  = color.RGBA{30, 50, 220, 255}
	white = color.RGBA{250, 250, 250, 255}
)

// corner is the colour of the upright w × h test picture: red above left, green
// above right, blue below left, white below right.
func corner(x, y, w, h int) color.RGBA {
	switch {
	case x < w/2 && y < h/2:
		return red
	case y < h/2:
		return green
	case x < w/2:
		return blue
	}
	return white
}

// stored draws the upright w × h picture as a camera stores it under an
// orientation: EXIF 2.32 table 6, "the 0th row is at the visual …".
func stored(w, h, orientation int) image.Image {
	sw, sh := w, h
	if orientation >= 5 {
		sw, sh = h, w
	}
	m := image.NewRGBA(image.Rect(0, 0, sw, sh))
	for r := range sh {
		for c := range sw {
			var x, y int
			switch orientation {
			case 1: // top, left
				x, y = c, r
			case 2: // top, right
				x, y = w-1-c, r
			case 3: // bottom, right
				x, y = w-1-c, h-1-r
			case 4: // bottom, left
				x, y = c, h-1-r
			case 5: // left, top
				x, y = r, c
			case 6: // right, top
				x, y = w-1-r, c
			case 7: // right, bottom
				x, y = w-1-r, h-1-c
			case 8: // left, bottom
				x, y = r, h-1-c
			}
			m.SetRGBA(c, r, corner(x, y, w, h))
		}
	}
	return m
}

func asJPEG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, jpeg.Encode(&b, m, &jpeg.Options{Quality: 92}))
	return b.Bytes()
}

func asPNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, m))
	return b.Bytes()
}

// exif is an APP1 segment with orientation, capture time and a place.
func exif(orientation int, taken, offset string) []byte {
	be := binary.BigEndian
	tiff := []byte("MM\x00\x2a\x00\x00\x00\x08")
	entry := func(b []byte, tag, kind uint16, n, value uint32) []byte {
		b = be.AppendUint16(be.AppendUint16(b, tag), kind)
		return be.AppendUint32(be.AppendUint32(b, n), value)
	}
	const exifAt, gpsAt, dataAt = 8 + 2 + 3*12 + 4, 50 + 2 + 2*12 + 4, 80 + 2 + 2*12 + 4
	tiff = be.AppendUint16(tiff, 3)
	tiff = entry(tiff, 0x0112, 3, 1, uint32(orientation)<<16)
	tiff = entry(tiff, 0x8769, 4, 1, exifAt)
	tiff = entry(tiff, 0x8825, 4, 1, gpsAt)
	tiff = be.AppendUint32(tiff, 0)
	data := append([]byte(taken), 0)
	offsetAt := dataAt + len(data)
	data = append(append(data, offset...), 0)
	gpsDataAt := dataAt + len(data)
	for _, n := range []uint32{31, 1, 14, 1, 5, 1} {
		data = be.AppendUint32(data, n)
	}
	tiff = be.AppendUint16(tiff, 2)
	tiff = entry(tiff, 0x9003, 2, uint32(len(taken)+1), dataAt)
	tiff = entry(tiff, 0x9011, 2, uint32(len(offset)+1), uint32(offsetAt))
	tiff = be.AppendUint32(tiff, 0)
	tiff = be.AppendUint16(tiff, 2)
	tiff = entry(tiff, 1, 2, 2, uint32('N')<<24)
	tiff = entry(tiff, 2, 5, 3, uint32(gpsDataAt))
	tiff = be.AppendUint32(tiff, 0)
	tiff = append(tiff, data...)
	seg := be.AppendUint16([]byte{0xff, 0xe1}, uint16(2+6+len(tiff)))
	return append(append(seg, "Exif\x00\x00"...), tiff...)
}

// withEXIF puts a segment behind the first two bytes of a JPEG.
func withEXIF(jpg, seg []byte) []byte {
	return append(append(append([]byte{}, jpg[:2]...), seg...), jpg[2:]...)
}

func load(t testing.TB, path string) image.Image {
	t.Helper()
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	m, err := jpeg.Decode(f)
	require.NoError(t, err)
	return m
}

// requireUpright holds the four corners against the test picture.
func requireUpright(t testing.TB, m image.Image) {
	t.Helper()
	b := m.Bounds()
	for _, at := range []image.Point{
		{b.Dx() / 4, b.Dy() / 4},
		{b.Dx() * 3 / 4, b.Dy() / 4},
		{b.Dx() / 4, b.Dy() * 3 / 4},
		{b.Dx() * 3 / 4, b.Dy() * 3 / 4},
	} {
		want := corner(at.X, at.Y, b.Dx(), b.Dy())
		r, g, bl, _ := m.At(at.X, at.Y).RGBA()
		assert.InDelta(t, int(want.R), int(r>>8), 16, "red at %v", at)
		assert.InDelta(t, int(want.G), int(g>>8), 16, "green at %v", at)
		assert.InDelta(t, int(want.B), int(bl>>8), 16, "blue at %v", at)
	}
}
