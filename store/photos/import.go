package photos

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"

	"hallcheck/checklist"
)

// MaxPictures is how many files one drop may bring.
const MaxPictures = 2000

// Import adds the files at paths, two at a time, and calls each, one call after
// the other, with the index of every path as it is done. A bad file never stops
// the others; after ctx ends the rest is reported with its error. The references
// are returned in the order of paths, those refused left out.
func (s *Store) Import(ctx context.Context, paths []string, source string, now time.Time,
	each func(i int, ref checklist.PhotoRef, err error),
) []checklist.PhotoRef {
	refs := make([]checklist.PhotoRef, len(paths))
	next := make(chan int)
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range min(workers, len(paths)) {
		wg.Go(func() {
			for i := range next {
				ref, err := s.AddFile(ctx, paths[i], source, now)
				mu.Lock()
				refs[i] = ref
				if each != nil {
					each(i, ref, err)
				}
				mu.Unlock()
			}
		})
	}
	for i := range paths {
		next <- i
	}
	close(next)
	wg.Wait()
	good := refs[:0]
	for _, r := range refs {
		if r.Hash != "" {
			good = append(good, r)
		}
	}
	return good
}

var endings = map[string]bool{
	".jpg": true, ".jpeg": true, ".jpe": true, ".png": true, ".webp": true, ".heic": true, ".heif": true, ".hif": true,
}

func pictureName(name string) bool {
	return endings[strings.ToLower(filepath.Ext(name))] && !strings.HasPrefix(name, ".")
}

// Pictures lists the files of a drop: files as they were given, folders replaced
// by the picture files in them and below, in the order a person counts (IMG_2
// before IMG_10). Hidden files and folders are left out. Beyond MaxPictures the
// first ones are returned together with the code photo.tooMany.
func Pictures(paths []string) ([]string, error) {
	var out []string
	for _, p := range paths {
		st, err := os.Stat(p)
		if err != nil {
			return nil, checklist.Fail("photo.read", "name", cleanName(p)).Because(err)
		}
		if !st.IsDir() {
			out = append(out, p)
			continue
		}
		found, err := inFolder(p)
		if err != nil {
			return nil, checklist.Fail("photo.read", "name", cleanName(p)).Because(err)
		}
		out = append(out, found...)
	}
	if len(out) > MaxPictures {
		return out[:MaxPictures], checklist.Fail("photo.tooMany", "max", strconv.Itoa(MaxPictures))
	}
	return out, nil
}

func inFolder(dir string) (found []string, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != dir && strings.HasPrefix(d.Name(), "."):
			return filepath.SkipDir
		case d.Type().IsRegular() && pictureName(d.Name()):
			found = append(found, path)
		}
		return nil
	})
	sort.SliceStable(found, func(i, j int) bool { return before(found[i], found[j]) })
	return found, err
}

// before compares names with the numbers in them read as numbers, without regard
// to case.
func before(a, b string) bool {
	x, y := strings.ToLower(a), strings.ToLower(b)
	for x != "" && y != "" {
		n, m := digits(x), digits(y)
		if n > 0 && m > 0 {
			p, q := strings.TrimLeft(x[:n], "0"), strings.TrimLeft(y[:m], "0")
			if p != q {
				return len(p) < len(q) || len(p) == len(q) && p < q
			}
			x, y = x[n:], y[m:]
			continue
		}
		if x[0] != y[0] {
			return x[0] < y[0]
		}
		x, y = x[1:], y[1:]
	}
	if len(x) != len(y) {
		return len(x) < len(y)
	}
	return a < b
}

// digits is the length of the number s begins with.
func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}
