package cli

import (
	"io"
	"path/filepath"
	"strconv"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/store"
	"hallcheck/store/exchange"
)

type policyDoc struct {
	Version   int64   `json:"version"`
	Created   *string `json:"created"`
	Redaction bool    `json:"redaction"`
	MinApp    *string `json:"minApp"`
	SyncDays  int     `json:"syncDays"`
	Passwords *string `json:"passwords"`

	Limits *hall.Limits `json:"limits"` // of all halls; null = each hall's own

	Unpublished bool `json:"unpublished"` // at headquarters: the rules above are not in force yet
	TwoPeople   bool `json:"twoPeople"`   // at headquarters: two must approve a device

	Device *string `json:"device"` // at a branch: this device's state
	Heard  *string `json:"heard"`  // at a branch: date of the last word from headquarters
	Days   int     `json:"days"`   // since then
	Stale  bool    `json:"stale"`  // longer than the policy allows
}

// policyShow shows the rules in force; at headquarters those to be published too.
func policyShow(e *env, _ *arguments) error {
	return e.policy(func(*store.Store) error { return nil })
}

// policySet changes rules; no branch hears of them before they are published.
func policySet(e *env, a *arguments) error {
	redaction, err := a.oneOf("redaction", "on", "off")
	if err != nil {
		return err
	}
	passwords, err := a.oneOf("passwords", "own", store.PasswordsOwn, string(checklist.PasswordsASVS), string(checklist.PasswordsMLPS))
	if err != nil {
		return err
	}
	two, err := a.oneOf("two-people", "on", "off", "auto")
	if err != nil {
		return err
	}
	days := -1
	if v := a.get("sync-days"); v != "" {
		if days, err = strconv.Atoi(v); err != nil || days < 0 {
			return wrongUse(a.command, "usage.badValue", "flag", "--sync-days", "value", v, "want", "N")
		}
	}
	return e.policy(func(s *store.Store) error {
		if err := e.onlyHQ(s); err != nil {
			return err
		}
		r, _, err := s.DraftRules(e.ctx)
		if err != nil {
			return err
		}
		if r.Limits, err = e.limits(r.Limits, a); err != nil {
			return err
		}
		if redaction != "" {
			r.Redaction = redaction == "on"
		}
		if a.has("min-app") {
			r.MinApp = a.get("min-app")
		}
		if days >= 0 {
			r.SyncDays = days
		}
		if passwords != "" {
			r.Passwords = map[bool]string{false: passwords}[passwords == "own"]
		}
		if two != "" {
			v := map[string]string{"on": "1", "off": "0"}[two]
			if err := s.SetSetting(e.ctx, exchange.SettingSecondPerson, v); err != nil {
				return err
			}
		}
		return s.SetRules(e.ctx, r)
	})
}

// limits are those to be laid down for all halls: "own" none, "default" the usual ones,
// otherwise those of a file in place of what there is.
func (e *env) limits(l hall.Limits, a *arguments) (hall.Limits, error) {
	switch file := a.get("limits"); file {
	case "":
		return l, nil
	case "own":
		return hall.Limits{}, nil
	case "default":
		return hall.DefaultRules().Limits, nil
	default:
		data, err := readInput(file, e.in)
		if err != nil {
			return l, err
		}
		texts, err := ruleTexts(filepath.Base(file), string(data))
		if err != nil {
			return l, err
		}
		return l.WithText(texts)
	}
}

// policyPublish puts the rules in force: every branch gets a policy of a larger
// version with the next round, or by export.
func policyPublish(e *env, _ *arguments) error {
	return e.policy(func(s *store.Store) error {
		if err := e.onlyHQ(s); err != nil {
			return err
		}
		_, err := s.PublishRules(e.ctx)
		return err
	})
}

