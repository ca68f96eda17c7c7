package exchange_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/arrival"
	"hallcheck/checklist/bundle"
	"hallcheck/store/exchange"
	"hallcheck/store/exchange/road"
	"hallcheck/store/exchange/road/roadtest"
	"hallcheck/store/storetest"
)

// trial is five branches and one headquarters over one road, and somebody who
// pulls plugs, cuts files, forges, replays and withholds.
type trial struct {
	t       *testing.T
	srv     *roadtest.Server
	proxy   *roadtest.Proxy // nil for a folder
	hq      *site
	halls   []*site // 1…5
	evil    road.Road
	rnd     *rand.Rand
	genuine []string       // copies of every file a branch made, in the order of making
	records map[string]int // finished records by branch code
	refused map[string]bool
}

// TestFiveBranches is the whole way over each sort of road, disturbed at every
// step: in the end headquarters has to the byte what an undisturbed headquarters
// has, each refusal says why in both languages, and the board tells the truth all
// the time.
func TestFiveBranches(t *testing.T) {
	t.Setenv(road.NoKeyring, "1")
	eachServer(t, func(t *testing.T, srv *roadtest.Server) { newTrial(t, srv, "").run() })
}

// TestFiveBranchesPostgres: the same with headquarters' data on PostgreSQL, which has
// in the end to the byte what an undisturbed headquarters on SQLite has.
func TestFiveBranchesPostgres(t *testing.T) {
	t.Setenv(road.NoKeyring, "1")
	pg, why := storetest.StartCluster()
	if why != nil {
		storetest.NoCluster(t, why)
	}
	t.Cleanup(pg.Stop)
	newTrial(t, roadtest.Apache(t, ""), pg.Database(t)).run()
}

func (c *trial) run() {
	t := c.t
	for round := range 3 {
		c.work(round)
		c.attack(round)
		c.unplug(round)
		c.headquarters(round)
	}
	for _, b := range c.halls {
		b.clean(t)
	}
	c.headquarters(99)
	for i, b := range c.halls {
		out := b.sync(t)
		require.NoError(t, out.Failed())
		for id := range c.records[hall(i+1).Code] {
			require.Equal(t, checklist.DeliveryReceived, b.state(t, recordID(i+1, id)).State)
		}
	}
	require.True(t, c.refused[bundle.ErrTruncated] || c.refused[bundle.ErrDamaged], "a cut file was met")
	for _, code := range []string{bundle.ErrUnknownDevice, bundle.ErrBranch, bundle.ErrFork} {
		require.True(t, c.refused[code], "%s was met; met: %v", code, c.refused)
	}
	require.Equal(t, c.undisturbed(), business(t, c.hq))
	c.decide()
}

// newTrial makes the trial with headquarters' database at addr, "" = SQLite.
func newTrial(t *testing.T, srv *roadtest.Server, addr string) *trial {
	c := &trial{t: t, srv: srv, rnd: rand.New(rand.NewPCG(5, 1)), records: map[string]int{}, refused: map[string]bool{}}
	via := srv.Addr
	if srv.Name != "folder" {
		c.proxy = roadtest.NewProxy(t, srv.Host)
		via = srv.Via(c.proxy.Host)
	}
	c.hq = newHQ(t, addr)
	c.hq.road(t, srv)
	once := arrival.Often{Times: 3, Unit: arrival.Month}
	require.NoError(t, c.hq.st.SetRequirement(t.Context(), arrival.Requirement{Checklist: "env", Ordinary: once, Important: once, Partner: once}))
	for n := 1; n <= 5; n++ {
		b, enrol := newBranch(t, n, c.hq)
		_, err := exchange.Enrol(t.Context(), c.hq.st, c.hq.dir, enrol)
		require.NoError(t, err)
		_, err = b.carrier().AddRoad(t.Context(), exchange.NewRoad{Address: via, Secret: srv.Opt.Secret, Fingerprint: road.Fingerprint(srv.Opt.Pinned), Name: srv.Name})
		require.NoError(t, err)
		c.halls = append(c.halls, b)
	}
	c.evil = srv.Open(t)
	return c
}

func recordID(hall, n int) string { return fmt.Sprintf("b%d-r%d", hall, n) }

// work is a visit in every hall, packed into its outbox.
func (c *trial) work(round int) {
	for i, b := range c.halls {
		id := recordID(i+1, round)
		b.inspect(c.t, id, 1+i%3, noise(c.t, uint64(100*round+i)))
		p := b.export(c.t, b.carrier().Outbox())
		c.records[hall(i+1).Code]++
		keep := filepath.Join(c.t.TempDir(), filepath.Base(p.Path))
		data, err := os.ReadFile(p.Path)
		require.NoError(c.t, err)
		require.NoError(c.t, os.WriteFile(keep, data, 0o600))
		c.genuine = append(c.genuine, keep)
	}
}

