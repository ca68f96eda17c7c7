package store

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
)

// TicketImport is what an import of tickets comes to, or would.
type TicketImport struct {
	New     int    `json:"new"`
	Changed int    `json:"changed"` // known, with other times or words
	Same    int    `json:"same"`
	Days    int    `json:"days"` // that have another figure now
	From    string `json:"from"` // first and last day of the file, yyyy-mm-dd
	To      string `json:"to"`
}

// ticketRow is a row of tickets.
type ticketRow struct {
	ID, Day, Number, Business, Source string
	Win, Abandoned                    int
	Taken, Called, Finished           int64
}

func (t *ticketRow) same(o *ticketRow) bool {
	return t.Business == o.Business && t.Win == o.Win && t.Called == o.Called && t.Finished == o.Finished && t.Abandoned == o.Abandoned
}

// PreviewTickets says what importing these tickets would come to; nothing changes.
func (s *Store) PreviewTickets(ctx context.Context, tickets []hall.Ticket) (TicketImport, error) {
	var p ticketPut
	err := s.read(ctx).Transaction(func(tx *gorm.DB) error {
		branch, err := ownBranch(tx)
		if err == nil {
			err = p.compare(tx, branch, tickets, s.opt.Clock().Location())
		}
		return err
	}, s.snapshot())
	return p.out, coded(err, "read")
}

// ImportTickets takes tickets of the own hall's ticket machine over, all or none: those
// that are known already are left alone, corrected ones replaced. A ticket is known by
// its number and the moment it was taken; those without a number by that moment and
// their place among the ones of the same moment. report, which may be nil, is told
// how far it is; when ctx ends nothing is changed.
func (s *Store) ImportTickets(ctx context.Context, tickets []hall.Ticket, report func(done, total int)) (TicketImport, error) {
	var p ticketPut
	err := s.write(ctx, "hall", func(tx *gorm.DB) error {
		branch, err := ownBranch(tx)
		if err != nil {
			return err
		}
		p = ticketPut{ctx: ctx, report: report, device: s.device()}
		zone := s.opt.Clock().Location()
		if err := p.compare(tx, branch, tickets, zone); err != nil {
			return err
		}
		if err := p.put(tx); err != nil {
			return err
		}
		for _, day := range slices.Sorted(maps.Keys(p.days)) {
			if err := slotsOf(tx, branch, p.device, day, zone); err != nil {
				return err
			}
			if err := stale(tx, branch, day); err != nil {
				return err
			}
		}
		return ctx.Err()
	})
	if err == nil && len(p.days) > 0 {
		s.publish(ChangeHall, "")
	}
	return p.out, err
}

// ticketPut is one import on its way.
type ticketPut struct {
	ctx    context.Context
	report func(done, total int)
	branch string
	device string
	out    TicketImport
	write  []ticketRow // new and changed ones
	days   map[string]bool
}

// compare finds what is new and what changed.
func (p *ticketPut) compare(tx *gorm.DB, branch string, tickets []hall.Ticket, zone *time.Location) error {
	p.branch, p.days = branch, map[string]bool{}
	if len(tickets) == 0 {
		return nil
	}
	rows := ticketRows(tickets, zone)
	p.out.From, p.out.To = rows[0].Day, rows[0].Day
	for i := range rows {
		p.out.From, p.out.To = min(p.out.From, rows[i].Day), max(p.out.To, rows[i].Day)
	}
	known, err := ticketsIn(tx, branch, p.out.From, p.out.To)
	if err != nil {
		return err
	}
	for i := range rows {
		r := &rows[i]
		old, ok := known[r.ID]
		switch {
		case !ok:
			p.out.New++
		case old.same(r):
			p.out.Same++
			continue
		default:
			p.out.Changed++
		}
		p.write = append(p.write, *r)
		p.days[r.Day] = true
	}
	p.out.Days = len(p.days)
	return nil
}

