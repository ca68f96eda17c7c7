package store

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"

	"hallcheck/checklist"
)

// reserveSize is what a full disk still has for us: room for thousands of taps.
const reserveSize = 32 << 20

func (s *Store) reservePath() string { return filepath.Join(s.opt.Dir, "reserve.bin") }

// keepReserve makes the reserve file where it is missing. Without room for it
// the program works on; there is then nothing to give up later.
func (s *Store) keepReserve() {
	if info, err := os.Stat(s.reservePath()); err == nil && info.Size() == reserveSize {
		return
	}
	f, err := os.OpenFile(s.reservePath(), os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return
	}
	if err := allocate(f, reserveSize); err != nil {
		_ = f.Close()
		_ = os.Remove(s.reservePath())
		return
	}
	_ = f.Close()
}

// releaseReserve gives the reserve back to the disk; false when it is gone.
func (s *Store) releaseReserve() bool {
	if os.Remove(s.reservePath()) != nil {
		return false
	}
	s.spent.Store(true)
	s.subs.Lock()
	nobody := len(s.subs.fn) == 0
	s.subs.low = nobody
	s.subs.Unlock()
	if !nobody {
		go s.publish(lowSpace.Kind, lowSpace.ID)
	}
	return true
}

// lowSpace tells everybody that the program lives on its reserve.
var lowSpace = checklist.Change{Kind: "space", ID: "low"}

// fullBelow is the free room in bytes under which an I/O error is put down to
// the full disk: SQLite says only "disk I/O error" when its shared memory file,
// 32 KiB, finds no room.
const fullBelow = 1 << 20

// diskFull says whether err came from a disk without room.
func diskFull(dir string, err error) bool {
	if err == nil {
		return false
	}
	switch code := primaryCode(err); {
	case code == rcFull, errors.Is(err, syscall.ENOSPC):
		return true
	case code == rcIOErr, code == rcCantOpen:
		free, err := freeBytes(dir)
		return err == nil && free < fullBelow
	}
	return false
}

// writeZeros fills f with n bytes that really take room.
func writeZeros(f *os.File, n int64) error {
	zeros := make([]byte, 1<<20)
	for n > 0 {
		k := min(n, int64(len(zeros)))
		if _, err := f.Write(zeros[:k]); err != nil {
			return err
		}
		n -= k
	}
	return f.Sync()
}
