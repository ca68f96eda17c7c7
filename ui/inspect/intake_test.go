package inspect

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPasted(t *testing.T) {
	require.Equal(t, []string{"/home/u/照片 1.jpg", "/tmp/b.png", "/c.jpg"}, pasted("file:///home/u/%E7%85%A7%E7%89%87%201.jpg\r\n\"/tmp/b.png\"\n/c.jpg\n"))
	require.Empty(t, pasted("绿植枯黄"))
	require.Empty(t, pasted("relative/a.jpg https://x.example/a.jpg"))
}
