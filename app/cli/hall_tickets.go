package cli

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	sheet "hallcheck/checklist/table"
	"hallcheck/store"
)

type ticketImportDoc struct {
	store.TicketImport
	Rows     int               `json:"rows"`
	BadRows  int               `json:"badRows"` // skipped
	Repeated int               `json:"repeated"`
	Map      map[string]string `json:"map"`             // field → heading
	Units    map[string]string `json:"units,omitempty"` // field of lengths → unit
}

// hallTickets is import FILE or list.
func hallTickets(e *env, s *store.Store, a *arguments) error {
	switch {
	case a.rest[0] == "import" && len(a.rest) == 2:
		return hallTicketsImport(e, s, a, a.rest[1])
	case a.rest[0] == "list" && len(a.rest) == 1:
		return hallTicketsList(e, s, a)
	case a.rest[0] == "import":
		return wrongUse(a.command, "usage.needFlag", "flag", "FILE (CSV, XLSX)")
	}
	return wrongUse(a.command, "usage.second", "command", "hall tickets", "given", a.rest[0], "words", "import FILE, list")
}

// hallTicketsImport takes the file of a ticket machine over.
func hallTicketsImport(e *env, s *store.Store, a *arguments, file string) error {
	data, err := os.ReadFile(file) // #nosec G304 -- named by the user
	if err != nil {
		return checklist.Fail("cli.cannotRead", "file", file).Because(err)
	}
	t, err := sheet.Read(file, data)
	if err != nil {
		return err
	}
	m, err := ticketMapOf(e, s, a, t)
	if err != nil {
		return err
	}
	f, err := hall.ReadTickets(t, m, e.now(), nil)
	if err != nil {
		return err
	}
	if f.Problems > 0 {
		if !a.has("skip-bad") {
			return f.Listed()
		}
		e.say("halltickets.skipped", "n", strconv.Itoa(f.BadRows), "rows", strconv.Itoa(len(t.Rows)))
	}
	got, err := s.ImportTickets(e.ctx, f.Tickets, nil)
	if err != nil {
		return err
	}
	if err := s.RememberTicketMap(e.ctx, t.Fingerprint(), m); err != nil {
		return err
	}
	doc := ticketImportDoc{TicketImport: got, Rows: len(t.Rows), BadRows: f.BadRows, Repeated: f.Repeated}
	doc.Map, doc.Units = mapDoc(t, m)
	return e.answer(doc, func(w io.Writer) error {
		_, err := fmt.Fprintln(w, e.t("halltickets.done", "new", strconv.Itoa(got.New), "changed", strconv.Itoa(got.Changed), "same", strconv.Itoa(got.Same),
			"from", got.From, "to", got.To, "days", strconv.Itoa(got.Days)))
		return err
	})
}

// ticketMapOf is which column holds what: as given, else as it was the last time for
// this machine, else by the headings.
func ticketMapOf(e *env, s *store.Store, a *arguments, t *sheet.Table) (hall.TicketMap, error) {
	m, err := s.TicketMap(e.ctx, t.Fingerprint())
	if err != nil {
		return nil, err
	}
	if m == nil {
		m = hall.GuessTickets(t)
	}
	if a.has("map") {
		if err := setColumns(m, a, t); err != nil {
			return nil, err
		}
	}
	if a.has("unit") {
		if err := setUnits(m, a); err != nil {
			return nil, err
		}
	}
	return m.FindUnits(t), nil
}

// unitNames are the units of lengths on the command line.
var unitNames = map[int]string{sheet.Second: "seconds", sheet.Minute: "minutes", sheet.Hour: "hours", sheet.Whole: "days"}

// mapDoc is a map by its headings and units.
func mapDoc(t *sheet.Table, m hall.TicketMap) (columns, units map[string]string) {
	columns, units = map[string]string{}, map[string]string{}
	for _, field := range hall.TicketFields {
		if col, ok := m[field]; ok {
			columns[field] = t.Head[col]
		}
		if unit, ok := m[hall.UnitOf(field)]; ok {
			units[field] = unitNames[unit]
		}
	}
	return columns, units
}

