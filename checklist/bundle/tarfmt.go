package bundle

import (
	"archive/tar"
	"bytes"
	"time"
)

const block = 512

// header is the one tar header an entry may have. Writer and reader share it:
// the reader compares bytes and so never has to interpret a foreign header,
// which keeps PAX, GNU, sparse and link entries out for good.
func header(name string, size int64) ([]byte, error) {
	var b bytes.Buffer
	err := tar.NewWriter(&b).WriteHeader(&tar.Header{
		Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o644, ModTime: time.Unix(0, 0), Format: tar.FormatUSTAR,
	})
	return b.Bytes(), err
}

// headerSize reads the size field of a header; ok is false for anything but the
// eleven octal digits our writer makes.
func headerSize(h []byte) (n int64, ok bool) {
	for _, c := range h[124:135] {
		if c < '0' || c > '7' {
			return 0, false
		}
		n = n<<3 | int64(c-'0')
	}
	return n, h[135] == 0
}

func padding(size int64) int64 { return (block - size%block) % block }
