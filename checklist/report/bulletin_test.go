package report

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"hallcheck/checklist"
	"hallcheck/checklist/bulletin"
	"hallcheck/checklist/ranking"
)

// gazetteData freezes a month of n halls; a second edition where again is set.
func gazetteData(t testing.TB, n int, names, again bool) *bulletin.Data {
	t.Helper()
	c := load(t, "6s-environment")
	p := bulletin.Plan{
		From: "2026-11-01", To: "2026-11-30", Checklist: c.ID, Prefix: "济银服通报", No: 7, Head: "济宁银行服务检查通报", Addressee: "各支行", Names: names,
		Day: "2026-12-02", Office: "运营管理部", Closing: "请认真组织整改。",
		Requirements: []bulletin.Requirement{{Text: "逐项整改", Owner: "各支行", Due: "2026-12-15"}},
	}
	q, err := p.Query([]string{c.ID}, "2026-12-01")
	require.NoError(t, err)
	f := &bulletin.Facts{Query: q, Org: "济宁银行", Pictures: map[string]bulletin.Pictures{}}
	for i := range n {
		b := checklist.Branch{
			Code: fmt.Sprintf("37%05d", i), Name: fmt.Sprintf("第%d支行", i), Active: true,
			Grade: []checklist.HallGrade{checklist.Flagship, checklist.Second, checklist.Third}[i%3], Traffic: checklist.TrafficHigh,
		}
		f.Branches = append(f.Branches, b)
		if i%13 == 12 {
			continue // not inspected
		}
		cell := checklist.PeriodCell{Branch: b.Code, Checklist: c.ID, N: 1, ScoreSum: int64(980 - i*37%300), Problems: 1 + i%4, MinVersion: 1, MaxVersion: 1}
		for k, z := range c.Zones {
			cell.Zones = append(cell.Zones, checklist.ZoneSum{Zone: z.ID, N: 1, ScoreSum: int64(1000 - (i*7+k*31)%300), LostSum: int64((i*11 + k*170) % 4000)})
		}
		f.Cells = append(f.Cells, cell)
		cell.ScoreSum -= int64(i % 20)
		f.Last = append(f.Last, cell)
		f.Visits = append(f.Visits, bulletin.Visits{Branch: b.Code, Mode: checklist.Announced, N: 1, First: "2026-11-03", Last: "2026-11-20"})
		for k := range 2 {
			f.Findings = append(f.Findings, gazetteFinding(c, b.Code, i, k))
		}
		f.LastRates = append(f.LastRates, bulletin.Rates{Branch: b.Code, FindingRates: checklist.FindingRates{Created: 4, Closed: 3, Due: 4, OnTime: 2, DaysSum: 11, Open: 1}})
	}
	for i := range f.Findings {
		x := &f.Findings[i]
		side := func(h byte) *checklist.PhotoRef {
			return &checklist.PhotoRef{ID: "p", Hash: strings.Repeat(string(h), 64)}
		}
		f.Pictures[x.ID] = bulletin.Pictures{Before: side('a'), After: side('b')}
	}
	f.Overdue = f.Findings[:min(14, len(f.Findings))]
	f.Vetoes = []bulletin.VetoHit{{Branch: f.Branches[1].Code, Checklist: c.ID, Item: c.Items[0].ID, N: 1}}
	f.Bright = []checklist.BrightSpot{{ID: "b1", Branch: f.Branches[0], Day: "2026-11-09", Text: "主动引导老人", People: "李雷", Photos: []checklist.PhotoRef{{ID: "x", Hash: strings.Repeat("c", 64)}}}}
	in := bulletin.Input{Plan: p, Facts: f, Lists: []*checklist.Checklist{c}}
	d, err := bulletin.Freeze(in)
	require.NoError(t, err)
	if !again {
		return d
	}
	f.Cells[2].ScoreSum = 995
	in.Previous, in.Plan.Why, in.Plan.Day = d, "申诉成立", "2026-12-09"
	d, err = bulletin.Freeze(in)
	require.NoError(t, err)
	return d
}

