package cli_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/gofrs/flock"
	"github.com/rogpeppe/go-internal/testscript"

	"hallcheck/store/exchange/road"
	"hallcheck/store/exchange/road/roadtest"
)

// binary is the built program the scripts run: HALLCHECK_BINARY (an absolute
// path), or one built here with the tags of this test.
var binary string

func TestMain(m *testing.M) { os.Exit(testMain(m)) }

func testMain(m *testing.M) int {
	dir, err := os.MkdirTemp("", "hallcheck-cli-*")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(dir) }()
	binary = filepath.Join(dir, "hallcheck")
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	if given := os.Getenv("HALLCHECK_BINARY"); given != "" {
		if err := os.Symlink(given, binary); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		return m.Run()
	}
	out, err := exec.Command("go", "build", "-tags", buildTags, "-o", binary, "hallcheck/app").CombinedOutput()
	if err != nil {
		fmt.Fprintln(os.Stderr, string(out))
		return 1
	}
	return m.Run()
}

// TestScripts runs testdata/script/*.txtar. Beside testscript's own commands
// they have:
//
//	code N PROGRAM ARGS…     the program must end with exit code N
//	jq FILE PATH [VALUE]     the value at PATH (a.0.b; len = length) in a JSON file
//	sum FILE PATH FIELD      FIELD of every element, added up exactly, must be
//	                         what stands at PATH
//	damage FILE OFFSET       turns the bits of 512 bytes
//	picture FILE SEED        makes a JPEG
//	lock DIR | unlock        holds a data folder as a running program does
func TestScripts(t *testing.T) {
	// Asking for the binary here keeps an older result from being taken out of
	// the test cache: its folder is a new one each time.
	if _, err := os.Stat(binary); err != nil {
		t.Fatal(err)
	}
	scripts(t, "script", nil)
}

// TestServerScripts runs testdata/servers/*.txtar against a real SSH server: $SFTP
// is its address, $KEY the file of the login key, $PRINT the host's fingerprint.
func TestServerScripts(t *testing.T) {
	srv := roadtest.SSHD(t, "")
	key := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(key, []byte(srv.Opt.Secret), 0o600); err != nil {
		t.Fatal(err)
	}
	scripts(t, "servers", map[string]string{"SFTP": srv.Addr, "KEY": key, "PRINT": road.Fingerprint(srv.Opt.Pinned)})
}

func scripts(t *testing.T, dir string, vars map[string]string) {
	testscript.Run(t, params(dir, vars))
}

// params are how the scripts of a folder run.
func params(dir string, vars map[string]string) testscript.Params {
	return testscript.Params{
		Dir:           filepath.Join("testdata", dir),
		UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
		Setup: func(e *testscript.Env) error {
			for k, v := range vars {
				e.Setenv(k, v)
			}
			e.Setenv(road.NoKeyring, "1")
			e.Setenv("PATH", filepath.Dir(binary)+string(os.PathListSeparator)+e.Getenv("PATH"))
			e.Setenv("HALLCHECK", binary)
			e.Setenv("HALLCHECK_DATA", filepath.Join(e.WorkDir, "data"))
			e.Setenv("HALLCHECK_LANG", "en")
			e.Setenv("HOME", filepath.Join(e.WorkDir, "home"))
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"code": cmdCode, "jq": cmdJQ, "sum": cmdSum, "damage": cmdDamage,
			"picture": cmdPicture, "lock": cmdLock, "unlock": cmdUnlock,
		},
	}
}

func cmdCode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N program args…")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = fmt.Sprint(exit.ExitCode())
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != args[0] {
		ts.Fatalf("exit code %s, want %s", got, args[0])
	}
}

