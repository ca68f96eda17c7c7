package cli

import (
	"context"
	"io"
	"strconv"
	"time"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/photos"
)

// ForgetOriginals deletes the originals of photos that are masked wherever they
// are used, once the days the setting gives have passed since. It says how many
// went.
func ForgetOriginals(ctx context.Context, s *store.Store, album *photos.Store, now time.Time) (int, error) {
	days, err := s.KeepDays(ctx)
	if err != nil {
		return 0, err
	}
	covered, err := s.CoveredOriginals(ctx)
	if err != nil {
		return 0, err
	}
	n := 0
	for hash, copies := range covered {
		due := album.KeptSince(hash)
		if due.IsZero() {
			continue
		}
		for _, m := range copies {
			if at := album.KeptSince(m); at.IsZero() || at.After(due) {
				due = at
			}
		}
		if due.IsZero() || now.Before(due.AddDate(0, 0, days)) { // without its copy the original stays
			continue
		}
		if err := s.NoteForgotten(ctx, hash); err != nil {
			return n, err
		}
		if err := album.Forget(ctx, hash); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// privacy shows and sets what holds for customers in photos.
func privacy(e *env, a *arguments) error {
	required, err := a.oneOf("required", "on", "off")
	if err != nil {
		return err
	}
	keep := a.get("keep-days")
	if n, err := strconv.Atoi(keep); keep != "" && (err != nil || n < 0 || n > 3650) {
		return wrongUse(a.command, "usage.badValue", "flag", "--keep-days", "value", keep, "want", "0…3650")
	}
	s, album, done, err := e.openAll()
	if err != nil {
		return err
	}
	defer done()
	for _, x := range []struct{ key, value string }{
		{checklist.SettingPrivacy, map[string]string{"on": "1", "off": ""}[required]}, {checklist.SettingKeepDays, keep},
	} {
		if x.key == checklist.SettingPrivacy && required == "" || x.key == checklist.SettingKeepDays && keep == "" {
			continue
		}
		if err := s.SetSetting(e.ctx, x.key, x.value); err != nil {
			return err
		}
	}
	gone := 0
	if a.has("now") {
		if gone, err = ForgetOriginals(e.ctx, s, album, time.Now()); err != nil {
			return err
		}
	}
	return e.privacyState(s, gone)
}

func (e *env) privacyState(s *store.Store, gone int) error {
	value, err := s.Setting(e.ctx, checklist.SettingPrivacy)
	if err != nil {
		return err
	}
	days, err := s.KeepDays(e.ctx)
	if err != nil {
		return err
	}
	return e.answer(map[string]any{"required": value == "1", "keepDays": days, "deleted": gone}, func(w io.Writer) error {
		key := "cli.privacy.off"
		if value == "1" {
			key = "cli.privacy.on"
		}
		_, err := io.WriteString(w, e.t(key)+"\n"+e.t("cli.privacy.keep", "days", strconv.Itoa(days), "count", strconv.Itoa(gone))+"\n")
		return err
	})
}
