package hall

import (
	"maps"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"hallcheck/checklist"
	"hallcheck/checklist/table"
)

// SettingTicketMaps is the setting that remembers, by the fingerprint of a machine's
// headings, which column holds what: TicketMaps as JSON.
const SettingTicketMaps = "hall.tickets.maps"

// TicketMap says which column, counted from 0, holds which of TicketFields, and the
// units of its columns of lengths (see UnitOf).
type TicketMap map[string]int

// TicketMaps are those of the machines known, by table.Table's Fingerprint.
type TicketMaps map[string]TicketMap

// The fields of a ticket in the export of a machine.
const (
	FieldTaken     = "taken"
	FieldCalled    = "called"
	FieldFinished  = "finished"
	FieldWaiting   = "waiting"  // how long between taken and called
	FieldHandling  = "handling" // how long between called and finished
	FieldAbandoned = "abandoned"
	FieldNumber    = "number"
	FieldBusiness  = "business"
	FieldWindow    = "window"
	FieldDate      = "date" // the day, where the times stand without
)

// TicketFields are the fields in the order they are asked for. When the ticket was
// taken must be there, or when it was called and how long that took.
var TicketFields = []string{FieldTaken, FieldCalled, FieldFinished, FieldWaiting, FieldHandling, FieldAbandoned, FieldNumber, FieldBusiness, FieldWindow, FieldDate}

// ticketHeadings are what machines call the fields, as far as known.
var ticketHeadings = map[string][]string{
	FieldTaken + "?":     {"取号时间", "取票时间", "取号", "排队时间", "到达时间", "领号时间", "taken", "taken at", "time taken", "ticket time", "issued", "arrival"},
	FieldCalled + "?":    {"叫号时间", "呼叫时间", "叫号", "受理时间", "开始时间", "开始办理时间", "called", "called at", "time called", "call time", "start"},
	FieldFinished + "?":  {"完成时间", "结束时间", "办结时间", "办理完成时间", "离开时间", "finished", "finished at", "time finished", "end", "end time", "done"},
	FieldWaiting + "?":   lengthHeadings("等候时长", "等待时长", "排队时长", "等候时间", "等待时间", "排队时间", "等候", "等待", "waiting time", "wait time", "waiting", "wait"),
	FieldHandling + "?":  lengthHeadings("办理时长", "服务时长", "处理时长", "受理时长", "业务时长", "办理时间", "服务时间", "处理时间", "办理", "handling time", "service time", "serving time", "handling", "duration"),
	FieldAbandoned + "?": {"弃号", "是否弃号", "弃号标志", "过号", "状态", "办理状态", "abandoned", "no show", "status"},
	FieldNumber + "?":    {"票号", "号码", "排队号", "排队号码", "号票", "流水号", "number", "ticket", "ticket number", "ticket no", "no"},
	FieldBusiness + "?":  {"业务类型", "业务", "队列", "队列名称", "业务名称", "business", "business type", "service", "queue", "type"},
	FieldWindow + "?":    {"窗口", "窗口号", "柜台", "柜台号", "办理窗口", "window", "window no", "counter", "desk"},
	FieldDate + "?":      {"日期", "业务日期", "取号日期", "date", "day"},
}

// GuessTickets finds the columns by their headings, and the units of lengths; what is
// not found, or is in doubt, is left out.
func GuessTickets(t *table.Table) TicketMap {
	at, _ := t.Columns(ticketHeadings)
	m := TicketMap(at)
	if w, ok := m[FieldWaiting]; ok && w == m[FieldTaken] { // 排队时间 is a moment on one machine, a length on another
		length := maps.Clone(m)
		if delete(length, FieldTaken); length.likely(t, FieldWaiting) {
			m = length
		} else {
			delete(m, FieldWaiting)
		}
	}
	for _, field := range LengthFields {
		if m.has(field) && !m.likely(t, field) {
			delete(m, field)
		}
	}
	return m.FindUnits(t)
}

