package exchange_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store/exchange"
	"hallcheck/store/storetest"
)

func TestFromBranchToHeadquarters(t *testing.T) {
	hq, b := pair(t)
	b.inspect(t, "in-1", 2, picture(t, 3, 400, 300), picture(t, 4, 60, 80))
	b.inspect(t, "in-2", 0, picture(t, 3, 400, 300))
	usb := t.TempDir()
	var steps []string
	out, err := b.x.Export(t.Context(), exchange.ExportOptions{To: usb}, func(done, total int) { steps = append(steps, fmt.Sprint(done, "/", total)) })
	require.NoError(t, err)
	require.Equal(t, []string{"1/4", "2/4", "3/4", "4/4"}, steps)
	require.Equal(t, 2, out.Photos)
	require.False(t, out.Plain)
	require.Empty(t, out.Skipped)
	p := out.Bundles[0]
	require.Equal(t, []string{"in-1", "in-2"}, p.IDs)
	require.Regexp(t, `^B1-B001-00000001-00000001-[0-9a-f]{16}\.bundle$`, p.Name)
	list, err := os.ReadDir(usb)
	require.NoError(t, err)
	require.Len(t, list, 1)

	before := hq.dump(t)
	seen, err := hq.x.Preview(t.Context(), []string{usb})
	require.NoError(t, err)
	require.Equal(t, exchange.StatusNew, seen[0].Status)
	require.Equal(t, []string{"in-1", "in-2"}, seen[0].New)
	require.Equal(t, before, hq.dump(t), "a preview changes nothing")

	got := hq.take(t, usb)
	require.Equal(t, exchange.StatusNew, got[0].Status)
	require.Equal(t, []string{"in-1", "in-2"}, got[0].New)
	require.Equal(t, 2, got[0].Photos)
	require.Equal(t, hall(1), got[0].Branch)
	for _, id := range []string{"in-1", "in-2"} {
		there, err := hq.st.Inspection(t.Context(), id)
		require.NoError(t, err)
		here, err := b.st.Inspection(t.Context(), id)
		require.NoError(t, err)
		require.Equal(t, checklist.Evaluate(here), checklist.Evaluate(there))
		require.Equal(t, here.Rev, there.Rev)
		refs, mine := there.Answer("main", "item.7").Photos, here.Answer("main", "item.7").Photos
		require.Len(t, refs, len(mine))
		for i, r := range refs {
			require.Equal(t, mine[i].Name, r.Name)
			require.NoError(t, hq.ph.Verify(t.Context(), r.Hash))
			_, err := hq.ph.Thumb(r.Hash)
			require.NoError(t, err, "headquarters can show it")
		}
	}
	_, err = b.x.Export(t.Context(), exchange.ExportOptions{To: usb}, nil)
	require.Equal(t, "exchange.nothing", checklist.CodeOf(err))
}

func TestPhotosLoseTheirMetadata(t *testing.T) {
	hq, b := pair(t)
	pic := picture(t, 3, 200, 100)
	require.Contains(t, string(pic), canary)
	in := b.inspect(t, "in-1", 1, pic)
	p := b.export(t, t.TempDir())
	keys, err := os.ReadFile(filepath.Join(hq.dir, "keys", "hq.json"))
	require.NoError(t, err)
	i := strings.Index(string(keys), "AGE-SECRET-KEY-")
	id, err := age.ParseX25519Identity(string(keys)[i : i+74])
	require.NoError(t, err)
	f, err := os.Open(p.Path)
	require.NoError(t, err)
	defer f.Close()
	r, err := age.Decrypt(f, id)
	require.NoError(t, err)
	plain, err := io.ReadAll(r)
	require.NoError(t, err)
	require.Contains(t, string(plain), `"id":"in-1"`)
	require.NotContains(t, string(plain), canary)
	hq.take(t, p.Path)
	there, err := hq.st.Inspection(t.Context(), "in-1")
	require.NoError(t, err)
	require.NotEqual(t, in.Answer("main", "item.7").Photos[0].Hash, there.Answer("main", "item.7").Photos[0].Hash)
}

