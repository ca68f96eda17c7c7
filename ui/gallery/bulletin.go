package gallery

import (
	"context"
	"fmt"
	"strings"

	"hallcheck/checklist"
	"hallcheck/checklist/bulletin"
	"hallcheck/checklist/checklisttest"
	bulletinpage "hallcheck/ui/bulletin"
	"hallcheck/ui/shell"
)

// press is what the pages of bulletins read in a state.
type press struct{ archive }

func bulletinSample() Sample {
	return Sample{ID: "bulletin", Icon: "report", New: func(state string) func(*shell.Shell, any) shell.Page {
		return bulletinpage.NewDesk(pressServices(state))
	}}
}

// bulletinShelf is the page of bulletins with the frozen ones.
func bulletinShelf() Sample {
	return Sample{ID: "bulletin-shelf", Icon: "report", Only: []string{Full, Empty}, New: func(state string) func(*shell.Shell, any) shell.Page {
		return func(s *shell.Shell, _ any) shell.Page { return bulletinpage.NewDesk(pressServices(state))(s, "shelf") }
	}}
}

// bulletinReader is what a branch reads.
func bulletinReader() Sample {
	return Sample{ID: "bulletin-read", Icon: "report", New: func(state string) func(*shell.Shell, any) shell.Page {
		return bulletinpage.NewReader(pressServices(state))
	}}
}

func pressServices(state string) bulletinpage.Services {
	p := press{archive{state}}
	return bulletinpage.Services{Office: p, Shelf: p, Subjects: p, Papers: pressPapers{}, Received: p}
}

// Plan implements bulletinpage.Office.
func (press) Plan(_ context.Context, p bulletin.Plan) (bulletin.Plan, error) {
	p.Prefix, p.No, p.Head, p.Addressee, p.Office = "通报", 7, "济宁银行服务检查通报", "各支行、各网点", "济宁银行运营管理部"
	p.Names, p.Day = true, "2026-12-02"
	p.Requirements = []bulletin.Requirement{
		{Text: "各网点对照本通报逐项整改，共性问题由网点负责人牵头", Owner: "各支行", Due: "2026-12-15"},
		{Text: "逾期未整改的问题逐项说明原因", Owner: "运营管理部", Due: "2026-12-10"},
	}
	return p, nil
}

// Save implements bulletinpage.Office.
func (press) Save(context.Context, bulletin.Plan) error { return nil }

// Gather implements bulletinpage.Office.
func (p press) Gather(ctx context.Context, plan bulletin.Plan) (bulletinpage.Preview, error) {
	if err := answer(ctx, p.state); err != nil {
		return bulletinpage.Preview{}, err
	}
	if p.state == Empty {
		return bulletinpage.Preview{}, checklist.Fail("bulletin.empty", "from", plan.From, "to", plan.To)
	}
	d, err := p.frozen(ctx, plan, nil)
	out := bulletinpage.Preview{Data: d}
	for i, b := range halls()[:6] {
		out.Shots = append(out.Shots, bulletinpage.Pick{ID: fmt.Sprint("f", i), Caption: b.Name, Fixed: i < 3})
	}
	return out, err
}

// frozen freezes the sample month.
func (p press) frozen(ctx context.Context, plan bulletin.Plan, previous *bulletin.Data) (*bulletin.Data, error) {
	c, err := checklisttest.Builtin("6s-environment")
	if err != nil {
		return nil, err
	}
	plan.Checklist, plan.Composite = c.ID, ""
	q, err := plan.Query([]string{c.ID}, "2026-12-01")
	if err != nil {
		return nil, err
	}
	f := &bulletin.Facts{Query: q, Org: "济宁银行", Branches: halls()}
	if f.Cells, err = p.PeriodCells(ctx, c.ID, q.From, q.To); err != nil {
		return nil, err
	}
	if f.Last, err = p.PeriodCells(ctx, c.ID, q.LastFrom, q.LastTo); err != nil {
		return nil, err
	}
	for i, b := range halls() {
		f.Visits = append(f.Visits, bulletin.Visits{Branch: b.Code, Mode: checklist.Announced, N: 2, First: "2026-11-03", Last: "2026-11-18"})
		for k := range 1 + i%3 {
			it := &c.Items[(i*5+k*7)%len(c.Items)]
			f.Findings = append(f.Findings, bulletin.Finding{
				ID: fmt.Sprint("f", i), Number: fmt.Sprintf("F-2026-%04d", 10*i+k), Branch: b.Code, Checklist: c.ID, Item: it.ID, ItemText: it.Text, Zone: it.Zone,
				Severity: it.Severity, Status: checklist.FindingOpen, Day: "2026-11-05", Due: "2026-11-20", BeforeHash: strings.Repeat("a", 64),
			})
		}
	}
	f.Overdue = f.Findings[:7]
	return bulletin.Freeze(bulletin.Input{Plan: plan, Facts: f, Lists: []*checklist.Checklist{c}, Previous: previous})
}