// Check says whether a map can be used for a table: codes hall.map.taken when the time
// a ticket was taken stands nowhere and cannot be worked out, hall.map.column for a
// column the table does not have, hall.map.twice for one column with two meanings,
// hall.map.unit for lengths nobody knows the unit of.
func (m TicketMap) Check(t *table.Table) error {
	called := m.has(FieldCalled) || m.has(FieldFinished) && m.has(FieldHandling)
	if !m.has(FieldTaken) && !(m.has(FieldWaiting) && called) {
		return checklist.Fail("hall.map.taken", "found", strings.Join(t.Head, ", "))
	}
	used := map[int]bool{}
	for _, field := range TicketFields {
		col, ok := m[field]
		switch {
		case !ok:
			continue
		case col < 0 || col >= len(t.Head):
			return checklist.Fail("hall.map.column", "field", field, "column", table.Letters(max(col, 0)))
		case used[col]:
			return checklist.Fail("hall.map.twice", "column", t.Head[col])
		}
		used[col] = true
	}
	return m.checkUnits(t)
}

// TicketFile is what a file of tickets comes to.
type TicketFile struct {
	Tickets  []Ticket
	Bad      checklist.Problems // the first mostProblems of them
	BadRows  int                // rows with a mistake: none of them is among Tickets
	Problems int                // mistakes in all
	Repeated int                // rows that say again what another row says of the same ticket: the last counts
}

// mostProblems is how many mistakes of a file are listed.
const mostProblems = 200

// Listed are the mistakes as they are shown: the first ones, and how many more there
// are; nil without any.
func (f *TicketFile) Listed() checklist.Problems {
	if more := f.Problems - len(f.Bad); more > 0 {
		return append(f.Bad[:len(f.Bad):len(f.Bad)], checklist.Problem{File: f.Bad[0].File, Code: "hall.ticket.more", Args: map[string]string{"n": strconv.Itoa(more), "rows": strconv.Itoa(f.BadRows)}})
	}
	return f.Bad
}

// ReadTickets reads the tickets of a table, all mistakes at once, each with its place:
// problems hall.ticket.*. Times without a zone are of now's; a ticket taken after now
// is a mistake. report, which may be nil, is told the rows read; it stops with an
// error of it.
func ReadTickets(t *table.Table, m TicketMap, now time.Time, report func(done, total int) error) (*TicketFile, error) {
	if err := m.Check(t); err != nil {
		return nil, err
	}
	if len(t.Rows) == 0 {
		return nil, checklist.Problems{{File: t.Name, Code: "hall.ticket.none"}}
	}
	r := newTicketReader(t, m)
	r.now, r.zone = now, now.Location()
	r.out.Tickets = make([]Ticket, 0, len(t.Rows))
	for i, row := range t.Rows {
		if report != nil && i%5000 == 0 {
			if err := report(i, len(t.Rows)); err != nil {
				return nil, err
			}
		}
		r.row(row)
	}
	return r.out, nil
}

type ticketReader struct {
	t    *table.Table
	m    TicketMap
	now  time.Time
	zone *time.Location
	out  *TicketFile
	seen map[string]int    // where a ticket stands in out, by its key
	days map[string]string // dates read before
	bad  bool              // of this row
}

func newTicketReader(t *table.Table, m TicketMap) *ticketReader {
	return &ticketReader{t: t, m: m, zone: time.UTC, out: &TicketFile{}, seen: make(map[string]int, len(t.Rows)), days: map[string]string{}}
}

func (r *ticketReader) cell(row table.Row, field string) (text string, col int) {
	col, ok := r.m[field]
	if !ok {
		return "", -1
	}
	return row.Cell(col), col
}

func (r *ticketReader) wrong(row table.Row, col int, code string, pairs ...string) {
	r.bad = true
	r.out.Problems++
	if len(r.out.Bad) < mostProblems {
		r.out.Bad = append(r.out.Bad, r.t.Problem(row, col, code, pairs...))
	}
}

