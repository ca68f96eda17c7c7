package cli

import (
	"fmt"
	"io"
	"math/big"
	"strconv"
	"strings"

	"hallcheck/checklist"
)

// scoreDoc is what `score --json` answers; scores are strings with one decimal
// or null, never numbers that a reader would round again.
type scoreDoc struct {
	Checklist string     `json:"checklist"`
	Version   int        `json:"version"`
	Method    string     `json:"method"`
	Score     *string    `json:"score"`
	Grade     *string    `json:"grade"`
	PassRate  string     `json:"passRate"`
	Before    *string    `json:"exact"` // before the cap, six places: what the trace sums to
	Cap       *capDoc    `json:"cap,omitempty"`
	Vetoes    []vetoDoc  `json:"vetoes"`
	Zones     []zoneDoc  `json:"zones"`
	Trace     []traceDoc `json:"trace"`
	Answered  int        `json:"answered"`
	Total     int        `json:"total"`
	Small     bool       `json:"smallSample,omitempty"`

	Persons []personDoc `json:"persons,omitempty"`
	*gapDoc
	*walkDoc
	*classDoc
}

type capDoc struct {
	Limit  string `json:"limit"`
	Before string `json:"before"`
	After  string `json:"after"`
}

type vetoDoc struct {
	Sheet  string `json:"sheet,omitempty"`
	Item   string `json:"item"`
	Effect string `json:"effect"`
}

type zoneDoc struct {
	ID    string  `json:"id"`
	Score *string `json:"score"`
}

// traceDoc is one item: ratio and mass exact, as a decimal or a fraction;
// earned and lost on the 100 scale with six places, which sum exactly.
type traceDoc struct {
	Sheet     string  `json:"sheet,omitempty"`
	Item      string  `json:"item"`
	Ratio     *string `json:"ratio"`
	AfterVeto *string `json:"afterVeto"`
	Mass      string  `json:"mass"`
	Earned    string  `json:"earned"`
	Lost      string  `json:"lost"`
	Why       string  `json:"why,omitempty"` // why it does not count: na, unanswered, unscored, leftOut
}

type personDoc struct {
	Person   string    `json:"person"`
	Position string    `json:"position"`
	Score    *string   `json:"score"`
	Grade    *string   `json:"grade"`
	Vetoes   []vetoDoc `json:"vetoes,omitempty"`
	Cap      *capDoc   `json:"cap,omitempty"`
}

type gapDoc struct {
	Respondents int            `json:"respondents"`
	Dimensions  []dimensionDoc `json:"dimensions"`
	Unweighted  *string        `json:"unweighted"`
	Weighted    *string        `json:"weighted"`
	Priority    []string       `json:"priority"`
}

type dimensionDoc struct {
	ID          string  `json:"id"`
	Gap         *string `json:"gap"`
	Expectation *string `json:"expectation"`
	Perception  *string `json:"perception"`
	Weight      *string `json:"weight"`
}

type walkDoc struct {
	Peak        *touchDoc `json:"peak"`
	End         *touchDoc `json:"end"`
	MemoryIndex *string   `json:"memoryIndex"`
	MeanIndex   *string   `json:"meanIndex"`
	Pain        []string  `json:"pain"`
	Bright      []string  `json:"bright"`
}

type classDoc struct {
	Class *string `json:"class"` // null while nothing is answered
}

type touchDoc struct {
	Item  string `json:"item"`
	Value int    `json:"value"`
}

// scoreDocOf writes a result; sheets says that the answers came as a list, so
// that lines and vetoes name their sheet and persons are listed.
func scoreDocOf(in *checklist.Inspection, r *checklist.Result, sheets bool) scoreDoc {
	d := scoreDoc{
		Checklist: r.Checklist, Version: r.Version, Method: string(r.Method),
		Score: tenths(r.Score), Grade: some(r.Grade),
		PassRate: fmt.Sprintf("%d/%d", r.PassRate.Full, r.PassRate.Applicable),
		Before:   decimals(r.Before, 6), Cap: capOf(r.Cap),
		Vetoes: vetoesOf(r.Vetoes, sheets), Zones: []zoneDoc{}, Trace: traceOf(r, sheets),
		Answered: r.Answered, Total: r.Total, Small: r.Small,
	}
	if r.Method == checklist.Points || r.Method == checklist.Compliance {
		for _, z := range r.Zones {
			d.Zones = append(d.Zones, zoneDoc{z.ID, tenths(z.Score)})
		}
	}
	if sheets {
		for _, p := range r.Persons {
			d.Persons = append(d.Persons, personDoc{
				Person: p.Person, Position: string(p.Position), Score: tenths(p.Score), Grade: some(p.Grade),
				Vetoes: vetoesOf(p.Vetoes, false), Cap: capOf(p.Cap),
			})
		}
	}
	if r.Survey != nil {
		d.gapDoc = gapOf(r.Survey)
	}
	if r.Walk != nil {
		d.walkDoc = walkOf(r.Walk)
	}
	if r.Method == checklist.Flags {
		d.classDoc = &classDoc{some(r.Class)}
	}
	return d
}