func gazetteFinding(c *checklist.Checklist, branch string, i, k int) bulletin.Finding {
	it := &c.Items[(i%3+k*9)%len(c.Items)]
	z := c.ZoneByID(it.Zone)
	status := checklist.FindingOpen
	if k == 0 {
		status = checklist.FindingClosed
	}
	return bulletin.Finding{
		ID: fmt.Sprintf("f-%d-%d", i, k), Number: fmt.Sprintf("F-2026-%04d", i*2+k), Branch: branch, Checklist: c.ID, Item: it.ID, ItemText: it.Text, Zone: it.Zone, ZoneName: z.Name,
		Severity: it.Severity, Status: status, Day: "2026-11-05", Due: "2026-11-12", Repeat: 2 * (i % 4 / 3), BeforeHash: strings.Repeat("a", 64), AfterHash: strings.Repeat("b", 64),
	}
}

func gazetteDoc(t testing.TB, d *bulletin.Data, l checklist.Lang) BulletinDoc {
	pic := fake(1, 640, 480)
	return BulletinDoc{Data: d, ID: bulletin.ID(d.Encode()), State: bulletin.Issued, Lang: l, Photo: func(string) (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(pic)), nil
	}}
}

func gazetteBytes(t testing.TB, f Format, d BulletinDoc) []byte {
	t.Helper()
	var b bytes.Buffer
	warnings, err := Bulletin(&b, f, d)
	require.NoError(t, err)
	require.Empty(t, warnings)
	return b.Bytes()
}

// gazetteSums are the SHA-256 of all papers of one data set, and of the set itself.
func gazetteSums(t testing.TB) string {
	d := gazetteData(t, 41, true, true)
	out := bulletin.ID(d.Encode())
	for _, l := range []checklist.Lang{checklist.ZH, checklist.EN} {
		for _, f := range []Format{DOCX, PDF, XLSX} {
			out += fmt.Sprintf(" %s-%s:%x", l, f, sha256.Sum256(gazetteBytes(t, f, gazetteDoc(t, d, l))))
		}
	}
	return out
}

// The same data set gives the same papers, byte by byte: again, in other processes,
// and after it was stored and read.
func TestBulletinHasTheSameBytesEverywhere(t *testing.T) {
	const child = "HALLCHECK_BULLETIN_SUMS"
	if file := os.Getenv(child); file != "" {
		require.NoError(t, os.WriteFile(file, []byte(gazetteSums(t)), 0o600))
		return
	}
	want := gazetteSums(t)
	require.Equal(t, want, gazetteSums(t))
	for i := range 3 {
		file := filepath.Join(t.TempDir(), fmt.Sprint(i))
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^"+t.Name()+"$")
		cmd.Env = append(os.Environ(), child+"="+file, "TZ="+[]string{"UTC", "Asia/Shanghai", "America/New_York"}[i])
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s", out)
		got, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Equal(t, want, string(got), "another process")
	}
	d := gazetteData(t, 41, true, true)
	body := d.Encode()
	back, err := bulletin.Decode(bulletin.ID(body), body)
	require.NoError(t, err)
	require.Equal(t, string(body), string(back.Encode()))
	require.Equal(t, gazetteBytes(t, DOCX, gazetteDoc(t, d, checklist.ZH)), gazetteBytes(t, DOCX, gazetteDoc(t, back, checklist.ZH)))
	body[len(body)/2] ^= 1
	_, err = bulletin.Decode(bulletin.ID(d.Encode()), body)
	require.Equal(t, "bulletin.damaged", checklist.CodeOf(err))
}

// docText is what a DOCX says, and its XML.
func docText(t testing.TB, docx []byte) (words, xml string) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(docx), int64(len(docx)))
	require.NoError(t, err)
	f, err := z.Open("word/document.xml")
	require.NoError(t, err)
	b, err := io.ReadAll(f)
	require.NoError(t, err)
	for _, p := range strings.Split(string(b), "<w:t ") {
		if _, rest, ok := strings.Cut(p, ">"); ok {
			text, _, _ := strings.Cut(rest, "</w:t>")
			words += text
		}
	}
	return words, string(b)
}

