package road

import (
	"os"

	"golang.org/x/sys/unix"
)

// uncache lets the next reads come from the disk itself, as far as the kernel obeys.
func uncache(f *os.File) { _ = unix.Fadvise(int(f.Fd()), 0, 0, unix.FADV_DONTNEED) }