// traceOf lists the lines of items that are scored by a sum; methods without
// one have none.
func traceOf(r *checklist.Result, sheets bool) []traceDoc {
	out := []traceDoc{}
	if r.Method != checklist.Points && r.Method != checklist.Compliance {
		return out
	}
	earned, lost, _ := r.Decimals(6)
	for i, l := range r.Trace {
		t := traceDoc{Item: l.Item, Why: l.Why, Mass: "0", Earned: "0.000000", Lost: "0.000000"}
		if sheets {
			t.Sheet = l.Sheet
		}
		if l.Why == "" {
			ratio, after := exact(l.Ratio), exact(l.AfterVeto)
			t.Ratio, t.AfterVeto, t.Mass, t.Earned, t.Lost = &ratio, &after, exact(l.Mass), earned[i], lost[i]
		}
		out = append(out, t)
	}
	return out
}

func gapOf(s *checklist.SurveyResult) *gapDoc {
	d := &gapDoc{
		Respondents: s.Respondents, Dimensions: []dimensionDoc{}, Priority: append([]string{}, s.Priority...),
		Unweighted: decimals(s.Unweighted, 3), Weighted: decimals(s.Weighted, 3),
	}
	for _, x := range s.Dimensions {
		d.Dimensions = append(d.Dimensions, dimensionDoc{
			x.ID, decimals(x.Gap, 3), decimals(x.Expectation, 3), decimals(x.Perception, 3), decimals(x.Weight, 3),
		})
	}
	return d
}

func walkOf(w *checklist.WalkResult) *walkDoc {
	touch := func(t *checklist.Touch) *touchDoc {
		if t == nil {
			return nil
		}
		return &touchDoc{t.Item, t.Value}
	}
	return &walkDoc{
		Peak: touch(w.Peak), End: touch(w.End), MemoryIndex: tenths(w.MemoryIndex), MeanIndex: tenths(w.MeanIndex),
		Pain: append([]string{}, w.Pain...), Bright: append([]string{}, w.Bright...),
	}
}

func vetoesOf(hits []checklist.VetoHit, sheets bool) []vetoDoc {
	out := []vetoDoc{}
	for _, h := range hits {
		v := vetoDoc{Item: h.Item, Effect: string(h.Effect)}
		if sheets {
			v.Sheet = h.Sheet
		}
		out = append(out, v)
	}
	return out
}

func capOf(c *checklist.Cap) *capDoc {
	if c == nil {
		return nil
	}
	return &capDoc{Limit: c.Limit.String(), Before: c.Before.String(), After: c.After.String()}
}

func tenths(t *checklist.Tenths) *string {
	if t == nil {
		return nil
	}
	s := t.String()
	return &s
}

