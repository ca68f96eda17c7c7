package cases

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// formWidth is the width of the forms at 100 %.
const formWidth = 520

// textLines is how many lines of what is told are seen while it is written; more scroll.
const textLines = 3

// words makes choices of ids whose words stand under a prefix.
func (p *page) words(prefix string, ids []string) []kit.Choice {
	out := make([]kit.Choice, len(ids))
	for i, id := range ids {
		out[i] = kit.Choice{ID: id, Text: p.s.T(prefix + id)}
	}
	return out
}

// kinds is a choice of one kind of thing, by word or initials.
func (p *page) kinds(prefix string, ids []string, chosen string, then func(string)) *kit.SearchSelect {
	x := kit.NewSearchSelect(p.t("choose"), p.words(prefix, ids), chosen, p.matches, then)
	x.Find = p.t("find")
	x.Free = func(string) string { return "" } // searched however few there are, and no others than these
	return x
}

// who is a choice of people; others are typed.
func (p *page) who(chosen string) *kit.SearchSelect {
	list := make([]kit.Choice, len(p.d.people))
	for i, n := range p.d.people {
		list[i] = kit.Choice{ID: n, Text: n}
	}
	x := kit.NewSearchSelect(p.t("nobody"), list, chosen, p.matches, nil)
	x.Find = p.t("find")
	x.Free = func(typed string) string { return p.t("useTyped", "name", typed) }
	return x
}

// timeField is when it happened, now unless said otherwise.
func (p *page) timeField() *kit.TextField {
	f := kit.NewTextField("HH:MM")
	f.Fill(p.s.Now().Format("15:04"))
	return f
}

// momentOf reads the clock of the field as a moment of today; the clock of now is now
// to the second. ok is false, and the person told, when it is none or still to come.
func (p *page) momentOf(f *kit.TextField) (at int64, ok bool) {
	now := p.s.Now()
	typed := strings.NewReplacer("：", ":", ".", ":").Replace(strings.TrimSpace(f.Text))
	if typed == now.Format("15:04") || typed == "" {
		return 0, true
	}
	t, err := time.Parse("15:04", typed)
	if err != nil {
		p.s.Hint(p.t("badTime"))
		return 0, false
	}
	moment := time.Date(now.Year(), now.Month(), now.Day(), t.Hour(), t.Minute(), 0, 0, now.Location())
	if moment.After(now) {
		p.s.Hint(p.t("future"))
		return 0, false
	}
	return moment.UnixMilli(), true
}

// open makes a form whose first field is a choice, opened at once where nothing is
// chosen; Enter in a field of one line saves. need is the caption of the choice, "" = it may lack.
func (p *page) open(title string, body fyne.CanvasObject, first *kit.SearchSelect, need string, fields []*kit.TextField, save func() (hall.Entry, string, bool)) {
	o := p.s.Form(title, body, formWidth, first, p.t("save"), func(done func()) {
		if need != "" && first.Chosen == "" {
			p.s.Hint(p.t("chooseFirst", "name", need))
			kit.Focus(first)
			return
		}
		e, said, ok := save()
		if !ok {
			return
		}
		if err := e.Check(); err != nil { // said before the form closes, so that nothing typed is lost
			p.s.Hint(p.s.Words().Error(err))
			return
		}
		done()
		p.append(said, e)
	})
	shell.EnterSaves(o, fields...)
	if first.Chosen == "" {
		p.s.OpenPicker(p.ctx, first, o)
	}
}

// pictures is the strip of a form that takes photos.
type pictures struct {
	p     *page
	refs  []checklist.PhotoRef
	strip *kit.PhotoStrip
	in    *shell.Intake
}

func (p *page) pictures() *pictures {
	x := &pictures{p: p}
	x.in = shell.NewIntake(p.s, p.sv.Photos, func(int, int) {}, func(int) { x.show() })
	x.strip = kit.NewPhotoStrip(p.s.Picture, p.t("addPhoto"), func(int) {}, func() { x.in.Choose(x.take) })
	return x
}

func (x *pictures) take(ref checklist.PhotoRef) error {
	x.refs = append(x.refs, ref)
	return nil
}

