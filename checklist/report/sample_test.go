package report

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/standard"
)

// load reads a built-in checklist.
func load(t testing.TB, name string) *checklist.Checklist {
	t.Helper()
	c, err := standard.Read(name+".yaml", assets.Checklists()[name+".yaml"])
	require.NoError(t, err)
	return c
}

var start = time.Date(2026, 11, 21, 1, 5, 0, 0, time.UTC) // 09:05 in China

var drawn sync.Map

// fake draws a picture that differs by its seed, once.
func fake(seed, w, h int) []byte {
	key := [3]int{seed, w, h}
	if b, ok := drawn.Load(key); ok {
		return b.([]byte)
	}
	b := draw(seed, w, h)
	drawn.Store(key, b)
	return b
}

func draw(seed, w, h int) []byte {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{uint8(120 + 90*x/w), uint8(140 + 40*y/h), uint8(90 + seed*37%120), 255}
			if (x/40+y/40+seed)%7 == 0 {
				c = color.RGBA{230, 232, 236, 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 80}); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// album answers hashes "photo-N" with a drawn picture; every third is upright.
func album(hash string) (io.ReadCloser, error) {
	var n int
	if _, err := fmt.Sscanf(hash, "photo-%d", &n); err != nil {
		return nil, err
	}
	w, h := 640, 480
	if n%3 == 2 {
		w, h = h, w
	}
	return io.NopCloser(bytes.NewReader(fake(n, w, h))), nil
}

func begin(t testing.TB, name string, mode checklist.Mode) *checklist.Inspection {
	t.Helper()
	in, err := checklist.Start("5f0c2a3e-7b1d-4a90-9c55-3d2f8e6b1a47", load(t, name),
		checklist.Branch{Code: "JN0101", Name: "济南历下泉城路支行", Grade: checklist.Flagship, Traffic: checklist.TrafficHigh},
		checklist.Person{Name: "王晓敏"}, mode, start)
	require.NoError(t, err)
	return in
}

// answerAll gives every item of a sheet a good answer.
func answerAll(t testing.TB, in *checklist.Inspection, s *checklist.Sheet) {
	t.Helper()
	for i := range in.Checklist.Items {
		it := &in.Checklist.Items[i]
		if !in.Applies(s, it) {
			continue
		}
		v := checklist.VerdictValue(checklist.Pass)
		switch {
		case it.Expectation.ZH != "":
			v = checklist.Value{Expectation: 6, Perception: 5 + i%2}
		case it.Type == checklist.TypeScore:
			v = checklist.NumberValue(it.Points)
		case it.Type == checklist.TypeRating:
			v = checklist.NumberValue(checklist.N(4))
		case it.Type == checklist.TypeNumber:
			v = checklist.NumberValue(checklist.N(4))
		case it.Type == checklist.TypeText:
			v = checklist.TextValue("大堂秩序良好，客户等候平稳。")
		}
		require.NoError(t, in.Record(s.ID, it.ID, v, start))
	}
}

func attach(t testing.TB, in *checklist.Inspection, sheet, item string, from, n int) {
	t.Helper()
	for i := from; i < from+n; i++ {
		require.NoError(t, in.Attach(sheet, item, checklist.PhotoRef{
			ID: fmt.Sprint("use-", i), Hash: fmt.Sprint("photo-", i), Name: fmt.Sprintf("IMG_%04d.jpg", i), Kind: checklist.PhotoEvidence,
			Source: []string{"file", "paste", "drop", "inbox"}[i%4], TakenAt: start.Add(time.Duration(i) * time.Minute).UnixMilli(),
			AddedAt: start.Add(time.Hour).UnixMilli(), Width: 640, Height: 480,
		}, start))
	}
}

func finish(t testing.TB, in *checklist.Inspection) {
	t.Helper()
	require.NoError(t, in.Finish("到点离场", start.Add(70*time.Minute)))
	in.Incomplete = ""
}

// environment is a 6S inspection with failures, notes, nine photos, a veto.
func environment(t testing.TB) *checklist.Inspection {
	in := begin(t, "6s-environment", checklist.Announced)
	answerAll(t, in, in.Sheets[0])
	fail := func(i int, note, owner string) string {
		it := &in.Checklist.Items[i]
		v := checklist.VerdictValue(checklist.Miss)
		if it.Type == checklist.TypeScore {
			v = checklist.NumberValue(it.Points / 2 / 500 * 500)
			if it.Deduct != nil {
				v = checklist.OccurrencesValue(2)
			}
		}
		require.NoError(t, in.Record("main", it.ID, v, start))
		require.NoError(t, in.Note("main", it.ID, note, start))
		require.NoError(t, in.Settle("main", it.ID, checklist.Remedy{Owner: owner, Due: "2026-11-28"}, start))
		return it.ID
	}
	attach(t, in, "main", fail(0, "门楣“泉城路支行”的“路”字不亮；左侧灯箱有明显水渍，远处可见。", "李强"), 1, 3)
	attach(t, in, "main", fail(4, "地面有烟头和口香糖，约3处。", "赵敏（物业）"), 4, 2)
	attach(t, in, "main", fail(9, "2号自助机屏幕贴有过期通告（2025-08），胶痕未清；吞卡电话为旧号码96668-002。", "李强"), 6, 2)
	attach(t, in, "main", fail(21, "=SUM(A1:A9) 填单台样单缺《个人业务凭证》，已当场补齐", ""), 8, 1)
	fail(30, "绿植枯萎", "孙丽")
	attach(t, in, "main", in.Checklist.Items[12].ID, 9, 1)
	na := in.Checklist.Items[33].ID
	require.NoError(t, in.Record("main", na, checklist.VerdictValue(checklist.NA), start))
	require.NoError(t, in.Note("main", na, "本网点未设贵宾区", start))
	return in
}

// etiquette observes n people.
func etiquette(t testing.TB, n int) *checklist.Inspection {
	in := begin(t, "staff-etiquette", checklist.Covert)
	for i := range n {
		s := checklist.Sheet{
			ID: fmt.Sprint("p", i+1), Person: []string{"陈*", "林*", "周*", "吴*"}[i%4],
			Position: []checklist.Position{checklist.PositionLobby, checklist.PositionTeller, checklist.PositionWealth, checklist.PositionManager}[i%4],
		}
		require.NoError(t, in.AddSheet(s))
		answerAll(t, in, in.Sheet(s.ID))
		k := 0
		for j := range in.Checklist.Items {
			it := &in.Checklist.Items[j]
			if in.Applies(in.Sheet(s.ID), it) && it.Type == checklist.TypePass && (j+i)%9 == 2 && it.Veto == checklist.VetoNone {
				require.NoError(t, in.Record(s.ID, it.ID, checklist.VerdictValue(checklist.Miss), start))
				require.NoError(t, in.Note(s.ID, it.ID, "观察十分钟，两次未做到", start))
				k++
			}
		}
		require.Positive(t, k)
	}
	attach(t, in, "p1", in.Checklist.Items[2].ID, 1, 1)
	return in
}

func survey(t testing.TB, n int) *checklist.Inspection {
	in := begin(t, "servqual", checklist.Intercept)
	for i := range n {
		id := fmt.Sprint("r", i+1)
		require.NoError(t, in.AddSheet(checklist.Sheet{ID: id, Person: fmt.Sprintf("受访者%02d", i+1)}))
		for j := range in.Checklist.Items {
			if (i+j)%11 == 5 {
				continue
			}
			v := checklist.Value{Expectation: 5 + (i+j)%3, Perception: 3 + (i*j)%5}
			require.NoError(t, in.Record(id, in.Checklist.Items[j].ID, v, start))
		}
	}
	return in
}

func walk(t testing.TB) *checklist.Inspection {
	in := begin(t, "touchpoint-walk", checklist.Announced)
	for i, v := range []int{3, 4, 5, 2, 3, 4, 1, 3, 4, 4, 5, 3, 4, 3} {
		id := in.Checklist.Items[i].ID
		require.NoError(t, in.Record("main", id, checklist.NumberValue(checklist.N(v)), start))
		if v <= 2 {
			require.NoError(t, in.Note("main", id, "等了19分钟无人说明原因，叫号屏看不到前面还有几人。", start))
			attach(t, in, "main", id, i, 1)
		}
	}
	return in
}

func review(t testing.TB) *checklist.Inspection {
	in := begin(t, "staff-behaviour-review", checklist.Self)
	for i := range 2 {
		id := fmt.Sprint("p", i+1)
		require.NoError(t, in.AddSheet(checklist.Sheet{ID: id, Person: []string{"甲", "乙"}[i], Position: checklist.PositionTeller}))
		answerAll(t, in, in.Sheet(id))
	}
	it := in.Checklist.Items[1].ID
	require.NoError(t, in.Record("p1", it, checklist.VerdictValue(checklist.Miss), start))
	require.NoError(t, in.Note("p1", it, "投诉编号 TS-2026-0917", start))
	return in
}

func doc(in *checklist.Inspection, l checklist.Lang) SheetDoc {
	return SheetDoc{Inspection: in, Org: "济南分行运营管理部", Lang: l, Photo: album}
}

// samples are all papers, by a name.
func samples(t testing.TB) map[string]*checklist.Inspection {
	env := environment(t)
	finish(t, env)
	draft := environment(t)
	require.NoError(t, draft.Record("main", draft.Checklist.Items[40].ID, checklist.Value{}, start))
	patrol := begin(t, "lobby-patrol", checklist.Self)
	answerAll(t, patrol, patrol.Sheets[0])
	for i := range patrol.Checklist.Items {
		if patrol.Checklist.Items[i].Type == checklist.TypeNumber {
			require.NoError(t, patrol.Record("main", patrol.Checklist.Items[i].ID, checklist.NumberValue(checklist.N(23)), start))
			require.NoError(t, patrol.Note("main", patrol.Checklist.Items[i].ID, "高峰，已请示加开1个窗口", start))
		}
	}
	finish(t, patrol)
	gbt := begin(t, "gbt32320-self-assessment", checklist.Self)
	answerAll(t, gbt, gbt.Sheets[0])
	require.NoError(t, gbt.Record("main", gbt.Checklist.Items[3].ID, checklist.NumberValue(0), start))
	finish(t, gbt)
	mystery := begin(t, "mystery-shopper", checklist.Covert)
	answerAll(t, mystery, mystery.Sheets[0])
	for i := range mystery.Checklist.Items {
		it := &mystery.Checklist.Items[i]
		if it.Veto != checklist.VetoNone && it.Type == checklist.TypePass {
			require.NoError(t, mystery.Record("main", it.ID, checklist.VerdictValue(checklist.Miss), start))
			require.NoError(t, mystery.Note("main", it.ID, strings.Repeat("第三者可听到客户姓名与金额，", 3), start))
			require.NoError(t, mystery.Cite("main", it.ID, "REC-1121.m4a 12:40", start))
			if it.Veto == checklist.VetoInspection {
				break
			}
		}
	}
	finish(t, mystery)
	people := etiquette(t, 4)
	finish(t, people)
	few := etiquette(t, 2)
	finish(t, few)
	w := walk(t)
	finish(t, w)
	sq := survey(t, 12)
	finish(t, sq)
	rv := review(t)
	finish(t, rv)
	return map[string]*checklist.Inspection{
		"env": env, "draft": draft, "patrol": patrol, "gbt": gbt, "mystery": mystery, "people": people, "few": few, "walk": w, "servqual": sq, "review": rv,
	}
}
