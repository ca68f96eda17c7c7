package cli

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/checklist/report"
	"hallcheck/store"
)

// weekOrder is how people read a week.
var weekOrder = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}

// dayFlag reads a day, yyyy-mm-dd; an absent flag is otherwise.
func dayFlag(a *arguments, flag, otherwise string) (string, error) {
	if !a.has(flag) {
		return otherwise, nil
	}
	day := a.get(flag)
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return "", wrongUse(a.command, "usage.badValue", "flag", "--"+flag, "value", day, "want", "2026-11-22")
	}
	return day, nil
}

// peaksUntil is the peak chart of the weeks that end with a day, and the hall's rules.
func (e *env) peaksUntil(s *store.Store, until string) (*hall.Peaks, hall.Rules, error) {
	last, err := time.Parse(time.DateOnly, until)
	if err != nil {
		return nil, hall.Rules{}, err
	}
	rules, err := s.HallRules(e.ctx)
	if err != nil {
		return nil, rules, err
	}
	cells, err := s.HallCells(e.ctx, "", last.AddDate(0, 0, 1-7*hall.PeakWeeks).Format(time.DateOnly), until)
	return hall.NewPeaks(cells, until), rules, err
}

type peakCellDoc struct {
	Weekday   int      `json:"weekday"` // 1 = Monday … 7 = Sunday
	Time      string   `json:"time"`
	Level     string   `json:"level"`   // idle, normal, busy; "" = not enough data
	Waiting   *float64 `json:"waiting"` // people, mean over the days; null = nothing seen
	Days      int      `json:"days"`
	Tickets   int      `json:"fromTickets"` // of the days: worked out from tickets
	Customers *float64 `json:"customers"`   // in the half-hour; null = not enough days with tickets
}

// hallPeak shows the peak chart, and writes the notice where --out says.
func hallPeak(e *env, s *store.Store, a *arguments) error {
	until, err := dayFlag(a, "until", e.today())
	if err != nil {
		return err
	}
	valid, err := dayFlag(a, "valid-to", hall.ValidTo(e.now()))
	if err != nil {
		return err
	}
	out := a.get("out")
	if ending := strings.ToLower(filepath.Ext(out)); out != "" && ending != ".pdf" && ending != ".png" {
		return wrongUse(a.command, "usage.badValue", "flag", "--out", "value", out, "want", "*.pdf|*.png")
	}
	peaks, rules, err := e.peaksUntil(s, until)
	if err != nil {
		return err
	}
	if out != "" {
		if err := peaks.Printable(); err != nil {
			return err
		}
		if err := e.peakPaper(s, a, peaks, rules, valid); err != nil {
			return err
		}
	}
	from, to := rules.Slots()
	docs := []peakCellDoc{}
	for i, day := range weekOrder {
		for slot := from; slot < to && slices.Contains(rules.Days, int(day)); slot++ {
			docs = append(docs, peakDocOf(i+1, slot, peaks.At(day, slot)))
		}
	}
	doc := map[string]any{"from": peaks.From, "until": peaks.Until, "days": peaks.Seen, "known": peaks.Cells, "cells": docs, "file": some(out)}
	return e.answer(doc, func(w io.Writer) error { return e.peakTable(w, peaks, rules, out) })
}

func peakDocOf(weekday, slot int, c hall.PeakCell) peakCellDoc {
	d := peakCellDoc{Weekday: weekday, Time: hall.SlotClock(slot), Level: string(c.Level), Days: c.N, Tickets: c.Tickets}
	if c.N > 0 {
		mean := float64(c.Mean) / 1000
		d.Waiting = &mean
	}
	if n, ok := c.PerSlot(); ok {
		d.Customers = &n
	}
	return d
}

// peakPaper writes the peak notice. What the flags do not say is as it was last said.
func (e *env) peakPaper(s *store.Store, a *arguments, peaks *hall.Peaks, rules hall.Rules, valid string) error {
	who, err := s.Profile(e.ctx)
	if err != nil {
		return err
	}
	text, err := s.Setting(e.ctx, hall.SettingNotice)
	if err != nil {
		return err
	}
	notice, err := hall.ReadNotice(text)
	if err != nil {
		return err
	}
	for flag, to := range map[string]*string{"hotline": &notice.Hotline, "advice": &notice.Advice} {
		if a.has(flag) {
			*to = a.get(flag)
		}
	}
	d := report.PeakDoc{
		Peaks: peaks, Rules: rules, Hall: who.Branch.Name, Notice: notice, ValidTo: valid, Lang: checklist.Lang(e.cfg.Lang), Made: e.now(),
	}
	out := a.get("out")
	return WriteFile(out, func(w io.Writer) error {
		warnings, err := report.Peak(w, report.Format(strings.TrimPrefix(strings.ToLower(filepath.Ext(out)), ".")), d)
		e.warn(warnings)
		return err
	})
}

func (e *env) peakTable(w io.Writer, peaks *hall.Peaks, rules hall.Rules, out string) error {
	if peaks.Empty() {
		fmt.Fprintln(w, e.t("peak.empty"))
	} else {
		fmt.Fprintln(w, e.t("peak.from", "from", peaks.From, "to", peaks.Until, "n", strconv.Itoa(peaks.Seen)))
		t := &table{}
		head := []string{""}
		for _, day := range weekOrder {
			head = append(head, e.t("peak.day."+strconv.Itoa(int(day))))
		}
		t.add(head...)
		from, to := rules.Slots()
		for slot := from; slot < to; slot++ {
			row := []string{hall.SlotClock(slot)}
			for _, day := range weekOrder {
				row = append(row, e.peakWord(rules, day, peaks.At(day, slot)))
			}
			t.add(row...)
		}
		if err := t.write(w); err != nil {
			return err
		}
	}
	if out == "" {
		return nil
	}
	_, err := fmt.Fprintln(w, e.t("peak.saved", "file", out))
	return err
}

// peakWord is a half-hour in the table: "忙 14.5", "–" where too little is known.
func (e *env) peakWord(rules hall.Rules, day time.Weekday, c hall.PeakCell) string {
	switch {
	case !slices.Contains(rules.Days, int(day)):
		return e.t("peak.closed")
	case !c.Known:
		return "–"
	}
	return e.t("peak.level."+string(c.Level)) + " " + strconv.FormatFloat(float64(c.Mean)/1000, 'f', 1, 64)
}
