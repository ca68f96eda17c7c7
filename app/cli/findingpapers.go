package cli

import (
	"context"
	"io"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
	"hallcheck/checklist/report"
	"hallcheck/store"
	"hallcheck/store/photos"
)

// FindingPapers makes the papers of findings from what is stored, for the window
// and for scripts.
type FindingPapers struct {
	Store *store.Store
	Album *photos.Store
	Lang  checklist.Lang
	Now   func() time.Time
}

// paper is what every paper of findings is made with.
func (p *FindingPapers) paper(ctx context.Context, f report.Format) (report.FindingPaper, error) {
	who, err := p.Store.Profile(ctx)
	if err != nil {
		return report.FindingPaper{}, err
	}
	now := p.Now()
	return report.FindingPaper{
		Lang: p.Lang, Org: who.Org, Today: now.Format(time.DateOnly), Zone: now.Location(), Photo: copies(p.Album, f),
		List: func(id string, version int) checklist.Text {
			c, err := p.Store.Checklist(ctx, id, version)
			if err != nil {
				return checklist.Text{} // the id is printed
			}
			return c.Title
		},
	}, nil
}

// MonthDeck is a slide show of a month's findings as a meeting wants it: what was
// put right first, then what is open, worst first, then good practice; at most
// most findings.
func (p *FindingPapers) MonthDeck(ctx context.Context, title, branch string, month time.Time, most int) (*checklist.Deck, error) {
	first := time.Date(month.Year(), month.Month(), 1, 0, 0, 0, 0, time.UTC)
	from, to := first.Format(time.DateOnly), first.AddDate(0, 1, -1).Format(time.DateOnly)
	required, err := p.Store.Setting(ctx, checklist.SettingPrivacy)
	if err != nil {
		return nil, err
	}
	d := &checklist.Deck{
		Title: title, Branch: branch, Day: p.Now().Format(time.DateOnly), Summary: true, Ranking: true, Masked: required == "1",
	}
	if d.Day < from || d.Day > to {
		d.Day = to
	}
	for i, states := range [][]checklist.FindingStatus{
		{checklist.FindingClosed, checklist.FindingSubmitted, checklist.FixedOnSite},
		{checklist.FindingOpen, checklist.InProgress, checklist.FindingRejected, checklist.ExtensionAsked},
	} {
		rows, _, err := p.Store.Findings(ctx, checklist.FindingFilter{Branch: branch, From: from, To: to, Statuses: states, Limit: 2000})
		if err != nil {
			return nil, err
		}
		limit := most
		if i == 0 {
			limit = most * 2 / 3 // what is still open has its place too
		}
		for _, s := range []checklist.Severity{checklist.Critical, checklist.Major, checklist.Minor} {
			for k := range rows {
				if rows[k].Severity == s && rows[k].Before != "" && len(d.Items) < limit {
					d.Items = append(d.Items, checklist.DeckItem{Kind: checklist.DeckFinding, ID: rows[k].ID})
				}
			}
		}
	}
	spots, err := p.Store.BrightSpots(ctx, branch, from, to)
	for _, b := range spots[:min(len(spots), most/3+1)] {
		d.Items = append(d.Items, checklist.DeckItem{Kind: checklist.DeckBright, ID: b.ID})
	}
	return d, err
}

// Rows reads all findings of a filter, page by page, in its order.
func (p *FindingPapers) Rows(ctx context.Context, f checklist.FindingFilter) ([]checklist.FindingRow, error) {
	var all []checklist.FindingRow
	f.Limit, f.Offset = page, 0
	for {
		rows, total, err := p.Store.Findings(ctx, f)
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
		if f.Offset += len(rows); len(rows) == 0 || f.Offset >= total {
			return all, nil
		}
	}
}

// Find lists the ids of all findings of a filter, in its order.
func (p *FindingPapers) Find(ctx context.Context, f checklist.FindingFilter) ([]string, error) {
	rows, err := p.Rows(ctx, f)
	ids := make([]string, len(rows))
	for i := range rows {
		ids[i] = rows[i].ID
	}
	return ids, err
}

// Load reads findings whole, in the order of their ids or numbers.
func (p *FindingPapers) Load(ctx context.Context, ids []string) ([]*checklist.Finding, error) {
	out := make([]*checklist.Finding, len(ids))
	for i, id := range ids {
		f, err := p.Store.Finding(ctx, id)
		if err != nil {
			return nil, err
		}
		out[i] = f
	}
	return out, nil
}

// Notice writes the rectification notice of findings of one branch; of several
// branches it refuses (cli.oneBranch). number may be empty. Format PDF or DOCX.
func (p *FindingPapers) Notice(ctx context.Context, w io.Writer, f report.Format, number string, fs []*checklist.Finding) ([]report.Warning, error) {
	o, err := p.paper(ctx, f)
	if err != nil {
		return nil, err
	}
	if len(report.ByBranch(fs)) > 1 {
		return nil, checklist.Fail("cli.oneBranch")
	}
	who, err := p.Store.Profile(ctx)
	if err != nil {
		return nil, err
	}
	d := report.NoticeFor(o, fs)
	d.Number, d.Issuer = number, who.User.Name
	d.Made = p.Now()
	return report.Notice(w, f, d)
}

