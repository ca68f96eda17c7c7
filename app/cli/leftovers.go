package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"time"
)

// leftoverAge is how long nothing may have been written to a temporary before
// its program counts as killed.
const leftoverAge = time.Hour

// leftover is the name of a temporary as os.MkdirTemp and os.CreateTemp make it.
var leftover = regexp.MustCompile(`^\.(backup|part)-[0-9]+$`)

// sweepLeftovers removes from the folder of a backup what killed ones left in
// it. A file or folder that cannot be removed keeps nobody from the backup.
func sweepLeftovers(dir string, now time.Time) {
	list, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	old := func(path string) bool {
		info, err := os.Lstat(path)
		return err == nil && now.Sub(info.ModTime()) > leftoverAge
	}
	for _, x := range list {
		path, m := filepath.Join(dir, x.Name()), leftover.FindStringSubmatch(x.Name())
		switch {
		case m == nil || !old(path):
		case m[1] == "part" && x.Type().IsRegular():
			_ = os.Remove(path)
		case m[1] == "backup" && x.IsDir():
			sweepFolder(path, old)
		}
	}
}

// sweepFolder removes a folder that holds nothing but an old copy of the
// database, whole or half; one with anything else in it is not ours to remove.
func sweepFolder(dir string, old func(path string) bool) {
	list, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, x := range list {
		switch x.Name() {
		case databaseEntry, databaseEntry + ".part", databaseEntry + ".part-journal":
			if x.Type().IsRegular() && old(filepath.Join(dir, x.Name())) {
				continue
			}
		}
		return
	}
	for _, x := range list {
		_ = os.Remove(filepath.Join(dir, x.Name()))
	}
	_ = os.Remove(dir)
}
