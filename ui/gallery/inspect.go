package gallery

import (
	"context"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/checklisttest"
	"hallcheck/ui/inspect"
	"hallcheck/ui/result"
	"hallcheck/ui/shell"
)

// visit is what the pages of an inspection read in a state.
type visit struct {
	day
	in func() (*checklist.Inspection, error)
}

func inspectSample() Sample {
	return Sample{ID: "inspect", Icon: "check", New: func(state string) func(*shell.Shell, any) shell.Page {
		return func(s *shell.Shell, _ any) shell.Page {
			return inspect.NewStart(s, visit{day: day{state}}.services(), "")
		}
	}}
}

func runnerSample() Sample {
	return Sample{ID: "runner", Icon: "check", New: func(state string) func(*shell.Shell, any) shell.Page {
		in := halfDone
		if state == Empty {
			in = nobodyYet
		}
		return func(s *shell.Shell, _ any) shell.Page {
			return inspect.NewRunner(s, visit{day{state}, in}.services(), "sample")
		}
	}}
}

func resultSample() Sample {
	return Sample{ID: "result", Icon: "history", New: func(state string) func(*shell.Shell, any) shell.Page {
		in := done
		if state == Empty {
			in = nobodyYet
		}
		return func(s *shell.Shell, _ any) shell.Page {
			return result.New(s, &result.Services{Records: visit{day{state}, in}, Photos: noPictures{}, Findings: ledger{day: day{state}}.Findings}, "sample")
		}
	}}
}

func (v visit) services() *inspect.Services {
	return &inspect.Services{
		Records: v, Beginnings: v, Photos: noPictures{}, Profile: Home{}.Profile,
		NewID: func() string { return "sample" }, Clock: func() time.Time { return Day },
	}
}

// start begins a checklist of the sample hall half an hour before Day.
func start(id string) (*checklist.Inspection, error) {
	c, err := checklisttest.Builtin(id)
	if err != nil {
		return nil, err
	}
	who, _ := Home{}.Profile(context.Background())
	return checklist.Start("sample", c, ownHall(), who.User, checklist.Self, Day.Add(-27*time.Minute))
}

// nobodyYet is an etiquette observation without a person.
func nobodyYet() (*checklist.Inspection, error) { return start("staff-etiquette") }

// halfDone is a 6S inspection at its sixteenth item, which has just failed.
func halfDone() (*checklist.Inspection, error) {
	in, err := start("6s-environment")
	if err != nil {
		return nil, err
	}
	for i := range in.Checklist.Items[:16] {
		it := &in.Checklist.Items[i]
		at := Day.Add(time.Duration(i-17) * 4 * time.Second)
		v := checklist.VerdictValue(checklist.Pass)
		switch {
		case it.Type == checklist.TypeScore:
			v = checklist.OccurrencesValue(0)
		case i == 2 || i == 15:
			v = checklist.VerdictValue(checklist.Miss)
		}
		if err := in.Record(checklist.MainSheet, it.ID, v, at); err != nil {
			return nil, err
		}
		if v.Verdict == checklist.Miss {
			if err := prove(in, it.ID, at); err != nil {
				return nil, err
			}
		}
	}
	return in, nil
}

func prove(in *checklist.Inspection, item string, at time.Time) error {
	if err := in.Note(checklist.MainSheet, item, "入口右侧绿植枯黄，盆内有烟头", at); err != nil {
		return err
	}
	if err := in.Settle(checklist.MainSheet, item, checklist.Remedy{Owner: "张伟", Due: "2026-11-24"}, at); err != nil {
		return err
	}
	return in.Attach(checklist.MainSheet, item, checklisttest.Photo(item, at), at)
}

// done is a finished 6S inspection with a few losses.
func done() (*checklist.Inspection, error) {
	in, err := start("6s-environment")
	if err != nil {
		return nil, err
	}
	if err := checklisttest.Fill(in, 7, Day.Add(-time.Minute)); err != nil {
		return nil, err
	}
	return in, in.Finish("", Day)
}

// Inspection implements the records of runner and result.
func (v visit) Inspection(ctx context.Context, _ string) (*checklist.Inspection, error) {
	if err := answer(ctx, v.state); err != nil {
		return nil, err
	}
	return v.in()
}

// Edit changes a copy and forgets it: a gallery keeps nothing.
func (v visit) MadeHere(context.Context, string) (bool, error) { return true, nil }

func (v visit) Edit(_ context.Context, _ string, verb func(*checklist.Inspection, time.Time) error) (*checklist.Inspection, error) {
	in, err := v.in()
	if err != nil {
		return nil, err
	}
	return in, verb(in, Day)
}

// Summaries adds to the sample rows what the list of drafts shows.
func (v visit) Summaries(ctx context.Context, f checklist.Filter) ([]checklist.Summary, int, error) {
	rows, n, err := v.day.Summaries(ctx, f)
	for i := range rows {
		rows[i].Mode, rows[i].Inspector, rows[i].Day, rows[i].StartedAt = checklist.Self, "李静", "2026-11-21", Day.Add(-27*time.Minute).UnixMilli()
		rows[i].Photos = 2
	}
	return rows, n, err
}

// Reasons implements inspect.Records.
func (visit) Reasons(context.Context, string, int) ([]string, error) {
	return []string{"叶片枯黄", "盆内烟头", "积灰", "盆器破损"}, nil
}

// Repeats implements inspect.Records: the failed item failed last month too.
func (visit) Repeats(_ context.Context, in *checklist.Inspection) (map[string]string, error) {
	return map[string]string{in.Checklist.Items[min(15, len(in.Checklist.Items)-1)].ID: "2026-10-17"}, nil
}

// People implements inspect.Records.
func (visit) People(context.Context) ([]checklist.Person, error) {
	return checklisttest.People("3701101"), nil
}

// Branches implements inspect.Beginnings.
func (visit) Branches(context.Context) ([]checklist.Branch, error) {
	return []checklist.Branch{ownHall()}, nil
}

// StartInspection implements inspect.Beginnings.
func (visit) StartInspection(context.Context, *checklist.Inspection) error { return nil }

// DeleteDraft implements inspect.Beginnings.
func (visit) DeleteDraft(context.Context, string) error { return nil }

// noPictures is a photo store with nothing in it.
type noPictures struct{}

// Pictures implements inspect.Photos.
func (noPictures) Pictures([]string) ([]string, error) { return nil, nil }

// Add implements inspect.Photos.
func (noPictures) Add(context.Context, string, string) (checklist.PhotoRef, error) {
	return checklist.PhotoRef{}, checklist.Fail("ui.crash")
}

// Thumb implements inspect.Photos.
func (noPictures) Thumb(string) (string, error) { return "", nil }

// Working implements inspect.Photos.
func (noPictures) Working(string) (string, error) { return "", nil }
