package bulletin_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/bulletin"
	"hallcheck/checklist/ranking"
	page "hallcheck/ui/bulletin"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell/shelltest"
)

// press is headquarters in memory: plans and frozen bulletins are kept as the store
// keeps them.
type press struct {
	t      *testing.T
	halls  int
	plans  map[string]bulletin.Plan
	filed  []page.Filed
	data   map[string]*bulletin.Data
	saved  []string
	scores map[string]int64
}

func newPress(t *testing.T) *press {
	return &press{t: t, halls: 5, plans: map[string]bulletin.Plan{}, data: map[string]*bulletin.Data{}, scores: map[string]int64{}}
}

func sheet() *checklist.Checklist {
	c := &checklist.Checklist{ID: "env", Version: 1, Title: checklist.Text{ZH: "环境检查", EN: "Environment"}, Zones: []checklist.Zone{{ID: "front", Name: checklist.Text{ZH: "门前"}}}}
	c.Scoring.Method, c.Scoring.Full = checklist.Points, checklist.N(100)
	c.Scoring.Grades = []checklist.Grade{{ID: "good", Min: checklist.N(80), Name: checklist.Text{ZH: "良好"}}, {ID: "poor", Name: checklist.Text{ZH: "不合格"}}}
	return c
}

func (p *press) Checklists(context.Context) ([]*checklist.Checklist, error) {
	return []*checklist.Checklist{sheet()}, nil
}

func (p *press) Composites(context.Context) ([]ranking.Composite, error) { return nil, nil }

func (p *press) Plan(_ context.Context, x bulletin.Plan) (bulletin.Plan, error) {
	if have, ok := p.plans[x.Key()]; ok {
		return have, nil
	}
	x.Prefix, x.No, x.Office, x.Names, x.Day = "通报", 3, "运营管理部", true, "2026-12-02"
	return x, nil
}

func (p *press) Save(_ context.Context, x bulletin.Plan) error {
	if err := x.Check(); err != nil {
		return err
	}
	p.plans[x.Key()] = x
	return nil
}

func (p *press) freeze(x bulletin.Plan, previous *bulletin.Data) (*bulletin.Data, error) {
	q, err := x.Query([]string{"env"}, "2026-12-01")
	require.NoError(p.t, err)
	f := &bulletin.Facts{Query: q, Org: "济宁银行"}
	for i := range p.halls {
		b := checklist.Branch{Code: fmt.Sprint("B", i), Name: fmt.Sprintf("第%d支行", i), Grade: checklist.Second, Active: true}
		f.Branches = append(f.Branches, b)
		sum := int64(950 - 30*i)
		if s, ok := p.scores[b.Code]; ok {
			sum = s
		}
		f.Cells = append(f.Cells, checklist.PeriodCell{
			Branch: b.Code, Checklist: "env", N: 1, ScoreSum: sum, MinVersion: 1, MaxVersion: 1,
			Zones: []checklist.ZoneSum{{Zone: "front", N: 1, ScoreSum: sum, LostSum: 1000}},
		})
		f.Visits = append(f.Visits, bulletin.Visits{Branch: b.Code, Mode: checklist.Announced, N: 1, First: q.From, Last: q.From})
	}
	return bulletin.Freeze(bulletin.Input{Plan: x, Facts: f, Lists: []*checklist.Checklist{sheet()}, Previous: previous})
}

func (p *press) Gather(_ context.Context, x bulletin.Plan) (page.Preview, error) {
	d, err := p.freeze(x, nil)
	return page.Preview{Data: d, Bright: []page.Pick{{ID: "b1", Caption: "亮点"}}, Shots: []page.Pick{{ID: "s1", Caption: "问题"}}}, err
}

func (p *press) file(x bulletin.Plan, previous *bulletin.Data) (bulletin.Entry, error) {
	d, err := p.freeze(x, previous)
	if err != nil {
		return bulletin.Entry{}, err
	}
	e := bulletin.Entry{ID: bulletin.ID(d.Encode()), Number: d.Number, Edition: d.Edition, From: d.From, To: d.To, State: bulletin.Draft, At: 1, By: "王敏", Before: x.Replaces}
	p.data[e.ID] = d
	p.filed = append([]page.Filed{{Entry: e}}, p.filed...)
	return e, nil
}

