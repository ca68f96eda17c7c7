package report

import (
	"io"
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/bulletin"
	"hallcheck/checklist/chart"
)

// BulletinDoc is a bulletin (通报, DOMAIN 8.3). Everything in its papers comes from
// the frozen data set and, by their hashes, the pictures; so the same data set has
// the same papers. Formats: DOCX, PDF, and XLSX with the full tables.
type BulletinDoc struct {
	Data  *bulletin.Data
	ID    string         // of the data set, printed at the end
	State bulletin.State // a draft says on every page that it is one
	Lang  checklist.Lang // "" = zh
	Photo Opener
}

// Bulletin writes the bulletin in the format. Errors: report.format, or the
// writer's.
func Bulletin(w io.Writer, f Format, d BulletinDoc) ([]Warning, error) {
	g := newGazette(d)
	var err error
	switch f {
	case DOCX:
		g.compose()
		err = g.docx(w)
	case PDF:
		g.compose()
		return g.pdf(w)
	case XLSX:
		return nil, g.xlsx(w)
	default:
		return nil, checklist.Fail("report.format", "format", string(f))
	}
	return g.shots.warnings, err
}

// blockKind is how a piece of the text looks.
type blockKind int

const (
	blockText   blockKind = iota // a paragraph
	blockFlush                   // a paragraph that begins at the margin
	blockHead1                   // 一、
	blockHead2                   // （一）
	blockTitled                  // the title over a table
	blockNote                    // small words under a table
	blockSign                    // at the right: who signs, and when
	blockAnnex                   // 附件1 with its title, on a page of its own
	blockTable
	blockPictures
	blockChart
)

// block is one piece of the paper, the same in DOCX and PDF.
type block struct {
	kind  blockKind
	text  string
	more  string // title of an annex
	table *part
	shots []shotRow
	chart chart.Bars
	wide  bool // an annex on its side
	fresh bool // begins a page
	gap   bool // space in front
}

// shotRow is one row of pictures with what they show over them.
type shotRow struct {
	heading string
	boxes   []shotBox
}

type shotBox struct {
	pic     pic
	caption string
}

// gazette is the paper of a bulletin before it is DOCX or PDF.
type gazette struct {
	d       *bulletin.Data
	id      string
	state   bulletin.State
	tr      words
	shots   gallery
	title   string
	blocks  []block
	section int // of the parts, from 1
	annexes []string
	tables  int
	figures int
	usual   map[bulletin.Note]bool // footnotes most halls would have: said once
}

func newGazette(d BulletinDoc) *gazette {
	g := &gazette{d: d.Data, id: d.ID, state: d.State, tr: wordsOf(d.Lang)}
	g.shots = gallery{open: d.Photo, broken: g.tr.t("photo.broken")}
	g.title = d.Data.Title
	if g.title == "" {
		g.title = g.t("title", "period", g.period(d.Data.From, d.Data.To), "scope", g.scope())
	}
	g.usual = usualNotes(d.Data.Rows)
	return g
}

// usualNotes are the footnotes of more than half of the rows.
func usualNotes(rows []bulletin.Row) map[bulletin.Note]bool {
	count, out := map[bulletin.Note]int{}, map[bulletin.Note]bool{}
	for i := range rows {
		for _, n := range rows[i].Notes {
			if count[n]++; 2*count[n] > len(rows) {
				out[n] = true
			}
		}
	}
	return out
}

func (g *gazette) t(key string, pairs ...string) string { return g.tr.t("bl."+key, pairs...) }

func (g *gazette) add(b block) { g.blocks = append(g.blocks, b) }

func (g *gazette) say(text string) {
	if text != "" {
		g.add(block{kind: blockText, text: text})
	}
}

// typed puts what the clerk wrote, a paragraph for each line.
func (g *gazette) typed(text string) {
	for _, l := range strings.Split(text, "\n") {
		g.say(strings.TrimSpace(l))
	}
}

// head1 begins the next part.
func (g *gazette) head1(key string) {
	g.section++
	g.add(block{kind: blockHead1, text: g.t("head1", "n", g.ordinal(g.section), "title", g.t(key))})
}

// ordinal is 一, 二 … in Chinese, else a figure.
func (g *gazette) ordinal(n int) string {
	if g.tr.lang == checklist.EN || n < 1 || n > 99 {
		return strconv.Itoa(n)
	}
	digits := []rune("〇一二三四五六七八九")
	switch tens, ones := n/10, n%10; {
	case tens == 0:
		return string(digits[ones])
	case tens == 1 && ones == 0:
		return "十"
	case tens == 1:
		return "十" + string(digits[ones])
	case ones == 0:
		return string(digits[tens]) + "十"
	default:
		return string(digits[tens]) + "十" + string(digits[ones])
	}
}

func (g *gazette) head2(n int, title string) {
	g.add(block{kind: blockHead2, text: g.t("head2", "n", g.ordinal(n), "title", title)})
}

// table puts a table with its number and title.
func (g *gazette) table(title string, p *part) {
	g.tables++
	g.add(block{kind: blockTitled, text: g.t("table", "n", strconv.Itoa(g.tables), "title", title)})
	g.add(block{kind: blockTable, table: p})
	if p.Note != "" {
		g.add(block{kind: blockNote, text: p.Note})
		p.Note = ""
	}
}

