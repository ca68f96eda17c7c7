package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"hallcheck/checklist"
)

func noticeBytes(t testing.TB, f Format, d NoticeDoc) []byte {
	t.Helper()
	var b bytes.Buffer
	warnings, err := Notice(&b, f, d)
	require.NoError(t, err)
	require.Empty(t, warnings)
	return b.Bytes()
}

func TestNoticeSaysEverything(t *testing.T) {
	for _, l := range []checklist.Lang{checklist.ZH, checklist.EN} {
		d := noticeDoc(l, 9)
		pdf := tight(text(t, noticeBytes(t, PDF, d)))
		docx := said(unzip(t, noticeBytes(t, DOCX, d))["word/document.xml"])
		tr := wordsOf(l)
		want := []string{d.Number, d.To, d.Visit, d.Basis, d.Org, d.Issuer, d.ReplyBy, tr.t("nt.title"), tr.t("nt.back"), tr.t("nt.receiver"), tr.t("nt.head"), tr.t("nt.reviewer"), tr.t("nt.more", "n", "1")}
		for _, c := range newNotice(d).answers.Cols {
			want = append(want, c.Title)
		}
		for _, it := range d.Items {
			want = append(want, it.Number, it.Text, it.Place, it.Require, it.Owner, it.Due, tr.core("severity", string(it.Severity)))
		}
		for _, w := range want {
			require.Contains(t, pdf, tight(w))
			require.Contains(t, docx, tight(w))
		}
		for _, w := range []string{d.Items[0].Done, d.Items[0].Review} { // filled in by hand
			require.NotContains(t, pdf, tight(w))
			require.NotContains(t, docx, tight(w))
		}
		require.NotContains(t, pdf+docx, "‹")
	}
}

func TestNoticeReturnHalfFilledIn(t *testing.T) {
	d := noticeDoc(checklist.ZH, 3)
	d.Return = true
	parts := unzip(t, noticeBytes(t, DOCX, d))
	pdf, docx := tight(text(t, noticeBytes(t, PDF, d))), said(parts["word/document.xml"])
	for _, w := range []string{d.Items[0].Done, d.Items[0].DoneDay, "复查通过"} {
		require.Equal(t, 3, strings.Count(pdf, tight(w)), w)
		require.Equal(t, 3, strings.Count(docx, tight(w)), w)
	}
	// photo-2, photo-3 of the problem; 1, 2, 3 after: the same picture is stored once
	media := map[string]bool{}
	for name, body := range parts {
		if strings.HasPrefix(name, "word/media/") {
			media[body] = true
		}
	}
	require.Len(t, media, 3)
	for i := 1; i <= 3; i++ {
		r, err := album(fmt.Sprint("photo-", i))
		require.NoError(t, err)
		data, err := io.ReadAll(r)
		require.NoError(t, err)
		require.True(t, media[string(data)], "photo-%d", i)
		require.Equal(t, 1, bytes.Count(noticeBytes(t, PDF, d), data))
	}
}

// A long notice goes over several pages: the head of the table is on each, the
// half that comes back begins with its own title, and nothing is lost.
func TestNoticeOverPages(t *testing.T) {
	d := noticeDoc(checklist.ZH, 40)
	d.Items[5].Text = strings.Repeat("很长的问题描述，逐条写明。", 150)
	pdf := noticeBytes(t, PDF, d)
	pages := strings.Split(strings.TrimSuffix(text(t, pdf), "\f"), "\f")
	require.Greater(t, len(pages), 5)
	back := -1
	for i, p := range pages {
		if strings.Contains(tight(p), "整改情况") && strings.Contains(tight(p), "已采取措施") && back < 0 {
			back = i
		}
		head := "问题描述"
		if back >= 0 {
			head = "已采取措施"
		}
		require.Contains(t, tight(p), head, "page %d has no head", i+1)
		require.Contains(t, tight(p), fmt.Sprintf("第%d/%d页", i+1, len(pages)))
	}
	require.Greater(t, back, 3)
	require.Equal(t, 150, strings.Count(tight(strings.Join(pages, "")), "很长的问题描述，逐条写明。"))
	parts := unzip(t, noticeBytes(t, DOCX, d))
	body := parts["word/document.xml"]
	require.Equal(t, 2, strings.Count(body, "<w:tblHeader/>"))
	require.Contains(t, body, "<w:pageBreakBefore/>")
	short := noticeDoc(checklist.ZH, 2)
	require.NotContains(t, unzipBody(t, short), "<w:pageBreakBefore/>", "a short one is one page")
	require.Equal(t, 1, bytes.Count(noticeBytes(t, PDF, short), []byte("/Type /Page\n")))
}

