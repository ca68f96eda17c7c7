package gallery

import (
	"context"
	"fmt"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/checklisttest"
	"hallcheck/ui/history"
	"hallcheck/ui/shell"
)

// archive is what History and Ranking read in a state.
type archive struct{ state string }

func historySample() Sample {
	return Sample{ID: "history", Icon: "history", New: func(state string) func(*shell.Shell, any) shell.Page {
		return history.New(archive{state})
	}}
}

// halls are 27 halls with the names of a real city.
func halls() []checklist.Branch {
	out := checklisttest.Branches(27)
	for i, name := range []string{
		"邹城支行", "济宁市中支行", "曲阜支行", "兖州支行", "任城支行", "汶上支行", "金乡支行", "嘉祥支行", "鱼台支行",
		"微山支行", "泗水支行", "梁山支行", "太白湖支行", "高新区支行", "运河支行", "建设路支行", "古槐路支行", "洸河路支行",
		"共青团路支行", "吴泰闸支行", "南池支行", "唐口支行", "安居支行", "长沟支行", "喻屯支行", "石桥支行", "接庄支行",
	} {
		out[i].Name, out[i].Code = name, fmt.Sprint(3701100+i)
	}
	return out
}

// Checklists implements the pages' Records.
func (a archive) Checklists(ctx context.Context) ([]*checklist.Checklist, error) {
	if err := answer(ctx, a.state); err != nil {
		return nil, err
	}
	var out []*checklist.Checklist
	for _, id := range []string{"6s-environment", "lobby-patrol", "three-clean-one-bright"} {
		c, err := checklisttest.Builtin(id)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

// Branches implements rankingpage.Records.
func (a archive) Branches(context.Context) ([]checklist.Branch, error) {
	if a.state == Empty {
		return nil, nil
	}
	return halls(), nil
}

// Summaries implements the pages' Records.
func (a archive) Summaries(ctx context.Context, f checklist.Filter) ([]checklist.Summary, int, error) {
	lists, err := a.Checklists(ctx)
	if err != nil || a.state == Empty {
		return nil, 0, err
	}
	people := []string{"李静", "欧阳若兰", "王敏", "赵一鸣"}
	var out []checklist.Summary
	for i := range 40 {
		c, at := lists[i%3], Day.Add(-time.Duration(i)*17*time.Hour)
		score := checklist.Tenths(1000 - i*67%310)
		row := checklist.Summary{
			ID: fmt.Sprint("i", i), Checklist: c.ID, Version: 1, Title: c.Title, Kind: c.Kind, Branch: ownHall(), Mode: c.Modes[0], Inspector: people[i%4],
			Day: at.Format(time.DateOnly), StartedAt: at.UnixMilli(), FinishedAt: at.Add(26 * time.Minute).UnixMilli(), Status: checklist.Finished,
			Score: &score, Grade: c.GradeFor(score), Red: i * 7 % 5, Photos: i * 11 % 19, Answered: len(c.Items), Total: len(c.Items),
		}
		switch {
		case i == 0:
			row.Status, row.FinishedAt, row.Answered = checklist.Draft, 0, 18
		case i > 3:
			row.SentAt = row.FinishedAt + 3_600_000
		}
		if i == 7 {
			row.Vetoes = 1
		}
		if i == 9 {
			row.Incomplete = "closed"
		}
		if f.Checklist == "" || f.Checklist == row.Checklist {
			out = append(out, row)
		}
	}
	return out, len(out), nil
}

// DeleteDraft implements history.Records; a gallery keeps nothing.
func (archive) DeleteDraft(context.Context, string) error { return nil }
