package cli

import (
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist"
	"hallcheck/store"
)

// reviewList lists records by where they stand with headquarters.
func reviewList(e *env, a *arguments) error {
	state, err := a.oneOf("state", "todo", "new", "again", "appeal", "in_review", "passed", "returned", "void", "all")
	if err != nil {
		return err
	}
	f := checklist.Filter{
		Status: checklist.Finished, Checklist: a.get("checklist"), Branch: a.get("branch-code"), Inspector: a.get("inspector"),
		Text: a.get("text"), Sort: checklist.SortCheck, Review: checklist.ReviewFilter(state),
	}
	switch state {
	case "":
		f.Review = checklist.ReviewToDo
	case "all":
		f.Review = checklist.ReviewAny
	}
	if a.has("period") {
		if f.From, f.To, err = e.month(a); err != nil {
			return err
		}
	}
	s, err := e.open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	rows, err := e.summaries(s, f)
	if err != nil {
		return err
	}
	return e.reviewRows(s, rows)
}

// reviewShow shows one review with its history and both scores.
func reviewShow(e *env, s *store.Store, a *arguments) error {
	in, err := e.inspection(s, a.rest[0])
	if err != nil {
		return err
	}
	r, err := s.Review(e.ctx, in.ID)
	if err != nil {
		return err
	}
	return e.reviewPage(s, r)
}

// decision is one move of a review as a script asks for it.
type decision = func(*checklist.Review, checklist.Act) error

// decide makes the same move on every record named. Those that refuse it are all
// listed; the others are moved.
func (e *env) decide(a *arguments, d decision) error {
	s, err := e.open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	return e.decideIn(s, a.rest, d)
}

func (e *env) decideIn(s *store.Store, ids []string, d decision) error {
	full := make([]string, len(ids))
	for i, id := range ids {
		in, err := e.inspection(s, id)
		if err != nil {
			return err
		}
		full[i] = in.ID
	}
	out, err := s.EditReviews(e.ctx, full, d)
	if err == nil && len(ids) == 1 && len(out.Refused) == 1 {
		err = out.Refused[0].Err
	}
	if err != nil {
		return err
	}
	if err := e.decided(s, out); err != nil || len(out.Refused) == 0 {
		return err
	}
	part := &partError{moved: len(out.Reviews)}
	for _, x := range out.Refused {
		doc := explain(e.cfg.Lang, x.Err).Error
		part.refused = append(part.refused, problemDoc{Key: x.ID, Code: doc.Code, Message: doc.Message})
	}
	return &saidError{part}
}

func reviewTake(e *env, a *arguments) error { return e.decide(a, (*checklist.Review).Take) }

func reviewPass(e *env, a *arguments) error {
	return e.decide(a, func(r *checklist.Review, act checklist.Act) error { return r.Pass(act, a.get("note")) })
}

func reviewReturn(e *env, a *arguments) error {
	return e.decide(a, func(r *checklist.Review, act checklist.Act) error {
		return r.Return(act, a.get("reason"), a.get("todo"))
	})
}

func reviewVoid(e *env, a *arguments) error {
	return e.decide(a, func(r *checklist.Review, act checklist.Act) error { return r.Void(act, a.get("reason")) })
}

func reviewAccept(e *env, a *arguments) error {
	return e.decide(a, func(r *checklist.Review, act checklist.Act) error { return r.AcceptIncomplete(act, a.get("reason")) })
}

func reviewUndo(e *env, a *arguments) error { return e.decide(a, (*checklist.Review).Withdraw) }

func reviewLift(e *env, a *arguments) error {
	item, err := a.need("item")
	if err != nil {
		return err
	}
	return e.decide(a, func(r *checklist.Review, act checklist.Act) error {
		s, err := r.Record.SheetOf(a.get("sheet"))
		if err != nil {
			return err
		}
		return r.LiftVeto(act, s.ID, item, a.get("reason"))
	})
}

// reviewAppeal is the branch head's appeal, with photos or without.
func reviewAppeal(e *env, s *store.Store, a *arguments) error {
	refs, err := e.pictures(a.get("photos"))
	if err != nil {
		return err
	}
	for i := range refs {
		if a.has("no-customers") {
			refs[i].Privacy = checklist.PrivacyClear
		}
	}
	return e.decideIn(s, a.rest, func(r *checklist.Review, act checklist.Act) error { return r.AppealTo(act, a.get("reason"), refs) })
}

// reviewRule rules on an appeal: it is upheld, or answers and vetoes count
// otherwise, item by item.
func reviewRule(e *env, a *arguments) error {
	changes := a.has("count") || a.has("lift")
	if a.has("uphold") == changes {
		return wrongUse(a.command, "usage.needFlag", "flag", "--uphold|--count|--lift")
	}
	return e.decide(a, func(r *checklist.Review, act checklist.Act) error {
		if !changes {
			return r.Uphold(act, a.get("reason"))
		}
		list, err := corrections(r.Record, a)
		if err != nil {
			return err
		}
		return r.Change(act, a.get("reason"), list)
	})
}

// corrections reads --count ITEM=VALUE,… and --lift ITEM,…
func corrections(in *checklist.Inspection, a *arguments) ([]checklist.Correction, error) {
	var out []checklist.Correction
	s, err := in.SheetOf(a.get("sheet"))
	if err != nil {
		return nil, err
	}
	sheet, why := s.ID, a.get("reason")
	words := func(flag string) []string {
		return strings.FieldsFunc(a.get(flag), func(r rune) bool { return r == ',' || r == ' ' })
	}
	for _, one := range words("count") {
		item, text, _ := strings.Cut(one, "=")
		it := in.Checklist.ItemByID(item)
		if it == nil {
			return nil, checklist.Fail("check.item", "item", item, "sheet", sheet)
		}
		v, err := it.ParseValue(text)
		if err != nil {
			return nil, err
		}
		out = append(out, checklist.Correction{Sheet: sheet, Item: item, Value: &v, Reason: why})
	}
	for _, item := range words("lift") {
		out = append(out, checklist.Correction{Sheet: sheet, Item: item, Lift: true, Reason: why})
	}
	return out, nil
}

// reviewRules shows or sets which records count and how long a branch may appeal.
func reviewRules(e *env, a *arguments) error {
	gate, err := a.oneOf("count", string(checklist.GateReceived), string(checklist.GatePassed))
	if err != nil {
		return err
	}
	days := a.get("appeal-days")
	if n, err := strconv.Atoi(days); a.has("appeal-days") && (err != nil || n < 0 || n > 365) {
		return wrongUse(a.command, "usage.badValue", "flag", "--appeal-days", "value", days, "want", "0…365")
	}
	s, err := e.open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	for key, value := range map[string]string{checklist.SettingRankingGate: gate, checklist.SettingAppealDays: days} {
		if value == "" {
			continue
		}
		if err := s.SetSetting(e.ctx, key, value); err != nil {
			return err
		}
	}
	return e.reviewRulesSaid(s)
}

// until is the last day of a branch's appeal, "" when it can make none today.
func until(r *checklist.Review, now time.Time) string {
	if r.State != checklist.ReviewPassed || r.Appeal != checklist.AppealNone || now.Format(time.DateOnly) > r.AppealUntil {
		return ""
	}
	return r.AppealUntil
}
