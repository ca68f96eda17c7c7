package inspect

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// evidence is the column at the right: the photos of the item with the focus,
// and, when it failed, who fixes it by when.
type evidence struct {
	say      *words
	pics     Photos
	people   func() []checklist.Person
	initials func(string) string
	on       evidenceEvents

	box      *fyne.Container
	rule     *kit.Label
	view     *kit.PhotoView
	strip    *kit.PhotoStrip
	add      *kit.Button
	remove   *kit.Button
	progress *kit.ProgressBar
	progWord *kit.Label
	progRow  *fyne.Container
	foot     *fyne.Container
	marks    *fyne.Container
	mark     *kit.Button
	clear    *kit.Button
	truth    truth
	col      *fyne.Container

	fix       *kit.Card
	severity  *kit.SearchSelect
	owner     *kit.SearchSelect
	due       *kit.SearchSelect
	repeat    *kit.Pill
	recording *kit.TextField
	recRow    *fyne.Container
	fixRows   *fyne.Container
	again     *fyne.Container

	at       place
	photos   []checklist.PhotoRef
	selected int
	day      string // inspection day, from which due days count
	remedy   checklist.Remedy
}

// evidenceEvents is what the column asks its page to do.
type evidenceEvents struct {
	addPhotos   func()
	removePhoto func(checklist.PhotoRef)
	markPhoto   func() // nil = photos are not marked
	setClear    func()
	ask         func(checklist.PhotoRef, func([]checklist.Hint)) // what may be worth knowing about a photo
	compare     func(checklist.PhotoRef, checklist.PhotoUse)
	openViewer  func(i int)
	settle      func(checklist.Remedy)
	cite        func(string)
	focused     func(bool)
	chosen      func() // a picker of the finding was used
}

func newEvidence(say *words, load kit.Loader, pics Photos, people func() []checklist.Person, initials func(string) string, on evidenceEvents) *evidence {
	e := &evidence{say: say, pics: pics, people: people, initials: initials, on: on, selected: -1}
	e.rule = kit.NewCaption("")
	e.view = kit.NewPhotoView(load)
	e.view.Empty = say.T("inspect.photoEmpty")
	e.view.OnOpen = func() { on.openViewer(e.view.Index()) }
	e.view.OnStep = e.choose
	e.strip = kit.NewPhotoStrip(load, say.T("inspect.photoHere"), e.choose, on.addPhotos)
	e.add = kit.NewSecondary(say.T("inspect.photoAdd"), "P", on.addPhotos)
	e.remove = kit.NewIconButton("trash", say.T("inspect.photoRemove"), e.removeChosen)
	e.progress, e.progWord = kit.NewProgressBar(0), kit.NewCaption("")
	e.progRow = kit.NewColumn(6, e.progWord, e.progress)
	head := kit.NewRow(10, kit.NewBold(say.T("inspect.photos")).Whole(), kit.Grow(e.rule), e.add)
	e.foot = kit.NewRow(8, kit.Grow(e.strip), e.remove)
	e.makeMarks()
	e.makeTruth(load)
	e.col = kit.NewColumn(10, head, kit.Grow(e.view), e.foot, e.truth.line, e.marks, e.progRow)
	card := kit.NewCard(e.col)
	e.fix = e.makeFix()
	e.box = container.New(evidenceLayout{e, card}, card, e.fix)
	e.progRow.Hide()
	return e
}

