package photos

import (
	"context"
	"os"
	"path/filepath"
	"sort"
	"time"
)

// seen is what the watcher remembers of a file.
type seen struct {
	size     int64
	changed  time.Time
	reported bool
}

// Watch looks into the folder dir every so often until ctx ends and reports each
// picture file once it is whole: its size and time the same on two looks. Files
// that were there before count too; a file that is written anew is reported
// again. A folder that is away for a while (a stick, a share) is waited for.
// found is called on the goroutine of Watch.
func Watch(ctx context.Context, dir string, every time.Duration, found func(path string)) {
	known := map[string]seen{}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		for _, path := range lookInto(dir, known) {
			if ctx.Err() != nil {
				return
			}
			found(path)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// lookInto updates known and returns the files that have become whole, in the
// order a person counts.
func lookInto(dir string, known map[string]seen) (whole []string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	here := map[string]bool{}
	for _, e := range entries {
		st, err := e.Info()
		if err != nil || !st.Mode().IsRegular() || !pictureName(e.Name()) {
			continue
		}
		path := filepath.Join(dir, e.Name())
		here[path] = true
		was, old := known[path]
		is := seen{size: st.Size(), changed: st.ModTime()}
		if old && was.size == is.size && was.changed.Equal(is.changed) {
			is.reported = was.reported || is.size > 0
			if is.reported && !was.reported {
				whole = append(whole, path)
			}
		}
		known[path] = is
	}
	for path := range known {
		if !here[path] {
			delete(known, path)
		}
	}
	sort.Slice(whole, func(i, j int) bool { return before(whole[i], whole[j]) })
	return whole
}