func some(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func decimals(r *big.Rat, places int) *string {
	if r == nil {
		return nil
	}
	s := checklist.RoundDecimals(r, places)
	if strings.Trim(s, "-0.") == "" {
		s = strings.TrimPrefix(s, "-")
	}
	return &s
}

// exact writes a fraction as the shortest decimal where one is exact, else as
// numerator/denominator.
func exact(r *big.Rat) string {
	if r == nil {
		return "0"
	}
	if n, ok := r.FloatPrec(); ok {
		return r.FloatString(n)
	}
	return r.String()
}

// scoreTable writes the result for people: head, zones, and what cost points.
func scoreTable(e *env, in *checklist.Inspection, r *checklist.Result) func(io.Writer) error {
	return func(w io.Writer) error {
		fmt.Fprintf(w, "%s  v%d\n", e.name(in.Checklist.Title), r.Version)
		head := &table{}
		score := e.t("cli.notScored")
		if r.Score != nil {
			score = r.Score.String()
		}
		if g := in.Checklist.GradeByID(r.Grade); g != nil {
			score += "  " + e.name(g.Name)
		}
		head.add(e.t("cli.col.score"), score)
		head.add(e.t("cli.col.answered"), fmt.Sprintf("%d / %d", r.Answered, r.Total))
		if r.PassRate.Applicable > 0 {
			head.add(e.t("cli.col.passRate"), fmt.Sprintf("%d / %d", r.PassRate.Full, r.PassRate.Applicable))
		}
		if r.Cap != nil {
			head.add(e.t("cli.col.cap"), r.Cap.Before.String()+" → "+r.Cap.After.String())
		}
		for _, v := range r.Vetoes {
			head.add(e.t("cli.col.veto"), e.itemName(in.Checklist, v.Item)+"  "+e.t("cli.veto."+string(v.Effect)))
		}
		if err := head.write(w); err != nil {
			return err
		}
		for _, part := range []*table{e.personRows(in, r), e.zoneRows(in, r), e.gapRows(in, r), e.walkRows(in, r), e.lostRows(in, r)} {
			if len(part.rows) < 2 {
				continue
			}
			fmt.Fprintln(w)
			if err := part.write(w); err != nil {
				return err
			}
		}
		return nil
	}
}

func (e *env) itemName(c *checklist.Checklist, id string) string {
	if it := c.ItemByID(id); it != nil {
		return e.name(it.Text)
	}
	return id
}

func (e *env) zoneRows(in *checklist.Inspection, r *checklist.Result) *table {
	t := &table{right: map[int]bool{1: true, 2: true, 3: true}}
	if r.Method != checklist.Points && r.Method != checklist.Compliance {
		return t
	}
	t.add(e.t("cli.col.zone"), e.t("cli.col.score"), e.t("cli.col.lost"), e.t("cli.col.red"))
	for _, z := range r.Zones {
		name, score := z.ID, "–"
		if zone := in.Checklist.ZoneByID(z.ID); zone != nil {
			name = e.name(zone.Name)
		}
		if z.Score != nil {
			score = z.Score.String()
		}
		lost := "–"
		if z.Lost != nil {
			lost = z.Lost.FloatString(2)
		}
		t.add(name, score, lost, strconv.Itoa(z.Red))
	}
	return t
}

func (e *env) personRows(in *checklist.Inspection, r *checklist.Result) *table {
	t := &table{right: map[int]bool{2: true}}
	t.add(e.t("cli.col.person"), e.t("cli.col.position"), e.t("cli.col.score"), e.t("cli.col.grade"))
	for _, p := range r.Persons {
		score, grade, post := "–", "", ""
		if p.Score != nil {
			score = p.Score.String()
		}
		if g := in.Checklist.GradeByID(p.Grade); g != nil {
			grade = e.name(g.Name)
		}
		if p.Position != "" {
			post = e.t("position." + string(p.Position))
		}
		t.add(p.Person, post, score, grade)
	}
	return t
}

func (e *env) gapRows(in *checklist.Inspection, r *checklist.Result) *table {
	t := &table{right: map[int]bool{1: true, 2: true, 3: true, 4: true}}
	if r.Survey == nil {
		return t
	}
	or := func(x *big.Rat) string {
		if s := decimals(x, 3); s != nil {
			return *s
		}
		return "–"
	}
	t.add(e.t("cli.col.dimension"), e.t("cli.col.gap"), e.t("cli.col.expectation"), e.t("cli.col.perception"), e.t("cli.col.weight"))
	for _, d := range r.Survey.Dimensions {
		name := d.ID
		if z := in.Checklist.ZoneByID(d.ID); z != nil {
			name = e.name(z.Name)
		}
		t.add(name, or(d.Gap), or(d.Expectation), or(d.Perception), or(d.Weight))
	}
	t.add(e.t("cli.unweighted"), or(r.Survey.Unweighted))
	t.add(e.t("cli.weighted"), or(r.Survey.Weighted))
	return t
}

func (e *env) walkRows(in *checklist.Inspection, r *checklist.Result) *table {
	t := &table{}
	if r.Walk == nil || r.Walk.Peak == nil {
		return t
	}
	t.add(e.t("cli.peak"), strconv.Itoa(r.Walk.Peak.Value), e.itemName(in.Checklist, r.Walk.Peak.Item))
	t.add(e.t("cli.end"), strconv.Itoa(r.Walk.End.Value), e.itemName(in.Checklist, r.Walk.End.Item))
	t.add(e.t("cli.memory"), r.Walk.MemoryIndex.String())
	t.add(e.t("cli.mean"), r.Walk.MeanIndex.String())
	return t
}

// lostRows lists the items that cost points, as the trace has them.
func (e *env) lostRows(in *checklist.Inspection, r *checklist.Result) *table {
	t := &table{right: map[int]bool{1: true, 2: true}}
	t.add(e.t("cli.col.item"), e.t("cli.col.ratio"), e.t("cli.col.lost"), "")
	_, lost, _ := r.Decimals(2)
	for i, l := range r.Trace {
		if l.Lost == nil || l.Lost.Sign() == 0 {
			continue
		}
		ratio := exact(l.Ratio)
		if l.Ratio.Cmp(l.AfterVeto) != 0 {
			ratio += " → " + exact(l.AfterVeto)
		}
		t.add(l.Item, ratio, lost[i], cut(e.itemName(in.Checklist, l.Item), 60))
	}
	return t
}
