package exchange_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store"
	"hallcheck/store/exchange"
	"hallcheck/store/photos"
	"hallcheck/store/storetest"
)

// TestMain makes the test program its own picture decoder.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == photos.DecodeArg {
		os.Exit(photos.DecodeMain(os.Args[2:]))
	}
	if dir := os.Getenv("HALLCHECK_TEST_WORK"); dir != "" {
		os.Exit(work(dir, os.Getenv("HALLCHECK_TEST_USB")))
	}
	os.Exit(m.Run())
}

// site is one installation: database, photos, exchange.
type site struct {
	st  *store.Store
	ph  *photos.Store
	x   *exchange.Exchange
	dir string
}

func openSite(t testing.TB, o store.Options, p checklist.Profile) *site {
	t.Helper()
	st, err := store.Open(t.Context(), o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, st.Close()) })
	require.NoError(t, st.Setup(t.Context(), p))
	ph, err := photos.Open(o.Dir)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, ph.Close()) })
	x, err := exchange.New(exchange.Options{
		Store: st, Photos: ph, Dir: o.Dir, App: "1.0", Parse: storetest.Parse,
		Clock: storetest.NewClock().Now, Words: func(key string, pairs ...string) string { return fmt.Sprint(key, pairs) },
	})
	require.NoError(t, err)
	return &site{st: st, ph: ph, x: x, dir: o.Dir}
}

func newHQ(t testing.TB, addr string) *site {
	t.Helper()
	hq := openSite(t, storetest.Options(t, addr), checklist.Profile{
		Face: checklist.FaceHQ, Org: "示范银行", OrgID: "org-hq", Device: "device-hq",
		User: checklist.Person{ID: "person-hq", Name: "督导", Role: checklist.HQSupervisor},
	})
	require.NoError(t, exchange.InitHQ(t.Context(), hq.st, hq.dir, nil))
	return hq
}

func hall(n int) checklist.Branch {
	return checklist.Branch{
		Code: fmt.Sprintf("B%03d", n), Name: fmt.Sprintf("第%d支行", n),
		Grade: checklist.Second, Traffic: checklist.TrafficHigh, Active: true,
	}
}

// newBranch makes hall n's installation; without hq it has no card.
func newBranch(t testing.TB, n int, hq *site) (b *site, enrol string) {
	t.Helper()
	b = openSite(t, storetest.Options(t, ""), checklist.Profile{
		Face: checklist.FaceBranch, Org: "支行", OrgID: fmt.Sprintf("org-%d", n), Branch: hall(n),
		Device: fmt.Sprintf("%08d-dev", n), User: checklist.Person{ID: "person-1", Name: "王芳", Role: checklist.LobbyManager},
	})
	var card []byte
	if hq != nil {
		card = cardOf(t, hq)
	}
	enrol, err := exchange.InitBranch(t.Context(), b.st, b.dir, card)
	require.NoError(t, err)
	return b, enrol
}

func cardOf(t testing.TB, hq *site) []byte {
	t.Helper()
	var card bytes.Buffer
	_, err := exchange.Card(t.Context(), hq.st, hq.dir, &card)
	require.NoError(t, err)
	return card.Bytes()
}

// pair is a headquarters with one enrolled branch.
func pair(t testing.TB) (hq, b *site) {
	t.Helper()
	hq = newHQ(t, "")
	b, enrol := newBranch(t, 1, hq)
	_, err := exchange.Enrol(t.Context(), hq.st, hq.dir, enrol)
	require.NoError(t, err)
	return hq, b
}

// canary stands in every test photo's metadata and must not leave the branch.
const canary = "GPS-CANARY-39.9042N-116.4074E"

// picture draws a JPEG, different for every seed, with a metadata block.
func picture(t testing.TB, seed, w, h int) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.Set(x, y, color.RGBA{uint8(x * seed), uint8(y + seed), uint8(x ^ y), 255})
		}
	}
	var b bytes.Buffer
	require.NoError(t, jpeg.Encode(&b, img, nil))
	note := append([]byte{0xff, 0xfe, 0, byte(len(canary) + 2)}, canary...) // a comment segment
	return append(append(bytes.Clone(b.Bytes()[:2]), note...), b.Bytes()[2:]...)
}

