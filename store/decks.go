package store

import (
	"cmp"
	"context"
	"strings"
	"time"

	"gorm.io/gorm"

	"hallcheck/checklist"
)

// Decks lists the slide shows, latest meeting first.
func (s *Store) Decks(ctx context.Context) ([]checklist.Deck, error) {
	out, err := decksIn(s.read(ctx), " ORDER BY day DESC, at DESC, id")
	return out, coded(err, "read")
}

// Deck loads a slide show. Code store.unknownDeck.
func (s *Store) Deck(ctx context.Context, id string) (checklist.Deck, error) {
	out, err := decksIn(s.read(ctx), " WHERE id = ?", id)
	if err == nil && len(out) == 0 {
		err = checklist.Fail("store.unknownDeck", "id", id)
	}
	if err != nil {
		return checklist.Deck{}, coded(err, "read")
	}
	return out[0], nil
}

func decksIn(tx *gorm.DB, rest string, args ...any) ([]checklist.Deck, error) {
	var rows []struct {
		Body string
		At   int64
	}
	if err := tx.Raw("SELECT body, at FROM decks"+rest, args...).Scan(&rows).Error; err != nil {
		return nil, err
	}
	out := make([]checklist.Deck, len(rows))
	for i, r := range rows {
		if err := fromJSON(r.Body, &out[i]); err != nil {
			return nil, err
		}
		out[i].At = r.At
	}
	return out, nil
}

// SaveDeck stores a slide show, or replaces the one with its id; an empty id and
// day are filled in. It returns what was stored, announced with kind deck. Code
// store.deckTitle.
func (s *Store) SaveDeck(ctx context.Context, d checklist.Deck) (checklist.Deck, error) {
	if d.Title = strings.TrimSpace(d.Title); d.Title == "" {
		return d, checklist.Fail("store.deckTitle")
	}
	act := s.act()
	if d.ID == "" {
		d.ID = act.NewID()
	}
	d.Day, d.At = cmp.Or(d.Day, act.At.Format(time.DateOnly)), act.At.UnixMilli()
	body := d
	body.At = 0 // stands in its column
	err := s.write(ctx, "finding", func(tx *gorm.DB) error {
		err := tx.Exec("INSERT INTO decks (id, day, at, body) VALUES (?, ?, ?, ?)"+
			" ON CONFLICT (id) DO UPDATE SET day = excluded.day, at = excluded.at, body = excluded.body", d.ID, d.Day, d.At, toJSON(body)).Error
		if err != nil {
			return err
		}
		return s.audit(tx, "deck", d.ID, d.Title)
	})
	if err == nil {
		s.publish("deck", d.ID)
	}
	return d, err
}

// DeleteDeck removes a slide show; what it showed stays. Code store.unknownDeck.
func (s *Store) DeleteDeck(ctx context.Context, id string) error {
	err := s.write(ctx, "finding", func(tx *gorm.DB) error {
		res := tx.Exec("DELETE FROM decks WHERE id = ?", id)
		if res.Error != nil {
			return res.Error
		}
		if res.RowsAffected == 0 {
			return checklist.Fail("store.unknownDeck", "id", id)
		}
		return s.audit(tx, "deck", id, "")
	})
	if err == nil {
		s.publish("deck", id)
	}
	return err
}
