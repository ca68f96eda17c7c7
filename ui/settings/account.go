package settings

import (
	"context"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// Accounts keeps passwords.
type Accounts interface {
	Account(ctx context.Context, person string) (checklist.Account, error)
	SetPassword(ctx context.Context, old, password string) error
	ResetPassword(ctx context.Context, person, password string) error
	SetPasswordRules(ctx context.Context, profile checklist.PasswordProfile) error
}

// account is how it stands with passwords.
type account struct {
	mine  checklist.Account
	rules checklist.PasswordProfile
	idle  int // minutes
}

func (p *page) readAccount(ctx context.Context) (a account, err error) {
	if p.sv.Accounts == nil {
		return a, nil
	}
	if a.mine, err = p.sv.Accounts.Account(ctx, p.s.Profile().User.ID); err != nil {
		return a, err
	}
	rules, err := p.sv.Values.Setting(ctx, checklist.SettingPasswords)
	if err != nil {
		return a, err
	}
	idle, err := p.sv.Values.Setting(ctx, checklist.SettingIdle)
	a.rules, a.idle = checklist.PasswordProfile(rules), checklist.IdleMinutes(idle)
	return a, err
}

// manages says whether who acts may set rules and others' passwords; the store
// asks the same again.
func (p *page) manages() bool {
	return slices.Contains([]checklist.Role{checklist.BranchHead, checklist.HQSupervisor, checklist.Admin}, p.s.Profile().User.Role)
}

// passwords is the card of passwords and of the lock.
func (p *page) passwords() fyne.CanvasObject {
	t, a := p.s.T, p.data.account
	state, word := t("account.state.none"), t("account.card.set")
	if a.mine.Has {
		state, word = t("account.state.set"), t("account.card.change")
	}
	buttons := []fyne.CanvasObject{kit.NewSecondary(word, "", p.changePassword).WithIcon("shield")}
	rows := []fyne.CanvasObject{fact(t("account.card.mine"), state), fact(t("account.card.rules"), t("account.rule."+ruleWord(a.rules)))}
	if p.manages() {
		buttons = append(buttons, kit.NewSecondary(t("account.card.reset"), "", p.resetPassword))
		var options []kit.Option
		for _, r := range []checklist.PasswordProfile{checklist.PasswordsFree, checklist.PasswordsASVS, checklist.PasswordsMLPS} {
			options = append(options, kit.Option{ID: string(r), Text: t("account.rule." + ruleWord(r))})
		}
		rows[1] = kit.FormRow(t("account.card.rules"), kit.NewSegmented(options, string(a.rules), p.setRules))
	}
	idle := kit.NewStepper(1000, 240*1000, 1000, nil)
	now := int64(a.idle) * 1000
	idle.Set(&now)
	idle.OnChanged = func(v int64) {
		p.keepSetting(checklist.SettingIdle, strconv.FormatInt(v/1000, 10))
	}
	rows = append(rows, hint(t("account.rules."+ruleWord(a.rules))), kit.FormRow(t("account.card.idle"), idle), kit.NewRow(8, buttons...))
	return card(t("account.card"), rows...)
}

func ruleWord(r checklist.PasswordProfile) string {
	if r == checklist.PasswordsFree {
		return "free"
	}
	return string(r)
}

func (p *page) keepSetting(key, value string) {
	v := p.sv.Values
	shell.Save(p.s, func(ctx context.Context) (struct{}, error) { return struct{}{}, v.SetSetting(ctx, key, value) }, nil)
}

func (p *page) setRules(id string) {
	acc := p.sv.Accounts
	shell.Save(p.s, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, acc.SetPasswordRules(ctx, checklist.PasswordProfile(id))
	}, func(_ struct{}, err error) {
		if err != nil {
			p.s.Fail(err)
		}
		p.s.LockIfBarred()
		p.s.Reload()
	})
}

// changePassword sets the password of who acts.
func (p *page) changePassword() {
	t := p.s.T
	old, fresh, again := kit.NewPasswordField(""), kit.NewPasswordField(""), kit.NewPasswordField("")
	warn := kit.NewParagraph("", theme.Fail)
	warn.Font = theme.Caption
	rows, first := []fyne.CanvasObject{}, fresh
	if p.data.account.mine.Has {
		rows, first = append(rows, kit.FormRow(t("account.old"), old)), old
	}
	rows = append(rows, kit.FormRow(t("account.new"), fresh), kit.FormRow(t("account.again"), again), warn)
	acc := p.sv.Accounts
	save := func(done func()) {
		if fresh.Text != again.Text {
			warn.Set(t("account.differ"))
			return
		}
		was, now := old.Text, fresh.Text
		p.try(warn, done, func(ctx context.Context) error { return acc.SetPassword(ctx, was, now) })
	}
	o := p.s.Form(t(map[bool]string{true: "account.card.change", false: "account.card.set"}[p.data.account.mine.Has]), kit.NewColumn(12, rows...), 460, first, t("settings.save"), save)
	again.OnSubmitted = func(string) { save(o.Close) }
}

// try does it and closes the form, or says in it why not.
func (p *page) try(warn *kit.Paragraph, done func(), work func(context.Context) error) {
	shell.Save(p.s, func(ctx context.Context) (struct{}, error) { return struct{}{}, work(ctx) }, func(_ struct{}, err error) {
		if err != nil {
			warn.Set(p.s.Words().Reasons(err))
			return
		}
		done()
		p.s.Toast(p.s.T("account.saved"), nil)
		p.s.Reload()
	})
}

// resetPassword gives somebody else a password to be changed.
func (p *page) resetPassword() {
	t, me := p.s.T, p.s.Profile().User.ID
	var choices []kit.Choice
	for _, x := range p.data.people {
		if x.ID != me {
			choices = append(choices, kit.Choice{ID: x.ID, Text: x.Name})
		}
	}
	who, fresh := "", kit.NewPasswordField("")
	warn := kit.NewParagraph("", theme.Fail)
	warn.Font = theme.Caption
	pick := kit.NewSearchSelect(t("account.reset.who"), choices, "", nil, func(id string) { who = id })
	acc := p.sv.Accounts
	save := func(done func()) {
		person, now := who, fresh.Text
		p.try(warn, done, func(ctx context.Context) error { return acc.ResetPassword(ctx, person, now) })
	}
	o := p.s.Form(t("account.card.reset"), kit.NewColumn(12, kit.FormRow(t("account.reset.who"), pick), kit.FormRow(t("account.new"), fresh), hint(t("account.reset.hint")), warn), 460, pick, t("settings.save"), save)
	fresh.OnSubmitted = func(string) { save(o.Close) }
}
