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
	"hallcheck/store"
)

// move is one move of a finding as a script asks for it.
type move = func(*checklist.Finding, checklist.Act) error

// moveFindings makes the same move with every finding named. Those that refuse
// it are all listed; the others are moved.
func (e *env) moveFindings(a *arguments, m move) error {
	s, err := e.open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	return e.moveIn(s, a.rest, m)
}

func (e *env) moveIn(s *store.Store, ids []string, m move) error {
	var done []*checklist.Finding
	var part partError
	for _, id := range ids {
		f, err := s.Finding(e.ctx, id)
		if err == nil {
			f, err = s.EditFinding(e.ctx, f.ID, m)
		}
		if err != nil && len(ids) == 1 {
			return err
		}
		if err != nil {
			doc := explain(e.cfg.Lang, err).Error
			part.refused = append(part.refused, problemDoc{Key: id, Code: doc.Code, Message: doc.Message})
			continue
		}
		done = append(done, f)
	}
	if err := e.moved(done, part.refused); err != nil || len(part.refused) == 0 {
		return err
	}
	part.moved = len(done)
	return &saidError{&part}
}

// partError says that some of several findings were not moved.
type partError struct {
	refused []problemDoc
	moved   int
}

func (p *partError) Error() string { return p.Unwrap().Error() }

// Unwrap makes it the coded error cli.someRefused.
func (p *partError) Unwrap() error {
	return checklist.Fail("cli.someRefused", "count", strconv.Itoa(len(p.refused)), "moved", strconv.Itoa(p.moved))
}

