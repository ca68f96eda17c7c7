package exchange

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// Incoming is headquarters' first page: what arrived, what was refused and why,
// who may send.
type Incoming struct {
	s   *shell.Shell
	svc Receiving
	in  Enrolling
	out Answering
	ctx context.Context
	box Inbox

	watch    *Watch   // nil = nothing comes by itself
	deciding Deciding // nil = nothing can be decided

	stage   *kit.Stage
	figures [4]*kit.StatCard
	past    *kit.Table
	devices *kit.Rows
	print   *kit.Paragraph
	paper   *kit.Paragraph // what to do with the recovery key
	right   *fyne.Container
	refused *kit.Table
	choose  *kit.Segmented // what arrived, or what was refused
	lower   *fyne.Container
	sources *fyne.Container
	answer  *kit.Button // sends the decisions back
	buttons []fyne.CanvasObject
}

// NewInbox makes the constructor for the route table.
// The first one opened starts the watch.
func NewInbox(svc Receiving, in Enrolling, out Answering, deciding Deciding, watch *Watch) func(*shell.Shell, any) shell.Page {
	return func(s *shell.Shell, _ any) shell.Page {
		watch.begin(s)
		return &Incoming{s: s, svc: svc, in: in, out: out, ctx: context.Background(), deciding: deciding, watch: watch}
	}
}

// Title is the heading and the day.
func (p *Incoming) Title() (string, string) {
	w := p.s.Words()
	return p.s.T("rail.inbox"), w.Day(p.s.Now()) + " " + w.Weekday(p.s.Now())
}

// Content builds the page.
func (p *Incoming) Content() fyne.CanvasObject {
	t := p.s.T
	cards := make([]fyne.CanvasObject, len(p.figures))
	for i, key := range []string{"inbox.halls", "inbox.reported", "inbox.records", "inbox.refused"} {
		p.figures[i] = kit.NewStatCard(t(key))
		cards[i] = p.figures[i]
	}
	p.past = kit.NewTable([]kit.Column{
		{Title: t("inbox.when"), Width: 112},
		{Title: t("inbox.hall"), Width: 140},
		{Title: t("inbox.seq"), Width: 60, Right: true, From: 520},
		{Title: t("inbox.state"), Width: 104},
		{Title: t("inbox.file"), From: 420},
	}, func() int { return len(p.box.Past) }, p.fillPast)
	p.past.List.Height = 46
	p.past.List.OnOpen = p.openArrival
	p.devices = kit.NewRows(func() int { return len(p.box.Devices) }, newDeviceRow, p.bindDevice)
	p.devices.Height = 48
	p.print = kit.NewParagraph("", theme.Muted)
	p.print.Font = theme.Caption
	card := kit.NewSecondary(t("inbox.card"), "K", p.saveCard)
	enrol := kit.NewSecondary(t("inbox.enrol"), "R", p.chooseRequest)
	p.paper = kit.NewParagraph("", theme.Warn)
	p.paper.Hide()
	trust := kit.NewCard(kit.NewColumn(10, kit.NewParagraph(t("inbox.trust"), theme.Text), p.print, p.paper, kit.Flow(card, enrol)))
	p.refused = p.refusedTable()
	p.choose = kit.NewSegmented(p.halves(), "past", p.turn)
	p.lower = container.NewStack(kit.NewCardInset(p.past, 1))
	left := kit.NewColumn(10, kit.NewRow(0, p.choose, kit.Space()), kit.Grow(p.lower))
	p.figures[3].OnTap(func() { p.choose.Choose("open") })
	p.right = kit.NewColumn(10)
	if p.watch != nil {
		p.sources = kit.NewColumn(4)
		p.right.Add(kit.NewCaption(t("inbox.sources")))
		p.right.Add(kit.NewCard(kit.NewColumn(10, p.sources, kit.Flow(kit.NewSecondary(t("inbox.sourceAdd"), "S", p.addSource), kit.NewSecondary(t("inbox.now"), "G", p.gather)))))
	}
	p.right = kit.NewColumn(10, p.right, kit.NewCaption(t("inbox.keys")), trust, kit.NewCaption(t("inbox.devices")), kit.Grow(kit.MinSize(kit.NewCardInset(p.devices, 1), 120, 150)))
	p.stage = kit.NewStage(kit.NewColumn(14, kit.Equal(14, cards...), kit.Grow(kit.Sides(nil, 0, left, kit.Scroll(p.right), 380))))
	return p.stage
}

