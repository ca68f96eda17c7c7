package cli

import (
	"io"
	"strconv"

	"hallcheck/checklist"
	"hallcheck/checklist/report"
	"hallcheck/store"
)

// branchImport adds branches from a list, or changes them; all or none.
func branchImport(e *env, a *arguments) error {
	data, err := readInput(a.rest[0], e.in)
	if err != nil {
		return err
	}
	s, err := e.open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	have, err := s.Branches(e.ctx)
	if err != nil {
		return err
	}
	list, err := report.ReadBranches(a.rest[0], data, have)
	if err != nil {
		return err
	}
	known := map[string]checklist.Branch{}
	for _, b := range have {
		known[b.Code] = b
	}
	fresh, changed := 0, []checklist.Branch{}
	for _, b := range list {
		was, ok := known[b.Code]
		if !ok {
			fresh++
		}
		if was != b {
			changed = append(changed, b)
		}
	}
	if len(changed) > 0 {
		if err := s.SaveBranches(e.ctx, changed); err != nil {
			return err
		}
	}
	return e.counted(len(list), fresh, len(changed)-fresh)
}

// counted answers an import of a list.
func (e *env) counted(read, fresh, changed int) error {
	return e.answer(map[string]int{"read": read, "new": fresh, "changed": changed}, func(w io.Writer) error {
		_, err := io.WriteString(w, e.t("roster.done", "read", strconv.Itoa(read), "new", strconv.Itoa(fresh), "changed", strconv.Itoa(changed))+"\n")
		return err
	})
}

type branchDoc struct {
	Code    string  `json:"code"`
	Name    string  `json:"name"`
	Grade   *string `json:"grade"`
	Traffic *string `json:"traffic"`
	Active  bool    `json:"active"`
}

// branchList shows the branches.
func branchList(e *env, s *store.Store, _ *arguments) error {
	list, err := s.Branches(e.ctx)
	if err != nil {
		return err
	}
	docs := []branchDoc{}
	for _, b := range list {
		docs = append(docs, branchDoc{b.Code, b.Name, some(string(b.Grade)), some(string(b.Traffic)), b.Active})
	}
	return e.answer(map[string]any{"branches": docs}, func(w io.Writer) error {
		t := &table{}
		for _, b := range list {
			grade, traffic, off := "", "", ""
			if b.Grade != "" {
				grade = e.t("grade." + string(b.Grade))
			}
			if b.Traffic != "" {
				traffic = e.t("traffic." + string(b.Traffic))
			}
			if !b.Active {
				off = e.t("branch.off")
			}
			t.add(b.Code, b.Name, grade, traffic, off)
		}
		return t.write(w)
	})
}

// peopleImport adds people from a list, or changes them; all or none.
func peopleImport(e *env, a *arguments) error {
	data, err := readInput(a.rest[0], e.in)
	if err != nil {
		return err
	}
	s, err := e.open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	return e.takePeople(s, a.rest[0], data)
}

func (e *env) takePeople(s *store.Store, name string, data []byte) error {
	branches, err := s.Branches(e.ctx)
	if err != nil {
		return err
	}
	list, err := report.ReadPeople(name, data, branches)
	if err != nil {
		return err
	}
	have, err := s.People(e.ctx)
	if err != nil {
		return err
	}
	known := map[[2]string]checklist.Person{}
	for _, p := range have {
		known[[2]string{p.Branch, p.Name}] = p
	}
	fresh, changed := 0, []checklist.Person{}
	for _, p := range list {
		was, ok := known[[2]string{p.Branch, p.Name}]
		if p.ID = was.ID; !ok {
			fresh++
		}
		if was != p || !ok {
			changed = append(changed, p)
		}
	}
	if len(changed) > 0 {
		if err := s.SavePeople(e.ctx, changed); err != nil {
			return err
		}
	}
	return e.counted(len(list), fresh, len(changed)-fresh)
}
