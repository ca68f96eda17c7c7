package shell

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/theme"
)

// Prefs are the window's own settings.
type Prefs struct {
	Lang  checklist.Lang
	Mode  theme.Mode
	Scale int // font scale in percent
}

// Setting keys of the preferences.
const (
	SettingLang  = "ui.lang"
	SettingTheme = "ui.theme"
	SettingScale = "ui.scale"
)

// SettingOpen remembers what is being filled in on the screen, so that a program that
// was killed comes back to it: an inspection's id, for a patrol with a word before; "" = nothing.
const SettingOpen = "open.page"

func (p Prefs) sane() Prefs {
	if p.Lang != checklist.EN {
		p.Lang = checklist.ZH
	}
	switch p.Mode {
	case theme.System, theme.Dark, theme.HighContrast:
	default: // a hall is bright, and not every desktop says what it prefers
		p.Mode = theme.Light
	}
	if p.Scale == 0 {
		p.Scale = 100
	}
	p.Scale = min(max(p.Scale, theme.MinScale), theme.MaxScale)
	return p
}

// ReadPrefs reads the preferences; missing ones get their defaults.
func ReadPrefs(ctx context.Context, h Home) Prefs {
	get := func(key string) string {
		v, err := h.Setting(ctx, key)
		if err != nil {
			return ""
		}
		return v
	}
	scale, _ := strconv.Atoi(get(SettingScale))
	return Prefs{checklist.Lang(get(SettingLang)), theme.Mode(get(SettingTheme)), scale}.sane()
}

// Prefs returns the preferences in force.
func (s *Shell) Prefs() Prefs { return s.prefs }

// SetPrefs puts preferences in force at once, keeps them, and builds the page anew.
func (s *Shell) SetPrefs(p Prefs) {
	p = p.sane()
	if p == s.prefs {
		return
	}
	s.flush()
	s.prefs, s.words = p, Words{p.Lang}
	s.cfg.App.Settings().SetTheme(theme.New(p.Mode, p.Scale))
	s.rebuild()
	home := s.cfg.Home
	Save(s, func(ctx context.Context) (struct{}, error) {
		for k, v := range map[string]string{
			SettingLang: string(p.Lang), SettingTheme: string(p.Mode), SettingScale: strconv.Itoa(p.Scale),
		} {
			if err := home.SetSetting(ctx, k, v); err != nil {
				return struct{}{}, err
			}
		}
		return struct{}{}, nil
	}, nil)
}

// rebuild makes rail, status line and page anew, in the look and language in force.
func (s *Shell) rebuild() {
	s.variant = s.cfg.App.Settings().ThemeVariant()
	s.build()
	s.refreshHome()
	for _, v := range s.stack {
		v.page = nil
	}
	s.show()
}

// followDesktop puts the desktop's light or dark in force when it changes.
func (s *Shell) followDesktop() {
	s.variant = s.cfg.App.Settings().ThemeVariant()
	s.cfg.App.Settings().AddListener(func(now fyne.Settings) {
		if !s.ended && s.prefs.Mode == theme.System && now.ThemeVariant() != s.variant {
			s.flush()
			s.rebuild()
		}
	})
}
