// Package inspect is where a checklist is run: the page that starts or goes on
// with an inspection, and the runner that takes answers, notes and photos by
// keyboard or mouse. It draws and asks; what an answer means is decided by the
// checklist package, and a tap counts as saved only when the store says so.
package inspect

import (
	"strings"

	"hallcheck/checklist"
	"hallcheck/ui/shell"
)

// place is one item on one sheet.
type place struct{ Sheet, Item string }

// flow is what the runner shows of one inspection: the sheet in front, the item
// that has the focus, and the filters that narrow the list. It holds no widget
// and changes no answer.
type flow struct {
	in       *checklist.Inspection
	at       place
	onlyOpen bool
	query    string
	initials func(string) string // pinyin initials of a text, lower case
}

// row is one line of the list: a zone's head (Item nil) or an item with its
// number on the sheet, counted from 1 over the items asked.
type row struct {
	Zone *checklist.Zone
	Item *checklist.Item
	No   int
}

// newFlow opens an inspection at its cursor, or at its first open item.
func newFlow(in *checklist.Inspection, initials func(string) string) *flow {
	f := &flow{initials: initials}
	f.show(in)
	return f
}

// show takes a newer state of the inspection; focus and filters stay where they
// can. The first state goes to the cursor, else to the first open item.
func (f *flow) show(in *checklist.Inspection) {
	first := f.in == nil
	f.in = in
	if first {
		sheet, item, _ := strings.Cut(in.Cursor, "/")
		f.at = place{sheet, item}
	}
	if f.valid(f.at) {
		return
	}
	if s := in.Sheet(f.at.Sheet); s != nil {
		f.at = f.firstOn(s)
		return
	}
	f.at = place{}
	if p, ok := f.nextOpen(); ok {
		f.at = p
	} else if len(in.Sheets) > 0 {
		f.at = f.firstOn(in.Sheets[0])
	}
}

func (f *flow) valid(p place) bool {
	s, it := f.in.Sheet(p.Sheet), f.in.Checklist.ItemByID(p.Item)
	return s != nil && it != nil && f.in.Applies(s, it)
}

// firstOn is the first open item of a sheet, else its first item.
func (f *flow) firstOn(s *checklist.Sheet) place {
	p := place{Sheet: s.ID}
	for _, it := range f.asked(s) {
		if p.Item == "" {
			p.Item = it.ID
		}
		if f.open(s, it) {
			return place{s.ID, it.ID}
		}
	}
	return p
}

// sheet is the sheet in front, nil while an inspection has none.
func (f *flow) sheet() *checklist.Sheet { return f.in.Sheet(f.at.Sheet) }

// item is the item with the focus, or nil.
func (f *flow) item() *checklist.Item { return f.in.Checklist.ItemByID(f.at.Item) }

// answer is what is recorded at the focus; never nil.
func (f *flow) answer() *checklist.Answer { return f.answerAt(f.at) }

func (f *flow) answerAt(p place) *checklist.Answer {
	if a := f.in.Answer(p.Sheet, p.Item); a != nil {
		return a
	}
	return &checklist.Answer{}
}

// asked lists the items of a sheet: zones left out and items of other
// positions are not among them.
func (f *flow) asked(s *checklist.Sheet) []*checklist.Item {
	if s == nil {
		return nil
	}
	items := f.in.Checklist.Items
	out := make([]*checklist.Item, 0, len(items))
	for i := range items {
		if f.in.Applies(s, &items[i]) {
			out = append(out, &items[i])
		}
	}
	return out
}

// open says whether an item still wants an answer before the hall is left: free
// remarks may stay empty, except those of a visit's wrap-up.
func (f *flow) open(s *checklist.Sheet, it *checklist.Item) bool {
	remark := it.Type == checklist.TypeText && it.Zone != "wrapup"
	return !remark && !s.Answered(it)
}

// rows lists what the list shows, zone heads included. A query shows matching
// items whatever their state; "only open" keeps the item with the focus, so
// that it does not vanish under the hand that answers it.
func (f *flow) rows() []row {
	s := f.sheet()
	var out []row
	zone, no := "", 0
	for _, it := range f.asked(s) {
		no++
		if f.query != "" {
			if !f.matches(it) {
				continue
			}
		} else if f.onlyOpen && !f.open(s, it) && it.ID != f.at.Item {
			continue
		}
		if it.Zone != zone {
			zone = it.Zone
			out = append(out, row{Zone: f.in.Checklist.ZoneByID(zone)})
		}
		out = append(out, row{Zone: f.in.Checklist.ZoneByID(zone), Item: it, No: no})
	}
	return out
}

