package report

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/assets"
	"hallcheck/checklist"
)

func makePDF(t testing.TB, d SheetDoc) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, SheetPDF(&b, d))
	return b.Bytes()
}

func TestSheetPDFHasEveryItemOnce(t *testing.T) {
	in := environment(t)
	finish(t, in)
	for _, l := range []checklist.Lang{checklist.ZH, checklist.EN} {
		got := tight(text(t, makePDF(t, doc(in, l))))
		form, rest, found := strings.Cut(got, tight(wordsOf(l).t("deductions")))
		require.True(t, found)
		for i := range in.Checklist.Items {
			it := &in.Checklist.Items[i]
			require.Equal(t, 1, strings.Count(form, tight(it.Text.In(l))), it.Text.In(l))
			require.Equal(t, 1, strings.Count(form, tight(it.Guidance.In(l))), it.Guidance.In(l))
			a := in.Sheets[0].Answers[it.ID]
			if a.Note != "" {
				require.Contains(t, form, tight(a.Note))
			}
			if it.OpensFinding(in.Checklist, a.Value) {
				require.Contains(t, rest, tight(it.Text.In(l)))
			}
		}
		for n := 1; n <= 9; n++ {
			require.Contains(t, rest, fmt.Sprintf("P%d", n))
		}
	}
}

func TestSheetPDFSaysWhatCounts(t *testing.T) {
	in := environment(t)
	finish(t, in)
	got := tight(text(t, makePDF(t, doc(in, checklist.ZH))))
	res := checklist.Evaluate(in)
	for _, want := range []string{
		"济南分行运营管理部", "济南历下泉城路支行(JN0101)", "旗舰厅", "明访", "2026-11-2109:05–10:15", "王晓敏",
		res.Score.String(), "良好", "网点负责人", "（续）", "不适用", "否决项：未触发", "李强", "2026-11-28", "拍摄2026-11-2109:06",
	} {
		require.Contains(t, got, tight(want))
	}
	require.NotContains(t, got, "‹")
	require.NotContains(t, got, "未完成")
}

func TestPagesAreNumbered(t *testing.T) {
	for name, in := range samples(t) {
		pdf := makePDF(t, doc(in, checklist.ZH))
		pages := bytes.Count(pdf, []byte("/Type /Page\n"))
		require.Positive(t, pages, name)
		got := tight(text(t, pdf))
		for n := 1; n <= pages; n++ {
			require.Equal(t, 1, strings.Count(got, fmt.Sprintf("第%d/%d页", n, pages)), "%s page %d of %d", name, n, pages)
		}
	}
}

func TestNoKeyWithoutText(t *testing.T) {
	for name, in := range samples(t) {
		for _, l := range []checklist.Lang{checklist.ZH, checklist.EN} {
			require.NotContains(t, text(t, makePDF(t, doc(in, l))), "‹", name)
		}
	}
	for file := range assets.Checklists() {
		c := load(t, strings.TrimSuffix(file, ".yaml"))
		for _, l := range []checklist.Lang{checklist.ZH, checklist.EN} {
			var b bytes.Buffer
			warnings, err := newBlank(c, "济南分行", l).pdf(&b)
			require.NoError(t, err)
			require.Empty(t, warnings, file)
			got := text(t, b.Bytes())
			require.NotContains(t, got, "‹", file)
			for i := range c.Items {
				want := c.Items[i].Text.In(l)
				if c.Scoring.Method == checklist.Gap {
					want = c.Items[i].Perception.In(l)
				}
				require.Contains(t, tight(got), tight(want), file)
			}
		}
	}
}

func TestDraftIncompleteAndVetoAreMarked(t *testing.T) {
	all := samples(t)
	got := tight(text(t, makePDF(t, doc(all["draft"], checklist.ZH))))
	require.Contains(t, got, "未完成")
	require.Contains(t, got, "目前得分")
	require.Contains(t, got, "已答42/43")

	all["env"].Incomplete = "客户冲突，提前离场"
	got = tight(text(t, makePDF(t, doc(all["env"], checklist.ZH))))
	require.Contains(t, got, "不完整")
	require.Contains(t, got, "客户冲突，提前离场")

	res := checklist.Evaluate(all["mystery"])
	require.NotNil(t, res.Cap)
	got = tight(text(t, makePDF(t, doc(all["mystery"], checklist.ZH))))
	require.Contains(t, got, "封顶：否决前"+res.Cap.Before.String()+"分，上限59分，最终59.0分")
	require.Contains(t, got, "指标否决，原得")

	require.Contains(t, tight(text(t, makePDF(t, doc(all["few"], checklist.ZH)))), "样本不足")
	require.NotContains(t, tight(text(t, makePDF(t, doc(all["people"], checklist.ZH)))), "样本不足")
}

