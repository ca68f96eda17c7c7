package report

import (
	"io"
	"strconv"
	"strings"
	"time"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/hall"
)

// DayLogDoc is the log of one day of a hall (大堂日志), to be printed and signed.
type DayLogDoc struct {
	Log    hall.DayLog
	Branch checklist.Branch
	Org    string
	Lang   checklist.Lang
	Made   time.Time // in the hall's zone: clocks of the log are of this zone
}

// DayLogPDF writes the log on A4, one page for a usual day. Errors: the writer's.
func DayLogPDF(w io.Writer, d DayLogDoc) ([]Warning, error) {
	l := &dayLogPaper{DayLogDoc: d, tr: wordsOf(d.Lang)}
	title := l.t("title")
	c := newCanvas(title+" "+d.Log.Day, d.Org, d.Made.UTC(), portrait)
	c.onPage = func() {
		c.line(dots(title, d.Branch.Name, d.Log.Day), c.mx, c.y, c.wide(), left, small)
		c.y += runningH
	}
	c.newPage()
	head := style{strong, 17, ink}
	c.line(title, c.mx, c.y, c.wide(), centre, head)
	c.y += head.lead() + 2*mm
	c.fieldRow(l.head())
	c.y += 2 * mm
	parts := l.parts()
	for i := range parts {
		f := newFlow(c, &parts[i])
		if i == len(parts)-1 {
			f.tail = noticeSign
		}
		f.draw()
		c.y += 1.5 * mm
	}
	c.signLine([]string{l.t("sign.lobby"), l.t("sign.head"), l.t("sign.day")})
	err := c.finish(w, func(page, pages int) (string, string) {
		return l.t("made", "at", d.Made.Format("2006-01-02 15:04")), l.tr.t("page", "n", strconv.Itoa(page), "m", strconv.Itoa(pages))
	})
	return glyphWarnings(c.missing), err
}

// LogPart is a table of the log in words, for a page that shows what will be printed.
type LogPart struct {
	Title string
	Cols  []string
	Wide  []float64 // shares of the width
	Rows  [][]string
	Bad   []bool // of the rows: something was missed
}

// DayLogParts are the tables of the log as it is printed.
func DayLogParts(d DayLogDoc) []LogPart {
	l := &dayLogPaper{DayLogDoc: d, tr: wordsOf(d.Lang)}
	var out []LogPart
	for _, p := range l.parts() {
		x := LogPart{Title: p.Title}
		for _, c := range p.Cols {
			x.Cols, x.Wide = append(x.Cols, c.Title), append(x.Wide, c.Width)
		}
		for _, r := range p.Rows {
			bad, cells := false, make([]string, len(r.Cells))
			for i, c := range r.Cells {
				cells[i] = c.Text
				bad = bad || c.Tone == toneBad
			}
			x.Rows, x.Bad = append(x.Rows, cells), append(x.Bad, bad)
		}
		out = append(out, x)
	}
	return out
}

// dayLogPaper turns the log into words.
type dayLogPaper struct {
	DayLogDoc
	tr words
}

func (l *dayLogPaper) t(key string, pairs ...string) string {
	return assets.T(string(l.tr.lang), "daylog."+key, pairs...)
}

func (l *dayLogPaper) clock(at int64) string {
	return time.UnixMilli(at).In(l.Made.Location()).Format("15:04")
}

func (l *dayLogPaper) head() []field {
	g := &l.Log
	day := g.Day
	if t, err := time.Parse(time.DateOnly, g.Day); err == nil {
		day += "  " + l.t("weekday."+strconv.Itoa(int(t.Weekday())))
	}
	heads := ""
	if g.Heads >= 0 {
		heads = l.t("heads", "n", strconv.Itoa(g.Heads))
	}
	weather := g.Weather
	if weather == "" {
		weather = l.t("unknown")
	}
	return []field{
		{Label: l.t("branch"), Value: l.Branch.Name},
		{Label: l.t("day"), Value: day},
		{Label: l.t("weather"), Value: dots(weather, heads)},
	}
}

func (l *dayLogPaper) parts() []part {
	return []part{l.hours(), l.rounds(), l.events()}
}

// mean writes thousandths with one decimal place, rounded half up.
func mean(thousandths int) string {
	tenths := (thousandths + 50) / 100
	return strconv.Itoa(tenths/10) + "." + strconv.Itoa(tenths%10)
}

