//go:build !windows

package photos

import "os"

// moveFile renames within one file system.
func moveFile(from, to string) error { return os.Rename(from, to) }
