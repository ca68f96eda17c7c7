package cli

import (
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/arrival"
	"hallcheck/checklist/report"
)

type boardDoc struct {
	Period   string         `json:"period"`
	From     string         `json:"from"`
	To       string         `json:"to"`
	Lists    []string       `json:"lists"`
	Halls    int            `json:"halls"`
	Reported int            `json:"reported"`
	States   map[string]int `json:"states"`
	Late     int            `json:"late"`
	Rows     []boardRowDoc  `json:"rows"`
}

type boardRowDoc struct {
	Branch  string         `json:"branch"`
	Name    string         `json:"name"`
	State   string         `json:"state"`
	Due     *string        `json:"due"`
	Late    int            `json:"daysLate"`
	Contact string         `json:"contact"`
	Phone   string         `json:"phone"`
	Last    *string        `json:"last"`
	Refused *string        `json:"refused"`
	Gaps    int            `json:"gaps"`
	Silent  *string        `json:"silent"`
	Lacks   string         `json:"lacks"`
	Cells   []boardCellDoc `json:"cells"`
}

type boardCellDoc struct {
	Checklist string `json:"checklist"`
	State     string `json:"state"`
	Have      int    `json:"have"`
	Need      int    `json:"need"`
	Late      int    `json:"late"`
	Excluded  int    `json:"excluded"`
	Pictures  int    `json:"pictures"`
}

// board answers who reported in a period, and writes it as a workbook.
func board(e *env, a *arguments) error {
	xlsx := a.get("xlsx")
	if xlsx != "" && !strings.HasSuffix(strings.ToLower(xlsx), ".xlsx") {
		return wrongUse(a.command, "usage.badValue", "flag", "--xlsx", "value", xlsx, "want", "*.xlsx")
	}
	d, err := e.board(a)
	if err != nil {
		return err
	}
	if xlsx != "" {
		if err := e.boardPaper(xlsx, d, report.Board); err != nil {
			return err
		}
	}
	return e.answer(boardDocOf(d), func(w io.Writer) error { return e.boardTable(w, d) })
}

// chase writes whom to ask for what: as text for a chat, or as a list.
func chase(e *env, a *arguments) error {
	out := a.get("out")
	format := strings.ToLower(filepath.Ext(out))
	if out != "" && format != ".xlsx" && format != ".pdf" && format != ".txt" {
		return wrongUse(a.command, "usage.badValue", "flag", "--out", "value", out, "want", "*.xlsx|*.pdf|*.txt")
	}
	d, err := e.board(a)
	if err != nil {
		return err
	}
	text := report.ChaseText(d) + "\n"
	switch format {
	case ".xlsx", ".pdf":
		if err := e.boardPaper(out, d, report.Chase); err != nil {
			return err
		}
		return e.wrote(out)
	case ".txt":
		if err := WriteFile(out, func(w io.Writer) error { _, err := io.WriteString(w, text); return err }); err != nil {
			return err
		}
		return e.wrote(out)
	}
	return e.answer(map[string]any{"period": d.Board.Plan.Period.String(), "text": text}, func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	})
}

func (e *env) boardPaper(out string, d *report.BoardDoc, write func(io.Writer, report.Format, report.BoardDoc) ([]report.Warning, error)) error {
	f := report.Format(strings.TrimPrefix(strings.ToLower(filepath.Ext(out)), "."))
	return WriteFile(out, func(w io.Writer) error {
		warnings, err := write(w, f, *d)
		e.warn(warnings)
		return err
	})
}

