package road_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/store/exchange/road/roadtest"
)

// BenchmarkPut is how fast 64 MiB arrive whole over each road on this machine.
func BenchmarkPut(b *testing.B) {
	data, sum := blob(1, 64<<20)
	for _, m := range []maker{{"folder", roadtest.Folder}, {"webdav", roadtest.Apache}, {"sftp", roadtest.SSHD}, {"s3", roadtest.S3}} {
		b.Run(m.name, func(b *testing.B) {
			r := m.make(b, "").Open(b)
			b.SetBytes(int64(len(data)))
			for n := 0; b.Loop(); n++ {
				name := fmt.Sprintf("to-hq/%d.bundle", n)
				require.NoError(b, r.Put(context.Background(), name, bytes.NewReader(data), int64(len(data)), sum, nil))
				b.StopTimer()
				require.NoError(b, r.Remove(context.Background(), name))
				b.StartTimer()
			}
		})
	}
}
