package desk

import (
	"fyne.io/fyne/v2"

	"hallcheck/ui/theme"
)

// split stands the day's peak below what scrolls: it fills while somebody watches, and
// is in sight however many tickets wait.
type split struct{ p *page }

// splitGap is the room between the two, shortAt the height under which windows are low,
// roomier how much taller the peak may be where there is room, at 100 %.
const (
	splitGap float32 = 8
	shortAt  float32 = 460
	roomier  float32 = 48
)

// MinSize implements fyne.Layout.
func (l *split) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(max(o[0].MinSize().Width, o[1].MinSize().Width), o[1].MinSize().Height+splitGap+theme.Scaled(120))
}

// Layout implements fyne.Layout.
func (l *split) Layout(o []fyne.CanvasObject, s fyne.Size) {
	v := &l.p.view
	if short := s.Height < theme.Scaled(shortAt); short != v.short {
		if v.short = short; l.p.scene != nil {
			l.p.drawWindows()
		}
	}
	low := v.strip.Low
	v.strip.Low = false
	if v.strip.Low = v.scroll.Content.MinSize().Height+splitGap+o[1].MinSize().Height > s.Height; v.strip.Low != low {
		v.strip.Refresh()
	}
	least := o[1].MinSize().Height
	room := s.Height - splitGap - v.scroll.Content.MinSize().Height
	tall := max(least, min(room, least+theme.Scaled(roomier)))
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(s.Width, max(s.Height-tall-splitGap, 0)))
	o[1].Move(fyne.NewPos(0, s.Height-tall))
	o[1].Resize(fyne.NewSize(s.Width, tall))
}

// refit lays the column out anew after something in it became taller or lower.
func (p *page) refit() {
	if p.view.scroll.Content.Refresh(); p.view.split != nil {
		p.view.split.Refresh()
	}
}
