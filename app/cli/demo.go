package cli

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"time"

	"hallcheck/app/cli/demo"
	"hallcheck/checklist"
	"hallcheck/store"
)

// maxHalls bounds the example.
const maxHalls = 2000

// runDemo makes a whole worked example in a new folder.
func runDemo(e *env, a *arguments) error {
	dir, err := a.need("dir")
	if err != nil {
		return err
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return err
	}
	halls, seed := 81, 1
	for flag, to := range map[string]*int{"halls": &halls, "seed": &seed} {
		if !a.has(flag) {
			continue
		}
		n, err := strconv.Atoi(a.get(flag))
		if err != nil || flag == "halls" && (n < 1 || n > maxHalls) {
			return wrongUse(a.command, "usage.badValue", "flag", "--"+flag, "value", a.get(flag), "want", "1…"+strconv.Itoa(maxHalls))
		}
		*to = n
	}
	steps := map[string]func(done, total int){}
	began := time.Now()
	s, err := demo.Make(e.ctx, demo.Options{
		Dir: dir, Halls: halls, Seed: int64(seed), Photos: a.get("photos"), Lang: checklist.Lang(e.cfg.Lang),
		App: e.prog.Version, Words: e.t,
		Open: func(ctx context.Context, dir string, clock func() time.Time, newID func() string) (*store.Store, error) {
			o := StoreOptions(dir, "", clock)
			o.NewID = newID
			return store.Open(ctx, o)
		},
		Progress: func(step string, done, total int) {
			if steps[step] == nil {
				steps[step] = e.progress(step)
			}
			steps[step](done, total)
		},
	})
	if err != nil {
		return err
	}
	seconds := strconv.Itoa(int(time.Since(began).Seconds() + 1))
	doc := map[string]any{
		"dir": s.Dir, "halls": s.Halls, "inspections": s.Inspections, "findings": s.Findings, "photos": s.Photos, "bundles": s.Bundles, "late": s.Late, "sha256": s.Sum,
	}
	return e.answer(doc, func(w io.Writer) error {
		_, err := fmt.Fprintln(w, e.t("cli.demo.done", "dir", s.Dir, "halls", strconv.Itoa(s.Halls), "inspections", strconv.Itoa(s.Inspections), "findings", strconv.Itoa(s.Findings),
			"photos", strconv.Itoa(s.Photos), "bundles", strconv.Itoa(s.Bundles), "late", strconv.Itoa(s.Late), "seconds", seconds, "sha", s.Sum))
		return err
	})
}
