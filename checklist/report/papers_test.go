package report

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

// camera opens "photo-N" as album does; with HALLCHECK_LOOK_PHOTOS=<folder> real
// pictures stand in, so that the looks are judged with them.
func camera(hash string) (io.ReadCloser, error) {
	dir := os.Getenv("HALLCHECK_LOOK_PHOTOS")
	if dir == "" {
		return album(hash)
	}
	names, err := filepath.Glob(dir + "/*.jpg")
	if err != nil || len(names) == 0 {
		return nil, os.ErrNotExist
	}
	var n int
	if _, err := fmt.Sscanf(hash, "photo-%d", &n); err != nil {
		return nil, err
	}
	return os.Open(names[n%len(names)])
}

var made = time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC)

// speak picks a language.
func speak(l checklist.Lang, zh, en string) string {
	if l == checklist.EN {
		return en
	}
	return zh
}

func noticeDoc(l checklist.Lang, n int) NoticeDoc {
	d := NoticeDoc{
		Lang: l, Org: speak(l, "济宁分行运营管理部", "Jining branch office, operations"), Number: speak(l, "鲁济服整〔2026〕017号", "JN-2026-017"),
		To: speak(l, "济宁市中支行营业部", "Jining Shizhong sub-branch"), Visit: speak(l, "2026-11-18 暗访", "2026-11-18, covert"),
		Basis:  speak(l, "《网点6S环境检查表》（第 1 版）、《文明规范服务暗访检查表》（第 1 版）", "6S environment checklist (version 1); Mystery shopping (version 1)"),
		Issuer: speak(l, "王晓敏", "Wang Xiaomin"), Issued: "2026-11-21", ReplyBy: "2026-11-28", Photo: camera,
	}
	texts := [][2]string{
		{"门楣发光字“银”字不亮，左侧灯箱有明显水渍，远处可见。", "One letter of the fascia sign is dark; water stains on the light box at the left."},
		{"填单台缺老花镜，样单缺《个人业务凭证》。", "No reading glasses at the form desk; one sample form is missing."},
		{"2号自助机防护罩有污渍，贴有过期通告（2025-08），胶痕未清。", "The hood of ATM 2 is stained and carries an expired notice (2025-08)."},
		{"灭火器压力不足，检查卡最近一次签字为三个月前。", "The fire extinguisher has lost pressure; last signature three months ago."},
	}
	for i := range n {
		it := NoticeItem{
			Number: fmt.Sprintf("F-2026-%04d", 117+i), Text: speak(l, texts[i%4][0], texts[i%4][1]),
			Place:    speak(l, []string{"室外环境", "便民设施", "自助服务区", "安全消防"}[i%4], []string{"Outside", "Amenities", "Self-service", "Fire safety"}[i%4]),
			Severity: []checklist.Severity{checklist.Minor, checklist.Minor, checklist.Major, checklist.Critical}[i%4],
			Require:  speak(l, "立即整改，并举一反三排查同类问题", "Put right and look for the same elsewhere"),
			Owner:    speak(l, []string{"张伟", "李静", "", "赵敏（物业）"}[i%4], []string{"Zhang Wei", "Li Jing", "", "Zhao Min"}[i%4]), Due: "2026-11-25",
			Done: speak(l, "已更换灯管并擦拭灯箱，纳入每日班前巡检。", "Tube replaced, box cleaned; now part of the opening patrol."), DoneDay: "2026-11-23",
			Review: speak(l, "复查通过", "Accepted"), Reviewer: speak(l, "王晓敏", "Wang Xiaomin"), After: []string{fmt.Sprint("photo-", i+1)},
		}
		if i%4 == 1 {
			it.Repeat = 2
		}
		for k := range i % 4 {
			it.Photos = append(it.Photos, fmt.Sprint("photo-", i+k))
		}
		d.Items = append(d.Items, it)
	}
	return d
}