// Freeze implements bulletinpage.Office.
func (press) Freeze(context.Context, bulletin.Plan) (bulletin.Entry, error) {
	return bulletin.Entry{}, failure()
}

// Again implements bulletinpage.Office.
func (press) Again(context.Context, string, string) (bulletin.Entry, error) {
	return bulletin.Entry{}, failure()
}

// List implements bulletinpage.Shelf: one in every state.
func (p press) List(ctx context.Context) ([]bulletinpage.Filed, error) {
	if err := answer(ctx, p.state); err != nil || p.state == Empty {
		return nil, err
	}
	at := Day.UnixMilli()
	entry := func(id, number string, edition int, month string, s bulletin.State) bulletinpage.Filed {
		return bulletinpage.Filed{Entry: bulletin.Entry{
			ID: strings.Repeat(id, 16), Number: number, Edition: edition, From: "2026-" + month + "-01", To: "2026-" + month + "-30", State: s,
			At: at, By: "王敏", IssuedAt: at + 3600_000, IssuedBy: "王敏",
		}}
	}
	list := []bulletinpage.Filed{
		entry("a41c", "通报〔2026〕7号", 2, "11", bulletin.Draft), entry("5f09", "通报〔2026〕7号", 1, "11", bulletin.Issued),
		entry("c7d2", "通报〔2026〕6号", 2, "09", bulletin.Issued), entry("30be", "通报〔2026〕6号", 1, "09", bulletin.Superseded),
	}
	list[0].IssuedAt, list[0].IssuedBy = 0, ""
	list[1].Halls, list[1].Sent = 81, 79
	list[2].Halls, list[2].Sent = 81, 81
	return list, nil
}

// Data implements bulletinpage.Shelf: the second edition after late records.
func (p press) Data(ctx context.Context, _ string) (*bulletin.Data, error) {
	plan, err := p.Plan(ctx, bulletin.Plan{From: "2026-11-01", To: "2026-11-30"})
	if err != nil {
		return nil, err
	}
	old, err := p.frozen(ctx, plan, nil)
	if err != nil {
		return nil, err
	}
	old.Rows[3].Score -= 40
	old.Rows[3].Rank, old.Rows[4].Rank, old.Rows[5].Rank = 6, 4, 5
	plan.Why = "太白湖支行申诉成立，得分改判"
	return p.frozen(ctx, plan, old)
}

// Issue implements bulletinpage.Shelf.
func (press) Issue(context.Context, string) error { return nil }

// Publish implements bulletinpage.Shelf.
func (press) Publish(context.Context, string) (int, error) { return 81, nil }

// Drop implements bulletinpage.Shelf.
func (press) Drop(context.Context, string) error { return nil }

// Published implements bulletinpage.Received: two editions, one replaced.
func (p press) Published(ctx context.Context, _ string) ([]bulletin.Published, error) {
	if err := answer(ctx, p.state); err != nil || p.state == Empty {
		return nil, err
	}
	d, err := p.Data(ctx, "")
	if err != nil {
		return nil, err
	}
	hall := d.Halls[d.Rows[3].Hall].Code
	second := d.For(strings.Repeat("a41c", 16), hall)
	first := second
	first.ID, first.Edition, first.Replaces = second.Replaces, 1, ""
	return []bulletin.Published{second, first}, nil
}

// SavePaper implements bulletinpage.Received.
func (press) SavePaper(context.Context, string, string, string) error { return nil }

// UnreadBulletins implements bulletinpage.Received.
func (press) UnreadBulletins(context.Context, string) ([]bulletin.Published, error) { return nil, nil }

// OpenBulletin implements bulletinpage.Received.
func (press) OpenBulletin(context.Context, string, string) error { return nil }

// pressPapers implements bulletinpage.Papers.
type pressPapers struct{}

// Save writes nothing.
func (pressPapers) Save(context.Context, string, string) error { return nil }
