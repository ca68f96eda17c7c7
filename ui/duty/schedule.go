package duty

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist/hall"
	"hallcheck/ui/shell"
)

// settingHeld are the notifications a desktop keeps for later, so that a program
// started again can take them back.
const settingHeld = "hall.scheduled"

// held is a notification the desktop has been given for later.
type held struct {
	ID string `json:"id"` // the desktop's
	At int64  `json:"at"` // unix ms
}

// ahead is what has to ring later today.
type ahead struct {
	key  string // ringKey
	at   time.Time
	duty hall.Duty
}

// later lists what of a day's plan rings after now: what is not due yet, and what was
// put off.
func later(plan *hall.Plan) []ahead {
	day, err := time.ParseInLocation(time.DateOnly, plan.Day, plan.Now.Location())
	if err != nil {
		return nil
	}
	var out []ahead
	for _, d := range plan.Duties {
		at := time.Date(day.Year(), day.Month(), day.Day(), 0, d.Minute, 0, 0, day.Location())
		switch d.State {
		case hall.StateSnoozed:
			at = time.UnixMilli(d.Until)
		case hall.StateLater, hall.StateSoon:
		default:
			continue
		}
		if at.After(plan.Now) {
			out = append(out, ahead{ringKey(d), at, d})
		}
	}
	return out
}

// hold gives the desktop what rings later and takes back what does not any more: done,
// put off, skipped, changed. Such a reminder comes also when the program is shut. A
// desktop that keeps none for later (Services.Holds) is told when the time has come.
func (b *Bell) hold(list []ahead) {
	if !b.sv.Holds {
		return
	}
	before := maps.Clone(b.held)
	app, want := b.s.App(), map[string]bool{}
	for _, a := range list {
		want[a.key] = true
		if h, ok := b.held[a.key]; ok && h.At == a.at.UnixMilli() {
			continue
		}
		b.release(a.key)
		if n, err := app.ScheduleNotification(fyne.NewNotification(b.s.T("duty.notify"), b.text(a.duty)), a.at); err == nil {
			b.held[a.key] = held{n.ID(), a.at.UnixMilli()}
		}
	}
	now := b.s.Now().UnixMilli()
	for _, key := range slices.Sorted(maps.Keys(b.held)) {
		switch h := b.held[key]; {
		case want[key]:
		case h.At > now:
			b.release(key)
		case now-h.At > (24 * time.Hour).Milliseconds():
			delete(b.held, key) // rung long ago
		}
	}
	if !maps.Equal(before, b.held) {
		b.keepHeld()
	}
}

// release takes a notification back from the desktop.
func (b *Bell) release(key string) {
	if h, ok := b.held[key]; ok {
		_ = b.s.App().CancelScheduledNotification(h.ID) // one that rings once too often harms nothing
		delete(b.held, key)
	}
}

// rang says whether the desktop rings for a duty by itself.
func (b *Bell) rang(d hall.Duty) bool {
	_, ok := b.held[ringKey(d)]
	return ok
}

// keepHeld writes down what the desktop was given.
func (b *Bell) keepHeld() {
	body, err := json.Marshal(b.held)
	if err != nil {
		return
	}
	set := b.sv.Bell
	shell.Save(b.s, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, set.SetSetting(ctx, settingHeld, string(body))
	}, func(struct{}, error) {}) // without it one rings once too often
}

// readHeld reads what the desktop was given, by this program or the one before it.
func readHeld(ctx context.Context, set Settings) map[string]held {
	out := map[string]held{}
	if body, err := set.Setting(ctx, settingHeld); err == nil && body != "" {
		_ = json.Unmarshal([]byte(body), &out) // what cannot be read was not held
	}
	return out
}
