package cli

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/store"
)

// hallAdd writes down that something happened in the hall, as the desk does.
func hallAdd(e *env, s *store.Store, a *arguments) error {
	if kind := a.rest[0]; !hall.Kind(kind).Known() {
		return checklist.Fail("usage.kind", "kind", kind, "words", kindWords())
	}
	entry, err := e.entryOf(a)
	if err != nil {
		return err
	}
	if err := e.fits(s, &entry); err != nil {
		return err
	}
	out, err := s.Append(e.ctx, entry)
	if err != nil {
		return err
	}
	return e.entriesDoc(out)
}

// fits refuses windows, topics and tags the hall did not know on the day of the entry.
func (e *env) fits(s *store.Store, entry *hall.Entry) error {
	day := e.today()
	if entry.At != 0 {
		day = entry.Time(e.now().Location()).Format(time.DateOnly)
	}
	rules, err := s.HallRulesOn(e.ctx, day)
	if err != nil {
		return err
	}
	var duties []string
	if entry.Kind == hall.KindSkip || entry.Kind == hall.KindSnooze {
		known, err := s.HallDay(e.ctx, "", day)
		if err != nil {
			return err
		}
		for _, d := range hall.PlanDay(rules, nil, day, known, e.now()) { // HallPlan would write down what it shows
			duties = append(duties, d.Key)
		}
	}
	return entry.Fits(rules, duties)
}

// kindWords are all kinds of entry, as they are written on the command line.
func kindWords() string {
	var out []string
	for _, k := range hall.Kinds() {
		out = append(out, string(k))
	}
	return strings.Join(out, ", ")
}

// entryOf reads an entry from its flags; what it cannot do without is checked where it
// is kept.
func (e *env) entryOf(a *arguments) (hall.Entry, error) {
	out := hall.Entry{
		Kind: hall.Kind(a.rest[0]), Ref: a.get("ref"), Ticket: a.get("ticket"), Business: a.get("business"), Topic: a.get("topic"), Text: a.get("text"),
		Person: a.get("person"), People: wordsOf(a.get("people")), Absent: wordsOf(a.get("absent")), Tags: wordsOf(a.get("tags")), Due: a.get("due"),
	}
	var err error
	for flag, into := range map[string]**int{"waiting": &out.Waiting, "open": &out.Open, "usable": &out.Usable, "oldest": &out.Oldest} {
		if *into, err = wholeFlag(a, flag); err != nil {
			return out, err
		}
	}
	for flag, into := range map[string]*int{"window": &out.Window, "minutes": &out.Minutes} {
		n, err := wholeFlag(a, flag)
		if err != nil {
			return out, err
		}
		if n != nil {
			*into = *n
		}
	}
	for flag, into := range map[string]**bool{"yes": &out.Yes, "works": &out.Works} {
		word, err := a.oneOf(flag, "yes", "no")
		if err != nil {
			return out, err
		}
		if yes := word == "yes"; word != "" {
			*into = &yes
		}
	}
	for flag, into := range map[string]*int64{"at": &out.At, "until": &out.Until} {
		if !a.has(flag) {
			continue
		}
		at, err := time.Parse(time.RFC3339, a.get(flag))
		if err != nil {
			return out, wrongUse(a.command, "usage.badValue", "flag", "--"+flag, "value", a.get(flag), "want", "2026-11-21T09:31:00+08:00")
		}
		*into = at.UnixMilli()
	}
	return out, nil
}

// wordsOf splits words at commas, Chinese ones too.
func wordsOf(s string) []string {
	return slices.DeleteFunc(strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == '，' || r == '、' }), func(w string) bool { return strings.TrimSpace(w) == "" })
}

// wholeFlag reads a flag that is a whole number of 0 or more; absent is nil.
func wholeFlag(a *arguments, flag string) (*int, error) {
	if !a.has(flag) {
		return nil, nil
	}
	n, err := strconv.Atoi(a.get(flag))
	if err != nil || n < 0 {
		return nil, wrongUse(a.command, "usage.badValue", "flag", "--"+flag, "value", a.get(flag), "want", "0, 1, 2 …")
	}
	return &n, nil
}

