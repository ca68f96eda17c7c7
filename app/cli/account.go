package cli

import (
	"bufio"
	"io"
	"slices"
	"strconv"
	"strings"

	"hallcheck/checklist"
	"hallcheck/store"
)

type accountDoc struct {
	Person   string `json:"person"`
	Name     string `json:"name"`
	Role     string `json:"role"`
	Password bool   `json:"password"`
	Change   bool   `json:"change"`
	Wait     int    `json:"waitSeconds"`
}

// accountList shows who has a password.
func accountList(e *env, s *store.Store, _ *arguments) error {
	people, err := s.People(e.ctx)
	if err != nil {
		return err
	}
	docs := []accountDoc{}
	t := &table{}
	t.add(e.t("cli.col.name"), e.t("cli.col.role"), e.t("account.col.password"))
	for _, p := range people {
		a, err := s.Account(e.ctx, p.ID)
		if err != nil {
			return err
		}
		docs = append(docs, accountDoc{p.ID, p.Name, string(p.Role), a.Has, a.Change, int(a.Wait.Seconds())})
		t.add(p.Name, e.role(p.Role), e.t("account.state."+stateOf(a)))
	}
	return e.answer(docs, t.write)
}

func (e *env) role(r checklist.Role) string {
	if r == "" {
		return ""
	}
	return e.t("role." + string(r))
}

// stateOf names how it stands with a password.
func stateOf(a checklist.Account) string {
	switch {
	case a.Wait > 0:
		return "locked"
	case a.Change:
		return "change"
	case a.Has:
		return "set"
	case a.Needed:
		return "missing"
	}
	return "none"
}

// newPassword takes the password to set from the environment, else from the first
// line of the standard input; never from the arguments, which others can see.
func (e *env) newPassword() (string, error) {
	if e.cfg.NewPassword != "" {
		return e.cfg.NewPassword, nil
	}
	line, err := bufio.NewReader(io.LimitReader(e.in, 4096)).ReadString('\n')
	if err != nil && err != io.EOF {
		return "", err
	}
	return strings.TrimRight(line, "\r\n"), nil
}

// accountSet sets the password of who acts; the old one comes from HALLCHECK_PASSWORD.
func accountSet(e *env, s *store.Store, _ *arguments) error {
	password, err := e.newPassword()
	if err != nil {
		return err
	}
	if err := s.SetPassword(e.ctx, e.cfg.Password, password); err != nil {
		return err
	}
	p, err := s.Profile(e.ctx)
	if err != nil {
		return err
	}
	return e.answer(map[string]string{"person": p.User.ID}, func(w io.Writer) error {
		_, err := io.WriteString(w, e.t("account.set", "name", p.User.Name)+"\n")
		return err
	})
}

// accountReset gives somebody else a password to be changed at the next sign-in.
func accountReset(e *env, s *store.Store, a *arguments) error {
	people, err := s.People(e.ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(people, func(p checklist.Person) bool { return p.Name == a.rest[0] || p.ID == a.rest[0] })
	if i < 0 {
		return checklist.Fail("store.person", "name", a.rest[0])
	}
	password, err := e.newPassword()
	if err != nil {
		return err
	}
	if err := s.ResetPassword(e.ctx, people[i].ID, password); err != nil {
		return err
	}
	return e.answer(map[string]string{"person": people[i].ID}, func(w io.Writer) error {
		_, err := io.WriteString(w, e.t("account.reset", "name", people[i].Name)+"\n")
		return err
	})
}

// accountRules shows the rules of passwords in force, or sets them.
func accountRules(e *env, s *store.Store, a *arguments) error {
	if len(a.rest) == 1 {
		word := a.rest[0]
		if word == "free" {
			word = ""
		}
		if err := s.SetPasswordRules(e.ctx, checklist.PasswordProfile(word)); err != nil {
			return err
		}
	}
	if a.has("idle") {
		n, err := strconv.Atoi(a.get("idle"))
		if err != nil || n < 1 || n > 240 {
			return wrongUse(a.command, "usage.badValue", "flag", "--idle", "value", a.get("idle"), "want", "1–240")
		}
		if err := s.SetSetting(e.ctx, checklist.SettingIdle, strconv.Itoa(n)); err != nil {
			return err
		}
	}
	rules, err := s.Setting(e.ctx, checklist.SettingPasswords)
	if err != nil {
		return err
	}
	idle, err := s.Setting(e.ctx, checklist.SettingIdle)
	if err != nil {
		return err
	}
	if rules == "" {
		rules = "free"
	}
	return e.answer(map[string]any{"rules": rules, "idleMinutes": checklist.IdleMinutes(idle)}, func(w io.Writer) error {
		_, err := io.WriteString(w, e.t("account.rules."+rules)+"\n"+e.t("account.idle", "minutes", strconv.Itoa(checklist.IdleMinutes(idle)))+"\n")
		return err
	})
}