func (c *trial) plant(name string, data []byte) {
	require.NoError(c.t, c.evil.Put(c.t.Context(), "to-hq/"+name, bytes.NewReader(data), int64(len(data)), hashOf(data), nil))
}

// attack puts files beside the real ones: a stranger's, a cut one, one of an
// enrolled device in another branch's name, one with a number used before, and
// replays under new names.
func (c *trial) attack(round int) {
	t := c.t
	stranger, _ := newBranch(t, 90+round, c.hq)
	stranger.inspect(t, fmt.Sprintf("x-%d", round), 0)
	p := stranger.export(t, t.TempDir())
	foreign, err := os.ReadFile(p.Path)
	require.NoError(t, err)
	c.plant(filepath.Base(p.Path), foreign)

	real, err := os.ReadFile(c.genuine[len(c.genuine)-1])
	require.NoError(t, err)
	name, ok := bundle.ParseName(c.genuine[len(c.genuine)-1])
	require.True(t, ok)
	cut := real[:len(real)*2/3]
	name.Hash = hashOf(cut)[:16]
	c.plant(name.String(), cut)
	name.Seq, name.Hash = name.Seq+50, hashOf(real)[:16] // the same bytes under another number
	c.plant(name.String(), real)
	c.plant(c.insider(round, "B002", int64(900+round)))
	if round > 0 {
		c.plant(c.insider(round, "B001", 1))
	}
}

// insider signs with the first branch's own key what its program would never make.
func (c *trial) insider(round int, branch string, seq int64) (string, []byte) {
	t := c.t
	keys := signerOf(t, c.halls[0], "device.json")
	card, err := bundle.ReadCard(cardOf(t, c.hq))
	require.NoError(t, err)
	source := storetest.Sample("env", 1, 8)
	in := storetest.Finished(t, fmt.Sprintf("evil-%d-%d", round, seq), hall(1), time.Date(2026, 11, 3, 1, 0, 0, 0, time.UTC), 0, 0)
	rec := &bundle.Inspection{Standard: bundle.Standard{ID: "env", Version: 1, SHA256: hashOf(source)}}
	rec.Result, err = json.Marshal(checklist.Evaluate(in))
	require.NoError(t, err)
	rec.Data, err = json.Marshal(in)
	require.NoError(t, err)
	rec.SealNow()
	p := bundle.Parcel{
		Signer: keys.Signer, Recipients: []string{card.Recipient},
		Manifest: bundle.Manifest{Org: card.Org, HQ: card.HQ(), Device: "00000001-dev", Branch: branch, Seq: seq, App: "x", Created: 1},
		Records:  []bundle.Record{{Kind: bundle.KindInspection, Inspection: rec}},
	}
	var out bytes.Buffer
	wr, err := bundle.Write(t.Context(), &out, p, nil)
	require.NoError(t, err)
	return bundle.NameOf(&p.Manifest, wr.SHA256).String(), out.Bytes()
}

// unplug lets every branch send while its connection breaks at some byte, twice,
// and then whole; a folder is taken away instead. In between headquarters looks.
func (c *trial) unplug(round int) {
	for i, b := range c.halls {
		for range 2 {
			c.broken(b)
			c.board()
		}
		if (round+i)%4 != 3 { // this one stays offline until the next round: its files come out of turn
			b.clean(c.t)
			if i == 2 {
				c.withhold(b)
			}
		}
	}
}

func (c *trial) broken(b *site) {
	t := c.t
	if c.proxy == nil {
		away := c.srv.Dir + ".away"
		require.NoError(t, os.Rename(c.srv.Dir, away))
		require.Error(t, failed(b.sync(t)))
		require.NoError(t, os.Rename(away, c.srv.Dir))
		return
	}
	c.proxy.Break(c.rnd.Int64N(500<<10), []roadtest.Mode{roadtest.Close, roadtest.Reset}[c.rnd.IntN(2)])
	b.sync(t) // comes through or not, as far as the cable went
	c.proxy.Heal()
	c.headquartersLooks()
}

func failed(s exchange.Synced) error { return s.Failed() }

// withhold hides a branch's latest file while headquarters looks, and gives it back.
func (c *trial) withhold(b *site) {
	t := c.t
	list, err := c.evil.List(t.Context(), "to-hq")
	require.NoError(t, err)
	for _, e := range list {
		if !strings.Contains(e.Name, "-"+deviceOf(3)+"-") || !strings.HasSuffix(e.Name, bundle.Ext) {
			continue
		}
		r, err := c.evil.Get(t.Context(), e.Name, 0)
		require.NoError(t, err)
		data, err := io.ReadAll(r)
		require.NoError(t, err)
		require.NoError(t, r.Close())
		require.NoError(t, c.evil.Remove(t.Context(), e.Name))
		c.headquartersLooks()
		require.NoError(t, c.evil.Put(t.Context(), e.Name, bytes.NewReader(data), int64(len(data)), hashOf(data), nil))
	}
}