func ticketRows(tickets []hall.Ticket, zone *time.Location) []ticketRow {
	out := make([]ticketRow, len(tickets))
	nameless := map[int64]int{}
	days := map[int64]string{} // by hour: a day is the same for all of it
	for i := range tickets {
		t := &tickets[i]
		hour := t.Taken / 900_000 // zones differ by quarters of an hour
		day, ok := days[hour]
		if !ok {
			day = time.UnixMilli(t.Taken).In(zone).Format(time.DateOnly)
			days[hour] = day
		}
		id := strconv.FormatInt(t.Taken, 10) + "@" + t.Number // in order of time: neighbours in every index
		if t.Number == "" {
			nameless[t.Taken]++
			id += "#" + itoa(nameless[t.Taken])
		}
		out[i] = ticketRow{
			ID: id, Day: day, Number: t.Number, Business: t.Business, Source: t.Source, Win: t.Window, Abandoned: flag(t.Abandoned),
			Taken: t.Taken, Called: t.Called, Finished: t.Finished,
		}
	}
	return out
}

func ticketsIn(tx *gorm.DB, branch, from, to string) (map[string]*ticketRow, error) {
	rows, err := tx.Raw("SELECT id, business, win, called, finished, abandoned FROM tickets WHERE branch = ? AND day >= ? AND day <= ?", branch, from, to).Rows()
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	out := map[string]*ticketRow{}
	for rows.Next() {
		t := &ticketRow{}
		if err := rows.Scan(&t.ID, &t.Business, &t.Win, &t.Called, &t.Finished, &t.Abandoned); err != nil {
			return nil, err
		}
		out[t.ID] = t
	}
	return out, rows.Err()
}

// ticketChunk is how many rows are written between two looks at whether to go on.
const ticketChunk = 5000

func (p *ticketPut) put(tx *gorm.DB) error {
	slices.SortFunc(p.write, func(a, b ticketRow) int { return strings.Compare(a.ID, b.ID) })
	for from := 0; from < len(p.write); from += ticketChunk {
		if err := p.ctx.Err(); err != nil {
			return err
		}
		if p.report != nil {
			p.report(from, len(p.write))
		}
		rows := rowsOf("tickets", "branch, id, day, number, business, win, taken, called, finished, abandoned, source", 11)
		rows.upsert = " ON CONFLICT (branch, id) DO UPDATE SET business = excluded.business, win = excluded.win, called = excluded.called," +
			" finished = excluded.finished, abandoned = excluded.abandoned, source = excluded.source"
		for _, t := range p.write[from:min(from+ticketChunk, len(p.write))] {
			rows.add(p.branch, t.ID, t.Day, t.Number, t.Business, t.Win, t.Taken, t.Called, t.Finished, t.Abandoned, t.Source)
		}
		if err := rows.insertOften(tx); err != nil {
			return err
		}
	}
	return nil
}

// preparedRows is how many rows the statement of insertOften holds.
const preparedRows = 50

// insertOften is insert for very many rows: on SQLite one statement, read once.
func (l *rowList) insertOften(tx *gorm.DB) error {
	full := len(l.args) / (preparedRows * l.width) * preparedRows * l.width
	if tx.Name() == "postgres" || full == 0 {
		return l.insert(tx)
	}
	ctx := tx.Statement.Context
	st, err := tx.Statement.ConnPool.PrepareContext(ctx, "INSERT INTO "+l.table+" ("+l.columns+") "+values(l.width, preparedRows)+l.upsert)
	if err != nil {
		return err
	}
	defer func() { _ = st.Close() }()
	for chunk := range slices.Chunk(l.args[:full], preparedRows*l.width) {
		if _, err := st.ExecContext(ctx, chunk...); err != nil {
			return err
		}
	}
	l.args = l.args[full:]
	return l.insert(tx)
}

// slotsOf adds up the tickets of a day by half-hours anew.
func slotsOf(tx *gorm.DB, branch, device, day string, zone *time.Location) error {
	times, err := ticketTimes(tx, branch, day)
	if err != nil {
		return err
	}
	if err := tx.Exec("DELETE FROM ticket_slots WHERE branch = ? AND day = ?", branch, day).Error; err != nil {
		return err
	}
	return slotRows(times, branch, device, day, zone).insert(tx)
}