func (e *evidence) makeFix() *kit.Card {
	var grades []kit.Choice
	for _, x := range []checklist.Severity{checklist.Minor, checklist.Major, checklist.Critical} {
		grades = append(grades, kit.Choice{ID: string(x), Text: e.say.T("severity." + string(x))})
	}
	e.severity = kit.NewSearchSelect("", grades, "", nil, func(id string) {
		e.remedy.Severity = checklist.Severity(id)
		e.settled()
	})
	e.owner = kit.NewSearchSelect(e.say.T("inspect.ownerNone"), nil, "", e.matches, func(id string) {
		e.remedy.Owner = id
		e.settled()
	})
	e.owner.Find = e.say.T("inspect.ownerHint")
	e.owner.Free = func(s string) string { return e.say.T("inspect.useTyped", "word", s) }
	e.due = kit.NewSearchSelect("", nil, "", nil, e.setDue)
	e.due.Find = e.say.T("inspect.dueHint")
	e.due.Free = func(s string) string {
		if _, err := time.Parse(time.DateOnly, s); err != nil {
			return ""
		}
		return e.dueWord(s)
	}
	e.repeat = kit.NewIconPill(kit.Warn, "refresh", "")
	e.recording = kit.NewTextField(e.say.T("inspect.recordingHint"))
	e.recording.OnChanged = func(s string) { e.on.cite(s) }
	e.recording.OnFocus = func(on bool) { e.on.focused(on) }
	field := func(key, cap string, o fyne.CanvasObject) *fyne.Container {
		name := kit.NewRow(4, kit.NewCaption(e.say.T(key)).Whole())
		if cap != "" {
			name.Add(kit.NewKeyCap(cap))
		}
		return kit.NewRow(8, kit.MinSize(name, 60, 20), kit.Grow(o))
	}
	e.recRow = field("inspect.recording", "", e.recording)
	e.again = kit.NewRow(0, e.repeat)
	e.fixRows = kit.NewColumn(8, kit.NewBold(e.say.T("inspect.remedy")),
		field("inspect.severity", "", e.severity), field("inspect.owner", "O", e.owner), field("inspect.due", "D", e.due))
	return kit.NewCard(kit.NewColumn(8, e.fixRows, e.recRow, e.again))
}

func (e *evidence) matches(c kit.Choice, typed string) bool {
	return contains(c.Text, typed) || contains(c.Sub, typed) || e.initials != nil && contains(e.initials(c.Text), typed)
}

// bind shows the item at the flow's focus. again is the day it failed before.
func (e *evidence) bind(f *flow, again string) {
	it, a := f.item(), f.answer()
	if it == nil {
		return
	}
	moved := e.at != f.at
	e.at, e.day, e.remedy = f.at, f.in.Day, a.Remedy
	if moved {
		e.selected = len(a.Photos) - 1
	}
	if len(a.Photos) > len(e.photos) || e.selected >= len(a.Photos) {
		e.selected = len(a.Photos) - 1
	}
	e.photos = a.Photos
	rule := e.say.T("inspect.photoRule." + string(it.Photo))
	if len(a.Photos) > 0 {
		rule += " · " + e.say.T("inspect.photoCount", "n", itoa(len(a.Photos)))
	}
	e.rule.Set(rule)
	list := e.list()
	e.strip.Set(list, e.selected)
	e.view.Set(list, e.selected)
	show(e.foot, len(a.Photos) > 0)
	e.bindMarks()
	e.bindTruth()
	e.col.Refresh()
	e.bindFix(f, it, a, again)
	e.box.Refresh()
}

func (e *evidence) bindFix(f *flow, it *checklist.Item, a *checklist.Answer, again string) {
	failed := it.OpensFinding(f.in.Checklist, a.Value)
	covert := f.in.Mode == checklist.Covert
	show(e.fix, failed || covert)
	show(e.fixRows, failed)
	show(e.recRow, covert)
	if e.recording.Text == "" || e.recording.Text != a.Recording {
		e.recording.Fill(a.Recording)
	}
	severity := it.Severity
	if a.Remedy.Severity != "" {
		severity = a.Remedy.Severity
	}
	e.severity.Set(string(severity))
	var people []kit.Choice
	for _, p := range e.people() {
		people = append(people, kit.Choice{ID: p.Name, Text: p.Name, Sub: e.say.post(p)})
	}
	e.owner.SetChoices(people, a.Remedy.Owner)
	due := a.Remedy.Due
	if due == "" {
		due = addDays(f.in.Day, it.RectifyDays)
	}
	e.due.SetChoices(e.dueChoices(it.RectifyDays, due), due)
	show(e.again, again != "" && failed)
	e.repeat.Set(kit.Warn, "refresh", e.say.T("inspect.repeat", "day", e.say.day(again)))
	e.again.Refresh()
}

