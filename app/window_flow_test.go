//go:build windowtest

package main

import (
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// row is what "list inspections --json" says of one inspection.
type row struct {
	ID       string  `json:"id"`
	Status   string  `json:"status"`
	Score    *string `json:"score"`
	Red      int     `json:"red"`
	Answered int     `json:"answered"`
	Photos   int     `json:"photos"`
	Sent     bool    `json:"sent"`
}

func (s *screen) rows() []row {
	s.t.Helper()
	var out struct {
		Inspections []row `json:"inspections"`
	}
	s.cli(&out, "list", "inspections")
	return out.Inspections
}

// setup makes a branch without a window.
func (s *screen) setup() {
	s.cli(nil, "init", "--face", "branch", "--org", "济宁银行", "--branch-code", "3701101", "--branch-name", "济宁市中支行",
		"--grade", "flagship", "--traffic", "high", "--user", "李静", "--role", "lobby_manager")
}

// picture file for the home folder the dialogs begin in.
func (s *screen) photo(name string) {
	img := image.NewRGBA(image.Rect(0, 0, 1200, 900))
	for y := range 900 {
		for x := range 1200 {
			img.Set(x, y, color.RGBA{uint8(x / 5), uint8(y / 4), uint8((x + y) / 9), 255})
		}
	}
	f, err := os.Create(filepath.Join(s.home, name))
	require.NoError(s.t, err)
	require.NoError(s.t, jpeg.Encode(f, img, nil))
	require.NoError(s.t, f.Close())
}

// waitFor asks by a copy of the data until what is wanted holds: the running
// program holds the lock, so the test looks at what it committed through a
// second, read-only connection of the sqlite3 shell.
func (s *screen) waitFor(sql, want string) {
	s.t.Helper()
	got := ""
	require.Eventually(s.t, func() bool {
		out, err := exec.Command("sqlite3", "-readonly", filepath.Join(s.data, "app.db"), sql).CombinedOutput()
		got = string(out)
		return err == nil && got == want+"\n"
	}, 20*time.Second, 200*time.Millisecond, "%s is not %s", sql, want)
	_ = got
}

// TestWindowInspection is the main job by keyboard alone: start 6S, answer,
// fail one item with a note and a photo, be killed, go on at the same item,
// finish through the leave gate, and find everything in the data.
func TestWindowInspection(t *testing.T) {
	s := newScreen(t, "1366x768")
	s.setup()
	s.photo("IMG_0001.jpg")
	s.start()
	s.picture("1-today")
	s.keys("alt+2")
	time.Sleep(time.Second)
	s.keys("Return")
	time.Sleep(time.Second)
	s.keys("Return")
	s.waitFor("select count(*) from inspections", "1")
	time.Sleep(1500 * time.Millisecond)
	for range 10 {
		s.keys("space")
	}
	s.keys("2")
	s.waitFor("select answered||'/'||red from inspections", "11/1")
	s.keys("n")
	s.typeText("dust on the notice")
	s.keys("Escape", "p")
	time.Sleep(time.Second)
	s.keys("Return")
	s.waitFor("select photos from inspections", "1")
	s.picture("2-failed-item")
	s.kill()
	rows := s.rows()
	require.Len(t, rows, 1)
	require.Equal(t, row{ID: rows[0].ID, Status: "draft", Red: 1, Answered: 11, Photos: 1}, row{ID: rows[0].ID, Status: rows[0].Status, Red: rows[0].Red, Answered: rows[0].Answered, Photos: rows[0].Photos})

	s.start() // lands in the runner, on the failed item
	s.picture("3-resumed")
	s.keys("Return")
	for range 29 {
		s.keys("space")
	}
	s.keys("Return", "space", "space", "space") // the focus waits for the exit's photo; go on without
	time.Sleep(500 * time.Millisecond)
	s.picture("3b-all-answered")
	s.waitFor("select answered from inspections", "43")
	s.keys("ctrl+Return") // the fire exit wants its photo
	time.Sleep(time.Second)
	s.picture("4-gate")
	s.keys("Return") // leads to the item
	time.Sleep(500 * time.Millisecond)
	s.keys("p")
	time.Sleep(time.Second)
	s.keys("Return")
	s.waitFor("select photos from inspections", "2")
	time.Sleep(500 * time.Millisecond)
	s.keys("ctrl+Return")
	s.waitFor("select status from inspections", "finished")
	time.Sleep(time.Second)
	s.picture("5-result")
	s.kill()
	rows = s.rows()
	require.Equal(t, "finished", rows[0].Status)
	require.NotNil(t, rows[0].Score)
	require.Equal(t, "98.0", *rows[0].Score)
	s.cli(nil, "check", "--read-data")
}

// TestWindowSecondStart: a second program on the same data says so and writes nothing.
func TestWindowSecondStart(t *testing.T) {
	s := newScreen(t, "1366x768")
	s.setup()
	s.start()
	second := s.command(binary(t), "--data", s.data, "--json", "list", "inspections")
	out, err := second.Output()
	require.Error(t, err)
	require.Equal(t, 4, second.ProcessState.ExitCode())
	require.Contains(t, string(out), "store.locked")
}
