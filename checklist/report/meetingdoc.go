package report

import (
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/hall"
)

// MeetingDoc is a morning or evening meeting to be handed on.
type MeetingDoc struct {
	Org       string
	Lang      checklist.Lang
	Zone      *time.Location        // of printed times; nil = China (UTC+8)
	Made      time.Time             // written into the file
	Sheet     *checklist.Inspection // what was talked about
	Entry     hall.Entry            // who was there; without people only figures of the sheet are known
	Drills    []hall.Drill
	Questions []hall.Entry
	Least     int      // minutes a meeting should last
	Names     bool     // with the names of the staff; else numbers only
	Staff     []string // names that are taken out of what was typed, too, where Names is not set
	Photo     Opener
}

// meetingWords speaks the texts of a meeting's papers.
type meetingWords struct {
	words
	d *MeetingDoc
}

func (d *MeetingDoc) words() meetingWords { return meetingWords{wordsOf(d.Lang), d} }

func (w meetingWords) t(key string, pairs ...string) string {
	return assets.T(string(w.lang), "meetcard."+key, pairs...)
}

// why is the reason of an absence in words.
func (w meetingWords) why(id string) string {
	if key := "hallmeet.away." + id; assets.Has(string(w.lang), key) {
		return assets.T(string(w.lang), key)
	}
	return id
}

func (d *MeetingDoc) zone() *time.Location {
	if d.Zone == nil {
		return chinaTime
	}
	return d.Zone
}

func (d *MeetingDoc) title() string {
	w := d.words()
	if d.Entry.Topic == hall.EveningMeeting {
		return w.t("evening")
	}
	return w.t("morning")
}

// day is the day with its weekday.
func (d *MeetingDoc) day() string {
	t, err := time.Parse(time.DateOnly, d.Sheet.Day)
	if err != nil {
		return d.Sheet.Day
	}
	lang := string(d.words().lang)
	return d.Sheet.Day + " " + assets.T(lang, "date.weekday."+strconv.Itoa(int(t.Weekday())))
}

// due is how many should have been there, 0 = nobody noted it.
func (d *MeetingDoc) due() int { return len(d.Entry.People) + len(d.Entry.Absent) }

// chair is who led, by post where names stay away.
func (d *MeetingDoc) chair() string {
	name := d.Entry.Person
	if name == "" {
		name = d.Sheet.Inspector.Name
	}
	if d.Names {
		return name
	}
	if role := d.Sheet.Inspector.Role; name == d.Sheet.Inspector.Name && role != "" {
		return d.words().core("role", string(role))
	}
	return d.words().t("colleague")
}

// typed is free text as it may be shown: without Names, everybody known by name is a
// colleague in it.
func (d *MeetingDoc) typed(text string) string {
	if d.Names {
		return text
	}
	names := slices.Concat(d.Staff, d.Entry.People, d.Entry.Absent, []string{d.Entry.Person, d.Sheet.Inspector.Name})
	slices.SortFunc(names, func(a, b string) int { return len(b) - len(a) }) // the longer name first
	for _, n := range names {
		if n != "" {
			text = strings.ReplaceAll(text, n, d.words().t("colleague"))
		}
	}
	return text
}

// absent says who is away and why, or how many for which reason.
func (d *MeetingDoc) absent() string {
	w := d.words()
	if len(d.Entry.Absent) == 0 {
		if d.due() == 0 {
			return w.t("notNoted")
		}
		return w.t("allThere")
	}
	var parts []string
	counts, order := map[string]int{}, []string{}
	for i, name := range d.Entry.Absent {
		why := ""
		if i < len(d.Entry.Why) {
			why = w.why(d.Entry.Why[i])
		}
		if counts[why]++; counts[why] == 1 {
			order = append(order, why)
		}
		if d.Names {
			parts = append(parts, w.t("awayOne", "name", name, "why", why))
		}
	}
	if !d.Names {
		for _, why := range order {
			parts = append(parts, w.t("awayMany", "why", why, "n", strconv.Itoa(counts[why])))
		}
	}
	return strings.Join(parts, w.t("comma"))
}

// line is one item of the sheet and how it went.
type meetingLine struct {
	Zone, Text, Note string
	Verdict          checklist.Verdict
	Value            string
}

