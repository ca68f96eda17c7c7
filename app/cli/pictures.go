package cli

import (
	"context"
	"fmt"
	"io"
	"slices"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/photos"
)

// ruined are the codes that tell of a picture itself, not of the place it lies in.
var ruined = []string{"photo.missing", "photo.damaged", "photo.type", "photo.empty", "photo.hash", "photo.dimensions", "photo.tooLarge"}

// CheckPictures opens the pictures nobody could open so far, and keeps which of them
// are missing or cannot be opened: the arrival board waits for these. Run it after
// FillPrints, which opens every new one. It returns how many are closed.
func CheckPictures(ctx context.Context, s *store.Store, p *photos.Store) (int, error) {
	closed, err := s.Unprinted(ctx)
	if err != nil {
		return 0, err
	}
	bad := []string{}
	for _, h := range closed {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		print, err := p.Print(h)
		switch code := checklist.CodeOf(err); {
		case err == nil:
			err = s.SavePrint(ctx, h, print)
		case slices.Contains(ruined, code):
			bad = append(bad, h)
			err = s.Unreadable(ctx, h, code)
		default: // the disk or the network, not the picture
			bad, err = append(bad, h), nil
		}
		if err != nil {
			return 0, err
		}
	}
	known, err := s.PhotoFaults(ctx)
	if err != nil {
		return 0, err
	}
	for _, h := range known {
		if slices.Contains(bad, h) {
			continue
		}
		if err := s.Unreadable(ctx, h, ""); err != nil { // it can be opened by now, or nothing uses it
			return 0, err
		}
	}
	return len(bad), nil
}

// inboxPictures opens every picture that was not opened yet.
func inboxPictures(e *env, _ *arguments) error {
	s, p, done, err := e.openAll()
	if err != nil {
		return err
	}
	defer done()
	if err := FillPrints(e.ctx, s, p, e.progress("cli.step.pictures")); err != nil {
		return err
	}
	n, err := CheckPictures(e.ctx, s, p)
	if err != nil {
		return err
	}
	return e.answer(map[string]any{"unreadable": n}, func(w io.Writer) error {
		_, err := fmt.Fprintln(w, e.t("cli.inbox.pictures", "n", fmt.Sprint(n)))
		return err
	})
}
