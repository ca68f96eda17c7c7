package cli

import (
	"io"
	"strconv"
	"time"

	"hallcheck/checklist"
	"hallcheck/store"
)

// page is how many summaries are read at a time.
const page = 500

// list shows what is stored.
func list(e *env, a *arguments) error {
	since := a.get("since")
	if _, err := time.Parse(time.DateOnly, since); err != nil && a.has("since") {
		return wrongUse(a.command, "usage.badValue", "flag", "--since", "value", since, "want", "2026-11-01")
	}
	show := map[string]func(*env, *store.Store, *arguments) error{
		"inspections": listInspections, "findings": listFindings, "branches": listBranches, "people": listPeople,
	}[a.rest[0]]
	if show == nil {
		return wrongUse(a.command, "usage.badValue", "flag", "list", "value", a.rest[0], "want", "inspections|findings|branches|people")
	}
	s, err := e.open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	return show(e, s, a)
}

type inspectionDoc struct {
	ID         string  `json:"id"`
	Checklist  string  `json:"checklist"`
	Version    int     `json:"version"`
	Branch     string  `json:"branch"`
	BranchName string  `json:"branchName"`
	Mode       string  `json:"mode"`
	Inspector  string  `json:"inspector"`
	Day        string  `json:"day"`
	Status     string  `json:"status"`
	Incomplete *string `json:"incomplete"`
	Score      *string `json:"score"`
	Grade      *string `json:"grade"`
	Vetoes     int     `json:"vetoes"`
	Red        int     `json:"red"`
	Answered   int     `json:"answered"`
	Total      int     `json:"total"`
	Photos     int     `json:"photos"`
	Sent       bool    `json:"sent"`
	Late       bool    `json:"late"` // sent more than 24 h after the inspector left
}

func listInspections(e *env, s *store.Store, a *arguments) error {
	status, err := a.oneOf("status", "draft", "finished", "unsent", "veto")
	if err != nil {
		return err
	}
	f := checklist.Filter{From: a.get("since")}
	switch status {
	case "unsent":
		f.Unsent = true
	case "veto":
		f.VetoOnly = true
	default:
		f.Status = checklist.Status(status)
	}
	rows, err := e.summaries(s, f)
	if err != nil {
		return err
	}
	docs := []inspectionDoc{}
	t := &table{right: map[int]bool{5: true, 6: true}}
	t.add(e.t("cli.col.id"), e.t("cli.col.day"), e.t("cli.col.branch"), e.t("cli.col.checklist"), e.t("cli.col.by"), e.t("cli.col.score"), e.t("cli.col.red"), e.t("cli.col.status"))
	for _, r := range rows {
		docs = append(docs, inspectionDoc{
			r.ID, r.Checklist, r.Version, r.Branch.Code, r.Branch.Name, string(r.Mode), r.Inspector, r.Day, string(r.Status),
			some(r.Incomplete), tenths(r.Score), some(r.Grade), r.Vetoes, r.Red, r.Answered, r.Total, r.Photos, r.SentAt > 0, r.Late(),
		})
		score := "–"
		if r.Score != nil {
			score = r.Score.String()
		}
		t.add(r.ID, r.Day, cut(r.Branch.Code+" "+r.Branch.Name, 26), cut(e.name(r.Title), 24), cut(r.Inspector, 12), score, strconv.Itoa(r.Red), e.t("status."+string(r.Status)))
	}
	return e.rows("inspections", docs, len(docs), t)
}

// summaries reads all pages of a list.
func (e *env) summaries(s *store.Store, f checklist.Filter) ([]checklist.Summary, error) {
	var all []checklist.Summary
	f.Limit = page
	for {
		rows, total, err := s.Summaries(e.ctx, f)
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
		f.Offset += len(rows)
		if len(rows) == 0 || f.Offset >= total {
			return all, nil
		}
	}
}

// rows answers a list: docs under name, or the table, or that there is nothing.
func (e *env) rows(name string, docs any, n int, t *table) error {
	return e.answer(map[string]any{name: docs}, func(w io.Writer) error {
		if n == 0 {
			_, err := io.WriteString(w, e.t("cli.empty")+"\n")
			return err
		}
		return t.write(w)
	})
}

func listBranches(e *env, s *store.Store, _ *arguments) error {
	rows, err := s.Branches(e.ctx)
	if err != nil {
		return err
	}
	docs := []checklist.Branch{}
	t := &table{}
	t.add(e.t("cli.col.code"), e.t("cli.col.name"), e.t("cli.col.grade"), e.t("cli.col.traffic"), e.t("cli.col.active"))
	for _, b := range rows {
		docs = append(docs, b)
		grade, traffic, active := "", "", e.t("cli.no")
		if b.Grade != "" {
			grade = e.t("grade." + string(b.Grade))
		}
		if b.Traffic != "" {
			traffic = e.t("traffic." + string(b.Traffic))
		}
		if b.Active {
			active = e.t("cli.yes")
		}
		t.add(b.Code, b.Name, grade, traffic, active)
	}
	return e.rows("branches", docs, len(docs), t)
}

func listPeople(e *env, s *store.Store, _ *arguments) error {
	rows, err := s.People(e.ctx)
	if err != nil {
		return err
	}
	docs := []checklist.Person{}
	t := &table{}
	t.add(e.t("cli.col.name"), e.t("cli.col.role"), e.t("cli.col.position"), e.t("cli.col.branch"))
	for _, p := range rows {
		docs = append(docs, p)
		role, post := "", ""
		if p.Role != "" {
			role = e.t("role." + string(p.Role))
		}
		if p.Position != "" {
			post = e.t("position." + string(p.Position))
		}
		t.add(p.Name, role, post, p.Branch)
	}
	return e.rows("people", docs, len(docs), t)
}