func listDoc(l checklist.Lang, n int) FindingListDoc {
	d := FindingListDoc{
		Lang: l, Org: speak(l, "济宁分行运营管理部", "Jining branch office"), Scope: speak(l, "2026年11月 · 全部网点", "November 2026 · all branches"),
		Today: "2026-11-28", Photo: camera,
	}
	nd := noticeDoc(l, 4)
	for i := range n {
		it := nd.Items[i%4]
		r := FindingRow{
			Number: fmt.Sprintf("F-2026-%04d", 1+i), Branch: speak(l, "济宁市中支行营业部", "Jining Shizhong"), Zone: it.Place, S6: []string{"shine", "set", "", "safety"}[i%4],
			Text: it.Text, Severity: it.Severity, Owner: it.Owner, Department: speak(l, "综合管理部", "General office"), Found: "2026-11-18", Due: "2026-11-25",
			Status: checklist.FindingStatuses()[i%8], Before: fmt.Sprint("photo-", i%20),
		}
		if i%3 == 0 {
			r.OverdueDays = 3
		}
		if i%4 == 1 {
			r.Repeat, r.Returns, r.Cause = 2, 1, speak(l, "无人负责每日检查", "nobody checks it daily")
		}
		if r.Status == checklist.FindingClosed {
			r.Closed, r.After, r.Done = "2026-11-24", fmt.Sprint("photo-", i%20+1), it.Done
		}
		d.Rows = append(d.Rows, r)
	}
	return d
}

func albumDoc(l checklist.Lang, n int) AlbumDoc {
	d := AlbumDoc{Lang: l, Org: speak(l, "济宁分行运营管理部", "Jining branch office"), Scope: speak(l, "2026年11月 · 济宁市中支行营业部", "November 2026 · Jining Shizhong"), Made: made, Photo: camera}
	nd := noticeDoc(l, 4)
	for i := range n {
		it := nd.Items[i%4]
		p := AlbumPair{
			Heading: it.Number + " " + it.Text, Lines: []string{it.Place + " · " + it.Due, it.Done},
			Before: Picture{Hash: fmt.Sprint("photo-", 2*i), Label: speak(l, "整改前 11-18 09:12", "Before 11-18 09:12")},
			After:  Picture{Hash: fmt.Sprint("photo-", 2*i+1), Label: speak(l, "整改后 11-21 08:55", "After 11-21 08:55")},
		}
		if i%5 == 3 {
			p.After = Picture{}
		}
		d.Pairs = append(d.Pairs, p)
	}
	return d
}

