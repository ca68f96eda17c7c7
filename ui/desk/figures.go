package desk

import (
	"strconv"
	"time"

	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
)

const dash = "—"

// long writes a length for people: "1 小时 32 分".
func (p *page) long(d time.Duration) string {
	m := int(d.Minutes())
	if m < 60 {
		return p.s.T("desk.minutes", "n", strconv.Itoa(m))
	}
	return p.s.T("desk.hours", "h", strconv.Itoa(m/60), "m", strconv.Itoa(m%60))
}

// stopwatch writes a running time: "06:12", "1:02:15".
func stopwatch(d time.Duration) string {
	s := int(max(d, 0).Seconds())
	two := func(n int) string { return strconv.Itoa(n/10) + strconv.Itoa(n%10) }
	if s >= 3600 {
		return strconv.Itoa(s/3600) + ":" + two(s/60%60) + ":" + two(s%60)
	}
	return two(s/60) + ":" + two(s%60)
}

// old is a pill's word for a number counted more than half an hour ago.
func (p *page) old(r hall.Reading) (string, bool) {
	if r.Age(p.s.Now()) < hall.SlotMinutes*time.Minute {
		return "", false
	}
	return p.s.T("desk.counted", "clock", p.s.Words().Clock(r.At)), true
}

func (p *page) drawTiles() {
	t := &p.view.tiles
	p.drawWaiting(t[0])
	p.drawOpen(t[1])
	p.drawRatio(t[2])
	p.drawLongest(t[3])
	p.drawPost(t[4])
}

func (p *page) drawWaiting(t *tile) {
	r := p.scene.Waiting
	if !r.Known() {
		t.set(dash, "", kit.Plain, p.s.T("desk.keys.waiting"))
		return
	}
	pill := p.s.T("desk.keys.waiting")
	if old, is := p.old(r); is {
		pill = old
	}
	t.set(strconv.Itoa(r.N), p.s.T("desk.people"), kit.Plain, pill)
}

func (p *page) drawOpen(t *tile) {
	sc := p.scene
	need := sc.Advised(p.rules, p.usual)
	of := strconv.Itoa(sc.Usable)
	switch {
	case !sc.Open.Known() && need == 0:
		t.set(dash+" / "+of, p.s.T("desk.windows"), kit.Plain, p.s.T("desk.keys.open"))
	case !sc.Open.Known():
		t.set(dash+" / "+of, p.s.T("desk.windows"), kit.Plain, p.s.T("desk.advised", "n", strconv.Itoa(need)))
	case need > sc.Open.N:
		t.set(strconv.Itoa(sc.Open.N)+" / "+of, p.s.T("desk.windows"), kit.Fail, p.s.T("desk.advised", "n", strconv.Itoa(need)))
	case need > 0:
		t.set(strconv.Itoa(sc.Open.N)+" / "+of, p.s.T("desk.windows"), kit.Pass, p.s.T("desk.enough"))
	default:
		t.set(strconv.Itoa(sc.Open.N)+" / "+of, p.s.T("desk.windows"), kit.Plain, p.s.T("desk.keys.open"))
	}
}

func (p *page) drawRatio(t *tile) {
	w, o := p.scene.Waiting, p.scene.Open
	if !w.Known() || !o.Known() {
		t.set(dash, "", kit.Plain, p.s.T("desk.ratioHint"))
		return
	}
	l := p.rules.RatioLight(w.N, o.N)
	limit := p.rules.RatioAmber
	if l == hall.LightRed {
		limit = p.rules.RatioRed
	}
	number := "∞"
	if tenths, ok := hall.Ratio(w.N, o.N); ok {
		number = strconv.Itoa(tenths/10) + "." + strconv.Itoa(tenths%10)
	} else if w.N == 0 {
		number = dash
	}
	t.set(number, "", tone(l), p.s.T("desk.limit", "light", p.s.T("hall.light."+string(l)), "n", strconv.Itoa(limit)))
}

func (p *page) drawLongest(t *tile) {
	d, timed, ok := p.scene.Longest()
	if !ok {
		t.set(dash, "", kit.Plain, p.s.T("desk.keys.oldest"))
		return
	}
	l := p.rules.WaitLight(d)
	limit := p.rules.WaitAmber
	if l == hall.LightRed {
		limit = p.rules.WaitRed
	}
	if timed != nil {
		who := timed.Ticket
		if who == "" {
			who = p.s.T("hall.light." + string(l))
		}
		t.set(stopwatch(d), "", tone(l), p.s.T("desk.waitLimit", "who", who, "n", strconv.Itoa(limit)))
		return
	}
	if old, is := p.old(p.scene.Oldest); is {
		t.set(strconv.Itoa(p.scene.Oldest.N), p.s.T("desk.minutesUnit"), kit.Plain, old)
		return
	}
	t.set(strconv.Itoa(p.scene.Oldest.N), p.s.T("desk.minutesUnit"), tone(l),
		p.s.T("desk.limit", "light", p.s.T("hall.light."+string(l)), "n", strconv.Itoa(limit)))
}

// tellOldest asks for the minutes of the oldest ticket where there is no keyboard.
func (p *page) tellOldest() {
	p.settle()
	minutes := int64(0)
	if d, _, ok := p.scene.Longest(); ok {
		minutes = int64(d.Minutes()) * 1000
	}
	n := kit.NewStepper(0, 999_000, 1000, func(v int64) { minutes = v })
	n.Unit = p.s.T("desk.minutesUnit")
	n.Set(&minutes)
	o := p.s.Form(p.s.T("desk.key.oldest"), n, 380, n, p.s.T("desk.note"), func(done func()) {
		done()
		m := int(minutes / 1000)
		p.add(hall.Entry{Kind: hall.KindCount, Oldest: &m})
	})
	n.OnSubmit = func() { o.OnEnter() }
}

func (p *page) drawPost(t *tile) {
	x := p.scene.Post
	if !x.Known {
		t.set(dash, "", kit.Plain, p.s.T("desk.keys.post"))
		return
	}
	since := p.s.Words().Clock(x.Since)
	if x.On {
		t.set(p.s.T("desk.onPost"), "", kit.Pass, p.s.T("desk.since", "who", x.Who, "clock", since))
		return
	}
	t.set(p.s.T("desk.offPost"), "", kit.Fail, p.s.T("desk.sinceOff", "clock", since))
}
