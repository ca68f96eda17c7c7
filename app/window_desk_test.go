//go:build windowtest

package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestWindowDesk is a stretch at the hall desk by keyboard alone: windows are opened,
// people counted, clocks started; the program is killed, comes back to the desk with its
// clocks running, and stops one of them.
func TestWindowDesk(t *testing.T) {
	s := newScreen(t, "1366x768")
	s.setup()
	s.start()
	s.keys("alt+5")
	time.Sleep(time.Second)
	s.keys("Return")
	s.waitFor("select group_concat(kind) from hall_entries", "session")
	s.keys("k", "1", "2", "3", "4", "Return")
	s.waitFor("select count(*) from hall_entries where kind = 'window'", "4")
	s.keys("r", "2", "3", "Return")
	s.waitFor("select json_extract(body, '$.waiting')||'/'||json_extract(body, '$.open') from hall_entries where kind = 'count'", "23/4")
	s.keys("plus", "minus") // corrected: one sample stays
	s.waitFor("select count(*) from hall_entries where kind = 'count' and id not in (select json_extract(body, '$.instead') from hall_entries where json_extract(body, '$.instead') <> '')", "1")
	s.keys("c", "1", "Return", "z", "y", "e")
	s.keys("h")
	s.typeText("a067")
	s.keys("Return", "n")
	s.waitFor("select group_concat(json_extract(body, '$.ticket')) from (select body from hall_entries where kind = 'wait' order by at)", "A067,A068")
	s.keys("3", "Right", "1")
	s.waitFor("select count(*) from hall_entries where kind = 'call'", "2")
	s.picture("desk-1")
	time.Sleep(3 * time.Second)
	s.picture("desk-2-later")
	s.kill()

	s.start() // lands on the desk: the first key is one of the desk's
	s.picture("desk-3-after-the-kill")
	s.keys("3")
	s.waitFor("select count(*) from hall_entries where kind = 'done'", "1")
	s.keys("u", "u")
	s.waitFor("select count(*) from hall_entries where kind = 'void' and ref in (select id from hall_entries where kind in ('done', 'call'))", "2")
	s.keys("ctrl+Return")
	s.waitFor("select count(*) from hall_entries where kind = 'session'", "2")
	s.picture("desk-4-ended")
	s.kill()
	var out struct {
		Entries []struct {
			Kind   string `json:"kind"`
			Ticket string `json:"ticket"`
		} `json:"entries"`
	}
	s.cli(&out, "hall", "entries", "--kind", "session,wait")
	require.Len(t, out.Entries, 4)
	s.cli(nil, "check", "--read-data")
}
