package exchange

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// Carrying is how files travel without anybody's hands: over the roads of the settings.
type Carrying interface {
	// Sync does one round over every road in use, at once.
	Sync(ctx context.Context, report func(done, total int)) (Carried, error)
	// SendAgain lets everything that was refused be sent again, and says how many records that are.
	SendAgain(ctx context.Context) (int, error)
}

// Carried is what a round did.
type Carried struct {
	Sent    int
	Fetched int
	Errs    []error // of roads, files and this computer, each said once
}

// Record is an inspection and how far it has come.
type Record struct {
	checklist.Summary
	checklist.Delivery
}

// Road is a place files travel over, as the outbox shows it.
type Road struct {
	ID      string
	Name    string
	Reached int64 // unix ms UTC of the last attempt that came through, 0 = none
	NextTry int64 // not before, 0 = any time
	Waiting int   // files
	Err     error // of the last attempt, nil = it came through
}

// tones are the colours of a delivery; the word says the same.
var tones = map[checklist.DeliveryState]struct {
	tone kit.Tone
	icon string
}{
	checklist.DeliveryUnsent:   {kit.Plain, "clock"},
	checklist.DeliveryMoving:   {kit.Accent, "send"},
	checklist.DeliveryArrived:  {kit.Accent, "tick"},
	checklist.DeliveryReceived: {kit.Pass, "shield"},
	checklist.DeliveryRefused:  {kit.Fail, "undo"},
	checklist.DeliveryPending:  {kit.Warn, "clock"},
	checklist.DeliveryUnlisted: {kit.Warn, "clock"},
}

// held says whether headquarters has the file and takes it in by itself later.
func held(d checklist.Delivery) bool {
	return d.State == checklist.DeliveryPending || d.State == checklist.DeliveryUnlisted
}

// stateWord is the state as a pill says it.
func stateWord(s *shell.Shell, d checklist.Delivery) string {
	if d.State == checklist.DeliveryMoving {
		return s.T("delivery.moving", "n", s.Words().N(d.Percent))
	}
	return s.T("delivery." + string(d.State))
}

func stateCell(s *shell.Shell, d checklist.Delivery) kit.Cell {
	look := tones[d.State]
	return kit.Cell{Pill: true, Tone: look.tone, Icon: look.icon, Text: stateWord(s, d)}
}

// whyNot is why a record is not there yet, in words; "" = nothing is wrong.
func whyNot(s *shell.Shell, d checklist.Delivery) string {
	words := ""
	switch err := d.Err(); {
	case err == nil:
	case (d.State == checklist.DeliveryRefused || held(d)) && assets.Has(string(s.Lang()), "returned."+d.Code):
		words = s.T("returned." + d.Code) // headquarters' own sentence speaks to headquarters
	case d.State == checklist.DeliveryRefused:
		words = reason(s.Words(), d.Code)
	default:
		words = s.Words().Error(err)
	}
	if d.Words != "" {
		words = s.T("delivery.words", "words", d.Words, "why", words)
	}
	return words
}

// chosen is the record a person looks at, or what is to be read first: a refusal,
// else a failure.
func (p *Outgoing) chosen() checklist.Delivery {
	if i := p.waiting.List.Selected(); i >= 0 && i < len(p.rows) {
		return p.rows[i].Delivery
	}
	for _, r := range p.rows {
		if r.State == checklist.DeliveryRefused {
			return r.Delivery
		}
	}
	for _, r := range p.rows {
		if r.Code != "" {
			return r.Delivery
		}
	}
	return checklist.Delivery{}
}

// explain says in full why a record is not there, and offers to send what came back again.
func (p *Outgoing) explain(d checklist.Delivery) {
	why := whyNot(p.s, d)
	if why == "" {
		p.why.Hide()
		return
	}
	rows := []fyne.CanvasObject{kit.NewRow(8, pillOf(p.s, d)), kit.NewParagraph(why, theme.Text)}
	if d.State == checklist.DeliveryRefused && p.carry != nil {
		rows = append(rows, kit.NewRow(8, kit.NewSecondary(p.s.T("outbox.resend"), "", p.resend).WithIcon("refresh")))
	}
	p.why.Objects = []fyne.CanvasObject{kit.NewCard(kit.NewColumn(8, rows...))}
	p.why.Show()
	p.why.Refresh()
}

func pillOf(s *shell.Shell, d checklist.Delivery) fyne.CanvasObject {
	look := tones[d.State]
	return kit.NewIconPill(look.tone, look.icon, stateWord(s, d))
}