// List writes the workbook of findings with small pictures; scope says what was
// chosen.
func (p *FindingPapers) List(ctx context.Context, w io.Writer, scope string, fs []*checklist.Finding) ([]report.Warning, error) {
	o, err := p.paper(ctx, report.XLSX)
	if err != nil {
		return nil, err
	}
	return report.FindingList(w, report.XLSX, report.FindingListFor(o, scope, fs))
}

// AlbumPDF writes the album of pictures before and after.
func (p *FindingPapers) AlbumPDF(ctx context.Context, w io.Writer, scope string, fs []*checklist.Finding) ([]report.Warning, error) {
	o, err := p.paper(ctx, report.PDF)
	if err != nil {
		return nil, err
	}
	return report.Album(w, report.PDF, report.AlbumFor(o, scope, fs, true))
}

// SlideDoc makes the slides of a deck, to be played or written.
func (p *FindingPapers) SlideDoc(ctx context.Context, d *checklist.Deck) (report.SlideDoc, error) {
	o, err := p.paper(ctx, report.PDF)
	if err != nil {
		return report.SlideDoc{}, err
	}
	var fs []*checklist.Finding
	for _, it := range d.Items {
		if it.Kind != checklist.DeckFinding {
			continue
		}
		f, err := p.Store.Finding(ctx, it.ID)
		if checklist.CodeOf(err) == "store.unknownFinding" {
			continue // gone since the deck was put together
		}
		if err != nil {
			return report.SlideDoc{}, err
		}
		fs = append(fs, f)
	}
	spots, err := p.Store.BrightSpots(ctx, "", "", "")
	if err != nil {
		return report.SlideDoc{}, err
	}
	facts, err := p.facts(ctx, d)
	if err != nil {
		return report.SlideDoc{}, err
	}
	return report.SlidesFor(o, d, fs, spots, facts), nil
}

// trendRecords is how many records the trend of a branch shows.
const trendRecords = 8

// facts are the figures of the deck's month: the rates, and the month's ranking
// by the 6S standard at headquarters or the branch's own latest scores.
func (p *FindingPapers) facts(ctx context.Context, d *checklist.Deck) (report.DeckFacts, error) {
	month, err := time.Parse("2006-01", d.Day[:min(7, len(d.Day))])
	if err != nil {
		return report.DeckFacts{}, checklist.Fail("deck.day", "day", d.Day)
	}
	from, to := month.Format(time.DateOnly), month.AddDate(0, 1, -1).Format(time.DateOnly)
	out := report.DeckFacts{Period: month.Format("2006-01"), Branch: d.Branch}
	rates, err := p.Store.FindingRates(ctx, checklist.FindingFilter{Branch: d.Branch}, from, to, p.Now().Format(time.DateOnly))
	if err != nil {
		return out, err
	}
	out.Rates = &rates
	who, err := p.Store.Profile(ctx)
	if err != nil {
		return out, err
	}
	if who.Face == checklist.FaceHQ {
		err = p.rankingFacts(ctx, &out, from, to)
		return out, err
	}
	rows, _, err := p.Store.Summaries(ctx, checklist.Filter{Checklist: deckStandard, Branch: d.Branch, Status: checklist.Finished, Limit: trendRecords})
	for i := len(rows) - 1; i >= 0; i-- {
		out.Trend = append(out.Trend, rows[i])
	}
	if len(rows) > 0 {
		out.Mean = rows[0].Score
	}
	return out, err
}

// deckStandard is the checklist whose scores a meeting looks at.
const deckStandard = "6s-environment"

func (p *FindingPapers) rankingFacts(ctx context.Context, out *report.DeckFacts, from, to string) error {
	c, err := p.Store.Checklist(ctx, deckStandard, 0)
	if err != nil {
		return err
	}
	in := ranking.Input{Checklist: c}
	if in.Branches, err = p.Store.Branches(ctx); err != nil {
		return err
	}
	if in.Cells, err = p.Store.PeriodCells(ctx, deckStandard, from, to); err != nil {
		return err
	}
	t := ranking.Rank(in)
	out.Table, out.Branches = &t, len(t.Rows)
	return nil
}

// Slides writes a deck as PDF or PPTX.
func (p *FindingPapers) Slides(ctx context.Context, w io.Writer, f report.Format, d *checklist.Deck) ([]report.Warning, error) {
	doc, err := p.SlideDoc(ctx, d)
	if err != nil {
		return nil, err
	}
	return report.Slides(w, f, doc)
}