func (p *press) Freeze(_ context.Context, x bulletin.Plan) (bulletin.Entry, error) {
	return p.file(x, nil)
}

func (p *press) Again(_ context.Context, id, why string) (bulletin.Entry, error) {
	old := p.data[id]
	x := bulletin.Plan{From: old.From, To: old.To, Checklist: "env", Prefix: "通报", No: 3, Replaces: id, Why: why, Day: "2026-12-08", Names: true}
	return p.file(x, old)
}

func (p *press) List(context.Context) ([]page.Filed, error) { return p.filed, nil }

func (p *press) Data(_ context.Context, id string) (*bulletin.Data, error) { return p.data[id], nil }

func (p *press) at(id string) *page.Filed {
	for i := range p.filed {
		if p.filed[i].ID == id {
			return &p.filed[i]
		}
	}
	return nil
}

func (p *press) Issue(_ context.Context, id string) error {
	x := p.at(id)
	x.State, x.IssuedAt, x.IssuedBy = bulletin.Issued, 2, "王敏"
	if before := p.at(x.Before); before != nil {
		before.State = bulletin.Superseded
	}
	return nil
}

func (p *press) Publish(_ context.Context, id string) (int, error) {
	p.at(id).Halls = p.halls
	return p.halls, nil
}

func (p *press) Drop(_ context.Context, id string) error {
	for i := range p.filed {
		if p.filed[i].ID == id {
			p.filed = append(p.filed[:i], p.filed[i+1:]...)
			break
		}
	}
	return nil
}

type papers struct{ p *press }

func (x papers) Save(_ context.Context, id, path string) error {
	x.p.saved = append(x.p.saved, bulletin.Short(id)+" "+path)
	return nil
}

func desk(t *testing.T, p *press) *shelltest.Env {
	return shelltest.Open(t, nil, page.NewDesk(page.Services{Office: p, Shelf: p, Subjects: p, Papers: papers{p}}))
}

func november(p *press) bulletin.Plan {
	return p.plans[(&bulletin.Plan{From: "2026-11-01", To: "2026-11-30", Checklist: "env"}).Key()]
}

func fieldWith(e *shelltest.Env, hint string) *kit.TextField {
	for i := range 20 {
		if f := shelltest.Find[*kit.TextField](e, i); f != nil && f.PlaceHolder == hint {
			return f
		}
	}
	return nil
}

func TestWhatIsTypedIsKeptAtOnce(t *testing.T) {
	p := newPress(t)
	e := desk(t, p)
	require.True(t, e.Has("通报〔2026〕3号 · 实检 5 / 5 家"), "%v", e.Texts())
	require.True(t, e.Has("5 家，1 个对照组；最高 第0支行 95.0，最低 第4支行 83.0"), "%v", e.Texts())
	fieldWith(e, "留空则用“现将……情况通报如下：”").SetText("现通报如下")
	require.Equal(t, "现通报如下", november(p).Opening)
	fieldWith(e, "要做什么").SetText("立行立改")
	fieldWith(e, "完成日期").SetText("2026-12")
	require.Equal(t, []bulletin.Requirement{{Text: "立行立改"}}, november(p).Requirements, "half a date is not kept")
	fieldWith(e, "完成日期").SetText("2026-12-15")
	require.Equal(t, []bulletin.Requirement{{Text: "立行立改", Due: "2026-12-15"}}, november(p).Requirements)
	e.Tap("添加一条")
	require.Equal(t, []bulletin.Requirement{{Text: "立行立改", Due: "2026-12-15"}}, november(p).Requirements, "an empty row is not kept")
	shelltest.Find[*kit.Thumb](e, 0).OnTap()
	require.Equal(t, []string{"b1"}, november(p).Bright)
	require.Nil(t, november(p).Shots, "nobody chose yet")
	require.Empty(t, e.Overflows())
}

