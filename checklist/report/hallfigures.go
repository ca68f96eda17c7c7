package report

import (
	"io"
	"strconv"
	"time"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/hall"
)

// HallFiguresDoc is a time of a hall in figures, for a workbook.
type HallFiguresDoc struct {
	Set   *hall.FigureSet
	Rules hall.Rules
	Name  string // of the hall
	Lang  checklist.Lang
	Made  time.Time
}

// hallBook writes it.
type hallBook struct {
	HallFiguresDoc
	b *book
}

func (h *hallBook) word(key string, pairs ...string) string {
	return assets.T(string(wordsOf(h.Lang).lang), key, pairs...)
}

// HallFigures writes the figures of a hall as a workbook: all of them with their
// formulas, by day, by week, by band, persistent queues, causes.
func HallFigures(w io.Writer, d HallFiguresDoc) error {
	h := &hallBook{HallFiguresDoc: d, b: newBook(d.Name, "", d.Made)}
	h.overview()
	h.groups("day", d.Set.Days, func(g hall.Group) string { return g.Key })
	h.groups("week", d.Set.Weeks, func(g hall.Group) string { return h.word("hallfigures.weekOf", "day", g.Key) })
	h.groups("band", d.Set.Bands, func(g hall.Group) string { return h.word("hall.band." + g.Key) })
	h.queues()
	h.causes()
	return h.b.write(w)
}

// sheet writes one table as a sheet.
func (h *hallBook) sheet(name string, cols []col, rows []row) {
	t := h.b.newTab(name, cols)
	p := &part{Cols: cols, Rows: rows}
	t.header(p)
	t.rows(p)
	t.setup(1, "&L&8"+h.word("cli.hallfigures.title", "branch", h.Name, "from", h.Set.From, "to", h.Set.To)+"&R&8&P / &N")
}

func (h *hallBook) columns(keys []string, widths ...float64) []col {
	out := make([]col, len(keys))
	for i, k := range keys {
		out[i] = col{Title: h.word("hallfigures.col." + k), Width: widths[i]}
		if i > 0 {
			out[i].Align = centre
		}
	}
	return out
}

// figureCell is a known figure: a number, or the sign of one that is endless.
func figureCell(f hall.Figure) cell {
	if f.Endless() {
		return txt(f.Decimal())
	}
	return num(f.Decimal())
}

// decimal is a figure as a number of the sheet.
func decimal(f hall.Figure) cell {
	if !f.Known() {
		return txt("–")
	}
	c := figureCell(f)
	if f.Light == hall.LightRed {
		c = c.tone(toneBad)
	}
	return c
}

func (h *hallBook) overview() {
	cols := h.columns([]string{"figure", "value", "unit", "target", "word", "how"}, 50, 20, 16, 26, 20, 110)
	cols[5].Align = left
	var rows []row
	for _, f := range h.Set.Total.Figures(h.Rules) {
		key, limit := f.Target()
		word, how := "", h.word("hall.figure.none")
		if f.Known() {
			how = h.word("hall.figure."+f.ID+".how", f.Parts...)
		}
		if f.Word() != "" {
			word = h.word(f.Word())
		}
		rows = append(rows, row{Cells: []cell{
			txt(h.word("hall.figure." + f.ID)), decimal(f), txt(h.word("hall.figure.unit." + string(f.Unit))), txt(h.word(key, "v", limit)), txt(word), txt(how),
		}})
	}
	h.sheet(h.word("hallfigures.all"), cols, rows)
}

// groups writes one row for each day, week or band.
func (h *hallBook) groups(kind string, list []hall.Group, name func(hall.Group) string) {
	cols := []col{{Title: h.word("hallfigures." + kind), Width: 40}, {Title: h.word("hallfigures.col.tickets"), Width: 16, Align: centre}}
	for _, id := range hall.FigureIDs {
		cols = append(cols, col{Title: h.word("hall.figure." + id), Width: 20, Align: centre})
	}
	var rows []row
	for _, g := range list {
		cells := []cell{txt(name(g)), num(strconv.Itoa(g.Tickets))}
		for _, f := range g.Figures(h.Rules) {
			cells = append(cells, decimal(f))
		}
		rows = append(rows, row{Cells: cells})
	}
	h.sheet(h.word("hallfigures."+kind), cols, rows)
}

func (h *hallBook) queues() {
	cols := h.columns([]string{"weekday", "slot", "long", "seen"}, 40, 40, 30, 30)
	var rows []row
	for _, q := range h.Set.Persistent {
		rows = append(rows, row{Cells: []cell{
			txt(h.word("peak.day." + strconv.Itoa(int(q.Weekday)))), txt(hall.SlotClock(q.Slot) + "–" + hall.SlotClock(q.Slot+1)), num(strconv.Itoa(q.Long)), num(strconv.Itoa(q.Seen)),
		}})
	}
	h.sheet(h.word("hallfigures.queue"), cols, rows)
}

func (h *hallBook) causes() {
	cols := h.columns([]string{"cause", "times"}, 80, 40)
	var rows []row
	for _, c := range h.Set.Causes {
		rows = append(rows, row{Cells: []cell{txt(h.word("hall.cause." + c.Cause)), num(strconv.Itoa(c.N))}})
	}
	h.sheet(h.word("hallfigures.causes"), cols, rows)
}
