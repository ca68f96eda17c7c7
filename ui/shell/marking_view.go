package shell

import (
	"slices"
	"strconv"
	"unicode"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
)

// Content implements Page: tools at the left, the picture in the rest.
func (p *markingPage) Content() fyne.CanvasObject {
	var tools []fyne.CanvasObject
	for _, t := range markTools() {
		row := kit.NewToolRow(t.icon, p.s.T("mark.tool."+toolWord(t.kind)), string(unicode.ToUpper(t.key)), func() { p.take(t) })
		p.tools = append(p.tools, row)
		tools = append(tools, row)
	}
	var colours []fyne.CanvasObject
	for i, c := range checklist.Colours() {
		fill, ink := markColours(c)
		s := kit.NewSwatch(p.s.T("mark.colour."+string(c)), strconv.Itoa(i+1), fill, ink, func() { p.colour(c) })
		p.swatches = append(p.swatches, s)
		colours = append(colours, s)
	}
	p.widths = kit.NewSegmented([]kit.Option{
		{ID: "0", Text: p.s.T("mark.width.0")}, {ID: "1", Text: p.s.T("mark.width.1")}, {ID: "2", Text: p.s.T("mark.width.2")},
	}, "1", func(id string) { n, _ := strconv.Atoi(id); p.setWidth(n) })
	p.undo = kit.NewIconButton("undo", p.s.T("mark.undo"), p.pad.Undo)
	p.redo = kit.NewIconButton("redo", p.s.T("mark.redo"), p.pad.Redo)
	p.remove = kit.NewIconButton("trash", p.s.T("mark.remove"), p.pad.Delete)
	panel := kit.NewColumn(10,
		kit.NewColumn(1, tools...),
		kit.Line(),
		kit.NewRow(2, colours...),
		p.widths,
		kit.NewRow(8, p.undo, p.redo, kit.Space(), p.remove),
	)
	p.word = kit.NewTextField(p.s.T("mark.wordHint"))
	p.word.OnChanged = p.pad.SetWord
	p.word.OnSubmitted = func(string) { kit.Focus(p.pad) }
	p.word.OnEscape = func() { kit.Focus(p.pad) }
	p.word.OnFocus = p.wordLeft
	p.wordRow = kit.NewRow(8, kit.NewCaption(p.s.T("mark.word")).Whole(), kit.Grow(p.word))
	p.wordRow.Hide()
	p.hint = kit.NewCaption("")
	picture := kit.NewColumn(8, kit.Grow(p.pad), p.wordRow, p.hint)
	left := kit.NewCardInset(kit.Scroll(panel), 8)
	p.stage = kit.NewStage(kit.Sides(left, 164, picture, nil, 0))
	p.state = kit.NewIconPill(kit.Plain, "", "")
	p.clear = kit.NewToggle(p.s.T("mark.clear"), p.privacy == checklist.PrivacyClear, func(on bool) { p.setClear(on) })
	p.acts = []fyne.CanvasObject{p.state, p.clear, kit.NewKeyCap("C"), kit.NewPrimary(p.s.T("mark.done"), "Esc", p.s.Back)}
	p.changed()
	return p.stage
}

func toolWord(k checklist.MarkKind) string {
	if k == "" {
		return "pick"
	}
	return string(k)
}

// Actions implements Actor.
func (p *markingPage) Actions() []fyne.CanvasObject { return p.acts }

// Keys implements Page.
func (p *markingPage) Keys() []Key {
	keys := []Key{{Name: "V A B O D T N M X", Text: p.s.T("mark.key.tool")}}
	for _, t := range markTools() { // the panel shows which is which
		keys = append(keys, On(t.key, "", func() { p.take(t) }))
	}
	for i, c := range checklist.Colours() {
		keys = append(keys, On(rune('1'+i), "", func() { p.colour(c) }))
	}
	thinner, thicker := func() { p.setWidth(p.step() - 1) }, func() { p.setWidth(p.step() + 1) }
	jump := func(name fyne.KeyName, dx, dy int) Key {
		return OnKey(name, fyne.KeyModifierControl, "", func() { p.pad.Jump(dx, dy) })
	}
	return append(keys,
		Key{Name: "1…5", Text: p.s.T("mark.key.colour")},
		Key{Name: "[ ]", Text: p.s.T("mark.key.width")},
		On('[', "", thinner), On('【', "", thinner), On(']', "", thicker), On('】', "", thicker),
		On('c', p.s.T("mark.clear"), func() { p.clear.Tapped(nil) }),
		OnKey(fyne.KeyReturn, 0, p.s.T("mark.key.drop"), func() { p.pad.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn}) }),
		OnKey(fyne.KeyTab, 0, p.s.T("mark.key.next"), func() { p.pad.Next(false) }),
		Key{Name: "←↑↓→", Text: p.s.T("mark.key.move")},
		Key{Name: "Shift ←↑↓→", Text: p.s.T("mark.key.size")},
		OnKey(fyne.KeyDelete, 0, p.s.T("mark.remove"), p.pad.Delete),
		OnKey(fyne.KeyZ, fyne.KeyModifierControl, p.s.T("mark.undo"), p.pad.Undo),
		OnKey(fyne.KeyY, fyne.KeyModifierControl, p.s.T("mark.redo"), p.pad.Redo),
		jump(fyne.KeyLeft, -1, 0), jump(fyne.KeyRight, 1, 0), jump(fyne.KeyUp, 0, -1), jump(fyne.KeyDown, 0, 1),
		Key{Name: "+ − 0", Text: p.s.T("mark.key.zoom")},
	)
}

