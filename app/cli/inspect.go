package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"hallcheck/checklist"
	"hallcheck/checklist/standard"
	"hallcheck/store"
)

// visit is how long before --at an inspection entered afterwards began.
const visit = 30 * time.Minute

// lanes is how many photos are taken in at a time: there are as many decoders.
const lanes = 2

// inspect stores a finished inspection from an answers file, whole or not at all.
func inspect(e *env, a *arguments) error {
	at, err := e.visitTime(a)
	if err != nil {
		return err
	}
	mode, err := a.oneOf("mode", "announced", "covert", "self", "remote", "intercept", "panel")
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
	v := &visitor{e: e, s: s, form: f, mode: checklist.Mode(mode), at: at}
	err = v.find(a)
	if err != nil {
		return err
	}
	in, err := v.store(a.get("photos"), a.get("override"))
	if err != nil {
		return err
	}
	if err := e.tellHints(s, in); err != nil {
		return err
	}
	return e.inspected(in)
}

// visitTime is --at, or now.
func (e *env) visitTime(a *arguments) (time.Time, error) {
	if !a.has("at") {
		return e.now(), nil
	}
	at, err := time.Parse(time.RFC3339, a.get("at"))
	if err != nil {
		return at, wrongUse(a.command, "usage.badValue", "flag", "--at", "value", a.get("at"), "want", "2026-11-21T16:40:00+08:00")
	}
	return at, nil
}

// visitor makes inspections from forms.
type visitor struct {
	e      *env
	s      *store.Store
	c      *checklist.Checklist
	form   *standard.Answers
	branch checklist.Branch
	mode   checklist.Mode
	who    checklist.Person
	at     time.Time
}

// find looks up checklist, branch and person.
func (v *visitor) find(a *arguments) error {
	e, s := v.e, v.s
	profile, err := s.Profile(e.ctx)
	if err != nil {
		return err
	}
	id := a.get("checklist")
	if id == "" {
		id = v.form.Checklist
	}
	if id == "" {
		return wrongUse(a.command, "usage.needFlag", "flag", "--checklist")
	}
	if v.c, err = s.Checklist(e.ctx, id, 0); err != nil {
		return err
	}
	if v.branch, err = findBranch(e.ctx, s, profile, a.get("branch-code")); err != nil {
		return err
	}
	if v.mode == "" {
		v.mode = v.c.UsualMode(profile.Face)
	}
	v.who = profile.User
	if by := a.get("by"); by != "" {
		if v.who, err = findPerson(e.ctx, s, by); err != nil {
			return err
		}
	}
	return nil
}

func findBranch(ctx context.Context, s *store.Store, p checklist.Profile, code string) (checklist.Branch, error) {
	if p.Face == checklist.FaceBranch && (code == "" || code == p.Branch.Code) {
		return p.Branch, nil
	}
	if code == "" {
		return checklist.Branch{}, checklist.Fail("cli.branchNeeded")
	}
	list, err := s.Branches(ctx)
	if err != nil {
		return checklist.Branch{}, err
	}
	for _, b := range list {
		if b.Code == code {
			return b, nil
		}
	}
	return checklist.Branch{}, checklist.Fail("cli.noBranch", "code", code)
}

// findPerson is the stored person of that name; somebody from outside need not
// be stored.
func findPerson(ctx context.Context, s *store.Store, name string) (checklist.Person, error) {
	list, err := s.People(ctx)
	if err != nil {
		return checklist.Person{}, err
	}
	for _, p := range list {
		if p.Name == name {
			return p, nil
		}
	}
	return checklist.Person{Name: name, Role: checklist.Inspector}, nil
}

// photoUse is one photo the form asks for: which file belongs to which answer.
type photoUse struct {
	sheet, item, file string
	line              int
}

// uses lists the photos of the form; sheets have their ids once it was filled in.
func (v *visitor) uses() []photoUse {
	var out []photoUse
	for _, s := range v.form.Sheets {
		for _, x := range s.Items {
			for _, p := range x.Photos {
				out = append(out, photoUse{s.ID, x.Item, p, x.Line()})
			}
		}
	}
	return out
}

// store checks everything first – answers, photos' names, the leave gate – and
// only then keeps photos and inspection, the latter whole or not at all.
func (v *visitor) store(dir, override string) (*checklist.Inspection, error) {
	trial, err := v.draft()
	if err != nil {
		return nil, err
	}
	policy, err := v.s.Setting(v.e.ctx, checklist.SettingPrivacy)
	if err != nil {
		return nil, err
	}
	trial.PrivacyRequired = policy == "1"
	uses := v.uses()
	if p := v.badPhotos(dir, uses); len(p) > 0 {
		return nil, p
	}
	names := make([]checklist.PhotoRef, len(uses))
	for i, u := range uses {
		names[i] = checklist.PhotoRef{ID: u.file, Hash: "file:" + u.file, Name: u.file}
	}
	if p := v.attach(trial, uses, names); len(p) > 0 {
		return nil, p
	}
	if missing := trial.Gate(v.at); len(missing) > 0 && strings.TrimSpace(override) == "" {
		return nil, &gateError{in: trial, missing: missing}
	}
	refs, err := v.keepPhotos(dir, uses)
	if err != nil {
		return nil, err
	}
	in, err := v.draft()
	if err != nil {
		return nil, err
	}
	if p := v.attach(in, uses, refs); len(p) > 0 {
		return nil, p
	}
	if err := in.Finish(override, v.at); err != nil {
		return nil, err
	}
	return in, v.s.StartInspection(v.e.ctx, in)
}

