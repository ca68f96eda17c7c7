package shell

import (
	"fyne.io/fyne/v2"

	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// Sizes of the list of keys, at 100 %.
const (
	keysWide = 840 // of the dialog
	capsWide = 96  // of the caps before the sentences
	capGap   = 12
	keysGap  = 24  // between the two columns
	keyGap   = 4   // between the keys
	keysMost = 440 // what a column of keys may be high before the other takes some
)

// What a dialog has around its content: its inset at both sides, and that with heading,
// button and the least room above and below.
const (
	dialogSides = 40
	dialogEnds  = 200
)

// keyList builds the list of keys: every sentence stands whole, on two lines where one
// is too short.
type keyList struct {
	s    *Shell
	room float32 // for a sentence
}

func (s *Shell) newKeyList(columns float32) *keyList {
	wide := min(theme.Scaled(keysWide), s.cfg.Window.Canvas().Size().Width-2*keysGap) - dialogSides
	return &keyList{s, (wide-keysGap*(columns-1))/columns - theme.Scaled(capsWide) - capGap}
}

func (l *keyList) line(cap, text string) fyne.CanvasObject {
	sentence := kit.NewParagraph(text, theme.Text)
	sentence.Resize(fyne.NewSize(l.room, 0)) // its height depends on the width it gets
	return kit.NewRow(capGap, kit.MinSize(kit.NewRow(0, kit.NewKeyCap(cap)), capsWide, 26), kit.Grow(sentence))
}

// page is the keys of the page in front.
func (l *keyList) page() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	p := l.s.top().page
	for _, k := range p.Keys() {
		if k.Text != "" {
			out = append(out, l.line(k.Cap(), k.Text))
		}
	}
	if _, ok := p.(Searcher); ok {
		out = append(out, l.line("/", l.s.T("key.search")))
	}
	if _, ok := p.(Printer); ok {
		out = append(out, l.line("Ctrl P", l.s.T("key.print")))
	}
	return out
}

// window is the keys that do the same on every page.
func (l *keyList) window() []fyne.CanvasObject {
	out := []fyne.CanvasObject{keysOf(l.s.T("key.everywhere"))}
	if l.s.tabs() != nil {
		out = append(out, l.line("Ctrl PgDn", l.s.T("key.turn")))
	}
	if l.s.toasts.reminder != nil {
		out = append(out, l.line("F8", l.s.T("key.remind")))
	}
	for _, g := range [][2]string{
		{"Alt 1…9 0", "key.rail"}, {"Tab", "key.tab"}, {"Esc", "key.back"}, {"F5", "key.reload"}, {"?", "key.help"},
	} {
		out = append(out, l.line(g[0], l.s.T(g[1])))
	}
	return out
}

// keysOf is the heading over a column.
func keysOf(text string) fyne.CanvasObject {
	return kit.NewText(text, theme.Caption, true, theme.Muted)
}

func heightOf(objects []fyne.CanvasObject) float32 {
	return kit.NewColumn(keyGap, objects...).MinSize().Height
}

// spread gives the last keys of a page whose column is higher than most to the other
// column, over those of the window.
func spread(page, window []fyne.CanvasObject, most float32) (left, right []fyne.CanvasObject) {
	left, right = page, window
	for n := len(page) - 1; n > 1 && heightOf(left) > max(most, heightOf(right)); n-- {
		left = page[:n]
		right = append(append([]fyne.CanvasObject{keysOf("")}, page[n:]...), append([]fyne.CanvasObject{keysOf("")}, window...)...)
	}
	return left, right
}

// Help shows every key of the page and of the window. Where the window is too low for
// them, they scroll.
func (s *Shell) Help() {
	l := s.newKeyList(2)
	page := l.page()
	most := s.cfg.Window.Canvas().Size().Height - dialogEnds
	body := fyne.CanvasObject(nil)
	if len(page) == 0 {
		body = kit.NewColumn(keyGap, s.newKeyList(1).window()...)
	} else {
		title, _ := s.top().page.Title()
		left, right := spread(append([]fyne.CanvasObject{keysOf(title)}, page...), l.window(), min(theme.Scaled(keysMost), most))
		body = kit.Equal(keysGap, kit.NewColumn(keyGap, left...), kit.NewColumn(keyGap, right...))
	}
	if body.MinSize().Height > most {
		body = kit.MinSize(kit.Scroll(body), 0, most/theme.Scaled(1))
	}
	s.Dialog(s.T("key.title"), body, keysWide)
}
