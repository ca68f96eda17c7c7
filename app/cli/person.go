package cli

import (
	"fmt"
	"io"

	"hallcheck/checklist"
)

// personAdd stores somebody who may act here with --as.
func personAdd(e *env, a *arguments) error {
	role, err := a.oneOf("role", "lobby_manager", "branch_head", "hq_supervisor", "inspector", "admin")
	if err != nil {
		return err
	}
	position, err := a.oneOf("position", "lobby", "teller", "wealth", "manager")
	if err != nil {
		return err
	}
	s, err := e.open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	p, err := s.Profile(e.ctx)
	if err != nil {
		return err
	}
	x := checklist.Person{Name: a.rest[0], Role: checklist.Role(role), Position: checklist.Position(position), Branch: a.get("branch-code")}
	if x.Branch == "" && p.Face == checklist.FaceBranch {
		x.Branch = p.Branch.Code
	}
	if err := s.SavePerson(e.ctx, x); err != nil {
		return err
	}
	return e.answer(map[string]any{"person": x.Name, "role": role, "branch": x.Branch}, func(w io.Writer) error {
		word := ""
		if role != "" {
			word = e.t("role." + role)
		}
		_, err := fmt.Fprintf(w, "%s  %s  %s\n", x.Name, word, x.Branch)
		return err
	})
}
