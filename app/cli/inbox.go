package cli

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"time"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/exchange"
)

// shortSum is how much of a SHA-256 a person sees and types.
const shortSum = 8

type refusedDoc struct {
	SHA256   string  `json:"sha256"`
	Name     string  `json:"name"`
	Branch   string  `json:"branch"`
	Device   string  `json:"device"`
	Seq      int64   `json:"seq"`
	Code     string  `json:"code"`
	Message  string  `json:"message"`
	At       *string `json:"at"`
	Copy     bool    `json:"copy"`
	Decision string  `json:"decision"`
	Actor    string  `json:"actor"`
	Reason   string  `json:"reason"`
	Decided  *string `json:"decided"`
}

func (e *env) refusedDoc(q store.Quarantined) refusedDoc {
	return refusedDoc{
		SHA256: q.SHA256, Name: q.Name, Branch: q.Branch, Device: q.Device, Seq: q.Seq, Code: q.Code,
		Message: explain(e.cfg.Lang, q.Err()).Error.Message, At: instant(q.At), Copy: q.File != "", Decision: q.Decision,
		Actor: q.Actor, Reason: q.Reason, Decided: instant(q.Decided),
	}
}

// inboxList lists the refused files that wait for a decision.
func inboxList(e *env, s *store.Store, a *arguments) error {
	list, err := s.Quarantine(e.ctx, a.has("all"))
	if err != nil {
		return err
	}
	docs := []refusedDoc{}
	for _, q := range list {
		docs = append(docs, e.refusedDoc(q))
	}
	return e.answer(map[string]any{"refused": docs}, func(w io.Writer) error {
		if len(docs) == 0 {
			e.say("cli.inbox.empty")
		}
		t := &table{}
		for i, d := range docs {
			state := d.Decision
			if state == "" {
				state = "open"
			}
			t.add(d.SHA256[:shortSum], time.UnixMilli(list[i].At).Format("2006-01-02 15:04"), d.Branch, d.Name, e.t("cli.inbox.decision."+state), d.Message, d.Reason)
		}
		return t.write(w)
	})
}

// inboxFiles are the paths named, else what is new in the sources; with none of
// either it says so.
func (e *env) inboxFiles(x *exchange.Exchange, a *arguments) ([]string, error) {
	if len(a.rest) > 0 {
		return a.rest, nil
	}
	src := exchange.NewSources(x)
	dirs, err := src.Folders(e.ctx)
	if err != nil {
		return nil, err
	}
	if len(dirs) == 0 {
		e.say("cli.inbox.noSource")
	}
	found, err := src.Scan(e.ctx)
	if err != nil {
		return nil, err
	}
	for _, dir := range found.Gone {
		e.say("cli.inbox.gone", "dir", dir)
	}
	for _, f := range found.Requests {
		e.say("cli.inbox.request", "file", f)
	}
	if len(found.Bundles) == 0 {
		e.say("cli.inbox.nothing")
	}
	return found.Bundles, nil
}

// inboxPreview says what taking files in would change.
func inboxPreview(e *env, a *arguments) error {
	return e.inboxRun(a, func(x *exchange.Exchange, files []string) ([]exchange.Outcome, error) {
		if len(files) == 0 {
			return nil, nil
		}
		return x.Preview(e.ctx, files)
	})
}

// inboxImport takes files in: those named, or what is new in the sources; and what
// was refused for a reason that is over.
func inboxImport(e *env, a *arguments) error {
	return e.inboxRun(a, func(x *exchange.Exchange, files []string) ([]exchange.Outcome, error) {
		again, err := x.Retry(e.ctx, e.progress("cli.step.import"))
		if err != nil || len(files) == 0 {
			return again, err
		}
		list, err := x.Import(e.ctx, files, e.progress("cli.step.import"))
		return append(again, list...), err
	})
}

func (e *env) inboxRun(a *arguments, work func(*exchange.Exchange, []string) ([]exchange.Outcome, error)) error {
	x, done, err := e.openExchange()
	if err != nil {
		return err
	}
	defer done()
	files, err := e.inboxFiles(x, a)
	if err != nil {
		return err
	}
	list, err := work(x, files)
	if err != nil {
		return err
	}
	return e.imported(list)
}

// inboxAccept tries refused files again.
func inboxAccept(e *env, a *arguments) error {
	x, done, err := e.openExchange()
	if err != nil {
		return err
	}
	defer done()
	var list []exchange.Outcome
	for _, id := range a.rest {
		o, err := x.Reconsider(e.ctx, id)
		if err != nil {
			return err
		}
		list = append(list, o)
	}
	return e.imported(list)
}

// inboxReturn gives refused files back to their branches, in words.
func inboxReturn(e *env, a *arguments) error {
	words, err := a.need("words")
	if err != nil {
		return err
	}
	return e.inboxDecide(a, "cli.inbox.returned", func(x *exchange.Exchange, id string) (store.Quarantined, error) { return x.Return(e.ctx, id, words) })
}

// inboxDiscard puts refused files out of sight for a reason.
func inboxDiscard(e *env, a *arguments) error {
	reason, err := a.need("reason")
	if err != nil {
		return err
	}
	return e.inboxDecide(a, "cli.inbox.discarded", func(x *exchange.Exchange, id string) (store.Quarantined, error) {
		return x.Discard(e.ctx, id, reason, a.has("delete"))
	})
}

func (e *env) inboxDecide(a *arguments, said string, decide func(*exchange.Exchange, string) (store.Quarantined, error)) error {
	x, done, err := e.openExchange()
	if err != nil {
		return err
	}
	defer done()
	docs := []refusedDoc{}
	for _, id := range a.rest {
		q, err := decide(x, id)
		if err != nil {
			return err
		}
		if q, err = x.Store.FindQuarantined(e.ctx, q.SHA256); err != nil {
			return err
		}
		docs = append(docs, e.refusedDoc(q))
	}
	return e.answer(map[string]any{"refused": docs}, func(w io.Writer) error {
		for _, d := range docs {
			fmt.Fprintln(w, e.t(said, "name", d.Name, "branch", d.Branch))
		}
		return nil
	})
}

// inboxSource lists the watched folders, adds one or takes one away.
func inboxSource(e *env, a *arguments) error {
	x, done, err := e.openExchange()
	if err != nil {
		return err
	}
	defer done()
	src := exchange.NewSources(x)
	dirs, err := src.Folders(e.ctx)
	if err != nil {
		return err
	}
	if a.has("add") || a.has("remove") {
		if dir := a.get("remove"); a.has("remove") {
			full, err := filepath.Abs(dir)
			if err != nil || !slices.Contains(dirs, full) {
				return checklist.Fail("exchange.source", "dir", dir)
			}
			dirs = slices.DeleteFunc(dirs, func(d string) bool { return d == full })
		}
		if a.has("add") {
			dirs = append(dirs, a.get("add"))
		}
		if err := src.SetFolders(e.ctx, dirs); err != nil {
			return err
		}
		if dirs, err = src.Folders(e.ctx); err != nil {
			return err
		}
	}
	return e.answer(map[string]any{"sources": append([]string{}, dirs...)}, func(w io.Writer) error {
		for _, d := range dirs {
			fmt.Fprintln(w, d)
		}
		return nil
	})
}
