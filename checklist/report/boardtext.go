package report

import (
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist"
)

// ChaseSentence asks one hall, politely and in full, for what it owes: to be
// pasted into a chat.
func ChaseSentence(d *BoardDoc, i int) string {
	t := wordsOf(d.Lang)
	r := &d.Board.Rows[i]
	due, late := r.Due(d.Board.Plan.Today)
	when := t.board("ask.until", "day", dayWord(t, due))
	switch {
	case late > 0:
		when = t.board("ask.late", "day", dayWord(t, due), "n", strconv.Itoa(late))
	case due == "":
		when = t.board("ask.soon")
	}
	who := r.Branch.Name
	if r.Contact.Name != "" {
		who = t.board("ask.who", "hall", r.Branch.Name, "name", r.Contact.Name)
	}
	return t.board("ask.sentence", "who", who, "period", PeriodName(t.lang, d.Board.Plan.Period), "lacks", Lacks(d, i), "when", when)
}

// ChaseText is the whole list of halls to be asked as text for a chat.
func ChaseText(d *BoardDoc) string {
	t := wordsOf(d.Lang)
	s, open := d.Board.Sum, d.open()
	period := PeriodName(t.lang, d.Board.Plan.Period)
	if len(open) == 0 {
		return t.board("chase.allIn", "period", period)
	}
	lines := []string{t.board("chase.head", "period", period, "made", dayWord(t, d.Made.Format(time.DateOnly))+" "+d.Made.Format("15:04"),
		"n", strconv.Itoa(s.Reported), "m", strconv.Itoa(s.Halls), "open", strconv.Itoa(len(open)))}
	for n, i := range open {
		r := &d.Board.Rows[i]
		line := t.board("chase.line", "no", strconv.Itoa(n+1), "hall", r.Branch.Name, "code", r.Branch.Code, "lacks", Lacks(d, i))
		if _, late := r.Due(d.Board.Plan.Today); late > 0 {
			line += t.board("chase.late", "n", strconv.Itoa(late))
		}
		if call := strings.TrimSpace(r.Contact.Name + " " + r.Contact.Phone); call != "" {
			line += t.board("chase.call", "who", call)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// dayWord says a day without its year.
func dayWord(t words, day string) string {
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	month := d.Format("1")
	if t.lang == checklist.EN {
		month = d.Format("Jan")
	}
	return t.board("day", "month", month, "day", d.Format("2"))
}
