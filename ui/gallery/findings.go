package gallery

import (
	"context"
	"fmt"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/checklisttest"
	"hallcheck/ui/findings"
	"hallcheck/ui/shell"
)

// ledger is what the pages of findings read in a state.
type ledger struct {
	day
	pics noPictures
}

func (l ledger) services() *findings.Services {
	return &findings.Services{
		Records: l, Moves: l, Bright: l, Names: l, Settings: l, Photos: l.pics,
	}
}

func findingsSample() Sample {
	return Sample{ID: "findings", Icon: "finding", New: func(state string) func(*shell.Shell, any) shell.Page {
		return findings.NewList(ledger{day: day{state}}.services())
	}}
}

func findingSample() Sample {
	return Sample{ID: "finding", Icon: "finding", Only: []string{Full, Loading, Problem}, New: func(state string) func(*shell.Shell, any) shell.Page {
		return func(s *shell.Shell, _ any) shell.Page {
			return findings.NewOne(ledger{day: day{state}}.services())(s, "F2")
		}
	}}
}

func problemSample() Sample {
	return Sample{ID: "problem", Icon: "finding", Only: []string{Full, Loading, Problem}, New: func(state string) func(*shell.Shell, any) shell.Page {
		return findings.NewProblem(ledger{day: day{state}}.services())
	}}
}

func brightSample() Sample {
	return Sample{ID: "bright", Icon: "flag", Only: []string{Full, Loading, Problem}, New: func(state string) func(*shell.Shell, any) shell.Page {
		return findings.NewBright(ledger{day: day{state}}.services())
	}}
}

// wrongs are what is wrong in the sample hall, where, and how far it has come.
var wrongs = []struct {
	text, zone, s6, owner string
	severity              checklist.Severity
	ago, days, repeat     int
	moves                 string // a letter a move: b begin, s submit, r return, e ask, a accept
}{
	{"门楣发光字缺一个字", "门前户外", "set", "张伟", checklist.Major, 4, 3, 0, ""},
	{"填单台缺老花镜", "便民设施", "set", "李静", checklist.Major, 3, 3, 2, "bsr"},
	{"3 号柜台桌面有私人物品", "柜台", "sort", "李静", checklist.Minor, 1, 3, 0, "b"},
	{"绿植枯黄，盆内有烟头", "大堂与等候区", "shine", "", checklist.Minor, 1, 7, 0, ""},
	{"ATM 防护罩有污渍", "自助服务区", "shine", "赵一鸣", checklist.Minor, 2, 7, 0, "be"},
	{"灭火器压力不足", "安全", "safety", "王敏", checklist.Critical, 2, 3, 3, "bs"},
	{"宣传屏内容过期", "大堂与等候区", "standardize", "欧阳若兰", checklist.Minor, 5, 7, 0, "bs"},
	{"叫号机缺纸没有提示", "大堂与等候区", "sustain", "李静", checklist.Minor, 9, 7, 0, "bsa"},
	{"饮水机无杯", "便民设施", "set", "赵一鸣", checklist.Minor, 12, 7, 0, "bsa"},
}

// file is the sample findings as their moves made them.
func file() ([]*checklist.Finding, error) {
	var out []*checklist.Finding
	user := checklist.Person{ID: "p1", Name: "李静", Role: checklist.LobbyManager, Branch: ownHall().Code}
	head := checklist.Person{ID: "p2", Name: "王芳", Role: checklist.BranchHead, Branch: ownHall().Code}
	for i, w := range wrongs {
		n := 0
		act := func(p checklist.Person, after int) checklist.Act {
			n++
			return checklist.Act{By: p, At: Day.AddDate(0, 0, after-w.ago), Device: "d", NewID: func() string { return fmt.Sprint("e", i, n) }}
		}
		at := Day.AddDate(0, 0, -w.ago)
		o := checklist.Opening{
			Number: fmt.Sprintf("F-2026-%04d", 113+i), Branch: ownHall(), Origin: checklist.ByHand, Zone: w.zone, S6: w.s6, Text: w.text, Severity: w.severity,
			Owner: w.owner, Day: at.Format(time.DateOnly), Due: at.AddDate(0, 0, w.days).Format(time.DateOnly), NeedsPhoto: true,
			Photos: []checklist.PhotoRef{{ID: "b", Hash: "b", Name: "IMG_0001.jpg", Source: "file", TakenAt: at.UnixMilli()}},
		}
		if w.repeat > 0 {
			o.Repeat = &checklist.Earlier{Day: "2026-09-12", Finding: "F8", Number: "F-2026-0121", Count: w.repeat}
		}
		f, err := checklist.OpenFinding(fmt.Sprint("F", i+1), o, act(head, 0))
		if err != nil {
			return nil, err
		}
		after := []checklist.PhotoRef{{ID: "a", Hash: "a", Name: "IMG_0002.jpg", Source: "drop", TakenAt: Day.UnixMilli()}}
		for k, m := range w.moves {
			switch m {
			case 'b':
				err = f.Begin(act(user, 0))
			case 's':
				err = f.Submit(act(user, k), "已采购并固定在原位，安排专人每天查看", after)
			case 'r':
				err = f.Reject(act(head, k), "照片看不清")
			case 'e':
				err = f.AskExtension(act(user, k), at.AddDate(0, 0, w.days+3).Format(time.DateOnly), "等厂家上门")
			case 'a':
				err = f.Accept(act(head, k), "")
			}
			if err != nil {
				return nil, err
			}
		}
		out = append(out, f)
	}
	return out, nil
}

