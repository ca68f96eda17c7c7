package findings_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/report"
)

// saver answers the question where to save.
type saver struct {
	choices
	name string
}

func (s *saver) SaveFile(name string, then func(string)) {
	s.name = name
	then("/usb/notice")
}

// A paper is of the marked findings, or of all that the list shows; the ending
// is the format's whatever was typed.
func TestPapersOfMarkedOrShownFindings(t *testing.T) {
	st := openStore(t)
	for _, text := range []string{"灯不亮", "地面有水"} {
		_, err := st.OpenFinding(t.Context(), checklist.FindingDraft{Text: text, Severity: checklist.Minor})
		require.NoError(t, err)
	}
	d := newDesk(t, st, lobby, "findings", "all")
	var kind, path string
	var ids []string
	var filter checklist.FindingFilter
	d.sv.Paper = func(_ context.Context, k, p string, marked []string, f checklist.FindingFilter) ([]report.Warning, error) {
		kind, path, ids, filter = k, p, marked, f
		return nil, nil
	}
	s := &saver{}
	d.Shell.Choose = s
	page := d.Shell.Page().(interface{ Print() })
	page.Print()
	require.True(t, d.Has("列表里的 2 个问题。先用空格选择，可以只导出其中几个。"), "%q", d.Texts())
	d.Tap("整改通知单 Word")
	require.Equal(t, []string{"notice", "/usb/notice.docx"}, []string{kind, path})
	require.Empty(t, ids)
	require.Equal(t, "B001", filter.Branch)
	require.Regexp(t, `^整改通知单 \d{4}-\d\d-\d\d\.docx$`, s.name)
	require.Equal(t, "已保存：/usb/notice.docx", d.Shell.Toasted())
}