// lines are the items of the sheet in their order.
func (d *MeetingDoc) lines() []meetingLine {
	w, in := d.words(), d.Sheet
	var out []meetingLine
	for _, z := range in.Checklist.Zones {
		for i := range in.Checklist.Items {
			it := &in.Checklist.Items[i]
			if it.Zone != z.ID || len(in.Sheets) == 0 || !in.Applies(in.Sheets[0], it) {
				continue
			}
			l := meetingLine{Zone: w.in(z.Name), Text: w.in(it.Text)}
			if a := in.Answer(in.Sheets[0].ID, it.ID); a != nil {
				l.Verdict, l.Note = a.Value.Verdict, d.typed(a.Note)
				if n := a.Value.Number; n != nil {
					l.Value = n.String() + " " + w.core("hallmeet", "min")
					l.Verdict = checklist.Pass
					if it.Violated(a.Value) {
						l.Verdict = checklist.Miss
					}
				}
			}
			out = append(out, l)
		}
	}
	return out
}

// ticked counts the items that went well, of those that applied.
func (d *MeetingDoc) ticked() (good, all int) {
	for _, l := range d.lines() {
		if l.Verdict == checklist.NA {
			continue
		}
		if all++; l.Verdict == checklist.Pass {
			good++
		}
	}
	return good, all
}

// drill is a drill in one line, its people by name or by number.
func (d *MeetingDoc) drill(x hall.Drill) string {
	w := d.words()
	text := d.typed(x.Topic)
	switch {
	case len(x.People) == 0:
	case d.Names:
		text += " · " + strings.Join(x.People, w.t("comma"))
	default:
		text += " · " + w.t("persons", "n", strconv.Itoa(len(x.People)))
	}
	return text
}

// agreed is what was agreed after a drill.
func (d *MeetingDoc) agreed(c hall.Coaching) string {
	w := d.words()
	text := w.t("agreed", "what", d.typed(c.Text), "day", c.Due)
	if d.Names && c.Person != "" {
		text += " · " + c.Person
	}
	return text
}

// right counts the questions answered right.
func (d *MeetingDoc) right() (n int) {
	for _, q := range d.Questions {
		if q.Yes != nil && *q.Yes {
			n++
		}
	}
	return n
}

// photos are the pictures of the meeting as they may be shown, each once: masked ones
// masked.
func (d *MeetingDoc) photos() []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range d.Sheet.Sheets {
		for i := range d.Sheet.Checklist.Items {
			a := s.Answers[d.Sheet.Checklist.Items[i].ID]
			if a == nil {
				continue
			}
			for _, p := range a.Photos {
				if !seen[p.Hash] {
					seen[p.Hash] = true
					out = append(out, p.Drawn())
				}
			}
		}
	}
	return out
}

// MeetingRecord writes the record of a meeting (晨会记录, DOMAIN 8.3) in the format:
// date, chair, present and absent, length, contents ticked, drill and people,
// questions asked, photos. Errors: report.format, or the writer's.
func MeetingRecord(w io.Writer, f Format, d MeetingDoc) ([]Warning, error) {
	return d.record().write(w, f)
}

func (d *MeetingDoc) record() *paper {
	w := d.words()
	at := time.UnixMilli(d.Sheet.StartedAt).In(d.zone())
	good, all := d.ticked()
	present := w.t("notNoted")
	if n := d.due(); n > 0 {
		present = strconv.Itoa(len(d.Entry.People)) + " / " + strconv.Itoa(n)
	}
	title := d.title() + w.t("recordOf")
	contents := "–"
	if all > 0 {
		contents = strconv.Itoa(good) + " / " + strconv.Itoa(all)
	}
	p := &paper{
		Title: title, Org: d.Org, DocID: title + " · " + d.Sheet.Branch.Name + " · " + d.Sheet.Day, Created: d.Made.UTC(), tr: w.words, open: d.Photo,
		Running: title + " · " + d.Sheet.Branch.Name + " · " + d.Sheet.Day,
		Head: []field{
			{Label: w.t("hall"), Value: d.Sheet.Branch.Name},
			{Label: w.t("date"), Value: d.day()},
			{Label: w.t("begun"), Value: at.Format("15:04")},
			{Label: w.t("chair"), Value: d.chair()},
			{Label: w.t("present"), Value: present},
			{Label: w.t("length"), Value: w.t("minutes", "n", strconv.Itoa(d.Entry.Minutes))},
			{Label: w.t("absent"), Value: d.absent()},
			{Label: w.t("contents"), Value: contents},
			{Label: w.t("questions"), Value: strconv.Itoa(d.right()) + " / " + strconv.Itoa(len(d.Questions))},
		},
		Sign: []string{w.t("signChair"), w.words.t("sign.head"), w.words.t("sign.date")},
	}
	if d.Entry.Minutes < d.Least {
		p.Notices = append(p.Notices, notice{Mark: w.t("short"), Text: w.t("shortBody", "n", strconv.Itoa(d.Least)), Bad: true})
	}
	if !d.Names {
		p.Notices = append(p.Notices, notice{Mark: w.t("noNames"), Text: w.t("noNamesBody")})
	}
	if len(d.lines()) > 0 {
		p.Parts = []part{d.contentPart()}
	}
	if d.Names && d.due() > 0 {
		p.Parts = append(p.Parts, d.peoplePart())
	}
	p.Parts = append(p.Parts, d.drillPart(), d.questionPart())
	for i, hash := range d.photos() {
		p.Photos = append(p.Photos, photo{No: strconv.Itoa(i + 1), Hash: hash, Caption: d.title() + " " + d.Sheet.Day})
	}
	return p
}