// dueChoices are the usual spans from the inspection's day, the item's own and
// the one chosen among them.
func (e *evidence) dueChoices(own int, chosen string) []kit.Choice {
	days := map[string]bool{}
	var out []kit.Choice
	add := func(day string) {
		if !days[day] {
			days[day] = true
			out = append(out, kit.Choice{ID: day, Text: e.dueWord(day)})
		}
	}
	for _, n := range []int{0, 1, 3, 7, 14, 30} {
		if own < n {
			add(addDays(e.day, own))
		}
		add(addDays(e.day, n))
	}
	add(addDays(e.day, own))
	add(chosen)
	return out
}

func (e *evidence) dueWord(day string) string {
	d, err := time.Parse(time.DateOnly, day)
	from, bad := time.Parse(time.DateOnly, e.day)
	if err != nil || bad != nil {
		return day
	}
	n := int(d.Sub(from).Hours() / 24)
	span := e.say.T("inspect.dueToday")
	if n != 0 {
		span = e.say.T("inspect.dueDays", "n", itoa(n))
	}
	return e.say.T("inspect.dueLine", "month", itoa(int(d.Month())), "day", itoa(d.Day()), "span", span)
}

func (e *evidence) setDue(day string) {
	e.remedy.Due = day
	e.settled()
}

// settled saves the finding's fields and gives the keyboard back to the items.
func (e *evidence) settled() {
	e.on.settle(e.remedy)
	e.on.chosen()
}

// finding says whether the item in hand has a finding to settle.
func (e *evidence) finding() bool { return e.fix.Visible() && e.fixRows.Visible() }

func addDays(day string, n int) string {
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return d.AddDate(0, 0, n).Format(time.DateOnly)
}

// list is the photos as the strip and the view show them.
func (e *evidence) list() []kit.Photo {
	out := make([]kit.Photo, len(e.photos))
	for i, p := range e.photos {
		out[i] = e.photo(p)
	}
	return out
}

func (e *evidence) photo(p checklist.PhotoRef) kit.Photo {
	thumb, _ := e.pics.Thumb(p.Drawn())
	path, _ := e.pics.Working(p.Drawn())
	when := e.say.T("inspect.photoUnknownTime")
	if p.TakenAt > 0 {
		when = time.UnixMilli(p.TakenAt).Local().Format("01-02 15:04")
	}
	caption := when + " · " + e.say.T("inspect.photoSource."+p.Source)
	if p.Decided() {
		caption += " · " + e.say.T("mark.privacy."+string(p.Privacy))
	}
	return kit.Photo{ID: p.ID, Thumb: thumb, Path: path, Caption: caption, Badges: badges(p)}
}

func (e *evidence) choose(i int) {
	e.selected = i
	list := e.list()
	e.strip.Set(list, i)
	e.view.Set(list, i)
	e.bindMarks()
	e.bindTruth()
}

func (e *evidence) removeChosen() {
	if e.selected >= 0 && e.selected < len(e.photos) {
		e.on.removePhoto(e.photos[e.selected])
	}
}

// importing shows how many of the pictures on their way are stored; 0 of 0 hides it.
func (e *evidence) importing(done, total int) {
	show(e.progRow, total > 0)
	if total > 0 {
		e.progWord.Set(e.say.T("inspect.photoImporting", "done", strconv.Itoa(done), "total", strconv.Itoa(total)))
		e.progress.Set(done * 1000 / total)
	}
	e.col.Refresh()
}

// evidenceLayout gives the photos the height the fixing does not need, up to a
// picture's usual shape.
type evidenceLayout struct {
	e    *evidence
	card *kit.Card
}

func (l evidenceLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(theme.Scaled(230), theme.Scaled(220))
}

func (l evidenceLayout) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	fix := float32(0)
	if l.e.fix.Visible() {
		fix = l.e.fix.MinSize().Height + theme.Gap
	}
	usual := s.Width*0.62 + theme.Scaled(150)
	if l.e.truth.line.Visible() {
		usual += l.e.truth.line.MinSize().Height
	}
	h := min(s.Height-fix, usual)
	h = max(h, theme.Scaled(170))
	put(l.card, 0, 0, s.Width, h)
	put(l.e.fix, 0, h+theme.Gap, s.Width, max(min(fix-theme.Gap, s.Height-h-theme.Gap), 0))
}
