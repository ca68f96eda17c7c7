package cli

import (
	"fmt"
	"io"
	"strconv"

	"hallcheck/checklist"
	"hallcheck/store"
)

// reviewDoc is one record with where it stands.
type reviewDoc struct {
	ID         string  `json:"id"`
	Day        string  `json:"day"`
	Branch     string  `json:"branch"`
	BranchName string  `json:"branchName"`
	Checklist  string  `json:"checklist"`
	Inspector  string  `json:"inspector"`
	State      string  `json:"state"`
	Appeal     *string `json:"appeal"`
	Returns    int     `json:"returns"`
	Incomplete *string `json:"incomplete"`
	Accepted   bool    `json:"accepted"` // incomplete, and counts all the same
	Score      *string `json:"score"`
	Counted    *string `json:"counted"` // as it was ruled, else the record's own
	Ruled      bool    `json:"ruled"`
	Vetoes     int     `json:"vetoes"` // of the record
	Late       bool    `json:"late"`
}

// reviewRows answers a list of records.
func (e *env) reviewRows(s *store.Store, rows []checklist.Summary) error {
	p, err := s.Profile(e.ctx)
	if err != nil {
		return err
	}
	docs := []reviewDoc{}
	t := &table{right: map[int]bool{5: true}}
	t.add(e.t("cli.col.id"), e.t("cli.col.day"), e.t("cli.col.branch"), e.t("cli.col.checklist"), e.t("cli.col.by"), e.t("cli.col.score"), e.t("cli.col.status"), "")
	for i := range rows {
		r := &rows[i]
		docs = append(docs, reviewDoc{
			r.ID, r.Day, r.Branch.Code, r.Branch.Name, r.Checklist, r.Inspector, r.Review.Word(p.Face), some(string(r.Appeal)), r.Returns, some(r.Incomplete),
			r.Accepted, tenths(r.Score), tenths(r.Counted()), r.Ruled, r.Vetoes, r.Late(),
		})
		t.add(r.ID, r.Day, cut(r.Branch.Code+" "+r.Branch.Name, 26), cut(e.name(r.Title), 24), cut(r.Inspector, 12), e.twoScores(r.Score, r.Counted(), r.Ruled),
			e.t("check.state."+r.Review.Word(p.Face)), e.signs(r))
	}
	return e.rows("reviews", docs, len(docs), t)
}

// twoScores is the record's own score and the one that counts.
func (e *env) twoScores(own, counted *checklist.Tenths, ruled bool) string {
	text := func(t *checklist.Tenths) string {
		if t == nil {
			return "–"
		}
		return t.String()
	}
	if ruled {
		return text(own) + " → " + text(counted)
	}
	return text(own)
}

// signs are the words beside a state.
func (e *env) signs(r *checklist.Summary) (out string) {
	add := func(yes bool, word string) {
		if yes {
			if out != "" {
				out += " · "
			}
			out += word
		}
	}
	add(r.Appeal != "", e.t("check.appeal."+string(r.Appeal)))
	add(r.Returns > 0, e.t("check.again", "n", strconv.Itoa(r.Returns)))
	add(r.Incomplete != "" && !r.Accepted, e.t("check.incomplete"))
	add(r.Accepted, e.t("check.accepted"))
	add(r.Vetoes > 0, e.t("check.vetoed"))
	add(r.Late(), e.t("check.late"))
	return out
}

// eventDoc is one line of a review's history.
type eventDoc struct {
	Day         string                 `json:"day"`
	By          string                 `json:"by"`
	Role        string                 `json:"role"`
	Verb        string                 `json:"verb"`
	Note        string                 `json:"note,omitempty"`
	Todo        string                 `json:"todo,omitempty"`
	Until       string                 `json:"until,omitempty"`
	Photos      int                    `json:"photos,omitempty"`
	Corrections []checklist.Correction `json:"corrections,omitempty"`
	Withdrawn   bool                   `json:"withdrawn,omitempty"`
	Void        bool                   `json:"void,omitempty"`
	Earlier     bool                   `json:"earlier,omitempty"`
}

// lineDoc is one line of the score that was ruled otherwise.
type lineDoc struct {
	Sheet  string  `json:"sheet"`
	Item   string  `json:"item"`
	Was    *string `json:"was"` // points earned, of 100
	Is     *string `json:"is"`
	Reason string  `json:"reason,omitempty"`
}

// reviewPage answers with one review.
func (e *env) reviewPage(s *store.Store, r *checklist.Review) error {
	p, err := s.Profile(e.ctx)
	if err != nil {
		return err
	}
	own, ruled := checklist.Evaluate(r.Record), r.Ruled()
	counted, lines := own, []lineDoc{}
	if ruled != nil {
		counted = ruled
		lines = e.ruledLines(r, own, ruled)
	}
	doc := map[string]any{
		"id": r.Record.ID, "state": r.State.Word(p.Face), "appeal": some(string(r.Appeal)), "returns": r.Returns, "reason": r.Reason, "todo": r.Todo,
		"score": tenths(own.Score), "counted": tenths(counted.Score), "ruled": ruled != nil, "appealUntil": some(until(r, e.now())),
		"lines": lines, "history": eventDocs(r), "rev": r.Record.Rev, "accepted": some(r.Accepted.Name), "ruling": some(r.Ruling), "ruler": some(r.Ruler.Name),
	}
	return e.answer(doc, func(w io.Writer) error {
		_, err := fmt.Fprintf(w, "%s  %s  %s  %s  %s\n", r.Record.Day, r.Record.Branch.Name, e.name(r.Record.Checklist.Title),
			e.t("check.state."+r.State.Word(p.Face)), e.twoScores(own.Score, counted.Score, ruled != nil))
		if err != nil {
			return err
		}
		t := &table{right: map[int]bool{1: true, 2: true}}
		for _, l := range lines {
			t.add("  "+l.Item, orDash(l.Was), orDash(l.Is), l.Reason)
		}
		for _, x := range r.History() {
			fate := ""
			switch {
			case x.Withdrawn:
				fate = e.t("cli.withdrawn")
			case x.Void:
				fate = e.t("check.voidMove")
			}
			t.add(x.Day+" "+x.By.Name, "", "", e.t("check.verb."+string(x.Verb))+" "+x.Note+fate)
		}
		return t.write(w)
	})
}

