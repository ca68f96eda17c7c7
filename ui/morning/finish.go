package morning

import (
	"context"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/ui/shell"
)

// begin starts a meeting: its sheet is a real inspection, and its clock runs from now.
func (p *page) begin(topic string) {
	if p.held != nil || p.d.list == nil {
		return
	}
	who := p.s.Profile()
	in, err := checklist.Start(p.sv.NewID(), p.d.list, who.Branch, who.User, p.d.list.UsualMode(checklist.FaceBranch), p.s.Now())
	if err != nil {
		p.s.Fail(err)
		return
	}
	p.d.notes = hall.MeetingNotes{Sheet: in.ID, Topic: topic, Chair: who.User.Name}
	records := p.sv.Records
	p.keepNotes()
	p.saving++
	shell.Save(p.s, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, records.StartInspection(ctx, in)
	}, func(_ struct{}, err error) {
		p.saving--
		if err != nil {
			p.s.Fail(err)
		}
		p.s.Reload()
	})
}

// finish closes the meeting, or shows what is missing.
func (h *holding) finish() {
	p := h.p
	if noted(h.in(), p.d.notes) == nil {
		h.turnClock()
	}
	if missing := h.in().Gate(p.s.Now()); len(missing) > 0 {
		p.s.AskMissing(h.in(), missing, nil, func() { h.list.Go(missing[0].Item) }, h.close)
		return
	}
	h.close("")
}

// close writes the meeting with its people into the day, then finishes the sheet: in
// this order, so that a program ended in between knows the meeting either way.
func (h *holding) close(reason string) {
	p := h.p
	sv, notes, people, id, now := p.sv, p.d.notes, p.d.people, h.in().ID, p.s.Now()
	p.saving++
	shell.Save(p.s, func(ctx context.Context) (struct{}, error) {
		in, err := sv.Records.Inspection(ctx, id)
		if err != nil {
			return struct{}{}, err
		}
		if err := sv.note(ctx, notes, people, in, now); err != nil {
			return struct{}{}, err
		}
		if _, err := sv.Records.Edit(ctx, id, func(in *checklist.Inspection, now time.Time) error { return in.Finish(reason, now) }); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, sv.Desk.SetSetting(ctx, hall.SettingMeeting, "")
	}, func(_ struct{}, err error) {
		p.saving--
		if err != nil {
			p.s.Fail(err)
			p.s.Reload()
			return
		}
		p.past.at = id
		p.s.Reload()
		p.s.Toast(p.t("finished"), nil)
	})
}

// drop throws the meeting away that was begun by mistake.
func (h *holding) drop() {
	p := h.p
	p.s.Ask(p.t("dropAsk"), p.t("dropBody"), p.t("drop"), func() {
		sv, id := p.sv, h.in().ID
		p.saving++
		shell.Save(p.s, func(ctx context.Context) (struct{}, error) {
			if err := sv.Records.DeleteDraft(ctx, id); err != nil {
				return struct{}{}, err
			}
			return struct{}{}, sv.Desk.SetSetting(ctx, hall.SettingMeeting, "")
		}, func(_ struct{}, err error) {
			if p.saving--; err != nil {
				p.s.Fail(err)
			}
			p.s.Reload()
		})
	})
}

// open shows the sheet in the runner, for what needs more room.
func (h *holding) sheet() {
	if p := h.p; p.s.Has(routeRunner) {
		p.s.Open(routeRunner, h.in().ID)
	}
}

// Flush implements shell.Flusher: whoever leaves the page does not come back to it by
// himself.
func (p *page) Flush() {
	if p.kept {
		p.remember("")
	}
}

// remember writes that a meeting is on the screen, for a program that is killed.
func (p *page) remember(what string) {
	p.kept = what != ""
	desk := p.sv.Desk
	shell.Save(p.s, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, desk.SetSetting(ctx, shell.SettingOpen, what)
	}, nil)
}