// Findings implements the pages' Records.
func (l ledger) Findings(ctx context.Context, q checklist.FindingFilter) ([]checklist.FindingRow, int, error) {
	return l.list(ctx, q)
}

// list is the sample findings a filter finds.
func (l ledger) list(ctx context.Context, q checklist.FindingFilter) ([]checklist.FindingRow, int, error) {
	if err := answer(ctx, l.state); err != nil || l.state == Empty {
		return nil, 0, err
	}
	all, err := file()
	var out []checklist.FindingRow
	for _, f := range all {
		due := f.Status == checklist.FindingOpen || f.Status == checklist.InProgress || f.Status == checklist.FindingRejected || f.Status == checklist.ExtensionAsked
		if q.Mine != "" && (!due || f.Owner != q.Mine && f.Owner != "") {
			continue
		}
		r := checklist.FindingRow{
			ID: f.ID, Number: f.Number, Branch: f.Branch, Zone: f.Zone, S6: f.S6, Text: f.Text, Severity: f.Severity, Status: f.Status, Owner: f.Owner,
			Day: f.Day, Due: f.Due, SubmitDay: f.SubmitDay, ClosedDay: f.ClosedDay, Before: "b",
		}
		if f.Repeat != nil {
			r.Repeat = f.Repeat.Count
		}
		if len(f.After) > 0 {
			r.After = "a"
		}
		out = append(out, r)
	}
	return out, len(out), err
}

// FindingFacets implements findings.Records.
func (l ledger) FindingFacets(ctx context.Context, _ checklist.FindingFilter, today string) (checklist.FindingFacets, error) {
	out := checklist.FindingFacets{Statuses: map[checklist.FindingStatus]int{}}
	rows, n, err := l.Findings(ctx, checklist.FindingFilter{})
	out.Total = n
	for _, r := range rows {
		out.Statuses[r.Status]++
		if r.Overdue(today) {
			out.Overdue++
		}
	}
	return out, err
}

// FindingRates implements findings.Records.
func (l ledger) FindingRates(ctx context.Context, _ checklist.FindingFilter, _, _, _ string) (checklist.FindingRates, error) {
	if err := answer(ctx, l.state); err != nil || l.state == Empty {
		return checklist.FindingRates{}, err
	}
	return checklist.FindingRates{Created: 17, Closed: 14, Due: 15, OnTime: 13, Repeats: 2, DaysSum: 33, Open: 3, Overdue: 1, Submitted: 2}, nil
}

// OpenFinding implements findings.Records; a gallery keeps nothing.
func (ledger) OpenFinding(context.Context, checklist.FindingDraft) (*checklist.Finding, error) {
	return nil, failure()
}

// MergeFindings implements findings.Records.
func (ledger) MergeFindings(context.Context, string, []string) (*checklist.Finding, error) {
	return nil, failure()
}

// Finding implements findings.Moves.
func (l ledger) Finding(ctx context.Context, id string) (*checklist.Finding, error) {
	if err := answer(ctx, l.state); err != nil {
		return nil, err
	}
	all, err := file()
	for _, f := range all {
		if f.ID == id {
			return f, nil
		}
	}
	return nil, err
}

// EditFinding implements findings.Moves.
func (ledger) EditFinding(context.Context, string, func(*checklist.Finding, checklist.Act) error) (*checklist.Finding, error) {
	return nil, failure()
}

// Occurrences implements findings.Moves.
func (l ledger) Occurrences(ctx context.Context, _ string) ([]checklist.FindingRow, error) {
	rows, _, err := l.Findings(ctx, checklist.FindingFilter{})
	if len(rows) > 7 {
		rows = rows[7:8]
	}
	return rows, err
}

// BrightSpots implements findings.Bright.
func (l ledger) BrightSpots(ctx context.Context, _, _, _ string) ([]checklist.BrightSpot, error) {
	if err := answer(ctx, l.state); err != nil || l.state == Empty {
		return nil, err
	}
	return []checklist.BrightSpot{{ID: "b1", Branch: ownHall(), Day: "2026-11-20", Text: "雨天主动铺防滑垫", People: "赵一鸣、王敏", Photos: []checklist.PhotoRef{{ID: "b", Hash: "b"}}}}, nil
}

// SaveBright implements findings.Bright.
func (ledger) SaveBright(context.Context, checklist.BrightSpot) (checklist.BrightSpot, error) {
	return checklist.BrightSpot{}, failure()
}

// People implements findings.Names.
func (l ledger) People(ctx context.Context) ([]checklist.Person, error) {
	return checklisttest.People("3701101"), answer(ctx, l.state)
}

// Branches implements findings.Names.
func (ledger) Branches(context.Context) ([]checklist.Branch, error) {
	return []checklist.Branch{ownHall()}, nil
}

// Setting implements findings.Settings: nothing was written yet.
func (ledger) Setting(context.Context, string) (string, error) { return "", nil }

// SetSetting implements findings.Settings.
func (ledger) SetSetting(context.Context, string, string) error { return nil }
