package exchange_test

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store"
	"hallcheck/store/exchange"
	"hallcheck/store/storetest"
)

func median(d []time.Duration) float64 {
	slices.Sort(d)
	return d[len(d)/2].Seconds()
}

// BenchmarkExport exports 40 inspections with 400 photos; the yardstick is tar
// piped into age on the same pictures, flushed to the same disk. x is ours over
// theirs (reach 1.3); ours also reads back and records. x-unflushed is against
// a tar and age that leave the bytes in the system's memory.
func BenchmarkExport(b *testing.B) {
	for _, tool := range []string{"tar", "age"} {
		_, err := exec.LookPath(tool)
		require.NoError(b, err, "the yardstick is not installed")
	}
	hq := newHQ(b, "")
	br, enrol := newBranch(b, 1, hq)
	_, err := exchange.Enrol(b.Context(), hq.st, hq.dir, enrol)
	require.NoError(b, err)
	pics := b.TempDir()
	ids := fillBranch(b, br, pics)
	id, err := bundle.ReadCard(cardOf(b, hq))
	require.NoError(b, err)
	usb := b.TempDir()
	var ours, theirs, unflushed []time.Duration
	var size int64
	for b.Loop() {
		start := time.Now()
		cmd := exec.Command("sh", "-c", fmt.Sprintf("tar -C %s -cf - . | age -r %s > %s/out.age", pics, id.Recipient, usb))
		out, err := cmd.CombinedOutput()
		require.NoError(b, err, string(out))
		unflushed = append(unflushed, time.Since(start))
		require.NoError(b, exec.Command("sync", filepath.Join(usb, "out.age")).Run())
		theirs = append(theirs, time.Since(start))
		require.NoError(b, os.Remove(filepath.Join(usb, "out.age")))
		start = time.Now()
		done, err := br.x.Export(b.Context(), exchange.ExportOptions{To: usb, IDs: ids}, nil)
		require.NoError(b, err)
		ours = append(ours, time.Since(start))
		size = done.Bundles[0].Size
		require.NoError(b, os.Remove(done.Bundles[0].Path))
	}
	b.ReportMetric(median(ours)/median(theirs), "x")
	b.ReportMetric(median(ours)/median(unflushed), "x-unflushed")
	b.ReportMetric(float64(size)/1e6, "MB")
	b.ReportMetric(median(ours)*1000, "ms-ours")
	b.ReportMetric(median(theirs)*1000, "ms-tar-age")
	b.ReportMetric(0, "ns/op")
}

// fillBranch stores 40 inspections of 10 photos each, and copies what is shared
// of them into pics.
func fillBranch(b *testing.B, br *site, pics string) (ids []string) {
	for i := range 40 {
		var ten [][]byte
		for j := range 10 {
			ten = append(ten, noise(b, uint64(i*10+j)))
		}
		in := br.inspect(b, fmt.Sprintf("in-%02d", i), 1, ten...)
		ids = append(ids, in.ID)
		for _, h := range bundle.PhotosOf(in) {
			r, _, err := br.ph.Shareable(h)
			require.NoError(b, err)
			data, err := io.ReadAll(r)
			require.NoError(b, err)
			require.NoError(b, r.Close())
			require.NoError(b, os.WriteFile(filepath.Join(pics, h), data, 0o600))
		}
	}
	return ids
}