// policyRekey gives headquarters a new key, which the old one vouches for.
func policyRekey(e *env, a *arguments) error {
	return e.policy(func(s *store.Store) error {
		if exchange.HasKeys(e.cfg.Dir, checklist.FaceHQ) {
			return exchange.Rekey(e.ctx, s, e.cfg.Dir)
		}
		if !a.has("lost") {
			return checklist.Fail("exchange.noKeys")
		}
		if err := exchange.InitHQ(e.ctx, s, e.cfg.Dir, e.t); err != nil {
			return err
		}
		e.say("policy.newCard")
		return nil
	})
}

func (e *env) onlyHQ(s *store.Store) error {
	p, err := s.Profile(e.ctx)
	if err == nil && p.Face != checklist.FaceHQ {
		err = checklist.Fail("exchange.notHQ")
	}
	return err
}

// policy does something to the rules and shows them.
func (e *env) policy(do func(*store.Store) error) error {
	s, err := e.open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	if err := do(s); err != nil {
		return err
	}
	p, err := s.Profile(e.ctx)
	if err != nil {
		return err
	}
	age, err := s.PolicyAge(e.ctx)
	if err != nil {
		return err
	}
	rules, doc := age.Rules, policyDoc{Version: age.Version, Created: e.instant(age.Created)}
	if p.Face == checklist.FaceHQ {
		if rules, doc.Unpublished, err = s.DraftRules(e.ctx); err != nil {
			return err
		}
		if doc.TwoPeople, err = exchange.SecondPerson(e.ctx, s); err != nil {
			return err
		}
	} else {
		doc.Device, doc.Heard, doc.Days, doc.Stale = some(age.State), e.instant(age.Heard), age.Days, age.Stale
	}
	doc.Redaction, doc.MinApp, doc.SyncDays, doc.Passwords = rules.Redaction, some(rules.MinApp), rules.SyncDays, some(rules.Passwords)
	if rules.Limits.Given() {
		doc.Limits = &rules.Limits
	}
	return e.answer(doc, func(w io.Writer) error { return e.policyTable(w, doc, p.Face) })
}

func (e *env) policyTable(w io.Writer, d policyDoc, face checklist.Face) error {
	yes := func(on bool) string { return e.t("roster." + map[bool]string{true: "yes", false: "no"}[on]) }
	text := func(s *string, none string) string {
		if s == nil {
			return e.t(none)
		}
		return *s
	}
	t := &table{}
	version := strconv.FormatInt(d.Version, 10)
	if d.Unpublished {
		version += "  " + e.t("policy.unpublished")
	}
	t.add(e.t("policy.version"), version)
	t.add(e.t("policy.redaction"), yes(d.Redaction))
	t.add(e.t("policy.minApp"), text(d.MinApp, "policy.any"))
	days := e.t("policy.any")
	if d.SyncDays > 0 {
		days = strconv.Itoa(d.SyncDays)
	}
	t.add(e.t("policy.syncDays"), days)
	t.add(e.t("policy.passwords"), text(d.Passwords, "policy.own"))
	e.limitRows(t, d.Limits)
	if face == checklist.FaceHQ {
		t.add(e.t("policy.twoPeople"), yes(d.TwoPeople))
		return t.write(w)
	}
	state := "–"
	if d.Device != nil {
		state = e.t("device.state." + *d.Device)
	}
	t.add(e.t("policy.device"), state)
	t.add(e.t("policy.heard"), text(d.Heard, "policy.never"))
	if d.Stale {
		t.add("", e.t("policy.stale", "days", strconv.Itoa(d.Days), "limit", strconv.Itoa(d.SyncDays)))
	}
	return t.write(w)
}

// limitRows shows the limits of all halls by the names they have in a file.
func (e *env) limitRows(t *table, l *hall.Limits) {
	if l == nil {
		t.add(e.t("policy.limits"), e.t("policy.limitsOwn"))
		return
	}
	t.add(e.t("policy.limits"), e.t("policy.limitsAll"))
	texts := l.Text()
	for _, field := range hall.LimitFields {
		t.add("  "+field, texts[field]+"  "+e.t("hallrules."+field))
	}
}
