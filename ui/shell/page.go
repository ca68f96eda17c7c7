package shell

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
)

// Page is one page of the window. It is made when it is opened and dropped
// when it is left for good; Load is called when it is shown, when it is
// returned to, on F5, and when something it shows was changed.
type Page interface {
	// Title is the heading and the muted words behind it, in the language in force.
	Title() (title, sub string)
	// Content builds the page's objects; called once.
	Content() fyne.CanvasObject
	// Load reads and shows the data. ctx ends when the page is left.
	Load(ctx context.Context)
	// Keys are the page's own keys, shown by "?".
	Keys() []Key
}

// Abilities a page may have besides.
type (
	// Actor has buttons at the right of the title row, the primary one last.
	Actor interface{ Actions() []fyne.CanvasObject }
	// Searcher can put the keyboard into its search field ("/", Ctrl F).
	Searcher interface{ Search() }
	// Printer can print what it shows (Ctrl P).
	Printer interface{ Print() }
	// Flusher has something typed that is not yet saved; Flush hands it to
	// Save and is called before the page is left and before the window closes.
	Flusher interface{ Flush() }
	// Wanter says which kinds of checklist.Change make it load again; a page
	// without this ability loads on every change.
	Wanter interface {
		WantsChange(kind string) bool
	}
	// DropTarget takes files and folders dropped anywhere on the window.
	DropTarget interface{ Drop(paths []string) }
	// Escaper uses Esc itself; false lets Esc go back.
	Escaper interface{ Escape() bool }
	// Typist takes runes no Key matches (digits for a stepper); false = not used.
	Typist interface{ Typed(r rune) bool }
	// Aside keeps toasts off what is worked with: they stand at the bottom of a
	// column at the right, that wide.
	Aside interface{ ToastWidth() float32 }
	// Presser takes keys no Key matches (arrows in a list); false = not used.
	Presser interface{ Pressed(e *fyne.KeyEvent) bool }
)

// Key is one key of a page: either a rune (typed anywhere outside a field) or
// a named key with modifiers.
type Key struct {
	Rune rune
	Name fyne.KeyName
	Mod  fyne.KeyModifier
	Text string // what it does, for the list of keys; "" hides it there
	Do   func()
}

// On makes a key from the sign typed; letters match in both cases.
func On(r rune, text string, do func()) Key { return Key{Rune: r, Text: text, Do: do} }

// OnKey makes a key from its name and modifiers (0 = none).
func OnKey(name fyne.KeyName, mod fyne.KeyModifier, text string, do func()) Key {
	return Key{Name: name, Mod: mod, Text: text, Do: do}
}

var keyWords = map[fyne.KeyName]string{
	fyne.KeyReturn: "Enter", fyne.KeyEnter: "Enter", fyne.KeyEscape: "Esc", fyne.KeyUp: "↑", fyne.KeyDown: "↓",
	fyne.KeyLeft: "←", fyne.KeyRight: "→", fyne.KeyPageUp: "PgUp", fyne.KeyPageDown: "PgDn", fyne.KeySpace: "Space",
	fyne.KeyDelete: "Del",
}

// Cap is what stands on the key.
func (k Key) Cap() string {
	if k.Rune != 0 {
		return strings.ToUpper(string(k.Rune))
	}
	var b strings.Builder
	for _, m := range []struct {
		mod  fyne.KeyModifier
		word string
	}{{fyne.KeyModifierControl, "Ctrl "}, {fyne.KeyModifierAlt, "Alt "}, {fyne.KeyModifierShift, "Shift "}} {
		if k.Mod&m.mod != 0 {
			b.WriteString(m.word)
		}
	}
	if w, ok := keyWords[k.Name]; ok {
		return b.String() + w
	}
	return b.String() + string(k.Name)
}

// Route is one place of the window. Routes are data: ui.go lists them.
type Route struct {
	ID    string           // name for Open
	Icon  string           // of assets/icons
	Faces []checklist.Face // which face has it
	Rail  bool             // stands in the rail; its word is "rail."+ID
	Under string           // rail entry lit while this route is shown ("" = the one before)
	Tab   bool             // stands side by side with the other tabs of its rail entry
	New   func(s *Shell, arg any) Page
	Badge func(ctx context.Context) (int, error) // number on the rail entry, nil = none
}

func (r Route) on(f checklist.Face) bool {
	for _, x := range r.Faces {
		if x == f {
			return true
		}
	}
	return false
}
