package cli

import (
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/checklist/report"
	"hallcheck/store"
)

type dutyDoc struct {
	Key   string `json:"key"`
	Kind  string `json:"kind"`
	Part  string `json:"part"`
	Time  string `json:"time"`  // when it is due
	Limit string `json:"limit"` // the last minute in time
	State string `json:"state"`
	At    string `json:"at,omitempty"` // when it was begun
	Until string `json:"until,omitempty"`
	Text  string `json:"text,omitempty"`
	Ref   string `json:"inspection,omitempty"`
}

// hallDay shows what a day asks for and how it stands.
func hallDay(e *env, s *store.Store, a *arguments) error {
	plan, err := s.HallPlan(e.ctx, a.get("day"))
	if err != nil {
		return err
	}
	clock := func(ms int64) string {
		if ms == 0 {
			return ""
		}
		return time.UnixMilli(ms).In(plan.Now.Location()).Format("15:04")
	}
	docs := []dutyDoc{}
	t := &table{}
	t.add(e.t("hall.col.time"), e.t("hall.col.duty"), e.t("hall.col.state"), e.t("hall.col.begun"), e.t("hall.col.reason"))
	for _, d := range plan.Duties {
		doc := dutyDoc{d.Key, string(d.Kind), d.Part, hall.Clock(d.Minute), hall.Clock(d.Limit), string(d.State), clock(d.At), clock(d.Until), d.Text, d.Ref}
		docs = append(docs, doc)
		t.add(doc.Time, e.t("duty.part."+d.Part), e.t("duty.state."+doc.State), doc.At, d.Text)
	}
	now, next := hall.OnPost(plan.Shifts, plan.Day, plan.Now.Hour()*60+plan.Now.Minute())
	doc := map[string]any{"day": plan.Day, "works": plan.Works, "duties": docs, "onPost": nonNil(now), "next": nonNil(next)}
	return e.answer(doc, func(w io.Writer) error {
		if len(docs) == 0 {
			word := "hall.day.none"
			if plan.Past {
				word = "hall.day.past"
			}
			_, err := fmt.Fprintln(w, e.t(word, "day", plan.Day))
			return err
		}
		if err := t.write(w); err != nil {
			return err
		}
		for _, x := range now {
			fmt.Fprintln(w, e.t("hall.day.onPost", "name", x.Person, "until", hall.Clock(x.Ends)))
		}
		return nil
	})
}

func nonNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// NextMonday is the day a roster is written for: the Monday of the next week.
func NextMonday(now time.Time) time.Time {
	return now.AddDate(0, 0, 7-(int(now.Weekday())+6)%7)
}

// hallRoster shows the roster, imports one, or writes an empty one.
func hallRoster(e *env, a *arguments) error {
	if out := a.get("template"); out != "" || a.has("template") {
		if filepath.Ext(out) != ".xlsx" {
			return wrongUse(a.command, "usage.badValue", "flag", "--template", "value", out, "want", "FILE.xlsx")
		}
		monday := NextMonday(e.now())
		return WriteFile(out, func(w io.Writer) error { return report.RosterTemplate(w, checklist.Lang(e.cfg.Lang), monday) })
	}
	if len(a.rest) > 0 && (a.rest[0] != "import" || len(a.rest) != 2) {
		return wrongUse(a.command, "usage.command", "command", "hall roster "+strings.Join(a.rest, " "))
	}
	return onStore(func(e *env, s *store.Store, a *arguments) error {
		if len(a.rest) == 2 {
			return importRoster(e, s, a.rest[1])
		}
		return showRoster(e, s, a)
	})(e, a)
}

func importRoster(e *env, s *store.Store, file string) error {
	data, err := readInput(file, e.in)
	if err != nil {
		return err
	}
	shifts, err := hall.ReadRoster(file, data)
	if err != nil {
		return err
	}
	days, err := s.SaveRoster(e.ctx, shifts)
	if err != nil {
		return err
	}
	return e.answer(map[string]any{"shifts": len(shifts), "days": nonNil(days)}, func(w io.Writer) error {
		_, err := fmt.Fprintln(w, e.t("hall.roster.done", "shifts", strconv.Itoa(len(shifts)), "days", strconv.Itoa(len(days))))
		return err
	})
}

