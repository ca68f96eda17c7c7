package cli

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/standard"
	"hallcheck/store"
	"hallcheck/store/exchange"
	"hallcheck/store/exchange/road"
)

// outbox is where exports go when --to does not say.
const outbox = "outbox"

// openExchange opens the exchange of the data folder in use; done closes it with
// everything behind it.
func (e *env) openExchange() (x *exchange.Exchange, done func(), err error) {
	s, p, done, err := e.openAll()
	if err != nil {
		return nil, nil, err
	}
	x, err = exchange.New(exchange.Options{
		Store: s, Photos: p, Dir: e.cfg.Dir, App: e.prog.Version, Clock: e.now, Words: e.t, Parse: standard.Read,
	})
	if err != nil {
		done()
		return nil, nil, err
	}
	return x, done, nil
}

// progress shows how far long work is, on stderr, at most five times a second.
func (e *env) progress(key string) func(done, total int) {
	last := time.Time{}
	return func(done, total int) {
		if now := time.Now(); now.Sub(last) < 200*time.Millisecond && done < total || e.cfg.JSON {
			return
		}
		last = time.Now()
		e.say("cli.step", "step", e.t(key), "done", strconv.Itoa(done), "total", strconv.Itoa(total))
	}
}

type bundleDoc struct {
	File        string   `json:"file"`
	SHA256      string   `json:"sha256"`
	Seq         int64    `json:"seq"`
	Size        int64    `json:"size"`
	Branch      string   `json:"branch"`
	Inspections []string `json:"inspections"`
	Moves       int      `json:"moves"`
	Bright      int      `json:"bright"`
}

func (e *env) bundleDocs(list []exchange.Published) []bundleDoc {
	docs := []bundleDoc{}
	for _, b := range list {
		docs = append(docs, bundleDoc{b.Path, b.SHA256, b.Seq, b.Size, b.Branch, append([]string{}, b.IDs...), b.Moves, b.Bright})
	}
	return docs
}

// export writes what was not sent yet as signed bundles: a branch's for
// headquarters, headquarters' decisions for each branch. Nothing to send is no
// failure: the command may run every evening.
func export(e *env, a *arguments) error {
	if road.IsAddress(a.get("to")) {
		return exportTo(e, a, a.get("to"))
	}
	if to := a.get("to"); strings.Contains(to, "://") {
		return wrongUse(a.command, "usage.badValue", "flag", "--to", "value", road.Clean(to), "want", "DIR|webdav(s)://|sftp://|s3(s)://")
	}
	x, done, err := e.openExchange()
	if err != nil {
		return err
	}
	defer done()
	to := a.get("to")
	if to == "" {
		to = filepath.Join(e.cfg.Dir, outbox)
	}
	if a.has("again") {
		if _, err := x.Store.SendAgain(e.ctx, nil); err != nil {
			return err
		}
	}
	out, err := x.Export(e.ctx, exchange.ExportOptions{To: to}, e.progress("cli.step.export"))
	if err != nil && checklist.CodeOf(err) != "exchange.nothing" {
		return err
	}
	notes, err := e.writeNotes(x, a.get("to"))
	if err != nil {
		return err
	}
	docs, skipped := e.bundleDocs(out.Bundles), []problemDoc{}
	for _, k := range out.Skipped {
		doc := explain(e.cfg.Lang, k.Err)
		skipped = append(skipped, problemDoc{Key: k.ID, Code: doc.Error.Code, Message: doc.Error.Message})
		e.say("cli.export.skipped", "id", k.ID, "why", doc.Error.Message)
	}
	if out.Plain && len(docs) > 0 {
		e.say("cli.export.plain")
	}
	return e.answer(map[string]any{"bundles": docs, "photos": out.Photos, "encrypted": !out.Plain, "skipped": skipped, "notes": notes}, func(w io.Writer) error {
		if len(docs)+len(notes) == 0 {
			e.say("cli.export.none")
		}
		for _, d := range docs {
			fmt.Fprintln(w, d.File)
		}
		for _, n := range notes {
			fmt.Fprintln(w, filepath.Join(to, n))
		}
		return nil
	})
}

type outcomeDoc struct {
	File       string   `json:"file"`
	SHA256     string   `json:"sha256"`
	Status     string   `json:"status"`
	Code       *string  `json:"code"`
	Message    string   `json:"message"`
	Branch     string   `json:"branch"`
	Seq        int64    `json:"seq"`
	Encrypted  bool     `json:"encrypted"`
	New        []string `json:"new"`
	Updated    []string `json:"updated"`
	Moves      int      `json:"moves"`
	Bright     int      `json:"bright"`
	Others     int      `json:"others"`
	Photos     int      `json:"photos"`
	Missing    []int64  `json:"missing"`
	Quarantine *string  `json:"quarantine"`
}

// importError is an import of which some files were refused; the others are in.
type importError struct{ docs []outcomeDoc }

func (i *importError) Error() string { return i.Unwrap().Error() }

// Unwrap makes it the coded error cli.refused.
func (i *importError) Unwrap() error {
	return checklist.Fail("cli.refused", "count", strconv.Itoa(len(i.docs)))
}

func (i *importError) problems() []problemDoc {
	var out []problemDoc
	for _, d := range i.docs {
		out = append(out, problemDoc{File: d.File, Code: *d.Code, Message: d.Message})
	}
	return out
}