func (r *ticketReader) row(row table.Row) {
	r.bad = false
	t := Ticket{Source: r.t.Name}
	r.times(row, &t)
	r.words(row, &t)
	if !r.bad {
		r.check(row, &t)
	}
	if r.bad {
		r.out.BadRows++
		return
	}
	if t.Number == "" { // nothing tells two tickets of one moment apart
		r.out.Tickets = append(r.out.Tickets, t)
		return
	}
	key := t.Number + "@" + strconv.FormatInt(t.Taken, 10)
	if at, ok := r.seen[key]; ok {
		r.out.Repeated++
		r.out.Tickets[at] = t
		return
	}
	r.seen[key] = len(r.out.Tickets)
	r.out.Tickets = append(r.out.Tickets, t)
}

// times reads when a ticket was taken, called and finished, or works it out.
func (r *ticketReader) times(row table.Row, t *Ticket) {
	t.Taken = r.moment(row, FieldTaken, 0)
	if !r.m.has(FieldWaiting) && t.Taken == 0 && !r.bad {
		r.untaken(row)
	}
	t.Called = r.moment(row, FieldCalled, t.Taken)
	t.Finished = r.moment(row, FieldFinished, max(t.Called, t.Taken))
	if !r.m.has(FieldWaiting) && !r.m.has(FieldHandling) {
		return
	}
	r.lengths(row, t)
	if t.Taken == 0 && !r.bad {
		r.untaken(row)
	}
}

// untaken is a row that does not tell when its ticket was taken: the mistake is in the
// first cell that would have told.
func (r *ticketReader) untaken(row table.Row) {
	for _, field := range []string{FieldTaken, FieldCalled, FieldWaiting, FieldFinished, FieldHandling} {
		if text, col := r.cell(row, field); col >= 0 && (text == "" || nothing[text]) {
			r.wrong(row, col, "hall.ticket.taken")
			return
		}
	}
	r.wrong(row, -1, "hall.ticket.taken")
}

// moment reads a time, 0 where there is none. A time of day is of the day in its row,
// or of the day the ticket was taken on.
func (r *ticketReader) moment(row table.Row, field string, after int64) int64 {
	text, col := r.cell(row, field)
	if text == "" || nothing[text] {
		return 0
	}
	_, dated := r.m[FieldDate]
	if (dated || after > 0) && (len(text) <= 12 || strings.HasPrefix(text, "0.")) && (dated || !wholeNumber(text, 5)) {
		if seconds, ok := table.Clock(text); ok {
			return r.clock(row, seconds, after)
		}
	}
	at, ok := table.Moment(text, r.zone)
	if !ok {
		r.wrong(row, col, "hall.ticket.time", "text", short(text))
		return 0
	}
	return at.UnixMilli()
}

// wholeNumber says of a text that it is so many digits: a workbook's day, no time.
func wholeNumber(s string, digits int) bool {
	return len(s) == digits && strings.Trim(s, "0123456789") == ""
}

func (r *ticketReader) clock(row table.Row, seconds int, after int64) int64 {
	var day time.Time
	if text, col := r.cell(row, FieldDate); col >= 0 {
		date, known := r.days[text]
		if !known {
			date, _ = table.Day(text)
			r.days[text] = date
		}
		if date == "" {
			if after == 0 {
				r.wrong(row, col, "hall.ticket.date", "text", short(text))
			}
			return 0
		}
		day, _ = time.ParseInLocation(time.DateOnly, date, r.zone)
	} else {
		day = time.UnixMilli(after).In(r.zone)
	}
	return time.Date(day.Year(), day.Month(), day.Day(), 0, 0, seconds, 0, r.zone).UnixMilli()
}

