package road

import (
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestAStoppedSendingReadsNoMore: what is still being sent when the answer is in
// must not read the source from under the next try.
func TestAStoppedSendingReadsNoMore(t *testing.T) {
	src := strings.NewReader("0123456789")
	told := int64(0)
	body := &counted{r: src, tell: func(n int64) { told = n }}
	_, err := io.ReadFull(body, make([]byte, 4))
	require.NoError(t, err)
	body.stop()
	n, err := body.Read(make([]byte, 4))
	require.ErrorIs(t, err, io.ErrClosedPipe)
	require.Zero(t, n)
	require.Equal(t, 6, src.Len(), "the source is where it was")
	require.EqualValues(t, 4, told)
}
