package bulletin

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/bulletin"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// Reader is the branch's page: the bulletins headquarters published, its own place,
// why, and its three weak points.
type Reader struct {
	s   *shell.Shell
	svc Services
	ctx context.Context

	list  []bulletin.Published
	at    string // id of the one shown
	which *kit.SearchSelect
	stage *kit.Stage
	body  *fyne.Container
	save  *kit.Button
}

// Title is the heading; the muted words are the number.
func (p *Reader) Title() (string, string) {
	if x := p.shown(); x != nil {
		return p.s.T("rail.bulletin"), strings.Trim(assets.BulletinNumber(string(p.s.Lang()), x.Number)+" · "+x.Office+" · "+x.Day, " ·")
	}
	return p.s.T("rail.bulletin"), ""
}

// Content builds the choice and the place of the cards.
func (p *Reader) Content() fyne.CanvasObject {
	p.which = kit.NewSearchSelect("", nil, "", nil, func(id string) { p.at = id; p.show() })
	p.which.Find = p.s.T("bulletin.find")
	p.body = kit.NewColumn(14)
	p.stage = kit.NewStage(kit.Scroll(p.body))
	return kit.Filters(p.stage, kit.Grow(kit.MinSize(p.which, 320, 36)))
}

// Load reads what came.
func (p *Reader) Load(ctx context.Context) {
	p.ctx = ctx
	branch := p.s.Profile().Branch.Code
	shell.Stage(p.s, ctx, p.stage, func(ctx context.Context) ([]bulletin.Published, error) {
		return p.svc.Received.Published(ctx, branch)
	}, func(list []bulletin.Published) {
		p.list = list
		if p.shown() == nil && len(list) > 0 {
			p.at = list[0].ID
		}
		var choices []kit.Choice
		for i := range list {
			x := &list[i]
			sub := p.s.T("bulletin.edition", "n", p.s.Words().N(x.Edition))
			if p.replaced(x.ID) {
				sub += " · " + p.s.T("bulletin.state.superseded")
			}
			choices = append(choices, kit.Choice{ID: x.ID, Text: strings.Trim(assets.BulletinNumber(string(p.s.Lang()), x.Number)+" · "+p.s.Words().In(x.Subject)+" · "+x.From+" – "+x.To, " ·"), Sub: sub})
		}
		p.which.SetChoices(choices, p.at)
		p.show()
	})
}

func (p *Reader) shown() *bulletin.Published {
	for i := range p.list {
		if p.list[i].ID == p.at {
			return &p.list[i]
		}
	}
	return nil
}

// replaced says that a newer edition came too.
func (p *Reader) replaced(id string) bool {
	for i := range p.list {
		if p.list[i].Replaces == id {
			return true
		}
	}
	return false
}

func (p *Reader) show() {
	x := p.shown()
	if x == nil {
		p.stage.Empty("report", p.s.T("bulletin.noneYet"), nil)
		p.s.RefreshHeader()
		return
	}
	p.body.Objects = nil
	if p.replaced(x.ID) {
		p.body.Objects = append(p.body.Objects, kit.NewCard(kit.NewRow(8, kit.NewIcon("warn", theme.Warn, 18), kit.Grow(kit.NewParagraph(p.s.T("bulletin.isReplaced"), theme.Text)))))
	}
	p.body.Objects = append(p.body.Objects, p.figures(x), kit.Columns(kit.NewColumn(14, p.why(x), p.requirements(x)), kit.NewColumn(14, p.weak(x), p.peers(x)), 360, pageWidth))
	p.body.Refresh()
	p.stage.Full()
	p.s.RefreshHeader()
	p.read(x)
}

// read notes that the bulletin shown was opened, once.
func (p *Reader) read(x *bulletin.Published) {
	if x.Opened {
		return
	}
	x.Opened = true
	box, branch, id := p.svc.Received, p.s.Profile().Branch.Code, x.ID
	shell.Save(p.s, func(ctx context.Context) (struct{}, error) { return struct{}{}, box.OpenBulletin(ctx, branch, id) }, nil)
}

// Unread is the number on the rail of a branch: bulletins nobody opened yet.
func Unread(home shell.Home, box Received) func(context.Context) (int, error) {
	return func(ctx context.Context) (int, error) {
		who, err := home.Profile(ctx)
		if err != nil || box == nil {
			return 0, err
		}
		list, err := box.UnreadBulletins(ctx, who.Branch.Code)
		return len(list), err
	}
}

