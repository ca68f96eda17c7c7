package gallery

import (
	"context"
	"fmt"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/arrival"
	"hallcheck/checklist/checklisttest"
	"hallcheck/ui/board"
	"hallcheck/ui/shell"
)

// desk is what the arrival board reads in a state.
type desk struct{ state string }

func boardSample() Sample {
	return Sample{ID: "board", Icon: "board", New: func(state string) func(*shell.Shell, any) shell.Page {
		return board.New(board.Services{Store: desk{state}, Collect: func(*shell.Shell) {}})
	}}
}

// boardLists are the lists halls fill in their everyday work.
var boardLists = []string{"6s-environment", "three-clean-one-bright", "staff-etiquette", "morning-meeting", "lobby-patrol"}

// Checklists implements board.Store.
func (d desk) Checklists(context.Context) ([]*checklist.Checklist, error) {
	var out []*checklist.Checklist
	for _, id := range boardLists {
		c, err := checklisttest.Builtin(id)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

// Board implements board.Store: halls in every state.
func (d desk) Board(ctx context.Context, p arrival.Period) (arrival.Board, error) {
	var asked []arrival.Requirement
	for i, id := range boardLists {
		o := arrival.Often{Times: []int{4, 1, 1, 1, 1}[i], Unit: arrival.Month}
		asked = append(asked, arrival.Requirement{Checklist: id, Ordinary: o, Important: o, Partner: o})
	}
	b := arrival.Board{Plan: arrival.NewPlan(p, Day.Format(time.DateOnly), asked)}
	if err := answer(ctx, d.state); err != nil || d.state == Empty {
		return b, err
	}
	for i, h := range halls() {
		x := arrival.Hall{Branch: h, Last: Day.Add(-time.Duration(i) * 5 * time.Hour).UnixMilli(), Contact: arrival.Contact{Name: "王强", Phone: fmt.Sprintf("0537-22001%02d", i)}}
		var came []arrival.Record
		for k, id := range boardLists {
			n := []int{4, 1, 1, 1, 1}[k]
			if (i*7+k*3)%11 == 0 {
				n--
			}
			for j := range n {
				r := arrival.Record{Checklist: id, Day: fmt.Sprintf("2026-11-%02d", 2+j*6), Counts: true}
				if (i+k)%9 == 4 {
					r.Lacking = 2
				}
				came = append(came, r)
			}
		}
		switch i {
		case 3:
			came, x.Last = nil, 0
		case 5:
			came = came[:4]
			x.Refused = &arrival.Refusal{Code: "bundle.signature", At: Day.UnixMilli()}
		case 6:
			x.Gaps = 2
		case 8:
			x.Silent = Day.AddDate(0, 0, -9).UnixMilli()
		}
		b.Rows = append(b.Rows, b.Plan.Row(x, came))
	}
	b.Sum = b.Plan.Sum(b.Rows)
	return b, nil
}

// Profile implements board.Store.
func (desk) Profile(context.Context) (checklist.Profile, error) {
	return checklist.Profile{Org: "济宁分行"}, nil
}

// SetContact implements board.Store.
func (desk) SetContact(context.Context, string, arrival.Contact) error { return failure() }

// SetRequirement implements board.Store.
func (desk) SetRequirement(context.Context, arrival.Requirement) error { return failure() }
