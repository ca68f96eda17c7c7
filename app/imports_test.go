package main

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// allowed says, per package (longest prefix wins), which packages of the
// project and which modules it may import; std is always allowed. The table is
// DESIGN 2: whoever breaks it gets the offending import named.
var allowed = map[string][]string{
	"hallcheck/checklist":               {},
	"hallcheck/checklist/":              {"hallcheck/checklist"},
	"hallcheck/checklist/standard":      {"hallcheck/checklist", "github.com/goccy/go-yaml"},
	"hallcheck/checklist/bundle":        {"hallcheck/checklist", "filippo.io/age", "golang.org/x/mod/sumdb/note"},
	"hallcheck/checklist/report":        {"hallcheck/checklist", "hallcheck/assets", "github.com/signintech/gopdf", "github.com/xuri/excelize/v2", "golang.org/x/text/encoding", "golang.org/x/image"},
	"hallcheck/checklist/table":         {"hallcheck/checklist", "github.com/xuri/excelize/v2", "golang.org/x/text/encoding"},
	"hallcheck/checklist/markup":        {"hallcheck/checklist", "hallcheck/assets", "golang.org/x/image"},
	"hallcheck/checklist/checklisttest": {"hallcheck/checklist", "hallcheck/assets", "github.com/stretchr/testify", "github.com/google/uuid"},
	"hallcheck/assets":                  {},
	"hallcheck/store": {
		"hallcheck/checklist", "hallcheck/store", "gorm.io/", "github.com/glebarez/", "github.com/gofrs/flock",
		"github.com/google/uuid", "github.com/jackc/pgx/v5", "modernc.org/sqlite", "golang.org/x/crypto/argon2",
	},
	"hallcheck/store/storetest": {"hallcheck/checklist", "hallcheck/store", "gorm.io/", "github.com/stretchr/testify"},
	"hallcheck/store/photos": {
		"hallcheck/checklist", "golang.org/x/image/", "github.com/gen2brain/heic", "github.com/bep/imagemeta", "github.com/google/uuid",
		"golang.org/x/sys",
	},
	"hallcheck/store/exchange": {
		"hallcheck/checklist", "hallcheck/store", "filippo.io/age", "golang.org/x/mod/sumdb/note", "github.com/google/uuid",
	},
	"hallcheck/store/exchange/road": {
		"hallcheck/checklist", "github.com/studio-b12/gowebdav", "github.com/pkg/sftp", "github.com/minio/minio-go/v7",
		"github.com/zalando/go-keyring", "golang.org/x/crypto/ssh", "golang.org/x/sys",
	},
	"hallcheck/store/exchange/road/roadtest": {
		"hallcheck/store/exchange/road", "github.com/minio/minio-go/v7", "github.com/stretchr/testify", "golang.org/x/crypto",
	},
	"hallcheck/ui":         {"hallcheck/ui", "hallcheck/checklist", "hallcheck/assets", "fyne.io/fyne/v2", "github.com/mozillazg/go-pinyin"},
	"hallcheck/ui/theme":   {"hallcheck/assets", "fyne.io/fyne/v2"},
	"hallcheck/ui/kit":     {"hallcheck/ui/theme", "hallcheck/ui/kit", "hallcheck/checklist/chart", "fyne.io/fyne/v2"},
	"hallcheck/ui/shell":   {"hallcheck/checklist", "hallcheck/assets", "hallcheck/ui/kit", "hallcheck/ui/theme", "hallcheck/ui/shell", "fyne.io/fyne/v2"},
	"hallcheck/ui/":        {"hallcheck/checklist", "hallcheck/assets", "hallcheck/ui/kit", "hallcheck/ui/shell", "hallcheck/ui/theme", "fyne.io/fyne/v2"},
	"hallcheck/ui/gallery": {"hallcheck/ui", "hallcheck/checklist", "hallcheck/assets", "fyne.io/fyne/v2"},
	"hallcheck/app/config": {"hallcheck/checklist", "hallcheck/assets"},
	"hallcheck/app/cli": {
		"hallcheck/app", "hallcheck/checklist", "hallcheck/store", "hallcheck/assets", "github.com/google/uuid",
		"github.com/mozillazg/go-pinyin", "github.com/goccy/go-yaml", "filippo.io/age", "golang.org/x/image",
	},
	"hallcheck/app": {"hallcheck/", "fyne.io/fyne/v2", "github.com/", "golang.org/x/"},
}

func rule(pkg string) (string, []string) {
	best := ""
	for prefix := range allowed {
		exact := prefix == pkg
		under := strings.HasPrefix(pkg, strings.TrimSuffix(prefix, "/")+"/")
		if (exact || under) && len(prefix) > len(best) {
			best = prefix
		}
	}
	return best, allowed[best]
}

func permitted(imp string, list []string) bool {
	if first, _, _ := strings.Cut(imp, "/"); !strings.Contains(first, ".") && !strings.HasPrefix(imp, "hallcheck") {
		return true // standard library
	}
	for _, a := range list {
		if imp == a || strings.HasPrefix(imp, strings.TrimSuffix(a, "/")+"/") {
			return true
		}
	}
	return false
}

func TestImports(t *testing.T) {
	for _, tags := range []string{"nodynamic", "nodynamic,headless"} {
		out, err := exec.Command("go", "list", "-tags", tags, "-f", `{{.ImportPath}}{{range .Imports}} {{.}}{{end}}`, "hallcheck/...").CombinedOutput()
		require.NoError(t, err, string(out))
		for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
			fields := strings.Fields(line)
			name, list := rule(fields[0])
			require.NotEmpty(t, name, "no import rule for %s", fields[0])
			for _, imp := range fields[1:] {
				if !permitted(imp, list) {
					t.Errorf("%s imports %s (rule %q, tags %s)", fields[0], imp, name, tags)
				}
				if strings.HasPrefix(imp, "fyne.io/fyne/v2/app") && fields[0] != "hallcheck/app" {
					t.Errorf("%s imports %s: only app/gui.go may", fields[0], imp)
				}
				if tags == "nodynamic,headless" && strings.HasPrefix(imp, "fyne.io/") && fields[0] == "hallcheck/app" {
					t.Errorf("the headless build imports %s", imp)
				}
			}
		}
	}
}

// TestImportRuleNamesOffender is the check's own mutant: a forbidden import must be refused.
func TestImportRuleNamesOffender(t *testing.T) {
	for pkg, imp := range map[string]string{
		"hallcheck/checklist":         "gorm.io/gorm",
		"hallcheck/checklist/ranking": "hallcheck/store",
		"hallcheck/ui/inspect":        "hallcheck/store",
		"hallcheck/ui/history":        "hallcheck/ui/inspect",
		"hallcheck/store":             "fyne.io/fyne/v2",
		"hallcheck/assets":            "hallcheck/checklist",
	} {
		_, list := rule(pkg)
		require.False(t, permitted(imp, list), "%s may import %s", pkg, imp)
	}
}