// headquartersLooks is a round of headquarters in the middle of everything.
func (c *trial) headquartersLooks() {
	t := c.t
	out := c.hq.sync(t)
	for _, o := range out.Imported {
		if o.Err == nil {
			continue
		}
		code := checklist.CodeOf(o.Err)
		c.refused[code] = true
		for _, lang := range []string{"zh", "en"} {
			require.True(t, assets.Has(lang, "error."+code), "%s %s", lang, code)
		}
	}
	c.board()
}

func (c *trial) headquarters(int) {
	c.headquartersLooks()
	for _, b := range c.halls { // hears what became of its files
		for _, n := range b.sync(c.t).Notes {
			require.NoError(c.t, n.Err)
		}
	}
}

// board holds the arrival board against what headquarters really has.
func (c *trial) board() {
	t := c.t
	have := map[string]int{}
	for _, in := range c.hq.inspections(t) {
		require.False(t, strings.HasPrefix(in.ID, "evil") || strings.HasPrefix(in.ID, "x-"), in.ID)
		have[in.Branch.Code]++
	}
	b, err := c.hq.st.Board(t.Context(), arrival.Period{Unit: arrival.Month, From: "2026-11-01", To: "2026-11-30"})
	require.NoError(t, err)
	require.Len(t, b.Rows, 5)
	for _, row := range b.Rows {
		require.LessOrEqual(t, have[row.Branch.Code], c.records[row.Branch.Code])
		require.Equal(t, have[row.Branch.Code], row.Cells[0].Have, row.Branch.Code)
		require.Equal(t, 3-have[row.Branch.Code], row.Cells[0].Lacks(), row.Branch.Code)
	}
}

// undisturbed is what a headquarters with the same keys has that was handed the
// genuine files once, in order.
func (c *trial) undisturbed() string {
	t := c.t
	twin := newHQ(t, "")
	require.NoError(t, os.RemoveAll(filepath.Join(twin.dir, "keys")))
	require.NoError(t, os.CopyFS(filepath.Join(twin.dir, "keys"), os.DirFS(filepath.Join(c.hq.dir, "keys"))))
	key, err := c.hq.st.HQKey(t.Context())
	require.NoError(t, err)
	require.NoError(t, twin.st.SetHQKey(t.Context(), key))
	for _, b := range c.halls {
		list, err := filepath.Glob(filepath.Join(b.dir, "enrol-*.note"))
		require.NoError(t, err)
		require.Len(t, list, 1)
		_, err = exchange.Enrol(t.Context(), twin.st, twin.dir, list[0])
		require.NoError(t, err)
	}
	for _, f := range c.genuine {
		o := twin.take(t, f)
		require.NoError(t, o[0].Err)
		require.Equal(t, exchange.StatusNew, o[0].Status)
	}
	return business(t, twin)
}

var named = regexp.MustCompile(`"name":"[^"]*",`)

// business is what a headquarters knows of halls, records and findings; what it was
// offered besides, and refused, is left out.
func business(t testing.TB, s *site) string {
	t.Helper()
	dump, err := s.st.Dump(t.Context())
	require.NoError(t, err)
	var out []string
	for line := range strings.Lines(string(dump)) {
		table := line[2 : strings.Index(line[2:], `"`)+2]
		switch table {
		case "profile", "settings", "exports", "requirements", "quarantine", "receipts", "device_alarms", "policies", "notes":
			continue
		case "imports":
			if !strings.Contains(line, `"outcome":"imported"`) {
				continue
			}
			line = named.ReplaceAllString(line, "") // a replay under another name may be the first to arrive
		}
		out = append(out, line)
	}
	return strings.Join(out, "")
}

// decide sends headquarters' word on a finding back over the same road.
func (c *trial) decide() {
	t := c.t
	b := c.halls[1]
	list, _, err := c.hq.st.Findings(t.Context(), checklist.FindingFilter{Branch: hall(2).Code})
	require.NoError(t, err)
	require.NotEmpty(t, list)
	_, err = c.hq.st.EditFinding(t.Context(), list[0].ID, func(f *checklist.Finding, by checklist.Act) error {
		return f.Cancel(by, "查过现场，不成立")
	})
	require.NoError(t, err)
	c.hq.clean(t)
	b.clean(t)
	f, err := b.st.Finding(t.Context(), list[0].ID)
	require.NoError(t, err)
	require.Equal(t, checklist.FindingCancelled, f.Status)
}