// draft makes the inspection with every answer, without photos.
func (v *visitor) draft() (*checklist.Inspection, error) {
	in, err := checklist.Start(uuid.NewString(), v.c, v.branch, v.who, v.mode, v.at.Add(-visit))
	if err != nil {
		return nil, err
	}
	in.Day = v.at.Format(time.DateOnly)
	return in, v.form.Fill(in, v.at)
}

func (v *visitor) attach(in *checklist.Inspection, uses []photoUse, refs []checklist.PhotoRef) checklist.Problems {
	var out checklist.Problems
	for i, u := range uses {
		if err := in.Attach(u.sheet, u.item, refs[i], v.at); err != nil {
			out = append(out, v.photoProblem(u, err))
		}
	}
	return out
}

// badPhotos names every photo that is not a plain file in the photo folder.
func (v *visitor) badPhotos(dir string, uses []photoUse) checklist.Problems {
	var out checklist.Problems
	for _, u := range uses {
		p := checklist.Problem{File: v.form.File, Line: u.line, Key: u.item}
		if dir == "" {
			p.Code = "answers.photosDir"
		} else if u.file == "" || filepath.Base(u.file) != u.file || u.file == ".." || u.file == "." {
			p.Code = "answers.photoName"
		} else if info, err := os.Stat(filepath.Join(dir, u.file)); err != nil || !info.Mode().IsRegular() {
			p = v.photoProblem(u, checklist.Fail("cli.cannotRead", "file", filepath.Join(dir, u.file)))
		}
		if p.Code != "" {
			out = append(out, p)
		}
	}
	return out
}

func (v *visitor) photoProblem(u photoUse, err error) checklist.Problem {
	why := explain(v.e.cfg.Lang, err).Error.Message
	return checklist.Problem{
		File: v.form.File, Line: u.line, Key: u.item, Code: "answers.photo", Args: map[string]string{"file": u.file, "why": why},
	}
}

// keepPhotos stores the pictures; each bad one is named, not only the first.
func (v *visitor) keepPhotos(dir string, uses []photoUse) ([]checklist.PhotoRef, error) {
	if len(uses) == 0 {
		return nil, nil
	}
	p, err := OpenAlbum(v.e.cfg)
	if err != nil {
		return nil, err
	}
	defer func() { _ = p.Close() }()
	refs, errs := make([]checklist.PhotoRef, len(uses)), make([]error, len(uses))
	var wait sync.WaitGroup
	for lane := range lanes {
		wait.Go(func() {
			for i := lane; i < len(uses) && v.e.ctx.Err() == nil; i += lanes {
				refs[i], errs[i] = p.AddFile(v.e.ctx, filepath.Join(dir, uses[i].file), "file", v.at)
				if errs[i] == nil {
					_ = KeepPrint(v.e.ctx, v.s, p, refs[i].Hash) // check --read-data makes up for it
				}
			}
		})
	}
	wait.Wait()
	if err := v.e.ctx.Err(); err != nil {
		return nil, err
	}
	var bad checklist.Problems
	for i, u := range uses {
		if errs[i] != nil {
			bad = append(bad, v.photoProblem(u, errs[i]))
		}
	}
	if len(bad) > 0 {
		return nil, bad
	}
	return refs, nil
}

// inspected answers with what was stored.
func (e *env) inspected(in *checklist.Inspection) error {
	r := checklist.Evaluate(in)
	n := 0
	for _, s := range in.Sheets {
		for _, a := range s.Answers {
			n += len(a.Photos)
		}
	}
	doc := map[string]any{
		"id": in.ID, "checklist": in.Checklist.ID, "version": in.Checklist.Version, "branch": in.Branch.Code, "day": in.Day,
		"score": tenths(r.Score), "grade": some(r.Grade), "red": r.Red, "photos": n, "incomplete": some(in.Incomplete),
	}
	return e.answer(doc, func(w io.Writer) error {
		score := e.t("cli.notScored")
		if r.Score != nil {
			score = r.Score.String()
		}
		_, err := fmt.Fprintln(w, e.t("cli.inspect.done", "id", in.ID, "title", e.name(in.Checklist.Title), "branch", in.Branch.Name, "score", score))
		return err
	})
}
