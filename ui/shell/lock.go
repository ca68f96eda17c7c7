package shell

import (
	"context"
	"errors"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// Guard is a Home that knows passwords; *store.Store is one.
type Guard interface {
	Barred() error
	Account(ctx context.Context, person string) (checklist.Account, error)
	SignIn(ctx context.Context, name, password string) (checklist.Person, error)
	SetPassword(ctx context.Context, old, password string) error
	People(ctx context.Context) ([]checklist.Person, error)
}

// longest is how long somebody may work without giving the password again, shortest
// the least of SettingIdle, and watchEvery how often the window looks whether it is
// left alone (RELIABILITY K11).
const (
	longest    = 12 * time.Hour
	shortest   = time.Minute
	watchEvery = 20 * time.Second
)

// lock covers the window while nobody has proved who sits there. What was open
// stays as it is behind it, and is neither drawn nor reachable by a key.
type lock struct {
	guard   Guard
	on      bool
	under   fyne.CanvasObject   // the window's content
	over    []fyne.CanvasObject // dialogs that lay over it
	touched time.Time           // the last hand on it
	entered time.Time

	name, old, fresh, again *kit.TextField
	note                    *kit.Paragraph
	enter                   *kit.Button
	body                    *fyne.Container
	proved                  string // the password just given, to be changed
}

// watch covers the window at the start where a password is wanted, and from then
// on when it is left alone.
func (s *Shell) watch() {
	g, ok := s.cfg.Home.(Guard)
	if !ok || s.cfg.Bare {
		return
	}
	s.lock.guard = g
	s.lock.touched, s.lock.entered = s.Now(), s.Now()
	if err := g.Barred(); err != nil {
		s.cover(err)
	}
	s.tick()
}

func (s *Shell) tick() {
	s.tasks.after(watchEvery, func() {
		if s.ended {
			return
		}
		s.LockIfIdle()
		s.tick()
	})
}

// touch notes that somebody is there.
func (s *Shell) touch() { s.lock.touched = s.Now() }

// LockIfIdle covers the window of somebody with a password that nobody has
// touched for the minutes of the setting, or that has been open for twelve hours.
// Slides shown on a whole screen keep it open.
func (s *Shell) LockIfIdle() {
	l := &s.lock
	if l.guard == nil || l.on || s.showing() {
		return
	}
	idle, open := s.Now().Sub(l.touched), s.Now().Sub(l.entered)
	if idle < shortest && open < longest {
		return // nothing to ask the database about
	}
	person := s.profile.User
	type state struct {
		has  bool
		idle int
	}
	Run(s, context.Background(), func(ctx context.Context) (state, error) {
		a, err := l.guard.Account(ctx, person.ID)
		if err != nil || !a.Has {
			return state{}, err
		}
		minutes, err := s.cfg.Home.Setting(ctx, checklist.SettingIdle)
		return state{true, checklist.IdleMinutes(minutes)}, err
	}, func(x state, err error) {
		if err == nil && x.has && (idle >= time.Duration(x.idle)*time.Minute || open >= longest) {
			s.cover(checklist.Fail("account.needed", "name", person.Name))
		}
	})
}

// LockIfBarred covers the window when who acts may not go on before setting a
// password, as after the rules were changed.
func (s *Shell) LockIfBarred() {
	if g := s.lock.guard; g != nil && !s.lock.on {
		if err := g.Barred(); err != nil {
			s.cover(err)
		}
	}
}

func (s *Shell) showing() bool {
	for _, w := range s.cfg.App.Driver().AllWindows() {
		if w != s.cfg.Window && w.FullScreen() {
			return true
		}
	}
	return false
}

// Locked says whether the window is covered.
func (s *Shell) Locked() bool { return s.lock.on }

// cover hides everything behind the question for a password.
func (s *Shell) cover(why error) {
	l, w := &s.lock, s.cfg.Window
	s.flush()
	if !l.on {
		l.on, l.under = true, w.Content()
		l.over = append([]fyne.CanvasObject(nil), w.Canvas().Overlays().List()...)
		for _, o := range l.over {
			w.Canvas().Overlays().Remove(o)
		}
	}
	l.body = container.NewStack()
	w.SetContent(container.New(kit.Middle{Width: 420}, kit.NewCardInset(l.body, 28)))
	w.SetTitle(s.T("app.name"))
	w.Canvas().Unfocus()
	if code := checklist.CodeOf(why); code == "account.unset" || code == "account.old" {
		s.askNew(why)
		return
	}
	s.askPassword("")
}

// SignInAs covers the window and asks for somebody's password; Cancel gives the
// window back to who acts now.
func (s *Shell) SignInAs(name string) {
	if s.lock.guard == nil {
		return
	}
	s.cover(checklist.Fail("account.needed", "name", name))
	s.askPassword(name)
}

// uncover gives the window back.
func (s *Shell) uncover() {
	l, w := &s.lock, s.cfg.Window
	l.on, l.proved = false, ""
	l.touched, l.entered = s.Now(), s.Now()
	w.SetContent(l.under)
	for _, o := range l.over {
		w.Canvas().Overlays().Add(o)
	}
	l.under, l.over = nil, nil
	s.title()
	s.RefreshHome(s.Reload)
}

func (s *Shell) lockForm(title string, leave fyne.CanvasObject, fields ...fyne.CanvasObject) {
	l := &s.lock
	l.note = kit.NewParagraph("", theme.Fail)
	l.note.Font = theme.Caption
	head := kit.NewRow(10, kit.NewIcon("shield", theme.Accent, 20), kit.Grow(kit.NewTitle(title)))
	rows := append([]fyne.CanvasObject{head}, fields...)
	l.body.Objects = []fyne.CanvasObject{kit.NewColumn(14, append(rows, l.note, kit.NewRow(10, kit.Space(), leave, l.enter))...)}
	l.body.Refresh()
}

// askPassword asks who sits there; with a name somebody wants to take over.
func (s *Shell) askPassword(name string) {
	l := &s.lock
	leave := kit.NewSecondary(s.T("shell.cancel"), "", s.uncover)
	if name == "" {
		name = s.profile.User.Name
		leave.Hide()
	}
	l.name, l.old = kit.NewTextField(""), kit.NewPasswordField("")
	l.name.Fill(name)
	submit := func(string) { s.signIn() }
	l.name.OnSubmitted, l.old.OnSubmitted = submit, submit
	l.enter = kit.NewPrimary(s.T("account.enter"), "Enter", s.signIn)
	s.lockForm(s.T("app.name"), leave, kit.FormRow(s.T("account.name"), l.name), kit.FormRow(s.T("account.password"), l.old))
	kit.Focus(l.old)
}

func (s *Shell) signIn() {
	l := &s.lock
	name, password := strings.TrimSpace(l.name.Text), l.old.Text
	if l.enter.Disabled() {
		return
	}
	l.enter.Disable() // argon2 takes its time, and one try is one try
	Save(s, func(ctx context.Context) (checklist.Person, error) { return l.guard.SignIn(ctx, name, password) },
		func(p checklist.Person, err error) {
			l.enter.Enable()
			if err != nil {
				l.note.Set(s.words.Error(err))
				l.old.Fill("")
				kit.Focus(l.old)
				return
			}
			s.profile.User = p
			l.proved = password
			s.proceed()
		})
}

// proceed lets in, or asks for a new password first.
func (s *Shell) proceed() {
	if err := s.lock.guard.Barred(); err != nil {
		s.askNew(err)
		return
	}
	s.uncover()
}

// askNew asks for a password to be set.
func (s *Shell) askNew(why error) {
	l := &s.lock
	l.old, l.fresh, l.again = kit.NewPasswordField(""), kit.NewPasswordField(""), kit.NewPasswordField("")
	submit := func(string) { s.setPassword() }
	l.old.OnSubmitted, l.fresh.OnSubmitted, l.again.OnSubmitted = submit, submit, submit
	l.enter = kit.NewPrimary(s.T("account.enter"), "Enter", s.setPassword)
	reason := kit.NewParagraph(s.words.Error(why), theme.Muted)
	reason.Font = theme.Caption
	fields := []fyne.CanvasObject{reason}
	first := l.fresh
	if l.proved == "" && checklist.CodeOf(why) == "account.old" {
		fields, first = append(fields, kit.FormRow(s.T("account.old"), l.old)), l.old
	}
	fields = append(fields, kit.FormRow(s.T("account.new"), l.fresh), kit.FormRow(s.T("account.again"), l.again))
	s.lockForm(s.T("account.title.new", "name", s.profile.User.Name), kit.Space(), fields...)
	kit.Focus(first)
}

func (s *Shell) setPassword() {
	l := &s.lock
	if l.enter.Disabled() {
		return
	}
	old, fresh := l.proved, l.fresh.Text
	if l.old.Text != "" {
		old = l.old.Text
	}
	if fresh != l.again.Text {
		l.note.Set(s.T("account.differ"))
		kit.Focus(l.again)
		return
	}
	l.enter.Disable()
	Save(s, func(ctx context.Context) (struct{}, error) { return struct{}{}, l.guard.SetPassword(ctx, old, fresh) },
		func(_ struct{}, err error) {
			l.enter.Enable()
			if err != nil {
				l.note.Set(s.words.Reasons(err))
				kit.Focus(l.fresh)
				return
			}
			s.uncover()
		})
}

// Reasons is everything an error says, a refused password's reasons in one line.
func (w Words) Reasons(err error) string {
	var list checklist.Problems
	if !errors.As(err, &list) {
		return w.Error(err)
	}
	parts := make([]string, len(list))
	for i, p := range list {
		parts[i] = w.Problem(p)
	}
	return strings.Join(parts, " ")
}