func (l *dayLogPaper) hours() part {
	p := part{Title: l.t("hours"), Cols: []col{
		{Title: l.t("hour"), Width: 60, Align: centre},
		{Title: l.t("waiting"), Width: 54, Align: centre},
		{Title: l.t("open"), Width: 54, Align: centre},
		{Title: l.t("longest"), Width: 54, Align: centre},
		{Title: l.t("tickets"), Width: 55, Align: centre},
	}}
	known := func(v int, write func(int) string) cell {
		if v < 0 {
			return txt("–").tone(toneMuted)
		}
		return txt(write(v))
	}
	for _, h := range l.Log.Hours {
		tickets := txt("–").tone(toneMuted)
		if h.Tickets > 0 {
			tickets = txt(strconv.Itoa(h.Tickets))
		}
		p.Rows = append(p.Rows, row{Cells: []cell{
			txt(hall.Clock(h.From) + "–" + hall.Clock(h.To)), known(h.Waiting, mean), known(h.Open, mean), known(h.Longest, strconv.Itoa), tickets,
		}, MinH: 5})
	}
	return p
}

func (l *dayLogPaper) rounds() part {
	p := part{Title: l.t("rounds"), Cols: []col{
		{Title: l.t("round.due"), Width: 30, Align: centre},
		{Title: l.t("round.what"), Width: 50},
		{Title: l.t("round.done"), Width: 30, Align: centre},
		{Title: l.t("round.how"), Width: 167},
	}}
	used := map[string]bool{}
	for _, d := range l.Log.Duties {
		done := "–"
		if d.At != 0 {
			done = l.clock(d.At)
		}
		how, t := l.t("state."+string(d.State)), tonePlain
		if d.State == hall.StateMissed {
			t = toneBad
		}
		if d.Text != "" {
			how += "：" + paperText(d.Text)
		}
		if s := l.patrolled(d.Ref); s != "" {
			how += l.t("and") + s
		}
		used[d.Ref] = true
		p.Rows = append(p.Rows, row{Cells: []cell{txt(hall.Clock(d.Minute)), txt(l.t("part." + d.Part)), txt(done), txt(how).tone(t)}, MinH: 5})
	}
	for _, x := range l.Log.Patrols {
		if !used[x.Ref] {
			p.Rows = append(p.Rows, row{Cells: []cell{txt("–"), txt(l.t("round.extra")), txt(l.clock(x.At)), txt(l.patrolled(x.Ref))}, MinH: 5})
		}
	}
	if len(p.Rows) == 0 {
		p.Rows = []row{span(l.t("none"), toneMuted)}
	}
	return p
}

// patrolled says what the patrol of an inspection found.
func (l *dayLogPaper) patrolled(ref string) string {
	for _, x := range l.Log.Patrols {
		if x.Ref != ref || ref == "" {
			continue
		}
		var out []string
		switch {
		case x.Red > 0:
			out = append(out, l.t("red", "n", strconv.Itoa(x.Red)))
		case x.Red == 0:
			out = append(out, l.t("allGood"))
		}
		if x.Waiting != nil {
			out = append(out, l.t("nWaiting", "n", strconv.Itoa(*x.Waiting)))
		}
		if x.Open != nil {
			out = append(out, l.t("nOpen", "n", strconv.Itoa(*x.Open)))
		}
		if x.Oldest != nil {
			out = append(out, l.t("nOldest", "n", strconv.Itoa(*x.Oldest)))
		}
		return strings.Join(out, l.t("and"))
	}
	return ""
}

func (l *dayLogPaper) events() part {
	p := part{Title: l.t("events"), Cols: []col{{Title: l.t("what"), Width: 46}, {Title: l.t("how"), Width: 231}}}
	add := func(key string, lines []string) {
		if len(lines) == 0 {
			lines = []string{l.t("none")}
		}
		p.Rows = append(p.Rows, row{Cells: []cell{txt(l.t(key)), txt(paperText(strings.Join(lines, "\n")))}, MinH: 5})
	}
	some := func(key string, lines []string) {
		if len(lines) > 0 {
			add(key, lines)
		}
	}
	g := &l.Log
	add("meeting", l.meetings())
	add("faults", each(g.Faults, l.fault))
	add("complaints", each(g.Complaints, l.complaint))
	add("praise", each(g.Praise, l.praise))
	add("special", each(g.Special, func(e hall.Entry) string { return l.timed(e, l.topic(&e), e.Text) }))
	some("emergencies", each(g.Emergencies, func(e hall.Entry) string {
		return l.timed(e, l.topic(&e), e.Text)
	}))
	some("causes", each(g.Causes, l.cause))
	some("requests", each(g.Requests, func(e hall.Entry) string { return l.timed(e, "", e.Text) }))
	if g.Welcome+g.Care > 0 {
		add("service", []string{l.t("ticks", "welcome", strconv.Itoa(g.Welcome), "care", strconv.Itoa(g.Care))})
	}
	some("drills", each(g.Drills, func(e hall.Entry) string { return l.timed(e, l.topic(&e), e.Text) }))
	some("notes", each(g.Notes, func(e hall.Entry) string { return l.timed(e, "", e.Text) }))
	some("handover", each(g.Handovers, l.handover))
	add("carry", append(append([]string(nil), g.Carry...), each(g.Open, l.open)...))
	return p
}