// hallUndo takes an entry of today back, with what cannot be without it. Of its id the
// beginning is enough.
func hallUndo(e *env, s *store.Store, a *arguments) error {
	entries, err := s.HallDay(e.ctx, "", e.today())
	if err != nil {
		return err
	}
	id := a.rest[0]
	x, err := byBeginning(entries, id)
	switch {
	case err != nil:
		return err
	case x == nil: // of another day, or nowhere: the store says which
	case !x.CanVoid():
		return checklist.Fail("hall.ofSheet")
	default:
		id = x.ID
	}
	voids := hall.Void(entries, id)
	if len(voids) == 0 { // not there, or of another day: the store says which
		voids = []hall.Entry{{Kind: hall.KindVoid, Ref: id}}
	}
	out, err := s.Append(e.ctx, voids...)
	if err != nil {
		return err
	}
	return e.entriesDoc(out)
}

// byBeginning is the entry an id, or the beginning of one, means; nil = none. Code
// hall.whichEntry when it fits several.
func byBeginning(entries []hall.Entry, id string) (found *hall.Entry, err error) {
	n := 0
	for i := range entries {
		x := &entries[i]
		if x.ID == id {
			return x, nil
		}
		if strings.HasPrefix(x.ID, id) {
			found, n = x, n+1
		}
	}
	if n > 1 || n == 1 && id == "" {
		return nil, checklist.Fail("hall.whichEntry", "id", id, "n", strconv.Itoa(n))
	}
	return found, nil
}

// hallEntries lists what was written down on a day.
func hallEntries(e *env, s *store.Store, a *arguments) error {
	day, err := dayFlag(a, "day", e.today())
	if err != nil {
		return err
	}
	var kinds []hall.Kind
	for _, k := range wordsOf(a.get("kind")) {
		if !hall.Kind(k).Known() {
			return wrongUse(a.command, "usage.badValue", "flag", "--kind", "value", k, "want", kindWords())
		}
		kinds = append(kinds, hall.Kind(k))
	}
	entries, err := s.HallDay(e.ctx, a.get("branch-code"), day)
	if err != nil {
		return err
	}
	if !a.has("all") {
		entries = hall.Live(entries)
	}
	if len(kinds) > 0 {
		entries = slices.DeleteFunc(entries, func(x hall.Entry) bool { return !slices.Contains(kinds, x.Kind) })
	}
	if err := veilTalks(e.ctx, s, entries, checklist.Lang(e.cfg.Lang)); err != nil {
		return err
	}
	return e.entriesDoc(entries)
}

func (e *env) entriesDoc(entries []hall.Entry) error {
	t := &table{right: map[int]bool{3: true, 4: true, 5: true, 6: true}}
	t.add(e.t("hall.col.time"), e.t("hall.col.id"), e.t("hall.col.kind"), e.t("hall.col.window"), e.t("hall.col.waiting"), e.t("hall.col.open"), e.t("hall.col.oldest"),
		e.t("hall.col.ticket"), e.t("hall.col.what"))
	number := func(n *int) string {
		if n == nil {
			return ""
		}
		return strconv.Itoa(*n)
	}
	for i := range entries {
		x := &entries[i]
		window := ""
		if x.Window > 0 {
			window = strconv.Itoa(x.Window)
		}
		what := x.Topic
		if x.Yes != nil {
			what += " " + map[bool]string{true: "✔", false: "✗"}[*x.Yes]
		}
		t.add(x.Time(e.now().Location()).Format("15:04:05"), x.ID[:min(len(x.ID), 8)], string(x.Kind), window, number(x.Waiting), number(x.Open), number(x.Oldest),
			x.Ticket, cut(strings.TrimSpace(fmt.Sprint(what, " ", x.Text, " ", strings.Join(x.Tags, ","))), 48))
	}
	if entries == nil {
		entries = []hall.Entry{}
	}
	return e.rows("entries", entries, len(entries), t)
}
