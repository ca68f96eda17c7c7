package shell

import (
	"context"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// Chooser asks for files and folders; then is not called when nothing was chosen.
type Chooser interface {
	OpenFile(extensions []string, then func(path string))
	OpenFolder(then func(path string))
	SaveFile(name string, then func(path string))
}

// dialogs is the Chooser on the screen.
type dialogs struct{ s *Shell }

// OpenFile asks for one file with one of the extensions (".jpg"); none = any.
func (d dialogs) OpenFile(extensions []string, then func(string)) {
	newBrowser(d.s, browseFile, extensions, "", then).show()
}

// OpenFolder asks for a folder.
func (d dialogs) OpenFolder(then func(string)) { newBrowser(d.s, browseFolder, nil, "", then).show() }

// SaveFile asks where a file of that name shall be written; it does not write.
func (d dialogs) SaveFile(name string, then func(string)) {
	newBrowser(d.s, browseSave, nil, name, then).show()
}

type browseFor uint8

const (
	browseFile browseFor = iota
	browseFolder
	browseSave
)

// browser walks through folders.
type browser struct {
	s     *Shell
	what  browseFor
	exts  []string
	then  func(string)
	dir   string
	found []entry
	rows  *kit.Rows
	path  *kit.TextField
	name  *kit.TextField
	card  *kit.Overlay
	note  *kit.Label
	marks *marks // nil = one file is taken
	inner bool   // the list shows a folder just entered
	asked string // the existing file the person was warned about
	fresh bool   // the path field says more than was gone to or chosen since
}

type entry struct {
	name string
	dir  bool
}

func newBrowser(s *Shell, what browseFor, exts []string, name string, then func(string)) *browser {
	b := &browser{s: s, what: what, exts: exts, then: then, dir: s.lastDir(), note: kit.NewCaption("")}
	b.rows = kit.NewRows(func() int { return len(b.found) }, newEntryRow, b.bind)
	b.rows.Height = 34
	b.rows.OnOpen = b.open
	b.rows.OnDouble = b.double
	b.rows.OnRune = b.begin
	b.path = kit.NewTextField("")
	b.path.OnChanged = func(string) { b.fresh = true }
	b.path.OnSubmitted = func(string) { b.typed(b.written()) }
	b.rows.OnSelect = func(int) { b.fresh = false }
	if what == browseSave {
		b.name = kit.NewTextField(s.T("files.name"))
		b.name.SetText(name)
		b.name.OnSubmitted = func(string) { b.accept() }
	}
	return b
}

func newEntryRow() fyne.CanvasObject {
	folder, file := kit.NewIcon("folder", theme.Accent, 16), kit.NewIcon("report", theme.Muted, 16)
	tick := kit.NewIcon("tick", theme.Accent, 16)
	return kit.Inset(kit.NewRow(8, folder, file, kit.Grow(kit.NewLabel("")), tick), 0, 10, 0, 10)
}

func (b *browser) bind(i int, o fyne.CanvasObject) {
	row := o.(*fyne.Container).Objects[0].(*fyne.Container)
	if b.found[i].dir {
		row.Objects[0].Show()
		row.Objects[1].Hide()
	} else {
		row.Objects[0].Hide()
		row.Objects[1].Show()
	}
	row.Objects[2].(*kit.Label).Set(b.found[i].name)
	row.Objects[3].Hide()
	if b.marks.has(filepath.Join(b.dir, b.found[i].name)) {
		row.Objects[3].Show()
	}
	row.Refresh()
}

func (b *browser) show() {
	t := b.s.T
	title := t([]string{"files.open", "files.folder", "files.save"}[b.what])
	up := kit.NewIconButton("up", t("files.up"), func() { b.visit(filepath.Dir(b.dir)) })
	var places []fyne.CanvasObject
	for _, p := range placesOf() {
		name := p.path
		if p.key != "" {
			name = t("files.place." + p.key)
		}
		places = append(places, kit.NewQuiet(name, func() { b.visit(p.path) }).WithIcon("folder"))
	}
	ok := kit.NewPrimary(t([]string{"files.ok.open", "files.ok.folder", "files.ok.save"}[b.what]), saveKey, b.accept)
	no := kit.NewSecondary(t("shell.cancel"), "Esc", func() { b.card.Dismiss() })
	size := b.s.cfg.Window.Canvas().Size()
	list := kit.NewCardInset(kit.MinSize(b.rows, 420, min(360, size.Height-320)), 1)
	objects := []fyne.CanvasObject{
		kit.NewTitle(title), kit.NewRow(8, up, kit.Grow(b.path)), kit.Flow(places...), list,
	}
	if b.name != nil {
		objects = append(objects, b.name)
	}
	objects = append(objects, kit.NewRow(10, kit.Grow(b.note), no, ok))
	var first fyne.Focusable = b.rows
	if b.name != nil { // Enter saves; in the list it would open a folder
		first = b.name
	}
	b.card = kit.ShowDialog(b.s.cfg.Window.Canvas(), kit.NewColumn(12, objects...), 640, first)
	b.card.OnEnter, b.card.Main = b.accept, ok
	b.visit(b.dir)
}

type place struct{ key, path string }

// placesOf are the folders people keep things in, those that exist.
func placesOf() []place {
	home, err := os.UserHomeDir()
	if err != nil {
		return nil
	}
	out := []place{{"home", home}}
	for _, p := range []place{{"desktop", "Desktop"}, {"documents", "Documents"}, {"downloads", "Downloads"}, {"pictures", "Pictures"}} {
		full := filepath.Join(home, p.path)
		if st, err := os.Stat(full); err == nil && st.IsDir() {
			out = append(out, place{p.key, full})
		}
	}
	return append(out, drives()...)
}

// visit reads a folder away from the window and lists it.
func (b *browser) visit(dir string) {
	exts, what := b.exts, b.what
	b.fresh = false
	Run(b.s, context.Background(), func(context.Context) ([]entry, error) { return entriesOf(dir, what, exts) },
		func(found []entry, err error) { b.arrive(dir, found, err) })
}

// arrive lists a folder that was read. A path somebody began to write meanwhile stays.
func (b *browser) arrive(dir string, found []entry, err error) {
	if err != nil {
		b.fresh = b.written() != b.dir
		b.note.Style(b.s.T("files.unreadable", "path", dir), theme.Fail, false)
		return
	}
	b.dir, b.found = dir, found
	if !b.fresh {
		b.path.Fill(dir)
	}
	count := b.s.T("files.count", "n", b.s.words.N(len(found)))
	if len(found) == 0 && b.what == browseFile {
		count = b.s.T("files.none")
	}
	b.note.Style(count, theme.Muted, false)
	b.rows.Select(min(0, len(found)-1))
	b.rows.Reload()
	b.rows.Reveal(0)
}

func entriesOf(dir string, what browseFor, exts []string) ([]entry, error) {
	list, err := os.ReadDir(dir)
	if err != nil {
		return nil, checklist.Fail("files.unreadable", "path", dir).Because(err)
	}
	var out []entry
	for _, e := range list {
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		isDir := e.IsDir()
		if e.Type()&os.ModeSymlink != 0 {
			if st, err := os.Stat(filepath.Join(dir, e.Name())); err == nil {
				isDir = st.IsDir()
			}
		}
		if isDir || what != browseFolder && hasExt(e.Name(), exts) {
			out = append(out, entry{e.Name(), isDir})
		}
	}
	sort.SliceStable(out, func(i, j int) bool {
		if out[i].dir != out[j].dir {
			return out[i].dir
		}
		return strings.ToLower(out[i].name) < strings.ToLower(out[j].name)
	})
	return out, nil
}

func hasExt(name string, exts []string) bool {
	for _, e := range exts {
		if strings.EqualFold(filepath.Ext(name), e) {
			return true
		}
	}
	return len(exts) == 0
}

// open enters a folder; a file is taken, or gives its name to the save field.
func (b *browser) open(i int) {
	full := filepath.Join(b.dir, b.found[i].name)
	b.inner = b.found[i].dir
	switch {
	case b.found[i].dir:
		b.visit(full)
	case b.what == browseSave:
		b.name.SetText(b.found[i].name)
	case b.what == browseFile && !b.takeMarked():
		b.take(full)
	}
}

// begin goes on in the path field with what somebody types at the list.
func (b *browser) begin(r rune) {
	text := string(r)
	if !strings.ContainsAny(text, `/\~`) {
		text = strings.TrimSuffix(b.dir, string(filepath.Separator)) + string(filepath.Separator) + text
	}
	b.path.Fill(text)
	b.path.CursorColumn, b.fresh = len([]rune(text)), true
	kit.Focus(b.path)
}

// written is the path the field holds, ~ standing for the home folder.
func (b *browser) written() string { return fromHome(strings.TrimSpace(b.path.Text)) }

// typed goes where the path field says.
func (b *browser) typed(path string) {
	st, err := os.Stat(path)
	switch {
	case err == nil && st.IsDir():
		b.visit(path)
		if b.name != nil {
			kit.Focus(b.name)
		} else {
			kit.Focus(b.rows) // to choose in it
		}
	case err == nil && b.what == browseFile:
		b.dir = filepath.Dir(path) // the next dialog begins there
		b.take(path)
	default:
		b.note.Style(b.s.T("files.unreadable", "path", path), theme.Fail, false)
	}
}

// accept takes what is chosen: a path somebody wrote before the row it stands above.
func (b *browser) accept() {
	if path := b.written(); b.fresh && path != "" && path != b.dir {
		if st, err := os.Stat(path); b.what == browseFile || err != nil || !st.IsDir() {
			b.typed(path)
			return
		}
		b.dir = path
	}
	switch b.what {
	case browseFolder:
		b.take(b.dir)
	case browseSave:
		path := pathOf(b.dir, strings.TrimSpace(b.name.Text))
		if path == "" {
			b.note.Style(b.s.T("files.noName"), theme.Fail, false)
			return
		}
		b.save(path)
	default:
		if b.takeMarked() {
			return
		}
		if i := b.rows.Selected(); i >= 0 && i < len(b.found) {
			b.open(i)
		}
	}
}

// pathOf is where a typed name means to write: in dir, or where a full path says – from
// the root or, with ~, from the home folder. "" = it names no file.
func pathOf(dir, name string) string {
	name = fromHome(name)
	file := name
	if filepath.IsAbs(name) {
		dir, file = filepath.Split(name)
	}
	if file == "" || strings.ContainsAny(file, `/\`) {
		return ""
	}
	return filepath.Join(dir, file)
}

// fromHome is path with a leading ~ read as the home folder.
func fromHome(path string) string {
	home, err := os.UserHomeDir()
	if err != nil || path != "~" && !strings.HasPrefix(path, "~/") && !strings.HasPrefix(path, `~\`) {
		return path
	}
	return filepath.Join(home, path[1:])
}

// save takes a path to write to, in a folder that exists; a file that is there already
// is replaced only when the person says so again.
func (b *browser) save(path string) {
	st, err := os.Stat(path)
	switch {
	case err == nil && st.IsDir():
		b.note.Style(b.s.T("files.noName"), theme.Fail, false)
	case err == nil && b.asked != path:
		b.asked = path
		b.note.Style(b.s.T("files.exists"), theme.Warn, false)
	default:
		in := filepath.Dir(path)
		if st, err := os.Stat(in); err != nil || !st.IsDir() {
			b.note.Style(b.s.T("files.unreadable", "path", in), theme.Fail, false)
			return
		}
		b.dir = in
		b.take(path)
	}
}

func (b *browser) take(path string) {
	b.card.Close()
	b.s.keepDir(b.dir)
	b.then(path)
}

// lastDir is the folder chosen from last, or the home folder.
func (s *Shell) lastDir() string {
	if st, err := os.Stat(s.dir); err == nil && st.IsDir() { // a stick may be gone
		return s.dir
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return string(filepath.Separator)
	}
	return home
}

// settingDir keeps the folder chosen from last over restarts.
const settingDir = "ui.dir"

func (s *Shell) keepDir(dir string) {
	if dir == s.dir {
		return
	}
	s.dir = dir
	home := s.cfg.Home
	Save(s, func(ctx context.Context) (struct{}, error) { return struct{}{}, home.SetSetting(ctx, settingDir, dir) }, nil)
}