func (p *Incoming) fillPast(i int, c []kit.Cell) {
	a, w := p.box.Past[i], p.s.Words()
	c[0] = kit.Cell{Text: w.Stamp(a.At)}
	c[1] = kit.Cell{Text: a.Branch, Bold: true}
	c[2] = kit.Cell{Text: "–"}
	if a.Seq > 0 {
		c[2].Text = w.N(int(a.Seq))
	}
	c[3] = kit.Cell{Pill: true, Tone: kit.Pass, Icon: "tick", Text: p.s.T("inbox.status.new")}
	c[4] = kit.Cell{Text: a.Name, Tone: kit.Plain}
	if a.Refused {
		c[3] = kit.Cell{Pill: true, Tone: kit.Fail, Icon: "cross", Text: p.s.T("inbox.status.refused")}
		c[4] = kit.Cell{Text: reason(w, a.Code), Sub: a.Name}
	}
}

func newDeviceRow() fyne.CanvasObject {
	return kit.Inset(kit.NewRow(8, kit.Grow(kit.NewColumn(0, kit.NewLabel(""), kit.NewCaption(""))), kit.NewPill(kit.Plain, "")), 4, 12, 4, 12)
}

func (p *Incoming) bindDevice(i int, o fyne.CanvasObject) {
	row := o.(*fyne.Container).Objects[0].(*fyne.Container)
	d, t, w := p.box.Devices[i], p.s.T, p.s.Words()
	col := row.Objects[0].(*fyne.Container)
	col.Objects[0].(*kit.Label).Set(d.Branch)
	last := t("inbox.silent")
	if d.LastAt > 0 {
		last = t("inbox.last", "seq", w.N(int(d.LastSeq)), "at", w.Stamp(d.LastAt))
	}
	col.Objects[1].(*kit.Label).Set(d.Code + " · " + last)
	pill := row.Objects[1].(*kit.Pill)
	switch {
	case d.Active:
		pill.Set(kit.Pass, "tick", t("inbox.active"))
	case d.State == "pending":
		pill.Set(kit.Warn, "clock", t("device.state.pending"))
	case d.State == "retired":
		pill.Set(kit.Plain, "dash", t("device.state.retired"))
	default:
		pill.Set(kit.Fail, "cross", t("inbox.revoked"))
	}
	row.Refresh()
}

// Load reads the inbox.
func (p *Incoming) Load(ctx context.Context) {
	p.ctx = ctx
	shell.Stage(p.s, ctx, p.stage, p.svc.Inbox, func(b Inbox) {
		p.box = b
		p.showFigures()
		p.showAnswer()
		p.print.Set(p.s.T("outbox.fingerprint", "print", b.Fingerprint))
		first := p.s.T("inbox.first")
		if b.Recovery != "" {
			p.paper.Set(p.s.T("inbox.recovery", "file", b.Recovery))
			p.paper.Show()
			first += "\n\n" + p.s.T("inbox.recovery", "file", b.Recovery)
		} else {
			p.paper.Hide()
		}
		p.right.Refresh()
		if len(b.Past) == 0 && len(b.Devices) == 0 {
			p.stage.Empty("inbox", first, kit.NewSecondary(p.s.T("inbox.card"), "K", p.saveCard).WithIcon("key"))
			return
		}
		p.past.Reload()
		p.refused.Reload()
		p.choose.SetOptions(p.halves(), p.choose.Chosen)
		p.devices.Reload()
		if p.sources != nil {
			p.showSources()
			p.right.Refresh()
		}
		p.stage.Full()
		p.offer()
	})
}

// halves are the two lists at the left.
func (p *Incoming) halves() []kit.Option {
	return []kit.Option{{ID: "past", Text: p.s.T("inbox.past")}, {ID: "open", Text: p.s.T("inbox.open", "n", p.s.Words().N(len(p.box.Open)))}}
}

// turn shows what arrived, or what was refused and waits for a decision.
func (p *Incoming) turn(id string) {
	p.lower.Objects = []fyne.CanvasObject{kit.NewCardInset(p.list(), 1)}
	if id == "open" && len(p.box.Open) == 0 {
		p.lower.Objects = []fyne.CanvasObject{kit.NewCard(kit.EmptyState("tick", p.s.T("inbox.noneOpen"), nil))}
	}
	p.lower.Refresh()
}

// list is the table at the left.
func (p *Incoming) list() *kit.Table {
	if p.choose.Chosen == "open" {
		return p.refused
	}
	return p.past
}

// gather takes in at once what the sources have.
func (p *Incoming) gather() {
	if p.watch == nil {
		p.chooseFolder()
		return
	}
	p.watch.Now(p.s)
}

// offer asks once about each request to be enrolled that lies in a watched folder.
func (p *Incoming) offer() {
	if len(p.box.Asking) == 0 {
		return
	}
	p.s.Hint(p.s.T("inbox.asking", "n", p.s.Words().N(len(p.box.Asking))))
}

