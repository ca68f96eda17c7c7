package standard

import (
	"strconv"

	"hallcheck/checklist"
)

// Answers is an answers file: what somebody observed, outside of the program.
// It names items and values as written; Fill checks them against a checklist.
type Answers struct {
	File      string
	Checklist string // id, "" when the file does not say
	Grade     checklist.HallGrade
	Phase     string
	Pressure  string
	Position  checklist.Position // of a single person's sheet given as plain answers
	LeftOut   []string           // optional zones left out
	Sheets    []AnswerSheet      // one for plain answers
	Form      string             // answers, sheets or respondents: the key the file uses

	line     int            // of that key
	lines    map[string]int // of the other keys
	problems checklist.Problems
}

// AnswerSheet is one filled form of an answers file.
type AnswerSheet struct {
	ID       string // the sheet Fill makes: main, p1, p2 …, r1, r2 …
	Person   string
	Position checklist.Position
	Weights  map[string]checklist.Milli // respondent's 100 points by dimension
	Items    []ItemAnswer               // file order
	line     int
}

// ItemAnswer is one answer as written.
type ItemAnswer struct {
	Item        string
	Value       string // pass, fail, na, a number or a text
	Occurrences *int
	Expectation int
	Perception  int
	Note        string
	Recording   string
	Photos      []string // file names
	Owner, Due  string   // who fixes it by when
	Severity    checklist.Severity

	line, valueLine int
	given, boolean  bool // a value stands there; it is a YAML boolean
}

// Line is where the answer stands in its file.
func (x ItemAnswer) Line() int { return x.line }

// MaxSheets bounds the forms of one answers file.
const MaxSheets = 2000

// ReadAnswers reads an answers file, YAML or JSON (DESIGN 6). The error is
// checklist.Problems: everything wrong with the file's form, in line order. The
// answers that could be read come with it, so that Fill can say what is wrong
// with them too; they are nil when the file as a whole is not readable.
func ReadAnswers(name string, data []byte) (*Answers, error) {
	d := &doc{file: name}
	root, ok := d.parse(data)
	if !ok {
		return nil, d.problems
	}
	a := &Answers{File: name, lines: map[string]int{}}
	if o, ok := root.object(); ok {
		readAnswersHead(o, a)
		readForms(o, a)
		o.close()
	}
	err := d.err()
	a.problems = d.problems
	return a, err
}

func readAnswersHead(o *object, a *Answers) {
	word := func(key string, to *string) {
		if n, ok := o.opt(key); ok {
			*to = n.text()
			a.lines[key] = n.line
		}
	}
	word("checklist", &a.Checklist)
	word("phase", &a.Phase)
	word("pressure", &a.Pressure)
	if n, ok := o.opt("grade"); ok {
		a.Grade = enum(n, checklist.Flagship, checklist.Second, checklist.Third, checklist.Partner)
	}
	a.Position = readPosition(o)
	if n, ok := o.opt("leftOut"); ok {
		entries, _ := n.list()
		for _, e := range entries {
			a.LeftOut = append(a.LeftOut, e.text())
			a.lines["leftOut."+a.LeftOut[len(a.LeftOut)-1]] = e.line
		}
	}
}

func readPosition(o *object) checklist.Position {
	if n, ok := o.opt("position"); ok {
		return enum(n, checklist.PositionLobby, checklist.PositionTeller, checklist.PositionWealth, checklist.PositionManager)
	}
	return ""
}

// readForms reads the one of answers, sheets and respondents the file has.
func readForms(o *object, a *Answers) {
	for _, form := range []string{"answers", "sheets", "respondents"} {
		n, ok := o.opt(form)
		if !ok {
			continue
		}
		if a.Form != "" {
			n.bad("answers.forms")
			continue
		}
		a.Form, a.line = form, n.line
		if form == "answers" {
			s := AnswerSheet{line: n.line, Position: a.Position}
			s.Items = readItemAnswers(n)
			if p, ok := o.opt("person"); ok {
				s.Person = p.text()
			}
			a.Sheets = append(a.Sheets, s)
			continue
		}
		entries, _ := n.list()
		if len(entries) > MaxSheets {
			n.bad("items.many", "count", strconv.Itoa(len(entries)), "limit", strconv.Itoa(MaxSheets))
			continue
		}
		for _, e := range entries {
			a.Sheets = append(a.Sheets, readSheet(e, form))
		}
	}
	if a.Form != "" {
		return
	}
	if n, there := o.fields["answers"]; there { // the key stands there with nothing under it
		a.Form, a.Sheets = "answers", []AnswerSheet{{line: n.line, Position: a.Position}}
	} else {
		o.bad("answers.none")
	}
}

func readSheet(n node, form string) AnswerSheet {
	s := AnswerSheet{line: n.line}
	o, ok := n.object()
	if !ok {
		return s
	}
	if v, ok := o.opt("person"); ok {
		s.Person = v.text()
	}
	s.Position = readPosition(o)
	if form == "respondents" {
		if v, ok := o.opt("weights"); ok {
			s.Weights = v.numbers(0, checklist.N(100))
		}
	}
	if v, ok := o.need("answers"); ok {
		s.Items = readItemAnswers(v)
	}
	o.close()
	return s
}

func readItemAnswers(n node) []ItemAnswer {
	o, ok := n.object()
	if !ok {
		return nil
	}
	out := make([]ItemAnswer, 0, len(o.order))
	for _, id := range o.order {
		o.asked[id] = true
		out = append(out, readItemAnswer(id, o.fields[id]))
	}
	return out
}

// readItemAnswer reads {value: …, note: …}; a bare value stands for itself.
func readItemAnswer(id string, n node) ItemAnswer {
	x := ItemAnswer{Item: id, line: n.line, valueLine: n.line}
	if _, isMap := mapping(n); !isMap {
		x.Value, x.boolean, x.given = n.scalar()
		return x
	}
	o, ok := n.object()
	if !ok {
		return x
	}
	if v, ok := o.opt("value"); ok {
		x.valueLine = v.line
		if _, isMap := mapping(v); isMap {
			if inner, ok := v.object(); ok {
				readCounts(inner, &x)
				inner.close()
			}
		} else {
			x.Value, x.boolean, x.given = v.scalar()
		}
	}
	readCounts(o, &x)
	for key, to := range map[string]*string{"note": &x.Note, "recording": &x.Recording, "owner": &x.Owner, "due": &x.Due} {
		if v, ok := o.opt(key); ok {
			*to, _, _ = v.scalar()
		}
	}
	if v, ok := o.opt("severity"); ok {
		x.Severity = enum(v, checklist.Minor, checklist.Major, checklist.Critical)
	}
	if v, ok := o.opt("photos"); ok {
		entries, _ := v.list()
		for _, e := range entries {
			x.Photos = append(x.Photos, e.text())
		}
	}
	o.close()
	return x
}

// readCounts reads numbers that stand under value or beside it, not both.
func readCounts(o *object, x *ItemAnswer) {
	once := func(v node, name string, there bool) {
		if there {
			v.bad("key.twice", "key", name)
		}
	}
	if v, ok := o.opt("occurrences"); ok {
		once(v, "occurrences", x.Occurrences != nil)
		k := v.whole(0, 999)
		x.Occurrences, x.valueLine = &k, v.line
	}
	if v, ok := o.opt("expectation"); ok {
		once(v, "expectation", x.Expectation != 0)
		x.Expectation, x.valueLine = v.whole(1, 7), v.line
	}
	if v, ok := o.opt("perception"); ok {
		once(v, "perception", x.Perception != 0)
		x.Perception, x.valueLine = v.whole(1, 7), v.line
	}
}
