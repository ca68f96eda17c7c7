package exchange_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store/exchange"
)

// chaos is a headquarters to which the files of several computers are delivered in
// any order, again and again, cut, altered, under other names and among forgeries.
type chaos struct {
	t       *testing.T
	rnd     *rand.Rand
	hq      *site
	halls   []*site
	genuine []string
	bytes   [][]byte // of genuine
	codes   map[string]int
	stopped int
}

// deliveries is how many files headquarters is offered.
const deliveries = 1000

// TestAnyDelivery: whatever is delivered, in the end headquarters has to the byte what
// one has that was handed each genuine file once, in order; every refusal has its
// sentence. HALLCHECK_SEED repeats a run.
func TestAnyDelivery(t *testing.T) {
	seed, err := strconv.ParseUint(os.Getenv("HALLCHECK_SEED"), 10, 64)
	if err != nil {
		seed = uint64(time.Now().UnixNano())
	}
	t.Logf("HALLCHECK_SEED=%d", seed)
	c := &chaos{t: t, rnd: rand.New(rand.NewPCG(seed, 9)), codes: map[string]int{}}
	c.fleet()
	clean := twin(t, c.hq)
	require.NoError(t, clean.st.SaveBranches(t.Context(), []checklist.Branch{hall(1), hall(2), hall(3)}))
	for _, f := range c.genuine {
		require.NoError(t, clean.take(t, f)[0].Err)
	}
	require.NoError(t, c.hq.take(t, c.genuine[0])[0].Err) // the number the forgers use is taken
	for sent := 0; sent < deliveries; {
		dir := t.TempDir()
		n := min(1+c.rnd.IntN(60), deliveries-sent)
		for i := range n {
			c.drop(dir, i)
		}
		sent += n
		c.receive([]string{dir})
	}
	for _, i := range c.rnd.Perm(len(c.genuine)) {
		c.receive([]string{c.genuine[i]})
	}
	t.Logf("%d genuine files; refusals %v; stopped %d times", len(c.genuine), c.codes, c.stopped)
	require.Equal(t, business(t, clean), business(t, c.hq))
	for _, code := range []string{bundle.ErrDamaged, bundle.ErrTruncated, bundle.ErrName, bundle.ErrBranch, bundle.ErrFork, bundle.ErrUnknownDevice} {
		require.Positive(t, c.codes[code], code)
	}
	require.Positive(t, c.stopped)
	rep, err := c.hq.st.Check(t.Context(), true, func(hash string) error { return c.hq.ph.Verify(t.Context(), hash) })
	require.NoError(t, err)
	require.Empty(t, rep.Troubles)
	left, err := filepath.Glob(filepath.Join(c.hq.dir, "staging", "*"))
	require.NoError(t, err)
	require.Empty(t, left)
}

// fleet makes three halls, the first with two computers, and what they send: new
// records, corrected ones, findings and what was done about them.
func (c *chaos) fleet() {
	t := c.t
	c.hq = newHQ(t, "")
	for n := 1; n <= 3; n++ {
		b, enrol := newBranch(t, n, c.hq)
		_, err := exchange.Enrol(t.Context(), c.hq.st, c.hq.dir, enrol)
		require.NoError(t, err)
		c.halls = append(c.halls, b)
	}
	second, enrol := secondComputer(t, c.hq, hall(1))
	_, err := exchange.Enrol(t.Context(), c.hq.st, c.hq.dir, enrol)
	require.NoError(t, err)
	c.halls = append(c.halls, second)
	for i := range 40 {
		who := c.rnd.IntN(len(c.halls)) * min(i, 1) // the first is the first computer's
		b := c.halls[who]
		list := b.inspections(t)
		found := b.findings(t)
		switch kind := c.rnd.IntN(10); {
		case kind < 3 && len(list) > 0:
			again(t, b, list[c.rnd.IntN(len(list))].ID, c.rnd.IntN(4))
		case kind < 5 && slices.ContainsFunc(found, func(f checklist.FindingRow) bool { return !f.Status.Settled() }):
			open := slices.DeleteFunc(found, func(f checklist.FindingRow) bool { return f.Status.Settled() })
			b.move(t, open[c.rnd.IntN(len(open))].ID, func(f *checklist.Finding, by checklist.Act) error {
				return f.RootCause(by, fmt.Sprint("原因", i))
			})
		case kind < 6:
			_, err := b.st.OpenFinding(t.Context(), checklist.FindingDraft{Text: fmt.Sprint("地面有水", i), Severity: checklist.Minor})
			require.NoError(t, err)
		default:
			var pics [][]byte
			if c.rnd.IntN(2) == 0 {
				pics = append(pics, picture(t, 1+c.rnd.IntN(9), 24, 18))
			}
			b.inspect(t, fmt.Sprintf("d%d-%02d", who, i), c.rnd.IntN(4), pics...)
		}
		path := b.export(t, b.carrier().Outbox()).Path
		data, err := os.ReadFile(path)
		require.NoError(t, err)
		c.genuine, c.bytes = append(c.genuine, path), append(c.bytes, data)
	}
}