func TestFreezeIssuePublishCorrect(t *testing.T) {
	p := newPress(t)
	e := desk(t, p)
	e.Tap("冻结")
	require.Len(t, p.filed, 1)
	first := p.filed[0].ID
	require.True(t, e.Has("待印发"))
	require.True(t, e.Has(first), "the whole id is shown")
	e.Tap("印发")
	require.True(t, e.Has("印发后不能再改，也不能删除；需要更正时另发新版。印发 通报〔2026〕3号？"), "%v", e.Texts())
	require.Equal(t, bulletin.Draft, p.filed[0].State, "not before it was asked")
	e.Press(fyne.KeyReturn)
	require.Equal(t, bulletin.Issued, p.filed[0].State)
	require.Nil(t, e.Button("印发"))
	e.Tap("下发网点")
	require.Equal(t, 5, p.filed[0].Halls)
	require.True(t, e.Has("0 / 5"), "%v", e.Texts())

	p.scores["B4"] = 990 // an appeal was upheld
	e.Tap("更正再发")
	fieldWith(e, "更正原因，会印在通报里").SetText("申诉成立")
	e.Tap("冻结")
	require.Len(t, p.filed, 2)
	require.Equal(t, []any{2, first}, []any{p.filed[0].Edition, p.filed[0].Before})
	require.True(t, e.Has("与上一版相比：5 家有变化"), "%v", e.Texts())
	require.True(t, e.Has("83.0 → 99.0 · 第 5 名 → 第 1 名"), "%v", e.Texts())
	require.True(t, e.Has("申诉成立"))
}

func TestNothingInspected(t *testing.T) {
	p := newPress(t)
	p.halls = 0
	e := desk(t, p)
	require.True(t, e.Has("2026-11-01 至 2026-11-30 没有计入排名的检查记录，没有可通报的内容。"), "%v", e.Texts())
	e.Press(fyne.KeyF)
	require.Empty(t, p.filed)
}

// inbox is what a branch got.
type inbox struct {
	list   []bulletin.Published
	saved  []string
	opened []string
}

func (i *inbox) UnreadBulletins(context.Context, string) (out []bulletin.Published, _ error) {
	for _, p := range i.list {
		if !slices.Contains(i.opened, p.ID) {
			out = append(out, p)
		}
	}
	return out, nil
}

func (i *inbox) OpenBulletin(_ context.Context, _, id string) error {
	i.opened = append(i.opened, id)
	return nil
}

func (i *inbox) Published(context.Context, string) ([]bulletin.Published, error) { return i.list, nil }

func (i *inbox) SavePaper(_ context.Context, branch, id, path string) error {
	i.saved = append(i.saved, branch+" "+bulletin.Short(id)+" "+path)
	return nil
}

func TestBranchReadsItsPlaceAndWhy(t *testing.T) {
	p := newPress(t)
	first, err := p.Freeze(t.Context(), bulletin.Plan{From: "2026-11-01", To: "2026-11-30", Checklist: "env", Prefix: "通报", No: 3, Day: "2026-12-02", Names: true})
	require.NoError(t, err)
	p.scores["B2"] = 700
	second, err := p.Again(t.Context(), first.ID, "改判")
	require.NoError(t, err)
	box := &inbox{list: []bulletin.Published{p.data[second.ID].For(second.ID, "B2"), p.data[first.ID].For(first.ID, "B2")}}
	home := shelltest.NewHome()
	home.Who.Face, home.Who.Branch.Code = checklist.FaceBranch, "B2"
	e := shelltest.Open(t, home, page.NewReader(page.Services{Received: box}))
	for _, want := range []string{
		"5", "/ 5", "70.0", "全部网点平均 89.3，本网点相差 -19.3 分", "门前", "与上一版相比：89.0 → 70.0 · 第 3 名 → 第 5 名。", "二级厅，5 家；只有汇总，不含其他网点的名称",
	} {
		if want == "全部网点平均 89.3，本网点相差 -19.3 分" {
			want = "全部网点平均 " + box.list[0].All.Mean.String() + " 分，本网点相差 " + (box.list[0].Own.Score - *box.list[0].All.Mean).String() + " 分。"
		}
		require.True(t, e.Has(want), "%s in %v", want, e.Texts())
	}
	for i := range 5 {
		require.False(t, e.Has(fmt.Sprintf("第%d支行", i)), "no other hall is named")
	}
	require.Empty(t, e.Overflows())

	require.Equal(t, []string{second.ID}, box.opened, "what is in front was read, the other one not yet")
	n, err := page.Unread(home, box)(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, n)
	shelltest.Find[*kit.SearchSelect](e, 0).OnChosen(first.ID)
	require.Equal(t, []string{second.ID, first.ID}, box.opened)
	shelltest.Find[*kit.SearchSelect](e, 0).OnChosen(second.ID)
	require.Len(t, box.opened, 2, "once")
}
