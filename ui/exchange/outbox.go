package exchange

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// Outgoing is the branch's page: what waits to be sent, what was sent, and
// whether files are sealed for headquarters.
type Outgoing struct {
	s    *shell.Shell
	svc  Sending
	back Returning
	ctx  context.Context
	box  Outbox
	rows []Record

	carry Carrying // nil = files leave by hand only

	stage   *kit.Stage
	waiting *kit.Table
	past    *kit.Rows
	keys    *fyne.Container
	left    *fyne.Container // what waits, or that nothing does
	why     *fyne.Container // why the chosen record is not there; hidden while nothing is wrong
	right   *fyne.Container
	roads   *fyne.Container
	sent    *fyne.Container // what was exported; hidden before the first time
	more    *kit.Label      // moves of findings that go along
	send    *kit.Button     // by hand: the primary button without roads
	byHand  *kit.Button     // the same with roads
	now     *kit.Button     // over the roads
	take    *kit.Button
}

// NewOutbox makes the constructor for the route table; carry may be nil.
func NewOutbox(svc Sending, back Returning, carry Carrying) func(*shell.Shell, any) shell.Page {
	return func(s *shell.Shell, _ any) shell.Page {
		return &Outgoing{s: s, svc: svc, back: back, carry: carry, ctx: context.Background()}
	}
}

// Title counts what waits.
func (p *Outgoing) Title() (string, string) {
	if n := len(p.box.Waiting); n > 0 {
		return p.s.T("rail.exchange"), p.s.T("outbox.waiting", "n", p.s.Words().N(n))
	}
	return p.s.T("rail.exchange"), ""
}

// Content builds the page.
func (p *Outgoing) Content() fyne.CanvasObject {
	t, w := p.s.T, p.s.Words()
	p.waiting = kit.NewTable([]kit.Column{
		{Title: t("history.day"), Width: 104},
		{Title: t("history.list")},
		{Title: t("history.score"), Width: 64, Right: true},
		{Title: t("history.red"), Width: 56, Right: true},
		{Title: t("outbox.state"), Width: 128},
	}, func() int { return len(p.rows) }, func(i int, c []kit.Cell) {
		r := &p.rows[i]
		c[0], c[1] = kit.Cell{Text: r.Day, Sub: w.Clock(r.FinishedAt)}, kit.Cell{Text: w.In(r.Title), Bold: true, Sub: r.Inspector}
		if why := whyNot(p.s, r.Delivery); why != "" {
			c[1].Sub = why
		}
		c[2] = kit.Cell{Text: "–"}
		if r.Score != nil {
			c[2] = kit.Cell{Text: r.Score.String(), Bold: true}
		}
		c[3], c[4] = kit.Cell{Text: w.N(r.Red)}, stateCell(p.s, r.Delivery)
	})
	p.waiting.List.OnOpen = func(i int) { p.s.Open("result", p.rows[i].ID) }
	p.waiting.List.OnSelect = func(i int) { p.explain(p.rows[i].Delivery) }
	p.waiting.List.Height = 46
	p.past = kit.NewRows(func() int { return len(p.box.Past) }, newPastRow, p.bindPast)
	p.past.Height = 52
	p.keys = kit.NewColumn(10)
	p.left = container.NewStack(p.waiting)
	p.more = kit.NewCaption("")
	p.why = kit.NewColumn(8)
	p.why.Hide()
	caption := "outbox.toSend"
	if p.carry != nil {
		caption = "outbox.records"
	}
	left := kit.NewColumn(10, kit.NewCaption(t(caption)), p.more, kit.Grow(kit.NewCardInset(p.left, 1)), p.why)
	p.sent = kit.NewColumn(10, kit.NewCaption(t("outbox.past")), kit.Grow(kit.MinSize(kit.NewCardInset(p.past, 1), 120, 150)))
	p.roads = kit.NewColumn(12)
	ways := kit.NewColumn(10, kit.NewCaption(t("outbox.roads")), kit.NewCard(p.roads))
	p.right = kit.NewColumn(10, ways, kit.NewCaption(t("outbox.seal")), kit.NewCard(p.keys), kit.Grow(p.sent))
	if p.carry == nil {
		ways.Hide()
	}
	p.stage = kit.NewStage(kit.Sides(nil, 0, left, kit.Scroll(p.right), 400))
	return p.stage
}