// figures are the own rank, score and mean side by side.
func (p *Reader) figures(x *bulletin.Published) fyne.CanvasObject {
	t, n := p.s.T, p.s.Words().N
	card := func(key, number, unit string, tone kit.Tone, pill string) fyne.CanvasObject {
		c := kit.NewStatCard(t("bulletin.card." + key))
		c.Set(number, unit, tone, pill)
		return c
	}
	o := x.Own
	if o == nil {
		return kit.Equal(14, card("rank", "–", "", kit.Plain, t("bulletin.notInspected")), card("mean", tenths(x.All.Mean), "", kit.Plain, ""))
	}
	rank, peer, moved, tone := "–", "–", "", kit.Plain
	if o.Rank > 0 {
		rank = n(o.Rank)
		if o.LastRank > 0 {
			moved, tone = p.moved(o.RankChange)
		}
	}
	unit, peerUnit := "", ""
	if o.Rank > 0 {
		unit = "/ " + n(x.All.Halls)
	}
	if o.PeerRank > 0 && x.Peers != nil {
		peer, peerUnit = n(o.PeerRank), "/ "+n(x.Peers.Halls)
	}
	change, changeTone := "", kit.Plain
	if o.Last != nil {
		c := o.Score - *o.Last
		change = t("bulletin.change", "n", signed(c))
		if c != 0 {
			changeTone = map[bool]kit.Tone{true: kit.Pass, false: kit.Fail}[c > 0]
		}
	}
	return kit.Equal(14, card("rank", rank, unit, tone, moved), card("peer", peer, peerUnit, kit.Plain, ""),
		card("score", o.Score.String(), p.s.Words().In(o.Grade), changeTone, change), card("mean", tenths(x.All.Mean), "", kit.Plain, ""))
}

func (p *Reader) moved(n int) (string, kit.Tone) {
	w := p.s.Words()
	switch {
	case n > 0:
		return p.s.T("bulletin.climbed", "n", w.N(n)), kit.Pass
	case n < 0:
		return p.s.T("bulletin.fell", "n", w.N(-n)), kit.Fail
	default:
		return p.s.T("bulletin.stayed"), kit.Plain
	}
}

func tenths(t *checklist.Tenths) string {
	if t == nil {
		return "–"
	}
	return t.String()
}

func signed(t checklist.Tenths) string {
	if t > 0 {
		return "+" + t.String()
	}
	return t.String()
}

// why says how the place comes about.
func (p *Reader) why(x *bulletin.Published) fyne.CanvasObject {
	t, n := p.s.T, p.s.Words().N
	col := kit.NewColumn(8, kit.NewBold(t("bulletin.why")))
	say := func(key string, pairs ...string) {
		col.Add(kit.NewParagraph(t("bulletin.why."+key, pairs...), theme.Text))
	}
	o := x.Own
	if o == nil {
		say("absent")
		return kit.NewCard(col)
	}
	say("score", "score", o.Score.String(), "n", n(o.N), "subject", p.s.Words().In(x.Subject))
	if o.Rank == 0 {
		say("noRank")
	}
	if x.All.Mean != nil {
		say("mean", "mean", x.All.Mean.String(), "diff", signed(o.Score-*x.All.Mean))
	}
	if o.Last != nil {
		say("change", "last", o.Last.String(), "diff", signed(o.Score-*o.Last))
	}
	say("counts", "problems", n(o.Problems), "critical", n(o.Critical))
	if o.Vetoes > 0 {
		say("veto", "n", n(o.Vetoes))
	}
	if o.OnTime != nil {
		say("onTime", "rate", checklist.Tenths(*o.OnTime).String())
	}
	for _, note := range o.Notes {
		say("note." + string(note))
	}
	if c := x.Changed; c != nil {
		say("edition", "change", changeText(p.s.Words(), c))
	}
	return kit.NewCard(col)
}

