package gallery

import (
	"context"
	"fmt"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/checklisttest"
	"hallcheck/ui/check"
	"hallcheck/ui/shell"
)

// checks are the records headquarters has to look at, in a state.
type checks struct {
	state string
	noPictures
}

func checkSample() Sample {
	me := checklist.Person{ID: "q1", Name: "孙立", Role: checklist.HQSupervisor}
	return Sample{ID: "check", Icon: "check", New: func(state string) func(*shell.Shell, any) shell.Page {
		return check.New(check.Services{Store: checks{state: state}, Photos: noPictures{}, Me: &me})
	}}
}

// stories are what happened to the records of the sample, a letter a move: p
// passed, r returned, a appealed, c changed, t taken, l veto lifted.
var stories = []struct {
	moves      string
	incomplete string
	veto       bool
	again      bool
}{
	{"pa", "", false, false},
	{"r", "", false, true},
	{"", "", true, false},
	{"", "停电离场", false, false},
	{"tl", "", true, false},
	{"", "", false, false},
	{"pac", "", false, false},
	{"p", "", false, false},
	{"r", "", false, false},
	{"", "", false, false},
	{"", "", false, false},
}

// record makes the i-th record with its review.
func record(i int) (*checklist.Review, error) {
	x := stories[i]
	c, err := checklisttest.Builtin("6s-environment")
	if err != nil {
		return nil, err
	}
	at := Day.AddDate(0, 0, -i-1)
	in, err := checklisttest.Start(c, halls()[i], at)
	if err != nil {
		return nil, err
	}
	in.ID = fmt.Sprint("c", i)
	if err := checklisttest.Fill(in, uint64(i+3), at.Add(20*time.Minute)); err != nil {
		return nil, err
	}
	if x.veto {
		in.Answer(checklist.MainSheet, "env.safety.exits").Value = checklist.VerdictValue(checklist.Miss)
	}
	in.Status, in.FinishedAt, in.Incomplete, in.Rev = checklist.Finished, at.Add(26*time.Minute).UnixMilli(), x.incomplete, 3
	r := checklist.FoldReview(in, nil)
	if err := tell(r, x.moves, at, i); err != nil {
		return nil, err
	}
	if x.again {
		later := *in
		later.Rev = 5
		r = checklist.FoldReview(&later, r.Events)
	}
	return r, nil
}

// tell makes the moves of a story.
func tell(r *checklist.Review, moves string, at time.Time, i int) (err error) {
	n := 0
	act := func(name string, role checklist.Role, day int) checklist.Act {
		n++
		return checklist.Act{
			By: checklist.Person{ID: "q-" + name, Name: name, Role: role}, At: at.AddDate(0, 0, day).Add(7 * time.Hour), Device: "d",
			NewID: func() string { return fmt.Sprint("q", i, n) },
		}
	}
	proof := []checklist.PhotoRef{{ID: "ap", Hash: "a", Name: "报修单.jpg", Source: "file"}}
	for _, m := range moves {
		switch m {
		case 't':
			err = r.Take(act("李督导", checklist.HQSupervisor, 0))
		case 'p':
			err = r.Pass(act("李督导", checklist.HQSupervisor, 0), "")
		case 'r':
			err = r.Return(act("李督导", checklist.HQSupervisor, 0), "照片看不清", "补拍填单台和防护罩")
		case 'l':
			err = r.LiftVeto(act("李督导", checklist.HQSupervisor, 0), checklist.MainSheet, "env.safety.exits", "当日消防演练，已报备")
		case 'a':
			err = r.AppealTo(act("王芳", checklist.BranchHead, 0), "座椅前一天已报修，当天厂家来换，附报修单。", proof)
		case 'c':
			v := checklist.VerdictValue(checklist.NA)
			err = r.Change(act("孙立", checklist.HQSupervisor, 1), "报修单属实", []checklist.Correction{{
				Sheet: checklist.MainSheet, Item: "env.lobby.seating", Value: &v, Reason: "已报修，等配件",
			}})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Summaries implements check.Store.
func (c checks) Summaries(ctx context.Context, f checklist.Filter) ([]checklist.Summary, int, error) {
	if err := answer(ctx, c.state); err != nil || c.state == Empty {
		return nil, 0, err
	}
	var out []checklist.Summary
	for i := range stories {
		r, err := record(i)
		if err != nil {
			return nil, 0, err
		}
		in, own := r.Record, checklist.Evaluate(r.Record)
		row := checklist.Summary{
			ID: in.ID, Checklist: in.Checklist.ID, Version: in.Checklist.Version, Title: in.Checklist.Title, Branch: in.Branch, Mode: in.Mode,
			Inspector: in.Inspector.Name, Day: in.Day, StartedAt: in.StartedAt, FinishedAt: in.FinishedAt, Status: in.Status, Incomplete: in.Incomplete,
			Score: own.Score, Grade: own.Grade, Vetoes: len(own.Vetoes), Review: r.State, Appeal: r.Appeal, Returns: r.Returns, SentAt: in.FinishedAt + 3_600_000,
		}
		if i == 5 {
			row.SentAt = in.FinishedAt + 30*3_600_000
		}
		if res := r.Ruled(); res != nil {
			row.Ruled, row.RuledAs, row.RuledBy, row.RuledHit = true, res.Score, res.Grade, len(res.Vetoes)
		}
		out = append(out, row)
	}
	return out, len(out), nil
}

// Checklists implements check.Store.
func (c checks) Checklists(ctx context.Context) ([]*checklist.Checklist, error) {
	return archive{c.state}.Checklists(ctx)
}

// Review implements check.Store.
func (c checks) Review(ctx context.Context, id string) (*checklist.Review, error) {
	if err := answer(ctx, c.state); err != nil {
		return nil, err
	}
	var i int
	if _, err := fmt.Sscanf(id, "c%d", &i); err != nil {
		return nil, err
	}
	return record(i)
}

// EditReviews implements check.Store; a gallery keeps nothing.
func (c checks) EditReviews(ctx context.Context, ids []string, verb func(*checklist.Review, checklist.Act) error) (checklist.ReviewOutcome, error) {
	var out checklist.ReviewOutcome
	for k, id := range ids {
		r, err := c.Review(ctx, id)
		if err != nil {
			return out, err
		}
		a := checklist.Act{By: checklist.Person{ID: "q1", Name: "孙立", Role: checklist.HQSupervisor}, At: Day, Device: "d", NewID: func() string { return fmt.Sprint("n", k) }}
		if err := verb(r, a); err != nil {
			out.Refused = append(out.Refused, checklist.ReviewRefusal{ID: id, Err: err})
			continue
		}
		out.Reviews = append(out.Reviews, r)
	}
	return out, nil
}