// BenchmarkImport takes in 1,000 bundles of one inspection (40 answers, 2 photos
// of 100 KB); the yardstick writes the same rows by plain SQL, one transaction a
// bundle, and copies the same pictures to the disk, flushed like ours. x is ours
// over theirs (reach 2).
func BenchmarkImport(b *testing.B) {
	const n = 1000
	hq := newHQ(b, "")
	br, enrol := newBranch(b, 1, hq)
	_, err := exchange.Enrol(b.Context(), hq.st, hq.dir, enrol)
	require.NoError(b, err)
	usb := b.TempDir()
	writeBundles(b, br, cardOf(b, hq), usb, n)
	var ours, single, theirs []time.Duration
	run := func(group int) (*site, time.Duration) {
		at := newHQ(b, "")
		at.x.GroupsOf(group)
		keepKeys(b, hq, at)
		_, err := exchange.Enrol(b.Context(), at.st, at.dir, enrol)
		require.NoError(b, err)
		start := time.Now()
		out, err := at.x.Import(b.Context(), []string{usb}, nil)
		require.NoError(b, err)
		took := time.Since(start)
		require.Len(b, out, n)
		for _, o := range out {
			require.Equal(b, exchange.StatusNew, o.Status, "%v", o.Err)
		}
		return at, took
	}
	for b.Loop() {
		_, took := run(1)
		single = append(single, took)
		at, took := run(100)
		ours = append(ours, took)
		theirs = append(theirs, rawImport(b, at, n))
	}
	b.ReportMetric(median(ours)/median(theirs), "x")
	b.ReportMetric(median(single)/median(theirs), "x-one-at-a-time")
	b.ReportMetric(median(ours)*1000/n, "ms/bundle-ours")
	b.ReportMetric(median(theirs)*1000/n, "ms/bundle-sql")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkImportTogether takes in 1,000 bundles of one small record without pictures,
// one at a time and a hundred in one transaction; x is the one over the other.
func BenchmarkImportTogether(b *testing.B) {
	const n = 1000
	hq, br := pair(b)
	dir := many(b, hq, br, n)
	took := map[int][]time.Duration{}
	for b.Loop() {
		for _, group := range []int{1, 100} {
			at := twin(b, hq)
			at.x.GroupsOf(group)
			start := time.Now()
			out := at.take(b, dir)
			took[group] = append(took[group], time.Since(start))
			require.Len(b, out, n)
		}
	}
	b.ReportMetric(median(took[100])/median(took[1]), "x")
	b.ReportMetric(median(took[1])*1000/n, "ms/bundle-one-at-a-time")
	b.ReportMetric(median(took[100])*1000/n, "ms/bundle-together")
	b.ReportMetric(0, "ns/op")
}

// writeBundles writes n bundles as the branch would, without its database.
func writeBundles(b *testing.B, br *site, card []byte, to string, n int) {
	var keys bundle.Keys
	text, err := os.ReadFile(filepath.Join(br.dir, "keys", "device.json"))
	require.NoError(b, err)
	require.NoError(b, json.Unmarshal(text, &keys))
	c, err := bundle.ReadCard(card)
	require.NoError(b, err)
	own, err := keys.Recipient()
	require.NoError(b, err)
	source := storetest.Sample("long", 1, 40)
	list, err := storetest.Parse("", source)
	require.NoError(b, err)
	std := bundle.Standard{ID: "long", Version: 1, SHA256: hashOf(source), Source: string(source)}
	rnd := rand.New(rand.NewPCG(1, 1))
	at := time.Date(2026, 11, 3, 1, 0, 0, 0, time.UTC)
	for i := range n {
		in, err := checklist.Start(fmt.Sprintf("in-%04d", i), list, hall(1), checklist.Person{ID: "p", Name: "王芳"}, checklist.Self, at.AddDate(0, 0, i))
		require.NoError(b, err)
		p := bundle.Parcel{Signer: keys.Signer, Recipients: []string{c.Recipient, c.Recovery, own}, Manifest: bundle.Manifest{
			Org: c.Org, HQ: c.HQ(), Device: "00000001-dev", Branch: hall(1).Code, Seq: int64(i + 1), App: "1", Created: at.Unix(),
		}}
		rec := &bundle.Inspection{Standard: bundle.Standard{ID: std.ID, Version: 1, SHA256: std.SHA256}}
		for j := range list.Items {
			require.NoError(b, in.Record("main", list.Items[j].ID, checklist.VerdictValue(checklist.Pass), at))
		}
		for j := range 2 {
			data := make([]byte, 100_000)
			for k := range data {
				data[k] = byte(rnd.Uint32())
			}
			h := hashOf(data)
			require.NoError(b, in.Attach("main", "item.3", checklist.PhotoRef{ID: fmt.Sprint(j), Hash: h, Name: "a.jpg", Size: 100_000}, at))
			rec.Shared = append(rec.Shared, bundle.Shared{Original: h, SHA256: h, Size: int64(len(data))})
			blob, err := bundle.Measure(bytes.NewReader(data))
			require.NoError(b, err)
			blob.Open = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
			p.Blobs = append(p.Blobs, blob)
		}
		require.NoError(b, in.Finish("", at.AddDate(0, 0, i).Add(time.Hour)))
		rec.Data, err = json.Marshal(in)
		require.NoError(b, err)
		rec.Result, err = json.Marshal(checklist.Evaluate(in))
		require.NoError(b, err)
		rec.SealNow()
		p.Records = []bundle.Record{{Kind: bundle.KindChecklist, Checklist: &std}, {Kind: bundle.KindInspection, Inspection: rec}}
		var out bytes.Buffer
		wr, err := bundle.Write(b.Context(), &out, p, nil)
		require.NoError(b, err)
		require.NoError(b, os.WriteFile(filepath.Join(to, bundle.NameOf(&p.Manifest, wr.SHA256).String()), out.Bytes(), 0o600))
	}
}

func hashOf(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

// table is what the yardstick inserts: the rows of one inspection by its id.
var tables = []struct{ name, by string }{
	{"inspections", "id"},
	{"sheets", "inspection"},
	{"answers", "inspection"},
	{"photo_refs", "inspection"},
	{"inspection_zones", "inspection"},
	{"results", "inspection"},
}

// rawImport writes the rows and photos that at holds into a fresh database.
func rawImport(b *testing.B, at *site, n int) time.Duration {
	src, err := sql.Open("sqlite", filepath.Join(at.dir, "app.db"))
	require.NoError(b, err)
	defer src.Close()
	o := storetest.Options(b, "")
	st, err := store.Open(b.Context(), o) // makes the schema
	require.NoError(b, err)
	_, err = st.InstallChecklist(b.Context(), "long.json", storetest.Sample("long", 1, 40))
	require.NoError(b, err)
	require.NoError(b, st.Close())
	dst, err := sql.Open("sqlite", filepath.Join(o.Dir, "app.db")+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_txlock=immediate")
	require.NoError(b, err)
	defer dst.Close()
	dst.SetMaxOpenConns(1)
	var all [][]insert
	var photos [][]string
	for i := range n {
		id := fmt.Sprintf("in-%04d", i)
		var rows []insert
		for _, t := range tables {
			rows = append(rows, rowsOf(b, src, t.name, "WHERE "+t.by+" = ?", id)...)
		}
		rows = append(rows, rowsOf(b, src, "imports", "WHERE seq = ?", i+1)...)
		rows = append(rows, rowsOf(b, src, "audit", "WHERE action = 'import' ORDER BY seq LIMIT 1 OFFSET ?", i)...)
		all = append(all, rows)
		var two []string
		for _, r := range rowsOf(b, src, "photo_refs", "WHERE inspection = ?", id) {
			two = append(two, r.hash)
		}
		photos = append(photos, two)
	}
	_, err = dst.Exec("DROP TRIGGER audit_no_delete; DELETE FROM audit")
	require.NoError(b, err)
	start := time.Now()
	for i, rows := range all {
		for _, h := range photos[i] {
			require.NoError(b, copySynced(filepath.Join(at.dir, "photos", h[:2], h), filepath.Join(o.Dir, h)))
		}
		tx, err := dst.Begin()
		require.NoError(b, err)
		for _, r := range rows {
			_, err := tx.Exec(r.sql, r.args...)
			require.NoError(b, err)
		}
		require.NoError(b, tx.Commit())
	}
	return time.Since(start)
}

type insert struct {
	sql  string
	args []any
	hash string
}

// rowsOf reads rows back as one multi-row INSERT, hash being a photo's.
func rowsOf(b *testing.B, db *sql.DB, table, where string, arg any) []insert {
	rows, err := db.Query("SELECT * FROM "+table+" "+where, arg)
	require.NoError(b, err)
	defer rows.Close()
	cols, err := rows.Columns()
	require.NoError(b, err)
	var out []insert
	for rows.Next() {
		args, into := make([]any, len(cols)), make([]any, len(cols))
		for i := range args {
			into[i] = &args[i]
		}
		require.NoError(b, rows.Scan(into...))
		r := insert{args: args}
		if i := slices.Index(cols, "hash"); i >= 0 && table == "photo_refs" {
			r.hash = fmt.Sprint(args[i])
		}
		out = append(out, r)
	}
	require.NotEmpty(b, out, table)
	if table == "photo_refs" {
		for i := range out {
			out[i].sql = "INSERT INTO photo_refs VALUES (" + strings.TrimSuffix(strings.Repeat("?,", len(cols)), ",") + ")"
		}
		return out
	}
	one := insert{sql: "INSERT INTO " + table + " VALUES "}
	for i, r := range out {
		one.sql += strings.Repeat(",", min(i, 1)) + "(" + strings.TrimSuffix(strings.Repeat("?,", len(cols)), ",") + ")"
		one.args = append(one.args, r.args...)
	}
	return []insert{one}
}

func copySynced(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	if _, err = io.Copy(out, in); err == nil {
		err = out.Sync()
	}
	if closeErr := out.Close(); err == nil {
		err = closeErr
	}
	return err
}
