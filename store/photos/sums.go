package photos

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"strings"
)

// Sums are what a bundle tells of a picture that leaves the house.
type Sums struct {
	SHA256 string
	CRC    uint32 // CRC-32C
	Size   int64  // bytes
}

func (s *Store) sums(hash string) string { return strings.TrimSuffix(s.working(hash), ".jpg") + ".sum" }

// keepSums puts the sums of a working copy down beside it, as soon as it is made:
// an export of hundreds of pictures then need not read each of them twice. What
// goes wrong is made up for when the sums are asked for.
func (s *Store) keepSums(hash string) {
	f, err := os.Open(s.working(hash))
	if err != nil {
		return
	}
	defer f.Close()
	sum, crc := sha256.New(), crc32.New(crc32.MakeTable(crc32.Castagnoli))
	n, err := io.Copy(io.MultiWriter(sum, crc), f)
	if err != nil {
		return
	}
	st, err := f.Stat()
	if err != nil || st.Size() != n {
		return
	}
	line := fmt.Sprintf("%s %08x %d %d\n", hex.EncodeToString(sum.Sum(nil)), crc.Sum32(), n, st.ModTime().UnixNano())
	_ = os.WriteFile(s.sums(hash), []byte(line), 0o600)
}

// Sums returns the sums of what Shareable opens as they were when it was made; ok
// is false when they are not known, or the file has another size or time since.
func (s *Store) Sums(hash string) (sums Sums, ok bool) {
	if !isHash(hash) {
		return Sums{}, false
	}
	st, err := os.Stat(s.working(hash))
	if err != nil {
		return Sums{}, false
	}
	line, err := os.ReadFile(s.sums(hash))
	if err != nil {
		return Sums{}, false
	}
	var at int64
	n, err := fmt.Sscanf(string(line), "%64s %08x %d %d\n", &sums.SHA256, &sums.CRC, &sums.Size, &at)
	if err != nil || n != 4 || !isHash(sums.SHA256) || sums.Size != st.Size() || at != st.ModTime().UnixNano() {
		return Sums{}, false
	}
	return sums, true
}

// DropSums forgets the sums of a copy that turned out to be another one.
func (s *Store) DropSums(hash string) {
	if isHash(hash) {
		_ = os.Remove(s.sums(hash))
	}
}
