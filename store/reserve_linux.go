//go:build linux

package store

import (
	"os"
	"syscall"
)

// allocate reserves the blocks at once where the file system can.
func allocate(f *os.File, n int64) error {
	if err := syscall.Fallocate(int(f.Fd()), 0, 0, n); err == syscall.EOPNOTSUPP || err == syscall.ENOSYS {
		return writeZeros(f, n)
	} else if err != nil {
		return err
	}
	return nil
}