func newPastRow() fyne.CanvasObject {
	return kit.Inset(kit.NewColumn(2, kit.NewRow(8, kit.Grow(kit.NewLabel("")), kit.NewPill(kit.Plain, "")), kit.NewCaption("")), 7, 12, 5, 12)
}

func (p *Outgoing) bindPast(i int, o fyne.CanvasObject) {
	col := o.(*fyne.Container).Objects[0].(*fyne.Container)
	head := col.Objects[0].(*fyne.Container)
	x, w := p.box.Past[i], p.s.Words()
	name := ""
	if len(x.Files) > 0 {
		name = filepath.Base(x.Files[0])
	}
	head.Objects[0].(*kit.Label).Set(p.s.T("outbox.pastLine", "seq", w.N(int(x.Seq)), "n", w.N(x.Records)))
	pill := head.Objects[1].(*kit.Pill)
	pill.Show()
	switch {
	case x.State != "":
		look := tones[x.State]
		pill.Set(look.tone, look.icon, stateWord(p.s, x.Delivery))
	case x.Plain:
		pill.Set(kit.Warn, "", p.s.T("outbox.plain"))
	default:
		pill.Hide()
	}
	col.Objects[1].(*kit.Label).Set(w.Stamp(x.At) + " · " + name)
	head.Refresh()
}

// Load reads the outbox.
func (p *Outgoing) Load(ctx context.Context) {
	p.ctx = ctx
	shell.Stage(p.s, ctx, p.stage, p.svc.Outbox, func(b Outbox) {
		p.box, p.rows = b, b.records()
		p.left.Objects = []fyne.CanvasObject{p.waiting}
		if len(p.rows) == 0 {
			p.left.Objects = []fyne.CanvasObject{kit.EmptyState("send", p.s.T("outbox.nothing"), p.toInspect())}
		}
		n := p.s.Words().N
		p.more.Hide()
		if b.Moves+b.Bright > 0 {
			p.more.Set(p.s.T("outbox.more", "moves", n(b.Moves), "bright", n(b.Bright)))
			p.more.Show()
		}
		p.left.Refresh()
		p.waiting.Reload()
		p.past.Reload()
		p.sent.Show()
		if len(b.Past) == 0 {
			p.sent.Hide()
		}
		p.showKeys()
		p.showRoads()
		p.explain(p.chosen())
		if p.send != nil {
			p.enable()
		}
		p.stage.Full()
		p.s.RefreshHeader()
	})
}

// toInspect is the way to the next record, nil where there is none.
func (p *Outgoing) toInspect() *kit.Button {
	if !p.s.Has("inspect") {
		return nil
	}
	return kit.NewSecondary(p.s.T("history.begin"), "", func() { p.s.Go("inspect", nil) })
}

// showKeys says in words who will be able to read what leaves.
func (p *Outgoing) showKeys() {
	t := p.s.T
	card := kit.NewSecondary(t("outbox.card"), "C", p.chooseCard).WithIcon("key")
	if p.box.Fingerprint == "" {
		p.keys.Objects = []fyne.CanvasObject{
			kit.NewRow(0, kit.NewIconPill(kit.Warn, "warn", t("outbox.plain"))),
			kit.NewParagraph(t("outbox.plainWhy"), theme.Text), kit.NewRow(8, card),
		}
	} else {
		print := kit.NewParagraph(t("outbox.fingerprint", "print", p.box.Fingerprint), theme.Muted)
		print.Font = theme.Caption
		p.keys.Objects = []fyne.CanvasObject{
			kit.NewRow(0, kit.NewIconPill(kit.Pass, "shield", t("outbox.sealed"))),
			kit.NewParagraph(t("outbox.sealedWhy"), theme.Text), print,
		}
		p.keys.Objects = append(p.keys.Objects, p.policyWords()...)
		request := kit.NewSecondary(t("outbox.request"), "R", p.saveRequest).WithIcon("export")
		if p.box.Request != "" {
			p.keys.Objects = append(p.keys.Objects, kit.NewRow(8, request))
		}
	}
	p.keys.Refresh()
	p.right.Refresh()
}