func TestKeysAreKeptSafe(t *testing.T) {
	hq, b := pair(t)
	for _, p := range []string{
		filepath.Join(hq.dir, "keys", "hq.json"), filepath.Join(b.dir, "keys", "device.json"),
		filepath.Join(hq.dir, exchange.RecoveryFile),
	} {
		st, err := os.Stat(p)
		require.NoError(t, err)
		require.Equal(t, os.FileMode(0o600), st.Mode().Perm(), p)
	}
	require.Equal(t, "exchange.keysExist", checklist.CodeOf(exchange.InitHQ(t.Context(), hq.st, hq.dir, nil)))
	require.Equal(t, "exchange.notHQ", checklist.CodeOf(exchange.InitHQ(t.Context(), b.st, b.dir, nil)))
	_, err := exchange.InitBranch(t.Context(), hq.st, hq.dir, nil)
	require.Equal(t, "exchange.notBranch", checklist.CodeOf(err))
	recovery, err := os.ReadFile(filepath.Join(hq.dir, exchange.RecoveryFile))
	require.NoError(t, err)
	require.Contains(t, string(recovery), "AGE-SECRET-KEY-1")
	keys, err := os.ReadFile(filepath.Join(hq.dir, "keys", "hq.json"))
	require.NoError(t, err)
	i := bytes.Index(recovery, []byte("AGE-SECRET-KEY-1"))
	require.NotContains(t, string(keys), string(bytes.TrimSpace(recovery[i:])), "the recovery key is on paper only")
	_, err = exchange.InitBranch(t.Context(), b.st, b.dir, []byte("not a card"))
	require.Equal(t, "exchange.card", checklist.CodeOf(err))
	p, err := b.st.Profile(t.Context())
	require.NoError(t, err)
	require.Equal(t, "org-hq", p.OrgID)
	require.Equal(t, "示范银行", p.Org)
}

func TestRecoveryKeyOpensEveryBundle(t *testing.T) {
	hq, b := pair(t)
	b.inspect(t, "in-1", 1, picture(t, 3, 50, 50))
	p := b.export(t, t.TempDir())
	text, err := os.ReadFile(filepath.Join(hq.dir, exchange.RecoveryFile))
	require.NoError(t, err)
	i := strings.Index(string(text), "AGE-SECRET-KEY-")
	id, err := age.ParseX25519Identity(string(text)[i : i+74])
	require.NoError(t, err)
	b1, err := os.ReadFile(p.Path)
	require.NoError(t, err)
	r, err := age.Decrypt(bytes.NewReader(b1), id)
	require.NoError(t, err)
	_, err = io.Copy(io.Discard, r)
	require.NoError(t, err)
}

func TestEnrol(t *testing.T) {
	hq, other := newHQ(t, ""), newHQ(t, "")
	b, enrol := newBranch(t, 1, hq)
	e, err := exchange.ReadEnrol(enrol)
	require.NoError(t, err)
	require.Equal(t, hall(1), e.Branch)
	require.True(t, e.HasCard)
	require.Regexp(t, `^\d{4}( \d{4}){7}$`, e.Fingerprint)
	_, err = exchange.Enrol(t.Context(), other.st, other.dir, enrol)
	require.Equal(t, "exchange.enrolOrg", checklist.CodeOf(err))
	for range 2 {
		d, err := exchange.Enrol(t.Context(), hq.st, hq.dir, enrol)
		require.NoError(t, err)
		require.Equal(t, "B001", d.Branch)
	}
	branches, err := hq.st.Branches(t.Context())
	require.NoError(t, err)
	require.Equal(t, []checklist.Branch{hall(1)}, branches)
	// The same device id with other keys is not let in unseen.
	require.NoError(t, os.RemoveAll(filepath.Join(b.dir, "keys")))
	again, err := exchange.InitBranch(t.Context(), b.st, b.dir, cardOf(t, hq))
	require.NoError(t, err)
	_, err = exchange.Enrol(t.Context(), hq.st, hq.dir, again)
	require.Equal(t, "exchange.enrolKnown", checklist.CodeOf(err))
	_, err = exchange.ReadEnrol(filepath.Join(b.dir, "keys", "device.json"))
	require.Equal(t, "exchange.enrol", checklist.CodeOf(err))
}