func showRoster(e *env, s *store.Store, a *arguments) error {
	now := e.now()
	from, to := a.get("from"), a.get("to")
	if from == "" {
		from = NextMonday(now).AddDate(0, 0, -7).Format(time.DateOnly)
	}
	if to == "" {
		to = NextMonday(now).AddDate(0, 0, -1).Format(time.DateOnly)
	}
	for flag, day := range map[string]string{"--from": from, "--to": to} {
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			return wrongUse(a.command, "usage.badValue", "flag", flag, "value", day, "want", "2026-11-23")
		}
	}
	list, err := s.Roster(e.ctx, "", from, to)
	if err != nil {
		return err
	}
	t := &table{}
	t.add(hall.RosterHead(checklist.Lang(e.cfg.Lang))...)
	for _, x := range list {
		t.add(x.Day, x.Person, hall.Clock(x.Start), hall.Clock(x.Ends), x.Post)
	}
	return e.rows("shifts", nonNil(list), len(list), t)
}

// hallRules shows the rules of the hall as text, one a line, or takes them over from
// such a file.
func hallRules(e *env, s *store.Store, a *arguments) error {
	rules, err := s.HallRules(e.ctx)
	if err != nil {
		return err
	}
	laid, err := s.LimitsLaidDown(e.ctx)
	if err != nil {
		return err
	}
	if a.has("defaults") {
		limits := rules.Limits
		rules = hall.DefaultRules()
		if laid > 0 {
			rules.Limits = limits
		}
	}
	if file := a.get("set"); file != "" {
		data, err := readInput(file, e.in)
		if err != nil {
			return err
		}
		texts, err := ruleTexts(filepath.Base(file), string(data))
		if err != nil {
			return err
		}
		if rules, err = rules.WithText(texts); err != nil {
			return err
		}
	}
	if a.has("set") || a.has("defaults") {
		if err := s.SaveHallRules(e.ctx, rules); err != nil {
			return err
		}
	}
	texts := rules.Text()
	if laid > 0 {
		texts["laidDown"] = strconv.FormatInt(laid, 10)
	}
	return e.answer(texts, func(w io.Writer) error {
		for _, field := range hall.RuleFields {
			if field == hall.LimitFields[0] && laid > 0 {
				if _, err := fmt.Fprintf(w, "# %s\n", e.t("hallrules.laidDown", "n", texts["laidDown"])); err != nil {
					return err
				}
			}
			if _, err := fmt.Fprintf(w, "%s: %s\n", field, texts[field]); err != nil {
				return err
			}
		}
		return nil
	})
}

// ruleTexts reads lines of "field: text"; what stands behind a # is a remark.
func ruleTexts(name, data string) (map[string]string, error) {
	out := map[string]string{}
	var bad checklist.Problems
	for i, line := range strings.Split(strings.TrimPrefix(data, "\ufeff"), "\n") {
		line, _, _ = strings.Cut(line, "#")
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		field, text, ok := strings.Cut(line, ":")
		if !ok {
			bad = append(bad, checklist.Problem{File: name, Line: i + 1, Code: "hall.rule.text", Args: map[string]string{"value": line}})
			continue
		}
		out[strings.TrimSpace(field)] = strings.Trim(strings.TrimSpace(text), `"'`)
	}
	if len(bad) > 0 {
		return nil, bad
	}
	return out, nil
}

type handoverDoc struct {
	ID   string `json:"id"`
	Day  string `json:"day"`
	Time string `json:"time"`
	From string `json:"from"`
	To   string `json:"to,omitempty"`
	Text string `json:"text"`
	Read string `json:"readBy,omitempty"`
}

// hallHandover lists the notes of the shifts, writes one, or signs for one.
func hallHandover(e *env, s *store.Store, a *arguments) error {
	var entry hall.Entry
	switch {
	case a.has("text"):
		entry = hall.Entry{Kind: hall.KindHandover, Text: strings.TrimSpace(a.get("text")), Person: a.get("to")}
	case a.has("read"):
		entry = hall.Entry{Kind: hall.KindHandoverRead, Ref: a.get("read")}
	}
	if entry.Kind != "" {
		if _, err := s.Append(e.ctx, entry); err != nil {
			return err
		}
	}
	plan, err := s.HallPlan(e.ctx, a.get("day"))
	if err != nil {
		return err
	}
	docs := []handoverDoc{}
	t := &table{}
	t.add(e.t("hall.col.time"), e.t("hall.col.from"), e.t("hall.col.to"), e.t("hall.col.note"), e.t("hall.col.readBy"), e.t("hall.col.id"))
	for _, h := range plan.Handovers {
		d := handoverDoc{h.Note.ID, h.Note.Day, h.Note.Time(plan.Now.Location()).Format("15:04"), h.Note.By, h.Note.Person, h.Note.Text, ""}
		if h.Read != nil {
			d.Read = h.Read.By
		}
		docs = append(docs, d)
		t.add(d.Day[5:]+" "+d.Time, d.From, d.To, cut(d.Text, 40), d.Read, d.ID)
	}
	return e.rows("handovers", docs, len(docs), t)
}
