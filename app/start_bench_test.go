//go:build windowtest

package main

import (
	"bufio"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/app/cli"
	"hallcheck/checklist"
	"hallcheck/store"
)

// stored is how many inspections the hall of the start benchmark has: ten a
// day for a thousand days.
const stored = 10_000

// fillHall sets a branch up in dir and stores the inspections.
func fillHall(t *testing.T, dir string) {
	t.Helper()
	ctx := t.Context()
	s, err := store.Open(ctx, cli.StoreOptions(dir, "", time.Now))
	require.NoError(t, err)
	hall := checklist.Branch{Code: "3701101", Name: "济宁市中支行", Grade: checklist.Flagship, Traffic: checklist.TrafficHigh, Active: true}
	me := checklist.Person{ID: "u", Name: "李静", Role: checklist.LobbyManager, Branch: hall.Code}
	require.NoError(t, s.Setup(ctx, checklist.Profile{Face: checklist.FaceBranch, Org: "济宁分行", OrgID: "o", Device: "d", Branch: hall, User: me}))
	c, err := s.Checklist(ctx, "lobby-patrol", 0)
	require.NoError(t, err)
	today := time.Now().Truncate(24 * time.Hour)
	const lot = 500
	for begin := 0; begin < stored; begin += lot {
		var list []*checklist.Inspection
		for i := begin; i < begin+lot; i++ {
			list = append(list, patrol(t, c, hall, me, fmt.Sprintf("p%05d", i), today.AddDate(0, 0, -i/10-1).Add(time.Duration(i%10)*time.Hour)))
		}
		r := store.ImportRecord{SHA256: fmt.Sprintf("lot %d", begin), Device: "other", Seq: int64(begin/lot + 1), Branch: hall.Code, Name: "lot"}
		_, err := s.ImportInspections(ctx, r, list, store.Loop{}, hall)
		require.NoError(t, err)
	}
	_, n, err := s.Summaries(ctx, checklist.Filter{Limit: 1})
	require.NoError(t, err)
	require.Equal(t, stored, n)
	require.NoError(t, s.Close())
}

// patrol is a finished patrol in which everything is well.
func patrol(t *testing.T, c *checklist.Checklist, hall checklist.Branch, who checklist.Person, id string, at time.Time) *checklist.Inspection {
	t.Helper()
	in, err := checklist.Start(id, c, hall, who, checklist.Self, at)
	require.NoError(t, err)
	for i := range c.Items {
		it := &c.Items[i]
		v := checklist.VerdictValue(checklist.Pass)
		switch it.Type {
		case checklist.TypeNumber:
			v = checklist.NumberValue(checklist.N(5))
			if it.Target != nil {
				v = checklist.NumberValue(it.Target.Value)
			}
		case checklist.TypeScore:
			v = checklist.NumberValue(it.Points)
		case checklist.TypePass:
		default:
			v = checklist.TextValue("–")
		}
		require.NoError(t, in.Record("main", it.ID, v, at))
	}
	require.NoError(t, in.Finish("", at.Add(3*time.Minute)))
	in.Committed()
	return in
}

// readyAfter starts a program and returns the time until its first frame with
// content stands.
func (s *screen) readyAfter(name string, args ...string) time.Duration {
	s.t.Helper()
	c := s.command(name, args...)
	c.Env = append(c.Env, envReady+"=1")
	out, err := c.StdoutPipe()
	require.NoError(s.t, err)
	began := time.Now()
	require.NoError(s.t, c.Start())
	defer func() { _ = c.Process.Kill(); _ = c.Wait() }()
	late := time.AfterFunc(30*time.Second, func() { _ = c.Process.Kill() })
	defer late.Stop()
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if lines.Text() == "ready" {
			return time.Since(began)
		}
	}
	s.t.Fatalf("%s never was ready", name)
	return 0
}

func median(list []time.Duration) time.Duration {
	slices.Sort(list)
	return list[len(list)/2]
}

// TestStartTime: the first usable page over 10,000 stored inspections takes at
// most 1.5 times what an empty window of the same toolkit takes.
func TestStartTime(t *testing.T) {
	s := newScreen(t, "1366x768")
	fillHall(t, s.data)
	empty := filepath.Join(t.TempDir(), "empty")
	out, err := exec.Command("go", "build", "-tags", "nodynamic", "-o", empty, "./testdata/empty").CombinedOutput()
	require.NoError(t, err, string(out))
	var ours, bare []time.Duration
	s.readyAfter(empty) // the first of each warms the disk cache and makes the day's backup
	s.readyAfter(binary(t), "--data", s.data)
	for range 8 { // each after the other as often as before it
		bare = append(bare, s.readyAfter(empty))
		ours = append(ours, s.readyAfter(binary(t), "--data", s.data), s.readyAfter(binary(t), "--data", s.data))
		bare = append(bare, s.readyAfter(empty))
	}
	a, b := median(ours), median(bare)
	t.Logf("first page %v (%v … %v), empty window %v (%v … %v), ratio %.2f, %d runs each",
		a, ours[0], ours[len(ours)-1], b, bare[0], bare[len(bare)-1], float64(a)/float64(b), len(ours))
	require.LessOrEqual(t, float64(a)/float64(b), 1.5)
}
