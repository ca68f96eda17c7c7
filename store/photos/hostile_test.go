package photos

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"image"
	"image/jpeg"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

// pngOf makes a PNG of the given header and compressed data.
func pngOf(w, h uint32, depth, colour byte, idat []byte) []byte {
	be := binary.BigEndian
	b := []byte("\x89PNG\r\n\x1a\n")
	chunk := func(name string, data []byte) {
		b = be.AppendUint32(b, uint32(len(data)))
		from := len(b)
		b = append(append(b, name...), data...)
		b = be.AppendUint32(b, crc32.ChecksumIEEE(b[from:]))
	}
	chunk("IHDR", append(be.AppendUint32(be.AppendUint32(nil, w), h), depth, colour, 0, 0, 0))
	chunk("IDAT", idat)
	chunk("IEND", nil)
	return b
}

// zeros is a zlib stream of many MB of zeros, without an end.
func zeros(t testing.TB, mb int) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	part := make([]byte, 1<<20)
	write := func() int {
		_, err := z.Write(part)
		require.NoError(t, err)
		require.NoError(t, z.Flush())
		return b.Len()
	}
	first := write()
	second := write()
	return append(b.Bytes(), bytes.Repeat(b.Bytes()[first:second], mb-2)...)
}

func cut(b []byte, thousandths int) []byte { return b[:len(b)*thousandths/1000] }

func TestRefusals(t *testing.T) {
	s := open(t)
	good := camera(t, 800, 600, 9)
	wide := bytes.Clone(good)
	at := bytes.Index(wide, []byte{0xff, 0xc0})
	copy(wide[at+5:], []byte{0xff, 0xf0, 0xff, 0xf0})
	heicBytes, err := os.ReadFile("testdata/corners-exif6.heic")
	require.NoError(t, err)
	heicBomb := bytes.Clone(heicBytes)
	at = bytes.Index(heicBomb, []byte("ispe"))
	copy(heicBomb[at+8:], []byte{0, 1, 0, 0, 0, 1, 0, 0})
	progressive := []byte("\xff\xd8\xff\xc2\x00\x0b\x08\x00\x10\x00\x10\x01\x01\x11\x00\xff\xda\x00\x02")
	cases := map[string]struct {
		data []byte
		code string
	}{
		"empty":             {nil, "photo.empty"},
		"text":              {[]byte("I am a photo, honestly"), "photo.type"},
		"GIF":               {[]byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), "photo.type"},
		"AVIF":              {[]byte("\x00\x00\x00\x18ftypavif\x00\x00\x00\x00avifmif1meta"), "photo.type"},
		"only a JPEG mark":  {[]byte("\xff\xd8\xff\xe0"), "photo.damaged"},
		"too large":         {append(bytes.Clone(good), make([]byte, MaxBytes)...), "photo.tooLarge"},
		"PNG of 40,000²":    {pngOf(40_000, 40_000, 8, 6, []byte{0x78, 0x9c}), "photo.dimensions"},
		"JPEG of 65,520²":   {wide, "photo.dimensions"},
		"HEIC of 65,536²":   {heicBomb, "photo.dimensions"},
		"100 MP by 31,000":  {pngOf(31_000, 100, 8, 0, []byte{0x78, 0x9c}), "photo.dimensions"},
		"PNG without data":  {pngOf(100, 100, 8, 0, nil), "photo.damaged"},
		"PNG of no pixels":  {pngOf(0, 100, 8, 0, nil), "photo.damaged"},
		"JPEG, a third":     {cut(good, 330), "photo.damaged"},
		"JPEG, header only": {cut(good, 20), "photo.damaged"},
		"HEIC, half":        {cut(heicBytes, 700), "photo.damaged"},
		"no scan":           {progressive, "photo.damaged"},
		"800 MB of zeros":   {pngOf(10_000, 10_000, 16, 6, zeros(t, 800)), "photo.memory"},
	}
	for name, c := range cases {
		_, err := s.Add(bg, bytes.NewReader(c.data), name, "file", noon)
		assert.Equal(t, c.code, checklist.CodeOf(err), "%s: %v", name, err)
		assert.Contains(t, err.Error(), "name=", name)
		assert.False(t, s.Has(sum(c.data)), name)
	}
	requireNoTemp(t, s)
	_, err = s.Add(bg, bytes.NewReader(good), "good.jpg", "file", noon)
	require.NoError(t, err, "after all of them a good picture is taken")
}