func (e *env) moved(done []*checklist.Finding, refused []problemDoc) error {
	docs := make([]findingDoc, len(done))
	for i, f := range done {
		docs[i] = e.findingDoc(f)
	}
	doc := map[string]any{"findings": docs}
	if len(refused) > 0 {
		doc["refused"] = refused
	}
	return e.answer(doc, func(w io.Writer) error {
		for _, f := range done {
			_, err := fmt.Fprintf(w, "%s  %s  %s  %s\n", f.Number, e.t("finding.status."+string(f.Status)), f.Due, f.Headline(checklist.Lang(e.cfg.Lang)))
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// findingOpen records a finding by hand.
func findingOpen(e *env, a *arguments) error {
	text, err := a.need("text")
	if err != nil {
		return err
	}
	severity, err := a.oneOf("severity", "minor", "major", "critical")
	if err != nil {
		return err
	}
	s, err := e.open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	refs, err := e.pictures(a.get("photos"))
	if err != nil {
		return err
	}
	zone := a.get("zone")
	f, err := s.OpenFinding(e.ctx, checklist.FindingDraft{
		Branch: a.get("branch-code"), Zone: zone, ZoneName: checklist.Text{ZH: zone}, S6: a.get("s6"), Text: text,
		Severity: checklist.Severity(severity), Owner: a.get("owner"), Department: a.get("department"), Due: a.get("due"),
		Photos: refs, NeedsPhoto: len(refs) > 0,
	})
	if err != nil {
		return err
	}
	return e.moved([]*checklist.Finding{f}, nil)
}

func findingAssign(e *env, a *arguments) error {
	severity, err := a.oneOf("severity", "minor", "major", "critical")
	if err != nil {
		return err
	}
	if !a.has("owner") && !a.has("department") && !a.has("due") && severity == "" {
		return wrongUse(a.command, "usage.needFlag", "flag", "--owner|--department|--due|--severity")
	}
	return e.moveFindings(a, func(f *checklist.Finding, act checklist.Act) error {
		return f.Assign(act, a.get("owner"), a.get("department"), a.get("due"), checklist.Severity(severity))
	})
}

func findingBegin(e *env, a *arguments) error {
	return e.moveFindings(a, (*checklist.Finding).Begin)
}

func findingCause(e *env, a *arguments) error {
	text, err := a.need("text")
	if err != nil {
		return err
	}
	return e.moveFindings(a, func(f *checklist.Finding, act checklist.Act) error { return f.RootCause(act, text) })
}

// findingRectify submits a finding for review, or says it was fixed on site.
func findingRectify(e *env, a *arguments) error {
	done, err := a.need("done")
	if err != nil {
		return err
	}
	s, err := e.open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	refs, err := e.pictures(a.get("photos"))
	if err != nil {
		return err
	}
	return e.moveIn(s, a.rest, func(f *checklist.Finding, act checklist.Act) error {
		refs := slices.Clone(refs)
		for i := range refs {
			refs[i].ID = act.NewID() // in each finding a use of its own
		}
		if a.has("on-site") {
			return f.FixOnSite(act, checklist.Person{Name: a.get("by")}, done, refs)
		}
		return f.Submit(act, done, refs)
	})
}

// findingReview accepts or returns submissions.
func findingReview(e *env, a *arguments) error {
	if a.has("accept") == a.has("return") {
		return wrongUse(a.command, "usage.needFlag", "flag", "--accept|--return")
	}
	return e.moveFindings(a, func(f *checklist.Finding, act checklist.Act) error {
		if a.has("accept") {
			return f.Accept(act, a.get("note"))
		}
		return f.Reject(act, a.get("return"))
	})
}

// findingExtend asks for a later due date, or decides about one asked for.
func findingExtend(e *env, a *arguments) error {
	return e.moveFindings(a, func(f *checklist.Finding, act checklist.Act) error {
		switch {
		case a.has("grant"):
			return f.GrantExtension(act, a.get("due"))
		case a.has("refuse"):
			return f.RefuseExtension(act, a.get("refuse"))
		default:
			return f.AskExtension(act, a.get("due"), a.get("reason"))
		}
	})
}

func findingCancel(e *env, a *arguments) error {
	return e.moveFindings(a, func(f *checklist.Finding, act checklist.Act) error { return f.Cancel(act, a.get("reason")) })
}

func findingReopen(e *env, a *arguments) error {
	return e.moveFindings(a, func(f *checklist.Finding, act checklist.Act) error {
		return f.Reopen(act, a.get("reason"), a.get("due"))
	})
}

func findingUndo(e *env, a *arguments) error {
	return e.moveFindings(a, (*checklist.Finding).Withdraw)
}

// findingMerge merges the further findings into the first.
func findingMerge(e *env, s *store.Store, a *arguments) error {
	ids := make([]string, len(a.rest))
	for i, id := range a.rest {
		f, err := s.Finding(e.ctx, id)
		if err != nil {
			return err
		}
		ids[i] = f.ID
	}
	f, err := s.MergeFindings(e.ctx, ids[0], ids[1:])
	if err != nil {
		return err
	}
	return e.moved([]*checklist.Finding{f}, nil)
}

// pictures stores the files of a comma-separated list; all bad ones are named.
func (e *env) pictures(list string) ([]checklist.PhotoRef, error) {
	if list == "" {
		return nil, nil
	}
	p, err := OpenAlbum(e.cfg)
	if err != nil {
		return nil, err
	}
	defer func() { _ = p.Close() }()
	var out []checklist.PhotoRef
	var bad checklist.Problems
	for _, name := range strings.Split(list, ",") {
		ref, err := p.AddFile(e.ctx, strings.TrimSpace(name), "file", e.now())
		if err != nil {
			why := explain(e.cfg.Lang, err).Error.Message
			bad = append(bad, checklist.Problem{File: name, Code: "answers.photo", Args: map[string]string{"file": filepath.Base(name), "why": why}})
			continue
		}
		out = append(out, ref)
	}
	if len(bad) > 0 {
		return nil, bad
	}
	return out, nil
}

// findingRates answers with the rates of a month.
func findingRates(e *env, a *arguments) error {
	from, to, err := e.month(a)
	if err != nil {
		return err
	}
	s, err := e.open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	r, err := s.FindingRates(e.ctx, checklist.FindingFilter{Branch: a.get("branch-code")}, from, to, e.today())
	if err != nil {
		return err
	}
	closed, onTime, repeat, days := share(r.ClosedShare()), share(r.OnTimeShare()), share(r.RepeatShare()), share(r.MeanDays())
	doc := map[string]any{
		"from": from, "to": to, "created": r.Created, "closed": r.Closed, "due": r.Due, "onTime": r.OnTime, "repeats": r.Repeats,
		"overdue": r.Overdue, "open": r.Open, "submitted": r.Submitted,
		"closedRate": closed, "onTimeRate": onTime, "repeatRate": repeat, "meanDays": days,
	}
	return e.answer(doc, func(w io.Writer) error {
		t := &table{right: map[int]bool{1: true}}
		for _, x := range []struct {
			key string
			v   *string
		}{{"closed", closed}, {"onTime", onTime}, {"repeat", repeat}, {"days", days}} {
			v := "–"
			if x.v != nil {
				v = *x.v
			}
			t.add(e.t("cli.rate."+x.key), v)
		}
		t.add(e.t("cli.rate.created"), strconv.Itoa(r.Created))
		t.add(e.t("cli.rate.overdue"), strconv.Itoa(r.Overdue))
		return t.write(w)
	})
}

// share writes a figure in tenths, such as thousandths as per cent; nil = none.
func share(n int, ok bool) *string {
	if !ok {
		return nil
	}
	v := checklist.Tenths(n).String()
	return &v
}

// findingCommon lists the common problems of a month (共性问题).
func findingCommon(e *env, a *arguments) error {
	from, to, err := e.month(a)
	if err != nil {
		return err
	}
	s, err := e.open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	id := a.get("checklist")
	if id == "" {
		id = "6s-environment"
	}
	rows, err := s.CommonProblems(e.ctx, id, from, to)
	if err != nil {
		return err
	}
	docs := []map[string]any{}
	t := &table{right: map[int]bool{1: true, 2: true}}
	t.add(e.t("cli.col.item"), e.t("cli.col.failed"), e.t("cli.col.inspected"), e.t("cli.col.zone"))
	for _, r := range rows {
		codes := make([]string, len(r.Failed))
		for i, b := range r.Failed {
			codes[i] = b.Code
		}
		docs = append(docs, map[string]any{"item": r.Item, "text": e.name(r.Text), "zone": r.Zone, "branches": codes, "inspected": r.Inspected})
		t.add(cut(e.name(r.Text), 50), strconv.Itoa(len(codes)), strconv.Itoa(r.Inspected), e.name(r.ZoneName))
	}
	return e.rows("common", docs, len(docs), t)
}

// month reads --period (yyyy-mm, default this month) as its first and last day.
func (e *env) month(a *arguments) (from, to string, err error) {
	p := a.get("period")
	if p == "" {
		p = e.now().Format("2006-01")
	}
	first, err := time.Parse("2006-01", p)
	if err != nil {
		return "", "", wrongUse(a.command, "usage.badValue", "flag", "--period", "value", p, "want", "2026-11")
	}
	return first.Format(time.DateOnly), first.AddDate(0, 1, -1).Format(time.DateOnly), nil
}

func (e *env) today() string { return e.now().Format(time.DateOnly) }
