package hall

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// The figures of DOMAIN 6.2, in the order they are shown. Their names have the text
// key hall.figure.<id>, their formula with its numbers hall.figure.<id>.how.
const (
	FigureOpen      = "open"      // 窗口开放率: open ÷ usable windows, over all counts
	FigurePeakOpen  = "peakOpen"  // the same in peak half-hours, which is what the limit is for
	FigureRatio     = "ratio"     // 客窗比: mean people waiting ÷ mean open windows
	FigureLongest   = "longest"   // 最长等候: the oldest ticket seen, or the longest wait of a ticket, called or not
	FigureMean      = "mean"      // 平均等候: ticket to call
	FigureNinety    = "ninety"    // nine of ten waited no longer
	FigureOver      = "over"      // 超时率: waits over the limit ÷ waits known
	FigureAbandoned = "abandoned" // 弃号率: abandoned ÷ tickets
	FigureOnPost    = "onPost"    // 在岗率: lobby manager on post ÷ checks
	FigureMachines  = "machines"  // 设备可用率: patrols with every machine working ÷ patrols that looked
	FigureUptime    = "uptime"    // 设备可用率 in minutes: open hours without any machine down ÷ open hours
	FigureMeetings  = "meetings"  // 晨会执行率: working days with a morning meeting ÷ working days
	FigureRounds    = "rounds"    // 巡检准时率: rounds made in time ÷ rounds asked for
)

// FigureIDs are all of them, in order.
var FigureIDs = []string{
	FigureOpen, FigurePeakOpen, FigureRatio, FigureLongest, FigureMean, FigureNinety, FigureOver, FigureAbandoned,
	FigureOnPost, FigureMachines, FigureUptime, FigureMeetings, FigureRounds,
}

// Unit is what a figure is counted in.
type Unit string

// The units.
const (
	UnitShare   Unit = "share" // of one; shown in per cent
	UnitPeople  Unit = "people"
	UnitMinutes Unit = "minutes"
)

// Figure is one figure: Num ÷ Den, exact; not known when both are 0, and endless when
// only Den is.
type Figure struct {
	ID       string
	Unit     Unit
	Num, Den int64
	Light    Light
	Low      bool     // the limit is the least it may be, not the most
	Amber    int      // the limit: permille, people or minutes; 0 = none
	Parts    []string // name, number pairs of its formula
}

// Known says whether there is anything to go by.
func (f Figure) Known() bool { return f.Den > 0 || f.Endless() }

// Endless says that people wait and no window is open (DOMAIN 6.2: ∞).
func (f Figure) Endless() bool { return f.Den == 0 && f.Num > 0 }

// Tenths is the figure in tenths – of a per cent, a person, a minute – rounded half up;
// 0 for one that is endless.
func (f Figure) Tenths() int64 {
	if f.Den == 0 {
		return 0
	}
	scale := int64(10)
	if f.Unit == UnitShare {
		scale = 1000
	}
	return ratio(f.Num*scale, f.Den)
}

// Decimal writes it with one decimal, whole minutes of a percentile without; "–" when it is not
// known, "∞" when it is endless.
func (f Figure) Decimal() string {
	switch {
	case f.Endless():
		return "∞"
	case !f.Known():
		return "–"
	}
	t := f.Tenths()
	if f.ID == FigureNinety {
		return strconv.FormatInt(t/10, 10)
	}
	return strconv.FormatInt(t/10, 10) + "." + strconv.FormatInt(t%10, 10)
}

// more says whether the figure is more than n permille, people or minutes, exactly.
func (f Figure) more(n int) bool {
	if f.Unit == UnitShare {
		return f.Num*1000 > int64(n)*f.Den
	}
	return f.Num > int64(n)*f.Den
}

func (f Figure) less(n int) bool { return f.Num*1000 < int64(n)*f.Den }

// atMost judges a figure by an amber and a red limit.
func (f Figure) atMost(amber, red int) Figure {
	f.Amber = amber
	switch {
	case !f.Known():
	case f.more(red):
		f.Light = LightRed
	case f.more(amber):
		f.Light = LightAmber
	default:
		f.Light = LightGreen
	}
	return f
}

// atLeast judges a share by the least it may be: below it is amber, missing by more than
// as much again red [D].
func (f Figure) atLeast(permille int) Figure {
	f.Amber, f.Low = permille, true
	switch {
	case !f.Known():
	case f.less(2*permille - 1000):
		f.Light = LightRed
	case f.less(permille):
		f.Light = LightAmber
	default:
		f.Light = LightGreen
	}
	if permille == 1000 && f.Light == LightAmber { // nothing may be missing
		f.Light = LightRed
	}
	return f
}