// showFigures fills the four cards on top.
func (p *Incoming) showFigures() {
	b, t, n := p.box, p.s.T, p.s.Words().N
	devices := 0
	for _, d := range b.Devices {
		if d.Active {
			devices++
		}
	}
	p.figures[0].Set(n(b.Halls), t("inbox.unit.halls"), kit.Plain, t("inbox.deviceCount", "n", n(devices)))
	tone, pill := kit.Warn, t("inbox.notYet", "n", n(b.Halls-b.Reported))
	if b.Reported >= b.Halls {
		tone, pill = kit.Pass, t("inbox.allIn")
	}
	p.figures[1].Set(n(b.Reported), t("inbox.unit.halls"), tone, pill)
	p.figures[2].Set(n(b.Records), t("inbox.unit.records"), kit.Plain, "")
	tone, pill = kit.Pass, t("inbox.noRefused")
	if b.Refused > 0 {
		tone, pill = kit.Fail, t("inbox.seeBelow")
	}
	p.figures[3].Set(n(b.Refused), t("inbox.unit.files"), tone, pill)
}

// showAnswer counts the decisions that wait to go back.
func (p *Incoming) showAnswer() {
	p.Actions()
	p.answer.SetText(p.s.T("inbox.answer"))
	if p.box.Decisions == 0 {
		p.answer.Disable()
		return
	}
	p.answer.SetText(p.s.T("inbox.answerN", "n", p.s.Words().N(p.box.Decisions)))
	p.answer.Enable()
}

// sendBack writes the decisions for the branches into a folder.
func (p *Incoming) sendBack() {
	if p.box.Decisions == 0 {
		p.s.Hint(p.s.T("inbox.noAnswer"))
		return
	}
	exportTo(p.s, p.out.Export)
}

// Actions: send decisions back, take in a file, a folder.
func (p *Incoming) Actions() []fyne.CanvasObject {
	if p.buttons == nil {
		p.answer = kit.NewSecondary(p.s.T("inbox.answer"), "E", p.sendBack)
		p.answer.Disable()
		p.buttons = []fyne.CanvasObject{
			p.answer,
			kit.NewSecondary(p.s.T("inbox.takeFile"), "F", p.chooseFile),
			kit.NewPrimary(p.s.T("inbox.takeFolder"), "I", p.chooseFolder),
		}
	}
	return p.buttons
}

// Keys are the page's keys.
func (p *Incoming) Keys() []shell.Key {
	t := p.s.T
	keys := movingIn(t, func() *kit.Rows { return p.list().List })
	if p.watch != nil {
		keys = append(keys, shell.On('g', t("inbox.now"), p.gather), shell.On('s', t("inbox.sourceAdd"), p.addSource))
	}
	if len(p.box.Asking) > 0 {
		keys = append(keys, shell.On('a', t("inbox.ask"), func() { p.take(p.box.Asking) }))
	}
	return append(keys,
		shell.On('i', t("inbox.takeFolder"), p.chooseFolder), shell.On('f', t("inbox.takeFile"), p.chooseFile),
		shell.On('e', t("inbox.answer"), p.sendBack), shell.On('r', t("inbox.enrol"), p.chooseRequest), shell.On('k', t("inbox.card"), p.saveCard))
}

// Pressed moves through what arrived.
func (p *Incoming) Pressed(e *fyne.KeyEvent) bool { return p.list().List.Press(e) }

// Drop takes bundles and enrolment requests, files and folders.
func (p *Incoming) Drop(paths []string) { p.take(paths) }

func (p *Incoming) chooseFolder() {
	p.s.Choose.OpenFolder(func(dir string) { p.take([]string{dir}) })
}

func (p *Incoming) chooseFile() {
	p.s.Choose.OpenFile([]string{".bundle", ".note"}, func(f string) { p.take([]string{f}) })
}

func (p *Incoming) chooseRequest() {
	p.s.Choose.OpenFile([]string{".note"}, func(f string) { p.take([]string{f}) })
}

func (p *Incoming) saveCard() {
	p.s.Choose.SaveFile("hq-card.note", func(path string) {
		shell.Save(p.s, func(ctx context.Context) (struct{}, error) { return struct{}{}, p.in.SaveCard(ctx, path) }, func(_ struct{}, err error) {
			if err != nil {
				p.s.Fail(err)
				return
			}
			p.s.Toast(p.s.T("inbox.cardDone", "path", path), nil)
		})
	})
}

// openArrival shows the records of the hall, or why the file was refused.
func (p *Incoming) openArrival(i int) {
	a, w := p.box.Past[i], p.s.Words()
	if !a.Refused {
		p.s.Open("history", checklist.Filter{Text: a.Branch})
		return
	}
	p.s.Dialog(p.s.T("inbox.status.refused"), kit.NewColumn(8,
		kit.NewParagraph(reason(w, a.Code), theme.Text), kit.NewCaption(a.Name), kit.NewCaption(p.s.T("shell.code", "code", a.Code))), 520)
}
