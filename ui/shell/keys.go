package shell

import (
	"strconv"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"hallcheck/ui/kit"
)

// typed routes a rune no focused field took.
func (s *Shell) typed(r rune) {
	s.touch()
	if s.lock.on || s.cfg.Window.Canvas().Overlays().Top() != nil || len(s.stack) == 0 {
		return
	}
	for _, k := range s.top().page.Keys() {
		if k.Rune != 0 && unicode.ToLower(k.Rune) == unicode.ToLower(r) {
			k.Do()
			return
		}
	}
	if t, ok := s.top().page.(Typist); ok && t.Typed(r) {
		return
	}
	switch r {
	case '?', '？':
		s.Help()
	case '/', '、':
		s.search()
	}
}

// pressed routes a named key no focused control took.
func (s *Shell) pressed(e *fyne.KeyEvent) {
	s.touch()
	if s.lock.on {
		return
	}
	if s.cfg.Window.Canvas().Overlays().Top() != nil {
		if o := kit.TopOverlay(s.cfg.Window.Canvas()); o != nil {
			o.Press(e)
		}
		return
	}
	if len(s.stack) == 0 || s.remindKey(e.Name) {
		return
	}
	page := s.top().page
	for _, k := range page.Keys() {
		if k.Rune == 0 && k.Mod == 0 && sameKey(k.Name, e.Name) {
			k.Do()
			return
		}
	}
	if p, ok := page.(Presser); ok && p.Pressed(e) {
		return
	}
	switch e.Name {
	case fyne.KeyF1:
		s.Help()
	case fyne.KeyF5:
		s.Reload()
	case fyne.KeyEscape:
		if x, ok := page.(Escaper); !ok || !x.Escape() {
			s.Back()
		}
	default:
		kit.Turn(s.top().content, e)
	}
}

func sameKey(a, b fyne.KeyName) bool {
	if b == fyne.KeyEnter {
		b = fyne.KeyReturn
	}
	if a == fyne.KeyEnter {
		a = fyne.KeyReturn
	}
	return a == b
}

func (s *Shell) search() {
	if p, ok := s.top().page.(Searcher); ok {
		p.Search()
	}
}

func (s *Shell) print() {
	if p, ok := s.top().page.(Printer); ok {
		p.Print()
	}
}

// globalShortcuts are Alt 1…9 for the rail and Alt 0 for its last entry, Ctrl F, Ctrl P, and Ctrl PageUp and
// PageDown from tab to tab.
func (s *Shell) globalShortcuts() {
	add := func(k fyne.KeyName, m fyne.KeyModifier, do func()) {
		s.bind(&desktop.CustomShortcut{KeyName: k, Modifier: m}, do)
	}
	ids := s.rail.ids()
	for i, id := range ids {
		if i < 9 {
			add(fyne.KeyName(strconv.Itoa(i+1)), fyne.KeyModifierAlt, func() { s.Go(id, nil) })
		}
	}
	if n := len(ids); n > 0 {
		add(fyne.Key0, fyne.KeyModifierAlt, func() { s.Go(ids[n-1], nil) })
	}
	add(fyne.KeyF, fyne.KeyModifierControl, s.search)
	add(fyne.KeyP, fyne.KeyModifierControl, s.print)
	add(fyne.KeyLeft, fyne.KeyModifierAlt, s.Back)
	add(fyne.KeyPageDown, fyne.KeyModifierControl, func() { s.turnBy(1) })
	add(fyne.KeyPageUp, fyne.KeyModifierControl, func() { s.turnBy(-1) })
}

// pageShortcuts puts the page's keys with modifiers in force.
func (s *Shell) pageShortcuts() {
	c := s.cfg.Window.Canvas()
	for _, x := range s.drops {
		c.RemoveShortcut(x)
		s.shortcuts.RemoveShortcut(x)
	}
	s.drops = nil
	finish := OnKey(fyne.KeyReturn, fyne.KeyModifierControl, "", func() {}) // in force for dialogs where the page has none
	for _, k := range append([]Key{finish}, s.top().page.Keys()...) {
		if k.Mod == 0 || k.Rune != 0 {
			continue
		}
		x := shortcutOf(k)
		s.bind(x, k.Do)
		s.drops = append(s.drops, x)
	}
}

// saveKey is the cap on the button of a form, and enters the shortcut it stands for. A
// question has none: holding the keys that finish a page must not answer it.
const saveKey = "Ctrl ⏎"

var enters = (&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierControl}).ShortcutName()

// bind puts a shortcut in force while no dialog is open; Ctrl Enter does what a dialog's
// button does.
func (s *Shell) bind(x fyne.Shortcut, do func()) {
	c := s.cfg.Window.Canvas()
	f := func(fyne.Shortcut) {
		s.touch()
		if s.lock.on {
			return
		}
		if c.Overlays().Top() == nil {
			do()
			return
		}
		o, saves := kit.TopOverlay(c), x.ShortcutName() == enters
		if saves && o != nil && o.Leave != nil && o.Leave() { // a list in the form is no place to be stuck in
			o = kit.TopOverlay(c)
		}
		if saves && o != nil && o.Main != nil && o.Main.Key == saveKey {
			o.OnEnter()
		}
	}
	c.AddShortcut(x, f)
	s.shortcuts.AddShortcut(x, f)
}

// Shortcut does what a key with modifiers does on this window.
func (s *Shell) Shortcut(x fyne.Shortcut) { s.shortcuts.TypedShortcut(x) }
