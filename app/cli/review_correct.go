package cli

import (
	"time"

	"hallcheck/checklist"
	"hallcheck/store"
)

// reviewCorrect corrects a finished record, as one that was returned: the answers
// of the file take the place of those it names, with their photos, and the record
// is finished again – in one go, or not at all.
func reviewCorrect(e *env, a *arguments) error {
	reason, err := a.need("reason")
	if err != nil {
		return err
	}
	f, err := e.form(a)
	if err != nil {
		return err
	}
	s, err := e.open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	in, err := e.inspection(s, a.rest[0])
	if err != nil {
		return err
	}
	c := &corrector{visitor: visitor{e: e, s: s, c: in.Checklist, form: f, at: e.now()}, id: in.ID, reason: reason, override: a.get("override"), sheet: a.get("sheet")}
	done, err := c.correct(a.get("photos"))
	if err != nil {
		return err
	}
	return e.inspected(done)
}

// corrector is a visitor that comes back.
type corrector struct {
	visitor
	id, reason, override string
	sheet                string // whose answers the file has, "" = as it says itself
}

// correct tries the whole correction before it keeps a photo or a word of it.
func (c *corrector) correct(dir string) (*checklist.Inspection, error) {
	trial, err := c.s.Inspection(c.e.ctx, c.id)
	if err != nil {
		return nil, err
	}
	if c.who, err = actor(c.e, c.s); err != nil {
		return nil, err
	}
	if err := c.form.Place(trial, c.sheet); err != nil {
		return nil, err
	}
	uses := c.uses()
	if p := c.badPhotos(dir, uses); len(p) > 0 {
		return nil, p
	}
	names := make([]checklist.PhotoRef, len(uses))
	for i, u := range uses {
		names[i] = checklist.PhotoRef{ID: u.file, Hash: "file:" + u.file, Name: u.file}
	}
	if err := c.apply(trial, uses, names, c.at); err != nil {
		return nil, err
	}
	refs, err := c.keepPhotos(dir, uses)
	if err != nil {
		return nil, err
	}
	return c.s.Edit(c.e.ctx, c.id, func(in *checklist.Inspection, now time.Time) error { return c.apply(in, uses, refs, now) })
}

func actor(e *env, s *store.Store) (checklist.Person, error) {
	p, err := s.Profile(e.ctx)
	return p.User, err
}

func (c *corrector) apply(in *checklist.Inspection, uses []photoUse, refs []checklist.PhotoRef, now time.Time) error {
	if err := in.Reopen(c.who, c.reason, now); err != nil {
		return err
	}
	if err := c.form.Correct(in, c.sheet, now); err != nil {
		return err
	}
	if p := c.attach(in, uses, refs); len(p) > 0 {
		return p
	}
	if missing := in.Gate(now); len(missing) > 0 && c.override == "" {
		return &gateError{in: in, missing: missing}
	}
	return in.Finish(c.override, now)
}
