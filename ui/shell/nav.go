package shell

import (
	"context"
	"path/filepath"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
)

// route finds a route of this face.
func (s *Shell) route(id string) (Route, bool) {
	for _, r := range s.cfg.Routes {
		if r.ID == id && r.on(s.cfg.Face) {
			return r, true
		}
	}
	return Route{}, false
}

// Has says whether this face has a route.
func (s *Shell) Has(id string) bool { _, ok := s.route(id); return ok }

// Go shows a route and forgets the way back: what a rail entry does.
func (s *Shell) Go(id string, arg any) {
	r, ok := s.route(id)
	if !ok {
		return
	}
	s.flush()
	for _, v := range s.stack {
		v.cancel()
	}
	s.stack = []*visit{newVisit(r, arg)}
	s.show()
}

// Open shows a route; Back returns to the page before.
func (s *Shell) Open(id string, arg any) {
	r, ok := s.route(id)
	if !ok {
		return
	}
	s.flush()
	s.stack = append(s.stack, newVisit(r, arg))
	s.show()
}

// Replace shows a route instead of the page shown, keeping the way back.
func (s *Shell) Replace(id string, arg any) {
	r, ok := s.route(id)
	if !ok || len(s.stack) == 0 {
		return
	}
	s.flush()
	s.top().cancel()
	s.stack[len(s.stack)-1] = newVisit(r, arg)
	s.show()
}

// Back returns to the page before, or does nothing on the first one.
func (s *Shell) Back() {
	if len(s.stack) < 2 {
		return
	}
	s.flush()
	s.top().cancel()
	s.stack = s.stack[:len(s.stack)-1]
	s.show()
}

// At is the route shown.
func (s *Shell) At() string {
	if len(s.stack) == 0 {
		return ""
	}
	return s.top().route.ID
}

// Page is the page shown.
func (s *Shell) Page() Page { return s.top().page }

// Reload loads the page shown again.
func (s *Shell) Reload() {
	if len(s.stack) > 0 && s.top().page != nil {
		s.top().page.Load(s.top().ctx)
		s.RefreshHeader()
	}
}

// RefreshHeader reads title and actions of the page again.
func (s *Shell) RefreshHeader() { s.head.set(s.top(), len(s.stack) > 1) }

func (s *Shell) top() *visit { return s.stack[len(s.stack)-1] }

func newVisit(r Route, arg any) *visit {
	ctx, cancel := context.WithCancel(context.Background())
	return &visit{route: r, arg: arg, ctx: ctx, cancel: cancel}
}

// show puts the top page on the screen and loads it.
func (s *Shell) show() {
	s.touch()
	v := s.top()
	if v.page == nil {
		v.page = v.route.New(s, v.arg)
		v.content = v.page.Content()
	}
	s.area.Objects = []fyne.CanvasObject{s.withTabs(v.content)}
	s.cfg.Window.Canvas().Unfocus()
	s.area.Refresh()
	s.toasts.box.Refresh() // a toast goes where this page has room for it
	s.rail.light(s.lit())
	s.pageShortcuts()
	s.head.set(v, len(s.stack) > 1)
	s.title()
	v.page.Load(v.ctx)
	s.head.set(v, len(s.stack) > 1)
	s.told("")
}

// title names the page on the window's own bar.
func (s *Shell) title() {
	title, _ := s.top().page.Title()
	if name := s.T("app.name"); title != name {
		s.cfg.Window.SetTitle(title + " – " + name)
	} else { // the first run
		s.cfg.Window.SetTitle(name)
	}
}

// lit is the rail entry of the page shown.
func (s *Shell) lit() string {
	for i := len(s.stack) - 1; i >= 0; i-- {
		r := s.stack[i].route
		if r.Under != "" {
			return r.Under
		}
		if r.Rail {
			return r.ID
		}
	}
	return ""
}

// flush hands over what is typed but not saved.
func (s *Shell) flush() {
	if len(s.stack) == 0 {
		return
	}
	if f, ok := s.top().page.(Flusher); ok {
		f.Flush()
	}
}

// pendingChanges gathers changes until the window's goroutine gets to them.
type pendingChanges struct {
	sync.Mutex
	kinds map[string]bool
}

// changed is called on whatever goroutine committed.
func (s *Shell) changed(c checklist.Change) {
	s.pending.Lock()
	first := len(s.pending.kinds) == 0
	if first {
		s.pending.kinds = map[string]bool{}
	}
	s.pending.kinds[c.Kind] = true
	s.pending.Unlock()
	if first {
		s.tasks.post(s.takeChanges)
	}
}

// Saved says in the foot that something was saved just now. Changes the store tells of
// say it by themselves; a setting is none.
func (s *Shell) Saved() { s.status.saved(s.Now()) }

// kindSpace is the change a store announces when the disk is full.
const kindSpace = "space"

func (s *Shell) takeChanges() {
	s.pending.Lock()
	kinds := s.pending.kinds
	s.pending.kinds = nil
	s.pending.Unlock()
	if kinds[kindSpace] { // nothing was saved by this one: the disk is full and the store lives on its reserve
		delete(kinds, kindSpace)
		s.Fail(checklist.Fail("ui.lowSpace"))
		if len(kinds) == 0 {
			return
		}
	}
	s.Saved()
	s.refreshHome()
	for k := range kinds {
		s.told(k)
	}
	if len(s.stack) == 0 || s.top().page == nil {
		return
	}
	w, picky := s.top().page.(Wanter)
	for k := range kinds {
		if !picky || w.WantsChange(k) {
			s.Reload()
			return
		}
	}
}

func (s *Shell) dropped(uris []fyne.URI) {
	var paths []string
	for _, u := range uris {
		if u.Scheme() == "file" {
			paths = append(paths, filepath.FromSlash(u.Path()))
		}
	}
	if d, ok := s.top().page.(DropTarget); ok && len(paths) > 0 && kit.TopOverlay(s.cfg.Window.Canvas()) == nil {
		d.Drop(paths)
	}
}

// shortcutOf is Fyne's form of a key with modifiers; Ctrl V C X A Z Y come
// from Fyne under their own names.
func shortcutOf(k Key) fyne.Shortcut {
	if k.Mod == fyne.KeyModifierControl {
		switch k.Name {
		case fyne.KeyV:
			return &fyne.ShortcutPaste{}
		case fyne.KeyC:
			return &fyne.ShortcutCopy{}
		case fyne.KeyZ:
			return &fyne.ShortcutUndo{}
		case fyne.KeyY:
			return &fyne.ShortcutRedo{}
		case fyne.KeyA:
			return &fyne.ShortcutSelectAll{}
		}
	}
	return &desktop.CustomShortcut{KeyName: k.Name, Modifier: k.Mod}
}
