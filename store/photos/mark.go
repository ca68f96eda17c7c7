package photos

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"image"
	"image/draw"
	"image/jpeg"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/markup"
)

// maskQuality is the JPEG quality of a masked picture, from which the copies are
// made once more.
const maskQuality = 92

// BurnMosaic stores a new picture in which what lies under the mosaics of marks
// is gone, and returns its hash: an upright JPEG of at most WorkingEdge pixels
// without metadata or inner thumbnail, durable when this returns. The same marks
// on the same picture give the same hash. Codes mark.mosaic when there is no
// mosaic, photo.missing and those of Add.
func (s *Store) BurnMosaic(ctx context.Context, hash string, marks checklist.Marks) (string, error) {
	mosaics := marks.Mosaics()
	if len(mosaics) == 0 {
		return "", checklist.Fail("mark.mosaic", "name", shortName(hash))
	}
	if err := marks.Check(); err != nil {
		return "", err
	}
	if !s.Has(hash) {
		return "", checklist.Fail("photo.missing", "name", shortName(hash))
	}
	if err := s.fetch(hash); err != nil {
		return "", err
	}
	from := s.original(hash)
	k, err := checkHeader(from, shortName(hash))
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp(s.tmp(), "mask-")
	if err != nil {
		return "", writeFailed(shortName(hash), 0, err)
	}
	defer os.RemoveAll(dir)
	made := filepath.Join(dir, "masked.jpg")
	if _, err := s.pool.run(ctx, job{Path: from, Kind: k, Masked: made, Mosaics: mosaics}); err != nil {
		return "", named(err, shortName(hash))
	}
	return s.keep(ctx, made)
}

// keep makes a file of ours an original.
func (s *Store) keep(ctx context.Context, path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", checklist.Fail("photo.read", "name", filepath.Base(path)).Because(err)
	}
	defer f.Close()
	t, err := s.receive(ctx, f, filepath.Base(path), MaxImport)
	if err != nil {
		return "", err
	}
	defer t.drop()
	if err := t.sync(); err != nil {
		return "", writeFailed(filepath.Base(path), t.size, err)
	}
	return t.hash, s.publish(t, filepath.Base(path))
}

// burn is the decoder's part of BurnMosaic; w and h are the stored size.
func burn(data []byte, j job, orientation int) (w, h int, err error) {
	img, full, err := picture(data, j.Kind)
	if err != nil {
		return 0, 0, err
	}
	small := upright(shrink(img, WorkingEdge), orientation)
	out := image.NewRGBA(small.Rect)
	draw.Draw(out, out.Rect, small, small.Rect.Min, draw.Src)
	markup.NewMosaic(out).Burn(out, j.Mosaics)
	if err := writeImage(j.Masked, out, maskQuality); err != nil {
		return 0, 0, errors.Join(errWrite, err)
	}
	return full.X, full.Y, nil
}

// Marked returns the path of the working copy with the marks drawn on it, made
// when it is not in the cache, which takes a second at most. hash is the picture
// that is shown (checklist.PhotoRef.Shown): mosaics are in it already and are
// not drawn. Without other marks it is Working. Codes as Working.
func (s *Store) Marked(ctx context.Context, hash string, marks checklist.Marks) (string, error) {
	return s.drawn(ctx, hash, marks, WorkingEdge)
}

// MarkedThumb is Marked with ThumbEdge pixels.
func (s *Store) MarkedThumb(ctx context.Context, hash string, marks checklist.Marks) (string, error) {
	return s.drawn(ctx, hash, marks, ThumbEdge)
}

func (s *Store) drawn(ctx context.Context, hash string, marks checklist.Marks, edge int) (string, error) {
	marks = marks.Drawn()
	if len(marks) == 0 && edge == ThumbEdge {
		return s.Thumb(hash)
	}
	working, err := s.Working(hash)
	if err != nil || len(marks) == 0 {
		return working, err
	}
	if err := marks.Check(); err != nil {
		return "", err
	}
	name := markedName(hash, marks)
	large, small := filepath.Join(s.markedDir(), name[:2], name+".jpg"), filepath.Join(s.markedDir(), name[:2], name+"-t.jpg")
	if !intact(large) || !intact(small) {
		err := s.making.once(name, func() error { return drawOn(ctx, working, marks, large, small) })
		if err != nil {
			return "", err
		}
	}
	if edge == ThumbEdge {
		return small, nil
	}
	return large, nil
}

func (s *Store) markedDir() string { return filepath.Join(s.dir, "cache", "m") }

// markedName is the name a marked copy is kept under: picture and marks.
func markedName(hash string, marks checklist.Marks) string {
	b, _ := json.Marshal(marks) // plain data
	sum := sha256.Sum256(append([]byte("marked 1\n"+hash+"\n"), b...))
	return hex.EncodeToString(sum[:])
}

// drawOn reads a working copy, which this program wrote, and writes it marked.
func drawOn(ctx context.Context, working string, marks checklist.Marks, large, small string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	f, err := os.Open(working)
	if err != nil {
		return checklist.Fail("photo.read", "name", filepath.Base(working)).Because(err)
	}
	defer f.Close()
	img, err := jpeg.Decode(f)
	if err != nil {
		return checklist.Fail("photo.damaged", "name", filepath.Base(working)).Because(err)
	}
	out := image.NewRGBA(image.Rectangle{Max: img.Bounds().Size()})
	draw.Draw(out, out.Rect, img, img.Bounds().Min, draw.Src)
	markup.Draw(out, marks)
	if err := writeImage(large, out, quality); err != nil {
		return writeFailed(filepath.Base(large), 0, err)
	}
	if err := writeJPEG(small, shrink(out, ThumbEdge)); err != nil {
		return writeFailed(filepath.Base(small), 0, err)
	}
	return nil
}

// markedAge is how long an unused marked copy is kept; it is made anew when
// somebody asks again.
const markedAge = 60 * 24 * time.Hour

// clearMarked removes the copies of marks that were changed since.
func (s *Store) clearMarked(now time.Time) {
	_ = filepath.WalkDir(s.markedDir(), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil //nolint:nilerr // a cache that cannot be read is not cleared
		}
		if st, err := d.Info(); err == nil && now.Sub(st.ModTime()) > markedAge {
			_ = os.Remove(path)
		}
		return nil
	})
}