// Sums are what figures are made from: half-hours and days added up. They add up to
// longer times and more halls.
type Sums struct {
	Cell
	PeakOpen, PeakUsable int // windows, over counts in peak half-hours
	Days                 int // working days whose meeting was held or whose time is over
	Held                 int // of them with a morning meeting
	HeldLong             int // of them with one long enough
	MeetingMin           int
	Meetings             int // of all days
	Due, Made, Missed    int
	LateRounds, Skipped  int
	Hours, Broken, Down  int
	Faults               int
	Complaints, Solved   int
	Praise, Special      int
	Welcome, Care        int
	Requests, Drills     int
	Long                 int // half-hours with a long queue
	Measured             int // half-hours that could have shown one
}

// Add puts other sums in.
func (s *Sums) Add(o Sums) {
	s.Cell.Add(o.Cell)
	for _, x := range [][2]*int{
		{&s.PeakOpen, &o.PeakOpen},
		{&s.PeakUsable, &o.PeakUsable},
		{&s.Days, &o.Days},
		{&s.Held, &o.Held},
		{&s.HeldLong, &o.HeldLong},
		{&s.MeetingMin, &o.MeetingMin},
		{&s.Meetings, &o.Meetings},
		{&s.Due, &o.Due},
		{&s.Made, &o.Made},
		{&s.Missed, &o.Missed},
		{&s.LateRounds, &o.LateRounds},
		{&s.Skipped, &o.Skipped},
		{&s.Hours, &o.Hours},
		{&s.Broken, &o.Broken},
		{&s.Down, &o.Down},
		{&s.Faults, &o.Faults},
		{&s.Complaints, &o.Complaints},
		{&s.Solved, &o.Solved},
		{&s.Praise, &o.Praise},
		{&s.Special, &o.Special},
		{&s.Welcome, &o.Welcome},
		{&s.Care, &o.Care},
		{&s.Requests, &o.Requests},
		{&s.Drills, &o.Drills},
		{&s.Long, &o.Long},
		{&s.Measured, &o.Measured},
	} {
		*x[0] += *x[1]
	}
}

// takeCell puts a half-hour in; peak says whether it is one.
func (s *Sums) takeCell(c *Cell, peak bool) {
	s.Cell.Add(*c)
	if peak {
		s.PeakOpen += c.Open
		s.PeakUsable += c.Usable
	}
	s.Long += flag(c.Long())
	s.Measured += flag(c.Measured())
}

// takeDay puts in what belongs to a day and to no half-hour.
func (s *Sums) takeDay(t *DayTotal) {
	if t.Works {
		s.Days++
		s.Held += flag(t.Meetings > 0)
		s.HeldLong += flag(t.MeetingOK > 0)
	}
	s.Add(Sums{
		MeetingMin: t.MeetingMin, Meetings: t.Meetings, Due: t.Due, Made: t.Made, Missed: t.Missed, LateRounds: t.LateRounds, Skipped: t.Skipped, Hours: t.Hours, Broken: t.Broken, Down: t.Down,
		Faults: t.Faults, Complaints: t.Complaints, Solved: t.Solved, Praise: t.Praise, Special: t.Special, Welcome: t.Welcome, Care: t.Care,
		Requests: t.Requests, Drills: t.Drills,
	})
}

// Figures are all figures of the sums, judged by the rules, in the order of FigureIDs.
func (s *Sums) Figures(r Rules) []Figure {
	n := func(v int) string { return strconv.Itoa(v) }
	share := func(id string, num, den int, parts ...string) Figure {
		return Figure{ID: id, Unit: UnitShare, Num: int64(num), Den: int64(den), Parts: append(parts, "a", n(num), "b", n(den))}
	}
	days := s.Days
	if r.Daily == "" { // the hall's rules ask for no meeting
		days = 0
	}
	out := append(make([]Figure, 0, len(FigureIDs)),
		share(FigureOpen, s.Open, s.Usable, "n", n(s.Counts)),
		share(FigurePeakOpen, s.PeakOpen, s.PeakUsable).atLeast(r.OpenShare))
	out = append(out, s.waits(r)...)
	return append(out,
		share(FigureOver, s.Over, s.Called, "limit", n(r.WaitAmber)),
		share(FigureAbandoned, s.Abandoned, s.Tickets).atMost(r.Abandoned, 2*r.Abandoned),
		share(FigureOnPost, s.OnPost, s.Posts).atLeast(r.OnPost),
		share(FigureMachines, s.Working, s.Rounds).atLeast(r.Machines),
		share(FigureUptime, s.Hours-s.Broken, s.Hours, "down", n(s.Broken), "faults", n(s.Faults)).atLeast(r.Machines),
		share(FigureMeetings, s.Held, days, "long", n(s.HeldLong), "least", n(r.MeetingMinutes)).atLeast(1000),
		share(FigureRounds, s.Made, s.Due, "missed", n(s.Missed), "late", n(s.LateRounds), "skipped", n(s.Skipped)))
}