func TestBulletinSaysItsParts(t *testing.T) {
	d := gazetteData(t, 41, true, true)
	words, xml := docText(t, gazetteBytes(t, DOCX, gazetteDoc(t, d, checklist.ZH)))
	at := -1
	for _, part := range []string{
		"济宁银行服务检查通报", "济银服通报〔2026〕7号（第二版）", "关于2026年11月网点服务检查情况的通报", "各支行：", "一、更正说明", "更正原因：申诉成立。", "二、基本情况", "应检41家，实检38家，覆盖率92.7%",
		"三、排名情况", "四、好的做法", "主动引导老人", "五、存在问题", "共性问题", "一票否决", "六、上期问题整改情况", "下发整改问题152个，已销号114个，整改率75.0%", "七、下一步要求",
		"（一）逐项整改。（责任部门：各支行；完成时间：2026年12月15日）", "附件：1．", "运营管理部", "2026年12月9日", "附件1", "附件2", "附件3", "好的做法", "整改前后对比", "尚待整改的问题",
	} {
		k := strings.Index(words[max(at, 0):], part)
		require.GreaterOrEqual(t, k, 0, "%s comes in its place", part)
		at = max(at, 0) + k
	}
	require.NotContains(t, words, "李雷", "people are not named")
	require.Contains(t, words, "第2支行")
	for _, s := range []string{`<w:pStyle w:val="Title"/>`, `<w:pStyle w:val="Heading1"/>`, `<w:pStyle w:val="Heading2"/>`, `<w:tblHeader/>`, `w:orient="landscape"`} {
		require.Contains(t, xml, s)
	}
	require.Equal(t, 4, strings.Count(xml, "<w:sectPr>"), "text, two upright annexes and one on its side")

	quiet := gazetteData(t, 41, false, false)
	words, _ = docText(t, gazetteBytes(t, DOCX, gazetteDoc(t, quiet, checklist.ZH)))
	problems := words[strings.Index(words, "四、存在问题"):strings.Index(words, "附件1")]
	for i := range 41 {
		require.NotContains(t, problems, fmt.Sprintf("第%d支行", i), "halls are not named among the problems")
	}
	doc := gazetteDoc(t, quiet, checklist.ZH)
	doc.State = bulletin.Draft
	words, _ = docText(t, gazetteBytes(t, DOCX, doc))
	require.Contains(t, words, "待印发稿")
}

