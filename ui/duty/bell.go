package duty

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/ui/shell"
)

// Settings keep what the bell remembers.
type Settings interface {
	Setting(ctx context.Context, key string) (string, error)
	SetSetting(ctx context.Context, key, value string) error
}

// The settings of the bell.
const (
	SettingReminders = "hall.reminders" // "off" = nobody is reminded
	settingRung      = "hall.rung"      // the day and what rang on it, so that nothing rings twice
)

// reminders are off by this word.
const off = "off"

// How often the bell looks, and for how many minutes it is put off by its own button.
const (
	bellEvery   = 30 * time.Second
	bellSnoozes = 10
)

// Bell reminds of what is due: by the desktop's notification once – given to it ahead
// where it keeps them for later – and by a bar on whatever page is open until somebody
// begins, puts it off, or its time is over.
type Bell struct {
	s  *shell.Shell
	sv *Services

	notify func(title, text string)
	closed map[string]bool // bars shut by hand
	held   map[string]held // what the desktop rings by itself, nil = not read yet
	busy   bool
	day    string // when it looked last
}

// Ring begins to remind in a branch's window.
func Ring(s *shell.Shell, sv *Services) *Bell {
	if sv == nil || sv.Store == nil || s.Face() != checklist.FaceBranch {
		return nil
	}
	b := &Bell{s: s, sv: sv, closed: map[string]bool{}}
	b.notify = func(title, text string) { s.App().SendNotification(fyne.NewNotification(title, text)) }
	s.Follow(func(kind string) {
		if kind == "" || kind == "hall" {
			b.Look()
		}
	})
	b.watch()
	return b
}

// watch looks now and every half minute.
func (b *Bell) watch() {
	b.Look()
	b.s.After(context.Background(), bellEvery, b.watch)
}

// rings is what a look finds: what is due, what of it did not ring yet, what comes
// later, and what the desktop was given.
type rings struct {
	due, fresh []hall.Duty
	ahead      []ahead
	held       map[string]held
}

// Look asks what is due and reminds of it.
func (b *Bell) Look() {
	if b.busy {
		return
	}
	b.busy = true
	if day := b.s.Now().Format(time.DateOnly); day != b.day {
		if b.day != "" {
			b.s.Reload() // a page open over midnight is the new day's
		}
		b.day = day
	}
	st, set := b.sv.Store, b.sv.Bell
	shell.Run(b.s, context.Background(), func(ctx context.Context) (rings, error) { return hear(ctx, st, set) }, func(r rings, err error) {
		b.busy = false
		if err != nil {
			return // a reminder is not worth a dialog; the next look tries again
		}
		if b.held == nil {
			b.held = r.held
		}
		for _, d := range r.fresh {
			if !b.rang(d) {
				b.notify(b.s.T("duty.notify"), b.text(d))
			}
		}
		b.hold(r.ahead)
		b.show(r.due)
	})
}

// hear reads the plan, and writes down what rings now before anybody hears it: after a
// kill nothing rings twice.
func hear(ctx context.Context, st Store, set Settings) (r rings, err error) {
	r.held = readHeld(ctx, set)
	word, err := set.Setting(ctx, SettingReminders)
	if err != nil || word == off {
		return r, err
	}
	plan, err := st.HallPlan(ctx, "")
	if err != nil {
		return r, err
	}
	if going, err := set.Setting(ctx, hall.SettingMeeting); err != nil {
		return r, err
	} else if going != "" { // the meeting is being held
		plan.Duties = slices.DeleteFunc(slices.Clone(plan.Duties), func(d hall.Duty) bool { return d.Kind == hall.KindMeeting })
	}
	r.ahead, r.due = later(&plan), plan.Due()
	if len(r.due) == 0 {
		return r, nil
	}
	old, err := set.Setting(ctx, settingRung)
	if err != nil {
		return r, err
	}
	rung := strings.Fields(old)
	if len(rung) == 0 || rung[0] != plan.Day {
		rung = []string{plan.Day}
	}
	for _, d := range r.due {
		if key := ringKey(d); !slices.Contains(rung, key) {
			rung = append(rung, key)
			r.fresh = append(r.fresh, d)
		}
	}
	if len(r.fresh) == 0 {
		return r, nil
	}
	return r, set.SetSetting(ctx, settingRung, strings.Join(rung, " "))
}

// ringKey names one ringing: a duty put off rings again when its time has come.
func ringKey(d hall.Duty) string {
	if d.Until == 0 {
		return d.Key
	}
	return d.Key + "#" + time.UnixMilli(d.Until).UTC().Format("150405")
}

func (b *Bell) text(d hall.Duty) string {
	return b.s.T("duty.remind", "time", hall.Clock(d.Minute), "what", b.s.T("duty.part."+d.Part))
}

// show puts the first thing due on the bar, unless it is being done just now, or
// the plan itself is on the screen.
func (b *Bell) show(due []hall.Duty) {
	for _, d := range due {
		key := ringKey(d)
		if b.closed[key] || b.s.At() == Route || b.s.At() == routePatrol && d.Kind == hall.KindPatrol || b.s.At() == routeMeeting && d.Kind == hall.KindMeeting {
			continue
		}
		b.s.Remind(shell.Reminder{
			ID: key, Text: b.text(d), Start: b.s.T("duty.start"), Later: b.s.T("duty.later", "n", b.s.Words().N(bellSnoozes)),
			OnDo:   func() { begin(b.s, d) },
			OnWait: func() { putOff(b.s, b.sv.Store, d, bellSnoozes) },
			OnShut: func() { b.closed[key] = true },
		})
		return
	}
	b.s.Unremind()
}
