package report

import (
	"io"
	"strconv"
	"time"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/hall"
)

// HallsDoc is what headquarters knows of the days in its halls, for a workbook.
type HallsDoc struct {
	hall.Overview
	Rules hall.Rules // the limits figures are judged by
	Org   string
	Lang  checklist.Lang
	Made  time.Time
}

// HallFigureOrder is the order of the figures in lists of halls.
var HallFigureOrder = []string{
	hall.FigureOpen, hall.FigureRatio, hall.FigureMean, hall.FigureLongest, hall.FigureOver, hall.FigureAbandoned, hall.FigureOnPost,
	hall.FigureMachines, hall.FigureUptime, hall.FigureMeetings, hall.FigureRounds,
}

// Halls writes the workbook: figures of every hall, persistent queues, days without a
// meeting, drills.
func Halls(w io.Writer, d HallsDoc) error {
	t := func(key string, pairs ...string) string { return assets.T(string(wordsOf(d.Lang).lang), key, pairs...) }
	b := newBook(d.Org, "", d.Made)
	sheet := func(key string, cols []col, rows []row) {
		tab := b.newTab(t("halls.view."+key), cols)
		p := &part{Cols: cols, Rows: rows}
		tab.header(p)
		tab.rows(p)
		tab.setup(1, "&L&8"+t("halls.file", "from", d.From, "to", d.To)+"&R&8&P / &N")
	}
	cols := func(keys ...string) []col {
		out := make([]col, len(keys))
		for i, k := range keys {
			out[i] = col{Title: t(k), Width: 30, Align: centre}
		}
		out[0].Align, out[0].Width = left, 50
		return out
	}
	heads := []string{"halls.col.hall", "halls.col.code"}
	for _, id := range HallFigureOrder {
		heads = append(heads, "hall.figure."+id)
	}
	sheet("figures", cols(append(heads, "halls.col.tickets", "halls.col.faults", "halls.col.complaints", "halls.col.solved", "halls.col.last")...), d.figureRows())
	sheet("queues", cols("halls.col.hall", "halls.col.code", "halls.col.weekday", "halls.col.slot", "halls.col.seen", "halls.col.long"), each(d.Queues, func(q hall.LongQueue) row {
		return row{Cells: []cell{
			txt(q.Branch.Name), txt(q.Branch.Code), txt(t("daylog.weekday." + strconv.Itoa(int(q.Weekday)))),
			txt(hall.SlotClock(q.Slot) + "–" + hall.SlotClock(q.Slot+1)), num(strconv.Itoa(q.Seen)), num(strconv.Itoa(q.Long)),
		}}
	}))
	sheet("meetings", cols("halls.col.hall", "halls.col.code", "halls.col.day"), each(d.Missed, func(m hall.MissedMeeting) row {
		return row{Cells: []cell{txt(m.Branch.Name), txt(m.Branch.Code), txt(m.Day)}}
	}))
	sheet("drills", cols("halls.col.hall", "halls.col.code", "halls.col.topic", "halls.col.times", "halls.col.last"), each(d.Drills, func(x hall.DrillCount) row {
		topic := x.Topic
		if key := (&hall.Entry{Kind: hall.KindDrill, Topic: x.Topic}).TopicKey(); key != "" {
			topic = t(key)
		}
		return row{Cells: []cell{txt(x.Branch.Name), txt(x.Branch.Code), txt(topic), num(strconv.Itoa(x.Count)), txt(x.Last)}}
	}))
	return b.write(w)
}

func (d *HallsDoc) figureRows() []row {
	return each(d.Halls, func(h hall.HallSums) row {
		cells := []cell{txt(h.Branch.Name), txt(h.Branch.Code)}
		figures := h.Figures(d.Rules)
		for _, id := range HallFigureOrder {
			f := hall.FigureOf(figures, id)
			c := txt("–").tone(toneMuted)
			if f.Known() {
				c = figureCell(f)
				if f.Unit == hall.UnitShare {
					c.Text += "%"
				}
				if f.Light == hall.LightRed {
					c = c.tone(toneBad)
				}
			}
			cells = append(cells, c)
		}
		for _, n := range []int{h.Tickets, h.Faults, h.Complaints, h.Solved} {
			cells = append(cells, num(strconv.Itoa(n)))
		}
		return row{Cells: append(cells, txt(h.Last))}
	})
}