// slideDoc is a deck with every kind of slide and n photo slides.
func slideDoc(l checklist.Lang, n int) SlideDoc {
	d := SlideDoc{Lang: l, Title: speak(l, "11月服务质量通报会", "Service meeting, November"), Org: speak(l, "济宁分行运营管理部", "Jining branch office"), Made: made, Photo: camera}
	add := func(s Slide) { d.Slides = append(d.Slides, s) }
	add(Slide{Kind: SlideTitle, Heading: d.Title, Lines: []string{speak(l, "济宁市中支行营业部", "Jining Shizhong sub-branch"), "2026-11-28"}, Footer: d.Org, Notes: speak(l, "先感谢大家。", "Thanks first.")})
	add(Slide{Kind: SlideSummary, Heading: speak(l, "检查范围与成绩", "Scope and results"), Figures: []SlideFigure{
		{Value: "81", Label: speak(l, "检查网点", "Branches inspected")},
		{Value: "93.4", Label: speak(l, "平均得分", "Mean score")},
		{Value: "117", Label: speak(l, "问题", "Findings")},
		{Value: "86.5%", Label: speak(l, "整改率", "Closed")},
		{Value: "79.2%", Label: speak(l, "按期整改率", "Closed on time")},
		{Value: "9", Label: speak(l, "逾期未整改", "Overdue"), Alarm: true},
	}, Lines: []string{speak(l, "检查方式：明访 12 次、暗访 69 次；比上月提高 1.2 分。", "12 announced and 69 covert visits; 1.2 points up on last month.")}})
	t := &SlideTable{Head: []string{speak(l, "名次", "Rank"), speak(l, "网点", "Branch"), speak(l, "得分", "Score"), speak(l, "较上期", "Change")}, Widths: []int{1, 5, 2, 2}, Strong: 3}
	for i := range 10 {
		t.Rows = append(t.Rows, []string{fmt.Sprint(i + 1), fmt.Sprintf(speak(l, "济宁第%d支行营业部", "Jining no. %d sub-branch"), i+1), fmt.Sprintf("%d.4", 98-2*i), "+0.6"})
		t.Bars = append(t.Bars, 1000-i*70)
	}
	add(Slide{Kind: SlideRanking, Heading: speak(l, "网点排名", "Branch ranking"), Table: t, Footer: speak(l, "《网点6S环境检查表》 · 2026-11", "6S environment checklist · 2026-11")})
	nd := noticeDoc(l, 4)
	for i := range n {
		it := nd.Items[i%4]
		s := Slide{
			Kind: SlideProblem, Ref: it.Number, Heading: it.Text, Lines: []string{speak(l, "整改要求：", "Required: ") + it.Require},
			Footer: it.Place + " · " + d.Slides[0].Lines[0] + " · " + it.Owner + " · " + speak(l, "期限 ", "Due ") + it.Due,
			Photos: []Picture{{Hash: fmt.Sprint("photo-", i), Label: ""}}, Notes: speak(l, "问一问：谁每天看一眼？", "Ask: who looks at it every day?"),
		}
		switch {
		case i%5 == 1 || i%5 == 3:
			s.Kind, s.Tag, s.Alarm = SlidePair, speak(l, "重复问题 第 2 次", "Repeat problem, no. 2"), true
			s.Photos[0].Label = speak(l, "整改前 11-18 09:12", "Before 11-18 09:12")
			s.Photos = append(s.Photos, Picture{Hash: fmt.Sprint("photo-", i+1), Label: speak(l, "整改后 11-21 08:55", "After 11-21 08:55")})
			s.Lines = []string{speak(l, "整改措施：", "Done: ") + it.Done}
		case i%5 == 4:
			s.Kind, s.Tag, s.Heading = SlideBright, speak(l, "亮点", "Good practice"), speak(l, "高峰时段主动分流，老年客户有专人陪同。", "At the peak customers are led to machines; the elderly get company.")
			s.Lines = []string{speak(l, "表扬：李静、张伟", "Thanks to Li Jing, Zhang Wei")}
		default:
			s.Tag = speak(l, "一般", "Minor")
		}
		add(s)
	}
	c := &SlideTable{Head: []string{speak(l, "序号", "No."), speak(l, "整改要求", "Requirement"), speak(l, "责任人", "Owner"), speak(l, "期限", "Due")}, Widths: []int{1, 9, 2, 2}}
	for i := range 6 {
		c.Rows = append(c.Rows, []string{fmt.Sprint(i + 1), nd.Items[i%4].Text, nd.Items[i%4].Owner, "2026-11-25"})
	}
	add(Slide{Kind: SlideClosing, Heading: speak(l, "整改要求与期限", "Requirements and dates"), Table: c, Lines: []string{speak(l, "下次会议：2026-12-05，各责任人带整改后照片。", "Next meeting 2026-12-05: bring photos after rectification.")}})
	return d
}