// waits are the figures of people and their waiting.
func (s *Sums) waits(r Rules) []Figure {
	ratio := Figure{ID: FigureRatio, Unit: UnitPeople}
	switch {
	case s.Samples > 0 && s.Open > 0:
		ratio.Num, ratio.Den = int64(s.Waiting)*int64(s.Counts), int64(s.Samples)*int64(s.Open)
	case s.Packed > 0:
		ratio.Num = int64(s.Waiting)
	}
	ratio.Parts = []string{"a", strconv.Itoa(s.Waiting), "n", strconv.Itoa(s.Samples), "b", strconv.Itoa(s.Open), "m", strconv.Itoa(s.Counts)}

	longest := Figure{ID: FigureLongest, Unit: UnitMinutes, Num: max(int64(s.Oldest)*60, s.WaitMax)}
	if s.Oldests > 0 || s.Called > 0 || s.WaitMax > 0 {
		longest.Den = 60
	}
	longest.Parts = []string{"seen", strconv.Itoa(s.Oldest), "n", strconv.Itoa(s.Oldests), "ticket", Figure{ID: FigureLongest, Unit: UnitMinutes, Num: s.WaitMax, Den: 60}.Decimal()}

	mean := Figure{ID: FigureMean, Unit: UnitMinutes, Num: s.WaitSum, Den: int64(s.Called) * 60}
	waited := strconv.FormatInt(s.WaitSum/60, 10)
	if s.WaitSum < 100*60 { // of a few tickets the part of a minute is seen in the mean
		waited = strings.TrimSuffix(Figure{Unit: UnitMinutes, Num: s.WaitSum, Den: 60}.Decimal(), ".0")
	}
	mean.Parts = []string{"a", waited, "b", strconv.Itoa(s.Called)}

	ninety := Figure{ID: FigureNinety, Unit: UnitMinutes, Parts: []string{"n", strconv.Itoa(s.Called), "rank", strconv.Itoa((s.Called*9 + 9) / 10)}}
	if minutes, ok := s.Waits.Percentile(900); ok {
		ninety.Num, ninety.Den = int64(minutes), 1
	}
	return []Figure{
		ratio.atMost(r.RatioAmber, r.RatioRed), longest.atMost(r.WaitAmber, r.WaitRed),
		mean.atMost(r.WaitGoal, max(r.WaitAmber, r.WaitGoal)), ninety.atMost(r.WaitAmber, r.WaitRed),
	}
}

// FigureOf is one of the figures; the zero one when there is none of that name.
func FigureOf(list []Figure, id string) Figure {
	if i := slices.IndexFunc(list, func(f Figure) bool { return f.ID == id }); i >= 0 {
		return list[i]
	}
	return Figure{}
}

// The bands of a day (DOMAIN 6.2 d11): the hours known to be difficult are kept apart.
// Their names have the text key hall.band.<band>.
const (
	BandOpening = "opening" // working days, up to the end of the first hour
	BandNoon    = "noon"    // working days, 11:30 to 13:30
	BandRest    = "rest"    // working days, everything else
	BandWeekend = "weekend" // Saturday and Sunday, all day
)

// Bands are all of them, in order.
var Bands = []string{BandOpening, BandNoon, BandRest, BandWeekend}

// openingMinutes is how long the opening band lasts.
const openingMinutes = 60

// BandOf is the band of a half-hour.
func (r Rules) BandOf(w time.Weekday, slot int) string {
	minute := slot * SlotMinutes
	switch {
	case w == time.Saturday || w == time.Sunday:
		return BandWeekend
	case minute < r.Opens+openingMinutes:
		return BandOpening
	case minute >= noonFrom && minute < noonTo:
		return BandNoon
	}
	return BandRest
}

// Word is the text key of how the figure is judged; "" when it is not.
func (f Figure) Word() string {
	if f.Light == LightNone {
		return ""
	}
	if f.Low {
		return "hall.figure.word.least." + string(f.Light)
	}
	return "hall.figure.word.most." + string(f.Light)
}

// Target is the text key of its limit, and the limit in the figure's unit.
func (f Figure) Target() (key, limit string) {
	switch {
	case f.Amber == 0:
		return "hall.figure.free", ""
	case f.Unit == UnitShare:
		limit = strings.TrimSuffix(strconv.Itoa(f.Amber/10)+"."+strconv.Itoa(f.Amber%10), ".0")
	default:
		limit = strconv.Itoa(f.Amber)
	}
	if f.Low && f.Unit == UnitShare && f.Amber >= 1000 {
		return "hall.figure.whole", limit
	}
	if f.Low {
		return "hall.figure.least", limit
	}
	return "hall.figure.most", limit
}