func unzipBody(t testing.TB, d NoticeDoc) string {
	return unzip(t, noticeBytes(t, DOCX, d))["word/document.xml"]
}

// Before anything is known a notice is a form to fill in by hand.
func TestEmptyNotice(t *testing.T) {
	for _, f := range []Format{PDF, DOCX} {
		require.NotEmpty(t, noticeBytes(t, f, NoticeDoc{}))
	}
	pdf := tight(text(t, noticeBytes(t, PDF, NoticeDoc{})))
	require.Contains(t, pdf, "本次没有问题")
	_, err := Notice(io.Discard, PPTX, NoticeDoc{})
	require.Equal(t, "report.format", checklist.CodeOf(err))
}

func TestNoticeWarnsOfLostPictures(t *testing.T) {
	d := noticeDoc(checklist.ZH, 2)
	d.Photo = nil
	for _, f := range []Format{PDF, DOCX} {
		warnings, err := Notice(io.Discard, f, d)
		require.NoError(t, err)
		require.Len(t, warnings, 1)
		require.Equal(t, "2", warnings[0].Args["photo"])
	}
}

func openList(t testing.TB, d FindingListDoc) *excelize.File {
	t.Helper()
	var b bytes.Buffer
	warnings, err := FindingList(&b, XLSX, d)
	require.NoError(t, err)
	require.Empty(t, warnings)
	f, err := excelize.OpenReader(&b)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, f.Close()) })
	return f
}

func TestFindingList(t *testing.T) {
	d := listDoc(checklist.ZH, 24)
	f := openList(t, d)
	require.Equal(t, []string{"台账"}, f.GetSheetList())
	rows, err := f.GetRows("台账")
	require.NoError(t, err)
	require.Equal(t, []string{"编号", "整改前", "整改后", "网点", "区域", "6S", "问题描述", "严重程度", "责任人", "责任部门", "检查日期", "期限", "状态", "逾期天数", "重复", "退回次数", "原因", "整改措施", "销号日期"}, rows[2])
	require.Len(t, rows, 3+24)
	require.Contains(t, rows[1][0], "共 24 项，逾期 8 项（截至 2026-11-28）")
	for i, r := range d.Rows {
		got := append(rows[3+i], make([]string, 19)...)
		require.Equal(t, []string{r.Number, r.Branch, r.Zone, r.Text, r.Owner, r.Department, "2026-11-18", "2026-11-25"},
			[]string{got[0], got[3], got[4], got[6], got[8], got[9], got[10], got[11]})
		if r.OverdueDays > 0 {
			require.Equal(t, "3", got[13])
		}
		if r.Repeat > 1 {
			require.Equal(t, []string{"第2次", "1", "无人负责每日检查"}, got[14:17])
		}
		require.Equal(t, r.Closed, got[18])
	}
	raw, err := f.GetCellValue("台账", "L4", excelize.Options{RawCellValue: true})
	require.NoError(t, err)
	require.Equal(t, "46351", raw, "days are dates, so that the list can be sorted by them")
	cells, err := f.GetPictureCells("台账")
	require.NoError(t, err)
	require.Len(t, cells, 24+3)
	pics, err := f.GetPictures("台账", "B5")
	require.NoError(t, err)
	require.Equal(t, fake(1, 640, 480), pics[0].File)
	panes, err := f.GetPanes("台账")
	require.NoError(t, err)
	require.Equal(t, 3, panes.YSplit)
	names := map[string]string{}
	for _, n := range f.GetDefinedName() {
		names[n.Name] = n.RefersTo
	}
	require.Equal(t, "'台账'!$A$3:$S$27", strings.ReplaceAll(names["_xlnm._FilterDatabase"], "台账!", "'台账'!"))
	require.Equal(t, "'台账'!$3:$3", names["_xlnm.Print_Titles"])
}