// weak are the three weakest zones against the mean of all halls.
func (p *Reader) weak(x *bulletin.Published) fyne.CanvasObject {
	t := p.s.T
	col := kit.NewColumn(10, kit.NewBold(t("bulletin.weak")))
	if x.Own == nil || len(x.Own.Weak) == 0 {
		col.Add(kit.NewParagraph(t("bulletin.noWeak"), theme.Muted))
		return kit.NewCard(col)
	}
	for _, w := range x.Own.Weak {
		role := theme.Warn
		if w.Mean != nil && w.Score < *w.Mean {
			role = theme.Fail
		}
		bar := kit.NewProgressBar(int(w.Score))
		bar.Style(int(w.Score), role)
		rows := []fyne.CanvasObject{kit.NewRow(8, kit.Grow(kit.NewLabel(p.s.Words().In(w.Name))), kit.NewBold(w.Score.String()).Whole()), bar}
		if w.Mean != nil {
			rows = append(rows, kit.NewCaption(t("bulletin.weakMean", "mean", w.Mean.String())))
		}
		col.Add(kit.NewColumn(4, rows...))
	}
	return kit.NewCard(col)
}

// peers are the scores of the peer group without a name.
func (p *Reader) peers(x *bulletin.Published) fyne.CanvasObject {
	t, w := p.s.T, p.s.Words()
	col := kit.NewColumn(8, kit.NewBold(t("bulletin.peers")))
	g := x.Peers
	if g == nil || g.Best == nil {
		col.Add(kit.NewParagraph(t("bulletin.fewPeers"), theme.Muted))
		return kit.NewCard(col)
	}
	name := t("grade." + string(g.Grade))
	if g.Traffic != "" {
		name += " · " + t("traffic."+string(g.Traffic))
	}
	col.Add(kit.NewCaption(t("bulletin.peersOf", "name", name, "n", w.N(g.Halls))))
	for _, l := range []struct {
		key string
		v   *checklist.Tenths
	}{{"best", g.Best}, {"middle", g.Middle}, {"groupMean", g.Mean}, {"lowest", g.Lowest}} {
		col.Add(kit.NewRow(8, kit.Grow(kit.NewLabel(t("bulletin."+l.key))), kit.NewBold(tenths(l.v)).Whole()))
	}
	if x.Own != nil {
		col.Add(kit.Line())
		col.Add(kit.NewRow(8, kit.Grow(kit.NewLabel(t("bulletin.own"))), kit.NewBold(x.Own.Score.String()).Whole()))
	}
	return kit.NewCard(col)
}

// requirements are what headquarters asks for next.
func (p *Reader) requirements(x *bulletin.Published) fyne.CanvasObject {
	t := p.s.T
	col := kit.NewColumn(8, kit.NewBold(t("bulletin.requirements")))
	if len(x.Requirements) == 0 {
		col.Add(kit.NewParagraph(t("bulletin.noRequirements"), theme.Muted))
	}
	for i, r := range x.Requirements {
		col.Add(kit.NewParagraph(t("bulletin.requirement", "n", p.s.Words().N(i+1), "text", r.Text), theme.Text))
		if line := strings.Trim(r.Owner+" · "+r.Due, " ·"); line != "" {
			col.Add(kit.NewCaption(line))
		}
	}
	return kit.NewCard(col)
}

// WantsChange: bulletins come with imports.
func (p *Reader) WantsChange(kind string) bool { return kind == "published" || kind == "import" }

// Actions: the paper.
func (p *Reader) Actions() []fyne.CanvasObject {
	if p.shown() == nil {
		return nil
	}
	if p.save == nil {
		p.save = kit.NewPrimary(p.s.T("bulletin.paper"), "E", p.paper)
	}
	return []fyne.CanvasObject{p.save}
}

// Keys are the page's keys.
func (p *Reader) Keys() []shell.Key {
	return []shell.Key{shell.On('e', p.s.T("bulletin.paper"), p.paper)}
}

// Print writes the paper.
func (p *Reader) Print() { p.paper() }

func (p *Reader) paper() {
	x := p.shown()
	if x == nil {
		return
	}
	branch, id := p.s.Profile().Branch.Code, x.ID
	p.s.Choose.SaveFile(p.s.T("bulletin.file", "period", x.From[:7])+".pdf", func(path string) {
		shell.Save(p.s, func(ctx context.Context) (string, error) {
			return path, p.svc.Received.SavePaper(ctx, branch, id, path)
		}, func(path string, err error) {
			if err != nil {
				p.s.Fail(err)
				return
			}
			p.s.Toast(p.s.T("bulletin.saved", "path", path), nil)
		})
	})
}
