package cli

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"time"

	"hallcheck/checklist/hall"
)

type slotPlanDoc struct {
	Time      string       `json:"time"`
	Known     bool         `json:"known"`
	Days      int          `json:"days"` // days with tickets
	Level     string       `json:"level"`
	Customers float64      `json:"customers"`
	Handling  float64      `json:"handling"` // minutes
	Basis     string       `json:"basis"`    // slot, weekday, hall
	Load      float64      `json:"load"`     // windows the work alone keeps busy
	Open      int          `json:"open"`
	Counted   string       `json:"counted"` // what open is from: slot, weekday, hall; "" = all windows there are
	Need      int          `json:"need"`
	Rule      int          `json:"rule"`
	Busy      float64      `json:"busy"`
	Steady    *float64     `json:"steady"` // mean wait by Erlang C, minutes; null when the line grows
	Wait      float64      `json:"wait"`   // mean wait by the course of the day, minutes
	Longer    float64      `json:"longer"` // share who wait over the limit, by the course of the day
	Left      float64      `json:"left"`   // people waiting at its end
	Seen      *float64     `json:"seen"`   // minutes customers waited, null = not known
	Doubts    []hall.Doubt `json:"doubts"`
}

type dayPlanDoc struct {
	Weekday int           `json:"weekday"` // 1 = Monday … 7 = Sunday
	Day     *string       `json:"day"`
	From    string        `json:"from"`
	Until   string        `json:"until"`
	Target  float64       `json:"target"`
	Limit   float64       `json:"limit"`
	Windows int           `json:"windows"` // there are
	Wait    float64       `json:"wait"`
	Longer  float64       `json:"longer"`
	Short   int           `json:"short"`
	Growing int           `json:"growing"`
	Unknown int           `json:"unknown"`
	Slots   []slotPlanDoc `json:"slots"`
}

// finite is a figure for scripts, nil = without end.
func finite(x float64) *float64 {
	if math.IsInf(x, 0) {
		return nil
	}
	return &x
}

// hallDayPlan is the window plan of a weekday, or of a day's weekday, from what is
// stored, with what the flags ask about.
func hallDayPlan(e *env, a *arguments) error {
	day, weekday, err := e.plannedDay(a)
	if err != nil {
		return err
	}
	before := e.today()
	if day != "" && day <= before { // as it could be known before that day
		t, _ := time.Parse(time.DateOnly, day)
		before = t.AddDate(0, 0, -1).Format(time.DateOnly)
	}
	until, err := dayFlag(a, "until", before)
	if err != nil {
		return err
	}
	change, err := whatIf(a)
	if err != nil {
		return err
	}
	target, err := number(a, "target", 0, 240)
	if err != nil {
		return err
	}
	s, err := e.open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	peaks, rules, err := e.peaksUntil(s, until)
	if err != nil {
		return err
	}
	if closed := !slices.Contains(rules.Days, int(weekday)); day != "" && !rules.Works(day) || day == "" && closed {
		return wrongUse(a.command, "usage.closed", "day", e.t("peak.day."+strconv.Itoa(int(weekday))))
	}
	plan := peaks.Plan(rules, weekday)
	if target > 0 {
		plan.Target = target
	}
	plan = plan.With(change)
	doc := planDocOf(plan, peaks, day)
	return e.answer(doc, func(w io.Writer) error { return e.planTable(w, &plan, doc) })
}

// plannedDay reads --day, or --weekday 1…7.
func (e *env) plannedDay(a *arguments) (day string, weekday time.Weekday, err error) {
	if a.has("arrivals") || a.has("handling") {
		return "", 0, wrongUse(a.command, "usage.notBoth", "flag", "--arrivals", "other", "--weekday")
	}
	if a.has("day") {
		if a.has("weekday") {
			return "", 0, wrongUse(a.command, "usage.notBoth", "flag", "--day", "other", "--weekday")
		}
		if day, err = dayFlag(a, "day", ""); err != nil {
			return "", 0, err
		}
		t, err := time.Parse(time.DateOnly, day)
		return day, t.Weekday(), err
	}
	n, err := strconv.Atoi(a.get("weekday"))
	if err != nil || n < 1 || n > 7 {
		return "", 0, wrongUse(a.command, "usage.badValue", "flag", "--weekday", "value", a.get("weekday"), "want", "1…7")
	}
	return "", weekOrder[n-1], nil
}

