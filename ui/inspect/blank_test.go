package inspect_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/ui/inspect"
	"hallcheck/ui/shell"
)

type blanks struct{ list, path string }

func (b *blanks) SaveBlank(_ context.Context, c *checklist.Checklist, path string) error {
	b.list, b.path = c.ID, path
	return nil
}

// into answers every save dialog with a file in dir.
type into struct {
	shell.Chooser
	dir string
}

func (i into) SaveFile(name string, then func(string)) { then(filepath.Join(i.dir, name)) }

func TestBlankFormOfTheSelectedChecklist(t *testing.T) {
	d := openDesk(t)
	b := &blanks{}
	d.sv.Blanks = b
	dir := t.TempDir()
	d.Shell.Choose = into{dir: dir}
	d.Shell.Go(inspect.RouteList, nil)
	require.True(t, d.Has("打印空白表"))
	d.Type("b")
	require.Equal(t, "6s-environment", b.list)
	require.Equal(t, filepath.Join(dir, "空白表-网点 6S 环境检查.pdf"), b.path)
	require.Equal(t, "空白表已保存："+b.path, d.Shell.Toasted())
}
