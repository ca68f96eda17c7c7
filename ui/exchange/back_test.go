package exchange_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/ui/exchange"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
)

// Moves of findings alone are reason enough to send, and what headquarters sent
// back is taken in on the same page; a file for another branch is named.
func TestOutboxSendsMovesAndTakesDecisions(t *testing.T) {
	s := &service{
		out:  exchange.Outbox{Fingerprint: print, Moves: 3, Bright: 1},
		sent: exchange.Sent{Files: []string{"/usb/a.bundle"}, Moves: 3, Bright: 1},
		found: map[string][2][]string{
			"/usb": {{"/usb/back.bundle", "/usb/other.bundle"}, nil},
		},
		bundles: []exchange.Bundle{
			{Path: "/usb/back.bundle", Status: exchange.New, Moves: 2},
			{Path: "/usb/other.bundle", Status: exchange.Refused, Err: checklist.Fail("bundle.notForUs", "why", "key")},
		},
	}
	e := shelltest.New(t, nil, shell.Route{ID: "exchange", Icon: "send", Rail: true, New: exchange.NewOutbox(s, s, nil)})
	e.Shell.Choose = chooser{"/usb"}
	require.True(t, e.Has("另有问题动态 3 条、亮点 1 个一起报送"), "%q", e.Texts())
	e.Type("e")
	require.Contains(t, s.calls, "export /usb")
	require.True(t, e.Has("问题动态 3 条、亮点 1 个。"), "%q", e.Texts())
	e.Press(fyne.KeyEscape)
	e.Type("i")
	require.Contains(t, s.calls, "import /usb/back.bundle /usb/other.bundle")
	require.True(t, e.Has("收到总行的 2 条意见，问题已更新。"), "%q", e.Texts())
	require.True(t, e.Has("other.bundle"), "%q", e.Texts())
}

func TestInboxSendsDecisionsBack(t *testing.T) {
	s := &service{in: exchange.Inbox{Halls: 1, Decisions: 5, Devices: []exchange.Device{{Branch: "市中", Active: true}}}, sent: exchange.Sent{Files: []string{"/usb/a.bundle"}, Moves: 5}}
	e := shelltest.New(t, nil, shell.Route{ID: "inbox", Icon: "inbox", Rail: true, New: exchange.NewInbox(s, s, s, nil, nil)})
	e.Shell.Choose = chooser{"/usb"}
	require.True(t, e.Has("发回意见（5）"), "%q", e.Texts())
	e.Type("e")
	require.Contains(t, s.calls, "export /usb")
	require.True(t, e.Has("问题动态 5 条"), "%q", e.Texts())
}
