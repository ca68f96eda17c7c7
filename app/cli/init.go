package cli

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store"
	"hallcheck/store/exchange"
)

// setup is the first run without a window; it asks nothing.
func setup(e *env, a *arguments) error {
	profile, err := profileOf(a)
	if err != nil {
		return err
	}
	var card []byte
	if name := a.get("hq-card"); name != "" {
		if profile.Face != checklist.FaceBranch {
			return wrongUse(a.command, "usage.unknownFlag", "flag", "--hq-card")
		}
		if card, err = readInput(name, e.in); err != nil {
			return err
		}
	}
	if e.hasData() {
		s, err := e.open()
		if err != nil {
			return err
		}
		have, err := s.Profile(e.ctx)
		if err == nil {
			err = e.mayBegin(s, have, profile)
		}
		_ = s.Close()
		if err != nil && checklist.CodeOf(err) != "store.notSetUp" {
			return err
		}
	}
	if card != nil {
		if _, err := bundle.ReadCard(card); err != nil {
			return err
		}
	}
	s, err := openStore(e, e.cfg.Dir, e.cfg.DB, e.now)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	if err := e.cfg.Save(); err != nil { // not before the database answered: what is saved must open
		return checklist.Fail("cli.cannotWrite", "file", e.cfg.Dir).Because(err)
	}
	return e.begin(s, profile, card)
}

// mayBegin refuses a first run where there was one (cli.hasData), and on a second
// computer of headquarters that has not got its keys (cli.secondComputer); with
// them only the address is missing. One that was cut off before its keys were made
// is finished by doing it again.
func (e *env) mayBegin(s *store.Store, have, want checklist.Profile) error {
	known, err := s.HQKey(e.ctx)
	if err != nil {
		return err
	}
	same := have.Face == want.Face && have.Branch.Code == strings.TrimSpace(want.Branch.Code)
	keys := exchange.HasKeys(e.cfg.Dir, have.Face)
	switch {
	case same && known != "" && !keys:
		return checklist.Fail("cli.secondComputer", "dir", e.cfg.Dir)
	case same && !keys, same && known != "" && !e.cfg.Saved():
		return nil
	}
	return checklist.Fail("cli.hasData", "dir", e.cfg.Dir)
}

// begin stores the profile and makes the keys.
func (e *env) begin(s *store.Store, p checklist.Profile, card []byte) error {
	if err := s.Setup(e.ctx, p); err != nil && checklist.CodeOf(err) != "store.alreadySetUp" {
		return err
	}
	var enrol, recovery string
	var err error
	if known, _ := s.HQKey(e.ctx); known != "" { // a second computer, which brought the keys
		_, err = exchange.Card(e.ctx, s, e.cfg.Dir, io.Discard)
	} else {
		enrol, recovery, err = e.makeKeys(s, e.cfg.Dir, p.Face, card)
	}
	if err != nil {
		return err
	}
	if p, err = s.Profile(e.ctx); err != nil {
		return err
	}
	doc := map[string]any{
		"dir": e.cfg.Dir, "face": string(p.Face), "org": p.Org, "branch": some(p.Branch.Code), "user": p.User.Name,
		"device": p.Device, "enrol": some(enrol), "recovery": some(recovery),
	}
	return e.answer(doc, func(w io.Writer) error {
		where := strings.TrimSpace(p.Branch.Code + " " + p.Branch.Name)
		e.say("cli.init.done", "face", e.t("face."+string(p.Face)), "org", p.Org, "branch", where, "user", p.User.Name, "dir", e.cfg.Dir)
		switch {
		case recovery != "":
			e.say("cli.init.recovery", "file", recovery)
		case p.Face == checklist.FaceHQ:
		case card == nil:
			e.say("cli.init.noCard")
		default:
			e.say("cli.init.enrol")
		}
		if enrol == "" {
			return nil
		}
		_, err := fmt.Fprintln(w, enrol)
		return err
	})
}

// makeKeys makes headquarters' keys, or the device's with its enrolment request.
func (e *env) makeKeys(s *store.Store, dir string, face checklist.Face, card []byte) (enrol, recovery string, err error) {
	if face == checklist.FaceHQ {
		return "", filepath.Join(dir, exchange.RecoveryFile), exchange.InitHQ(e.ctx, s, dir, e.t)
	}
	enrol, err = exchange.InitBranch(e.ctx, s, dir, card)
	return enrol, "", err
}

// profileOf reads the flags of a first run.
func profileOf(a *arguments) (checklist.Profile, error) {
	var p checklist.Profile
	face, err := a.oneOf("face", "branch", "hq")
	if err == nil && face == "" {
		_, err = a.need("face")
	}
	if err != nil {
		return p, err
	}
	need := []string{"org", "user", "role"}
	if face == "branch" {
		need = append(need, "branch-code", "branch-name")
	}
	for _, f := range need {
		if strings.TrimSpace(a.get(f)) == "" {
			_, err := (&arguments{command: a.command}).need(f)
			return p, err
		}
	}
	role, err := a.oneOf("role", "lobby_manager", "branch_head", "hq_supervisor", "inspector", "admin")
	if err != nil {
		return p, err
	}
	grade, err := a.oneOf("grade", gradeWords...)
	if err != nil {
		return p, err
	}
	traffic, err := a.oneOf("traffic", "high", "medium", "low")
	if err != nil {
		return p, err
	}
	p = checklist.Profile{
		Face: checklist.Face(face), Org: a.get("org"),
		User: checklist.Person{Name: a.get("user"), Role: checklist.Role(role)},
	}
	if p.Face == checklist.FaceBranch {
		p.Branch = checklist.Branch{
			Code: a.get("branch-code"), Name: a.get("branch-name"), Grade: checklist.HallGrade(grade),
			Traffic: checklist.Traffic(traffic), Active: true,
		}
	}
	return p, nil
}
