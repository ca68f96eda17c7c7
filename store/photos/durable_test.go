package photos

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestOnDiskBeforeAcknowledged watches the system calls of a program that adds
// a photo: the bytes, the move and both folders are synced, in this order,
// before it says ACK. It is red with the build tag faultmutant.
func TestOnDiskBeforeAcknowledged(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed; .ci/setup installs it")
	}
	dir, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	data := camera(t, 64, 48, 1)
	write(t, filepath.Join(dir, "in.jpg"), data)
	exe, err := os.Executable()
	require.NoError(t, err)
	trace := filepath.Join(t.TempDir(), "trace")
	c := exec.Command(strace, "-f", "-qq", "-y", "-s", "200", "-o", trace,
		"-e", "trace=fsync,rename,renameat,renameat2,write", exe)
	c.Env = append(os.Environ(), "HALLCHECK_TEST_ADD="+dir)
	out, err := c.CombinedOutput()
	require.NoError(t, err, string(out))
	require.Contains(t, string(out), "ACK "+sum(data))
	b, err := os.ReadFile(trace)
	require.NoError(t, err)

	steps := []struct{ name, pattern string }{
		{"bytes synced", `fsync\(\d+<DIR/photos/tmp/in-\d+>`},
		{"moved", `rename\w*\(.*DIR/photos/tmp/in-\d+".*DIR/photos/../HASH"`},
		{"its folder synced", `fsync\(\d+<DIR/photos/[0-9a-f]{2}>`},
		{"the folder above synced", `fsync\(\d+<DIR/photos>`},
		{"acknowledged", `write\(1<.*"ACK HASH`},
	}
	at := 0
	for _, s := range steps {
		re := strings.NewReplacer("DIR", regexp.QuoteMeta(dir), "HASH", sum(data)).Replace(s.pattern)
		found := regexp.MustCompile(re).FindIndex(b[at:])
		if !assert.NotNil(t, found, "%s, after all before it", s.name) {
			t.Log(string(b))
			return
		}
		at += found[1]
	}
}