func TestOtherMethods(t *testing.T) {
	all := samples(t)
	got := tight(text(t, makePDF(t, doc(all["walk"], checklist.ZH))))
	require.Contains(t, got, "25.0") // vector 5
	require.Contains(t, got, "60.7")
	require.Contains(t, got, "关键时刻痛点")
	res := checklist.Evaluate(all["servqual"])
	got = tight(text(t, makePDF(t, doc(all["servqual"], checklist.ZH))))
	require.Contains(t, got, signed(res.Survey.Weighted))
	for n := 1; n <= 12; n++ {
		require.Equal(t, 1, strings.Count(got, fmt.Sprintf("受访者%02d", n)))
	}
	got = tight(text(t, makePDF(t, doc(all["review"], checklist.ZH))))
	require.Contains(t, got, "限阅")
	require.Contains(t, got, "异常")
	got = tight(text(t, makePDF(t, doc(all["patrol"], checklist.ZH))))
	require.Contains(t, got, "实测23分钟（要求≤15）")
}

func TestLongNoteRunsOverPagesWhole(t *testing.T) {
	in := environment(t)
	var want strings.Builder
	for i := range 1200 {
		fmt.Fprintf(&want, "第%d处；", i)
	}
	require.NoError(t, in.Note("main", in.Checklist.Items[4].ID, want.String(), start))
	got := tight(text(t, makePDF(t, doc(in, checklist.ZH))))
	for i := range 1200 {
		require.Contains(t, got, fmt.Sprintf("第%d处", i))
	}
}

func TestMissingGlyphsAndPhotosAreReported(t *testing.T) {
	in := environment(t)
	require.NoError(t, in.Note("main", in.Checklist.Items[4].ID, "地面😀不净", start))
	d := doc(in, checklist.ZH)
	d.Photo = func(hash string) (io.ReadCloser, error) {
		switch hash {
		case "photo-2":
			return nil, os.ErrNotExist
		case "photo-3":
			return io.NopCloser(strings.NewReader("no picture")), nil
		}
		return album(hash)
	}
	var b bytes.Buffer
	warnings, err := Sheet(&b, PDF, d)
	require.NoError(t, err)
	require.Len(t, warnings, 3)
	require.Equal(t, "P2", warnings[0].Args["photo"])
	require.Equal(t, "P3", warnings[1].Args["photo"])
	require.Equal(t, Warning{Code: "glyph", Args: map[string]string{"char": "😀", "code": "U+1F600"}}, warnings[2])
	require.Contains(t, tight(text(t, b.Bytes())), "地面□不净")
	b.Reset()
	warnings, err = Sheet(&b, XLSX, d)
	require.NoError(t, err)
	require.Len(t, warnings, 2)
}

func TestSameInputSameBytes(t *testing.T) {
	for name, in := range samples(t) {
		for _, f := range []Format{PDF, XLSX} {
			var a, b bytes.Buffer
			_, err := Sheet(&a, f, doc(in, checklist.ZH))
			require.NoError(t, err)
			_, err = Sheet(&b, f, doc(in, checklist.ZH))
			require.NoError(t, err)
			require.True(t, bytes.Equal(a.Bytes(), b.Bytes()), "%s.%s differs from itself", name, f)
		}
	}
}

// A paper can be printed at any moment, also before anything is filled in.
func TestEmptyInspections(t *testing.T) {
	for file := range assets.Checklists() {
		name := strings.TrimSuffix(file, ".yaml")
		c := load(t, name)
		in := begin(t, name, c.Modes[0])
		in.Branch = checklist.Branch{Name: strings.Repeat("很长的网点名称", 30)}
		in.Inspector.Name = strings.Repeat("W", 300)
		for _, f := range []Format{PDF, XLSX} {
			var b bytes.Buffer
			warnings, err := Sheet(&b, f, SheetDoc{Inspection: in})
			require.NoError(t, err)
			require.Empty(t, warnings, name)
			if f == PDF {
				require.Contains(t, tight(text(t, b.Bytes())), "未完成", name)
			}
		}
	}
}

func TestUnknownFormat(t *testing.T) {
	_, err := Sheet(io.Discard, "docx", doc(environment(t), checklist.ZH))
	require.Equal(t, "report.format", checklist.CodeOf(err))
}

// What another program reads out of the file is what was written: the check of
// the tests' own reader.
func TestPdftotextFindsTheChinese(t *testing.T) {
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not installed; TestSheetPDFHasEveryItemOnce reads the file without it")
	}
	in := environment(t)
	file := filepath.Join(t.TempDir(), "sheet.pdf")
	require.NoError(t, os.WriteFile(file, makePDF(t, doc(in, checklist.ZH)), 0o600))
	out, err := exec.Command(tool, "-raw", file, "-").Output()
	require.NoError(t, err)
	got := tight(string(out))
	for i := range in.Checklist.Items {
		require.Contains(t, got, tight(in.Checklist.Items[i].Text.ZH))
	}
}

func BenchmarkSheetPDF(b *testing.B) {
	in := environment(b)
	attach(b, in, "main", in.Checklist.Items[20].ID, 10, 11)
	pictures := map[string][]byte{}
	for i := range 24 {
		pictures[fmt.Sprint("photo-", i)] = fake(i, 1280, 960)
	}
	d := doc(in, checklist.ZH)
	d.Photo = func(hash string) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(pictures[hash])), nil }
	for _, f := range []Format{PDF, XLSX} {
		b.Run(string(f), func(b *testing.B) {
			size := 0
			for b.Loop() {
				var out bytes.Buffer
				_, err := Sheet(&out, f, d)
				require.NoError(b, err)
				size = out.Len()
			}
			b.ReportMetric(float64(size)/1024, "kB")
		})
	}
}