// inspect stores a finished inspection with the given pictures on its last item.
func (s *site) inspect(t testing.TB, id string, fails int, pictures ...[]byte) *checklist.Inspection {
	t.Helper()
	at := time.Date(2026, 11, 3, 1, 0, 0, 0, time.UTC)
	storetest.Draft(t, s.st, id, at)
	for i, p := range pictures {
		ref, err := s.ph.Add(t.Context(), bytes.NewReader(p), fmt.Sprintf("IMG_%d.jpg", i), "file", at)
		require.NoError(t, err)
		_, err = s.st.Edit(t.Context(), id, func(in *checklist.Inspection, now time.Time) error {
			return in.Attach(checklist.MainSheet, "item.7", ref, now)
		})
		require.NoError(t, err)
	}
	return storetest.Fill(t, s.st, id, fails)
}

func (s *site) export(t testing.TB, to string) exchange.Published {
	t.Helper()
	out, err := s.x.Export(t.Context(), exchange.ExportOptions{To: to}, nil)
	require.NoError(t, err)
	require.Len(t, out.Bundles, 1)
	return out.Bundles[0]
}

func (s *site) take(t testing.TB, paths ...string) []exchange.Outcome {
	t.Helper()
	out, err := s.x.Import(t.Context(), paths, nil)
	require.NoError(t, err)
	return out
}

// dump is the hash of everything the database says, names of files left out.
func (s *site) dump(t testing.TB) string {
	t.Helper()
	b, err := s.st.Dump(t.Context())
	require.NoError(t, err)
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

func (s *site) reopen(t testing.TB) {
	t.Helper()
	x, err := exchange.New(s.x.Options)
	require.NoError(t, err)
	s.x = x
}

// refusal imports one file that must be refused: nothing may change but the
// note of the refusal, and nothing may lie about.
func (s *site) refusal(t testing.TB, path, code string) exchange.Outcome {
	t.Helper()
	rows := s.inspections(t)
	out := s.take(t, path)
	require.Len(t, out, 1)
	require.Equal(t, code, out[0].Code, "%v", out[0].Err)
	require.Equal(t, rows, s.inspections(t))
	left, err := os.ReadDir(filepath.Join(s.dir, "staging"))
	if !os.IsNotExist(err) {
		require.NoError(t, err)
	}
	require.Empty(t, left)
	require.FileExists(t, path)
	kept, err := os.ReadFile(out[0].Quarantine)
	require.NoError(t, err)
	orig, err := os.ReadFile(path)
	require.NoError(t, err)
	require.True(t, bytes.Equal(orig, kept))
	why, err := os.ReadFile(out[0].Quarantine + ".txt")
	require.NoError(t, err)
	require.Contains(t, string(why), code)
	require.Contains(t, string(why), "error."+code)
	return out[0]
}

func (s *site) inspections(t testing.TB) []checklist.Summary {
	t.Helper()
	list, _, err := s.st.Summaries(t.Context(), checklist.Filter{})
	require.NoError(t, err)
	return list
}

func deviceOf(n int) string { return bundle.Short(fmt.Sprintf("%08d-dev", n)) }

// noise draws a JPEG of a camera's weight.
func noise(t testing.TB, seed uint64) []byte {
	t.Helper()
	rnd := rand.New(rand.NewPCG(seed, 7))
	img := image.NewYCbCr(image.Rect(0, 0, 1920, 1440), image.YCbCrSubsampleRatio420)
	for y := 0; y < 1440; y += 4 {
		for x := 0; x < 1920; x += 4 {
			v := uint8(rnd.Uint32())
			for dy := range 4 {
				for dx := range 4 {
					img.Y[(y+dy)*img.YStride+x+dx] = v
				}
			}
		}
	}
	var b bytes.Buffer
	require.NoError(t, jpeg.Encode(&b, img, &jpeg.Options{Quality: 60}))
	return b.Bytes()
}
