package photos

import (
	"bytes"
	"strings"
	"time"

	"github.com/bep/imagemeta"
)

// facts are what a picture's metadata is asked for.
type facts struct {
	orientation   int    // 1…8 of EXIF 2.32 §4.6.4; 1 when unknown
	taken, offset string // DateTimeOriginal, OffsetTimeOriginal
}

var formats = map[kind]imagemeta.ImageFormat{
	kindJPEG: imagemeta.JPEG, kindPNG: imagemeta.PNG, kindWebP: imagemeta.WebP, kindHEIC: imagemeta.HEIF,
}

// metadata reads orientation and capture time. Whatever is wrong in the EXIF
// block costs these facts, never the picture.
func metadata(data []byte, k kind) (f facts) {
	f.orientation = 1
	defer func() { _ = recover() }()
	wanted := map[string]*string{
		"DateTimeOriginal": &f.taken, "OffsetTimeOriginal": &f.offset,
	}
	_, _ = imagemeta.Decode(imagemeta.Options{
		R: bytes.NewReader(data), ImageFormat: formats[k], Sources: imagemeta.EXIF,
		Timeout: time.Second, LimitNumTags: 2000, LimitTagSize: 4096, Warnf: func(string, ...any) {},
		ShouldHandleTag: func(t imagemeta.TagInfo) bool { return t.Tag == "Orientation" || wanted[t.Tag] != nil },
		HandleTag: func(t imagemeta.TagInfo) error {
			if t.Tag == "Orientation" && t.Namespace == "IFD0" {
				if v, ok := t.Value.(uint16); ok && v >= 1 && v <= 8 {
					f.orientation = int(v)
				}
			} else if p := wanted[t.Tag]; p != nil && *p == "" {
				if v, ok := t.Value.(string); ok && len(v) < 64 {
					*p = strings.TrimRight(strings.TrimSpace(v), "\x00")
				}
			}
			return nil
		},
	})
	if k == kindHEIC {
		f.orientation = 1 // the decoder has already turned the picture
	}
	return f
}

// captured is the capture time, exact to the second, in unix ms UTC, 0 when there is none to believe:
// unreadable, before 1990, or more than a day after now. Without an offset the
// camera's clock is read in the local zone.
func captured(taken, offset string, now time.Time) int64 {
	t, err := time.ParseInLocation("2006:01:02 15:04:05", taken, time.Local)
	if err != nil {
		return 0
	}
	if z, err := time.Parse("-07:00", offset); err == nil {
		t = time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, z.Location())
	}
	if t.Year() < 1990 || t.After(now.Add(24*time.Hour)) {
		return 0
	}
	return t.UnixMilli()
}
