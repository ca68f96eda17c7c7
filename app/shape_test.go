package main

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/assets"
)

// The sizes of DESIGN 4.17: a reader holds a function on one screen.
const (
	maxFunc = 60
	maxFile = 400
)

func eachGoFile(t *testing.T, visit func(path string, fset *token.FileSet, f *ast.File)) {
	t.Helper()
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") {
			return err
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, path, nil, parser.ParseComments)
		require.NoError(t, err)
		visit(path, fset, f)
		return nil
	})
	require.NoError(t, err)
}

func TestSizes(t *testing.T) {
	eachGoFile(t, func(path string, fset *token.FileSet, f *ast.File) {
		lines := fset.File(f.Pos()).LineCount()
		if lines > maxFile {
			t.Errorf("%s has %d lines, more than %d", path, lines, maxFile)
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || strings.HasSuffix(path, "_test.go") {
				continue
			}
			n := fset.Position(fn.End()).Line - fset.Position(fn.Pos()).Line + 1
			if n > maxFunc {
				t.Errorf("%s: %s has %d lines, more than %d", path, fn.Name.Name, n, maxFunc)
			}
		}
	})
}

func TestPackageComments(t *testing.T) {
	comments := map[string]int{}
	eachGoFile(t, func(path string, _ *token.FileSet, f *ast.File) {
		dir := filepath.Dir(path)
		if strings.HasSuffix(f.Name.Name, "_test") {
			return
		}
		comments[dir] += 0
		if f.Doc != nil && !strings.HasSuffix(path, "_test.go") && len(strings.Fields(f.Doc.Text())) > 5 {
			comments[dir]++
		}
	})
	for dir, n := range comments {
		if n != 1 {
			t.Errorf("%s has %d package comments, want one", dir, n)
		}
	}
}

// TestOneThreadHop: fyne.Do stands in one file, and pages start no goroutine and never sleep.
func TestOneThreadHop(t *testing.T) {
	hop := regexp.MustCompile(`fyne\.(Do|DoAndWait)\(|time\.Sleep\(|\bgo func|\bgo [a-z][A-Za-z.]*\(`)
	eachGoFile(t, func(path string, _ *token.FileSet, _ *ast.File) {
		if !strings.HasPrefix(path, "../ui/") || strings.HasSuffix(path, "_test.go") || path == "../ui/shell/tasks.go" {
			return
		}
		src, err := os.ReadFile(path)
		require.NoError(t, err)
		for i, line := range strings.Split(string(src), "\n") {
			if hop.MatchString(line) && !strings.HasPrefix(strings.TrimSpace(line), "//") {
				t.Errorf("%s:%d hops threads outside ui/shell/tasks.go: %s", path, i+1, strings.TrimSpace(line))
			}
		}
	})
}

// TestGormTraps forbids the calls that lose data without an error (AutoMigrate, Save).
func TestGormTraps(t *testing.T) {
	trap := regexp.MustCompile(`\.AutoMigrate\(|\.Migrator\(\)|tx\.Save\(|db\.Save\(|gorm:"[^"]*default:`)
	eachGoFile(t, func(path string, _ *token.FileSet, _ *ast.File) {
		if !strings.HasPrefix(path, "../store/") {
			return
		}
		src, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Empty(t, trap.FindString(string(src)), path)
	})
}

// TestWordsInBothLanguages: every key stands in both languages with the same
// placeholders, and every key the code names exists.
func TestWordsInBothLanguages(t *testing.T) {
	zh, en := assets.Words("zh"), assets.Words("en")
	holes := regexp.MustCompile(`\{[a-zA-Z0-9]+\}`)
	set := func(s string) map[string]bool {
		m := map[string]bool{}
		for _, h := range holes.FindAllString(s, -1) {
			m[h] = true
		}
		return m
	}
	for k, v := range zh {
		require.Contains(t, en, k, "no English text")
		if !strings.HasPrefix(k, "date.") { // dates are written from other parts in each language
			require.Equal(t, set(v), set(en[k]), "placeholders of %s", k)
		}
		require.NotEmpty(t, v, k)
		require.NotEmpty(t, en[k], k)
	}
	for k := range en {
		require.Contains(t, zh, k, "no Chinese text")
	}
	used := regexp.MustCompile(`(?:\.T|assets\.T)\((?:[A-Za-z.()]+, )?"([a-zA-Z0-9]+\.[a-zA-Z0-9.-]+[a-zA-Z0-9])"[,)]`)
	failed := regexp.MustCompile(`checklist\.Fail\("([a-zA-Z0-9.]+)"|[^a-zA-Z.]Fail\("([a-z][a-zA-Z0-9]*\.[a-zA-Z0-9.]+)"`)
	eachGoFile(t, func(path string, _ *token.FileSet, _ *ast.File) {
		if strings.HasSuffix(path, "_test.go") || strings.Contains(path, "/checklisttest/") {
			return
		}
		src, err := os.ReadFile(path)
		require.NoError(t, err)
		for _, m := range used.FindAllStringSubmatch(string(src), -1) {
			require.True(t, assets.Has("zh", m[1]), "%s uses the text %q, which is missing", path, m[1])
		}
		for _, m := range failed.FindAllStringSubmatch(string(src), -1) {
			require.True(t, assets.Has("zh", "error."+m[1]+m[2]), "%s fails with %q, which has no sentence", path, m[1]+m[2])
		}
	})
}

// TestNoKeyTwice: a key in two files of one language would make the words
// depend on file order.
func TestNoKeyTwice(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		seen := map[string]string{}
		names, err := filepath.Glob("../assets/text/" + lang + "/*.json")
		require.NoError(t, err)
		require.NotEmpty(t, names)
		for _, n := range names {
			b, err := os.ReadFile(n)
			require.NoError(t, err)
			m := map[string]string{}
			require.NoError(t, json.Unmarshal(b, &m), n)
			for k := range m {
				require.Empty(t, seen[k], "%s stands in %s and %s", k, seen[k], n)
				seen[k] = n
			}
		}
	}
}

func TestTopLevelLayout(t *testing.T) {
	want := map[string]bool{"app": true, "ui": true, "store": true, "checklist": true, "assets": true, "go.mod": true, "go.sum": true, "FyneApp.toml": true, "README.md": true, "dist": true}
	entries, err := os.ReadDir("..")
	require.NoError(t, err)
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") {
			require.True(t, want[e.Name()], "%s does not belong at the top level", e.Name())
		}
	}
}

// TestMetaMatchesFyneApp: id, name, version and build are the same in both places.
func TestMetaMatchesFyneApp(t *testing.T) {
	b, err := os.ReadFile("../FyneApp.toml")
	require.NoError(t, err)
	field := func(name string) string {
		m := regexp.MustCompile(`(?m)^\s*` + name + `\s*=\s*"?([^"\n]*)"?$`).FindSubmatch(b)
		require.NotNil(t, m, name)
		return string(m[1])
	}
	require.Equal(t, ID, field("ID"))
	require.Equal(t, Name, field("Name"))
	require.Equal(t, Version, field("Version"))
	_, err = os.Stat("../" + field("Icon"))
	require.NoError(t, err, "the icon exists")
}
