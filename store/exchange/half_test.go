package exchange_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store"
	"hallcheck/store/exchange"
	"hallcheck/store/exchange/road"
	"hallcheck/store/exchange/road/roadtest"
)

// meanwhile is a folder in which something happens just before a file gets its name.
type meanwhile struct {
	exchange.Destination
	happens func()
}

func (m meanwhile) Publish(ctx context.Context, part, name string) error {
	m.happens()
	return m.Destination.Publish(ctx, part, name)
}

// TestLetInWhileExporting: a computer that is let in while a file is being made for
// its branch cannot open that file; what it carried is sent once more, to both.
func TestLetInWhileExporting(t *testing.T) {
	hq, b := pair(t)
	row := hall(1)
	row.Name = "泉城路支行"
	require.NoError(t, hq.st.SaveBranches(t.Context(), []checklist.Branch{row}))
	second, enrol := secondComputer(t, hq, hall(1))
	dir := t.TempDir()
	out, err := hq.x.Export(t.Context(), exchange.ExportOptions{Via: meanwhile{exchange.Folder(dir), func() {
		_, err := exchange.Enrol(t.Context(), hq.st, hq.dir, enrol)
		require.NoError(t, err)
	}}}, nil)
	require.NoError(t, err)
	first := filepath.Join(dir, out.Bundles[0].Name)
	require.Equal(t, exchange.StatusNew, b.take(t, first)[0].Status)
	require.Equal(t, bundle.ErrNotForUs, second.take(t, first)[0].Code)
	again := hq.export(t, dir)
	require.Equal(t, exchange.StatusSame, b.take(t, again.Path)[0].Status)
	require.Equal(t, exchange.StatusNew, second.take(t, again.Path)[0].Status)
	p, err := second.st.Profile(t.Context())
	require.NoError(t, err)
	require.Equal(t, row, p.Branch)
	_, err = hq.x.Export(t.Context(), exchange.ExportOptions{To: dir}, nil)
	require.Equal(t, "exchange.nothing", checklist.CodeOf(err))
}

// note is the file of a kind that lies on the road for the first branch.
func onRoad(t *testing.T, srv *roadtest.Server, kind string) string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(srv.Dir, "to-branch", "B001", kind+"-*.note"))
	require.NoError(t, err)
	require.Len(t, list, 1)
	return list[0]
}

// TestMendedNoteIsHeard: a receipt that was altered on the road is refused; when the
// whole one lies there it is heard, and no record waits for it for ever.
func TestMendedNoteIsHeard(t *testing.T) {
	t.Setenv(road.NoKeyring, "1")
	hq, b := pair(t)
	srv := roadtest.Folder(t, "")
	hq.road(t, srv)
	b.road(t, srv)
	b.inspect(t, "in-1", 0)
	b.clean(t)
	hq.clean(t)
	path := onRoad(t, srv, "receipt")
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, bytes.Replace(whole, []byte("imported"), []byte("impOrted"), 1), 0o600))
	out := b.sync(t)
	require.Contains(t, []string{bundle.ErrNote, bundle.ErrNoteSigned}, noteCode(out, "receipt"))
	require.Equal(t, checklist.DeliveryArrived, b.state(t, "in-1").State)
	require.NoError(t, os.WriteFile(path, whole, 0o600))
	later := time.Now().Add(time.Minute)
	require.NoError(t, os.Chtimes(path, later, later))
	b.clean(t)
	require.Equal(t, checklist.DeliveryReceived, b.state(t, "in-1").State)
}

func noteCode(s exchange.Synced, kind string) string {
	for _, n := range s.Notes {
		if n.Kind == kind || n.Kind == "" {
			return n.Code
		}
	}
	return "none"
}

// TestPlantedPolicy: a file that somebody put where headquarters' next policy belongs,
// or headquarters itself before it came back from a backup, keeps no policy away from
// the branch: it gets a later one.
func TestPlantedPolicy(t *testing.T) {
	t.Setenv(road.NoKeyring, "1")
	hq, b := pair(t)
	srv := roadtest.Folder(t, "")
	hq.road(t, srv)
	b.road(t, srv)
	dir := filepath.Join(srv.Dir, "to-branch", "B001")
	require.NoError(t, os.MkdirAll(dir, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "policy-B001-1.note"), []byte("hallcheck-policy/v1\n"), 0o600))
	require.NoError(t, hq.st.SetRules(t.Context(), store.Rules{Redaction: true}))
	hq.sync(t)
	b.sync(t)
	hq.sync(t)
	b.sync(t)
	p, err := b.st.Policy(t.Context())
	require.NoError(t, err)
	require.Equal(t, []any{int64(2), exchange.DeviceActive}, []any{p.Version, p.State})
	_, err = hq.st.PublishRules(t.Context())
	require.NoError(t, err)
	hq.clean(t)
	b.sync(t)
	p, err = b.st.Policy(t.Context())
	require.NoError(t, err)
	require.True(t, p.Redaction)
	hq.clean(t)
	require.Empty(t, hq.clean(t).Roads[0].Sent, "nothing is made over and over")
}