// board reads the board the flags ask for; --state and --text choose its rows.
func (e *env) board(a *arguments) (*report.BoardDoc, error) {
	p := arrival.PeriodOf(arrival.Month, e.now())
	if s := a.get("period"); s != "" {
		var err error
		if p, err = arrival.ParsePeriod(s); err != nil {
			return nil, wrongUse(a.command, "usage.badValue", "flag", "--period", "value", s, "want", "2026-W47|2026-11|2026-Q4|2026-H2")
		}
	}
	f := arrival.Filter{Text: a.get("text"), Open: a.has("open")}
	word, err := a.oneOf("state", "received", "pictures", "partial", "missing", "returned", "waiting", "none")
	if err != nil {
		return nil, err
	}
	if word != "" {
		f.State, _ = arrival.StateByID(word)
	}
	s, err := e.open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = s.Close() }()
	b, err := s.Board(e.ctx, p)
	if err != nil {
		return nil, err
	}
	d := &report.BoardDoc{Board: b, Rows: f.Rows(b.Rows), Lang: checklist.Lang(e.cfg.Lang), Made: e.now()}
	if d.Lists, err = s.Checklists(e.ctx); err != nil {
		return nil, err
	}
	profile, err := s.Profile(e.ctx)
	d.Org = profile.Org
	return d, err
}

func boardDocOf(d *report.BoardDoc) boardDoc {
	plan, s := d.Board.Plan, d.Board.Sum
	out := boardDoc{
		Period: plan.Period.String(), From: plan.Period.From, To: plan.Period.To, Lists: append([]string{}, plan.Lists...),
		Halls: s.Halls, Reported: s.Reported, States: map[string]int{}, Late: s.Late, Rows: []boardRowDoc{},
	}
	for i, n := range s.By {
		out.States[arrival.State(i).ID()] = n
	}
	for _, i := range d.Rows {
		r := &d.Board.Rows[i]
		due, late := r.Due(plan.Today)
		row := boardRowDoc{
			Branch: r.Branch.Code, Name: r.Branch.Name, State: r.State.ID(), Due: some(due), Late: late, Contact: r.Contact.Name,
			Phone: r.Contact.Phone, Last: instant(r.Last), Gaps: r.Gaps, Silent: instant(r.Silent), Lacks: report.Lacks(d, i), Cells: []boardCellDoc{},
		}
		if r.Refused != nil {
			row.Refused = some(r.Refused.Code)
		}
		for k, c := range r.Cells {
			row.Cells = append(row.Cells, boardCellDoc{plan.Lists[k], c.State.ID(), c.Have, c.Need, c.Late, c.Excluded, c.Pictures})
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// boardTable writes the board for people.
func (e *env) boardTable(w io.Writer, d *report.BoardDoc) error {
	lang, s := d.Lang, d.Board.Sum
	fmt.Fprintln(w, e.t("board.line", "period", report.PeriodName(lang, d.Board.Plan.Period), "n", strconv.Itoa(s.Reported), "m", strconv.Itoa(s.Halls),
		"received", strconv.Itoa(s.By[arrival.Received]), "partial", strconv.Itoa(s.By[arrival.Partial]), "pictures", strconv.Itoa(s.By[arrival.Pictures]),
		"returned", strconv.Itoa(s.By[arrival.Returned]), "missing", strconv.Itoa(s.By[arrival.Missing])))
	t := &table{}
	head := []string{e.t("cli.col.branch"), e.t("cli.col.name"), e.t("board.all")}
	for _, id := range d.Board.Plan.Lists {
		head = append(head, report.ListName(lang, id, d.Lists))
	}
	t.add(append(head, e.t("board.last"), e.t("board.contact"))...)
	for _, i := range d.Rows {
		r := &d.Board.Rows[i]
		line := []string{r.Branch.Code, r.Branch.Name, report.CellWord(lang, r.State, arrival.Cell{})}
		for _, c := range r.Cells {
			line = append(line, report.CellWord(lang, c.State, c))
		}
		last := "–"
		if r.Last > 0 {
			last = time.UnixMilli(r.Last).Format("2006-01-02 15:04")
		}
		t.add(append(line, last, strings.TrimSpace(r.Contact.Name+" "+r.Contact.Phone))...)
	}
	return t.write(w)
}
