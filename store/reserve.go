package store

import (
	"os"
	"path/filepath"
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
	go s.publish("space", "low")
	return true
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