// setUnits takes --unit waiting=minutes,handling=seconds in.
func setUnits(m hall.TicketMap, a *arguments) error {
	for pair := range strings.SplitSeq(a.get("unit"), ",") {
		field, name, _ := strings.Cut(strings.TrimSpace(pair), "=")
		unit := 0
		for u, n := range unitNames {
			if n == name && slices.Contains(hall.LengthFields, field) {
				unit = u
			}
		}
		if unit == 0 {
			return wrongUse(a.command, "usage.badValue", "flag", "--unit", "value", pair, "want", strings.Join(hall.LengthFields, "|")+"=seconds|minutes|hours|days")
		}
		m[hall.UnitOf(field)] = unit
	}
	return nil
}

// setColumns takes --map taken=B,waiting=等候时长 in. A unit is that of the column it was
// found for.
func setColumns(m hall.TicketMap, a *arguments, t *sheet.Table) error {
	for pair := range strings.SplitSeq(a.get("map"), ",") {
		field, column, ok := strings.Cut(strings.TrimSpace(pair), "=")
		if !ok || !slices.Contains(hall.TicketFields, field) {
			return wrongUse(a.command, "usage.badValue", "flag", "--map", "value", pair, "want", strings.Join(hall.TicketFields, "|")+"=COLUMN")
		}
		delete(m, hall.UnitOf(field))
		if column == "" { // no such column
			delete(m, field)
			continue
		}
		col := columnOf(t, column)
		if col < 0 {
			return wrongUse(a.command, "usage.badValue", "flag", "--map", "value", pair, "want", strings.Join(t.Head, "|"))
		}
		m[field] = col
	}
	return nil
}

// columnOf finds a column by its heading, its number from 1 or its letters; -1 = none.
func columnOf(t *sheet.Table, name string) int {
	for i, h := range t.Head {
		if sheet.Same(h, name) {
			return i
		}
	}
	for i := range t.Head {
		if name == strconv.Itoa(i+1) || strings.EqualFold(name, sheet.Letters(i)) {
			return i
		}
	}
	return -1
}

// hallTicketsList shows the days with tickets.
func hallTicketsList(e *env, s *store.Store, a *arguments) error {
	from, to, err := daysOf(e, a, 55)
	if err != nil {
		return err
	}
	list, err := s.TicketDays(e.ctx, from, to)
	if err != nil {
		return err
	}
	if list == nil {
		list = []store.TicketDay{}
	}
	return e.answer(list, func(w io.Writer) error {
		t := &table{right: map[int]bool{1: true, 2: true, 3: true, 4: true}}
		t.add(e.t("halltickets.col.day"), e.t("halltickets.col.tickets"), e.t("halltickets.col.called"), e.t("halltickets.col.finished"), e.t("halltickets.col.abandoned"),
			e.t("halltickets.col.first"), e.t("halltickets.col.last"), e.t("halltickets.col.source"))
		for _, d := range list {
			clock := func(ms int64) string { return time.UnixMilli(ms).In(e.now().Location()).Format("15:04") }
			t.add(d.Day, strconv.Itoa(d.Tickets), strconv.Itoa(d.Called), strconv.Itoa(d.Finished), strconv.Itoa(d.Abandoned), clock(d.First), clock(d.Last), d.Source)
		}
		return t.write(w)
	})
}

// daysOf reads --from and --to; without them the days up to today, so many back.
func daysOf(e *env, a *arguments, back int) (from, to string, err error) {
	now := e.now()
	from, to = now.AddDate(0, 0, -back).Format(time.DateOnly), now.Format(time.DateOnly)
	for flag, into := range map[string]*string{"from": &from, "to": &to} {
		text := a.get(flag)
		if text == "" {
			continue
		}
		if _, err := time.Parse(time.DateOnly, text); err != nil {
			return "", "", wrongUse(a.command, "usage.badValue", "flag", "--"+flag, "value", text, "want", now.Format(time.DateOnly))
		}
		*into = text
	}
	if from > to {
		return "", "", wrongUse(a.command, "usage.badValue", "flag", "--from", "value", from, "want", "≤ "+to)
	}
	return from, to, nil
}
