package cli

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/checklist/report"
	"hallcheck/store"
)

// mostListed is how many queues and missed meetings a list of halls has.
const mostListed = 2000

// HallsDoc reads what headquarters knows of the days from … to in its halls, for the
// window and for scripts.
func HallsDoc(ctx context.Context, s *store.Store, lang checklist.Lang, now time.Time, from, to string) (d report.HallsDoc, err error) {
	d = report.HallsDoc{Lang: lang, Made: now}
	who, err := s.Profile(ctx)
	if err != nil {
		return d, err
	}
	d.Org = who.Org
	if d.Rules, err = s.HallRules(ctx); err != nil {
		return d, err
	}
	o, err := s.HallOverview(ctx, from, to, mostListed)
	if err != nil {
		return d, err
	}
	d.Overview = *o
	return d, nil
}

type hallDoc struct {
	Branch  string            `json:"branch"`
	Name    string            `json:"name"`
	Days    int               `json:"days"`
	Last    string            `json:"last"`
	NoMet   int               `json:"daysWithoutMeeting"`
	Figures map[string]string `json:"figures"` // what is not known is left out
}

// hallOverview lists the halls with their figures, who held no meeting, queues that
// persist and drills.
func hallOverview(e *env, s *store.Store, a *arguments) error {
	now := e.now()
	from, err := dayFlag(a, "from", now.AddDate(0, 0, 1-now.Day()).Format(time.DateOnly))
	if err != nil {
		return err
	}
	to, err := dayFlag(a, "to", e.today())
	if err != nil {
		return err
	}
	d, err := HallsDoc(e.ctx, s, checklist.Lang(e.cfg.Lang), now, from, to)
	if err != nil {
		return err
	}
	if out := a.get("xlsx"); out != "" {
		if err := WriteFile(out, func(w io.Writer) error { return report.Halls(w, d) }); err != nil {
			return err
		}
	}
	docs := make([]hallDoc, len(d.Halls))
	for i, h := range d.Halls {
		docs[i] = hallDoc{Branch: h.Branch.Code, Name: h.Branch.Name, Days: h.Known, Last: h.Last, NoMet: h.NoMet, Figures: map[string]string{}}
		for _, f := range h.Figures(d.Rules) {
			if f.Known() {
				docs[i].Figures[f.ID] = f.Decimal()
			}
		}
	}
	doc := map[string]any{"from": from, "to": to, "halls": docs, "queues": d.AllQueues, "meetingsMissed": d.AllMissed(), "drills": d.Drills, "file": a.get("xlsx")}
	return e.answer(doc, func(w io.Writer) error { return hallTable(e, w, &d) })
}

// listedFigures are those a terminal has room for.
var listedFigures = []string{hall.FigureMean, hall.FigureLongest, hall.FigureRatio, hall.FigureAbandoned, hall.FigureOnPost, hall.FigureMachines, hall.FigureMeetings, hall.FigureRounds}

func hallTable(e *env, w io.Writer, d *report.HallsDoc) error {
	t := &table{right: map[int]bool{}}
	head := []string{e.t("halls.col.code"), e.t("halls.col.hall")}
	for _, id := range listedFigures {
		t.right[len(head)] = true
		head = append(head, e.t("halls.col."+id))
	}
	t.add(head...)
	for _, h := range d.Halls {
		line, figures := []string{h.Branch.Code, h.Branch.Name}, h.Figures(d.Rules)
		for _, id := range listedFigures {
			line = append(line, hall.FigureOf(figures, id).Decimal())
		}
		t.add(line...)
	}
	if err := t.write(w); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\n%s %d · %s %s · %s %d\n", e.t("halls.card.queues"), d.AllQueues, e.t("halls.card.missed"), strconv.Itoa(d.AllMissed()), e.t("halls.view.drills"), len(d.Drills))
	return err
}