// take takes a tool into the hand.
func (p *markingPage) take(t markTool) {
	p.pad.Tool = p.tool(string(t.kind))
	if p.pad.Chosen() >= 0 && p.pad.Layers()[p.pad.Chosen()].Tool != string(t.kind) {
		p.pad.Choose(-1)
	}
	p.changed()
	if p.s.cfg.Window.Canvas().Focused() != fyne.Focusable(p.word) {
		kit.Focus(p.pad)
	}
}

func (p *markingPage) colour(c checklist.Colour) {
	p.pad.SetColour(string(c))
	p.changed()
}

// worked is the tool whose width the switch shows: of the chosen layer, else in
// hand.
func (p *markingPage) worked() markTool {
	if i := p.pad.Chosen(); i >= 0 {
		return markToolOf(p.pad.Layers()[i].Tool)
	}
	return markToolOf(p.pad.Tool.ID)
}

// step is the width in force, 0…2.
func (p *markingPage) step() int {
	t, width := p.worked(), p.pad.Tool.Width
	if i := p.pad.Chosen(); i >= 0 {
		width = p.pad.Layers()[i].Width
	}
	return max(slices.Index(t.widths[:], width), 0)
}

func (p *markingPage) setWidth(step int) {
	step = min(max(step, 0), 2)
	t := p.worked()
	p.steps[string(t.kind)] = step
	p.pad.Tool = p.tool(p.pad.Tool.ID)
	p.pad.SetWidth(t.widths[step])
	p.changed()
}

func (p *markingPage) setClear(on bool) {
	p.privacy = checklist.PrivacyOpen
	if on {
		p.privacy = checklist.PrivacyClear
	}
	p.changed()
}

// askWord gives the keyboard to the text's field.
func (p *markingPage) askWord() {
	p.changed()
	kit.Focus(p.word)
}

// wordLeft removes a text that stayed empty.
func (p *markingPage) wordLeft(on bool) {
	if i := p.pad.Chosen(); !on && i >= 0 && p.pad.Layers()[i].Tool == string(checklist.MarkText) && p.pad.Layers()[i].Text == "" {
		p.pad.Delete()
	}
}

// changed shows what is in hand, what is chosen and what is decided.
func (p *markingPage) changed() {
	if p.stage == nil {
		return
	}
	for i, t := range markTools() {
		p.tools[i].SetChosen(string(t.kind) == p.pad.Tool.ID)
	}
	in := p.pad.Colour
	chosen := p.pad.Chosen()
	if chosen >= 0 && p.pad.Layers()[chosen].Colour != "" {
		in = p.pad.Layers()[chosen].Colour
	}
	for i, c := range checklist.Colours() {
		p.swatches[i].SetChosen(string(c) == in)
	}
	p.widths.Set(strconv.Itoa(p.step()))
	able(p.undo, p.pad.CanUndo())
	able(p.redo, p.pad.CanRedo())
	able(p.remove, chosen >= 0)
	p.showWord(chosen)
	p.showPrivacy()
	p.hint.Set(p.tip(chosen))
}

func able(b *kit.Button, on bool) {
	if on {
		b.Enable()
	} else {
		b.Disable()
	}
}

func (p *markingPage) showWord(chosen int) {
	worded := chosen >= 0 && p.pad.Layers()[chosen].Tool == string(checklist.MarkText)
	if worded {
		p.word.Fill(p.pad.Layers()[chosen].Text)
	}
	if worded != p.wordRow.Visible() {
		if worded {
			p.wordRow.Show()
		} else {
			p.wordRow.Hide()
		}
		p.stage.Refresh()
	}
}

func (p *markingPage) showPrivacy() {
	switch as := p.decided(); as {
	case checklist.PrivacyMasked:
		p.state.Set(kit.Pass, "shield", p.s.T("mark.privacy.masked"))
		p.clear.Disable()
	case checklist.PrivacyClear:
		p.state.Set(kit.Pass, "tick", p.s.T("mark.privacy.clear"))
		p.clear.Enable()
	default:
		p.state.Set(kit.Warn, "warn", p.s.T("mark.privacy.open"))
		p.clear.Enable()
	}
	p.clear.On = p.decided() == checklist.PrivacyClear
	p.clear.Refresh()
	if len(p.s.stack) > 0 && p.s.top().page == Page(p) {
		p.s.RefreshHeader()
	}
}

// tip says what can be done now.
func (p *markingPage) tip(chosen int) string {
	if chosen >= 0 {
		return p.s.T("mark.tip.chosen")
	}
	switch markToolOf(p.pad.Tool.ID).gesture {
	case kit.Span:
		return p.s.T("mark.tip.span")
	case kit.Trace:
		return p.s.T("mark.tip.trace")
	case kit.Stamp:
		return p.s.T("mark.tip.stamp")
	default:
		return p.s.T("mark.tip.pick")
	}
}