// The bulletin of a composite says what it is made of, whose bands grade it, and of
// which checklist each zone is.
func TestBulletinOfAComposite(t *testing.T) {
	one, two := load(t, "6s-environment"), load(t, "three-clean-one-bright")
	c := &ranking.Composite{ID: "all", Name: "服务指数", Parts: []ranking.Part{{Checklist: one.ID, Weight: checklist.N(60)}, {Checklist: two.ID, Weight: checklist.N(40)}}}
	p := bulletin.Plan{From: "2026-11-01", To: "2026-11-30", Composite: c.ID, Prefix: "通报", No: 7, Names: true, Day: "2026-12-02"}
	q, err := p.Query([]string{one.ID, two.ID}, "2026-12-01")
	require.NoError(t, err)
	f := &bulletin.Facts{Query: q, Org: "济宁银行", Pictures: map[string]bulletin.Pictures{}}
	for i := range 5 {
		b := checklist.Branch{Code: fmt.Sprintf("37%05d", i), Name: fmt.Sprintf("第%d支行", i), Active: true, Grade: checklist.Second, Traffic: checklist.TrafficHigh}
		f.Branches = append(f.Branches, b)
		f.Visits = append(f.Visits, bulletin.Visits{Branch: b.Code, Mode: checklist.Announced, N: 2, First: "2026-11-03", Last: "2026-11-20"})
		for k, list := range []*checklist.Checklist{one, two} {
			if i == 4 && k == 1 {
				continue // a part is missing
			}
			cell := checklist.PeriodCell{Branch: b.Code, Checklist: list.ID, N: 1, ScoreSum: int64(950 - 60*i - 40*k), MinVersion: 1, MaxVersion: 1}
			for n, z := range list.Zones {
				cell.Zones = append(cell.Zones, checklist.ZoneSum{Zone: z.ID, N: 1, ScoreSum: int64(900 - 10*n), LostSum: int64(500 + 100*n)})
			}
			f.Cells = append(f.Cells, cell)
		}
		f.Findings = append(f.Findings, gazetteFinding(one, b.Code, i, 1))
	}
	freeze := func(grades string) *bulletin.Data {
		x := *c
		x.Grades = grades
		d, err := bulletin.Freeze(bulletin.Input{Plan: p, Facts: f, Lists: []*checklist.Checklist{one, two}, Composite: &x})
		require.NoError(t, err)
		return d
	}
	d := freeze("")
	require.Equal(t, []string{"93.4", "87.4", "81.4", "75.4", "71.0"}, scoresOf(d))
	require.Equal(t, []bulletin.GradeCount{{ID: "excellent", N: 1}, {ID: "good", N: 2}, {ID: "pass", N: 2}, {ID: "fail"}}, d.Basics.Grades)
	words, _ := docText(t, gazetteBytes(t, DOCX, gazetteDoc(t, d, checklist.ZH)))
	for _, s := range []string{
		"本期按综合指数“服务指数”评分：" + one.Title.ZH + "占60.0%、" + two.Title.ZH + "占40.0%",
		"等级按“" + one.Title.ZH + "”的等级线评定：优秀≥90、良好≥80、合格≥60、不合格≥0。", one.Title.ZH + "·", two.Title.ZH + "·", "第4支行*",
	} {
		require.Contains(t, words, s)
	}
	words, _ = docText(t, gazetteBytes(t, DOCX, gazetteDoc(t, d, checklist.EN)))
	for _, s := range []string{"Bulletin No. 7 (2026)", "Grades follow the bands of “" + one.Title.EN + "”: Excellent from 90", two.Title.EN + ": "} {
		require.Contains(t, words, s)
	}
	require.Equal(t, gazetteBytes(t, PDF, gazetteDoc(t, d, checklist.ZH)), gazetteBytes(t, PDF, gazetteDoc(t, freeze(""), checklist.ZH)), "the same bytes again")
	require.Equal(t, gazetteBytes(t, XLSX, gazetteDoc(t, d, checklist.ZH)), gazetteBytes(t, XLSX, gazetteDoc(t, freeze(""), checklist.ZH)))

	other := freeze(two.ID)
	require.Equal(t, two.Title, other.Graded().Title)
	require.True(t, bulletin.Diff(d, other).Index)
	none := freeze(ranking.GradesNone)
	require.Nil(t, none.Graded())
	require.Empty(t, none.Basics.Grades)
	words, _ = docText(t, gazetteBytes(t, DOCX, gazetteDoc(t, none, checklist.ZH)))
	require.Contains(t, words, "综合指数不评等级")
	require.NotContains(t, words, "优秀")
	part := d.For(bulletin.ID(d.Encode()), "3700000")
	require.Equal(t, []any{"优秀", []string{one.ID, two.ID}}, []any{part.Own.Grade.ZH, part.Lists})
}

func scoresOf(d *bulletin.Data) (out []string) {
	for i := range d.Rows {
		out = append(out, d.Rows[i].Score.String())
	}
	return out
}

func TestFewHallsHaveNoRanks(t *testing.T) {
	words, _ := docText(t, gazetteBytes(t, DOCX, gazetteDoc(t, gazetteData(t, 2, true, false), checklist.ZH)))
	require.Contains(t, words, "不足3家，不公布名次")
	require.NotContains(t, words, "表2　前")
	require.NotContains(t, words, "得分最高的是")
	require.NotContains(t, words, "排名表")
}

