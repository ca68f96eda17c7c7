package cli

import (
	"context"
	"io"
	"os"
	"path/filepath"

	"hallcheck/app/config"
	"hallcheck/checklist"
	"hallcheck/store/exchange/road"
	"hallcheck/store/photos"
)

// photoSecret is the name under which the key of the photos' bucket is kept.
const photoSecret = "photos"

// OpenAlbum opens the photos of a data folder: they lie in the folder, or in the
// bucket its configuration names, with the folder as a cache.
func OpenAlbum(cfg config.Config) (*photos.Store, error) {
	album, err := photos.Open(cfg.Dir)
	if err != nil || cfg.Photos == "" {
		return album, err
	}
	far, err := newBucket(cfg, cfg.Photos, "")
	if err != nil {
		_ = album.Close()
		return nil, err
	}
	album.KeepIn(far, photos.DefaultRoom)
	return album, nil
}

// bucket keeps originals on a road, one folder for each first two digits.
type bucket struct {
	addr string
	o    road.Options
	idle chan road.Road // a road serves one at a time
}

// connections is how many roads a bucket keeps open for later.
const connections = 4

func newBucket(cfg config.Config, addr, secret string) (*bucket, error) {
	if secret == "" {
		var err error
		if secret, err = (road.Secrets{Dir: filepath.Join(cfg.Dir, "keys")}).Get(photoSecret); err != nil {
			return nil, err
		}
	}
	return &bucket{addr: addr, o: road.Options{Secret: secret, Sender: "photos"}, idle: make(chan road.Road, connections)}, nil
}

func objectOf(hash string) string { return hash[:2] + "/" + hash }

func (b *bucket) take(ctx context.Context) (road.Road, error) {
	select {
	case r := <-b.idle:
		return r, nil
	default:
		return road.Open(ctx, b.addr, b.o)
	}
}

// back keeps a road for the next, unless it failed.
func (b *bucket) back(r road.Road, err error) {
	if err != nil {
		_ = r.Close()
		return
	}
	select {
	case b.idle <- r:
	default:
		_ = r.Close()
	}
}

// Put implements photos.Far.
func (b *bucket) Put(ctx context.Context, hash, file string, size int64) error {
	f, err := os.Open(file) // #nosec G304 -- a file of the photo store
	if err != nil {
		return err
	}
	defer f.Close()
	r, err := b.take(ctx)
	if err != nil {
		return err
	}
	err = r.Put(ctx, objectOf(hash), f, size, hash, nil)
	b.back(r, err)
	return err
}

// Get implements photos.Far.
func (b *bucket) Get(ctx context.Context, hash string) (io.ReadCloser, error) {
	r, err := b.take(ctx)
	if err != nil {
		return nil, err
	}
	body, err := r.Get(ctx, objectOf(hash), 0)
	if err != nil {
		b.back(r, err)
		return nil, err
	}
	return &lent{body, b, r}, nil
}

// lent is a file being read; its road is free again when it is closed.
type lent struct {
	io.ReadCloser
	b *bucket
	r road.Road
}

func (l *lent) Close() error {
	err := l.ReadCloser.Close()
	l.b.back(l.r, err)
	return err
}

// Remove implements photos.Far.
func (b *bucket) Remove(ctx context.Context, hash string) error {
	r, err := b.take(ctx)
	if err != nil {
		return err
	}
	err = r.Remove(ctx, objectOf(hash))
	b.back(r, err)
	return err
}

// Close implements photos.Far.
func (b *bucket) Close() error {
	for {
		select {
		case r := <-b.idle:
			_ = r.Close()
		default:
			return nil
		}
	}
}

// photosShow says where the originals lie.
func photosShow(e *env, _ *arguments) error {
	return e.answer(map[string]*string{"place": some(e.cfg.Photos)}, func(w io.Writer) error {
		text := e.t("photos.here", "dir", filepath.Join(e.cfg.Dir, "photos"))
		if e.cfg.Photos != "" {
			text = e.t("photos.there", "place", road.Clean(e.cfg.Photos))
		}
		_, err := io.WriteString(w, text+"\n")
		return err
	})
}

// photosMove brings all originals to a bucket and keeps them there from now on, or
// back into the folder with "here". Nothing is changed before everything is there.
func photosMove(e *env, a *arguments) error {
	s, album, done, err := e.openAll() // the lock: nobody adds photos meanwhile
	if err != nil {
		return err
	}
	defer done()
	if a.rest[0] == "here" {
		hashes, err := s.PhotoHashes(e.ctx)
		if err != nil {
			return err
		}
		return e.photosBack(album, hashes)
	}
	addr, secret, err := road.Split(a.rest[0])
	if err != nil {
		return err
	}
	if secret == "" {
		if secret, err = e.roadSecret(a); err != nil {
			return err
		}
	}
	far, err := newBucket(e.cfg, addr, secret)
	if err != nil {
		return err
	}
	defer func() { _ = far.Close() }()
	if err := album.MoveTo(e.ctx, far, e.progress("cli.step.photos")); err != nil {
		return err
	}
	if secret != "" {
		if _, err := (road.Secrets{Dir: filepath.Join(e.cfg.Dir, "keys")}).Set(photoSecret, secret); err != nil {
			return err
		}
	}
	return e.keepPhotosIn(addr)
}

// photosBack brings every original somebody refers to into the folder.
func (e *env) photosBack(album *photos.Store, hashes []string) error {
	step := e.progress("cli.step.photos")
	var lost checklist.Problems
	for i, h := range hashes {
		r, err := album.Original(h)
		if err == nil {
			err = r.Close()
		}
		switch {
		case checklist.CodeOf(err) == "photo.missing":
			lost = append(lost, checklist.Problem{Key: h, Code: "photo.lost"})
		case err != nil:
			return err
		}
		step(i+1, len(hashes))
	}
	if len(lost) > 0 {
		return lost
	}
	return e.keepPhotosIn("")
}

func (e *env) keepPhotosIn(addr string) error {
	e.cfg.Photos = addr
	if err := e.cfg.Save(); err != nil {
		return checklist.Fail("cli.cannotWrite", "file", e.cfg.Dir).Because(err)
	}
	return photosShow(e, nil)
}
