package exchange_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"hallcheck/ui/exchange"
	"hallcheck/ui/shell/shelltest"
)

// The outbox says which policy is followed, and warns when headquarters was silent
// for longer than it allows.
func TestPolicyStandsInTheOutbox(t *testing.T) {
	s := &service{}
	s.out.Fingerprint = "1111 2222"
	s.out.Policy = exchange.Policy{Version: 12, Heard: shelltest.Now.AddDate(0, 0, -40).UnixMilli(), Quiet: 40, Limit: 30}
	e := outbox(t, s)
	assert.True(t, e.Has("总行策略第 12 版"), "%q", e.Texts())
	assert.True(t, e.Has("已 40 天没有总行的消息，超过规定的 30 天"), "%q", e.Texts())
	assert.Empty(t, e.Overflows())
	s.out.Policy.Quiet = 0
	e = outbox(t, s)
	assert.False(t, e.Has("没有总行的消息"))
}
