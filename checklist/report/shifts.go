package report

import (
	"io"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
)

// RosterTemplate writes an empty roster to fill in and import: the headings, and rows
// for the week that begins on monday with their dates.
func RosterTemplate(w io.Writer, lang checklist.Lang, monday time.Time) error {
	head := hall.RosterHead(lang)
	b := newBook(head[0], "", monday)
	cols := make([]col, len(head))
	for i := range head {
		cols[i] = col{Title: head[i], Width: 20}
	}
	t := b.newTab(map[checklist.Lang]string{checklist.ZH: "排班", checklist.EN: "Roster"}[lang], cols)
	for i, word := range head {
		t.put(i, txt(word), look{size: xlHead, bold: true, ink: xlInk, fill: xlBand})
	}
	t.next(1, xlHead, 18)
	for day := range 7 {
		t.put(0, txt(monday.AddDate(0, 0, day).Format(time.DateOnly)), look{size: xlBody, ink: xlInk})
		for i := 1; i < len(head); i++ {
			t.put(i, txt(""), look{size: xlBody, ink: xlInk})
		}
		t.next(1, xlBody, 16)
	}
	return b.write(w)
}
