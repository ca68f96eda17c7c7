package gallery

import (
	"context"
	"strings"
	"time"

	"hallcheck/checklist/hall"
	"hallcheck/checklist/report"
	"hallcheck/checklist/table"
	"hallcheck/ui/figures"
	"hallcheck/ui/shell"
)

// machine is what the pages of figures and queue data read in a state.
type machine struct {
	queue
	state string
}

func figuresSample() Sample {
	return Sample{ID: "hallfigures", Icon: "rank", New: func(state string) func(*shell.Shell, any) shell.Page {
		m := machine{queue{state}, state}
		return figures.New(figures.Services{Store: m, Tickets: m, Papers: m})
	}}
}

func ticketsSample() Sample {
	return Sample{ID: "halltickets", Icon: "import", New: func(state string) func(*shell.Shell, any) shell.Page {
		m := machine{queue{state}, state}
		return figures.NewTickets(figures.Services{Store: m, Tickets: m, Papers: m})
	}}
}

// columnsSample is a file of the ticket machine being looked at.
func columnsSample() Sample {
	return Sample{ID: "halltickets-file", Icon: "import", Only: []string{Full}, New: func(state string) func(*shell.Shell, any) shell.Page {
		m := machine{queue{state}, state}
		page := figures.NewTickets(figures.Services{Store: m, Tickets: m, Papers: m})
		return func(s *shell.Shell, _ any) shell.Page { return page(s, "queue.csv") }
	}}
}

// FigureSet implements figures.Store: the half-hours of the sample's peaks with the
// days they belong to.
func (m machine) FigureSet(ctx context.Context, _, from, to string) (*hall.FigureSet, hall.Rules, error) {
	rules, err := m.HallRules(ctx)
	if err != nil {
		return nil, rules, err
	}
	last := min(to, Day.Format(time.DateOnly))
	cells, err := m.HallCells(ctx, "", min(from, Day.AddDate(0, 0, -55).Format(time.DateOnly)), last)
	if err != nil {
		return nil, rules, err
	}
	b := hall.FigureBasis{From: from, To: last, Cells: cells, Rules: rules, Now: Day}
	for i := range cells {
		c := &cells[i]
		c.Oldests, c.Oldest = 1, int(c.WaitSum/60/max(int64(c.Tickets), 1))+c.Slot%4
		c.Late = flag(c.Oldest > rules.WaitAmber)
		c.Posts, c.OnPost, c.Rounds, c.Working = 1, flag(c.Slot%17 != 3), 1, flag(c.Slot%11 != 0)
		c.WaitMax = c.WaitSum * 2 / max(int64(c.Tickets), 1)
		c.Waits = make(hall.Histogram, c.WaitMax/60+1)
		c.Waits[len(c.Waits)-1] = c.Tickets
		c.Over = c.Waits.Over(rules.WaitAmber)
		c.Abandoned = flag(c.Slot%5 == 0)
		if n := len(b.Days); n == 0 || b.Days[n-1].Day != c.Day {
			held := flag(len(b.Days)%9 != 4)
			b.Days = append(b.Days, hall.DayTotal{Day: c.Day, Works: true, Meetings: held, MeetingOK: held, MeetingMin: 12 * held, Due: 5, Made: 5 - len(b.Days)%2, Missed: len(b.Days) % 2, Hours: 510, Broken: 17 * (len(b.Days) % 3), Faults: len(b.Days) % 2})
		}
	}
	for i, tag := range []string{"windows", "staff", "windows", "surge", "complex", "windows", "surge"} {
		b.Causes = append(b.Causes, hall.Entry{ID: tag + string(rune('0'+i)), Kind: hall.KindCause, Tags: []string{tag}})
	}
	return hall.FiguresOf(b), rules, nil
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// TicketMap implements figures.Store.
func (machine) TicketMap(context.Context, string) (hall.TicketMap, error) { return nil, nil }

// RememberTicketMap implements figures.Store.
func (machine) RememberTicketMap(context.Context, string, hall.TicketMap) error { return nil }

// SaveFigures implements figures.Papers.
func (machine) SaveFigures(context.Context, string, report.HallFiguresDoc) error { return failure() }

// Days implements figures.Tickets.
func (m machine) Days(ctx context.Context, _, _ string) ([]figures.Day, error) {
	if err := answer(ctx, m.state); err != nil || m.state == Empty {
		return nil, err
	}
	var out []figures.Day
	for i := range 12 {
		n := 148 + i*i%37
		out = append(out, figures.Day{Day: Day.AddDate(0, 0, -i).Format(time.DateOnly), Tickets: n, Called: n - 2, Finished: n - 5, Abandoned: 2 + i%3, Source: "排队明细-11月.csv"})
	}
	return out, nil
}

// machineFile is a file with two mistakes, and lengths of time whose unit is found.
const machineFile = "票号,业务类型,取号时间,叫号时间,办理时长,窗口,备注\nA001,个人,2026-11-20 08:31:04,2026-11-20 08:33:10,410,1,\n" +
	"A002,对公,2026-11-20 08:32:40,2026-11-20 08:31:00,1260,2,\nA003,个人,2026-11-20 08:35,2026-11-20 08:44,,3号,过号\nA004,个人,昨天,,,,\n"

// Open implements figures.Tickets.
func (machine) Open(string) (*table.Table, error) {
	return table.Read("排队明细-11月.csv", []byte(strings.Clone(machineFile)))
}

// Preview implements figures.Tickets.
func (machine) Preview(_ context.Context, list []hall.Ticket) (figures.Import, error) {
	return figures.Import{New: len(list), Days: 1, From: "2026-11-20", To: "2026-11-20"}, nil
}

// Import implements figures.Tickets.
func (machine) Import(context.Context, []hall.Ticket, func(done, total int)) (figures.Import, error) {
	return figures.Import{}, failure()
}
