package faulttest

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// plug is a disk in a file whose content can be copied in an instant: what the
// file system has not yet given to the disk is lost in the copy, as if the plug
// had been pulled (RELIABILITY 9.1).
type plug struct {
	dir  string // xfs with reflinks: x; the disk's mount: m; a copy's mount: s
	loop string
}

func sh(script string) (string, error) {
	out, err := exec.Command("sh", "-c", "set -e; "+script).CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

// newPlug builds the rig; the error says what is missing here.
func newPlug(t *testing.T) (*plug, error) {
	t.Helper()
	if os.Geteuid() != 0 {
		return nil, fmt.Errorf("needs root")
	}
	for _, tool := range []string{"mkfs.xfs", "mkfs.ext4", "losetup", "mount"} {
		if _, err := exec.LookPath(tool); err != nil {
			return nil, fmt.Errorf("%s is not installed", tool)
		}
	}
	p := &plug{dir: t.TempDir()}
	t.Cleanup(p.remove)
	out, err := sh(fmt.Sprintf(`cd '%s'; mkdir x m s; truncate -s 4G x.img; mkfs.xfs -q -f -m reflink=1 x.img; mount -o loop x.img x
truncate -s 1G x/disk.img; mkfs.ext4 -q -F x/disk.img`, p.dir))
	if err != nil {
		return nil, fmt.Errorf("no loop device or file system: %s", out)
	}
	if p.loop, err = sh(fmt.Sprintf("losetup -f --show '%s/x/disk.img'", p.dir)); err != nil {
		return nil, fmt.Errorf("no second loop device: %s", p.loop)
	}
	if out, err := sh(fmt.Sprintf("mount %s '%s/m'", p.loop, p.dir)); err != nil {
		return nil, fmt.Errorf("mount: %s", out)
	}
	return p, nil
}

func (p *plug) remove() {
	_, _ = sh(fmt.Sprintf("cd '%s'; umount -q s || true; umount -q m || true", p.dir))
	if strings.HasPrefix(p.loop, "/dev/") {
		_, _ = sh("losetup -d " + p.loop) // it holds a file of x
	}
	_, _ = sh(fmt.Sprintf("umount -q '%s/x'", p.dir))
}

// pull copies the disk as it is now.
func (p *plug) pull(t *testing.T) {
	t.Helper()
	out, err := sh(fmt.Sprintf("cp --reflink=always '%s/x/disk.img' '%s/x/snap.img'", p.dir, p.dir))
	require.NoError(t, err, out)
}

// reboot mounts the copy, which replays the file system's journal, and counts.
func (p *plug) reboot(t *testing.T, bin string, acks []byte) verdict {
	t.Helper()
	loop, err := sh(fmt.Sprintf("losetup -f --show '%s/x/snap.img'", p.dir))
	require.NoError(t, err, loop)
	defer func() { _, _ = sh(fmt.Sprintf("umount '%s/s'; losetup -d %s", p.dir, loop)) }()
	out, err := sh(fmt.Sprintf("mount %s '%s/s'", loop, p.dir))
	require.NoError(t, err, out)
	return count(t, bin, filepath.Join(p.dir, "s", "data"), acks)
}

// pullLoop pulls the plug n times while the tapper works; each round only
// believes in what was acknowledged before the copy began.
func pullLoop(t *testing.T, p *plug, bin string, n int) verdict {
	t.Helper()
	_ = os.RemoveAll(filepath.Join(p.dir, "m", "data"))
	var total verdict
	var before []byte
	for round := range n {
		v := start(t, bin, "tap", filepath.Join(p.dir, "m", "data"), strconv.Itoa(round))
		time.Sleep(50*time.Millisecond + time.Duration(rand.Int64N(int64(400*time.Millisecond))))
		acks := append(before[:len(before):len(before)], v.acked()...) // order matters: acks first, then the plug
		p.pull(t)
		v.kill(t)
		before = append(before, v.acked()...)
		got := p.reboot(t, bin, acks)
		total.Acks, total.Lost = total.Acks+got.Acks+got.Moves+got.Finished, total.Lost+got.Lost
		total.Photos += got.Photos
		total.Rows, total.Troubles = total.Rows+got.Rows, append(total.Troubles, got.Troubles...)
	}
	return total
}

// TestPowerPlug: no acknowledged answer is lost when the plug is pulled. The
// mutant commits without waiting for the disk.
func TestPowerPlug(t *testing.T) {
	p, err := newPlug(t)
	if err != nil {
		if os.Getenv("HALLCHECK_REQUIRE_PLUG") == "1" {
			t.Fatalf("HALLCHECK_REQUIRE_PLUG=1 but %v", err)
		}
		fmt.Printf("SKIP %s: %v\n", t.Name(), err)
		t.Skip(err)
	}
	n := times(t, "HALLCHECK_PLUGS", 4)
	got := pullLoop(t, p, build(t, ""), n)
	fmt.Printf("plug pulled %d times: %d acknowledged answers and moves and %d photos looked for, %d lost\n", n, got.Acks, got.Photos, got.Lost)
	require.Positive(t, got.Acks)
	require.Zero(t, got.Lost)
	require.Empty(t, got.Troubles)
	mutant := pullLoop(t, p, build(t, "faultmutant"), 2)
	fmt.Printf("mutant that does not wait for the disk: %d of %d lost\n", mutant.Lost, mutant.Acks)
	require.Positive(t, mutant.Lost, "the rig does not see a missing fsync")
}
