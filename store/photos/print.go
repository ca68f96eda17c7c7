package photos

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"os"

	"hallcheck/checklist"
)

// Print makes the print of a stored picture from its thumbnail, which may have
// to be made first: not for the UI goroutine. Codes photo.missing and those of
// Add.
func (s *Store) Print(hash string) (checklist.Print, error) {
	y, err := s.brightness(hash)
	if err != nil {
		return checklist.Print{}, err
	}
	return checklist.MakePrint(y.pix, y.stride, y.w, y.h), nil
}

// brightness reads a picture's thumbnail. It was written by us from decoded
// pixels, so that it may be read here; its size is looked at all the same.
func (s *Store) brightness(hash string) (plane, error) {
	path, err := s.Thumb(hash)
	if err != nil {
		return plane{}, err
	}
	y, err := readBrightness(path)
	if err != nil {
		return plane{}, checklist.Fail("photo.damaged", "name", shortName(hash)).Because(err)
	}
	return y, nil
}

func readBrightness(path string) (plane, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return plane{}, err
	}
	c, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return plane{}, err
	}
	if max(c.Width, c.Height) > ThumbEdge {
		return plane{}, errors.New("no thumbnail")
	}
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return plane{}, err
	}
	return brightnessOf(img), nil
}

func brightnessOf(img image.Image) plane {
	y, _, _ := planes(img, 1)
	return y
}