// whatIf reads --windows, --customers (per cent) and --faster (minutes).
func whatIf(a *arguments) (c hall.Change, err error) {
	windows, err := number(a, "windows", -50, 50)
	if err != nil {
		return c, err
	}
	if windows != math.Trunc(windows) {
		return c, wrongUse(a.command, "usage.badValue", "flag", "--windows", "value", a.get("windows"), "want", "-50…50")
	}
	customers, err := number(a, "customers", -100, 1000)
	if err != nil {
		return c, err
	}
	c = hall.Change{Windows: int(windows), Customers: int(math.Round(customers * 10))}
	c.Faster, err = number(a, "faster", -240, 240)
	return c, err
}

// number reads a figure between bounds; an absent flag is 0.
func number(a *arguments, flag string, lo, hi float64) (float64, error) {
	if !a.has(flag) {
		return 0, nil
	}
	v, err := strconv.ParseFloat(a.get(flag), 64)
	if err != nil || !(v >= lo && v <= hi) {
		want := strconv.FormatFloat(lo, 'g', -1, 64) + "…" + strconv.FormatFloat(hi, 'g', -1, 64)
		return 0, wrongUse(a.command, "usage.badValue", "flag", "--"+flag, "value", a.get(flag), "want", want)
	}
	return v, nil
}

func planDocOf(p hall.DayPlan, peaks *hall.Peaks, day string) dayPlanDoc {
	sum := p.Day()
	d := dayPlanDoc{
		Weekday: slices.Index(weekOrder, p.Weekday) + 1, Day: some(day), From: peaks.From, Until: peaks.Until, Target: p.Target, Limit: p.Limit, Windows: p.Have,
		Wait: sum.Wait, Longer: sum.Longer, Short: sum.Short, Growing: sum.Growing, Unknown: sum.Unknown, Slots: []slotPlanDoc{},
	}
	for i := range p.Slots {
		s := &p.Slots[i]
		x := slotPlanDoc{
			Time: hall.SlotClock(s.Slot), Known: s.Known, Days: s.Cell.Days, Level: string(s.Cell.Level), Open: s.Windows, Counted: string(s.Open),
			Doubts: append([]hall.Doubt{}, s.Doubts...),
		}
		if seen, ok := s.Cell.Waited(); ok {
			x.Seen = &seen
		}
		if s.Known {
			x.Customers, x.Handling, x.Basis, x.Load, x.Need, x.Rule = s.Arrivals, s.Handling, string(s.Basis), s.Load(), s.Need, s.Rule
			x.Wait, x.Longer, x.Left = s.Course.Wait, s.Course.Longer, s.Course.Left
			if x.Steady = new(float64); s.Arrivals > 0 {
				x.Busy, x.Steady = s.Busy(), finite(s.MeanWait())
			}
		}
		d.Slots = append(d.Slots, x)
	}
	return d
}

func (e *env) planTable(w io.Writer, p *hall.DayPlan, d dayPlanDoc) error {
	decimal := func(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }
	steady := func(x *float64) string {
		if x == nil {
			return e.t("peak.grows")
		}
		return decimal(*x)
	}
	fmt.Fprintln(w, e.t("peak.plan", "day", e.t("peak.day."+strconv.Itoa(int(p.Weekday))), "from", d.From, "to", d.Until, "target", decimal(d.Target), "n", strconv.Itoa(d.Windows)))
	t := &table{right: map[int]bool{1: true, 2: true, 3: true, 4: true, 5: true, 6: true, 7: true, 8: true}}
	t.add(e.t("peak.col.time"), e.t("peak.col.customers"), e.t("peak.col.handling"), e.t("peak.col.need"), e.t("peak.col.rule"), e.t("peak.col.open"), e.t("peak.col.wait"),
		e.t("peak.over", "n", strconv.Itoa(int(d.Limit))), e.t("peak.col.steady"), "")
	for i := range d.Slots {
		s := &d.Slots[i]
		if !s.Known {
			t.add(s.Time, "–", "–", "–", "–", "–", "–", "–", "–", e.t("peak.noData"))
			continue
		}
		note := ""
		for _, x := range s.Doubts {
			note += e.t("peak.short."+string(x)) + " "
		}
		t.add(s.Time, decimal(s.Customers), decimal(s.Handling), strconv.Itoa(s.Need), strconv.Itoa(s.Rule), strconv.Itoa(s.Open), decimal(s.Wait), inPercent(s.Longer), steady(s.Steady), note)
	}
	if err := t.write(w); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, e.t("peak.sum", "wait", e.t("peak.minutes", "n", decimal(d.Wait)), "longer", inPercent(d.Longer), "limit", strconv.Itoa(int(d.Limit)), "short", strconv.Itoa(d.Short), "unknown", strconv.Itoa(d.Unknown)))
	return err
}
