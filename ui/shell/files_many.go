package shell

import (
	"path/filepath"
	"slices"
	"strconv"

	"hallcheck/ui/theme"
)

// ManyChooser is a Chooser that also lets several files be taken at once: the
// dialogs on the screen are one.
type ManyChooser interface {
	OpenFiles(extensions []string, then func(paths []string))
}

// OpenFiles asks for files with one of the extensions: Space or a tap marks a
// file, Enter takes all that are marked, or the selected one.
func (d dialogs) OpenFiles(extensions []string, then func([]string)) {
	b := newBrowser(d.s, browseFile, extensions, "", func(path string) { then([]string{path}) })
	b.marks = &marks{then: then}
	b.rows.OnMark = b.mark
	b.show()
}

// marks are the files taken together, in the order they were marked in.
type marks struct {
	paths []string
	then  func([]string)
}

func (m *marks) has(path string) bool { return m != nil && slices.Contains(m.paths, path) }

// mark marks file i or takes the mark away; a folder is entered.
func (b *browser) mark(i int) {
	if b.found[i].dir {
		b.open(i)
		return
	}
	b.inner = false
	path, m := filepath.Join(b.dir, b.found[i].name), b.marks
	if at := slices.Index(m.paths, path); at >= 0 {
		m.paths = slices.Delete(m.paths, at, at+1)
	} else {
		m.paths = append(m.paths, path)
	}
	b.rows.Rebind(i)
	b.note.Style(b.s.T("files.marked", "n", strconv.Itoa(len(m.paths))), theme.Muted, false)
}

// takeMarked gives the marked files on; false = none is.
func (b *browser) takeMarked() bool {
	if b.marks == nil || len(b.marks.paths) == 0 {
		return false
	}
	b.card.Close()
	b.s.keepDir(b.dir)
	b.marks.then(b.marks.paths)
	return true
}

// double is a double click: the first tap entered a folder, and the second must
// not fall through to what lies in it; or it marked a file, which is taken now.
func (b *browser) double(i int) {
	switch {
	case b.inner || b.found[i].dir:
	case b.marks == nil:
		b.open(i)
	default:
		if !b.marks.has(filepath.Join(b.dir, b.found[i].name)) {
			b.mark(i)
		}
		b.takeMarked()
	}
}