// A text that begins like a formula stays a text.
func TestFindingListHasNoFormulas(t *testing.T) {
	d := listDoc(checklist.EN, 4)
	for i, s := range []string{`=HYPERLINK("http://x","y")`, "+1", "-1", "@SUM(A1)"} {
		r := &d.Rows[i]
		r.Number, r.Branch, r.Text, r.Owner, r.Department, r.Cause, r.Done, r.Zone = s, s, s, s, s, s, s, s
		r.Found = s
	}
	f := openList(t, d)
	rows, err := f.GetRows("Findings")
	require.NoError(t, err)
	risky := 0
	for y, r := range rows {
		for x, v := range r {
			formula, err := f.GetCellFormula("Findings", cellAt(x+1, y+1))
			require.NoError(t, err)
			require.Empty(t, formula)
			if v == "" || !strings.ContainsAny(v[:1], "=+-@") {
				continue
			}
			kind, err := f.GetCellType("Findings", cellAt(x+1, y+1))
			require.NoError(t, err)
			require.Equal(t, excelize.CellTypeSharedString, kind, v)
			risky++
		}
	}
	require.Equal(t, 4*9, risky)
}

func TestEmptyFindingListAndAlbum(t *testing.T) {
	f := openList(t, FindingListDoc{})
	require.Equal(t, []string{"台账"}, f.GetSheetList())
	_, err := FindingList(io.Discard, PDF, FindingListDoc{})
	require.Equal(t, "report.format", checklist.CodeOf(err))
	var b bytes.Buffer
	_, err = Album(&b, PDF, AlbumDoc{})
	require.NoError(t, err)
	require.Contains(t, tight(text(t, b.Bytes())), "整改前后对比")
	_, err = Album(io.Discard, XLSX, AlbumDoc{})
	require.Equal(t, "report.format", checklist.CodeOf(err))
}

func TestAlbum(t *testing.T) {
	d := albumDoc(checklist.ZH, 10)
	for i := range d.Pairs { // lying pictures only: three pairs a page
		d.Pairs[i].Before.Hash, d.Pairs[i].After.Hash = fmt.Sprint("photo-", 3*i), fmt.Sprint("photo-", 3*i+1)
	}
	var b bytes.Buffer
	warnings, err := Album(&b, PDF, d)
	require.NoError(t, err)
	require.Empty(t, warnings)
	pages := strings.Split(strings.TrimSuffix(text(t, b.Bytes()), "\f"), "\f")
	require.Len(t, pages, 4)
	all := tight(strings.Join(pages, ""))
	for _, p := range d.Pairs {
		require.Contains(t, all, tight(p.Heading))
	}
	require.Contains(t, all, "共10组")
	require.Equal(t, 10, strings.Count(all, tight("整改前 11-18 09:12")))
	require.Equal(t, 1, bytes.Count(b.Bytes(), fake(0, 640, 480)))
	for i := range d.Pairs { // upright: two a page
		d.Pairs[i].Before.Hash = "photo-2"
	}
	b.Reset()
	_, err = Album(&b, PDF, d)
	require.NoError(t, err)
	require.Equal(t, 5, bytes.Count(b.Bytes(), []byte("/Type /Page\n")))
}
