package ranking

import (
	"context"
	"math/big"
	"strings"

	"hallcheck/checklist"
)

// Meter reads what indicators come to, every table and rate once.
type Meter struct {
	// Ask answers the ranking of a checklist, or of a composite; the codes
	// store.noComposite and store.unknownChecklist mean that there is nothing to measure.
	Ask func(ctx context.Context, list, composite string, p Period) (Answer, error)
	// OnTime is Source.OnTime.
	OnTime func(ctx context.Context, fromDay, toDay string) (map[string]int, error)

	tables map[string]*metered
	rates  map[string]map[string]int
}

// metered is a table by hall.
type metered struct {
	Answer
	rows  map[string]*Row
	cells map[string][]checklist.PeriodCell
}

func (m *Meter) table(ctx context.Context, list, composite string, p Period) (*metered, error) {
	key := list + "|" + composite + "|" + p.String()
	if t, ok := m.tables[key]; ok {
		return t, nil
	}
	got, err := m.Ask(ctx, list, composite, p)
	if code := checklist.CodeOf(err); code == "store.noComposite" || code == "store.unknownChecklist" {
		err = nil
	}
	if err != nil {
		return nil, err
	}
	t := &metered{Answer: got, rows: map[string]*Row{}, cells: map[string][]checklist.PeriodCell{}}
	for i := range got.Table.Rows {
		t.rows[got.Table.Rows[i].Branch.Code] = &got.Table.Rows[i]
	}
	for _, c := range got.Input.Cells {
		t.cells[c.Branch] = append(t.cells[c.Branch], c)
	}
	if m.tables == nil {
		m.tables = map[string]*metered{}
	}
	m.tables[key] = t
	return t, nil
}

func (m *Meter) onTime(ctx context.Context, p Period) (map[string]int, error) {
	if r, ok := m.rates[p.String()]; ok {
		return r, nil
	}
	r, err := m.OnTime(ctx, p.From, p.To)
	if err != nil {
		return nil, err
	}
	if m.rates == nil {
		m.rates = map[string]map[string]int{}
	}
	m.rates[p.String()] = r
	return r, nil
}

// Value is what an indicator comes to in a hall and period; nil = not measured.
func (m *Meter) Value(ctx context.Context, i Indicator, p Period, branch string) (*big.Rat, error) {
	what, list, _, err := i.Parts()
	if err != nil {
		return nil, err
	}
	composite := ""
	switch what {
	case ByOnTime:
		rates, err := m.onTime(ctx, p)
		if v, ok := rates[branch]; ok && err == nil {
			return big.NewRat(int64(v), 10), nil
		}
		return nil, err
	case ByIndex:
		list, composite = "", list
	}
	t, err := m.table(ctx, list, composite, p)
	if err != nil {
		return nil, err
	}
	return Actual(i, t.rows[branch], t.cells[branch]), nil
}

// Attain compares targets with what was reached in their periods.
func (m *Meter) Attain(ctx context.Context, targets []Target) ([]Attained, error) {
	out := make([]Attained, 0, len(targets))
	for _, t := range targets {
		p, err := ParsePeriod(t.Period)
		if err != nil {
			return nil, err
		}
		v, err := m.Value(ctx, t.Indicator, p, t.Branch)
		if err != nil {
			return nil, err
		}
		out = append(out, Attain(t, v))
	}
	return out, nil
}

// Suggest proposes targets of a period for every hall that has a baseline in the
// periods before it: for the whole, for each of its three weakest zones in the
// period before, for problems per record and for the on-time rate. Halls come in
// the order of that period's ranking, or the one before it.
func (m *Meter) Suggest(ctx context.Context, p Period, list, composite string) ([]Target, error) {
	var past []Period
	for n := range BaselinePeriods {
		past = append(past, p.Move(-1-n))
	}
	var out []Target
	seen := map[string]bool{}
	for _, before := range past {
		t, err := m.table(ctx, list, composite, before)
		if err != nil || t.Input.Checklist == nil {
			return nil, err
		}
		if composite == "" {
			list = t.Input.Checklist.ID // "" asks for the usual one
		}
		for i := range t.Table.Rows {
			r := &t.Table.Rows[i]
			if seen[r.Branch.Code] {
				continue
			}
			seen[r.Branch.Code] = true
			for _, x := range indicatorsOf(r, t.Input.Checklist.ID, composite) {
				got, err := m.suggest(ctx, r.Branch.Code, x, p, past)
				if err != nil {
					return nil, err
				}
				out = append(out, got...)
			}
		}
	}
	return out, nil
}

// indicatorsOf are what a hall of a table is to better.
func indicatorsOf(r *Row, list, composite string) []Indicator {
	out := []Indicator{Indicator(ByScore + "/" + list)}
	if composite != "" {
		out[0] = Indicator(ByIndex + "/" + composite)
	}
	for _, w := range r.Weak {
		zone := w.Zone
		if !strings.Contains(zone, zoneMark) {
			zone = list + zoneMark + zone
		}
		out = append(out, Indicator(ByZone+"/"+zone))
	}
	if composite == "" {
		out = append(out, Indicator(ByProblems+"/"+list))
	}
	return append(out, ByOnTime)
}

func (m *Meter) suggest(ctx context.Context, branch string, i Indicator, p Period, past []Period) ([]Target, error) {
	var values []*big.Rat
	for _, before := range past {
		v, err := m.Value(ctx, i, before, branch)
		if err != nil {
			return nil, err
		}
		values = append(values, v)
	}
	base := Baseline(values)
	if base == nil {
		return nil, nil
	}
	return []Target{{Branch: branch, Indicator: i, Period: p.String(), Value: Suggest(i, *base), Baseline: base}}, nil
}