// importBundles takes branches' files in at headquarters, and headquarters' files
// at a branch.
func importBundles(e *env, a *arguments) error {
	if n := slices.IndexFunc(a.rest, road.IsAddress); n >= 0 {
		for _, p := range a.rest {
			if !road.IsAddress(p) {
				return wrongUse(a.command, "usage.badValue", "flag", "import", "value", p, "want", "URL")
			}
		}
		return importFrom(e, a, a.rest)
	}
	for _, p := range a.rest {
		if strings.Contains(p, "://") {
			return wrongUse(a.command, "usage.badValue", "flag", "import", "value", road.Clean(p), "want", "PATH|webdav(s)://|sftp://|s3(s)://")
		}
	}
	x, done, err := e.openExchange()
	if err != nil {
		return err
	}
	defer done()
	if err := e.recoveryKey(x, a); err != nil {
		return err
	}
	notes, err := e.takeNotes(x, a.rest)
	if err != nil {
		return err
	}
	list, err := x.Import(e.ctx, a.rest, e.progress("cli.step.import"))
	if err != nil && (len(notes) == 0 || checklist.CodeOf(err) != "exchange.noBundles") {
		return err
	}
	again, err := x.Retry(e.ctx, e.progress("cli.step.import"))
	if err != nil {
		return err
	}
	return e.imported(append(list, again...), notes...)
}

// imported answers file by file; refused files make exit code 3, and with
// --json the document has both the outcomes and the error.
func (e *env) imported(list []exchange.Outcome, notes ...takenDoc) error {
	docs := []outcomeDoc{}
	refused := &importError{}
	for _, o := range list {
		d := e.outcomeDoc(o)
		docs = append(docs, d)
		if o.Err != nil {
			if d.Code == nil {
				d.Code = some("failed")
			}
			refused.docs = append(refused.docs, d)
		}
	}
	if len(refused.docs) > 0 && e.cfg.JSON {
		doc := explain(e.cfg.Lang, refused)
		if err := writeJSON(e.out, map[string]any{"files": docs, "notes": notes, "error": doc.Error}); err != nil {
			return err
		}
		return &saidError{refused}
	}
	err := e.answer(map[string]any{"files": docs, "notes": append([]takenDoc{}, notes...)}, func(w io.Writer) error {
		t := &table{}
		for _, d := range docs {
			t.add(filepath.Base(d.File), d.Branch, d.Message)
		}
		return t.write(w)
	})
	if err == nil && len(refused.docs) > 0 {
		err = refused
	}
	return err
}

func (e *env) outcomeDoc(o exchange.Outcome) outcomeDoc {
	return outcomeDoc{
		File: o.File, SHA256: o.SHA256, Status: string(o.Status), Code: some(o.Code), Branch: o.Branch.Code, Seq: o.Seq,
		Encrypted: !o.Plain, New: append([]string{}, o.New...), Updated: append([]string{}, o.Updated...),
		Moves: o.Moves, Bright: o.Bright, Others: o.Others, Photos: o.Photos,
		Missing: append([]int64{}, o.Missing...), Quarantine: some(o.Quarantine), Message: e.outcome(o),
	}
}

// outcome says in words what became of a file.
func (e *env) outcome(o exchange.Outcome) string {
	if o.Err != nil {
		return explain(e.cfg.Lang, o.Err).Error.Message
	}
	var words []string
	switch o.Status {
	case exchange.StatusNew:
		if len(o.New) > 0 {
			words = append(words, e.t("cli.import.new", "count", strconv.Itoa(len(o.New))))
		}
		if len(o.Updated) > 0 {
			words = append(words, e.t("cli.import.updated", "count", strconv.Itoa(len(o.Updated))))
		}
		if o.Moves > 0 {
			words = append(words, e.t("cli.import.moves", "count", strconv.Itoa(o.Moves)))
		}
		if o.Bright > 0 {
			words = append(words, e.t("cli.import.bright", "count", strconv.Itoa(o.Bright)))
		}
		if o.Others > 0 {
			words = append(words, e.t("cli.import.others", "count", strconv.Itoa(o.Others)))
		}
	default:
		words = append(words, e.t("cli.import."+string(o.Status)))
	}
	if len(o.Missing) > 0 {
		var seqs []string
		for _, n := range o.Missing {
			seqs = append(seqs, strconv.FormatInt(n, 10))
		}
		words = append(words, e.t("cli.import.missing", "branch", o.Branch.Code, "seqs", strings.Join(seqs, ", ")))
	}
	return strings.Join(words, "; ")
}

// hqCard writes headquarters' card.
func hqCard(e *env, a *arguments) error {
	out, err := a.need("out")
	if err != nil {
		return err
	}
	s, err := e.open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	print := ""
	err = WriteFile(out, func(w io.Writer) (err error) {
		print, err = exchange.Card(e.ctx, s, e.cfg.Dir, w)
		return err
	})
	if err != nil {
		return err
	}
	return e.answer(map[string]string{"file": out, "fingerprint": print}, func(w io.Writer) error {
		e.say("cli.card.done", "print", print)
		_, err := fmt.Fprintln(w, out)
		return err
	})
}

// enrol accepts a branch device's request.
func enrol(e *env, s *store.Store, a *arguments) error {
	req, err := exchange.ReadEnrol(a.rest[0])
	if err != nil {
		return err
	}
	d, err := exchange.Enrol(e.ctx, s, e.cfg.Dir, a.rest[0])
	if err != nil {
		return err
	}
	if err := e.letIn(s, d); err != nil {
		return err
	}
	doc := map[string]any{"device": d.ID, "branch": d.Branch, "name": d.Name, "state": d.State, "fingerprint": req.Fingerprint, "hasCard": req.HasCard}
	return e.answer(doc, func(w io.Writer) error {
		_, err := fmt.Fprintln(w, e.t("cli.enrol.done", "branch", d.Branch, "name", d.Name, "device", d.ID[:8], "print", req.Fingerprint))
		return err
	})
}
