package gallery

import (
	"context"
	"fmt"
	"time"

	"hallcheck/checklist"
	"hallcheck/ui/review"
	"hallcheck/ui/shell"
)

// pairs is what the review wall reads in a state.
type pairs struct{ state string }

func reviewSample() Sample {
	return Sample{ID: "review", Icon: "review", New: func(state string) func(*shell.Shell, any) shell.Page {
		return review.New(review.Services{Store: pairs{state}, Photos: pairs{state}})
	}}
}

// fixes are the findings on the sample wall; a row is what, zone, owner,
// severity, days it took, occurrence, and whether it asks for more time.
var fixes = []struct {
	what, zone, owner string
	severity          checklist.Severity
	days, repeat      int
	asks              bool
}{
	{"填单台缺老花镜", "便民设施", "张伟", checklist.Minor, 3, 2, false},
	{"门楣发光字缺字", "室外环境", "李静", checklist.Minor, 1, 0, false},
	{"3 号柜台私人物品未收进抽屉", "柜台", "欧阳若兰", checklist.Major, 6, 0, false},
	{"绿植枯黄", "大堂", "赵一鸣", checklist.Minor, 2, 0, true},
	{"ATM 防护罩污渍", "自助区", "张伟", checklist.Minor, 4, 3, false},
	{"灭火器压力不足", "安全", "李静", checklist.Critical, 1, 0, false},
}

// fix makes the i-th finding of the wall.
func fix(i int) (*checklist.Finding, error) {
	x, n := fixes[i], 0
	at := Day.AddDate(0, 0, -6)
	act := func(who string, day int) checklist.Act {
		n++
		p := checklist.Person{ID: "w-" + who, Name: who, Role: checklist.LobbyManager, Branch: ownHall().Code}
		return checklist.Act{By: p, At: at.AddDate(0, 0, day), Device: "d", NewID: func() string { return fmt.Sprint("w", i, n) }}
	}
	photo := func(id string, day int) []checklist.PhotoRef {
		when := at.AddDate(0, 0, day).UnixMilli()
		return []checklist.PhotoRef{{ID: id, Hash: id, Name: id + ".jpg", Source: "file", TakenAt: when, AddedAt: when}}
	}
	o := checklist.Opening{
		Number: fmt.Sprintf("F-2026-%04d", 117+i), Branch: ownHall(), Origin: checklist.ByHand, Zone: x.zone, ZoneName: checklist.Text{ZH: x.zone, EN: "Zone"},
		S6: "set", Text: x.what, Severity: x.severity, Owner: x.owner, Day: at.Format(time.DateOnly), Due: at.AddDate(0, 0, 3).Format(time.DateOnly),
		NeedsPhoto: true, Photos: photo("b", 0),
	}
	if x.repeat > 1 {
		o.Repeat = &checklist.Earlier{Day: "2026-09-12", Number: "F-2026-0081", Count: x.repeat}
	}
	f, err := checklist.OpenFinding(fmt.Sprint("W", i), o, act("王芳", 0))
	if err != nil {
		return nil, err
	}
	if x.asks {
		return f, f.AskExtension(act(x.owner, x.days), at.AddDate(0, 0, 6).Format(time.DateOnly), "花卉公司周四送货")
	}
	return f, f.Submit(act(x.owner, x.days), "已采购 100/200/300 度老花镜各一副，系绳固定在填单台右侧。", photo("a", x.days))
}

// Findings implements review.Store.
func (w pairs) Findings(ctx context.Context, _ checklist.FindingFilter) ([]checklist.FindingRow, int, error) {
	if err := answer(ctx, w.state); err != nil || w.state == Empty {
		return nil, 0, err
	}
	var out []checklist.FindingRow
	for i, x := range fixes {
		f, err := fix(i)
		if err != nil {
			return nil, 0, err
		}
		r := checklist.FindingRow{
			ID: f.ID, Number: f.Number, Branch: f.Branch, Zone: f.Zone, ZoneName: f.ZoneName, S6: f.S6, Text: f.Text, Severity: f.Severity,
			Status: f.Status, Owner: f.Owner, Day: f.Day, Due: f.Due, SubmitDay: f.SubmitDay, Repeat: x.repeat, Before: "b",
		}
		if len(f.After) > 0 {
			r.After = "a"
		}
		out = append(out, r)
	}
	return out, len(out), nil
}

// FindingFacets implements review.Store.
func (w pairs) FindingFacets(ctx context.Context, _ checklist.FindingFilter, _ string) (checklist.FindingFacets, error) {
	out := checklist.FindingFacets{Overdue: 2, Repeat: 2, Statuses: map[checklist.FindingStatus]int{checklist.ExtensionAsked: 1}}
	rows, n, err := w.Findings(ctx, checklist.FindingFilter{})
	out.Total = n
	for _, r := range rows {
		out.Zones = append(out.Zones, checklist.Facet{ID: r.Zone, Name: r.ZoneName, N: 1})
	}
	return out, err
}

// Finding implements review.Store.
func (w pairs) Finding(ctx context.Context, id string) (*checklist.Finding, error) {
	if err := answer(ctx, w.state); err != nil {
		return nil, err
	}
	for i := range fixes {
		if fmt.Sprint("W", i) == id {
			return fix(i)
		}
	}
	return nil, failure()
}

// EditFinding implements review.Store; a gallery keeps nothing.
func (pairs) EditFinding(context.Context, string, func(*checklist.Finding, checklist.Act) error) (*checklist.Finding, error) {
	return nil, failure()
}

// Thumb implements review.Photos; there are no pictures here.
func (pairs) Thumb(string) (string, error) { return "", failure() }

// Working implements review.Photos.
func (pairs) Working(string) (string, error) { return "", failure() }
