package store_test

import (
	"encoding/binary"
	"encoding/hex"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/storetest"
)

// scene is the print of a made-up picture: light falling from one side, some
// shapes, noise – more like one another than photos are.
func scene(r *rand.Rand) checklist.Print {
	const w, h = 48, 36
	luma := make([]uint8, w*h)
	gx, gy := r.Float64()*2-1, r.Float64()*2+0.5
	type shape struct{ x, y, rx, ry, v float64 }
	shapes := make([]shape, 6+r.IntN(6))
	for i := range shapes {
		shapes[i] = shape{r.Float64() * w, r.Float64() * h, 3 + r.Float64()*14, 3 + r.Float64()*10, r.Float64()*160 - 80}
	}
	for y := range h {
		for x := range w {
			v := 128 + gx*float64(x-w/2) + gy*float64(h/2-y)
			for _, s := range shapes {
				if abs(float64(x)-s.x) < s.rx && abs(float64(y)-s.y) < s.ry {
					v += s.v
				}
			}
			luma[y*w+x] = uint8(max(0, min(255, v+r.NormFloat64()*6)))
		}
	}
	return checklist.MakePrint(luma, w, w, h)
}

func abs(x float64) float64 { return max(x, -x) }

func hashOf(n uint64) string {
	var b [32]byte
	binary.BigEndian.PutUint64(b[:], n*0x9e3779b97f4a7c15)
	return hex.EncodeToString(b[:])
}

// withPrints makes a store of n prints.
func withPrints(b *testing.B, n int) (*store.Store, []string) {
	b.Helper()
	opt := storetest.Options(b, "")
	s, err := store.Open(b.Context(), opt)
	require.NoError(b, err)
	storetest.SetUp(b, s)
	require.NoError(b, s.Close())
	path := filepath.Join(opt.Dir, "app.db")
	db := raw(b, path)
	mustExec(b, db, "PRAGMA synchronous = OFF; PRAGMA cache_size = -400000")
	tx, err := db.Begin()
	require.NoError(b, err)
	put, err := tx.Prepare("INSERT INTO photo_prints (id, hash, print, signs, band0, band1, band2, band3) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
	require.NoError(b, err)
	r := rand.New(rand.NewPCG(1, 2))
	var asked []string
	for i := range n {
		p, hash := scene(r), hashOf(uint64(i))
		id, err := strconv.ParseUint(hash[:16], 16, 64)
		require.NoError(b, err)
		f := p.File()
		_, err = put.Exec(int64(id), hash, p.String(), int64(f.Signs), f.Bands[0], f.Bands[1], f.Bands[2], f.Bands[3])
		require.NoError(b, err)
		if i%(n/50) == 0 {
			asked = append(asked, hash)
		}
	}
	require.NoError(b, tx.Commit())
	mustExec(b, db, "ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)")
	require.NoError(b, db.Close())
	info, err := os.Stat(path)
	require.NoError(b, err)
	b.Logf("%d prints, %d MB", n, info.Size()>>20)
	s, err = store.Open(b.Context(), opt)
	require.NoError(b, err)
	b.Cleanup(func() { _ = s.Close() })
	return s, asked
}

// BenchmarkPhotoUses asks for the uses of a picture among a million prints, or a
// tenth of them unless HALLCHECK_LONG=1. Reach: < 50 ms.
func BenchmarkPhotoUses(b *testing.B) {
	n := 100_000
	if os.Getenv("HALLCHECK_LONG") == "1" {
		n = 1_000_000
	}
	s, asked := withPrints(b, n)
	var all []time.Duration
	i := 0
	for b.Loop() {
		from := time.Now()
		uses, err := s.PhotoUses(b.Context(), asked[i%len(asked)])
		all = append(all, time.Since(from))
		i++
		require.NoError(b, err)
		require.Empty(b, uses)
	}
	p50, p99 := quantiles(all)
	b.ReportMetric(float64(p50.Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(p99.Microseconds())/1000, "p99-ms")
}