func (p *Outgoing) enable() {
	if p.empty() {
		p.send.Disable()
		p.byHand.Disable()
		return
	}
	p.send.Enable()
	p.byHand.Enable()
}

// empty says that nothing waits to be sent.
func (p *Outgoing) empty() bool { return len(p.box.Waiting)+p.box.Moves+p.box.Bright == 0 }

// Actions: take in what headquarters sent back, send.
func (p *Outgoing) Actions() []fyne.CanvasObject {
	if p.send == nil {
		p.take = kit.NewSecondary(p.s.T("outbox.take"), "I", p.chooseBack)
		p.send = kit.NewPrimary(p.s.T("outbox.send"), "E", p.export)
		p.byHand = kit.NewSecondary(p.s.T("outbox.send"), "E", p.export)
		p.now = kit.NewPrimary(p.s.T("outbox.now"), "T", p.sync)
		p.enable()
	}
	if p.carry != nil && len(p.box.Roads) > 0 {
		return []fyne.CanvasObject{p.take, p.byHand, p.now}
	}
	return []fyne.CanvasObject{p.take, p.send}
}

// Keys are the page's keys.
func (p *Outgoing) Keys() []shell.Key {
	t := p.s.T
	keys := append(moving(t, p.waiting.List), shell.On('e', t("outbox.send"), p.export), shell.On('i', t("outbox.take"), p.chooseBack))
	if p.carry != nil {
		keys = append(keys, shell.On('t', t("outbox.now"), p.sync))
	}
	if p.box.Fingerprint == "" {
		return append(keys, shell.On('c', t("outbox.card"), p.chooseCard))
	}
	return append(keys, shell.On('r', t("outbox.request"), p.saveRequest))
}

// moving are the keys of a table, as the list of keys tells them.
func moving(t func(string, ...string) string, list *kit.Rows) []shell.Key {
	return movingIn(t, func() *kit.Rows { return list })
}

// movingIn is moving for a page whose table changes.
func movingIn(t func(string, ...string) string, list func() *kit.Rows) []shell.Key {
	press := func(k fyne.KeyName) func() {
		return func() { list().Press(&fyne.KeyEvent{Name: k}) }
	}
	return []shell.Key{
		shell.OnKey(fyne.KeyUp, 0, t("history.key.up"), press(fyne.KeyUp)),
		shell.OnKey(fyne.KeyDown, 0, t("history.key.down"), press(fyne.KeyDown)),
		shell.OnKey(fyne.KeyReturn, 0, t("history.key.open"), press(fyne.KeyReturn)),
	}
}

// Pressed moves through what waits.
func (p *Outgoing) Pressed(e *fyne.KeyEvent) bool { return p.waiting.List.Press(e) }

// Drop takes headquarters' card, and the files it sent back.
func (p *Outgoing) Drop(paths []string) {
	for _, f := range paths {
		if strings.HasSuffix(strings.ToLower(f), ".note") {
			p.takeCard(f)
			return
		}
	}
	p.takeBack(paths)
}

func (p *Outgoing) chooseCard() { p.s.Choose.OpenFile([]string{".note"}, p.takeCard) }

// takeCard shows the fingerprint before anything is trusted.
func (p *Outgoing) takeCard(path string) {
	shell.Run(p.s, p.ctx, func(ctx context.Context) (Card, error) { return p.svc.ReadCard(ctx, path) }, func(c Card, err error) {
		if err != nil {
			p.s.Fail(err)
			return
		}
		t := p.s.T
		body := kit.NewColumn(10, kit.NewParagraph(t("outbox.cardAsk", "org", c.Org), theme.Text),
			fingerprint(c.Fingerprint), kit.NewParagraph(t("outbox.cardCompare"), theme.Muted))
		p.s.Form(t("outbox.cardTitle"), body, 560, nil, t("outbox.cardYes"), func(shut func()) {
			shut()
			p.useCard(path)
		})
	})
}

