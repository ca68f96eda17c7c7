package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/ui/kit"
)

// tabs lists the routes that stand side by side with the one shown: those of this
// face with Tab that belong to the same rail entry; nil when the page is no tab.
func (s *Shell) tabs() []Route {
	at := s.top().route
	if !at.Tab {
		return nil
	}
	var out []Route
	for _, r := range s.cfg.Routes {
		if r.Tab && r.on(s.cfg.Face) && r.group() == at.group() {
			out = append(out, r)
		}
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// group is the rail entry a route belongs to.
func (r Route) group() string {
	if r.Under != "" {
		return r.Under
	}
	return r.ID
}

// withTabs puts the strip of tabs over a page that has neighbours.
func (s *Shell) withTabs(content fyne.CanvasObject) fyne.CanvasObject {
	list := s.tabs()
	if list == nil {
		return content
	}
	options := make([]kit.Option, len(list))
	for i, r := range list {
		options[i] = kit.Option{ID: r.ID, Text: s.T("tab." + r.ID)}
	}
	strip := kit.NewSegmented(options, s.At(), s.turn)
	strip.Snug = true                                              // eight of them stand on a small screen
	row := container.NewHScroll(kit.NewRow(0, strip, kit.Space())) // large type in a small window
	return container.NewBorder(kit.Inset(row, 0, 0, 12, 0), nil, nil, nil, content)
}

// turn goes to a neighbour. There is nothing to come back to: tabs stand side by side.
func (s *Shell) turn(id string) { s.Go(id, nil) }

// turnBy goes to the next neighbour, or the one before, round and round.
func (s *Shell) turnBy(step int) {
	if len(s.stack) == 0 || s.lock.on || s.cfg.Window.Canvas().Overlays().Top() != nil {
		return
	}
	list := s.tabs()
	for i, r := range list {
		if r.ID == s.At() {
			s.turn(list[(i+step+len(list))%len(list)].ID)
			return
		}
	}
}
