//go:build !linux

package road

import "os"

// uncache is known on Linux only.
func uncache(*os.File) {}