// useCard takes the card over; the request it makes is what headquarters
// waits for, so its saving is offered at once.
func (p *Outgoing) useCard(path string) {
	shell.Save(p.s, func(ctx context.Context) (struct{}, error) { return struct{}{}, p.svc.UseCard(ctx, path) }, func(_ struct{}, err error) {
		if err != nil {
			p.s.Fail(err)
			return
		}
		p.s.Reload()
		p.s.Offer(p.s.T("outbox.cardDone"), p.s.T("outbox.cardNext"), p.s.T("outbox.request"), p.saveRequest)
	})
}

// fingerprint shows eight groups of figures large enough to be read out.
func fingerprint(print string) fyne.CanvasObject {
	p := kit.NewParagraph(print, theme.Text)
	p.Font, p.Bold, p.Align = theme.Title, true, fyne.TextAlignCenter
	return kit.NewCard(p)
}

func (p *Outgoing) saveRequest() {
	p.s.Choose.OpenFolder(func(dir string) {
		shell.Save(p.s, func(ctx context.Context) (string, error) { return p.svc.SaveRequest(ctx, dir) }, func(path string, err error) {
			if err != nil {
				p.s.Fail(err)
				return
			}
			p.s.Toast(p.s.T("outbox.requestDone", "path", path), nil)
		})
	})
}

// export asks for the folder (a USB stick, a share) and writes there.
func (p *Outgoing) export() {
	if p.empty() {
		p.s.Hint(p.s.T("outbox.nothing"))
		return
	}
	if p.box.Fingerprint == "" {
		p.s.Ask(p.s.T("outbox.plainTitle"), p.s.T("outbox.plainAsk"), p.s.T("outbox.plainYes"), p.chooseTarget)
		return
	}
	p.chooseTarget()
}

func (p *Outgoing) chooseTarget() { exportTo(p.s, p.svc.Export) }

// exportTo asks for a folder and writes there.
func exportTo(s *shell.Shell, export func(context.Context, string, func(int, int)) (Sent, error)) {
	s.Choose.OpenFolder(func(dir string) {
		shell.Progress(s, s.T("outbox.sending"), func(ctx context.Context, report func(int, int)) (Sent, error) {
			return export(ctx, dir, report)
		}, func(x Sent, err error) {
			if err != nil {
				s.Fail(err)
				return
			}
			exported(s, x, dir)
		})
	})
}

// exported says plainly that the stick may be pulled, and what stayed behind.
func exported(s *shell.Shell, x Sent, dir string) {
	t, n := s.T, s.Words().N
	var objects []fyne.CanvasObject
	if len(x.Files) > 0 {
		objects = append(objects,
			kit.NewRow(0, kit.NewIconPill(kit.Pass, "tick", t("outbox.safe"))),
			kit.NewParagraph(t("outbox.done", "n", n(x.Records), "photos", n(x.Photos), "files", n(len(x.Files)), "dir", dir), theme.Text))
		if x.Moves+x.Bright > 0 {
			objects = append(objects, kit.NewParagraph(t("outbox.doneMore", "moves", n(x.Moves), "bright", n(x.Bright)), theme.Text))
		}
	}
	for i, f := range x.Files {
		if i == mostNamed {
			objects = append(objects, kit.NewCaption("…"))
			break
		}
		objects = append(objects, kit.NewCaption(filepath.Base(f)))
	}
	title := "outbox.sent"
	if len(x.Skipped) > 0 {
		title = "outbox.partly"
		objects = append(objects, kit.NewRow(0, kit.NewIconPill(kit.Fail, "warn", t("outbox.skipped", "n", n(len(x.Skipped))))))
	}
	for i, e := range x.Skipped {
		if i == mostNamed {
			objects = append(objects, kit.NewCaption("…"))
			break
		}
		objects = append(objects, kit.NewParagraph(s.Words().Error(e), theme.Fail))
	}
	s.Reload()
	s.Dialog(t(title), kit.NewColumn(8, objects...), 520)
}

// mostNamed is how many files or reasons a dialog names one by one.
const mostNamed = 6
