package gallery

import (
	"context"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/checklisttest"
	"hallcheck/ui/firstrun"
	"hallcheck/ui/settings"
	"hallcheck/ui/shell"
	"hallcheck/ui/today"
)

// day is what the Today page reads in a state.
type day struct{ state string }

func todaySample() Sample {
	return Sample{ID: "today", Icon: "today", New: func(state string) func(*shell.Shell, any) shell.Page { return today.New(day{state}) }}
}

// Checklists implements today.Store.
func (d day) Checklists(ctx context.Context) ([]*checklist.Checklist, error) {
	if err := answer(ctx, d.state); err != nil || d.state == Empty {
		return nil, err
	}
	var out []*checklist.Checklist
	for _, id := range []string{"6s-environment", "lobby-patrol", "morning-meeting", "three-clean-one-bright", "staff-etiquette", "gbt32320-self-assessment"} {
		c, err := checklisttest.Builtin(id)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

// Unsent implements today.Store.
func (d day) Unsent(context.Context) ([]string, error) { return []string{"1", "2", "3"}, nil }

// Findings implements today.Store.
func (d day) Findings(ctx context.Context, f checklist.FindingFilter) ([]checklist.FindingRow, int, error) {
	return ledger{day: d}.list(ctx, f)
}

// Thumb implements today.Store.
func (day) Thumb(string) (string, error) { return "", nil }

// Summaries implements today.Store.
func (d day) Summaries(ctx context.Context, f checklist.Filter) ([]checklist.Summary, int, error) {
	lists, err := d.Checklists(ctx)
	if err != nil || len(lists) == 0 {
		return nil, 0, err
	}
	row := func(i, day, hour, minute int, score *checklist.Tenths, grade int, red int) checklist.Summary {
		s := checklist.Summary{
			ID: lists[i].ID, Checklist: lists[i].ID, Title: lists[i].Title, Kind: lists[i].Kind, Branch: ownHall(), Status: checklist.Finished,
			FinishedAt: time.Date(2026, 11, day, hour, minute, 0, 0, time.Local).UnixMilli(), Score: score, Red: red,
		}
		if g := lists[i].Scoring.Grades; grade < len(g) {
			s.Grade = g[grade].ID
		}
		return s
	}
	score := func(n int) *checklist.Tenths { t := checklist.Tenths(n); return &t }
	if f.Status == checklist.Draft {
		x := row(0, 21, 9, 12, nil, 99, 2)
		x.Status, x.Answered, x.Total, x.UpdatedAt, x.FinishedAt = checklist.Draft, 18, 43, x.FinishedAt, 0
		return []checklist.Summary{x}, 1, nil
	}
	rows := []checklist.Summary{
		row(2, 21, 8, 32, score(1000), 0, 0), row(1, 21, 8, 2, nil, 99, 0), row(3, 12, 9, 41, score(812), 2, 2),
		row(0, 3, 9, 41, score(934), 0, 3), row(0, 1, 16, 20, score(922), 0, 4),
	}
	return rows, len(rows), nil
}

// crew is what the settings page reads in a state.
type crew struct{ state string }

func settingsSample() Sample {
	return Sample{ID: "settings", Icon: "settings", New: func(state string) func(*shell.Shell, any) shell.Page {
		return settings.New(settings.Services{
			Store: crew{state}, Values: Home{}, Accounts: crew{state}, Roads: crew{state}, Folder: `C:\Users\李静\AppData\Local\Hallcheck`,
			Card:   func(context.Context) (string, bool, error) { return "7f3a-91c2-0e55-d8b1", state == Full, nil },
			Join:   func(context.Context, string) (string, error) { return "enrol-3701101.note", nil },
			Backup: func(context.Context, string) error { return nil },
			Check: func(context.Context, func(int, int)) (settings.Report, error) {
				return settings.Report{Records: 412, Photos: 1830}, nil
			},
		})
	}}
}

// People implements settings.Store.
func (c crew) People(ctx context.Context) ([]checklist.Person, error) {
	if err := answer(ctx, c.state); err != nil || c.state == Empty {
		return nil, err
	}
	p, err := Home{}.Profile(ctx)
	return append([]checklist.Person{p.User}, checklisttest.People("3701101")...), err
}

// SavePerson implements settings.Store.
func (crew) SavePerson(context.Context, checklist.Person) error { return nil }

// ActAs implements settings.Store.
func (crew) ActAs(context.Context, string) (checklist.Person, error) {
	return checklist.Person{}, checklist.Fail("ui.crash")
}

// Branches implements settings.Store.
func (crew) Branches(context.Context) ([]checklist.Branch, error) {
	return []checklist.Branch{ownHall()}, nil
}

// SaveBranches implements settings.Store.
func (crew) SaveBranches(context.Context, []checklist.Branch) error { return nil }

func firstRunSample() Sample {
	return Sample{ID: "firstrun", Icon: "person", Only: []string{Full}, New: func(string) func(*shell.Shell, any) shell.Page {
		return firstrun.New(firstrun.Services{
			Setup: func(context.Context, checklist.Profile) error { return nil },
			Join:  func(context.Context, string) (string, error) { return "enrol-3701101.note", nil },
		}, func(checklist.Profile) {})
	}}
}
