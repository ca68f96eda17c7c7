package exchange

import (
	"context"
	"io"
	"slices"
	"strings"
	"sync"

	"hallcheck/checklist/bundle"
)

// photo is an original and the copy that stands for it.
type photo struct {
	original string
	bundle.Blob
}

// sharers is how many photos are read at once before a bundle is written.
const sharers = 2

// sharePhotos learns hash and size of the copy of every photo that may leave
// the house. An inspection one of whose photos cannot be had is skipped.
func (s *sender) sharePhotos(ctx context.Context, list []*parcel, count *steps, out *Exported) ([]*parcel, error) {
	var hashes []string
	seen := map[string]bool{}
	for _, p := range list {
		for _, h := range p.hashes() {
			if !seen[h] {
				seen[h] = true
				hashes = append(hashes, h)
			}
		}
	}
	count.total = 2 * len(hashes)
	shared, bad, err := s.measure(ctx, hashes, count)
	if err != nil {
		return nil, err
	}
	good := list[:0]
	for _, p := range list {
		var why error
		for _, h := range p.hashes() {
			if bad[h] != nil && why == nil {
				why = bad[h]
			}
			p.photos = append(p.photos, photo{original: h, Blob: shared[h]})
		}
		if why != nil {
			out.Skipped = append(out.Skipped, Skipped{ID: p.id(), Err: why})
			continue
		}
		slices.SortFunc(p.photos, func(a, b photo) int { return strings.Compare(a.original, b.original) })
		good = append(good, p)
	}
	out.Photos = len(hashes) - len(bad)
	return good, nil
}

func (s *sender) measure(ctx context.Context, hashes []string, count *steps) (map[string]bundle.Blob, map[string]error, error) {
	shared, bad := make(map[string]bundle.Blob, len(hashes)), map[string]error{}
	var mu sync.Mutex
	var wg sync.WaitGroup
	next := make(chan string)
	for range min(sharers, len(hashes)) {
		wg.Go(func() {
			for h := range next {
				one, err := s.measureOne(h)
				mu.Lock()
				if err != nil {
					bad[h] = err
				} else {
					shared[h] = one
				}
				mu.Unlock()
				count.step()
			}
		})
	}
	for _, h := range hashes {
		if ctx.Err() != nil {
			break
		}
		next <- h
	}
	close(next)
	wg.Wait()
	return shared, bad, ctx.Err()
}

func (s *sender) measureOne(hash string) (bundle.Blob, error) {
	open := func() (io.ReadCloser, error) {
		r, _, err := s.x.Photos.Shareable(hash)
		return r, err
	}
	if s.careful {
		s.x.Photos.DropSums(hash)
	} else if known, ok := s.x.Photos.Sums(hash); ok {
		return bundle.Blob{SHA256: known.SHA256, CRC: known.CRC, Size: known.Size, Open: open}, nil
	}
	r, err := open()
	if err != nil {
		return bundle.Blob{}, err
	}
	defer r.Close()
	b, err := bundle.Measure(r)
	b.Open = open
	return b, err
}
