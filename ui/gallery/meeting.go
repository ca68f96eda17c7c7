package gallery

import (
	"context"
	"fmt"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/report"
	"hallcheck/ui/meeting"
	"hallcheck/ui/shell"
)

// decks is what the page of slide shows reads in a state.
type decks struct{ state string }

func meetingSample() Sample {
	return Sample{ID: "meeting", Icon: "board", New: func(state string) func(*shell.Shell, any) shell.Page {
		d := decks{state}
		return meeting.New(&meeting.Services{Store: d, Papers: d, Photos: pairs{state}, Second: func() (int, int, bool) { return 1366, 0, true }})
	}}
}

// show is the sample deck.
func (decks) show() checklist.Deck {
	d := checklist.Deck{
		ID: "d1", Title: "2026 年 11 月服务例会", Day: Day.Format(time.DateOnly), Names: true, Summary: true, Masked: true,
		Closing: []string{"一周内完成全部整改", "晨会通报一次"},
	}
	for i := range fixes {
		d.Items = append(d.Items, checklist.DeckItem{Kind: checklist.DeckFinding, ID: fmt.Sprint("W", i), Note: "先说原因，再说办法"})
	}
	return d
}

// Decks implements meeting.Store.
func (d decks) Decks(ctx context.Context) ([]checklist.Deck, error) {
	if err := answer(ctx, d.state); err != nil || d.state == Empty {
		return nil, err
	}
	older := d.show()
	older.ID, older.Title, older.Day = "d2", "10 月服务例会", "2026-10-23"
	return []checklist.Deck{d.show(), older}, nil
}

// SaveDeck implements meeting.Store; a gallery keeps nothing.
func (decks) SaveDeck(_ context.Context, d checklist.Deck) (checklist.Deck, error) { return d, nil }

// DeleteDeck implements meeting.Store.
func (decks) DeleteDeck(context.Context, string) error { return nil }

// Findings implements meeting.Store.
func (d decks) Findings(ctx context.Context, f checklist.FindingFilter) ([]checklist.FindingRow, int, error) {
	return pairs(d).Findings(ctx, f)
}

// BrightSpots implements meeting.Store.
func (decks) BrightSpots(context.Context, string, string, string) ([]checklist.BrightSpot, error) {
	return nil, nil
}

// Month implements meeting.Papers.
func (d decks) Month(context.Context, string, string, time.Time) (*checklist.Deck, error) {
	x := d.show()
	return &x, nil
}

// SlideDoc implements meeting.Papers.
func (d decks) SlideDoc(ctx context.Context, x *checklist.Deck) (report.SlideDoc, error) {
	if err := answer(ctx, d.state); err != nil {
		return report.SlideDoc{}, err
	}
	var fs []*checklist.Finding
	for i := range fixes {
		f, err := fix(i)
		if err != nil {
			return report.SlideDoc{}, err
		}
		fs = append(fs, f)
	}
	return report.SlidesFor(report.FindingPaper{Org: "济宁分行", Today: x.Day, Zone: time.Local}, x, fs, nil, report.DeckFacts{
		Period: "2026-11", Rates: &checklist.FindingRates{Created: len(fs), Overdue: 2},
	}), nil
}

// SaveSlides implements meeting.Papers.
func (decks) SaveSlides(context.Context, string, *checklist.Deck, func(done, total int)) ([]report.Warning, error) {
	return nil, failure()
}