func orDash(s *string) string {
	if s == nil {
		return "–"
	}
	return *s
}

func (e *env) ruledLines(r *checklist.Review, own, ruled *checklist.Result) []lineDoc {
	out := []lineDoc{}
	for _, l := range r.RuledLines(own, ruled) {
		d := lineDoc{Sheet: l.Was.Sheet, Item: l.Was.Item, Was: points(l.Was), Is: points(l.Is)}
		if n := len(l.Corrections); n > 0 {
			d.Reason = l.Corrections[n-1].Reason
		}
		out = append(out, d)
	}
	return out
}

// points is what a line earned, two decimals; nil when it does not count.
func points(l checklist.Line) *string {
	if l.Earned == nil {
		return nil
	}
	v := checklist.RoundDecimals(l.Earned, 2)
	return &v
}

func eventDocs(r *checklist.Review) []eventDoc {
	out := []eventDoc{}
	for _, x := range r.History() {
		out = append(out, eventDoc{
			x.Day, x.By.Name, string(x.By.Role), string(x.Verb), x.Note, x.Todo, x.Until, len(x.Photos), x.Corrections, x.Withdrawn, x.Void, x.Earlier,
		})
	}
	return out
}

// movedDoc is what a decision did to a hall's place.
type movedDoc struct {
	Checklist string  `json:"checklist"`
	Month     string  `json:"month"`
	Branch    string  `json:"branch"`
	Was       int     `json:"was"` // rank, 0 = not ranked
	Is        int     `json:"is"`
	WasScore  *string `json:"wasScore"`
	IsScore   *string `json:"isScore"`
}

// decided answers with what moves did.
func (e *env) decided(s *store.Store, out checklist.ReviewOutcome) error {
	p, err := s.Profile(e.ctx)
	if err != nil {
		return err
	}
	type one struct {
		ID     string  `json:"id"`
		State  string  `json:"state"`
		Appeal *string `json:"appeal"`
	}
	done, moved, refused := []one{}, []movedDoc{}, []problemDoc{}
	for _, r := range out.Reviews {
		done = append(done, one{r.Record.ID, r.State.Word(p.Face), some(string(r.Appeal))})
	}
	for _, m := range out.Moved {
		moved = append(moved, movedDoc{m.Checklist, m.Month, m.Branch.Code, m.Was, m.Is, tenths(m.WasScore), tenths(m.IsScore)})
	}
	for _, x := range out.Refused {
		doc := explain(e.cfg.Lang, x.Err).Error
		refused = append(refused, problemDoc{Key: x.ID, Code: doc.Code, Message: doc.Message})
	}
	doc := map[string]any{"reviews": done, "moved": moved, "cells": out.Cells}
	if len(refused) > 0 {
		doc["refused"] = refused
	}
	return e.answer(doc, func(w io.Writer) error {
		t := &table{}
		for _, r := range out.Reviews {
			t.add(r.Record.ID, r.Record.Branch.Name, e.t("check.state."+r.State.Word(p.Face)), e.appealWord(r.Appeal))
		}
		if err := t.write(w); err != nil || len(out.Moved) == 0 {
			return err
		}
		m := &table{right: map[int]bool{2: true, 3: true}}
		for _, x := range out.Moved {
			m.add("  "+x.Month, x.Branch.Name, e.rankWord(x.Was)+" → "+e.rankWord(x.Is), e.twoScores(x.WasScore, x.IsScore, true))
		}
		if _, err := fmt.Fprintln(w, e.t("check.moved", "count", strconv.Itoa(len(out.Moved)))); err != nil {
			return err
		}
		return m.write(w)
	})
}

func (e *env) appealWord(a checklist.AppealState) string {
	if a == checklist.AppealNone {
		return ""
	}
	return e.t("check.appeal." + string(a))
}

func (e *env) rankWord(n int) string {
	if n == 0 {
		return "–"
	}
	return strconv.Itoa(n)
}

// reviewRulesSaid answers with the rules in force.
func (e *env) reviewRulesSaid(s *store.Store) error {
	gate, err := s.Setting(e.ctx, checklist.SettingRankingGate)
	if err != nil {
		return err
	}
	if gate == "" {
		gate = string(checklist.GateReceived)
	}
	days, err := s.Setting(e.ctx, checklist.SettingAppealDays)
	if err != nil {
		return err
	}
	if days == "" {
		days = strconv.Itoa(checklist.DefaultAppealDays)
	}
	return e.answer(map[string]any{"count": gate, "appealDays": days}, func(w io.Writer) error {
		_, err := fmt.Fprintf(w, "%s\n%s\n", e.t("check.gate."+gate), e.t("check.appealDays", "n", days))
		return err
	})
}