// nothing is what machines write for a time there was none of.
var nothing = map[string]bool{"-": true, "--": true, "/": true, "无": true, "null": true, "NULL": true, "0": true, "0000-00-00 00:00:00": true}

// gone says what the words of a machine mean for whether a ticket was abandoned.
var gone = map[string]bool{
	"": false, "0": false, "否": false, "n": false, "no": false, "false": false, "正常": false, "完成": false, "已完成": false, "已办理": false, "办理完成": false,
	"已办结": false, "办结": false, "已办": false, "已服务": false, "服务完成": false, "已叫号": false, "服务中": false, "办理中": false, "等待": false, "等待中": false, "served": false, "done": false, "finished": false, "ok": false, "-": false, "waiting": false,
	"1": true, "是": true, "y": true, "yes": true, "true": true, "弃号": true, "已弃号": true, "放弃": true, "已放弃": true, "过号": true, "已过号": true, "未到": true, "abandoned": true, "no show": true, "noshow": true, "missed": true, "√": true,
}

func (r *ticketReader) words(row table.Row, t *Ticket) {
	text, col := r.cell(row, FieldAbandoned)
	was, known := gone[strings.ToLower(text)]
	if !known {
		r.wrong(row, col, "hall.ticket.abandoned", "text", short(text))
	}
	t.Abandoned = was
	for _, x := range []struct {
		field string
		into  *string
	}{{FieldNumber, &t.Number}, {FieldBusiness, &t.Business}} {
		text, col := r.cell(row, x.field)
		if utf8.RuneCountInString(text) > mostWord {
			r.wrong(row, col, "hall.ticket.long", "text", short(text), "most", strconv.Itoa(mostWord))
			continue
		}
		*x.into = text
	}
	if text, col = r.cell(row, FieldWindow); text != "" {
		n, ok := windowOf(text)
		if !ok {
			r.wrong(row, col, "hall.ticket.window", "text", short(text))
		}
		t.Window = n
	}
}

// mostWord bounds a number or a kind of business, characters.
const mostWord = 60

// windowOf reads the number out of "3", "3号窗口", "Counter 03"; 0 for what has none.
func windowOf(text string) (int, bool) {
	if nothing[text] {
		return 0, true
	}
	digits := strings.TrimFunc(text, func(r rune) bool { return r < '0' || r > '9' })
	n, err := strconv.Atoi(strings.TrimSuffix(digits, ".0"))
	if digits == "" || err != nil || n < 0 || n > 99 {
		return 0, digits == ""
	}
	return n, true
}

func (r *ticketReader) check(row table.Row, t *Ticket) {
	if t.Taken > r.now.Add(time.Minute).UnixMilli() {
		col := r.told(row, FieldTaken, FieldCalled, FieldFinished)
		r.wrong(row, col, "hall.ticket.future", "at", time.UnixMilli(t.Taken).In(r.zone).Format("2006-01-02 15:04"))
		return
	}
	switch code := t.wrong(); code {
	case "called":
		col := r.told(row, FieldCalled, FieldHandling, FieldWaiting)
		r.wrong(row, col, "hall.ticket.called", "at", r.shown(t.Called), "taken", r.shown(t.Taken))
	case "finished":
		col := r.told(row, FieldFinished, FieldHandling)
		r.wrong(row, col, "hall.ticket.finished", "at", r.shown(t.Finished), "called", r.shown(max(t.Called, t.Taken)))
	}
}

// told is the column of the first of the fields that says anything in a row.
func (r *ticketReader) told(row table.Row, fields ...string) int {
	for _, field := range fields {
		if text, col := r.cell(row, field); text != "" && !nothing[text] {
			return col
		}
	}
	return -1
}

func (r *ticketReader) shown(ms int64) string {
	return time.UnixMilli(ms).In(r.zone).Format("15:04:05")
}

func short(s string) string {
	if utf8.RuneCountInString(s) > 40 {
		return string([]rune(s)[:40]) + "…"
	}
	return s
}