// drop puts one file into a folder.
func (c *chaos) drop(dir string, n int) {
	t := c.t
	i := c.rnd.IntN(len(c.genuine))
	data := bytes.Clone(c.bytes[i])
	name, ok := bundle.ParseName(c.genuine[i])
	require.True(t, ok)
	own := true // it bears its own sum
	switch kind := c.rnd.IntN(100); {
	case kind < 52:
	case kind < 62:
		data[c.rnd.IntN(len(data))] ^= 1 << c.rnd.IntN(8)
	case kind < 70:
		data = data[:c.rnd.IntN(len(data))]
	case kind < 75:
		data = append(data, data[:1+c.rnd.IntN(99)]...)
	case kind < 80:
		data, own = data[:c.rnd.IntN(len(data))], false
	case kind < 86:
		name.Seq += 1 + c.rnd.Int64N(500) // a replay under another number
	case kind < 90:
		data = c.forged(func(p *bundle.Parcel) { p.Manifest.Branch, p.Manifest.Seq = "B002", int64(100+n) })
	case kind < 94:
		data = c.forged(func(p *bundle.Parcel) { p.Manifest.Seq, p.Manifest.Created = 1, int64(n+2) })
	case kind < 97:
		data = c.forged(func(p *bundle.Parcel) { p.Manifest.Device = fmt.Sprint("stranger-", n) })
	default:
		data = bytes.Repeat([]byte("no bundle "), 1+c.rnd.IntN(50))
	}
	if own {
		name.Hash = hashOf(data)[:16]
	}
	path := filepath.Join(dir, name.String())
	if c.rnd.IntN(8) == 0 {
		path = filepath.Join(dir, fmt.Sprintf("copied by hand (%d).bundle", n))
	}
	require.NoError(t, os.WriteFile(path, data, 0o600))
	if c.rnd.IntN(3) > 0 { // else it may still be arriving
		old := time.Now().Add(-time.Hour)
		require.NoError(t, os.Chtimes(path, old, old))
	}
}

// forged signs with the first computer's key what its program would never make.
func (c *chaos) forged(change func(*bundle.Parcel)) []byte {
	dir := c.t.TempDir()
	data, err := os.ReadFile(signed(c.t, c.hq, c.halls[0], dir, change))
	require.NoError(c.t, err)
	return data
}

// receive lets headquarters take in what is there, in groups of any size; now and
// then it is stopped in the middle.
func (c *chaos) receive(paths []string) {
	t := c.t
	c.hq.x.GroupsOf(1 + c.rnd.IntN(100))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	at := 0
	if c.rnd.IntN(4) == 0 {
		at = 1 + c.rnd.IntN(20)
	}
	out, err := c.hq.x.Import(ctx, paths, func(done, _ int) {
		if done == at {
			cancel()
		}
	})
	if err != nil {
		require.ErrorIs(t, err, context.Canceled)
		c.stopped++
	}
	for _, o := range out {
		if o.Err == nil {
			continue
		}
		c.codes[o.Code]++
		for _, lang := range []string{"zh", "en"} {
			require.True(t, assets.Has(lang, "error."+o.Code), "%s %s", lang, o.Code)
		}
	}
}