// day writes yyyy-mm-dd as the language does.
func (g *gazette) day(s string) string {
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return s
	}
	return g.t("day", "y", strconv.Itoa(d.Year()), "m", g.month(d.Month()), "d", strconv.Itoa(d.Day()))
}

// month is a month of a date: a word but in Chinese.
func (g *gazette) month(m time.Month) string {
	if g.tr.lang == checklist.EN {
		return m.String()
	}
	return strconv.Itoa(int(m))
}

// period names days: a month, a quarter, a year, or from … to.
func (g *gazette) period(from, to string) string {
	a, err1 := time.Parse(time.DateOnly, from)
	b, err2 := time.Parse(time.DateOnly, to)
	if err1 != nil || err2 != nil || a.Day() != 1 || b.AddDate(0, 0, 1).Day() != 1 || a.Year() != b.Year() {
		return g.t("days", "from", g.day(from), "to", g.day(to))
	}
	y, m := strconv.Itoa(a.Year()), int(a.Month())
	switch months := int(b.Month()) - m + 1; {
	case months == 1:
		return g.t("month", "y", y, "m", g.month(a.Month()))
	case months == 3 && m%3 == 1:
		return g.t("quarter", "y", y, "q", strconv.Itoa(m/3+1))
	case months == 6 && m%6 == 1:
		return g.t("half"+strconv.Itoa(m/6+1), "y", y)
	case months == 12:
		return g.t("year", "y", y)
	default:
		return g.t("months", "y", y, "a", g.month(a.Month()), "b", g.month(b.Month()))
	}
}

// scope names the halls it is about: all, or a peer group.
func (g *gazette) scope() string {
	p := g.d.Peers
	if p.Grade == "" && p.Traffic == "" {
		return g.t("halls")
	}
	return g.tr.peers(p)
}

// subject names the checklist or the composite index.
func (g *gazette) subject() string {
	if c := g.d.Composite; c != nil {
		return c.Name
	}
	if len(g.d.Lists) == 0 {
		return ""
	}
	return g.tr.in(g.d.Lists[0].Title)
}

func (g *gazette) hall(i int) string {
	if i < 0 || i >= len(g.d.Halls) {
		return ""
	}
	return g.d.Halls[i].Name
}

// most is how many halls are named in one sentence.
const mostNamed = 6

// names names halls: A、B、C等12家, or only their number.
func (g *gazette) names(list []int, all int) string {
	if len(list) == 0 {
		return g.t("nHalls", "n", strconv.Itoa(all))
	}
	var out []string
	for _, h := range list[:min(len(list), mostNamed)] {
		out = append(out, g.hall(h))
	}
	text := strings.Join(out, g.t("comma"))
	if all > len(out) {
		return g.t("namesMore", "names", text, "n", strconv.Itoa(all))
	}
	return text
}

func (g *gazette) item(i int) string {
	if i < 0 || i >= len(g.d.Items) {
		return ""
	}
	return g.tr.in(g.d.Items[i].Text)
}

// zoneName is a zone where there is little room; zone says of which checklist, too.
func (g *gazette) zoneName(i int) string {
	if i < 0 || i >= len(g.d.Zones) {
		return ""
	}
	return g.tr.in(g.d.Zones[i].Name)
}

func (g *gazette) zone(i int) string {
	name := g.zoneName(i)
	if name == "" || g.d.Composite == nil {
		return name
	}
	if l := g.d.Zones[i].List; l >= 0 && l < len(g.d.Lists) { // two lists may have a zone of one name
		return g.t("zoneOf", "list", g.tr.in(g.d.Lists[l].Title), "zone", name)
	}
	return name
}

// zoneLabel is a zone beside a bar: its checklist is named only where another one has
// a zone of the same name.
func (g *gazette) zoneLabel(i int) string {
	name := g.zoneName(i)
	for k := range g.d.Zones {
		if k != i && g.zoneName(k) == name {
			return g.zone(i)
		}
	}
	return name
}

// zoneOf is the zone an item stands in.
func (g *gazette) zoneOf(item int) string {
	if item < 0 || item >= len(g.d.Items) {
		return ""
	}
	return g.zone(g.d.Items[item].Zone)
}

// gradeName names a grade of the checklist the paper grades by.
func (g *gazette) gradeName(id string) string { return g.tr.in(g.d.GradeName(id)) }

// share writes part / whole in per cent with one decimal.
func share(part, whole int) string {
	if whole == 0 {
		return "–"
	}
	return percent((part*2000 + whole) / (2 * whole))
}

// change says by how much a mean moved, in words.
func (g *gazette) change(now, last *checklist.Tenths) string {
	switch {
	case now == nil || last == nil:
		return ""
	case *now > *last:
		return g.t("up", "n", (*now - *last).String())
	case *now < *last:
		return g.t("down", "n", (*last - *now).String())
	default:
		return g.t("flat")
	}
}

// made is the time written into the files: the day of the paper.
func (g *gazette) made() time.Time {
	d, err := time.Parse(time.DateOnly, g.d.Day)
	if err != nil {
		return time.Time{}
	}
	return d
}