func (d *MeetingDoc) contentPart() part {
	w := d.words()
	p := part{Title: w.t("contents"), Cols: []col{
		{Title: w.t("zone"), Width: 34, Group: true}, {Title: w.t("item"), Width: 120}, {Title: w.t("how"), Width: 28, Align: centre}, {Title: w.t("note"), Width: 95},
	}}
	for _, l := range d.lines() {
		how := cell{Text: w.verdict(l.Verdict)}
		if l.Value != "" {
			how.Text = l.Value
		}
		if l.Verdict == checklist.Miss {
			how = how.tone(toneBad)
		}
		p.Rows = append(p.Rows, row{Group: l.Zone, Cells: []cell{txt(""), txt(l.Text), how, txt(l.Note)}})
	}
	return p
}

func (w meetingWords) verdict(v checklist.Verdict) string {
	if v == "" {
		return w.core("verdict", "unanswered")
	}
	return w.core("verdict", string(v))
}

func (d *MeetingDoc) peoplePart() part {
	w := d.words()
	p := part{Title: w.t("people"), Cols: []col{{Title: w.t("present"), Width: 165}, {Title: w.t("absent"), Width: 112}}}
	p.Rows = []row{{Cells: []cell{txt(strings.Join(d.Entry.People, w.t("comma"))), txt(d.absent())}}}
	return p
}

func (d *MeetingDoc) drillPart() part {
	w := d.words()
	p := part{Title: w.t("drill"), Cols: []col{{Title: w.t("drillWhat"), Width: 92}, {Title: w.t("note"), Width: 92}, {Title: w.t("agreedCol"), Width: 93}}}
	for _, x := range d.Drills {
		var agreed []string
		for _, c := range x.Agreed {
			agreed = append(agreed, d.agreed(c))
		}
		p.Rows = append(p.Rows, row{Cells: []cell{txt(d.drill(x)), txt(d.typed(x.Text)), txt(strings.Join(agreed, "\n"))}})
	}
	if len(d.Drills) == 0 {
		p.Rows = []row{span(w.t("noDrill"), toneMuted)}
	}
	return p
}

func (d *MeetingDoc) questionPart() part {
	w := d.words()
	p := part{Title: w.t("questions"), Cols: []col{
		{Title: w.t("topic"), Width: 34}, {Title: w.t("question"), Width: 160}, {Title: w.t("who"), Width: 48}, {Title: w.t("how"), Width: 35, Align: centre},
	}}
	for _, q := range d.Questions {
		who := q.Person
		if !d.Names {
			who = "–"
		}
		p.Rows = append(p.Rows, row{Cells: []cell{txt(q.Topic), txt(q.Text), txt(who), d.answered(q)}})
	}
	if len(d.Questions) == 0 {
		p.Rows = []row{span(w.t("noQuestion"), toneMuted)}
	}
	return p
}

func (d *MeetingDoc) answered(q hall.Entry) cell {
	w := d.words()
	switch {
	case q.Yes == nil:
		return txt(w.core("hallmeet", "unsaid"))
	case *q.Yes:
		return txt(w.core("hallmeet", "right"))
	default:
		return txt(w.core("hallmeet", "wrong")).tone(toneBad)
	}
}
