package cli_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/app/cli"
	"hallcheck/app/config"
	"hallcheck/checklist/hall"
	"hallcheck/store"
	"hallcheck/store/storetest"
)

// TestPeaksOfAStoredHall: eight Mondays of tickets and counts in a real database come
// out as chart, plan and notice.
func TestPeaksOfAStoredHall(t *testing.T) {
	opt := storetest.Options(t, "")
	opt.Clock = time.Now
	now := time.Now()
	monday := now.AddDate(0, 0, -7-(int(now.Weekday())+6)%7) // of last week
	until := monday.AddDate(0, 0, 6).Format(time.DateOnly)
	s, err := store.Open(t.Context(), opt)
	require.NoError(t, err)
	storetest.SetUp(t, s)
	var tickets []hall.Ticket
	for w := range 8 {
		day := time.Date(monday.Year(), monday.Month(), monday.Day()-7*w, 10, 0, 0, 0, time.Local)
		for i := range 20 { // twenty come between 10:00 and 10:30, wait six minutes, take six
			taken := day.Add(time.Duration(i) * 88 * time.Second)
			tickets = append(tickets, hall.Ticket{
				Number: fmt.Sprintf("A%03d", i), Taken: taken.UnixMilli(), Called: taken.Add(6 * time.Minute).UnixMilli(), Finished: taken.Add(12 * time.Minute).UnixMilli(), Window: 1 + i%4,
			})
		}
	}
	_, err = s.ImportTickets(t.Context(), tickets, nil)
	require.NoError(t, err)
	require.NoError(t, s.Close())

	run := func(args ...string) map[string]any {
		var out, bad bytes.Buffer
		code := cli.Run(t.Context(), cli.Program{Name: "x"}, config.Config{Lang: "zh", Dir: opt.Dir, JSON: true}, args, nil, &out, &bad)
		require.Zero(t, code, bad.String())
		var doc map[string]any
		require.NoError(t, json.Unmarshal(out.Bytes(), &doc))
		return doc
	}
	doc := run("hall", "plan", "--weekday", "1", "--until", until)
	slot := doc["slots"].([]any)[3].(map[string]any)
	require.Equal(t, "10:00", slot["time"])
	require.InDelta(t, 20, slot["customers"], 1e-9)
	require.InDelta(t, 6, slot["handling"], 1e-9)
	require.InDelta(t, 6, slot["seen"], 1e-9)
	require.EqualValues(t, 5, slot["need"])
	require.EqualValues(t, 5, slot["rule"])
	doc = run("hall", "plan", "--weekday", "1", "--until", until, "--faster", "2")
	require.EqualValues(t, 3, doc["slots"].([]any)[3].(map[string]any)["need"])
	file := filepath.Join(t.TempDir(), "notice.pdf")
	var none, bad bytes.Buffer
	early := monday.AddDate(0, 0, -100).Format(time.DateOnly)
	require.Equal(t, 3, cli.Run(t.Context(), cli.Program{Name: "x"}, config.Config{Lang: "zh", Dir: opt.Dir}, []string{"hall", "peak", "--until", early, "--out", file}, nil, &none, &bad))
	require.Contains(t, bad.String(), "还没有足够的等候数据")
	require.NoFileExists(t, file)
	doc = run("hall", "peak", "--until", until, "--out", file)
	cell := doc["cells"].([]any)[3].(map[string]any)
	require.InDelta(t, 4, cell["waiting"], 1e-9, "20 × 6 min ÷ 30 min, by Little's law")
	require.EqualValues(t, 8, cell["fromTickets"])
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	require.True(t, bytes.HasPrefix(data, []byte("%PDF")))
	file = filepath.Join(t.TempDir(), "notice.PNG")
	require.Equal(t, file, run("hall", "peak", "--until", until, "--out", file)["file"])
	data, err = os.ReadFile(file)
	require.NoError(t, err)
	require.True(t, bytes.HasPrefix(data, []byte("\x89PNG")))
}