func TestBranchWithoutCard(t *testing.T) {
	hq := newHQ(t, "")
	b, enrol := newBranch(t, 5, nil)
	b.inspect(t, "in-1", 1, picture(t, 3, 50, 50))
	out, err := b.x.Export(t.Context(), exchange.ExportOptions{To: t.TempDir()}, nil)
	require.NoError(t, err)
	require.True(t, out.Plain)
	hq.refusal(t, out.Bundles[0].Path, bundle.ErrUnknownDevice)
	_, err = exchange.Enrol(t.Context(), hq.st, hq.dir, enrol)
	require.NoError(t, err)
	got := hq.take(t, out.Bundles[0].Path)
	require.Equal(t, exchange.StatusNew, got[0].Status)
	require.True(t, got[0].Plain)
}

func TestRefusals(t *testing.T) {
	hq, b := pair(t)
	usb := t.TempDir()
	b.inspect(t, "in-1", 1, picture(t, 3, 50, 50))
	p := b.export(t, usb)
	whole, err := os.ReadFile(p.Path)
	require.NoError(t, err)
	put := func(name string, data []byte) string {
		path := filepath.Join(usb, name)
		require.NoError(t, os.WriteFile(path, data, 0o600))
		return path
	}
	bad := bytes.Clone(whole)
	bad[len(bad)/2] ^= 1
	hq.refusal(t, put("a.bundle", bad), bundle.ErrDamaged)
	hq.refusal(t, put("b.bundle", whole[:len(whole)-100]), bundle.ErrDamaged)
	hq.refusal(t, put("b.bundle", whole[:100]), bundle.ErrTruncated)
	hq.refusal(t, put("c.bundle", bytes.Repeat([]byte("hello "), 500)), bundle.ErrFormat)

	other := newHQ(t, "") // another bank
	other.refusal(t, p.Path, bundle.ErrNotForUs)

	half := put(p.Name, whole[:1000]) // under its final name, cut
	out := hq.take(t, half)
	require.Equal(t, exchange.StatusArriving, out[0].Status, "young files may still be growing")
	require.Empty(t, out[0].Quarantine)
	require.NoError(t, os.Chtimes(half, time.Now(), time.Now().Add(-16*time.Minute)))
	hq.refusal(t, half, bundle.ErrName)

	stranger, _ := newBranch(t, 2, hq) // has the card, is not enrolled
	stranger.inspect(t, "in-9", 0)
	hq.refusal(t, stranger.export(t, t.TempDir()).Path, bundle.ErrUnknownDevice)

	d, err := hq.st.Devices(t.Context())
	require.NoError(t, err)
	d[0].Branch = "B777"
	require.NoError(t, hq.st.SaveDevice(t.Context(), d[0]))
	hq.refusal(t, put("d.bundle", whole), bundle.ErrBranch)
	d[0].Branch = "B001"
	require.NoError(t, hq.st.SaveDevice(t.Context(), d[0]))
	require.NoError(t, exchange.Revoke(t.Context(), hq.st, d[0].ID))
	hq.refusal(t, put("d.bundle", whole), bundle.ErrRevoked)
	d[0].State, d[0].FromSeq = exchange.DeviceActive, 5
	require.NoError(t, hq.st.SaveDevice(t.Context(), d[0]))
	hq.refusal(t, put("d.bundle", whole), bundle.ErrReplay)
	d[0].FromSeq = 1
	require.NoError(t, hq.st.SaveDevice(t.Context(), d[0]))
	require.Equal(t, exchange.StatusNew, hq.take(t, put("d.bundle", whole))[0].Status)
}

// A laptop that was cloned, or went back to an old backup, uses a number twice.
func TestClonedLaptopIsNoticed(t *testing.T) {
	hq, b := pair(t)
	b.inspect(t, "in-1", 1)
	one := b.export(t, t.TempDir())
	clone, _ := newBranch(t, 1, hq)
	keys, err := os.ReadFile(filepath.Join(b.dir, "keys", "device.json"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(clone.dir, "keys", "device.json"), keys, 0o600))
	clone.inspect(t, "in-2", 2)
	two := clone.export(t, t.TempDir())
	require.Equal(t, one.Seq, two.Seq)
	require.Equal(t, exchange.StatusNew, hq.take(t, one.Path)[0].Status)
	o := hq.refusal(t, two.Path, bundle.ErrFork)
	require.Contains(t, o.Err.Error(), deviceOf(1))
}