// withRestarts is a grey JPEG of 16 × rows MCUs a row that has restart markers,
// which image/jpeg cannot write: every block is its mean, and every row of MCUs
// one interval.
func withRestarts(rows int) (data []byte, rowAt []int) {
	dc := append([]byte{0, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}[1:], 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
	ac := append([]byte{1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 0)
	seg := func(marker byte, body ...byte) {
		data = append(data, 0xff, marker)
		data = binary.BigEndian.AppendUint16(data, uint16(len(body)+2))
		data = append(data, body...)
	}
	data = []byte{0xff, 0xd8}
	seg(0xdb, append([]byte{0}, bytes.Repeat([]byte{8}, 64)...)...)
	seg(0xc0, 8, byte(rows*8>>8), byte(rows*8), 0, 128, 1, 1, 0x11, 0)
	seg(0xc4, append([]byte{0x00}, dc...)...)
	seg(0xc4, append([]byte{0x10}, ac...)...)
	seg(0xdd, 0, 16)
	seg(0xda, 1, 1, 0, 0, 63, 0)
	for y := range rows {
		rowAt = append(rowAt, len(data))
		bits, n := uint64(0), 0
		put := func(v uint64, l int) {
			for bits, n = bits<<l|v, n+l; n >= 8; n -= 8 {
				data = append(data, byte(bits>>(n-8)))
			}
		}
		for x := range 16 {
			if x == 0 {
				put(7, 4)                    // seven more bits:
				put(uint64(127-2*(y%30)), 7) // a mean of its own for every row
			} else {
				put(0, 4) // the same mean
			}
			put(0, 1) // end of block
		}
		if n > 0 {
			put(1<<(8-n)-1, 8-n)
		}
		if y < rows-1 {
			data = append(data, 0xff, 0xd0+byte(y%8))
		}
	}
	return append(data, 0xff, 0xd9), rowAt
}

func TestDamagedPartStaysGreyAndTheRestInPlace(t *testing.T) {
	whole, rowAt := withRestarts(40)
	want, err := jpeg.Decode(bytes.NewReader(whole))
	require.NoError(t, err, "image/jpeg reads the whole one")
	mean := func(m image.Image, row int) uint8 { return m.(*image.Gray).GrayAt(60, row*8+4).Y }
	got, _, good, err := scaledJPEG(whole, 10_000)
	require.NoError(t, err)
	assert.Equal(t, 1000, good)
	assert.Equal(t, want, got)

	lost := append(bytes.Clone(whole[:rowAt[5]+3]), whole[rowAt[17]+3:]...) // twelve rows of the middle
	_, err = jpeg.Decode(bytes.NewReader(lost))
	require.Error(t, err)
	got, _, good, err = scaledJPEG(lost, 10_000)
	require.ErrorIs(t, err, errBroken)
	assert.InDelta(t, 700, good, 40)
	for row := range 40 {
		if row < 5 || row > 17 {
			assert.Equal(t, mean(want, row), mean(got, row), "row %d", row)
		} else if row > 5 && row < 17 {
			assert.EqualValues(t, 128, mean(got, row), "row %d", row)
		}
	}
}

func TestUpperPartOfACutPictureIsKept(t *testing.T) {
	s := open(t)
	whole := camera(t, 1600, 1200, 12)
	ref, err := s.Add(bg, bytes.NewReader(cut(whole, 800)), "cut.jpg", "file", noon)
	require.NoError(t, err)
	assert.Equal(t, [2]int{1600, 1200}, [2]int{ref.Width, ref.Height})
	w, err := s.Working(ref.Hash)
	require.NoError(t, err)
	got := load(t, w).(*image.YCbCr)
	want, err := jpeg.Decode(bytes.NewReader(whole))
	require.NoError(t, err)
	y, _, _ := planes(want, 1)
	_, mean := distance(plane{got.Y, got.YStride, 1600, 800}, plane{y.pix, y.stride, 1600, 800})
	assert.Less(t, mean, 4.0)
	assert.InDelta(t, 128, int(got.YCbCrAt(800, 1190).Y), 2)
}

func TestDecoderKilledFromOutside(t *testing.T) {
	s := open(t)
	var once sync.Once
	s.pool.onStart = func(pid int) {
		once.Do(func() {
			p, err := os.FindProcess(pid)
			assert.NoError(t, err)
			go func() {
				time.Sleep(30 * time.Millisecond) // while it decodes
				_ = p.Kill()
			}()
		})
	}
	_, err := s.Add(bg, bytes.NewReader(camera(t, 5000, 4000, 2)), "a.jpg", "file", noon)
	require.NoError(t, err, "the picture was not to blame: a fresh decoder does it")
}

func TestDecoderThatDiesCostsOnlyItsPicture(t *testing.T) {
	s := open(t)
	exe := s.pool.command
	s.pool.command = func() *exec.Cmd {
		c := exe()
		c.Env = append(c.Env, "HALLCHECK_TEST_DECODER=dies")
		return c
	}
	_, err := s.Add(bg, bytes.NewReader(camera(t, 64, 48, 1)), "a.jpg", "file", noon)
	assert.Equal(t, "photo.damaged", checklist.CodeOf(err))
	assert.Contains(t, err.Error(), "ended with 3")
	s.pool.command = exe
	_, err = s.Add(bg, bytes.NewReader(camera(t, 64, 48, 1)), "a.jpg", "file", noon)
	require.NoError(t, err)
}

func TestSlowPictureIsGivenUp(t *testing.T) {
	s := open(t)
	s.pool.limit = func(kind) time.Duration { return time.Millisecond }
	_, err := s.Add(bg, bytes.NewReader(camera(t, 2000, 1500, 1)), "slow.jpg", "file", noon)
	assert.Equal(t, "photo.timeout", checklist.CodeOf(err))
	s.pool.limit = timeLimit
	_, err = s.Add(bg, bytes.NewReader(camera(t, 64, 48, 1)), "a.jpg", "file", noon)
	require.NoError(t, err)
	assert.Equal(t, 5*time.Second, timeLimit(kindPNG))
	assert.Equal(t, 20*time.Second, timeLimit(kindHEIC))
}

func TestWithoutDecoderProgram(t *testing.T) {
	for _, program := range []string{"/nowhere/at/all", "/bin/echo"} {
		s := open(t)
		s.pool.command = commandFor(program)
		ref, err := s.Add(bg, bytes.NewReader(camera(t, 64, 48, 1)), "a.jpg", "file", noon)
		require.NoError(t, err, program)
		assert.Equal(t, 64, ref.Width)
		_, err = s.Add(bg, strings.NewReader("\xff\xd8\xff\xe0"), "b.jpg", "file", noon)
		assert.Equal(t, "photo.damaged", checklist.CodeOf(err))
	}
}

// TestEverySentence holds the codes of the source against both languages.
func TestEverySentence(t *testing.T) {
	used := map[string]bool{}
	files, err := os.ReadDir(".")
	require.NoError(t, err)
	for _, f := range files {
		if strings.HasSuffix(f.Name(), ".go") && !strings.HasSuffix(f.Name(), "_test.go") {
			b, err := os.ReadFile(f.Name())
			require.NoError(t, err)
			for _, m := range regexp.MustCompile(`(?:Fail|refused)\("(photo\.\w+)"`).FindAllSubmatch(b, -1) {
				used["error."+string(m[1])] = true
			}
		}
	}
	for _, lang := range []string{"zh", "en"} {
		b, err := os.ReadFile("../../assets/text/" + lang + "/photos.json")
		require.NoError(t, err)
		words := map[string]string{}
		require.NoError(t, json.Unmarshal(b, &words))
		keys := map[string]bool{}
		for k, v := range words {
			keys[k] = true
			assert.NotEmpty(t, v)
		}
		assert.Equal(t, used, keys, lang)
	}
}

func seeds(f *testing.F) {
	good := camera(f, 64, 48, 4)
	f.Add(good)
	f.Add(withEXIF(good, exif(6, "2026:03:04 05:06:07", "+08:00")))
	f.Add(asPNG(f, stored(8, 8, 1)))
	f.Add(pngOf(40_000, 40_000, 8, 6, nil))
	restarts, _ := withRestarts(4)
	f.Add(restarts)
	for _, n := range []string{"corners.webp", "corners-lossless.webp", "corners-exif6.heic"} {
		b, err := os.ReadFile("testdata/" + n)
		require.NoError(f, err)
		f.Add(b)
	}
}

// FuzzHeader: no bytes make header or metadata panic, or believe in an
// impossible capture time.
func FuzzHeader(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		k, w, h, err := header(bytes.NewReader(data))
		if k == "" || err != nil {
			return
		}
		assert.True(t, w >= 0 && h >= 0)
		m := metadata(data, k)
		assert.True(t, m.orientation >= 1 && m.orientation <= 8)
		if at := captured(m.taken, m.offset, noon); at != 0 {
			assert.True(t, at > 600_000_000_000 && at <= noon.Add(25*time.Hour).UnixMilli())
		}
	})
}

// FuzzScaledJPEG: no bytes make our own JPEG decoder panic.
func FuzzScaledJPEG(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := jpeg.DecodeConfig(bytes.NewReader(data))
		if err != nil || c.Width*c.Height > 1<<20 {
			return
		}
		for _, edge := range []int{10, 10_000} {
			img, _, good, err := scaledJPEG(data, edge)
			if err == nil {
				assert.Equal(t, 1000, good)
			}
			if good > 0 {
				shrink(img, 32)
			}
		}
	})
}
