package photos

import "encoding/binary"

// bitReader reads the entropy-coded part of a JPEG. Beyond a marker or the end
// it gives zeros and remembers having done so.
type bitReader struct {
	data []byte
	at   int    // next byte of data
	acc  uint64 // the next n bits, in the low end
	n    int
	fake int // how many of the n bits are not from data
}

// fill brings n to at least 32 bits.
func (b *bitReader) fill() {
	if b.at+4 <= len(b.data) {
		x := binary.BigEndian.Uint32(b.data[b.at:])
		if (^x-0x01010101)&x&0x80808080 == 0 { // no byte is 0xff
			b.acc, b.n, b.at = b.acc<<32|uint64(x), b.n+32, b.at+4
			return
		}
	}
	for b.n < 32 {
		var x byte
		switch {
		case b.at >= len(b.data), b.data[b.at] == 0xff && (b.at+1 >= len(b.data) || b.data[b.at+1] != 0):
			b.fake += 8
		case b.data[b.at] == 0xff:
			x = 0xff
			b.at += 2
		default:
			x = b.data[b.at]
			b.at++
		}
		b.acc, b.n = b.acc<<8|uint64(x), b.n+8
	}
}

// short says that bits were used which are not there.
func (b *bitReader) short() bool { return b.fake > b.n }

// symbol reads one Huffman code; 0xff, which no baseline table needs, stands for
// a code that does not exist.
func (b *bitReader) symbol(h *huffman) uint8 {
	if b.n < 32 {
		b.fill()
	}
	e := h.fast[b.acc>>(b.n-fastBits)&(1<<fastBits-1)]
	if e != 0 {
		b.n -= int(e & 15)
		return uint8(e >> 8)
	}
	code := int32(b.acc >> (b.n - 16) & 0xffff)
	for l := fastBits + 1; l <= 16; l++ {
		c := code >> (16 - l)
		if c < h.limit[l] {
			b.n -= l
			return h.values[h.first[l]+c]
		}
	}
	b.n -= 16
	return 0xff
}

// value reads a number of size bits in the sign form of T.81 F.2.2.1. There are
// at least 16 bits left after a symbol.
func (b *bitReader) value(size uint8) int32 {
	if size == 0 {
		return 0
	}
	b.n -= int(size)
	v := int32(b.acc>>b.n) & (1<<size - 1)
	if v < 1<<(size-1) {
		v += -1<<size + 1
	}
	return v
}

// restart goes behind the restart marker with the given number, which must be
// next.
func (b *bitReader) restart(number byte) bool {
	for b.at+2 < len(b.data) && b.data[b.at] == 0xff && b.data[b.at+1] == 0xff {
		b.at++ // fill bytes, T.81 B.1.1.2
	}
	if b.n-b.fake >= 8 || b.at+2 > len(b.data) || b.data[b.at] != 0xff || b.data[b.at+1] != 0xd0+number {
		return false
	}
	b.jump(b.at + 2)
	return true
}

// jump goes on reading at a byte of data.
func (b *bitReader) jump(at int) { b.at, b.acc, b.n, b.fake = at, 0, 0, 0 }

// findRestart returns the place of the next restart marker, or -1.
func (b *bitReader) findRestart() int {
	for at := b.at; at+2 <= len(b.data); at++ {
		if b.data[at] == 0xff && b.data[at+1] >= 0xd0 && b.data[at+1] <= 0xd7 {
			return at
		}
	}
	return -1
}

// restarts counts the restart markers from at to the end of the picture.
func (b *bitReader) restarts(at int) (n int) {
	for ; at+2 <= len(b.data); at++ {
		if b.data[at] != 0xff {
			continue
		}
		if m := b.data[at+1]; m == 0xd9 {
			break
		} else if m >= 0xd0 && m <= 0xd7 {
			n++
		}
	}
	return n
}

const fastBits = 10

// huffman decodes one table of T.81 annex C: codes up to fastBits long by one
// look-up, longer ones by their length.
type huffman struct {
	fast   [1 << fastBits]uint16 // value << 8 | length; 0 = longer
	limit  [17]int32             // first code of that length that is none
	first  [17]int32             // index of the values, minus the first code
	values [256]uint8
}

// newHuffman reads the 16 counts and the values of a table and says how many
// bytes they take; nil when they are no table.
func newHuffman(b []byte) (*huffman, int) {
	h := &huffman{}
	code, at := int32(0), int32(0)
	for l := 1; l <= 16; l++ {
		n := int32(b[l-1])
		if code+n > 1<<l || at+n > 256 || 16+int(at+n) > len(b) {
			return nil, 0
		}
		h.first[l] = at - code
		for range n {
			v := b[16+at]
			h.values[at] = v
			if l <= fastBits {
				for i := code << (fastBits - l); i < (code+1)<<(fastBits-l); i++ {
					h.fast[i] = uint16(v)<<8 | uint16(l)
				}
			}
			code, at = code+1, at+1
		}
		h.limit[l] = code
		code <<= 1
	}
	return h, 16 + int(at)
}