// topic is an entry's topic in words.
func (l *dayLogPaper) topic(e *hall.Entry) string {
	if key := e.TopicKey(); key != "" {
		return assets.T(string(l.tr.lang), key)
	}
	return e.Topic
}

func each[T, R any](list []T, say func(T) R) []R {
	out := make([]R, len(list))
	for i, x := range list {
		out[i] = say(x)
	}
	return out
}

// timed is a line that begins with the clock.
func (l *dayLogPaper) timed(e hall.Entry, parts ...string) string {
	return l.clock(e.At) + " " + dots(parts...)
}

// handover is a note of one shift, and who of the next read it.
func (l *dayLogPaper) handover(e hall.Entry) string {
	read := ""
	if r, ok := l.Log.Read[e.ID]; ok {
		read = l.t("read", "name", r.By, "time", l.clock(r.At))
	}
	to := e.By
	if e.Person != "" {
		to = l.t("to", "from", e.By, "name", e.Person)
	}
	return l.timed(e, to, e.Text, read)
}

func (l *dayLogPaper) meetings() []string {
	return each(l.Log.Meetings, func(e hall.Entry) string {
		parts := []string{l.t("meeting." + e.Topic)}
		if e.Minutes > 0 {
			parts = append(parts, l.t("minutes", "n", strconv.Itoa(e.Minutes)))
		}
		if n := max(e.Present, len(e.People)); n > 0 {
			parts = append(parts, l.t("present", "n", strconv.Itoa(n)))
		}
		if n := max(e.Away, len(e.Absent)); n > 0 {
			parts = append(parts, l.t("absent", "n", strconv.Itoa(n), "names", strings.Join(e.Absent, l.t("comma"))))
		}
		if e.Person != "" {
			parts = append(parts, l.t("chair", "name", e.Person))
		}
		return l.timed(e, append(parts, e.Text)...)
	})
}

func (l *dayLogPaper) fault(c hall.Case) string {
	parts := []string{c.Topic, c.Text}
	if c.Person != "" {
		parts = append(parts, l.t("owner", "name", c.Person))
	}
	if c.End == nil {
		parts = append(parts, l.t("stillDown", "n", strconv.Itoa(c.Down)))
	} else {
		parts = append(parts, l.t("restored", "at", l.when(c.End.At), "n", strconv.Itoa(c.Down)), c.End.Text)
	}
	return l.when(c.At) + " " + dots(parts...)
}

func (l *dayLogPaper) complaint(c hall.Case) string {
	parts := []string{l.topic(&c.Entry), c.Text}
	if c.Person != "" {
		parts = append(parts, l.t("owner", "name", c.Person))
	}
	switch {
	case c.SolvedAtOnce():
		parts = append(parts, l.t("solved"))
	case c.End != nil:
		parts = append(parts, l.t("settled", "at", l.when(c.End.At)), c.End.Text)
	default:
		parts = append(parts, l.t("unsettled"))
	}
	return l.when(c.At) + " " + dots(parts...)
}

func (l *dayLogPaper) praise(e hall.Entry) string {
	return l.timed(e, l.topic(&e), e.Person, e.Text)
}

func (l *dayLogPaper) cause(e hall.Entry) string {
	return l.timed(e, strings.Join(each(e.Tags, func(tag string) string { return l.tr.core("hall.cause", tag) }), l.t("comma")), e.Text)
}

// open is what goes over to tomorrow by itself.
func (l *dayLogPaper) open(c hall.Case) string {
	switch c.Kind {
	case hall.KindFault:
		return l.t("open.fault", "device", c.Topic)
	case hall.KindComplaint:
		return l.t("open.complaint", "category", l.topic(&c.Entry))
	default:
		return l.t("open.event", "name", c.Text, "day", c.Due)
	}
}

// when is the clock of the day, with the day in front where it is another one.
func (l *dayLogPaper) when(at int64) string {
	t := time.UnixMilli(at).In(l.Made.Location())
	if t.Format(time.DateOnly) == l.Log.Day {
		return t.Format("15:04")
	}
	return t.Format("01-02 15:04")
}