// at finds a value by its path.
func at(ts *testscript.TestScript, doc any, path string) any {
	for _, p := range strings.Split(path, ".") {
		switch v := doc.(type) {
		case map[string]any:
			x, ok := v[p]
			if !ok {
				ts.Fatalf("%s: no %q", path, p)
			}
			doc = x
		case []any:
			if p == "len" {
				return len(v)
			}
			var i int
			if _, err := fmt.Sscan(p, &i); err != nil || i >= len(v) {
				ts.Fatalf("%s: no element %q", path, p)
			}
			doc = v[i]
		default:
			ts.Fatalf("%s: %q is not inside anything", path, p)
		}
	}
	return doc
}

func readJSON(ts *testscript.TestScript, file string) any {
	var doc any
	d := json.NewDecoder(strings.NewReader(ts.ReadFile(file)))
	d.UseNumber()
	ts.Check(d.Decode(&doc))
	if d.More() {
		ts.Fatalf("%s: more than one JSON document", file)
	}
	return doc
}

func cmdJQ(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 && len(args) != 3 {
		ts.Fatalf("usage: jq file path [value]")
	}
	v := at(ts, readJSON(ts, args[0]), args[1])
	got := fmt.Sprint(v)
	if v == nil {
		got = "null"
	}
	if len(args) == 2 {
		ts.Setenv("JQ", got)
		return
	}
	if (got == args[2]) == neg {
		ts.Fatalf("%s = %s, want %s (not: %v)", args[1], got, args[2], neg)
	}
}

func cmdSum(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 4 {
		ts.Fatalf("usage: sum file list field total")
	}
	list, ok := at(ts, readJSON(ts, args[0]), args[1]).([]any)
	if !ok {
		ts.Fatalf("%s is not a list", args[1])
	}
	total := int64(0)
	for _, x := range list {
		total += micro(ts, fmt.Sprint(at(ts, x, args[2])))
	}
	if want := micro(ts, args[3]); total != want || len(list) == 0 {
		ts.Fatalf("the %d values of %s sum to %d, want %d millionths", len(list), args[2], total, want)
	}
}

// micro reads a decimal with six places exactly.
func micro(ts *testscript.TestScript, s string) int64 {
	whole, frac, _ := strings.Cut(s, ".")
	var n int64
	if _, err := fmt.Sscan(whole+(frac + "000000")[:6], &n); err != nil || len(frac) > 6 {
		ts.Fatalf("%q is not a decimal with six places", s)
	}
	return n
}

func cmdDamage(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: damage file offset")
	}
	path := ts.MkAbs(args[0])
	b, err := os.ReadFile(path)
	ts.Check(err)
	var from int
	_, err = fmt.Sscan(args[1], &from)
	ts.Check(err)
	if from+512 > len(b) {
		ts.Fatalf("%s has only %d bytes", args[0], len(b))
	}
	for i := from; i < from+512; i++ {
		b[i] ^= 0xff
	}
	ts.Check(os.Chmod(path, 0o600))
	ts.Check(os.WriteFile(path, b, 0o600))
}

func cmdPicture(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: picture file seed")
	}
	seed, err := strconv.Atoi(args[1])
	ts.Check(err)
	m := image.NewRGBA(image.Rect(0, 0, 640, 480))
	for i := range m.Pix {
		m.Pix[i] = uint8(i/1024*seed + i%7)
	}
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(jpeg.Encode(f, m, nil))
	ts.Check(f.Close())
}

func cmdLock(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: lock dir")
	}
	l := flock.New(filepath.Join(ts.MkAbs(args[0]), "lock"))
	ok, err := l.TryLock()
	ts.Check(err)
	if !ok {
		ts.Fatalf("%s is locked already", args[0])
	}
	held.Store(ts.Name(), l)
	ts.Defer(func() { _ = l.Close() })
}

// held are the locks of the scripts under way.
var held sync.Map

func cmdUnlock(ts *testscript.TestScript, neg bool, args []string) {
	l, ok := held.LoadAndDelete(ts.Name())
	if neg || len(args) != 0 || !ok {
		ts.Fatalf("usage: unlock, after lock")
	}
	ts.Check(l.(*flock.Flock).Close())
}