// hardDeck is what decks must bear: long texts, upright, flat and missing pictures, few
// figures, long tables.
func hardDeck(l checklist.Lang) SlideDoc {
	long := strings.Repeat(speak(l, "门楣发光字不亮，左侧灯箱有明显水渍，复查仍未整改；", "One letter of the fascia sign is dark and the light box is stained; "), 4)
	d := SlideDoc{Lang: l, Title: long, Org: long, Made: made, Photo: camera}
	t := &SlideTable{Head: []string{"No.", speak(l, "问题", "Problem"), speak(l, "网点", "Branch"), speak(l, "期限", "Due")}, Widths: []int{2, 14, 6, 4}}
	for i := range closingRows {
		t.Rows = append(t.Rows, []string{fmt.Sprint(i + 1), long, speak(l, "济宁市中支行营业部", "Jining Shizhong sub-branch"), "2026-11-25"})
	}
	foot := speak(l, "室外环境", "Outside") + " · " + speak(l, "济宁市中支行营业部", "Jining Shizhong sub-branch") + " · " + speak(l, "责任人 张伟", "Owner Zhang Wei") + " · 2026-11-25"
	d.Slides = []Slide{
		{Kind: SlideTitle, Heading: long, Lines: []string{long}, Footer: long},
		{Kind: SlideSummary, Heading: long, Figures: []SlideFigure{{Value: "117", Label: long}, {Value: "1234567890", Label: "x"}}, Lines: []string{long, long}, Footer: long},
		{Kind: SlideSummary, Heading: "4", Figures: []SlideFigure{{Value: "1", Label: "a"}, {Value: "2", Label: "b"}, {Value: "3", Label: "c"}, {Value: "4", Label: "d"}}},
		{Kind: SlideProblem, Tag: long, Heading: long, Lines: []string{long, long}, Footer: foot, Photos: []Picture{{Hash: "photo-2", Label: long}}},
		{Kind: SlideProblem, Tag: "x", Heading: "短", Footer: foot},
		{Kind: SlidePair, Tag: "x", Heading: long, Lines: []string{long}, Footer: long, Photos: []Picture{{Hash: "photo-2", Label: "a"}, {Label: "b"}}},
		{Kind: SlideBright, Heading: "短", Photos: []Picture{{Hash: "photo-3"}}},
		{Kind: SlideClosing, Heading: "短", Table: t, Lines: []string{long}},
		{Kind: SlideClosing, Heading: "短", Lines: []string{long, long, long, "短", "短"}},
	}
	return d
}

// papers are all papers of findings by file name.
func papers(l checklist.Lang) map[string]func(io.Writer) ([]Warning, error) {
	out := map[string]func(io.Writer) ([]Warning, error){}
	add := func(name string, write func(io.Writer) ([]Warning, error)) { out[name] = write }
	for _, f := range []Format{PDF, DOCX} {
		add("notice-1-"+string(l)+"."+string(f), func(w io.Writer) ([]Warning, error) { return Notice(w, f, noticeDoc(l, 2)) })
		add("notice-9-"+string(l)+"."+string(f), func(w io.Writer) ([]Warning, error) { return Notice(w, f, noticeDoc(l, 9)) })
		add("notice-3-"+string(l)+"."+string(f), func(w io.Writer) ([]Warning, error) {
			d := noticeDoc(l, 3)
			d.Number, d.Issuer = "", ""
			return Notice(w, f, d)
		})
		add("notice-back-"+string(l)+"."+string(f), func(w io.Writer) ([]Warning, error) {
			d := noticeDoc(l, 4)
			d.Return = true
			return Notice(w, f, d)
		})
	}
	add("list-"+string(l)+".xlsx", func(w io.Writer) ([]Warning, error) { return FindingList(w, XLSX, listDoc(l, 24)) })
	add("album-"+string(l)+".pdf", func(w io.Writer) ([]Warning, error) { return Album(w, PDF, albumDoc(l, 8)) })
	for _, f := range []Format{PDF, PPTX} {
		add("slides-"+string(l)+"."+string(f), func(w io.Writer) ([]Warning, error) { return Slides(w, f, slideDoc(l, 6)) })
		add("hard-"+string(l)+"."+string(f), func(w io.Writer) ([]Warning, error) { return Slides(w, f, hardDeck(l)) })
	}
	return out
}

// Every paper of findings is written without a warning and twice to the same
// bytes; HALLCHECK_LOOK=<folder> keeps them to be looked at.
func TestPapersOfFindings(t *testing.T) {
	dir := os.Getenv("HALLCHECK_LOOK")
	if dir == "" {
		dir = t.TempDir()
	}
	for _, l := range []checklist.Lang{checklist.ZH, checklist.EN} {
		for name, write := range papers(l) {
			var a, b bytes.Buffer
			warnings, err := write(&a)
			require.NoError(t, err, name)
			require.Empty(t, warnings, name)
			_, err = write(&b)
			require.NoError(t, err, name)
			require.True(t, bytes.Equal(a.Bytes(), b.Bytes()), "%s differs from itself", name)
			require.NoError(t, os.WriteFile(filepath.Join(dir, name), a.Bytes(), 0o600))
		}
	}
}