func TestConflictIsKeptAside(t *testing.T) {
	hq, b := pair(t)
	b.inspect(t, "in-1", 1)
	require.Equal(t, exchange.StatusNew, hq.take(t, b.export(t, t.TempDir()).Path)[0].Status)
	clone, _ := newBranch(t, 1, hq)
	keys, err := os.ReadFile(filepath.Join(b.dir, "keys", "device.json"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(clone.dir, "keys", "device.json"), keys, 0o600))
	clone.inspect(t, "in-0", 0)
	clone.export(t, t.TempDir())
	clone.inspect(t, "in-1", 3) // the same id and revision, other answers
	p := clone.export(t, t.TempDir())
	require.EqualValues(t, 2, p.Seq)
	seen, err := hq.x.Preview(t.Context(), []string{p.Path})
	require.NoError(t, err)
	require.Equal(t, exchange.StatusConflict, seen[0].Status)
	require.Equal(t, exchange.StatusConflict, hq.refusal(t, p.Path, "store.conflict").Status)
}

func TestGapsAreNamed(t *testing.T) {
	hq, b := pair(t)
	var paths []string
	for i := range 4 {
		b.inspect(t, fmt.Sprintf("in-%d", i), i)
		paths = append(paths, b.export(t, t.TempDir()).Path)
	}
	require.Equal(t, []int64{1, 2}, hq.take(t, paths[2])[0].Missing)
	require.Equal(t, []int64{2}, hq.take(t, paths[3], paths[0])[1].Missing)
	require.Empty(t, hq.take(t, paths[1])[0].Missing)
}

// Every order of five bundles, and each of them again and again, comes to the
// same database.
func TestOrderAndRepetitionDoNotMatter(t *testing.T) {
	pg, why := storetest.StartCluster()
	if why == nil {
		t.Cleanup(pg.Stop)
	}
	first := newHQ(t, "")
	b, enrol := newBranch(t, 1, first)
	var paths []string
	for i := range 5 { // in-1 grows from bundle to bundle, the others come once
		b.inspect(t, fmt.Sprintf("one-%d", i), i, picture(t, i+1, 20, 20))
		if i == 0 {
			b.inspect(t, "in-1", 1)
		} else {
			again(t, b, "in-1", i)
		}
		paths = append(paths, b.export(t, t.TempDir()).Path)
	}
	orders := permutations(5)
	require.Len(t, orders, 120)
	run := func(t *testing.T, hq *site, order []int) string {
		keepKeys(t, first, hq)
		_, err := exchange.Enrol(t.Context(), hq.st, hq.dir, enrol)
		require.NoError(t, err)
		for _, i := range order {
			require.Contains(t, []exchange.Status{exchange.StatusNew, exchange.StatusOlder}, hq.take(t, paths[i])[0].Status)
		}
		for range 5 {
			for _, o := range hq.take(t, paths...) {
				require.Equal(t, exchange.StatusSame, o.Status)
			}
		}
		in, err := hq.st.Inspection(t.Context(), "in-1")
		require.NoError(t, err)
		require.Len(t, in.Reopened, 4)
		return hq.dump(t)
	}
	step := 5
	if os.Getenv("HALLCHECK_ORDERS") == "all" {
		step = 1
	}
	t.Logf("every %dth of %d orders (HALLCHECK_ORDERS=all takes each)", step, len(orders))
	want := ""
	for i := 0; i < len(orders); i += step {
		order := orders[i]
		t.Run(fmt.Sprint(order), func(t *testing.T) {
			got := run(t, newHQ(t, ""), order)
			if want == "" {
				want = got
			}
			require.Equal(t, want, got)
		})
	}
	t.Run("PostgreSQL", func(t *testing.T) {
		if why != nil {
			storetest.NoCluster(t, why)
		}
		for _, order := range [][]int{{0, 1, 2, 3, 4}, {4, 3, 2, 1, 0}, {2, 4, 0, 3, 1}} {
			require.Equal(t, want, run(t, newHQ(t, pg.Database(t)), order))
		}
	})
}