// matches finds the query in the item's text of either language, in its id, or
// in the pinyin initials of its Chinese text.
func (f *flow) matches(it *checklist.Item) bool {
	q := strings.ToLower(strings.TrimSpace(f.query))
	if q == "" {
		return true
	}
	for _, t := range []string{it.Text.ZH, it.Text.EN, it.Guidance.ZH, it.ID} {
		if strings.Contains(strings.ToLower(t), q) {
			return true
		}
	}
	return f.initials != nil && strings.Contains(f.initials(it.Text.ZH), strings.ReplaceAll(q, " ", ""))
}

// step moves the focus by n shown items, stopping at the ends.
func (f *flow) step(n int) {
	var shown []*checklist.Item
	here := -1
	for _, r := range f.rows() {
		if r.Item == nil {
			continue
		}
		if r.Item.ID == f.at.Item {
			here = len(shown)
		}
		shown = append(shown, r.Item)
	}
	if len(shown) == 0 {
		return
	}
	if here < 0 {
		f.at.Item = shown[0].ID
		return
	}
	f.at.Item = shown[min(max(here+n, 0), len(shown)-1)].ID
}

// nextOpen is the next open item after the focus: on this sheet, then from its
// top, then on the sheets after it and before it. False when nothing is open.
func (f *flow) nextOpen() (place, bool) {
	here := f.sheet()
	seen := f.at.Item == ""
	var before *place
	for _, it := range f.asked(here) {
		if it.ID == f.at.Item {
			seen = true
			continue
		}
		if !f.open(here, it) {
			continue
		}
		if seen {
			return place{here.ID, it.ID}, true
		}
		if before == nil {
			before = &place{here.ID, it.ID}
		}
	}
	if before != nil {
		return *before, true
	}
	return f.nextOpenElsewhere(here)
}

func (f *flow) nextOpenElsewhere(here *checklist.Sheet) (place, bool) {
	start := 0
	for i, s := range f.in.Sheets {
		if s == here {
			start = i + 1
		}
	}
	for i := range f.in.Sheets {
		s := f.in.Sheets[(start+i)%len(f.in.Sheets)]
		if s == here {
			continue
		}
		for _, it := range f.asked(s) {
			if f.open(s, it) {
				return place{s.ID, it.ID}, true
			}
		}
	}
	return place{}, false
}

// advance moves to the next open item after an answer was committed, unless the
// item still wants something (a reason, a photo) or opened a finding: then the
// focus stays so that note and photo can follow. It says whether it moved.
func (f *flow) advance() bool {
	it, s := f.item(), f.sheet()
	if it == nil || s == nil || !s.Answered(it) || len(f.wants(f.at)) > 0 || shell.Red(f.in.Checklist, it, f.answer().Value) {
		return false
	}
	return f.goNext()
}

// goNext moves to the next open item whatever the item at the focus wants.
func (f *flow) goNext() bool {
	p, ok := f.nextOpen()
	if ok {
		f.at = p
	}
	return ok
}

// zoneStep moves to the first open item, else the first item, of the zone n
// zones away, stopping at the ends.
func (f *flow) zoneStep(n int) {
	parts := f.parts()
	here := 0
	for i, p := range parts {
		if it := f.item(); it != nil && p.Zone.ID == it.Zone {
			here = i
		}
	}
	if to := here + n; to >= 0 && to < len(parts) {
		f.toZone(parts[to].Zone.ID)
	}
}

// toZone moves to the first open item, else the first item, of a zone.
func (f *flow) toZone(zone string) {
	first := ""
	for _, it := range f.asked(f.sheet()) {
		if it.Zone != zone {
			continue
		}
		if f.open(f.sheet(), it) {
			f.at.Item = it.ID
			return
		}
		if first == "" {
			first = it.ID
		}
	}
	if first != "" {
		f.at.Item = first
	}
}

// toSheet brings a sheet to the front at its first open item.
func (f *flow) toSheet(id string) {
	if s := f.in.Sheet(id); s != nil {
		f.at = f.firstOn(s)
	}
}

// hit is the first item a query shows, for Enter in the search field.
func (f *flow) hit() (place, bool) {
	for _, r := range f.rows() {
		if r.Item != nil {
			return place{f.at.Sheet, r.Item.ID}, true
		}
	}
	return place{}, false
}
