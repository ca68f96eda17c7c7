package findings

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/ui/theme"
)

// oneLayout: before and after side by side with the bench below, facts and
// history at the right; in a narrow window one below the other.
type oneLayout struct {
	before, after, work, side fyne.CanvasObject

	bare bool    // no photos yet: the frames are left out
	wide float32 // the width last given
}

// container puts the four on the page.
func (l *oneLayout) container() *fyne.Container {
	return container.New(l, l.before, l.after, l.work, l.side)
}

// split says whether facts and history have a column of their own.
func (l *oneLayout) split() bool { return l.wide >= theme.Scaled(700) }

// column is the width of facts and history beside the rest.
func (l *oneLayout) column() float32 { return min(theme.Scaled(304), l.wide*0.34) }

// least is the height photos get at least.
func (l *oneLayout) least() float32 {
	if l.bare {
		return max(l.before.MinSize().Height, l.after.MinSize().Height)
	}
	return theme.Scaled(230)
}

func (l *oneLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	h := l.least() + theme.Gap + l.work.MinSize().Height
	if l.wide > 0 && !l.split() {
		h += theme.Gap + theme.Scaled(420)
	}
	return fyne.NewSize(320, h)
}

func (l *oneLayout) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	l.wide = s.Width
	main, bottom := s.Width, s.Height
	if l.split() {
		side := l.column()
		main -= side + theme.Gap
		put(l.side, s.Width-side, 0, side, s.Height)
	} else {
		h := theme.Scaled(420)
		bottom -= h + theme.Gap
		put(l.side, 0, bottom+theme.Gap, s.Width, h)
	}
	for range 2 { // paragraphs measure at the width they have
		l.work.Resize(fyne.NewSize(main, l.work.MinSize().Height))
	}
	wh := l.work.MinSize().Height
	ph := max(bottom-wh-theme.Gap, l.least())
	if l.bare {
		ph = l.least()
	}
	half := (main - theme.Gap) / 2
	put(l.before, 0, 0, half, ph)
	put(l.after, half+theme.Gap, 0, half, ph)
	put(l.work, 0, ph+theme.Gap, main, wh)
}

// split cuts a language file's list of words.
func split(words string) []string {
	var out []string
	for _, w := range strings.Split(words, "|") {
		if w = strings.TrimSpace(w); w != "" {
			out = append(out, w)
		}
	}
	return out
}

// unique keeps the first n different words.
func unique(words []string, n int) []string {
	var out []string
	seen := map[string]bool{}
	for _, w := range words {
		if w = strings.TrimSpace(w); w != "" && !seen[w] && len(out) < n {
			seen[w] = true
			out = append(out, w)
		}
	}
	return out
}