func (x *pictures) show() {
	shown := make([]kit.Photo, len(x.refs))
	for i, ref := range x.refs {
		thumb, err := x.p.sv.Photos.Thumb(ref.Shown())
		if err != nil {
			thumb = ""
		}
		shown[i] = kit.Photo{ID: ref.ID, Thumb: thumb}
	}
	x.strip.Set(shown, len(shown)-1)
}

// chips offers words for a text.
func chips(caption string, field *kit.TextField, words []string) *kit.Chips {
	c := kit.NewChips(caption, func(word string) {
		if field.Text != "" {
			word = field.Text + "，" + word
		}
		field.SetText(word)
		kit.Focus(field)
	})
	c.Set(words)
	return c
}

// list splits a text of the language files into words.
func (p *page) list(key string) []string { return strings.Split(p.t(key), "|") }

// askFault: which machine, what is wrong, who sees to it.
func (p *page) askFault() {
	names := slices.Clone(p.d.devices)
	for _, n := range p.list("devices") {
		if !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	device := kit.NewSearchSelect(p.t("deviceHint"), nil, "", p.matches, nil)
	for _, n := range names {
		device.Choices = append(device.Choices, kit.Choice{ID: n, Text: n})
	}
	device.Find = p.t("deviceFind")
	device.Free = func(typed string) string { return p.t("useTyped", "name", typed) }
	text, at, owner, pics := kit.NewTextArea(p.t("faultHint"), textLines), p.timeField(), p.who(""), p.pictures()
	device.OnChosen = func(string) { kit.Focus(text) }
	body := kit.NewColumn(10,
		kit.FormRow(p.t("device"), device), kit.FormRow(p.t("what"), text), chips("", text, p.list("faults")),
		kit.NewRow(10, kit.Grow(kit.FormRow(p.t("owner"), owner)), kit.Grow(kit.FormRow(p.t("since"), at))), pics.strip)
	p.open(p.t("new.fault"), body, device, p.t("device"), []*kit.TextField{at}, func() (hall.Entry, string, bool) {
		moment, ok := p.momentOf(at)
		e := hall.Entry{Kind: hall.KindFault, At: moment, Topic: device.Chosen, Text: strings.TrimSpace(text.Text), Person: owner.Chosen, Photos: pics.refs}
		return e, p.t("said.fault", "name", device.Chosen), ok
	})
}

// askComplaint: what about, what happened, whose it is, whether it is settled.
func (p *page) askComplaint() {
	text, at := kit.NewTextArea(p.t("complaintHint"), textLines), p.timeField()
	owner := p.who(p.s.Profile().User.Name)
	solved := kit.NewToggle(p.t("solvedNow"), false, func(bool) {}) // only who switches it on has judged it
	about := p.kinds("hall.complaint.", hall.Complaints(), "", func(string) { kit.Focus(text) })
	private := kit.NewParagraph(p.t("noNumbers"), theme.Muted)
	body := kit.NewColumn(10,
		kit.FormRow(p.t("about"), about), kit.FormRow(p.t("what"), text), private,
		kit.NewRow(10, kit.Grow(kit.FormRow(p.t("firstAsked"), owner)), kit.Grow(kit.FormRow(p.t("time"), at))), solved)
	p.open(p.t("new.complaint"), body, about, p.t("about"), []*kit.TextField{at}, func() (hall.Entry, string, bool) {
		moment, ok := p.momentOf(at)
		yes := solved.On
		e := hall.Entry{Kind: hall.KindComplaint, At: moment, Topic: about.Chosen, Text: strings.TrimSpace(text.Text), Person: owner.Chosen, Yes: &yes}
		said := p.t("said.complaint")
		if yes {
			said = p.t("said.solved")
		}
		return e, said, ok
	})
}

// askPraise: whom, for what.
func (p *page) askPraise() {
	text, who, pics := kit.NewTextArea(p.t("praiseHint"), textLines), p.who(""), p.pictures()
	kind := p.kinds("hall.praise.", hall.Praises(), hall.Praises()[0], func(string) { kit.Focus(text) })
	body := kit.NewColumn(10, kit.FormRow(p.t("kindOf"), kind), kit.FormRow(p.t("praised"), who), kit.FormRow(p.t("what"), text), pics.strip)
	p.open(p.t("new.praise"), body, kind, p.t("kindOf"), nil, func() (hall.Entry, string, bool) {
		return hall.Entry{Kind: hall.KindPraise, Topic: kind.Chosen, Person: who.Chosen, Text: strings.TrimSpace(text.Text), Photos: pics.refs}, p.t("said.praise"), true
	})
	kit.Focus(text)
}

// askSpecial: who needed help and what was done. No names are asked for.
func (p *page) askSpecial() {
	text := kit.NewTextArea(p.t("specialHint"), textLines)
	kind := p.kinds("hall.special.", hall.Specials(), "", func(string) { kit.Focus(text) })
	body := kit.NewColumn(10, kit.FormRow(p.t("kindOf"), kind), kit.FormRow(p.t("done"), text), chips("", text, p.list("helps")), kit.NewParagraph(p.t("noNumbers"), theme.Muted))
	p.open(p.t("new.special"), body, kind, p.t("kindOf"), nil, func() (hall.Entry, string, bool) {
		return hall.Entry{Kind: hall.KindSpecial, Topic: kind.Chosen, Text: strings.TrimSpace(text.Text)}, p.t("said.special"), true
	})
}

// askDrill: what was practised outside a meeting, who took part, how it went.
func (p *page) askDrill() {
	text, minutes, who := kit.NewTextArea(p.t("drillHint"), textLines), kit.NewStepper(0, 480_000, 5_000, nil), p.who("")
	minutes.Unit = p.t("minUnit")
	start := int64(15_000)
	minutes.Set(&start)
	kind := p.kinds("hall.emergency.", hall.Emergencies(), "", func(string) { kit.Focus(text) })
	kind.Free = func(typed string) string { return p.t("useTyped", "name", typed) }
	body := kit.NewColumn(10, kit.FormRow(p.t("drillOf"), kind), kit.FormRow(p.t("how"), text),
		kit.NewRow(10, kit.Grow(kit.FormRow(p.t("leader"), who)), kit.Grow(kit.FormRow(p.t("length"), minutes))))
	p.open(p.t("new.drill"), body, kind, p.t("drillOf"), nil, func() (hall.Entry, string, bool) {
		e := hall.Entry{Kind: hall.KindDrill, Topic: kind.Chosen, Text: strings.TrimSpace(text.Text), Person: who.Chosen}
		if v := minutes.Value(); v != nil {
			e.Minutes = int(*v / 1000)
		}
		return e, p.t("said.drill"), true
	})
}

// end asks what became of the case in front.
func (p *page) end() {
	x := p.current()
	if x == nil || !x.Open() || x.Kind != hall.KindFault && x.Kind != hall.KindComplaint {
		return
	}
	id, kind := x.ID, x.Kind
	text, at := kit.NewTextArea(p.t("resultHint."+string(kind)), textLines), p.timeField()
	title, said, next := p.t("restore"), p.t("said.restored", "name", x.Topic), hall.KindFaultEnd
	if kind == hall.KindComplaint {
		title, said, next = p.t("settle"), p.t("said.settled"), hall.KindComplaintEnd
	}
	var content *bool // nil: nobody called back
	back := kit.NewSegmented([]kit.Option{{ID: "", Text: p.t("called.not")}, {ID: "yes", Text: p.t("called.content")}, {ID: "no", Text: p.t("called.discontent")}}, "",
		func(id string) {
			yes := id == "yes"
			if content = &yes; id == "" {
				content = nil
			}
		})
	rows := []fyne.CanvasObject{kit.NewParagraph(p.what(x), theme.Muted), kit.FormRow(p.t("result"), text), kit.FormRow(p.t("time"), at)}
	if kind == hall.KindComplaint {
		rows = append(rows, kit.FormRow(p.t("called"), back))
	}
	o := p.s.Form(title, kit.NewColumn(10, rows...), formWidth, text, p.t("save"), func(done func()) {
		moment, ok := p.momentOf(at)
		if !ok {
			return
		}
		e := hall.Entry{Kind: next, Ref: id, At: moment, Text: strings.TrimSpace(text.Text)}
		if kind == hall.KindComplaint {
			e.Yes = content
		}
		if moment != 0 && moment < x.At {
			p.s.Hint(p.t("beforeBegin"))
			return
		}
		done()
		p.append(said, e)
	})
	shell.EnterSaves(o, at)
}
