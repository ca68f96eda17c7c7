package cli

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist"
	"hallcheck/store"
)

type findingDoc struct {
	ID         string  `json:"id"`
	Number     string  `json:"number"`
	Branch     string  `json:"branch"`
	BranchName string  `json:"branchName"`
	Inspection string  `json:"inspection,omitempty"`
	Checklist  string  `json:"checklist,omitempty"`
	Item       string  `json:"item,omitempty"`
	Zone       string  `json:"zone,omitempty"`
	S6         string  `json:"s6,omitempty"`
	Text       string  `json:"text"` // what is wrong in one line
	Note       string  `json:"note"` // the finder's own words
	Severity   string  `json:"severity"`
	Status     string  `json:"status"`
	Owner      string  `json:"owner"`
	Department string  `json:"department,omitempty"`
	Day        string  `json:"day"`
	Due        string  `json:"due"`
	Overdue    bool    `json:"overdue"`
	Repeat     int     `json:"repeat"` // which occurrence, 0 = first
	Returns    int     `json:"returns"`
	Extensions int     `json:"extensions"`
	Submitted  *string `json:"submitted"`
	Closed     *string `json:"closed"`
}

// listFindings shows findings; --status takes a state, a severity, overdue or open.
func listFindings(e *env, s *store.Store, a *arguments) error {
	f, err := e.findingFilter(a)
	if err != nil {
		return err
	}
	rows, err := e.findingRows(s, f)
	if err != nil {
		return err
	}
	docs := []findingDoc{}
	t := &table{}
	t.add(e.t("cli.col.number"), e.t("cli.col.branch"), e.t("cli.col.problem"), e.t("cli.col.severity"), e.t("cli.col.status"), e.t("cli.col.owner"), e.t("cli.col.due"))
	for i := range rows {
		r := &rows[i]
		docs = append(docs, e.findingRowDoc(r))
		due := r.Due
		if r.Overdue(e.today()) {
			due += " " + e.t("cli.overdue")
		}
		t.add(r.Number, cut(r.Branch.Name, 20), cut(r.Headline(checklist.Lang(e.cfg.Lang)), 46), e.t("finding.severity."+string(r.Severity)),
			e.t("finding.status."+string(r.Status)), cut(r.Owner, 12), due)
	}
	return e.rows("findings", docs, len(docs), t)
}

// findingFilter reads the flags that narrow findings.
func (e *env) findingFilter(a *arguments) (checklist.FindingFilter, error) {
	words := []string{"overdue", "unsettled", "unheard", "minor", "major", "critical"}
	for _, st := range checklist.FindingStatuses() {
		words = append(words, string(st))
	}
	word, err := a.oneOf("status", words...)
	f := checklist.FindingFilter{From: a.get("since"), Text: a.get("text"), Owner: a.get("owner"), Branch: a.get("branch-code")}
	switch word {
	case "overdue":
		f.OverdueOn = e.today()
	case "unsettled":
		f.Unsettled = true
	case "unheard":
		f.Unheard = true
	case "minor", "major", "critical":
		f.Severity = checklist.Severity(word)
	case "":
	default:
		f.Statuses = []checklist.FindingStatus{checklist.FindingStatus(word)}
	}
	return f, err
}

// findingRows reads all findings of a filter, page by page, in its order.
func (e *env) findingRows(s *store.Store, f checklist.FindingFilter) ([]checklist.FindingRow, error) {
	return (&FindingPapers{Store: s}).Rows(e.ctx, f)
}

func (e *env) findingRowDoc(r *checklist.FindingRow) findingDoc {
	return findingDoc{
		ID: r.ID, Number: r.Number, Branch: r.Branch.Code, BranchName: r.Branch.Name, Inspection: r.Inspection, Checklist: r.Checklist,
		Item: r.Item, Zone: r.Zone, S6: r.S6, Text: r.Headline(checklist.Lang(e.cfg.Lang)), Note: r.Text, Severity: string(r.Severity), Status: string(r.Status),
		Owner: r.Owner, Department: r.Department, Day: r.Day, Due: r.Due, Overdue: r.Overdue(e.today()), Repeat: r.Repeat,
		Returns: r.Returns, Extensions: r.Extensions, Submitted: some(r.SubmitDay), Closed: some(r.ClosedDay),
	}
}