// ticketTimes reads what of the tickets of a day the half-hours are made from.
func ticketTimes(tx *gorm.DB, branch, day string) (out []hall.Ticket, err error) {
	rows, err := tx.Raw("SELECT taken, called, finished, abandoned FROM tickets WHERE branch = ? AND day = ?", branch, day).Rows()
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var t hall.Ticket
		var gone int
		if err := rows.Scan(&t.Taken, &t.Called, &t.Finished, &gone); err != nil {
			return nil, err
		}
		t.Abandoned = gone != 0
		out = append(out, t)
	}
	return out, rows.Err()
}

// slotRows draws the rows of ticket_slots of a day.
func slotRows(tickets []hall.Ticket, branch, device, day string, zone *time.Location) *rowList {
	var flows [hall.SlotsOfDay]hall.Flow
	for i := range tickets {
		flows[hall.SlotOf(time.UnixMilli(tickets[i].Taken).In(zone))].Take(tickets[i])
	}
	list := rowsOf("ticket_slots", "branch, device, day, slot, tickets, abandoned, called, wait_sum, wait_max, served, serve_sum, waits", 12)
	for slot, f := range flows {
		if f.Tickets > 0 {
			list.add(branch, device, day, slot, f.Tickets, f.Abandoned, f.Called, f.WaitSum, f.WaitMax, f.Served, f.ServeSum, f.Waits.String())
		}
	}
	return list
}

// TicketDay is what the ticket machine's files say of one day.
type TicketDay struct {
	Day       string `json:"day"`
	Tickets   int    `json:"tickets"`
	Called    int    `json:"called"`
	Finished  int    `json:"finished"`
	Abandoned int    `json:"abandoned"`
	First     int64  `json:"first"` // unix ms UTC
	Last      int64  `json:"last"`
	Source    string `json:"source"` // one of its files
}

// TicketDays lists the days from … to with tickets of the own hall's machine, newest
// first.
func (s *Store) TicketDays(ctx context.Context, from, to string) ([]TicketDay, error) {
	var out []TicketDay
	err := s.read(ctx).Raw("SELECT day, count(*) AS tickets, count(CASE WHEN called > 0 THEN 1 END) AS called, count(CASE WHEN finished > 0 THEN 1 END) AS finished,"+
		" CAST(sum(abandoned) AS BIGINT) AS abandoned, min(taken) AS first, max(taken) AS last, max(source) AS source"+
		" FROM tickets WHERE branch = (SELECT branch FROM profile) AND day >= ? AND day <= ? GROUP BY day ORDER BY day DESC", from, to).Scan(&out).Error
	return out, coded(err, "read")
}

// TicketMap is which column holds what in the files of a machine, by the fingerprint
// of its headings; nil for one that was never imported.
func (s *Store) TicketMap(ctx context.Context, fingerprint string) (hall.TicketMap, error) {
	maps, err := s.ticketMaps(ctx)
	return maps[fingerprint], err
}

func (s *Store) ticketMaps(ctx context.Context) (hall.TicketMaps, error) {
	body, err := s.Setting(ctx, hall.SettingTicketMaps)
	if err != nil {
		return nil, err
	}
	all := hall.TicketMaps{}
	return all, fromJSON(body, &all)
}

// mostMachines is how many machines are remembered.
const mostMachines = 50

// RememberTicketMap keeps it for the next file of the machine.
func (s *Store) RememberTicketMap(ctx context.Context, fingerprint string, m hall.TicketMap) error {
	all, err := s.ticketMaps(ctx)
	if err != nil {
		return err
	}
	if maps.Equal(all[fingerprint], m) {
		return nil
	}
	if len(all) >= mostMachines && all[fingerprint] == nil {
		return checklist.Fail("store.ticketMaps", "most", itoa(mostMachines))
	}
	all[fingerprint] = m
	return s.SetSetting(ctx, hall.SettingTicketMaps, toJSON(all))
}