// A long ranking is cut in the text; the workbook has every hall and every problem.
func TestBulletinOfManyHalls(t *testing.T) {
	d := gazetteData(t, 2600, true, false)
	words, _ := docText(t, gazetteBytes(t, DOCX, gazetteDoc(t, d, checklist.ZH)))
	require.Contains(t, words, "表中为前60名和后30名，全部2400家见随附工作簿")
	require.Less(t, len(words), 200_000)
	f, err := excelize.OpenReader(bytes.NewReader(gazetteBytes(t, XLSX, gazetteDoc(t, d, checklist.ZH))))
	require.NoError(t, err)
	defer func() { _ = f.Close() }()
	require.Equal(t, []string{"基本情况", "排名表", "对照组", "未参与排名", "分区域", "共性问题", "重复问题", "一票否决", "逾期问题", "问题清单"}, f.GetSheetList())
	rows, err := f.GetRows("排名表")
	require.NoError(t, err)
	require.Greater(t, len(rows), 2400)
	rows, err = f.GetRows("问题清单")
	require.NoError(t, err)
	require.Greater(t, len(rows), 4800)
	for cell, want := range map[string]excelize.CellType{"A2": excelize.CellTypeNumber, "D2": excelize.CellTypeNumber, "B2": excelize.CellTypeInlineString} {
		typ, err := f.GetCellType("排名表", cell)
		require.NoError(t, err)
		require.Contains(t, []excelize.CellType{want, excelize.CellTypeUnset}, typ, cell)
	}
	for range 4 {
		require.Equal(t, gazetteBytes(t, XLSX, gazetteDoc(t, d, checklist.ZH)), gazetteBytes(t, XLSX, gazetteDoc(t, d, checklist.ZH)))
	}
}

// LibreOffice opens the document with all its pages and words, and Chinese numbers
// at the foot.
func TestLibreOfficeOpensTheBulletin(t *testing.T) {
	soffice, err := exec.LookPath("soffice")
	tool, err2 := exec.LookPath("pdftotext")
	if err != nil || err2 != nil {
		if os.Getenv("HALLCHECK_REQUIRE_SERVERS") == "1" {
			t.Fatal("LibreOffice or pdftotext is not installed")
		}
		t.Skip("LibreOffice or pdftotext is not installed: the file was checked by its XML only")
	}
	file := filepath.Join(t.TempDir(), "b.docx")
	require.NoError(t, os.WriteFile(file, gazetteBytes(t, DOCX, gazetteDoc(t, gazetteData(t, 41, true, true), checklist.ZH)), 0o600))
	got := pdfText(t, tool, convert(t, soffice, file))
	for _, s := range []string{"关于2026年11月网点服务检查情况的通报", "一、更正说明", "七、下一步要求", "附件3", "—1—", "—2—"} {
		require.Contains(t, got, tight(s))
	}
	for i := range 41 {
		if i%13 != 12 {
			require.Contains(t, got, fmt.Sprintf("第%d支行", i))
		}
	}
}

// The bulletin of 16,000 halls is written in seconds.
func TestBulletinOfAWholeCountry(t *testing.T) {
	if testing.Short() || os.Getenv("HALLCHECK_BIG") == "" {
		t.Skip("HALLCHECK_BIG=1 measures the bulletin of 16,000 halls")
	}
	begun := time.Now()
	d := gazetteData(t, 16_000, true, false)
	t.Logf("freeze %v, %d bytes", time.Since(begun), len(d.Encode()))
	for _, f := range []Format{DOCX, PDF, XLSX} {
		begun = time.Now()
		n := len(gazetteBytes(t, f, gazetteDoc(t, d, checklist.ZH)))
		t.Logf("%s %v, %d bytes", f, time.Since(begun), n)
	}
}