func (e *env) findingDoc(f *checklist.Finding) findingDoc {
	repeat := 0
	if f.Repeat != nil {
		repeat = f.Repeat.Count
	}
	return findingDoc{
		ID: f.ID, Number: f.Number, Branch: f.Branch.Code, BranchName: f.Branch.Name, Inspection: f.Inspection, Checklist: f.Checklist,
		Item: f.Item, Zone: f.Zone, S6: f.S6, Text: f.Headline(checklist.Lang(e.cfg.Lang)), Note: f.Text, Severity: string(f.Severity), Status: string(f.Status),
		Owner: f.Owner, Department: f.Department, Day: f.Day, Due: f.Due, Overdue: f.Overdue(e.today()), Repeat: repeat,
		Returns: f.Returns, Extensions: f.Extensions, Submitted: some(f.SubmitDay), Closed: some(f.ClosedDay),
	}
}

type moveDoc struct {
	At        string `json:"at"` // RFC 3339
	By        string `json:"by"`
	Role      string `json:"role"`
	Verb      string `json:"verb"`
	Note      string `json:"note,omitempty"`
	Owner     string `json:"owner,omitempty"`
	Due       string `json:"due,omitempty"`
	Photos    int    `json:"photos,omitempty"`
	Withdrawn bool   `json:"withdrawn,omitempty"`
	Void      bool   `json:"void,omitempty"`
	Yielded   bool   `json:"yielded,omitempty"`
}

// findingShow shows one finding with its whole history and what may be done next.
func findingShow(e *env, s *store.Store, a *arguments) error {
	f, err := s.Finding(e.ctx, a.rest[0])
	if err != nil {
		return err
	}
	p, err := s.Profile(e.ctx)
	if err != nil {
		return err
	}
	var history []moveDoc
	for _, l := range f.History() {
		history = append(history, moveDoc{
			time.UnixMilli(l.At).Format(time.RFC3339), l.By.Name, string(l.By.Role), string(l.Verb), e.noteOf(l.Note), l.Owner, l.Due,
			len(l.Photos), l.Withdrawn, l.Void, l.Yielded,
		})
	}
	doc := map[string]any{
		"finding": e.findingDoc(f), "history": history, "allowed": f.Allowed(p.User), "done": some(f.Done), "cause": some(f.Cause),
		"rectifier": some(f.Rectifier.Name), "verifier": some(f.Verifier.Name), "before": hashes(f.Before()), "after": hashes(f.After),
		"askedDue": some(f.AskedDue), "latestDue": f.LatestDue(), "unheard": f.Unheard,
	}
	return e.answer(doc, func(w io.Writer) error { return e.findingText(w, f, history) })
}

func (e *env) findingText(w io.Writer, f *checklist.Finding, history []moveDoc) error {
	fmt.Fprintf(w, "%s  %s  %s\n%s\n\n", f.Number, e.t("finding.status."+string(f.Status)), e.t("finding.severity."+string(f.Severity)), f.Headline(checklist.Lang(e.cfg.Lang)))
	t := &table{}
	for _, x := range [][2]string{
		{"branch", f.Branch.Code + " " + f.Branch.Name},
		{"zone", e.name(f.ZoneName)},
		{"owner", f.Owner},
		{"due", f.Due},
		{"done", f.Done},
		{"photos", strconv.Itoa(len(f.Before())) + " / " + strconv.Itoa(len(f.After))},
	} {
		if x[1] != "" {
			t.add(e.t("cli.col."+x[0]), x[1])
		}
	}
	if u := f.Unheard; u != nil {
		t.add("!", e.t("findings.unheardWhy", "day", u.Day, "verb", e.t("finding.verb."+string(u.Verb)), "status", e.t("finding.status."+string(u.Met))))
	}
	t.add("")
	for _, m := range history {
		what := e.t("finding.verb." + m.Verb)
		if m.Withdrawn {
			what += " " + e.t("cli.withdrawn")
		}
		if m.Void {
			what += " " + e.t("cli.void")
		}
		if m.Yielded {
			what += " " + e.t("cli.yielded")
		}
		t.add(m.At[:16], m.By, what, strings.TrimSpace(m.Owner+" "+m.Due+" "+m.Note))
	}
	return t.write(w)
}

// noteOf puts the program's own reasons into words.
func (e *env) noteOf(note string) string {
	if note == checklist.CorrectedNote {
		return e.t(note)
	}
	return note
}

func hashes(photos []checklist.PhotoRef) []string {
	out := []string{}
	for _, p := range photos {
		out = append(out, p.Shown())
	}
	return out
}