// resend puts everything that came back into the next files.
func (p *Outgoing) resend() {
	shell.Save(p.s, p.carry.SendAgain, func(n int, err error) {
		if err != nil {
			p.s.Fail(err)
			return
		}
		p.s.Reload()
		p.s.Toast(p.s.T("outbox.resent", "n", p.s.Words().N(n)), nil)
	})
}

// records are the rows of the table; a caller that knows no states has only what waits.
func (b *Outbox) records() []Record {
	if b.Records != nil {
		return b.Records
	}
	out := make([]Record, len(b.Waiting))
	for i, w := range b.Waiting {
		out[i] = Record{w, checklist.Delivery{State: checklist.DeliveryUnsent}}
	}
	return out
}

// showRoads says how the roads do, and why not where they do not.
func (p *Outgoing) showRoads() {
	t := p.s.T
	if p.carry == nil {
		p.roads.Hide()
		return
	}
	if len(p.box.Roads) == 0 {
		p.roads.Objects = []fyne.CanvasObject{kit.NewParagraph(t("outbox.noRoads"), theme.Muted)}
		if p.s.Has("settings") {
			p.roads.Objects = append(p.roads.Objects, kit.NewRow(8, kit.NewSecondary(t("outbox.addRoad"), "", func() { p.s.Go("settings", nil) }).WithIcon("plus")))
		}
		p.roads.Refresh()
		return
	}
	var rows []fyne.CanvasObject
	for _, r := range p.box.Roads {
		rows = append(rows, p.roadRow(r))
	}
	if slices.ContainsFunc(p.box.Roads, func(r Road) bool { return r.Err != nil }) {
		rows = append(rows, kit.NewRow(8, kit.NewSecondary(t("outbox.again"), "T", p.sync).WithIcon("refresh")))
	}
	p.roads.Objects = rows
	p.roads.Refresh()
}

func (p *Outgoing) roadRow(r Road) fyne.CanvasObject {
	t, w := p.s.T, p.s.Words()
	pill := kit.NewIconPill(kit.Plain, "clock", t("outbox.road.fresh"))
	switch {
	case r.Err != nil:
		pill = kit.NewIconPill(kit.Fail, "warn", t("outbox.road.failed"))
	case r.Reached > 0:
		pill = kit.NewIconPill(kit.Pass, "tick", t("outbox.road.ok"))
	}
	facts := t("outbox.road.waiting", "n", w.N(r.Waiting))
	if r.Reached > 0 {
		facts = t("outbox.road.reached", "time", w.Stamp(r.Reached)) + " · " + facts
	}
	rows := []fyne.CanvasObject{kit.NewRow(8, kit.Grow(kit.NewBold(r.Name)), pill), kit.NewCaption(facts)}
	if r.Err != nil {
		why := kit.NewParagraph(w.Error(r.Err), theme.Fail)
		why.Font = theme.Caption
		rows = append(rows, why)
		if r.NextTry > p.s.Now().UnixMilli() {
			rows = append(rows, kit.NewCaption(t("outbox.road.next", "time", w.Stamp(r.NextTry))))
		}
	}
	return kit.NewColumn(4, rows...)
}

// sync sends and fetches now, whatever waits for its time.
func (p *Outgoing) sync() {
	if p.carry == nil {
		return
	}
	if len(p.box.Roads) == 0 {
		p.s.Hint(p.s.T("outbox.noRoads"))
		return
	}
	if p.box.Fingerprint == "" {
		p.s.Hint(p.s.T("outbox.needCard"))
		return
	}
	shell.Progress(p.s, p.s.T("outbox.syncing"), p.carry.Sync, func(c Carried, err error) {
		if err != nil {
			p.s.Fail(err)
			return
		}
		p.s.Reload()
		n := p.s.Words().N
		done := p.s.T("outbox.synced", "sent", n(c.Sent), "fetched", n(c.Fetched))
		if len(c.Errs) == 0 {
			p.s.Toast(done, nil)
			return
		}
		objects := []fyne.CanvasObject{kit.NewParagraph(done, theme.Text)}
		for i, e := range c.Errs {
			if i == mostNamed {
				objects = append(objects, kit.NewCaption("…"))
				break
			}
			objects = append(objects, kit.NewParagraph(p.s.Words().Error(e), theme.Fail))
		}
		p.s.Dialog(p.s.T("outbox.syncPartly"), kit.NewColumn(8, objects...), 560)
	})
}

// WantsChange is true for what the page shows.
func (p *Outgoing) WantsChange(kind string) bool {
	switch kind {
	case "transfer", "road", "receipt", "export", "inspection", "finding", "bright", "import", "profile":
		return true
	}
	return false
}
