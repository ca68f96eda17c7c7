package today_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"

	"hallcheck/ui/shell/shelltest"
	"hallcheck/ui/today"
)

// quietStore is a store that heard nothing of headquarters.
type quietStore struct {
	*fake
	days int
}

func (q quietStore) HQSilence(context.Context) (days, limit int, err error) { return q.days, 30, nil }

// When headquarters was not heard of for longer than its policy allows, the first
// page says so and what to do.
func TestHeadquartersSilenceIsShown(t *testing.T) {
	e := shelltest.Open(t, nil, today.New(quietStore{&fake{lists: lists(t)}, 41}))
	assert.True(t, e.Has("已 41 天没有总行的消息，超过规定的 30 天"), "%q", e.Texts())
	assert.Empty(t, e.Overflows())
	e = shelltest.Open(t, nil, today.New(quietStore{&fake{lists: lists(t)}, 0}))
	assert.False(t, e.Has("没有总行的消息"))
}
